//! What an adviser does from beginning to end, by keys alone.

use akuttvakt::app::key::{Code, Key};
use akuttvakt::domain::call::{CallKind, CallState, CloseReason};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::offer::Answer;
use chrono::TimeDelta;

use crate::rig::{Rig, night};

fn kinds(rig: &Rig) -> Vec<&'static str> {
    let kind = |command: &Command| match command {
        Command::RegisterCall(_) => "call",
        Command::Hold { .. } => "hold",
        Command::Offer(_) => "offer",
        Command::Answer { .. } => "answer",
        Command::Refer { .. } => "refer",
        Command::CloseCall { .. } => "close",
        _ => "other",
    };
    rig.commands.iter().map(kind).collect()
}

#[test]
fn a_call_in_the_middle_of_a_form_and_both_are_registered_whole() {
    let mut rig = Rig::with_places();
    rig.keys("nhamar bvv j9 4-2\t\t\tmoss");
    rig.later(TimeDelta::minutes(2));
    rig.press(Key::ctrl('n'));
    rig.keys("stange bvt g5 4-2 bh\ro\r");
    assert_eq!(kinds(&rig), ["call", "offer"]);
    rig.keys("n↑\r");
    rig.press(Key::ctrl('s'));
    let [.., Command::RegisterCall(facts)] = rig.commands.as_slice() else { panic!("{:?}", rig.commands) };
    assert_eq!((facts.municipality.as_str(), facts.first_contact_at), ("3403", night()));
    assert!(facts.rung_from.is_some(), "what was typed in the form before the second call rang");
    rig.keys("o\r");
    assert_eq!(kinds(&rig), ["call", "offer", "call", "offer"]);
    let calls: Vec<CallId> = rig
        .commands
        .iter()
        .filter_map(|command| match command {
            Command::Offer(draft) => Some(draft.call),
            _ => None,
        })
        .collect();
    assert_eq!(calls, [CallId(1), CallId(2)], "each offer is of its own call");
    assert!(rig.store.as_mut().unwrap().drafts().unwrap().is_empty());
}

#[test]
fn a_consultation_becomes_a_referral_and_gets_its_offer() {
    let mut rig = Rig::with_places();
    let keys = "i\ro\r";
    rig.keys("nhamar bvt drøft j9 4-2 bh\r");
    rig.later(TimeDelta::minutes(20));
    rig.keys(keys);
    assert_eq!(kinds(&rig), ["call", "refer", "offer"], "{}", rig.screen(120, 36));
    let call = rig.model.view.as_ref().unwrap().board.call(CallId(1)).unwrap();
    assert_ne!(call.kind, CallKind::Consultation);
    assert_eq!(call.deadline, Some(rig.now + TimeDelta::minutes(120)), "the clock starts at the referral");
}

#[test]
fn a_withdrawn_request_gives_its_hold_back_and_is_closed() {
    let mut rig = Rig::ordinary();
    rig.keys("↓hlt\r");
    assert!(matches!(
        rig.commands.as_slice(),
        [
            Command::Hold { .. },
            Command::CloseCall { call: CallId(3), reason: CloseReason::Withdrawn, note: None }
        ]
    ));
    let view = rig.model.view.as_ref().unwrap();
    assert_eq!(view.board.call(CallId(3)).unwrap().state, CallState::Closed);
    assert!(
        view.board
            .places
            .iter()
            .all(|place| { place.live_claim(rig.now).is_none_or(|claim| claim.call != CallId(3)) })
    );
    assert_ne!(rig.model.marks.call(), Some(CallId(3)));
}

#[test]
fn split_siblings_get_one_offer_each_and_all_are_accepted() {
    let mut rig = Rig::with_places();
    rig.keys("nnordre land bvv j9+g6+b2 delt 4-2 bh -20m\r");
    for _ in 0..3 {
        // The first place that fits the child whose turn it is.
        rig.code(Code::Home);
        rig.keys("o\r");
    }
    rig.keys("ag\rag\rag\r");
    assert_eq!(
        kinds(&rig),
        ["call", "offer", "offer", "offer", "answer", "answer", "answer"],
        "{}",
        rig.screen(120, 36)
    );
    let offers = &rig.model.view.as_ref().unwrap().board.offers;
    let mut places: Vec<PlaceId> = offers.iter().map(|offer| offer.place).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), 3, "no place twice");
    assert!(offers.iter().all(|offer| offer.children.len() == 1 && offer.answer == Some(Answer::Accepted)));
}

/// What of the board an undo must bring back as it was.
fn standing(rig: &Rig) -> String {
    let board = &rig.model.view.as_ref().unwrap().board;
    let claims: Vec<_> = board
        .places
        .iter()
        .map(|place| (place.id, place.state, place.claim.as_ref().map(|claim| (claim.kind, claim.call))))
        .collect();
    let offers: Vec<_> = board
        .offers
        .iter()
        .map(|offer| (offer.call, offer.place, offer.answer, offer.children.clone()))
        .collect();
    let answers: Vec<_> =
        board.calls.iter().map(|call| (call.id, call.answers.clone(), call.basis)).collect();
    let promised: Vec<_> = board.follow_ups.iter().map(|due| (due.call, due.kind, due.due_at)).collect();
    format!("{claims:?}\n{offers:?}\n{answers:?}\n{promised:?}")
}

#[test]
fn every_undoable_act_is_taken_back_and_done_again_by_keys() {
    for (name, before, act) in [
        ("hold", "↓", "h"),
        ("offer", "↓", "o\r"),
        ("answer", "↓↓", "ag\r"),
        ("decline", "↓↓", "anl\r"),
        ("checklist", "↓", "k4-2 vedtak\r\u{1b}"),
        ("promise", "↓", "r0500\r"),
        ("place state", "↓\t", "eo\r"),
    ] {
        let mut rig = Rig::ordinary();
        rig.keys(before);
        let first = standing(&rig);
        rig.keys(act);
        let done = standing(&rig);
        assert_ne!(first, done, "{name}:\n{}", rig.screen(120, 36));
        assert!(rig.model.overlays.is_empty(), "{name}:\n{}", rig.screen(120, 36));
        rig.keys("u");
        assert_eq!(standing(&rig), first, "{name} is taken back:\n{}", rig.screen(120, 36));
        rig.press(Key::ctrl('r'));
        assert_eq!(standing(&rig), done, "{name} is done again:\n{}", rig.screen(120, 36));
        rig.keys("u");
        assert_eq!(standing(&rig), first, "{name} is taken back once more:\n{}", rig.screen(120, 36));
        assert!(rig.store.as_mut().unwrap().check().unwrap().is_empty(), "{name}");
    }
}
