//! `places`: the list, or which places fit a call and every reason for and against.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::{switch, text};
use crate::cli::context::{Context, Known};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::words;
use crate::domain::board::Board;
use crate::domain::call::Call;
use crate::domain::ids::{CallId, PlaceId};
use crate::domain::matching::{Order, PlaceMatch, Request, match_places};
use crate::domain::measure::MeasureKind;
use crate::domain::unit::{Availability, Place, Unit};
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;

const FOR: &str = "for";
const FREE: &str = "free";
const COLUMNS: [&str; 8] = ["place", "unit", "kind", "state", "fits", "reasons", "km", "confirmed_at"];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        text(FOR, texts.help_value_call(), texts.help_places_for())
            .value_parser(clap::value_parser!(i64).range(1..)),
        switch(FREE, texts.help_places_free()),
    ]
}

#[derive(Serialize)]
struct Answer {
    places: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    place: PlaceId,
    unit: String,
    kind: MeasureKind,
    state: &'static str,
    fits: Option<bool>,
    reasons: Vec<String>,
    km: Option<u32>,
    confirmed_at: Option<String>,
    #[serde(skip)]
    is_extra: bool,
    #[serde(skip)]
    expected_free_at: Option<DateTime<Utc>>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let now = context.clock.now();
    let texts = context.texts;
    let board = context.read(|store| store.board(now))?;
    let mut rows = match matches.get_one::<i64>(FOR) {
        Some(number) => {
            let call = context.call(CallId(*number))?;
            let is_protected = call.shield.is_some();
            let request = request_of(context, call)?;
            let mut rows = matched(texts, &board, &request, context.known()?, now);
            if is_protected {
                // How far it is to each home would tell where a protected address is.
                for row in &mut rows {
                    row.km = None;
                }
            }
            rows
        }
        None => listed(&board, now),
    };
    if matches.get_flag(FREE) {
        rows.retain(|row| row.state == FREE_STATE);
    }
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { places: rows }),
        Format::Csv => Reply::file(csv_file(COLUMNS, rows.into_iter().map(Row::cells))),
        Format::Text if rows.is_empty() => Reply::text(texts.cli_no_places()),
        Format::Text => {
            Reply::text(rows.iter().map(|row| row.line(texts, now)).collect::<Vec<_>>().join("\n"))
        }
    })
}

const FREE_STATE: &str = "free";

fn request_of(context: &mut Context<'_>, call: Call) -> Result<Request, Failure> {
    let from = context.known()?.tables.municipalities.by_number(call.municipality).map(|m| m.point);
    Ok(Request {
        call: Some(call.id),
        children: call.children.iter().map(|child| child.facts).collect(),
        basis: call.basis,
        wished: call.wished,
        needs: call.needs,
        from,
        counts_double: false,
    })
}

/// Those that fit first, in the order of the match.
fn matched(texts: &Texts, board: &Board, request: &Request, known: &Known, now: DateTime<Utc>) -> Vec<Row> {
    let point = |number| known.tables.municipalities.by_number(number).map(|m| m.point);
    let found = match_places(request, &board.offerable(), point, Order::OwnerFirst, now);
    let row = |found: PlaceMatch| {
        let place = board.places.iter().find(|place| place.id == found.place)?;
        let row = row_of(place, board.unit(place.unit)?, now);
        let reasons = found.facts.iter().map(|fact| texts.fact(fact, now)).collect();
        Some(Row { fits: Some(found.fits()), reasons, km: found.km, ..row })
    };
    found.fits.into_iter().chain(found.out).filter_map(row).collect()
}

fn listed(board: &Board, now: DateTime<Utc>) -> Vec<Row> {
    let row = |place: &Place| Some(row_of(place, board.unit(place.unit)?, now));
    let mut rows: Vec<Row> = board.places.iter().filter_map(row).collect();
    rows.sort_by_key(|row| row.place);
    rows
}

fn row_of(place: &Place, unit: &Unit, now: DateTime<Utc>) -> Row {
    Row {
        place: place.id,
        unit: unit.name.clone(),
        kind: unit.kind,
        state: match place.availability(now) {
            Availability::Free => FREE_STATE,
            Availability::Held(_) => "held",
            Availability::Offered(_) => "offered",
            Availability::Occupied(_) => "occupied",
            Availability::Out(state) => state.code(),
            Availability::Closed(_) => "closed",
        },
        fits: None,
        reasons: Vec::new(),
        km: None,
        confirmed_at: place.confirmed.as_ref().map(|confirmed| iso(confirmed.at)),
        is_extra: place.is_extra,
        expected_free_at: place.expected_free(now),
    }
}

impl Row {
    fn cells(self) -> [Option<String>; COLUMNS.len()] {
        [
            Some(self.place.to_string()),
            Some(self.unit),
            Some(self.kind.code().to_owned()),
            Some(self.state.to_owned()),
            self.fits.map(|fits| if fits { "yes" } else { "no" }.to_owned()),
            Some(self.reasons.join(";")),
            self.km.map(|km| km.to_string()),
            self.confirmed_at,
        ]
    }

    fn line(&self, texts: &Texts, now: DateTime<Utc>) -> String {
        let mut parts =
            vec![texts.cli_place(self.place.0, self.unit.as_str()), texts.kind(self.kind).into_owned()];
        parts.push(match self.fits {
            Some(true) => texts.cli_fits().into_owned(),
            Some(false) => texts.cli_fits_not().into_owned(),
            None => words::state(texts, self.state).into_owned(),
        });
        parts.extend(self.is_extra.then(|| texts.cli_place_is_extra().into_owned()));
        let when = self.expected_free_at.map(|at| texts.time_or_day(at, now));
        parts.extend(when.map(|when| texts.all_places_expected(when)));
        parts.extend(self.km.map(|km| texts.cli_air_line(km)));
        parts.extend(self.reasons.iter().cloned());
        parts.join(" · ")
    }
}
