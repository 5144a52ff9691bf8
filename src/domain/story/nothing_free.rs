//! What was done in the hard hours: who was asked, what was offered meanwhile, and the turns of a deviation.

use chrono::{DateTime, Utc};

use super::group::Group;
use super::rows::Rows;
use super::{Change, DeviationTurn, What, moment};
use crate::domain::compensation::{CompensationKind, CompensationState};
use crate::domain::deviation::{
    DeviationOutcome, DeviationState, Meanwhile, Missing, SupervisionBy, SupervisionResult,
};
use crate::domain::ids::{DeviationId, EnquiryId};
use crate::domain::journal::{Act, Entry};

const TABLE: &str = "deviations";

/// What an act did, where it is one of these; with the moment it happened at.
pub(super) fn told(group: &Group<'_>, rows: &Rows) -> Option<(DateTime<Utc>, What)> {
    let written_at = group.first.entry.at;
    Some(match group.first.entry.act {
        Act::Enquiry => {
            let number = group.line("enquiries", "uuid")?.number;
            (group.moment("enquiries", "at").unwrap_or(written_at), What::Asked(EnquiryId(number)))
        }
        Act::Compensation => {
            let what = What::MeasureSet {
                number: group.line("compensations", "uuid")?.number,
                kind: group.became("compensations", "kind").and_then(CompensationKind::from_code)?,
                state: group.became("compensations", "state").and_then(CompensationState::from_code)?,
            };
            (written_at, what)
        }
        Act::Deviation => {
            let id = DeviationId(group.rows(TABLE).first().copied()?);
            (written_at, What::Deviation { id, turn: turn(group, rows, id)? })
        }
        _ => return None,
    })
}

/// What became of deviations by another act: an offer ended one, a call that was closed, a request that stays open.
pub(super) fn along(group: &Group<'_>) -> Vec<What> {
    if matches!(group.first.entry.act, Act::Deviation | Act::Undo) {
        return Vec::new();
    }
    let turns = group.of(TABLE).filter(|entry| entry.field == "state").filter_map(|entry| {
        let id = DeviationId(entry.number);
        let turn = match DeviationState::from_code(entry.new.as_deref()?)? {
            DeviationState::Closed => DeviationTurn::Ended(outcome(group, id)?),
            DeviationState::Draft | DeviationState::Registered => DeviationTurn::OpenAgain,
        };
        Some(What::Deviation { id, turn })
    });
    turns.collect()
}

/// The deviations that an undo opened again.
pub(super) fn opened_again(group: &Group<'_>) -> Vec<DeviationId> {
    group.rows(TABLE).into_iter().map(DeviationId).collect()
}

fn turn(group: &Group<'_>, rows: &Rows, id: DeviationId) -> Option<DeviationTurn> {
    let became = |field| group.became(TABLE, field);
    if group.line(TABLE, "uuid").is_some() {
        return Some(DeviationTurn::Drafted {
            missing: became("missing").and_then(Missing::from_code),
            meanwhile: became("meanwhile").and_then(Meanwhile::from_code).unwrap_or(Meanwhile::Unknown),
        });
    }
    match became("state").and_then(DeviationState::from_code) {
        Some(DeviationState::Closed) => return Some(DeviationTurn::Ended(outcome(group, id)?)),
        Some(DeviationState::Registered) => {
            return Some(DeviationTurn::Registered { severity: rows.severity(id) });
        }
        Some(DeviationState::Draft) | None => {}
    }
    // A later word of supervision may change but what it found.
    if group.of(TABLE).any(|entry| entry.field.starts_with("supervision_")) {
        let (by, at, result) = rows.supervision(id);
        return Some(DeviationTurn::Supervised {
            by: by.as_deref().and_then(SupervisionBy::from_code)?,
            at: at.as_deref().and_then(moment)?,
            result: result.as_deref().and_then(SupervisionResult::from_code)?,
        });
    }
    // The scale follows the day; it is nobody's correction.
    let is_fact = |change: &Change| !matches!(change.field.as_str(), "note" | "scheme");
    let changes = group.changes(&[TABLE]).into_iter().filter(is_fact).collect();
    Some(DeviationTurn::Corrected { changes, has_note: became("note").is_some() })
}

fn outcome(group: &Group<'_>, id: DeviationId) -> Option<DeviationOutcome> {
    let is_meant = |entry: &&Entry| entry.number == id.0 && entry.field == "outcome";
    DeviationOutcome::from_code(group.of(TABLE).find(is_meant)?.new.as_deref()?)
}
