//! The clocks of the law: information, only from what is known.

use akuttvakt::catalog::Catalog;
use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId, PlacementId};
use akuttvakt::domain::legal_clocks::{LegalClock, LegalClockKind, LegalUntil, clocks, starts};
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::placement::Placement;
use akuttvakt::text::Texts;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::fixtures::{after, at, call};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn of(code: BasisCode, decided: Option<&str>, carried_out: Option<&str>) -> Vec<LegalClock> {
    let catalog = Catalog::load().unwrap();
    clocks(catalog.legal_basis(code).unwrap(), decided.map(moment), carried_out.map(moment))
}

fn placement(child: i64, basis: BasisCode, arrived: Option<DateTime<Utc>>) -> Placement {
    Placement {
        id: PlacementId(child),
        call: CallId(412),
        child: ChildId(child),
        facts: ChildFacts { sex: Sex::Girl, age: Age::Years(9) },
        shield: None,
        place: PlaceId(child),
        offer: OfferId(child),
        basis: Some(basis),
        decision: None,
        measure: MeasureKind::EmergencyHome,
        accepted_at: at(),
        leaves_at: None,
        expected_at: None,
        unit_told_at: None,
        arrived_at: arrived,
        ended_at: None,
        end: None,
        cancelled_at: None,
        has_driver: false,
        has_medicines: false,
        has_night_number: false,
        has_child_view: false,
        has_parents_view: false,
    }
}

#[test]
fn each_clock_runs_from_what_it_is_counted_from_and_from_nothing_else() {
    let decided = Some("2026-11-20T20:00:00Z");
    let arrived = Some("2026-11-21T02:40:00Z");
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let tribunal = LegalClock {
        kind: LegalClockKind::Tribunal,
        until: LegalUntil::Moment { at: moment("2026-11-23T02:40:00Z"), hours: 48 },
        if_possible: true,
    };
    let petition = |last, days| LegalClock {
        kind: LegalClockKind::Petition,
        until: LegalUntil::Day { last, days },
        if_possible: false,
    };
    let complaint =
        LegalClock { kind: LegalClockKind::Complaint, until: LegalUntil::DaysAfter(7), if_possible: false };
    let six_weeks = petition(day(2027, 1, 1), 42);
    assert_eq!(of(BasisCode::A4_2, decided, arrived), [tribunal, six_weeks, complaint]);
    assert_eq!(of(BasisCode::A4_2, None, arrived), [tribunal], "when it was decided is not known");
    assert_eq!(of(BasisCode::A4_2, decided, None), [six_weeks, complaint], "nobody has arrived");
    assert_eq!(of(BasisCode::A4_2, None, None), []);
    assert_eq!(of(BasisCode::A4_4, decided, None), [petition(day(2026, 12, 4), 14), complaint]);
    // When the decisions on these lapse is not known, so it is not said.
    assert_eq!(of(BasisCode::A4_5, decided, arrived), [tribunal, complaint]);
    assert_eq!(of(BasisCode::A4_1, decided, arrived), [complaint]);
    for planned in [BasisCode::A3_2, BasisCode::A5_1, BasisCode::A6_1, BasisCode::A6_2, BasisCode::A6_6] {
        assert_eq!(of(planned, decided, arrived), [], "{planned:?}");
    }
}

#[test]
fn weeks_are_days_of_the_calendar_in_norway() {
    // Half past midnight in Norway, an hour of summer time before the clocks go back.
    let [petition, _] = of(BasisCode::A4_4, Some("2026-10-19T22:30:00Z"), None)[..] else { panic!() };
    let last = NaiveDate::from_ymd_opt(2026, 11, 3).unwrap();
    assert_eq!(petition.until, LegalUntil::Day { last, days: 14 });
}

#[test]
fn each_child_has_its_own_start_and_a_decision_belongs_to_the_basis_of_the_call() {
    let mut call = call(None);
    call.basis = Some(BasisCode::A4_4);
    call.decided_at = Some(after(-60));
    let told = starts(&call, &[]);
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].decided_at, told[0].carried_out_at), (Some(after(-60)), None));

    // The first two came together on another basis, the third on this one; it moved later.
    let placements = [
        placement(1, BasisCode::A4_2, Some(after(90))),
        placement(2, BasisCode::A4_2, Some(after(90))),
        placement(3, BasisCode::A4_4, Some(after(300))),
        placement(3, BasisCode::A4_4, Some(after(900))),
    ];
    let told = starts(&call, &placements);
    let short: Vec<_> = told
        .iter()
        .map(|start| (start.basis, start.decided_at, start.carried_out_at, &start.children))
        .collect();
    assert_eq!(
        short,
        [
            (BasisCode::A4_2, None, Some(after(90)), &vec![ChildId(1), ChildId(2)]),
            (BasisCode::A4_4, Some(after(-60)), Some(after(300)), &vec![ChildId(3)]),
            (BasisCode::A4_4, Some(after(-60)), None, &Vec::new()),
        ]
    );
    // Once all have arrived on it nothing waits.
    call.basis = Some(BasisCode::A4_2);
    let all: Vec<_> = (1..=3).map(|child| placement(child, BasisCode::A4_2, Some(after(90)))).collect();
    assert_eq!(starts(&call, &all).len(), 1);
    // One that is only expected, and one of another call, start nothing.
    let mut other = placement(1, BasisCode::A4_2, Some(after(90)));
    other.call = CallId(1);
    let told = starts(&call, &[other, placement(2, BasisCode::A4_2, None)]);
    assert_eq!(told.iter().map(|start| start.carried_out_at).collect::<Vec<_>>(), [None]);
}

#[test]
fn the_lines_say_whose_they_are_and_what_is_not_confirmed_and_judge_nothing() {
    let (catalog, texts) = (Catalog::load().unwrap(), Texts::load("nb").unwrap());
    let mut call = call(None);
    call.basis = Some(BasisCode::A4_2);
    call.decided_at = Some(after(-60));
    let lines = |placements: &[Placement]| {
        texts.legal_lines(&call, placements, |code| catalog.legal_basis(code), after(2000))
    };
    let together: Vec<_> = (1..=3).map(|child| placement(child, BasisCode::A4_2, Some(after(100)))).collect();
    assert_eq!(
        lines(&together),
        [
            "nemnda innen 48 timer om mulig: man 23.11 03:40",
            "begjæring til nemnda innen seks uker fra vedtaket: siste dag 02.01.2027",
            "klage på vedtaket: behandles innen en uke",
            "ikke bekreftet for § 4-2: Om § 4-2 er endret i 2026. Ordlyden i ukesfristen for klage.",
        ]
    );
    let mut apart = together;
    apart[2].arrived_at = Some(after(100) + TimeDelta::hours(3));
    let told = lines(&apart);
    assert!(
        told.contains(&"2 søsken 3 6, § 4-2: nemnda innen 48 timer om mulig: man 23.11 03:40".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"gutt 9, § 4-2: nemnda innen 48 timer om mulig: man 23.11 06:40".to_owned()),
        "{told:?}"
    );
    assert_eq!(told.len(), 5, "the decision is one for all: {told:?}");
    for line in told {
        assert!(!line.contains("brudd") && !line.contains("innenfor"), "{line}");
    }
}
