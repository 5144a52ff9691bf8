//! Patterns of signs: children, legal bases and loose digits, each from one word.

use super::error::AgeUnit;
use super::words::is_digits;
use crate::domain::child::{Age, Sex};

/// A child as one word has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChildWord {
    pub sex: Sex,
    pub age: AgeWord,
}

/// An age as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AgeWord {
    /// None.
    Missing,
    /// `?` or `x`.
    Unknown,
    /// A number, and what it counts when that is said.
    Number { digits: String, unit: Option<AgeUnit> },
}

/// The child a word names: `j9`, `15g`, `j8mnd`, `bx`, `j`.
pub(super) fn child(word: &str) -> Option<ChildWord> {
    let first = word.chars().next()?;
    if let Some(sex) = sex(first) {
        let rest = word.get(first.len_utf8()..)?;
        let age = if rest.is_empty() { AgeWord::Missing } else { age(rest)? };
        return Some(ChildWord { sex, age });
    }
    let last = word.chars().next_back()?;
    let digits = word.get(..word.len() - last.len_utf8())?;
    let is_age = is_digits(digits) && digits.len() <= LONGEST_AGE;
    let age = AgeWord::Number { digits: digits.to_owned(), unit: None };
    is_age.then_some(ChildWord { sex: sex(last)?, age })
}

/// More digits than this are no age, but something else gone wrong.
const LONGEST_AGE: usize = 3;

/// The age a word names: `9`, `8mnd`, `3uker`, `?`, `x`.
pub(super) fn age(word: &str) -> Option<AgeWord> {
    if matches!(word, "?" | "x") {
        return Some(AgeWord::Unknown);
    }
    let end = word.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(word.len());
    let (digits, rest) = word.split_at_checked(end)?;
    if !(1..=LONGEST_AGE).contains(&digits.len()) {
        return None;
    }
    let unit = if rest.is_empty() { None } else { Some(unit(rest)?) };
    Some(AgeWord::Number { digits: digits.to_owned(), unit })
}

/// What a word after a number counts.
pub(super) fn unit(word: &str) -> Option<AgeUnit> {
    match word {
        "år" | "aar" => Some(AgeUnit::Years),
        "mnd" | "mnd." => Some(AgeUnit::Months),
        "uker" | "uke" => Some(AgeUnit::Weeks),
        _ => None,
    }
}

/// The age, if a call is registered for it; else the unit it was outside of.
pub(super) fn age_in_range(digits: &str, unit: Option<AgeUnit>) -> Result<Age, AgeUnit> {
    let number = digits.parse::<u8>().ok();
    let within = |lowest: u8, highest: u8| number.filter(|number| (lowest..=highest).contains(number));
    match unit {
        None | Some(AgeUnit::Years) => within(0, Age::MAX_YEARS).map(Age::Years).ok_or(AgeUnit::Years),
        Some(AgeUnit::Months) => within(1, Age::MAX_MONTHS).map(Age::Months).ok_or(AgeUnit::Months),
        Some(AgeUnit::Weeks) => within(0, Age::MAX_WEEKS).map(Age::Weeks).ok_or(AgeUnit::Weeks),
    }
}

fn sex(sign: char) -> Option<Sex> {
    match sign {
        'j' => Some(Sex::Girl),
        'g' => Some(Sex::Boy),
        'b' => Some(Sex::Unspecified),
        _ => None,
    }
}

/// The letter a child of this sex is written with.
#[must_use]
pub const fn sex_letter(sex: Sex) -> char {
    match sex {
        Sex::Girl => 'j',
        Sex::Boy => 'g',
        Sex::Unspecified => 'b',
    }
}

/// The code a word would have as a basis: `4-2` for `4-2`, `4.2`, `4,2`, `§4-2`; `4-6.1` for an old paragraph.
pub(super) fn basis_code(word: &str) -> Option<String> {
    let word = word.trim_start_matches('§');
    let (chapter, section) = word.split_once(['-', '.', ','])?;
    let (section, paragraph) = match section.split_once('.') {
        Some((section, paragraph)) => (section, Some(paragraph)),
        None => (section, None),
    };
    let is_basis = is_digits(chapter)
        && chapter.len() == 1
        && is_digits(section)
        && section.len() <= 2
        && paragraph.is_none_or(|paragraph| is_digits(paragraph) && paragraph.len() == 1);
    let code = match paragraph {
        Some(paragraph) => format!("{chapter}-{section}.{paragraph}"),
        None => format!("{chapter}-{section}"),
    };
    is_basis.then_some(code)
}

/// The code two or three digits would have as a basis: `4-2` for `42`.
pub(super) fn basis_of_digits(digits: &str) -> Option<String> {
    let (chapter, section) = digits.split_at_checked(1)?;
    ((2..=3).contains(&digits.len()) && is_digits(digits)).then(|| format!("{chapter}-{section}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_read_in_every_accepted_order() {
        let number = |sex, digits: &str, unit| {
            Some(ChildWord { sex, age: AgeWord::Number { digits: digits.to_owned(), unit } })
        };
        assert_eq!(child("j9"), number(Sex::Girl, "9", None));
        assert_eq!(child("15g"), number(Sex::Boy, "15", None));
        assert_eq!(child("j8mnd"), number(Sex::Girl, "8", Some(AgeUnit::Months)));
        assert_eq!(child("b3uker"), number(Sex::Unspecified, "3", Some(AgeUnit::Weeks)));
        assert_eq!(child("bx"), Some(ChildWord { sex: Sex::Unspecified, age: AgeWord::Unknown }));
        assert_eq!(child("j"), Some(ChildWord { sex: Sex::Girl, age: AgeWord::Missing }));
        for word in ["bh", "beh", "j9x", "gg", "9", "j1234", "1234j", ""] {
            assert_eq!(child(word), None, "{word}");
        }
    }

    #[test]
    fn limits_of_age_are_0_17_1_35_0_20() {
        for (digits, unit, age) in [
            ("0", None, Ok(Age::Years(0))),
            ("17", None, Ok(Age::Years(17))),
            ("18", None, Err(AgeUnit::Years)),
            ("0", Some(AgeUnit::Months), Err(AgeUnit::Months)),
            ("35", Some(AgeUnit::Months), Ok(Age::Months(35))),
            ("36", Some(AgeUnit::Months), Err(AgeUnit::Months)),
            ("0", Some(AgeUnit::Weeks), Ok(Age::Weeks(0))),
            ("20", Some(AgeUnit::Weeks), Ok(Age::Weeks(20))),
            ("21", Some(AgeUnit::Weeks), Err(AgeUnit::Weeks)),
            ("999", None, Err(AgeUnit::Years)),
        ] {
            assert_eq!(age_in_range(digits, unit), age, "{digits} {unit:?}");
        }
    }

    #[test]
    fn a_basis_has_one_code_however_it_is_written() {
        for word in ["4-2", "4.2", "4,2", "§4-2"] {
            assert_eq!(basis_code(word).as_deref(), Some("4-2"), "{word}");
        }
        assert_eq!(basis_code("4-25").as_deref(), Some("4-25"));
        assert_eq!(basis_code("4-6.1").as_deref(), Some("4-6.1"));
        for word in ["42", "14-2", "4-", "-10m", "4-2a", "14.30", "4-222"] {
            assert_eq!(basis_code(word), None, "{word}");
        }
        assert_eq!(basis_of_digits("42").as_deref(), Some("4-2"));
        assert_eq!(basis_of_digits("4"), None);
    }
}
