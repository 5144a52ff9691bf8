//! Shifts and handovers in words.

use std::borrow::Cow;

use super::Texts;
use crate::domain::case_watch::WatchLevel;
use crate::domain::shift::ShiftHours;

impl Texts {
    /// Hours of the week.
    #[must_use]
    pub fn shift_hours(&self, hours: ShiftHours) -> Cow<'_, str> {
        match hours {
            ShiftHours::Office => self.shift_hours_office(),
            ShiftHours::Evening => self.shift_hours_evening(),
            ShiftHours::Night => self.shift_hours_night(),
            ShiftHours::Weekend => self.shift_hours_weekend(),
            ShiftHours::Holiday => self.shift_hours_holiday(),
        }
    }

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
