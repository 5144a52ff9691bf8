//! Screen 4: what is to be done, late first, and what is done with it there.

use akuttvakt::app::follow_up_window::FollowUpFault;
use akuttvakt::app::follow_ups_screen::{Row, marked_line};
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::app::next_change;
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::command::{Command, ItemAnswer, ItemFields, OfferDraft, Outcome};
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner, Receiver};
use akuttvakt::domain::follow_up_list::{DueSection, FollowUpLine};
use akuttvakt::domain::ids::{CallId, FollowUpId, OfferId, PlaceId};
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::question::Subject;
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;
use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;

use crate::rig::{Rig, night};

fn utc(written: &str) -> DateTime<Utc> {
    written.parse().unwrap()
}

/// A place is offered and accepted: the steps of the first working day begin.
pub fn place(rig: &mut Rig, call: CallId, place: i64) -> OfferId {
    let offered = rig.by_hand(&Command::Offer(Box::new(OfferDraft::new(call, PlaceId(place)))));
    let Outcome::Offered { offer, .. } = offered else { panic!("{offered:?}") };
    rig.by_hand(&Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    offer
}

/// The night of the drawings, with a promise, something sent later, and a girl who has a place.
pub fn night_with_tasks() -> Rig {
    let mut rig = Rig::ordinary();
    let department =
        Command::SetSetting { key: "department.3411".to_owned(), value: "avd. Hedmark".to_owned() };
    rig.by_hand(&department);
    rig.by_hand(&Command::PromiseCallBack { call: CallId(1), due_at: night() + TimeDelta::minutes(143) });
    rig.by_hand(&Command::AnswerItem(Box::new(ItemAnswer {
        call: CallId(1),
        item: ItemKey::Escort,
        state: AnswerState::Later,
        text: None,
        fields: ItemFields::default(),
    })));
    place(&mut rig, CallId(3), 3);
    rig.refresh();
    rig
}

/// Kinds of the marked line.
fn marked(rig: &Rig) -> Vec<(FollowUpKind, Option<StepKey>)> {
    marked_line(&rig.model)
        .into_iter()
        .flat_map(FollowUpLine::tasks)
        .map(|task| (task.kind, task.step))
        .collect()
}

fn sections(rig: &Rig) -> Vec<(DueSection, i64, usize)> {
    let lines = &rig.model.view.as_ref().unwrap().follow_ups.lines;
    lines.iter().map(|line| (line.section, line.first.call.0, line.count())).collect()
}

/// Marks the first line with such a follow-up.
fn go_to(rig: &mut Rig, kind: FollowUpKind) {
    rig.code(Code::Home);
    for _ in 0..40 {
        if marked(rig).first().is_some_and(|first| first.0 == kind) {
            return;
        }
        rig.keys("↓");
    }
    panic!("no {kind:?}\n{}", rig.screen(120, 36));
}

#[test]
fn late_comes_first_then_the_shift_then_the_working_day_in_one_line_a_call() {
    let mut rig = night_with_tasks();
    rig.keys("4");
    assert_eq!(rig.model.screen, Screen::FollowUps);
    let found = sections(&rig);
    assert_eq!(found.last(), Some(&(DueSection::WorkingDay, 3, 4)), "{found:?}");
    assert!(found.is_sorted_by_key(|line| line.0), "{found:?}");
    assert!(found.iter().filter(|line| line.0 == DueSection::Late).all(|line| line.1 == 2), "{found:?}");
    assert_snapshot!("follow_ups_120x36", rig.screen(120, 36));
    assert_snapshot!("follow_ups_80x24", rig.screen(80, 24));
    for (width, height) in [(60, 16), (100, 30), (40, 8), (1, 1)] {
        rig.screen(width, height);
    }
}

#[test]
fn the_bar_counts_what_is_late_and_what_the_shift_asks_for() {
    let mut rig = night_with_tasks();
    let pressing: usize =
        sections(&rig).iter().filter(|line| line.0 <= DueSection::Shift).map(|line| line.2).sum();
    let shown = |rig: &mut Rig, width| rig.screen(width, 24).lines().next().unwrap().to_owned();
    assert!(shown(&mut rig, 120).contains(&format!("4 Oppfølging ({pressing})")));
    assert!(shown(&mut rig, 80).contains(&format!("4 Oppf({pressing})")), "{}", shown(&mut rig, 80));
}

#[test]
fn enter_says_done_and_marks_nothing_else_so_that_a_second_one_does_nothing() {
    let mut rig = night_with_tasks();
    rig.keys("4");
    go_to(&mut rig, FollowUpKind::CallBack);
    let task = marked_line(&rig.model).unwrap().first.id;
    rig.keys("\r\r");
    assert_eq!(rig.commands, [Command::EndFollowUp { follow_up: task, end: FollowUpEnd::Done }]);
    assert_eq!(rig.model.follow_ups.marked(), None);
    assert!(rig.screen(120, 36).contains("ingen oppgave er merket"));
    rig.keys("u");
    assert!(rig.model.view.as_ref().unwrap().follow_ups.line_of(task).is_some(), "taken back");
}

#[test]
fn of_several_steps_it_is_asked_which_and_the_meeting_wants_its_time() {
    let mut rig = night_with_tasks();
    rig.keys("4");
    go_to(&mut rig, FollowUpKind::Step);
    let all = [StepKey::InformUnit, StepKey::Birk, StepKey::Commitment, StepKey::ClarificationMeeting];
    assert_eq!(marked(&rig).iter().map(|task| task.1.unwrap()).collect::<Vec<_>>(), all);
    rig.keys("\r↓");
    assert_snapshot!("tasks_80x24", rig.screen(80, 24));
    rig.keys("\r");
    let steps = &rig.model.view.as_ref().unwrap().board.steps;
    assert_eq!(
        steps.iter().map(|step| (step.step, step.end)).collect::<Vec<_>>(),
        [(StepKey::Birk, StepEnd::Done)]
    );
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Tasks(window)) if window.tasks.len() == 3));
    // The mark is still on what is left of the line.
    assert_eq!(marked(&rig).len(), 3);
    rig.keys("↓↓\r");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Steps(_))), "{:?}", rig.model.overlays);
    rig.keys("24.11 1000\r");
    assert_eq!(
        rig.commands.last(),
        Some(&Command::SetMeeting { call: CallId(3), at: utc("2026-11-24T09:00:00Z") })
    );
    rig.keys("\u{1b}");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Tasks(window)) if window.tasks.len() == 2));
    // The commitment waits for the meeting: it is another day's now.
    rig.keys("\u{1b}");
    let found = sections(&rig);
    assert!(
        found.contains(&(DueSection::WorkingDay, 3, 1)) && found.contains(&(DueSection::Later, 3, 1)),
        "{found:?}"
    );
}

#[test]
fn a_step_that_another_adviser_did_leaves_the_list_of_steps() {
    let mut rig = night_with_tasks();
    rig.keys("4");
    go_to(&mut rig, FollowUpKind::Step);
    rig.keys("\r↓");
    let first = marked_line(&rig.model).unwrap().first.id;
    rig.by_hand(&Command::EndFollowUp { follow_up: first, end: FollowUpEnd::Done });
    rig.refresh();
    let Some(Overlay::Tasks(window)) = rig.model.overlays.last() else { panic!("open") };
    assert_eq!((window.tasks.len(), window.at), (3, 0), "the mark stays on its step");
    for task in rig.model.view.as_ref().unwrap().board.follow_ups.clone() {
        if task.call == CallId(3) {
            rig.by_hand(&Command::EndFollowUp { follow_up: task.id, end: FollowUpEnd::Done });
        }
    }
    rig.refresh();
    assert!(rig.model.overlays.is_empty(), "nothing is left to pick");
}

#[test]
fn what_is_later_is_folded_until_it_is_opened() {
    let mut rig = night_with_tasks();
    rig.by_hand(&Command::SetMeeting { call: CallId(3), at: utc("2026-11-26T09:00:00Z") });
    rig.refresh();
    rig.keys("4");
    rig.code(Code::End);
    assert_eq!(rig.model.follow_ups.marked(), Some(Row::Later));
    assert!(rig.screen(80, 24).contains("senere 1 (Enter åpner)"));
    assert!(!rig.screen(80, 24).contains("fre 27.11"));
    rig.keys("\r↓");
    assert_eq!(marked(&rig), [(FollowUpKind::Step, Some(StepKey::Commitment))]);
    assert_snapshot!("follow_ups_later_80x24", rig.screen(80, 24));
    rig.keys("↑\r");
    assert!(!rig.screen(80, 24).contains("fre 27.11"));
}

#[test]
fn a_task_is_moved_with_its_reason_and_given_to_another_in_one_go() {
    let mut rig = night_with_tasks();
    rig.second("Per Sæther");
    rig.refresh();
    rig.keys("4");
    go_to(&mut rig, FollowUpKind::CallBack);
    let task = marked_line(&rig.model).unwrap().first.id;
    rig.keys("e0600\tvakthavende ringer først\tp");
    assert_snapshot!("move_80x24", rig.screen(80, 24));
    assert_snapshot!("move_120x36", rig.screen(120, 36));
    rig.keys("\r");
    let due_at = utc("2026-11-21T05:00:00Z");
    let reason = "vakthavende ringer først".to_owned();
    let to = Receiver::Adviser("Per Sæther".to_owned());
    assert_eq!(
        rig.commands,
        [
            Command::MoveFollowUp { follow_up: task, due_at, reason },
            Command::AssignFollowUp { follow_up: task, to }
        ]
    );
    assert!(rig.model.overlays.is_empty());
    let line = rig.model.view.as_ref().unwrap().follow_ups.line_of(task).unwrap();
    assert_eq!(
        (line.first.by.as_str(), line.first.due_at, line.first.is_moved),
        ("Per Sæther", due_at, true)
    );
    assert_eq!(marked_line(&rig.model).map(|line| line.first.id), Some(task), "the mark went with it");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("Per S.") && screen.contains("flyttet"), "{screen}");
    // The reason is told in words: it is on no list.
    assert!(!screen.contains("vakthavende"), "{screen}");
}

#[test]
fn steps_of_one_line_are_given_to_the_department_and_back_together() {
    let mut rig = night_with_tasks();
    rig.keys("4");
    go_to(&mut rig, FollowUpKind::Step);
    rig.keys("e\t\tk\r");
    assert_eq!(rig.commands.len(), 4, "{:?}", rig.commands);
    let owners: Vec<_> =
        marked_line(&rig.model).unwrap().tasks().map(|task| (task.owner, task.by.clone())).collect();
    assert!(owners.iter().all(|owner| *owner == (Owner::Adviser, "Kari Nordby".to_owned())), "{owners:?}");
    rig.keys("e\t\t→\r");
    assert!(marked_line(&rig.model).unwrap().tasks().all(|task| task.owner == Owner::Department));
}

#[test]
fn what_cannot_be_saved_says_why_and_keeps_what_was_typed() {
    for (typed, fault) in [
        ("", FollowUpFault::Empty),
        ("snart\tfordi", FollowUpFault::NotATime),
        ("0600", FollowUpFault::NoReason),
        ("\tfordi", FollowUpFault::NoTime),
        ("21.11 0100\tfordi", FollowUpFault::Passed),
    ] {
        let mut rig = night_with_tasks();
        rig.keys(&format!("4e{typed}\r"));
        let Some(Overlay::FollowUp(window)) = rig.model.overlays.last() else { panic!("{typed}") };
        assert_eq!(window.fault, Some(fault), "{typed}");
        assert!(rig.commands.is_empty(), "{typed}");
        assert!(rig.screen(80, 24).contains("! "), "{typed}");
    }
}

#[test]
fn half_written_moves_come_back() {
    let mut rig = night_with_tasks();
    rig.keys("4e0600\tringer først\u{1b}");
    assert!(rig.model.overlays.is_empty());
    rig.restart();
    rig.keys("4e");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("0600") && screen.contains("ringer først"), "{screen}");
}

#[test]
fn the_mark_stays_with_its_task_while_time_moves_it_and_others_come() {
    let mut rig = night_with_tasks();
    rig.keys("4");
    go_to(&mut rig, FollowUpKind::CallBack);
    let task = marked_line(&rig.model).unwrap().first.id;
    rig.register("moss bvt g16 4-1 inst", night());
    rig.now = night();
    rig.by_hand(&Command::PromiseCallBack { call: CallId(4), due_at: night() + TimeDelta::minutes(1) });
    rig.refresh();
    assert_eq!(marked_line(&rig.model).map(|line| line.first.id), Some(task));
    rig.later(TimeDelta::minutes(143));
    let line = marked_line(&rig.model).unwrap();
    assert_eq!((line.first.id, line.section), (task, DueSection::Late));
}

#[test]
fn the_mark_goes_along_when_time_brings_a_step_into_another_line() {
    let mut rig = night_with_tasks();
    let commitment = rig
        .model
        .view
        .as_ref()
        .unwrap()
        .board
        .follow_ups
        .iter()
        .find(|task| task.step == Some(StepKey::Commitment));
    let follow_up = commitment.unwrap().id;
    // After the offices have closed: it is late half an hour after the rest of its day.
    let due_at = utc("2026-11-23T15:00:00Z");
    rig.by_hand(&Command::MoveFollowUp { follow_up, due_at, reason: "møtet er 16".to_owned() });
    rig.now = utc("2026-11-23T14:45:00Z");
    rig.refresh();
    rig.keys("4f3\r");
    while marked_line(&rig.model).is_none_or(|line| line.first.id != follow_up) {
        rig.keys("↓");
    }
    assert_eq!(
        marked_line(&rig.model).map(|line| (line.section, line.count())),
        Some((DueSection::Shift, 1))
    );
    rig.later(TimeDelta::minutes(15));
    let line = marked_line(&rig.model).expect("still marked");
    assert_eq!((line.section, line.count(), line.holds(follow_up)), (DueSection::Late, 4, true));
    let rows = rig.model.follow_ups.rows(rig.model.view.as_ref().unwrap());
    assert!(rows.contains(&rig.model.follow_ups.marked().unwrap()), "the mark is on a row that is drawn");
}

#[test]
fn the_loop_wakes_when_something_becomes_late() {
    let mut rig = Rig::with_places();
    let call = rig.register("hamar bvv j9 4-2 bh", night());
    let due_at = night() + TimeDelta::milliseconds(90_500);
    rig.by_hand(&Command::PromiseCallBack { call, due_at });
    rig.refresh();
    rig.keys("4");
    rig.later(TimeDelta::seconds(61));
    assert_eq!(next_change(&rig.model), due_at);
    assert_eq!(sections(&rig)[0].0, DueSection::Shift);
    rig.later(TimeDelta::milliseconds(29_500));
    assert_eq!(sections(&rig)[0].0, DueSection::Late);
}

#[test]
fn a_step_of_monday_is_late_when_the_offices_close_and_its_call_may_be_long_closed() {
    let mut rig = night_with_tasks();
    let place: OfferId = OfferId(2);
    rig.by_hand(&Command::Arrive { offer: place, at: None });
    // Monday before the offices open: the call was closed more than a day ago.
    rig.now = utc("2026-11-23T06:30:00Z");
    rig.refresh();
    let view = rig.model.view.as_ref().unwrap();
    assert!(view.board.call(CallId(3)).is_none() && view.board.known_call(CallId(3)).is_some());
    let of_girl = |rig: &Rig| sections(rig).into_iter().filter(|line| line.1 == 3).collect::<Vec<_>>();
    assert_eq!(of_girl(&rig), [(DueSection::WorkingDay, 3, 4)]);
    rig.keys("4");
    go_to(&mut rig, FollowUpKind::Step);
    assert_snapshot!("follow_ups_monday_120x36", rig.screen(120, 36));
    assert_snapshot!("follow_ups_monday_80x24", rig.screen(80, 24));
    // Steps, journal and phone work for it; what needs an open call says why not.
    rig.keys("k");
    assert!(rig.screen(80, 24).contains("3 er avsluttet"), "{}", rig.screen(80, 24));
    rig.keys("-");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Steps(_))));
    rig.keys("\u{1b}");
    rig.now = utc("2026-11-23T07:00:00Z");
    rig.refresh();
    assert_eq!(of_girl(&rig), [(DueSection::Shift, 3, 4)], "the day has come");
    rig.now = utc("2026-11-23T14:30:00Z");
    rig.refresh();
    assert_eq!(of_girl(&rig), [(DueSection::Late, 3, 4)], "the offices close");
}

#[test]
fn a_number_is_hidden_until_it_is_revealed_and_that_is_journalled() {
    let mut rig = night_with_tasks();
    rig.keys("4");
    go_to(&mut rig, FollowUpKind::OfferAnswer);
    let line = |rig: &mut Rig| {
        let screen = rig.screen(120, 36);
        screen.lines().find(|line| line.contains("svar på tilbudet")).unwrap().to_owned()
    };
    assert!(line(&mut rig).contains("tlf: t") && !line(&mut rig).contains("00 00 00 00"));
    rig.keys("t");
    assert_eq!(rig.commands, [Command::Reveal { subject: Subject::Call(CallId(2)) }]);
    let screen = rig.screen(120, 36);
    assert!(screen.contains("00 00 00 00"), "{screen}");
    rig.keys("\u{1b}");
    assert!(!rig.screen(120, 36).contains("00 00 00 00"));
}

#[test]
fn a_protected_address_is_neither_named_nor_found_nor_told_by_its_department() {
    let mut rig = Rig::with_places();
    let department =
        Command::SetSetting { key: "department.3230".to_owned(), value: "avd. Romerike".to_owned() };
    rig.by_hand(&department);
    let call = rig.register("gjerdrum bvv j9 4-2 bh kode6 -40m", night());
    rig.now = night();
    place(&mut rig, call, 3);
    rig.refresh();
    rig.keys("4");
    for size in [(120, 36), (80, 24)] {
        let screen = rig.screen(size.0, size.1);
        assert!(!screen.contains("Gjerdrum") && !screen.contains("Romerike"), "{screen}");
        assert!(screen.contains("skjermet"), "{screen}");
    }
    rig.code(Code::Home);
    rig.keys("fgjer");
    assert!(rig.screen(80, 24).contains("ingen"), "{}", rig.screen(80, 24));
    rig.keys("\u{1b}f1\r");
    assert_eq!(marked_line(&rig.model).map(|line| line.first.call), Some(call));
    for keys in ["e", "\u{1b}-", "\u{1b}"] {
        rig.keys(keys);
        let screen = rig.screen(120, 36);
        assert!(!screen.contains("Gjerdrum") && !screen.contains("Romerike"), "{screen}");
    }
}

#[test]
fn finding_marks_a_call_of_the_list_and_esc_gives_back_the_mark() {
    let mut rig = night_with_tasks();
    rig.keys("4");
    let before = rig.model.follow_ups.clone();
    rig.keys("frings");
    assert_eq!(marked_line(&rig.model).map(|line| line.first.call), Some(CallId(3)));
    rig.keys("\u{1b}");
    assert_eq!(rig.model.follow_ups, before);
}

#[test]
fn the_answer_is_given_from_here_without_moving_the_boards_marks() {
    let mut rig = night_with_tasks();
    let marks = rig.model.marks.clone();
    rig.keys("4");
    go_to(&mut rig, FollowUpKind::OfferAnswer);
    rig.keys("anl\r");
    assert!(matches!(
        rig.commands.as_slice(),
        [Command::Answer { offer: OfferId(1), answer: Answer::Declined, .. }]
    ));
    assert_eq!((rig.model.marks.pane, rig.model.marks.call()), (marks.pane, marks.call()));
    assert_eq!(rig.model.screen, Screen::FollowUps);
}

#[test]
fn with_nothing_to_do_it_says_so_and_no_key_acts() {
    let mut rig = Rig::with_places();
    rig.keys("4");
    assert!(rig.screen(80, 24).contains("Ingenting å følge opp."));
    rig.keys("\re-jkvr");
    assert!(rig.commands.is_empty() && rig.model.overlays.is_empty());
    assert_eq!(rig.model.screen, Screen::FollowUps);
    rig.code(Code::Esc);
    assert_eq!(rig.model.screen, Screen::Board);
    // What comes while the screen is shown is marked when it is come back to.
    let call = rig.register("hamar bvv j9 4-2 bh", night());
    rig.by_hand(&Command::PromiseCallBack { call, due_at: night() + TimeDelta::minutes(30) });
    rig.refresh();
    rig.keys("4");
    assert_eq!(rig.model.follow_ups.marked(), Some(Row::Line(FollowUpId(1))));
    rig.press(Key::char('j'));
    assert_eq!(rig.model.screen, Screen::Journal);
    rig.keys("\u{1b}");
    assert_eq!(rig.model.screen, Screen::FollowUps, "Esc goes back to where it was opened");
}
