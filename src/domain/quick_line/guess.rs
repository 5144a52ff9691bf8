//! Guesses: what a word may be exchanged for. They are offered, never taken without a key.

use super::Mode;
use super::draft::Draft;
use super::error::LineError;
use super::keywords;
use super::reader::Reader;
use super::token::{Content, Guess, Value};
use crate::domain::fold::fold;
use crate::domain::local_time::in_norway;
use crate::domain::municipality_index::SHORTEST_PREFIX;
use crate::domain::spelling::near_distance;

/// How many guesses a word has at most.
const MOST: usize = 6;

impl Guess {
    /// The line with the guess in place, and where the cursor then stands. At the end a blank follows, since the
    /// word is finished.
    #[must_use]
    pub fn apply(&self, line: &str) -> (String, usize) {
        let before = line.get(..self.span.start).unwrap_or_default();
        let after = line.get(self.span.end..).unwrap_or_default();
        let blank = if after.is_empty() { " " } else { "" };
        let cursor = before.len() + self.text.len() + blank.len();
        (format!("{before}{}{blank}{after}", self.text), cursor)
    }
}

/// What a time that is asked about may be written as.
pub(super) fn for_time(error: &LineError) -> Vec<String> {
    match error {
        LineError::WhichDay { past, is_yesterday: true, .. } => {
            vec![format!("kl igår {}", in_norway(*past).format("%H%M"))]
        }
        LineError::WhichDay { past: at, .. } | LineError::TooFarBack { instead: at, .. } => {
            vec![in_norway(*at).format("kl %-d.%-m %H%M").to_string()]
        }
        LineError::NotATime { written } if written.starts_with('-') => vec![format!("{written}m")],
        _ => Vec::new(),
    }
}

impl Reader<'_> {
    /// Keywords and needs near to a word, the nearest first: as written.
    pub fn near_words(&self, index: usize) -> Vec<(u32, String)> {
        let Some(word) = self.words.get(index) else { return Vec::new() };
        let mut near: Vec<(u32, String)> = self
            .vocabulary()
            .filter_map(|(folded, written)| near_distance(&word.folded, folded).map(|far| (far, written)))
            .filter(|(far, _)| *far > 0)
            .map(|(far, written)| (far, written.to_owned()))
            .collect();
        near.sort_by_key(|(far, _)| *far);
        near.truncate(MOST);
        near
    }

    /// Every keyword and every word of the needs table: folded, and as written.
    fn vocabulary(&self) -> impl Iterator<Item = (&str, &str)> {
        let keywords = keywords::words().map(|(folded, written): (&str, &str)| (folded, written));
        keywords.chain(self.tables.need_words())
    }

    /// Makes the last word one that is being typed: never an error, and with what it may become.
    pub fn mark_typing(&mut self, draft: &Draft) {
        let is_typing = self.mode == Mode::Screen { being_typed: true };
        let Some(last) = self.items.len().checked_sub(1) else { return };
        let is_at_end = |end: usize| end == self.text.len();
        let (head, is_municipality) = match self.items.get(last) {
            Some(item) if is_typing && is_at_end(item.token.span.end) && !item.words.is_empty() => {
                let is_municipality = matches!(item.token.content, Content::Value(Value::Municipality(_)));
                (item.words.start, is_municipality)
            }
            _ => return,
        };
        let completions = self.completions(head, is_municipality || draft.municipality.is_none());
        let Some(token) = self.items.get_mut(last).map(|item| &mut item.token) else { return };
        if token.content.error().is_some() {
            token.content = Content::Typing;
        }
        let spelled: Vec<Guess> = std::mem::take(&mut token.guesses);
        for guess in completions.into_iter().chain(spelled) {
            if !token.guesses.contains(&guess) && token.guesses.len() < MOST {
                token.guesses.push(guess);
            }
        }
    }

    /// What the last word may become, given the token it is part of.
    fn completions(&self, start: usize, with_places: bool) -> Vec<Guess> {
        let end = self.words.len();
        let Some(last) = end.checked_sub(1) else { return Vec::new() };
        let Some(word) = self.words.get(last) else { return Vec::new() };
        let head =
            self.words.get(start).and_then(|word| super::heads::head_of(&word.lower)).map(|(head, _)| head);
        let is_argument = start < last;
        let begins = |candidate: &str| {
            candidate != word.folded && !word.folded.is_empty() && candidate.starts_with(&word.folded)
        };
        match head {
            Some(keywords::Head::Now) if is_argument => keywords::where_words()
                .filter(|(folded, _)| begins(folded))
                .map(|(_, written)| self.guess(last..end, written))
                .collect(),
            Some(keywords::Head::From) if is_argument => self.place_completions(start + 1),
            Some(_) if is_argument => Vec::new(),
            _ => {
                let mut found = if with_places { self.place_completions(start) } else { Vec::new() };
                if word.folded.chars().count() > 1 {
                    let words = self.vocabulary();
                    let words = words.filter(|(folded, _)| begins(folded));
                    found.extend(words.map(|(_, written)| self.guess(last..end, written)));
                }
                found
            }
        }
    }

    /// Names that begin with the words from here to the end, the own region's first.
    fn place_completions(&self, start: usize) -> Vec<Guess> {
        let words = start..self.words.len();
        let written = self.written(words.clone());
        let folded = fold(written);
        let mut hits = self.tables.municipalities.starting_with(written);
        if folded.chars().count() == SHORTEST_PREFIX - 1 {
            hits = self
                .tables
                .municipalities
                .iter()
                .filter(|hit| fold(&hit.name).starts_with(&folded))
                .collect();
        }
        hits.retain(|hit| fold(&hit.name) != folded);
        hits.sort_by_key(|hit| hit.region != Some(self.own_region));
        hits.into_iter().map(|hit| self.guess(words.clone(), self.told_apart(hit))).collect()
    }
}
