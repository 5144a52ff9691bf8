//! A page as plain lines, as Markdown, and as HTML. Everything in it is text and stays text.

use std::fmt::Write as _;

use askama::Template;

use super::{Item, Page};
use crate::report::markdown::{at_start, within};

/// The page as one file: no script, nothing from elsewhere, in the size of A4 on paper.
#[derive(Template)]
#[template(path = "report.html", config = "assets/askama.toml")]
struct Html<'p> {
    page: &'p Page,
}

impl Page {
    /// The page as an HTML file.
    #[must_use]
    pub fn html(&self) -> String {
        // Writing to memory cannot fail.
        Html { page: &self.cleaned() }.render().unwrap_or_default() + "\n"
    }

    /// The page in Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for banner in &self.banners {
            put(&mut text, format_args!("> **{}**\n\n", within(banner)));
        }
        put(&mut text, format_args!("# {}\n\n", within(&self.title)));
        for line in &self.lines {
            put(&mut text, format_args!("{}  \n", at_start(line)));
        }
        for part in &self.parts {
            put(&mut text, format_args!("\n## {}\n\n", within(&part.title)));
            if let Some(table) = &part.table {
                let row =
                    |cells: &[String]| cells.iter().map(|cell| within(cell)).collect::<Vec<_>>().join(" | ");
                put(&mut text, format_args!("| {} |\n", row(&table.head)));
                put(&mut text, format_args!("|{}\n", " --- |".repeat(table.head.len())));
                for cells in &table.rows {
                    put(&mut text, format_args!("| {} |\n", row(cells)));
                }
                if !part.items.is_empty() {
                    text.push('\n');
                }
            }
            for item in &part.items {
                match &item.mark {
                    Some((_, mark)) => {
                        put(&mut text, format_args!("- **{}** {}\n", within(mark), within(&item.text)));
                    }
                    None => put(&mut text, format_args!("- {}\n", at_start(&item.text))),
                }
                for more in &item.more {
                    put(&mut text, format_args!("  - {}\n", at_start(more)));
                }
            }
            if part.is_empty() {
                put(&mut text, format_args!("{}\n", at_start(&part.empty)));
            }
        }
        text
    }

    /// The page in plain lines, to be read on a terminal or aloud.
    #[must_use]
    pub fn plain(&self) -> String {
        let page = self.cleaned();
        let mut text = String::new();
        for line in page.banners.iter().chain(std::iter::once(&page.title)).chain(&page.lines) {
            put(&mut text, format_args!("{line}\n"));
        }
        for part in &page.parts {
            put(&mut text, format_args!("\n{}\n", part.title));
            for cells in part.table.iter().flat_map(|table| std::iter::once(&table.head).chain(&table.rows)) {
                put(&mut text, format_args!("  {}\n", cells.join(" · ")));
            }
            for Item { number, mark, text: line, more } in &part.items {
                let number = number.map(|number| format!("{number}. ")).unwrap_or_default();
                match mark {
                    Some((_, mark)) => put(&mut text, format_args!("  {number}{mark}: {line}\n")),
                    None => put(&mut text, format_args!("  {number}{line}\n")),
                }
                for more in more {
                    put(&mut text, format_args!("    {more}\n"));
                }
            }
            if part.is_empty() {
                put(&mut text, format_args!("  {}\n", part.empty));
            }
        }
        text
    }
}

fn put(text: &mut String, more: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(more);
}
