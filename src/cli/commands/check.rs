//! `check`: whether the database is sound, and what to do about what was found; exit code 1 then.

use std::path::Path;

use clap::ArgMatches;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::clean::clean_line;
use crate::store::{Finding, Store, newest_backup};
use crate::text::Texts;

#[derive(Serialize)]
struct Answer {
    ok: bool,
    findings: Vec<String>,
    /// The same findings in the same order, each with its code and what to do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<Detail>,
}

#[derive(Serialize)]
struct Detail {
    code: &'static str,
    message: String,
    what_to_do: String,
    /// The first line of the journal that is not as it must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<i64>,
}

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let texts = context.texts;
    let (path, _) = context.path()?;
    let backup = newest_backup(&path);
    let found = context.read(Store::check)?;
    let details: Vec<Detail> =
        found.iter().map(|finding| detail(texts, finding, backup.as_deref())).collect();
    let is_clean = details.is_empty();
    let reply = match context.format {
        Format::Json => {
            let findings = details.iter().map(|detail| detail.message.clone()).collect();
            Reply::json(&Answer { ok: is_clean, findings, details })
        }
        Format::Text | Format::Csv if is_clean => Reply::text(texts.cli_check_clean()),
        Format::Text | Format::Csv => {
            let line = |detail: &Detail| format!("{} {}", detail.message, detail.what_to_do);
            Reply::text(details.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
    };
    Ok(if is_clean { reply } else { reply.with_findings() })
}

fn detail(texts: &Texts, finding: &Finding, backup: Option<&Path>) -> Detail {
    let restore = || match backup {
        Some(backup) => texts.cli_todo_restore(clean_line(&backup.to_string_lossy())),
        None => texts.cli_todo_restore_any().into_owned(),
    };
    let (code, message, what_to_do) = match finding {
        Finding::DamagedPages(count) => ("damaged_pages", texts.cli_finding_damaged(*count), restore()),
        Finding::Structure(fault) => ("structure", texts.cli_finding_structure(fault.as_str()), restore()),
        Finding::DanglingReferences(count) => (
            "dangling_references",
            texts.cli_finding_references(*count),
            texts.cli_todo_references().into_owned(),
        ),
        Finding::BrokenChain(line) => {
            ("broken_chain", texts.cli_finding_chain(*line), texts.cli_todo_chain(*line))
        }
        Finding::CutTail { head, expected } => {
            ("cut_tail", texts.cli_finding_tail(*expected, *head), texts.cli_todo_tail(*head))
        }
        Finding::OtherThanBackup { line } => (
            "other_than_backup",
            texts.cli_finding_other_than_backup(*line),
            texts.cli_todo_other_than_backup().into_owned(),
        ),
        Finding::DiffersFromHistory { table, number } => (
            "differs_from_history",
            texts.cli_finding_differs(*number, *table),
            texts.cli_todo_differs().into_owned(),
        ),
        Finding::SearchDiffers(call) => ("search_differs", texts.cli_finding_search(call.0), restore()),
        Finding::ClaimedTwice(place) => {
            ("claimed_twice", texts.cli_finding_twice(place.0), texts.cli_todo_twice(place.0))
        }
        Finding::TwoOpenOffers { child } => (
            "two_open_offers",
            texts.cli_finding_two_offers(*child),
            texts.cli_todo_two_offers().into_owned(),
        ),
        Finding::LivesTwice { child } => {
            ("lives_twice", texts.cli_finding_lives_twice(*child), texts.cli_todo_lives_twice(*child))
        }
        Finding::PlacementWithoutClaim { placement } => (
            "placement_without_claim",
            texts.cli_finding_placement_without_claim(*placement),
            texts.cli_todo_placement().into_owned(),
        ),
        Finding::ClaimAfterEnd(place) => {
            ("claim_after_end", texts.cli_finding_claim_after_end(place.0), texts.cli_todo_twice(place.0))
        }
    };
    Detail { code, message, what_to_do, line: line_of(finding) }
}

/// The first line of the journal that is missing or says something else.
fn line_of(finding: &Finding) -> Option<i64> {
    match finding {
        Finding::BrokenChain(line) | Finding::OtherThanBackup { line } => Some(*line),
        Finding::CutTail { head, .. } => Some(head + 1),
        _ => None,
    }
}
