//! The letter to municipalities: what they will be asked. Its frame is data, its questions are those of the checklist.

use super::checklist::ChecklistItem;
use super::codes::coded;

coded! {
    /// The two written forms of Norwegian: a municipality is answered in its own.
    pub enum LetterLanguage {
        /// Bokmål.
        Bokmal = "nb",
        /// Nynorsk.
        Nynorsk = "nn",
    }
}

/// What stands around the questions.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterFrame {
    /// The title.
    pub title: String,
    /// To whom it is, and how the work is shared.
    pub opening: Vec<String>,
    /// Above what is needed first.
    pub first_title: String,
    /// What is needed first.
    pub first: Vec<String>,
    /// Above the questions.
    pub questions_title: String,
    /// That nothing of it is a wall.
    pub closing: Vec<String>,
}

/// The frames of the letter.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// In bokmål.
    pub nb: LetterFrame,
    /// In nynorsk.
    pub nn: LetterFrame,
}

impl Letters {
    /// The frame in a language.
    #[must_use]
    pub const fn in_language(&self, language: LetterLanguage) -> &LetterFrame {
        match language {
            LetterLanguage::Bokmal => &self.nb,
            LetterLanguage::Nynorsk => &self.nn,
        }
    }
}

impl ChecklistItem {
    /// The question in a language.
    #[must_use]
    pub fn question_in(&self, language: LetterLanguage) -> &str {
        match language {
            LetterLanguage::Bokmal => &self.question,
            LetterLanguage::Nynorsk => &self.question_nn,
        }
    }
}
