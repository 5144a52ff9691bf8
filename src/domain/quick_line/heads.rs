//! Words that take what follows them: `tlf`, `kl`, `fra`, `nå`, `termin`, `knr`, `§`.

use std::ops::Range;

use super::error::LineError;
use super::keywords::{Head, Keyword, keyword, where_words, whereabouts};
use super::reader::Reader;
use super::time::{self, Day};
use super::token::{Content, Value};
use super::words::{Word, is_digits};
use crate::domain::fold::fold;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::spelling::near_distance;

/// Digits of a Norwegian number.
const PHONE_DIGITS: usize = 8;
/// Most digits of a number with a plus.
const LONGEST_PHONE: usize = 15;
/// The most words one head takes: a phone number in pairs, its plus and country included.
const LONGEST_TAKE: usize = 8;

/// What follows a head: each word in lower case, with the number of the word after it.
type Args = Vec<(usize, String)>;

impl Reader<'_> {
    /// Takes every head with what it takes.
    pub fn take_heads(&mut self) {
        for index in 0..self.words.len() {
            if !self.is_free(index) {
                continue;
            }
            let Some((head, glued)) = self.words.get(index).and_then(|word| head_of(&word.lower)) else {
                continue;
            };
            let args = self.args(index, glued);
            match head {
                Head::Phone => self.take_phone(index, &args),
                Head::Time => self.take_time(index, &args),
                Head::From => self.take_from(index),
                Head::Now => self.take_now(index),
                Head::DueDate => self.take_due_date(index, &args),
                Head::Number => self.take_number(index),
                Head::Section => self.take_section(index),
            }
        }
    }

    fn args(&self, head: usize, glued: Option<String>) -> Args {
        let next = head + 1;
        let following = (next..self.words.len())
            .take_while(|index| self.is_free(*index))
            .filter_map(|index| self.words.get(index).map(|word| (index + 1, word.lower.clone())));
        glued.map(|rest| (next, rest)).into_iter().chain(following).take(LONGEST_TAKE).collect()
    }

    fn take_phone(&mut self, head: usize, args: &Args) {
        let mut digits = String::new();
        let mut is_international = false;
        let mut end = head + 1;
        for (after, arg) in args {
            let part = if digits.is_empty() { arg.strip_prefix('+').unwrap_or(arg) } else { arg };
            if !is_digits(part) {
                break;
            }
            is_international |= part.len() < arg.len();
            digits.push_str(part);
            end = *after;
            if is_complete(&digits, is_international, part.len()) {
                break;
            }
        }
        let is_right = if is_international {
            (PHONE_DIGITS..=LONGEST_PHONE).contains(&digits.len())
        } else {
            digits.len() == PHONE_DIGITS
        };
        if is_right {
            let plus = if is_international { "+" } else { "" };
            self.take_value(head..end, Value::Callback(format!("{plus}{digits}")));
        } else {
            let error = LineError::PhoneLength { digits: digits.len(), is_international };
            self.take_error(head..end, error, Vec::new());
        }
    }

    fn take_time(&mut self, head: usize, args: &Args) {
        let mut rest = args.as_slice();
        let mut day = Day::Unsaid;
        let mut end = head + 1;
        if let Some((after, count)) = yesterday_at(rest) {
            (day, end, rest) = (Day::Yesterday, after, rest.get(count..).unwrap_or_default());
        } else if let [(after, first), (_, second), ..] = rest
            && let Some(date) = time::date(first)
            && time::clock(second).is_some()
        {
            (day, end, rest) = (Day::On(date), *after, rest.get(1..).unwrap_or_default());
        }
        let Some((after, word)) =
            rest.first().filter(|(_, word)| word.starts_with(|c: char| c.is_ascii_digit()))
        else {
            self.take_error(head..end, LineError::TimeMissing, Vec::new());
            return;
        };
        (end, rest) = (*after, rest.get(1..).unwrap_or_default());
        let mut word = word.clone();
        if let Some((after, season)) = rest.first().filter(|(_, next)| matches!(next.as_str(), "s" | "v"))
            && is_digits(word.trim_matches([':', '.']))
        {
            word.push_str(season);
            (end, rest) = (*after, rest.get(1..).unwrap_or_default());
        }
        if let Some((after, _)) = yesterday_at(rest).filter(|_| day == Day::Unsaid) {
            (day, end) = (Day::Yesterday, after);
        }
        let written = format!("kl {word}");
        let read = match time::clock(&word) {
            Some((Some(time), season)) => time::moment(time, day, season, &written, self.now),
            _ => Err(LineError::NotATime { written }),
        };
        match read {
            Ok(at) => self.take_value(head..end, Value::Received(at)),
            Err(error) => {
                let guesses = super::guess::for_time(&error);
                self.take_error(head..end, error, guesses);
            }
        }
    }

    fn take_from(&mut self, head: usize) {
        let place = head + 1;
        let is_keyword = self.words.get(place).is_some_and(|word| keyword(&word.folded).is_some());
        if let Some((number, end)) = self.number_at(place) {
            self.take_from_number(head..end, number);
        } else if let Some(hit) = self.place_at(place).filter(|_| !is_keyword) {
            self.take_place(head..hit.end, place..hit.end, hit.found, Value::RungFrom);
        } else if self.is_free(place) && !is_keyword && self.words.get(place).is_some_and(Word::is_name) {
            let error = self.unknown_place(place..place + 1);
            let names = self.near_names(place..place + 1);
            let guesses = names.into_iter().map(|name| self.guess(place..place + 1, name)).collect();
            self.take(head..place + 1, Content::Error(error), guesses, false);
        } else {
            self.take_error(head..place, LineError::FromWithoutPlace, Vec::new());
        }
    }

    fn take_from_number(&mut self, words: Range<usize>, number: Option<MunicipalityNumber>) {
        if let Some(number) = number {
            self.take_value(words, Value::RungFrom(number));
        } else {
            let word = self.written(words.start + 1..words.end).to_owned();
            self.take_error(words, LineError::UnknownMunicipality { word, nearest: None }, Vec::new());
        }
    }

    /// `knr` and its digits at this word: the municipality, none when the number is no one's, and the word after.
    fn number_at(&self, index: usize) -> Option<(Option<MunicipalityNumber>, usize)> {
        let (Head::Number, glued) = head_of(&self.words.get(index)?.lower)? else {
            return None;
        };
        let args = self.args(index, glued);
        let (end, digits) = args.first().filter(|(_, word)| is_digits(word))?;
        let known = MunicipalityNumber::parse(digits)
            .filter(|number| self.tables.municipalities.by_number(*number).is_some());
        Some((known, *end))
    }

    fn take_number(&mut self, head: usize) {
        match self.number_at(head) {
            Some((Some(number), end)) => self.take_value(head..end, Value::Municipality(number)),
            found => {
                let end = found.map_or(head + 1, |(_, end)| end);
                let word = self.written(head..end).to_owned();
                self.take_error(
                    head..end,
                    LineError::UnknownMunicipality { word, nearest: None },
                    Vec::new(),
                );
            }
        }
    }

    fn take_now(&mut self, head: usize) {
        let next = head + 1;
        let word = self.words.get(next).filter(|word| self.is_free(next) && word.is_name()).cloned();
        let Some(word) = word else {
            self.take_error(head..next, LineError::WhereMissing { word: None }, Vec::new());
            return;
        };
        if let Some(place) = whereabouts(&word.folded) {
            self.take_value(head..next + 1, Value::Whereabouts(place));
        } else if keyword(&word.folded).is_some() {
            self.take_error(head..next, LineError::WhereMissing { word: None }, Vec::new());
        } else {
            let mut near: Vec<(u32, &str)> = where_words()
                .filter_map(|(folded, written)| near_distance(&word.folded, folded).map(|far| (far, written)))
                .collect();
            near.sort_unstable();
            let guesses = near.iter().map(|(_, written)| self.guess(next..next + 1, *written)).collect();
            let error = LineError::WhereMissing { word: Some(word.raw) };
            self.take(head..next + 1, Content::Error(error), guesses, false);
        }
    }

    fn take_due_date(&mut self, head: usize, args: &Args) {
        let date = args.first().filter(|(_, word)| word.starts_with(|sign: char| sign.is_ascii_digit()));
        let end = date.map_or(head + 1, |(end, _)| *end);
        let day = date.and_then(|(_, word)| time::date(word)).and_then(|date| time::next_day(date, self.now));
        if let Some(day) = day {
            self.take_value(head..end, Value::DueDate(day));
        } else {
            let written = self.written(head..end).to_owned();
            self.take_error(head..end, LineError::NotADate { written }, Vec::new());
        }
    }

    fn take_section(&mut self, head: usize) {
        let next = head + 1;
        let is_number = |word: &Word| word.raw.starts_with(|sign: char| sign.is_ascii_digit());
        let end =
            if self.is_free(next) && self.words.get(next).is_some_and(is_number) { next + 1 } else { next };
        self.take_basis(head..end);
    }
}

/// Whether a phone number needs no further digits. With a plus and blanks, `+47` ends after its eight; other
/// countries' numbers go on as long as digits follow.
fn is_complete(digits: &str, is_international: bool, last_part: usize) -> bool {
    if !is_international {
        return digits.len() >= PHONE_DIGITS;
    }
    let is_norwegian = digits.starts_with("47") && digits.len() >= PHONE_DIGITS + 2;
    is_norwegian || last_part >= PHONE_DIGITS || digits.len() >= LONGEST_PHONE
}

/// `igår` or `i går` at the beginning: the number of the word after it, and how many words it is.
fn yesterday_at(args: &[(usize, String)]) -> Option<(usize, usize)> {
    match args {
        [(after, word), ..] if time::is_yesterday(word) => Some((*after, 1)),
        [(_, first), (after, second), ..] if first == "i" && fold(second) == "gar" => Some((*after, 2)),
        _ => None,
    }
}

/// The head a word is, and what is glued to it: `kl.`, `kl0227`, `tlf:`.
pub(super) fn head_of(lower: &str) -> Option<(Head, Option<String>)> {
    let whole = lower.trim_end_matches(['.', ':']);
    if let Some(Keyword::Head(head)) = keyword(&fold(whole)) {
        return Some((head, None));
    }
    for (word, head) in
        [("kl", Head::Time), ("tlf", Head::Phone), ("termin", Head::DueDate), ("knr", Head::Number)]
    {
        if let Some(rest) = lower.strip_prefix(word) {
            let rest = rest.trim_start_matches(['.', ':']);
            let is_number = rest.trim_start_matches('+').starts_with(|sign: char| sign.is_ascii_digit());
            return is_number.then(|| (head, Some(rest.to_owned())));
        }
    }
    None
}
