//! Deviations (*avvik*): the region's own record of a child without an offer in sound time. Only the county governor
//! finds that a duty was broken; nothing here says so. Several cases may concern one child: reports count both.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::basis::BasisCode;
use super::call::{Call, Whereabouts};
use super::codes::coded;
use super::enquiry::{Enquiry, NoReason};
use super::ids::{CallId, ChildId, DeviationId};
use super::local_time::day_in_norway;
use super::measure::{MeasureKind, Wish};
use super::offer::{Answer, DeclineReason, Offer};
use super::placement::{Placement, PlacementState};

coded! {
    /// Which part of the agency it is about; the official count takes institutions only.
    pub enum Area {
        /// Institution.
        Institution = "institution",
        /// Emergency or foster home.
        Home = "home",
    }
}

coded! {
    /// What was missing.
    pub enum Missing {
        /// No offer.
        NoOffer = "no_offer",
        /// An offer that was too far away.
        TooFar = "too_far",
        /// An offer that did not fit the needs.
        NotFitting = "not_fitting",
    }
}

impl Missing {
    /// What an offer lacked that was declined for a reason; none where the reason is not about the offer.
    const fn by_decline(reason: DeclineReason) -> Option<Self> {
        match reason {
            DeclineReason::TooFar | DeclineReason::NotSameDay => Some(Self::TooFar),
            DeclineReason::NotFitting | DeclineReason::OtherType => Some(Self::NotFitting),
            DeclineReason::OwnSolution
            | DeclineReason::FamilyAgainst
            | DeclineReason::BasisChanged
            | DeclineReason::Other => None,
        }
    }
}

coded! {
    /// Where the child is meanwhile.
    pub enum Meanwhile {
        /// At home.
        Home = "home",
        /// In another institution or foster home.
        OtherPlacement = "other_placement",
        /// A temporary solution by the municipality: hotel, cabin, flat.
        Temporary = "temporary",
        /// Hospital or custody.
        HospitalOrCustody = "hospital_or_custody",
        /// With staff or network.
        StaffOrNetwork = "staff_or_network",
        /// Unknown.
        Unknown = "unknown",
    }
}

impl Meanwhile {
    /// What the whereabouts of a call are in the deviation's list.
    #[must_use]
    pub const fn of(whereabouts: Option<Whereabouts>) -> Self {
        match whereabouts {
            Some(Whereabouts::Home) => Self::Home,
            Some(Whereabouts::Institution | Whereabouts::FosterHome) => Self::OtherPlacement,
            Some(Whereabouts::MunicipalitySolution) => Self::Temporary,
            Some(Whereabouts::Hospital | Whereabouts::Custody) => Self::HospitalOrCustody,
            Some(Whereabouts::Kin | Whereabouts::Staff) => Self::StaffOrNetwork,
            Some(Whereabouts::Unknown | Whereabouts::Other) | None => Self::Unknown,
        }
    }
}

coded! {
    /// Which scale a severity is of: five levels from 2024, three before.
    pub enum Scheme {
        /// Five levels, from 1 January 2024.
        Five = "five",
        /// Three levels, before.
        Three = "three",
    }
}

/// The first day of the scale of five levels.
const FIVE_FROM: NaiveDate = match NaiveDate::from_ymd_opt(2024, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

impl Scheme {
    /// The scale that holds on the day of a moment.
    #[must_use]
    pub fn on(at: DateTime<Utc>) -> Self {
        if day_in_norway(at) >= FIVE_FROM { Self::Five } else { Self::Three }
    }

    /// How many levels it has.
    #[must_use]
    pub const fn levels(self) -> u8 {
        match self {
            Self::Five => 5,
            Self::Three => 3,
        }
    }
}

/// One level of severity with its word. Read from `assets/`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeverityLevel {
    /// The scale.
    pub scheme: Scheme,
    /// The level, from 1.
    pub level: u8,
    /// Its word in Norwegian, as a data text.
    pub label: String,
}

coded! {
    /// How the case ended.
    pub enum DeviationOutcome {
        /// An offer was given.
        Offered = "offered",
        /// The municipality withdrew.
        Withdrawn = "withdrawn",
        /// Solved outside Bufetat.
        SolvedOutside = "solved_outside",
        /// Changed to a planned request.
        BecamePlanned = "became_planned",
    }
}

coded! {
    /// Where a deviation stands.
    pub enum DeviationState {
        /// Drafted, not registered.
        Draft = "draft",
        /// Registered as a possible breach.
        Registered = "registered",
        /// Ended with an outcome.
        Closed = "closed",
    }
}

coded! {
    /// Who asked for supervision.
    pub enum SupervisionBy {
        /// The municipality.
        Municipality = "municipality",
        /// Reported by the region.
        Region = "region",
        /// The governor's own.
        Governor = "governor",
    }
}

coded! {
    /// What supervision found.
    pub enum SupervisionResult {
        /// Open.
        Open = "open",
        /// A breach.
        Breach = "breach",
        /// None.
        None = "none",
    }
}

/// Supervision of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Supervision {
    /// Who asked.
    pub by: SupervisionBy,
    /// When.
    pub at: DateTime<Utc>,
    /// What it found.
    pub result: SupervisionResult,
}

/// The facts of a deviation, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviationFacts {
    /// Whether the request was acute.
    pub is_acute: bool,
    /// The area; none when not known.
    pub area: Option<Area>,
    /// The legal basis.
    pub basis: Option<BasisCode>,
    /// The wished measure.
    pub wished: Vec<Wish>,
    /// What was missing; none when not known.
    pub missing: Option<Missing>,
    /// When the first request came.
    pub first_request_at: DateTime<Utc>,
    /// Where the child is meanwhile.
    pub meanwhile: Meanwhile,
    /// Whether substance use or psychiatry is part of it; none when not told.
    pub substance: Option<bool>,
    /// Whether crime is part of it; none when not told.
    pub crime: Option<bool>,
    /// The level of severity, from 1; none when not assessed.
    pub severity: Option<u8>,
}

impl DeviationFacts {
    /// Whether an offer answers the request this is about: the call asks for the same basis as here, and the place is in
    /// a home or an institution as was wished for. Any other place is one meanwhile (domain section 5).
    #[must_use]
    pub fn is_answered_by(&self, asked: Option<BasisCode>, given: MeasureKind) -> bool {
        let is_like = |wish: &Wish| wish.kinds().iter().any(|kind| kind.is_home() == given.is_home());
        (self.basis.is_none() || self.basis == asked)
            && (self.wished.is_empty() || self.wished.iter().any(is_like))
    }
}

/// A deviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// Its number.
    pub id: DeviationId,
    /// The call.
    pub call: CallId,
    /// The child.
    pub child: ChildId,
    /// Where it stands.
    pub state: DeviationState,
    /// Its facts.
    pub facts: DeviationFacts,
    /// The scale of its severity.
    pub scheme: Scheme,
    /// When it was drafted.
    pub opened_at: DateTime<Utc>,
    /// When it was registered as a possible breach.
    pub registered_at: Option<DateTime<Utc>>,
    /// When an offer was given.
    pub offered_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Option<DeviationOutcome>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// Supervision, if any.
    pub supervision: Option<Supervision>,
}

impl Deviation {
    /// Whole days from the first request to the offer, or until now.
    #[must_use]
    pub fn days(&self, now: DateTime<Utc>) -> i64 {
        let until = self.offered_at.or(self.closed_at).unwrap_or(now);
        (day_in_norway(until) - day_in_norway(self.facts.first_request_at)).num_days().max(0)
    }
}

/// What is known of a call that a draft is made from.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// The call, with its clocks.
    pub call: &'k Call,
    /// Offers: of this call and of others.
    pub offers: &'k [Offer],
    /// The search log: of this call and of others.
    pub enquiries: &'k [Enquiry],
    /// Where children live: of this call and of others.
    pub placements: &'k [Placement],
}

/// What clocks, log and measures tell of a child of a call: the draft that one key makes. What they do not tell is left
/// open; the severity is a person's word.
#[must_use]
pub fn draft_of(known: Known<'_>, child: ChildId) -> DeviationFacts {
    let call = known.call;
    DeviationFacts {
        is_acute: call.is_acute,
        area: area_of(call),
        basis: call.basis,
        wished: call.wished.clone(),
        missing: missing_of(known, child),
        first_request_at: call.received_at.unwrap_or(call.first_contact_at),
        meanwhile: meanwhile_of(known, child),
        substance: call.wished.contains(&Wish::Substance).then_some(true),
        crime: None,
        severity: None,
    }
}

/// The basis may name institutions; else the preferred wish says it.
fn area_of(call: &Call) -> Option<Area> {
    if call.basis.is_some_and(BasisCode::names_institutions) {
        return Some(Area::Institution);
    }
    let is_home = call.wished.first()?.kinds().iter().any(|kind| kind.is_home());
    Some(if is_home { Area::Home } else { Area::Institution })
}

/// The newest decline that says what the offer lacked. A child with no offer but one it lives by meanwhile had none; of
/// one that was declined for another reason, nothing is known to be missing.
fn missing_of(known: Known<'_>, child: ChildId) -> Option<Missing> {
    let is_own = |offer: &&Offer| {
        offer.call == known.call.id
            && offer.children.contains(&child)
            && offer.answer == Some(Answer::Declined)
            && !offer.is_void()
    };
    let declined = || known.offers.iter().filter(is_own).map(|offer| offer.answer_reason);
    let was_declined_unlogged = || {
        let reason = Some(NoReason::MunicipalityDeclined);
        known.enquiries.iter().any(|asked| asked.call == known.call.id && asked.reason == reason)
    };
    let told = declined().rev().find_map(|reason| Missing::by_decline(reason?));
    told.or_else(|| (declined().next().is_none() && !was_declined_unlogged()).then_some(Missing::NoOffer))
}

/// The place the child lives at meanwhile; else what the municipality told.
fn meanwhile_of(known: Known<'_>, child: ChildId) -> Meanwhile {
    let lives = |stay: &Placement| {
        stay.call == known.call.id && stay.child == child && stay.state() == PlacementState::Living
    };
    if known.placements.iter().any(lives) {
        return Meanwhile::OtherPlacement;
    }
    Meanwhile::of(known.call.whereabouts)
}

/// How many cases and how many unique children a set of deviations is about. `reference_of` is the same for the same
/// child in every call.
#[must_use]
pub fn count<R: Ord>(deviations: &[Deviation], reference_of: impl Fn(ChildId) -> R) -> (usize, usize) {
    let children: std::collections::BTreeSet<R> =
        deviations.iter().map(|deviation| reference_of(deviation.child)).collect();
    (deviations.len(), children.len())
}

/// The most severe case of each child: that is the one that counts. A case that was not assessed is below all others; of
/// two scales the place on the scale is compared, and of equals the first case stands.
#[must_use]
pub fn most_severe<R: Ord>(
    deviations: &[Deviation],
    reference_of: impl Fn(ChildId) -> R,
) -> BTreeMap<R, &Deviation> {
    let place = |deviation: &Deviation| {
        let level = u32::from(deviation.facts.severity.unwrap_or(0));
        level * u32::from(Scheme::Five.levels()) * u32::from(Scheme::Three.levels())
            / u32::from(deviation.scheme.levels())
    };
    let mut worst: BTreeMap<R, &Deviation> = BTreeMap::new();
    for deviation in deviations {
        let known = worst.entry(reference_of(deviation.child)).or_insert(deviation);
        if place(deviation) > place(known) {
            *known = deviation;
        }
    }
    worst
}
