//! The ladder when nothing fits, what is done meanwhile, and the search log.

use insta::assert_snapshot;

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::measure::{MeasureKind, Ownership};
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::domain::unit_list::UnitRow;
use chrono::TimeDelta;

use crate::rig::{Rig, night, unit};

/// Institutions of a region where nothing is free for a boy on § 4-4.
fn institutions() -> Vec<UnitRow> {
    let inst = |name, municipality, places| UnitRow {
        legal_bases: vec![BasisCode::A4_1, BasisCode::A4_4],
        ..unit(name, MeasureKind::AcuteInstitution, municipality, (13, 17), places)
    };
    vec![
        inst("Åsen", "3201", 1),
        inst("Granly", "3411", 1),
        inst("Elvebakken", "3403", 1),
        UnitRow {
            legal_bases: vec![BasisCode::A4_1],
            ownership: Ownership::Framework,
            ..inst("Solvang", "3107", 1)
        },
        UnitRow { ownership: Ownership::Framework, ..inst("Fjellro", "3203", 1) },
        UnitRow { kind: MeasureKind::CareInstitution, ..inst("Fagerheim", "3405", 1) },
        UnitRow { kind: MeasureKind::CrisisHome, ..inst("Stua", "3407", 1) },
        unit("Furuly", MeasureKind::EmergencyHome, "3411", (6, 12), 2),
    ]
}

/// A boy of 15 in Lillestrøm, over his deadline; boys live in two institutions, the rest is stopped.
pub fn nothing_fits() -> Rig {
    let mut rig = Rig::without_places();
    rig.now = night() - TimeDelta::hours(26);
    rig.by_hand(&Command::ImportUnits { rows: institutions(), dry_run: false });
    for (place, line) in [(1, "moss bvt g16 4-4 inst"), (2, "hamar bvt g14 4-4 inst")] {
        let now = rig.now;
        let call = rig.register(line, now);
        let draft = akuttvakt::domain::command::OfferDraft::new(call, PlaceId(place));
        let akuttvakt::domain::command::Outcome::Offered { offer, .. } =
            rig.by_hand(&Command::Offer(Box::new(draft)))
        else {
            panic!("offered")
        };
        rig.by_hand(&Command::Answer {
            offer,
            answer: akuttvakt::domain::offer::Answer::Accepted,
            reason: None,
            by: None,
            note: None,
        });
        rig.by_hand(&Command::Arrive { offer, at: None });
    }
    for place in [3, 5, 7] {
        let reason = Some("bemanning".to_owned());
        rig.by_hand(&Command::SetPlace { place: PlaceId(place), state: PlaceState::IntakeStop, reason });
    }
    rig.now = night();
    rig.register("lillestrøm bvv g15 4-4 inst -132m tlf 00000000 nå kommune vedtak", night());
    rig.register("hamar bvv j9 4-2 bh -20m", night());
    rig.refresh();
    rig
}

/// The boy.
pub const BOY: CallId = CallId(3);

#[test]
fn the_ladder_comes_by_itself_when_nothing_fits_and_goes_and_comes_by_arrow() {
    let mut rig = nothing_fits();
    assert_eq!(rig.model.marks.call(), Some(BOY));
    assert_snapshot!("ladder_120x36", rig.screen(120, 36));
    assert_snapshot!("ladder_100x30", rig.screen(100, 30));
    assert_snapshot!("ladder_80x24", rig.screen(80, 24));
    assert!(rig.screen(120, 36).contains("Stigen for 3"));
    rig.keys("←");
    assert!(rig.screen(120, 36).contains("Plasser for 3"));
    rig.keys("→");
    assert!(rig.screen(120, 36).contains("Stigen for 3"));
    rig.keys("↓");
    assert!(rig.screen(120, 36).contains("Plasser for 4"), "a place fits the girl");
    rig.keys("→");
    assert!(rig.screen(120, 36).contains("Stigen for 4"), "the ladder can be looked at all the same");
    rig.keys("↑");
    assert!(rig.screen(120, 36).contains("Stigen for 3"), "each call has its own");
}
