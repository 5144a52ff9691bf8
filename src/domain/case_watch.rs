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

/// What is recorded of a case for the next shift.
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

    /// What is to be done, without the word that it is shown after.
    #[must_use]
    pub fn to_do(&self) -> Option<&str> {
        // Only with its colon: «gjør klar et rom» is something to do.
        self.action.as_deref().map(|text| without_lead(text, &["gjør:", "gjer:"]))
    }

    /// If this, then that, without the word that it is shown after.
    #[must_use]
    pub fn in_case(&self) -> Option<&str> {
        let leads = ["hvis–så", "hvis-så", "viss–så", "viss-så", "hvis", "viss"];
        self.if_then.as_deref().map(|text| without_lead(text, &leads))
    }
}

/// A text without its first word where that is one of these; a word alone stays.
fn without_lead<'t>(text: &'t str, leads: &[&str]) -> &'t str {
    let text = text.trim_start();
    let after = |lead: &&str| {
        let (start, rest) = text.split_at_checked(lead.len())?;
        let is_word = lead.ends_with(':') || !rest.starts_with(char::is_alphanumeric);
        (is_word && start.to_lowercase() == **lead).then_some(rest)
    };
    let rest = leads.iter().find_map(after).map(|rest| rest.trim_start_matches([' ', ':', ',']));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(text)
}

/// What is told of a case for the next shift. What is none stays as it was recorded; an empty text, or no time, removes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchChange {
    /// Of which call.
    pub call: CallId,
    /// How closely it is followed; calm where nothing was recorded before.
    pub level: Option<WatchLevel>,
    /// What is to be done; free text.
    pub action: Option<String>,
    /// By when.
    pub action_at: Option<Option<DateTime<Utc>>>,
    /// By whom; free text.
    pub action_by: Option<String>,
    /// If this, then that; free text.
    pub if_then: Option<String>,
}

impl WatchChange {
    /// Another level, with everything else as it was recorded.
    #[must_use]
    pub const fn level(call: CallId, level: WatchLevel) -> Self {
        Self { call, level: Some(level), action: None, action_at: None, action_by: None, if_then: None }
    }

    /// What is recorded from here, after what was before.
    #[must_use]
    pub fn after(self, before: Option<WatchDraft>) -> WatchDraft {
        let Self { call, level, action, action_at, action_by, if_then } = self;
        let before = before.unwrap_or(WatchDraft {
            call,
            level: WatchLevel::Calm,
            action: None,
            action_at: None,
            action_by: None,
            if_then: None,
        });
        let told = |new: Option<String>, old: Option<String>| match new {
            Some(text) => Some(text).filter(|text| !text.trim().is_empty()),
            None => old,
        };
        WatchDraft {
            call,
            level: level.unwrap_or(before.level),
            action: told(action, before.action),
            action_at: action_at.unwrap_or(before.action_at),
            action_by: told(action_by, before.action_by),
            if_then: told(if_then, before.if_then),
        }
    }
}

impl From<WatchDraft> for WatchChange {
    /// Everything is told: what is none is removed.
    fn from(draft: WatchDraft) -> Self {
        let WatchDraft { call, level, action, action_at, action_by, if_then } = draft;
        let told = |text: Option<String>| Some(text.unwrap_or_default());
        Self {
            call,
            level: Some(level),
            action: told(action),
            action_at: Some(action_at),
            action_by: told(action_by),
            if_then: told(if_then),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(action: &str, if_then: &str) -> WatchDraft {
        WatchDraft {
            call: CallId(1),
            level: WatchLevel::Watch,
            action: Some(action.to_owned()),
            action_at: Some("2026-11-24T07:30:00Z".parse().unwrap()),
            action_by: Some("Per".to_owned()),
            if_then: Some(if_then.to_owned()),
        }
    }

    #[test]
    fn the_word_a_text_is_shown_after_is_left_out_of_it_once() {
        for (written, shown) in [
            ("de sier nei: spør Åsen", "de sier nei: spør Åsen"),
            ("hvis de sier nei: spør Åsen", "de sier nei: spør Åsen"),
            ("Hvis: de sier nei", "de sier nei"),
            ("hvis–så: de sier nei", "de sier nei"),
            ("viss dei seier nei", "dei seier nei"),
            ("hvis hvis", "hvis"),
            ("hvis", "hvis"),
            ("hvisking høres: ring", "hvisking høres: ring"),
            ("å", "å"),
        ] {
            assert_eq!(recorded("", written).in_case(), Some(shown), "{written}");
        }
        for (written, shown) in [
            ("ring", "ring"),
            ("gjør: ring", "ring"),
            ("GJØR:ring", "ring"),
            ("gjør klar et rom", "gjør klar et rom"),
            ("gjør:", "gjør:"),
        ] {
            assert_eq!(recorded(written, "").to_do(), Some(shown), "{written}");
        }
    }

    #[test]
    fn what_is_not_told_stays_and_what_is_empty_goes() {
        let before = recorded("ring", "nei: Åsen");
        let call = before.call;
        let level = WatchChange::level(call, WatchLevel::Critical);
        let expected = WatchDraft { level: WatchLevel::Critical, ..before.clone() };
        assert_eq!(level.clone().after(Some(before.clone())), expected);
        let without = WatchChange {
            action: Some("skriv".to_owned()),
            action_at: Some(None),
            action_by: Some(" ".to_owned()),
            ..level.clone()
        };
        let expected =
            WatchDraft { action: Some("skriv".to_owned()), action_at: None, action_by: None, ..expected };
        assert_eq!(without.after(Some(before.clone())), expected);
        assert_eq!(WatchChange::from(level.clone().after(None)).after(Some(before)), level.after(None));
    }
}
