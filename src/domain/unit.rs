//! Units (homes and departments), their places, and what makes a place available.

use chrono::{DateTime, NaiveTime, Timelike as _, Utc};

use super::basis::BasisCode;
use super::claim::{Claim, ClaimKind};
use super::codes::coded;
use super::ids::{PlaceId, UnitId};
use super::local_time::in_norway;
use super::measure::{MeasureKind, Ownership, TargetGroup};
use super::municipality::{MunicipalityNumber, Region};

/// One home, or one department of an institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its number.
    pub id: UnitId,
    /// Its name, alone in its region.
    pub name: String,
    /// What it is.
    pub kind: MeasureKind,
    /// Who owns it.
    pub ownership: Ownership,
    /// Bufetat's region.
    pub region: Region,
    /// The municipality it lies in.
    pub municipality: MunicipalityNumber,
    /// Bases it is cleared or approved for.
    pub bases: Vec<BasisCode>,
    /// Target groups it is approved for; empty when the list does not say.
    pub target_groups: Vec<TargetGroup>,
    /// Youngest age in years; 0 means cleared for infants.
    pub age_min: u8,
    /// Oldest age in years.
    pub age_max: u8,
    /// Children it has room for.
    pub places: u8,
    /// Largest group it takes at once.
    pub max_siblings: u8,
    /// Whether other children live there; none when not known.
    pub other_children: Option<bool>,
    /// Whether there are animals; none when not known.
    pub animals: Option<bool>,
    /// Whether a care unit may take acute children.
    pub acute: Acute,
    /// When a unit that was set up for a time closes.
    pub closes_at: Option<DateTime<Utc>>,
    /// From when on the day it receives, by the clock in Norway; none for the whole day, or not known.
    pub receives_from: Option<NaiveTime>,
    /// Until when on the day it receives.
    pub receives_to: Option<NaiveTime>,
    /// Its phone number; personal data for a home.
    pub phone: Option<String>,
    /// What the list says besides; free text.
    pub note: Option<String>,
    /// Who should not be placed there together; free text.
    pub group_note: Option<String>,
    /// The department that serves it.
    pub department: Option<String>,
}

impl Unit {
    /// Whether a unit that was set up for a time is closed.
    #[must_use]
    pub fn is_closed(&self, now: DateTime<Utc>) -> bool {
        self.closes_at.is_some_and(|at| at <= now)
    }

    /// From when it receives again, where it does not receive now. Hours may go over midnight.
    #[must_use]
    pub fn receives_again(&self, now: DateTime<Utc>) -> Option<NaiveTime> {
        let last_minute = NaiveTime::MIN.with_hour(23)?.with_minute(59)?;
        let (from, to) =
            (self.receives_from.unwrap_or(NaiveTime::MIN), self.receives_to.unwrap_or(last_minute));
        let time = in_norway(now).time().with_second(0)?.with_nanosecond(0)?;
        let is_open = if from <= to { (from..=to).contains(&time) } else { time >= from || time <= to };
        (!is_open).then_some(from)
    }
}

coded! {
    /// Whether a unit that is not for acute children may take them (domain section 5).
    pub enum Acute {
        /// No, or not known.
        No = "no",
        /// Approved for it: given where a later place in a care institution is planned.
        Approved = "approved",
        /// By the region's emergency plan.
        EmergencyPlan = "emergency_plan",
    }
}

coded! {
    /// The state of a place as set by people. Held, offered and occupied are claims, not states.
    pub enum PlaceState {
        /// Can be offered unless it is claimed.
        Free = "free",
        /// Intake stopped, to keep the unit sound.
        IntakeStop = "intake_stop",
        /// Not staffed.
        Staffing = "staffing",
        /// Under maintenance.
        Maintenance = "maintenance",
        /// On holiday.
        Holiday = "holiday",
        /// The unit runs over its ordinary capacity.
        OverCapacity = "over_capacity",
    }
}

coded! {
    /// How a place was confirmed.
    pub enum ConfirmedHow {
        /// Phoned.
        Phoned = "phoned",
        /// By mail.
        Mail = "mail",
        /// By message.
        Message = "message",
    }
}

/// When, by whom and how the list's word on a place was last confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// When.
    pub at: DateTime<Utc>,
    /// The adviser's name.
    pub by: String,
    /// How.
    pub how: ConfirmedHow,
}

/// One place of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its number.
    pub id: PlaceId,
    /// Its unit.
    pub unit: UnitId,
    /// Its number within the unit, from 1.
    pub ordinal: u16,
    /// State as set by people.
    pub state: PlaceState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// When it is expected to be free again.
    pub expected_free_at: Option<DateTime<Utc>>,
    /// Whether it is above the unit's capacity.
    pub is_extra: bool,
    /// When its unit closes, of a unit that was set up for a time.
    pub closes_at: Option<DateTime<Utc>>,
    /// Last confirmation; none when it never was.
    pub confirmed: Option<Confirmation>,
    /// The claim not yet ended, if any. It may have lapsed: ask [`Place::availability`].
    pub claim: Option<Claim>,
}

/// What can be done with a place at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability<'a> {
    /// Can be held or offered.
    Free,
    /// Held by a call until a time.
    Held(&'a Claim),
    /// Offered, answer awaited or accepted.
    Offered(&'a Claim),
    /// A child lives there.
    Occupied(&'a Claim),
    /// Set out of use.
    Out(PlaceState),
    /// Its unit was set up for a time that is over, since when.
    Closed(DateTime<Utc>),
}

impl Place {
    /// The claim that is live at `now`: not ended and not lapsed.
    #[must_use]
    pub fn live_claim(&self, now: DateTime<Utc>) -> Option<&Claim> {
        self.claim.as_ref().filter(|claim| claim.is_live(now))
    }

    /// Since when its unit is closed, where it is.
    #[must_use]
    pub fn closed_since(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.closes_at.filter(|at| *at <= now)
    }

    /// What can be done with the place at `now`. A live claim says more than the state: who lives in a unit that has
    /// closed lives there still.
    #[must_use]
    pub fn availability(&self, now: DateTime<Utc>) -> Availability<'_> {
        match self.live_claim(now) {
            Some(claim) => match claim.kind {
                ClaimKind::Hold => Availability::Held(claim),
                ClaimKind::Offer => Availability::Offered(claim),
                ClaimKind::Placement => Availability::Occupied(claim),
            },
            None => match (self.closed_since(now), self.state) {
                (Some(since), _) => Availability::Closed(since),
                (None, PlaceState::Free) => Availability::Free,
                (None, state) => Availability::Out(state),
            },
        }
    }

    /// When it is expected to be free: of a place that is free already, for a time that has passed, or once its unit is
    /// closed, nothing is expected.
    #[must_use]
    pub fn expected_free(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let is_expected = |at: &DateTime<Utc>| {
            *at > now && self.closed_since(*at).is_none() && self.availability(now) != Availability::Free
        };
        self.expected_free_at.filter(is_expected)
    }

    /// Whether the list's word is older than `fresh_hours` (or was never given).
    #[must_use]
    pub fn is_stale(&self, now: DateTime<Utc>, fresh_hours: i64) -> bool {
        self.confirmed
            .as_ref()
            .is_none_or(|confirmed| now - confirmed.at > chrono::TimeDelta::hours(fresh_hours))
    }
}
