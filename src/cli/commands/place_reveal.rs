//! `place reveal N`: journals that what is hidden of a place's home is shown, then shows it.

use std::collections::BTreeMap;

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::ids::PlaceId;
use crate::domain::question::Subject;
use crate::domain::unit_facts::UnitFact;
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
    group_note: Option<String>,
    #[serde(flatten)]
    facts: BTreeMap<UnitFact, Option<String>>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let place = PlaceId(number_of(matches, PLACE));
    let unit = context.unit_of(place)?;
    let mut shown = context.reveal(Subject::Unit(unit.id))?;
    let shown = Shown {
        ok: true,
        place,
        unit: unit.name,
        phone: shown.phone,
        group_note: unit.group_note,
        facts: UnitFact::ALL.iter().map(|fact| (*fact, shown.facts.remove(fact))).collect(),
    };
    Ok(match context.format {
        Format::Json => Reply::json(&shown),
        Format::Text | Format::Csv => Reply::text(in_words(context.texts, &shown).join("\n")),
    })
}

fn in_words(texts: &Texts, shown: &Shown) -> Vec<String> {
    let mut lines = vec![texts.cli_revealed_place(shown.place.0, shown.unit.as_str())];
    lines.extend(shown.phone.iter().map(|number| texts.cli_revealed_phone(number.as_str())));
    lines.extend(shown.group_note.iter().map(|note| texts.cli_revealed_group_note(note.as_str())));
    for (fact, told) in &shown.facts {
        let told = told.as_deref();
        lines.extend(told.map(|told| texts.asked_told(told, texts.unit_fact(*fact))));
    }
    let unknown: Vec<_> = shown
        .facts
        .iter()
        .filter(|(_, told)| told.is_none())
        .map(|(fact, _)| texts.unit_fact(*fact))
        .collect();
    if !unknown.is_empty() {
        lines.push(texts.cli_revealed_not_known(unknown.join(", ")));
    }
    lines
}
