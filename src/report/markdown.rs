//! Text in Markdown that stays text: nothing typed becomes a heading, a list, a link, a table or HTML where it is pasted.

use crate::domain::clean::clean_line;

/// The text at the beginning of a line, with a backslash before every sign that could mean something there.
#[must_use]
pub fn at_start(text: &str) -> String {
    escaped(text, true)
}

/// The text within a line.
#[must_use]
pub fn within(text: &str) -> String {
    escaped(text, false)
}

fn escaped(text: &str, is_at_start: bool) -> String {
    // Text that an older program kept is cleaned on its way out; a line break would begin anew.
    let line = clean_line(text);
    let line = line.trim();
    let mut written = String::with_capacity(line.len() + 8);
    let marker = list_marker(line).filter(|_| is_at_start);
    for (at, sign) in line.char_indices() {
        let begins = at == 0 && is_at_start && matches!(sign, '+' | '-' | '=' | ':');
        if begins || marker == Some(at) || is_active(&line[..at], sign, &line[at..]) {
            written.push('\\');
        }
        written.push(sign);
    }
    written
}

/// Where the sign stands that makes the beginning of a line a numbered list.
fn list_marker(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_marker = digits > 0 && line[digits..].starts_with(['.', ')']);
    is_marker.then_some(digits)
}

fn is_active(before: &str, sign: char, rest: &str) -> bool {
    match sign {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '@' | '$' | '^' | '#' => true,
        // An address is made a link of without any sign around it.
        ':' => rest.starts_with("://"),
        '.' => {
            before.get(before.len().saturating_sub(3)..).is_some_and(|www| www.eq_ignore_ascii_case("www"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{at_start, within};

    #[test]
    fn plain_words_stay_as_they_are() {
        for plain in
            ["mor ringte selv", "§ 4-2, 38 km", "til 05:00 (far)", "tlf +47 00 00 00 00!", "9 år. Bor hjemme"]
        {
            assert_eq!((at_start(plain), within(plain)), (plain.to_owned(), plain.to_owned()));
        }
    }

    #[test]
    fn what_could_mean_something_is_only_text() {
        for (typed, written) in [
            ("# tittel", "\\# tittel"),
            ("- punkt", "\\- punkt"),
            ("+ punkt", "\\+ punkt"),
            ("12. punkt", "12\\. punkt"),
            ("1) punkt", "1\\) punkt"),
            ("===", "\\==="),
            ("> sitat", "\\> sitat"),
            ("**fet** _kursiv_ ~~nei~~", "\\*\\*fet\\*\\* \\_kursiv\\_ \\~\\~nei\\~\\~"),
            ("[lenke](http://x) ![bilde](y)", "\\[lenke\\](http\\://x) !\\[bilde\\](y)"),
            ("<b>x</b> &lt; `a`", "\\<b\\>x\\</b\\> \\&lt; \\`a\\`"),
            ("a | b", "a \\| b"),
            ("www.x.no, WWW.y.no, a@b.no", "www\\.x.no, WWW\\.y.no, a\\@b.no"),
            ("\\* allerede", "\\\\\\* allerede"),
        ] {
            assert_eq!(at_start(typed), written);
        }
    }

    #[test]
    fn no_line_begins_within_a_text() {
        assert_eq!(at_start("en\n# to\r\n- tre\u{2028}> fire"), "en \\# to - tre \\> fire");
        assert_eq!(at_start("a\u{202e}b\u{1b}[31mc"), "abc");
        assert_eq!(at_start("  \n - x"), "\\- x");
    }

    #[test]
    fn behind_a_label_no_line_begins() {
        for plain in ["- punkt", "12. punkt", "+47 00 00 00 00", "21.11.2026 02:37"] {
            assert_eq!(within(plain), plain);
        }
        assert_eq!(within("# *x*"), "\\# \\*x\\*");
    }
}
