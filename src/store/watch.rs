//! Hearing of other processes' changes: one function, `wait_for_change`.
//!
//! A notification of the log file comes before the change can be read, so it only leads to a look at
//! `data_version`, and again a few milliseconds later. Where notification does not work, it polls.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};
use rusqlite::Connection;

use super::error::StoreError;
use super::files::folder_of;
use super::{Store, journal, open};

/// After a notification: when to look, counted from the look before.
const LOOKS: [Duration; 5] = [
    Duration::ZERO,
    Duration::from_millis(2),
    Duration::from_millis(5),
    Duration::from_millis(15),
    Duration::from_millis(40),
];

/// How often to look where notification does not work.
const POLL: Duration = Duration::from_millis(200);

/// Waits for changes that others make to one database. Has a connection of its own.
pub struct ChangeWatch {
    connection: Connection,
    seen: i64,
    // Kept alive: notifications stop when it is dropped.
    notifier: Option<notify::RecommendedWatcher>,
    sender: Sender<Event>,
    events: Receiver<Event>,
}

/// What ends a wait early.
enum Event {
    /// A file of the database was written to.
    Touched,
    /// Nobody waits for an answer any more.
    Stop,
}

/// Ends the waiting of one watch, from another thread.
pub struct Waker(Sender<Event>);

impl Waker {
    /// The watch returns now.
    pub fn wake(&self) {
        // A watch that is gone waits for nothing.
        let _ = self.0.send(Event::Stop);
    }
}

impl Store {
    /// A watch on this database, from now on.
    ///
    /// # Errors
    /// When the database cannot be opened a second time.
    pub fn watch(&self) -> Result<ChangeWatch, StoreError> {
        let connection =
            open::connect(&self.path, &self.key, &self.options).map_err(|error| error.about(&self.path))?;
        let (sender, events) = channel();
        let notifier = notifier(&self.path, sender.clone()).ok();
        let seen = data_version(&connection)?;
        Ok(ChangeWatch { connection, seen, notifier, sender, events })
    }
}

impl ChangeWatch {
    /// What ends this watch's waiting.
    #[must_use]
    pub fn waker(&self) -> Waker {
        Waker(self.sender.clone())
    }

    /// Waits until something was committed through another connection, at most this long. Says whether
    /// something was.
    ///
    /// # Errors
    /// When the database can no longer be read.
    pub fn wait_for_change(&mut self, at_most: Duration) -> Result<bool, StoreError> {
        if self.has_changed()? {
            return Ok(true);
        }
        let wait = if self.notifier.is_some() { at_most } else { at_most.min(POLL) };
        match self.events.recv_timeout(wait) {
            Ok(Event::Touched) => {}
            Ok(Event::Stop) => return Ok(false),
            // Never disconnected: the watch holds a sender of its own.
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return self.has_changed(),
        }
        while let Ok(event) = self.events.try_recv() {
            if matches!(event, Event::Stop) {
                return Ok(false);
            }
        }
        for pause in LOOKS {
            std::thread::sleep(pause);
            if self.has_changed()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The number of the last journal line.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn journal_head(&self) -> Result<i64, StoreError> {
        journal::head(&self.connection)
    }

    fn has_changed(&mut self) -> Result<bool, StoreError> {
        let version = data_version(&self.connection)?;
        let has_changed = version != self.seen;
        self.seen = version;
        Ok(has_changed)
    }
}

fn data_version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

fn notifier(path: &Path, sender: Sender<Event>) -> notify::Result<notify::RecommendedWatcher> {
    let name = path.file_name().unwrap_or_default().to_owned();
    let mut log = name.clone();
    log.push("-wal");
    let mut notifier = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let is_ours = event.is_ok_and(|event| {
            !matches!(event.kind, EventKind::Access(_))
                && event
                    .paths
                    .iter()
                    .any(|path| path.file_name().is_some_and(|file| file == name || file == log))
        });
        if is_ours {
            // The receiver goes away only together with the watch.
            let _ = sender.send(Event::Touched);
        }
    })?;
    notifier.watch(folder_of(path), RecursiveMode::NonRecursive)?;
    Ok(notifier)
}
