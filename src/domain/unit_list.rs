//! One row of the list of units (file format `places`): one unit with everything the list says of it.

use chrono::{DateTime, Utc};

use super::basis::BasisCode;
use super::ids::UnitId;
use super::measure::{MeasureKind, Ownership, TargetGroup};
use super::municipality::{MunicipalityNumber, Region};
use super::unit::Acute;

/// Most places a unit has.
pub const MAX_PLACES: u8 = 50;
/// Most characters in a name, a number or another text on one line.
pub const MAX_SHORT_TEXT: usize = 120;
/// Most characters in a note or a presentation.
pub const MAX_TEXT: usize = 2000;

/// A unit as a list gives it. The columns of the file, in their order, the optional ones last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// Name; with the region it is the key.
    pub unit: String,
    /// What it is.
    pub kind: MeasureKind,
    /// Who owns it.
    pub ownership: Ownership,
    /// Bufetat's region.
    pub region: Region,
    /// The municipality it lies in.
    pub municipality: MunicipalityNumber,
    /// Phone; personal data for a home.
    pub phone: Option<String>,
    /// Bases it is cleared or approved for.
    pub legal_bases: Vec<BasisCode>,
    /// Youngest age in years; 0 = cleared for infants.
    pub age_min: u8,
    /// Oldest age in years.
    pub age_max: u8,
    /// Largest group at once; never more than `places`.
    pub max_siblings: u8,
    /// Whether other children live there.
    pub other_children: Option<bool>,
    /// Whether there are animals.
    pub animals: Option<bool>,
    /// Children it has room for.
    pub places: u8,
    /// Free text.
    pub note: Option<String>,
    /// Target groups it is approved for.
    pub target_groups: Vec<TargetGroup>,
    /// What the adviser tells about it; free text.
    pub presentation: Option<String>,
    /// Languages spoken there, as typed.
    pub languages: Option<String>,
    /// From when on the day it can receive (`HH:MM`, Norwegian time).
    pub receives_from: Option<String>,
    /// Until when on the day it can receive (`HH:MM`, Norwegian time).
    pub receives_to: Option<String>,
    /// Number at night; personal data for a home.
    pub on_call_phone: Option<String>,
    /// The department that serves it.
    pub department: Option<String>,
}

/// A unit as it should be. Only what differs from what it is, is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitEdit {
    /// Which; none for a new one.
    pub unit: Option<UnitId>,
    /// What the list says of it.
    pub row: UnitRow,
    /// Whether a care unit may take acute children.
    pub acute: Acute,
    /// When it closes, where it was set up for a time.
    pub closes_at: Option<DateTime<Utc>>,
}
