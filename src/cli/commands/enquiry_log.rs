//! `enquiry log CALL`: logs whom one asked for a place, and what they said.

use clap::{Arg, ArgAction, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number, optional_number, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::command::Command;
use crate::domain::enquiry::{EnquiryDraft, EnquiryResult, LeaderDecision, NoReason};
use crate::domain::ids::{CallId, PlaceId, UnitId};
use crate::domain::ladder::{Rung, rung_of};
use crate::domain::municipality::Region;
use crate::domain::refusal::BadValue;
use crate::text::Texts;

const CALL: &str = "call";
const RUNG: &str = "rung";
const UNIT: &str = "unit";
const PLACE: &str = "place";
const REGION: &str = "region";
const RESULT: &str = "result";
const REASON: &str = "reason";
const NOTE: &str = "note";
const ASK_AT: &str = "ask-at";
const AT: &str = "at";
const WHO: &str = "who";
const DECISION: &str = "decision";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let codes = |help, all: Vec<&'static str>| with_values(texts, help, all.into_iter());
    let code = |id, help, all| text(id, texts.help_value_code(), codes(help, all));
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        code(RUNG, texts.help_enquiry_rung(), Rung::ALL.iter().map(|rung| rung.code()).collect()),
        optional_number(UNIT, texts.help_value_number(), texts.help_enquiry_unit()).conflicts_with(PLACE),
        optional_number(PLACE, texts.help_value_place(), texts.help_enquiry_place()),
        text(REGION, texts.help_value_region(), texts.help_enquiry_region())
            .conflicts_with_all([UNIT, PLACE]),
        code(RESULT, texts.help_enquiry_result(), EnquiryResult::ALL.iter().map(|one| one.code()).collect())
            .required(true),
        code(REASON, texts.help_enquiry_reason(), NoReason::ALL.iter().map(|one| one.code()).collect()),
        code(
            DECISION,
            texts.help_enquiry_decision(),
            LeaderDecision::ALL.iter().map(|one| one.code()).collect(),
        )
        .action(ArgAction::Append),
        free_text(NOTE, texts.help_value_text(), texts.help_enquiry_note()),
        text(ASK_AT, texts.help_value_time(), texts.help_enquiry_ask_at()),
        free_text(WHO, texts.help_value_text(), texts.help_enquiry_who()),
        text(AT, texts.help_value_time(), texts.help_enquiry_at()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    // The rung of a unit is read from the list as it is now.
    if let Some(outcome) = context.earlier_outcome()? {
        return answers::reply(context, &outcome);
    }
    let call = CallId(number_of(matches, CALL));
    let unit = unit_of(context, matches)?;
    let region = region_of(context, matches)?;
    let rung = rung_told(context, matches, unit, region)?;
    let Some(result) = context.code(matches, RESULT, EnquiryResult::ALL, EnquiryResult::code)? else {
        return Ok(Reply::empty());
    };
    let draft = EnquiryDraft {
        unit,
        region,
        who: Context::free_text(matches, WHO),
        at: context.time(matches, AT, Side::Past)?,
        reason: context.code(matches, REASON, NoReason::ALL, NoReason::code)?,
        note: Context::free_text(matches, NOTE),
        ask_at: context.time(matches, ASK_AT, Side::Coming)?,
        decisions: decisions(context, matches)?,
        ..EnquiryDraft::new(call, rung, result)
    };
    let outcome = context.execute(&Command::LogEnquiry(Box::new(draft)))?;
    answers::reply(context, &outcome)
}

fn unit_of(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Option<UnitId>, Failure> {
    if let Some(unit) = matches.get_one::<i64>(UNIT) {
        return Ok(Some(UnitId(*unit)));
    }
    match matches.get_one::<i64>(PLACE) {
        Some(place) => context.unit_of(PlaceId(*place)).map(|unit| Some(unit.id)),
        None => Ok(None),
    }
}

fn region_of(context: &Context<'_>, matches: &ArgMatches) -> Result<Option<Region>, Failure> {
    let Some(given) = matches.get_one::<String>(REGION) else { return Ok(None) };
    Region::from_word(given).map(Some).ok_or_else(|| {
        let allowed = Region::ALL.iter().map(|region| region.code()).collect::<Vec<_>>().join(", ");
        context.bad_value(&BadValue::Code { field: REGION, value: given.clone(), allowed })
    })
}

/// The rung that is told, by name or number; else the one the unit stands on, or that of other regions.
fn rung_told(
    context: &mut Context<'_>,
    matches: &ArgMatches,
    unit: Option<UnitId>,
    region: Option<Region>,
) -> Result<Rung, Failure> {
    let given = matches.get_one::<String>(RUNG).cloned();
    let by_number = given.as_deref().and_then(|given| given.parse::<usize>().ok());
    if let Some(rung) = by_number.and_then(|number| Rung::ALL.get(number)) {
        return Ok(*rung);
    }
    if let Some(rung) = context.code(matches, RUNG, Rung::ALL, Rung::code)? {
        return Ok(rung);
    }
    if let Some(unit) = unit {
        let now = context.clock.now();
        let board = context.read(|store| store.board(now))?;
        let unknown = || context.bad_value(&BadValue::UnknownNumber { field: UNIT, number: unit.0 });
        return board.unit(unit).map(|found| rung_of(found, board.region)).ok_or_else(unknown);
    }
    match region {
        Some(_) => Ok(Rung::OtherRegions),
        None => Err(Failure::usage(context.texts.error_enquiry_whom())),
    }
}

fn decisions(context: &Context<'_>, matches: &ArgMatches) -> Result<Vec<LeaderDecision>, Failure> {
    let given = matches.get_many::<String>(DECISION).into_iter().flatten();
    given
        .map(|given| {
            LeaderDecision::from_code(given).ok_or_else(|| {
                let allowed = LeaderDecision::ALL.iter().map(|one| one.code()).collect::<Vec<_>>().join(", ");
                context.bad_value(&BadValue::Code { field: DECISION, value: given.clone(), allowed })
            })
        })
        .collect()
}
