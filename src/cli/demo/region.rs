//! Plays the plan: makes the demo's database by the same commands an adviser gives, each at its own time.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::places::units;
use super::plan::{self, CallRef, DemoAct, Hand, PlaceRef, Step, plan};
use crate::catalog::CatalogError;
use crate::cli::database;
use crate::domain::case_watch::WatchChange;
use crate::domain::command::{Command, OfferDraft, Outcome};
use crate::domain::directory::ContactRow;
use crate::domain::follow_up::FollowUpEnd;
use crate::domain::handover::{Handover, HandoverDraft, HandoverTo};
use crate::domain::ids::{CallId, OfferId, PlaceId};
use crate::domain::measure::Ownership;
use crate::domain::municipality::Region;
use crate::domain::offer::{Answer, Clearance};
use crate::domain::quick_line::{LineError, Mode, parse};
use crate::domain::routine::StepKey;
use crate::domain::settings::Rules;
use crate::domain::shift::{GOES_ON_AFTER, planned_until};
use crate::domain::steps::{StepEnd, first_working_day, tasks_after_placement};
use crate::domain::unit_list::UnitRow;
use crate::report::contacts_csv;
use crate::store::{Cost, NewDatabase, OpenOptions, Passphrase, Reference, Store, StoreError, Synchronous};

pub use crate::cli::context::Known;

/// Opens every demo; nothing in one is worth hiding.
const PASSPHRASE: &str = "demo";
/// Who is signed on to a demo.
const ADVISER: &str = "Kari N.";
/// Her colleagues.
const COLLEAGUES: [(Hand, &str); 2] = [(Hand::Colleague, "Per S."), (Hand::Relieved, "Ida B.")];
/// Since when the colleagues are there. What happened before is all the same to who looks at the demo, and done faster by one.
const COLLEAGUES_SINCE: TimeDelta = TimeDelta::hours(36);

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
    let mut store = create_unsynced(path, known, now)?;
    let colleagues = colleagues(&mut store, known, now)?;
    drop(Player::new(store, colleagues, known).play_all(wanted, now)?);
    open(path, known)
}

/// The colleagues, each at a connection of their own.
fn colleagues(
    store: &mut Store,
    known: &Known,
    now: DateTime<Utc>,
) -> Result<HashMap<Hand, Store>, DemoError> {
    let passphrase = passphrase();
    let mut opened = HashMap::new();
    for (hand, name) in COLLEAGUES {
        store.add_adviser(name, &passphrase, now - plan::LIST_AGE)?;
        let store = Store::open(store.path(), Some(name), &passphrase, reference(known), unsynced())?;
        opened.insert(hand, store);
    }
    Ok(opened)
}

/// Makes an empty demo for what happened up to `now`, and leaves it open without waiting for the disk: hundreds of acts
/// at once are to come, and nobody minds if they are lost.
pub(super) fn create_unsynced(path: &Path, known: &Known, now: DateTime<Utc>) -> Result<Store, DemoError> {
    let passphrase = passphrase();
    let new = NewDatabase { adviser: ADVISER, region: Region::Ost, passphrase: &passphrase };
    Ok(Store::create(path, new, reference(known), unsynced(), now - plan::LIST_AGE)?)
}

fn unsynced() -> OpenOptions {
    OpenOptions { synchronous: Synchronous::Off, ..options() }
}

/// Plays all that happened in the demo's region up to `now` into an empty database, by the hand of whoever opened it: there
/// are no shifts then.
pub fn settle(store: Store, wanted: Wanted, known: &Known, now: DateTime<Utc>) -> Result<Store, DemoError> {
    Player::new(store, HashMap::new(), known).play_all(wanted, now)
}

/// Whom one phones in the demo's region.
fn directory(known: &Known) -> Result<Vec<ContactRow>, DemoError> {
    let read = contacts_csv::read(CONTACTS.as_bytes(), &known.tables.municipalities);
    read.map_err(|problems| DemoError::Plan(format!("{CONTACTS_ASSET}: {problems:?}")))
}

/// The name of a hand.
fn name(hand: Hand) -> &'static str {
    COLLEAGUES.iter().find(|(colleague, _)| *colleague == hand).map_or(ADVISER, |(_, name)| name)
}

fn passphrase() -> Passphrase {
    Passphrase::new(PASSPHRASE.to_owned())
}

/// The demo's database, and the numbers its calls, offers and places got.
struct Player<'k> {
    store: Store,
    colleagues: HashMap<Hand, Store>,
    known: &'k Known,
    calls: HashMap<CallRef, CallId>,
    offers: HashMap<CallRef, OfferId>,
    places: HashMap<PlaceRef, PlaceId>,
    rules: Rules,
    /// The units a place is bought of, by position in the list: their papers must follow.
    bought: HashSet<usize>,
    /// The calls that were offered such a place.
    with_papers: HashSet<CallId>,
    /// What the departments do on working days, the earliest first: when, for which call, which steps.
    office_work: VecDeque<(DateTime<Utc>, CallId, Vec<StepKey>)>,
}

impl<'k> Player<'k> {
    fn new(store: Store, colleagues: HashMap<Hand, Store>, known: &'k Known) -> Self {
        Self {
            store,
            colleagues,
            known,
            rules: Rules::from_lookup(|_| None),
            calls: HashMap::new(),
            offers: HashMap::new(),
            places: HashMap::new(),
            bought: HashSet::new(),
            with_papers: HashSet::new(),
            office_work: VecDeque::new(),
        }
    }

    fn play_all(mut self, wanted: Wanted, now: DateTime<Utc>) -> Result<Store, DemoError> {
        let municipalities = &self.known.catalog.municipalities;
        let list = units(wanted.seed, wanted.places, municipalities)?;
        let plan = plan(wanted.seed, &list, municipalities, wanted.calls);
        self.import(&list, now - plan.list_age)?;
        let rows = directory(self.known)?;
        self.act(Hand::Own, &Command::ImportContacts { rows, dry_run: false }, now - plan.list_age)?;
        for (at, step) in self.timed(plan.steps, now) {
            self.settle_until(at)?;
            let by = if step.before_now > COLLEAGUES_SINCE { Hand::Own } else { step.by };
            self.play(step.act, by, at)?;
        }
        self.settle_until(now - LEFT_TO_DO)?;
        Ok(self.store)
    }

    /// The steps at their times. Whoever is on would at some times of the day have let their shift run out: it began when the
    /// one before it was to end. Nobody signs on where there are no colleagues to give a shift to.
    fn timed(&self, steps: Vec<Step>, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, Step)> {
        let is_played = |step: &Step| !self.colleagues.is_empty() || !step.act.is_about_shifts();
        let time = |step: Step| {
            let at = now - step.before_now;
            let is_on = step.act == (DemoAct::SignOn { is_on_now: true });
            (if is_on { self.begins(at, now) } else { at }, step)
        };
        let mut timed: Vec<_> = steps.into_iter().filter(is_played).map(time).collect();
        timed.sort_by_key(|(at, _)| *at);
        timed
    }

    /// When a shift began that runs at `now`, where it was not before `at`.
    fn begins(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let until = planned_until(at, &self.rules);
        if until + GOES_ON_AFTER > now { at } else { self.begins(until, now) }
    }

    fn import(&mut self, list: &[UnitRow], at: DateTime<Utc>) -> Result<(), DemoError> {
        self.act(Hand::Own, &Command::ImportUnits { rows: list.to_vec(), dry_run: false }, at)?;
        let is_bought = |row: &UnitRow| row.ownership == Ownership::SinglePurchase;
        self.bought = (0..list.len()).filter(|unit| is_bought(&list[*unit])).collect();
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

    fn play(&mut self, act: DemoAct, by: Hand, at: DateTime<Utc>) -> Result<(), DemoError> {
        match act {
            DemoAct::Register { call, line } => {
                let read = parse(&line, at, self.store.region(), &self.known.tables, Mode::Command);
                let fault = |_: LineError| DemoError::Plan(line.clone());
                let facts = read.to_facts(at).map_err(fault)?;
                match self.act(by, &Command::RegisterCall(Box::new(facts)), at)? {
                    Outcome::CallRegistered { call: number, .. } => self.calls.insert(call, number),
                    other => return Err(DemoError::Plan(format!("{other:?}"))),
                };
            }
            DemoAct::Hold { call, place } => {
                let (call, place) = (self.call(call)?, self.place(place)?);
                self.act(by, &Command::Hold { call, place }, at)?;
            }
            DemoAct::Offer { call, place, why, cleared_with } => {
                if self.bought.contains(&place.unit) {
                    self.with_papers.insert(self.call(call)?);
                }
                let clearance = if cleared_with.is_some() { Clearance::Cleared } else { Clearance::NotYet };
                let draft = OfferDraft::new(self.call(call)?, self.place(place)?);
                let draft = OfferDraft { why, clearance, cleared_with, ..draft };
                match self.act(by, &Command::Offer(Box::new(draft)), at)? {
                    Outcome::Offered { offer, .. } => self.offers.insert(call, offer),
                    other => return Err(DemoError::Plan(format!("{other:?}"))),
                };
            }
            DemoAct::Answer { call, answer, reason } => {
                let offer = self.offer(call)?;
                self.act(by, &Command::Answer { offer, answer, reason, by: None, note: None }, at)?;
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
                self.act(by, &Command::Arrive { offer, at: None }, at)?;
            }
            DemoAct::Close { call, reason } => {
                let call = self.call(call)?;
                self.act(by, &Command::CloseCall { call, reason, note: None }, at)?;
            }
            DemoAct::SetPlace { place, state, reason } => {
                let place = self.place(place)?;
                self.act(by, &Command::SetPlace { place, state, reason: Some(reason) }, at)?;
            }
            DemoAct::Confirm { place, how } => {
                let place = self.place(place)?;
                self.act(by, &Command::ConfirmPlace { place, how, whole_unit: false }, at)?;
            }
            DemoAct::SignOn { .. } => {
                self.act(by, &Command::StartShift, at)?;
            }
            DemoAct::Watch { call, level, action, due_after, action_by, if_then } => {
                let change = WatchChange {
                    call: self.call(call)?,
                    level: Some(level),
                    action: Some(action),
                    action_at: Some(Some(at + due_after)),
                    action_by: Some(name(action_by).to_owned()),
                    if_then: Some(if_then),
                };
                self.act(by, &Command::SetWatch(Box::new(change)), at)?;
            }
            DemoAct::HandOver { to, summary } => {
                let to = HandoverTo::Adviser(name(to).to_owned());
                let draft = HandoverDraft { to, summary: Some(summary), note: None };
                self.act(by, &Command::SignHandover(Box::new(draft)), at)?;
            }
            DemoAct::Receive { repeated } => self.receive(by, repeated, at)?,
        }
        Ok(())
    }

    /// Goes through the handover that waits for this hand, and receives it.
    fn receive(&mut self, by: Hand, repeated: String, at: DateTime<Utc>) -> Result<(), DemoError> {
        let board = self.store.board(at)?;
        let waits = |handover: &&Handover| handover.receiver.as_deref() == Some(name(by));
        let fault = || DemoError::Plan(format!("{by:?} has nothing to receive"));
        let handover = board.handovers.iter().find(waits).ok_or_else(fault)?.id;
        let told = self.store.handover(Some(handover), at)?.ok_or_else(fault)?;
        for point in told.points {
            self.act(by, &Command::GoThrough { handover, point: point.id }, at)?;
        }
        self.act(by, &Command::ReceiveHandover { handover, repeated }, at)?;
        Ok(())
    }

    /// Does what the departments have done by a moment.
    fn settle_until(&mut self, at: DateTime<Utc>) -> Result<(), DemoError> {
        while let Some((done, call, steps)) = self.office_work.pop_front_if(|(done, ..)| *done <= at) {
            for step in steps {
                self.act(Hand::Own, &Command::DoStep { call, step, end: StepEnd::Done, note: None }, done)?;
            }
            if self.with_papers.contains(&call) {
                let tasks = self.store.board(done)?.follow_ups;
                for paper in tasks.iter().filter(|task| task.call == call && task.paper.is_some()) {
                    let command = Command::EndFollowUp { follow_up: paper.id, end: FollowUpEnd::Done };
                    self.act(Hand::Own, &command, done)?;
                }
            }
        }
        Ok(())
    }

    fn act(&mut self, by: Hand, command: &Command, at: DateTime<Utc>) -> Result<Outcome, DemoError> {
        let store = self.colleagues.get_mut(&by).unwrap_or(&mut self.store);
        Ok(store.execute(Store::new_command_id(at), command, at)?)
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
