//! `export call N`: one call as a case note, in Markdown for the case system or as data. With names and numbers only with
//! a reason, which is journalled before they are read.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::{free_text, number, switch};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::command::{Command, Outcome};
use crate::domain::ids::CallId;
use crate::domain::question::{PersonalData, Question, Subject, Told};
use crate::report::case_note::{CaseNote, PlainNames, Sources};
use crate::text::Texts;

const CALL: &str = "call";
const NAMED: &str = "named";
const REASON: &str = "reason";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        switch(NAMED, texts.help_export_call_named()).requires(REASON),
        free_text(REASON, texts.help_value_text(), texts.help_export_call_reason()).requires(NAMED),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let people = if matches.get_flag(NAMED) { Some(people(context, call, matches)?) } else { None };
    let details = context.read(|store| store.call_details(call))?;
    let (texts, now, format) = (context.texts, context.clock.now(), context.format);
    let board = context.read(|store| store.board(now))?;
    let catalog = &context.known()?.catalog;
    let names = PlainNames {
        municipalities: &catalog.municipalities,
        places: &board.names_of_places(),
        checklist: &catalog.checklist,
        severities: &catalog.severities,
    };
    let note = CaseNote::of(
        texts,
        &Sources {
            details: &details,
            named: people.as_ref(),
            checklist: &catalog.checklist,
            legal_bases: &catalog.legal_bases,
            routine: catalog.routine_of(&details.call, board.region),
            rules: &board.rules,
            names: &names,
            now,
        },
    );
    Ok(match format {
        Format::Json => Reply::json(&note),
        Format::Text | Format::Csv => Reply::file(note.markdown()),
    })
}

/// Journals that the call leaves the house with names, then reads them.
fn people(context: &mut Context<'_>, call: CallId, matches: &ArgMatches) -> Result<PersonalData, Failure> {
    let reason = Context::free_text(matches, REASON).unwrap_or_default();
    context.journal_first(&Command::ExportNamed { call, reason }, &Outcome::NamedExport { call })?;
    match context.ask(&Question::Personal(Subject::Call(call)))? {
        Told::Personal(personal) => Ok(personal),
        _ => Ok(PersonalData::default()),
    }
}
