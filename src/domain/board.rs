//! Everything the screens show, read from the store at one moment.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::alarm::Alarm;
use super::call::Call;
use super::case_watch::WatchLevel;
use super::compensation::Compensation;
use super::deviation::Deviation;
use super::enquiry::Enquiry;
use super::follow_up::{FollowUp, FollowUpKind};
use super::handover::Handover;
use super::ids::{CallId, PlaceId, UnitId};
use super::matching::Offerable;
use super::municipality::Region;
use super::offer::Offer;
use super::placement::{Placement, PlacementState};
use super::settings::Rules;
use super::shift::Shift;
use super::steps::StepSettled;
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
    /// Open follow-ups of any call, by time.
    pub follow_ups: Vec<FollowUp>,
    /// Calls closed earlier that follow-ups are left of, by number.
    pub earlier: Vec<Call>,
    /// Placements of these calls, and every child that lives at a place or is expected, by number.
    pub placements: Vec<Placement>,
    /// Steps of the routine that were settled by a key, of these calls.
    pub steps: Vec<StepSettled>,
    /// The search log of these calls, by number.
    pub enquiries: Vec<Enquiry>,
    /// The duty phones of regions, from the directory: no person's number.
    pub duty_phones: BTreeMap<Region, String>,
    /// What these calls are offered meanwhile.
    pub compensations: Vec<Compensation>,
    /// Deviations that are not closed, and those of these calls, by number.
    pub deviations: Vec<Deviation>,
    /// How closely open calls are followed, of those it was said of.
    pub watched: BTreeMap<CallId, WatchLevel>,
    /// The shifts that run, the first to begin first.
    pub on: Vec<Shift>,
    /// Handovers that were not received yet, the first first.
    pub handovers: Vec<Handover>,
    /// Handovers that someone received who is on, in the shift that runs.
    pub received: Vec<Handover>,
    /// Alarms of open calls that were silenced.
    pub silenced: Vec<Alarm>,
}

impl Board {
    /// Whether the child that has a place has another one of the unit as well.
    #[must_use]
    pub fn counts_double(&self, place: &Place) -> bool {
        let child = |place: &Place| place.live_claim(self.read_at).and_then(|claim| claim.child);
        let from = self.places.partition_point(|other| other.unit < place.unit);
        let own = self.places[from..].iter().take_while(|other| other.unit == place.unit);
        let has_it = |other: &Place| other.id != place.id && child(other) == child(place);
        child(place).is_some() && own.into_iter().any(has_it)
    }

    /// The call with this number.
    #[must_use]
    pub fn call(&self, id: CallId) -> Option<&Call> {
        self.calls.iter().find(|call| call.id == id)
    }

    /// A call of the board, or one closed earlier that work is left of.
    #[must_use]
    pub fn known_call(&self, id: CallId) -> Option<&Call> {
        self.call(id).or_else(|| self.earlier.iter().find(|call| call.id == id))
    }

    /// The unit with this number.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.binary_search_by_key(&id, |unit| unit.id).ok().map(|at| &self.units[at])
    }

    /// The open calls that were told that this place, or another of its unit, came free for them; by referral.
    #[must_use]
    pub fn told_free(&self, place: PlaceId) -> Vec<CallId> {
        let unit = |id: PlaceId| self.places.iter().find(|place| place.id == id).map(|place| place.unit);
        let wanted = unit(place);
        let told = self.follow_ups.iter().filter(|told| told.kind == FollowUpKind::PlaceFree);
        let told = told.filter(|told| told.place.and_then(unit) == wanted);
        told.map(|told| told.call).fold(Vec::new(), |mut calls, call| {
            if !calls.contains(&call) {
                calls.push(call);
            }
            calls
        })
    }

    /// Whether more than one offer of a call was accepted, as far as it is known here.
    #[must_use]
    pub fn has_several_placements(&self, call: CallId) -> bool {
        let tasks =
            self.follow_ups.iter().filter(|task| task.call == call && task.kind == FollowUpKind::Step);
        let accepted = self.offers.iter().filter(|offer| offer.call == call && offer.is_accepted());
        let made = self.placements.iter().filter(|placement| placement.call == call);
        let made = made.filter(|placement| placement.state() != PlacementState::Cancelled);
        let offers = tasks.filter_map(|task| task.offer).chain(accepted.map(|offer| offer.id));
        offers.chain(made.map(|placement| placement.offer)).collect::<BTreeSet<_>>().len() > 1
    }

    /// The name of the unit of each place.
    #[must_use]
    pub fn names_of_places(&self) -> BTreeMap<PlaceId, String> {
        let name = |place: &Place| Some((place.id, self.unit(place.unit)?.name.clone()));
        self.places.iter().filter_map(name).collect()
    }

    /// The list that calls are matched against.
    #[must_use]
    pub fn offerable(&self) -> Offerable<'_> {
        Offerable { units: &self.units, places: &self.places, fresh_hours: self.rules.fresh_hours }
    }
}
