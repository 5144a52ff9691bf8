//! R4: what was acknowledged is there after the power was cut, at any moment.
//!
//! The work is done once on a disk that keeps its log; then the power is cut at many moments of that log, and what is
//! left is opened as the program would.

use std::fs;
use std::path::Path;

use akuttvakt::domain::command::Command;
use akuttvakt::store::{OpenOptions, Store, Synchronous};

use crate::support::dice::Dice;

use super::night::{Night, Said, Seedling, open, open_with};
use super::raw;
use super::vfs::Layer;
use crate::fixture::{girl_of_nine, options};
use crate::support::promise::{Figure, Promise};

/// Commands acknowledged before the power goes.
const POWER_COMMANDS: Figure = Figure::new(120, 300);
/// Power cuts at random points, besides those at every sync.
const POWER_CUTS: Figure = Figure::new(30, 1_000);
/// Power cuts at syncs that are tried.
const SYNC_CUTS: Figure = Figure::new(30, 100_000);

/// A night's work on a disk that keeps its log.
struct Worked {
    seedling: Seedling,
    layer: Layer,
    /// What was said, and the moments before the command and after the answer.
    said: Vec<(usize, Said, usize)>,
    first_head: i64,
}

fn work(dice: &Dice, synchronous: Synchronous, lies: bool) -> Worked {
    let seedling = Seedling::new();
    let layer = Layer::register();
    if lies {
        layer.disk().lie_about_syncs();
    }
    let options = OpenOptions { vfs: Some(layer.name()), synchronous, ..options() };
    let mut dice = dice.branch(1);
    let mut night = Night::new(dice.branch(2));
    let mut store = open_with(&seedling.path, options.clone()).unwrap();
    let first_head = store.journal_head().unwrap();
    let mut said = Vec::new();
    for _ in 0..POWER_COMMANDS.count() {
        // Signing off folds the log into the file; its deletion and rebirth are moments of their own.
        if dice.roll(40) == 0 {
            drop(store);
            store = open_with(&seedling.path, options.clone()).unwrap();
        }
        let before = layer.disk().moment();
        let answer = night.go_on(&mut store);
        said.push((before, answer, layer.disk().moment()));
    }
    drop(store);
    Worked { seedling, layer, said, first_head }
}

/// What is wrong with what is left after a cut; none when all is as it must be.
fn judge(worked: &Worked, moment: usize, dice: &mut Dice, folder: &Path) -> Option<String> {
    let path = raw::copy(&worked.seedling.path, folder);
    worked.layer.disk().cut_power(moment, dice, folder);
    let mut store = match open(&path) {
        Ok(store) => store,
        Err(error) => return Some(format!("does not open: {error:?}")),
    };
    match store.check() {
        Ok(findings) if findings.is_empty() => {}
        other => return Some(format!("not sound: {other:?}")),
    }
    let drafts = store.drafts().unwrap();
    let mut possible = vec![worked.first_head];
    for (before, said, after) in &worked.said {
        if *after <= moment && !said.keeps_its_text(&drafts) {
            return Some(format!("text lost or not thrown away: {:?}", said.draft));
        }
        let Ok(outcome) = &said.answer else { continue };
        let found = store.outcome_of(said.id).unwrap();
        if found.is_some() && !said.keeps_its_text(&drafts) {
            return Some(format!("done, and its text still there: {:?}", said.draft));
        }
        if *after <= moment {
            if found.as_ref() != Some(outcome) {
                return Some(format!("lost: {:?} {outcome:?}", said.command));
            }
            possible = vec![said.head.unwrap()];
        } else if *before <= moment {
            if found.as_ref().is_some_and(|found| found != outcome) {
                return Some(format!("half done: {:?} {found:?}", said.command));
            }
            possible.extend(said.head);
        } else if found.is_some() {
            return Some(format!("done before it was given: {:?}", said.command));
        }
    }
    let head = store.journal_head().unwrap();
    if !possible.contains(&head) {
        return Some(format!("ends in the middle of a command: {head}, not one of {possible:?}"));
    }
    goes_on(&mut store)
}

/// What is left can be worked in.
fn goes_on(store: &mut Store) -> Option<String> {
    let later = crate::fixture::night() + chrono::TimeDelta::days(30);
    let command = Command::RegisterCall(Box::new(girl_of_nine(later)));
    store
        .execute(Store::new_command_id(later), &command, later)
        .err()
        .map(|error| format!("stuck: {error:?}"))
}

fn moments(worked: &Worked, dice: &mut Dice) -> Vec<usize> {
    let mut moments = worked.layer.disk().sync_moments();
    while moments.len() > SYNC_CUTS.count() {
        moments.swap_remove(dice.roll(moments.len()));
    }
    let all = worked.layer.disk().moment() + 1;
    moments.extend((0..POWER_CUTS.count()).map(|_| dice.roll(all)));
    moments
}

/// How many cuts there were, and what each left that is wrong.
fn cuts(worked: &Worked, dice: &Dice) -> (usize, Vec<String>) {
    let mut chance = dice.branch(3);
    let moments = moments(worked, &mut chance);
    let folder = tempfile::tempdir().unwrap();
    let mut faults = Vec::new();
    for (at, moment) in moments.iter().enumerate() {
        if let Some(fault) = judge(worked, *moment, &mut dice.branch(1_000 + at), folder.path()) {
            faults.push(format!("cut {at} at {moment}: {fault}"));
        }
        for file in fs::read_dir(folder.path()).unwrap() {
            fs::remove_file(file.unwrap().path()).unwrap();
        }
    }
    (moments.len(), faults)
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_goes() {
    let mut promise = Promise::of("R4", "power loss");
    let dice = Dice::of_test();
    let worked = work(&dice, Synchronous::Full, false);
    let done = worked.said.iter().filter(|(_, said, _)| said.answer.is_ok()).count();
    assert!(done * 3 > worked.said.len(), "most commands are refused: {done}");
    let (tried, faults) = cuts(&worked, &dice);
    assert!(faults.is_empty(), "{} of {tried}: {}", faults.len(), faults[0]);
    promise.ran(tried, format_args!("{tried} cuts in {done} commands, 0 lost, 0 half"));
}

#[test]
fn a_database_that_does_not_wait_for_the_disk_is_caught() {
    let mut promise = Promise::of("R4", "control: power loss");
    let dice = Dice::of_test();
    let worked = work(&dice, Synchronous::Normal, false);
    let (tried, faults) = cuts(&worked, &dice);
    let lost = faults.iter().filter(|fault| fault.contains("lost")).count();
    assert!(lost > 0, "{tried} cuts saw nothing: {faults:?}");
    assert_eq!(lost, faults.len(), "it loses, but breaks nothing: {faults:?}");
    assert!(faults.iter().any(|fault| fault.contains(": lost: ")), "a command: {faults:?}");
    promise.caught("synchronous=NORMAL");
    promise.ran(tried, format_args!("{lost} of {tried} cuts lost something"));
}

#[test]
fn a_disk_that_lies_about_syncs_is_caught() {
    let mut promise = Promise::of("R4", "control: a disk that lies");
    let dice = Dice::of_test();
    let worked = work(&dice, Synchronous::Full, true);
    // It never synced anything, so there are no moments of syncs.
    let (tried, faults) = cuts(&worked, &dice);
    assert!(!faults.is_empty(), "{tried} cuts saw nothing");
    promise.caught("syncs that do nothing");
    promise.ran(tried, format_args!("{} of {tried} cuts", faults.len()));
}
