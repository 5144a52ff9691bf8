//! From the accepted offer to the end of a stay: each child's placement is a row of its own.

use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension;

use super::claims;
use super::error::StoreError;
use super::freed;
use super::limits::{self, MAX_NAME, MAX_TEXT};
use super::list::{self, CallFilter};
use super::placement_rows as rows;
use super::places::end_follow_up;
use super::purchases;
use super::purge;
use super::read::moment_if;
use super::routine_steps;
use super::table::Table;
use super::write::{Field, Write, int, moment, text};
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, DecisionStatus};
use crate::domain::claim::{ClaimEnd, ClaimKind};
use crate::domain::command::Outcome;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use crate::domain::placement::{
    ARRIVAL_ASKED_AFTER, Placement, PlacementPlan, PlacementState, StayEnd, StayEnding, StayViews,
};
use crate::domain::refusal::{BadValue, Refusal, Stale};

/// The children of an offer that was just accepted are expected at their places.
pub(super) fn expect(write: &mut Write<'_>, call: &Call, offer: OfferId) -> Result<(), StoreError> {
    let at = write.at;
    for claim in claims_of(write, offer, ClaimKind::Offer)? {
        begin(write, call, offer, &claim, at)?;
    }
    Ok(())
}

/// A claim on a place with its child, and the measure it is.
struct Claimed {
    place: i64,
    child: i64,
    measure: String,
}

fn claims_of(write: &Write<'_>, offer: OfferId, kind: ClaimKind) -> Result<Vec<Claimed>, StoreError> {
    let mut statement = write.tx.prepare_cached(
        "SELECT min(c.place), c.child, u.kind FROM claims c
         JOIN places p ON p.number = c.place JOIN units u ON u.number = p.unit
         WHERE c.offer = ?1 AND c.kind = ?2 AND c.ended_at IS NULL AND c.child IS NOT NULL
         GROUP BY c.child ORDER BY c.child",
    )?;
    let found = statement.query_map((offer.0, kind.code()), |row| {
        Ok(Claimed { place: row.get(0)?, child: row.get(1)?, measure: row.get(2)? })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn begin(
    write: &mut Write<'_>,
    call: &Call,
    offer: OfferId,
    claim: &Claimed,
    accepted_at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    write.insert(
        Table::Placements,
        &[
            ("call", int(Some(call.id.0))),
            ("child", int(Some(claim.child))),
            ("place", int(Some(claim.place))),
            ("offer", int(Some(offer.0))),
            ("adviser", write.adviser_number()),
            ("basis", text(call.basis.map(BasisCode::code))),
            ("decision", text(call.decision.map(DecisionStatus::code))),
            ("measure", text(Some(claim.measure.as_str()))),
            ("accepted_at", moment(Some(accepted_at))),
        ],
    )
}

/// Agrees on a journey and an arrival.
pub(super) fn plan(write: &mut Write<'_>, plan: &PlacementPlan) -> Result<Outcome, StoreError> {
    let (offer, call) = expected_offer(write, plan.offer)?;
    let expected = expected_of(write, offer)?;
    let driver = limits::kept("driver", plan.driver.as_deref(), MAX_TEXT)?;
    let medicines = limits::kept("medicines", plan.medicines.as_deref(), MAX_TEXT)?;
    let night_number = limits::kept("night_number", plan.night_number.as_deref(), MAX_NAME)?;
    limits::check_near(plan.leaves_at, write.at)?;
    limits::check_near(plan.expected_at, write.at)?;
    limits::check_lately(plan.unit_told_at, write.at)?;
    let known = expected.first();
    let leaves = plan.leaves_at.or(known.and_then(|known| known.leaves_at));
    let expected_at = plan.expected_at.or(known.and_then(|known| known.expected_at));
    if let (Some(leaves), Some(arrives)) = (leaves, expected_at) {
        limits::check_not_before(arrives, leaves)?;
    }
    write.about_call(Some(call));
    let times = [
        ("leaves_at", plan.leaves_at),
        ("expected_at", plan.expected_at),
        ("unit_told_at", plan.unit_told_at),
    ];
    let fields: Vec<Field> =
        times.into_iter().filter(|(_, at)| at.is_some()).map(|(field, at)| (field, moment(at))).collect();
    for placement in &expected {
        let number = placement.id.0;
        if !fields.is_empty() {
            write.update(Table::Placements, number, &fields)?;
        }
        let words = [
            ("driver", plan.driver.is_some(), driver),
            ("medicines", plan.medicines.is_some(), medicines),
            ("night_number", plan.night_number.is_some(), night_number),
        ];
        for (field, _, value) in words.into_iter().filter(|(_, is_told, _)| *is_told) {
            write.set_sensitive(Table::Placements, number, field, value)?;
        }
    }
    if let Some(at) = plan.expected_at {
        ask_arrival(write, call, offer, at)?;
    }
    Ok(Outcome::Planned { offer, expected_at })
}

/// Whether the child has arrived is asked an hour after it was expected; a later plan moves that.
fn ask_arrival(
    write: &mut Write<'_>,
    call: CallId,
    offer: OfferId,
    expected_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let due = ("due_at", moment(Some(expected_at + ARRIVAL_ASKED_AFTER)));
    if let Some(open) = open_of(write, offer, FollowUpKind::Arrival)?.first() {
        return write.update(Table::FollowUps, *open, &[due]);
    }
    let fields = [
        ("kind", text(Some(FollowUpKind::Arrival.code()))),
        ("call", int(Some(call.0))),
        ("offer", int(Some(offer.0))),
        ("adviser", write.adviser_number()),
        due,
    ];
    write.insert(Table::FollowUps, &fields).map(drop)
}

pub(super) fn open_of(write: &Write<'_>, offer: OfferId, kind: FollowUpKind) -> Result<Vec<i64>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT number FROM follow_ups WHERE offer = ?1 AND kind = ?2 AND ended_at IS NULL ORDER BY number",
        )?
        .query_map((offer.0, kind.code()), |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// Whether an offer was accepted and its children have not arrived.
pub(super) fn is_expected(write: &Write<'_>, offer: OfferId) -> Result<bool, StoreError> {
    match expected_offer(write, offer) {
        Ok(_) => Ok(true),
        Err(StoreError::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// An offer whose children are expected, and its call.
fn expected_offer(write: &Write<'_>, offer: OfferId) -> Result<(OfferId, CallId), StoreError> {
    let call: i64 = write
        .tx
        .prepare_cached("SELECT call FROM offers WHERE number = ?1 AND voided_at IS NULL")?
        .query_row([offer.0], |row| row.get(0))
        .optional()?
        .ok_or(Refusal::UnknownOffer(offer))?;
    let found = list::offers(&write.tx, CallFilter::One(CallId(call)))?;
    match found.iter().find(|found| found.id == offer) {
        Some(found) if found.is_expected() => Ok((offer, CallId(call))),
        _ => Err(Refusal::Stale(Stale::NotExpected(offer)).into()),
    }
}

/// The placements of an offer whose children are expected. An offer accepted before there were placements gets its
/// rows now.
fn expected_of(write: &mut Write<'_>, offer: OfferId) -> Result<Vec<Placement>, StoreError> {
    let is_expected = |placement: &Placement| placement.state() == PlacementState::Expected;
    let mut known: Vec<Placement> =
        rows::of_offer(&write.tx, offer)?.into_iter().filter(is_expected).collect();
    if known.is_empty() {
        catch_up(write, offer, ClaimKind::Offer)?;
        known = rows::of_offer(&write.tx, offer)?.into_iter().filter(is_expected).collect();
    }
    Ok(known)
}

/// Makes the rows of an offer from before there were placements. When its children arrived stands in the journal.
fn catch_up(write: &mut Write<'_>, offer: OfferId, kind: ClaimKind) -> Result<(), StoreError> {
    let call: i64 = write
        .tx
        .prepare_cached("SELECT call FROM offers WHERE number = ?1")?
        .query_row([offer.0], |row| row.get(0))?;
    let call = CallId(call);
    let answered_at = list::offers(&write.tx, CallFilter::One(call))?
        .into_iter()
        .find(|found| found.id == offer)
        .and_then(|found| found.answered_at);
    let accepted_at = answered_at.unwrap_or(write.at);
    let found = list::calls(&write.tx, CallFilter::One(call))?.pop().ok_or(Refusal::UnknownCall(call))?;
    let own = write.call();
    write.about_call(Some(call));
    for claim in claims_of(write, offer, kind)? {
        let number = begin(write, &found, offer, &claim, accepted_at)?;
        if kind == ClaimKind::Placement {
            let arrived_at = moment(Some(journalled_arrival(write, offer)?.unwrap_or(accepted_at)));
            write.update(Table::Placements, number, &[("arrived_at", arrived_at)])?;
        }
    }
    write.about_call(own);
    Ok(())
}

fn journalled_arrival(write: &Write<'_>, offer: OfferId) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at: Option<i64> = write
        .tx
        .prepare_cached(
            "SELECT min(j.at) FROM journal j JOIN claims c ON c.number = j.number
             WHERE j.subject = 'claims' AND j.field = 'kind' AND j.new = 'placement' AND c.offer = ?1",
        )?
        .query_row([offer.0], |row| row.get(0))?;
    moment_if(at)
}

/// The children of an accepted offer have arrived: their claims become placements. Who lived at another place has
/// moved.
pub(super) fn arrive(
    write: &mut Write<'_>,
    offer: OfferId,
    at: Option<DateTime<Utc>>,
) -> Result<CallId, StoreError> {
    let (offer, call) = expected_offer(write, offer)?;
    limits::check_lately(at, write.at)?;
    write.about_call(Some(call));
    let expected = expected_of(write, offer)?;
    let arrived_at = at.unwrap_or(write.at);
    let found = list::calls(&write.tx, CallFilter::One(call))?.pop().ok_or(Refusal::UnknownCall(call))?;
    for placement in &expected {
        limits::check_not_before(arrived_at, placement.accepted_at)?;
        if let Some(lived) = lived_by(write, placement.child)? {
            if let Some(before) = lived.arrived_at {
                limits::check_not_before(arrived_at, before)?;
            }
            end_stay(write, &lived, StayEnd::PlannedMove, arrived_at)?;
        }
        // Figures count what held at placement, and that is now.
        let fields = [
            ("arrived_at", moment(Some(arrived_at))),
            ("basis", text(found.basis.map(BasisCode::code))),
            ("decision", text(found.decision.map(DecisionStatus::code))),
        ];
        write.update(Table::Placements, placement.id.0, &fields)?;
    }
    let claims: Vec<i64> = write
        .tx
        .prepare_cached("SELECT number FROM claims WHERE offer = ?1 AND kind = 'offer' AND ended_at IS NULL ORDER BY number")?
        .query_map([offer.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for claim in claims {
        write.update(Table::Claims, claim, &[("kind", text(Some(ClaimKind::Placement.code())))])?;
    }
    for open in open_of(write, offer, FollowUpKind::Arrival)? {
        end_follow_up(write, open, FollowUpEnd::Done)?;
    }
    Ok(call)
}

/// An accepted offer comes to nothing: its places are free, and the children have none again.
pub(super) fn fall_through(
    write: &mut Write<'_>,
    offer: OfferId,
    reason: &str,
) -> Result<Outcome, StoreError> {
    let (offer, call) = expected_offer(write, offer)?;
    let reason = limits::required("reason", reason, MAX_TEXT)?;
    write.about_call(Some(call));
    let at = write.at;
    for placement in expected_of(write, offer)? {
        write.update(Table::Placements, placement.id.0, &[("cancelled_at", moment(Some(at)))])?;
    }
    let withdrawn = crate::domain::offer::Answer::Withdrawn.code();
    write.update(
        Table::Offers,
        offer.0,
        &[("answer", text(Some(withdrawn))), ("answered_at", moment(Some(at)))],
    )?;
    write.set_sensitive(Table::Offers, offer.0, "answer_note", Some(reason))?;
    let mut places = Vec::new();
    for claim in super::answers::claims_of(write, offer)? {
        places.push(claims::place_of(write, claim)?);
        claims::end(write, claim, at, ClaimEnd::Withdrawn)?;
    }
    let open: Vec<i64> = write
        .tx
        .prepare_cached(
            "SELECT number FROM follow_ups WHERE call = ?1 AND ended_at IS NULL AND offer = ?2 ORDER BY number",
        )?
        .query_map((call.0, offer.0), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for number in open {
        end_follow_up(write, number, FollowUpEnd::Dropped)?;
    }
    routine_steps::drop_tasks(write, call)?;
    purchases::drop_papers(write, call)?;
    for place in places {
        freed::tell(write, place, Some(call))?;
    }
    Ok(Outcome::FellThrough { offer, call })
}

/// Ends a child's stay.
pub(super) fn end(write: &mut Write<'_>, ending: &StayEnding) -> Result<Outcome, StoreError> {
    let note = limits::kept("note", ending.note.as_deref(), MAX_TEXT)?;
    if note.is_none() && ending.end.needs_reason() {
        return Err(Refusal::BadValue(BadValue::TextMissing("note")).into());
    }
    let stay = stay_of(write, ending.child)?;
    limits::check_not_to_come(ending.at, write.at)?;
    let at = ending.at.unwrap_or(write.at);
    if let Some(arrived) = stay.arrived_at {
        limits::check_not_before(at, arrived)?;
    }
    write.about_call(Some(stay.call));
    // What was told of the call may be erased by now: the end is recorded all the same, without words.
    if purge::erased_at(&write.tx, stay.call)?.is_none() {
        write.set_sensitive(Table::Placements, stay.id.0, "end_note", note)?;
    }
    let fits = end_stay(write, &stay, ending.end, at)?;
    let days = stay.arrived_at.map(|arrived| (at - arrived).num_days());
    Ok(Outcome::StayEnded { child: ending.child, place: stay.place, days, fits })
}

/// The stay a child is in, or why there is none.
fn stay_of(write: &mut Write<'_>, child: ChildId) -> Result<Placement, StoreError> {
    let known: bool = write
        .tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM children WHERE number = ?1)")?
        .query_row([child.0], |row| row.get(0))?;
    if !known {
        return Err(super::children::unknown(child).into());
    }
    if let Some(stay) = lived_by(write, child)? {
        return Ok(stay);
    }
    let is_expected = |placement: &Placement| placement.state() == PlacementState::Expected;
    let waits = rows::of_child(&write.tx, child)?.iter().any(is_expected);
    Err(Refusal::Stale(if waits { Stale::NotArrived(child) } else { Stale::NoStay(child) }).into())
}

/// The stay a child is in, if it is in one; one from before there were placements gets its row now.
fn lived_by(write: &mut Write<'_>, child: ChildId) -> Result<Option<Placement>, StoreError> {
    let is_lived = |placement: &Placement| placement.state() == PlacementState::Living;
    let known = rows::of_child(&write.tx, child)?.into_iter().find(is_lived);
    if known.is_some() {
        return Ok(known);
    }
    let Some(offer) = offer_lived_by(write, child)? else { return Ok(None) };
    catch_up(write, offer, ClaimKind::Placement)?;
    Ok(rows::of_child(&write.tx, child)?.into_iter().find(is_lived))
}

fn offer_lived_by(write: &Write<'_>, child: ChildId) -> Result<Option<OfferId>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT offer FROM claims
             WHERE call = (SELECT call FROM children WHERE number = ?1) AND child = ?1 AND kind = 'placement' AND ended_at IS NULL AND offer IS NOT NULL",
        )?
        .query_row([child.0], |row| row.get(0))
        .optional()?
        .map(OfferId))
}

/// Ends a stay and frees its places; the open calls they fit, by referral.
fn end_stay(
    write: &mut Write<'_>,
    stay: &Placement,
    end: StayEnd,
    at: DateTime<Utc>,
) -> Result<Vec<CallId>, StoreError> {
    write.about_call(Some(stay.call));
    let ended = [("ended_at", moment(Some(at))), ("end_kind", text(Some(end.code())))];
    write.update(Table::Placements, stay.id.0, &ended)?;
    let ended: Vec<(i64, i64)> = write
        .tx
        .prepare_cached(
            "SELECT number, place FROM claims WHERE child = ?1 AND kind = 'placement' AND ended_at IS NULL
             AND offer = ?2 ORDER BY number",
        )?
        .query_map([stay.child.0, stay.offer.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let now = write.at;
    let mut fits = Vec::new();
    for (claim, place) in ended {
        // The place is free from now, however long ago the child left: others could not have had it before.
        claims::end(write, claim, now, ClaimEnd::Ended)?;
        for call in freed::tell(write, PlaceId(place), Some(stay.call))? {
            if !fits.contains(&call) {
                fits.push(call);
            }
        }
    }
    Ok(fits)
}

/// Writes down what child and parents say of a stay, while it lasts or after it.
pub(super) fn evaluate(write: &mut Write<'_>, views: &StayViews) -> Result<Outcome, StoreError> {
    let child = views.child;
    let child_view = limits::kept("child_view", views.child_view.as_deref(), MAX_TEXT)?;
    let parents_view = limits::kept("parents_view", views.parents_view.as_deref(), MAX_TEXT)?;
    let has_lived = |placement: &Placement| placement.arrived_at.is_some();
    let newest = rows::of_child(&write.tx, child)?.into_iter().rfind(has_lived);
    let stay = match newest {
        Some(stay) => stay,
        None => stay_of(write, child)?,
    };
    write.about_call(Some(stay.call));
    let told = [
        ("child_view", views.child_view.is_some(), child_view),
        ("parents_view", views.parents_view.is_some(), parents_view),
    ];
    if told.iter().all(|(_, is_told, _)| !is_told) {
        return Err(Refusal::BadValue(BadValue::TextMissing("child_view")).into());
    }
    for (field, _, value) in told.into_iter().filter(|(_, is_told, _)| *is_told) {
        write.set_sensitive(Table::Placements, stay.id.0, field, value)?;
    }
    Ok(Outcome::Evaluated { child })
}
