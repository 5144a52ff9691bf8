//! Where the fourteen steps stand, from open to done, in office hours and out of them, by the routines there are.

use akuttvakt::catalog::Catalog;
use akuttvakt::domain::call::{Call, CallKind};
use akuttvakt::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use akuttvakt::domain::ids::{CallId, FollowUpId, OfferId};
use akuttvakt::domain::offer::{Answer, Offer};
use akuttvakt::domain::routine::{Routine, StepKey, StepScope};
use akuttvakt::domain::settings::Rules;
use akuttvakt::domain::steps::{Known, Standing, StepEnd, StepSettled, StepState, of_call};
use chrono::{DateTime, TimeDelta, Utc};

use crate::fixtures::{after, at, call, offer};

/// Region øst's, and the national one.
fn routines() -> [Routine; 2] {
    let catalog = Catalog::load().unwrap();
    ["ost-1", "nasjonal-1"].map(|version| catalog.routine(version).unwrap().clone())
}

/// What is known of call 412.
struct Case {
    call: Call,
    offers: Vec<Offer>,
    follow_ups: Vec<FollowUp>,
    settled: Vec<StepSettled>,
    rules: Rules,
}

impl Case {
    /// A call in the night to Saturday, without an offer.
    fn new() -> Self {
        Self {
            call: call(None),
            offers: Vec::new(),
            follow_ups: Vec::new(),
            settled: Vec::new(),
            rules: Rules::from_lookup(|_| None),
        }
    }

    /// The same, but everything three days later, on a Tuesday at noon.
    fn in_hours() -> Self {
        let mut case = Self::new();
        let later = TimeDelta::hours(3 * 24 + 10);
        case.call.first_contact_at += later;
        case.call.received_at = case.call.received_at.map(|at| at + later);
        case.call.deadline = case.call.deadline.map(|at| at + later);
        case
    }

    fn with_offer(mut self, answer: Option<Answer>) -> Self {
        let received = self.call.received_at.unwrap();
        let mut given = offer(&[1, 2, 3], answer);
        given.at = received + TimeDelta::minutes(30);
        given.answered_at = answer.map(|_| received + TimeDelta::minutes(60));
        given.id = OfferId(i64::try_from(self.offers.len()).unwrap() + 1);
        self.offers.push(given);
        self
    }

    fn with_task(mut self, step: StepKey, due_at: DateTime<Utc>) -> Self {
        let id = FollowUpId(i64::try_from(self.follow_ups.len()).unwrap() + 1);
        self.follow_ups.push(FollowUp {
            id,
            kind: FollowUpKind::Step,
            call: self.call.id,
            offer: None,
            item: None,
            place: None,
            step: Some(step),
            enquiry: None,
            paper: None,
            child: None,
            due_at,
            owner: Owner::Department,
            by: "Kari N.".to_owned(),
            is_moved: false,
        });
        self
    }

    fn settled(mut self, step: StepKey, end: StepEnd) -> Self {
        let (call, by) = (self.call.id, "Kari N.".to_owned());
        self.settled.push(StepSettled { call, step, end, at: after(500), by, has_note: false });
        self
    }

    fn standings(&self, routine: &Routine) -> Vec<Standing> {
        let (call, rules) = (&self.call, &self.rules);
        let (offers, follow_ups, settled) = (&self.offers, &self.follow_ups, &self.settled);
        of_call(routine, &Known { call, offers, follow_ups, settled, rules })
    }

    fn of(&self, routine: &Routine, step: StepKey) -> Option<Standing> {
        self.standings(routine).into_iter().find(|standing| standing.step == step)
    }

    fn state(&self, routine: &Routine, step: StepKey) -> StepState {
        self.of(routine, step).unwrap().state
    }
}

fn open(due_at: Option<DateTime<Utc>>) -> StepState {
    StepState::Open { due_at }
}

#[test]
fn a_request_has_the_steps_of_its_hours_in_their_order() {
    for routine in routines() {
        let steps = |case: &Case| -> Vec<StepKey> {
            case.standings(&routine).into_iter().map(|standing| standing.step).collect()
        };
        let without = |left_out: StepKey| -> Vec<StepKey> {
            StepKey::ALL.iter().copied().filter(|step| *step != left_out).collect()
        };
        assert_eq!(steps(&Case::new()), without(StepKey::ClearWithHead), "in the night");
        assert_eq!(steps(&Case::in_hours()), without(StepKey::InformUnit), "at noon");
        // It is the placement that decides: asked for at noon, placed in the night.
        let mut late = Case::in_hours().with_offer(Some(Answer::Accepted));
        late.offers[0].answered_at = Some(late.call.received_at.unwrap() + TimeDelta::hours(10));
        assert_eq!(steps(&late), without(StepKey::ClearWithHead));
        // A task of other hours is shown as long as it is open.
        let moved = Case::in_hours().with_task(StepKey::InformUnit, after(900));
        assert_eq!(steps(&moved), StepKey::ALL);
        let mut talk = Case::new();
        talk.call.kind = CallKind::Consultation;
        assert_eq!(talk.standings(&routine), []);
    }
}

#[test]
fn every_step_before_anything_was_done() {
    let [ost, _] = routines();
    let case = Case::new();
    let waits = |step| StepState::Waits { step };
    let expected = [
        (StepKey::Received, StepState::Done { at: at() }),
        (StepKey::Clarify, open(None)),
        (StepKey::SearchBasis, open(Some(after(120)))),
        (StepKey::Allocate, open(Some(after(120)))),
        (StepKey::InformUnit, waits(StepKey::Allocate)),
        (StepKey::Database, StepState::Others),
        (StepKey::Birk, waits(StepKey::Allocate)),
        (StepKey::Commitment, waits(StepKey::Allocate)),
        (StepKey::ContactMeasure, open(None)),
        (StepKey::Arrival, StepState::Others),
        (StepKey::ClarificationMeeting, waits(StepKey::Allocate)),
        (StepKey::Onward, open(None)),
        (StepKey::NotifyNit, waits(StepKey::ClarificationMeeting)),
    ];
    let found: Vec<_> =
        case.standings(&ost).into_iter().map(|standing| (standing.step, standing.state)).collect();
    assert_eq!(found, expected);
    assert_eq!(Case::in_hours().state(&ost, StepKey::ClearWithHead), open(None));
    let mut called = Case::new();
    called.call.received_at = None;
    called.call.first_contact_at = after(-30);
    assert_eq!(called.state(&ost, StepKey::Received), StepState::Done { at: after(-30) });
}

#[test]
fn an_act_does_the_step_it_is_about() {
    let [ost, _] = routines();
    let given = Case::new().with_offer(None);
    for step in [StepKey::Clarify, StepKey::SearchBasis, StepKey::Allocate] {
        assert_eq!(given.state(&ost, step), StepState::Done { at: after(30) }, "{step:?}");
    }
    assert_eq!(given.state(&ost, StepKey::Birk), StepState::Waits { step: StepKey::Allocate });
    let mut undone = Case::new().with_offer(None);
    undone.offers[0].voided_at = Some(after(31));
    assert_eq!(undone.state(&ost, StepKey::Allocate), open(Some(after(120))));
    // The talk with a measure that came to nothing is not the talk with the one the child lives at.
    let mut other = Case::new().with_offer(Some(Answer::Declined)).with_offer(Some(Answer::Accepted));
    other.offers[0].cleared_at = Some(after(20));
    assert_eq!(other.state(&ost, StepKey::ContactMeasure), open(None));
    other.offers[1].cleared_at = Some(after(65));
    assert_eq!(other.state(&ost, StepKey::ContactMeasure), StepState::Done { at: after(65) });
    // All have arrived, or none has: siblings at two places.
    let mut apart = Case::new().with_offer(Some(Answer::Accepted)).with_offer(Some(Answer::Accepted));
    assert_eq!(apart.state(&ost, StepKey::Arrival), StepState::Others);
    (apart.offers[0].has_arrived, apart.offers[0].arrived_at) = (true, Some(after(200)));
    assert_eq!(apart.state(&ost, StepKey::Arrival), StepState::Others, "one is on its way");
    (apart.offers[1].has_arrived, apart.offers[1].arrived_at) = (true, Some(after(240)));
    assert_eq!(apart.state(&ost, StepKey::Arrival), StepState::Done { at: after(240) });
    // A meeting that has its time was called.
    let mut called = Case::new().with_offer(Some(Answer::Accepted));
    assert_eq!(called.state(&ost, StepKey::ClarificationMeeting), open(None));
    (called.call.meeting_at, called.call.meeting_set_at) = (Some(after(5000)), Some(after(3000)));
    assert_eq!(called.state(&ost, StepKey::ClarificationMeeting), StepState::Done { at: after(3000) });
    assert_eq!(called.state(&ost, StepKey::NotifyNit), open(None));
}

#[test]
fn a_task_is_due_on_its_day_and_late_when_the_offices_close() {
    let [ost, _] = routines();
    // Monday at eight, in winter.
    let monday: DateTime<Utc> = "2026-11-23T07:00:00Z".parse().unwrap();
    for step in [
        StepKey::InformUnit,
        StepKey::Birk,
        StepKey::Commitment,
        StepKey::ClarificationMeeting,
        StepKey::NotifyNit,
    ] {
        let case = Case::new().with_offer(Some(Answer::Accepted)).with_task(step, monday);
        let standing = case.of(&ost, step).unwrap();
        assert_eq!((standing.state.clone(), standing.owner), (open(Some(monday)), Owner::Department));
        assert_eq!(standing.task, Some(FollowUpId(1)), "{step:?}");
        let closes = monday + TimeDelta::minutes(450);
        assert!(!standing.is_late(&case.rules, closes - TimeDelta::minutes(1)), "{step:?}");
        assert!(standing.is_late(&case.rules, closes), "{step:?}");
        assert!(!case.follow_ups[0].is_late(&case.rules, closes - TimeDelta::minutes(1)));
        assert!(case.follow_ups[0].is_late(&case.rules, closes));
    }
    // What is due within the limit is late at that minute.
    let case = Case::new();
    let allocate = case.of(&ost, StepKey::Allocate).unwrap();
    assert!(!allocate.is_late(&case.rules, after(119)) && allocate.is_late(&case.rules, after(120)));
}

#[test]
fn a_step_settled_by_a_key_is_done_whatever_else_is_known() {
    let [ost, _] = routines();
    for step in StepKey::ALL {
        let base = || if *step == StepKey::ClearWithHead { Case::in_hours() } else { Case::new() };
        let settled = base().with_offer(None).settled(*step, StepEnd::Done);
        assert_eq!(settled.state(&ost, *step), StepState::Done { at: after(500) }, "{step:?}");
        let settled = base().settled(*step, StepEnd::NotRelevant);
        let standing = settled.of(&ost, *step).unwrap();
        assert_eq!(standing.state, StepState::NotRelevant, "{step:?}");
        assert!(!standing.is_late(&settled.rules, after(100_000)));
        // Another call's is not this one's.
        let mut other = base().settled(*step, StepEnd::NotRelevant);
        other.settled[0].call = CallId(7);
        assert_eq!(other.state(&ost, *step), base().state(&ost, *step));
    }
}

#[test]
fn others_steps_are_shown_and_never_late() {
    for routine in routines() {
        let others: Vec<StepKey> = routine
            .steps
            .iter()
            .filter(|step| step.scope == StepScope::Others)
            .map(|step| step.key)
            .collect();
        assert!(others.contains(&StepKey::Database) && others.contains(&StepKey::Arrival));
        // Out of hours the managers of the institutions tell the unit, but not where one team takes every call.
        let is_national = routine.region.is_none();
        assert_eq!(others.contains(&StepKey::InformUnit), is_national);
        for step in others {
            // Even a task that an earlier version of the program made is not late.
            let case = Case::new().with_offer(Some(Answer::Accepted)).with_task(step, after(1));
            let standing = case.of(&routine, step).unwrap();
            assert_eq!(standing.state, StepState::Others, "{step:?}");
            assert!(!standing.is_late(&case.rules, after(1_000_000)), "{step:?}");
        }
    }
}
