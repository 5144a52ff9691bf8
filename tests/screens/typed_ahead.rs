//! Keys typed while a write is under way: kept in order, never lost, never for another call.

use akuttvakt::app::effect::Effect;
use akuttvakt::app::model::Overlay;
use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::ids::{CallId, PlaceId};

use crate::rig::{Rig, night};

#[test]
fn a_whole_case_typed_in_one_go_is_offered_to_the_new_call() {
    let mut rig = Rig::ordinary();
    rig.hold_back();
    rig.keys("nhamar bvv j9 4-2 bh\ro\r");
    let is_draft = |effect: &&Effect| matches!(effect, Effect::SaveDraft { .. });
    assert_eq!(
        rig.waiting.iter().filter(|effect| !is_draft(effect)).count(),
        1,
        "the call is being written, nothing else has happened: {:?}",
        rig.waiting
    );
    rig.let_go();
    let [Command::RegisterCall(_), Command::Offer(draft)] = rig.commands.as_slice() else {
        panic!("{:?}", rig.commands)
    };
    assert_eq!(
        **draft,
        OfferDraft::new(CallId(4), PlaceId(3)),
        "Solbakken, the state's nearest, to the new call"
    );
    assert!(rig.model.overlays.is_empty());
    assert!(rig.screen(120, 36).contains("Tilbudt: Solbakken til 4"));
}

#[test]
fn it_takes_as_many_keys_as_promised() {
    let keys = "nringsaker bvv j9 4-2 bh\ro\r";
    assert_eq!(keys.chars().count(), 27);
    let mut rig = Rig::with_places();
    rig.keys(keys);
    assert!(matches!(rig.commands.as_slice(), [Command::RegisterCall(_), Command::Offer(_)]));
}

#[test]
fn the_rest_of_a_night_can_be_typed_ahead() {
    let mut rig = Rig::ordinary();
    rig.hold_back();
    rig.keys("nhamar bvv j9 4-2 bh\r↓ho\ranl\ro\rag\r");
    assert!(rig.commands.is_empty());
    rig.let_go();
    let kinds: Vec<&str> = rig
        .commands
        .iter()
        .map(|command| match command {
            Command::RegisterCall(_) => "call",
            Command::Hold { call: CallId(4), .. } => "hold",
            Command::Offer(draft) if draft.call == CallId(4) => "offer",
            Command::Answer { .. } => "answer",
            _ => "other",
        })
        .collect();
    assert!(rig.model.overlays.is_empty(), "{:?}", rig.model.overlays);
    assert_eq!(kinds, ["call", "hold", "offer", "answer", "offer", "answer"]);
}

#[test]
fn what_was_typed_after_something_refused_is_dropped() {
    let mut rig = Rig::ordinary();
    rig.keys("↓");
    let other = rig.register("hamar bvv j9 4-2 bh", night());
    for place in [1, 2] {
        rig.by_hand(&Command::Hold { call: other, place: PlaceId(place) });
    }
    rig.hold_back();
    rig.keys("ho\r");
    rig.let_go();
    assert!(matches!(rig.commands.as_slice(), [Command::Hold { .. }]), "{:?}", rig.commands);
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Refused { .. }]));
}

#[test]
fn keys_wait_for_the_first_board_too() {
    let mut rig = Rig::without_places();
    rig.hold_back();
    let (mut model, effects) = akuttvakt::app::Model::new(
        akuttvakt::app::model::Opening::SignedOn { session: rig.model.session.clone().unwrap() },
        crate::rig::catalog(),
        String::new(),
        false,
        night(),
    );
    std::mem::swap(&mut rig.model, &mut model);
    rig.waiting.extend(effects);
    rig.keys("nhamar");
    assert!(rig.model.overlays.is_empty());
    rig.let_go();
    assert!(
        matches!(rig.model.overlays.as_slice(), [Overlay::QuickLine(line)] if line.field.text() == "hamar")
    );
}

#[test]
fn another_process_writing_meanwhile_changes_neither_marks_nor_typed_text() {
    let mut rig = Rig::ordinary();
    rig.keys("↓");
    let marked = rig.model.marks.call();
    rig.keys("oskolen er nær");
    rig.register("moss pol g16 4-1 inst -118m", night());
    rig.refresh();
    assert_eq!(rig.model.marks.call(), marked, "the new call stands first, the mark stays");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Offer(window)) if window.form.has_text()));
    rig.keys("\r");
    assert!(matches!(rig.commands.as_slice(), [Command::Offer(draft)] if Some(draft.call) == marked));
}

#[test]
fn a_call_closed_by_another_is_no_longer_marked_and_nothing_acts_on_its_neighbour() {
    let mut rig = Rig::ordinary();
    rig.keys("↓");
    let marked = rig.model.marks.call().unwrap();
    rig.close(marked);
    rig.refresh();
    assert_eq!((rig.model.marks.call(), rig.model.marks.unit()), (None, None));
    rig.keys("oho");
    assert!(rig.commands.is_empty() && rig.model.overlays.is_empty());
    assert!(rig.screen(80, 24).contains("o: ingen henvendelse er valgt"));
    rig.keys("↓");
    assert_eq!(rig.model.marks.call(), Some(CallId(2)), "it goes on from where the mark stood");
}

#[test]
fn a_late_board_does_not_replace_a_newer_one() {
    let mut rig = Rig::ordinary();
    rig.hold_back();
    rig.refresh();
    let late = rig.waiting.pop_front().unwrap();
    let Effect::ReadBoard { query } = late else { panic!("{late:?}") };
    let old = rig.store.as_mut().unwrap().board(night()).unwrap();
    rig.let_go();
    rig.keys("nhamar bvv j9 4-2 bh\r");
    let count = rig.model.view.as_ref().unwrap().calls.len();
    let reply = akuttvakt::app::message::Reply::Board { query, result: Ok(Box::new(old)) };
    rig.send(akuttvakt::app::Msg::Replied(reply));
    assert_eq!(rig.model.view.as_ref().unwrap().calls.len(), count);
}
