//! Shifts and handovers in words.

use std::borrow::Cow;

use super::Texts;
use crate::domain::case_watch::WatchLevel;

impl Texts {
    /// How closely a case is followed.
    #[must_use]
    pub fn watch_level(&self, level: WatchLevel) -> Cow<'_, str> {
        match level {
            WatchLevel::Critical => self.watch_critical(),
            WatchLevel::Watch => self.watch_watch(),
            WatchLevel::Calm => self.watch_calm(),
        }
    }
}
