//! Taking back the newest undoable act: hold, offer without answer, answer, state of a place, checklist answer,
//! follow-up.
//! Undo is a new line; what it takes back stays in the journal, and is out of the figures.

use rusqlite::{OptionalExtension, params};

use super::claims;
use super::error::StoreError;
use super::list::{self, CallFilter};
use super::read::{coded, moment_if};
use super::table::Table;
use super::undo_answers;
use super::write::{Field, Write, int, moment, text};
use super::{deviations, freed, places, purge, undo_follow_ups, undo_places};
use crate::domain::call::CallState;
use crate::domain::claim::ClaimEnd;
use crate::domain::command::{CommandId, Outcome, UndoScope};
use crate::domain::ids::{AdviserId, CallId, DeviationId, OfferId, PlaceId};
use crate::domain::journal::Act;
use crate::domain::refusal::{Refusal, Stale};
use crate::domain::siblings::needs_offer;

/// The acts that can be taken back.
pub(super) const UNDOABLE: [Act; 12] = [
    Act::Hold,
    Act::Offer,
    Act::Answer,
    Act::Place,
    Act::ExtraPlace,
    Act::ExpectFree,
    Act::Checklist,
    Act::CallBack,
    Act::FollowUp,
    Act::Move,
    Act::Assign,
    Act::Step,
];

/// An act to take back, with its lines in the journal.
pub(super) struct Done {
    id: String,
    act: Act,
    pub(super) first: i64,
    pub(super) last: i64,
}

/// A row that an act touched.
pub(super) struct Touched {
    pub(super) number: i64,
    pub(super) is_new: bool,
}

/// A field that an act changed.
pub(super) struct Change {
    pub(super) number: i64,
    pub(super) field: String,
    pub(super) old: Option<String>,
}

/// An undo: which command it is, whose acts it may take back, and, once done, which it took back.
pub(super) struct Undoing<'a> {
    pub(super) id: CommandId,
    pub(super) adviser: AdviserId,
    pub(super) own: &'a [CommandId],
    pub(super) taken_back: Option<CommandId>,
}

/// The refusal of an act that someone built on.
pub(super) fn built_on() -> StoreError {
    Refusal::Stale(Stale::BuiltOn).into()
}

/// Takes back this adviser's newest undoable act.
pub(super) fn take_back(
    write: &mut Write<'_>,
    scope: UndoScope,
    undoing: &mut Undoing<'_>,
) -> Result<Outcome, StoreError> {
    let done =
        newest(write, undoing.adviser, scope, undoing.own)?.ok_or(Refusal::Stale(Stale::NothingToUndo))?;
    let call = call_of(write, &done)?;
    purge::check_not_erased(&write.tx, call)?;
    check_nothing_built_on(write, &done, &[])?;
    write.about_call(call);
    let number = match done.act {
        Act::Hold => take_back_hold(write, &done)?,
        Act::Offer => take_back_offer(write, &done)?,
        Act::Answer => take_back_answer(write, &done)?,
        Act::ExtraPlace => undo_places::take_back_extra(write, &done)?,
        Act::ExpectFree => undo_places::take_back_expected(write, &done)?,
        Act::Checklist => undo_answers::take_back_item(write, &done)?,
        Act::CallBack => undo_answers::take_back_promise(write, &done)?,
        Act::FollowUp | Act::Step => undo_answers::take_back_end(write, &done)?,
        Act::Move | Act::Assign => undo_answers::take_back_change(write, &done)?,
        _ => undo_places::take_back_state(write, &done)?,
    };
    write
        .tx
        .prepare_cached("UPDATE commands SET undone_by = ?2 WHERE id = ?1")?
        .execute(params![done.id, undoing.id.0.to_string()])?;
    undoing.taken_back = Some(CommandId(coded(&done.id, |text| uuid::Uuid::parse_str(text).ok())?));
    Ok(Outcome::Undone { act: done.act, number })
}

/// Refuses to do again what was taken back when someone built on how it stood then. `own` are this process's
/// commands: since the undo they can only be undo and redo.
pub(super) fn check_can_be_redone(
    write: &Write<'_>,
    act: Act,
    undo: CommandId,
    own: &[CommandId],
) -> Result<(), StoreError> {
    let id = undo.0.to_string();
    let (first, last) = write
        .tx
        .prepare_cached("SELECT first_seq, last_seq FROM commands WHERE id = ?1")?
        .query_row([&id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let done = Done { id, act, first, last };
    purge::check_not_erased(&write.tx, call_of(write, &done)?)?;
    check_nothing_built_on(write, &done, own)
}

fn newest(
    write: &Write<'_>,
    adviser: AdviserId,
    scope: UndoScope,
    own: &[CommandId],
) -> Result<Option<Done>, StoreError> {
    let mut statement = write.tx.prepare_cached(
        "SELECT id, act, first_seq, last_seq FROM commands
         WHERE adviser = ?1 AND undone_by IS NULL ORDER BY first_seq DESC",
    )?;
    let mut rows = statement.query([adviser.0])?;
    while let Some(row) = rows.next()? {
        let (id, act): (String, String) = (row.get(0)?, row.get(1)?);
        let act = coded(&act, Act::from_code)?;
        let is_in_scope = match scope {
            UndoScope::Database => true,
            UndoScope::ThisProcess => own.iter().any(|own| own.0.to_string() == id),
        };
        let done = Done { id, act, first: row.get(2)?, last: row.get(3)? };
        if UNDOABLE.contains(&act) && is_in_scope && !is_over(write, &done)? {
            return Ok(Some(done));
        }
    }
    Ok(None)
}

/// Whether nothing is left to take back: a hold that lapsed or was given back, a promise that was kept. It must not
/// bar the way to what was done before it.
fn is_over(write: &Write<'_>, done: &Done) -> Result<bool, StoreError> {
    if done.act == Act::CallBack {
        return undo_answers::are_over(write, done);
    }
    if done.act != Act::Hold {
        return Ok(false);
    }
    for claim in touched(write, done, Table::Claims)? {
        if is_live(write, claim.number)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Refuses when a row of the act was touched after it: someone built on it. Of a call, its children and a place only
/// the fields of the act count, and none for an offer. Later acts that were taken back themselves, and the undoing of
/// them, do not count, nor that a request stays open, which opens again what ended with the offer; nor, for other acts
/// than those on follow-ups, does a follow-up that was done, for that is
/// what it was there for. `except` are commands that do not count either.
fn check_nothing_built_on(write: &Write<'_>, done: &Done, except: &[CommandId]) -> Result<(), StoreError> {
    let is_about_follow_ups =
        matches!(done.act, Act::CallBack | Act::FollowUp | Act::Move | Act::Assign | Act::Step);
    let mut statement = write.tx.prepare_cached(
        "SELECT DISTINCT later.command FROM journal later
         WHERE later.seq > ?2 AND later.act <> 'undo' AND (?3 OR later.subject <> 'follow_ups')
         AND NOT EXISTS (SELECT 1 FROM commands c WHERE c.id = later.command AND c.undone_by IS NOT NULL)
         AND EXISTS (
             SELECT 1 FROM journal own
             WHERE own.seq BETWEEN ?1 AND ?2
             AND own.subject = later.subject AND own.number = later.number
             AND (own.subject NOT IN ('calls', 'children', 'places') OR own.field = later.field)
             AND NOT (?4 AND own.subject = 'calls')
             AND NOT (own.subject = 'deviations' AND later.act = 'stay_open'))",
    )?;
    let parameters = params![done.first, done.last, is_about_follow_ups, done.act == Act::Offer];
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        let command: String = row.get(0)?;
        if !except.iter().any(|own| own.0.to_string() == command) {
            return Err(built_on());
        }
    }
    Ok(())
}

/// Refuses when the row in force was neither made by the act nor by an undo that went back to it: someone else
/// made it after the act's own was over.
pub(super) fn check_in_force(
    write: &Write<'_>,
    done: &Done,
    table: Table,
    number: i64,
) -> Result<(), StoreError> {
    let is_ours: bool = write
        .tx
        .prepare_cached(
            "SELECT EXISTS (
                 SELECT 1 FROM journal WHERE subject = ?1 AND number = ?2 AND field = 'uuid'
                 AND (act = 'undo' OR seq BETWEEN ?3 AND ?4))",
        )?
        .query_row(params![table.name(), number, done.first, done.last], |row| row.get(0))?;
    if is_ours { Ok(()) } else { Err(built_on()) }
}

/// The fields of a table that the act changed.
pub(super) fn changes(write: &Write<'_>, done: &Done, table: Table) -> Result<Vec<Change>, StoreError> {
    let mut statement = write.tx.prepare_cached(
        "SELECT number, field, old FROM journal WHERE seq BETWEEN ?1 AND ?2 AND subject = ?3 ORDER BY seq",
    )?;
    let rows = statement.query_map(params![done.first, done.last, table.name()], |row| {
        Ok(Change { number: row.get(0)?, field: row.get(1)?, old: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives the fields of the rows that the act changed their values from before it.
pub(super) fn restore(
    write: &mut Write<'_>,
    done: &Done,
    table: Table,
    fields: &[&'static str],
) -> Result<(), StoreError> {
    for row in touched(write, done, table)? {
        restore_row(write, done, table, row.number, fields)?;
    }
    Ok(())
}

/// Gives the fields of a row that the act changed their values from before it.
pub(super) fn restore_row(
    write: &mut Write<'_>,
    done: &Done,
    table: Table,
    number: i64,
    fields: &[&'static str],
) -> Result<(), StoreError> {
    let changed = changes(write, done, table)?;
    let mut before: Vec<Field> = Vec::new();
    for field in fields {
        let change = changed.iter().find(|change| change.number == number && change.field == *field);
        let Some(change) = change else { continue };
        let is_number: bool = write
            .tx
            .prepare_cached("SELECT type = 'INTEGER' FROM pragma_table_info(?1) WHERE name = ?2")?
            .query_row([table.name(), *field], |row| row.get(0))?;
        let old = change.old.clone();
        let value = if is_number { int(old.and_then(|old| old.parse::<i64>().ok())) } else { text(old) };
        before.push((*field, value));
    }
    if before.is_empty() { Ok(()) } else { write.update(table, number, &before) }
}

fn call_of(write: &Write<'_>, done: &Done) -> Result<Option<CallId>, StoreError> {
    Ok(write
        .tx
        // The first line: where others were told of a free place, theirs stand after it.
        .prepare_cached("SELECT call FROM journal WHERE seq = ?1")?
        .query_row([done.first], |row| row.get::<_, Option<i64>>(0))?
        .map(CallId))
}

/// The rows of a table that the act made or changed, by number.
pub(super) fn touched(write: &Write<'_>, done: &Done, table: Table) -> Result<Vec<Touched>, StoreError> {
    let mut statement = write.tx.prepare_cached(
        "SELECT number, max(field = 'uuid') FROM journal
         WHERE seq BETWEEN ?1 AND ?2 AND subject = ?3 GROUP BY number ORDER BY number",
    )?;
    let rows = statement.query_map(params![done.first, done.last, table.name()], |row| {
        Ok(Touched { number: row.get(0)?, is_new: row.get(1)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn place_of(write: &Write<'_>, claim: i64) -> Result<i64, StoreError> {
    Ok(write
        .tx
        .prepare_cached("SELECT place FROM claims WHERE number = ?1")?
        .query_row([claim], |row| row.get(0))?)
}

/// A new hold ends; a renewed one is as it was before, with its former end and holder.
fn take_back_hold(write: &mut Write<'_>, done: &Done) -> Result<i64, StoreError> {
    let at = write.at;
    let mut place = 0;
    for claim in touched(write, done, Table::Claims)? {
        // What has ended stays ended, with its own end: others may have taken the place since.
        if !is_live(write, claim.number)? {
            continue;
        }
        place = place_of(write, claim.number)?;
        if claim.is_new {
            claims::end(write, claim.number, at, ClaimEnd::Undone)?;
        } else {
            restore_row(write, done, Table::Claims, claim.number, &["until_at", "child", "adviser"])?;
        }
    }
    Ok(place)
}

fn is_live(write: &Write<'_>, claim: i64) -> Result<bool, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT ended_at IS NULL AND (until_at IS NULL OR until_at > ?2) FROM claims WHERE number = ?1",
        )?
        .query_row([claim, write.at.timestamp_millis()], |row| row.get(0))?)
}

/// The offer is void, its places are free, its follow-ups gone, deviations that ended with it open again: as if it had not been, with both lines kept.
fn take_back_offer(write: &mut Write<'_>, done: &Done) -> Result<i64, StoreError> {
    let at = write.at;
    let mut number = 0;
    for offer in touched(write, done, Table::Offers)? {
        number = offer.number;
        write.update(Table::Offers, offer.number, &[("voided_at", moment(Some(at)))])?;
        let of_offer = super::answers::claims_of(write, OfferId(offer.number))?;
        for claim in of_offer {
            claims::end(write, claim, at, ClaimEnd::Undone)?;
        }
    }
    undo_follow_ups::give_back(write, done)?;
    take_back_knowledge(write, done)?;
    for ended in touched(write, done, Table::Deviations)? {
        if deviations::may_be_open(write, DeviationId(ended.number))? {
            let fields = ["state", "outcome", "offered_at", "closed_at"];
            restore_row(write, done, Table::Deviations, ended.number, &fields)?;
        }
    }
    Ok(number)
}

/// Whether parents and network may know the place is as it was before the offer, unless it was told anew since.
fn take_back_knowledge(write: &mut Write<'_>, done: &Done) -> Result<(), StoreError> {
    for call in touched(write, done, Table::Calls)? {
        let is_as_told: bool = write
            .tx
            .prepare_cached(
                "SELECT coalesce(c.may_be_known = j.new, 0) FROM calls c JOIN journal j
                 ON j.subject = 'calls' AND j.number = c.number AND j.field = 'may_be_known'
                 WHERE c.number = ?1 AND j.seq BETWEEN ?2 AND ?3",
            )?
            .query_row([call.number, done.first, done.last], |row| row.get(0))?;
        if is_as_told {
            restore_row(write, done, Table::Calls, call.number, &["may_be_known"])?;
        }
    }
    Ok(())
}

/// Refuses to let an answer be awaited again when the work has gone on: the call was closed, the children
/// arrived, or one of them has another offer.
fn check_not_gone_on(write: &Write<'_>, offer: OfferId) -> Result<(), StoreError> {
    let call: i64 = write
        .tx
        .prepare_cached("SELECT call FROM offers WHERE number = ?1")?
        .query_row([offer.0], |row| row.get(0))?;
    let filter = CallFilter::One(CallId(call));
    let calls = list::calls(&write.tx, filter)?;
    let (own, others): (Vec<_>, Vec<_>) =
        list::offers(&write.tx, filter)?.into_iter().partition(|other| other.id == offer);
    let children = own.into_iter().flat_map(|own| own.children);
    let has_other = calls.iter().any(|call| children.clone().any(|child| !needs_offer(call, &others, child)));
    let is_closed = calls.iter().any(|call| call.state == CallState::Closed);
    let has_arrived: bool = write
        .tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM claims WHERE offer = ?1 AND kind = 'placement')")?
        .query_row([offer.0], |row| row.get(0))?;
    if is_closed || has_other || has_arrived {
        return Err(built_on());
    }
    Ok(())
}

/// The offer awaits its answer again and has its places back, unless someone took one.
fn take_back_answer(write: &mut Write<'_>, done: &Done) -> Result<i64, StoreError> {
    let none = || text(None::<String>);
    let mut number = 0;
    for offer in touched(write, done, Table::Offers)? {
        number = offer.number;
        check_not_gone_on(write, OfferId(number))?;
        let fields = [("answer", none()), ("answer_reason", none()), ("answered_at", moment(None))];
        write.update(Table::Offers, offer.number, &fields)?;
        write.set_sensitive(Table::Offers, offer.number, "answer_note", None)?;
        write.set_sensitive(Table::Offers, offer.number, "answered_by", None)?;
    }
    let mut taken = Vec::new();
    for claim in touched(write, done, Table::Claims)? {
        taken.push(take_again(write, claim.number)?);
    }
    let at = write.at;
    for placement in touched(write, done, Table::Placements)? {
        write.update(Table::Placements, placement.number, &[("voided_at", moment(Some(at)))])?;
    }
    undo_follow_ups::settle_again(write, done)?;
    undo_follow_ups::give_back(write, done)?;
    for place in taken {
        freed::forget_place(write, place)?;
    }
    Ok(number)
}

/// Takes the place of an ended claim again, from now: what others did with it in between stays as it was.
fn take_again(write: &mut Write<'_>, claim: i64) -> Result<PlaceId, StoreError> {
    let place = place_of(write, claim)?;
    // A place above capacity may be closed by now.
    places::state_in_force(write, PlaceId(place))?.ok_or_else(built_on)?;
    make_room(write, place)?;
    let kept = ["place", "kind", "call", "child", "offer"];
    let sql = format!("SELECT {} FROM claims WHERE number = ?1", kept.join(", "));
    let mut fields: Vec<Field> = write.tx.prepare_cached(&sql)?.query_row([claim], |row| {
        kept.iter().enumerate().map(|(at, field)| Ok((*field, row.get(at)?))).collect()
    })?;
    fields.extend([("adviser", write.adviser_number()), ("from_at", moment(Some(write.at)))]);
    write.insert(Table::Claims, &fields)?;
    Ok(PlaceId(place))
}

/// Ends a lapsed hold in the way; refuses when a live claim is.
fn make_room(write: &mut Write<'_>, place: i64) -> Result<(), StoreError> {
    let in_the_way: Option<(i64, Option<i64>)> = write
        .tx
        .prepare_cached("SELECT number, until_at FROM claims WHERE place = ?1 AND ended_at IS NULL")?
        .query_row([place], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match in_the_way {
        None => Ok(()),
        Some((claim, Some(until))) if until <= write.at.timestamp_millis() => {
            let at = moment_if(Some(until))?.unwrap_or(write.at);
            claims::end(write, claim, at, ClaimEnd::Lapsed)
        }
        Some(_) => Err(built_on()),
    }
}
