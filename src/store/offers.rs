//! Giving an offer: the match is judged on what the database says at that moment, and its facts are kept with it.

use chrono::TimeDelta;
use rusqlite::OptionalExtension;

use super::claims::{self, Offerable, Taking, check_not_taken, offerable_call, too_few_for_double, unit_of};
use super::error::StoreError;
use super::limits::{self, MAX_TEXT};
use super::open::Reference;
use super::places::end_follow_up;
use super::read::coded_if;
use super::table::Table;
use super::write::{Field, Write, int, moment, text};
use super::{children, deviations, list, purge, settings};
use crate::domain::claim::ClaimKind;
use crate::domain::command::{OfferCompletion, OfferDraft, Outcome};
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use crate::domain::matching::{Fact, Offerable as List, Request, match_place, places_for};
use crate::domain::offer::{Answer, Clearance};
use crate::domain::refusal::{NotOfferable, Refusal, Stale};
use crate::domain::siblings::{needs_offer, request_for_these};

/// Offers a place to a call: for the children named, or for those who have none.
pub(super) fn give(
    write: &mut Write<'_>,
    draft: &OfferDraft,
    reference: &Reference,
) -> Result<Outcome, StoreError> {
    let texts = [
        ("why", draft.why.as_deref()),
        ("child_view", draft.child_view.as_deref()),
        ("travel_time", draft.travel_time.as_deref()),
        ("cleared_with", draft.cleared_with.as_deref()),
    ];
    for (field, value) in texts {
        limits::kept(field, value, MAX_TEXT)?;
    }
    limits::check_lately(draft.cleared_at, write.at)?;
    let why = limits::kept("why", draft.why.as_deref(), MAX_TEXT)?;

    let offerable = offerable_call(write, draft.call)?;
    let children = children_of(&offerable, &draft.children)?;
    let call = draft.call;
    write.about_call(Some(call));
    let (unit, places) = unit_of(write, draft.place)?;
    let named =
        places.iter().find(|place| place.id == draft.place).ok_or(Refusal::UnknownPlace(draft.place))?;
    check_not_taken(named, call, write.at)?;

    let rules = settings::rules(&write.tx)?;
    let point_of = |number| reference.points.get(&number).copied();
    let request = Request {
        counts_double: draft.counts_double,
        ..request_for_these(&offerable.call, &children, point_of(offerable.call.municipality))
    };
    let list = List { units: std::slice::from_ref(&unit), places: &places, fresh_hours: rules.fresh_hours };
    let found = match_place(&request, &list, draft.place, point_of, write.at)
        .ok_or(Refusal::UnknownPlace(draft.place))?;
    if found.facts.iter().any(|fact| matches!(fact, Fact::TooFewForDouble { .. })) {
        return Err(too_few_for_double(&places, call, write.at).into());
    }
    if !found.fits() && why.is_none() {
        let blockers = found.facts.into_iter().filter(Fact::is_blocker).collect();
        return Err(Refusal::ReasonNeeded { place: draft.place, call, blockers }.into());
    }

    let taken = places_for(&places, draft.place, call, request.places(), write.at);
    let number = write.insert(
        Table::Offers,
        &[
            ("call", int(Some(call.0))),
            ("place", int(Some(draft.place.0))),
            ("adviser", write.adviser_number()),
            ("at", moment(Some(write.at))),
            ("km", int(found.km)),
            ("clearance", text(Some(draft.clearance.code()))),
            ("cleared_at", moment(draft.cleared_at)),
            ("may_be_known", int(draft.may_be_known)),
            ("counts_double", int(draft.counts_double.then_some(true))),
        ],
    )?;
    let offer = OfferId(number);
    let facts = serde_json::to_string(&found.facts).map_err(|error| StoreError::Value(error.to_string()))?;
    write.set_sensitive(Table::Offers, number, "facts", Some(&facts))?;
    for (field, value) in texts {
        let value = limits::kept(field, value, MAX_TEXT)?;
        write.set_sensitive(Table::Offers, number, field, value)?;
    }
    if draft.may_be_known.is_some() {
        write.update(Table::Calls, call.0, &[("may_be_known", int(draft.may_be_known))])?;
    }

    // With a typed reason an offer may be for those of a group whom the unit has room for.
    // A child that counts double has a claim on each of its places.
    for (place, child) in taken.into_iter().zip(children.iter().cycle()) {
        let taking = Taking { kind: ClaimKind::Offer, call, child: *child, offer: Some(offer), until: None };
        claims::take(write, place, &taking)?;
        deviations::offered(write, &offerable.call, *child, unit.kind)?;
    }

    let later = TimeDelta::minutes(rules.call_back_minutes);
    let is_stale = found.facts.iter().any(|fact| matches!(fact, Fact::Stale { .. }));
    let open = [
        (FollowUpKind::OfferAnswer, true),
        (FollowUpKind::OfferReason, why.is_none()),
        (FollowUpKind::ConfirmPlace, is_stale),
        (FollowUpKind::ClearWithMeasure, draft.clearance == Clearance::NotYet),
    ];
    for (kind, _) in open.into_iter().filter(|(_, is_needed)| *is_needed) {
        follow_up(write, kind, call, offer, draft.place, later)?;
    }

    let response_minutes =
        offerable.call.received_at.map(|received| (write.at - received).num_minutes().max(0));
    Ok(Outcome::Offered { offer, call, place: draft.place, response_minutes })
}

/// Whom an offer is for: the children named, each of them without an open offer, or those whose turn it is.
fn children_of(offerable: &Offerable, named: &[ChildId]) -> Result<Vec<ChildId>, StoreError> {
    if named.is_empty() {
        return Ok(offerable.children.clone());
    }
    let call = &offerable.call;
    if let Some(unknown) = named.iter().find(|child| call.children.iter().all(|known| known.id != **child)) {
        return Err(children::unknown(*unknown).into());
    }
    if named.iter().any(|child| !needs_offer(call, &offerable.offers, *child)) {
        return Err(Refusal::NotOfferable { call: call.id, why: NotOfferable::EveryChildHasOffer }.into());
    }
    // In the order told, and each once.
    Ok(call.children.iter().map(|child| child.id).filter(|child| named.contains(child)).collect())
}

/// Fills in what an offer was given without. What is none stays as it is; what is empty is removed, but for the
/// reason, which an offer cannot do without.
pub(super) fn complete(write: &mut Write<'_>, given: &OfferCompletion) -> Result<Outcome, StoreError> {
    let offer = given.offer;
    let (call, place, answer, is_void, was_cleared): (i64, i64, Option<String>, bool, bool) = write
        .tx
        .prepare_cached(
            "SELECT call, place, answer, voided_at IS NOT NULL, clearance = 'cleared' FROM offers WHERE number = ?1",
        )?
        .query_row([offer.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?
        .ok_or(Refusal::UnknownOffer(offer))?;
    if is_void {
        return Err(Refusal::Stale(Stale::Voided(offer)).into());
    }
    if coded_if(answer, Answer::from_code)?.is_some_and(|answer| answer != Answer::Accepted) {
        return Err(Refusal::Stale(Stale::Answered(offer)).into());
    }
    let call = CallId(call);
    purge::check_not_erased(&write.tx, Some(call))?;
    limits::check_lately(given.cleared_at, write.at)?;
    write.about_call(Some(call));

    let why = limits::kept("why", given.why.as_deref(), MAX_TEXT)?;
    if why.is_some() {
        write.set_sensitive(Table::Offers, offer.0, "why", why)?;
        end_those(write, offer, FollowUpKind::OfferReason)?;
    }
    let texts = [
        ("child_view", given.child_view.as_deref()),
        ("travel_time", given.travel_time.as_deref()),
        ("cleared_with", given.cleared_with.as_deref()),
    ];
    for (field, value) in texts {
        if value.is_some() {
            let value = limits::kept(field, value, MAX_TEXT)?;
            write.set_sensitive(Table::Offers, offer.0, field, value)?;
        }
    }
    let mut fields: Vec<Field> = Vec::new();
    if let Some(clearance) = given.clearance {
        fields.push(("clearance", text(Some(clearance.code()))));
    }
    if given.cleared_at.is_some() {
        fields.push(("cleared_at", moment(given.cleared_at)));
    }
    if given.may_be_known.is_some() {
        let known = ("may_be_known", int(given.may_be_known));
        if list::open_call(&write.tx, call).is_ok() {
            write.update(Table::Calls, call.0, std::slice::from_ref(&known))?;
        }
        fields.push(known);
    }
    if !fields.is_empty() {
        write.update(Table::Offers, offer.0, &fields)?;
    }
    match given.clearance {
        Some(Clearance::Cleared) => end_those(write, offer, FollowUpKind::ClearWithMeasure)?,
        // The measure's yes was written down by mistake: it is to be asked for again.
        Some(Clearance::NotYet) if was_cleared => {
            let later = TimeDelta::minutes(settings::rules(&write.tx)?.call_back_minutes);
            follow_up(write, FollowUpKind::ClearWithMeasure, call, offer, PlaceId(place), later)?;
        }
        _ => {}
    }
    Ok(Outcome::OfferCompleted { offer, call })
}

/// Ends the open follow-ups of a kind about an offer: they are done.
fn end_those(write: &mut Write<'_>, offer: OfferId, kind: FollowUpKind) -> Result<(), StoreError> {
    let open: Vec<i64> = write
        .tx
        .prepare_cached("SELECT number FROM follow_ups WHERE offer = ?1 AND kind = ?2 AND ended_at IS NULL")?
        .query_map((offer.0, kind.code()), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for number in open {
        end_follow_up(write, number, FollowUpEnd::Done)?;
    }
    Ok(())
}

fn follow_up(
    write: &mut Write<'_>,
    kind: FollowUpKind,
    call: CallId,
    offer: OfferId,
    place: PlaceId,
    later: TimeDelta,
) -> Result<(), StoreError> {
    write.insert(
        Table::FollowUps,
        &[
            ("kind", text(Some(kind.code()))),
            ("call", int(Some(call.0))),
            ("offer", int(Some(offer.0))),
            ("place", int(Some(place.0))),
            ("adviser", write.adviser_number()),
            ("due_at", moment(Some(write.at + later))),
        ],
    )?;
    Ok(())
}
