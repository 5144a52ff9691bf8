//! What of a story is new since a line of the journal.

use chrono::{DateTime, Utc};

use super::{Happening, What, read};
use crate::domain::journal::{Act, JournalLine};

/// The places in [`read`]'s story of what was not in it, or not so, when the journal ended with this line. The handover
/// itself, which may have written after it, is known to whoever gave it.
#[must_use]
pub fn news(timeline: &[JournalLine], after: i64, since: DateTime<Utc>, now: DateTime<Utc>) -> Vec<usize> {
    let known: Vec<JournalLine> = timeline.iter().filter(|line| is_known(line, after)).cloned().collect();
    let mut told: Vec<Happening> = read(&known, since).into_iter().map(without_hindsight).collect();
    let mut new = Vec::new();
    for (at, happening) in read(timeline, now).into_iter().map(without_hindsight).enumerate() {
        match told.iter().position(|known| *known == happening) {
            Some(found) => {
                told.swap_remove(found);
            }
            None => new.push(at),
        }
    }
    new
}

/// Whether nothing of a call was written up to a line.
#[must_use]
pub fn has_begun_after(timeline: &[JournalLine], after: i64) -> bool {
    timeline.first().is_some_and(|line| line.entry.seq > after)
}

fn is_known(line: &JournalLine, after: i64) -> bool {
    line.entry.seq <= after || line.entry.act == Act::Handover
}

/// A happening without what only later lines tell of it.
fn without_hindsight(mut happening: Happening) -> Happening {
    if let What::Answered { has_note, .. } = &mut happening.what {
        *has_note = false;
    }
    happening
}
