//! `call edit N "LINE"`: corrects a call with a quick line, and by flags for what the line has no word for. Only what
//! is told is changed; a line with a word that is not understood changes nothing.

use clap::{Arg, ArgAction, ArgMatches};

use crate::cli::arguments::{free_text, number, optional_number, positional, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::offer_fields::yes_or_no;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::cli::{answers, usage};
use crate::domain::call::{CallFacts, DecisionMaker};
use crate::domain::child::ChildIdentity;
use crate::domain::clean::clean_line;
use crate::domain::command::{CallEdit, Command};
use crate::domain::ids::{CallId, ChildId};
use crate::domain::quick_line::parse_correction;
use crate::domain::refusal::{BadValue, ErrorCode};
use crate::text::Texts;

const CALL: &str = "call";
const LINE: &str = "line";
const DECIDED_BY: &str = "decided-by";
const DECIDED_AT: &str = "decided-at";
const HOLDS_UNTIL: &str = "holds-until";
const MAY_BE_KNOWN: &str = "may-be-known";
const CHILD: &str = "child";
const NAME: &str = "name";
const NATIONAL_ID: &str = "national-id";
const REMOVE_CHILD: &str = "remove-child";

/// What corrects something without a line.
const WITHOUT_LINE: [&str; 7] =
    [DECIDED_BY, DECIDED_AT, HOLDS_UNTIL, MAY_BE_KNOWN, NAME, NATIONAL_ID, REMOVE_CHILD];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let makers = DecisionMaker::ALL.iter().map(|maker| maker.code());
    let known = ["yes", "no", "unclear"].into_iter();
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        positional(LINE, texts.help_value_line(), texts.help_call_edit_line())
            .required(false)
            .required_unless_present_any(WITHOUT_LINE)
            .allow_hyphen_values(true),
        text(
            DECIDED_BY,
            texts.help_value_code(),
            with_values(texts, texts.help_call_edit_decided_by(), makers),
        ),
        text(DECIDED_AT, texts.help_value_time(), texts.help_call_edit_decided_at()),
        text(HOLDS_UNTIL, texts.help_value_time(), texts.help_call_edit_holds_until()),
        text(
            MAY_BE_KNOWN,
            texts.help_value_code(),
            with_values(texts, texts.help_call_edit_may_be_known(), known),
        ),
        optional_number(CHILD, texts.help_value_child(), texts.help_call_edit_child()),
        free_text(NAME, texts.help_value_text(), texts.help_call_edit_name()),
        free_text(NATIONAL_ID, texts.help_value_text(), texts.help_call_edit_national_id()),
        optional_number(REMOVE_CHILD, texts.help_value_child(), texts.help_call_edit_remove_child())
            .action(ArgAction::Append),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    // The line is read against the clock and the call as it is now.
    if let Some(outcome) = context.earlier_outcome()? {
        return answers::reply(context, &outcome);
    }
    let line = matches.get_one::<String>(LINE).map(|line| clean_line(line));
    // A line may begin with `-10m` or with `-- note`; a flag that is mistyped must not become a note.
    let is_flag = |line: &str| line.strip_prefix("--").is_some_and(|rest| !rest.starts_with(' '));
    if let Some(flag) = line.as_ref().filter(|line| is_flag(line)) {
        return Err(usage::unknown_flag(context.texts, flag, "call edit"));
    }
    let details = {
        let call = CallId(number_of(matches, CALL));
        context.read(|store| store.call_details(call))?
    };
    let children: Vec<ChildId> = details.call.children.iter().map(|child| child.id).collect();
    let before = CallFacts { note: details.note, ..details.call.facts() };
    let child = match matches.get_one::<i64>(CHILD) {
        Some(number) => Some(index_of(context, &children, *number)?),
        None => None,
    };
    let mut after = match line {
        Some(line) => corrected(context, &line, &before, child)?,
        None => before.clone(),
    };
    tell_flags(context, matches, &mut after)?;
    if let Some(identity) = identity(matches) {
        let at = if let Some(at) = child {
            at
        } else {
            let only = context.child_of(&details.call, None, CHILD)?;
            index_of(context, &children, only.0)?
        };
        after.identities = vec![ChildIdentity::default(); at];
        after.identities.push(identity);
    }
    let mut removed = Vec::new();
    for number in matches.get_many::<i64>(REMOVE_CHILD).unwrap_or_default() {
        index_of(context, &children, *number)?;
        removed.push(ChildId(*number));
    }
    let edit = CallEdit { call: details.call.id, before, after, children, removed };
    let outcome = context.execute(&Command::EditCall(Box::new(edit)))?;
    answers::reply(context, &outcome)
}

/// The facts as the line corrects them.
fn corrected(
    context: &mut Context<'_>,
    line: &str,
    before: &CallFacts,
    child: Option<usize>,
) -> Result<CallFacts, Failure> {
    let (texts, now) = (context.texts, context.clock.now());
    let (store, known) = context.open()?;
    let parsed = parse_correction(line, now, store.region(), &known.tables, before);
    let problems: Vec<_> = parsed.problems_of_correction().collect();
    if !problems.is_empty() {
        return Err(Failure::of_line(texts, &problems));
    }
    parsed.draft.corrected(before, child, &known.tables).map_err(|unclear| {
        Failure::new(ErrorCode::BadLine, texts.error_children_unclear(unclear.known, unclear.told))
    })
}

fn tell_flags(context: &Context<'_>, matches: &ArgMatches, after: &mut CallFacts) -> Result<(), Failure> {
    let maker = context.code(matches, DECIDED_BY, DecisionMaker::ALL, DecisionMaker::code)?;
    after.decided_by = maker.or(after.decided_by);
    after.decided_at = context.time(matches, DECIDED_AT, Side::Past)?.or(after.decided_at);
    after.holds_until = context.time(matches, HOLDS_UNTIL, Side::Coming)?.or(after.holds_until);
    let known = [Some(true), Some(false), None];
    let code = |known: Option<bool>| known.map_or("unclear", yes_or_no);
    if let Some(known) = context.code(matches, MAY_BE_KNOWN, &known, code)? {
        after.may_be_known = known;
    }
    Ok(())
}

/// The name and number told; an empty one takes away what there was.
fn identity(matches: &ArgMatches) -> Option<ChildIdentity> {
    let told = |id| matches.get_one::<String>(id).map(|told| clean_line(told).trim().to_owned());
    let identity = ChildIdentity { name: told(NAME), national_id: told(NATIONAL_ID) };
    (identity != ChildIdentity::default()).then_some(identity)
}

fn index_of(context: &Context<'_>, children: &[ChildId], number: i64) -> Result<usize, Failure> {
    children
        .iter()
        .position(|child| child.0 == number)
        .ok_or_else(|| context.bad_value(&BadValue::UnknownNumber { field: CHILD, number }))
}
