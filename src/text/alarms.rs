//! Alarms in sentences.

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::alarm::{Alarm, AlarmKind};
use crate::domain::call::Call;

impl Texts {
    /// An alarm in full. `subject` is how its call may be named, `by` how the adviser who entered it.
    #[must_use]
    pub fn alarm(&self, alarm: Alarm, call: &Call, subject: &str, by: &str, now: DateTime<Utc>) -> String {
        let time = self.time_near(alarm.about(call), now);
        match alarm.kind {
            AlarmKind::Overdue => self.alarm_overdue(subject, time),
            AlarmKind::CallBack => self.alarm_call_back(subject, time),
            AlarmKind::HalfHour => self.alarm_half_hour(subject, time),
            AlarmKind::NewCall => self.alarm_new_call(by, subject, time),
        }
    }

    /// The same where there is hardly room.
    #[must_use]
    pub fn alarm_short(&self, alarm: Alarm, call: &Call, subject: &str, now: DateTime<Utc>) -> String {
        let time = self.time_near(alarm.about(call), now);
        match alarm.kind {
            AlarmKind::Overdue => self.alarm_overdue_short(subject, time),
            AlarmKind::CallBack => self.alarm_call_back_short(subject, time),
            AlarmKind::HalfHour => self.alarm_half_hour_short(subject, time),
            AlarmKind::NewCall => self.alarm_new_call_short(subject, time),
        }
    }
}
