//! Writing into cells: the one way text gets onto the screen. Text is cleaned, cut at its box and never wraps by
//! itself; what is cut ends in `…`.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use crate::domain::clean::clean_line;

use super::theme::{Role, Theme};

/// Writes into the cells of one frame.
pub struct Pen<'f> {
    cells: &'f mut Buffer,
    theme: Theme,
    cursor: Option<Position>,
}

/// One line being written, from left to right, within its end.
pub struct Line<'p, 'f> {
    pen: &'p mut Pen<'f>,
    start: u16,
    x: u16,
    y: u16,
    end: u16,
}

impl<'f> Pen<'f> {
    /// A pen for the cells of a frame.
    #[must_use]
    pub fn new(cells: &'f mut Buffer, theme: Theme) -> Self {
        Self { cells, theme, cursor: None }
    }

    /// All the cells there are.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.cells.area
    }

    /// Where the cursor is to stand, if anywhere.
    #[must_use]
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// Puts the cursor.
    pub fn set_cursor(&mut self, x: u16, y: u16) {
        let at = Position { x, y };
        if self.cells.area.contains(at) {
            self.cursor = Some(at);
        }
    }

    /// Takes the cursor away: what lies below a window has none.
    pub fn clear_cursor(&mut self) {
        self.cursor = None;
    }

    /// A line of an area, counted from its top. Outside the area nothing is written.
    pub fn line(&mut self, area: Rect, row: u16) -> Line<'_, 'f> {
        let is_inside = row < area.height;
        let end = if is_inside { area.right() } else { area.x };
        Line { start: area.x, x: area.x, y: area.y.saturating_add(row), end, pen: self }
    }

    /// Empties an area.
    pub fn wipe(&mut self, area: Rect) {
        for position in area.intersection(self.cells.area).positions() {
            self.cells[position].reset();
        }
    }

    fn put(&mut self, x: u16, y: u16, end: u16, text: &str, role: Role) -> u16 {
        let end = end.min(self.cells.area.right());
        if x >= end || y >= self.cells.area.bottom() || y < self.cells.area.top() {
            return x;
        }
        let style = self.theme.style(role);
        let text = clean_line(text);
        let room = usize::from(end - x);
        if width(&text) <= room {
            return self.cells.set_stringn(x, y, &text, room, style).0;
        }
        let (cut, _) = self.cells.set_stringn(x, y, &text, room - 1, style);
        self.cells.set_stringn(cut, y, "…", 1, style).0
    }
}

impl Line<'_, '_> {
    /// Writes on.
    pub fn text(&mut self, text: impl AsRef<str>, role: Role) -> &mut Self {
        self.x = self.pen.put(self.x, self.y, self.end, text.as_ref(), role);
        self
    }

    /// Goes on at a column, counted from the start of the line; never back.
    pub fn to(&mut self, column: u16) -> &mut Self {
        self.x = self.x.max(self.start.saturating_add(column));
        self
    }

    /// Writes into the next columns only, and goes on after them.
    pub fn column(&mut self, columns: u16, text: impl AsRef<str>, role: Role) -> &mut Self {
        let end = self.x.saturating_add(columns);
        // One blank always stands between two columns.
        self.pen.put(self.x, self.y, end.saturating_sub(1).min(self.end), text.as_ref(), role);
        self.x = end;
        self
    }

    /// Writes into the next columns, at their right.
    pub fn right_column(&mut self, columns: u16, text: impl AsRef<str>, role: Role) -> &mut Self {
        let text = text.as_ref();
        let end = self.x.saturating_add(columns);
        let last = end.saturating_sub(1).min(self.end);
        let start = last.saturating_sub(cells(text)).max(self.x);
        self.pen.put(start, self.y, last, text, role);
        self.x = end;
        self
    }

    /// Writes at the right end of the line; the rest of the line ends before it.
    pub fn right(&mut self, text: impl AsRef<str>, role: Role) -> &mut Self {
        let text = text.as_ref();
        let start = self.end.saturating_sub(cells(text)).max(self.x);
        self.pen.put(start, self.y, self.end, text, role);
        self.end = start.saturating_sub(1).max(self.x);
        self
    }

    /// Fills the rest of the line with one sign.
    pub fn fill(&mut self, sign: &str, role: Role) -> &mut Self {
        let count = usize::from(self.end.saturating_sub(self.x));
        self.text(sign.repeat(count), role)
    }

    /// Columns left.
    #[must_use]
    pub fn room(&self) -> u16 {
        self.end.saturating_sub(self.x)
    }

    /// Puts the cursor where the next sign would stand.
    pub fn cursor_here(&mut self) -> &mut Self {
        let (x, y) = (self.x, self.y);
        self.pen.set_cursor(x, y);
        self
    }

    /// Puts the cursor some columns further on.
    pub fn cursor_after(&mut self, columns: usize) -> &mut Self {
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        let x = self.x.saturating_add(columns).min(self.end.saturating_sub(1));
        let y = self.y;
        self.pen.set_cursor(x, y);
        self
    }
}

/// How many columns a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The same, as a coordinate.
#[must_use]
pub fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// Breaks a text at blanks into lines of at most this width.
#[must_use]
pub fn wrap(text: &str, columns: u16) -> Vec<String> {
    let columns = usize::from(columns.max(1));
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        // A paragraph sign stays with its number.
        let joined = if word == "§" { words.next().map(|number| format!("{word} {number}")) } else { None };
        let word = joined.as_deref().unwrap_or(word);
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Line<'_, '_>)) -> String {
        let area = Rect::new(0, 0, 20, 1);
        let mut cells = Buffer::empty(area);
        let mut pen = Pen::new(&mut cells, Theme { has_colour: true });
        write(&mut pen.line(area, 0));
        cells.content().iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        assert_eq!(
            written(|line| {
                line.text("Søndre Land og Nordre Land", Role::Text);
            }),
            "Søndre Land og Nord…"
        );
        assert_eq!(
            written(|line| {
                line.column(8, "Lillehammer", Role::Text).text("38", Role::Text);
            }),
            "Lilleh… 38          "
        );
    }

    #[test]
    fn the_right_end_keeps_its_place() {
        assert_eq!(
            written(|line| {
                line.right("48 min", Role::Text).text("413 Lillestrøm · bvv", Role::Text);
            }),
            "413 Lillestr… 48 min"
        );
        assert_eq!(
            written(|line| {
                line.right_column(6, "38", Role::Text).text("km", Role::Text);
            }),
            "   38 km            "
        );
    }

    #[test]
    fn stored_text_can_neither_drive_the_terminal_nor_climb_out_of_its_line() {
        let hostile = "Ås\u{202e}en\u{1b}[2J\u{200b}\tx e\u{301}\u{301}\u{301}\u{301}\u{301}";
        let cells = written(|line| {
            line.text(hostile, Role::Text);
        });
        assert_eq!(cells.trim_end(), "Åsen x é\u{301}\u{301}");
    }

    #[test]
    fn text_wraps_at_blanks() {
        assert_eq!(wrap("Hva sier barnet selv?", 10), ["Hva sier", "barnet", "selv?"]);
        assert_eq!(wrap("vedtak etter § 4-2 fattet", 14), ["vedtak etter", "§ 4-2 fattet"]);
        assert!(wrap("", 10).is_empty());
    }
}
