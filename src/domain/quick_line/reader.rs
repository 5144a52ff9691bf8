//! The state while a line is read: its words, which of them are understood, and the tokens so far.
//!
//! Each pass takes the words it understands; what no pass takes is unknown. The order of the passes is the rule:
//! words that take what follows them, exact keywords, patterns of signs, exact municipalities, needs, beginnings of
//! municipalities, and what is left.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};

use super::error::LineError;
use super::notice::Notice;
use super::tables::Tables;
use super::token::{Content, Guess, Token, Value};
use super::words::{Cut, Word, cut};
use super::{Mode, Parsed};
use crate::domain::fold::fold;
use crate::domain::local_time::day_in_norway;
use crate::domain::municipality::Region;
use crate::domain::municipality_index::Reach;

/// A line being read.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub now: DateTime<Utc>,
    pub own_region: Region,
    pub tables: &'a Tables,
    pub mode: Mode,
    pub words: Vec<Word>,
    pub items: Vec<Item>,
    pub notices: Vec<Notice>,
    is_taken: Vec<bool>,
    note: Option<(Range<usize>, String)>,
}

/// A token and the words it was made of.
pub(super) struct Item {
    pub words: Range<usize>,
    pub token: Token,
}

impl<'a> Reader<'a> {
    pub fn new(
        text: &'a str,
        now: DateTime<Utc>,
        own_region: Region,
        tables: &'a Tables,
        mode: Mode,
    ) -> Self {
        let Cut { words, note } = cut(text);
        let is_taken = vec![false; words.len()];
        let (items, notices) = (Vec::new(), Vec::new());
        Self { text, now, own_region, tables, mode, words, items, notices, is_taken, note }
    }

    /// Reads the whole line.
    pub fn read(mut self) -> Parsed {
        self.take_heads();
        self.take_keywords();
        self.take_signs();
        self.take_exact_places();
        self.take_needs();
        self.take_place_beginnings();
        self.take_rest();
        self.take_note();
        self.items.sort_by_key(|item| item.token.span.start);
        let draft = self.assemble();
        self.mark_typing(&draft);
        let tokens = self.tiled();
        Parsed { text: self.text.to_owned(), now: self.now, tokens, notices: self.notices, draft }
    }

    /// Today in Norway.
    pub fn today(&self) -> NaiveDate {
        day_in_norway(self.now)
    }

    /// Where the beginning of a name must be alone.
    pub fn reach(&self) -> Reach {
        match self.mode {
            Mode::Screen { .. } => Reach::Region(self.own_region),
            Mode::Command => Reach::Country,
        }
    }

    /// The words that no pass has taken.
    pub fn free_words(&self) -> Vec<usize> {
        (0..self.words.len()).filter(|index| self.is_free(*index)).collect()
    }

    /// Whether there is such a word and no pass has taken it.
    pub fn is_free(&self, index: usize) -> bool {
        self.is_taken.get(index).is_some_and(|taken| !taken)
    }

    /// Whether these words are free and stand together with only blanks between them.
    pub fn is_run(&self, words: Range<usize>) -> bool {
        let is_whole = words.end <= self.words.len() && words.clone().all(|index| self.is_free(index));
        is_whole && !self.written(words).contains(',')
    }

    /// What stands in the line from the first of these words to the last.
    pub fn written(&self, words: Range<usize>) -> &'a str {
        self.text.get(self.span(words)).unwrap_or_default()
    }

    /// The words joined and folded.
    pub fn folded(&self, words: Range<usize>) -> String {
        fold(self.written(words))
    }

    /// The bytes from the first of these words to the last.
    pub fn span(&self, words: Range<usize>) -> Range<usize> {
        let first = self.words.get(words.start).map_or(0, |word| word.span.start);
        let last = words.end.checked_sub(1).and_then(|index| self.words.get(index));
        first..last.map_or(first, |word| word.span.end)
    }

    /// What has been taken so far, but for what follows `fra`.
    pub fn own_items(&self) -> impl Iterator<Item = &Content> {
        let is_from =
            |item: &&Item| self.words.get(item.words.start).is_some_and(|word| word.folded == "fra");
        self.items.iter().filter(move |item| !is_from(item)).map(|item| &item.token.content)
    }

    /// A guess for these words.
    pub fn guess(&self, words: Range<usize>, text: impl Into<String>) -> Guess {
        Guess { span: self.span(words), text: text.into() }
    }

    /// Takes words as something understood.
    pub fn take_value(&mut self, words: Range<usize>, value: Value) {
        self.take(words, Content::Value(value), Vec::new(), true);
    }

    /// Takes words as something wrong, with what may be meant instead.
    pub fn take_error(&mut self, words: Range<usize>, error: LineError, guesses: Vec<String>) {
        let guesses = guesses.into_iter().map(|text| self.guess(words.clone(), text)).collect();
        self.take(words, Content::Error(error), guesses, false);
    }

    /// Takes words.
    pub fn take(&mut self, words: Range<usize>, content: Content, guesses: Vec<Guess>, is_exact: bool) {
        for index in words.clone() {
            if let Some(taken) = self.is_taken.get_mut(index) {
                *taken = true;
            }
        }
        let span = self.span(words.clone());
        self.items.push(Item { words, token: Token { span, content, guesses, is_exact } });
    }

    fn take_note(&mut self) {
        if let Some((span, note)) = self.note.clone() {
            let end = self.words.len();
            let content = Content::Value(Value::Note(note));
            let token = Token { span, content, guesses: Vec::new(), is_exact: true };
            self.items.push(Item { words: end..end, token });
        }
    }

    /// The tokens with blanks between them, so that they cover the line.
    fn tiled(&mut self) -> Vec<Token> {
        let blank = |span| Token { span, content: Content::Blank, guesses: Vec::new(), is_exact: true };
        let mut tokens = Vec::with_capacity(self.items.len() * 2 + 1);
        let mut end = 0;
        for item in self.items.drain(..) {
            if item.token.span.start > end {
                tokens.push(blank(end..item.token.span.start));
            }
            end = item.token.span.end;
            tokens.push(item.token);
        }
        if end < self.text.len() {
            tokens.push(blank(end..self.text.len()));
        }
        tokens
    }
}
