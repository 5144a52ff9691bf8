//! Matching: for a child or sibling group and the places now, which fit, which do not, and every reason.
//!
//! Facts and order only. Nothing here ranks children, scores risk, or proposes another basis or type.

use chrono::{DateTime, NaiveTime, Utc};

use super::basis::BasisCode;
use super::call::Need;
use super::child::ChildFacts;
use super::distance::Coordinates;
use super::ids::{CallId, PlaceId};
use super::measure::{MeasureKind, Ownership, TargetGroup, Wish};
use super::unit::{Acute, Place, PlaceState, Unit};

mod facts;
mod order;
mod places;
mod unit_rows;

pub use places::{Matches, match_place, match_places, places_for};
pub use unit_rows::{UnitMatch, UnitMatches, match_full_units, match_units, match_units_in_part};

/// What is looked for: a child, or siblings as one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The call it is for; none while it is still being typed.
    pub call: Option<CallId>,
    /// The children to place together.
    pub children: Vec<ChildFacts>,
    /// Legal basis.
    pub basis: Option<BasisCode>,
    /// Wished measures, the first preferred.
    pub wished: Vec<Wish>,
    /// Needs that bear on where to place.
    pub needs: Vec<Need>,
    /// The point of the child's municipality.
    pub from: Option<Coordinates>,
    /// Whether each child takes two places. The adviser's word alone: no need says so by itself.
    pub counts_double: bool,
}

impl Request {
    /// How many places of a unit it takes.
    #[must_use]
    pub fn places(&self) -> usize {
        self.children.len().max(1) * if self.counts_double { 2 } else { 1 }
    }
}

/// One fact of the match. Whether it is in the way is [`Fact::is_blocker`].
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// The unit is of a wished kind.
    WishedKind {
        /// The unit's kind.
        kind: MeasureKind,
    },
    /// In the way: another kind than wished.
    OtherKind {
        /// The unit's kind.
        kind: MeasureKind,
    },
    /// Cleared (homes) or approved (institutions) for the basis.
    Cleared {
        /// The basis.
        basis: BasisCode,
        /// The unit's kind, which decides the word.
        kind: MeasureKind,
    },
    /// In the way: not cleared or approved for the basis.
    NotCleared {
        /// The basis.
        basis: BasisCode,
        /// The unit's kind.
        kind: MeasureKind,
    },
    /// Approved for the wished target group.
    TargetGroup {
        /// The group.
        group: TargetGroup,
    },
    /// In the way: not approved for the wished target group.
    NotTargetGroup {
        /// The group.
        group: TargetGroup,
    },
    /// A basis that names institutions, and a home: warns, never in the way.
    BasisNamesInstitutions {
        /// The basis.
        basis: BasisCode,
    },
    /// Every child's age is within the unit's range.
    AgeWithin {
        /// Youngest.
        min: u8,
        /// Oldest.
        max: u8,
    },
    /// In the way: a child's age is outside the unit's range.
    AgeOutside {
        /// Youngest.
        min: u8,
        /// Oldest.
        max: u8,
    },
    /// A child's age is not known: to be asked, not in the way.
    AgeUnknown,
    /// In the way: an infant, and the unit is not a home cleared for infants (routine step 3).
    NotClearedForInfants,
    /// Without a wish and under 13: an emergency home is preferred (routine step 3).
    HomePreferredUnder13,
    /// Room for the sibling group.
    RoomForSiblings {
        /// Children in the group.
        children: u8,
    },
    /// In the way: the unit takes a smaller group, or has fewer free places.
    TooFewPlaces {
        /// Children in the group.
        children: u8,
        /// How many the unit can take now.
        room: u8,
    },
    /// Each child takes two places, and the unit has them.
    CountsDouble {
        /// How many places in all.
        places: u8,
    },
    /// In the way: each child takes two places, and the unit has not so many free.
    TooFewForDouble {
        /// How many places in all.
        places: u8,
        /// How many can be taken now.
        free: u8,
    },
    /// A need the home meets (no animals, no other children).
    NeedMet {
        /// The need.
        need: String,
    },
    /// In the way: a need the home does not meet.
    NeedNotMet {
        /// The need.
        need: String,
    },
    /// A need the list says nothing of: ask the home.
    NeedToAsk {
        /// The need.
        need: String,
    },
    /// A need that is only a note.
    NeedNoted {
        /// The need.
        need: String,
    },
    /// Who owns the unit.
    Owner {
        /// Ownership.
        ownership: Ownership,
    },
    /// A care unit that may take acute children, and why.
    TakesAcute {
        /// How.
        how: Acute,
    },
    /// It does not receive at this hour: told, not in the way.
    OutsideHours {
        /// From when it does.
        from: NaiveTime,
    },
    /// Something is told of who should not be placed there together: to be read, not in the way.
    GroupNoted,
    /// In the way: it was set up for a time that is over.
    UnitClosed {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// Confirmed within the region's limit.
    Fresh {
        /// When.
        at: DateTime<Utc>,
    },
    /// Confirmed too long ago, or never: confirm first; not in the way.
    Stale {
        /// When, if ever.
        at: Option<DateTime<Utc>>,
    },
    /// Held by this call.
    HeldByThisCall {
        /// Until when.
        until: Option<DateTime<Utc>>,
    },
    /// In the way: held by another call.
    Held {
        /// The other call.
        call: CallId,
        /// By whom.
        by: String,
        /// Until when.
        until: Option<DateTime<Utc>>,
    },
    /// In the way: offered.
    Offered {
        /// To which call.
        call: CallId,
        /// By whom.
        by: String,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// In the way: a child lives there.
    Occupied {
        /// For which call.
        call: CallId,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// In the way: set out of use.
    OutOfUse {
        /// The state.
        state: PlaceState,
        /// Since when.
        since: DateTime<Utc>,
    },
}

impl Fact {
    /// Whether only the unit's capacity is in the way.
    #[must_use]
    pub const fn is_capacity(&self) -> bool {
        matches!(
            self,
            Self::TooFewPlaces { .. }
                | Self::TooFewForDouble { .. }
                | Self::Held { .. }
                | Self::Offered { .. }
                | Self::Occupied { .. }
        ) || matches!(self, Self::OutOfUse { state: PlaceState::OverCapacity, .. })
    }

    /// Whether somebody has a claim on the place.
    #[must_use]
    pub const fn is_claim(&self) -> bool {
        matches!(self, Self::Held { .. } | Self::Offered { .. } | Self::Occupied { .. })
    }

    /// Whether the fact is in the way: the place is offered only with a typed reason, or not at all.
    #[must_use]
    pub const fn is_blocker(&self) -> bool {
        matches!(
            self,
            Self::OtherKind { .. }
                | Self::NotCleared { .. }
                | Self::NotTargetGroup { .. }
                | Self::AgeOutside { .. }
                | Self::NotClearedForInfants
                | Self::TooFewPlaces { .. }
                | Self::TooFewForDouble { .. }
                | Self::NeedNotMet { .. }
                | Self::Held { .. }
                | Self::Offered { .. }
                | Self::Occupied { .. }
                | Self::OutOfUse { .. }
                | Self::UnitClosed { .. }
        )
    }
}

/// One place matched with a request.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceMatch {
    /// The place.
    pub place: PlaceId,
    /// Every fact, those in the way first.
    pub facts: Vec<Fact>,
    /// Air line from the child's municipality in whole kilometres, where both points are known.
    pub km: Option<u32>,
}

impl PlaceMatch {
    /// Whether nothing is in the way.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.facts.iter().all(|fact| !fact.is_blocker())
    }
}

/// Which of the two readable orders is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Wished type, ownership, fresh before stale, distance.
    #[default]
    OwnerFirst,
    /// Distance, then the rest.
    DistanceFirst,
}

/// The list a request is matched against.
#[derive(Debug, Clone, Copy)]
pub struct Offerable<'a> {
    /// The units, by number.
    pub units: &'a [Unit],
    /// Their places, by unit and ordinal.
    pub places: &'a [Place],
    /// How many hours a confirmation is fresh.
    pub fresh_hours: i64,
}
