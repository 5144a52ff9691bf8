//! What a command works with: texts, clock, catalog, and the store, opened when it is first needed.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::ArgMatches;

use super::arguments::{ADVISER, DB, KEY_FD, LANG, NEW_KEY_FD};
use super::failure::Failure;
use super::format::Format;
use super::times::{Side, moment_near};
use super::{database, passphrase, store_errors};
use crate::catalog::{Catalog, CatalogError};
use crate::clock::Clock;
use crate::domain::call::Call;
use crate::domain::clean::clean_line;
use crate::domain::command::{Command, CommandId, Outcome, UndoScope};
use crate::domain::ids::{CallId, ChildId, PlaceId};
use crate::domain::local_time::in_norway;
use crate::domain::municipality::{Municipality, MunicipalityNumber, Region};
use crate::domain::municipality_index::{Found, MunicipalityName, Reach};
use crate::domain::question::{PersonalData, Question, Subject, Told};
use crate::domain::quick_line::{LineError, Tables};
use crate::domain::refusal::{BadValue, ErrorCode, Refusal};
use crate::domain::unit::Unit;
use crate::store::{CallFilter, OpenOptions, Passphrase, Store, StoreError};
use crate::text::Texts;

/// What is known before the database is opened.
pub struct Known {
    /// Everything from the built-in files.
    pub catalog: Catalog,
    /// The tables a quick line is read with.
    pub tables: Tables,
}

/// Everything a command may use.
pub struct Context<'t> {
    /// The texts.
    pub texts: &'t Texts,
    /// What time it is.
    pub clock: Clock,
    /// The form of the answer.
    pub format: Format,
    /// How far `undo` looks: one command alone in its process takes back what the adviser did anywhere.
    pub undo: UndoScope,
    /// The id the command was sent with.
    pub command: Option<CommandId>,
    path: Option<PathBuf>,
    adviser: Option<String>,
    key_fd: Option<u32>,
    new_key_fd: Option<u32>,
    language: Option<String>,
    known: Option<Known>,
    store: Option<Store>,
}

impl<'t> Context<'t> {
    /// A context by the global flags.
    pub fn new(texts: &'t Texts, flags: &ArgMatches) -> Self {
        Self {
            texts,
            clock: Clock::system(),
            format: Format::Text,
            undo: UndoScope::Database,
            command: None,
            path: flags.get_one::<PathBuf>(DB).cloned(),
            adviser: flags.get_one::<String>(ADVISER).map(|name| clean_line(name).trim().to_owned()),
            key_fd: flags.get_one::<u32>(KEY_FD).copied(),
            new_key_fd: flags.get_one::<u32>(NEW_KEY_FD).copied(),
            language: flags.get_one::<String>(LANG).cloned(),
            known: None,
            store: None,
        }
    }

    /// The database's path, and whether it is the usual one.
    pub fn path(&self) -> Result<(PathBuf, bool), Failure> {
        match &self.path {
            Some(path) => Ok((path.clone(), false)),
            None => Ok((database::usual_path(self.texts)?, true)),
        }
    }

    /// The path given by `--db`.
    pub fn given_path(&self) -> Option<PathBuf> {
        self.path.clone()
    }

    /// The language asked for by `--lang`.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The file number the passphrase comes from.
    pub fn key_fd(&self) -> Option<u32> {
        self.key_fd
    }

    /// The flags to start the screen with again, on the same database. The passphrase that came by a file number does
    /// not come again: it is typed.
    pub fn flags_of_screen(&self) -> Vec<OsString> {
        let language = self.language.iter().flat_map(|word| [format!("--{LANG}").into(), word.into()]);
        let path = self.path.iter().flat_map(|path| [format!("--{DB}").into(), path.into()]);
        language.chain(path).collect()
    }

    /// The file number a new passphrase comes from.
    pub fn new_key_fd(&self) -> Option<u32> {
        self.new_key_fd
    }

    /// The adviser named by `--as`.
    pub fn adviser(&self) -> Option<String> {
        self.adviser.clone()
    }

    /// Refuses one file number for both passphrases: both would be the same line.
    pub fn refuse_same_fd(&self) -> Result<(), Failure> {
        if self.new_key_fd.is_some() && self.new_key_fd == self.key_fd {
            return Err(Failure::usage(self.texts.error_same_fd()));
        }
        Ok(())
    }

    /// Opens the store, and gives the passphrase that opened it.
    pub fn open_keeping_passphrase(&mut self) -> Result<Passphrase, Failure> {
        let known = match self.known.take() {
            Some(known) => known,
            None => read_known(self.texts)?,
        };
        let passphrase = self.asked()?;
        self.store = Some(self.opened_with(&known.catalog, &passphrase)?);
        self.known = Some(known);
        Ok(passphrase)
    }

    /// Who must be added again after the key was changed, in a sentence; none when nobody must.
    pub fn add_again_sentence(&self, names: &[String]) -> Option<String> {
        (!names.is_empty()).then(|| self.texts.cli_add_again(names.join(", ")))
    }

    /// The built-in tables, read once.
    pub fn known(&mut self) -> Result<&Known, Failure> {
        let known = match self.known.take() {
            Some(known) => known,
            None => read_known(self.texts)?,
        };
        Ok(self.known.insert(known))
    }

    /// The store and the built-in tables; asks for the passphrase the first time.
    pub fn open(&mut self) -> Result<(&mut Store, &Known), Failure> {
        let known = match self.known.take() {
            Some(known) => known,
            None => read_known(self.texts)?,
        };
        let store = match self.store.take() {
            Some(store) => store,
            None => self.opened(&known.catalog)?,
        };
        Ok((self.store.insert(store), self.known.insert(known)))
    }

    /// The store alone.
    pub fn store(&mut self) -> Result<&mut Store, Failure> {
        self.open().map(|(store, _)| store)
    }

    /// A store of its own, for the screen.
    pub fn open_for_screen(&mut self) -> Result<Store, Failure> {
        self.known()?;
        match &self.known {
            Some(known) => self.opened(&known.catalog),
            None => self.opened(&read_known(self.texts)?.catalog),
        }
    }

    /// What was answered to this command's id before, if it was done already.
    pub fn earlier_outcome(&mut self) -> Result<Option<Outcome>, Failure> {
        let Some(id) = self.command else { return Ok(None) };
        let (texts, now) = (self.texts, self.clock.now());
        self.store()?.outcome_of(id).map_err(|error| store_errors::failure(texts, &error, now))
    }

    /// Does a command.
    pub fn execute(&mut self, command: &Command) -> Result<Outcome, Failure> {
        let (texts, now) = (self.texts, self.clock.now());
        let id = self.command.unwrap_or_else(|| Store::new_command_id(now));
        self.store()?.execute(id, command, now).map_err(|error| store_errors::failure(texts, &error, now))
    }

    /// Does one of several commands that a line stands for, under an id that comes from the line's: however often the
    /// line is sent, each is done once.
    pub fn execute_part(&mut self, number: i64, command: &Command) -> Result<Outcome, Failure> {
        let of_line = self.command;
        self.command = of_line.map(|id| id.part(number));
        let done = self.execute(command);
        self.command = of_line;
        done
    }

    /// Journals what is read after it. Under an id that something else was done with nothing is journalled, so that
    /// nothing may be read either.
    pub fn journal_first(&mut self, command: &Command, done: &Outcome) -> Result<(), Failure> {
        if self.execute(command)? == *done {
            return Ok(());
        }
        let id = self.command.map(|id| id.0.to_string()).unwrap_or_default();
        Err(Failure::usage(self.texts.error_batch_id_used(id)))
    }

    /// Reads from the store.
    pub fn read<T>(&mut self, read: impl FnOnce(&mut Store) -> Result<T, StoreError>) -> Result<T, Failure> {
        let (texts, now) = (self.texts, self.clock.now());
        read(self.store()?).map_err(|error| store_errors::failure(texts, &error, now))
    }

    /// The free text of an argument, cleaned; none when it is blank.
    pub fn free_text(matches: &ArgMatches, id: &str) -> Option<String> {
        let given = matches.get_one::<String>(id)?;
        Some(clean_line(given).trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The free text of an argument, cleaned; an empty one is told as such: it removes what was told before.
    pub fn told_text(matches: &ArgMatches, id: &str) -> Option<String> {
        let given = matches.get_one::<String>(id)?;
        Some(clean_line(given).trim().to_owned())
    }

    /// The value of an argument with a fixed list of codes.
    pub fn code<T: Copy>(
        &self,
        matches: &ArgMatches,
        id: &'static str,
        all: &[T],
        code_of: impl Fn(T) -> &'static str,
    ) -> Result<Option<T>, Failure> {
        let Some(given) = matches.get_one::<String>(id) else { return Ok(None) };
        match all.iter().copied().find(|value| code_of(*value) == given) {
            Some(value) => Ok(Some(value)),
            None => Err(self.bad_value(&BadValue::Code {
                field: id,
                value: given.clone(),
                allowed: all.iter().map(|value| code_of(*value)).collect::<Vec<_>>().join(", "),
            })),
        }
    }

    /// The region given for an argument: any case, `ø` or `o`.
    pub fn region(&self, matches: &ArgMatches, id: &'static str) -> Result<Option<Region>, Failure> {
        let Some(given) = matches.get_one::<String>(id) else { return Ok(None) };
        Region::from_word(clean_line(given).trim()).map(Some).ok_or_else(|| {
            self.bad_value(&BadValue::Code {
                field: id,
                value: given.clone(),
                allowed: Region::ALL.iter().map(|region| region.code()).collect::<Vec<_>>().join(", "),
            })
        })
    }

    /// The one municipality of this number or name.
    pub fn municipality(&mut self, name: &str) -> Result<MunicipalityNumber, Failure> {
        let region = self.store()?.region();
        let texts = self.texts;
        let all = &self.known()?.tables.municipalities;
        if let Some(one) = MunicipalityNumber::parse(name).and_then(|number| all.by_number(number)) {
            return Ok(one.number);
        }
        let named = |found: Vec<&Municipality>| found.into_iter().map(MunicipalityName::from).collect();
        let error = match all.find_with_county(name, Reach::Country) {
            Found::One { municipality, .. } => return Ok(municipality.number),
            Found::SameName(several) => LineError::SameName { candidates: named(several) },
            Found::Several(several) => {
                LineError::AmbiguousMunicipality { word: name.to_owned(), candidates: named(several) }
            }
            Found::Nothing => {
                let nearest = all.nearest(name, region).first().copied().map(MunicipalityName::from);
                LineError::UnknownMunicipality { word: name.to_owned(), nearest }
            }
        };
        Err(Failure::new(error.code(), texts.line_error(&error)))
    }

    /// The moment given for an argument; an hour alone is the nearest on that side of now.
    pub fn time(&self, matches: &ArgMatches, id: &str, side: Side) -> Result<Option<DateTime<Utc>>, Failure> {
        let Some(given) = matches.get_one::<String>(id) else { return Ok(None) };
        moment_near(given, self.clock.now(), side).map(Some).map_err(|error| {
            let message = match &error {
                LineError::WhichDay { past, .. } => {
                    let day = in_norway(*past).format("%Y-%m-%d %H:%M").to_string();
                    self.texts.error_time_which_day(day, given.as_str())
                }
                LineError::NotATime { .. } => self.texts.error_time_form(given.as_str()),
                other => self.texts.line_error(other),
            };
            Failure::new(ErrorCode::BadTime, message)
        })
    }

    /// The call with this number.
    pub fn call(&mut self, call: CallId) -> Result<Call, Failure> {
        let (calls, _) = self.read(|store| store.calls(CallFilter::One(call)))?;
        calls.into_iter().next().ok_or_else(|| self.refused(&Refusal::UnknownCall(call)))
    }

    /// The unit a place is of.
    pub fn unit_of(&mut self, place: PlaceId) -> Result<Unit, Failure> {
        let now = self.clock.now();
        let board = self.read(|store| store.board(now))?;
        let unit = board.places.iter().find(|known| known.id == place).map(|known| known.unit);
        unit.and_then(|unit| board.unit(unit))
            .cloned()
            .ok_or_else(|| self.refused(&Refusal::UnknownPlace(place)))
    }

    /// The child of a call that is meant: the one with this number, else the only one.
    pub fn child_of(&self, call: &Call, number: Option<i64>, flag: &'static str) -> Result<ChildId, Failure> {
        let children = call.children.iter().map(|child| child.id);
        let unknown = |number| self.bad_value(&BadValue::UnknownNumber { field: "child", number });
        if let Some(number) = number {
            return children.into_iter().find(|child| child.0 == number).ok_or_else(|| unknown(number));
        }
        let children: Vec<ChildId> = children.collect();
        match children.as_slice() {
            [only] => Ok(*only),
            [] => Err(Failure::new(ErrorCode::BadValue, self.texts.error_no_child(call.id.0))),
            several => {
                let numbers = several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let message = self.texts.error_which_child(call.id.0, numbers, flag);
                Err(Failure::new(ErrorCode::BadValue, message))
            }
        }
    }

    /// Journals that what is hidden of someone is shown, then reads it.
    pub fn reveal(&mut self, subject: Subject) -> Result<PersonalData, Failure> {
        self.journal_first(&Command::Reveal { subject }, &Outcome::Revealed { subject })?;
        match self.ask(&Question::Personal(subject))? {
            Told::Personal(shown) => Ok(shown),
            _ => Ok(PersonalData::default()),
        }
    }

    /// What the store tells of a question.
    pub fn ask(&mut self, question: &Question) -> Result<Told, Failure> {
        let now = self.clock.now();
        self.read(|store| store.tell(question, now))
    }

    /// The failure for what a rule refuses.
    pub fn refused(&self, refusal: &Refusal) -> Failure {
        Failure::refused(self.texts, refusal, self.clock.now())
    }

    /// The failure for a value outside what is allowed.
    pub fn bad_value(&self, bad: &BadValue) -> Failure {
        Failure::new(ErrorCode::BadValue, self.texts.bad_value(bad))
    }

    fn opened(&self, catalog: &Catalog) -> Result<Store, Failure> {
        let passphrase = self.asked()?;
        self.opened_with(catalog, &passphrase)
    }

    /// The passphrase. A file that is not there needs none: that is said before it is asked for.
    fn asked(&self) -> Result<Passphrase, Failure> {
        let (path, _) = self.path()?;
        crate::store::advisers(&path).map_err(|error| self.store_failure(&error))?;
        passphrase::ask(self.texts, self.key_fd)
    }

    fn opened_with(&self, catalog: &Catalog, passphrase: &Passphrase) -> Result<Store, Failure> {
        let (path, _) = self.path()?;
        let adviser = self.adviser.as_deref();
        Store::open(&path, adviser, passphrase, database::reference(catalog), OpenOptions::default())
            .map_err(|error| self.store_failure(&error))
    }

    /// The failure for an error of the store.
    pub fn store_failure(&self, error: &StoreError) -> Failure {
        store_errors::failure(self.texts, error, self.clock.now())
    }
}

impl Known {
    /// Reads the built-in files.
    pub fn read() -> Result<Self, CatalogError> {
        let catalog = Catalog::load()?;
        let tables =
            Tables::new(catalog.municipalities.clone(), catalog.needs.clone(), catalog.legal_bases.clone());
        Ok(Self { catalog, tables })
    }
}

fn read_known(texts: &Texts) -> Result<Known, Failure> {
    Known::read().map_err(|error| Failure::new(ErrorCode::BadFile, texts.error_catalog(error.to_string())))
}

/// The number given for a required argument.
pub fn number_of(matches: &ArgMatches, id: &str) -> i64 {
    matches.get_one::<i64>(id).copied().unwrap_or_default()
}
