//! Texts that try to drive a terminal or to mislead the eye, in the middle of names and notes as people write them.

use super::dice::Dice;

/// Letters that must come through: Norwegian, the Sámi alphabets, neighbours.
pub const LETTERS: &str = "abcdefghijklmnoprstuvyæøåÆØÅáčđŋšŧžÁČĐŊŠŦŽïöäéüǩǧ";
const SIGNS: &str = " .,:;!?-–()[]«»'\"/§%&=*#0123456789";

const SEQUENCES: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}[?25l",
    "\u{1b}[?1049l",
    "\u{1b}[?2004h",
    "\u{1b}[6n",
    "\u{1b}[>c",
    "\u{1b}[20;3H",
    "\u{1b}[7m",
    "\u{9b}1;5H",
    "\u{1b}]0;overtatt\u{7}",
    "\u{1b}]2;overtatt\u{1b}\\",
    "\u{1b}]52;c;cm0gLXJm\u{7}",
    "\u{1b}]8;;http://x\u{1b}\\",
    "\u{9d}0;overtatt\u{9c}",
    "\u{1b}P1$r0m\u{1b}\\",
    "\u{90}q#0;2\u{9c}",
    "\u{1b}_Ga=T;AAAA\u{1b}\\",
    "\u{1b}^pm\u{1b}\\",
    "\u{1b}c",
    "\u{1b}(0",
    "\u{1b}#8",
    "\u{1b}7",
    "\u{1b}M",
    "\u{1b}OA",
    "\u{1b}[",
    "\u{1b}]0;uten slutt",
    "\u{1b}",
];
const UNSEEN: &[char] = &[
    '\u{0}',
    '\u{7}',
    '\u{8}',
    '\u{9}',
    '\u{b}',
    '\u{c}',
    '\u{e}',
    '\u{f}',
    '\u{18}',
    '\u{1a}',
    '\u{7f}',
    '\u{80}',
    '\u{84}',
    '\u{85}',
    '\u{8d}',
    '\u{9b}',
    '\u{9c}',
    '\u{9f}',
    '\u{a0}',
    '\u{ad}',
    '\u{61c}',
    '\u{180e}',
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{200e}',
    '\u{200f}',
    '\u{2028}',
    '\u{2029}',
    '\u{202a}',
    '\u{202b}',
    '\u{202c}',
    '\u{202d}',
    '\u{202e}',
    '\u{2060}',
    '\u{2066}',
    '\u{2067}',
    '\u{2068}',
    '\u{2069}',
    '\u{206a}',
    '\u{2800}',
    '\u{3164}',
    '\u{e000}',
    '\u{f8ff}',
    '\u{fe0e}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{fff9}',
    '\u{fffa}',
    '\u{fffb}',
    '\u{fffe}',
    '\u{e0001}',
    '\u{e0041}',
    '\u{e007f}',
    '\u{e0100}',
    '\u{f0000}',
    '\u{10fffd}',
];
const MARKS: &[char] =
    &['\u{301}', '\u{300}', '\u{30a}', '\u{30c}', '\u{308}', '\u{336}', '\u{489}', '\u{64b}', '\u{20dd}'];
const WIDE: &[&str] =
    &["日本", "한글", "🤦🏽‍♀️", "👨‍👩‍👧", "🇳🇴", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ﷺ", "مُحَمَّد", "שלום", "กำ", "नमस्ते", "\u{1f1f3}", "ﬁ", "Ａ"];

/// One such text.
pub fn text(dice: &mut Dice) -> String {
    let letters: Vec<char> = LETTERS.chars().collect();
    let signs: Vec<char> = SIGNS.chars().collect();
    let mut text = String::new();
    for _ in 0..=dice.roll(14) {
        match dice.roll(11) {
            0..=2 => (0..=dice.roll(6)).for_each(|_| text.push(dice.one_of(&letters))),
            3 => text.push(dice.one_of(&signs)),
            4 | 5 => text.push_str(dice.one_of(SEQUENCES)),
            6 => text.push(dice.one_of(UNSEEN)),
            7 => (0..=dice.roll(5)).for_each(|_| text.push(dice.one_of(MARKS))),
            8 => text.push_str(dice.one_of(WIDE)),
            9 => text.extend(char::from_u32(u32::try_from(dice.roll(0x0011_0000)).unwrap())),
            _ if dice.roll(12) == 0 => (0..400).for_each(|_| text.push(dice.one_of(&letters))),
            _ if dice.roll(6) == 0 => text.extend(std::iter::repeat_n(dice.one_of(MARKS), 60)),
            _ => text.push_str(dice.one_of(&[
                "Kárášjohka",
                "Åse Ås",
                "gutt 15",
                "§ 4-2",
                "[se notat]",
                "\r\n",
                "\n",
            ])),
        }
    }
    text
}

/// Characters that nothing the program writes may have; said apart from the code under test.
const FORBIDDEN: &[std::ops::RangeInclusive<u32>] = &[
    0x00..=0x09,
    0x0b..=0x1f,
    0x7f..=0xa0,
    0xad..=0xad,
    0x334..=0x338,
    0x34f..=0x34f,
    0x488..=0x489,
    0x61c..=0x61c,
    0x180e..=0x180e,
    0x200b..=0x200f,
    0x2028..=0x202f,
    0x205f..=0x206f,
    0x20dd..=0x20e0,
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

/// The first forbidden character of a text, also a third mark on a letter and a mark without one.
pub fn fault_of(text: &str) -> Option<String> {
    let mut marks = 2;
    for sign in text.chars() {
        if FORBIDDEN.iter().any(|range| range.contains(&u32::from(sign))) {
            return Some(format!("{sign:?}"));
        }
        marks = if MARKS.contains(&sign) { marks + 1 } else { usize::from(sign == ' ') * 2 };
        if marks > 2 {
            return Some(format!("too many marks: {sign:?}"));
        }
    }
    None
}
