//! The acts that bring a contact from the first ring to the municipality's answer, or to its end without a place.

use chrono::TimeDelta;

use super::acts::{Does, Scene};
use super::contacts;
use crate::domain::call::{Call, CallKind, CallState, CloseReason};
use crate::domain::command::{Command, OfferDraft};
use crate::domain::ids::{CallId, PlaceId};
use crate::domain::matching::{Order, UnitMatch, match_units};
use crate::domain::offer::{Answer, Clearance, DeclineReason, Offer};
use crate::domain::siblings::{children_to_place, request_for};
use crate::domain::unit::{Availability, Place};

/// How often nothing may be found before the municipality finds a way of its own.
const MOST_TRIES: u8 = 6;

pub(super) fn register(scene: &mut Scene<'_>) -> Does {
    let told = contacts::facts(scene.random, &scene.world.east, scene.now);
    told.map_or(Does::Nothing, |facts| Does::This(Command::RegisterCall(Box::new(facts))))
}

/// Looks for a place for those who have none: holds it, has it confirmed, or offers it; where nothing fits, looks
/// again later, offers what does not fit with a reason, or gives up.
pub(super) fn search(scene: &mut Scene<'_>) -> Does {
    let Some(call) = scene.open_call() else { return Does::Nothing };
    let offers = offers_of(scene, call.id);
    if call.kind == CallKind::Consultation || children_to_place(call, &offers).is_empty() {
        return Does::Nothing;
    }
    // While a request stays open its children move once, to what was wanted.
    let placed = scene.board.placements.iter().filter(|placed| placed.call == call.id);
    if call.stays_open && placed.count() > call.children.len() {
        return Does::Nothing;
    }
    if let Some(held) = held_by(scene, call.id) {
        return offer(scene, call.id, held, false);
    }
    let from = scene.world.points.get(&call.municipality).copied();
    let request = request_for(call, &offers, from);
    let points = &scene.world.points;
    let found = match_units(
        &request,
        &scene.board.offerable(),
        |number| points.get(&number).copied(),
        Order::OwnerFirst,
        scene.now,
    );
    let first = if scene.random.percent(70) { 0 } else { scene.random.below(found.fits.len().min(5)) };
    if let Some(row) = found.fits.get(first) {
        return take(scene, call.id, row);
    }
    let needed = request.children.len();
    let is_room = |row: &&UnitMatch| usize::from(row.free) >= needed;
    let unfit: Vec<&UnitMatch> = found.out.iter().filter(is_room).collect();
    if scene.tries() >= 2 && !unfit.is_empty() && scene.random.percent(35) {
        let row = unfit[scene.random.below(unfit.len())];
        return offer(scene, call.id, row.place.place, true);
    }
    if scene.tries() < MOST_TRIES {
        return Does::Later { from: 15, to: 90 };
    }
    let reason = scene.random.pick([
        CloseReason::SolvedOutside,
        CloseReason::SolvedOutside,
        CloseReason::Withdrawn,
        CloseReason::BecamePlanned,
    ]);
    close(call.id, reason)
}

fn take(scene: &mut Scene<'_>, call: CallId, row: &UnitMatch) -> Does {
    let place = row.place.place;
    let is_stale = scene
        .board
        .places
        .iter()
        .any(|known| known.id == place && known.is_stale(scene.now, scene.board.rules.fresh_hours));
    match scene.random.below(100) {
        0..45 if is_stale => Does::This(Command::ConfirmPlace {
            place,
            how: crate::domain::unit::ConfirmedHow::Phoned,
            whole_unit: true,
        }),
        0..35 => Does::This(Command::Hold { call, place }),
        _ => offer(scene, call, place, false),
    }
}

fn offer(scene: &mut Scene<'_>, call: CallId, place: PlaceId, needs_reason: bool) -> Does {
    let words = ["nær skolen", "erfaring med alderen", "kort vei hjem", "det eneste som er ledig i natt"];
    let why = (needs_reason || scene.random.percent(75)).then(|| scene.random.pick(words).to_owned());
    let is_cleared = scene.random.percent(60);
    Does::This(Command::Offer(Box::new(OfferDraft {
        why,
        child_view: scene.random.percent(20).then(|| "vil helst bo nær skolen".to_owned()),
        travel_time: scene.random.percent(10).then(|| "1 t 20 min".to_owned()),
        clearance: if is_cleared { Clearance::Cleared } else { Clearance::NotYet },
        cleared_with: is_cleared.then(|| "vakten i tiltaket".to_owned()),
        cleared_at: is_cleared.then_some(scene.now),
        may_be_known: scene.random.percent(15).then(|| scene.random.percent(80)),
        counts_double: scene.random.percent(2) && has_two_free(scene, place),
        ..OfferDraft::new(call, place)
    })))
}

/// Whether the unit of a place has another one free: for a child that needs two grown-ups.
fn has_two_free(scene: &Scene<'_>, place: PlaceId) -> bool {
    let unit = scene.board.places.iter().find(|known| known.id == place).map(|known| known.unit);
    let is_free = |known: &&Place| {
        Some(known.unit) == unit && known.id != place && known.availability(scene.now) == Availability::Free
    };
    scene.board.places.iter().any(|known| is_free(&known))
}

pub(super) fn prolong(scene: &mut Scene<'_>) -> Does {
    let held = scene.open_call().and_then(|call| Some((call.id, held_by(scene, call.id)?)));
    held.map_or(Does::Nothing, |(call, place)| Does::This(Command::Hold { call, place }))
}

pub(super) fn release(scene: &mut Scene<'_>) -> Does {
    let held = scene.open_call().and_then(|call| held_by(scene, call.id));
    held.map_or(Does::Nothing, |place| Does::This(Command::Release { place }))
}

pub(super) fn answer(scene: &mut Scene<'_>) -> Does {
    let wanted = scene.about.offer;
    let awaits = |offer: &&Offer| Some(offer.id) == wanted && offer.awaits_answer();
    let Some(offer) = scene.board.offers.iter().find(awaits) else { return Does::Nothing };
    let (answer, reason) = match scene.random.below(100) {
        0..86 => (Answer::Accepted, None),
        86..97 => {
            let reasons = [
                DeclineReason::TooFar,
                DeclineReason::TooFar,
                DeclineReason::NotSameDay,
                DeclineReason::NotFitting,
                DeclineReason::OtherType,
                DeclineReason::OwnSolution,
                DeclineReason::FamilyAgainst,
                DeclineReason::Other,
            ];
            (Answer::Declined, Some(scene.random.pick(reasons)))
        }
        _ => (Answer::Withdrawn, None),
    };
    let note = (reason == Some(DeclineReason::Other)).then(|| "vil vente til i morgen".to_owned());
    let by = scene.random.percent(60).then(|| "vakten i kommunen".to_owned());
    Does::This(Command::Answer { offer: offer.id, answer, reason, by, note })
}

pub(super) fn end_talk(scene: &mut Scene<'_>) -> Does {
    let talk = scene.open_call().filter(|call| call.kind == CallKind::Consultation);
    talk.map_or(Does::Nothing, |call| close(call.id, CloseReason::ConsultationDone))
}

pub(super) fn refer(scene: &mut Scene<'_>) -> Does {
    let talk = scene.open_call().filter(|call| call.kind == CallKind::Consultation);
    let at = scene.now - TimeDelta::minutes(scene.random.between(0, 5));
    talk.map_or(Does::Nothing, |call| Does::This(Command::Refer { call: call.id, at }))
}

/// The municipality needs no place after all, before one is found.
pub(super) fn withdraw(scene: &mut Scene<'_>) -> Does {
    let is_searched_for = |call: &&Call| {
        offers_of(scene, call.id).iter().all(|offer| offer.answer.is_some() && !offer.is_accepted())
    };
    let call = scene.open_call().filter(is_searched_for);
    call.map_or(Does::Nothing, |call| close(call.id, CloseReason::Withdrawn))
}

/// What was left open for a day is brought on, the oldest first.
pub(super) fn tidy(scene: &mut Scene<'_>) -> Does {
    let is_old = |call: &&Call| {
        call.state == CallState::Open && scene.now - call.first_contact_at > TimeDelta::hours(20)
    };
    let Some(call) = scene.board.calls.iter().find(is_old) else { return Does::Nothing };
    let offers = offers_of(scene, call.id);
    if let Some(offer) = offers.iter().find(|offer| offer.awaits_answer()) {
        let (answer, reason) = (Answer::Accepted, None);
        return Does::This(Command::Answer { offer: offer.id, answer, reason, by: None, note: None });
    }
    if let Some(offer) = offers.iter().find(|offer| offer.is_expected()) {
        return Does::This(Command::Arrive { offer: offer.id, at: None });
    }
    let is_talk = call.kind == CallKind::Consultation;
    let planned = scene.random.pick([CloseReason::BecamePlanned, CloseReason::SolvedOutside]);
    close(call.id, if is_talk { CloseReason::ConsultationDone } else { planned })
}

pub(super) fn offers_of(scene: &Scene<'_>, call: CallId) -> Vec<Offer> {
    scene.board.offers.iter().filter(|offer| offer.call == call).cloned().collect()
}

/// The lowest place the call holds now.
fn held_by(scene: &Scene<'_>, call: CallId) -> Option<PlaceId> {
    let is_held = |place: &&Place| matches!(place.availability(scene.now), Availability::Held(claim) if claim.call == call);
    scene.board.places.iter().find(is_held).map(|place| place.id)
}

fn close(call: CallId, reason: CloseReason) -> Does {
    Does::This(Command::CloseCall { call, reason, note: None })
}
