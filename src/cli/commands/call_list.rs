//! `call list`: calls with their clocks; by number and municipality, where those are told.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::{optional_number, switch, text};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::rows::CallRow;
use crate::domain::call::Call;
use crate::domain::clean::clean_line;
use crate::domain::municipality::{Municipality, MunicipalityNumber};
use crate::domain::municipality_index::{Found, MunicipalityName, Reach};
use crate::domain::offer::Offer;
use crate::domain::question::{CallSearch, Question, Told};
use crate::domain::quick_line::LineError;
use crate::report::cells::csv_file;
use crate::store::CallFilter;
use crate::text::Texts;

const OPEN: &str = "open";
const ALL: &str = "all";
const NUMBER: &str = "number";
const MUNICIPALITY: &str = "municipality";

/// As many as there are; a list that is cut off would look whole.
const NO_LIMIT: usize = i32::MAX as usize;

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        switch(OPEN, texts.help_call_list_open()).conflicts_with(ALL),
        switch(ALL, texts.help_call_list_all()),
        optional_number(NUMBER, texts.help_value_number(), texts.help_call_list_number()),
        text(MUNICIPALITY, texts.help_value_municipality(), texts.help_call_list_municipality()),
    ]
}

#[derive(serde::Serialize)]
struct Answer {
    calls: Vec<CallRow>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let (calls, offers) = found(context, matches)?;
    let now = context.clock.now();
    let rows = calls.iter().map(|call| CallRow::of(call, &offers, now));
    Ok(match context.format {
        Format::Json => {
            let filter = if matches.get_flag(ALL) { CallFilter::All } else { CallFilter::Open };
            let placements = context.read(|store| store.placements(filter))?;
            Reply::json(&Answer { calls: rows.map(|row| row.with_placements(&placements, now)).collect() })
        }
        Format::Csv => Reply::file(csv_file(CallRow::COLUMNS, rows.map(CallRow::cells))),
        Format::Text => {
            let texts = context.texts;
            let known = context.known()?;
            let lines: Vec<_> = calls
                .iter()
                .map(|call| CallRow::of(call, &offers, now).line(texts, call, &known.tables, &offers, now))
                .collect();
            if lines.is_empty() { Reply::text(texts.cli_no_calls()) } else { Reply::text(lines.join("\n")) }
        }
    })
}

/// The calls that are meant, by number.
fn found(context: &mut Context<'_>, matches: &ArgMatches) -> Result<(Vec<Call>, Vec<Offer>), Failure> {
    let municipalities = match matches.get_one::<String>(MUNICIPALITY) {
        Some(name) => Some(municipalities_named(context, &clean_line(name))?),
        None => None,
    };
    let search = CallSearch {
        open_only: !matches.get_flag(ALL),
        number: matches.get_one::<i64>(NUMBER).map(ToString::to_string),
        municipalities,
        limit: NO_LIMIT,
    };
    let Told::Calls(mut page) = context.ask(&Question::Calls(search))? else { return Ok(Default::default()) };
    page.calls.sort_by_key(|call| call.id);
    Ok((page.calls, page.offers))
}

/// Every municipality that may be meant: a search that finds too much does no harm.
fn municipalities_named(context: &mut Context<'_>, name: &str) -> Result<Vec<MunicipalityNumber>, Failure> {
    let region = context.store()?.region();
    let texts = context.texts;
    let all = &context.known()?.tables.municipalities;
    if let Some(one) = MunicipalityNumber::parse(name.trim()).and_then(|number| all.by_number(number)) {
        return Ok(vec![one.number]);
    }
    let numbers = |found: Vec<&Municipality>| found.into_iter().map(|one| one.number).collect();
    match all.find_with_county(name, Reach::Country) {
        Found::One { municipality, .. } => Ok(vec![municipality.number]),
        Found::SameName(several) | Found::Several(several) => Ok(numbers(several)),
        Found::Nothing => {
            let nearest = all.nearest(name, region).first().copied().map(MunicipalityName::from);
            let unknown = LineError::UnknownMunicipality { word: name.trim().to_owned(), nearest };
            Err(Failure::new(unknown.code(), texts.line_error(&unknown)))
        }
    }
}
