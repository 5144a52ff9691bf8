//! `export contacts`: the directory of phone numbers, in the form `import contacts` reads.

use clap::ArgMatches;

use super::contact_list::contacts;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::report::contacts_csv::{self, Contacts};

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let contacts = contacts(context)?;
    Ok(match context.format {
        Format::Json => Reply::json(&Contacts::of(&contacts)),
        Format::Text | Format::Csv => {
            Reply::file(contacts_csv::write(contacts.iter().map(|contact| &contact.row)))
        }
    })
}
