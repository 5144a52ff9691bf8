//! Every row of the error table, as a value with what its sentence needs.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::child::Sex;
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::municipality_index::MunicipalityName;
use akuttvakt::domain::quick_line::{AgeUnit, Kind, LineError, Mode, parse};
use akuttvakt::domain::refusal::ErrorCode;
use chrono::{NaiveDate, NaiveTime};

use super::{TABLES, entered, error, errors, guesses, night, norway, number, read};

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
}

fn names(candidates: &[MunicipalityName]) -> Vec<&str> {
    candidates.iter().map(|candidate| candidate.name.as_str()).collect()
}

#[test]
fn unknown_word() {
    let unknown = LineError::UnknownWord { word: "btv".to_owned(), nearest: Some("bvt".to_owned()) };
    assert_eq!(error("hamar btv"), unknown);
    assert_eq!(guesses(&entered("hamar btv"), "btv").first().map(String::as_str), Some("bvt"));
    assert_eq!(errors("btv"), [unknown, LineError::NoMunicipality]);
    assert_eq!(error("hamar qqqq"), LineError::UnknownWord { word: "qqqq".to_owned(), nearest: None });
    assert_eq!(guesses(&entered("hamar - mor"), "-"), ["--"]);
}

#[test]
fn unknown_municipality() {
    for (line, word, nearest) in [
        ("lilehamer bvt", "lilehamer", Some("Lillehammer")),
        ("btv lilehamer", "lilehamer", Some("Lillehammer")),
        ("nordre folo j9", "nordre folo", Some("Nordre Follo")),
        ("knr 9999", "knr 9999", None),
        ("hamar østfold", "hamar østfold", Some("Hamar")),
        ("qqqq j9", "qqqq", None),
    ] {
        let found = errors(line).into_iter().find_map(|error| match error {
            LineError::UnknownMunicipality { word, nearest } => Some((word, nearest.map(|near| near.name))),
            _ => None,
        });
        assert_eq!(
            found,
            Some((word.to_owned(), nearest.map(ToOwned::to_owned))),
            "{line}: {:?}",
            errors(line)
        );
        assert!(!errors(line).contains(&LineError::NoMunicipality), "{line}");
    }
    assert!(matches!(error("hamar fra lilehamer"), LineError::UnknownMunicipality { .. }));
    assert_eq!(error("hamar fra"), LineError::FromWithoutPlace);
    assert_eq!(error("hamar fra bvv"), LineError::FromWithoutPlace);
}

#[test]
fn ambiguous_municipality() {
    let LineError::AmbiguousMunicipality { word, candidates } = error("ring") else { panic!("asks") };
    assert_eq!((word.as_str(), names(&candidates)), ("ring", vec!["Ringsaker", "Ringebu"]));
    let LineError::AmbiguousMunicipality { candidates, .. } = error("lillesa") else { panic!("asks") };
    assert_eq!(names(&candidates), ["Lillesand"]);
    let LineError::SameName { candidates } = error("våler") else { panic!("asks") };
    let counties: Vec<&str> = candidates.iter().map(|candidate| candidate.county.as_str()).collect();
    assert_eq!((names(&candidates), counties), (vec!["Våler", "Våler"], vec!["Østfold", "Innlandet"]));
    assert_eq!(guesses(&entered("våler"), "våler"), ["Våler Østfold", "Våler Innlandet"]);
}

#[test]
fn no_municipality() {
    assert_eq!(error("bvt j9"), LineError::NoMunicipality);
    assert_eq!(error(""), LineError::NoMunicipality);
    assert_eq!(error("fra hamar"), LineError::NoMunicipality);
}

#[test]
fn two_municipalities() {
    let LineError::TwoMunicipalities { first, second } = error("hamar j9 ringsaker") else { panic!("two") };
    assert_eq!((first.name.as_str(), second.name.as_str()), ("Hamar", "Ringsaker"));
    assert!(errors("ringe hamar").iter().any(|error| matches!(error, LineError::TwoMunicipalities { .. })));
    assert!(matches!(error("ås nes"), LineError::TwoMunicipalities { .. }));
    let facts = super::facts("ringsaker fra hamar j9");
    assert_eq!((facts.municipality, facts.rung_from), (number("3411"), Some(number("3403"))));
    assert_eq!(super::facts("fra knr 3403 ringsaker").rung_from, Some(number("3403")));
}

#[test]
fn age() {
    for (word, number, unit, sex) in [
        ("j44", "44", AgeUnit::Years, Sex::Girl),
        ("g18", "18", AgeUnit::Years, Sex::Boy),
        ("18g", "18", AgeUnit::Years, Sex::Boy),
        ("b 99", "99", AgeUnit::Years, Sex::Unspecified),
        ("j40mnd", "40", AgeUnit::Months, Sex::Girl),
        ("g21uker", "21", AgeUnit::Weeks, Sex::Boy),
    ] {
        let number = number.to_owned();
        assert_eq!(error(&format!("hamar {word} bh")), LineError::AgeOutside { number, unit, sex }, "{word}");
    }
    assert_eq!(error("hamar j bh"), LineError::AgeMissing { word: "j".to_owned(), sex: Sex::Girl });
    assert_eq!(guesses(&entered("hamar g44"), "g44"), ["gx"]);
}

#[test]
fn old_and_other_bases() {
    let until = NaiveDate::from_ymd_opt(2022, 12, 31).expect("a day");
    assert_eq!(
        error("hamar 4-9"),
        LineError::OldBasis {
            written: "4-9".to_owned(),
            until,
            now: vec![BasisCode::A4_2],
            note: Some("nyfødt: 4-2 og j0".to_owned()),
        }
    );
    let LineError::OldBasis { now, .. } = error("hamar § 4-6") else { panic!("old") };
    assert_eq!(now, [BasisCode::A4_1, BasisCode::A4_2]);
    assert_eq!(guesses(&entered("hamar 4-25"), "4-25"), ["4-4"]);
    assert_eq!(
        error("hamar 4-3"),
        LineError::BasisWithoutPlacement { code: BasisCode::A4_3, name: "flytteforbud".to_owned() }
    );
    let not = |word: &str, nearest| LineError::NotABasis { word: word.to_owned(), nearest };
    assert_eq!(error("hamar 42"), not("42", Some(BasisCode::A4_2)));
    assert_eq!(error("hamar 425"), not("425", Some(BasisCode::A4_4)));
    assert_eq!(error("hamar 4-8"), not("4-8", None));
    assert_eq!(error("hamar § 9-9"), not("§ 9-9", None));
    assert_eq!(error("hamar §"), not("§", None));
}

#[test]
fn times() {
    assert_eq!(
        error("hamar kl 0240"),
        LineError::WhichDay {
            time: time(2, 40),
            past: norway("2026-11-20 02:40"),
            minutes_since: 23 * 60 + 57,
            minutes_until: 3,
            is_yesterday: true,
        }
    );
    assert_eq!(guesses(&entered("hamar kl 0240"), "kl 0240"), ["kl igår 0240"]);
    let not = |written: &str| LineError::NotATime { written: written.to_owned() };
    assert_eq!(error("hamar kl 2670"), not("kl 2670"));
    assert_eq!(error("hamar kl 2400"), not("kl 2400"));
    assert_eq!(error("hamar -10"), not("-10"));
    assert_eq!(error("hamar kl bvv"), LineError::TimeMissing);
    assert_eq!(error("hamar kl 22.11 1400"), LineError::NotYet { at: norway("2026-11-22 14:00") });
    assert_eq!(error("hamar kl 1.11 1400"), LineError::DateTooFarBack { at: norway("2026-11-01 14:00") });
    let evening = norway("2026-11-25 20:00");
    let line = parse("hamar -9000m", evening, Region::Ost, &TABLES, super::ENTERED);
    let far = LineError::TooFarBack { written: "-9000m".to_owned(), instead: norway("2026-11-19 14:00") };
    assert_eq!(line.problems().map(|(_, error)| error).collect::<Vec<_>>(), [&far]);
    assert_eq!(guesses(&line, "-9000m"), ["kl 19.11 1400"]);
}

#[test]
fn digits() {
    let LineError::TimeOrNumber { digits, time: Some(at), municipality: Some(oslo) } = error("hamar 0301")
    else {
        panic!("asks which")
    };
    assert_eq!((digits.as_str(), at, oslo.name.as_str()), ("0301", time(3, 1), "Oslo"));
    assert_eq!(guesses(&entered("hamar 0301"), "0301"), ["kl 0301", "knr 0301"]);
    let only = |line: &str| match error(line) {
        LineError::TimeOrNumber { time, municipality, .. } => (time.is_some(), municipality.is_some()),
        other => panic!("{line}: {other:?}"),
    };
    assert_eq!(only("hamar 0227"), (true, false));
    assert_eq!(only("hamar 3411"), (false, true));
    assert_eq!(only("hamar 2670"), (false, false));
    assert_eq!(only("hamar 02:27"), (true, false));
    let digits = |digits: &str| digits.to_owned();
    assert_eq!(error("hamar 00000000"), LineError::PhoneWithoutWord { digits: digits("00000000") });
    assert_eq!(error("hamar +4700000000"), LineError::PhoneWithoutWord { digits: digits("+4700000000") });
    assert_eq!(error("hamar 9"), LineError::BareDigits { digits: digits("9") });
    assert_eq!(error("hamar 99999"), LineError::BareDigits { digits: digits("99999") });
    let phone = |digits, is_international| LineError::PhoneLength { digits, is_international };
    assert_eq!(error("hamar tlf 0000000"), phone(7, false));
    assert_eq!(error("hamar tlf 000 00 0000"), phone(9, false));
    assert_eq!(error("hamar tlf +4700"), phone(4, true));
    assert_eq!(error("hamar tlf"), phone(0, false));
}

#[test]
fn dates_of_birth_and_places_now() {
    assert_eq!(error("hamar ufødt termin 31.2"), LineError::NotADate { written: "termin 31.2".to_owned() });
    assert_eq!(error("hamar ufødt termin"), LineError::NotADate { written: "termin".to_owned() });
    assert_eq!(error("hamar j9 termin 24.11"), LineError::DueDateWithoutUnborn);
    assert_eq!(error("hamar nå"), LineError::WhereMissing { word: None });
    assert_eq!(error("hamar nå bvv"), LineError::WhereMissing { word: None });
    assert_eq!(error("hamar nå hjeme"), LineError::WhereMissing { word: Some("hjeme".to_owned()) });
    assert_eq!(guesses(&entered("hamar nå hjeme"), "nå hjeme"), ["hjemme"]);
}

#[test]
fn a_plus_stands_between_children_only() {
    for line in ["hamar + bvv", "hamar j9+", "+ hamar", "hamar+bvv"] {
        assert_eq!(error(line), LineError::UnknownWord { word: "+".to_owned(), nearest: None }, "{line}");
    }
}

#[test]
fn commands_answer_with_a_code() {
    for (line, code) in [
        ("hamar btv", ErrorCode::BadLine),
        ("hamar j44", ErrorCode::BadLine),
        ("hamar 4-9", ErrorCode::BadLine),
        ("hamar 0301", ErrorCode::BadLine),
        ("hamar bvv bvt", ErrorCode::BadLine),
        ("hamar tlf 0000000", ErrorCode::BadLine),
        ("bvt j9", ErrorCode::BadLine),
        ("", ErrorCode::BadLine),
        ("lilehamer j9", ErrorCode::UnknownMunicipality),
        ("knr 9999", ErrorCode::UnknownMunicipality),
        ("ringe", ErrorCode::AmbiguousMunicipality),
        ("våler", ErrorCode::AmbiguousMunicipality),
        ("hamar ringsaker", ErrorCode::AmbiguousMunicipality),
        ("hamar kl 0240", ErrorCode::BadTime),
        ("hamar kl 2670", ErrorCode::BadTime),
        ("hamar -9000m", ErrorCode::BadTime),
        ("hamar kl 1.11 1400", ErrorCode::BadTime),
    ] {
        let refused = read(line, Mode::Command).to_facts(night()).expect_err(line);
        assert_eq!(refused.code(), code, "{line}: {refused:?}");
    }
    assert!(read("ringsa bvv", Mode::Command).to_facts(night()).is_ok());
}

#[test]
fn a_conflict_says_which_kind() {
    let LineError::Conflict { kind, .. } = error("hamar bvv bvt") else { panic!("two") };
    assert_eq!(kind, Kind::Caller);
}
