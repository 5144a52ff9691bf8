//! `import places FILE`: reads units and places from a list. Nothing is stored unless every row is right.

use chrono::NaiveDate;
use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::context::{Context, Known};
use crate::cli::failure::Failure;
use crate::cli::import_file;
use crate::cli::reply::Reply;
use crate::domain::basis::BasisCode;
use crate::domain::command::Command;
use crate::domain::local_time::day_in_norway;
use crate::report::places_csv::{self, Lists};
use crate::text::Texts;

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    import_file::arguments(texts)
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    if let Some(template) = import_file::template(context, matches, places_csv::template) {
        return Ok(template);
    }
    let texts = context.texts;
    let today = day_in_norway(context.clock.now());
    let known = context.known()?;
    let bases = bases_on(known, today);
    let lists = Lists { municipalities: &known.tables.municipalities, bases: &bases };
    let rows = import_file::rows(texts, matches, |bytes| places_csv::read(bytes, lists))?;
    let dry_run = import_file::is_dry_run(matches);
    let outcome = context.execute(&Command::ImportUnits { rows, dry_run })?;
    answers::reply(context, &outcome)
}

fn bases_on(known: &Known, day: NaiveDate) -> Vec<BasisCode> {
    known.tables.bases_on(day).map(|basis| basis.code).collect()
}
