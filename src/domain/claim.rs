//! Claims on places: hold, offer and placement are one row that grows. A place has at most one live claim.

use chrono::{DateTime, Utc};

use super::codes::coded;
use super::ids::{CallId, ChildId, ClaimId, OfferId, PlaceId};

coded! {
    /// How firmly a place is taken.
    pub enum ClaimKind {
        /// Kept for a call while the unit is phoned; lapses by itself.
        Hold = "hold",
        /// Offered to the municipality; never lapses by itself.
        Offer = "offer",
        /// A child lives there.
        Placement = "placement",
    }
}

coded! {
    /// Why a claim ended.
    pub enum ClaimEnd {
        /// A hold ran out.
        Lapsed = "lapsed",
        /// Given back by the adviser.
        Released = "released",
        /// The municipality declined.
        Declined = "declined",
        /// The offer was withdrawn.
        Withdrawn = "withdrawn",
        /// Taken back by undo.
        Undone = "undone",
        /// The stay ended.
        Ended = "ended",
        /// Its call was closed.
        Closed = "closed",
    }
}

/// A claim on a place that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its number.
    pub id: ClaimId,
    /// The place.
    pub place: PlaceId,
    /// How firmly.
    pub kind: ClaimKind,
    /// The call it is for.
    pub call: CallId,
    /// The child it is for, once known.
    pub child: Option<ChildId>,
    /// The offer it belongs to, from kind offer on.
    pub offer: Option<OfferId>,
    /// The adviser's name.
    pub by: String,
    /// Since when.
    pub from: DateTime<Utc>,
    /// When a hold lapses.
    pub until: Option<DateTime<Utc>>,
}

impl Claim {
    /// Whether it still counts at `now`: a hold whose time is up has lapsed, on every read.
    #[must_use]
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}
