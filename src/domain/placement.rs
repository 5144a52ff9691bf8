//! A placement: from the accepted offer, over the journey and the arrival, to the end of the stay and what child and
//! parents say of it afterwards (routine steps 10 and 11).

use chrono::{DateTime, TimeDelta, Utc};

use super::basis::BasisCode;
use super::call::{DecisionStatus, Shield};
use super::child::ChildFacts;
use super::codes::coded;
use super::ids::{CallId, ChildId, OfferId, PlaceId, PlacementId};
use super::measure::MeasureKind;

/// A child whose arrival was not confirmed this long after it was expected is asked for.
pub const ARRIVAL_ASKED_AFTER: TimeDelta = TimeDelta::minutes(60);

coded! {
    /// How a stay ended.
    pub enum StayEnd {
        /// Moved as planned.
        PlannedMove = "planned_move",
        /// Moved home.
        Home = "home",
        /// Moved without a plan; a reason is required.
        UnplannedMove = "unplanned_move",
        /// Turned 18.
        Age18 = "age_18",
        /// Other; a note is required.
        Other = "other",
    }
}

impl StayEnd {
    /// Whether it must be told why.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::UnplannedMove | Self::Other)
    }
}

coded! {
    /// Where a placement stands.
    pub enum PlacementState {
        /// The offer was accepted; the child is on its way or waits to leave.
        Expected = "expected",
        /// The child lives there.
        Living = "living",
        /// The stay is over.
        Ended = "ended",
        /// It came to nothing before the child arrived.
        Cancelled = "cancelled",
    }
}

/// One child's placement. Names, numbers and free text are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told without the words")]
pub struct Placement {
    /// Its number.
    pub id: PlacementId,
    /// The call it came from.
    pub call: CallId,
    /// The child.
    pub child: ChildId,
    /// Its sex and age, as told: the call may have left the board long ago.
    pub facts: ChildFacts,
    /// Whether the call has a protected address.
    pub shield: Option<Shield>,
    /// The place.
    pub place: PlaceId,
    /// The accepted offer.
    pub offer: OfferId,
    /// The legal basis at placement: figures use this one, whatever the call asks for later.
    pub basis: Option<BasisCode>,
    /// The status of the decision at placement.
    pub decision: Option<DecisionStatus>,
    /// The kind of measure.
    pub measure: MeasureKind,
    /// When the offer was accepted.
    pub accepted_at: DateTime<Utc>,
    /// When the child leaves for it.
    pub leaves_at: Option<DateTime<Utc>>,
    /// When it is expected.
    pub expected_at: Option<DateTime<Utc>>,
    /// When the unit was told of it.
    pub unit_told_at: Option<DateTime<Utc>>,
    /// When it arrived.
    pub arrived_at: Option<DateTime<Utc>>,
    /// When the stay ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// How the stay ended.
    pub end: Option<StayEnd>,
    /// When it came to nothing before the arrival.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Whether it is known who drives.
    pub has_driver: bool,
    /// Whether medicines and clothes were talked of.
    pub has_medicines: bool,
    /// Whether a number for the night is known.
    pub has_night_number: bool,
    /// Whether the child's view of the stay is known.
    pub has_child_view: bool,
    /// Whether the parents' view of the stay is known.
    pub has_parents_view: bool,
}

impl Placement {
    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> PlacementState {
        if self.cancelled_at.is_some() {
            PlacementState::Cancelled
        } else if self.ended_at.is_some() {
            PlacementState::Ended
        } else if self.arrived_at.is_some() {
            PlacementState::Living
        } else {
            PlacementState::Expected
        }
    }

    /// How long the child has lived there, or did; none before it arrived.
    #[must_use]
    pub fn length_of_stay(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let arrived = self.arrived_at?;
        Some((self.ended_at.unwrap_or(now) - arrived).max(TimeDelta::zero()))
    }

    /// For how many whole days the child has lived there, or did.
    #[must_use]
    pub fn days(&self, now: DateTime<Utc>) -> Option<i64> {
        self.length_of_stay(now).map(|length| length.num_days())
    }

    /// When to ask whether the child has arrived, while it has not.
    #[must_use]
    pub fn ask_arrival_at(&self) -> Option<DateTime<Utc>> {
        (self.state() == PlacementState::Expected).then_some(self.expected_at? + ARRIVAL_ASKED_AFTER)
    }
}

/// What was told in words about a placement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlacementWords {
    /// Who drives.
    pub driver: Option<String>,
    /// Medicines and clothes.
    pub medicines: Option<String>,
    /// What was said when the stay ended.
    pub end_note: Option<String>,
    /// The child's view of the stay.
    pub child_view: Option<String>,
    /// The parents' view of the stay.
    pub parents_view: Option<String>,
}

/// What is agreed about a journey and an arrival. What is none stays as it is; an empty text removes what was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementPlan {
    /// The accepted offer.
    pub offer: OfferId,
    /// Who drives; free text.
    pub driver: Option<String>,
    /// When the child leaves.
    pub leaves_at: Option<DateTime<Utc>>,
    /// When it is expected.
    pub expected_at: Option<DateTime<Utc>>,
    /// Medicines and clothes; free text.
    pub medicines: Option<String>,
    /// When the unit was told.
    pub unit_told_at: Option<DateTime<Utc>>,
    /// A number for the night; personal data.
    pub night_number: Option<String>,
}

impl PlacementPlan {
    /// A plan that tells nothing yet.
    #[must_use]
    pub const fn new(offer: OfferId) -> Self {
        Self {
            offer,
            driver: None,
            leaves_at: None,
            expected_at: None,
            medicines: None,
            unit_told_at: None,
            night_number: None,
        }
    }
}

/// The end of a stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayEnding {
    /// Which child moved out.
    pub child: ChildId,
    /// When; none for now.
    pub at: Option<DateTime<Utc>>,
    /// How.
    pub end: StayEnd,
    /// What was said of it; free text, required where [`StayEnd::needs_reason`].
    pub note: Option<String>,
}

/// What child and parents say of a stay, two lines each. What is none stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayViews {
    /// Whose stay.
    pub child: ChildId,
    /// The child's view; free text.
    pub child_view: Option<String>,
    /// The parents' view; free text.
    pub parents_view: Option<String>,
}
