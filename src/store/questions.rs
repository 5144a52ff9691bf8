//! What the screens ask for besides the board.

use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::error::StoreError;
use super::key_file::to_hex;
use super::list::{self, CallFilter};
use super::read::sensitive;
use super::table::Table;
use super::{
    Store, changes, children, deviations, directory, handovers, journal, journal_lines, place_history,
    placement_rows, purge, remarks, search,
};
use crate::domain::call::Call;
use crate::domain::ids::CallId;
use crate::domain::question::{
    CallPage, CallSearch, ChainState, JournalFilter, PersonalData, Question, Subject, Told,
};
use crate::domain::refusal::Refusal;
use crate::domain::unit_facts::UnitFact;

/// How many hex digits of the chain's last hash are shown.
const HEAD_DIGITS: usize = 12;

impl Store {
    /// Answers a question of a screen.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn tell(&mut self, question: &Question, now: DateTime<Utc>) -> Result<Told, StoreError> {
        let path = self.path.clone();
        let told = match question {
            Question::Call(call) => self.call_details(*call).map(|call| Told::Call(Box::new(call))),
            Question::Calls(search) => self.read(|connection| calls(connection, search)).map(Told::Calls),
            Question::PlaceHistory(unit) => {
                self.read(|connection| place_history::of_unit(connection, *unit, now)).map(Told::PlaceHistory)
            }
            Question::Journal(query) => {
                let all = JournalFilter::default();
                self.read(|connection| journal_lines::page(connection, query, &all)).map(Told::Journal)
            }
            Question::JournalFound(query, filter) => {
                self.read(|connection| journal_lines::page(connection, query, filter)).map(Told::Journal)
            }
            Question::Chain => self.chain(now).map(Told::Chain),
            Question::Personal(subject) => {
                self.read(|connection| personal(connection, *subject)).map(Told::Personal)
            }
            Question::Drafts => self.drafts().map(Told::Drafts),
            Question::Advisers => self.adviser_list().map(|all| {
                let at_work = all.into_iter().filter(|adviser| !adviser.is_removed);
                Told::Advisers(at_work.filter_map(|adviser| adviser.name).collect())
            }),
            Question::Deviations => {
                self.read(|connection| deviations::page(connection, now)).map(Told::Deviations)
            }
            Question::Contacts => self.read(directory::all).map(Told::Contacts),
            Question::Changes => {
                let adviser = self.adviser;
                let changes = self.read(|connection| changes::since_last_shift(connection, adviser));
                changes.map(|changes| Told::Changes(changes.map(Box::new)))
            }
            Question::LateShift(adviser) => self
                .read(|connection| handovers::told(connection, None, *adviser, now))
                .map(|told| Told::Handover(told.map(Box::new))),
            Question::Handover(handover) => {
                self.handover(*handover, now).map(|told| Told::Handover(told.map(Box::new)))
            }
        };
        told.map_err(|error| error.about(&path))
    }

    /// Whether the chain holds. What was found to hold is kept in mind, so that only later lines are gone through.
    fn chain(&mut self, now: DateTime<Utc>) -> Result<ChainState, StoreError> {
        let (database, verified) = (self.database, self.verified);
        let found = self.read(|connection| journal::verify(connection, database, verified))?;
        self.verified = found.verified;
        let mut head = to_hex(&found.head);
        head.truncate(HEAD_DIGITS);
        Ok(ChainState { lines: found.lines, broken_at: found.broken_at, head, checked_at: now })
    }
}

/// The calls that a search finds; the one with exactly the number that was asked for comes first.
fn calls(connection: &Connection, wanted: &CallSearch) -> Result<CallPage, StoreError> {
    let mut conditions = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    if wanted.open_only {
        conditions.push("state = 'open'".to_owned());
    }
    if let Some(number) = &wanted.number {
        values.push(Value::Text(number.trim().to_owned()));
        conditions.push(format!("substr(number, 1, length(?{0})) = ?{0}", values.len()));
    }
    let mut either: Vec<String> = Vec::new();
    if let Some(municipalities) = &wanted.municipalities {
        let first = values.len();
        values.extend(municipalities.iter().map(|number| Value::Text(number.to_string())));
        let marks: Vec<_> = (first + 1..=values.len()).map(|at| format!("?{at}")).collect();
        either.push(format!("municipality IN ({})", marks.join(", ")));
    }
    if let Some(words) = &wanted.words {
        let has = |asked: String| {
            values.push(Value::Text(asked));
            format!("number IN (SELECT call FROM call_words WHERE call_words MATCH ?{})", values.len())
        };
        let asked = search::asked(words).unwrap_or_default();
        let has_all: Vec<_> = asked.into_iter().map(has).collect();
        // What is no word is found nowhere.
        either.push(if has_all.is_empty() { "1 = 0".to_owned() } else { has_all.join(" AND ") });
    }
    if !either.is_empty() {
        conditions.push(format!("shield IS NULL AND ({})", either.join(" OR ")));
    }
    let condition = conditions.join(" AND ");
    let found: i64 = connection.query_row(
        &format!("SELECT count(*) FROM calls WHERE {condition}"),
        rusqlite::params_from_iter(&values),
        |row| row.get(0),
    )?;
    let exact = if wanted.number.is_some() { "CAST(number AS TEXT) = ?1 DESC, " } else { "" };
    let limit = i64::try_from(wanted.limit).unwrap_or(i64::MAX);
    let sql = format!("SELECT number FROM calls WHERE {condition} ORDER BY {exact}number DESC LIMIT {limit}");
    let numbers: Vec<i64> = connection
        .prepare(&sql)?
        .query_map(rusqlite::params_from_iter(&values), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut page = CallPage { found: usize::try_from(found).unwrap_or(0), ..CallPage::default() };
    for number in numbers {
        let filter = CallFilter::One(CallId(number));
        page.calls.extend(list::calls(connection, filter)?);
        page.offers.extend(list::offers(connection, filter)?.into_iter().filter(|offer| !offer.is_void()));
    }
    Ok(page)
}

fn personal(connection: &Connection, subject: Subject) -> Result<PersonalData, StoreError> {
    match subject {
        Subject::Call(id) => {
            let call = list::calls(connection, CallFilter::One(id))?.pop().ok_or(Refusal::UnknownCall(id))?;
            of_call(connection, &call)
        }
        Subject::Unit(unit) => {
            let field = |name| sensitive(connection, Table::Units, unit.0, name);
            let mut facts = BTreeMap::new();
            for fact in UnitFact::ALL {
                facts.extend(field(fact.code())?.map(|told| (*fact, told)));
            }
            Ok(PersonalData { phone: field("phone")?, facts, ..PersonalData::default() })
        }
    }
}

fn of_call(connection: &Connection, call: &Call) -> Result<PersonalData, StoreError> {
    let children = call
        .children
        .iter()
        .map(|child| Ok((child.id, children::identity(connection, child.id)?)))
        .collect::<Result<_, StoreError>>()?;
    Ok(PersonalData {
        children,
        callback: sensitive(connection, Table::Calls, call.id.0, "callback")?,
        night_numbers: placement_rows::night_numbers(connection, call.id)?,
        split_agreed_by: remarks::split_names(connection, call.id)?,
        municipality: call.shield.map(|_| call.municipality),
        erased_at: purge::erased_at(connection, call.id)?,
        ..PersonalData::default()
    })
}
