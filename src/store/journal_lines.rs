//! Lines of the journal for a screen, the newest first: about one thing, and found by who, what and since when.

use std::cmp::Reverse;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::error::StoreError;
use super::journal::{self, Naming};
use super::read::adviser_names;
use crate::domain::fold::fold;
use crate::domain::journal::Act;
use crate::domain::question::{JournalAbout, JournalFilter, JournalPage, JournalQuery, JournalWord};

/// A unit's own lines, and those of its places, their states and claims, and of looks at what is hidden of it.
const OF_UNIT: &str = "(
    (subject = 'units' AND number = ?1)
    OR (subject = 'places' AND number IN (SELECT number FROM places WHERE unit = ?1))
    OR (subject = 'place_states' AND number IN (
        SELECT s.number FROM place_states s JOIN places p ON p.number = s.place WHERE p.unit = ?1))
    OR (subject = 'claims' AND number IN (
        SELECT c.number FROM claims c JOIN places p ON p.number = c.place WHERE p.unit = ?1))
    OR (subject = 'reveals' AND number IN (SELECT number FROM reveals WHERE unit = ?1)))";

/// One way in which a line fits every word: done by this adviser, of this kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Way {
    adviser: Option<i64>,
    act: Option<Act>,
}

/// A page of lines.
pub(super) fn page(
    connection: &Connection,
    query: &JournalQuery,
    filter: &JournalFilter,
) -> Result<JournalPage, StoreError> {
    let named = Naming::of(connection)?;
    let from = match filter.since {
        None => 0,
        Some(since) => first_since(connection, since)?,
    };
    let mut lines = Vec::new();
    // Each way reads one index from its end, so that what is rare is found at once in a long journal.
    for way in ways(connection, &filter.words)? {
        lines.extend(of_way(connection, query, filter.since, from, way)?);
    }
    lines.sort_by_key(|(entry, _)| Reverse(entry.seq));
    lines.dedup_by_key(|(entry, _)| entry.seq);
    let has_more = lines.len() > query.limit;
    lines.truncate(query.limit);
    let lines = lines.into_iter().map(|(entry, hash)| named.line(entry, hash)).collect();
    Ok(JournalPage { lines, has_more })
}

/// The first line that was written at a moment or later; after the last one where there is none. Order never comes from
/// times, so a line before it may still be earlier, and later ones too.
fn first_since(connection: &Connection, since: DateTime<Utc>) -> Result<i64, StoreError> {
    let first: Option<i64> = connection
        // The plus has SQLite look by time; else it goes through the lines from the first one.
        .prepare_cached("SELECT min(+seq) FROM journal WHERE at >= ?1")?
        .query_row([since.timestamp_millis()], |row| row.get(0))?;
    Ok(first.unwrap_or(i64::MAX))
}

/// Every way in which a line can fit all the words.
fn ways(connection: &Connection, words: &[JournalWord]) -> Result<Vec<Way>, StoreError> {
    let mut ways = vec![Way::default()];
    if words.is_empty() {
        return Ok(ways);
    }
    let names = adviser_names(connection)?;
    for word in words {
        let begun = fold(&word.name);
        let is_meant = |name: &String| name.split_whitespace().any(|part| fold(part).starts_with(&begun));
        let advisers: Vec<i64> =
            names.iter().filter(|(_, name)| is_meant(name)).map(|(number, _)| *number).collect();
        let mut narrower: Vec<Way> = Vec::new();
        for way in ways {
            let by = advisers.iter().filter(|number| way.adviser.is_none_or(|known| known == **number));
            narrower.extend(by.map(|number| Way { adviser: Some(*number), ..way }));
            let of = word.acts.iter().filter(|act| way.act.is_none_or(|known| known == **act));
            narrower.extend(of.map(|act| Way { act: Some(*act), ..way }));
        }
        ways = Vec::with_capacity(narrower.len());
        for way in narrower {
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
    }
    Ok(ways)
}

type Line = (crate::domain::journal::Entry, crate::domain::journal::Hash);

fn of_way(
    connection: &Connection,
    query: &JournalQuery,
    since: Option<DateTime<Utc>>,
    from: i64,
    way: Way,
) -> Result<Vec<Line>, StoreError> {
    let (about, number) = match query.about {
        JournalAbout::All => ("?1 = 0", 0),
        JournalAbout::Call(call) => ("call = ?1", call.0),
        JournalAbout::Unit(unit) => (OF_UNIT, unit.0),
    };
    // One more than asked for tells whether there are earlier ones.
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut values = vec![
        Value::Integer(number),
        Value::Integer(query.before.unwrap_or(i64::MAX)),
        Value::Integer(from),
        Value::Integer(limit),
    ];
    let mut condition = format!("{about} AND seq < ?2 AND seq >= ?3");
    let mut must = |column: &str, value: Value| {
        values.push(value);
        // Writing to a string cannot fail.
        let _ = write!(condition, " AND {column} ?{}", values.len());
    };
    if let Some(adviser) = way.adviser {
        must("adviser =", Value::Integer(adviser));
    }
    if let Some(act) = way.act {
        must("act =", Value::Text(act.code().to_owned()));
    }
    if let Some(since) = since {
        // The plus keeps SQLite from sorting by time what it can read in order.
        must("+at >=", Value::Integer(since.timestamp_millis()));
    }
    condition.push_str(" ORDER BY seq DESC LIMIT ?4");
    journal::lines_where(connection, &condition, rusqlite::params_from_iter(values))
}
