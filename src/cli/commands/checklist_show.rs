//! `checklist show N`: every item of the intake checklist, in the order of asking, with what is told of it.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::offer_fields::yes_or_no;
use crate::cli::reply::Reply;
use crate::cli::words;
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, DecisionMaker, DecisionStatus, Need, Shield, Whereabouts};
use crate::domain::call_details::CallDetails;
use crate::domain::checklist::{AnswerState, ChecklistItem, ItemKey};
use crate::domain::checklist_standing::{ItemStanding, count_settled};
use crate::domain::child::SiblingRule;
use crate::domain::ids::CallId;
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;

const CALL: &str = "call";
const COLUMNS: [&str; 9] = ["number", "item", "label", "question", "state", "at", "by", "value", "text"];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(CALL, texts.help_value_call(), texts.help_number_call())]
}

#[derive(Serialize)]
struct Shown {
    call: CallId,
    settled: usize,
    items: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    item: ItemKey,
    state: AnswerState,
    at: Option<String>,
    by: Option<String>,
    value: Option<String>,
    text: Option<String>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let details = context.read(|store| store.call_details(call))?;
    let (texts, now, format) = (context.texts, context.clock.now(), context.format);
    let items = &context.known()?.catalog.checklist;
    let settled = count_settled(&details.call);
    let row = |item: &ChecklistItem| Row::of(&details, item.key);
    Ok(match format {
        Format::Json => Reply::json(&Shown { call, settled, items: items.iter().map(row).collect() }),
        Format::Csv => Reply::file(csv_file(COLUMNS, items.iter().map(|item| row(item).cells(item)))),
        Format::Text => {
            let title = texts.cli_checklist(call.0, items.len(), settled);
            let lines = items.iter().map(|item| in_words(texts, &details, item, now));
            Reply::text(std::iter::once(title).chain(lines).collect::<Vec<_>>().join("\n"))
        }
    })
}

impl Row {
    fn of(details: &CallDetails, item: ItemKey) -> Self {
        let standing = ItemStanding::of(&details.call, item);
        Self {
            item,
            state: standing.state,
            at: standing.at.map(iso),
            by: standing.by,
            value: value(&details.call, item),
            text: details.told.get(&item).cloned(),
        }
    }

    fn cells(self, item: &ChecklistItem) -> [Option<String>; COLUMNS.len()] {
        [
            Some(item.number.to_string()),
            Some(item.key.code().to_owned()),
            Some(item.label.clone()),
            Some(item.question.clone()),
            Some(self.state.code().to_owned()),
            self.at,
            self.by,
            self.value,
            self.text,
        ]
    }
}

/// What the fields of the call tell of an item, in codes, several with `;` between. Names and numbers are never
/// among them: they are revealed.
fn value(call: &Call, item: ItemKey) -> Option<String> {
    let codes: Vec<String> = match item {
        ItemKey::Basis => {
            let codes = [
                call.basis.map(BasisCode::code),
                call.decision.map(DecisionStatus::code),
                call.decided_by.map(DecisionMaker::code),
            ];
            let codes = codes.into_iter().flatten().map(str::to_owned);
            codes.chain(call.decided_at.map(iso)).collect()
        }
        ItemKey::Whereabouts => {
            let place = call.whereabouts.map(Whereabouts::code).map(str::to_owned);
            place.into_iter().chain(call.holds_until.map(iso)).collect()
        }
        ItemKey::Wished => call.wished.iter().map(|wish| wish.code().to_owned()).collect(),
        ItemKey::Protection => {
            let known = call.may_be_known.map(yes_or_no);
            known.into_iter().chain(call.shield.map(Shield::code)).map(str::to_owned).collect()
        }
        ItemKey::Health => call.needs.iter().map(need).collect(),
        ItemKey::Siblings => call.siblings.map(SiblingRule::code).map(str::to_owned).into_iter().collect(),
        _ => Vec::new(),
    };
    (!codes.is_empty()).then(|| codes.join(";"))
}

fn need(need: &Need) -> String {
    need.detail.as_ref().map_or_else(|| need.word.clone(), |detail| format!("{}:{detail}", need.word))
}

fn in_words(texts: &Texts, details: &CallDetails, item: &ChecklistItem, now: DateTime<Utc>) -> String {
    let standing = ItemStanding::of(&details.call, item.key);
    let mut state = words::answer_state(texts, standing.state).into_owned();
    if let (Some(at), Some(by)) = (standing.at, standing.by) {
        state = texts.cli_item_who(by, state, texts.time_near(at, now));
    }
    let title = texts.cli_item(item.key.code(), item.label.as_str(), item.number);
    let mut parts = vec![title, state];
    parts.extend(value(&details.call, item.key));
    parts.extend(details.told.get(&item.key).cloned());
    parts.push(item.question.clone());
    parts.join(" · ")
}
