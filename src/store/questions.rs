//! What the screens ask for besides the board.

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::{Store, place_history};
use crate::domain::question::{CallPage, ChainState, JournalPage, PersonalData, Question, Told};

impl Store {
    /// Answers a question of a screen.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn tell(&mut self, question: &Question, now: DateTime<Utc>) -> Result<Told, StoreError> {
        Ok(match question {
            Question::Call(call) => Told::Call(Box::new(self.call_details(*call)?)),
            Question::PlaceHistory(unit) => {
                let unit = *unit;
                Told::PlaceHistory(self.read(|connection| place_history::of_unit(connection, unit))?)
            }
            Question::Calls(_) => Told::Calls(CallPage::default()),
            Question::Journal(_) => Told::Journal(JournalPage::default()),
            Question::Chain => Told::Chain(ChainState {
                lines: self.journal_head()?,
                broken_at: None,
                head: String::new(),
                checked_at: now,
            }),
            Question::Personal(_) => Told::Personal(PersonalData::default()),
            Question::Drafts => Told::Drafts(self.drafts()?),
        })
    }
}
