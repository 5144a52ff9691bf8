//! The quick line: what is understood, what is asked, what is refused.

mod correction;
mod errors;
mod names;
mod random;
mod rules;
mod sentences;
mod times;

use std::sync::LazyLock;

use akuttvakt::catalog::Catalog;
use akuttvakt::domain::call::CallFacts;
use akuttvakt::domain::municipality::{MunicipalityNumber, Region};
use akuttvakt::domain::quick_line::{LineError, Mode, Parsed, Tables, Token, parse};
use chrono::{DateTime, NaiveDateTime, Utc};

/// The line on the screen after Enter.
pub(crate) const ENTERED: Mode = Mode::Screen { being_typed: false };
/// The line on the screen while its last word is being typed.
pub(crate) const TYPING: Mode = Mode::Screen { being_typed: true };

pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let catalog = Catalog::load().expect("the built-in files are whole");
    Tables::new(catalog.municipalities, catalog.needs, catalog.legal_bases)
});

/// The moment a clock in Norway shows this (`2026-11-21 02:37`), on a night without a change.
pub(crate) fn norway(local: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("a time");
    akuttvakt::domain::local_time::moments_of(local).single().expect("one moment")
}

/// The night of the drawings.
pub(crate) fn night() -> DateTime<Utc> {
    norway("2026-11-21 02:37")
}

pub(crate) fn read(line: &str, mode: Mode) -> Parsed {
    parse(line, night(), Region::Ost, &TABLES, mode)
}

pub(crate) fn entered(line: &str) -> Parsed {
    read(line, ENTERED)
}

/// The facts of a line in which everything is understood.
pub(crate) fn facts(line: &str) -> CallFacts {
    entered(line).to_facts(night()).unwrap_or_else(|error| panic!("{line}: {error:?}"))
}

/// Everything wrong with a line.
pub(crate) fn errors(line: &str) -> Vec<LineError> {
    entered(line).problems().map(|(_, error)| error.clone()).collect()
}

/// The one thing wrong with a line.
pub(crate) fn error(line: &str) -> LineError {
    let mut all = errors(line);
    assert_eq!(all.len(), 1, "{line}: {all:?}");
    all.remove(0)
}

pub(crate) fn number(text: &str) -> MunicipalityNumber {
    MunicipalityNumber::parse(text).expect("four digits")
}

/// The token a part of the line is.
pub(crate) fn token<'a>(parsed: &'a Parsed, part: &str) -> &'a Token {
    let found = parsed.tokens.iter().find(|token| parsed.text.get(token.span.clone()) == Some(part));
    found.unwrap_or_else(|| panic!("no token «{part}» in {:?}", parsed.tokens))
}

/// The texts of a token's guesses.
pub(crate) fn guesses(parsed: &Parsed, part: &str) -> Vec<String> {
    token(parsed, part).guesses.iter().map(|guess| guess.text.clone()).collect()
}
