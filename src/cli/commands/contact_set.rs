//! `contact add KIND NAME PHONE` and `contact edit N`: an entry of the directory of phone numbers.

use clap::{Arg, ArgMatches};

use super::contact_list::contacts;
use crate::cli::answers;
use crate::cli::arguments::{free_text, number, positional, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::clean::clean_line;
use crate::domain::command::Command;
use crate::domain::directory::{ContactKind, ContactRow};
use crate::domain::ids::ContactId;
use crate::domain::refusal::BadValue;
use crate::text::Texts;

const CONTACT: &str = "contact";
const KIND: &str = "kind";
const NAME: &str = "name";
const PHONE: &str = "phone";
const REGION: &str = "region";
const MUNICIPALITY: &str = "municipality";
const NOTE: &str = "note";

pub fn arguments_of_add(texts: &Texts) -> Vec<Arg> {
    let mut arguments = vec![
        positional(KIND, texts.help_value_code(), kind_help(texts)),
        positional(NAME, texts.help_value_adviser(), texts.help_contact_name()),
        positional(PHONE, texts.help_value_phone(), texts.help_contact_phone()),
    ];
    arguments.extend(optional(texts));
    arguments
}

pub fn arguments_of_edit(texts: &Texts) -> Vec<Arg> {
    let mut arguments = vec![
        number(CONTACT, texts.help_value_number(), texts.help_contact_number()),
        text(KIND, texts.help_value_code(), kind_help(texts)),
        free_text(NAME, texts.help_value_adviser(), texts.help_contact_name()),
        free_text(PHONE, texts.help_value_phone(), texts.help_contact_phone()),
    ];
    arguments.extend(optional(texts));
    arguments
}

fn kind_help(texts: &Texts) -> String {
    with_values(texts, texts.help_contact_kind(), ContactKind::ALL.iter().map(|kind| kind.code()))
}

fn optional(texts: &Texts) -> [Arg; 3] {
    [
        text(REGION, texts.help_value_region(), texts.help_contact_region()),
        text(MUNICIPALITY, texts.help_value_municipality(), texts.help_contact_municipality()),
        free_text(NOTE, texts.help_value_text(), texts.help_contact_note()),
    ]
}

/// The text given for an argument; an empty one takes away what there was.
fn given(matches: &ArgMatches, id: &str) -> Option<String> {
    matches.get_one::<String>(id).map(|given| clean_line(given).trim().to_owned())
}

pub fn add(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let Some(kind) = context.code(matches, KIND, ContactKind::ALL, ContactKind::code)? else {
        return Ok(Reply::empty());
    };
    let row = ContactRow {
        kind,
        name: given(matches, NAME).unwrap_or_default(),
        phone: given(matches, PHONE).unwrap_or_default(),
        region: None,
        municipality: None,
        note: None,
    };
    set(context, matches, None, row)
}

pub fn edit(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let id = ContactId(number_of(matches, CONTACT));
    let found = contacts(context)?.into_iter().find(|contact| contact.id == id);
    let unknown = BadValue::UnknownNumber { field: CONTACT, number: id.0 };
    let mut row = found.ok_or_else(|| context.bad_value(&unknown))?.row;
    row.kind = context.code(matches, KIND, ContactKind::ALL, ContactKind::code)?.unwrap_or(row.kind);
    row.name = given(matches, NAME).unwrap_or(row.name);
    row.phone = given(matches, PHONE).unwrap_or(row.phone);
    set(context, matches, Some(id), row)
}

pub fn remove(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let contact = ContactId(number_of(matches, CONTACT));
    let outcome = context.execute(&Command::RemoveContact { contact })?;
    answers::reply(context, &outcome)
}

pub fn arguments_of_remove(texts: &Texts) -> Vec<Arg> {
    vec![number(CONTACT, texts.help_value_number(), texts.help_contact_number())]
}

fn set(
    context: &mut Context<'_>,
    matches: &ArgMatches,
    contact: Option<ContactId>,
    mut row: ContactRow,
) -> Result<Reply, Failure> {
    if let Some(region) = given(matches, REGION) {
        row.region = if region.is_empty() { None } else { context.region(matches, REGION)? };
    }
    if let Some(name) = given(matches, MUNICIPALITY) {
        row.municipality = if name.is_empty() { None } else { Some(context.municipality(&name)?) };
    }
    if let Some(note) = given(matches, NOTE) {
        row.note = Some(note).filter(|note| !note.is_empty());
    }
    let outcome = context.execute(&Command::SetContact { contact, row: Box::new(row) })?;
    answers::reply(context, &outcome)
}
