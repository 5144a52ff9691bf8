//! Plays the plan: makes the demo's database by the same commands an adviser gives, each at its own time.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::places::units;
use super::plan::{self, CallRef, DemoAct, PlaceRef, plan};
use crate::catalog::CatalogError;
use crate::cli::database;
use crate::domain::command::{Command, OfferDraft, Outcome};
use crate::domain::directory::ContactRow;
use crate::domain::ids::{CallId, OfferId, PlaceId};
use crate::domain::municipality::Region;
use crate::domain::offer::{Answer, Clearance};
use crate::domain::quick_line::{LineError, Mode, parse};
use crate::domain::routine::StepKey;
use crate::domain::settings::Rules;
use crate::domain::steps::{StepEnd, first_working_day, tasks_after_placement};
use crate::domain::unit_list::UnitRow;
use crate::report::contacts_csv;
use crate::store::{Cost, NewDatabase, OpenOptions, Passphrase, Reference, Store, StoreError, Synchronous};

pub use crate::cli::context::Known;

/// Opens every demo; nothing in one is worth hiding.
const PASSPHRASE: &str = "demo";
/// Who is signed on to a demo.
const ADVISER: &str = "Kari N.";

/// The numbers of the region: all of them lead nowhere.
const CONTACTS: &str = include_str!("../../../assets/demo/contacts.csv");
const CONTACTS_ASSET: &str = "demo/contacts.csv";

/// How long after the offices open a department has done the steps of a placement.
const OFFICE_WORK: TimeDelta = TimeDelta::hours(5);
/// What the departments did not get to: their work of the last hours.
const LEFT_TO_DO: TimeDelta = TimeDelta::hours(4);

/// What a demo is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The same seed gives the same night.
    pub seed: u64,
    /// How many places.
    pub places: usize,
    /// How many open calls.
    pub calls: usize,
}

/// Why a demo could not be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A built-in file is not what the program expects.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A line of the plan is not understood, or an act came to something else than it should: a fault of the plan.
    #[error("the demo's plan does not hold at {0}")]
    Plan(String),
}

/// How a demo is opened: like any database, but its passphrase costs nothing.
#[must_use]
pub fn options() -> OpenOptions {
    OpenOptions { cost: Cost::LOW, ..OpenOptions::default() }
}

/// What the store must know of the world outside it.
#[must_use]
pub fn reference(known: &Known) -> Arc<Reference> {
    database::reference(&known.catalog)
}

/// Opens a demo that was made before.
pub fn open(path: &Path, known: &Known) -> Result<Store, DemoError> {
    Ok(Store::open(path, Some(ADVISER), &passphrase(), reference(known), options())?)
}

/// Makes a demo as it stands at `now`, and opens it.
pub fn make(path: &Path, wanted: Wanted, known: &Known, now: DateTime<Utc>) -> Result<Store, DemoError> {
    drop(settle(create_unsynced(path, known, now)?, wanted, known, now)?);
    open(path, known)
}

/// Makes an empty demo for what happened up to `now`, and leaves it open without waiting for the disk: hundreds of acts
/// at once are to come, and nobody minds if they are lost.
pub(super) fn create_unsynced(path: &Path, known: &Known, now: DateTime<Utc>) -> Result<Store, DemoError> {
    let passphrase = passphrase();
    let new = NewDatabase { adviser: ADVISER, region: Region::Ost, passphrase: &passphrase };
    let options = OpenOptions { synchronous: Synchronous::Off, ..options() };
    Ok(Store::create(path, new, reference(known), options, now - plan::LIST_AGE)?)
}

/// Plays all that happened in the demo's region up to `now` into an empty database.
pub fn settle(store: Store, wanted: Wanted, known: &Known, now: DateTime<Utc>) -> Result<Store, DemoError> {
    let municipalities = &known.catalog.municipalities;
    let list = units(wanted.seed, wanted.places, municipalities)?;
    let plan = plan(wanted.seed, &list, municipalities, wanted.calls);
    let mut player = Player {
        store,
        known,
        rules: Rules::from_lookup(|_| None),
        calls: HashMap::new(),
        offers: HashMap::new(),
        places: HashMap::new(),
        office_work: VecDeque::new(),
    };
    player.import(&list, now - plan.list_age)?;
    let rows = directory(known)?;
    player.act(&Command::ImportContacts { rows, dry_run: false }, now - plan.list_age)?;
    for step in plan.steps {
        let at = now - step.before_now;
        player.settle_until(at)?;
        player.play(step.act, at)?;
    }
    player.settle_until(now - LEFT_TO_DO)?;
    Ok(player.store)
}

/// Whom one phones in the demo's region.
fn directory(known: &Known) -> Result<Vec<ContactRow>, DemoError> {
    let read = contacts_csv::read(CONTACTS.as_bytes(), &known.tables.municipalities);
    read.map_err(|problems| DemoError::Plan(format!("{CONTACTS_ASSET}: {problems:?}")))
}

fn passphrase() -> Passphrase {
    Passphrase::new(PASSPHRASE.to_owned())
}

/// The demo's database, and the numbers its calls, offers and places got.
struct Player<'k> {
    store: Store,
    known: &'k Known,
    calls: HashMap<CallRef, CallId>,
    offers: HashMap<CallRef, OfferId>,
    places: HashMap<PlaceRef, PlaceId>,
    rules: Rules,
    /// What the departments do on working days, the earliest first: when, for which call, which steps.
    office_work: VecDeque<(DateTime<Utc>, CallId, Vec<StepKey>)>,
}

impl Player<'_> {
    fn import(&mut self, list: &[UnitRow], at: DateTime<Utc>) -> Result<(), DemoError> {
        self.act(&Command::ImportUnits { rows: list.to_vec(), dry_run: false }, at)?;
        let board = self.store.board(at)?;
        let of_name: HashMap<&str, usize> =
            list.iter().enumerate().map(|(unit, row)| (row.unit.as_str(), unit)).collect();
        for place in &board.places {
            let name = board.unit(place.unit).map_or("", |unit| unit.name.as_str());
            if let Some(&unit) = of_name.get(name) {
                self.places.insert(PlaceRef { unit, ordinal: place.ordinal }, place.id);
            }
        }
        Ok(())
    }

    fn play(&mut self, act: DemoAct, at: DateTime<Utc>) -> Result<(), DemoError> {
        match act {
            DemoAct::Register { call, line } => {
                let read = parse(&line, at, self.store.region(), &self.known.tables, Mode::Command);
                let fault = |_: LineError| DemoError::Plan(line.clone());
                let facts = read.to_facts(at).map_err(fault)?;
                match self.act(&Command::RegisterCall(Box::new(facts)), at)? {
                    Outcome::CallRegistered { call: number, .. } => self.calls.insert(call, number),
                    other => return Err(DemoError::Plan(format!("{other:?}"))),
                };
            }
            DemoAct::Hold { call, place } => {
                let (call, place) = (self.call(call)?, self.place(place)?);
                self.act(&Command::Hold { call, place }, at)?;
            }
            DemoAct::Offer { call, place, why, cleared_with } => {
                let clearance = if cleared_with.is_some() { Clearance::Cleared } else { Clearance::NotYet };
                let draft = OfferDraft::new(self.call(call)?, self.place(place)?);
                let draft = OfferDraft { why, clearance, cleared_with, ..draft };
                match self.act(&Command::Offer(Box::new(draft)), at)? {
                    Outcome::Offered { offer, .. } => self.offers.insert(call, offer),
                    other => return Err(DemoError::Plan(format!("{other:?}"))),
                };
            }
            DemoAct::Answer { call, answer, reason } => {
                let offer = self.offer(call)?;
                self.act(&Command::Answer { offer, answer, reason, by: None, note: None }, at)?;
                if answer == Answer::Accepted {
                    let tasks = tasks_after_placement(at, &self.rules);
                    let done = first_working_day(at, &self.rules) + OFFICE_WORK;
                    let steps = tasks.into_iter().map(|(step, _)| step).collect();
                    // In the order of time: a later answer never has an earlier working day.
                    self.office_work.push_back((done, self.call(call)?, steps));
                }
            }
            DemoAct::Arrive { call } => {
                let offer = self.offer(call)?;
                self.act(&Command::Arrive { offer, at: None }, at)?;
            }
            DemoAct::Close { call, reason } => {
                let call = self.call(call)?;
                self.act(&Command::CloseCall { call, reason, note: None }, at)?;
            }
            DemoAct::SetPlace { place, state, reason } => {
                let place = self.place(place)?;
                self.act(&Command::SetPlace { place, state, reason: Some(reason) }, at)?;
            }
            DemoAct::Confirm { place, how } => {
                let place = self.place(place)?;
                self.act(&Command::ConfirmPlace { place, how, whole_unit: false }, at)?;
            }
        }
        Ok(())
    }

    /// Does what the departments have done by a moment.
    fn settle_until(&mut self, at: DateTime<Utc>) -> Result<(), DemoError> {
        while let Some((done, call, steps)) = self.office_work.pop_front_if(|(done, ..)| *done <= at) {
            for step in steps {
                self.act(&Command::DoStep { call, step, end: StepEnd::Done, note: None }, done)?;
            }
        }
        Ok(())
    }

    fn act(&mut self, command: &Command, at: DateTime<Utc>) -> Result<Outcome, DemoError> {
        Ok(self.store.execute(Store::new_command_id(at), command, at)?)
    }

    fn call(&self, call: CallRef) -> Result<CallId, DemoError> {
        self.calls.get(&call).copied().ok_or_else(|| DemoError::Plan(format!("{call:?}")))
    }

    fn offer(&self, call: CallRef) -> Result<OfferId, DemoError> {
        self.offers.get(&call).copied().ok_or_else(|| DemoError::Plan(format!("{call:?}")))
    }

    fn place(&self, place: PlaceRef) -> Result<PlaceId, DemoError> {
        self.places.get(&place).copied().ok_or_else(|| DemoError::Plan(format!("{place:?}")))
    }
}
