//! Giving an offer: the match is judged on what the database says at that moment, and its facts are kept with it.

use chrono::TimeDelta;

use super::claims::{self, Taking, check_not_taken, offerable_call, places_for, unit_of};
use super::error::StoreError;
use super::open::Reference;
use super::settings;
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::claim::ClaimKind;
use crate::domain::command::{OfferCompletion, OfferDraft, Outcome};
use crate::domain::follow_up::FollowUpKind;
use crate::domain::ids::{CallId, OfferId, PlaceId};
use crate::domain::matching::{Fact, Offerable as List, match_place};
use crate::domain::offer::Clearance;
use crate::domain::refusal::{BadValue, Refusal};
use crate::domain::siblings::request_for;

/// Longest text of an offer's field, in characters.
const MAX_TEXT: usize = 500;

/// Offers a place to a call, for its children who have none.
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
    if let Some((field, _)) =
        texts.iter().find(|(_, value)| value.is_some_and(|value| value.chars().count() > MAX_TEXT))
    {
        return Err(Refusal::BadValue(BadValue::TooLong { field, limit: MAX_TEXT }).into());
    }
    let why = draft.why.as_deref().map(str::trim).filter(|why| !why.is_empty());

    let offerable = offerable_call(write, draft.call)?;
    let call = draft.call;
    write.about_call(Some(call));
    let (unit, places) = unit_of(write, draft.place)?;
    let named =
        places.iter().find(|place| place.id == draft.place).ok_or(Refusal::UnknownPlace(draft.place))?;
    check_not_taken(named, call, write.at)?;

    let rules = settings::rules(&write.tx)?;
    let point_of = |number| reference.points.get(&number).copied();
    let request = request_for(&offerable.call, &offerable.offers, point_of(offerable.call.municipality));
    let list = List { units: std::slice::from_ref(&unit), places: &places, fresh_hours: rules.fresh_hours };
    let found = match_place(&request, &list, draft.place, point_of, write.at)
        .ok_or(Refusal::UnknownPlace(draft.place))?;
    if !found.fits() && why.is_none() {
        let blockers = found.facts.into_iter().filter(Fact::is_blocker).collect();
        return Err(Refusal::ReasonNeeded { place: draft.place, call, blockers }.into());
    }

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
        ],
    )?;
    let offer = OfferId(number);
    let facts = serde_json::to_string(&found.facts).map_err(|error| StoreError::Value(error.to_string()))?;
    write.set_sensitive(Table::Offers, number, "facts", Some(&facts))?;
    for (field, value) in texts {
        let value = value.map(str::trim).filter(|value| !value.is_empty());
        write.set_sensitive(Table::Offers, number, field, value)?;
    }

    // With a typed reason an offer may be for those of a group whom the unit has room for.
    let taken = places_for(&places, draft.place, call, offerable.children.len(), write.at);
    for (place, child) in taken.into_iter().zip(&offerable.children) {
        let taking = Taking { kind: ClaimKind::Offer, call, child: *child, offer: Some(offer), until: None };
        claims::take(write, place, &taking)?;
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

/// Fills in what an offer was given without.
pub(super) fn complete(_: &mut Write<'_>, _: &OfferCompletion) -> Result<Outcome, StoreError> {
    Err(StoreError::Value("not there yet".to_owned()))
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
