//! `contact list`: the directory of phone numbers.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::{text, with_values};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::directory::{Contact, ContactKind};
use crate::domain::municipality::Region;
use crate::domain::question::{Question, Told};
use crate::report::cells::csv_file;
use crate::report::contacts_csv::{self, Contacts};
use crate::text::Texts;

const KIND: &str = "kind";
const REGION: &str = "region";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let kinds = ContactKind::ALL.iter().map(|kind| kind.code());
    vec![
        text(KIND, texts.help_value_code(), with_values(texts, texts.help_contact_list_kind(), kinds)),
        text(REGION, texts.help_value_region(), texts.help_contact_list_region()),
    ]
}

/// The directory, by kind.
pub fn contacts(context: &mut Context<'_>) -> Result<Vec<Contact>, Failure> {
    match context.ask(&Question::Contacts)? {
        Told::Contacts(contacts) => Ok(contacts),
        _ => Ok(Vec::new()),
    }
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let kind = context.code(matches, KIND, ContactKind::ALL, ContactKind::code)?;
    let region = context.region(matches, REGION)?;
    let mut contacts = contacts(context)?;
    contacts.retain(|contact| {
        kind.is_none_or(|kind| contact.row.kind == kind)
            && region.is_none_or(|region| contact.row.region == Some(region))
    });
    Ok(match context.format {
        Format::Json => Reply::json(&Contacts::of(&contacts)),
        Format::Csv => {
            let cells = |contact: &Contact| {
                std::iter::once(Some(contact.id.to_string())).chain(contacts_csv::cells_of(&contact.row))
            };
            let header = std::iter::once("contact").chain(contacts_csv::COLUMNS);
            Reply::file(csv_file(header, contacts.iter().map(cells)))
        }
        Format::Text if contacts.is_empty() => Reply::text(context.texts.cli_no_contacts()),
        Format::Text => {
            let lines =
                contacts.iter().map(|contact| line(context, contact)).collect::<Result<Vec<_>, _>>()?;
            Reply::text(lines.join("\n"))
        }
    })
}

/// `3 vakttelefon Sør · Vakttelefon Region Sør · 00 00 00 00 · hele døgnet`.
fn line(context: &mut Context<'_>, contact: &Contact) -> Result<String, Failure> {
    let texts = context.texts;
    let row = &contact.row;
    let municipality = match row.municipality {
        Some(number) => {
            let known = context.known()?.tables.municipalities.by_number(number);
            Some(known.map_or_else(|| number.to_string(), |known| known.name.clone()))
        }
        None => None,
    };
    let mut parts = vec![texts.cli_contact(contact.id.0, texts.contact_kind(row.kind)), row.name.clone()];
    parts.push(row.phone.clone());
    parts.extend(row.region.map(|region: Region| region.code().to_owned()));
    parts.extend(municipality);
    parts.extend(row.note.clone());
    Ok(parts.join(" · "))
}
