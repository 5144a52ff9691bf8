//! A line that corrects a call: what it tells is changed, the rest stays.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::{CallFacts, CallKind, CallerRole, DecisionStatus, Shield, Whereabouts};
use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::measure::Wish;
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::quick_line::{ChildrenUnclear, LineError, parse_correction};
use chrono::TimeDelta;

use super::{TABLES, facts, night, number};

/// What a line corrects these facts to; `child` says which child is meant.
fn corrected(before: &CallFacts, line: &str, child: Option<usize>) -> Result<CallFacts, ChildrenUnclear> {
    let parsed = parse_correction(line, night(), Region::Ost, &TABLES, before);
    let problems: Vec<_> = parsed.problems_of_correction().collect();
    assert!(problems.is_empty(), "{line}: {problems:?}");
    parsed.draft.corrected(before, child, &TABLES)
}

fn changed(before: &str, line: &str) -> CallFacts {
    corrected(&facts(before), line, None).unwrap()
}

#[test]
fn an_empty_line_changes_nothing() {
    let before = facts("ringsaker bvv j9 4-2 bh vedtak nå hjemme allergi tlf 00000000 -10m -- mor ringte");
    assert_eq!(corrected(&before, "", None), Ok(before.clone()));
}

#[test]
fn only_what_is_told_is_changed() {
    let before = facts("ringsaker bvv j9 4-2 bh -10m -- mor ringte");
    let after = corrected(&before, "vedtak nå hjemme", None).unwrap();
    assert_eq!((after.decision, after.whereabouts), (Some(DecisionStatus::Made), Some(Whereabouts::Home)));
    assert_eq!(CallFacts { decision: None, whereabouts: None, ..after }, before);

    let after = changed("ringsaker bvv j9 4-2 bh", "hamar bvt inst/bh kode6 tlf 11111111 -- far ringte");
    assert_eq!(after.municipality, number("3403"));
    assert_eq!(after.caller, Some(CallerRole::Municipality));
    assert_eq!(after.wished, [Wish::Institution, Wish::EmergencyHome]);
    assert_eq!(after.shield, Some(Shield::Code6));
    assert_eq!(after.callback.as_deref(), Some("11111111"));
    assert_eq!(after.note.as_deref(), Some("far ringte"));
    assert_eq!(after.basis, Some(BasisCode::A4_2));
}

#[test]
fn a_need_told_is_added_and_its_detail_too() {
    let after = changed("ringsaker j9 allergi", "#allergi:hund #svømmer");
    let told: Vec<_> = after.needs.iter().map(|need| (need.word.as_str(), need.detail.as_deref())).collect();
    assert_eq!(told, [("allergi", Some("hund")), ("svømmer", None)]);
}

#[test]
fn a_time_moves_the_referral_and_never_the_first_talk_forward() {
    let before = facts("ringsaker j9 4-2 -10m");
    let earlier = corrected(&before, "-30m", None).unwrap();
    let at = Some(night() - TimeDelta::minutes(30));
    assert_eq!((earlier.received_at, Some(earlier.first_contact_at)), (at, at));
    let later = corrected(&before, "-5m", None).unwrap();
    assert_eq!(later.received_at, Some(night() - TimeDelta::minutes(5)));
    assert_eq!(later.first_contact_at, before.first_contact_at);
    let talk = changed("ringsaker drøft j9", "-5m");
    assert_eq!(
        (talk.kind, talk.received_at, talk.first_contact_at),
        (CallKind::Consultation, None, night() - TimeDelta::minutes(5))
    );
}

#[test]
fn a_basis_that_is_planned_takes_the_clock_away_and_an_acute_one_gives_it_back() {
    let planned = changed("ringsaker j9 4-2", "5-1");
    assert!(!planned.is_acute);
    assert!(corrected(&planned, "bvt", None).is_ok_and(|after| !after.is_acute), "not told, not changed");
    assert!(corrected(&planned, "4-2", None).is_ok_and(|after| after.is_acute));
}

#[test]
fn a_consultation_may_have_a_basis_no_placement_follows_from() {
    let after = changed("ringsaker drøft j9", "4-3");
    assert_eq!((after.kind, after.basis), (CallKind::Consultation, Some(BasisCode::A4_3)));
    let before = facts("ringsaker j9");
    let parsed = parse_correction("4-3", night(), Region::Ost, &TABLES, &before);
    assert!(matches!(
        parsed.problems_of_correction().collect::<Vec<_>>().as_slice(),
        [LineError::BasisWithoutPlacement { .. }]
    ));
    let after = corrected(&before, "drøft", None).unwrap();
    assert_eq!((after.kind, after.received_at), (CallKind::Consultation, None));
}

#[test]
fn children_told_are_those_of_the_call_in_order_and_further_ones_are_new() {
    let girl = |years| ChildFacts { sex: Sex::Girl, age: Age::Years(years) };
    let boy = |years| ChildFacts { sex: Sex::Boy, age: Age::Years(years) };
    assert_eq!(changed("ringsaker jx", "j9").children, [girl(9)]);
    assert_eq!(changed("ringsaker j9", "j10+g3").children, [girl(10), boy(3)]);
    assert_eq!(changed("ringsaker drøft", "g3").children, [boy(3)]);
    let two = facts("ringsaker j9+g3");
    assert_eq!(corrected(&two, "g4", Some(1)).unwrap().children, [girl(9), boy(4)]);
    assert_eq!(corrected(&two, "g4", None), Err(ChildrenUnclear { told: 1, known: 2 }));
    assert_eq!(corrected(&two, "j9+g4", Some(1)), Err(ChildrenUnclear { told: 2, known: 2 }));
    assert_eq!(corrected(&two, "kandeles", Some(1)).unwrap().children, two.children);
}

#[test]
fn a_word_that_is_not_understood_is_a_problem_and_a_missing_municipality_is_not() {
    let before = facts("ringsaker j9");
    let problems = |line| {
        let parsed = parse_correction(line, night(), Region::Ost, &TABLES, &before);
        parsed.problems_of_correction().cloned().collect::<Vec<_>>()
    };
    assert_eq!(problems("vedtak"), []);
    assert!(matches!(problems("btv vedtak").as_slice(), [LineError::UnknownWord { .. }]));
    assert!(matches!(problems("lilehamer").as_slice(), [LineError::UnknownMunicipality { .. }]));
}
