//! Answers to the intake checklist. A later answer ends the one before it; nothing told is overwritten.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::children;
use super::error::StoreError;
use super::limits::{self, MAX_TEXT};
use super::list::{self, CallFilter};
use super::places::end_follow_up;
use super::read::{coded, joined, moment as moment_of, sensitive};
use super::settings;
use super::table::Table;
use super::write::{Field, Write, int, moment, text};
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CallFacts, DecisionMaker, DecisionStatus, ItemAnswered, Whereabouts};
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::child::SiblingRule;
use crate::domain::clocks::deadline_of;
use crate::domain::command::{ItemAnswer, ItemFields, Outcome};
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::CallId;
use crate::domain::local_time::next_time_of_day;
use crate::domain::measure::Wish;
use crate::domain::refusal::{BadValue, Refusal};

/// Answers an item: fills the fields it tells and keeps the words.
pub(super) fn answer(write: &mut Write<'_>, given: &ItemAnswer) -> Result<Outcome, StoreError> {
    if given.state == AnswerState::NotAsked {
        return Err(Refusal::BadValue(BadValue::NotAnAnswer).into());
    }
    let told = limits::kept("text", given.text.as_deref(), MAX_TEXT)?;
    let needs = limits::kept_needs(&given.fields.needs)?;
    let call = answerable(write, given.call, given.item)?;
    limits::check_past(given.fields.decided_at, write.at)?;
    limits::check_near(given.fields.holds_until, write.at)?;
    for (child, _) in &given.fields.identities {
        children::check_of_call(write, &call, *child)?;
    }
    write.about_call(Some(call.id));

    if let Some(before) = in_force(write, call.id, given.item)? {
        write.update(Table::ChecklistAnswers, before, &[("ended_at", moment(Some(write.at)))])?;
    }
    let number = write.insert(
        Table::ChecklistAnswers,
        &[
            ("call", int(Some(call.id.0))),
            ("item", text(Some(given.item.code()))),
            ("state", text(Some(given.state.code()))),
            ("adviser", write.adviser_number()),
            ("from_at", moment(Some(write.at))),
        ],
    )?;
    write.set_sensitive(Table::ChecklistAnswers, number, "told", told)?;
    write.set_sensitive(Table::ChecklistAnswers, number, "needs", needs.as_deref())?;

    let fields = columns(write, &call, &given.fields)?;
    if !fields.is_empty() {
        write.update(Table::Calls, call.id.0, &fields)?;
    }
    for (child, identity) in &given.fields.identities {
        children::name(write, *child, identity)?;
    }
    let due_at = ask_again(write, call.id, given.item, given.state)?;
    Ok(Outcome::ItemAnswered { call: call.id, item: given.item, state: given.state, due_at })
}

/// The call, where the item can be answered: while it is open, and after that while the item is to be sent later.
fn answerable(write: &Write<'_>, call: CallId, item: ItemKey) -> Result<Call, StoreError> {
    if asked_later(write, call, item)?.is_none() {
        return list::open_call(&write.tx, call);
    }
    Ok(list::calls(&write.tx, CallFilter::One(call))?.pop().ok_or(Refusal::UnknownCall(call))?)
}

/// The open follow-up that asks for an item to be sent later.
fn asked_later(write: &Write<'_>, call: CallId, item: ItemKey) -> Result<Option<i64>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT number FROM follow_ups
             WHERE call = ?1 AND kind = 'item_later' AND item = ?2 AND ended_at IS NULL",
        )?
        .query_row((call.0, item.code()), |row| row.get(0))
        .optional()?)
}

/// The columns of the call that an answer fills, the deadline among them where the decision changes.
fn columns(write: &Write<'_>, call: &Call, given: &ItemFields) -> Result<Vec<Field>, StoreError> {
    let mut fields: Vec<Field> = Vec::new();
    let mut coded = |name, code: Option<&'static str>| {
        if code.is_some() {
            fields.push((name, text(code)));
        }
    };
    coded("basis", given.basis.map(BasisCode::code));
    coded("decision", given.decision.map(DecisionStatus::code));
    coded("decided_by", given.decided_by.map(DecisionMaker::code));
    coded("whereabouts", given.whereabouts.map(Whereabouts::code));
    coded("siblings", given.siblings.map(SiblingRule::code));
    for (name, at) in [("decided_at", given.decided_at), ("holds_until", given.holds_until)] {
        if at.is_some() {
            fields.push((name, moment(at)));
        }
    }
    if let Some(wished) = &given.wished {
        fields.push(("wished", text(Some(joined(wished, Wish::code)))));
    }
    if given.may_be_known.is_some() {
        fields.push(("may_be_known", int(given.may_be_known)));
    }
    if given.decision.is_some() && given.decision != call.decision {
        let facts = CallFacts { decision: given.decision, ..call.facts() };
        fields.push(("deadline", moment(deadline_of(&facts, &settings::rules(&write.tx)?))));
    }
    Ok(fields)
}

/// What is to be sent later is asked for again when the offices open; any other answer ends that.
fn ask_again(
    write: &mut Write<'_>,
    call: CallId,
    item: ItemKey,
    state: AnswerState,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let open = asked_later(write, call, item)?;
    if state != AnswerState::Later {
        if let Some(number) = open {
            end_follow_up(write, number, FollowUpEnd::Done)?;
        }
        return Ok(None);
    }
    let due_at = next_time_of_day(settings::rules(&write.tx)?.office_from, write.at);
    match open {
        Some(number) => write.update(Table::FollowUps, number, &[("due_at", moment(Some(due_at)))])?,
        None => {
            write.insert(
                Table::FollowUps,
                &[
                    ("kind", text(Some(FollowUpKind::ItemLater.code()))),
                    ("call", int(Some(call.0))),
                    ("item", text(Some(item.code()))),
                    ("adviser", write.adviser_number()),
                    ("due_at", moment(Some(due_at))),
                ],
            )?;
        }
    }
    Ok(Some(due_at))
}

/// The row of the answer in force, if there is one.
pub(super) fn in_force(write: &Write<'_>, call: CallId, item: ItemKey) -> Result<Option<i64>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT number FROM checklist_answers WHERE call = ?1 AND item = ?2 AND ended_at IS NULL",
        )?
        .query_row((call.0, item.code()), |row| row.get(0))
        .optional()?)
}

/// The answers that are in force, in the order of the checklist, of the calls of a condition.
pub(super) fn answers(
    connection: &Connection,
    condition: &str,
    parameter: i64,
    names: &HashMap<i64, String>,
) -> Result<HashMap<i64, Vec<ItemAnswered>>, StoreError> {
    let sql = format!(
        "SELECT a.call, a.item, a.state, a.adviser, a.from_at,
                EXISTS (SELECT 1 FROM free_texts t WHERE t.subject = 'checklist_answers'
                        AND t.number = a.number AND t.field = 'told')
         FROM checklist_answers a
         WHERE a.ended_at IS NULL AND a.call IN (SELECT number FROM calls WHERE {condition})"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut answers: HashMap<i64, Vec<ItemAnswered>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let adviser: Option<i64> = row.get(3)?;
        answers.entry(row.get(0)?).or_default().push(ItemAnswered {
            item: coded(&row.get::<_, String>(1)?, ItemKey::from_code)?,
            state: coded(&row.get::<_, String>(2)?, AnswerState::from_code)?,
            at: moment_of(row.get(4)?)?,
            by: adviser.and_then(|number| names.get(&number)).map_or("–", String::as_str).to_owned(),
            has_text: row.get(5)?,
        });
    }
    for answers in answers.values_mut() {
        answers.sort_by_key(|answer| answer.item);
    }
    Ok(answers)
}

/// What was told in words, by item.
pub(super) fn told(connection: &Connection, call: CallId) -> Result<BTreeMap<ItemKey, String>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT number, item FROM checklist_answers WHERE call = ?1 AND ended_at IS NULL")?;
    let mut rows = statement.query([call.0])?;
    let mut told = BTreeMap::new();
    while let Some(row) = rows.next()? {
        if let Some(words) = sensitive(connection, Table::ChecklistAnswers, row.get(0)?, "told")? {
            told.insert(coded(&row.get::<_, String>(1)?, ItemKey::from_code)?, words);
        }
    }
    Ok(told)
}
