//! What happens to the app: facts that arrive, each exactly once, in the order they happened.

use chrono::TimeDelta;

use crate::domain::board::Board;
use crate::domain::command::Outcome;
use crate::domain::draft::DraftId;
use crate::domain::ids::{CallId, HandoverId};
use crate::domain::municipality::Region;
use crate::domain::question::Told;
use crate::domain::refusal::{ErrorCode, Refusal};

use super::effect::Query;
use super::key::Key;

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The adviser pressed or pasted something.
    Input(Input),
    /// The terminal has another size, in cells.
    Resized {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// A moment has come at which something visible changes.
    TimePassed,
    /// The machine's clock did not just run on: it was set, or the machine slept.
    ClockJumped {
        /// How far; below zero when it was set back.
        by: TimeDelta,
    },
    /// Another process wrote to the database.
    Changed,
    /// The answer to a question of the app.
    Replied(Reply),
    /// The hourly backup failed; work goes on.
    BackupFailed {
        /// Why, in a sentence.
        reason: String,
    },
    /// The program is told to end, or its terminal is gone.
    Ended,
}

/// What an adviser can put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key press.
    Key(Key),
    /// Pasted text: goes to text fields only.
    Paste(String),
}

/// An answer, with the number of what it answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The board was read.
    Board {
        /// What it answers.
        query: Query,
        /// The board, or why it could not be read.
        result: Result<Box<Board>, Failure>,
    },
    /// A command was executed or refused. The board was read after it, so both are of one moment.
    Executed {
        /// What it answers.
        query: Query,
        /// What came of it.
        result: Result<Box<Outcome>, Failure>,
        /// The board after it; none when it could not be read.
        board: Option<Box<Board>>,
    },
    /// A question was answered, or not.
    Told {
        /// What it answers.
        query: Query,
        /// The answer.
        result: Result<Box<Told>, Failure>,
    },
    /// Half-written work was kept or thrown away, or not.
    DraftKept {
        /// Which.
        draft: DraftId,
        /// What came of it.
        result: Result<(), Failure>,
    },
    /// A case note was written, or not.
    NoteWritten {
        /// What it answers.
        query: Query,
        /// Of which call.
        call: CallId,
        /// Where it lies: the file's name, and its folder.
        result: Result<(String, String), Failure>,
    },
    /// The page of a handover was written, or not.
    HandoverWritten {
        /// What it answers.
        query: Query,
        /// Which handover; none before it is signed.
        handover: Option<HandoverId>,
        /// Where it lies: the file's name, and its folder.
        result: Result<(String, String), Failure>,
    },
    /// A shift was put into words.
    Summarised {
        /// What it answers.
        query: Query,
        /// The words.
        text: String,
    },
    /// A passphrase of the adviser who is on was checked.
    Unlocked {
        /// What it answers.
        query: Query,
        /// Whether it is theirs.
        result: Result<(), Failure>,
    },
    /// The advisers who can sign on were read.
    Advisers {
        /// What it answers.
        query: Query,
        /// Their names, or why they could not be read.
        result: Result<Vec<String>, Failure>,
    },
    /// The database was opened, or not.
    SignedOn {
        /// What it answers.
        query: Query,
        /// Who is on, or why not.
        result: Result<Session, Failure>,
    },
}

/// Who works in which region's database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The adviser's name.
    pub adviser: String,
    /// The region.
    pub region: Region,
    /// This sitting: tells its half-written work apart from other processes'.
    pub sitting: uuid::Uuid,
}

/// Why something could not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// A rule refused it.
    Refused(Refusal),
    /// The store could not do it.
    Store {
        /// Its fixed code.
        code: ErrorCode,
        /// The sentence the adviser reads, from whoever knows what it was about.
        sentence: String,
    },
}
