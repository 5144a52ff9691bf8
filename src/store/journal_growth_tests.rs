//! Finding in the journal costs no more when it is long.

use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use rusqlite::StatementStatus;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::fixture::{Fixture, night};
use crate::domain::command::Command;
use crate::domain::journal::Act;
use crate::domain::question::{JournalAbout, JournalFilter, JournalQuery, JournalWord, Question, Told};

/// Lines put before those that are looked for.
const LINES: i64 = 20_000;
/// Far fewer than the lines there are.
const STEPS: i32 = 9_000;

/// What a search finds, and the most steps one of its statements takes.
fn found(fixture: &mut Fixture, filter: JournalFilter) -> (usize, i32) {
    // A new connection: nothing is counted yet.
    fixture.reopen();
    let most = Arc::new(Mutex::new(0));
    let count = Arc::clone(&most);
    let each = move |event: TraceEvent<'_>| {
        if let TraceEvent::Profile(statement, _) = event {
            let mut most = count.lock().unwrap();
            *most = (*most).max(statement.get_status(StatementStatus::VmStep));
        }
    };
    fixture.store.connection.trace_v2(TraceEventCodes::SQLITE_TRACE_PROFILE, Some(each)).unwrap();
    let query = JournalQuery { about: JournalAbout::All, before: None, limit: 200 };
    let told = fixture.store.tell(&Question::JournalFound(query, filter), night()).unwrap();
    let Told::Journal(page) = told else { panic!("{told:?}") };
    let most = *most.lock().unwrap();
    (page.lines.len(), most)
}

fn word(name: &str, acts: &[Act]) -> Vec<JournalWord> {
    vec![JournalWord { name: name.to_owned(), acts: acts.to_vec() }]
}

#[test]
fn what_is_rare_or_new_is_found_without_reading_the_rest() {
    let mut fixture = Fixture::with_places();
    fixture
        .store
        .connection
        .execute(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1)
             INSERT INTO journal (seq, at, adviser, command, act, subject, number, field, hash)
             SELECT 1000000 + n, n, 77, '00000000-0000-0000-0000-000000000000', 'confirm', 'places', 1, 'x',
                 zeroblob(32) FROM n",
            [LINES],
        )
        .unwrap();
    fixture.later(1);
    fixture.run(Command::StartShift);
    let own = JournalFilter { words: word("xx", &[Act::Import]), since: None };
    let since = JournalFilter { words: Vec::new(), since: Some(fixture.now - TimeDelta::seconds(1)) };
    let nobody = JournalFilter { words: word("Per", &[Act::Receive]), since: None };
    let of_old = JournalFilter { words: word("xx", &[Act::Init]), since: None };
    for (filter, is_any) in [(own, true), (since, true), (nobody, false), (of_old, true)] {
        let (lines, steps) = found(&mut fixture, filter.clone());
        assert_eq!(lines > 0, is_any, "{filter:?}");
        assert!(steps < STEPS, "{filter:?}: {steps} steps");
    }
    let all = found(&mut fixture, JournalFilter { words: word("xx", &[Act::Confirm]), since: None });
    assert_eq!(all.0, 200, "and what is frequent a page at a time");
    assert!(all.1 < STEPS, "{} steps", all.1);
}
