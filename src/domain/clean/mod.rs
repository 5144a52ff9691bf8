//! Cleaning of text that a person types or a file brings, so that it can neither drive the terminal nor mislead
//! the eye.
//!
//! Removed: control, bidirectional, zero-width, tag, private-use and other characters that are not seen. A sequence
//! that steers a terminal goes whole, not only the character it begins with. Blanks of every kind become the ordinary
//! one. Kept: every letter, æøå and the Sámi letters among them, and the combining
//! marks a letter needs. A Norwegian or Sámi letter written as letter and mark becomes the one letter, so that a
//! name typed on another keyboard is found. Cleaning clean text changes nothing.

mod escapes;
mod marks;

use std::borrow::Cow;

use super::refusal::BadValue;
use marks::is_mark;

/// The most combining marks one letter keeps; more would climb into other lines of the screen.
pub const MAX_MARKS: usize = 2;

/// The text on one line: line breaks and tabs become blanks.
#[must_use]
pub fn clean_line(text: &str) -> Cow<'_, str> {
    clean(text, ' ')
}

/// The text with its line breaks, all written as `\n`; tabs become blanks.
#[must_use]
pub fn clean_text(text: &str) -> Cow<'_, str> {
    clean(text, '\n')
}

/// The beginning of a text, at most `limit` characters long.
#[must_use]
pub fn first_chars(text: &str, limit: usize) -> &str {
    text.char_indices().nth(limit).map_or(text, |(end, _)| &text[..end])
}

/// Whether a text is at most `limit` characters long.
///
/// # Errors
/// [`BadValue::TooLong`], naming `field` and the limit.
pub fn check_length(field: &'static str, text: &str, limit: usize) -> Result<(), BadValue> {
    if text.chars().nth(limit).is_some() { Err(BadValue::TooLong { field, limit }) } else { Ok(()) }
}

/// What cleaning does to one character.
enum Verdict {
    /// A letter, digit or sign: stays.
    Keep(char),
    /// A combining mark: stays with the letter before it.
    Mark,
    /// A blank of any kind.
    Blank,
    /// A line break of any kind.
    Break,
    /// Not seen, or misleads.
    Remove,
}

fn clean(text: &str, line_break: char) -> Cow<'_, str> {
    // Nearly all text is plain; then nothing is copied.
    if text.chars().all(|character| is_plain(character) || character == line_break) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut marks_left = 0;
    let mut after_return = false;
    let mut steered_until = 0;
    for (at, character) in text.char_indices() {
        if at < steered_until {
            continue;
        }
        steered_until = at + escapes::length(&text[at..]);
        if at < steered_until {
            continue;
        }
        let was_after_return = std::mem::replace(&mut after_return, character == '\r');
        match judge(character) {
            Verdict::Keep(kept) => {
                cleaned.push(kept);
                marks_left = MAX_MARKS;
            }
            Verdict::Mark => {
                if let Some(letter) = cleaned.pop() {
                    if let Some(whole) = compose(letter, character) {
                        cleaned.push(whole);
                        continue;
                    }
                    cleaned.push(letter);
                }
                if marks_left > 0 {
                    cleaned.push(character);
                    marks_left -= 1;
                }
            }
            Verdict::Blank => {
                cleaned.push(' ');
                marks_left = 0;
            }
            Verdict::Break if character == '\n' && was_after_return => {}
            Verdict::Break => {
                cleaned.push(line_break);
                marks_left = 0;
            }
            Verdict::Remove => {}
        }
    }
    if cleaned == text { Cow::Borrowed(text) } else { Cow::Owned(cleaned) }
}

/// Characters that always stay as they are, whatever stands before them.
fn is_plain(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}')
}

fn judge(character: char) -> Verdict {
    match character {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Verdict::Break,
        // The empty Braille cell and the Hangul fillers are blanks in all but name.
        '\t'
        | ' '
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{2800}'
        | '\u{3000}' => Verdict::Blank,
        // The sign for ångström is the letter.
        '\u{212b}' => Verdict::Keep('Å'),
        _ if is_removed(character) => Verdict::Remove,
        _ if is_mark(character) => Verdict::Mark,
        _ => Verdict::Keep(character),
    }
}

/// Characters that are not seen, steer others, or mean something else on each machine.
fn is_removed(character: char) -> bool {
    let code = u32::from(character);
    character.is_control()
        // Noncharacters: the last two of every plane.
        || code & 0xfffe == 0xfffe
        || matches!(character,
            // Soft hyphen, combining grapheme joiner, Arabic letter mark and number signs.
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}'
            | '\u{890}' | '\u{891}' | '\u{8e2}'
            // Hangul fillers, Khmer and Mongolian invisible signs.
            | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            // Zero width, bidirectional, invisible operators, deprecated controls.
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            // Marks that strike a letter through or put a box around it.
            | '\u{334}'..='\u{338}' | '\u{20d2}' | '\u{20d3}' | '\u{20d8}'..='\u{20da}'
            | '\u{20dd}'..='\u{20e0}' | '\u{20e2}'..='\u{20e6}' | '\u{20ea}' | '\u{20eb}'
            | '\u{488}' | '\u{489}' | '\u{a670}'..='\u{a672}'
            // Private use, variation selectors, noncharacters, byte order mark, interlinear and object signs.
            | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{fff0}'..='\u{fffc}'
            // Format signs of old scripts, shorthand and music.
            | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}'
            // Skin tones: one terminal in two gives them cells of their own, and the line is shifted.
            | '\u{1f3fb}'..='\u{1f3ff}'
            // Tags and all that is set aside beside them; private planes.
            | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The one letter that a Norwegian or Sámi alphabet (or a neighbour's name) has for letter and mark.
fn compose(letter: char, mark: char) -> Option<char> {
    let pairs: &[(char, char)] = match mark {
        '\u{300}' => &[('a', 'à'), ('A', 'À'), ('e', 'è'), ('E', 'È'), ('o', 'ò'), ('O', 'Ò')],
        '\u{301}' => &[
            ('a', 'á'),
            ('A', 'Á'),
            ('e', 'é'),
            ('E', 'É'),
            ('i', 'í'),
            ('I', 'Í'),
            ('o', 'ó'),
            ('O', 'Ó'),
            ('u', 'ú'),
            ('U', 'Ú'),
            ('y', 'ý'),
            ('Y', 'Ý'),
            ('n', 'ń'),
            ('N', 'Ń'),
            ('å', 'ǻ'),
            ('Å', 'Ǻ'),
            ('æ', 'ǽ'),
            ('Æ', 'Ǽ'),
            ('ø', 'ǿ'),
            ('Ø', 'Ǿ'),
        ],
        '\u{302}' => &[('a', 'â'), ('A', 'Â'), ('e', 'ê'), ('E', 'Ê'), ('o', 'ô'), ('O', 'Ô')],
        '\u{303}' => &[('n', 'ñ'), ('N', 'Ñ'), ('o', 'õ'), ('O', 'Õ')],
        '\u{308}' => &[
            ('a', 'ä'),
            ('A', 'Ä'),
            ('e', 'ë'),
            ('E', 'Ë'),
            ('i', 'ï'),
            ('I', 'Ï'),
            ('o', 'ö'),
            ('O', 'Ö'),
            ('u', 'ü'),
            ('U', 'Ü'),
        ],
        '\u{30a}' => &[('a', 'å'), ('A', 'Å')],
        '\u{30c}' => &[
            ('c', 'č'),
            ('C', 'Č'),
            ('s', 'š'),
            ('S', 'Š'),
            ('z', 'ž'),
            ('Z', 'Ž'),
            ('g', 'ǧ'),
            ('G', 'Ǧ'),
            ('k', 'ǩ'),
            ('K', 'Ǩ'),
            ('ʒ', 'ǯ'),
            ('Ʒ', 'Ǯ'),
        ],
        _ => return None,
    };
    pairs.iter().find(|(plain, _)| *plain == letter).map(|(_, whole)| *whole)
}
