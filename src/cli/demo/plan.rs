//! What has happened in the demo's region up to now, as a list of acts with relative times.
//!
//! Whoever runs the plan imports the list of units first ([`DemoPlan::list_age`] before now), then does the acts
//! in order, each at its own time and by the hand it names. Every hold and offer in it is of a place that fits
//! at that moment.

use chrono::TimeDelta;

use super::evening;
use super::handovers;
use super::occupancy::Occupancy;
use super::random::Random;
use crate::domain::call::CloseReason;
use crate::domain::case_watch::WatchLevel;
use crate::domain::municipality::Municipality;
use crate::domain::offer::{Answer, DeclineReason};
use crate::domain::unit::{ConfirmedHow, PlaceState};
use crate::domain::unit_list::UnitRow;

/// How many calls are open unless another number is asked for.
pub const OPEN_CALLS: usize = 8;

/// How long before now the list of units was imported: before every act.
pub const LIST_AGE: TimeDelta = TimeDelta::days(90);

/// One place of the list of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceRef {
    /// The unit's position in the list of units.
    pub unit: usize,
    /// The place's number within the unit, from 1.
    pub ordinal: u16,
}

/// A call of the plan; it gets its number when it is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallRef(pub usize);

/// Who does an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hand {
    /// The adviser the demo is shown to.
    Own,
    /// A colleague, on duty with her.
    Colleague,
    /// Another colleague, whose shift has just ended.
    Relieved,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DemoAct {
    /// A call was registered from a quick line; the referral is the moment of the act.
    Register {
        /// The call.
        call: CallRef,
        /// What was typed.
        line: String,
    },
    /// A place was held for a call.
    Hold {
        /// The call.
        call: CallRef,
        /// The place.
        place: PlaceRef,
    },
    /// A place was offered to a call; a group takes more of the same unit.
    Offer {
        /// The call.
        call: CallRef,
        /// The place.
        place: PlaceRef,
        /// Why this place for this child; none when nothing was written.
        why: Option<String>,
        /// With whom it was cleared; none when it was not yet.
        cleared_with: Option<String>,
    },
    /// The municipality answered the newest offer to a call.
    Answer {
        /// The call.
        call: CallRef,
        /// The answer.
        answer: Answer,
        /// Why it was declined.
        reason: Option<DeclineReason>,
    },
    /// The children of the call's accepted offer arrived, which closes the call.
    Arrive {
        /// The call.
        call: CallRef,
    },
    /// A call was closed.
    Close {
        /// The call.
        call: CallRef,
        /// Why.
        reason: CloseReason,
    },
    /// A place was set out of use.
    SetPlace {
        /// The place.
        place: PlaceRef,
        /// Its state.
        state: PlaceState,
        /// Why.
        reason: String,
    },
    /// A place was confirmed.
    Confirm {
        /// The place.
        place: PlaceRef,
        /// How.
        how: ConfirmedHow,
    },
    /// A shift began.
    SignOn {
        /// Whether it still runs.
        is_on_now: bool,
    },
    /// What the next shift must know of a call was recorded.
    Watch {
        /// The call.
        call: CallRef,
        /// How closely it is followed.
        level: WatchLevel,
        /// What is to be done.
        action: String,
        /// How long after it was recorded that is due.
        due_after: TimeDelta,
        /// By whom.
        action_by: Hand,
        /// If this, then that.
        if_then: String,
    },
    /// A shift was handed over.
    HandOver {
        /// To whom.
        to: Hand,
        /// In the giver's words.
        summary: String,
    },
    /// The handover that waits for this hand was gone through and received.
    Receive {
        /// In the receiver's words.
        repeated: String,
    },
}

impl DemoAct {
    /// Whether it is about who is on and what they give to each other.
    #[must_use]
    pub const fn is_about_shifts(&self) -> bool {
        matches!(
            self,
            Self::SignOn { .. } | Self::Watch { .. } | Self::HandOver { .. } | Self::Receive { .. }
        )
    }
}

/// One act with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How long before now.
    pub before_now: TimeDelta,
    /// By whom.
    pub by: Hand,
    /// What.
    pub act: DemoAct,
}

/// Everything that happened, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPlan {
    /// How long before now the list of units was imported: before every act.
    pub list_age: TimeDelta,
    /// The acts, the earliest first.
    pub steps: Vec<Step>,
}

/// What happened with these units until now, with this many calls still open.
///
/// Of 197 places 21 are free (three of them not confirmed for a day), three held or offered, nine out of use
/// and 164 occupied; other numbers in the same proportions. The first open calls are always the same stories,
/// the rest are drawn from the seed, as is everything else. A story that finds no place for it in a short list
/// stays a call without an offer.
#[must_use]
pub fn plan(seed: u64, units: &[UnitRow], municipalities: &[Municipality], open_calls: usize) -> DemoPlan {
    let mut random = Random::new(seed, "plan");
    let mut acts = Acts::default();
    let mut occupancy = Occupancy::new(units, &mut random);
    let open = evening::add(&mut acts, &mut occupancy, &mut random, municipalities, open_calls);
    handovers::add(&mut acts, &open);
    occupancy.add(&mut acts, &mut random, municipalities);
    let mut steps = acts.steps;
    // Stable: what happened in the same minute stays in the order it was told.
    steps.sort_by_key(|step| std::cmp::Reverse(step.before_now));
    DemoPlan { list_age: LIST_AGE, steps }
}

/// Acts as they are told, and the calls there are.
#[derive(Default)]
pub(super) struct Acts {
    steps: Vec<Step>,
    calls: usize,
}

impl Acts {
    /// Adds an act, so many minutes before now.
    pub(super) fn add(&mut self, minutes_ago: i64, by: Hand, act: DemoAct) {
        self.steps.push(Step { before_now: TimeDelta::minutes(minutes_ago), by, act });
    }

    /// Adds a new call.
    pub(super) fn register(&mut self, minutes_ago: i64, by: Hand, line: String) -> CallRef {
        let call = CallRef(self.calls);
        self.calls += 1;
        self.add(minutes_ago, by, DemoAct::Register { call, line });
        call
    }
}
