//! The search log: who was asked for a place, when, and what they said. A no may be asked again; nothing asked sinks for
//! good.

use chrono::{DateTime, Utc};

use super::codes::coded;
use super::ids::{CallId, EnquiryId, UnitId};
use super::ladder::Rung;
use super::municipality::Region;

coded! {
    /// What came of asking.
    pub enum EnquiryResult {
        /// Asked; the answer is awaited.
        Asked = "asked",
        /// No answer.
        NoAnswer = "no_answer",
        /// Yes.
        Yes = "yes",
        /// No, with a reason.
        No = "no",
        /// Not relevant.
        NotRelevant = "not_relevant",
        /// The place was held.
        Held = "held",
        /// The place was offered.
        Offered = "offered",
    }
}

coded! {
    /// Why it was a no.
    pub enum NoReason {
        /// Full.
        Full = "full",
        /// Not enough staff.
        Staffing = "staffing",
        /// Intake is stopped.
        IntakeStop = "intake_stop",
        /// The age.
        Age = "age",
        /// The target group or the legal basis.
        TargetGroup = "target_group",
        /// Siblings.
        Siblings = "siblings",
        /// Children in the home.
        ChildrenInHome = "children_in_home",
        /// Animals.
        Animals = "animals",
        /// The distance.
        Distance = "distance",
        /// Infection or allergy.
        Infection = "infection",
        /// Security.
        Security = "security",
        /// The composition of the group.
        Group = "group",
        /// Needs extra staffing.
        ExtraStaffing = "extra_staffing",
        /// No answer.
        NoAnswer = "no_answer",
        /// The municipality declined.
        MunicipalityDeclined = "municipality_declined",
        /// Other; a note is required.
        Other = "other",
    }
}

coded! {
    /// What a leader on duty decided (rung 0): these need authority.
    pub enum LeaderDecision {
        /// A single purchase may be made.
        SinglePurchase = "single_purchase",
        /// A unit may run over its capacity.
        OverCapacity = "over_capacity",
        /// Intake is stopped, or a stop is lifted.
        IntakeStop = "intake_stop",
        /// None of these.
        Nothing = "nothing",
    }
}

/// One attempt. Who was asked and what was said are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enquiry {
    /// Its number.
    pub id: EnquiryId,
    /// For which call.
    pub call: CallId,
    /// On which rung.
    pub rung: Rung,
    /// Which unit was asked, where it is on the list.
    pub unit: Option<UnitId>,
    /// Which region was asked.
    pub region: Option<Region>,
    /// When.
    pub at: DateTime<Utc>,
    /// The adviser's name.
    pub by: String,
    /// What came of it.
    pub result: EnquiryResult,
    /// Why it was a no.
    pub reason: Option<NoReason>,
    /// When the answer comes, or when to ask again.
    pub ask_at: Option<DateTime<Utc>>,
    /// What was decided.
    pub decisions: Vec<LeaderDecision>,
    /// Whether something was written besides.
    pub has_note: bool,
}

/// An attempt as the adviser logs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnquiryDraft {
    /// For which call.
    pub call: CallId,
    /// On which rung.
    pub rung: Rung,
    /// Which unit, where it is on the list.
    pub unit: Option<UnitId>,
    /// Which region.
    pub region: Option<Region>,
    /// Who was spoken to; personal data.
    pub who: Option<String>,
    /// When; none for now.
    pub at: Option<DateTime<Utc>>,
    /// What came of it.
    pub result: EnquiryResult,
    /// Why it was a no.
    pub reason: Option<NoReason>,
    /// What was said and told; free text.
    pub note: Option<String>,
    /// When the answer comes, or when to ask again.
    pub ask_at: Option<DateTime<Utc>>,
    /// What was decided.
    pub decisions: Vec<LeaderDecision>,
}

impl EnquiryDraft {
    /// An attempt of which nothing but the result is told.
    #[must_use]
    pub const fn new(call: CallId, rung: Rung, result: EnquiryResult) -> Self {
        Self {
            call,
            rung,
            unit: None,
            region: None,
            who: None,
            at: None,
            result,
            reason: None,
            note: None,
            ask_at: None,
            decisions: Vec::new(),
        }
    }
}
