//! `check`: whether the database is sound; exit code 1 when something was found.

use clap::ArgMatches;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::store::{Finding, Store};
use crate::text::Texts;

#[derive(Serialize)]
struct Answer {
    ok: bool,
    findings: Vec<String>,
}

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let texts = context.texts;
    let findings: Vec<_> =
        context.read(Store::check)?.iter().map(|finding| sentence(texts, finding)).collect();
    let is_clean = findings.is_empty();
    let reply = match context.format {
        Format::Json => Reply::json(&Answer { ok: is_clean, findings }),
        Format::Text | Format::Csv if is_clean => Reply::text(texts.cli_check_clean()),
        Format::Text | Format::Csv => Reply::text(findings.join("\n")),
    };
    Ok(if is_clean { reply } else { reply.with_findings() })
}

fn sentence(texts: &Texts, finding: &Finding) -> String {
    match finding {
        Finding::DamagedPages(count) => texts.cli_finding_damaged(*count),
        Finding::Structure(fault) => texts.cli_finding_structure(fault.as_str()),
        Finding::DanglingReferences(count) => texts.cli_finding_references(*count),
        Finding::BrokenChain(line) => texts.cli_finding_chain(*line),
        Finding::OtherThanBackup { line } => texts.cli_finding_other_than_backup(*line),
        Finding::CutTail { head, expected } => texts.cli_finding_tail(*expected, *head),
        Finding::DiffersFromHistory { table, number } => texts.cli_finding_differs(*number, *table),
        Finding::ClaimedTwice(place) => texts.cli_finding_twice(place.0),
        Finding::TwoOpenOffers { child } => texts.cli_finding_two_offers(*child),
    }
}
