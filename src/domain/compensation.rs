//! What the municipality is offered meanwhile (compensating measures, [004]): a later word takes the place of an earlier
//! one, and both stay in the journal.

use chrono::{DateTime, Utc};

use super::codes::coded;
use super::ids::CallId;

coded! {
    /// A compensating measure.
    pub enum CompensationKind {
        /// Family council.
        FamilyCouncil = "family_council",
        /// MST.
        Mst = "mst",
        /// Acute help in the home: visits.
        HomeVisits = "home_visits",
        /// Acute help in the home: guidance.
        Guidance = "guidance",
        /// Acute help: advice on the phone.
        PhoneAdvice = "phone_advice",
        /// A centre for parents and children.
        FamilyCentre = "family_centre",
        /// A psychologist.
        Psychologist = "psychologist",
    }
}

coded! {
    /// Where it stands.
    pub enum CompensationState {
        /// Offered.
        Offered = "offered",
        /// Wanted by the municipality.
        Wanted = "wanted",
        /// Not available.
        NotAvailable = "not_available",
        /// Declined.
        Declined = "declined",
    }
}

/// A measure of a call as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compensation {
    /// Of which call.
    pub call: CallId,
    /// Which.
    pub kind: CompensationKind,
    /// Where it stands.
    pub state: CompensationState,
    /// Since when.
    pub at: DateTime<Utc>,
    /// The adviser's name.
    pub by: String,
    /// Whether something was written besides.
    pub has_note: bool,
}
