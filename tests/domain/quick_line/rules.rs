//! The rules of the line, and the lines of the drawings.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::{
    CallFacts, CallKind, CallerRole, DecisionStatus, Need, NeedEffect, Shield, Whereabouts,
};
use akuttvakt::domain::child::{Age, ChildFacts, Sex, SiblingRule};
use akuttvakt::domain::gaps::Gap;
use akuttvakt::domain::measure::Wish;
use akuttvakt::domain::quick_line::{Content, LineError, Mode, Notice, Value};
use chrono::{NaiveDate, TimeDelta};

use super::{ENTERED, TYPING, entered, error, errors, facts, guesses, night, norway, number, read, token};

const fn girl(years: u8) -> ChildFacts {
    ChildFacts { sex: Sex::Girl, age: Age::Years(years) }
}

const fn boy(years: u8) -> ChildFacts {
    ChildFacts { sex: Sex::Boy, age: Age::Years(years) }
}

#[test]
fn the_line_of_the_drawing() {
    let line = "ringsaker bvv j9 4-2 bh -10m allergi -- mor ringte selv";
    let expected = CallFacts {
        caller: Some(CallerRole::OutOfHours),
        children: vec![girl(9)],
        basis: Some(BasisCode::A4_2),
        wished: vec![Wish::EmergencyHome],
        needs: vec![Need { word: "allergi".to_owned(), detail: None, effect: NeedEffect::NoAnimals }],
        received_at: Some(norway("2026-11-21 02:27")),
        note: Some("mor ringte selv".to_owned()),
        ..CallFacts::new(CallKind::Placement, number("3411"), night() - TimeDelta::minutes(10))
    };
    assert_eq!(facts(line), expected);
    assert_eq!(read(line, Mode::Command).to_facts(night()), Ok(expected));
    assert_eq!(entered(line).deadline(120), Some(norway("2026-11-21 04:27")));
    assert_eq!(Gap::of(&facts(line)), [Gap::Callback, Gap::Decision, Gap::Whereabouts]);
}

#[test]
fn the_other_lines_of_the_drawings() {
    let draft = facts("rakkestad bvt g1");
    assert_eq!((draft.municipality, draft.caller), (number("3120"), Some(CallerRole::Municipality)));
    assert_eq!(draft.children, [boy(1)]);
    let siblings = facts("gjøvik bvt j5+g3 4-2 bh");
    assert_eq!(siblings.municipality, number("3407"));
    assert_eq!(siblings.children, [girl(5), boy(3)]);
    assert!(Gap::of(&siblings).contains(&Gap::Siblings));
    assert_eq!(facts("ringsaker bvv j9 4-2 bh").received_at, Some(night()));
}

#[test]
fn every_keyword_has_its_meaning() {
    for (word, wish) in [
        ("bh", Wish::EmergencyHome),
        ("inst", Wish::Institution),
        ("fh", Wish::FosterHome),
        ("oms", Wish::Care),
        ("beh", Wish::Treatment),
        ("beh-lav", Wish::TreatmentLow),
        ("BEH-HØY", Wish::TreatmentHigh),
        ("beh-hoy", Wish::TreatmentHigh),
        ("beh lav", Wish::TreatmentLow),
        ("rus", Wish::Substance),
        ("krise", Wish::CrisisHome),
        ("sfb", Wish::FamilyCentre),
    ] {
        assert_eq!(facts(&format!("hamar {word}")).wished, [wish], "{word}");
    }
    assert_eq!(facts("hamar bh/inst").wished, [Wish::EmergencyHome, Wish::Institution]);
    for (word, rule) in [
        ("sammen", SiblingRule::Together),
        ("kandeles", SiblingRule::MaySplit),
        ("kan deles", SiblingRule::MaySplit),
        ("delt", SiblingRule::Apart),
        ("ikkesøsken", SiblingRule::NotSiblings),
        ("ikke-soesken", SiblingRule::NotSiblings),
    ] {
        assert_eq!(facts(&format!("hamar {word}")).siblings, Some(rule), "{word}");
    }
    for (word, place) in [
        ("nå hjemme", Whereabouts::Home),
        ("na inst", Whereabouts::Institution),
        ("naa fh", Whereabouts::FosterHome),
        ("nå slekt", Whereabouts::Kin),
        ("nå kommune", Whereabouts::MunicipalitySolution),
        ("nå sykehus", Whereabouts::Hospital),
        ("nå arrest", Whereabouts::Custody),
        ("nå rømt", Whereabouts::Unknown),
        ("nå ukjent", Whereabouts::Unknown),
    ] {
        let read = facts(&format!("hamar {word} bh"));
        assert_eq!((read.whereabouts, read.wished), (Some(place), vec![Wish::EmergencyHome]), "{word}");
    }
    let read = facts("hamar annen nemnd kode 6");
    assert_eq!(read.caller, Some(CallerRole::Other));
    assert_eq!((read.decision, read.shield), (Some(DecisionStatus::AwaitsTribunal), Some(Shield::Code6)));
    let read = facts("hamar pol, venter, kode7,");
    assert_eq!(read.caller, Some(CallerRole::Prosecutor));
    assert_eq!((read.decision, read.shield), (Some(DecisionStatus::AwaitsPlace), Some(Shield::Code7)));
    assert_eq!(facts("hamar skjermet vedtak").shield, Some(Shield::Shielded));
}

#[test]
fn children_and_ages() {
    for (line, children) in [
        ("j9+g6", vec![girl(9), boy(6)]),
        ("j9 g6", vec![girl(9), boy(6)]),
        ("j9 + g6", vec![girl(9), boy(6)]),
        ("j9,g6", vec![girl(9), boy(6)]),
        ("15g g 14", vec![boy(15), boy(14)]),
        ("j0", vec![girl(0)]),
        ("j9 j9", vec![girl(9), girl(9)]),
        ("j8mnd", vec![ChildFacts { sex: Sex::Girl, age: Age::Months(8) }]),
        ("j8 mnd", vec![ChildFacts { sex: Sex::Girl, age: Age::Months(8) }]),
        ("b3uker", vec![ChildFacts { sex: Sex::Unspecified, age: Age::Weeks(3) }]),
        (
            "gx j?",
            vec![
                ChildFacts { sex: Sex::Boy, age: Age::Unknown },
                ChildFacts { sex: Sex::Girl, age: Age::Unknown },
            ],
        ),
    ] {
        assert_eq!(facts(&format!("hamar {line} bh")).children, children, "{line}");
    }
}

#[test]
fn unborn_children_have_no_clock_until_a_time_is_told() {
    let unborn = |day| ChildFacts { sex: Sex::Unspecified, age: Age::Unborn(day) };
    assert_eq!(facts("hamar ufødt").children, [unborn(None)]);
    assert_eq!(facts("hamar ufødt").received_at, None);
    assert_eq!(facts("hamar ufødt -10m").received_at, Some(norway("2026-11-21 02:27")));
    assert_eq!(facts("hamar ufødt j2").received_at, Some(night()));
    assert_eq!(facts("hamar j0").received_at, Some(night()));
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    for (line, due) in [
        ("ufødt termin 24.11", day(2026, 11, 24)),
        ("ufodt termin 21.11", day(2026, 11, 21)),
        ("ufødt termin 20.11", day(2027, 11, 20)),
        ("termin 24.11.2026 ufødt", day(2026, 11, 24)),
        ("ufødt termin 29.2", day(2028, 2, 29)),
    ] {
        assert_eq!(facts(&format!("hamar {line}")).children, [unborn(due)], "{line}");
    }
    let twice = facts("hamar ufødt termin 24.11 + ufødt");
    assert_eq!(twice.children, [unborn(day(2026, 11, 24)), unborn(None)]);
}

#[test]
fn a_basis_is_one_however_it_is_written_and_never_a_date() {
    for written in ["4-2", "4.2", "4,2", "§4-2", "§ 4-2", "§ 4,2", "4,2,"] {
        assert_eq!(facts(&format!("hamar {written} bh")).basis, Some(BasisCode::A4_2), "{written}");
    }
}

#[test]
fn a_planned_basis_is_not_acute_and_says_so() {
    let line = entered("hamar j9 5-1");
    assert_eq!(line.notices, [Notice::Planned { basis: BasisCode::A5_1 }]);
    let facts = line.to_facts(night()).expect("understood");
    assert!(!facts.is_acute);
    assert_eq!(facts.received_at, Some(night()));
    assert_eq!(line.deadline(120), None);
    assert!(super::facts("hamar j9 4-2").is_acute);
}

#[test]
fn a_consultation_has_no_referral() {
    let facts = facts("hamar drøft j9 kl 0200");
    assert_eq!((facts.kind, facts.received_at), (CallKind::Consultation, None));
    assert_eq!(facts.first_contact_at, norway("2026-11-21 02:00"));
    assert_eq!(super::facts("hamar drøft 4-3").basis, Some(BasisCode::A4_3));
    assert_eq!(entered("hamar drøft 5-1").notices, []);
}

#[test]
fn first_contact_is_when_n_was_pressed_or_the_referral_if_that_is_earlier() {
    let pressed = norway("2026-11-21 02:30");
    for (line, first, received) in [
        ("hamar", "02:30", "02:37"),
        ("hamar kl 0227", "02:27", "02:27"),
        ("hamar kl 0235", "02:30", "02:35"),
        ("hamar -10m", "02:27", "02:27"),
    ] {
        let facts = entered(line).to_facts(pressed).expect("understood");
        assert_eq!(facts.first_contact_at, norway(&format!("2026-11-21 {first}")), "{line}");
        assert_eq!(facts.received_at, Some(norway(&format!("2026-11-21 {received}"))), "{line}");
    }
}

#[test]
fn phone_numbers() {
    for (written, number) in [
        ("tlf 00000000", "00000000"),
        ("tlf 00 00 00 00", "00000000"),
        ("tlf. 000 00 000", "00000000"),
        ("tlf00000000", "00000000"),
        ("tlf +4700000000", "+4700000000"),
        ("tlf +47 00 00 00 00", "+4700000000"),
        ("tlf +46000000000", "+46000000000"),
    ] {
        let read = facts(&format!("hamar {written} bvv j9"));
        assert_eq!(read.callback.as_deref(), Some(number), "{written}");
        assert_eq!((read.caller, read.children.len()), (Some(CallerRole::OutOfHours), 1), "{written}");
    }
}

#[test]
fn needs_are_words_of_the_list_or_any_marked_word() {
    let need = |word: &str, detail: Option<&str>, effect| Need {
        word: word.to_owned(),
        detail: detail.map(ToOwned::to_owned),
        effect,
    };
    for (line, needs) in [
        ("allergi", vec![need("allergi", None, NeedEffect::NoAnimals)]),
        ("#allergi:hund", vec![need("allergi", Some("hund"), NeedEffect::NoAnimals)]),
        ("allergi #allergi:hund", vec![need("allergi", Some("hund"), NeedEffect::NoAnimals)]),
        ("hundeallergi", vec![need("allergi", Some("hundeallergi"), NeedEffect::NoAnimals)]),
        ("alene alene", vec![need("alene", None, NeedEffect::NoOtherChildren)]),
        ("#Kanin:hvit", vec![need("Kanin", Some("hvit"), NeedEffect::Note)]),
    ] {
        assert_eq!(facts(&format!("hamar {line}")).needs, needs, "{line}");
    }
    assert!(matches!(error("hamar #"), LineError::UnknownWord { .. }));
}

#[test]
fn the_same_twice_is_ignored_and_another_of_a_kind_names_both() {
    let facts = facts("hamar hamar bvv bvv j9 4-2 § 4.2 bh bh kl 0227 kl 0227");
    assert_eq!((facts.caller, facts.basis), (Some(CallerRole::OutOfHours), Some(BasisCode::A4_2)));
    for (line, first, second) in [
        ("hamar bvv bvt", "bvv", "bvt"),
        ("hamar bh inst", "bh", "inst"),
        ("hamar 4-2 § 4-1", "4-2", "§ 4-1"),
        ("hamar kode6 kode7", "kode6", "kode7"),
        ("hamar vedtak venter", "vedtak", "venter"),
        ("hamar sammen delt", "sammen", "delt"),
        ("hamar kl 0227 -20m", "kl 0227", "-20m"),
        ("hamar nå hjemme nå slekt", "nå hjemme", "nå slekt"),
        ("hamar tlf 00000000 tlf 00000001", "tlf 00000000", "tlf 00000001"),
        ("hamar fra løten fra stange", "fra løten", "fra stange"),
    ] {
        let LineError::Conflict { first: one, second: other, .. } = error(line) else {
            panic!("{line}: {:?}", errors(line));
        };
        assert_eq!((one.as_str(), other.as_str()), (first, second), "{line}");
    }
}

#[test]
fn the_second_enter_registers_with_the_words_in_the_note() {
    let mark = |words: &[&str]| format!("(ikke forstått: {})", words.join(", "));
    let register = |line: &str| entered(line).to_facts_with_rest(night(), mark);
    let read = register("hamar btv j9").expect("the municipality is settled");
    assert_eq!(read.note.as_deref(), Some("(ikke forstått: btv)"));
    assert_eq!((read.caller, read.children), (None, vec![girl(9)]));
    let read = register("hamar j44 kl 0240 4-9 0301 -- mor ringte").expect("the municipality is settled");
    assert_eq!(read.note.as_deref(), Some("mor ringte (ikke forstått: j44, kl 0240, 4-9, 0301)"));
    assert_eq!((read.received_at, read.basis), (Some(night()), None));
    assert_eq!(register("hamar j9").expect("understood").note, None);
    assert_eq!(register("bvt j9"), Err(LineError::NoMunicipality));
    assert!(matches!(register("lilehamer j9"), Err(LineError::UnknownMunicipality { .. })));
    assert!(matches!(register("våler j9"), Err(LineError::SameName { .. })));
    assert!(matches!(register("ring j9"), Err(LineError::AmbiguousMunicipality { .. })));
    assert!(matches!(register("hamar ringsaker j9"), Err(LineError::TwoMunicipalities { .. })));
    let read = register("hamar fra lilehamer").expect("only the caller's municipality is open");
    assert_eq!(read.note.as_deref(), Some("(ikke forstått: fra lilehamer)"));
}

#[test]
fn the_last_word_gets_guesses_and_no_error_until_it_is_ended() {
    for line in
        ["bt", "hamar btv", "hamar j", "hamar kl", "hamar kl 26", "hamar tlf 00", "hamar nå", "hamar bvv bvt"]
    {
        let typing = read(line, TYPING);
        assert!(typing.tokens.iter().all(|token| token.content.error().is_none()), "{line}: {typing:?}");
        let ended = read(&format!("{line} "), TYPING);
        assert!(ended.problems().next().is_some(), "{line}");
        assert!(entered(line).problems().next().is_some(), "{line}");
    }
    assert_eq!(guesses(&read("ringe", TYPING), "ringe"), ["Ringebu", "Ringerike"]);
    assert_eq!(guesses(&read("hamar nå sy", TYPING), "nå sy"), ["sykehus"]);
    assert_eq!(guesses(&read("hamar skjer", TYPING), "skjer"), ["skjermet"]);
    assert!(guesses(&read("hamar lill", TYPING), "lill").iter().all(|guess| guess != "Lillehammer"));
}

#[test]
fn tab_takes_a_guess_for_a_word_that_is_not_exact() {
    let typing = read("hamar", TYPING);
    assert_eq!(guesses(&typing, "hamar"), ["Hamarøy"]);
    assert_eq!(typing.tab_at(5), None);
    let typing = read("bvv ringe", TYPING);
    let guess = typing.tab_at(9).expect("a guess");
    assert_eq!(guess.apply("bvv ringe"), ("bvv Ringebu ".to_owned(), 12));
    let line = entered("hamar btv j9");
    let guess = line.tab_at(9).expect("a guess");
    assert_eq!(guess.apply("hamar btv j9"), ("hamar bvt j9".to_owned(), 9));
    let two = entered("hamar ringsaker");
    let guess = two.tab_at(15).expect("a guess");
    assert_eq!(guess.apply("hamar ringsaker").0, "fra Hamar ringsaker");
}

#[test]
fn the_note_comes_first_and_takes_everything() {
    let read = facts("hamar j9 -- kl 0300 ringsaker btv 44");
    assert_eq!(read.note.as_deref(), Some("kl 0300 ringsaker btv 44"));
    assert_eq!(read.municipality, number("3403"));
    assert_eq!(facts("hamar –  mor ").note.as_deref(), Some("mor"));
    assert_eq!(facts("hamar --").note, None);
}

#[test]
fn warnings_stand_beside_what_is_understood() {
    assert_eq!(
        entered("hamar g15 4-4 bh").notices,
        [Notice::BasisNamesInstitutions { basis: BasisCode::A4_4, wish: Wish::EmergencyHome }]
    );
    assert_eq!(entered("hamar g15 4-4 inst").notices, []);
    let oslo = entered("oslo g15");
    assert!(oslo.draft.waits_for_time());
    assert!(matches!(oslo.notices.as_slice(), [Notice::OwnSystem { .. }]));
    assert_eq!(oslo.to_facts(night()).map(|facts| facts.municipality), Ok(number("0301")));
}

#[test]
fn kinds_tell_what_a_token_is() {
    let line = read("hamar j9+g6 tlf 00 00 00 00 bh", ENTERED);
    let value = |part: &str| token(&line, part).content.value().cloned();
    assert_eq!(value("hamar"), Some(Value::Municipality(number("3403"))));
    assert_eq!(value("tlf 00 00 00 00"), Some(Value::Callback("00000000".to_owned())));
    assert_eq!(token(&line, "+").content, Content::Plus);
    assert_eq!(value("g6"), Some(Value::Child(boy(6))));
}

#[test]
fn elsewhere_has_duty_phones_of_its_own_so_no_clock_starts_until_a_time_is_told() {
    let bergen = entered("bergen bvt g15 4-2 bh");
    assert!(matches!(bergen.notices.as_slice(), [Notice::OtherRegion { .. }]), "{:?}", bergen.notices);
    assert_eq!(bergen.to_facts(night()).map(|facts| facts.received_at), Ok(None));
    assert_eq!(bergen.deadline(120), None);
    assert_eq!(facts("bergen bvt g15 4-2 bh -0m").received_at, Some(night()));
    assert_eq!(facts("oslo g15 -10m").received_at, Some(night() - TimeDelta::minutes(10)));
    assert_eq!(facts("hamar g15").received_at, Some(night()), "the own region's clock starts at once");
}
