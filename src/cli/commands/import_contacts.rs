//! `import contacts FILE`: reads the directory of phone numbers from a list. Nothing is stored unless every row is right.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::import_file;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::report::contacts_csv;
use crate::text::Texts;

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    import_file::arguments(texts)
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    if let Some(template) = import_file::template(context, matches, contacts_csv::template) {
        return Ok(template);
    }
    let texts = context.texts;
    let municipalities = &context.known()?.tables.municipalities;
    let rows = import_file::rows(texts, matches, |bytes| contacts_csv::read(bytes, municipalities))?;
    let dry_run = import_file::is_dry_run(matches);
    let outcome = context.execute(&Command::ImportContacts { rows, dry_run })?;
    answers::reply(context, &outcome)
}
