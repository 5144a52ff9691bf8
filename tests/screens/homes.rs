//! What a municipality asks about a home: shown on purpose, corrected in a window, and a note on the group.

use std::collections::BTreeMap;

use akuttvakt::app::Msg;
use akuttvakt::app::key::Code;
use akuttvakt::app::model::Overlay;
use akuttvakt::app::places_screen::find;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::UnitId;
use akuttvakt::domain::question::Subject;
use akuttvakt::domain::unit::Acute;
use akuttvakt::domain::unit_facts::UnitFact;
use akuttvakt::domain::unit_list::{UnitEdit, UnitRow};
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::places::evening;
use crate::rig::Rig;

const NOTE: &str = "ikke to fra samme gjeng";

/// Furuly, as the home told of itself: not everything.
fn told(rig: &mut Rig) {
    let unit = UnitId(1);
    let row = UnitRow::of(rig.model.view.as_ref().unwrap().board.unit(unit).unwrap());
    let facts = [
        (UnitFact::Adults, "to, den ene hjemme på dagtid"),
        (UnitFact::PlacedChildren, "en jente på 11"),
        (UnitFact::Languages, "norsk, somali"),
        (UnitFact::OnCallPhone, "11223344"),
        (UnitFact::Presentation, "Enebolig med hage, rolig gate. Vant til at barn kommer om natten."),
    ];
    let facts = facts.map(|(fact, told)| (fact, Some(told.to_owned()))).into_iter().collect();
    let group_note = Some(NOTE.to_owned());
    let edit = UnitEdit { unit: Some(unit), row, facts, group_note, acute: Acute::No, closes_at: None };
    rig.by_hand(&Command::EditUnit(Box::new(edit)));
    rig.refresh();
}

/// Furuly is marked for the girl.
fn board() -> Rig {
    let mut rig = Rig::ordinary();
    told(&mut rig);
    rig.keys("↓\t");
    rig
}

fn edits(rig: &Rig) -> Vec<UnitEdit> {
    let commands = rig.commands.iter();
    commands
        .filter_map(|command| match command {
            Command::EditUnit(edit) => Some((**edit).clone()),
            _ => None,
        })
        .collect()
}

fn erase(rig: &mut Rig, signs: usize) {
    for _ in 0..signs {
        rig.code(Code::Backspace);
    }
}

#[test]
fn one_key_shows_what_is_asked_about_the_marked_home_and_it_is_journalled_first() {
    let mut rig = board();
    assert!(rig.screen(80, 24).contains("v om Furuly"), "{}", rig.screen(80, 24));
    assert!(!rig.screen(120, 36).contains("somali"));
    rig.keys("v");
    assert_eq!(rig.commands, [Command::Reveal { subject: Subject::Unit(UnitId(1)) }]);
    assert_snapshot!("home_of_board_80x24", rig.screen(80, 24));
    let shown = rig.screen(120, 36);
    assert!(shown.lines().any(|line| line.contains("babyutstyr") && line.contains("ikke kjent")), "{shown}");
    rig.keys("v");
    assert!(rig.model.overlays.is_empty() && rig.model.revealed.is_none());
    assert!(!rig.screen(120, 36).contains("somali"));
    // It goes by itself too, with its window.
    rig.keys("v");
    rig.later(TimeDelta::minutes(2));
    assert!(rig.model.overlays.is_empty() && !rig.screen(120, 36).contains("somali"));
    // With the calls in focus it is the call's names.
    rig.keys("\tv");
    assert!(matches!(rig.commands.last(), Some(Command::Reveal { subject: Subject::Call(_) })));
}

#[test]
fn an_offer_shows_it_by_a_key_that_is_never_typed_and_stays_as_it_was() {
    let mut rig = board();
    rig.keys("ovel");
    assert_snapshot!("offer_of_group_80x24", rig.screen(80, 24));
    rig.code(Code::F(4));
    let shown = rig.screen(80, 24);
    assert!(shown.contains("norsk, somali") && shown.contains("11 22 33 44"), "{shown}");
    rig.keys("\u{1b}vant");
    let shown = rig.screen(80, 24);
    assert!(shown.contains("velvant") && !shown.contains("somali"), "{shown}");
}

#[test]
fn a_note_on_the_group_stands_with_the_place_and_in_the_reasons_and_a_key_hides_it() {
    let mut rig = board();
    for keys in ["", "o", "\u{1b}2"] {
        rig.keys(keys);
        find(&mut rig.model, "furuly");
        let shown = rig.screen(120, 36);
        assert!(shown.contains(NOTE), "{keys}: {shown}");
        assert!(keys == "\u{1b}2" || shown.contains("se merknad om"), "{keys}: {shown}");
        rig.code(Code::F(3));
        let hidden = rig.screen(120, 36);
        assert!(!hidden.contains(NOTE) && hidden.contains("F3 viser"), "{keys}: {hidden}");
        rig.code(Code::F(3));
    }
    // Of a place that is not marked only the fact is told.
    rig.keys("1↓");
    assert!(!rig.screen(120, 36).contains(NOTE));
}

#[test]
fn beside_the_list_what_is_known_stands_line_by_line_and_what_is_not_in_one() {
    let mut rig = evening();
    told(&mut rig);
    find(&mut rig.model, "furuly");
    rig.send(Msg::Resized { width: 120, height: 36 });
    rig.keys("v");
    assert_snapshot!("home_of_places_120x36", rig.screen(120, 36));
    rig.keys("v");
    assert!(!rig.screen(120, 36).contains("somali"));
    // Where there is no room beside it, it gets a window.
    rig.send(Msg::Resized { width: 80, height: 24 });
    rig.keys("v");
    assert!(rig.screen(80, 24).contains("norsk, somali"), "{}", rig.screen(80, 24));
}

#[test]
fn what_the_home_tells_on_the_phone_is_typed_in_unseen_and_only_that_is_saved() {
    let mut rig = evening();
    told(&mut rig);
    find(&mut rig.model, "furuly");
    rig.keys("k");
    assert_snapshot!("unit_hidden_80x24", rig.screen(80, 24));
    assert!(!rig.screen(120, 36).contains("somali"));
    // The third is of placed children: told anew; the fourth, which animals.
    rig.keys("\t\ten gutt på 7\tkatt\r");
    assert!(rig.model.overlays.is_empty());
    let [edit] = edits(&rig).try_into().unwrap();
    let want = [(UnitFact::PlacedChildren, "en gutt på 7"), (UnitFact::WhichAnimals, "katt")];
    let want: BTreeMap<_, _> = want.map(|(fact, told)| (fact, Some(told.to_owned()))).into_iter().collect();
    assert_eq!((edit.facts, edit.group_note.as_deref()), (want, Some(NOTE)));
    assert!(rig.commands.iter().all(|command| !matches!(command, Command::Reveal { .. })));
    rig.keys("v");
    let shown = rig.screen(120, 36);
    for told in ["en gutt på 7", "katt", "norsk, somali", "to, den ene"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    // Saved while it is shown, the new word is shown.
    rig.keys("k");
    erase(&mut rig, "to, den ene hjemme på dagtid".chars().count());
    rig.keys("tre\r");
    assert!(rig.screen(120, 36).contains("voksne: tre"), "{}", rig.screen(120, 36));
    // Not known any more.
    rig.keys("k");
    erase(&mut rig, 3);
    rig.keys("-\r");
    assert_eq!(edits(&rig).last().unwrap().facts, BTreeMap::from([(UnitFact::Adults, None)]));
    assert!(rig.screen(120, 36).contains("ikke kjent: voksne"), "{}", rig.screen(120, 36));
}

#[test]
fn what_the_list_says_is_corrected_by_the_rules_of_the_list() {
    let mut rig = evening();
    told(&mut rig);
    find(&mut rig.model, "furuly");
    rig.keys("k\r");
    assert!(rig.screen(80, 24).contains("! Ingenting er endret ennå."), "{}", rig.screen(80, 24));
    let tabs = "\t".repeat(15);
    // Places, the largest group, ages, bases, hours.
    rig.keys(&tabs);
    rig.code(Code::Backspace);
    rig.keys("1\r");
    assert!(rig.screen(80, 24).contains("! Ikke flere sammen enn det er plasser."), "{}", rig.screen(80, 24));
    rig.code(Code::Backspace);
    rig.keys("x\r");
    assert!(rig.screen(80, 24).contains("! Skriv et tall fra 1 til 50."), "{}", rig.screen(80, 24));
    rig.code(Code::Backspace);
    rig.keys("1\t");
    rig.code(Code::Backspace);
    rig.keys("13\r");
    assert!(rig.screen(80, 24).contains("! Den yngste kan ikke"), "{}", rig.screen(80, 24));
    erase(&mut rig, 2);
    rig.keys("4\t\t");
    rig.keys(" 4-9\r");
    assert!(rig.screen(80, 24).contains("! «4-9» er ikke en hjemmel"), "{}", rig.screen(80, 24));
    erase(&mut rig, 4);
    rig.keys(" 4-4\t7\r");
    assert!(rig.screen(80, 24).contains("! Skriv klokkeslettet"), "{}", rig.screen(80, 24));
    rig.code(Code::Backspace);
    rig.keys("0700\t\tg\ti går\r");
    assert!(rig.screen(80, 24).contains("! Skriv en dato eller tid som kommer"), "{}", rig.screen(80, 24));
    erase(&mut rig, 5);
    rig.keys("1.12");
    assert_snapshot!("unit_corrected_120x36", rig.screen(120, 36));
    rig.keys("\r");
    assert!(rig.model.overlays.is_empty());
    let board = &rig.model.view.as_ref().unwrap().board;
    let unit = board.unit(UnitId(1)).unwrap();
    let bases: Vec<_> = unit.bases.iter().map(|basis| basis.code()).collect();
    assert_eq!((unit.places, unit.max_siblings, unit.age_min, unit.age_max), (1, 1, 4, 12));
    assert_eq!((bases, unit.acute), (vec!["4-1", "4-2", "4-4"], Acute::Approved));
    assert!(unit.closes_at.is_some() && unit.receives_from.is_some() && unit.receives_to.is_none());
    assert_eq!(
        (unit.note.as_deref(), unit.phone.as_deref()),
        (Some("ring først etter 23"), Some("00000000"))
    );
}

#[test]
fn a_unit_left_half_corrected_comes_back_and_what_was_shown_does_not() {
    let mut rig = evening();
    told(&mut rig);
    find(&mut rig.model, "furuly");
    rig.keys("k");
    rig.code(Code::F(4));
    assert!(rig.screen(120, 36).contains("norsk, somali"), "{}", rig.screen(120, 36));
    rig.keys("\tto egne");
    rig.later(TimeDelta::minutes(2));
    let shown = rig.screen(120, 36);
    assert!(shown.contains("to egne") && !shown.contains("somali"), "{shown}");
    rig.keys("\u{1b}");
    assert!(rig.model.overlays.is_empty());
    rig.restart();
    rig.keys("2");
    find(&mut rig.model, "furuly");
    rig.keys("k");
    assert!(rig.screen(120, 36).contains("to egne"), "{}", rig.screen(120, 36));
    let Some(Overlay::Unit(_)) = rig.model.overlays.last() else { panic!() };
    rig.keys("\r");
    let [edit] = edits(&rig).try_into().unwrap();
    assert_eq!(edit.facts, BTreeMap::from([(UnitFact::OwnChildren, Some("to egne".to_owned()))]));
    rig.keys("k");
    assert!(!rig.screen(120, 36).contains("to egne"), "it was saved: nothing is half-written");
}
