//! `place reveal N`: journals that the numbers of a place's home are shown, then shows them.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::ids::PlaceId;
use crate::domain::question::Subject;
use crate::text::Texts;

const PLACE: &str = "place";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(PLACE, texts.help_value_place(), texts.help_number_place())]
}

#[derive(Serialize)]
struct Shown {
    ok: bool,
    place: PlaceId,
    unit: String,
    phone: Option<String>,
    on_call_phone: Option<String>,
    presentation: Option<String>,
    languages: Option<String>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let place = PlaceId(number_of(matches, PLACE));
    let unit = context.unit_of(place)?;
    let shown = context.reveal(Subject::Unit(unit.id))?;
    let shown = Shown {
        ok: true,
        place,
        unit: unit.name,
        phone: shown.phone,
        on_call_phone: shown.on_call_phone,
        presentation: shown.presentation,
        languages: shown.languages,
    };
    Ok(match context.format {
        Format::Json => Reply::json(&shown),
        Format::Text | Format::Csv => Reply::text(in_words(context.texts, &shown).join("\n")),
    })
}

fn in_words(texts: &Texts, shown: &Shown) -> Vec<String> {
    let mut lines = vec![texts.cli_revealed_place(shown.place.0, shown.unit.as_str())];
    lines.extend(shown.phone.iter().map(|number| texts.cli_revealed_phone(number.as_str())));
    lines.extend(shown.on_call_phone.iter().map(|number| texts.cli_revealed_on_call(number.as_str())));
    lines.extend(shown.languages.iter().map(|told| texts.cli_revealed_languages(told.as_str())));
    lines.extend(shown.presentation.iter().map(|told| texts.cli_revealed_presentation(told.as_str())));
    if lines.len() == 1 {
        lines.push(texts.cli_revealed_nothing().into_owned());
    }
    lines
}
