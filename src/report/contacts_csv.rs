//! The file format `contacts`: the directory of phone numbers, one row a number, comma separated, UTF-8, with a header.
//! Writing and reading are each other's opposite, as with `places`.

use std::collections::HashMap;

use serde::Serialize;

use super::cells::csv_file;
use super::csv_rows::{self, Columns, RowReader, code, municipality, region, text};
use super::problems::{Fault, Problem};
use crate::domain::directory::{Contact, ContactKind, ContactRow, MAX_NAME, MAX_NOTE};
use crate::domain::ids::ContactId;
use crate::domain::municipality::{MunicipalityNumber, Region};
use crate::domain::municipality_index::Municipalities;

/// The columns, in their order.
pub const COLUMNS: [&str; 6] = ["kind", "name", "phone", "region", "municipality", "note"];

/// How many of the columns a file must have: the first ones.
const REQUIRED: usize = 5;

/// The file with these numbers.
#[must_use]
pub fn write<'c>(contacts: impl IntoIterator<Item = &'c ContactRow>) -> String {
    csv_file(COLUMNS, contacts.into_iter().map(cells_of))
}

/// The header and rows that show what each column takes.
#[must_use]
pub fn template() -> String {
    let examples = [
        ["region_duty", "Vakttelefon Region Sør", "00 00 00 00", "Sør", "", "hele døgnet"],
        ["out_of_hours", "Barnevernvakten i Hamar", "00 00 00 00", "", "3403", ""],
    ];
    csv_file(COLUMNS, examples.map(|row| row.map(|cell| Some(cell.to_owned()))))
}

/// The numbers of a file, or everything that is wrong with it, in the order of its lines.
///
/// # Errors
/// All problems; then no row counts.
pub fn read(bytes: &[u8], municipalities: &Municipalities) -> Result<Vec<ContactRow>, Vec<Problem>> {
    type Key = (ContactKind, String, Option<Region>, Option<MunicipalityNumber>);
    let mut first_lines: HashMap<Key, u64> = HashMap::new();
    csv_rows::read(bytes, Columns { names: &COLUMNS, required: REQUIRED }, |reader| {
        let row = contact(reader, municipalities)?;
        let key = (row.kind, row.name.clone(), row.region, row.municipality);
        let first_line = *first_lines.entry(key).or_insert(reader.line());
        if first_line != reader.line() {
            reader.note("name", Fault::ContactTwice { name: row.name.clone(), first_line });
        }
        Some(row)
    })
}

fn contact(row: &mut RowReader<'_>, municipalities: &Municipalities) -> Option<ContactRow> {
    let kind = row.needed("kind", |cell| code(cell, ContactKind::ALL, ContactKind::code));
    let name = row.needed("name", |cell| text(cell, MAX_NAME));
    let phone = row.needed("phone", |cell| text(cell, MAX_NAME));
    let region = row.optional("region", region);
    let municipality = row.optional("municipality", |cell| municipality(municipalities, cell));
    let note = row.optional("note", |cell| text(cell, MAX_NOTE));
    Some(ContactRow {
        kind: kind?,
        name: name?,
        phone: phone?,
        region: region?,
        municipality: municipality?,
        note: note?,
    })
}

/// The cells of a number, in the order of the columns.
#[must_use]
pub fn cells_of(row: &ContactRow) -> [Option<String>; COLUMNS.len()] {
    [
        Some(row.kind.code().to_owned()),
        Some(row.name.clone()),
        Some(row.phone.clone()),
        row.region.map(|region| region.code().to_owned()),
        row.municipality.map(|number| number.to_string()),
        row.note.clone(),
    ]
}

/// The directory as JSON: the same fields as the columns, each with its number.
#[derive(Debug, Serialize)]
pub struct Contacts<'c> {
    contacts: Vec<Row<'c>>,
}

#[derive(Debug, Serialize)]
struct Row<'c> {
    contact: ContactId,
    kind: ContactKind,
    name: &'c str,
    phone: &'c str,
    region: Option<Region>,
    municipality: Option<MunicipalityNumber>,
    note: Option<&'c str>,
}

impl<'c> Contacts<'c> {
    /// The object of these numbers.
    #[must_use]
    pub fn of(contacts: &'c [Contact]) -> Self {
        let row = |contact: &'c Contact| Row {
            contact: contact.id,
            kind: contact.row.kind,
            name: &contact.row.name,
            phone: &contact.row.phone,
            region: contact.row.region,
            municipality: contact.row.municipality,
            note: contact.row.note.as_deref(),
        };
        Self { contacts: contacts.iter().map(row).collect() }
    }
}
