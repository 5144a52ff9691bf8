//! The demo's list against the figures it is shaped by, and its plan played through step by step.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::places::{GROUPS, PLACES, shares, units};
use super::plan::{CallRef, DemoAct, DemoPlan, Hand, OPEN_CALLS, PlaceRef, plan};
use crate::catalog::Catalog;
use crate::domain::basis::BasisCode;
use crate::domain::call::CloseReason;
use crate::domain::claim::{Claim, ClaimKind};
use crate::domain::clocks::ClockMark;
use crate::domain::ids::{CallId, ClaimId, PlaceId, UnitId};
use crate::domain::matching::{Offerable, Order, Request, UnitMatches, match_place, match_units};
use crate::domain::measure::{MeasureKind, Ownership};
use crate::domain::municipality::{Municipality, Region};
use crate::domain::offer::Answer;
use crate::domain::preparedness::CapacityGroup;
use crate::domain::quick_line::{Draft, Mode, Tables, parse};
use crate::domain::unit::{Availability, Confirmation, Place, PlaceState, Unit};
use crate::domain::unit_list::UnitRow;

fn now() -> DateTime<Utc> {
    "2026-11-21T01:37:00Z".parse().unwrap()
}

fn tables() -> Tables {
    let catalog = Catalog::load().unwrap();
    Tables::new(catalog.municipalities, catalog.needs, catalog.legal_bases)
}

fn municipalities() -> Vec<Municipality> {
    Catalog::load().unwrap().municipalities
}

fn list(seed: u64, places: usize) -> Vec<UnitRow> {
    units(seed, places, &municipalities()).unwrap()
}

fn count(rows: &[UnitRow], is_meant: impl Fn(&UnitRow) -> bool) -> usize {
    rows.iter().filter(|row| is_meant(row)).map(|row| usize::from(row.places)).sum()
}

#[test]
fn the_197_places_are_in_the_groups_of_the_figures_with_the_new_bases() {
    for seed in 0..10 {
        let rows = list(seed, PLACES);
        let care = [BasisCode::A4_1, BasisCode::A4_2, BasisCode::A5_1];
        let of = |kind, bases: &[BasisCode], child: bool| {
            count(&rows, |row| {
                row.kind == kind && row.legal_bases == bases && (row.age_min < 13 && kind.is_home()) == child
            })
        };
        let (home, institution) = (MeasureKind::EmergencyHome, MeasureKind::AcuteInstitution);
        assert_eq!(of(institution, &[BasisCode::A4_4], false), 7, "§ 4-25");
        assert_eq!(of(institution, &care, false), 27, "§§ 4-6, 4-12, institution");
        assert_eq!(of(home, &care, false), 37, "the same, homes for young people");
        assert_eq!(of(home, &care, true), 123, "the same, homes for children");
        assert_eq!(of(institution, &[BasisCode::A4_5], false), 3, "§ 4-29");
        assert_eq!(count(&rows, |_| true), PLACES);
    }
}

#[test]
fn other_numbers_of_places_keep_the_proportions_to_the_nearest_place() {
    assert_eq!(shares(PLACES), [7, 27, 37, 123, 3]);
    // 1.78, 6.85, 9.39, 31.22 and 0.76: the three largest remainders are rounded up.
    assert_eq!(shares(50), [2, 7, 9, 31, 1]);
    assert_eq!(shares(2 * PLACES), [14, 54, 74, 246, 6]);
}

#[test]
fn units_are_told_apart_and_can_be_what_they_say() {
    for (seed, places) in [(1, PLACES), (2, 2_000), (3, 5_000)] {
        let rows = list(seed, places);
        assert_eq!(count(&rows, |_| true), places);
        let names: BTreeSet<_> = rows.iter().map(|row| &row.unit).collect();
        assert_eq!(names.len(), rows.len(), "a name is there twice");
        for row in &rows {
            assert!((1..=row.places).contains(&row.max_siblings), "{row:?}");
            assert!(row.age_min <= row.age_max && row.age_max <= 18, "{row:?}");
            assert_eq!(row.region, Region::Ost);
            assert_eq!(row.phone.as_deref(), Some("00 00 00 00"));
            assert!(row.on_call_phone.as_deref().is_none_or(|phone| phone == "00 00 00 00"));
            assert_eq!(row.target_groups.is_empty(), row.kind.is_home(), "{row:?}");
        }
    }
}

#[test]
fn every_municipality_of_the_region_has_a_unit_and_no_other_has() {
    let east: BTreeSet<_> = municipalities()
        .into_iter()
        .filter(|municipality| municipality.region == Some(Region::Ost))
        .map(|municipality| municipality.number)
        .collect();
    assert_eq!(east.len(), 79);
    let used: BTreeSet<_> = list(7, PLACES).into_iter().map(|row| row.municipality).collect();
    assert_eq!(used, east);
}

#[test]
fn what_is_told_of_the_homes_is_mixed_and_partly_unknown() {
    let rows = list(4, PLACES);
    let homes = || rows.iter().filter(|row| row.kind.is_home());
    for answer in [None, Some(true), Some(false)] {
        assert!(homes().filter(|row| row.animals == answer).count() > 5, "animals {answer:?}");
        assert!(homes().filter(|row| row.other_children == answer).count() > 5, "children {answer:?}");
    }
    let state = count(&rows, |row| row.ownership == Ownership::State);
    assert!((PLACES / 2..PLACES * 9 / 10).contains(&state), "{state} of the state");
    assert!(homes().any(|row| row.age_min == 0), "some home is cleared for infants");
    assert!(homes().any(|row| row.max_siblings < row.places));
}

#[test]
fn a_seed_gives_the_same_list_and_plan_and_another_seed_others() {
    let drawn = |seed| {
        let rows = list(seed, PLACES);
        let plan = plan(seed, &rows, &municipalities(), OPEN_CALLS);
        (rows, plan)
    };
    assert_eq!(drawn(1), drawn(1));
    let ((rows, plan), (other_rows, other_plan)) = (drawn(1), drawn(2));
    assert_ne!(rows, other_rows);
    assert_ne!(plan, other_plan);
}

#[test]
fn without_municipalities_of_the_region_there_is_no_list() {
    assert_eq!(units(1, PLACES, &[]).unwrap(), []);
}

/// The plan as it is played: units, places with their claims, and what the lines came to.
struct Evening {
    units: Vec<Unit>,
    places: Vec<Place>,
    drafts: BTreeMap<CallRef, (Draft, DateTime<Utc>)>,
    closed: BTreeSet<CallRef>,
    offers: usize,
    on: Vec<Hand>,
    waiting: Vec<Hand>,
}

impl Evening {
    fn play(rows: &[UnitRow], plan: &DemoPlan) -> Self {
        let tables = tables();
        let mut region = Self {
            units: rows.iter().enumerate().map(|(at, row)| unit(at, row)).collect(),
            places: Vec::new(),
            drafts: BTreeMap::new(),
            closed: BTreeSet::new(),
            offers: 0,
            on: Vec::new(),
            waiting: Vec::new(),
        };
        for (at, row) in rows.iter().enumerate() {
            for ordinal in 1..=row.places {
                let id = PlaceId(i64::try_from(region.places.len()).unwrap() + 1);
                region.places.push(empty_place(id, unit_id(at), ordinal.into(), now() - plan.list_age));
            }
        }
        for step in &plan.steps {
            assert!(step.before_now < plan.list_age && step.before_now > TimeDelta::zero(), "{step:?}");
            region.act(&step.act, step.by, now() - step.before_now, &tables);
        }
        region
    }

    fn list(&self) -> Offerable<'_> {
        Offerable { units: &self.units, places: &self.places, fresh_hours: 24 }
    }

    fn request(&self, call: CallRef) -> Request {
        let (draft, _) = &self.drafts[&call];
        Request {
            call: Some(call_id(call)),
            children: draft.children.clone(),
            basis: draft.basis,
            wished: draft.wished.clone(),
            needs: draft.needs.clone(),
            from: None,
            counts_double: false,
        }
    }

    fn place(&mut self, place: PlaceRef) -> &mut Place {
        let found = |one: &&mut Place| one.unit == unit_id(place.unit) && one.ordinal == place.ordinal;
        self.places.iter_mut().find(found).unwrap()
    }

    fn act(&mut self, act: &DemoAct, by: Hand, at: DateTime<Utc>, tables: &Tables) {
        match act {
            DemoAct::Register { call, line } => {
                let read = parse(line, at, Region::Ost, tables, Mode::Command);
                assert!(read.is_understood(), "«{line}»: {:?}", read.problems().collect::<Vec<_>>());
                assert!(self.drafts.insert(*call, (read.draft, at)).is_none(), "{call:?} is there twice");
            }
            DemoAct::Hold { call, place } => {
                self.claim(*call, *place, ClaimKind::Hold, at, Some(at + TimeDelta::minutes(15)));
            }
            DemoAct::Offer { call, place, .. } => {
                self.offers += 1;
                self.claim(*call, *place, ClaimKind::Offer, at, None);
            }
            DemoAct::Answer { call, answer, .. } => {
                assert!(!self.claims_of(*call).is_empty(), "{call:?} has no offer to answer");
                if *answer != Answer::Accepted {
                    self.claims_of(*call).into_iter().for_each(|place| place.claim = None);
                }
            }
            DemoAct::Arrive { call } => {
                let places = self.claims_of(*call);
                assert!(!places.is_empty(), "{call:?} has no place to arrive at");
                for claim in places.into_iter().filter_map(|place| place.claim.as_mut()) {
                    claim.kind = ClaimKind::Placement;
                }
                assert!(self.closed.insert(*call));
            }
            DemoAct::Close { call, reason } => {
                let is_talk = self.drafts[call].0.is_consultation;
                assert_eq!(*reason == CloseReason::ConsultationDone, is_talk);
                assert!(self.closed.insert(*call));
            }
            DemoAct::SetPlace { place, state, reason } => {
                assert!(!reason.is_empty());
                self.place(*place).state = *state;
            }
            DemoAct::Confirm { place, how } => {
                let (by, how) = ("Kari".to_owned(), *how);
                self.place(*place).confirmed = Some(Confirmation { at, by, how });
            }
            DemoAct::SignOn { .. } => {
                assert!(!self.on.contains(&by), "{by:?} is on already");
                self.on.push(by);
            }
            DemoAct::Watch { call, .. } => assert!(!self.closed.contains(call), "{call:?} is over"),
            DemoAct::HandOver { to, .. } => {
                assert!(
                    self.on.contains(&by) && self.on.contains(to) && by != *to,
                    "{by:?} to {to:?}: {:?}",
                    self.on
                );
                self.on.retain(|hand| *hand != by);
                self.waiting.push(*to);
            }
            DemoAct::Receive { .. } => {
                assert!(self.waiting.contains(&by), "{by:?} has nothing to receive");
                self.waiting.retain(|hand| *hand != by);
            }
        }
    }

    fn claims_of(&mut self, call: CallRef) -> Vec<&mut Place> {
        let is_its =
            |place: &&mut Place| place.claim.as_ref().is_some_and(|claim| claim.call == call_id(call));
        self.places.iter_mut().filter(is_its).collect()
    }

    /// Claims the place, and the lowest free ones beside it for a group.
    fn claim(
        &mut self,
        call: CallRef,
        first: PlaceRef,
        kind: ClaimKind,
        at: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
    ) {
        let request = self.request(call);
        let first = self.place(first).id;
        let found = match_place(&request, &self.list(), first, |_| None, at).unwrap();
        assert!(found.fits(), "{call:?} {kind:?} at {at}: {:#?}", found.facts);
        let unit = self.places.iter().find(|place| place.id == first).unwrap().unit;
        let mut left = request.children.len();
        let free = |place: &&mut Place| place.unit == unit && place.availability(at) == Availability::Free;
        let mut free: Vec<_> = self.places.iter_mut().filter(free).collect();
        free.sort_by_key(|place| place.id != first);
        for place in free {
            if left > 0 {
                left -= 1;
                place.claim = Some(Claim {
                    id: ClaimId(1),
                    place: place.id,
                    kind,
                    call: call_id(call),
                    child: None,
                    offer: None,
                    by: "Kari".to_owned(),
                    from: at,
                    until,
                });
            }
        }
        assert_eq!(left, 0, "{call:?} takes more places than there are");
    }

    fn open_calls(&self) -> Vec<CallRef> {
        self.drafts.keys().copied().filter(|call| !self.closed.contains(call)).collect()
    }

    fn standing(&self, group: Option<CapacityGroup>) -> [usize; 4] {
        let mut standing = [0; 4];
        for place in &self.places {
            let unit = self.units.iter().find(|unit| unit.id == place.unit).unwrap();
            if group.is_none_or(|group| CapacityGroup::of(unit) == Some(group)) {
                let at = match place.availability(now()) {
                    Availability::Free => 0,
                    Availability::Held(_) | Availability::Offered(_) => 1,
                    Availability::Out(_) | Availability::Closed(_) => 2,
                    Availability::Occupied(_) => 3,
                };
                standing[at] += 1;
            }
        }
        standing
    }
}

fn unit_id(at: usize) -> UnitId {
    UnitId(i64::try_from(at).unwrap() + 1)
}

fn call_id(call: CallRef) -> CallId {
    CallId(i64::try_from(call.0).unwrap() + 1)
}

fn unit(at: usize, row: &UnitRow) -> Unit {
    Unit {
        id: unit_id(at),
        name: row.unit.clone(),
        kind: row.kind,
        ownership: row.ownership,
        region: row.region,
        municipality: row.municipality,
        bases: row.legal_bases.clone(),
        target_groups: row.target_groups.clone(),
        age_min: row.age_min,
        age_max: row.age_max,
        places: row.places,
        max_siblings: row.max_siblings,
        other_children: row.other_children,
        acute: crate::domain::unit::Acute::No,
        closes_at: None,
        receives_from: None,
        receives_to: None,
        animals: row.animals,
        phone: None,
        note: None,
        group_note: None,
        department: None,
    }
}

fn empty_place(id: PlaceId, unit: UnitId, ordinal: u16, since: DateTime<Utc>) -> Place {
    Place {
        id,
        unit,
        ordinal,
        state: PlaceState::Free,
        state_since: since,
        expected_free_at: None,
        closes_at: None,
        is_extra: false,
        confirmed: None,
        claim: None,
    }
}

#[test]
fn played_through_every_line_is_understood_every_hold_and_offer_fits_and_the_counts_are_those_of_a_full_region()
 {
    for seed in 0..12 {
        println!("seed {seed}");
        let rows = list(seed, PLACES);
        let region = Evening::play(&rows, &plan(seed, &rows, &municipalities(), OPEN_CALLS));
        assert_eq!(region.standing(None), [21, 3, 9, 164], "free, held or offered, out, occupied");
        for group in &GROUPS {
            let [free, ..] = region.standing(Some(group.counted_as));
            assert_eq!(free, group.free, "{:?}", group.counted_as);
        }
        let is_old =
            |place: &&Place| place.availability(now()) == Availability::Free && place.is_stale(now(), 24);
        assert_eq!(region.places.iter().filter(is_old).count(), 3, "free and not confirmed for a day");
        assert_eq!(region.open_calls().len(), OPEN_CALLS);
        assert_eq!((region.on, region.waiting), (vec![Hand::Own, Hand::Colleague], vec![Hand::Own]));
    }
}

#[test]
fn the_open_calls_stand_at_different_points_of_their_clocks() {
    let rows = list(1, PLACES);
    let region = Evening::play(&rows, &plan(1, &rows, &municipalities(), OPEN_CALLS));
    let open = region.open_calls();
    let placements = || open.iter().copied().filter(|call| !region.drafts[call].0.is_consultation);
    assert_eq!(open.len() - placements().count(), 1, "one consultation");
    let offered = |call: &CallRef| {
        region
            .places
            .iter()
            .filter_map(|place| place.live_claim(now()))
            .any(|claim| claim.call == call_id(*call) && claim.kind == ClaimKind::Offer)
    };
    assert_eq!(placements().filter(offered).count(), 1, "one awaits its answer");
    let marks: Vec<_> = placements()
        .filter(|call| !offered(call))
        .map(|call| ClockMark::for_time_left(region.drafts[&call].1 + TimeDelta::minutes(120) - now()))
        .collect();
    for mark in [ClockMark::Calm, ClockMark::Hour, ClockMark::HalfHour, ClockMark::Quarter, ClockMark::Over] {
        assert!(marks.contains(&mark), "no call at {mark:?}");
    }
    assert_eq!(marks.iter().filter(|mark| **mark == ClockMark::Over).count(), 1);
    let found = |call: CallRef| -> UnitMatches {
        match_units(&region.request(call), &region.list(), |_| None, Order::OwnerFirst, now())
    };
    let behaviour: Vec<_> =
        placements().filter(|call| region.drafts[call].0.basis == Some(BasisCode::A4_4)).collect();
    let [behaviour] = behaviour[..] else { panic!("{behaviour:?}") };
    assert!(found(behaviour).fits.is_empty(), "nothing is free for § 4-4");
    assert!(placements().filter(|call| !found(*call).fits.is_empty()).count() >= 4);
    assert!(region.offers > 100);
}

#[test]
fn any_number_of_places_and_calls_can_be_played() {
    for (places, calls) in [(0, 3), (1, 1), (5, 8), (40, 0), (40, 30), (600, 12)] {
        let rows = list(9, places);
        let region = Evening::play(&rows, &plan(9, &rows, &municipalities(), calls));
        let expected = if places == 0 { calls.min(OPEN_CALLS) } else { calls };
        assert_eq!(region.open_calls().len(), expected, "{places} places");
        let standing = region.standing(None);
        assert_eq!(standing.iter().sum::<usize>(), places);
        // In a short list a story may find no place for it.
        assert!(places < PLACES || standing.iter().all(|count| *count > 0), "{places}: {standing:?}");
    }
}
