//! The letter to municipalities as one page of Markdown that reads as plain text, too.

use crate::domain::checklist::ChecklistItem;
use crate::domain::letter::{LetterLanguage, Letters};

/// The widest line: what an A4 page takes.
const WIDTH: usize = 88;

/// The letter in a language, with every item of the checklist in its order.
#[must_use]
pub fn letter(letters: &Letters, checklist: &[ChecklistItem], language: LetterLanguage) -> String {
    let frame = letters.in_language(language);
    let mut lines = vec![format!("# {}", frame.title)];
    let paragraph = |lines: &mut Vec<String>, text: &str| {
        lines.push(String::new());
        put(lines, "", text);
    };
    for text in &frame.opening {
        paragraph(&mut lines, text);
    }
    paragraph(&mut lines, &format!("**{}**", frame.first_title));
    lines.push(String::new());
    for text in &frame.first {
        put(&mut lines, "- ", text);
    }
    paragraph(&mut lines, &format!("**{}**", frame.questions_title));
    lines.push(String::new());
    for item in checklist {
        put(&mut lines, &format!("{}. ", item.number), item.question_in(language));
    }
    for text in &frame.closing {
        paragraph(&mut lines, text);
    }
    lines.join("\n") + "\n"
}

/// Puts a text with its mark, broken at blanks; further lines stand under the first.
fn put(lines: &mut Vec<String>, mark: &str, text: &str) {
    let indent = " ".repeat(mark.chars().count());
    let mut line = mark.to_owned();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, indent.clone()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
}
