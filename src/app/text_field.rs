//! One line of typed text with its cursor. The only file that knows the input library.

use tui_input::{Input, InputRequest};

use crate::domain::clean::clean_line;

use super::key::{Code, Key};

/// A line being typed.
#[derive(Debug, Clone)]
pub struct TextField {
    input: Input,
    limit: usize,
}

impl Default for TextField {
    fn default() -> Self {
        Self { input: Input::default(), limit: Self::LIMIT }
    }
}

impl TextField {
    /// The most signs a line takes.
    pub const LIMIT: usize = 500;
    /// The most signs a page takes.
    pub const PAGE: usize = 4000;

    /// A line with this text, the cursor at its end.
    #[must_use]
    pub fn with_text(text: &str) -> Self {
        Self { input: Input::new(clean_line(text).into_owned()), ..Self::default() }
    }

    /// A text as long as a page, the cursor at its end.
    #[must_use]
    pub fn page(text: &str) -> Self {
        Self { limit: Self::PAGE, ..Self::with_text(text) }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// The text without blanks around it; none when that is empty.
    #[must_use]
    pub fn filled(&self) -> Option<String> {
        let text = self.text().trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Whether nothing but blanks was typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// The cursor, in cells from the start of the text.
    #[must_use]
    pub fn cursor_cells(&self) -> usize {
        self.input.visual_cursor()
    }

    /// How many cells to leave out at the start so that the cursor is seen in a field this wide.
    #[must_use]
    pub fn scroll(&self, width: usize) -> usize {
        self.input.visual_scroll(width)
    }

    /// The cursor, in bytes from the start of the text.
    #[must_use]
    pub fn cursor_byte(&self) -> usize {
        self.text().char_indices().nth(self.input.cursor()).map_or(self.text().len(), |(at, _)| at)
    }

    /// Puts the cursor before this byte of the text.
    pub fn set_cursor_byte(&mut self, byte: usize) {
        let signs = self.text().char_indices().take_while(|(at, _)| *at < byte).count();
        self.input.handle(InputRequest::SetCursor(signs));
    }

    /// Replaces a part of the text, given in bytes; the cursor stands after what was put in.
    pub fn replace(&mut self, part: std::ops::Range<usize>, by: &str) {
        let mut text = self.text().to_owned();
        if text.is_char_boundary(part.start) && text.is_char_boundary(part.end) && part.start <= part.end {
            text.replace_range(part.clone(), by);
            *self = Self { limit: self.limit, ..Self::with_text(&text) };
            self.set_cursor_byte(part.start + by.len());
        }
    }

    /// Puts in one sign at the cursor.
    pub fn paste_sign(&mut self, sign: char) {
        self.input.handle(InputRequest::InsertChar(sign));
    }

    /// Puts in one sign as a person types it. A mark joins the letter before it; what may not stand in a text is left
    /// out.
    fn type_sign(&mut self, sign: char) {
        let at = self.cursor_byte();
        let (before, after) = self.text().split_at(at);
        let before = format!("{before}{sign}");
        let cursor = clean_line(&before).chars().count();
        let cleaned = clean_line(&format!("{before}{after}")).into_owned();
        self.input = Input::new(cleaned).with_cursor(cursor);
    }

    /// Takes a key; false when it means nothing to a line of text.
    pub fn press(&mut self, key: Key) -> bool {
        let request = match (key.code, key.ctrl) {
            (Code::Char(sign), false) => {
                if self.text().chars().count() < self.limit {
                    self.type_sign(sign);
                }
                return true;
            }
            (Code::Backspace, false) | (Code::Char('h'), true) => InputRequest::DeletePrevChar,
            (Code::Delete, false) => InputRequest::DeleteNextChar,
            (Code::Left, false) => InputRequest::GoToPrevChar,
            (Code::Right, false) => InputRequest::GoToNextChar,
            (Code::Left, true) => InputRequest::GoToPrevWord,
            (Code::Right, true) => InputRequest::GoToNextWord,
            (Code::Home, _) | (Code::Char('a'), true) => InputRequest::GoToStart,
            (Code::End, _) | (Code::Char('e'), true) => InputRequest::GoToEnd,
            (Code::Char('w') | Code::Backspace, true) => InputRequest::DeletePrevWord,
            (Code::Char('u'), true) => InputRequest::DeleteFromStart,
            (Code::Char('k'), true) => InputRequest::DeleteTillEnd,
            _ => return false,
        };
        self.input.handle(request);
        true
    }

    /// Puts in pasted text as one line.
    pub fn paste(&mut self, text: &str) {
        let room = self.limit.saturating_sub(self.text().chars().count());
        for sign in clean_line(text.trim_end()).chars().take(room) {
            self.paste_sign(sign);
        }
    }
}

impl PartialEq for TextField {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text() && self.input.cursor() == other.input.cursor()
    }
}
