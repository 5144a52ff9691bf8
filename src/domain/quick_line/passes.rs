//! The passes for exact keywords, patterns of signs, and needs.

use std::ops::Range;

use super::error::LineError;
use super::keywords::{Keyword, keyword, wish};
use super::reader::Reader;
use super::signs::{
    AgeWord, ChildWord, age, age_in_range, basis_code, basis_of_digits, child, sex_letter, unit,
};
use super::time;
use super::token::{Content, Value};
use super::words::is_digits;
use crate::domain::basis::BasisCode;
use crate::domain::call::{Need, NeedEffect};
use crate::domain::child::{Age, ChildFacts, Sex};
use crate::domain::fold::fold;
use crate::domain::measure::Wish;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::spelling::near_distance;

/// Fewest digits that look like a phone number.
const PHONE_LIKE: usize = 8;

impl Reader<'_> {
    /// Takes exact keywords. Two words that are one keyword with a blank in it (`kode 6`, `beh lav`) go before one.
    pub fn take_keywords(&mut self) {
        for index in 0..self.words.len() {
            if !self.is_free(index) {
                continue;
            }
            let two = index..index + 2;
            let joined = self.is_run(two.clone()).then(|| keyword(&self.folded(two.clone()))).flatten();
            if let Some(value) = joined.and_then(value_of) {
                self.take_value(two, value);
                continue;
            }
            let Some(word) = self.words.get(index) else { continue };
            if word.is_plus() {
                self.take(index..index + 1, Content::Plus, Vec::new(), true);
            } else if let Some(value) = keyword(&word.folded).and_then(value_of) {
                self.take_value(index..index + 1, value);
            } else if let Some(wished) = either(&word.raw) {
                self.take_value(index..index + 1, Value::Wished(wished));
            }
        }
    }

    /// Takes children, bases, `-10m` and loose digits.
    pub fn take_signs(&mut self) {
        for index in 0..self.words.len() {
            if !self.is_free(index) {
                continue;
            }
            let Some(word) = self.words.get(index) else { continue };
            let (lower, raw) = (word.lower.clone(), word.raw.clone());
            let one = index..index + 1;
            if let Some(word) = child(&lower) {
                self.take_child(index, word);
            } else if lower.starts_with('§') || basis_code(&lower).is_some() {
                self.take_basis(one);
            } else if let Some(read) = time::ago(&lower, self.now) {
                match read {
                    Ok(at) => self.take_value(one, Value::Received(at)),
                    Err(error) => {
                        let guesses = super::guess::for_time(&error);
                        self.take_error(one, error, guesses);
                    }
                }
            } else if is_digits(raw.trim_start_matches('+')) {
                self.take_digits(one, &raw);
            } else if let Some((Some(time), None)) = time::clock(&lower) {
                let error =
                    LineError::TimeOrNumber { digits: raw.clone(), time: Some(time), municipality: None };
                self.take_error(one, error, vec![format!("kl {raw}")]);
            }
        }
    }

    /// Takes words of the needs table, and any word marked with `#`.
    pub fn take_needs(&mut self) {
        for index in self.free_words() {
            let Some(word) = self.words.get(index) else { continue };
            let (is_marked, body) = match word.raw.strip_prefix('#') {
                Some(body) => (true, body),
                None => (false, word.raw.as_str()),
            };
            let (name, detail) = match body.split_once(':') {
                Some((name, detail)) => (name, Some(detail).filter(|detail| !detail.is_empty())),
                None => (body, None),
            };
            let need = match self.tables.need(&fold(name)) {
                // Another word than the key says more than the key does, so it is kept beside it.
                Some(row) => Need {
                    word: row.key.clone(),
                    detail: detail
                        .or_else(|| (fold(name) != fold(&row.key)).then_some(name))
                        .map(ToOwned::to_owned),
                    effect: row.effect,
                },
                None if is_marked && !name.is_empty() => Need {
                    word: name.to_owned(),
                    detail: detail.map(ToOwned::to_owned),
                    effect: NeedEffect::Note,
                },
                None => continue,
            };
            self.take_value(index..index + 1, Value::Need(need));
        }
    }

    /// Takes words as a legal basis, with or without the section sign.
    pub fn take_basis(&mut self, words: Range<usize>) {
        let written = self.written(words.clone()).to_owned();
        let lower: String = self
            .words
            .get(words.clone())
            .unwrap_or_default()
            .iter()
            .map(|word| word.lower.trim_start_matches('§'))
            .collect();
        let (content, guesses) = match basis_code(&lower) {
            Some(code) => self.basis(&code, &written),
            None => self.not_a_basis(&written, &lower),
        };
        let guesses = guesses.into_iter().map(|text| self.guess(words.clone(), text)).collect();
        let is_exact = content.value().is_some();
        self.take(words, content, guesses, is_exact);
    }

    fn basis(&self, code: &str, written: &str) -> (Content, Vec<String>) {
        let row = BasisCode::from_code(code).and_then(|code| self.tables.basis(code));
        if let Some(row) = row
            && row.is_valid_on(self.today())
        {
            if row.places_child {
                return (Content::Value(Value::Basis(row.code)), Vec::new());
            }
            let error = LineError::BasisWithoutPlacement { code: row.code, name: row.name.clone() };
            return (Content::Error(error), vec![format!("{code} drøft")]);
        }
        let old: Vec<_> = match row {
            Some(row) => vec![row],
            None => self.tables.paragraphs_of(code).collect(),
        };
        let Some(until) = old.iter().filter_map(|row| row.valid_to).max() else {
            return self.not_a_basis(written, code);
        };
        let mut now: Vec<BasisCode> = old.iter().filter_map(|row| row.replaced_by).collect();
        now.dedup();
        let guesses = now.iter().map(|code| code.code().to_owned()).collect();
        let note = old.iter().find_map(|row| row.replaced_note.clone());
        (Content::Error(LineError::OldBasis { written: code.to_owned(), until, now, note }), guesses)
    }

    fn not_a_basis(&self, written: &str, lower: &str) -> (Content, Vec<String>) {
        let nearest = self.nearest_basis(lower);
        let mut guesses: Vec<String> = nearest.iter().map(|code| code.code().to_owned()).collect();
        if let Some((Some(_), None)) = time::clock(written) {
            guesses.push(format!("kl {written}"));
        }
        (Content::Error(LineError::NotABasis { word: written.to_owned(), nearest }), guesses)
    }

    /// The one basis that can be meant; none when several could.
    fn nearest_basis(&self, written: &str) -> Option<BasisCode> {
        let code = basis_of_digits(written).unwrap_or_else(|| written.to_owned());
        let near: Vec<BasisCode> = self
            .tables
            .bases_on(self.today())
            .map(|row| row.code)
            .filter(|basis| near_distance(basis.code(), &code).is_some())
            .collect();
        match near.iter().find(|basis| basis.code() == code) {
            Some(basis) => Some(*basis),
            None => near.first().copied().filter(|_| near.len() == 1),
        }
    }

    fn take_child(&mut self, index: usize, word: ChildWord) {
        let mut end = index + 1;
        let mut told = word.age;
        let next = |end: usize| {
            let free = self.words.get(end).filter(|_| self.is_run(end..end + 1));
            free.map(|word| word.lower.clone()).unwrap_or_default()
        };
        if told == AgeWord::Missing
            && let Some(age) = age(&next(end))
        {
            told = age;
            end += 1;
        }
        if let AgeWord::Number { unit: counted @ None, .. } = &mut told
            && let Some(unit) = unit(&next(end))
        {
            *counted = Some(unit);
            end += 1;
        }
        let sex = word.sex;
        let read = match told {
            AgeWord::Missing => Err(LineError::AgeMissing { word: self.written(index..end).to_owned(), sex }),
            AgeWord::Unknown => Ok(Age::Unknown),
            AgeWord::Number { digits, unit } => age_in_range(&digits, unit)
                .map_err(|unit| LineError::AgeOutside { number: digits, unit, sex }),
        };
        match read {
            Ok(age) => self.take_value(index..end, Value::Child(ChildFacts { sex, age })),
            Err(error) => self.take_error(index..end, error, vec![format!("{}x", sex_letter(sex))]),
        }
    }

    fn take_digits(&mut self, words: Range<usize>, raw: &str) {
        let digits = raw.to_owned();
        let count = digits.trim_start_matches('+').len();
        if count >= PHONE_LIKE {
            let guess = format!("tlf {digits}");
            self.take_error(words, LineError::PhoneWithoutWord { digits }, vec![guess]);
        } else if raw.starts_with('+') {
            self.take_error(words, LineError::BareDigits { digits }, Vec::new());
        } else if count == 4 {
            let time = time::clock(&digits).and_then(|(time, _)| time);
            let municipality = MunicipalityNumber::parse(&digits)
                .and_then(|number| self.tables.municipalities.by_number(number))
                .map(Into::into);
            let mut guesses = Vec::new();
            if time.is_some() {
                guesses.push(format!("kl {digits}"));
            }
            if municipality.is_some() {
                guesses.push(format!("knr {digits}"));
            }
            self.take_error(words, LineError::TimeOrNumber { digits, time, municipality }, guesses);
        } else {
            self.take_few_digits(words, digits);
        }
    }

    /// Two or three digits may be a basis without its hyphen; else they say nothing.
    fn take_few_digits(&mut self, words: Range<usize>, digits: String) {
        let code = basis_of_digits(&digits);
        let row = code.and_then(|code| BasisCode::from_code(&code)).and_then(|code| self.tables.basis(code));
        let meant = match row {
            Some(row) if row.is_valid_on(self.today()) => Some(row.code),
            Some(row) => row.replaced_by,
            None => None,
        };
        match meant {
            Some(code) => {
                let error = LineError::NotABasis { word: digits, nearest: Some(code) };
                self.take_error(words, error, vec![code.code().to_owned()]);
            }
            None => self.take_error(words, LineError::BareDigits { digits }, Vec::new()),
        }
    }
}

/// `bh/inst`: any of these will do.
fn either(raw: &str) -> Option<Vec<Wish>> {
    let mut wished: Vec<Wish> = Vec::new();
    for part in raw.contains('/').then(|| raw.split('/'))? {
        let wish = wish(&fold(part))?;
        if !wished.contains(&wish) {
            wished.push(wish);
        }
    }
    Some(wished)
}

fn value_of(keyword: Keyword) -> Option<Value> {
    Some(match keyword {
        Keyword::Caller(caller) => Value::Caller(caller),
        Keyword::Siblings(rule) => Value::Siblings(rule),
        Keyword::Shield(shield) => Value::Shield(shield),
        Keyword::Wish(wish) => Value::Wished(vec![wish]),
        Keyword::Decision(status) => Value::Decision(status),
        Keyword::Consultation => Value::Consultation,
        Keyword::Unborn => Value::Child(ChildFacts { sex: Sex::Unspecified, age: Age::Unborn(None) }),
        Keyword::Head(_) => return None,
    })
}
