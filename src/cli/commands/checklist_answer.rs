//! `checklist answer N ITEM [TEXT]`: answers an item of the intake checklist. What the words tell without doubt fills
//! the fields of the call; the words are kept as they were told.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, positional, switch};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::call::Call;
use crate::domain::checklist::{AnswerState, ChecklistItem, ItemKey};
use crate::domain::command::{Command, ItemAnswer, ItemFields};
use crate::domain::ids::CallId;
use crate::domain::item_reading;
use crate::domain::refusal::{BadValue, ErrorCode};
use crate::text::Texts;

const CALL: &str = "call";
const ITEM: &str = "item";
const TEXT: &str = "text";
const UNKNOWN: &str = "unknown";
const NOT_RELEVANT: &str = "not-relevant";
const LATER: &str = "later";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        positional(ITEM, texts.help_value_item(), texts.help_checklist_answer_item()),
        positional(TEXT, texts.help_value_text(), texts.help_checklist_answer_text()).required(false),
        switch(UNKNOWN, texts.help_checklist_answer_unknown()).conflicts_with_all([NOT_RELEVANT, LATER]),
        switch(NOT_RELEVANT, texts.help_checklist_answer_not_relevant()).conflicts_with(LATER),
        switch(LATER, texts.help_checklist_answer_later()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    // The words are read against the clock and the call as it is now.
    if let Some(outcome) = context.earlier_outcome()? {
        return answers::reply(context, &outcome);
    }
    let item = item_of(context, matches)?;
    let call = context.call(CallId(number_of(matches, CALL)))?;
    let text = Context::free_text(matches, TEXT);
    let answer = match state_of(matches) {
        Some(state) => ItemAnswer { call: call.id, item, state, text, fields: ItemFields::default() },
        None => read(context, &call, item, &text.unwrap_or_default())?,
    };
    let outcome = context.execute(&Command::AnswerItem(Box::new(answer)))?;
    answers::reply(context, &outcome)
}

/// What is answered when no words are told.
fn state_of(matches: &ArgMatches) -> Option<AnswerState> {
    let flags = [
        (UNKNOWN, AnswerState::Unknown),
        (NOT_RELEVANT, AnswerState::NotRelevant),
        (LATER, AnswerState::Later),
    ];
    flags.into_iter().find(|(flag, _)| matches.get_flag(flag)).map(|(_, state)| state)
}

fn read(context: &mut Context<'_>, call: &Call, item: ItemKey, text: &str) -> Result<ItemAnswer, Failure> {
    if text.is_empty() {
        return Err(context.bad_value(&BadValue::NotAnAnswer));
    }
    let (texts, now) = (context.texts, context.clock.now());
    // A name too many would be kept nowhere.
    if item == ItemKey::Identity && item_reading::count_names(text) > call.children.len() {
        let message = texts.error_too_many_names(call.id.0, call.children.len());
        return Err(Failure::new(ErrorCode::BadValue, message));
    }
    let (store, known) = context.open()?;
    Ok(item_reading::answer(item, text, call, now, store.region(), &known.tables))
}

/// The item with this number or key.
fn item_of(context: &mut Context<'_>, matches: &ArgMatches) -> Result<ItemKey, Failure> {
    let given = matches.get_one::<String>(ITEM).map(String::as_str).unwrap_or_default();
    let items = &context.known()?.catalog.checklist;
    let is_meant = |item: &&ChecklistItem| item.key.code() == given || item.number.to_string() == given;
    if let Some(item) = items.iter().find(is_meant) {
        return Ok(item.key);
    }
    Err(context.bad_value(&BadValue::Code {
        field: ITEM,
        value: given.to_owned(),
        allowed: ItemKey::ALL.iter().map(|key| key.code()).collect::<Vec<_>>().join(", "),
    }))
}
