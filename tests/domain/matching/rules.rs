//! One rule, one example. The names say the rules.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::NeedEffect;
use akuttvakt::domain::child::Age;
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::matching::{Fact, Order, PlaceMatch, Request, match_place, match_places};
use akuttvakt::domain::measure::{MeasureKind, Ownership, TargetGroup, Wish};
use akuttvakt::domain::municipality::MunicipalityNumber;
use akuttvakt::domain::unit::{Place, PlaceState, Unit};
use chrono::TimeDelta;

use super::world::{List, child, claim, home, hours_ago, need, now, place, point_of, request};

/// Furuly with two free places, and the girl of 9 it fits; each test changes what its rule is about.
struct Case {
    list: List,
    request: Request,
}

impl Case {
    fn new() -> Self {
        Self {
            list: List { units: vec![home(1, "Furuly")], places: vec![place(1, 1, 1), place(2, 1, 2)] },
            request: request(),
        }
    }

    fn unit(mut self, change: impl FnOnce(&mut Unit)) -> Self {
        change(&mut self.list.units[0]);
        self
    }

    fn kind(self, kind: MeasureKind) -> Self {
        self.unit(|unit| unit.kind = kind)
    }

    fn place(mut self, change: impl FnOnce(&mut Place)) -> Self {
        change(&mut self.list.places[0]);
        self
    }

    fn asks(mut self, change: impl FnOnce(&mut Request)) -> Self {
        change(&mut self.request);
        self
    }

    fn ages(self, ages: &[Age]) -> Self {
        self.asks(|request| request.children = ages.iter().copied().map(child).collect())
    }

    fn wishes(self, wishes: &[Wish]) -> Self {
        self.asks(|request| request.wished = wishes.to_vec())
    }

    /// The first place, matched.
    fn found(&self) -> PlaceMatch {
        match_place(&self.request, &self.list.offerable(), PlaceId(1), point_of, now()).unwrap()
    }

    fn blockers(&self) -> Vec<Fact> {
        self.found().facts.into_iter().filter(Fact::is_blocker).collect()
    }

    fn says(&self, fact: &Fact) -> bool {
        self.found().facts.contains(fact)
    }
}

#[test]
fn a_place_that_fits_reads_wish_clearance_owner_age_and_confirmation_in_that_order() {
    let found = Case::new().found();
    assert_eq!(
        found.facts,
        [
            Fact::WishedKind { kind: MeasureKind::EmergencyHome },
            Fact::Cleared { basis: BasisCode::A4_2, kind: MeasureKind::EmergencyHome },
            Fact::Owner { ownership: Ownership::State },
            Fact::AgeWithin { min: 6, max: 12 },
            Fact::Fresh { at: hours_ago(1) },
        ]
    );
    assert_eq!(found.km, Some(12));
    assert!(found.fits());
}

#[test]
fn everything_in_the_way_is_named_and_what_makes_the_place_unavailable_stands_first() {
    let case = Case::new()
        .place(|place| {
            place.state = PlaceState::IntakeStop;
            place.claim = Some(claim(ClaimKind::Placement, 396, None));
        })
        .unit(|unit| unit.animals = Some(true))
        .ages(&[Age::Years(14), Age::Weeks(2), Age::Years(8)])
        .asks(|request| {
            request.basis = Some(BasisCode::A5_1);
            request.wished = vec![Wish::FosterHome];
            request.needs = vec![need("allergi", NeedEffect::NoAnimals)];
        });
    assert_eq!(
        case.blockers(),
        [
            Fact::Occupied { call: CallId(396), at: hours_ago(2) },
            Fact::OutOfUse { state: PlaceState::IntakeStop, since: hours_ago(100) },
            Fact::OtherKind { kind: MeasureKind::EmergencyHome },
            Fact::NotCleared { basis: BasisCode::A5_1, kind: MeasureKind::EmergencyHome },
            Fact::AgeOutside { min: 6, max: 12 },
            Fact::NotClearedForInfants,
            Fact::TooFewPlaces { children: 3, room: 1 },
            Fact::NeedNotMet { need: "allergi".to_owned() },
        ]
    );
}

#[test]
fn a_home_not_cleared_for_the_basis_is_out() {
    let case = Case::new().unit(|unit| unit.bases = vec![BasisCode::A4_1]);
    let (basis, kind) = (BasisCode::A4_2, MeasureKind::EmergencyHome);
    assert_eq!(case.blockers(), [Fact::NotCleared { basis, kind }]);
}

#[test]
fn without_a_basis_nothing_is_said_of_clearance() {
    let facts = Case::new().asks(|request| request.basis = None).found().facts;
    assert!(!facts.iter().any(|fact| matches!(fact, Fact::Cleared { .. } | Fact::NotCleared { .. })));
}

#[test]
fn a_basis_that_names_institutions_warns_of_a_home_and_never_blocks_it() {
    let basis = BasisCode::A4_4;
    for bases in [vec![], vec![basis]] {
        let case = Case::new().asks(|request| request.basis = Some(basis)).unit(|unit| unit.bases = bases);
        assert!(case.says(&Fact::BasisNamesInstitutions { basis }));
        assert_eq!(case.blockers(), []);
    }
}

#[test]
fn an_institution_not_approved_for_such_a_basis_is_out_and_an_approved_one_is_not_warned_of() {
    let (basis, kind) = (BasisCode::A4_4, MeasureKind::AcuteInstitution);
    let case =
        Case::new().kind(kind).wishes(&[Wish::Institution]).asks(|request| request.basis = Some(basis));
    assert_eq!(case.blockers(), [Fact::NotCleared { basis, kind }]);
    let approved = case.unit(|unit| unit.bases = vec![basis]);
    assert_eq!(approved.blockers(), []);
    assert!(!approved.says(&Fact::BasisNamesInstitutions { basis }));
}

#[test]
fn every_child_of_a_group_must_be_within_the_age_range_its_ends_included() {
    assert!(Case::new().ages(&[Age::Years(6), Age::Years(12)]).says(&Fact::AgeWithin { min: 6, max: 12 }));
    for outside in [Age::Years(5), Age::Years(13), Age::Months(35)] {
        let case = Case::new().ages(&[Age::Years(9), outside]);
        assert_eq!(case.blockers(), [Fact::AgeOutside { min: 6, max: 12 }], "{outside:?}");
    }
}

#[test]
fn an_unknown_age_is_asked_for_and_matched_by_measure_only() {
    for ages in [&[Age::Unknown][..], &[]] {
        let case = Case::new().ages(ages);
        assert!(case.says(&Fact::AgeUnknown));
        assert!(!case.says(&Fact::AgeWithin { min: 6, max: 12 }));
        assert_eq!(case.blockers(), []);
    }
}

#[test]
fn a_known_age_still_counts_beside_an_unknown_one() {
    let case = Case::new().ages(&[Age::Unknown, Age::Years(15)]);
    assert!(case.says(&Fact::AgeUnknown));
    assert_eq!(case.blockers(), [Fact::AgeOutside { min: 6, max: 12 }]);
}

#[test]
fn an_infant_goes_to_an_emergency_or_foster_home_cleared_from_birth_and_nowhere_else() {
    for age in [Age::Years(0), Age::Months(11), Age::Weeks(3), Age::Unborn(None)] {
        for kind in MeasureKind::ALL.iter().copied() {
            let home = matches!(kind, MeasureKind::EmergencyHome | MeasureKind::FosterHome);
            let case = Case::new().kind(kind).unit(|unit| unit.age_min = 0).wishes(&[]).ages(&[age]);
            assert_eq!(case.says(&Fact::NotClearedForInfants), !home, "{age:?} in {kind:?}");
            let from_one = case.unit(|unit| unit.age_min = 1);
            assert!(from_one.says(&Fact::NotClearedForInfants), "{age:?} in {kind:?} from 1 year");
        }
    }
    let one_year = Case::new().unit(|unit| unit.age_min = 1).ages(&[Age::Months(12)]);
    assert!(!one_year.says(&Fact::NotClearedForInfants));
}

#[test]
fn a_centre_for_parents_and_children_takes_an_infant_when_the_municipality_wishes_for_it() {
    let case =
        Case::new().kind(MeasureKind::FamilyCentre).unit(|unit| unit.age_min = 0).ages(&[Age::Weeks(1)]);
    assert_eq!(case.wishes(&[Wish::FamilyCentre]).blockers(), []);
}

#[test]
fn another_kind_than_wished_is_out() {
    let case = Case::new().wishes(&[Wish::Institution, Wish::Care]);
    assert_eq!(case.blockers(), [Fact::OtherKind { kind: MeasureKind::EmergencyHome }]);
}

#[test]
fn without_a_wish_no_kind_is_out() {
    for kind in MeasureKind::ALL.iter().copied() {
        assert_eq!(Case::new().kind(kind).wishes(&[]).blockers(), [], "{kind:?}");
    }
}

#[test]
fn under_13_without_a_wish_prefers_an_emergency_home_and_blocks_nothing() {
    let case = |years| Case::new().wishes(&[]).ages(&[Age::Years(years)]);
    assert!(case(12).says(&Fact::HomePreferredUnder13));
    assert!(!case(13).says(&Fact::HomePreferredUnder13));
    assert!(!case(12).kind(MeasureKind::FosterHome).says(&Fact::HomePreferredUnder13));
    assert!(!Case::new().says(&Fact::HomePreferredUnder13), "the wish says more than the preference");
}

#[test]
fn a_unit_whose_list_lacks_the_wished_target_group_is_out_and_one_that_lists_none_is_not() {
    let case = |groups: &[TargetGroup]| {
        Case::new()
            .kind(MeasureKind::TreatmentInstitution)
            .wishes(&[Wish::TreatmentLow])
            .unit(|unit| unit.target_groups = groups.to_vec())
    };
    let (low, high) = (TargetGroup::TreatmentLow, TargetGroup::TreatmentHigh);
    assert_eq!(case(&[high]).blockers(), [Fact::NotTargetGroup { group: low }]);
    assert!(case(&[high, low]).says(&Fact::TargetGroup { group: low }));
    assert_eq!(case(&[]).blockers(), []);
    assert!(!case(&[]).says(&Fact::TargetGroup { group: low }), "not known is not approved");
    let either = case(&[high]).wishes(&[Wish::TreatmentLow, Wish::TreatmentHigh]);
    assert_eq!(either.blockers(), [], "any of the wishes will do");
}

#[test]
fn siblings_need_as_many_free_places_of_one_unit_as_they_are() {
    let two = [Age::Years(8), Age::Years(10)];
    assert!(Case::new().ages(&two).says(&Fact::RoomForSiblings { children: 2 }));
    let full = |mut case: Case| {
        case.list.places[1].claim = Some(claim(ClaimKind::Placement, 396, None));
        case
    };
    assert_eq!(full(Case::new()).ages(&two).blockers(), [Fact::TooFewPlaces { children: 2, room: 1 }]);
    assert_eq!(full(Case::new()).blockers(), [], "one child is not a group");
    let small = Case::new().ages(&two).unit(|unit| unit.max_siblings = 1);
    assert_eq!(small.blockers(), [Fact::TooFewPlaces { children: 2, room: 1 }]);
}

#[test]
fn a_child_that_counts_double_needs_two_free_places_and_is_told_so() {
    let double = |children: &[Age]| {
        let mut case = Case::new().ages(children);
        case.request.counts_double = true;
        case
    };
    let one = [Age::Years(9)];
    assert_eq!(double(&one).blockers(), []);
    assert!(double(&one).says(&Fact::CountsDouble { places: 2 }));
    let mut full = double(&one);
    full.list.places[1].claim = Some(claim(ClaimKind::Placement, 396, None));
    let too_few = || Fact::TooFewForDouble { places: 2, free: 1 };
    assert_eq!(full.blockers(), [too_few()]);
    assert!(too_few().is_capacity());
    // A second place that the call holds is there.
    let mut held = double(&one);
    held.list.places[1].claim = Some(claim(ClaimKind::Hold, 412, Some(now() + TimeDelta::minutes(1))));
    assert_eq!(held.blockers(), []);
    let two = double(&[Age::Years(8), Age::Years(10)]);
    assert_eq!(two.blockers(), [Fact::TooFewForDouble { places: 4, free: 2 }]);
    assert!(!Case::new().says(&Fact::CountsDouble { places: 2 }), "nothing says so by itself");
}

#[test]
fn places_held_by_the_same_call_count_as_room_and_places_out_of_use_do_not() {
    let two = [Age::Years(8), Age::Years(10)];
    let second = |change: fn(&mut Place)| {
        let mut case = Case::new().ages(&two);
        change(&mut case.list.places[1]);
        case.blockers()
    };
    let later = now() + TimeDelta::minutes(10);
    assert_eq!(
        second(|place| place.claim = Some(claim(ClaimKind::Hold, 412, Some(now() + TimeDelta::minutes(1))))),
        []
    );
    let too_few = [Fact::TooFewPlaces { children: 2, room: 1 }];
    assert_eq!(second(|place| place.claim = Some(claim(ClaimKind::Offer, 412, None))), too_few);
    assert_eq!(second(|place| place.state = PlaceState::Holiday), too_few);
    let mut other = Case::new().ages(&two);
    other.list.places[1].claim = Some(claim(ClaimKind::Hold, 411, Some(later)));
    assert_eq!(other.blockers(), too_few);
}

#[test]
fn an_animal_is_in_the_way_of_an_allergy_and_an_unknown_one_is_asked_about() {
    let case = |animals| {
        Case::new()
            .unit(|unit| unit.animals = animals)
            .asks(|request| request.needs = vec![need("allergi", NeedEffect::NoAnimals)])
    };
    let need = || "allergi".to_owned();
    assert_eq!(case(Some(true)).blockers(), [Fact::NeedNotMet { need: need() }]);
    assert!(case(None).says(&Fact::NeedToAsk { need: need() }) && case(None).blockers().is_empty());
    assert!(case(Some(false)).says(&Fact::NeedMet { need: need() }));
}

#[test]
fn other_children_are_in_the_way_of_a_child_who_must_be_alone() {
    let case = |children| {
        Case::new()
            .unit(|unit| unit.other_children = children)
            .asks(|request| request.needs = vec![need("alene", NeedEffect::NoOtherChildren)])
    };
    let need = || "alene".to_owned();
    assert_eq!(case(Some(true)).blockers(), [Fact::NeedNotMet { need: need() }]);
    assert!(case(None).says(&Fact::NeedToAsk { need: need() }) && case(None).blockers().is_empty());
    assert!(case(Some(false)).says(&Fact::NeedMet { need: need() }));
}

#[test]
fn any_other_need_is_a_note_and_its_detail_stays_with_the_call() {
    let case = Case::new().asks(|request| request.needs = vec![need("rullestol", NeedEffect::Note)]);
    assert!(case.says(&Fact::NeedNoted { need: "rullestol".to_owned() }));
    assert_eq!(case.blockers(), []);
}

#[test]
fn a_hold_is_in_the_way_of_other_calls_until_it_lapses_and_never_of_its_own() {
    let until = now() + TimeDelta::milliseconds(1);
    let case = |call, until| {
        Case::new().place(|place| place.claim = Some(claim(ClaimKind::Hold, call, Some(until))))
    };
    let held = Fact::Held { call: CallId(411), by: "Per S.".to_owned(), until: Some(until) };
    assert_eq!(case(411, until).blockers(), [held]);
    assert_eq!(case(411, now()).blockers(), [], "it lapsed this millisecond");
    assert_eq!(case(412, until).blockers(), []);
    assert_eq!(case(412, until).found().facts[0], Fact::HeldByThisCall { until: Some(until) });
    let typing = case(412, until).asks(|request| request.call = None);
    assert!(!typing.found().fits(), "a call still being typed holds nothing");
}

#[test]
fn an_offer_is_in_the_way_of_its_own_call_too() {
    for call in [411, 412] {
        let case = Case::new().place(|place| place.claim = Some(claim(ClaimKind::Offer, call, None)));
        let offered = Fact::Offered { call: CallId(call), by: "Per S.".to_owned(), at: hours_ago(2) };
        assert_eq!(case.blockers(), [offered]);
    }
}

#[test]
fn a_place_out_of_use_is_out_in_every_state_even_while_the_call_holds_it() {
    for state in PlaceState::ALL.iter().copied().filter(|state| *state != PlaceState::Free) {
        let case = Case::new().place(|place| {
            place.state = state;
            place.claim = Some(claim(ClaimKind::Hold, 412, Some(now() + TimeDelta::minutes(5))));
        });
        assert_eq!(case.blockers(), [Fact::OutOfUse { state, since: hours_ago(100) }]);
    }
}

#[test]
fn an_old_confirmation_is_told_and_is_never_in_the_way() {
    let confirmed = |milliseconds: i64| {
        let at = hours_ago(24) - TimeDelta::milliseconds(milliseconds);
        let case = Case::new().place(|place| {
            if let Some(confirmed) = &mut place.confirmed {
                confirmed.at = at;
            }
        });
        (case, at)
    };
    let (fresh, at) = confirmed(0);
    assert!(fresh.says(&Fact::Fresh { at }));
    let (stale, at) = confirmed(1);
    assert!(stale.says(&Fact::Stale { at: Some(at) }) && stale.blockers().is_empty());
    let never = Case::new().place(|place| place.confirmed = None);
    assert!(never.says(&Fact::Stale { at: None }) && never.blockers().is_empty());
}

#[test]
fn without_a_point_the_distance_is_not_known() {
    assert_eq!(Case::new().asks(|request| request.from = None).found().km, None);
    let nowhere = MunicipalityNumber::parse("3499").unwrap();
    assert_eq!(Case::new().unit(|unit| unit.municipality = nowhere).found().km, None);
}

/// A unit and what is changed of its one place.
type Listed = (Unit, fn(&mut Place));

/// Names in the order the places come.
fn order(request: &Request, order: Order, units: Vec<Listed>) -> Vec<String> {
    let mut list = List { units: Vec::new(), places: Vec::new() };
    for (at, (unit, change)) in (1_i64..).zip(units) {
        let mut place = place(at, at, 1);
        change(&mut place);
        list.units.push(Unit { id: akuttvakt::domain::ids::UnitId(at), ..unit });
        list.places.push(place);
    }
    let matches = match_places(request, &list.offerable(), point_of, order, now());
    let name = |found: &PlaceMatch| list.unit_of(list.place(found.place)).name.clone();
    matches.fits.iter().chain(&matches.out).map(name).collect()
}

fn as_is(_: &mut Place) {}

fn never_confirmed(place: &mut Place) {
    place.confirmed = None;
}

fn on_holiday(place: &mut Place) {
    place.state = PlaceState::Holiday;
}

fn far(unit: Unit) -> Unit {
    Unit { municipality: MunicipalityNumber::parse("5501").unwrap(), ..unit }
}

#[test]
fn the_first_named_wish_comes_first() {
    let institution = Unit { kind: MeasureKind::AcuteInstitution, ..home(0, "Åsen") };
    let units = || -> Vec<Listed> { vec![(home(0, "Furuly"), as_is), (institution.clone(), as_is)] };
    let wishing = |wished| Request { wished, ..request() };
    let both = wishing(vec![Wish::Institution, Wish::EmergencyHome]);
    assert_eq!(order(&both, Order::OwnerFirst, units()), ["Åsen", "Furuly"]);
    let both = wishing(vec![Wish::EmergencyHome, Wish::Institution]);
    assert_eq!(order(&both, Order::OwnerFirst, units()), ["Furuly", "Åsen"]);
}

#[test]
fn under_13_without_a_wish_emergency_homes_come_first_and_from_13_they_do_not() {
    let institution = Unit { kind: MeasureKind::AcuteInstitution, ..home(0, "Elvebakken") };
    let units = || -> Vec<Listed> { vec![(institution.clone(), as_is), (home(0, "Furuly"), as_is)] };
    let young = Request { wished: Vec::new(), ..request() };
    assert_eq!(order(&young, Order::OwnerFirst, units()), ["Furuly", "Elvebakken"]);
    let older = Request { children: vec![child(Age::Years(13))], ..young };
    assert_eq!(order(&older, Order::OwnerFirst, units()), ["Elvebakken", "Furuly"]);
}

#[test]
fn owner_first_is_owner_then_fresh_then_distance_then_name() {
    let private = Unit { ownership: Ownership::Framework, ..home(0, "Lillehagen") };
    let units: Vec<Listed> = vec![
        (private, as_is),
        (home(0, "Tunet"), never_confirmed),
        (far(home(0, "Bråten")), as_is),
        (home(0, "Solbakken"), as_is),
        (home(0, "Furuly"), as_is),
    ];
    let expected = ["Furuly", "Solbakken", "Bråten", "Tunet", "Lillehagen"];
    assert_eq!(order(&request(), Order::OwnerFirst, units), expected);
}

#[test]
fn distance_first_is_distance_then_owner_and_an_unknown_distance_comes_last() {
    let private = Unit { ownership: Ownership::Framework, ..home(0, "Lillehagen") };
    let nowhere = Unit { municipality: MunicipalityNumber::parse("3499").unwrap(), ..home(0, "Vika") };
    let units: Vec<Listed> = vec![
        (nowhere, as_is),
        (far(home(0, "Bråten")), as_is),
        (private, as_is),
        (home(0, "Solbakken"), as_is),
    ];
    let expected = ["Solbakken", "Lillehagen", "Bråten", "Vika"];
    assert_eq!(order(&request(), Order::DistanceFirst, units), expected);
}

#[test]
fn what_is_out_comes_with_the_least_in_the_way_first() {
    let other_age = |name| Unit { age_max: 8, ..home(0, name) };
    let units: Vec<Listed> = vec![
        (other_age("Heimen"), on_holiday),
        (far(home(0, "Vika")), on_holiday),
        (home(0, "Granlia"), on_holiday),
        (far(home(0, "Furuly")), as_is),
    ];
    let expected = ["Furuly", "Granlia", "Vika", "Heimen"];
    assert_eq!(order(&request(), Order::OwnerFirst, units), expected);
}
