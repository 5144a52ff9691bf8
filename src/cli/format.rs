//! The form of an answer.

use clap::ArgMatches;

use super::arguments::FORMAT;

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Sentences and lines for people and screen readers.
    Text,
    /// One JSON object on one line.
    Json,
    /// A table with a header line.
    Csv,
}

impl Format {
    /// The word for sentences and lines that are Markdown.
    pub const MARKDOWN: &'static str = "md";
    /// The word for one printable page.
    pub const HTML: &'static str = "html";
    /// Every form.
    pub const ALL: &'static [Self] = &[Self::Text, Self::Json, Self::Csv];
    /// The forms of a command that answers with one thing.
    pub const SINGLE: &'static [Self] = &[Self::Text, Self::Json];

    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The chosen form; the word itself when the command cannot answer so. `texts` are the words for what it answers people
    /// with.
    pub fn chosen(matches: &ArgMatches, allowed: &[Self], texts: &[&str]) -> Result<Self, String> {
        match matches.get_one::<String>(FORMAT) {
            None => Ok(Self::Text),
            Some(word) if texts.contains(&word.as_str()) => Ok(Self::Text),
            Some(word) => {
                allowed.iter().copied().find(|format| format.word() == word).ok_or_else(|| word.clone())
            }
        }
    }
}
