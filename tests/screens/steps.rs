//! The routine's steps of one call, and the board's next steps.

use akuttvakt::app::model::Overlay;
use akuttvakt::app::steps_window::{StepFault, StepsWindow};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::{CallId, OfferId};
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::{StepEnd, StepState};
use chrono::{DateTime, Utc};
use insta::assert_snapshot;

use crate::follow_ups::{night_with_tasks, place};
use crate::rig::{Rig, night};

fn utc(written: &str) -> DateTime<Utc> {
    written.parse().unwrap()
}

fn window(rig: &Rig) -> &StepsWindow {
    match rig.model.overlays.last() {
        Some(Overlay::Steps(window)) => window,
        other => panic!("{other:?}"),
    }
}

fn state(rig: &Rig, step: StepKey) -> StepState {
    window(rig).known.as_ref().unwrap().standing(step).unwrap().state.clone()
}

fn go_to(rig: &mut Rig, step: StepKey) {
    rig.code(akuttvakt::app::key::Code::PageUp);
    for _ in 0..14 {
        if window(rig).step == step {
            return;
        }
        rig.keys("↓");
    }
    panic!("no {step:?}");
}

/// The girl with a place is marked on the board.
fn placed() -> Rig {
    let mut rig = night_with_tasks();
    rig.keys("f3\r");
    rig
}

#[test]
fn every_step_says_what_is_done_what_is_open_and_whose_it_is() {
    let mut rig = placed();
    rig.keys("-");
    assert_eq!(window(&rig).step, StepKey::InformUnit, "the first that is open");
    assert_eq!(window(&rig).known.as_ref().unwrap().standings().count(), 13, "out of hours");
    assert!(matches!(state(&rig, StepKey::Allocate), StepState::Done { .. }));
    assert_eq!(state(&rig, StepKey::Database), StepState::Others);
    assert_eq!(state(&rig, StepKey::Onward), StepState::Open { due_at: None });
    assert_eq!(state(&rig, StepKey::NotifyNit), StepState::Waits { step: StepKey::ClarificationMeeting });
    assert_snapshot!("steps_120x36", rig.screen(120, 36));
    assert_snapshot!("steps_80x24", rig.screen(80, 24));
    for (width, height) in [(60, 16), (100, 30), (40, 8), (1, 1)] {
        rig.screen(width, height);
    }
}

#[test]
fn a_step_is_done_with_a_note_and_the_mark_goes_on_to_the_next() {
    let mut rig = placed();
    rig.keys("-");
    go_to(&mut rig, StepKey::ContactMeasure);
    rig.keys("eget rom, nattevakt første natt\r");
    assert_eq!(
        rig.commands,
        [Command::DoStep {
            call: CallId(3),
            step: StepKey::ContactMeasure,
            end: StepEnd::Done,
            note: Some("eget rom, nattevakt første natt".to_owned())
        }]
    );
    assert_eq!((window(&rig).step, window(&rig).field.text()), (StepKey::InformUnit, ""));
    go_to(&mut rig, StepKey::ContactMeasure);
    assert!(rig.screen(80, 24).contains("eget rom"));
    // Words are hidden with one key, and show on no other screen.
    rig.code(akuttvakt::app::key::Code::F(3));
    assert!(!rig.screen(80, 24).contains("eget rom"));
    rig.keys("\r");
    assert_eq!(window(&rig).fault, Some(StepFault::Settled));
    rig.code(akuttvakt::app::key::Code::F(3));
    rig.keys("\u{1b}");
    for screen in ["1", "3", "4"] {
        rig.keys(screen);
        assert!(!rig.screen(120, 36).contains("eget rom"), "{screen}");
    }
}

#[test]
fn a_hyphen_first_says_not_relevant_and_within_a_note_it_is_a_hyphen() {
    let mut rig = placed();
    rig.keys("-");
    go_to(&mut rig, StepKey::Onward);
    rig.keys("-");
    assert_eq!(state(&rig, StepKey::Onward), StepState::NotRelevant);
    go_to(&mut rig, StepKey::Birk);
    rig.keys("a-b");
    assert_eq!((window(&rig).field.text(), rig.commands.len()), ("a-b", 1));
}

#[test]
fn others_steps_are_shown_and_not_ticked_off() {
    let mut rig = placed();
    rig.keys("-");
    for step in [StepKey::Database, StepKey::Arrival] {
        go_to(&mut rig, step);
        rig.keys("\r");
        assert_eq!(window(&rig).fault, Some(StepFault::OfOthers), "{step:?}");
    }
    assert!(rig.commands.is_empty());
}

#[test]
fn the_meeting_gets_its_time_and_the_commitment_its_day() {
    let mut rig = placed();
    rig.keys("-");
    go_to(&mut rig, StepKey::ClarificationMeeting);
    rig.keys("\r");
    assert_eq!(window(&rig).fault, Some(StepFault::NoTime));
    rig.keys("snart\r");
    assert_eq!(window(&rig).fault, Some(StepFault::NotATime));
    for _ in 0.."snart".len() {
        rig.code(akuttvakt::app::key::Code::Backspace);
    }
    rig.keys("24.11 1000");
    assert_snapshot!("steps_meeting_80x24", rig.screen(80, 24));
    rig.keys("\r");
    let at = utc("2026-11-24T09:00:00Z");
    assert_eq!(rig.commands, [Command::SetMeeting { call: CallId(3), at }]);
    let commitment = StepState::Open { due_at: Some(utc("2026-11-25T07:00:00Z")) };
    assert_eq!(state(&rig, StepKey::Commitment), commitment);
    go_to(&mut rig, StepKey::ClarificationMeeting);
    assert!(rig.screen(80, 24).contains("Møtet er tir 24.11 10:00."), "{}", rig.screen(80, 24));
}

#[test]
fn a_half_written_note_stays_with_its_step() {
    let mut rig = placed();
    rig.keys("-");
    go_to(&mut rig, StepKey::Birk);
    rig.keys("sak opprettet↓tilsagn ligger klart\u{1b}");
    rig.restart();
    rig.keys("f3\r-");
    assert_eq!((window(&rig).step, window(&rig).field.text()), (StepKey::Commitment, "tilsagn ligger klart"));
    rig.keys("↑");
    assert_eq!((window(&rig).step, window(&rig).field.text()), (StepKey::Birk, "sak opprettet"));
}

#[test]
fn it_is_read_anew_when_another_adviser_does_a_step() {
    let mut rig = placed();
    rig.keys("-");
    rig.keys("skriver");
    let birk = Command::DoStep { call: CallId(3), step: StepKey::Birk, end: StepEnd::Done, note: None };
    rig.by_hand(&birk);
    rig.refresh();
    assert!(matches!(state(&rig, StepKey::Birk), StepState::Done { .. }));
    assert_eq!(window(&rig).field.text(), "skriver");
}

#[test]
fn only_our_own_steps_are_ever_late() {
    let mut rig = placed();
    rig.now = utc("2026-11-23T15:00:00Z");
    rig.refresh();
    rig.keys("f3\r-");
    let known = window(&rig).known.as_ref().unwrap();
    let rules = &rig.model.view.as_ref().unwrap().board.rules;
    let late: Vec<StepKey> =
        known.standings().filter(|found| found.is_late(rules, rig.now)).map(|found| found.step).collect();
    assert_eq!(
        late,
        [StepKey::InformUnit, StepKey::Birk, StepKey::Commitment, StepKey::ClarificationMeeting]
    );
    assert!(rig.screen(120, 36).contains("! man 23.11"));
}

#[test]
fn the_clocks_of_the_law_are_information_where_they_are_known() {
    let mut rig = placed();
    rig.keys("-");
    assert!(!rig.screen(120, 36).contains("Til orientering"));
    rig.keys("\u{1b}");
    rig.by_hand(&Command::Arrive { offer: OfferId(2), at: None });
    rig.refresh();
    rig.keys("3f3\r-");
    let screen = rig.screen(120, 36);
    assert!(
        screen.contains("Til orientering, kommunens og nemndas frister: nemnda innen 48 timer"),
        "{screen}"
    );
    assert_snapshot!("steps_legal_120x36", screen);
    assert_snapshot!("steps_legal_80x24", rig.screen(80, 24));
}

#[test]
fn a_routine_this_program_does_not_know_is_said_to_be_so() {
    let mut rig = placed();
    let catalog = std::sync::Arc::make_mut(&mut rig.model.catalog);
    catalog.routines.retain(|routine| routine.region.is_none());
    rig.keys("-");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("som dette programmet") && screen.contains("ikke kjenner"), "{screen}");
    rig.keys("\r-");
    assert!(rig.commands.is_empty());
}

#[test]
fn a_consultation_has_no_steps() {
    let mut rig = Rig::with_places();
    rig.register("hamar bvt j9 drøft tlf 00000000", night());
    rig.refresh();
    rig.keys("-");
    assert!(rig.model.overlays.is_empty() && rig.screen(80, 24).contains("1 er en drøfting"));
}

#[test]
fn the_board_says_what_comes_once_a_place_is_offered_and_what_the_department_gets() {
    let mut rig = night_with_tasks();
    rig.keys("f1\r");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("så snart tilbudt") && screen.contains("avklare med tiltaket"), "{screen}");
    assert!(screen.contains("man 23.11 (avd. for Lillestrøm)"), "{screen}");
    rig.keys("f3\r");
    let screen = rig.screen(120, 36);
    assert!(!screen.contains("så snart tilbudt") && screen.contains("man 23.11 (avd. Hedmark)"), "{screen}");
    assert!(screen.contains("informere, BIRK, tilsagn,"), "{screen}");
    assert_snapshot!("next_steps_120x36", screen);
    assert_snapshot!("next_steps_80x24", rig.screen(80, 24));
}

#[test]
fn where_nothing_has_a_time_the_next_step_of_the_routine_is_named() {
    let mut rig = Rig::with_places();
    let call = rig.register("hamar bvv j9 4-2 bh", night());
    rig.now = night();
    place(&mut rig, call, 3);
    let tasks = rig.store.as_mut().unwrap().board(night()).unwrap().follow_ups;
    for task in tasks {
        rig.try_by_hand(&Command::EndFollowUp {
            follow_up: task.id,
            end: akuttvakt::domain::follow_up::FollowUpEnd::Done,
        });
    }
    rig.refresh();
    let screen = rig.screen(120, 36);
    assert!(screen.contains("neste i rutinen: snakke med tiltaket"), "{screen}");
    assert!(rig.screen(80, 24).contains("neste: snakke med tiltaket"), "{}", rig.screen(80, 24));
}
