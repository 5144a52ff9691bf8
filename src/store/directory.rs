//! The directory of phone numbers. Names and numbers are personal data; one entry is one row.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::error::StoreError;
use super::limits;
use super::read::{coded, coded_if, municipality, sensitive};
use super::table::Table;
use super::write::{Field, Write, moment, text};
use crate::domain::command::Outcome;
use crate::domain::directory::{Contact, ContactKind, ContactRow, MAX_NAME, MAX_NOTE};
use crate::domain::ids::ContactId;
use crate::domain::municipality::Region;
use crate::domain::refusal::{BadValue, Refusal};

/// Adds an entry, or changes one.
pub(super) fn set(
    write: &mut Write<'_>,
    contact: Option<ContactId>,
    row: &ContactRow,
) -> Result<Outcome, StoreError> {
    let row = kept(row)?;
    let contact = match contact {
        Some(contact) => {
            known(write, contact)?;
            write.update(Table::Contacts, contact.0, &columns(&row))?;
            contact
        }
        None => begin(write, &row)?,
    };
    words(write, contact, &row)?;
    Ok(Outcome::ContactSet { contact })
}

/// Takes an entry out: its words go, the row stays.
pub(super) fn remove(write: &mut Write<'_>, contact: ContactId) -> Result<Outcome, StoreError> {
    known(write, contact)?;
    let at = moment(Some(write.at));
    write.update(Table::Contacts, contact.0, &[("removed_at", at)])?;
    for field in ["name", "phone", "note"] {
        write.set_sensitive(Table::Contacts, contact.0, field, None)?;
    }
    Ok(Outcome::ContactSet { contact })
}

/// Adds entries from a list; one with the same kind, name, region and municipality gets what the list says.
pub(super) fn import(
    write: &mut Write<'_>,
    rows: &[ContactRow],
    dry_run: bool,
) -> Result<Outcome, StoreError> {
    let (mut added, mut updated, mut unchanged) = (0, 0, 0);
    let before = all(&write.tx)?;
    let mut after = before.clone();
    for row in rows {
        let row = kept(row)?;
        let same = |contact: &Contact| {
            contact.row.kind == row.kind
                && contact.row.name == row.name
                && contact.row.region == row.region
                && contact.row.municipality == row.municipality
        };
        match after.iter_mut().find(|contact| same(contact)) {
            Some(contact) if contact.row == row => unchanged += 1,
            Some(contact) => {
                updated += 1;
                contact.row = row;
            }
            None => {
                added += 1;
                let id = if dry_run { ContactId(0) } else { begin(write, &row)? };
                after.push(Contact { id, row });
            }
        }
    }
    // A list that names an entry twice writes it once, as its last line says.
    for contact in after.iter().filter(|contact| !dry_run && !before.contains(contact)) {
        words(write, contact.id, &contact.row)?;
    }
    Ok(Outcome::ContactsImported { added, updated, unchanged, dry_run })
}

/// An entry as it is kept: without blanks around its words.
fn kept(row: &ContactRow) -> Result<ContactRow, StoreError> {
    Ok(ContactRow {
        name: limits::required("name", &row.name, MAX_NAME)?.to_owned(),
        phone: limits::required("phone", &row.phone, MAX_NAME)?.to_owned(),
        note: limits::kept("note", row.note.as_deref(), MAX_NOTE)?.map(str::to_owned),
        ..row.clone()
    })
}

fn columns(row: &ContactRow) -> Vec<Field> {
    vec![
        ("kind", text(Some(row.kind.code()))),
        ("region", text(row.region.map(Region::code))),
        ("municipality", text(row.municipality.map(|number| number.to_string()))),
    ]
}

fn begin(write: &mut Write<'_>, row: &ContactRow) -> Result<ContactId, StoreError> {
    let mut fields = columns(row);
    fields.push(("added_at", moment(Some(write.at))));
    Ok(ContactId(write.insert(Table::Contacts, &fields)?))
}

fn words(write: &mut Write<'_>, contact: ContactId, row: &ContactRow) -> Result<(), StoreError> {
    write.set_sensitive(Table::Contacts, contact.0, "name", Some(&row.name))?;
    write.set_sensitive(Table::Contacts, contact.0, "phone", Some(&row.phone))?;
    write.set_sensitive(Table::Contacts, contact.0, "note", row.note.as_deref())
}

fn known(write: &Write<'_>, contact: ContactId) -> Result<(), StoreError> {
    let unknown = BadValue::UnknownNumber { field: "contact", number: contact.0 };
    write
        .tx
        .prepare_cached("SELECT 1 FROM contacts WHERE number = ?1 AND removed_at IS NULL")?
        .query_row([contact.0], |_| Ok(()))
        .optional()?
        .ok_or_else(|| Refusal::BadValue(unknown).into())
}

/// Every entry, by kind and number.
pub(super) fn all(connection: &Connection) -> Result<Vec<Contact>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT number, kind, region, municipality FROM contacts WHERE removed_at IS NULL ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    let mut contacts = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let field = |name| sensitive(connection, Table::Contacts, number, name);
        contacts.push(Contact {
            id: ContactId(number),
            row: ContactRow {
                kind: coded(&row.get::<_, String>(1)?, ContactKind::from_code)?,
                name: field("name")?.unwrap_or_default(),
                phone: field("phone")?.unwrap_or_default(),
                region: coded_if(row.get(2)?, Region::from_code)?,
                municipality: row
                    .get::<_, Option<String>>(3)?
                    .map(|number| municipality(&number))
                    .transpose()?,
                note: field("note")?,
            },
        });
    }
    contacts.sort_by_key(|contact| (contact.row.kind, contact.id));
    Ok(contacts)
}

/// The duty phone of each region that has one; of several the last entered.
pub(super) fn duty_phones(connection: &Connection) -> Result<BTreeMap<Region, String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.region, p.value FROM contacts c
         JOIN personal_data p ON p.subject = 'contacts' AND p.number = c.number AND p.field = 'phone'
         WHERE c.kind = ?1 AND c.region IS NOT NULL AND c.removed_at IS NULL ORDER BY c.number",
    )?;
    let mut rows = statement.query([ContactKind::RegionDuty.code()])?;
    let mut phones = BTreeMap::new();
    while let Some(row) = rows.next()? {
        phones.insert(coded(&row.get::<_, String>(0)?, Region::from_code)?, row.get(1)?);
    }
    Ok(phones)
}
