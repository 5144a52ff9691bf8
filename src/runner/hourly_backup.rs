//! A backup an hour while the screen is open, on a thread and a connection of its own: nobody waits for it.
//!
//! Several screens on one database share the hour: whoever looks first makes the backup, the others find it made.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chrono::TimeDelta;

use crate::clock::Clock;
use crate::store::{BackupMade, BackupMaker, StoreError};

/// How old the newest backup may be.
const PAUSE: TimeDelta = TimeDelta::hours(1);
/// After signing on the screen comes first.
const FIRST_LOOK: Duration = Duration::from_secs(5);
/// How long until it is looked again whether one is due. Not the rest of the hour: the machine may sleep meanwhile,
/// and other processes make backups too.
const NEXT_LOOK: Duration = Duration::from_mins(10);

/// The thread. Dropping it lets a backup under way finish.
pub struct HourlyBackup {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl HourlyBackup {
    /// Starts the thread; `failed` is told when a backup fails, and not again until one succeeded.
    pub fn start(maker: BackupMaker, clock: Clock, failed: impl Fn(StoreError) + Send + 'static) -> Self {
        let (stop, stopped) = channel::<()>();
        let thread = thread::spawn(move || {
            let mut told = Told::default();
            let mut wait = FIRST_LOOK;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                if let Some(error) = told.of(maker.make_when_due(clock.now(), PAUSE)) {
                    failed(error);
                }
                wait = NEXT_LOOK;
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for HourlyBackup {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // Waited for: a connection that is used while the program exits meets an OpenSSL that has cleaned up.
            let _ = thread.join();
        }
    }
}

/// Whether a failure was told already.
#[derive(Default)]
struct Told {
    is_failing: bool,
}

impl Told {
    /// The error to tell of: the first in a row.
    fn of(&mut self, result: Result<Option<BackupMade>, StoreError>) -> Option<StoreError> {
        let error = match result {
            // Not due says nothing of whether one would succeed.
            Ok(None) => return None,
            Ok(Some(_)) => None,
            Err(error) => Some(error),
        };
        let was_failing = std::mem::replace(&mut self.is_failing, error.is_some());
        error.filter(|_| !was_failing)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn a_failure_is_told_once_until_a_backup_succeeds() {
        let mut told = Told::default();
        let mut is_told = |result| told.of(result).is_some();
        let made = || Ok(Some(BackupMade { path: PathBuf::new(), lines: 1, thrown_away: 0 }));
        assert!(!is_told(made()));
        assert!(is_told(Err(StoreError::Busy)));
        assert!(!is_told(Err(StoreError::Busy)));
        assert!(!is_told(Ok(None)));
        assert!(!is_told(Err(StoreError::Busy)), "not due is no success");
        assert!(!is_told(made()));
        assert!(is_told(Err(StoreError::Busy)));
    }
}
