//! Everything the screens show, read from the store at one moment.

use chrono::{DateTime, Utc};

use super::call::Call;
use super::follow_up::FollowUp;
use super::ids::{CallId, UnitId};
use super::matching::Offerable;
use super::municipality::Region;
use super::offer::Offer;
use super::settings::Rules;
use super::unit::{Place, Unit};

/// Open and recently closed calls, current units and places, open follow-ups.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// When it was read.
    pub read_at: DateTime<Utc>,
    /// The last journal line at that moment.
    pub journal_head: i64,
    /// The region of this database.
    pub region: Region,
    /// Shared rules.
    pub rules: Rules,
    /// Open calls and those closed in the last day, by number.
    pub calls: Vec<Call>,
    /// Offers of these calls that were not voided, by number.
    pub offers: Vec<Offer>,
    /// Units, by number.
    pub units: Vec<Unit>,
    /// Places, by unit and ordinal.
    pub places: Vec<Place>,
    /// Open follow-ups of these calls, by time.
    pub follow_ups: Vec<FollowUp>,
}

impl Board {
    /// The call with this number.
    #[must_use]
    pub fn call(&self, id: CallId) -> Option<&Call> {
        self.calls.iter().find(|call| call.id == id)
    }

    /// The unit with this number.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.binary_search_by_key(&id, |unit| unit.id).ok().map(|at| &self.units[at])
    }

    /// The list that calls are matched against.
    #[must_use]
    pub fn offerable(&self) -> Offerable<'_> {
        Offerable { units: &self.units, places: &self.places, fresh_hours: self.rules.fresh_hours }
    }
}
