//! `unit add NAME` and `unit edit N`: a unit with everything the list says of it. What is told goes through the same reading
//! as a row of the file of places, so the same rules hold.

use std::collections::BTreeMap;

use clap::{Arg, ArgMatches};

use super::unit_list::{Listed, unit_of};
use crate::cli::answers;
use crate::cli::arguments::{free_text, number, positional, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::clean::clean_line;
use crate::domain::command::Command;
use crate::domain::ids::UnitId;
use crate::domain::local_time::day_in_norway;
use crate::domain::quick_line::day_or_time_ahead;
use crate::domain::refusal::ErrorCode;
use crate::domain::unit::Acute;
use crate::domain::unit_facts::UnitFact;
use crate::domain::unit_list::{UnitEdit, UnitRow};
use crate::report::places_csv::{self, COLUMNS, Lists};
use crate::text::Texts;

const UNIT: &str = "number";
const ACUTE: &str = "acute";
const GROUP_NOTE: &str = "group-note";
const CLOSES_AT: &str = "closes-at";
/// What stands for no time.
const NEVER: &str = "-";
/// The column of the name: it stands without a flag for a new unit.
const NAME: &str = COLUMNS[0];

pub fn arguments_of_add(texts: &Texts) -> Vec<Arg> {
    let mut arguments = vec![positional(NAME, texts.help_value_text(), texts.help_unit_name())];
    arguments.extend(flags(texts, 1));
    arguments
}

pub fn arguments_of_edit(texts: &Texts) -> Vec<Arg> {
    let mut arguments = vec![number(UNIT, texts.help_value_number(), texts.help_unit_number())];
    arguments.extend(flags(texts, 0));
    arguments
}

/// A flag for each column of the file from one on, and what the file does not have.
fn flags(texts: &Texts, from: usize) -> Vec<Arg> {
    let column = |name: &&'static str| {
        free_text(name, texts.help_value_text(), texts.help_unit_column(*name)).long(name.replace('_', "-"))
    };
    let acute = with_values(texts, texts.help_unit_acute(), Acute::ALL.iter().map(|acute| acute.code()));
    let mut flags: Vec<Arg> = COLUMNS[from..].iter().map(column).collect();
    flags.push(text(ACUTE, texts.help_value_code(), acute));
    let asked = UnitFact::ALL.iter().copied().filter(|fact| !COLUMNS.contains(&fact.code()));
    flags.extend(asked.map(|fact| {
        let help = texts.help_unit_fact(texts.unit_fact(fact));
        free_text(fact.code(), texts.help_value_text(), help).long(fact.code().replace('_', "-"))
    }));
    flags.push(free_text(GROUP_NOTE, texts.help_value_text(), texts.help_unit_group_note()));
    let closes_at = text(CLOSES_AT, texts.help_value_time(), texts.help_unit_closes_at());
    flags.push(closes_at.allow_hyphen_values(true));
    flags
}

pub fn add(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let row = row(context, matches, None)?;
    let facts = BTreeMap::new();
    let edit = UnitEdit { unit: None, row, facts, group_note: None, acute: Acute::No, closes_at: None };
    set(context, matches, edit)
}

pub fn edit(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let Listed { id, row: known, unit } = unit_of(context, UnitId(number_of(matches, UNIT)))?;
    let row = row(context, matches, Some(&known))?;
    let edit = UnitEdit {
        unit: Some(id),
        row,
        facts: BTreeMap::new(),
        group_note: unit.group_note,
        acute: unit.acute,
        closes_at: unit.closes_at,
    };
    set(context, matches, edit)
}

fn set(context: &mut Context<'_>, matches: &ArgMatches, mut edit: UnitEdit) -> Result<Reply, Failure> {
    edit.acute = context.code(matches, ACUTE, Acute::ALL, Acute::code)?.unwrap_or(edit.acute);
    let told = |id| Context::told_text(matches, id).map(|told| Some(told).filter(|told| !told.is_empty()));
    edit.facts = UnitFact::ALL.iter().filter_map(|fact| Some((*fact, told(fact.code())?))).collect();
    if let Some(note) = told(GROUP_NOTE) {
        edit.group_note = note;
    }
    match matches.get_one::<String>(CLOSES_AT).map(String::as_str) {
        None => {}
        Some(NEVER) => edit.closes_at = None,
        Some(written) => {
            let at = day_or_time_ahead(written, context.clock.now());
            edit.closes_at =
                if at.is_some() { at } else { context.time(matches, CLOSES_AT, Side::Coming)? };
        }
    }
    let outcome = context.execute(&Command::EditUnit(Box::new(edit)))?;
    answers::reply(context, &outcome)
}

/// The row as it should be: what is told, over what is known.
fn row(context: &mut Context<'_>, matches: &ArgMatches, known: Option<&UnitRow>) -> Result<UnitRow, Failure> {
    let mut cells = known.map_or_else(|| [const { None }; COLUMNS.len()], places_csv::cells_of);
    for (cell, column) in cells.iter_mut().zip(COLUMNS) {
        let Some(given) = matches.get_one::<String>(column) else { continue };
        let given = clean_line(given).trim().to_owned();
        *cell = match column {
            "region" => context.region(matches, column)?.map(|region| region.code().to_owned()),
            "municipality" => Some(context.municipality(&given)?.as_str().to_owned()),
            _ => Some(given).filter(|given| !given.is_empty()),
        };
    }
    let today = day_in_norway(context.clock.now());
    let texts = context.texts;
    let tables = &context.known()?.tables;
    let bases: Vec<_> = tables.bases_on(today).map(|basis| basis.code).collect();
    let lists = Lists { municipalities: &tables.municipalities, bases: &bases };
    let read = places_csv::read(places_csv::file_of(cells).as_bytes(), lists).map_err(|problems| {
        let flag = |column: &str| column.replace('_', "-");
        let told = problems
            .iter()
            .map(|problem| texts.cli_unit_flag(flag(problem.column.unwrap_or(NAME)), problem.reason(texts)));
        Failure::new(ErrorCode::BadValue, told.collect::<Vec<_>>().join(" "))
    })?;
    let none = || Failure::new(ErrorCode::BadValue, texts.cli_unit_flag(NAME, ""));
    read.into_iter().next().ok_or_else(none)
}
