//! The acts from the accepted offer to the end of a stay: the journey, the arrival, what is said afterwards, and the
//! places that come free by it.

use chrono::{DateTime, TimeDelta, Utc};

use super::acts::{Does, Scene};
use super::contacts;
use crate::domain::command::Command;
use crate::domain::follow_up::{FollowUp, FollowUpEnd, FollowUpKind};
use crate::domain::ids::OfferId;
use crate::domain::offer::Offer;
use crate::domain::placement::{Placement, PlacementPlan, PlacementState, StayEnd, StayEnding, StayViews};
use crate::domain::preparedness::CapacityGroup;

/// The offer the act is about, while its children are on their way.
fn expected<'s>(scene: &Scene<'s>) -> Option<&'s Offer> {
    let meant = scene.about.offer?;
    scene.board.offers.iter().find(|offer| offer.id == meant && offer.is_expected())
}

fn placement_of<'s>(scene: &Scene<'s>, offer: OfferId) -> Option<&'s Placement> {
    scene.board.placements.iter().find(|placement| placement.offer == offer)
}

pub(super) fn plan(scene: &mut Scene<'_>) -> Does {
    let Some(offer) = expected(scene) else { return Does::Nothing };
    let leaves_at = scene.now + TimeDelta::minutes(scene.random.between(5, 60));
    let drivers = ["barneverntjenesten kjører", "beredskapsforelder henter", "politiet følger"];
    let driver = scene.random.percent(80).then(|| scene.random.pick(drivers).to_owned());
    Does::This(Command::PlanPlacement(Box::new(PlacementPlan {
        driver,
        leaves_at: scene.random.percent(60).then_some(leaves_at),
        expected_at: Some(leaves_at + TimeDelta::minutes(scene.random.between(20, 220))),
        medicines: scene.random.percent(50).then(|| "ingen medisiner, klær for to dager".to_owned()),
        unit_told_at: scene.random.percent(60).then_some(scene.now),
        night_number: scene.random.percent(50).then(|| "00 00 00 00".to_owned()),
        ..PlacementPlan::new(offer.id)
    })))
}

/// It takes longer than was thought.
pub(super) fn plan_anew(scene: &mut Scene<'_>) -> Does {
    let Some(offer) = expected(scene) else { return Does::Nothing };
    let Some(before) = placement_of(scene, offer.id).and_then(|known| known.expected_at) else {
        return Does::Nothing;
    };
    let later = before.max(scene.now) + TimeDelta::minutes(scene.random.between(20, 90));
    let plan = PlacementPlan { expected_at: Some(later), ..PlacementPlan::new(offer.id) };
    Does::This(Command::PlanPlacement(Box::new(plan)))
}

/// Told as it happens, or a while after it did.
pub(super) fn arrive(scene: &mut Scene<'_>) -> Does {
    let Some(offer) = expected(scene) else { return Does::Nothing };
    let accepted = offer.answered_at.unwrap_or(scene.now);
    let earlier = scene.now - TimeDelta::minutes(scene.random.between(5, 50));
    let at = (scene.random.percent(25) && earlier >= accepted).then_some(earlier);
    Does::This(Command::Arrive { offer: offer.id, at })
}

/// An hour has passed since the child was expected: the measure is rung.
pub(super) fn ask_arrival(scene: &mut Scene<'_>) -> Does {
    let is_due = |row: &&FollowUp| {
        row.kind == FollowUpKind::Arrival && row.offer == scene.about.offer && row.due_at <= scene.now
    };
    let due = scene.board.follow_ups.iter().find(is_due);
    due.map_or(Does::Nothing, |due| {
        Does::This(Command::EndFollowUp { follow_up: due.id, end: FollowUpEnd::Done })
    })
}

pub(super) fn fall_through(scene: &mut Scene<'_>) -> Does {
    let Some(offer) = expected(scene) else { return Does::Nothing };
    let reasons = ["mor tok barnet med hjem", "hjemmet fikk sykdom", "kommunen fant slekt"];
    let reason = scene.random.pick(reasons).to_owned();
    Does::This(Command::FallThrough { offer: offer.id, reason })
}

/// The stay that has been over the longest ends; how long each lasts is drawn when it is first looked at.
pub(super) fn end(scene: &mut Scene<'_>) -> Does {
    let mut over: Option<(DateTime<Utc>, &Placement)> = None;
    for stay in &scene.board.placements {
        let (PlacementState::Living, Some(arrived)) = (stay.state(), stay.arrived_at) else { continue };
        let place = scene.board.places.iter().find(|place| place.id == stay.place);
        let group = place.and_then(|place| scene.board.unit(place.unit)).and_then(CapacityGroup::of);
        let (least, most) = contacts::days_of_stay(group);
        let random = &mut *scene.random;
        let until = *scene
            .world
            .stays
            .entry(stay.id)
            .or_insert_with(|| arrived + TimeDelta::days(random.between(least, most)));
        if until <= scene.now && over.is_none_or(|(first, _)| until < first) {
            over = Some((until, stay));
        }
    }
    let Some((_, stay)) = over else { return Does::Nothing };
    let (end, note) = match scene.random.below(100) {
        0..58 => (StayEnd::PlannedMove, None),
        58..80 => (StayEnd::Home, None),
        80..92 => (StayEnd::UnplannedMove, Some("ble for krevende for hjemmet")),
        92..96 => (StayEnd::Age18, None),
        _ => (StayEnd::Other, Some("flyttet til slekt")),
    };
    // Told on the day it was, or the day after.
    let earlier = scene.now - TimeDelta::hours(scene.random.between(1, 20));
    let at = (scene.random.percent(40) && stay.arrived_at.is_some_and(|arrived| arrived <= earlier))
        .then_some(earlier);
    let note = note.map(str::to_owned);
    Does::This(Command::EndPlacement(Box::new(StayEnding { child: stay.child, at, end, note })))
}

pub(super) fn evaluate(scene: &mut Scene<'_>) -> Does {
    let of_offer = scene.about.offer.and_then(|offer| placement_of(scene, offer)).map(|stay| stay.child);
    let Some(child) = scene.about.child.or(of_offer) else { return Does::Nothing };
    Does::This(Command::EvaluatePlacement(Box::new(StayViews {
        child,
        child_view: Some("hadde det trygt, savnet kameratene".to_owned()),
        parents_view: scene.random.percent(60).then(|| "fornøyd med kontakten".to_owned()),
    })))
}
