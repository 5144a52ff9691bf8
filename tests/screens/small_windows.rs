//! Ringing back, referral, closing, numbers and names.

use akuttvakt::app::message::Msg;
use akuttvakt::app::model::Overlay;
use akuttvakt::app::next_change;
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind};
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::question::Subject;
use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;

use crate::rig::{Rig, night};

fn five() -> DateTime<Utc> {
    night() + TimeDelta::minutes(143)
}

fn promises(rig: &Rig) -> Vec<(CallId, DateTime<Utc>)> {
    let follow_ups = &rig.model.view.as_ref().expect("read").board.follow_ups;
    let promised = follow_ups.iter().filter(|found| found.kind == FollowUpKind::CallBack);
    promised.map(|found| (found.call, found.due_at)).collect()
}

/// A consultation about a girl in Hamar is marked.
fn consultation() -> Rig {
    let mut rig = Rig::with_places();
    rig.register("hamar bvt j9 drøft tlf 00000000", night());
    rig.refresh();
    rig
}

#[test]
fn a_promise_is_six_keys_and_says_what_it_promises() {
    let mut rig = Rig::ordinary();
    rig.keys("↓r0500");
    assert_snapshot!("call_back_120x36", rig.screen(120, 36));
    rig.keys("\r");
    assert_eq!(rig.commands, [Command::PromiseCallBack { call: CallId(3), due_at: five() }]);
    assert_eq!(promises(&rig), [(CallId(3), five())]);
    assert!(rig.model.overlays.is_empty());
    assert!(rig.screen(120, 36).contains("05:00  ring Ringsaker tilbake"));
}

#[test]
fn a_kept_promise_ends_and_a_new_one_is_given_in_one_go() {
    let mut rig = Rig::ordinary();
    rig.keys("↓r0500\r");
    rig.later(TimeDelta::minutes(150));
    rig.keys("r+30\tj");
    assert_snapshot!("call_back_due_80x24", rig.screen(80, 24));
    rig.keys("\r");
    let [_, Command::EndFollowUp { end, .. }, Command::PromiseCallBack { due_at, .. }] =
        rig.commands.as_slice()
    else {
        panic!("{:?}", rig.commands)
    };
    assert_eq!((*end, *due_at), (FollowUpEnd::Done, rig.now + TimeDelta::minutes(30)));
    assert_eq!(promises(&rig), [(CallId(3), rig.now + TimeDelta::minutes(30))]);
    rig.keys("r\tj\r");
    assert_eq!((promises(&rig), rig.model.overlays.len()), (vec![], 0), "only that it was kept");
}

#[test]
fn a_time_that_cannot_be_meant_keeps_the_window_and_what_was_typed() {
    for (typed, said) in [
        ("", "Skriv når du ringer tilbake."),
        ("snart", "«snart» er ikke et klokkeslett"),
        ("1.12 0800", "for langt fram"),
    ] {
        let mut rig = Rig::ordinary();
        rig.keys(&format!("↓r{typed}\r"));
        assert!(rig.screen(80, 24).replace("││\n", "").contains(said), "{}", rig.screen(80, 24));
        assert!(rig.model.overlays.iter().any(|open| matches!(open, Overlay::CallBack(_))));
        assert_eq!(promises(&rig), []);
    }
}

#[test]
fn a_referral_says_when_the_clock_will_ring() {
    let mut rig = consultation();
    rig.keys("i");
    assert_snapshot!("refer_80x24", rig.screen(80, 24));
    assert_snapshot!("refer_120x36", rig.screen(120, 36));
    rig.keys("0240\r");
    assert!(rig.commands.is_empty() && rig.screen(80, 24).contains("! "), "not yet");
    for _ in 0..4 {
        rig.code(akuttvakt::app::key::Code::Backspace);
    }
    rig.keys("0227\r");
    assert_eq!(rig.commands, [Command::Refer { call: CallId(1), at: night() - TimeDelta::minutes(10) }]);
    let call = rig.model.view.as_ref().and_then(|view| view.board.call(CallId(1)).cloned()).expect("open");
    assert_eq!(call.deadline, Some(night() + TimeDelta::minutes(110)));
    assert!(rig.model.overlays.is_empty());
}

#[test]
fn a_referral_without_a_time_is_now() {
    let mut rig = consultation();
    rig.keys("i\r");
    assert_eq!(rig.commands, [Command::Refer { call: CallId(1), at: night() }]);
}

#[test]
fn a_call_is_closed_with_a_reason_that_goes_with_its_kind() {
    let mut rig = consultation();
    rig.keys("l");
    assert_snapshot!("close_consultation_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(rig.commands.is_empty() && rig.screen(80, 24).contains("Velg grunn"));
    rig.keys("d\tråd om samvær\r");
    assert_eq!(
        rig.commands,
        [Command::CloseCall {
            call: CallId(1),
            reason: CloseReason::ConsultationDone,
            note: Some("råd om samvær".to_owned())
        }]
    );
    assert!(rig.model.overlays.is_empty());
}

#[test]
fn what_is_in_the_way_of_closing_is_named_first() {
    let mut rig = Rig::ordinary();
    rig.keys("↓h");
    rig.keys("l");
    assert_snapshot!("close_hold_120x36", rig.screen(120, 36));
    rig.keys("t\tskrevet\u{1b}l");
    assert!(rig.screen(80, 24).contains("skrevet"), "Esc keeps what was typed");
    let mut rig = Rig::ordinary();
    rig.keys("↓↓lt");
    assert_snapshot!("close_in_the_way_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Close(_), Overlay::Refused { .. }]));
}

#[test]
fn that_a_number_is_shown_is_journalled_first() {
    let mut rig = Rig::ordinary();
    rig.keys("t");
    assert_eq!(rig.commands, [Command::Reveal { subject: Subject::Call(CallId(1)) }]);
    assert_snapshot!("phones_80x24", rig.screen(80, 24));
    assert_snapshot!("phones_120x36", rig.screen(120, 36));
    rig.keys("v");
    assert!(matches!(rig.commands[1], Command::Reveal { subject: Subject::Unit(_) }));
    let screen = rig.screen(80, 24);
    assert!(screen.contains("ikke i listen") && screen.matches("00 00 00 00").count() == 2, "{screen}");
    rig.keys("\u{1b}");
    assert!(rig.model.revealed.is_none() && rig.model.overlays.is_empty());
}

#[test]
fn without_a_mark_the_phones_say_so() {
    let mut rig = Rig::with_places();
    rig.keys("t");
    assert!(rig.commands.is_empty());
    assert_snapshot!("phones_nothing_80x24", rig.screen(80, 24));
}

#[test]
fn names_are_shown_for_two_minutes_and_only_of_the_marked_call() {
    let mut rig = Rig::ordinary();
    rig.keys("k");
    while !matches!(rig.model.overlays.last(), Some(Overlay::Checklist(talk)) if talk.item.code() == "identity")
    {
        rig.keys("↓");
    }
    rig.keys("Åse Ås 00000000000\r\u{1b}");
    let names = |rig: &mut Rig| rig.screen(80, 24).contains("Åse Ås");
    assert!(!names(&mut rig));
    rig.keys("v");
    assert_snapshot!("names_80x24", rig.screen(80, 24));
    assert_snapshot!("names_120x36", rig.screen(120, 36));
    rig.keys("v");
    assert!(!names(&mut rig) && rig.model.revealed.is_none(), "again hides");
    rig.keys("v");
    assert!(names(&mut rig));
    rig.now += TimeDelta::seconds(119);
    rig.send(Msg::TimePassed);
    assert!(names(&mut rig));
    assert_eq!(next_change(&rig.model), night() + TimeDelta::minutes(2), "the loop wakes for it");
    rig.now += TimeDelta::seconds(1);
    rig.send(Msg::TimePassed);
    assert!(!names(&mut rig) && rig.model.overlays.is_empty());
    rig.keys("v");
    assert!(names(&mut rig));
    rig.close(CallId(1));
    rig.refresh();
    assert!(!names(&mut rig), "what is no longer marked is no longer shown");
}
