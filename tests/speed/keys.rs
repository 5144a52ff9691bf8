//! How long a key takes to be on the screen, against the smallest program of the kind, in the same run.
//!
//! `cargo bench --bench speed` builds both as released and prints a table; it fails when a key takes more than one
//! and a half times what the smallest program takes. The runs alternate, so that a busy machine slows both.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the developer's terminal: it prints its table, and has nobody to recover for"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

#[expect(dead_code, reason = "the tests of the program use the rest")]
#[path = "../cli/terminal.rs"]
mod terminal;

use terminal::Terminal;

/// The most a key may take, as a multiple of the smallest program's.
const LIMIT: f64 = 1.5;
const ROUNDS: usize = 7;
const KEYS_A_ROUND: usize = 60;
/// No byte for this long: the frame is whole.
const SILENCE: Duration = Duration::from_millis(4);
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";

/// From a key to the last byte of the frame it makes.
fn time_key(terminal: &mut Terminal, key: &str) -> Duration {
    let before = terminal.screen();
    let start = Instant::now();
    terminal.send(key);
    let mut last = terminal.next_output(Duration::from_secs(2)).expect("the key was answered");
    while let Some(later) = terminal.next_output(SILENCE) {
        last = later;
    }
    assert_ne!(terminal.screen(), before, "the key changed nothing");
    last - start
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn start(program: &str, arguments: &[String], ready: &str) -> Terminal {
    let mut terminal = Terminal::start(program, arguments, &[], (120, 36));
    terminal.wait_for(ready);
    // The first paint is over, and nothing of it is counted as a key's.
    thread::sleep(Duration::from_millis(500));
    terminal.screen();
    terminal
}

fn floor_program() -> PathBuf {
    // Examples lie beside the program, built by the same command.
    let program = Path::new(env!("CARGO_BIN_EXE_akuttvakt"));
    program.with_file_name("examples").join("floor")
}

fn main() -> ExitCode {
    // `cargo test` runs benchmarks once to see that they work; figures of an unoptimised build say nothing.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let floor = floor_program();
    if !floor.exists() {
        eprintln!("build the smallest program first: cargo build --profile bench --example floor");
        return ExitCode::FAILURE;
    }
    let arguments = ["demo", "--places", "2000", "--at", "2026-11-21T02:37:00+01:00"].map(str::to_owned);
    let mut smallest = start(&floor.display().to_string(), &[], "klar 1/2000");
    let mut board = start(env!("CARGO_BIN_EXE_akuttvakt"), &arguments, "Åpne");
    // From the calls to the places.
    time_key(&mut board, "\t");

    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let mut totals = [Vec::new(), Vec::new()];
        for at in 0..KEYS_A_ROUND {
            // Down the list and back up, so that no round comes to its end.
            let key = if at < KEYS_A_ROUND / 2 { DOWN } else { UP };
            totals[0].push(time_key(&mut board, key).as_secs_f64() * 1000.0);
            totals[1].push(time_key(&mut smallest, key).as_secs_f64() * 1000.0);
        }
        // The first round warms both up.
        if round > 0 {
            let (our, their) = (median(&totals[0]), median(&totals[1]));
            ratios.push(our / their);
            ours.push(our);
            theirs.push(their);
        }
    }
    board.end("q");
    smallest.end("q");

    let ratio = median(&ratios);
    println!("key to repaint, 2,000 places, 120x36, median of {ROUNDS} rounds of {KEYS_A_ROUND} keys");
    println!("  akuttvakt          {:.2} ms", median(&ours));
    println!("  smallest program   {:.2} ms", median(&theirs));
    println!("  ratio              {ratio:.2} (limit {LIMIT})");
    if ratio <= LIMIT { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
