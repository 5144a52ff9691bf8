//! The pages that leave the screen: the handover, the morning report and the weekly report. Each is made from data into
//! one tree of titled lines, which is written as plain lines, as Markdown or as one printable HTML page.

pub mod capacity;
pub mod entries;
pub mod handover;
pub mod morning;
pub mod scene;
pub mod week;
mod written;

use crate::domain::case_watch::WatchLevel;
use crate::domain::clean::clean_line;
use crate::domain::letter::LetterLanguage;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The form of Norwegian it is in.
    pub language: LetterLanguage,
    /// Its title.
    pub title: String,
    /// What stands below the title.
    pub lines: Vec<String>,
    /// What must be read before all else.
    pub banners: Vec<String>,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a page under its own title.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// A table, where it has one.
    pub table: Option<Table>,
    /// Its lines.
    pub items: Vec<Item>,
    /// What it says when nothing stands in it.
    pub empty: String,
}

/// One line, and what belongs to it below.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// Its place, by which a command names it: in plain lines alone.
    pub number: Option<usize>,
    /// How closely the case is followed, with its word.
    pub mark: Option<(WatchLevel, String)>,
    /// The line.
    pub text: String,
    /// What belongs to it.
    pub more: Vec<String>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Over the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Page {
    /// A page without parts.
    #[must_use]
    pub fn new(language: LetterLanguage, title: &str) -> Self {
        Self { language, title: title.to_owned(), lines: Vec::new(), banners: Vec::new(), parts: Vec::new() }
    }

    /// Every text of it cleaned: an older program may have kept what a terminal or browser would act on.
    fn cleaned(&self) -> Self {
        let clean = |text: &String| clean_line(text).into_owned();
        let all = |texts: &[String]| texts.iter().map(clean).collect();
        let item = |item: &Item| Item {
            number: item.number,
            mark: item.mark.clone(),
            text: clean(&item.text),
            more: all(&item.more),
        };
        let table = |table: &Table| Table {
            head: all(&table.head),
            rows: table.rows.iter().map(|row| all(row)).collect(),
        };
        let part = |part: &Part| Part {
            title: clean(&part.title),
            table: part.table.as_ref().map(table),
            items: part.items.iter().map(item).collect(),
            empty: clean(&part.empty),
        };
        Self {
            language: self.language,
            title: clean(&self.title),
            lines: all(&self.lines),
            banners: all(&self.banners),
            parts: self.parts.iter().map(part).collect(),
        }
    }
}

impl Part {
    /// A part with lines.
    #[must_use]
    pub fn of(title: &str, items: Vec<Item>, empty: &str) -> Self {
        Self { title: title.to_owned(), table: None, items, empty: empty.to_owned() }
    }

    /// A part with a table.
    #[must_use]
    pub fn with_table(title: &str, head: Vec<&str>, rows: Vec<Vec<String>>, empty: &str) -> Self {
        let head = head.into_iter().map(str::to_owned).collect();
        let table = (!rows.is_empty()).then_some(Table { head, rows });
        Self { title: title.to_owned(), table, items: Vec::new(), empty: empty.to_owned() }
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.table.is_none()
    }
}

impl Item {
    /// A line by itself.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Whether it is of a case that is critical.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        matches!(self.mark, Some((WatchLevel::Critical, _)))
    }
}
