//! The directory: who can be phoned at night. Names and numbers are personal data.

use super::codes::coded;
use super::fold::fold;
use super::ids::ContactId;
use super::ladder::Rung;
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

impl ContactKind {
    /// What people call it when they look for it.
    const fn words(self) -> &'static str {
        match self {
            Self::RegionDuty => "region vakttelefon",
            Self::OutOfHours => "bvv barnevernvakt barnevernsvakt",
            Self::LeaderOnDuty => "leder vakthavende",
            Self::Logistics => "logistikk",
            Self::HomeConsultant => "konsulent beredskapshjem",
            Self::Police => "politi",
            Self::Psychiatric => "psykisk psykiatri ambulant legevakt",
            Self::Provider => "leverandør privat",
            Self::Other => "",
        }
    }
}

impl ContactRow {
    /// Whether it is for another region than this one.
    fn is_elsewhere(&self, own: Region) -> bool {
        self.region.is_some_and(|region| region != own)
    }

    /// The rung of the ladder on which it is phoned from a region.
    #[must_use]
    pub fn rung(&self, own: Region) -> Option<Rung> {
        let is_elsewhere = self.is_elsewhere(own);
        match self.kind {
            ContactKind::LeaderOnDuty | ContactKind::Logistics if !is_elsewhere => Some(Rung::Leader),
            ContactKind::HomeConsultant if !is_elsewhere => Some(Rung::OwnAcute),
            ContactKind::RegionDuty if is_elsewhere => Some(Rung::OtherRegions),
            ContactKind::Provider => Some(Rung::SinglePurchase),
            _ => None,
        }
    }
}

/// For what call numbers are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantedFor {
    /// The region of this database.
    pub region: Region,
    /// The municipality of the call; none when there is no call, or when its place is protected.
    pub municipality: Option<MunicipalityNumber>,
    /// Whether no place fits it: then the ladder's numbers come first.
    pub nothing_fits: bool,
}

/// The entries that have every word that is looked for, by position, in the order they are likely to be phoned: along the
/// ladder when nothing fits, the municipality's own service, then by kind; what is for another region comes after.
#[must_use]
pub fn in_order(
    contacts: &[Contact],
    wanted: WantedFor,
    looked_for: &str,
    name_of: impl Fn(MunicipalityNumber) -> Option<String>,
) -> Vec<usize> {
    let words: Vec<String> =
        looked_for.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
    let is_number = looked_for.chars().all(|sign| sign.is_ascii_digit() || sign.is_whitespace());
    let digits: String = looked_for.chars().filter(|sign| is_number && sign.is_ascii_digit()).collect();
    let is_found = |row: &ContactRow| {
        let place = row.municipality.and_then(&name_of).unwrap_or_default();
        let region = row.region.map(Region::code).unwrap_or_default();
        let note = row.note.as_deref().unwrap_or_default();
        // Parts are folded one by one: letters must not run together across them.
        let parts = [row.name.as_str(), row.kind.words(), region, &place, note].map(fold);
        let phone: String = row.phone.chars().filter(char::is_ascii_digit).collect();
        words.iter().all(|word| parts.iter().any(|part| part.contains(word)))
            || (!digits.is_empty() && phone.contains(&digits))
    };
    let mut found: Vec<usize> =
        (0..contacts.len()).filter(|at| words.is_empty() || is_found(&contacts[*at].row)).collect();
    found.sort_by_key(|at| rank(&contacts[*at].row, wanted));
    found
}

fn rank(row: &ContactRow, wanted: WantedFor) -> (u8, bool) {
    let is_own_service = row.kind == ContactKind::OutOfHours
        && row.municipality.is_some()
        && row.municipality == wanted.municipality;
    match row.rung(wanted.region).filter(|_| wanted.nothing_fits) {
        Some(Rung::Leader) => (0, false),
        Some(Rung::OtherRegions) => (1, false),
        _ if is_own_service => (2, false),
        _ => (3, row.is_elsewhere(wanted.region)),
    }
}
