//! The disk as a test scripts it: what was written and synced, in order, and which access fails.
//!
//! Knows nothing of SQLite; the glue to it is in `vfs`. What is left after a power cut is built in `image`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A kind of access that can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Open,
    Read,
    Write,
    Sync,
    Truncate,
    Delete,
    /// Of shared memory.
    Map,
}

/// Which access fails, and how.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    pub access: Access,
    /// Counted from 1, from when the fault was set.
    pub nth: usize,
    /// SQLite's error code.
    pub code: i32,
    /// Whether every later one fails as well.
    pub lasts: bool,
}

/// Something done to a file. The number is the file's place in [`Log::files`].
pub(super) enum Event {
    Made(usize),
    Written {
        file: usize,
        at: usize,
        bytes: Box<[u8]>,
    },
    Cut {
        file: usize,
        size: usize,
    },
    Synced(usize),
    /// What was written before may never come to the disk, whatever is synced later.
    SyncFailed(usize),
    /// Whether its folder was synced too.
    Deleted {
        file: usize,
        is_synced: bool,
    },
}

pub(super) struct LoggedFile {
    pub(super) path: PathBuf,
    /// What stood there when the disk first saw it.
    pub(super) before: Option<Vec<u8>>,
}

#[derive(Default)]
pub(super) struct Log {
    pub(super) files: Vec<LoggedFile>,
    pub(super) events: Vec<Event>,
    fault: Option<Fault>,
    seen: usize,
    failed: usize,
    lies: bool,
}

/// One scripted disk.
#[derive(Default)]
pub struct Disk(Mutex<Log>);

impl Disk {
    pub(super) fn log(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything: what happens from now on happens to files as they are now.
    pub fn begin(&self) {
        let lies = self.log().lies;
        *self.log() = Log { lies, ..Log::default() };
    }

    /// From now on the disk says «synced» and does nothing, as cheap ones do.
    pub fn lie_about_syncs(&self) {
        self.log().lies = true;
    }

    /// Sets what fails from now on.
    pub fn fail(&self, fault: Fault) {
        let mut log = self.log();
        (log.fault, log.seen, log.failed) = (Some(fault), 0, 0);
    }

    /// Nothing fails any more. Says how many accesses did.
    pub fn mend(&self) -> usize {
        let mut log = self.log();
        log.fault = None;
        log.failed
    }

    /// How much has happened so far: a moment at which the power can be cut.
    pub fn moment(&self) -> usize {
        self.log().events.len()
    }

    /// The moments right before and right after each sync.
    pub fn sync_moments(&self) -> Vec<usize> {
        let log = self.log();
        let syncs = log.events.iter().enumerate().filter(|(_, event)| matches!(event, Event::Synced(_)));
        syncs.flat_map(|(at, _)| [at, at + 1]).collect()
    }

    /// Whether this access succeeds; else SQLite's error code.
    pub(super) fn allow(&self, access: Access) -> Result<(), i32> {
        let mut log = self.log();
        let Some(fault) = log.fault.filter(|fault| fault.access == access) else { return Ok(()) };
        log.seen += 1;
        let fails = log.seen == fault.nth || (fault.lasts && log.seen > fault.nth);
        if fails {
            log.failed += 1;
            return Err(fault.code);
        }
        Ok(())
    }

    /// Gets to know a file before it is opened.
    pub(super) fn meet(&self, path: &Path) -> usize {
        let mut log = self.log();
        if let Some(known) = log.files.iter().position(|file| file.path == path) {
            if !path.exists() {
                log.events.push(Event::Made(known));
            }
            return known;
        }
        let before = fs::read(path).ok();
        let is_new = before.is_none();
        log.files.push(LoggedFile { path: path.to_owned(), before });
        let file = log.files.len() - 1;
        if is_new {
            log.events.push(Event::Made(file));
        }
        file
    }

    pub(super) fn written(&self, file: usize, at: usize, bytes: &[u8]) {
        self.log().events.push(Event::Written { file, at, bytes: bytes.into() });
    }

    pub(super) fn cut(&self, file: usize, size: usize) {
        self.log().events.push(Event::Cut { file, size });
    }

    pub(super) fn synced(&self, file: usize) {
        let mut log = self.log();
        if !log.lies {
            log.events.push(Event::Synced(file));
        }
    }

    pub(super) fn sync_failed(&self, file: usize) {
        self.log().events.push(Event::SyncFailed(file));
    }

    pub(super) fn deleted(&self, path: &Path, is_synced: bool) {
        let mut log = self.log();
        if let Some(file) = log.files.iter().position(|file| file.path == path) {
            log.events.push(Event::Deleted { file, is_synced });
        }
    }
}
