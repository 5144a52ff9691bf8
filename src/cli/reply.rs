//! What a command answers on standard output, and the exit code that goes with it.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde::Serialize;

use crate::domain::clean::clean_text;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    body: String,
    is_clean: bool,
}

impl Reply {
    /// No answer: the screen was all there was.
    pub const fn empty() -> Self {
        Self { body: String::new(), is_clean: true }
    }

    /// Lines for people.
    pub fn text(lines: impl Into<String>) -> Self {
        // Stored text was cleaned when it came in; what a terminal gets is cleaned all the same.
        let lines = lines.into();
        Self { body: clean_text(lines.trim_end_matches('\n')).into_owned(), is_clean: true }
    }

    /// One JSON object.
    pub fn json(value: &impl Serialize) -> Self {
        // Values made of texts, numbers and lists always have a JSON form.
        Self { body: clean_json(&serde_json::to_string(value).unwrap_or_default()), is_clean: true }
    }

    /// A file's content, as it is.
    pub fn file(content: String) -> Self {
        Self { body: content, is_clean: true }
    }

    /// The same answer for people, with one line more.
    pub fn with_line(self, line: &str) -> Self {
        let body = format!("{}\n{}", self.body(), clean_text(line));
        Self { body, ..self }
    }

    /// The same answer of a check that found something: exit code 1.
    pub fn with_findings(mut self) -> Self {
        self.is_clean = false;
        self
    }

    /// What is written, without a line ending of its own.
    pub fn body(&self) -> &str {
        self.body.strip_suffix('\n').unwrap_or(&self.body)
    }

    /// Writes the answer to standard output.
    pub fn print(&self) -> ExitCode {
        if !self.body.is_empty() && write_line(self.body()).is_err() {
            return ExitCode::FAILURE;
        }
        if self.is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// A JSON text with every text in it cleaned: what reads it may print it.
pub fn clean_json(json: &str) -> String {
    let mut cleaned = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        let (before, literal) = rest.split_at(start);
        cleaned.push_str(before);
        let mut is_escaped = false;
        let closing = literal.char_indices().skip(1).find(|(_, sign)| {
            let closes = *sign == '"' && !is_escaped;
            is_escaped = *sign == '\\' && !is_escaped;
            closes
        });
        let end = closing.map_or(literal.len(), |(at, _)| at + 1);
        let (literal, after) = literal.split_at(end);
        match serde_json::from_str::<String>(literal) {
            Ok(text) => cleaned.push_str(&serde_json::to_string(&clean_text(&text)).unwrap_or_default()),
            Err(_) => cleaned.push_str(literal),
        }
        rest = after;
    }
    cleaned.push_str(rest);
    cleaned
}

/// Writes one line to standard output and makes sure that it left.
pub fn write_line(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(line.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_json_are_cleaned_and_nothing_else_is_touched() {
        let plain = r#"{"a":[1,"Å \"sitat\" \\",null],"b\n":"linje\nlinje"}"#;
        assert_eq!(clean_json(plain), plain);
        let value = ["\u{1b}[31mrød", "a\u{202e}b\"\u{9b}2Jc"];
        assert_eq!(Reply::json(&value).body(), r#"["rød","ab\"c"]"#);
    }
}
