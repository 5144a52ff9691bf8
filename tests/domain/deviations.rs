//! Deviations: the draft from what is known, both scales, cases and children counted.

use std::collections::{BTreeMap, BTreeSet};

use akuttvakt::catalog::Catalog;
use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::{Call, Whereabouts};
use akuttvakt::domain::deviation::{
    Area, Deviation, DeviationFacts, DeviationState, Known, Meanwhile, Missing, Scheme, count, draft_of,
    most_severe,
};
use akuttvakt::domain::enquiry::{Enquiry, EnquiryResult, NoReason};
use akuttvakt::domain::ids::{CallId, ChildId, DeviationId, EnquiryId, OfferId};
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::measure::{MeasureKind, Wish};
use akuttvakt::domain::offer::{Answer, DeclineReason, Offer};
use chrono::{DateTime, TimeDelta, Utc};

use super::fixtures::{after, at, call, offer};

fn facts(severity: Option<u8>) -> DeviationFacts {
    DeviationFacts { severity, ..drafted(&call(None), &[], &[]) }
}

/// What is drafted for the first child.
fn drafted(call: &Call, offers: &[Offer], enquiries: &[Enquiry]) -> DeviationFacts {
    draft_of(Known { call, offers, enquiries, placements: &[] }, ChildId(1))
}

fn case(number: i64, child: i64, severity: Option<u8>, scheme: Scheme) -> Deviation {
    Deviation {
        id: DeviationId(number),
        call: CallId(412),
        child: ChildId(child),
        state: DeviationState::Registered,
        facts: facts(severity),
        scheme,
        opened_at: after(150),
        registered_at: Some(after(160)),
        offered_at: None,
        outcome: None,
        closed_at: None,
        supervision: None,
    }
}

#[test]
fn a_draft_says_what_clocks_and_call_tell() {
    let boy = Call {
        basis: Some(BasisCode::A4_4),
        whereabouts: Some(Whereabouts::Custody),
        first_contact_at: after(-30),
        ..call(None)
    };
    let told = drafted(&boy, &[], &[]);
    assert_eq!(told.area, Some(Area::Institution), "the basis names institutions");
    assert_eq!(told.missing, Some(Missing::NoOffer));
    assert_eq!(told.first_request_at, at(), "the referral, not the first talk");
    assert_eq!(told.meanwhile, Meanwhile::HospitalOrCustody);
    assert_eq!((told.severity, told.substance, told.crime), (None, None, None), "never guessed");
    let home = Call { wished: vec![Wish::EmergencyHome], basis: Some(BasisCode::A4_2), ..call(None) };
    assert_eq!(drafted(&home, &[], &[]).area, Some(Area::Home));
    let either = Call { wished: vec![Wish::Institution, Wish::EmergencyHome], ..home.clone() };
    assert_eq!(drafted(&either, &[], &[]).area, Some(Area::Institution), "the preferred");
    let unsaid = Call { wished: Vec::new(), ..home };
    assert_eq!(drafted(&unsaid, &[], &[]).area, None, "nobody said it");
    let drugs = Call { wished: vec![Wish::Substance], ..unsaid };
    assert_eq!(drafted(&drugs, &[], &[]).substance, Some(true));
    let talk = Call { received_at: None, first_contact_at: after(-30), ..call(None) };
    assert_eq!(drafted(&talk, &[], &[]).first_request_at, after(-30));
}

#[test]
fn what_was_missing_follows_why_offers_were_declined() {
    let call = call(None);
    let declined = |number, reason, children: &[i64]| Offer {
        id: OfferId(number),
        answer_reason: Some(reason),
        ..offer(children, Some(Answer::Declined))
    };
    for reason in DeclineReason::ALL.iter().copied() {
        let expected = match reason {
            DeclineReason::TooFar | DeclineReason::NotSameDay => Some(Missing::TooFar),
            DeclineReason::NotFitting | DeclineReason::OtherType => Some(Missing::NotFitting),
            DeclineReason::OwnSolution
            | DeclineReason::FamilyAgainst
            | DeclineReason::BasisChanged
            | DeclineReason::Other => None,
        };
        assert_eq!(drafted(&call, &[declined(1, reason, &[1])], &[]).missing, expected, "{reason:?}");
    }
    let far = declined(1, DeclineReason::TooFar, &[1]);
    let own = declined(2, DeclineReason::OwnSolution, &[1]);
    let unfit = declined(3, DeclineReason::NotFitting, &[1]);
    assert_eq!(
        drafted(&call, &[far.clone(), own], &[]).missing,
        Some(Missing::TooFar),
        "the newest that says it"
    );
    assert_eq!(drafted(&call, &[far.clone(), unfit], &[]).missing, Some(Missing::NotFitting));
    let of_sister = declined(1, DeclineReason::TooFar, &[2]);
    let voided = Offer { voided_at: Some(after(40)), ..far.clone() };
    let other = Offer { call: CallId(7), ..far };
    let accepted = offer(&[1], Some(Answer::Accepted));
    let withdrawn = offer(&[1], Some(Answer::Withdrawn));
    for none in [of_sister, voided, other, accepted, withdrawn] {
        assert_eq!(
            drafted(&call, std::slice::from_ref(&none), &[]).missing,
            Some(Missing::NoOffer),
            "{none:?}"
        );
    }
}

#[test]
fn a_place_that_was_declined_on_the_phone_was_an_offer_too() {
    let call = call(None);
    let asked = |call, result, reason| Enquiry {
        id: EnquiryId(1),
        call,
        rung: Rung::Agreement,
        unit: None,
        region: None,
        at: after(20),
        by: "Kari".to_owned(),
        result,
        reason,
        ask_at: None,
        decisions: Vec::new(),
        has_note: false,
    };
    let missing = |log: Enquiry| drafted(&call, &[], &[log]).missing;
    let declined = Some(NoReason::MunicipalityDeclined);
    assert_eq!(missing(asked(call.id, EnquiryResult::No, declined)), None, "what it lacked nobody said");
    assert_eq!(missing(asked(CallId(7), EnquiryResult::No, declined)), Some(Missing::NoOffer));
    assert_eq!(missing(asked(call.id, EnquiryResult::No, Some(NoReason::Full))), Some(Missing::NoOffer));
}

#[test]
fn an_offer_answers_what_was_asked_for() {
    let asked = |basis, wished: &[Wish]| DeviationFacts { basis, wished: wished.to_vec(), ..facts(None) };
    let (home, institution) = (MeasureKind::EmergencyHome, MeasureKind::CareInstitution);
    let behaviour = asked(Some(BasisCode::A4_4), &[Wish::Institution]);
    assert!(behaviour.is_answered_by(Some(BasisCode::A4_4), institution));
    assert!(!behaviour.is_answered_by(Some(BasisCode::A4_2), institution), "on another basis");
    assert!(!behaviour.is_answered_by(Some(BasisCode::A4_4), home), "not what was wished for");
    assert!(!behaviour.is_answered_by(None, institution));
    assert!(asked(None, &[]).is_answered_by(Some(BasisCode::A4_2), home), "nothing was said");
    assert!(asked(None, &[Wish::Institution, Wish::EmergencyHome]).is_answered_by(None, home), "either");
}

#[test]
fn every_whereabouts_has_its_word_in_the_list_of_the_deviation() {
    let of = |whereabouts| Meanwhile::of(Some(whereabouts));
    assert_eq!(of(Whereabouts::Home), Meanwhile::Home);
    assert_eq!(of(Whereabouts::FosterHome), Meanwhile::OtherPlacement);
    assert_eq!(of(Whereabouts::MunicipalitySolution), Meanwhile::Temporary);
    assert_eq!(of(Whereabouts::Hospital), Meanwhile::HospitalOrCustody);
    assert_eq!(of(Whereabouts::Staff), Meanwhile::StaffOrNetwork);
    assert_eq!(of(Whereabouts::Kin), Meanwhile::StaffOrNetwork);
    assert_eq!(of(Whereabouts::Unknown), Meanwhile::Unknown);
    assert_eq!(Meanwhile::of(None), Meanwhile::Unknown);
}

#[test]
fn the_scale_is_the_one_of_the_day_in_norway() {
    let on = |at: &str| Scheme::on(at.parse::<DateTime<Utc>>().unwrap());
    assert_eq!(on("2023-12-31T22:59:00Z"), Scheme::Three);
    assert_eq!(on("2023-12-31T23:00:00Z"), Scheme::Five, "midnight in Norway");
    assert_eq!((Scheme::Five.levels(), Scheme::Three.levels()), (5, 3));
}

#[test]
fn every_level_has_its_word() {
    let catalog = Catalog::load().unwrap();
    let words = |scheme: Scheme| -> Vec<&str> {
        (1..=scheme.levels()).map(|level| catalog.severity(scheme, level).unwrap()).collect()
    };
    assert_eq!(words(Scheme::Five), ["lite", "mindre", "moderat", "betydelig", "svært alvorlig"]);
    assert_eq!(words(Scheme::Three), ["lav", "middels", "høy"]);
    assert_eq!(catalog.severity(Scheme::Three, 4), None);
}

#[test]
fn days_run_from_the_first_request_to_the_offer_by_the_calendar_in_norway() {
    let open = case(1, 1, None, Scheme::Five);
    // 02:00 in Norway: an hour later it is the same day, at 23:30 in UTC the next.
    assert_eq!(open.days(after(60)), 0);
    assert_eq!(open.days(at() + TimeDelta::hours(22)), 1);
    let closed = Deviation { closed_at: Some(after(60)), ..case(1, 1, None, Scheme::Five) };
    assert_eq!(closed.days(at() + TimeDelta::days(40)), 0, "it runs no more");
}

#[test]
fn the_most_severe_case_of_a_child_counts() {
    let cases = [
        case(1, 1, Some(2), Scheme::Five),
        case(2, 1, Some(4), Scheme::Five),
        case(3, 1, None, Scheme::Five),
        case(4, 2, None, Scheme::Five),
        case(5, 3, Some(3), Scheme::Three),
        case(6, 3, Some(4), Scheme::Five),
    ];
    let worst = most_severe(&cases, |child| child);
    let told: Vec<(i64, i64)> = worst.iter().map(|(child, found)| (child.0, found.id.0)).collect();
    assert_eq!(told, [(1, 2), (2, 4), (3, 5)], "the highest of three is above the fourth of five");
}

/// Numbers without a crate: the same sequence in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[test]
fn cases_and_children_agree_with_a_plain_count_on_random_histories() {
    let mut dice = Dice(20_261_121);
    for _ in 0..300 {
        let many = 1 + dice.below(40);
        let cases: Vec<Deviation> = (1..=many)
            .map(|number| {
                let child = i64::try_from(1 + dice.below(12)).unwrap();
                let scheme = if dice.below(2) == 0 { Scheme::Five } else { Scheme::Three };
                let level = u8::try_from(dice.below(u64::from(scheme.levels()) + 1)).unwrap();
                case(i64::try_from(number).unwrap(), child, (level > 0).then_some(level), scheme)
            })
            .collect();
        // The same child in two calls: an even number and the odd one before it are one.
        let reference = |child: ChildId| (child.0 + 1) / 2;
        let mut children = BTreeSet::new();
        let mut highest: BTreeMap<i64, u32> = BTreeMap::new();
        for one in &cases {
            children.insert(reference(one.child));
            let place = u32::from(one.facts.severity.unwrap_or(0)) * 60 / u32::from(one.scheme.levels());
            let known = highest.entry(reference(one.child)).or_insert(0);
            *known = (*known).max(place);
        }
        assert_eq!(count(&cases, reference), (cases.len(), children.len()));
        let worst = most_severe(&cases, reference);
        let told: BTreeMap<i64, u32> = worst
            .iter()
            .map(|(child, one)| {
                let place = u32::from(one.facts.severity.unwrap_or(0)) * 60 / u32::from(one.scheme.levels());
                (*child, place)
            })
            .collect();
        assert_eq!(told, highest);
    }
}
