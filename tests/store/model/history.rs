//! The tables equal their history after whatever was done: every sequence of the model ends with that check. Here it
//! must see what is changed behind the journal's back, in a row and in a line.

use std::path::Path;

use akuttvakt::store::{Finding, Store};

use super::{Tally, open, play, seedling, sown};
use crate::faults::night::Seedling;
use crate::faults::raw;
use crate::support::dice::Dice;
use crate::support::promise::{Figure, Promise};

/// R12: databases with a history of random commands that are then changed from outside.
const CHANGED: Figure = Figure::new(4, 200);

/// For each journalled table a change that its constraints let through. Of `free_texts` the row is its owner's.
const CHANGES: [(&str, &str); 30] = [
    ("meta", "created_at = created_at + 1"),
    ("advisers", "added_at = added_at + 1"),
    ("settings", "value = value || '1'"),
    ("units", "age_max = age_max + 1"),
    ("places", "ordinal = ordinal + 40"),
    ("place_states", "from_at = from_at + 1"),
    ("calls", "first_contact_at = first_contact_at + 1"),
    ("children", "reference = 'x'"),
    ("offers", "at = at + 1"),
    ("claims", "until_at = 1"),
    ("follow_ups", "due_at = due_at + 1"),
    ("checklist_answers", "from_at = from_at - 1"),
    ("reveals", "at = at + 1"),
    ("placements", "accepted_at = accepted_at + 1"),
    ("routine_steps", "at = at + 1"),
    ("sibling_splits", "agreed_at = agreed_at - 1"),
    ("remarks", "at = at + 1"),
    ("silences", "since_at = since_at - 1"),
    ("named_exports", "at = at + 1"),
    ("enquiries", "at = at - 1"),
    ("compensations", "at = at - 1"),
    ("deviations", "opened_at = opened_at + 1"),
    ("contacts", "added_at = added_at + 1"),
    ("shifts", "started_at = started_at + 1"),
    ("case_watches", "at = at + 1"),
    ("handovers", "signed_at = signed_at + 1"),
    ("handover_points", "given = 1 - given"),
    ("handover_sums", "list = list || 'x'"),
    ("handover_capacity", "free_then = free_then + 1"),
    ("free_texts", "value = value || '.'"),
];

/// Plays a sequence and leaves its database.
fn played(dice: &mut Dice, seedling: &Seedling) -> Seedling {
    let copy = seedling.copy();
    if let Err(failure) = play(dice, &copy, sown(), &mut Tally::new()) {
        panic!("{}", failure.told());
    }
    copy
}

/// Changes one row of a table past the store; its number, none when the table is empty.
fn change_row(path: &Path, table: &str, change: &str, dice: &mut Dice) -> Option<(String, i64)> {
    let connection = raw::open(path).unwrap();
    // Of texts only those that are still told: what was erased is nobody's row.
    let columns = if table == "free_texts" { "subject, number, field" } else { "'', number, ''" };
    let mut statement =
        connection.prepare(&format!("SELECT {columns} FROM {table} ORDER BY 1, 2, 3")).unwrap();
    let rows: Vec<(String, i64, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    if rows.is_empty() {
        return None;
    }
    let (subject, number, field) = rows[dice.roll(rows.len())].clone();
    let of_text = format!("AND subject = '{subject}' AND field = '{field}'");
    let of_text = if subject.is_empty() { "" } else { of_text.as_str() };
    let sql = format!("UPDATE {table} SET {change} WHERE number = {number} {of_text}");
    assert_eq!(connection.execute(&sql, []).unwrap(), 1, "{sql}");
    let owner = if subject.is_empty() { table.to_owned() } else { subject };
    Some((owner, number))
}

fn findings(seedling: &Seedling) -> Vec<Finding> {
    let mut store: Store = open(seedling, 0);
    // What the check says of two claims at one moment is not the matter here.
    let mut findings = store.check().unwrap();
    findings.retain(|finding| !matches!(finding, Finding::ClaimedTwice(_)));
    findings
}

#[test]
fn what_is_changed_behind_the_journal_s_back_is_found() {
    let mut promise = Promise::of("R12", "tables and history after random commands");
    let (dice, seedling) = (Dice::of_test(), seedling());
    let (mut changed, mut lines) = (0, 0);
    for part in 0..CHANGED.count() {
        let mut dice = dice.branch(part);
        let played = played(&mut dice, &seedling);
        assert_eq!(findings(&played), []);
        for (table, change) in CHANGES {
            let copy = played.copy();
            let Some((owner, number)) = change_row(&copy.path, table, change, &mut dice) else { continue };
            changed += 1;
            let findings = findings(&copy);
            let is_found = |finding: &Finding| matches!(finding, Finding::DiffersFromHistory { table, number: row } if *table == owner && *row == number);
            assert!(findings.iter().any(is_found), "{owner} {number} after {change}: {findings:?}");
        }
        let copy = played.copy();
        let line = dice.number(open(&copy, 0).journal_head().unwrap());
        let sql = format!("UPDATE journal SET new = coalesce(new, '') || '1' WHERE seq = {line}");
        raw::open(&copy.path).unwrap().execute(&sql, []).unwrap();
        lines += 1;
        assert!(findings(&copy).contains(&Finding::BrokenChain(line)), "line {line}");
    }
    promise.ran(CHANGED.count(), format!("{changed} rows and {lines} lines changed, all found"));
    promise.caught("a row changed past the journal");
    promise.caught("a line changed");
}
