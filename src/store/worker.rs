//! The store's own thread: jobs in, replies out, in order. The screen never waits for a disk.
//!
//! A second thread watches for other processes' changes and says so; it asks for nothing itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::watch::Waker;
use super::{Store, StoreError};
use crate::domain::board::Board;
use crate::domain::command::{Command, CommandId, Outcome};
use crate::domain::draft::{Draft, DraftId};
use crate::domain::question::{Question, Told};

/// How long the watch sleeps before it looks whether it should stop. Nothing is read then but a version number.
const WATCH_PAUSE: Duration = Duration::from_mins(1);

/// Something for the store to do. The query number comes back with the reply, so that stale ones can be dropped.
#[derive(Debug)]
pub enum Job {
    /// Do a command; the reply carries the board as it is right after.
    Execute {
        /// The query's number.
        query: u64,
        /// The command's id.
        id: CommandId,
        /// The command.
        command: Command,
        /// The half-written work it was made of: gone once it is done.
        finishes: Option<DraftId>,
        /// When it was given.
        now: DateTime<Utc>,
    },
    /// Read the board.
    Board {
        /// The query's number.
        query: u64,
        /// When it was asked for.
        now: DateTime<Utc>,
    },
    /// Answer a question of a screen.
    Tell {
        /// The query's number.
        query: u64,
        /// What is asked for.
        question: Question,
        /// When it was asked for.
        now: DateTime<Utc>,
    },
    /// Keep half-written work.
    SaveDraft {
        /// The work.
        draft: Draft,
    },
    /// Throw half-written work away.
    DropDraft {
        /// Which.
        draft: DraftId,
    },
}

/// What the store says.
#[derive(Debug)]
pub enum Reply {
    /// A command was done or refused. The board is read in the same job, after it.
    Executed {
        /// The query's number.
        query: u64,
        /// What came of it.
        result: Result<Outcome, StoreError>,
        /// The board after it.
        board: Result<Box<Board>, StoreError>,
    },
    /// The board.
    Board {
        /// The query's number.
        query: u64,
        /// The board.
        board: Result<Box<Board>, StoreError>,
    },
    /// The answer to a question.
    Told {
        /// The query's number.
        query: u64,
        /// The answer.
        told: Result<Told, StoreError>,
    },
    /// Half-written work was kept or thrown away, or not.
    DraftKept {
        /// Which.
        draft: DraftId,
        /// What came of it.
        result: Result<(), StoreError>,
    },
    /// Another process changed something: the board should be read again.
    Changed,
}

/// What arrives at the store's thread.
enum Arrival {
    Job(Job),
    /// The watch heard a change. Whether it is news is judged here, in order with our own writes.
    Heard,
    Stop,
}

/// The store's thread. Dropping it lets the jobs under way finish.
pub struct Worker {
    arrivals: Sender<Arrival>,
    thread: Option<JoinHandle<()>>,
    watch: Option<JoinHandle<()>>,
    waker: Waker,
    is_over: Arc<AtomicBool>,
}

impl Worker {
    /// Starts the thread, and the one that watches. `sink` gets the replies.
    ///
    /// # Errors
    /// When the watch cannot open the database.
    pub fn spawn(mut store: Store, sink: impl Fn(Reply) + Send + 'static) -> Result<Self, StoreError> {
        let mut watch = store.watch()?;
        let mut head = store.journal_head()?;
        let is_over = Arc::new(AtomicBool::new(false));
        let (arrivals, inbox) = channel();

        let (listener, watch_over) = (arrivals.clone(), Arc::clone(&is_over));
        let waker = watch.waker();
        let watch = thread::spawn(move || {
            while !watch_over.load(Ordering::Relaxed) {
                match watch.wait_for_change(WATCH_PAUSE) {
                    Ok(true) if listener.send(Arrival::Heard).is_err() => break,
                    Ok(_) => {}
                    // The file is gone or unreadable: the next job says so in words; here, no busy loop.
                    Err(_) => thread::sleep(Duration::from_secs(1)),
                }
            }
        });

        let thread = thread::spawn(move || {
            while let Ok(arrival) = inbox.recv() {
                match arrival {
                    Arrival::Job(job) => sink(answer(&mut store, job, &mut head)),
                    Arrival::Heard if store.journal_head().is_ok_and(|now| now > head) => {
                        sink(Reply::Changed);
                    }
                    Arrival::Heard => {}
                    Arrival::Stop => break,
                }
            }
        });
        Ok(Self { arrivals, thread: Some(thread), watch: Some(watch), waker, is_over })
    }

    /// Gives the store something to do.
    pub fn send(&self, job: Job) {
        // The thread ends only when this worker is dropped.
        let _ = self.arrivals.send(Arrival::Job(job));
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // The watch first. Closing the database would make it look once more, and a look while the program exits
        // meets an OpenSSL that has already cleaned up after itself.
        self.waker.wake();
        let _ = self.arrivals.send(Arrival::Stop);
        for thread in [self.watch.take(), self.thread.take()].into_iter().flatten() {
            let _ = thread.join();
        }
    }
}

/// Does a job. `head` is the last journal line this process has shown.
fn answer(store: &mut Store, job: Job, head: &mut i64) -> Reply {
    let mut board = |store: &mut Store, now| {
        let board = store.board(now)?;
        *head = board.journal_head;
        Ok(Box::new(board))
    };
    match job {
        Job::Execute { query, id, command, finishes, now } => {
            let result = store.execute_finishing(id, &command, finishes, now);
            Reply::Executed { query, result, board: board(store, now) }
        }
        Job::Board { query, now } => Reply::Board { query, board: board(store, now) },
        Job::Tell { query, question, now } => Reply::Told { query, told: store.tell(&question, now) },
        Job::SaveDraft { draft } => {
            let result = store.save_draft(&draft);
            Reply::DraftKept { draft: draft.id, result }
        }
        Job::DropDraft { draft } => {
            let result = store.drop_draft(draft);
            Reply::DraftKept { draft, result }
        }
    }
}
