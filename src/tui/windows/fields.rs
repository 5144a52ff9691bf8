//! Fields of forms: a label, what stands in it, and the cursor where it is being typed.

use ratatui::layout::Rect;

use crate::app::form::{FieldId, FieldValue, Form};
use crate::app::text_field::TextField;

use crate::tui::pen::{Line, Pen, width, wrap};
use crate::tui::theme::Role;

/// Columns between two things to pick.
const OPTION_GAP: u16 = 3;

/// Where a field stands: its row in the area, and the column where what stands in it begins.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    /// The area of the form.
    pub area: Rect,
    /// The row.
    pub row: u16,
    /// The column.
    pub column: u16,
}

/// Draws a field with its label. `hint` stands where nothing is typed; `options` name what can be picked.
pub fn draw(
    pen: &mut Pen<'_>,
    spot: Spot,
    form: &Form,
    id: FieldId,
    label: &str,
    hint: &str,
    options: &[(char, String)],
) {
    let Some(value) = form.value(id) else { return };
    let is_focused = form.focused() == id;
    let mut line = pen.line(spot.area, spot.row);
    draw_label(&mut line, label, is_focused);
    line.to(spot.column);
    match value {
        FieldValue::Text(field) => draw_text(&mut line, field, is_focused, hint),
        FieldValue::Secret(secret) => {
            // No more dots than fit: the length of a passphrase is nobody's business either.
            let dots = secret.signs().min(usize::from(line.room().saturating_sub(1)));
            line.text("•".repeat(dots), Role::Field);
            if is_focused {
                line.cursor_here();
            }
        }
        FieldValue::Pick(picked) => draw_options(&mut line, options, 0, *picked, is_focused),
        FieldValue::Name { names, at } => {
            if is_focused {
                line.cursor_here();
            }
            line.text(names.get(*at).map(String::as_str).unwrap_or_default(), Role::Strong)
                .text(" ▾   ", Role::Faint)
                .text(hint, Role::Faint);
        }
    }
}

/// Draws a field whose text was read and is hidden, also under the cursor: a word in its place.
pub fn draw_covered(pen: &mut Pen<'_>, spot: Spot, label: &str, is_focused: bool, word: &str) {
    let mut line = pen.line(spot.area, spot.row);
    draw_label(&mut line, label, is_focused);
    line.to(spot.column);
    if is_focused {
        line.cursor_here();
    }
    line.text(word, Role::Faint);
}

/// Draws a pick list with its label, over as many rows as it needs, so that nothing to pick is cut; gives how many.
pub fn draw_pick(
    pen: &mut Pen<'_>,
    spot: Spot,
    form: &Form,
    id: FieldId,
    label: &str,
    options: &[(char, String)],
) -> u16 {
    let is_focused = form.focused() == id;
    let picked = form.picked(id);
    let room = spot.area.width.saturating_sub(spot.column);
    let rows = option_rows(options, room);
    for (n, range) in (0..).zip(&rows) {
        let mut line = pen.line(spot.area, spot.row + n);
        if n == 0 {
            draw_label(&mut line, label, is_focused);
        }
        line.to(spot.column);
        draw_options(&mut line, &options[range.clone()], range.start, picked, is_focused);
    }
    u16::try_from(rows.len()).unwrap_or(u16::MAX)
}

/// Which options stand in which row.
pub fn option_rows(options: &[(char, String)], room: u16) -> Vec<std::ops::Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, (_, word)) in options.iter().enumerate() {
        let wanted = crate::tui::pen::cells(word) + 2;
        if at > start && used + wanted > room {
            rows.push(start..at);
            (start, used) = (at, 0);
        }
        used += wanted + OPTION_GAP;
    }
    rows.push(start..options.len());
    rows
}

fn draw_label(line: &mut Line<'_, '_>, label: &str, is_focused: bool) {
    line.text(if is_focused { "▌" } else { " " }, Role::Mark)
        .text(label, if is_focused { Role::Strong } else { Role::Faint })
        .text(" ", Role::Text);
}

/// Draws a text with its cursor, scrolled so that the cursor is seen.
pub fn draw_text(line: &mut Line<'_, '_>, field: &TextField, is_focused: bool, hint: &str) {
    let room = usize::from(line.room()).saturating_sub(1);
    let scroll = field.scroll(room);
    if is_focused {
        line.cursor_after(field.cursor_cells().saturating_sub(scroll));
    }
    if field.text().is_empty() {
        line.text(if is_focused { " " } else { "" }, Role::Field).text(hint, Role::Faint);
    } else {
        line.text(after(field.text(), scroll), Role::Field);
    }
}

/// Draws a text that names someone: seen only while it is typed.
pub fn draw_hidden(
    pen: &mut Pen<'_>,
    spot: Spot,
    form: &Form,
    id: FieldId,
    (label, hint): (&str, &str),
    hidden: &str,
) {
    let Some(FieldValue::Text(field)) = form.value(id) else { return };
    let is_focused = form.focused() == id;
    let mut line = pen.line(spot.area, spot.row);
    draw_label(&mut line, label, is_focused);
    line.to(spot.column);
    if is_focused || field.is_blank() {
        draw_text(&mut line, field, is_focused, hint);
    } else {
        line.text(hidden, Role::Field);
    }
}

/// Draws a text over several rows, scrolled by rows so that the cursor is seen.
pub fn draw_rows_of_text(
    pen: &mut Pen<'_>,
    spot: Spot,
    form: &Form,
    id: FieldId,
    (label, hint): (&str, &str),
    rows: u16,
) {
    let Some(FieldValue::Text(field)) = form.value(id) else { return };
    let is_focused = form.focused() == id;
    draw_label(&mut pen.line(spot.area, spot.row), label, is_focused);
    // The last column is left for the cursor.
    let room = usize::from(spot.area.width.saturating_sub(spot.column + 1)).max(1);
    if field.is_blank() {
        for (n, text) in (0..rows).zip(wrap(hint, spot.area.width.saturating_sub(spot.column))) {
            let mut line = pen.line(spot.area, spot.row + n);
            line.to(spot.column);
            if is_focused && n == 0 {
                line.cursor_here();
            }
            line.text(text, Role::Faint);
        }
        return;
    }
    let (text, cursor) = (field.text(), field.cursor_byte());
    let lines = text_rows(text, room);
    let at = lines.iter().position(|line| cursor < line.end).unwrap_or(lines.len() - 1);
    let last = usize::from(rows.saturating_sub(1));
    let first = if is_focused { at.saturating_sub(last) } else { 0 };
    for (n, (number, range)) in (0..rows).zip(lines.iter().enumerate().skip(first)) {
        let mut line = pen.line(spot.area, spot.row + n);
        line.to(spot.column);
        if is_focused && number == at {
            line.cursor_after(width(&text[range.start..cursor]));
        }
        line.text(text[range.clone()].trim_end(), Role::Field);
    }
}

/// Which part of a text stands in which row, broken after words; there is always one. A blank at the end of a row takes no
/// room, so that a word that just fits stays.
pub fn text_rows(text: &str, room: usize) -> Vec<std::ops::Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0);
    let mut word = None;
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        used += width(&text[at..end]);
        if sign == ' ' {
            word = Some(end);
        } else if used > room && at > start {
            let from = word.take().unwrap_or(at);
            rows.push(start..from);
            start = from;
            used = width(&text[from..end]);
        }
    }
    rows.push(start..text.len());
    rows
}

/// The text without its first columns.
pub fn after(text: &str, columns: usize) -> &str {
    let mut skipped = 0;
    for (at, sign) in text.char_indices() {
        if skipped >= columns {
            return &text[at..];
        }
        skipped += width(sign.encode_utf8(&mut [0; 4]));
    }
    if columns == 0 { text } else { "" }
}

/// Draws a pick list too long for one row, in as many rows of `in_row` options as it takes; gives how many.
pub fn draw_in_rows(
    pen: &mut Pen<'_>,
    spot: Spot,
    form: &Form,
    id: FieldId,
    label: &str,
    options: &[(char, String)],
    in_row: u16,
) -> u16 {
    let picked = form.picked(id);
    let is_focused = form.focused() == id;
    let width = spot.area.width.saturating_sub(spot.column) / in_row.max(1);
    let mut rows = 0;
    for (row, options) in (0..).zip(options.chunks(usize::from(in_row.max(1)))) {
        rows = row + 1;
        for (at, (letter, word)) in (0..).zip(options) {
            let number = usize::from(row * in_row + at);
            let is_picked = picked == Some(number);
            let mut line = pen.line(spot.area, spot.row + row);
            if number == 0 {
                line.text(if is_focused { "▌" } else { " " }, Role::Mark)
                    .text(label, if is_focused { Role::Strong } else { Role::Faint });
            }
            line.to(spot.column + at * width);
            if is_focused && (is_picked || (picked.is_none() && number == 0)) {
                line.cursor_here();
            }
            if is_picked {
                line.column(width, format!("▸{word}"), Role::Strong);
            } else {
                let role = if is_focused { Role::Text } else { Role::Faint };
                line.text(letter.to_string(), Role::Key).text(" ", Role::Text).column(
                    width.saturating_sub(2),
                    word,
                    role,
                );
            }
        }
    }
    rows
}

fn draw_options(
    line: &mut Line<'_, '_>,
    options: &[(char, String)],
    first: usize,
    picked: Option<usize>,
    is_focused: bool,
) {
    for (at, (letter, word)) in (first..).zip(options) {
        let is_picked = picked == Some(at);
        if at > first {
            line.text(" ".repeat(usize::from(OPTION_GAP)), Role::Text);
        }
        if is_focused && (is_picked || (picked.is_none() && at == 0)) {
            line.cursor_here();
        }
        if is_picked {
            line.text(format!("▸{word}"), Role::Strong);
        } else if is_focused {
            line.text(letter.to_string(), Role::Key).text(format!(" {word}"), Role::Text);
        } else {
            line.text(word, Role::Faint);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{after, option_rows, text_rows};

    #[test]
    fn what_can_be_picked_goes_on_in_the_next_row() {
        let options: Vec<(char, String)> =
            "abcd".chars().map(|sign| (sign, "tolv tegn nå".to_owned())).collect();
        assert_eq!(option_rows(&options, 80).len(), 1);
        assert_eq!(option_rows(&options, 40), [0..2, 2..4]);
        assert_eq!(option_rows(&options, 5), [0..1, 1..2, 2..3, 3..4]);
    }

    #[test]
    fn a_text_goes_on_in_the_next_row_after_a_word_and_nothing_of_it_is_lost() {
        let rows = |text: &str, room| {
            let rows = text_rows(text, room).into_iter();
            rows.map(|row| text[row].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(rows("", 5), [""]);
        assert_eq!(rows("ring Moss nå", 9), ["ring Moss ", "nå"]);
        assert_eq!(rows("ring Moss nå", 8), ["ring ", "Moss nå"]);
        assert_eq!(rows("ringMossnå", 4), ["ring", "Moss", "nå"]);
        assert_eq!(rows("日本日本", 4), ["日本", "日本"]);
    }

    #[test]
    fn scrolled_text_begins_at_a_whole_sign() {
        assert_eq!(after("ærlig", 0), "ærlig");
        assert_eq!(after("ærlig", 2), "lig");
        assert_eq!(after("日本", 1), "本");
        assert_eq!(after("日本", 9), "");
    }
}
