//! Large digits, three rows high: readable across the room.

const ROWS: usize = 3;

fn shape(sign: char) -> [&'static str; ROWS] {
    match sign {
        '0' => ["█▀█", "█ █", "█▄█"],
        '1' => ["▄█ ", " █ ", "▄█▄"],
        '2' => ["▀▀█", "█▀▀", "█▄▄"],
        '3' => ["▀▀█", " ▀█", "▄▄█"],
        '4' => ["█ █", "█▄█", "  █"],
        '5' => ["█▀▀", "▀▀█", "▄▄█"],
        '6' => ["█▀▀", "█▀█", "█▄█"],
        '7' => ["▀▀█", "  █", "  █"],
        '8' => ["█▀█", "█▀█", "█▄█"],
        '9' => ["█▀█", "▀▀█", "▄▄█"],
        '+' => ["   ", "▄█▄", " ▀ "],
        ':' => ["▪", " ", "▪"],
        _ => [" ", " ", " "],
    }
}

/// The rows of a time such as `0:48` or `+0:12`.
#[must_use]
pub fn large(text: &str) -> [String; ROWS] {
    let mut rows = [const { String::new() }; ROWS];
    for sign in text.chars() {
        for (row, part) in rows.iter_mut().zip(shape(sign)) {
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(part);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_differs_and_rows_are_of_one_width() {
        let mut seen = std::collections::BTreeSet::new();
        for sign in "0123456789+:".chars() {
            let rows = large(&sign.to_string());
            assert!(rows.iter().all(|row| row.chars().count() == rows[0].chars().count()), "{sign}");
            assert!(seen.insert(rows), "{sign}");
        }
    }
}
