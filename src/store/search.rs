//! Finding calls by words that were written of them: an index beside the free texts, kept in the same transaction. It holds
//! nothing that names people, and it is no record: the journal does not tell it, and it can be made anew at any time.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use super::error::StoreError;
use super::table::{Sensitive, Table};
use crate::domain::ids::CallId;

/// The fields that are looked through: what was told of a call and why. Not who was spoken with.
const SEARCHED: [(Table, &[&str]); 12] = [
    (Table::Calls, &["note", "close_note"]),
    (Table::ChecklistAnswers, &["told"]),
    (Table::Offers, &["why", "child_view", "answer_note"]),
    (Table::Placements, &["medicines", "end_note", "child_view", "parents_view"]),
    (Table::RoutineSteps, &["note"]),
    (Table::Remarks, &["text"]),
    (Table::SiblingSplits, &["reason"]),
    (Table::FollowUps, &["reason"]),
    (Table::Enquiries, &["note"]),
    (Table::Compensations, &["note"]),
    (Table::Deviations, &["note"]),
    (Table::CaseWatches, &["action", "if_then"]),
];

/// From so many letters on, the beginning of a word is enough.
const SHORTEST_BEGINNING: usize = 3;

fn is_searched(table: Table, field: &str) -> bool {
    SEARCHED.iter().any(|(known, fields)| *known == table && fields.contains(&field))
}

/// Where a text stands, as the index names it.
fn source(table: Table, number: i64, field: &str) -> String {
    format!("{} {number} {field}", table.name())
}

/// The column of a table that holds the number of its call.
fn call_column(table: Table) -> &'static str {
    if table == Table::Calls { "number" } else { "call" }
}

/// A free text was written or taken away: the index follows.
pub(super) fn set(
    connection: &Connection,
    table: Table,
    number: i64,
    field: &str,
    value: Option<&str>,
) -> Result<(), StoreError> {
    if !is_searched(table, field) {
        return Ok(());
    }
    let source = source(table, number, field);
    connection
        .prepare_cached("DELETE FROM call_words WHERE call_words MATCH ?1 AND source = ?2")?
        .execute(params![format!("source : ^ {}", quoted(&source)), source])?;
    let Some(words) = value else { return Ok(()) };
    let sql = format!("SELECT {} FROM {} WHERE number = ?1", call_column(table), table.name());
    let call: Option<i64> =
        connection.prepare_cached(&sql)?.query_row([number], |row| row.get(0)).optional()?.flatten();
    if let Some(call) = call {
        connection
            .prepare_cached("INSERT INTO call_words (call, source, words) VALUES (?1, ?2, ?3)")?
            .execute(params![call, source, words])?;
    }
    Ok(())
}

/// Takes a call out.
pub(super) fn forget(connection: &Connection, call: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM call_words WHERE call_words MATCH ?1 AND call = ?2")?
        .execute(params![format!("call : {}", quoted(&call.to_string())), call])?;
    Ok(())
}

/// Makes the index anew, table and all: of what was taken out not even the beginning of a word is left in it. SQLite's
/// own «rebuild» counts the index's parts from the first again, and another program that had read it before would write
/// into the wrong ones.
pub(super) fn make_anew(connection: &Connection) -> Result<(), StoreError> {
    let made: String =
        connection
            .query_row("SELECT sql FROM sqlite_schema WHERE name = 'call_words'", [], |row| row.get(0))?;
    connection.execute_batch("DROP TABLE call_words")?;
    connection.execute_batch(&made)?;
    connection.execute("INSERT INTO call_words (call_words, rank) VALUES ('secure-delete', 1)", [])?;
    fill(connection)
}

/// Has this connection read the index anew. What SQLite checks it by would else be what the connection knew of it before
/// others wrote, and a sound index would be called damaged. That it is damaged is for the check to say.
pub(super) fn read_anew(connection: &Connection) -> Result<(), StoreError> {
    let read = connection
        .prepare_cached("SELECT count(*) FROM call_words WHERE call_words MATCH 'words : a'")?
        .query_row([], |_| Ok(()));
    match read {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => Ok(()),
        other => Ok(other?),
    }
}

/// Makes the index from the free texts there are.
pub(super) fn fill(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM call_words", [])?;
    for (source, (call, words)) in written(connection)? {
        connection
            .prepare_cached("INSERT INTO call_words (call, source, words) VALUES (?1, ?2, ?3)")?
            .execute(params![call, source, words])?;
    }
    Ok(())
}

/// A text of a call, by where it stands.
type Texts = BTreeMap<String, (i64, String)>;

/// What the index must hold.
fn written(connection: &Connection) -> Result<Texts, StoreError> {
    let mut texts = Texts::new();
    for (table, fields) in SEARCHED {
        let sql = format!(
            "SELECT t.number, t.field, r.{}, t.value FROM {} t JOIN {} r ON r.number = t.number
             WHERE t.subject = ?1",
            call_column(table),
            Sensitive::FreeTexts.name(),
            table.name()
        );
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([table.name()])?;
        while let Some(row) = rows.next()? {
            let field: String = row.get(1)?;
            if let (true, Some(call)) = (fields.contains(&field.as_str()), row.get(2)?) {
                texts.insert(source(table, row.get(0)?, &field), (call, row.get(3)?));
            }
        }
    }
    Ok(texts)
}

/// The calls of which the index says something else than what was written, by number.
pub(super) fn differing(connection: &Connection) -> Result<Vec<CallId>, StoreError> {
    // Each text that is there counts up, each that must be there counts down: what is right is at nought.
    let mut counts: BTreeMap<(String, (i64, String)), i32> = BTreeMap::new();
    let mut statement = connection.prepare("SELECT source, call, words FROM call_words")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        *counts.entry((row.get(0)?, (row.get(1)?, row.get(2)?))).or_default() += 1;
    }
    for text in written(connection)? {
        *counts.entry(text).or_default() -= 1;
    }
    let odd = counts.into_iter().filter(|(_, count)| *count != 0);
    let calls: BTreeSet<i64> = odd.map(|((_, (call, _)), _)| call).collect();
    Ok(calls.into_iter().map(CallId).collect())
}

/// What each word that is looked for asks of the index: whole words, or from three letters on their beginning. Nothing
/// that is typed is an operator. None where nothing is a word.
pub(super) fn asked(looked_for: &str) -> Option<Vec<String>> {
    let letters = |word: &str| word.chars().filter(|sign| sign.is_alphanumeric()).count();
    let asked = |word: &str| {
        let star = if letters(word) >= SHORTEST_BEGINNING { " *" } else { "" };
        format!("words : {}{star}", quoted(word))
    };
    let asked: Vec<String> =
        looked_for.split_whitespace().filter(|word| letters(word) > 0).map(asked).collect();
    (!asked.is_empty()).then_some(asked)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
