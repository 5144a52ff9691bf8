//! Every sentence of the error table, word for word.

use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::quick_line::{LineError, parse};
use akuttvakt::text::Texts;
use chrono::{DateTime, TimeZone, Utc};

use super::{ENTERED, TABLES, entered, night, norway};

fn texts() -> Texts {
    Texts::load("nb").expect("bokmål is built in")
}

/// What is said of the one thing wrong with a line.
fn said_at(now: DateTime<Utc>, line: &str) -> String {
    let parsed = parse(line, now, Region::Ost, &TABLES, ENTERED);
    let problems: Vec<&LineError> = parsed.problems().map(|(_, error)| error).collect();
    assert_eq!(problems.len(), 1, "{line}: {problems:?}");
    texts().line_error(problems[0])
}

#[test]
fn the_error_table_word_for_word() {
    for (line, sentence) in [
        ("lilehamer", "Fant ingen kommune «lilehamer». Nærmest: Lillehammer."),
        ("ring", "«ring» kan være Ringsaker eller Ringebu. Skriv en bokstav til, eller velg med pil."),
        ("våler", "Våler finnes i Østfold og Innlandet. Skriv våler østfold eller våler innlandet."),
        ("bvv j9", "Hvilken kommune? Resten er tatt vare på."),
        ("hamar ringsaker", "Både Hamar og Ringsaker. Ringer den ene for den andre, skriv fra hamar."),
        ("hamar j44", "Alder 44 går ikke, den må være 0–17. Ukjent alder: jx."),
        ("hamar j", "Uten alder: «j». Skriv j9, j8mnd eller jx."),
        ("hamar 4-9", "§ 4-9 gjaldt til 31.12.2022. Nå heter det 4-2 (nyfødt: 4-2 og j0)."),
        ("hamar 4-3", "§ 4-3 er flytteforbud og gir ingen plassering. Skriv drøft, eller rett hjemmelen."),
        ("hamar 42", "«42» er ikke en hjemmel. Mente du 4-2?"),
        ("hamar kl 0240", "kl. 02:40 er om 3 minutter. Mente du i går, skriv kl igår 0240."),
        ("hamar kl 2670", "kl 2670 er ikke et klokkeslett."),
        ("hamar 0301", "0301: kl. 03:01 eller kommune Oslo? Skriv kl 0301 eller knr 0301."),
        ("hamar 00000000", "00000000: skriv tlf foran nummeret."),
        ("hamar tlf 0000000", "Nummeret har 7 siffer, det skal ha 8."),
    ] {
        assert_eq!(said_at(night(), line), sentence, "{line}");
    }
    let missing = Utc.with_ymd_and_hms(2027, 3, 28, 1, 30, 0).single().expect("a moment");
    assert_eq!(said_at(missing, "hamar kl 0230"), "kl. 02:30 fantes ikke natt til 28.03.2027.");
    assert_eq!(
        said_at(norway("2026-11-25 20:00"), "hamar -9000m"),
        "-9000m er mer enn 48 timer siden. Skriv datoen: kl 19.11 1400."
    );
}

#[test]
fn an_unknown_word_names_the_keys_on_the_screen_only() {
    let line = entered("hamar btv");
    let error = line.problems().next().map(|(_, error)| error).expect("an error");
    let texts = texts();
    assert_eq!(
        texts.line_error_on_screen(error, true),
        "«btv» kjenner jeg ikke. Mente du bvt? Tab bytter. Enter en gang til legger ordet i notatet."
    );
    assert_eq!(texts.line_error_on_screen(error, false), "«btv» kjenner jeg ikke. Mente du bvt? Tab bytter.");
    assert_eq!(texts.line_error(error), "«btv» kjenner jeg ikke. Mente du bvt?");
}

#[test]
fn a_beginning_from_another_region_asks_for_the_whole_name() {
    assert_eq!(
        said_at(night(), "lillesa"),
        "«lillesa» kan være Lillesand, som ligger utenfor regionen. Skriv hele navnet, eller velg med pil."
    );
}

#[test]
fn every_error_has_a_sentence() {
    for line in [
        "hamar btv",
        "hamar qqqq",
        "qqqq",
        "knr 9999",
        "fra bvv hamar",
        "hamar j40mnd",
        "hamar g21uker",
        "hamar § 4-6",
        "hamar 4-8",
        "hamar kl 1400",
        "hamar kl",
        "hamar kl 22.11 1400",
        "hamar kl 1.11 1400",
        "hamar ufødt termin 31.2",
        "hamar termin 24.11",
        "hamar 0227",
        "hamar 3411",
        "hamar 2670",
        "hamar 9",
        "hamar tlf +47",
        "hamar nå",
        "hamar nå qqq",
        "hamar bvv bvt",
        "hamar + bvv",
    ] {
        let sentence = said_at(night(), line);
        assert!(sentence.ends_with(['.', '?']) && sentence.len() > 10, "{line}: «{sentence}»");
    }
}
