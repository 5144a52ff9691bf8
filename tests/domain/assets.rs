//! Every built-in file says what the program and its advisers rely on.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use akuttvakt::catalog::Catalog;
use akuttvakt::domain::basis::{Act, BasisCode, LegalBasis};
use akuttvakt::domain::call::{DecisionStatus, NeedEffect};
use akuttvakt::domain::checklist::{ChecklistItem, Fills, ItemKey};
use akuttvakt::domain::distance::{Coordinates, air_line_whole_km};
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::outline::Ring;
use akuttvakt::domain::routine::{DeadlineRule, Responsible, Routine, StepKey, StepScope};
use akuttvakt::domain::working_days::Hours;
use chrono::NaiveDate;

/// Words of the quick line that are no needs.
const KEYWORDS: &[&str] = &[
    "j",
    "g",
    "b",
    "barn",
    "jente",
    "gutt",
    "ufødt",
    "termin",
    "mnd",
    "uker",
    "x",
    "sammen",
    "kandeles",
    "delt",
    "ikkesøsken",
    "bvt",
    "bvv",
    "pol",
    "annen",
    "fra",
    "kode6",
    "kode7",
    "skjermet",
    "bh",
    "inst",
    "fh",
    "oms",
    "beh",
    "beh-lav",
    "beh-høy",
    "rus",
    "krise",
    "sfb",
    "vedtak",
    "venter",
    "nemnd",
    "drøft",
    "nå",
    "hjemme",
    "slekt",
    "kommune",
    "sykehus",
    "arrest",
    "rømt",
    "ukjent",
    "kl",
    "igår",
    "tlf",
    "knr",
    "s",
    "v",
    "m",
    "t",
];

fn catalog() -> Catalog {
    Catalog::load().expect("built-in files")
}

/// A word without the differences the quick line does not see.
fn fold(word: &str) -> String {
    word.to_lowercase()
        .replace("aa", "a")
        .replace('å', "a")
        .replace("ae", "e")
        .replace('æ', "e")
        .replace("oe", "o")
        .replace('ø', "o")
        .replace(['-', ' '], "")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn assert_written(text: &str, of: &str) {
    assert!(!text.trim().is_empty(), "{of}: empty");
    assert_eq!(text.trim(), text, "{of}: blanks around the text");
}

#[test]
fn there_are_357_municipalities_in_15_counties() {
    let catalog = catalog();
    assert_eq!(catalog.municipalities.len(), 357);
    let mut counties: BTreeMap<&str, usize> = BTreeMap::new();
    for municipality in &catalog.municipalities {
        *counties.entry(&municipality.county).or_default() += 1;
        assert_written(&municipality.name, "kommuner.csv");
        let Coordinates { lat, lon } = municipality.point;
        assert!((57.9..71.3).contains(&lat) && (4.4..31.2).contains(&lon), "{}", municipality.name);
        assert!(municipality.other_names.iter().all(|name| !name.trim().is_empty()), "{}", municipality.name);
    }
    let expected = BTreeMap::from([
        ("Innlandet", 46),
        ("Vestland", 43),
        ("Nordland", 41),
        ("Trøndelag", 38),
        ("Møre og Romsdal", 27),
        ("Agder", 25),
        ("Rogaland", 23),
        ("Akershus", 21),
        ("Troms", 21),
        ("Buskerud", 18),
        ("Finnmark", 18),
        ("Telemark", 17),
        ("Østfold", 12),
        ("Vestfold", 6),
        ("Oslo", 1),
    ]);
    assert_eq!(counties, expected);
    assert!(catalog.municipalities.is_sorted_by_key(|municipality| municipality.number));
    assert_eq!(catalog.municipalities.iter().filter(|m| !m.other_names.is_empty()).count(), 22);
}

#[test]
fn every_municipality_but_oslo_has_a_region() {
    let catalog = catalog();
    let of = |region| catalog.municipalities.iter().filter(|m| m.region == region).count();
    assert_eq!(of(None), 1);
    assert_eq!(of(Some(Region::Ost)), 79);
    assert_eq!(of(Some(Region::Vest)), 66);
    assert_eq!(of(Some(Region::Nord)), 80);
    assert_eq!(of(Some(Region::Midt)), 65);
    assert_eq!(of(Some(Region::Sor)), 66);
}

#[test]
fn known_municipalities_are_where_they_are() {
    let catalog = catalog();
    let find = |number: &str| {
        catalog.municipalities.iter().find(|m| m.number.as_str() == number).expect("a municipality")
    };
    for (number, name, county, region) in [
        ("0301", "Oslo", "Oslo", None),
        ("3411", "Ringsaker", "Innlandet", Some(Region::Ost)),
        ("3419", "Våler", "Innlandet", Some(Region::Ost)),
        ("3114", "Våler", "Østfold", Some(Region::Ost)),
        ("4601", "Bergen", "Vestland", Some(Region::Vest)),
        ("5501", "Tromsø", "Troms", Some(Region::Nord)),
        ("5001", "Trondheim", "Trøndelag", Some(Region::Midt)),
        ("4204", "Kristiansand", "Agder", Some(Region::Sor)),
    ] {
        let found = find(number);
        assert_eq!((found.name.as_str(), found.county.as_str(), found.region), (name, county, region));
    }
    assert_eq!(find("5001").other_names, ["Tråante"]);
    // The air lines to Bergen and Tromsø are known.
    assert_eq!(air_line_whole_km(find("0301").point, find("4601").point), 305);
    assert_eq!(air_line_whole_km(find("0301").point, find("5501").point), 1148);
}

#[test]
fn the_two_names_used_twice_are_told_apart_by_county() {
    let catalog = catalog();
    let mut names: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for municipality in &catalog.municipalities {
        names.entry(fold(&municipality.name)).or_default().insert(&municipality.county);
    }
    let twice: Vec<&String> =
        names.iter().filter(|(_, counties)| counties.len() > 1).map(|(name, _)| name).collect();
    assert_eq!(twice, ["heroy", "valer"]);
    assert_eq!(names.len(), 355);
}

fn assert_closed(ring: &Ring, of: &str) {
    assert!(ring.len() >= 4, "{of}: {} points", ring.len());
    assert_eq!(ring.first(), ring.last(), "{of}");
    for Coordinates { lat, lon } in ring {
        assert!((57.0..72.0).contains(lat) && (3.0..32.0).contains(lon), "{of}: {lat} {lon}");
    }
}

#[test]
fn outlines_are_closed_rings_of_the_country_and_15_counties() {
    let catalog = catalog();
    let outlines = &catalog.outlines;
    assert_eq!(outlines.country.len(), 3);
    assert_eq!(outlines.country.iter().map(Vec::len).sum::<usize>(), 426);
    let points: usize = outlines.counties.iter().flat_map(|county| &county.rings).map(Vec::len).sum();
    assert_eq!(points, 1292);
    outlines.country.iter().for_each(|ring| assert_closed(ring, "Norge"));
    for county in &outlines.counties {
        county.rings.iter().for_each(|ring| assert_closed(ring, &county.number));
    }
    let drawn: BTreeSet<&str> = outlines.counties.iter().map(|county| county.number.as_str()).collect();
    let lived_in: BTreeSet<&str> = catalog.municipalities.iter().map(|m| &m.number.as_str()[..2]).collect();
    assert_eq!(drawn.len(), 15);
    assert_eq!(drawn, lived_in);
}

#[test]
fn every_legal_basis_stands_in_one_act_and_the_acts_do_not_overlap() {
    let catalog = catalog();
    let codes: Vec<BasisCode> = catalog.legal_bases.iter().map(|basis| basis.code).collect();
    assert_eq!(codes, BasisCode::ALL);
    for basis in &catalog.legal_bases {
        let name = basis.code.code();
        assert_written(&basis.name, name);
        assert_written(&basis.source, name);
        assert!(basis.to_be_confirmed.as_deref().is_none_or(|note| !note.trim().is_empty()), "{name}");
        let is_old = basis.act == Act::Act1992;
        assert_eq!(basis.is_valid_on(day("2022-12-31")), is_old, "{name}");
        assert_eq!(basis.is_valid_on(day("2023-01-01")), !is_old, "{name}");
        assert_eq!(basis.valid_to, is_old.then(|| day("2022-12-31")), "{name}");
        let lead = if is_old {
            "Barnevernloven (lov 17. juli 1992 nr. 100)"
        } else {
            "Barnevernsloven (lov 18. juni 2021 nr. 97)"
        };
        assert!(basis.source.starts_with(lead), "{name}");
        assert!(basis.lapses_after_days.is_none() || basis.tribunal_hours.is_some(), "{name}");
    }
}

#[test]
fn every_old_basis_has_a_new_one_in_its_place() {
    let catalog = catalog();
    for old in &catalog.legal_bases {
        let new = old.replaced_by.and_then(|code| catalog.legal_basis(code));
        assert_eq!(
            new.map(|new| new.act),
            (old.act == Act::Act1992).then_some(Act::Act2021),
            "{}",
            old.code.code()
        );
        if let Some(new) = new {
            assert!(new.places_child, "{}", old.code.code());
            assert_eq!(new.valid_from.pred_opt(), old.valid_to, "{}", old.code.code());
        }
    }
}

#[test]
fn deadlines_and_codes_of_the_acute_bases() {
    let catalog = catalog();
    let row = |code: BasisCode| -> &LegalBasis { catalog.legal_basis(code).expect("a row") };
    for (code, hours, days, exchange) in [
        (BasisCode::A4_1, None, None, Some(8)),
        (BasisCode::A4_2, Some(48), Some(42), Some(9)),
        (BasisCode::A4_3, None, None, Some(10)),
        (BasisCode::A4_4, Some(48), Some(14), Some(11)),
        (BasisCode::A4_5, Some(48), None, Some(12)),
        (BasisCode::Old4_6Second, Some(48), Some(42), None),
        (BasisCode::Old4_25, Some(48), Some(14), None),
    ] {
        let basis = row(code);
        let known = (basis.tribunal_hours, basis.lapses_after_days, basis.exchange_code);
        assert_eq!(known, (hours, days, exchange), "{}", code.code());
        assert!(!basis.ordinarily_planned, "{}", code.code());
    }
    let no_place: Vec<&str> = catalog
        .legal_bases
        .iter()
        .filter(|basis| !basis.places_child)
        .map(|basis| basis.code.code())
        .collect();
    assert_eq!(no_place, ["4-3"]);
    for code in [BasisCode::A5_1, BasisCode::A6_1, BasisCode::A6_2, BasisCode::A6_6] {
        assert!(row(code).ordinarily_planned, "{}", code.code());
    }
    // What is not known is named, not guessed.
    for code in [BasisCode::A4_1, BasisCode::A4_5] {
        let note = row(code).to_be_confirmed.as_deref().unwrap_or_default();
        assert!(note.contains("faller bort") && note.contains("2026"), "{}", code.code());
    }
}

#[test]
fn no_need_can_be_taken_for_a_keyword_or_a_municipality() {
    let catalog = catalog();
    let places: BTreeSet<String> = catalog
        .municipalities
        .iter()
        .flat_map(|m| std::iter::once(&m.name).chain(&m.other_names).chain(std::iter::once(&m.county)))
        .map(|name| fold(name))
        .collect();
    let keywords: BTreeSet<String> = KEYWORDS.iter().map(|word| fold(word)).collect();
    let mut seen = BTreeSet::new();
    for word in catalog.needs.iter().flat_map(|row| std::iter::once(&row.key).chain(&row.words)) {
        let folded = fold(word);
        assert!(folded.len() >= 3 && folded.chars().all(char::is_alphabetic), "{word}");
        assert!(!keywords.contains(&folded), "{word} is a keyword");
        let place = places.iter().find(|place| place.starts_with(&folded));
        assert_eq!(place, None, "{word} begins a place");
        assert!(seen.insert(folded), "{word} is there twice");
    }
}

#[test]
fn only_allergy_and_alone_decide() {
    let catalog = catalog();
    let deciding: Vec<(&str, NeedEffect)> = catalog
        .needs
        .iter()
        .filter(|row| row.effect != NeedEffect::Note)
        .map(|row| (row.key.as_str(), row.effect))
        .collect();
    assert_eq!(deciding, [("allergi", NeedEffect::NoAnimals), ("alene", NeedEffect::NoOtherChildren)]);
}

fn assert_routine(routine: &Routine) {
    assert_eq!(routine.steps.len(), 14);
    let keys: BTreeSet<StepKey> = routine.steps.iter().map(|step| step.key).collect();
    assert_eq!(keys.len(), 14);
    assert_eq!(routine.response_limit_minutes, 120);
    assert!(
        routine.response_limit_note.contains("Som regel") && routine.response_limit_note.contains("avstand")
    );
    assert_written(&routine.to_be_confirmed, &routine.version);
    assert_written(&routine.source, &routine.version);
    for step in &routine.steps {
        let name = format!("{} {}", routine.version, step.key.code());
        assert_written(&step.text, &name);
        assert!(step.out_of_hours.as_ref().is_none_or(|other| !other.text.trim().is_empty()), "{name}");
        assert!(step.waits_for.is_none_or(|other| other != step.key), "{name}");
        // The adviser's own steps are never marked as others', and the other way round.
        let is_ours = step
            .responsible
            .iter()
            .any(|who| matches!(who, Responsible::Adviser | Responsible::OnDuty | Responsible::HeadOfIntake));
        assert_eq!(step.scope == StepScope::Us, is_ours, "{name}");
    }
}

#[test]
fn the_national_routine_has_its_fourteen_steps_and_deadlines() {
    let catalog = catalog();
    let routine = catalog.routine_for(Region::Vest).expect("a routine");
    assert_eq!((routine.version.as_str(), routine.region), ("nasjonal-1", None));
    assert_routine(routine);
    let deadlines: Vec<DeadlineRule> = routine.steps.iter().map(|step| step.deadline).collect();
    assert_eq!(
        deadlines,
        [
            DeadlineRule::AtOnce,
            DeadlineRule::None,
            DeadlineRule::WithinResponseLimit,
            DeadlineRule::WithinResponseLimit,
            DeadlineRule::None,
            DeadlineRule::FirstWorkingDayAfter,
            DeadlineRule::OnEveryChange,
            DeadlineRule::FirstWorkingDayAfter,
            DeadlineRule::FirstWorkingDayAfter,
            DeadlineRule::None,
            DeadlineRule::AtPlacement,
            DeadlineRule::FirstWorkingDay,
            DeadlineRule::WhenClear,
            DeadlineRule::AtOnceAfterMeeting,
        ]
    );
    let step = |key| routine.step(key).expect("a step");
    assert_eq!(step(StepKey::Received).responsible_in(Hours::OutOfHours), [Responsible::IntakeManager]);
    assert!(!step(StepKey::InformUnit).applies_in(Hours::Ordinary));
    assert!(!step(StepKey::ClearWithHead).applies_in(Hours::OutOfHours));
    assert_eq!(step(StepKey::Commitment).waits_for, Some(StepKey::ClarificationMeeting));
    assert_eq!(step(StepKey::Database).scope, StepScope::Others);
    assert_eq!(step(StepKey::Arrival).scope, StepScope::Others);
}

#[test]
fn region_ost_has_its_own_routine_with_one_acute_team() {
    let catalog = catalog();
    let routine = catalog.routine_for(Region::Ost).expect("a routine");
    assert_eq!((routine.version.as_str(), routine.region), ("ost-1", Some(Region::Ost)));
    assert_routine(routine);
    let step = |key| routine.step(key).expect("a step");
    assert_eq!(step(StepKey::Received).responsible_in(Hours::OutOfHours), [Responsible::Adviser]);
    assert_eq!(step(StepKey::InformUnit).responsible, [Responsible::Adviser]);
    assert_eq!(step(StepKey::InformUnit).scope, StepScope::Us);
    // Only what happens inside a measure is left to its intake manager.
    for step in routine.steps.iter().filter(|step| step.key != StepKey::Arrival) {
        for hours in Hours::ALL {
            assert!(
                !step.responsible_in(*hours).contains(&Responsible::IntakeManager),
                "{}",
                step.key.code()
            );
        }
    }
    // The deadlines are the national ones.
    let national = catalog.routine_for(Region::Nord).expect("a routine");
    for (own, other) in routine.steps.iter().zip(&national.steps) {
        assert_eq!((own.deadline, own.only_in), (other.deadline, other.only_in), "{}", own.key.code());
    }
}

#[test]
fn a_call_finds_the_version_it_was_opened_with() {
    let catalog = catalog();
    for routine in &catalog.routines {
        assert_eq!(catalog.routine(&routine.version), Some(routine));
    }
    assert_eq!(catalog.routine("nasjonal-0"), None);
}

#[test]
fn the_checklist_has_twenty_items_that_can_be_read_aloud() {
    let catalog = catalog();
    assert_eq!(catalog.checklist.len(), 20);
    let mut labels = BTreeSet::new();
    for (item, number) in catalog.checklist.iter().zip(1..) {
        let name = item.key.code();
        assert_eq!(item.number, number, "{name}");
        assert_written(&item.label, name);
        assert_written(&item.question, name);
        assert_written(&item.why, name);
        assert!(item.label.chars().count() <= ChecklistItem::LABEL_WIDTH, "{name}");
        // A field of the narrow board: frame, mark, label and value share 40 cells.
        assert!(item.fills.is_free_text() || item.label.chars().count() <= 18, "{name}");
        assert!(item.question.ends_with('?'), "{name}");
        assert!(item.why.ends_with('.'), "{name}");
        // In the conversation a line holds 74 characters.
        assert!(item.question.chars().count() <= 2 * 74 && item.why.chars().count() <= 74, "{name}");
        assert!(labels.insert(&item.label), "{name}");
        assert_eq!(catalog.checklist_item(item.key), Some(item));
    }
}

#[test]
fn the_quick_line_answers_five_items() {
    let catalog = catalog();
    let answered: Vec<u8> = catalog
        .checklist
        .iter()
        .filter(|item| item.fills.is_in_quick_line())
        .map(|item| item.number)
        .collect();
    assert_eq!(answered, [2, 3, 4, 10, 20]);
    // Each field is filled by one item only; text belongs to its item.
    for fills in Fills::ALL.iter().filter(|fills| !fills.is_free_text()) {
        assert_eq!(
            catalog.checklist.iter().filter(|item| item.fills == *fills).count(),
            1,
            "{}",
            fills.code()
        );
    }
}

#[test]
fn help_at_home_is_an_offer_that_never_stands_before_the_search() {
    let catalog = catalog();
    let guarded: Vec<ItemKey> = catalog
        .checklist
        .iter()
        .filter(|item| item.never_before_search || item.not_at_call_back)
        .map(|item| item.key)
        .collect();
    assert_eq!(guarded, [ItemKey::HelpAtHome]);
    let item = catalog.checklist_item(ItemKey::HelpAtHome).expect("item 8");
    assert!(item.never_before_search && item.not_at_call_back);
    assert_eq!(item.number, 8);
    assert!(item.question.contains("vurdert") && item.question.contains("bistå"));
}

#[test]
fn exchange_codes_of_the_decision() {
    let codes: Vec<(DecisionStatus, u8)> =
        catalog().codes.decisions.iter().map(|row| (row.status, row.exchange_code)).collect();
    assert_eq!(
        codes,
        [(DecisionStatus::Made, 1), (DecisionStatus::AwaitsPlace, 2), (DecisionStatus::AwaitsTribunal, 3)]
    );
}
