//! The one written form of a moment in exports and answers: ISO 8601 in UTC with `Z`.

use chrono::{DateTime, SecondsFormat, Utc};

/// `2026-11-21T01:37:00Z`: whole seconds, for answers and lists.
#[must_use]
pub fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `2026-11-21T01:37:00.125Z`: whole milliseconds, as the journal's hash has it.
#[must_use]
pub fn iso_millis(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
