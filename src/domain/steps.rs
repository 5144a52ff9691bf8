//! Where the steps of the routine stand for a placement request: what is done by an act or by a key, what is due when,
//! whose it is. Computed from what is known, never stored; only what was done by a key is a record of its own.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::board::Board;
use super::call::{Call, CallKind};
use super::call_details::CallDetails;
use super::codes::coded;
use super::follow_up::{FollowUp, FollowUpKind, Owner};
use super::ids::{CallId, FollowUpId};
use super::local_time::{in_norway, moments_of};
use super::offer::Offer;
use super::routine::{DeadlineRule, Routine, RoutineStep, StepKey, StepScope};
use super::settings::Rules;
use super::working_days::{Hours, first_working_day_after, is_working_day, office_hours};

/// Longest that offices are closed in one stretch, in days, and more.
const LONGEST_CLOSED: u64 = 60;

/// The steps that become tasks of a working day once an offer is accepted (routine steps 6, 8, 9 and 12).
pub const AFTER_PLACEMENT: [StepKey; 4] =
    [StepKey::InformUnit, StepKey::Birk, StepKey::Commitment, StepKey::ClarificationMeeting];

/// Whether a step of a working day is about one placement (steps 6, 8 and 9: which placement was made out of hours,
/// which measure was chosen, what the commitment is for), so that each accepted offer has its own; the others are about
/// the case.
#[must_use]
pub const fn is_of_placement(step: StepKey) -> bool {
    matches!(step, StepKey::InformUnit | StepKey::Birk | StepKey::Commitment)
}

coded! {
    /// How a step was settled by a key.
    pub enum StepEnd {
        /// Done.
        Done = "done",
        /// Not relevant for this call.
        NotRelevant = "not_relevant",
    }
}

/// A step that was settled by a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepSettled {
    /// Of which call.
    pub call: CallId,
    /// Which step.
    pub step: StepKey,
    /// How.
    pub end: StepEnd,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Whether something was written about it.
    pub has_note: bool,
}

/// Where a step stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepState {
    /// Done by the act it is about, or by a key.
    Done {
        /// When.
        at: DateTime<Utc>,
    },
    /// Not relevant for this call.
    NotRelevant,
    /// To be done, with its time where the routine gives one.
    Open {
        /// When it is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// Waits for something before it: the placement, or the date of the meeting.
    Waits {
        /// For which step.
        step: StepKey,
    },
    /// Someone else's: shown, never overdue.
    Others,
}

/// A step of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub step: StepKey,
    /// Where it stands.
    pub state: StepState,
    /// The task it is on the list of follow-ups, while there is one.
    pub task: Option<FollowUpId>,
    /// Whose task it is.
    pub owner: Owner,
}

impl Standing {
    /// Whether it is ours, open and late.
    #[must_use]
    pub fn is_late(&self, rules: &Rules, now: DateTime<Utc>) -> bool {
        match self.state {
            StepState::Open { due_at: Some(due) } if self.task.is_some() => closing_of(due, rules) <= now,
            StepState::Open { due_at: Some(due) } => due <= now,
            _ => false,
        }
    }
}

/// When the offices open on the first working day after a moment. Before they open on a working day it is that day:
/// the night belongs to the day before (domain section 1: out of hours is until the offices open).
#[must_use]
pub fn first_working_day(after: DateTime<Utc>, rules: &Rules) -> DateTime<Utc> {
    let local = in_norway(after);
    let today = local.date_naive();
    let is_before = local.time() < rules.office_from && is_working_day(today, &rules.closed_days);
    let day = if is_before { Some(today) } else { first_working_day_after(today, &rules.closed_days) };
    day.and_then(|day| at_on(day, rules.office_from)).unwrap_or(after)
}

/// When the offices closed last before a moment: what came since came out of hours.
#[must_use]
pub fn last_closing(before: DateTime<Utc>, rules: &Rules) -> DateTime<Utc> {
    let today = in_norway(before).date_naive();
    let days = (0..LONGEST_CLOSED).filter_map(|back| today.checked_sub_days(Days::new(back)));
    let working = days.filter(|day| is_working_day(*day, &rules.closed_days));
    let mut closings = working.filter_map(|day| at_on(day, rules.office_to));
    closings.find(|closing| *closing <= before).unwrap_or(before - TimeDelta::days(1))
}

/// The moment the offices close on the day of a moment.
#[must_use]
pub fn closing_of(at: DateTime<Utc>, rules: &Rules) -> DateTime<Utc> {
    at_on(in_norway(at).date_naive(), rules.office_to).map_or(at, |closes| closes.max(at))
}

/// A time of day in Norway; an hour that is skipped comes an hour later.
pub(super) fn at_on(day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
    let local = day.and_time(time);
    moments_of(local).earliest().or_else(|| moments_of(local + TimeDelta::hours(1)).earliest())
}

/// Whether a moment lies in the region's office hours.
#[must_use]
pub fn hours_at(at: DateTime<Utc>, rules: &Rules) -> Hours {
    office_hours(at, rules.office_from, rules.office_to, &rules.closed_days)
}

/// The tasks of a working day that an accepted offer makes, in the order of the routine. The unit is told only of a
/// placement out of hours (routine step 6).
#[must_use]
pub fn tasks_after_placement(accepted_at: DateTime<Utc>, rules: &Rules) -> Vec<(StepKey, DateTime<Utc>)> {
    let due = first_working_day(accepted_at, rules);
    let is_out_of_hours = hours_at(accepted_at, rules) == Hours::OutOfHours;
    let belongs = |step: &StepKey| *step != StepKey::InformUnit || is_out_of_hours;
    AFTER_PLACEMENT.into_iter().filter(belongs).map(|step| (step, due)).collect()
}

/// When the commitment is due: after the meeting once its date is known (routine step 9).
#[must_use]
pub fn commitment_due(meeting_at: DateTime<Utc>, rules: &Rules) -> DateTime<Utc> {
    first_working_day(meeting_at, rules)
}

/// What the steps of a call are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The call.
    pub call: &'a Call,
    /// Offers; those of other calls do not matter.
    pub offers: &'a [Offer],
    /// Open follow-ups.
    pub follow_ups: &'a [FollowUp],
    /// Steps settled by a key.
    pub settled: &'a [StepSettled],
    /// Shared rules.
    pub rules: &'a Rules,
}

impl<'a> Known<'a> {
    /// What the board knows of a call.
    #[must_use]
    pub fn of(board: &'a Board, call: &'a Call) -> Self {
        Self {
            call,
            offers: &board.offers,
            follow_ups: &board.follow_ups,
            settled: &board.steps,
            rules: &board.rules,
        }
    }

    fn offers(&self) -> impl Iterator<Item = &'a Offer> {
        let call = self.call.id;
        self.offers.iter().filter(move |offer| offer.call == call && !offer.is_void())
    }

    /// When the first offer was given.
    fn offered_at(&self) -> Option<DateTime<Utc>> {
        self.offers().map(|offer| offer.at).min()
    }

    /// When the first offer was accepted.
    fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.offers().filter(|offer| offer.is_accepted()).filter_map(|offer| offer.answered_at).min()
    }

    /// When the last child with a place arrived; none while one is on its way.
    fn arrived_at(&self) -> Option<DateTime<Utc>> {
        let accepted = || self.offers().filter(|offer| offer.is_accepted());
        if accepted().any(Offer::is_expected) {
            return None;
        }
        // Of an arrival from before it was kept only the answer is known.
        accepted().filter_map(|offer| offer.arrived_at.or(offer.answered_at)).max()
    }

    /// The hours it belongs to: those of the placement, before it those of the referral or the first talk.
    #[must_use]
    pub fn hours(&self) -> Hours {
        let begun = self.call.received_at.unwrap_or(self.call.first_contact_at);
        hours_at(self.accepted_at().unwrap_or(begun), self.rules)
    }

    fn task(&self, step: StepKey) -> Option<&'a FollowUp> {
        let call = self.call.id;
        self.follow_ups
            .iter()
            .find(|task| task.call == call && task.kind == FollowUpKind::Step && task.step == Some(step))
    }
}

/// The steps of the routine that a placement request was opened with, in order. None for a consultation, nor for what
/// does not belong to its hours.
#[must_use]
pub fn of_call(routine: &Routine, known: &Known<'_>) -> Vec<Standing> {
    if known.call.kind == CallKind::Consultation {
        return Vec::new();
    }
    let hours = known.hours();
    let applies = |step: &&RoutineStep| step.applies_in(hours) || known.task(step.key).is_some();
    routine.steps.iter().filter(applies).map(|step| standing(step, known)).collect()
}

/// The steps of a call that was read with everything known of it, also of one that has left the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallSteps {
    /// The hours that what the steps say belongs to.
    pub hours: Hours,
    /// Where each stands, in the order of the routine.
    pub standings: Vec<Standing>,
}

impl CallSteps {
    /// The steps of a call by the routine it was opened with.
    #[must_use]
    pub fn of(routine: &Routine, details: &CallDetails, rules: &Rules) -> Self {
        let offers: Vec<Offer> = details.offers.iter().map(|known| known.offer.clone()).collect();
        let settled: Vec<StepSettled> = details.steps.iter().map(|(step, _)| step.clone()).collect();
        let (call, follow_ups) = (&details.call, details.follow_ups.as_slice());
        let known = Known { call, offers: &offers, follow_ups, settled: &settled, rules };
        Self { hours: known.hours(), standings: of_call(routine, &known) }
    }
}

fn standing(step: &RoutineStep, known: &Known<'_>) -> Standing {
    let task = known.task(step.key);
    let state = state(step, known, task);
    Standing {
        step: step.key,
        state,
        task: task.map(|task| task.id),
        owner: task.map_or(Owner::Adviser, |task| task.owner),
    }
}

fn state(step: &RoutineStep, known: &Known<'_>, task: Option<&FollowUp>) -> StepState {
    let settled = known.settled.iter().find(|done| done.call == known.call.id && done.step == step.key);
    match settled {
        Some(done) if done.end == StepEnd::Done => return StepState::Done { at: done.at },
        Some(_) => return StepState::NotRelevant,
        None => {}
    }
    // What is a task is to be done, also where the act was done for an earlier placement.
    if let Some(at) = done_by_act(step.key, known).filter(|_| task.is_none()) {
        return StepState::Done { at };
    }
    if step.scope == StepScope::Others {
        return StepState::Others;
    }
    if let Some(task) = task {
        return StepState::Open { due_at: Some(task.due_at) };
    }
    match step.deadline {
        DeadlineRule::WithinResponseLimit => StepState::Open { due_at: known.call.deadline },
        DeadlineRule::AtOnce => StepState::Open { due_at: known.call.received_at },
        DeadlineRule::FirstWorkingDayAfter | DeadlineRule::FirstWorkingDay
            if known.accepted_at().is_none() =>
        {
            StepState::Waits { step: StepKey::Allocate }
        }
        DeadlineRule::AtOnceAfterMeeting if known.call.meeting_at.is_none() => {
            StepState::Waits { step: StepKey::ClarificationMeeting }
        }
        // Only where the municipality wants the case to go on to treatment; then it is a task.
        _ => StepState::Open { due_at: None },
    }
}

/// When the act a step is about was done, if it was.
fn done_by_act(step: StepKey, known: &Known<'_>) -> Option<DateTime<Utc>> {
    let call = known.call;
    match step {
        StepKey::Received => Some(call.received_at.unwrap_or(call.first_contact_at)),
        // An offer is the end of the search: what was needed for it was clarified, and it came from the free places.
        StepKey::Clarify | StepKey::SearchBasis | StepKey::Allocate => known.offered_at(),
        StepKey::Arrival => known.arrived_at(),
        // A measure whose offer came to nothing is not the one to talk with.
        StepKey::ContactMeasure => {
            let counts = |offer: &&Offer| offer.awaits_answer() || offer.is_accepted();
            known.offers().filter(counts).filter_map(|offer| offer.cleared_at).min()
        }
        StepKey::ClarificationMeeting => call.meeting_at.and(call.meeting_set_at),
        _ => None,
    }
}
