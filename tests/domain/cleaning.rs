//! Text from people and files can neither drive the terminal nor mislead the eye.

use akuttvakt::domain::clean::{MAX_MARKS, check_length, clean_line, clean_text, first_chars};
use akuttvakt::domain::refusal::BadValue;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// Characters that must never be left, by code; said apart from the code under test.
const FORBIDDEN: &[std::ops::RangeInclusive<u32>] = &[
    0x00..=0x09,
    0x0b..=0x1f,
    0x7f..=0xa0,
    0xad..=0xad,
    0x61c..=0x61c,
    0x180e..=0x180e,
    0x200b..=0x200f,
    0x2028..=0x202f,
    0x205f..=0x206f,
    0x2800..=0x2800,
    0x3164..=0x3164,
    0xe000..=0xf8ff,
    0xfe00..=0xfe0f,
    0xfeff..=0xfeff,
    0xfff9..=0xfffc,
    0xfffe..=0xffff,
    0xe0000..=0xe0fff,
    0xf0000..=0x0010_ffff,
];

fn is_forbidden(character: char) -> bool {
    FORBIDDEN.iter().any(|range| range.contains(&u32::from(character)))
}

/// What is wrong with a cleaned text, if anything.
fn fault_of(cleaned: &str, may_break: bool) -> Option<String> {
    let mut without_room = MAX_MARKS;
    for character in cleaned.chars() {
        if is_forbidden(character) || (character == '\n' && !may_break) {
            return Some(format!("{character:?} is left"));
        }
        match character.width() {
            _ if character == ' ' || character == '\n' => without_room = MAX_MARKS,
            Some(0) if without_room == MAX_MARKS => {
                return Some(format!("too many marks before {character:?}"));
            }
            Some(0) => without_room += 1,
            _ => without_room = 0,
        }
    }
    None
}

/// Strings in which letters, marks, blanks and unseen characters meet often.
fn any_text() -> impl Strategy<Value = String> {
    let unseen = prop::sample::select(FORBIDDEN.to_vec())
        .prop_flat_map(|range| range.prop_filter_map("a character", char::from_u32));
    let mark = prop::sample::select(vec!['\u{301}', '\u{30a}', '\u{30c}', '\u{308}', '\u{336}', '\u{64b}']);
    let letter = prop::sample::select("aAoøæåčđŋšŧžï 9-.\n\r\t".chars().collect::<Vec<_>>());
    let character = prop_oneof![4 => letter, 2 => mark, 2 => unseen, 2 => any::<char>()];
    prop::collection::vec(character, 0..40).prop_map(String::from_iter)
}

/// Text as people in Norway write it.
fn ordinary_text() -> impl Strategy<Value = String> {
    let letters = "abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅáčđŋšŧžÁČĐŊŠŦŽïÏäöâõǩǧǯʒéèêóòôü";
    let signs = "0123456789 .,;:!?-–—()«»\"'/§%+&=*#@…€²º";
    prop::collection::vec(
        prop::sample::select(format!("{letters}{signs}").chars().collect::<Vec<_>>()),
        0..60,
    )
    .prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/domain/cleaning.seeds"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_that_misleads_is_left(text in any_text()) {
        prop_assert_eq!(fault_of(&clean_line(&text), false), None);
        prop_assert_eq!(fault_of(&clean_text(&text), true), None);
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(text in any_text()) {
        let line = clean_line(&text).into_owned();
        prop_assert!(matches!(clean_line(&line), Cow::Borrowed(same) if same == line));
        let lines = clean_text(&text).into_owned();
        prop_assert!(matches!(clean_text(&lines), Cow::Borrowed(same) if same == lines));
    }

    #[test]
    fn ordinary_text_is_left_alone(text in ordinary_text()) {
        prop_assert!(matches!(clean_line(&text), Cow::Borrowed(same) if same == text));
        prop_assert!(matches!(clean_text(&text), Cow::Borrowed(same) if same == text));
    }
}

/// The judge above must be able to say no.
#[test]
fn the_judge_sees_what_is_left() {
    for bad in [
        "a\u{202e}b",
        "a\u{200b}",
        "\u{1b}[2J",
        "a\u{301}\u{301}\u{301}",
        "\u{301}a",
        "a \u{301}",
        "a\u{e0041}",
    ] {
        assert!(fault_of(bad, true).is_some(), "{bad:?}");
    }
    assert!(fault_of("a\nb", false).is_some());
    assert_eq!(fault_of("a\nb", true), None);
}

#[test]
fn what_drives_a_terminal_or_turns_the_text_around_goes() {
    assert_eq!(clean_line("\u{1b}[31mrød\u{7}\u{9b}2J"), "rød");
    assert_eq!(clean_line("mor\u{202e}raf\u{2066}\u{200f}"), "morraf");
    assert_eq!(clean_line("Ha\u{200b}mar\u{feff}\u{ad}\u{2060}"), "Hamar");
    assert_eq!(clean_line("a\u{e0041}\u{f8ff}\u{fe0f}b"), "ab");
    // Twenty marks on one letter would climb over the lines above.
    assert_eq!(clean_line(&format!("x{}", "\u{31a}".repeat(20))), "x\u{31a}\u{31a}");
    assert_eq!(clean_line("\u{301}a \u{301}b"), "a b");
    // Struck through it reads as withdrawn.
    assert_eq!(clean_line("ja\u{336}"), "ja");
}

#[test]
fn a_sequence_for_the_terminal_goes_whole_and_ordinary_text_stays() {
    for (pasted, left) in [
        ("\u{1b}[31mrød\u{1b}[0m", "rød"),
        ("a\u{1b}[38;5;196;1mb\u{1b}[?25lc\u{1b}[2 qd", "abcd"),
        ("\u{9b}1;2Hher", "her"),
        ("\u{1b}]0;tittel\u{7}mor", "mor"),
        ("\u{1b}]8;;https://x.no\u{1b}\\lenke\u{1b}]8;;\u{1b}\\", "lenke"),
        ("\u{9d}52;c;aGVp\u{9c}ring", "ring"),
        ("\u{1b}P$q\"p\u{1b}\\svar", "svar"),
        ("\u{90}1$r\u{9c}svar", "svar"),
        ("\u{1b}_Gf=24;AAAA\u{1b}\\bilde\u{1b}^x\u{1b}\\\u{1b}Xy\u{1b}\\", "bilde"),
        ("\u{1b}(0qqq\u{1b}(B \u{1b}#8x\u{1b}%Gy", "qqq xy"),
        ("\u{1b}7a\u{1b}8b\u{1b}cd\u{1b}=e\u{1b}Mf\u{1b} Fg", "abdefg"),
        ("\u{1b}OAopp\u{1b}OPf1\u{8f}Pø", "oppf1ø"),
        // Cut off, or none: what a person wrote behind it stays.
        ("\u{1b}[31", ""),
        ("\u{1b}[31øl", "øl"),
        ("\u{1b}]0;uten slutt, og så notatet", "0;uten slutt, og så notatet"),
        ("\u{1b}]0;a\nb\u{7}", "0;a b"),
        ("\u{1b} mor", " mor"),
        ("\u{1b}bestemor \u{1b}", "bestemor "),
        ("\u{1b}\u{1b}[31mx", "x"),
        // Without an escape it is text.
        ("[31m], [se notat] (0) ]0; #8", "[31m], [se notat] (0) ]0; #8"),
    ] {
        assert_eq!(clean_line(pasted), left, "{pasted:?}");
    }
    assert_eq!(clean_text("a\u{1b}[1m\nb"), "a\nb");
}

#[test]
fn breaks_and_blanks_have_one_form() {
    assert_eq!(clean_line("a\tb\u{a0}c\r\nd\u{2028}e"), "a b c d e");
    assert_eq!(clean_text("a\tb\r\nc\rd\u{85}e\u{3000}f\n"), "a b\nc\nd\ne f\n");
    assert_eq!(clean_text("\r\n\r\n"), "\n\n");
}

/// A Mac types å as a and a ring; the register has the one letter.
#[test]
fn a_letter_and_its_mark_become_the_one_letter() {
    for (typed, whole) in [
        ("A\u{30a}snes", "Åsnes"),
        ("Ka\u{301}ra\u{301}s\u{30c}johka", "Kárášjohka"),
        ("Suorta\u{301}", "Suortá"),
        ("Julevsa\u{301}me, Sni\u{308}jle", "Julevsáme, Snïjle"),
        ("\u{212b}mot", "Åmot"),
        ("Rene\u{301}e Mu\u{308}ller", "Renée Müller"),
    ] {
        assert_eq!(clean_line(typed), whole);
    }
    // No whole letter in the table: the mark stays with its letter.
    assert_eq!(clean_line("ɛ\u{303}"), "ɛ\u{303}");
    assert_eq!(clean_line("مُحَمَّد"), "مُحَمَّد");
}

#[test]
fn every_name_of_a_municipality_is_clean() {
    let catalog = akuttvakt::catalog::Catalog::load().expect("built-in files");
    for municipality in catalog.municipalities {
        for name in std::iter::once(&municipality.name).chain(&municipality.other_names) {
            assert!(matches!(clean_line(name), Cow::Borrowed(_)), "{name}");
        }
    }
}

#[test]
fn lengths_are_counted_in_characters() {
    assert_eq!(first_chars("blåbær", 3), "blå");
    assert_eq!(first_chars("blåbær", 6), "blåbær");
    assert_eq!(first_chars("blåbær", 0), "");
    assert_eq!(check_length("note", "blåbær", 6), Ok(()));
    assert_eq!(check_length("note", "blåbær", 5), Err(BadValue::TooLong { field: "note", limit: 5 }));
}
