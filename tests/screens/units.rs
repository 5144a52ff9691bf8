//! The homes and institutions of the screens' tests.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::measure::{MeasureKind, Ownership};
use akuttvakt::domain::municipality::{MunicipalityNumber, Region};
use akuttvakt::domain::unit_list::UnitRow;

pub fn unit(name: &str, kind: MeasureKind, municipality: &str, ages: (u8, u8), places: u8) -> UnitRow {
    UnitRow {
        unit: name.to_owned(),
        kind,
        ownership: Ownership::State,
        region: Region::Ost,
        municipality: MunicipalityNumber::parse(municipality).unwrap(),
        phone: Some("00000000".to_owned()),
        legal_bases: vec![BasisCode::A4_1, BasisCode::A4_2],
        age_min: ages.0,
        age_max: ages.1,
        max_siblings: places,
        other_children: Some(true),
        animals: Some(false),
        places,
        note: None,
        target_groups: Vec::new(),
        presentation: None,
        languages: None,
        receives_from: None,
        receives_to: None,
        on_call_phone: None,
        department: None,
    }
}

/// The units of the list.
pub fn list() -> Vec<UnitRow> {
    use MeasureKind::{AcuteInstitution, EmergencyHome};
    vec![
        UnitRow {
            note: Some("ring først etter 23".to_owned()),
            ..unit("Furuly", EmergencyHome, "3411", (6, 12), 2)
        },
        unit("Solbakken", EmergencyHome, "3403", (0, 12), 3),
        unit("Bråten", EmergencyHome, "3107", (0, 17), 2),
        UnitRow { ownership: Ownership::Framework, ..unit("Lillehagen", EmergencyHome, "3405", (5, 14), 1) },
        unit("Granlia", EmergencyHome, "3407", (6, 12), 1),
        UnitRow { animals: Some(true), ..unit("Nordstua", EmergencyHome, "3412", (0, 12), 2) },
        unit("Vika", EmergencyHome, "3205", (0, 6), 2),
        unit("Ungbo", EmergencyHome, "3205", (13, 17), 1),
        UnitRow {
            legal_bases: vec![BasisCode::A4_4],
            ..unit("Fjellro", AcuteInstitution, "3203", (13, 17), 3)
        },
        unit("Åsen", AcuteInstitution, "3201", (12, 17), 4),
    ]
}
