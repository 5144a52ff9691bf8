//! What the app tells the adviser: values; the sentences stand in the texts.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::command::Outcome;
use crate::domain::draft::DraftKind;
use crate::domain::ids::{CallId, HandoverId};
use crate::domain::matching::Order;

use super::availability::WhyNot;
use super::keymap::Action;
use super::message::Failure;

/// The line above the footer: what came of the last thing done.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A command was executed.
    Done(Box<Outcome>),
    /// The order of the places was swapped.
    Ordered(Order),
    /// Notes are hidden, or shown again.
    WordsHidden(bool),
    /// A half-written line is kept.
    LineParked,
    /// A half-written offer is kept with its call.
    OfferParked(CallId),
    /// A half-written window about a call is kept with it.
    WindowParked(DraftKind, CallId),
    /// A case note lies in a file.
    NoteWritten {
        /// Of which call.
        call: CallId,
        /// The file's name.
        file: String,
        /// The folder it lies in.
        folder: String,
    },
    /// The page of a handover lies in a file.
    HandoverWritten {
        /// Which; none before it is signed.
        handover: Option<HandoverId>,
        /// The file's name.
        file: String,
        /// The folder it lies in.
        folder: String,
    },
    /// Half-written work could not be kept in the store; it stays where it is typed.
    DraftNotKept(Failure),
    /// A key that cannot do its work now, and why.
    CannotNow(Action, WhyNot),
    /// Something failed that no window waits for.
    Failed(Failure),
    /// The hourly backup failed, and why.
    BackupFailed(String),
    /// The machine's clock jumped; the calls stand in the order of the board.
    ClockJumped {
        /// How far; below zero when it was set back.
        by: TimeDelta,
        /// Calls over their deadline now.
        late: Vec<CallId>,
        /// Calls that were over it by the clock as it was.
        no_longer_late: Vec<CallId>,
    },
    /// A sign that is no key outside fields.
    NoSuchKey(char),
    /// Esc at the top: it never quits.
    QuitWithQ,
}

/// A notice and when it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Noticed {
    /// What is told.
    pub notice: Notice,
    /// Since when.
    pub at: DateTime<Utc>,
}
