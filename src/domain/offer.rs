//! Offers and the municipality's answer.

use chrono::{DateTime, Utc};

use super::codes::coded;
use super::ids::{CallId, ChildId, OfferId, PlaceId};

coded! {
    /// The municipality's answer.
    pub enum Answer {
        /// Accepted.
        Accepted = "accepted",
        /// Declined, with a reason.
        Declined = "declined",
        /// Taken back before an answer.
        Withdrawn = "withdrawn",
    }
}

coded! {
    /// Why a municipality declined.
    pub enum DeclineReason {
        /// Too far.
        TooFar = "too_far",
        /// Cannot get there the same day.
        NotSameDay = "not_same_day",
        /// Does not fit the needs.
        NotFitting = "not_fitting",
        /// Another type was wanted.
        OtherType = "other_type",
        /// The municipality found its own solution.
        OwnSolution = "own_solution",
        /// Child or parents are against it.
        FamilyAgainst = "family_against",
        /// The basis changed.
        BasisChanged = "basis_changed",
        /// Other; a note is required.
        Other = "other",
    }
}

coded! {
    /// Whether the measure said yes about this child: another thing than the list.
    pub enum Clearance {
        /// Cleared, with whom and when in the words of the adviser.
        Cleared = "cleared",
        /// Not yet; stands in the offer and stays open.
        NotYet = "not_yet",
    }
}

/// An offer of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its number.
    pub id: OfferId,
    /// The call it was given to.
    pub call: CallId,
    /// The place named in it; a group takes more of the same unit.
    pub place: PlaceId,
    /// The children it is for.
    pub children: Vec<ChildId>,
    /// When it was given.
    pub at: DateTime<Utc>,
    /// The answer, once there is one.
    pub answer: Option<Answer>,
    /// Why it was declined.
    pub answer_reason: Option<DeclineReason>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was cleared with the measure.
    pub cleared_at: Option<DateTime<Utc>>,
    /// Whether its children have arrived.
    pub has_arrived: bool,
    /// When they arrived, where it is known.
    pub arrived_at: Option<DateTime<Utc>>,
    /// When it was voided by undo: as if it had not been, but both lines stay.
    pub voided_at: Option<DateTime<Utc>>,
}

impl Offer {
    /// Whether it counts at all.
    #[must_use]
    pub const fn is_void(&self) -> bool {
        self.voided_at.is_some()
    }

    /// Whether the answer is still awaited.
    #[must_use]
    pub const fn awaits_answer(&self) -> bool {
        self.answer.is_none() && self.voided_at.is_none()
    }

    /// Whether it gave its children a place.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.answer == Some(Answer::Accepted) && self.voided_at.is_none()
    }

    /// Whether it was accepted and its children are on their way, or wait to leave.
    #[must_use]
    pub fn is_expected(&self) -> bool {
        self.is_accepted() && !self.has_arrived
    }
}
