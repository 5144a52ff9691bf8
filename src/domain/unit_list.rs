//! One row of the list of units (file format `places`): one unit with everything the list says of it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};

use super::basis::BasisCode;
use super::ids::UnitId;
use super::measure::{MeasureKind, Ownership, TargetGroup};
use super::municipality::{MunicipalityNumber, Region};
use super::unit::{Acute, Unit};
use super::unit_facts::UnitFact;

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

impl UnitRow {
    /// The row of a unit, but for what is shown of it on purpose only.
    #[must_use]
    pub fn of(unit: &Unit) -> Self {
        let time = |time: Option<NaiveTime>| time.map(|time| time.format(TIME_OF_DAY).to_string());
        Self {
            unit: unit.name.clone(),
            kind: unit.kind,
            ownership: unit.ownership,
            region: unit.region,
            municipality: unit.municipality,
            phone: unit.phone.clone(),
            legal_bases: unit.bases.clone(),
            age_min: unit.age_min,
            age_max: unit.age_max,
            max_siblings: unit.max_siblings,
            other_children: unit.other_children,
            animals: unit.animals,
            places: unit.places,
            note: unit.note.clone(),
            target_groups: unit.target_groups.clone(),
            presentation: None,
            languages: None,
            receives_from: time(unit.receives_from),
            receives_to: time(unit.receives_to),
            on_call_phone: None,
            department: unit.department.clone(),
        }
    }
}

/// Whether the youngest age is above the oldest.
#[must_use]
pub const fn are_ages_reversed(min: u8, max: u8) -> bool {
    min > max
}

/// Whether the largest group at once is larger than there are places.
#[must_use]
pub const fn is_group_too_large(max_siblings: u8, places: u8) -> bool {
    max_siblings > places
}

/// How a time of the day is kept.
const TIME_OF_DAY: &str = "%H:%M";

/// A time of the day (`HH:MM`) as it is kept; none when it cannot be read.
#[must_use]
pub fn time_of_day(written: &str) -> Option<String> {
    let time = NaiveTime::parse_from_str(written, TIME_OF_DAY).ok()?;
    Some(time.format(TIME_OF_DAY).to_string())
}

/// A number in digits from a least to a most; none when it is not one.
#[must_use]
pub fn count(written: &str, min: u8, max: u8) -> Option<u8> {
    let is_digits = written.bytes().all(|byte| byte.is_ascii_digit());
    written.parse().ok().filter(|number| is_digits && (min..=max).contains(number))
}

/// A unit as it should be. Only what differs from what it is, is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitEdit {
    /// Which; none for a new one.
    pub unit: Option<UnitId>,
    /// What the list says of it, but for its facts: those are told below.
    pub row: UnitRow,
    /// What is told of what a municipality asks about it; none where something is not known any more. What is not told
    /// stays as it is.
    pub facts: BTreeMap<UnitFact, Option<String>>,
    /// Who should not be placed there together.
    pub group_note: Option<String>,
    /// Whether a care unit may take acute children.
    pub acute: Acute,
    /// When it closes, where it was set up for a time.
    pub closes_at: Option<DateTime<Utc>>,
}
