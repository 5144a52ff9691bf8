//! A placement as a row: in a list with its call and unit, in a call without.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use crate::domain::placement::{Placement, PlacementState, StayEnd};
use crate::report::times::iso;

/// A placement of a call.
#[derive(Debug, Clone, Serialize)]
pub struct OwnPlacement {
    child: ChildId,
    place: PlaceId,
    state: PlacementState,
    expected_at: Option<String>,
    arrived_at: Option<String>,
    ended_at: Option<String>,
    end: Option<StayEnd>,
    days: Option<i64>,
}

impl OwnPlacement {
    /// The row of a placement.
    pub fn of(placement: &Placement, now: DateTime<Utc>) -> Self {
        Self {
            child: placement.child,
            place: placement.place,
            state: placement.state(),
            expected_at: placement.expected_at.map(iso),
            arrived_at: placement.arrived_at.map(iso),
            ended_at: placement.ended_at.map(iso),
            end: placement.end,
            days: placement.days(now),
        }
    }
}

/// A placement in a list.
#[derive(Debug, Clone, Serialize)]
pub struct PlacementRow {
    call: CallId,
    offer: OfferId,
    unit: String,
    leaves_at: Option<String>,
    #[serde(flatten)]
    own: OwnPlacement,
}

impl PlacementRow {
    /// The columns, as the fields of the object.
    pub const COLUMNS: [&'static str; 12] = [
        "call",
        "offer",
        "unit",
        "leaves_at",
        "child",
        "place",
        "state",
        "expected_at",
        "arrived_at",
        "ended_at",
        "end",
        "days",
    ];

    /// The row of a placement at a unit of that name.
    pub fn of(placement: &Placement, unit: &str, now: DateTime<Utc>) -> Self {
        Self {
            call: placement.call,
            offer: placement.offer,
            unit: unit.to_owned(),
            leaves_at: placement.leaves_at.map(iso),
            own: OwnPlacement::of(placement, now),
        }
    }

    /// The cells of a table row.
    pub fn cells(self) -> [Option<String>; 12] {
        let own = self.own;
        [
            Some(self.call.to_string()),
            Some(self.offer.to_string()),
            Some(self.unit),
            self.leaves_at,
            Some(own.child.to_string()),
            Some(own.place.to_string()),
            Some(own.state.code().to_owned()),
            own.expected_at,
            own.arrived_at,
            own.ended_at,
            own.end.map(|end| end.code().to_owned()),
            own.days.map(|days| days.to_string()),
        ]
    }
}
