//! Any input: random commands of two advisers at three seats, on the real store and on a model with the rules written
//! a second time. After each both gave the same answer or the same refusal, the board and a call say what the model
//! says, the journal got a line for each row that the model changed, and after the last the tables are what the
//! journal tells.
//!
//! Neither is right because it is the store or the model: where they differ one of them is mended.

mod authority;
mod commands;
mod contacts;
mod history;
mod nothing_free;
mod nothing_free_commands;
mod of_day;
mod recorded;
mod routine;
mod routine_commands;
mod rows;
mod rules;
mod shifts;
mod signed;
mod sums;
mod taken_back;
mod told;
mod touched;
mod undo;
mod units;
mod world;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use akuttvakt::domain::command::{Command, CommandId};
use akuttvakt::domain::handover_page::HandoverPage;
use akuttvakt::domain::ids::{CallId, HandoverId};
use akuttvakt::domain::measure::Ownership;
use akuttvakt::domain::question::{JournalAbout, JournalQuery, Question, Told};
use akuttvakt::domain::refusal::Refusal;
use akuttvakt::domain::unit_list::UnitRow;
use akuttvakt::store::{OpenOptions, Store, StoreError, Synchronous};
use chrono::TimeDelta;
use uuid::Uuid;

use crate::faults::night::Seedling;
use crate::fixture::{ADVISER, home, institution, night, options, passphrase, reference};
use crate::support::dice::Dice;
use crate::support::promise::{Figure, Promise, is_full};
use commands::Turn;
use undo::Model;
use world::{At, World};

/// R11: sequences of commands.
const SEQUENCES: Figure = Figure::new(150, 10_000);
/// Commands of a sequence.
const COMMANDS: usize = 75;
/// Sequences played at the same time.
const HANDS: usize = 2;
const ADVISERS: [&str; 2] = [ADVISER, "Per S."];
/// Who sits where: one adviser at the screen and at a command line, the other at a screen.
const SEATS: [usize; 3] = [0, 0, 1];

/// One command, with all that chance decided about it.
#[derive(Clone)]
struct Step {
    at: At,
    seat: usize,
    reopens: bool,
    id: CommandId,
    command: Command,
    reader: usize,
    look: usize,
}

/// A database with two advisers and a few places.
fn seedling() -> Seedling {
    let seedling = Seedling::new();
    let mut store = open(&seedling, 0);
    store.add_adviser(ADVISERS[1], &passphrase(), night()).unwrap();
    let command = Command::ImportUnits { rows: units(), dry_run: false };
    store.execute(Store::new_command_id(night()), &command, night()).unwrap();
    seedling
}

/// Its units. The first is bought of for each child, so that papers follow.
fn units() -> Vec<UnitRow> {
    let bought = UnitRow { ownership: Ownership::SinglePurchase, ..home("Furuly", 3) };
    vec![bought, home("Solbakken", 1), institution("Åsen", 2)]
}

/// The same, as the model knows it.
fn sown() -> World {
    World::new(units(), night())
}

fn open(seedling: &Seedling, seat: usize) -> Store {
    let options = OpenOptions { synchronous: Synchronous::Off, ..options() };
    let name = Some(ADVISERS[SEATS[seat]]);
    Store::open(&seedling.path, name, &passphrase(), reference(), options).unwrap()
}

/// The store and the model side by side.
struct Game<'s> {
    seedling: &'s Seedling,
    stores: [Store; SEATS.len()],
    model: Model,
    head: i64,
}

impl<'s> Game<'s> {
    fn new(seedling: &'s Seedling, world: World) -> Self {
        let stores = std::array::from_fn(|seat| open(seedling, seat));
        let head = stores[0].journal_head().unwrap();
        Self { seedling, stores, model: Model::new(world, night()), head }
    }

    /// Gives a command to both; what the model said to it, or where they differ.
    fn go(&mut self, step: &Step) -> Result<Result<(), Refusal>, String> {
        let Step { at: now, seat, id, command, reader, .. } = step;
        if step.reopens {
            self.stores[*seat] = open(self.seedling, *seat);
            self.model.reopen(*seat);
        }
        let by_store = match self.stores[*seat].execute(*id, command, *now) {
            Ok(outcome) => Ok(outcome),
            // What is in the way is told by the matching, which has a model of its own.
            Err(StoreError::Refused(Refusal::ReasonNeeded { place, call, .. })) => {
                Err(Refusal::ReasonNeeded { place, call, blockers: Vec::new() })
            }
            Err(StoreError::Refused(refusal)) => Err(refusal),
            Err(error) => return Err(format!("the store failed: {error:?}")),
        };
        let count = self.model.deeds.len();
        let by_model = self.model.execute(*id, command, *seat, *now);
        if by_store != by_model {
            return Err(format!("store: {by_store:?}\nmodel: {by_model:?}"));
        }
        self.compare_lines(count, *id)?;
        // What was refused changed nothing, which the next look sees too.
        if by_model.is_err() {
            return Ok(by_model.map(drop));
        }
        let world = &self.model.world;
        let store = &mut self.stores[*reader];
        let board = store.board(*now).map_err(|error| format!("the board: {error:?}"))?;
        if let Some(differs) =
            told::differences(&told::board_of_store(&board), &told::board_of_model(world, *now))
        {
            return Err(differs);
        }
        if step.look % 8 == 1 {
            let Ok(Told::Contacts(contacts)) = store.tell(&Question::Contacts, *now) else { panic!() };
            let (by_store, by_model) = (told::contacts_of_store(&contacts), told::contacts_of_model(world));
            if let Some(differs) = told::differences(&by_store, &by_model) {
                return Err(differs);
            }
        }
        if !world.handovers.is_empty() && step.look % 4 == 2 {
            let handover = world::number(step.look % world.handovers.len());
            let told = store.handover(Some(HandoverId(handover)), *now);
            let told = told.map_err(|error| format!("a handover: {error:?}"))?.unwrap();
            let (by_store, by_model) =
                (signed::handover_of_store(&told), signed::handover_of_model(world, handover));
            if let Some(differs) = told::differences(&by_store, &by_model) {
                return Err(format!("handover {handover}\n{differs}"));
            }
            let by_store = sums::of_store(&HandoverPage::of(&board, &told, *now));
            let by_model = sums::of_model(world, handover);
            if let Some(differs) = told::differences(&by_store, &by_model) {
                return Err(format!("what was done, on handover {handover}\n{differs}"));
            }
        }
        if step.look % 4 == 3 {
            let told = store.handover(None, *now).map_err(|error| format!("a shift: {error:?}"))?;
            let history = store.capacity_history().map_err(|error| format!("the history: {error:?}"))?;
            if let Some(differs) = told.as_ref().and_then(|told| sums::differing_capacity(told, &history)) {
                return Err(differs);
            }
            let by_store = told.map(|told| sums::of_store(&HandoverPage::of(&board, &told, *now)));
            let by_model = world.so_far(SEATS[*reader], *now).map(|done| done.told());
            if by_store != by_model {
                return Err(format!("what was done so far\nstore: {by_store:?}\nmodel: {by_model:?}"));
            }
        }
        if !world.calls.is_empty() && step.look.is_multiple_of(4) {
            let call = world::number(step.look % world.calls.len());
            let details = store.call_details(CallId(call)).map_err(|error| format!("a call: {error:?}"))?;
            let (by_store, by_model) = (told::call_of_store(&details), told::call_of_model(world, call));
            if let Some(differs) = told::differences(&by_store, &by_model) {
                return Err(format!("call {call}\n{differs}"));
            }
        }
        Ok(by_model.map(drop))
    }

    /// The journal's new lines are about the rows that the model changed, and say whose act it was.
    fn compare_lines(&mut self, count: usize, id: CommandId) -> Result<(), String> {
        let head = self.stores[0].journal_head().unwrap();
        let limit = usize::try_from(head - self.head).unwrap();
        self.head = head;
        let mut by_store = Vec::new();
        if limit > 0 {
            let query = JournalQuery { about: JournalAbout::All, before: None, limit };
            let told = self.stores[0].tell(&Question::Journal(query), night()).unwrap();
            let Told::Journal(page) = told else { panic!("{told:?}") };
            for line in page.lines {
                let by = line.entry.adviser.map(world::index);
                by_store.push((
                    line.entry.subject,
                    line.entry.number,
                    line.entry.act,
                    by,
                    line.entry.command,
                ));
            }
        }
        let deeds = &self.model.deeds[count..];
        let of_deed = |deed: &undo::Deed| {
            let (act, by) = (deed.act, deed.by);
            undo::rows_of(deed)
                .into_iter()
                .map(move |(table, number)| (table.to_owned(), number, act, Some(by), id))
        };
        let mut by_model: Vec<_> = deeds.iter().flat_map(of_deed).collect();
        for lines in [&mut by_store, &mut by_model] {
            lines.sort_by_key(|line| (line.0.clone(), line.1));
            lines.dedup();
        }
        if by_store == by_model { Ok(()) } else { Err(format!("store: {by_store:?}\nmodel: {by_model:?}")) }
    }

    /// The tables are what the journal tells, and everything else that must be true is.
    fn end(mut self) -> Result<(), String> {
        match self.stores[0].check() {
            Ok(findings) if findings.is_empty() => Ok(()),
            other => Err(format!("the check: {other:?}")),
        }
    }
}

/// A sequence on which store and model differ, and how.
struct Failure {
    steps: Vec<Step>,
    how: String,
}

/// How often each command was done or refused, and why.
type Tally = BTreeMap<String, usize>;

/// Plays one sequence on a database.
fn play(dice: &mut Dice, seedling: &Seedling, world: World, tally: &mut Tally) -> Result<(), Failure> {
    let mut game = Game::new(seedling, world);
    // A November night, and the nights in which the clocks change.
    let nights = [night(), "2027-03-27T22:30:00Z".parse().unwrap(), "2027-10-30T22:30:00Z".parse().unwrap()];
    let mut now: At = dice.one_of(&nights);
    let mut steps: Vec<Step> = Vec::new();
    for count in 0..COMMANDS {
        now += match dice.roll(80) {
            0..=1 => TimeDelta::days(1),
            2 => TimeDelta::hours(25),
            3 => -TimeDelta::seconds(10),
            4 => -TimeDelta::hours(1),
            _ => TimeDelta::seconds(dice.one_of(&[0, 1, 20, 20, 60, 60, 300, 599, 899, 900, 7_200])),
        };
        let mut id = CommandId(Uuid::from_u64_pair(dice.next(), dice.next()));
        let (seat, reader, look) = (dice.one_of(&[0, 0, 1, 2, 2]), dice.roll(SEATS.len()), dice.roll(1_000));
        let mut command = commands::next(dice, &Turn { world: &game.model.world, count, now });
        // Most of what could not be done is left out, else the night never gets far.
        while !game.model.is_apt(&command, seat, now) && dice.roll(4) > 0 {
            command = commands::next(dice, &Turn { world: &game.model.world, count, now });
        }
        if dice.roll(25) == 0 && !steps.is_empty() {
            let earlier = &steps[dice.roll(steps.len())];
            id = earlier.id;
            command = if dice.roll(3) == 0 { command } else { earlier.command.clone() };
        }
        let reopens = dice.roll(60) == 0;
        steps.push(Step { at: now, seat, reopens, id, command, reader, look });
        let step = &steps[count];
        match within(|| game.go(step)) {
            Ok(said) => *tally.entry(key(&step.command, &said)).or_default() += 1,
            Err(how) => return Err(Failure { steps, how }),
        }
    }
    within(|| game.end()).map_err(|how| Failure { steps, how })
}

/// What a part of the store does, a panic of it as a failure like any other.
fn within<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().cloned();
        Err(format!("panicked: {}", message.unwrap_or_else(|| "without words".to_owned())))
    })
}

/// Plays the same commands once more.
fn replay(steps: &[Step], seedling: &Seedling, world: World) -> Result<(), String> {
    let copy = seedling.copy();
    let mut game = Game::new(&copy, world);
    within(|| {
        for step in steps {
            let _ = game.go(step)?;
        }
        game.end()
    })
}

/// Leaves out commands, one by one, for as long as the rest still fails.
fn shrink(failure: Failure, seedling: &Seedling, world: &World) -> Failure {
    let Failure { mut steps, mut how } = failure;
    loop {
        let count = steps.len();
        for at in (0..count).rev() {
            let rest = [&steps[..at], &steps[at + 1..]].concat();
            if let Err(still) = replay(&rest, seedling, world.clone()) {
                (steps, how) = (rest, still);
            }
        }
        if steps.len() == count {
            return Failure { steps, how };
        }
    }
}

impl Failure {
    fn told(&self) -> String {
        let step = |step: &Step| {
            let opened = if step.reopens { ", opened anew" } else { "" };
            let (by, id) = (ADVISERS[SEATS[step.seat]], step.id.0.as_fields().0);
            format!("{} {by} at seat {}{opened}, id {id:08x}: {:?}", step.at, step.seat, step.command)
        };
        let steps: Vec<_> = self.steps.iter().map(step).collect();
        format!("{}\nafter\n{}", self.how, steps.join("\n"))
    }
}

/// A command's name and what became of it.
fn key(command: &Command, said: &Result<(), Refusal>) -> String {
    let command = format!("{command:?}");
    let names = |text: &str, count| {
        let names: Vec<_> = text.split(|letter: char| !letter.is_alphanumeric()).take(count).collect();
        names.join(" ").trim().to_owned()
    };
    match said {
        Ok(()) => format!("{} done", names(&command, 1)),
        Err(refusal @ (Refusal::Stale(_) | Refusal::BadValue(_) | Refusal::BadTime(_))) => {
            format!("{} {}", names(&command, 1), names(&format!("{refusal:?}"), 2))
        }
        Err(refusal) => format!("{} {}", names(&command, 1), names(&format!("{refusal:?}"), 1)),
    }
}

/// Every command is done, and every code of a refusal met; in the full run each reason for it too.
fn assert_met(tally: &Tally) {
    let done = "RegisterCall SetPlace SetUnit ConfirmPlace Hold Release Offer Answer CompleteOffer Arrive CloseCall \
                EditCall Refer AnswerItem PromiseCallBack EndFollowUp LinkChild Reveal Purge Redo Undo ImportUnits \
                SetSetting PlanPlacement FallThrough EndPlacement EvaluatePlacement SplitSiblings Remark \
                StayOpen SetMeeting DoStep MoveFollowUp AssignFollowUp SilenceAlarms ExportNamed LogEnquiry \
                SetCompensation DraftDeviation EditDeviation RegisterDeviation CloseDeviation Supervise \
                OpenExtraPlace CloseExtraPlace ExpectFree SetContact RemoveContact ImportContacts RepeatCallBack \
                EditUnit StartShift SetWatch SignHandover GoThrough ReceiveHandover TakeShift";
    let codes = "Taken ReasonNeeded NotOfferable Closed UnknownCall UnknownPlace UnknownOffer UnknownAdviser Stale BadValue \
         BadTime";
    let reasons = "NoHold Answered Voided NotExpected OfferOpen NothingToUndo BuiltOn HasReferral FollowUpEnded \
                   ChildHasPlace CallHasOffer NothingToRedo Changed ReasonMissing NoteMissing ReasonNotDeclined \
                   UnknownSetting Setting UnknownNumber PurgeOff NotAnAnswer SameCall TooLong InFuture TooFarBack \
                   Passed TooFarAhead TooEarly WrongCentury TextMissing Erased NotArrived NoStay StepSettled StepOfOthers NoSteps \
                   NoSiblings ApartAlready NotPlaced StaysOpenAlready EveryChildPlaced HasDeviation DeviationClosed \
                   DeviationRegistered NotExtra PlaceTaken Severity Code UnitExists PlacesInUse \
                   NoShift ShiftGoesOn NothingToTake OwnHandover HandoverReceived HandoverErased GoneThrough PointsLeft";
    let met = |wanted: &str, at: usize| tally.keys().any(|key| key.split(' ').nth(at) == Some(wanted));
    let is_done = |command: &&str| tally.contains_key(&format!("{command} done"));
    let mut missing: Vec<_> = done.split_whitespace().filter(|command| !is_done(command)).collect();
    missing.extend(codes.split_whitespace().filter(|code| !met(code, 1)));
    if is_full() {
        missing.extend(reasons.split_whitespace().filter(|reason| !met(reason, 2)));
    }
    assert!(missing.is_empty(), "never met: {missing:?}\n{tally:#?}");
}

/// Plays every sequence with several hands, each those that are its turn.
fn play_all(dice: &Dice, seedling: &Seedling, world: &World) -> (Tally, Option<(usize, Failure)>) {
    let play_those = |hand: usize| {
        let mut tally = Tally::new();
        for part in (hand..SEQUENCES.count()).step_by(HANDS) {
            let played = play(&mut dice.branch(part), &seedling.copy(), world.clone(), &mut tally);
            if let Err(failure) = played {
                return (tally, Some((part, failure)));
            }
        }
        (tally, None)
    };
    let mut all = (Tally::new(), None);
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS).map(|hand| scope.spawn(move || play_those(hand))).collect();
        for hand in hands {
            let (tally, failure) = hand.join().unwrap();
            all.1 = all.1.take().or(failure);
            for (key, count) in tally {
                *all.0.entry(key).or_default() += count;
            }
        }
    });
    all
}

#[test]
fn random_commands_do_what_the_model_says() {
    let mut promise = Promise::of("R11", "random commands");
    let mut history = Promise::of("R12", "after random commands");
    let (dice, seedling) = (Dice::of_test(), seedling());
    let (tally, failure) = play_all(&dice, &seedling, &sown());
    if let Some((part, failure)) = failure {
        panic!(
            "sequence {part}, the first one with that added to the seed: {}",
            shrink(failure, &seedling, &sown()).told()
        );
    }
    let all: usize = tally.values().sum();
    let done: usize = tally.iter().filter(|(key, _)| key.ends_with(" done")).map(|(_, count)| count).sum();
    println!("{tally:#?}");
    assert!(done * 10 >= all * 6, "only {done} of {all} commands were done\n{tally:#?}");
    assert_met(&tally);
    promise.ran(SEQUENCES.count(), format!("{done} of {all} commands done, {} ways to end", tally.len()));
    history.ran(SEQUENCES.count(), "tables and journal tell the same");
    // A model that is wrong in one thing is told from the store, by a command or two.
    let mut wrong = sown();
    wrong.units[0].age_max = 11;
    let (_, found) = play_all(&dice, &seedling, &wrong);
    let (_, found) = found.expect("a wrong model is found out");
    let found = shrink(found, &seedling, &wrong);
    assert!(found.steps.len() <= 3, "{}", found.told());
    promise.caught("a rule that differs");
}
