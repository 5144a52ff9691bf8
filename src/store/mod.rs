//! The store: an encrypted SQLite database, and the only folder with SQL.
//!
//! Every change is one `IMMEDIATE` transaction that checks, changes, writes its journal lines and keeps its
//! command id. Must not know the screens or the texts, nor ask what time it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use uuid::Uuid;

use crate::domain::board::Board;
use crate::domain::command::{Command, CommandId, Outcome};
use crate::domain::draft::DraftId;
use crate::domain::ids::AdviserId;
use crate::domain::journal::{Act, chain_start};
use crate::domain::municipality::Region;
use crate::domain::refusal::{Refusal, Stale};

mod access;
mod adviser;
mod alarms;
mod answers;
mod backup;
mod backup_folder;
mod board;
mod calls;
mod capacity;
mod case_watches;
mod changes;
mod check;
mod checklist;
mod children;
mod claims;
mod closing;
mod compensations;
mod details;
mod deviations;
mod directory;
mod drafts;
mod edits;
mod enquiries;
mod error;
mod extra_places;
mod files;
mod finish_restore;
mod follow_ups;
mod freed;
mod handovers;
mod journal;
mod journal_lines;
mod key_changes;
mod key_file;
mod keying;
mod limits;
mod list;
mod log;
mod offers;
mod open;
mod own_acts;
mod perform;
mod place_history;
mod placement_rows;
mod placements;
mod places;
mod purchases;
mod purge;
mod questions;
mod read;
mod rebuild;
mod remarks;
mod restore;
mod reveals;
mod routine_steps;
mod schema;
mod sealing;
mod search;
mod settings;
mod shift_sums;
mod shifts;
mod table;
mod transaction;
mod undo;
mod undo_answers;
mod undo_follow_ups;
mod undo_places;
mod units;
mod watch;
mod worker;
mod write;

#[cfg(test)]
mod check_tests;
#[cfg(test)]
#[expect(dead_code, reason = "shared with the test binary, which uses all of it")]
#[path = "../../tests/store/fixture.rs"]
mod fixture;
#[cfg(test)]
mod growth_tests;
#[cfg(test)]
mod journal_growth_tests;
#[cfg(test)]
mod search_tests;

pub use adviser::ListedAdviser;
pub use backup::{BackupMade, BackupMaker, usual_folder};
pub use backup_folder::{backups_of, newest_backup};
pub use check::Finding;
pub use error::StoreError;
pub use files::{Drive, make_private_folder, write_new};
pub use key_file::{advisers, check_passphrase};
pub use keying::{Cost, Passphrase};
pub use list::CallFilter;
pub use open::{NewDatabase, OpenOptions, Reference, Synchronous};
pub use restore::{Restored, Restoring, check_is_backup, restore};
pub use settings::SettingValue;
pub use watch::{ChangeWatch, Waker};
pub use worker::{Job, Reply, Worker};

use keying::DataKey;
use own_acts::OwnActs;
use perform::{act_of, perform};
use undo::Undoing;
use write::{Write, uuid_at};

/// What came of a command in one transaction.
enum Attempt {
    /// It was done.
    Done(Outcome),
    /// It left everything as it was, so nothing is kept of it.
    ChangedNothing(Outcome),
    /// Its id was done before: whoever did it then may take it back, not whoever asked again.
    DoneBefore(Outcome),
}

/// An open database, signed on to by one adviser.
pub struct Store {
    path: PathBuf,
    connection: Connection,
    key: DataKey,
    reference: Arc<Reference>,
    options: OpenOptions,
    database: Uuid,
    region: Region,
    adviser: AdviserId,
    adviser_name: String,
    /// The disk failed under this connection: SQLite and the cipher remember that, though the disk may be well again.
    is_shaken: bool,
    /// What was done through this opened store: what the screen may take back and do again.
    own: OwnActs,
    /// How far the chain was found to hold.
    verified: Option<journal::Verified>,
}

impl Store {
    fn from_parts(
        path: PathBuf,
        connection: Connection,
        key: DataKey,
        reference: Arc<Reference>,
        options: OpenOptions,
        database: Uuid,
        adviser_name: String,
    ) -> Result<Self, StoreError> {
        let (found, region): (String, String) =
            connection
                .query_row("SELECT uuid, region FROM meta", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if found != database.to_string() {
            return Err(StoreError::WrongKeyOrDamaged(path));
        }
        let region = read::coded(&region, Region::from_code)?;
        // Removed, or never quite added: the key file knows the name, the database does not.
        let adviser = adviser::by_name(&connection, &adviser_name)?
            .ok_or_else(|| Refusal::UnknownAdviser(adviser_name.clone()))?;
        Ok(Self {
            path,
            connection,
            key,
            reference,
            options,
            database,
            region,
            adviser,
            adviser_name,
            is_shaken: false,
            own: OwnActs::default(),
            verified: None,
        })
    }

    /// Where the database lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Who is signed on.
    #[must_use]
    pub fn adviser_name(&self) -> &str {
        &self.adviser_name
    }

    /// The region of the database.
    #[must_use]
    pub const fn region(&self) -> Region {
        self.region
    }

    /// A fresh id for a command given at `now`.
    #[must_use]
    pub fn new_command_id(now: DateTime<Utc>) -> CommandId {
        CommandId(uuid_at(now))
    }

    /// Does a command, whole or not at all, and says what came of it. The same id again gives the same answer
    /// and does nothing more.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when a rule refuses; nothing changed then. After a failing disk the database is
    /// opened again and asked for the id, so that a failure is never reported for a command that was done.
    pub fn execute(
        &mut self,
        id: CommandId,
        command: &Command,
        now: DateTime<Utc>,
    ) -> Result<Outcome, StoreError> {
        self.execute_finishing(id, command, None, now)
    }

    /// Does a command, and with it, in the same transaction, throws away the half-written work it was made of.
    ///
    /// # Errors
    /// As [`Store::execute`].
    pub fn execute_finishing(
        &mut self,
        id: CommandId,
        command: &Command,
        finishes: Option<DraftId>,
        now: DateTime<Utc>,
    ) -> Result<Outcome, StoreError> {
        let mut taken_back = None;
        let attempt = self.attempt(id, command, finishes, now, &mut taken_back);
        let outcome = match attempt.map_err(|error| error.about(&self.path)) {
            Ok(Attempt::Done(outcome)) => outcome,
            Ok(Attempt::ChangedNothing(outcome)) => {
                self.own.note_without_change();
                return Ok(outcome);
            }
            Ok(Attempt::DoneBefore(outcome)) => return Ok(outcome),
            Err(error) if error.leaves_commit_unknown() => {
                // Without a second look nothing better is known than the first error.
                match self.reopen().and_then(|()| outcome_of(&self.connection, id)) {
                    Ok(Some(outcome)) => outcome,
                    Ok(None) | Err(_) => return Err(error),
                }
            }
            Err(error) => return Err(error),
        };
        self.own.note(id, command, &outcome, taken_back);
        Ok(outcome)
    }

    /// What came of a command that was done already; none when it was not.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn outcome_of(&self, id: CommandId) -> Result<Option<Outcome>, StoreError> {
        outcome_of(&self.connection, id).map_err(|error| error.about(&self.path))
    }

    /// Journals that this adviser signed on at the screen, and starts a shift.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn sign_on(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let (adviser, database, path) = (self.adviser, self.database, self.path.clone());
        let mut write = transaction::begin(&mut self.connection, now, Some(adviser), database, Act::SignOn)
            .map_err(|error| error.about(&path))?;
        shifts::start(&mut write)?;
        write.commit().map_err(|error| error.about(&path))
    }

    /// Everything the screens show, read at one moment.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn board(&mut self, now: DateTime<Utc>) -> Result<Board, StoreError> {
        let (region, path) = (self.region, self.path.clone());
        self.read(|connection| board::read(connection, region, now)).map_err(|error| error.about(&path))
    }

    /// The number of the last journal line: it moves with every change, and only then.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn journal_head(&self) -> Result<i64, StoreError> {
        journal::head(&self.connection).map_err(|error| error.about(&self.path))
    }

    /// Reads within one transaction, so that everything read is of one moment.
    fn read<T>(&mut self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.through(|connection| {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
            let value = read(&tx)?;
            tx.commit()?;
            Ok(value)
        })
    }

    /// Does something that is no command, on a connection that no failure of the disk has shaken.
    fn through<T>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.steady()?;
        let result = work(&mut self.connection);
        self.is_shaken = result.as_ref().is_err_and(StoreError::leaves_commit_unknown);
        result
    }

    fn attempt(
        &mut self,
        id: CommandId,
        command: &Command,
        finishes: Option<DraftId>,
        now: DateTime<Utc>,
        taken_back: &mut Option<CommandId>,
    ) -> Result<Attempt, StoreError> {
        self.steady()?;
        let tx = transaction::lock(&mut self.connection)?;
        if let Some(draft) = finishes {
            drafts::delete(&tx, self.adviser, draft)?;
        }
        // Within the transaction, so that two processes with the same command do it once.
        if let Some(outcome) = outcome_of(&tx, id)? {
            tx.commit()?;
            return Ok(Attempt::DoneBefore(outcome));
        }
        let again = match command {
            Command::Redo => Some(self.own.to_redo().ok_or(Refusal::Stale(Stale::NothingToRedo))?),
            _ => None,
        };
        let to_do = again.map_or(command, |(command, _)| command);
        let act = act_of(to_do);
        let mut write = Write::new(tx, now, Some(self.adviser), id, act, chain_start(self.database))?;
        let mut undoing = Undoing { id, adviser: self.adviser, own: self.own.ids(), taken_back: None };
        if let Some((_, undo)) = again {
            undo::check_can_be_redone(&write, act, undo, undoing.own)?;
        }
        let done = perform(&mut write, to_do, self.region, &self.reference, &mut undoing)?;
        *taken_back = undoing.taken_back;
        let outcome = if again.is_some() { Outcome::Redone { again: Box::new(done) } } else { done };
        let (first, last) = write.lines();
        // A dry run, or an import of what is there already: nothing to keep but that its draft is gone.
        if last < first {
            write.commit()?;
            return Ok(Attempt::ChangedNothing(outcome));
        }
        let answer = serde_json::to_string(&outcome).map_err(|error| StoreError::Value(error.to_string()))?;
        write
            .tx
            .prepare_cached(
                "INSERT INTO commands (id, adviser, act, first_seq, last_seq, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(rusqlite::params![id.0.to_string(), self.adviser.0, act.code(), first, last, answer])?;
        write.commit()?;
        Ok(Attempt::Done(outcome))
    }

    /// A fresh connection, after a failure that says nothing of what is on the disk.
    fn reopen(&mut self) -> Result<(), StoreError> {
        self.is_shaken = true;
        self.steady()?;
        // While the disk still fails nothing better can be done than to say so.
        let _ = log::write_over_failed(&mut self.connection);
        Ok(())
    }

    /// A fresh connection, if the disk failed under this one.
    fn steady(&mut self) -> Result<(), StoreError> {
        if self.is_shaken {
            self.connection = open::connect(&self.path, &self.key, &self.options)?;
            self.is_shaken = false;
        }
        Ok(())
    }
}

fn outcome_of(connection: &Connection, id: CommandId) -> Result<Option<Outcome>, StoreError> {
    let answer: Option<String> = connection
        .prepare_cached("SELECT outcome FROM commands WHERE id = ?1")?
        .query_row([id.0.to_string()], |row| row.get(0))
        .optional()?;
    answer
        .map(|answer| serde_json::from_str(&answer).map_err(|error| StoreError::Value(error.to_string())))
        .transpose()
}
