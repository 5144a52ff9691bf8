//! Units as JSON: the same fields as the columns of the file format `places`.

use serde::Serialize;

use crate::domain::basis::BasisCode;
use crate::domain::measure::{MeasureKind, Ownership, TargetGroup};
use crate::domain::municipality::{MunicipalityNumber, Region};
use crate::domain::unit_list::UnitRow;

/// Every unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Places<'u> {
    places: Vec<Row<'u>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Row<'u> {
    unit: &'u str,
    kind: MeasureKind,
    ownership: Ownership,
    region: Region,
    municipality: MunicipalityNumber,
    phone: Option<&'u str>,
    legal_bases: &'u [BasisCode],
    age_min: u8,
    age_max: u8,
    max_siblings: u8,
    other_children: Option<bool>,
    animals: Option<bool>,
    places: u8,
    note: Option<&'u str>,
    target_groups: &'u [TargetGroup],
    presentation: Option<&'u str>,
    languages: Option<&'u str>,
    receives_from: Option<&'u str>,
    receives_to: Option<&'u str>,
    on_call_phone: Option<&'u str>,
    department: Option<&'u str>,
}

impl<'u> Places<'u> {
    /// The object of these units.
    #[must_use]
    pub fn of(units: &'u [UnitRow]) -> Self {
        let row = |unit: &'u UnitRow| Row {
            unit: &unit.unit,
            kind: unit.kind,
            ownership: unit.ownership,
            region: unit.region,
            municipality: unit.municipality,
            phone: unit.phone.as_deref(),
            legal_bases: &unit.legal_bases,
            age_min: unit.age_min,
            age_max: unit.age_max,
            max_siblings: unit.max_siblings,
            other_children: unit.other_children,
            animals: unit.animals,
            places: unit.places,
            note: unit.note.as_deref(),
            target_groups: &unit.target_groups,
            presentation: unit.presentation.as_deref(),
            languages: unit.languages.as_deref(),
            receives_from: unit.receives_from.as_deref(),
            receives_to: unit.receives_to.as_deref(),
            on_call_phone: unit.on_call_phone.as_deref(),
            department: unit.department.as_deref(),
        };
        Self { places: units.iter().map(row).collect() }
    }
}
