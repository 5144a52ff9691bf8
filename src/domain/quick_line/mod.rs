//! The quick line: a call told in one line, read as a pure function of text, time, own region and tables.
//!
//! Every word is understood, or an error that says what to do; nothing is guessed silently, and a near spelling is
//! only ever suggested. The sentences for errors and notices stand in the texts, not here.

mod correction;
mod draft;
mod error;
mod facts;
mod guess;
mod heads;
mod keywords;
mod notice;
mod passes;
mod piece;
mod places;
mod reader;
mod rest;
mod signs;
mod tables;
mod time;
mod token;
mod words;

use std::ops::Range;

use chrono::{DateTime, Utc};

pub use correction::{ChildrenUnclear, parse_correction};
pub use draft::Draft;
pub use error::{AgeUnit, LineError};
pub use keywords::{all_keywords, caller_word, siblings_word, whereabouts_word, wish_word};
pub use notice::Notice;
pub use piece::{Piece, read_piece};
pub use signs::sex_letter;
pub use tables::Tables;
pub use time::{day_or_time_ahead, is_passed, past_moment, time_ahead};
pub use token::{Content, Guess, Kind, Token, Value};

use super::fold::is_same_folded;
use super::municipality::Region;

/// For whom a line is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The screen, where a preview shows what was understood: a beginning of a name counts in the own region.
    Screen {
        /// Whether the last word is still being typed: then it gets guesses, never an error. A blank, Enter or Tab
        /// ends it.
        being_typed: bool,
    },
    /// A command: a beginning counts only when it is alone in the country.
    Command,
}

/// A line as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The line.
    pub text: String,
    /// When it was read; the referral time where none is told.
    pub now: DateTime<Utc>,
    /// Its tokens: together they are the line.
    pub tokens: Vec<Token>,
    /// What the adviser should know of it.
    pub notices: Vec<Notice>,
    /// What the understood words come to.
    pub draft: Draft,
}

/// Reads a line.
#[must_use]
pub fn parse(text: &str, now: DateTime<Utc>, own_region: Region, tables: &Tables, mode: Mode) -> Parsed {
    reader::Reader::new(text, now, own_region, tables, mode).read()
}

impl Parsed {
    /// What is wrong, in the order of the line and with the place of each; a missing municipality last, at the end.
    pub fn problems(&self) -> impl Iterator<Item = (Range<usize>, &LineError)> {
        let of_words = self
            .tokens
            .iter()
            .filter_map(|token| token.content.error().map(|error| (token.span.clone(), error)));
        let end = self.text.len();
        let is_missing = self.draft.municipality.is_none() && self.municipality_asked().is_none();
        of_words.chain(is_missing.then_some((end..end, &LineError::NoMunicipality)))
    }

    /// What keeps the municipality the call is for from being settled, where a word was to be it.
    fn municipality_asked(&self) -> Option<&LineError> {
        let is_from = |token: &Token| {
            let written = self.text.get(token.span.clone()).unwrap_or_default();
            written.split_whitespace().next().is_some_and(|word| is_same_folded(word, "fra"))
        };
        let errors =
            self.tokens.iter().filter(|token| !is_from(token)).filter_map(|token| token.content.error());
        errors.into_iter().find(|error| {
            matches!(
                error,
                LineError::UnknownMunicipality { .. }
                    | LineError::AmbiguousMunicipality { .. }
                    | LineError::SameName { .. }
            )
        })
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_understood(&self) -> bool {
        self.problems().next().is_none()
    }

    /// The token at the cursor: the one that ends there goes before the one that begins there.
    #[must_use]
    pub fn token_at(&self, cursor: usize) -> Option<&Token> {
        let touches = |token: &&Token| {
            token.content != Content::Blank && (token.span.start..=token.span.end).contains(&cursor)
        };
        self.tokens.iter().find(touches)
    }

    /// What Tab takes at the cursor; none when the word there is exact or has no guess (Tab then opens the form).
    #[must_use]
    pub fn tab_at(&self, cursor: usize) -> Option<&Guess> {
        self.token_at(cursor).filter(|token| !token.is_exact)?.guesses.first()
    }
}
