//! `checklist show N`: every item of the intake checklist, in the order of asking, with what is told of it.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::item_values;
use crate::cli::reply::Reply;
use crate::domain::call_details::CallDetails;
use crate::domain::checklist::{AnswerState, ChecklistItem, ItemKey};
use crate::domain::checklist_standing::{ItemStanding, count_settled};
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
            value: item_values::codes(&details.call, item),
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

fn in_words(texts: &Texts, details: &CallDetails, item: &ChecklistItem, now: DateTime<Utc>) -> String {
    let standing = ItemStanding::of(&details.call, item.key);
    let mut state = texts.item_standing(standing.state).into_owned();
    if let (Some(at), Some(by)) = (standing.at, standing.by) {
        state = texts.cli_item_who(by, state, texts.time_near(at, now));
    }
    let title = texts.cli_item(item.key.code(), item.label.as_str(), item.number);
    let mut parts = vec![title, state];
    parts.extend(texts.item_told(&details.call, item.key, &|at| texts.time_near(at, now)));
    parts.extend(details.told.get(&item.key).cloned());
    parts.push(item.question.clone());
    parts.join(" · ")
}
