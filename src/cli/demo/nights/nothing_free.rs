//! The acts of the hardest hours: who is asked, what is offered meanwhile, deviations, places above capacity; and the
//! directory that is needed then.

use chrono::TimeDelta;

use super::acts::{Does, Scene};
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CallKind};
use crate::domain::command::Command;
use crate::domain::compensation::{CompensationKind, CompensationState};
use crate::domain::deviation::{
    Deviation, DeviationOutcome, DeviationState, Supervision, SupervisionBy, SupervisionResult,
};
use crate::domain::directory::{ContactKind, ContactRow};
use crate::domain::enquiry::{Enquiry, EnquiryDraft, EnquiryResult, LeaderDecision, NoReason};
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::ladder::Rung;
use crate::domain::measure::{MeasureKind, Ownership};
use crate::domain::municipality::Region;
use crate::domain::siblings::children_to_place;
use crate::domain::unit::{Acute, Availability, Place};
use crate::domain::unit_list::{UnitEdit, UnitRow};

/// The call the act is about, while it looks for a place.
fn waiting<'s>(scene: &Scene<'s>) -> Option<&'s Call> {
    scene.open_call().filter(|call| {
        call.kind == CallKind::Placement && !children_to_place(call, &scene.board.offers).is_empty()
    })
}

/// Someone on the ladder is asked.
pub(super) fn enquire(scene: &mut Scene<'_>) -> Does {
    let Some(call) = waiting(scene) else { return Does::Nothing };
    let rung = match scene.random.below(100) {
        0..20 => Rung::Leader,
        20..30 => Rung::Care,
        30..45 => Rung::Agreement,
        45..90 => Rung::OtherRegions,
        _ => Rung::SinglePurchase,
    };
    let mut draft = EnquiryDraft::new(call.id, rung, EnquiryResult::Asked);
    if rung == Rung::OtherRegions {
        draft.region = Some(scene.random.pick([Region::Sor, Region::Vest, Region::Midt, Region::Nord]));
    }
    if rung == Rung::Leader && scene.random.percent(40) {
        draft.decisions = vec![scene.random.pick([
            LeaderDecision::SinglePurchase,
            LeaderDecision::OverCapacity,
            LeaderDecision::Nothing,
        ])];
    }
    answered(scene, draft)
}

/// One who was to be asked again is, as the task says.
pub(super) fn ask_again(scene: &mut Scene<'_>) -> Does {
    let Some(call) = waiting(scene) else { return Does::Nothing };
    let is_due = |row: &&FollowUp| {
        row.kind == FollowUpKind::AskAgain && row.call == call.id && row.due_at <= scene.now
    };
    let asked = scene.board.follow_ups.iter().find(is_due).and_then(|row| row.enquiry);
    let before = scene.board.enquiries.iter().find(|known: &&Enquiry| Some(known.id) == asked);
    let Some(before) = before else { return Does::Nothing };
    let mut draft = EnquiryDraft::new(call.id, before.rung, EnquiryResult::Asked);
    (draft.unit, draft.region) = (before.unit, before.region);
    answered(scene, draft)
}

fn answered(scene: &mut Scene<'_>, mut draft: EnquiryDraft) -> Does {
    let later = scene.now + TimeDelta::minutes(scene.random.between(20, 180));
    draft.who = scene.random.percent(40).then(|| "vakten der".to_owned());
    match scene.random.below(100) {
        0..30 => draft.ask_at = Some(later),
        30..45 => {
            draft.result = EnquiryResult::NoAnswer;
            draft.ask_at = scene.random.percent(70).then_some(later);
        }
        45..90 => {
            draft.result = EnquiryResult::No;
            let reasons =
                [NoReason::Full, NoReason::Full, NoReason::Staffing, NoReason::Age, NoReason::Other];
            draft.reason = Some(scene.random.pick(reasons));
            draft.note = Some("kan ta imot en annen gang".to_owned());
            draft.ask_at = scene.random.percent(25).then_some(later);
        }
        _ => draft.result = EnquiryResult::NotRelevant,
    }
    Does::This(Command::LogEnquiry(Box::new(draft)))
}

/// What the municipality is offered while the child waits.
pub(super) fn compensate(scene: &mut Scene<'_>) -> Does {
    let Some(call) = waiting(scene) else { return Does::Nothing };
    let kind = scene.random.pick([
        CompensationKind::Mst,
        CompensationKind::FamilyCouncil,
        CompensationKind::HomeVisits,
        CompensationKind::PhoneAdvice,
    ]);
    let state = scene.random.pick([
        CompensationState::Offered,
        CompensationState::Offered,
        CompensationState::Wanted,
        CompensationState::NotAvailable,
        CompensationState::Declined,
    ]);
    let note = scene.random.percent(30).then(|| "fra i morgen tidlig".to_owned());
    Does::This(Command::SetCompensation { call: call.id, kind, state, note })
}

/// Nothing was offered in sound time.
pub(super) fn draft_deviation(scene: &mut Scene<'_>) -> Does {
    let Some(call) = waiting(scene) else { return Does::Nothing };
    let first = children_to_place(call, &scene.board.offers).first().copied();
    let has_one = |known: &Deviation| known.closed_at.is_none() && Some(known.child) == first;
    if scene.board.deviations.iter().any(has_one) {
        return Does::Nothing;
    }
    Does::This(Command::DraftDeviation { call: call.id, child: None })
}

/// A case goes on: it is filled in, registered, supervised, or ends otherwise than by an offer.
pub(super) fn go_on_with_deviation(scene: &mut Scene<'_>) -> Does {
    let Some(call) = scene.about.call else { return Does::Nothing };
    let Some(known) = scene.board.deviations.iter().rfind(|known| known.call == call) else {
        return Does::Nothing;
    };
    let deviation = known.id;
    let result =
        scene.random.pick([SupervisionResult::Open, SupervisionResult::Breach, SupervisionResult::None]);
    let supervision = Supervision { by: SupervisionBy::Governor, at: scene.now, result };
    match (known.state, scene.random.below(100)) {
        (DeviationState::Draft, 0..45) => {
            let mut facts = known.facts.clone();
            facts.severity = Some(scene.random.pick([1, 2, 3, 4, 5]));
            facts.substance = Some(scene.random.percent(30));
            facts.crime = Some(scene.random.percent(20));
            let note = scene.random.percent(40).then(|| "ingen plass i noen region".to_owned());
            Does::This(Command::EditDeviation { deviation, facts: Box::new(facts), note })
        }
        (DeviationState::Draft, 45..90) => Does::This(Command::RegisterDeviation { deviation }),
        (DeviationState::Draft | DeviationState::Registered, 90..) => {
            let outcome = scene.random.pick([DeviationOutcome::Withdrawn, DeviationOutcome::BecamePlanned]);
            Does::This(Command::CloseDeviation { deviation, outcome })
        }
        (DeviationState::Registered | DeviationState::Closed, 0..30) => {
            Does::This(Command::Supervise { deviation, supervision })
        }
        _ => Does::Nothing,
    }
}

/// It is agreed to ring back every hour until the child is placed.
pub(super) fn repeat_promise(scene: &mut Scene<'_>) -> Does {
    let Some(call) = waiting(scene) else { return Does::Nothing };
    let minutes = scene.random.pick([30, 60, 60, 120]);
    let due_at = scene.now + TimeDelta::minutes(minutes);
    Does::This(Command::RepeatCallBack { call: call.id, due_at, minutes })
}

/// The leader lets a unit take one more.
pub(super) fn open_extra(scene: &mut Scene<'_>) -> Does {
    if waiting(scene).is_none() {
        return Does::Nothing;
    }
    let Some(place) = some_place(scene, |place| !place.is_extra) else { return Does::Nothing };
    let reason = "leder på vakt bestemte det".to_owned();
    Does::This(Command::OpenExtraPlace { place: place.id, reason })
}

/// A place above capacity is closed once nobody has it.
pub(super) fn close_extra(scene: &mut Scene<'_>) -> Does {
    let meant = scene.about.place;
    match scene.board.places.iter().find(|place| Some(place.id) == meant) {
        Some(place) if place.live_claim(scene.now).is_some() => Does::Later { from: 600, to: 6_000 },
        Some(place) => Does::This(Command::CloseExtraPlace { place: place.id }),
        None => Does::Nothing,
    }
}

pub(super) fn expect_free(scene: &mut Scene<'_>) -> Does {
    let now = scene.now;
    let is_lived_in = |place: &Place| matches!(place.availability(now), Availability::Occupied(_));
    let Some(place) = some_place(scene, is_lived_in) else { return Does::Nothing };
    let days = TimeDelta::days(scene.random.between(1, 60));
    let at = scene.random.percent(80).then(|| now + days);
    Does::This(Command::ExpectFree { place: place.id, at })
}

/// The region sets up a unit for some weeks; it closes by itself.
pub(super) fn set_up_for_a_time(scene: &mut Scene<'_>) -> Does {
    let Some(near) = some_place(scene, |_| true).and_then(|place| scene.board.unit(place.unit)) else {
        return Does::Nothing;
    };
    let places = scene.random.pick([1, 2, 3]);
    let row = UnitRow {
        unit: format!("Midlertidig {}", scene.board.units.len() + 1),
        kind: MeasureKind::TemporaryUnit,
        ownership: Ownership::State,
        region: scene.board.region,
        municipality: near.municipality,
        phone: Some("00 00 00 00".to_owned()),
        legal_bases: vec![BasisCode::A4_1, BasisCode::A4_2, BasisCode::A4_4],
        age_min: 13,
        age_max: 17,
        max_siblings: places,
        other_children: Some(true),
        animals: Some(false),
        places,
        note: None,
        target_groups: Vec::new(),
        presentation: None,
        languages: None,
        receives_from: None,
        receives_to: None,
        on_call_phone: None,
        department: None,
    };
    let closes_at = Some(scene.now + TimeDelta::minutes(scene.random.between(2 * 1440, 40 * 1440)));
    Does::This(Command::EditUnit(Box::new(UnitEdit {
        unit: None,
        row,
        facts: std::collections::BTreeMap::new(),
        group_note: None,
        acute: Acute::No,
        closes_at,
    })))
}

fn some_place<'s>(scene: &mut Scene<'s>, wanted: impl Fn(&Place) -> bool) -> Option<&'s Place> {
    let places: Vec<&Place> = scene.board.places.iter().filter(|place| wanted(place)).collect();
    places.get(scene.random.below(places.len())).copied()
}

fn entry(scene: &mut Scene<'_>, kind: ContactKind) -> ContactRow {
    let number = scene.random.between(10, 99);
    ContactRow {
        kind,
        name: scene.random.pick(["vakttelefon", "leder på vakt", "sentralen", "konsulent"]).to_owned(),
        phone: format!("00 00 00 {number}"),
        region: (kind == ContactKind::RegionDuty).then(|| scene.random.pick([Region::Sor, Region::Vest])),
        municipality: None,
        note: scene.random.percent(30).then(|| "etter 23 bare SMS".to_owned()),
    }
}

pub(super) fn add_contact(scene: &mut Scene<'_>) -> Does {
    let kind =
        scene.random.pick([ContactKind::LeaderOnDuty, ContactKind::Provider, ContactKind::HomeConsultant]);
    let row = Box::new(entry(scene, kind));
    Does::This(Command::SetContact { contact: None, row })
}

pub(super) fn import_contacts(scene: &mut Scene<'_>) -> Does {
    let kinds = [ContactKind::RegionDuty, ContactKind::Police, ContactKind::Psychiatric];
    let rows = kinds.map(|kind| entry(scene, kind)).into();
    Does::This(Command::ImportContacts { rows, dry_run: scene.random.percent(25) })
}

/// Who rings no more is taken out.
pub(super) fn remove_contact(scene: &mut Scene<'_>) -> Does {
    let contact = scene.world.contacts.pop();
    contact.map_or(Does::Nothing, |contact| Does::This(Command::RemoveContact { contact }))
}
