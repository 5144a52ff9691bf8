//! How long a key takes to be on the screen, against the smallest program of the kind, in the same run.
//!
//! `cargo bench --bench speed` builds both as released and prints a table; it fails when a key takes more than one
//! and a half times what the smallest program takes. The runs alternate, so that a busy machine slows both.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtyPair, PtySize, native_pty_system};

/// The most a key may take, as a multiple of the smallest program's.
const LIMIT: f64 = 1.5;
const ROUNDS: usize = 7;
const KEYS_A_ROUND: usize = 60;
/// No byte for this long: the frame is whole.
const SILENCE: Duration = Duration::from_millis(4);
const DOWN: &[u8] = b"\x1b[B";

/// A program in a terminal of its own.
struct Session {
    pair: PtyPair,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
}

impl Session {
    fn start(program: &Path, arguments: &[&str], ready: &str) -> Self {
        let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    break;
                }
            }
        });
        let mut session = Self { pair, child, keys, output, screen: vt100::Parser::new(36, 120, 0) };
        session.wait_for(ready);
        session
    }

    fn wait_for(&mut self, text: &str) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !self.screen.screen().contents().contains(text) {
            assert!(Instant::now() < deadline, "«{text}» never came:\n{}", self.screen.screen().contents());
            if let Ok((_, bytes)) = self.output.recv_timeout(Duration::from_millis(100)) {
                self.screen.process(&bytes);
            }
        }
        thread::sleep(Duration::from_millis(200));
        while let Ok((_, bytes)) = self.output.try_recv() {
            self.screen.process(&bytes);
        }
    }

    /// From the key to the last byte of the frame it makes.
    fn time_key(&mut self, key: &[u8]) -> Duration {
        let before = self.screen.screen().contents();
        let start = Instant::now();
        self.keys.write_all(key).and_then(|()| self.keys.flush()).expect("a key is taken");
        let mut last = None;
        loop {
            let wait = if last.is_some() { SILENCE } else { Duration::from_secs(2) };
            match self.output.recv_timeout(wait) {
                Ok((at, bytes)) => {
                    self.screen.process(&bytes);
                    last = Some(at);
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended"),
            }
        }
        assert_ne!(self.screen.screen().contents(), before, "the key changed nothing");
        last.expect("the key was answered") - start
    }

    fn end(mut self, keys: &[u8]) {
        let _ = self.keys.write_all(keys);
        let deadline = Instant::now() + Duration::from_secs(5);
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        drop(self.pair);
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
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
    let akuttvakt = Path::new(env!("CARGO_BIN_EXE_akuttvakt"));
    let arguments = ["demo", "--places", "2000", "--at", "2026-11-21T02:37:00+01:00"];
    let mut smallest = Session::start(&floor, &[], "klar 1/2000");
    let mut board = Session::start(akuttvakt, &arguments, "Åpne");

    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let mut totals = [Vec::new(), Vec::new()];
        for _ in 0..KEYS_A_ROUND {
            totals[0].push(board.time_key(DOWN).as_secs_f64() * 1000.0);
            totals[1].push(smallest.time_key(DOWN).as_secs_f64() * 1000.0);
        }
        // The first round warms both up.
        if round > 0 {
            let (our, their) = (median(&totals[0]), median(&totals[1]));
            ratios.push(our / their);
            ours.push(our);
            theirs.push(their);
        }
    }
    board.end(b"q");
    smallest.end(b"q");

    let ratio = median(&ratios);
    println!("key to repaint, 2,000 places, 120x36, median of {ROUNDS} rounds of {KEYS_A_ROUND} keys");
    println!("  akuttvakt          {:.2} ms", median(&ours));
    println!("  smallest program   {:.2} ms", median(&theirs));
    println!("  ratio              {ratio:.2} (limit {LIMIT})");
    if ratio <= LIMIT { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
