//! How closely an open case is to be followed by the next shift, what is to be done by when and by whom, and what is done if
//! something else happens.

use chrono::{DateTime, Utc};

use super::codes::coded;
use super::ids::CallId;

coded! {
    /// How closely a case is followed. The most pressing first.
    pub enum WatchLevel {
        /// Something must be done now or soon.
        Critical = "critical",
        /// It may turn.
        Watch = "watch",
        /// Nothing is expected.
        Calm = "calm",
    }
}

/// What is recorded of a case for the next shift. It takes the place of what was recorded before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchDraft {
    /// Of which call.
    pub call: CallId,
    /// How closely it is followed.
    pub level: WatchLevel,
    /// What is to be done; free text.
    pub action: Option<String>,
    /// By when.
    pub action_at: Option<DateTime<Utc>>,
    /// By whom; free text.
    pub action_by: Option<String>,
    /// If this, then that; free text.
    pub if_then: Option<String>,
}

impl WatchDraft {
    /// Whether it says more than how closely the case is followed.
    #[must_use]
    pub const fn has_words(&self) -> bool {
        self.action.is_some() || self.if_then.is_some()
    }
}

/// What was recorded of a case for the next shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseWatch {
    /// What was recorded.
    pub draft: WatchDraft,
    /// When.
    pub at: DateTime<Utc>,
    /// The adviser's name.
    pub by: String,
}
