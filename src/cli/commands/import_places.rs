//! `import places FILE`: reads units and places from a list. Nothing is stored unless every row is right.

use chrono::NaiveDate;
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::answers;
use crate::cli::context::{Context, Known};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::import_file;
use crate::cli::reply::Reply;
use crate::domain::basis::BasisCode;
use crate::domain::command::{Command, ImportReport, Outcome};
use crate::domain::ids::UnitId;
use crate::domain::local_time::day_in_norway;
use crate::domain::unit_list::UnitRow;
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
    let known = context.read(crate::store::Store::units)?;
    let told = differences(&known, &rows);
    let outcome = context.execute(&Command::ImportUnits { rows, dry_run })?;
    if let (Outcome::Imported(report), Format::Json) = (&outcome, context.format) {
        return Ok(Reply::json(&Told { ok: true, report, differences: told }));
    }
    let reply = answers::reply(context, &outcome)?;
    Ok(told.iter().fold(reply, |reply, unit| reply.with_line(&unit.line(context.texts))))
}

#[derive(Serialize)]
struct Told<'r> {
    ok: bool,
    #[serde(flatten)]
    report: &'r ImportReport,
    differences: Vec<Difference>,
}

/// What changes of a unit.
#[derive(Serialize)]
struct Difference {
    unit: UnitId,
    name: String,
    changes: Vec<Change>,
}

/// A column that changes. What may name someone is told to change, never what it is.
#[derive(Serialize)]
struct Change {
    column: &'static str,
    is_personal: bool,
    old: Option<String>,
    new: Option<String>,
}

/// Columns that may hold what is personal.
const PERSONAL: [&str; 5] = ["phone", "on_call_phone", "note", "presentation", "languages"];

/// What the rows change of the units there are, column by column.
fn differences(known: &[(UnitId, UnitRow)], rows: &[UnitRow]) -> Vec<Difference> {
    let changed = rows.iter().filter_map(|row| {
        let is_same = |(_, old): &&(UnitId, UnitRow)| old.region == row.region && old.unit == row.unit;
        let (unit, old) = known.iter().find(is_same)?;
        let cells = places_csv::cells_of(old).into_iter().zip(places_csv::cells_of(row));
        let filled = |cell: Option<String>| cell.filter(|cell| !cell.is_empty());
        let changes: Vec<Change> = places_csv::COLUMNS
            .into_iter()
            .zip(cells)
            .map(|(column, (old, new))| (column, filled(old), filled(new)))
            .filter(|(_, old, new)| old != new)
            .map(|(column, old, new)| {
                let is_personal = PERSONAL.contains(&column);
                let shown = |cell: Option<String>| cell.filter(|_| !is_personal);
                Change { column, is_personal, old: shown(old), new: shown(new) }
            })
            .collect();
        (!changes.is_empty()).then(|| Difference { unit: *unit, name: row.unit.clone(), changes })
    });
    changed.collect()
}

impl Difference {
    fn line(&self, texts: &Texts) -> String {
        let shown = |cell: &Option<String>| cell.clone().unwrap_or_else(|| "–".to_owned());
        let change = |change: &Change| {
            if change.is_personal {
                texts.cli_import_changed(change.column)
            } else {
                texts.cli_import_from_to(change.column, shown(&change.new), shown(&change.old))
            }
        };
        let changes: Vec<String> = self.changes.iter().map(change).collect();
        texts.cli_import_difference(changes.join(", "), self.name.as_str())
    }
}

fn bases_on(known: &Known, day: NaiveDate) -> Vec<BasisCode> {
    known.tables.bases_on(day).map(|basis| basis.code).collect()
}
