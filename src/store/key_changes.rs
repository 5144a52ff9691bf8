//! Who can sign on: adding and removing advisers, changing a passphrase, giving the database a new key.
//!
//! Whoever changes the key file holds the database's write lock, so that no two changes lose one another. A new key
//! is given only alone; killed half-way, the database opens with the old key or with the new one.

use chrono::{DateTime, Utc};
use rusqlite::{ErrorCode, Transaction, TransactionBehavior};

use super::adviser;
use super::error::StoreError;
use super::key_file::{self, KeyFile};
use super::keying::{DataKey, KeyFailure, Passphrase};
use super::table::Table;
use super::write::moment;
use super::{Store, transaction};
use crate::domain::command::Outcome;
use crate::domain::journal::Act;
use crate::domain::refusal::{BadValue, Refusal, Stale};

impl Store {
    /// Adds an adviser, who signs on with this passphrase; one whose keys were left out by [`Store::rekey`] comes back
    /// under the same number.
    ///
    /// # Errors
    /// When the name is taken or no name, or the passphrase is empty.
    pub fn add_adviser(
        &mut self,
        name: &str,
        passphrase: &Passphrase,
        now: DateTime<Utc>,
    ) -> Result<Outcome, StoreError> {
        let name = adviser::checked_name(name)?;
        not_empty(passphrase)?;
        let path = self.path.clone();
        let (own, database, key, cost) = (self.adviser, self.database, self.key.clone(), self.options.cost);
        let mut added = || {
            let mut write = transaction::begin(&mut self.connection, now, Some(own), database, Act::Adviser)?;
            let mut keys = KeyFile::read(&path)?;
            let number = match adviser::by_name(&write.tx, &name)? {
                Some(_) if keys.names().contains(&name) => {
                    return Err(Refusal::BadValue(BadValue::NameTaken(name.clone())).into());
                }
                // Their keys could not be renewed when the database got a new one: the same adviser comes back.
                Some(number) => {
                    let at = write.at;
                    write.update(Table::Advisers, number.0, &[("passphrase_at", moment(Some(at)))])?;
                    number
                }
                // A wrap that a killed try left behind belongs to no row, and is overwritten.
                None => adviser::add(&mut write, &name)?,
            };
            keys.add(&name, passphrase, cost, &key).map_err(no_random)?;
            keys.replace(&path)?;
            write.commit()?;
            Ok(Outcome::AdviserAdded { adviser: number.0 })
        };
        added().map_err(|error: StoreError| error.about(&path))
    }

    /// Changes this adviser's own passphrase.
    ///
    /// # Errors
    /// [`StoreError::WrongKeyOrDamaged`] when the old one is not this adviser's.
    pub fn change_passphrase(
        &mut self,
        old: &Passphrase,
        new: &Passphrase,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        not_empty(new)?;
        let path = self.path.clone();
        let (own, database, key, cost) = (self.adviser, self.database, self.key.clone(), self.options.cost);
        let name = self.adviser_name.clone();
        let mut write = transaction::begin(&mut self.connection, now, Some(own), database, Act::Passphrase)
            .map_err(|error| error.about(&path))?;
        let (before, mut keys) = (KeyFile::read(&path)?, KeyFile::read(&path)?);
        keys.unlock(&name, old).map_err(|KeyFailure| StoreError::WrongKeyOrDamaged(path.clone()))?;
        keys.add(&name, new, cost, &key).map_err(no_random)?;
        let at = write.at;
        write
            .update(Table::Advisers, own.0, &[("passphrase_at", moment(Some(at)))])
            .map_err(|error| error.about(&path))?;
        keys.replace(&path)?;
        write.commit_or(|| before.replace(&path)).map_err(|error| error.about(&path))
    }

    /// Looks whether anyone else has the database open.
    ///
    /// # Errors
    /// [`StoreError::NotAlone`] when so.
    pub fn alone(&self) -> Result<(), StoreError> {
        self.check_alone().map_err(|error| error.about(&self.path))
    }

    /// Gives the database a new key, for everyone who can sign on. The names of those who must be added again come
    /// back: their entry is of a kind that cannot be given a new key.
    ///
    /// # Errors
    /// [`StoreError::NotAlone`] while anyone else has the database open.
    pub fn rekey(&mut self, now: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
        let path = self.path.clone();
        self.rekey_alone(now).map_err(|error| error.about(&path))
    }

    /// Takes away an adviser's way in: the row is closed, the key file forgets the name, and the database gets a new
    /// key, so that the old one opens nothing.
    ///
    /// # Errors
    /// [`Refusal::UnknownAdviser`] when there is none of that name; oneself cannot be removed; [`StoreError::NotAlone`].
    pub fn remove_adviser(&mut self, name: &str, now: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
        let path = self.path.clone();
        let name = name.trim();
        let found = adviser::by_name(&self.connection, name).map_err(|error| error.about(&path))?;
        if found == Some(self.adviser) {
            return Err(Refusal::Stale(Stale::OwnName).into());
        }
        let Some(leaver) = found else {
            // A removal that was cut short: the row is closed, the key file still knows the name.
            if KeyFile::read(&path)?.names().iter().any(|known| known == name) {
                return self.rekey_alone(now).map_err(|error| error.about(&path));
            }
            return Err(Refusal::UnknownAdviser(name.to_owned()).into());
        };
        // Whatever would stop the new key stops the removal too.
        self.check_can_rekey().map_err(|error| error.about(&path))?;
        let (own, database) = (self.adviser, self.database);
        let mut write = transaction::begin(&mut self.connection, now, Some(own), database, Act::AdviserLeft)
            .map_err(|error| error.about(&path))?;
        let at = write.at;
        write
            .update(Table::Advisers, leaver.0, &[("removed_at", moment(Some(at)))])
            .map_err(|error| error.about(&path))?;
        write.commit().map_err(|error| error.about(&path))?;
        self.rekey_alone(now).map_err(|error| error.about(&path))
    }

    /// Refuses where the database cannot get a new key now.
    fn check_can_rekey(&self) -> Result<(), StoreError> {
        let keys = KeyFile::read(&self.path)?;
        if !keys.has_pair(&self.adviser_name) {
            return Err(Refusal::Stale(Stale::OldKeys).into());
        }
        self.check_alone()
    }

    fn rekey_alone(&mut self, now: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
        self.check_can_rekey()?;
        let (own, database) = (self.adviser, self.database);
        let mut write = transaction::begin(&mut self.connection, now, Some(own), database, Act::Rekey)?;
        let at = write.at;
        write.update(Table::Meta, 1, &[("rekeyed_at", moment(Some(at)))])?;
        write.commit()?;

        self.leave_log()?;
        let changed = self.hold_alone().and_then(|()| self.change_key());
        // The hold ends with the next reading; only then can the log be taken up.
        let freed = self.let_others_in();
        self.take_log_up()?;
        let left_out = changed?;
        freed?;
        Ok(left_out)
    }

    /// Lets nobody else write, nor change the key file, until [`Self::let_others_in`].
    fn hold_alone(&mut self) -> Result<(), StoreError> {
        // The lock first: a connection that keeps its locks while it waits for one would wait for ever with another
        // that waits for it.
        let held = Transaction::new(&mut self.connection, TransactionBehavior::Exclusive).and_then(|held| {
            held.pragma_update(None, "locking_mode", "exclusive")?;
            held.commit()
        });
        held.map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy) => StoreError::NotAlone(self.path.clone()),
            _ => error.into(),
        })
    }

    fn let_others_in(&self) -> Result<(), StoreError> {
        self.connection.pragma_update(None, "locking_mode", "normal")?;
        Ok(self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?)
    }

    /// Gives the database a new key, and the key file that goes with it; who is left out.
    fn change_key(&mut self) -> Result<Vec<String>, StoreError> {
        // Read now, when nobody can change it any more: a passphrase that was changed a moment ago stays changed.
        let keys = KeyFile::read(&self.path)?;
        // Whoever is no adviser any more gets no key: also one whose removal was cut short before this.
        let mut staying = Vec::new();
        for name in keys.names() {
            if adviser::by_name(&self.connection, &name)?.is_some() {
                staying.push(name);
            }
        }
        let new = DataKey::generate().map_err(no_random)?;
        let (next, left_out) = keys.rekeyed(&new, &staying).map_err(no_random)?;
        next.write_next(&self.path)?;
        // From here on the database has one key or the other, never a mixture: SQLCipher does it in one transaction.
        let wrong = |KeyFailure| StoreError::WrongKeyOrDamaged(self.path.clone());
        new.encrypt_anew(&self.connection).map_err(wrong)?;
        self.key = new;
        next.replace(&self.path)?;
        key_file::remove_next(&self.path)?;
        Ok(left_out)
    }
}

fn not_empty(passphrase: &Passphrase) -> Result<(), StoreError> {
    if passphrase.is_empty() { Err(Refusal::BadValue(BadValue::EmptyPassphrase).into()) } else { Ok(()) }
}

fn no_random(_: KeyFailure) -> StoreError {
    StoreError::Value("no random bytes".to_owned())
}
