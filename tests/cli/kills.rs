//! R3: what was acknowledged is there after kill -9, at exact system calls and at any moment.
//!
//! A real `batch` gets line after line and is killed; what the test read is what was acknowledged. Several kills follow
//! on one database, so that each life begins with what the one before it left.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::acknowledged::{Ledger, Lines, too_early};
use crate::night;
use crate::program::Home;
use crate::support::dice::Dice;
use crate::support::need::need_working;
use crate::support::promise::{Figure, Promise};
use crate::worker::{Worker, code};

/// Half of them at exact system calls.
const KILLS: Figure = Figure::new(20, 500);
const KILLS_A_DATABASE: usize = 10;
/// Kills beside another process that goes on.
const KILLS_BESIDE: Figure = Figure::new(4, 60);
const LINES_A_LIFE: usize = 10;
/// What changes files, locks them, or tells the answer.
const SYSTEM_CALLS: [&str; 9] =
    ["pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "fcntl", "write", "openat", "mmap"];
const TRIES_TO_CATCH: usize = 20;

/// How a life ends.
enum Death {
    /// As it enters this system call for the nth time.
    At(&'static str, usize),
    /// So long after it was answered so often.
    After(usize, Duration),
}

fn below(words: &[&str]) -> Vec<String> {
    ["strace", "-f", "-qq"].iter().chain(words).map(|word| (*word).to_owned()).collect()
}

/// How often a life that is not cut short makes each system call.
fn calls_of_a_life(home: &Home, dice: &Dice) -> BTreeMap<&'static str, usize> {
    let list = home.path("strace.txt");
    let trace = format!("trace={}", SYSTEM_CALLS.join(","));
    let mut worker = Worker::start_below(home, &below(&["-o", list.to_str().unwrap(), "-e", &trace]));
    live(&mut worker, &mut Lines::new(dice.branch(7)), &mut Ledger::default(), LINES_A_LIFE);
    let (status, said) = worker.end();
    assert!(status.success() && said.is_empty(), "{status}: {said}");
    let text = fs::read_to_string(list).unwrap();
    let count = |name: &str| text.lines().filter(|line| line.contains(&format!(" {name}("))).count();
    SYSTEM_CALLS.into_iter().map(|name| (name, count(name))).filter(|(_, count)| *count > 0).collect()
}

/// Gives lines until it dies or so many are answered.
fn live(worker: &mut Worker, lines: &mut Lines, ledger: &mut Ledger, most: usize) {
    for _ in 0..most {
        let (id, line) = lines.next();
        let answer = worker.say(&line);
        ledger.keep(id, &line, answer.as_deref());
        let Some(answer) = answer else { return };
        assert!(!["busy", "disk_full", "usage"].contains(&code(&answer).as_str()), "{line}: {answer}");
        lines.hear(&answer);
    }
}

/// What was sent before the last death is sent again: done once, and answered the same.
fn send_again(worker: &mut Worker, ledger: &mut Ledger, dice: &mut Dice) {
    for (id, line, before) in ledger.again(dice) {
        let answer = worker.say(&line);
        if let (Some(before), Some(answer)) = (&before, &answer) {
            assert_eq!(answer, before, "{line}");
        }
        if before.is_none() {
            ledger.keep(id, &line, answer.as_deref());
        }
        if answer.is_none() {
            return;
        }
    }
}

/// One life; whether it ended before its time.
fn die(home: &Home, lines: &mut Lines, ledger: &mut Ledger, death: &Death, dice: &mut Dice) -> bool {
    match death {
        Death::At(call, nth) => {
            let inject = format!("inject={call}:signal=KILL:when={nth}");
            let trace = format!("trace={call}");
            let words = below(&["-o", "/dev/null", "-e", &trace, "-e", &inject]);
            let mut worker = Worker::start_below(home, &words);
            send_again(&mut worker, ledger, dice);
            live(&mut worker, lines, ledger, LINES_A_LIFE);
            !worker.end().0.success()
        }
        Death::After(answers, moment) => {
            let mut worker = Worker::start(home);
            let process = Pid::from_raw(i32::try_from(worker.process()).unwrap()).unwrap();
            if *answers > 0 {
                send_again(&mut worker, ledger, dice);
                live(&mut worker, lines, ledger, *answers);
            }
            let moment = *moment;
            let killer = thread::spawn(move || {
                thread::sleep(moment);
                kill_process(process, Signal::KILL)
            });
            live(&mut worker, lines, ledger, usize::MAX);
            // Not waited for before it is killed: the number is still its own.
            killer.join().unwrap().unwrap();
            !worker.end().0.success()
        }
    }
}

fn any_moment(dice: &mut Dice) -> Death {
    match dice.roll(LINES_A_LIFE) {
        // While it starts, and puts in order what the one before it left.
        0 => Death::After(0, Duration::from_micros(dice.next() % 200_000)),
        answers => Death::After(answers, Duration::from_micros(dice.next() % 10_000)),
    }
}

#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed() {
    let _alone = night::alone();
    let mut promise = Promise::of("R3", "kill -9");
    let mut history = Promise::of("R12", "after kill -9");
    let dice = Dice::of_test();
    let mut chance = dice.branch(1);
    let can_trace = need_working("strace", &["-o", "/dev/null", "true"], "kills at exact system calls");
    let calls = if can_trace { calls_of_a_life(&Home::with_places(), &dice) } else { BTreeMap::new() };
    let names: Vec<_> = calls.keys().copied().collect();
    let writing = ["pwrite64", "fdatasync", "fsync", "write"].into_iter();
    let writing: Vec<_> = writing.filter(|name| calls.contains_key(name)).collect();
    let kills = if can_trace { KILLS.count() } else { KILLS.count() / 2 };
    let (mut at_calls, mut at_moments, mut acknowledged) = (0, 0, 0);
    while at_calls + at_moments < kills {
        let home = Home::with_places();
        let mut ledger = Ledger::begin(&home);
        let mut lines = Lines::new(dice.branch(100 + at_calls + at_moments));
        for _ in 0..KILLS_A_DATABASE.min(kills - at_calls - at_moments) {
            let is_at_call = can_trace && at_calls <= at_moments;
            let death = if is_at_call {
                // Half of them where a change goes to the disk, and where it is told.
                let names = if chance.roll(2) == 0 { &writing } else { &names };
                let name = chance.one_of(names);
                Death::At(name, 1 + chance.roll(calls[name]))
            } else {
                any_moment(&mut chance)
            };
            // A life that made fewer calls than the first one ended well: no kill, and judged all the same.
            let is_killed = die(&home, &mut lines, &mut ledger, &death, &mut chance);
            if let Some(fault) = ledger.judge(&home) {
                let what = match death {
                    Death::At(call, nth) => format!("{call} {nth}"),
                    Death::After(answers, moment) => format!("{moment:?} after {answers} answers"),
                };
                panic!("killed at {what}: {fault}");
            }
            at_calls += usize::from(is_killed && is_at_call);
            at_moments += usize::from(is_killed && !is_at_call);
        }
        acknowledged += ledger.len();
        let mut worker = Worker::start(&home);
        send_again(&mut worker, &mut ledger, &mut chance);
        assert!(worker.end().0.success());
        night::assert_sound(&home);
    }
    assert!(acknowledged > kills, "{acknowledged} acknowledged in {kills} kills");
    promise.ran(
        at_calls + at_moments,
        format_args!("{at_calls} at system calls, {acknowledged} acknowledged, 0 lost, 0 half"),
    );
    history.ran(at_calls + at_moments, "0 rows differ");
}

#[test]
fn another_process_goes_on_beside_one_that_is_killed() {
    let _alone = night::alone();
    let mut promise = Promise::of("R3", "kill -9 beside another");
    let dice = Dice::of_test();
    let mut chance = dice.branch(1);
    let kills = KILLS_BESIDE.count();
    let home = Home::with_places();
    let mut ledger = Ledger::begin(&home);
    let mut lines = Lines::new(dice.branch(2));
    let is_over = AtomicBool::new(false);
    let others = thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut worker = Worker::start(&home);
            let (mut ledger, mut lines) = (Ledger::default(), Lines::new(dice.branch(3)));
            while !is_over.load(Ordering::Relaxed) {
                live(&mut worker, &mut lines, &mut ledger, 1);
                assert!(ledger.is_answered(), "the other died too");
            }
            assert!(worker.end().0.success());
            ledger
        });
        let mut killed = 0;
        while killed < kills && !other.is_finished() {
            killed += usize::from(die(&home, &mut lines, &mut ledger, &any_moment(&mut chance), &mut chance));
        }
        is_over.store(true, Ordering::Relaxed);
        other.join().unwrap()
    });
    let (own, theirs) = (ledger.len(), others.len());
    ledger.add(others);
    assert_eq!(ledger.judge(&home), None);
    night::assert_sound(&home);
    promise.ran(kills, format_args!("{own} acknowledged by the killed, {theirs} by the other, 0 lost"));
}

#[test]
fn a_writer_that_says_done_before_it_is_is_caught() {
    let _alone = night::alone();
    let mut promise = Promise::of("R3", "control: acknowledged before the commit");
    let home = Home::with_places();
    let mut lines = Lines::new(Dice::of_test());
    for tried in 1..=TRIES_TO_CATCH {
        let mut ledger = Ledger::begin(&home);
        let mut worker = Worker::spawn(too_early(&home));
        for _ in 0..3 {
            let (id, line) = lines.next();
            let answer = worker.say(&line);
            ledger.keep(id, &line, answer.as_deref());
        }
        worker.kill();
        worker.end();
        if let Some(fault) = ledger.judge(&home) {
            assert!(fault.starts_with("lost: "), "{fault}");
            promise.caught("acknowledged before the commit");
            promise.ran(tried, "lost, and seen");
            return;
        }
    }
    panic!("blind: {TRIES_TO_CATCH} kills saw nothing");
}
