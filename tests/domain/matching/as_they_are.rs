//! Units as they are at a moment: hours they receive, a time they close, care places that may take acute children.

use akuttvakt::domain::matching::{Fact, match_place};
use akuttvakt::domain::measure::{MeasureKind, Wish};
use akuttvakt::domain::unit::{Acute, Unit};
use chrono::{NaiveTime, TimeDelta};

use super::world::{List, home, now, place, point_of, request};

fn time(hour: u32, minute: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// The facts for the girl of the drawings, at 02:37 in Norway.
fn facts(unit: Unit) -> Vec<Fact> {
    let list = List { units: vec![unit], places: vec![place(1, 1, 1)] };
    match_place(&request(), &list.offerable(), list.places[0].id, point_of, now()).unwrap().facts
}

#[test]
fn hours_a_home_receives_are_told_and_never_in_the_way() {
    let with = |from, to| facts(Unit { receives_from: from, receives_to: to, ..home(1, "Furuly") });
    let outside = |facts: &[Fact]| {
        facts.iter().find_map(|fact| match fact {
            Fact::OutsideHours { from } => Some(*from),
            _ => None,
        })
    };
    for (from, to, opens) in [
        (None, None, None),
        (time(7, 0), time(23, 0), time(7, 0)),
        (time(7, 0), None, time(7, 0)),
        (None, time(1, 0), time(0, 0)),
        // Over midnight.
        (time(22, 0), time(4, 0), None),
        (time(22, 0), time(2, 0), time(22, 0)),
        // The last minute counts.
        (time(0, 0), time(2, 37), None),
        (time(2, 38), time(2, 36), time(2, 38)),
    ] {
        let facts = with(from, to);
        assert_eq!(outside(&facts), opens, "{from:?}–{to:?}");
        assert!(facts.iter().all(|fact| !fact.is_blocker()), "{facts:?}");
    }
}

#[test]
fn a_note_on_the_group_is_told_of_and_never_in_the_way() {
    let noted = |note: Option<&str>| {
        let facts = facts(Unit { group_note: note.map(str::to_owned), ..home(1, "Åsen") });
        assert!(facts.iter().all(|fact| !fact.is_blocker()), "{facts:?}");
        facts.contains(&Fact::GroupNoted)
    };
    assert!(noted(Some("ikke to fra samme gjeng")));
    assert!(!noted(None));
}

#[test]
fn a_unit_set_up_for_a_time_is_out_from_the_moment_it_closes() {
    let closing = |at| facts(Unit { closes_at: Some(at), ..home(1, "Midlertidig") });
    let at = now();
    assert!(closing(at).contains(&Fact::UnitClosed { at }) && closing(at)[0].is_blocker());
    let later = closing(at + TimeDelta::milliseconds(1));
    assert!(later.iter().all(|fact| !matches!(fact, Fact::UnitClosed { .. })), "{later:?}");
}

#[test]
fn that_a_care_unit_may_take_acute_children_is_told_of_care_units_alone() {
    let told = |kind, acute| {
        let facts = facts(Unit { kind, acute, ..home(1, "Rognli") });
        facts.iter().any(|fact| matches!(fact, Fact::TakesAcute { how } if *how == acute))
    };
    assert!(told(MeasureKind::CareInstitution, Acute::Approved));
    assert!(told(MeasureKind::TreatmentInstitution, Acute::EmergencyPlan));
    assert!(!told(MeasureKind::CareInstitution, Acute::No));
    assert!(!told(MeasureKind::EmergencyHome, Acute::Approved));
    // Another kind than wished is in the way all the same: the type is the municipality's.
    assert_eq!(request().wished, [Wish::EmergencyHome]);
    let facts =
        facts(Unit { kind: MeasureKind::CareInstitution, acute: Acute::Approved, ..home(1, "Rognli") });
    assert!(facts.contains(&Fact::OtherKind { kind: MeasureKind::CareInstitution }));
}
