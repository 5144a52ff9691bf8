//! Claims on places: hold and release, and what offers need of them. The unique index on live claims is the last
//! word; the checks before it are there to say who has the place.

use chrono::{DateTime, TimeDelta, Utc};

use super::board;
use super::error::StoreError;
use super::freed;
use super::list::{self, CallFilter};
use super::settings;
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::call::{Call, CallKind, CallState};
use crate::domain::claim::{Claim, ClaimEnd, ClaimKind};
use crate::domain::command::Outcome;
use crate::domain::ids::{CallId, ChildId, OfferId, PlaceId, UnitId};
use crate::domain::matching::places_for;
use crate::domain::offer::Offer;
use crate::domain::refusal::{NotOfferable, Refusal, Stale};
use crate::domain::siblings::children_to_place;
use crate::domain::unit::{Place, Unit};

/// A call that can be offered places, with its offers.
pub(super) struct Offerable {
    pub(super) call: Call,
    pub(super) offers: Vec<Offer>,
    /// Whom an offer now would be for; never empty.
    pub(super) children: Vec<ChildId>,
}

/// The call, if something can be offered to it.
pub(super) fn offerable_call(write: &Write<'_>, call: CallId) -> Result<Offerable, StoreError> {
    let filter = CallFilter::One(call);
    let found = list::calls(&write.tx, filter)?.pop().ok_or(Refusal::UnknownCall(call))?;
    if found.state == CallState::Closed {
        return Err(Refusal::Closed { call }.into());
    }
    if found.kind == CallKind::Consultation {
        return Err(Refusal::NotOfferable { call, why: NotOfferable::Consultation }.into());
    }
    let offers = list::offers(&write.tx, filter)?;
    let children = children_to_place(&found, &offers);
    if children.is_empty() {
        return Err(Refusal::NotOfferable { call, why: NotOfferable::EveryChildHasOffer }.into());
    }
    Ok(Offerable { call: found, offers, children })
}

/// The unit of a place, with all its places.
pub(super) fn unit_of(write: &Write<'_>, place: PlaceId) -> Result<(Unit, Vec<Place>), StoreError> {
    use rusqlite::OptionalExtension as _;
    let unit: i64 = write
        .tx
        .prepare_cached("SELECT unit FROM places WHERE number = ?1")?
        .query_row([place.0], |row| row.get(0))
        .optional()?
        .ok_or(Refusal::UnknownPlace(place))?;
    let unit = UnitId(unit);
    Ok((board::unit_by_number(&write.tx, unit)?, board::places(&write.tx, Some(unit))?))
}

/// Refuses a place that someone else has, or that this call was offered already; tells who, when, for which call.
pub(super) fn check_not_taken(place: &Place, call: CallId, now: DateTime<Utc>) -> Result<(), Refusal> {
    match place.live_claim(now) {
        Some(claim) if !is_own_hold(claim, call) => Err(taken(claim)),
        _ => Ok(()),
    }
}

fn taken(claim: &Claim) -> Refusal {
    let (by, at, until) = (claim.by.clone(), claim.from, claim.until);
    Refusal::Taken { place: claim.place, by, at, until, call: claim.call }
}

/// Why a unit has not the places that children who count double take: another call was quicker, or it has no more.
pub(super) fn too_few_for_double(places: &[Place], call: CallId, now: DateTime<Utc>) -> Refusal {
    let claims = places.iter().filter_map(|place| place.live_claim(now));
    let others = claims.filter(|claim| claim.call != call && claim.kind != ClaimKind::Placement);
    others
        .max_by_key(|claim| claim.from)
        .map_or(Refusal::NotOfferable { call, why: NotOfferable::TooFewForDouble }, taken)
}

fn is_own_hold(claim: &Claim, call: CallId) -> bool {
    claim.kind == ClaimKind::Hold && claim.call == call
}

/// What a place is taken for.
pub(super) struct Taking {
    pub(super) kind: ClaimKind,
    pub(super) call: CallId,
    pub(super) child: ChildId,
    pub(super) offer: Option<OfferId>,
    pub(super) until: Option<DateTime<Utc>>,
}

/// Takes a place: an own hold grows, a lapsed one is ended first, else a new claim begins.
pub(super) fn take(write: &mut Write<'_>, place: &Place, taking: &Taking) -> Result<(), StoreError> {
    let fields = [
        ("kind", text(Some(taking.kind.code()))),
        ("child", int(Some(taking.child.0))),
        ("offer", int(taking.offer.map(|offer| offer.0))),
        ("until_at", moment(taking.until)),
        ("adviser", write.adviser_number()),
    ];
    match &place.claim {
        Some(claim) if claim.is_live(write.at) => {
            write.update(Table::Claims, claim.id.0, &fields)?;
            return forget(write, place.id, taking.kind);
        }
        Some(lapsed) => end(write, lapsed.id.0, lapsed.until.unwrap_or(write.at), ClaimEnd::Lapsed)?,
        None => {}
    }
    let begin = [
        ("place", int(Some(place.id.0))),
        ("call", int(Some(taking.call.0))),
        ("from_at", moment(Some(write.at))),
    ];
    write.insert(Table::Claims, &begin.into_iter().chain(fields).collect::<Vec<_>>())?;
    forget(write, place.id, taking.kind)
}

/// A place that is only held may be free again in a quarter of an hour.
fn forget(write: &mut Write<'_>, place: PlaceId, kind: ClaimKind) -> Result<(), StoreError> {
    if kind == ClaimKind::Hold { Ok(()) } else { freed::forget_place(write, place) }
}

/// The place a claim is on.
pub(super) fn place_of(write: &Write<'_>, claim: i64) -> Result<PlaceId, StoreError> {
    Ok(PlaceId(
        write
            .tx
            .prepare_cached("SELECT place FROM claims WHERE number = ?1")?
            .query_row([claim], |row| row.get(0))?,
    ))
}

/// Ends a claim.
pub(super) fn end(
    write: &mut Write<'_>,
    claim: i64,
    at: DateTime<Utc>,
    reason: ClaimEnd,
) -> Result<(), StoreError> {
    write.update(
        Table::Claims,
        claim,
        &[("ended_at", moment(Some(at))), ("end_reason", text(Some(reason.code())))],
    )
}

/// Holds a place for a call; again by the same call renews it. A group holds a place a child.
pub(super) fn hold(write: &mut Write<'_>, call: CallId, place: PlaceId) -> Result<Outcome, StoreError> {
    let offerable = offerable_call(write, call)?;
    write.about_call(Some(call));
    let (_, places) = unit_of(write, place)?;
    let named = places.iter().find(|candidate| candidate.id == place).ok_or(Refusal::UnknownPlace(place))?;
    check_not_taken(named, call, write.at)?;
    let rules = settings::rules(&write.tx)?;
    let until = write.at + TimeDelta::seconds(rules.hold_seconds);
    for (place, child) in places_for(&places, place, call, offerable.children.len(), write.at)
        .into_iter()
        .zip(&offerable.children)
    {
        let taking = Taking { kind: ClaimKind::Hold, call, child: *child, offer: None, until: Some(until) };
        take(write, place, &taking)?;
    }
    Ok(Outcome::Held { call, place, until })
}

/// Gives back a hold.
pub(super) fn release(write: &mut Write<'_>, place: PlaceId) -> Result<Outcome, StoreError> {
    let (_, places) = unit_of(write, place)?;
    let named = places.iter().find(|candidate| candidate.id == place).ok_or(Refusal::UnknownPlace(place))?;
    let claim = named
        .live_claim(write.at)
        .filter(|claim| claim.kind == ClaimKind::Hold)
        .ok_or(Refusal::Stale(Stale::NoHold(place)))?;
    write.about_call(Some(claim.call));
    let at = write.at;
    end(write, claim.id.0, at, ClaimEnd::Released)?;
    Ok(Outcome::Released { place })
}
