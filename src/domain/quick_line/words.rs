//! Cutting a line into its words and its note.

use std::ops::Range;

use crate::domain::fold::fold;

/// A line, cut.
pub(super) struct Cut {
    /// The words before the note.
    pub words: Vec<Word>,
    /// The note: its span from the dashes to the end, and its text.
    pub note: Option<(Range<usize>, String)>,
}

/// A word and the forms it is compared in.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// As written.
    pub raw: String,
    /// Lower case, every hyphen an ordinary one: for patterns of signs.
    pub lower: String,
    /// Folded: for words and names.
    pub folded: String,
}

impl Word {
    fn new(text: &str, span: Range<usize>) -> Self {
        let raw = text.get(span.clone()).unwrap_or_default().to_owned();
        let lower = raw
            .chars()
            .flat_map(char::to_lowercase)
            .map(|sign| if is_hyphen(sign) { '-' } else { sign })
            .collect();
        Self { folded: fold(&raw), span, raw, lower }
    }

    /// Whether it is the plus between children.
    pub fn is_plus(&self) -> bool {
        self.raw == "+"
    }

    /// Whether it can be part of a name: a digit never is.
    pub fn is_name(&self) -> bool {
        self.raw.chars().any(char::is_alphabetic)
            && !self.raw.chars().any(|sign| sign.is_ascii_digit() || sign == '#')
    }
}

/// Whether a text is one or more ASCII digits.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Cuts a line. Blanks, commas and the plus between children part words; a comma between two digits does not
/// (`§ 4,2`), nor does a plus in a marked word (`#allergi:hund+katt`) or before a phone number.
pub(super) fn cut(text: &str) -> Cut {
    let note_at = note_start(text);
    let body = text.get(..note_at.unwrap_or(text.len())).unwrap_or(text);
    let note = note_at.map(|start| {
        let rest = text.get(start..).unwrap_or_default();
        (start..text.len(), rest.trim_start_matches(is_hyphen).trim().to_owned())
    });
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    let mut before: Option<char> = None;
    for (at, sign) in body.char_indices() {
        let after = body.get(at + sign.len_utf8()..).unwrap_or_default();
        let word = start.and_then(|start| body.get(start..at)).unwrap_or_default();
        let parts = sign.is_whitespace() || (sign == ',' && !is_between_digits(before, after));
        if parts || (sign == '+' && is_plus_between(word, after)) {
            if let Some(start) = start.take() {
                words.push(Word::new(text, start..at));
            }
            if sign == '+' {
                words.push(Word::new(text, at..at + 1));
            }
        } else if start.is_none() {
            start = Some(at);
        }
        before = Some(sign);
    }
    if let Some(start) = start {
        words.push(Word::new(text, start..body.len()));
    }
    Cut { words, note }
}

/// Where the note begins: at two hyphens, or at a long dash that begins or ends a word.
fn note_start(text: &str) -> Option<usize> {
    let mut before: Option<char> = None;
    for (at, sign) in text.char_indices() {
        let after = text.get(at + sign.len_utf8()..).unwrap_or_default().chars().next();
        let is_dash = match sign {
            '-' => after == Some('-'),
            '–' | '—' => before.is_none_or(char::is_whitespace) || after.is_none_or(char::is_whitespace),
            _ => false,
        };
        if is_dash {
            return Some(at);
        }
        before = Some(sign);
    }
    None
}

fn is_between_digits(before: Option<char>, after: &str) -> bool {
    before.is_some_and(|sign| sign.is_ascii_digit()) && after.starts_with(|sign: char| sign.is_ascii_digit())
}

fn is_plus_between(word: &str, after: &str) -> bool {
    let begins_number = || {
        let rest = after.split(char::is_whitespace).next().unwrap_or_default();
        is_digits(rest.trim_end_matches(','))
    };
    let may_begin_number = word.is_empty() || matches!(fold(word).as_str(), "tlf" | "tlf." | "tlf:");
    !(word.starts_with('#') || may_begin_number && begins_number())
}

fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        cut(text).words.into_iter().map(|word| word.raw).collect()
    }

    #[test]
    fn blanks_commas_and_the_plus_part_words() {
        assert_eq!(words("  j9+g6, bvt,bh "), ["j9", "+", "g6", "bvt", "bh"]);
        assert_eq!(words("§ 4,2 j9,g6"), ["§", "4,2", "j9", "g6"]);
        assert_eq!(words("#allergi:hund+katt"), ["#allergi:hund+katt"]);
        assert_eq!(words("tlf +4700000000 +g6"), ["tlf", "+4700000000", "+", "g6"]);
    }

    #[test]
    fn the_note_begins_at_dashes_only() {
        let note = |text: &str| cut(text).note.map(|(_, note)| note);
        assert_eq!(note("hamar -- mor ringte"), Some("mor ringte".to_owned()));
        assert_eq!(note("hamar – mor – far"), Some("mor – far".to_owned()));
        assert_eq!(note("hamar bh--mor"), Some("mor".to_owned()));
        assert_eq!(note("hamar bh— mor"), Some("mor".to_owned()));
        assert_eq!(note("hamar --"), Some(String::new()));
        assert_eq!(note("aurskog-høland -10m"), None);
        assert_eq!(note("aurskog–høland"), None);
    }
}
