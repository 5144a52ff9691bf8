//! Deviations: what each may become, both scales by their day, cases and children counted over linked calls.

use std::collections::{BTreeMap, BTreeSet};

use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::deviation::{
    DeviationFacts, DeviationOutcome, DeviationState, Scheme, Supervision, SupervisionBy, SupervisionResult,
    count, most_severe,
};
use akuttvakt::domain::ids::{CallId, ChildId, DeviationId};
use akuttvakt::domain::question::{DeviationPage, Question, Told};
use akuttvakt::domain::refusal::{BadValue, Refusal, Stale};
use chrono::{DateTime, TimeDelta, Utc};

use crate::fixture::Fixture;
use crate::support::dice::Dice;

/// A day of the scale of three levels.
fn before() -> DateTime<Utc> {
    "2023-06-01T00:00:00Z".parse().unwrap()
}

/// When 2024 began in Norway, and with it the scale of five levels.
fn midnight() -> DateTime<Utc> {
    "2023-12-31T23:00:00Z".parse().unwrap()
}

impl Fixture {
    fn page(&mut self) -> DeviationPage {
        match self.store.tell(&Question::Deviations, self.now).unwrap() {
            Told::Deviations(page) => page,
            other => panic!("{other:?}"),
        }
    }

    fn draft(&mut self, call: CallId, child: ChildId) -> DeviationId {
        match self.run(Command::DraftDeviation { call, child: Some(child) }) {
            Outcome::DeviationSet { deviation, state: DeviationState::Draft, .. } => deviation,
            other => panic!("{other:?}"),
        }
    }

    fn facts(&mut self, id: DeviationId) -> DeviationFacts {
        self.store.deviation(id).unwrap().0.facts
    }

    fn state(&mut self, id: DeviationId) -> DeviationState {
        self.store.deviation(id).unwrap().0.state
    }

    fn child_of(&mut self, call: CallId) -> ChildId {
        let now = self.now;
        self.store.board(now).unwrap().call(call).unwrap().children[0].id
    }
}

fn edit(deviation: DeviationId, facts: DeviationFacts) -> Command {
    Command::EditDeviation { deviation, facts: Box::new(facts), note: None }
}

#[test]
fn a_case_is_drafted_registered_and_closed_once_each() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let child = fixture.child_of(call);
    let id = fixture.draft(call, child);
    let second = Command::DraftDeviation { call, child: Some(child) };
    assert_eq!(fixture.refused(&second), Refusal::Stale(Stale::HasDeviation { child, deviation: id }));
    fixture.later(5);
    fixture.run(Command::RegisterDeviation { deviation: id });
    assert_eq!(fixture.state(id), DeviationState::Registered);
    let again = Command::RegisterDeviation { deviation: id };
    assert_eq!(fixture.refused(&again), Refusal::Stale(Stale::DeviationRegistered(id)));
    // A registered case is corrected as a draft is, and stays registered.
    let facts = DeviationFacts { severity: Some(3), ..fixture.facts(id) };
    fixture.run(edit(id, facts.clone()));
    assert_eq!((fixture.state(id), fixture.facts(id)), (DeviationState::Registered, facts.clone()));
    fixture.later(5);
    let close = Command::CloseDeviation { deviation: id, outcome: DeviationOutcome::SolvedOutside };
    fixture.run(&close);
    assert_eq!(fixture.state(id), DeviationState::Closed);
    for late in [close, edit(id, facts), Command::RegisterDeviation { deviation: id }] {
        assert_eq!(fixture.refused(&late), Refusal::Stale(Stale::DeviationClosed(id)));
    }
    // Supervision comes later, and changes nothing of where it stands.
    let supervision =
        Supervision { by: SupervisionBy::Municipality, at: fixture.now, result: SupervisionResult::Breach };
    fixture.later(5);
    fixture.run(Command::Supervise { deviation: id, supervision });
    let (found, _) = fixture.store.deviation(id).unwrap();
    assert_eq!((found.state, found.supervision), (DeviationState::Closed, Some(supervision)));
    assert_eq!(found.outcome, Some(DeviationOutcome::SolvedOutside));
    // The child still has no place: another case may be drafted.
    let next = fixture.draft(call, child);
    assert_ne!(next, id);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn the_scale_follows_the_day_of_the_first_request() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let child = fixture.child_of(call);
    let id = fixture.draft(call, child);
    let today = fixture.facts(id);
    fixture.run(edit(id, DeviationFacts { severity: Some(5), ..today.clone() }));
    assert_eq!(fixture.store.deviation(id).unwrap().0.scheme, Scheme::Five);
    let old = DeviationFacts { first_request_at: before(), ..today.clone() };
    let too_high = edit(id, DeviationFacts { severity: Some(4), ..old.clone() });
    let refusal = Refusal::BadValue(BadValue::Severity { level: 4, levels: 3 });
    assert_eq!(fixture.refused(&too_high), refusal);
    fixture.run(edit(id, DeviationFacts { severity: Some(3), ..old }));
    assert_eq!(fixture.store.deviation(id).unwrap().0.scheme, Scheme::Three);
    for level in [0, 6] {
        let wrong = edit(id, DeviationFacts { severity: Some(level), ..today.clone() });
        let refusal = Refusal::BadValue(BadValue::Severity { level, levels: 5 });
        assert_eq!(fixture.refused(&wrong), refusal);
    }
}

/// Histories, and after how many of them a fresh database is begun.
const HISTORIES: u64 = 500;
const A_DATABASE: u64 = 50;

/// What was done, counted by hand.
#[derive(Default)]
struct Plain {
    /// Each child with the group it belongs to and its call.
    groups: BTreeMap<ChildId, (u64, CallId)>,
    /// Each case: its child, and how high it stands in sixtieths of its scale.
    cases: BTreeMap<DeviationId, (ChildId, u32)>,
    /// How many there were of each scale and level.
    of_each: BTreeMap<(bool, u8), usize>,
}

impl Plain {
    /// The highest case of each child that has one, by the first child of its group.
    fn highest(&self) -> BTreeMap<ChildId, u32> {
        let mut highest = BTreeMap::new();
        for (child, height) in self.cases.values() {
            let group = self.groups[child].0;
            let first = self.groups.iter().find(|(_, known)| known.0 == group).unwrap().0;
            let known = highest.entry(*first).or_insert(0);
            *known = (*known).max(*height);
        }
        highest
    }
}

impl Plain {
    /// How many children have cases of both scales, and how many have cases in several calls.
    fn of_several_calls(&self, page: &DeviationPage) -> (usize, usize) {
        let mut of_child: BTreeMap<u64, (BTreeSet<bool>, BTreeSet<CallId>)> = BTreeMap::new();
        for found in &page.deviations {
            let (group, call) = self.groups[&found.child];
            let (scales, calls) = of_child.entry(group).or_default();
            scales.insert(found.scheme == Scheme::Five);
            calls.insert(call);
        }
        let both = of_child.values().filter(|(scales, _)| scales.len() == 2).count();
        (both, of_child.values().filter(|(_, calls)| calls.len() > 1).count())
    }
}

#[test]
fn cases_and_children_are_counted_over_linked_calls() {
    let mut fixture = Fixture::empty();
    let mut plain = Plain::default();
    let (mut of_each, mut mixed, mut linked) = (BTreeMap::new(), 0, 0);
    for seed in 0..HISTORIES {
        if seed % A_DATABASE == 0 {
            (fixture, plain) = (Fixture::empty(), Plain::default());
        }
        let mut dice = Dice::from_seed(seed);
        happen(&mut fixture, &mut plain, &mut dice);
        let page = fixture.page();
        let reference = |child| page.reference_of(child);
        of_each.extend(plain.of_each.clone());
        let highest = plain.highest();
        let told = count(&page.deviations, reference);
        assert_eq!(told, (plain.cases.len(), highest.len()), "seed {seed}");
        let worst = most_severe(&page.deviations, reference);
        let worst: BTreeMap<ChildId, u32> =
            worst.into_iter().map(|(child, found)| (child, height(&found.facts))).collect();
        assert_eq!(worst, highest, "seed {seed}");
        if (seed + 1) % A_DATABASE == 0 {
            let (both, several) = plain.of_several_calls(&page);
            mixed += both;
            linked += several;
        }
    }
    assert_eq!(of_each.len(), 4 + 6, "every level of both scales, and not assessed: {of_each:?}");
    assert!(mixed >= 50 && linked >= 50, "children with both scales {mixed}, in several calls {linked}");
}

fn height(facts: &DeviationFacts) -> u32 {
    let levels = if facts.first_request_at < midnight() { 3 } else { 5 };
    u32::from(facts.severity.unwrap_or(0)) * 60 / levels
}

/// A call, perhaps of a child known from another, with a case or two.
fn happen(fixture: &mut Fixture, plain: &mut Plain, dice: &mut Dice) {
    let call = fixture.girl();
    let child = fixture.child_of(call);
    let others: Vec<ChildId> = plain.groups.keys().copied().collect();
    plain.groups.insert(child, (u64::try_from(child.0).unwrap(), call));
    for _ in 0..=dice.roll(2) {
        let id = fixture.draft(call, child);
        let mut facts = fixture.facts(id);
        let just_before = midnight() - TimeDelta::milliseconds(1);
        let first = [facts.first_request_at, facts.first_request_at, midnight(), just_before, before()];
        facts.first_request_at = dice.one_of(&first);
        let is_old = facts.first_request_at < midnight();
        let level = u8::try_from(dice.roll(if is_old { 4 } else { 6 })).unwrap();
        facts.severity = (level > 0).then_some(level);
        plain.cases.insert(id, (child, height(&facts)));
        *plain.of_each.entry((is_old, level)).or_default() += 1;
        fixture.run(edit(id, facts));
        if dice.roll(2) == 0 {
            fixture.run(Command::RegisterDeviation { deviation: id });
        }
        fixture.run(Command::CloseDeviation { deviation: id, outcome: DeviationOutcome::Withdrawn });
        fixture.now += TimeDelta::seconds(1);
    }
    if !others.is_empty() && dice.roll(2) == 0 {
        let other = dice.one_of(&others);
        fixture.run(Command::LinkChild { child, other });
        let group = plain.groups[&other].0;
        plain.groups.insert(child, (group, call));
    }
}
