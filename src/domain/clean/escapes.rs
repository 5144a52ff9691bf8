//! Sequences that steer a terminal (ECMA-48): how long the one is that a text begins with.
//!
//! What stands in a sequence is no word of anyone's, so it goes with the character that begins it. A sequence that is
//! cut off or is none gives up only what no person writes after an escape: the words behind it stay.

const ESCAPE: char = '\u{1b}';
const BELL: char = '\u{7}';
const STRING_TERMINATOR: char = '\u{9c}';

/// The bytes of the sequence at the start of the text; 0 where none begins.
pub(super) fn length(text: &str) -> usize {
    let mut characters = text.chars();
    match characters.next() {
        Some('\u{9b}') => 2 + control_sequence(characters.as_str()),
        Some('\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}') => 2 + control_string(characters.as_str()),
        Some('\u{8e}' | '\u{8f}') => 2 + shifted(characters.as_str()),
        Some(ESCAPE) => 1 + after_escape(characters.as_str()),
        _ => 0,
    }
}

fn after_escape(rest: &str) -> usize {
    let mut characters = rest.chars();
    match characters.next() {
        Some('[') => 1 + control_sequence(characters.as_str()),
        Some('P' | 'X' | ']' | '^' | '_') => 1 + control_string(characters.as_str()),
        Some('N' | 'O') => 1 + shifted(characters.as_str()),
        // A set of characters is chosen, a line is made tall, the answers are made short or long.
        Some('#' | '%' | '(' | ')' | '*' | '+' | '-' | '.' | '/') => {
            1 + usize::from(matches!(characters.next(), Some('0'..='~')))
        }
        Some(' ') if matches!(characters.next(), Some('F' | 'G' | 'L' | 'M' | 'N')) => 2,
        Some(
            '6'..='9'
            | '<'..='>'
            | 'D'
            | 'E'
            | 'H'
            | 'M'
            | 'V'
            | 'W'
            | 'Z'
            | '\\'
            | 'c'
            | 'n'
            | 'o'
            | '|'..='~',
        ) => 1,
        _ => 0,
    }
}

/// What follows the introducer of a control sequence: parameters, what stands between, the sign that ends it.
fn control_sequence(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let run = |from: usize, is_meant: fn(&u8) -> bool| {
        bytes[from..].iter().take_while(|byte| is_meant(byte)).count()
    };
    let parameters = run(0, |byte| matches!(byte, 0x30..=0x3f));
    let between = run(parameters, |byte| matches!(byte, 0x20..=0x2f));
    match bytes.get(parameters + between) {
        Some(0x40..=0x7e) => parameters + between + 1,
        _ => parameters,
    }
}

/// What follows the introducer of a string meant for the terminal, up to and with its end. One without an end on its
/// line is not taken: it would carry all that was written after it away.
fn control_string(rest: &str) -> usize {
    let mut before = None;
    for (at, character) in rest.char_indices() {
        match character {
            BELL | STRING_TERMINATOR | '\u{18}' | '\u{1a}' => return at + character.len_utf8(),
            '\\' if before == Some(ESCAPE) => return at + 1,
            '\n' | '\r' => return 0,
            _ if before == Some(ESCAPE) => return 0,
            _ => {}
        }
        before = Some(character);
    }
    0
}

/// The one sign a shift is for: that is how a terminal sends its function keys.
fn shifted(rest: &str) -> usize {
    usize::from(rest.starts_with(|sign: char| sign.is_ascii_uppercase()))
}
