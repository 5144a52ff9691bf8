//! The note as Markdown: headings, lists and bold labels; everything from outside is text and stays text.

use std::fmt::Write as _;

use super::{CaseNote, Row, Section};
use crate::report::markdown::{at_start, within};

impl CaseNote {
    /// The note in Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut note = String::new();
        for banner in &self.banners {
            put(&mut note, format_args!("> **{}**\n\n", within(banner)));
        }
        put(&mut note, format_args!("# {}\n\n{}\n\n", within(&self.title), at_start(&self.subtitle)));
        rows(&mut note, &self.facts);
        for section in &self.sections {
            put_section(&mut note, section, "##");
        }
        note.truncate(note.trim_end().len());
        note.push('\n');
        note
    }
}

fn put_section(note: &mut String, section: &Section, mark: &str) {
    put(note, format_args!("\n{mark} {}\n", within(&section.title)));
    if !section.rows.is_empty() {
        note.push('\n');
    }
    rows(note, &section.rows);
    for part in &section.parts {
        put_section(note, part, "###");
    }
}

fn rows(note: &mut String, rows: &[Row]) {
    for row in rows {
        if row.label.is_empty() {
            put(note, format_args!("- {}\n", at_start(&row.text)));
        } else {
            put(note, format_args!("- **{}:** {}\n", within(&row.label), within(&row.text)));
        }
        for more in &row.more {
            put(note, format_args!("  - {}\n", at_start(more)));
        }
    }
}

fn put(note: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = note.write_fmt(text);
}
