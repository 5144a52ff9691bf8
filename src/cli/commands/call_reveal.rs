//! `call reveal N`: journals that what is hidden of a call is shown, then shows it.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::ids::{CallId, ChildId};
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::question::Subject;
use crate::report::times::iso;
use crate::text::Texts;

const CALL: &str = "call";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(CALL, texts.help_value_call(), texts.help_number_call())]
}

#[derive(Serialize)]
struct Shown {
    ok: bool,
    call: CallId,
    children: Vec<ChildRow>,
    callback: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    night_numbers: Vec<NightRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    split_agreed_by: Vec<String>,
    municipality: Option<MunicipalityNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    erased_at: Option<String>,
}

#[derive(Serialize)]
struct ChildRow {
    child: ChildId,
    name: Option<String>,
    national_id: Option<String>,
}

#[derive(Serialize)]
struct NightRow {
    child: ChildId,
    number: String,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let shown = context.reveal(Subject::Call(call))?;
    let erased_at = shown.erased_at;
    let children = shown.children.into_iter().map(|(child, identity)| ChildRow {
        child,
        name: identity.name,
        national_id: identity.national_id,
    });
    let shown = Shown {
        ok: true,
        call,
        children: children.collect(),
        callback: shown.callback,
        night_numbers: shown
            .night_numbers
            .into_iter()
            .map(|(child, number)| NightRow { child, number })
            .collect(),
        split_agreed_by: shown.split_agreed_by,
        municipality: shown.municipality,
        erased_at: erased_at.map(iso),
    };
    match context.format {
        Format::Json => Ok(Reply::json(&shown)),
        Format::Text | Format::Csv => in_words(context, &shown, erased_at),
    }
}

fn in_words(
    context: &mut Context<'_>,
    shown: &Shown,
    erased_at: Option<DateTime<Utc>>,
) -> Result<Reply, Failure> {
    let texts = context.texts;
    let mut lines = vec![texts.cli_revealed_call(shown.call.0)];
    for child in &shown.children {
        let told: Vec<_> = child.name.iter().chain(&child.national_id).map(String::as_str).collect();
        if !told.is_empty() {
            lines.push(texts.cli_revealed_child(child.child.0, told.join(", ")));
        }
    }
    lines.extend(shown.callback.iter().map(|number| texts.cli_revealed_callback(number.as_str())));
    for row in &shown.night_numbers {
        lines.push(texts.cli_revealed_night_number(row.child.0, row.number.as_str()));
    }
    lines.extend(shown.split_agreed_by.iter().map(|name| texts.cli_revealed_agreed_by(name.as_str())));
    if let Some(number) = shown.municipality {
        let name = context.known()?.tables.municipalities.by_number(number).map(|m| m.name.clone());
        lines.push(texts.cli_revealed_municipality(name.unwrap_or_else(|| number.to_string())));
    }
    if let Some(at) = erased_at {
        lines.push(texts.cli_erased(texts.time_near(at, context.clock.now())));
    } else if lines.len() == 1 {
        lines.push(texts.cli_revealed_nothing().into_owned());
    }
    Ok(Reply::text(lines.join("\n")))
}
