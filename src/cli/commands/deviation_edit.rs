//! `deviation edit N`: corrects the facts of a deviation that is open. What is not told stays as it is.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::basis::BasisCode;
use crate::domain::command::Command;
use crate::domain::deviation::{Area, DeviationFacts, Meanwhile, Missing};
use crate::domain::ids::DeviationId;
use crate::domain::measure::Wish;
use crate::domain::refusal::BadValue;
use crate::text::Texts;

const DEVIATION: &str = "deviation";
const ACUTE: &str = "acute";
const AREA: &str = "area";
const BASIS: &str = "basis";
const WISHED: &str = "wished";
const MISSING: &str = "missing";
const FIRST_REQUEST_AT: &str = "first-request-at";
const MEANWHILE: &str = "meanwhile";
const SUBSTANCE: &str = "substance";
const CRIME: &str = "crime";
const SEVERITY: &str = "severity";
const NOTE: &str = "note";

/// Told or not.
#[derive(Clone, Copy)]
enum Told {
    Yes,
    No,
    Unknown,
}

impl Told {
    const ALL: &[Self] = &[Self::Yes, Self::No, Self::Unknown];

    const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    const fn value(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let codes = |help, all: Vec<&'static str>| with_values(texts, help, all.into_iter());
    let code = |id, help, all| text(id, texts.help_value_code(), codes(help, all));
    let told = || Told::ALL.iter().map(|told| told.code()).collect();
    vec![
        number(DEVIATION, texts.help_value_deviation(), texts.help_number_deviation()),
        code(ACUTE, texts.help_deviation_acute(), vec![Told::Yes.code(), Told::No.code()]),
        code(AREA, texts.help_deviation_area(), Area::ALL.iter().map(|area| area.code()).collect()),
        code(BASIS, texts.help_deviation_basis(), BasisCode::ALL.iter().map(|basis| basis.code()).collect()),
        code(WISHED, texts.help_deviation_wished(), Wish::ALL.iter().map(|wish| wish.code()).collect()),
        code(MISSING, texts.help_deviation_missing(), Missing::ALL.iter().map(|one| one.code()).collect()),
        text(FIRST_REQUEST_AT, texts.help_value_time(), texts.help_deviation_first_request_at()),
        code(
            MEANWHILE,
            texts.help_deviation_meanwhile(),
            Meanwhile::ALL.iter().map(|one| one.code()).collect(),
        ),
        code(SUBSTANCE, texts.help_deviation_substance(), told()),
        code(CRIME, texts.help_deviation_crime(), told()),
        text(SEVERITY, texts.help_value_number(), texts.help_deviation_severity())
            .value_parser(clap::value_parser!(u8)),
        free_text(NOTE, texts.help_value_text(), texts.help_deviation_note()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    // The facts are those of now, with what is told in their place.
    if let Some(outcome) = context.earlier_outcome()? {
        return answers::reply(context, &outcome);
    }
    let deviation = DeviationId(number_of(matches, DEVIATION));
    let (found, _) = context.read(|store| store.deviation(deviation))?;
    let facts = told(context, matches, found.facts)?;
    let note = Context::free_text(matches, NOTE);
    let outcome = context.execute(&Command::EditDeviation { deviation, facts: Box::new(facts), note })?;
    answers::reply(context, &outcome)
}

fn told(
    context: &Context<'_>,
    matches: &ArgMatches,
    known: DeviationFacts,
) -> Result<DeviationFacts, Failure> {
    let answer = |id| context.code(matches, id, Told::ALL, Told::code);
    let acute = context.code(matches, ACUTE, &[Told::Yes, Told::No], Told::code)?;
    let basis = context.code(matches, BASIS, BasisCode::ALL, BasisCode::code)?;
    Ok(DeviationFacts {
        is_acute: acute.and_then(Told::value).unwrap_or(known.is_acute),
        area: context.code(matches, AREA, Area::ALL, Area::code)?.or(known.area),
        basis: basis.or(known.basis),
        wished: wished(context, matches)?.unwrap_or(known.wished),
        missing: context.code(matches, MISSING, Missing::ALL, Missing::code)?.or(known.missing),
        first_request_at: context
            .time(matches, FIRST_REQUEST_AT, Side::Past)?
            .unwrap_or(known.first_request_at),
        meanwhile: context
            .code(matches, MEANWHILE, Meanwhile::ALL, Meanwhile::code)?
            .unwrap_or(known.meanwhile),
        substance: answer(SUBSTANCE)?.map_or(known.substance, Told::value),
        crime: answer(CRIME)?.map_or(known.crime, Told::value),
        // Nought is «not assessed»; levels the scale does not have are the store's to refuse.
        severity: matches
            .get_one::<u8>(SEVERITY)
            .map_or(known.severity, |level| Some(*level).filter(|at| *at > 0)),
    })
}

/// Wished measures, with `;` between them.
fn wished(context: &Context<'_>, matches: &ArgMatches) -> Result<Option<Vec<Wish>>, Failure> {
    let Some(given) = matches.get_one::<String>(WISHED) else { return Ok(None) };
    let words = given.split(';').filter(|word| !word.is_empty());
    let list = words.map(|word| {
        Wish::from_code(word).ok_or_else(|| {
            let allowed = Wish::ALL.iter().map(|wish| wish.code()).collect::<Vec<_>>().join(", ");
            context.bad_value(&BadValue::Code { field: WISHED, value: word.to_owned(), allowed })
        })
    });
    list.collect::<Result<_, _>>().map(Some)
}
