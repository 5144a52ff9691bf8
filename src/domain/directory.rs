//! The directory: who can be phoned at night. Names and numbers are personal data.

use super::codes::coded;
use super::ids::ContactId;
use super::municipality::{MunicipalityNumber, Region};

/// Longest name or number, in characters.
pub const MAX_NAME: usize = 100;
/// Longest note, in characters.
pub const MAX_NOTE: usize = 500;

coded! {
    /// What a number is for.
    pub enum ContactKind {
        /// Another region's duty phone.
        RegionDuty = "region_duty",
        /// A municipality's out-of-hours service.
        OutOfHours = "out_of_hours",
        /// The leader on duty.
        LeaderOnDuty = "leader_on_duty",
        /// The logistics adviser.
        Logistics = "logistics",
        /// A home consultant.
        HomeConsultant = "home_consultant",
        /// The police.
        Police = "police",
        /// Psychiatric emergency care.
        Psychiatric = "psychiatric",
        /// A private provider.
        Provider = "provider",
        /// Anyone else.
        Other = "other",
    }
}

/// One entry, as it is typed and imported. Name and number are personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// What it is for.
    pub kind: ContactKind,
    /// Who.
    pub name: String,
    /// The number.
    pub phone: String,
    /// For which region.
    pub region: Option<Region>,
    /// For which municipality.
    pub municipality: Option<MunicipalityNumber>,
    /// What else; free text.
    pub note: Option<String>,
}

impl std::fmt::Debug for ContactRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContactRow").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// An entry with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its number.
    pub id: ContactId,
    /// What stands in it.
    pub row: ContactRow,
}
