//! A `batch` that is fed line by line and may be killed at any moment, with what it was told and what it answered.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

use serde_json::Value;
use uuid::Uuid;

use crate::program::Home;
use crate::support::dice::Dice;

/// A running `batch`.
pub struct Worker {
    child: Child,
    lines: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    errors: ChildStderr,
}

impl Worker {
    pub fn start(home: &Home) -> Self {
        Self::spawn(home.command(&["--db", home.db.to_str().unwrap(), "--key-fd", "3", "batch"]))
    }

    /// Starts it below another program, which gets these words before it.
    pub fn start_below(home: &Home, words: &[String]) -> Self {
        let plain = home.command(&["--db", home.db.to_str().unwrap(), "--key-fd", "3", "batch"]);
        let given: Vec<_> = plain.get_args().collect();
        let mut command = Command::new("sh");
        command.args(&given[..3]).args(words).args(&given[3..]);
        command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Self::spawn(command)
    }

    pub fn spawn(mut command: Command) -> Self {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let errors = child.stderr.take().unwrap();
        Self { lines: child.stdin.take(), child, answers, errors }
    }

    /// Sends a line and waits for its answer; none when it died before.
    pub fn say(&mut self, line: &str) -> Option<String> {
        let lines = self.lines.as_mut()?;
        // A pipe nobody reads from any more: the answer tells.
        drop(writeln!(lines, "{line}").and_then(|()| lines.flush()));
        let mut answer = String::new();
        while self.answers.read_line(&mut answer).ok()? > 0 {
            // What a test program says of itself, and what was cut short, is no answer.
            if let Some(object) = answer.find('{').filter(|_| answer.ends_with('\n')) {
                return Some(answer.split_off(object));
            }
            answer.clear();
        }
        None
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Kills it where it stands.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Ends the input and waits; gives how it ended and what stood on standard error.
    pub fn end(mut self) -> (ExitStatus, String) {
        drop(self.lines.take());
        let mut said = String::new();
        self.errors.read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap(), said)
    }
}

/// The code of an answer; `ok` when it was done.
pub fn code(answer: &str) -> String {
    let answer: Value = serde_json::from_str(answer).unwrap();
    let code = if answer["ok"] == true { "ok" } else { answer["error"]["code"].as_str().unwrap() };
    code.to_owned()
}

/// An id for a command, by chance that can be replayed.
pub fn command_id(dice: &mut Dice) -> Uuid {
    Uuid::from_u64_pair(dice.next(), dice.next())
}
