//! One row of the list of units, cell by cell.

use super::csv_rows::{RowReader, code, joined, municipality, region, text};
use super::places_csv::Lists;
use super::problems::Fault;
use crate::domain::basis::BasisCode;
use crate::domain::child::Age;
use crate::domain::measure::{MeasureKind, Ownership, TargetGroup};
use crate::domain::unit_list::{
    self, MAX_PLACES, MAX_SHORT_TEXT, UnitRow, are_ages_reversed, count, is_group_too_large,
};

/// The unit of a row; none when a cell is wrong, which is then among the problems.
pub(super) fn unit(row: &mut RowReader<'_>, lists: Lists<'_>) -> Option<UnitRow> {
    let unit = row.needed("unit", |cell| text(cell, MAX_SHORT_TEXT));
    let kind = row.needed("kind", |cell| code(cell, MeasureKind::ALL, MeasureKind::code));
    let ownership = row.needed("ownership", |cell| code(cell, Ownership::ALL, Ownership::code));
    let region = row.needed("region", region);
    let municipality = row.needed("municipality", |cell| municipality(lists.municipalities, cell));
    let phone = row.short("phone");
    let legal_bases = bases(row, lists);
    let age_min = row.needed("age_min", |cell| number(cell, 0, Age::MAX_YEARS));
    let age_max = row.needed("age_max", |cell| number(cell, 0, Age::MAX_YEARS));
    let max_siblings = row.optional("max_siblings", |cell| number(cell, 1, MAX_PLACES));
    let other_children = row.optional("other_children", yes_or_no);
    let animals = row.optional("animals", yes_or_no);
    let places = row.needed("places", |cell| number(cell, 1, MAX_PLACES));
    let note = row.long("note");
    let target_groups = row.values("target_groups", |cell| code(cell, TargetGroup::ALL, TargetGroup::code));
    let presentation = row.long("presentation");
    let languages = row.short("languages");
    let receives_from = row.optional("receives_from", time_of_day);
    let receives_to = row.optional("receives_to", time_of_day);
    let on_call_phone = row.short("on_call_phone");
    let department = row.short("department");
    if let (Some(min), Some(max)) = (age_min, age_max)
        && are_ages_reversed(min, max)
    {
        row.note("age_min", Fault::AgesReversed { min, max });
    }
    if let (Some(Some(max_siblings)), Some(places)) = (max_siblings, places)
        && is_group_too_large(max_siblings, places)
    {
        row.note("max_siblings", Fault::GroupTooLarge { max_siblings, places });
    }
    Some(UnitRow {
        unit: unit?,
        kind: kind?,
        ownership: ownership?,
        region: region?,
        municipality: municipality?,
        phone: phone?,
        legal_bases: legal_bases?,
        age_min: age_min?,
        age_max: age_max?,
        max_siblings: max_siblings?.or(places)?,
        other_children: other_children?,
        animals: animals?,
        places: places?,
        note: note?,
        target_groups: target_groups?,
        presentation: presentation?,
        languages: languages?,
        receives_from: receives_from?,
        receives_to: receives_to?,
        on_call_phone: on_call_phone?,
        department: department?,
    })
}

fn bases(row: &mut RowReader<'_>, lists: Lists<'_>) -> Option<Vec<BasisCode>> {
    row.values("legal_bases", |cell| {
        let known = BasisCode::from_code(cell).filter(|basis| lists.bases.contains(basis));
        let allowed = || joined(lists.bases.iter().map(|basis| basis.code()));
        known.ok_or_else(|| Fault::NotInList { value: cell.to_owned(), allowed: allowed() })
    })
}

fn number(cell: &str, min: u8, max: u8) -> Result<u8, Fault> {
    count(cell, min, max).ok_or_else(|| Fault::NotWithin { value: cell.to_owned(), min, max })
}

fn yes_or_no(cell: &str) -> Result<bool, Fault> {
    match cell {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Fault::NotInList { value: cell.to_owned(), allowed: "yes, no".to_owned() }),
    }
}

fn time_of_day(cell: &str) -> Result<String, Fault> {
    unit_list::time_of_day(cell).ok_or_else(|| Fault::NotTimeOfDay(cell.to_owned()))
}
