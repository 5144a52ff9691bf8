//! Ten thousand lines of anything: no panic, tokens that are the line, and no fact without a municipality.

use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::quick_line::{Content, Mode, parse};

use super::{ENTERED, TABLES, TYPING, night};

const LINES: u64 = 10_000;

/// Pieces that lines are made of: what is typed, what is nearly typed, and what never should be.
const PIECES: &[&str] = &[
    "ringsaker",
    "hamar",
    "våler",
    "innlandet",
    "herøy",
    "møre",
    "og",
    "romsdal",
    "os",
    "ås",
    "nes",
    "nordre",
    "follo",
    "ringe",
    "ring",
    "lilehamer",
    "bvv",
    "bvt",
    "btv",
    "bh",
    "inst",
    "bh/inst",
    "bh/",
    "/",
    "4-2",
    "4.2",
    "§",
    "§4-2",
    "§§",
    "4-9",
    "4-3",
    "42",
    "425",
    "j9",
    "g6",
    "j",
    "g",
    "b",
    "jx",
    "j?",
    "15g",
    "j44",
    "j8mnd",
    "mnd",
    "ufødt",
    "termin",
    "24.11",
    "31.2",
    "kl",
    "kl.",
    "0227",
    "0240",
    "2670",
    "igår",
    "i",
    "går",
    "19.11",
    "1400",
    "s",
    "v",
    "0230s",
    "-10m",
    "-1t10",
    "-",
    "-9999999999999999999m",
    "--",
    "–",
    "—",
    "tlf",
    "00",
    "00000000",
    "+47",
    "+4700000000",
    "+",
    "fra",
    "nå",
    "hjemme",
    "knr",
    "3411",
    "0301",
    "9999",
    "#",
    "#allergi:hund",
    "allergi",
    ":",
    ",",
    ".",
    "drøft",
    "5-1",
    "kode6",
    "kode",
    "6",
    "beh",
    "lav",
    "æ",
    "ø",
    "å",
    "a\u{30a}",
    "e\u{301}",
    "\u{202e}",
    "\u{200b}",
    "\u{a0}",
    "👩\u{200d}👧",
    "ﬁ",
    "İ",
    "ß",
    "\t",
    "\n",
    "\u{0}",
    "١٢",
    "９９",
    "Guovdageaidnu",
    "KÁRÁŠJOHKA",
];

/// A generator of its own, so that a seed gives the same lines everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        // xorshift64*: enough to choose pieces with.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).expect("fits")).expect("fits")
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        for _ in 0..self.below(12) {
            let piece = PIECES[self.below(PIECES.len())];
            match self.below(8) {
                0 => line.push_str(&cut_short(piece, self.below(5))),
                1 => line.push_str(&piece.to_uppercase()),
                _ => line.push_str(piece),
            }
            line.push_str(["", " ", " ", " ", "  ", "+", ", "][self.below(7)]);
        }
        line
    }
}

fn cut_short(piece: &str, letters: usize) -> String {
    piece.chars().take(letters).collect()
}

#[test]
fn ten_thousand_lines_of_anything() {
    let seed = std::env::var("QUICK_LINE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_121);
    println!("QUICK_LINE_SEED={seed}");
    let mut random = Random(seed);
    for _ in 0..LINES {
        let line = random.line();
        let region = Region::ALL[random.below(Region::ALL.len())];
        for mode in [ENTERED, TYPING, Mode::Command] {
            println!("{line:?}");
            let parsed = parse(&line, night(), region, &TABLES, mode);
            let mut end = 0;
            for token in &parsed.tokens {
                assert_eq!(token.span.start, end, "tokens follow each other: {parsed:?}");
                assert!(token.span.end > token.span.start, "no token is empty: {parsed:?}");
                assert!(line.get(token.span.clone()).is_some(), "on character boundaries: {parsed:?}");
                end = token.span.end;
                for guess in &token.guesses {
                    let (changed, cursor) = guess.apply(&line);
                    assert!(changed.is_char_boundary(cursor), "{guess:?}");
                }
                if token.content == Content::Blank {
                    assert!(line[token.span.clone()].chars().all(|sign| sign.is_whitespace() || sign == ','));
                }
            }
            assert_eq!(end, line.len(), "tokens are the line: {parsed:?}");
            let strict = parsed.to_facts(night());
            assert_eq!(strict.is_ok(), parsed.is_understood());
            let loose = parsed.to_facts_with_rest(night(), |words| words.join(" "));
            assert!(strict.is_err() || loose.is_ok(), "what is understood can be registered: {parsed:?}");
            assert!(loose.is_ok() <= parsed.draft.municipality.is_some());
            if mode == TYPING && line.ends_with(char::is_alphanumeric) {
                let last = parsed.tokens.last().expect("a token");
                assert!(last.content.error().is_none(), "the last word is being typed: {parsed:?}");
            }
        }
    }
}
