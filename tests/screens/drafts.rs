//! Half-written work is never lost: parked, fetched, kept in the store as it is typed.

use akuttvakt::app::Msg;
use akuttvakt::app::effect::Effect;
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::message::{Failure, Reply};
use akuttvakt::app::model::{Model, Opening, Overlay};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::draft::{Draft, DraftKind};
use akuttvakt::domain::offer::DeclineReason;
use akuttvakt::domain::question::Question;
use akuttvakt::domain::refusal::ErrorCode;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, catalog, night};

fn line(rig: &Rig) -> &str {
    match rig.model.overlays.last() {
        Some(Overlay::QuickLine(line)) => line.field.text(),
        other => panic!("{other:?}"),
    }
}

fn parked(rig: &Rig) -> Vec<&str> {
    rig.model.parked_lines.iter().map(|parked| parked.text.as_str()).collect()
}

fn registered(rig: &Rig) -> Vec<&str> {
    rig.commands
        .iter()
        .filter_map(|command| match command {
            Command::RegisterCall(facts) => Some(facts.municipality.as_str()),
            _ => None,
        })
        .collect()
}

/// What the store keeps of half-written work.
fn kept(rig: &mut Rig) -> Vec<Draft> {
    rig.store.as_mut().unwrap().drafts().unwrap()
}

#[test]
fn a_second_call_in_the_middle_of_the_first_line_and_both_are_registered() {
    let mut rig = Rig::with_places();
    rig.keys("nringsaker bvv j9 ");
    rig.later(TimeDelta::minutes(4));
    rig.press(Key::ctrl('n'));
    rig.keys("hamar bvt g5\r");
    assert_eq!(registered(&rig), ["3403"]);
    assert_eq!(parked(&rig), ["ringsaker bvv j9 "], "as typed");
    rig.keys("n↑4-2\r");
    assert_eq!(registered(&rig), ["3403", "3411"]);
    assert_eq!(rig.model.view.as_ref().unwrap().board.calls.len(), 2);
    let Some(Command::RegisterCall(facts)) = rig.commands.last() else { panic!() };
    assert_eq!(facts.first_contact_at, night(), "the first talk was four minutes ago");
    assert!(rig.model.parked_lines.is_empty());
    assert!(kept(&mut rig).is_empty(), "both became records");
}

#[test]
fn a_call_in_the_middle_of_an_offer_and_the_offer_comes_back() {
    let mut rig = Rig::ordinary();
    rig.keys("↓o");
    let call = rig.model.marks.call().unwrap();
    rig.keys("kjenner jenta fra før");
    rig.press(Key::ctrl('n'));
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::QuickLine(_)]));
    rig.keys("hamar bvt g5\r");
    let view = rig.model.view.as_ref().unwrap();
    rig.model.marks.mark_call(view, call);
    rig.keys("o");
    assert!(rig.screen(120, 36).contains("kjenner jenta fra før"));
    rig.keys("\r");
    let Some(Command::Offer(offer)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!((offer.call, offer.why.as_deref()), (call, Some("kjenner jenta fra før")));
    assert!(kept(&mut rig).is_empty());
}

#[test]
fn a_call_in_the_middle_of_an_answer_and_of_a_correction() {
    let mut rig = Rig::ordinary();
    rig.keys("↓↓anxvil vente til i morgen");
    rig.press(Key::ctrl('n'));
    rig.keys("\u{1b}e\t\tmoss");
    rig.press(Key::ctrl('n'));
    rig.keys("\u{1b}");
    assert_snapshot!("drafts_parked_120x36", rig.screen(120, 36));
    assert_snapshot!("drafts_parked_80x24", rig.screen(80, 24));
    let kinds: Vec<_> = kept(&mut rig).iter().map(|draft| draft.kind).collect();
    assert_eq!(kinds, [DraftKind::Answer, DraftKind::EditCall]);
    rig.keys("a");
    let Some(Overlay::Answer(window)) = rig.model.overlays.last() else { panic!() };
    assert_eq!(window.answer(), None, "what is picked is picked anew");
    assert!(rig.screen(120, 36).contains("vil vente til i morgen"));
    rig.keys("nl\r");
    let Some(Command::Answer { reason, note, .. }) = rig.commands.last() else { panic!() };
    assert_eq!((*reason, note.as_deref()), (Some(DeclineReason::TooFar), Some("vil vente til i morgen")));
    rig.keys("\u{1b}e");
    assert!(rig.screen(120, 36).contains("fra moss"));
}

#[test]
fn several_are_fetched_one_before_the_other_and_none_is_lost() {
    let mut rig = Rig::with_places();
    for text in ["ringsaker", "hamar", "moss"] {
        rig.later(TimeDelta::minutes(1));
        rig.keys(&format!("n{text}\u{1b}"));
    }
    rig.keys("n↑");
    assert_eq!(line(&rig), "moss");
    rig.keys("↑");
    assert_eq!((line(&rig), parked(&rig)), ("hamar", vec!["ringsaker", "moss"]));
    rig.keys("↑↑");
    assert_eq!((line(&rig), parked(&rig)), ("ringsaker", vec!["hamar", "moss"]));
    rig.keys("↓↓");
    assert_eq!((line(&rig), parked(&rig)), ("moss", vec!["ringsaker", "hamar"]));
    rig.keys("↓");
    assert_eq!((line(&rig), parked(&rig).len()), ("", 3));
    rig.keys("↑↑ bvv\u{1b}");
    assert_eq!(parked(&rig), ["ringsaker", "moss", "hamar bvv"]);
    assert_eq!(kept(&mut rig).len(), 3);
}

#[test]
fn a_parked_form_is_fetched_as_a_form() {
    let mut rig = Rig::with_places();
    rig.keys("nringsaker\u{1b}nhamar j9\t\u{1b}");
    assert_eq!(parked(&rig), ["ringsaker", "Hamar j9"]);
    rig.keys("n↑");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("Påbegynt skjema") && screen.contains("Enter åpner skjemaet"), "{screen}");
    rig.keys("↑");
    assert_eq!(line(&rig), "ringsaker");
    rig.keys("↓\r");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Form(_)]));
    rig.press(Key::ctrl('s'));
    assert_eq!((registered(&rig), parked(&rig)), (vec!["3403"], vec!["ringsaker"]));
    let texts: Vec<_> = kept(&mut rig).iter().map(|draft| draft.field("text").map(str::to_owned)).collect();
    assert_eq!(texts, [Some("ringsaker".to_owned())]);
}

#[test]
fn a_parked_form_is_thrown_away_only_by_the_second_delete() {
    let mut rig = Rig::with_places();
    rig.keys("nhamar j9\t\u{1b}n↑");
    rig.code(Code::Delete);
    assert!(rig.screen(80, 24).contains("Del en gang til kaster skjemaet"));
    assert_eq!(parked(&rig), ["Hamar j9"]);
    rig.keys("↑");
    rig.code(Code::Delete);
    assert_eq!(parked(&rig), ["Hamar j9"], "another key in between");
    rig.code(Code::Delete);
    assert!(parked(&rig).is_empty() && kept(&mut rig).is_empty());
}

#[test]
fn what_was_half_written_comes_back_after_the_program_ended() {
    let mut rig = Rig::ordinary();
    rig.keys("nmoss bvt\u{1b}nhamar j9\t\t\tåsnes\u{1b}");
    rig.keys("↓ofordi hun kjenner dem\u{1b}");
    rig.keys("e\t\tos");
    let call = rig.model.marks.call().unwrap();
    rig.restart();
    assert_eq!(parked(&rig), ["moss bvt", "Hamar j9"]);
    let view = rig.model.view.as_ref().unwrap();
    rig.model.marks.mark_call(view, call);
    assert_snapshot!("drafts_restored_120x36", rig.screen(120, 36));
    rig.keys("o");
    assert!(rig.screen(120, 36).contains("fordi hun kjenner dem"));
    rig.keys("\u{1b}e");
    assert!(rig.screen(120, 36).contains("fra os"));
    rig.keys("\u{1b}n↑\r");
    assert!(rig.screen(120, 36).contains("fra åsnes"));
    rig.restart();
    assert_eq!(kept(&mut rig).len(), 4, "no draft has become two");
}

#[test]
fn fast_typing_is_few_writes_and_one_at_a_time() {
    let mut rig = Rig::with_places();
    rig.keys("n");
    rig.hold_back();
    rig.keys("hamar bvv");
    let saves =
        |rig: &Rig| rig.waiting.iter().filter(|effect| matches!(effect, Effect::SaveDraft { .. })).count();
    assert_eq!(saves(&rig), 1);
    rig.let_go();
    let fields: Vec<_> = kept(&mut rig).into_iter().map(|draft| draft.fields).collect();
    assert_eq!(fields, [vec![("text".to_owned(), "hamar bvv".to_owned())]]);
    rig.press(Key::ctrl('u'));
    assert!(kept(&mut rig).is_empty(), "what was wiped out is not kept");
}

#[test]
fn a_draft_that_cannot_be_kept_is_told_once_and_asked_about_before_quitting() {
    let mut rig = Rig::with_places();
    rig.keys("n");
    rig.hold_back();
    let fail = |rig: &mut Rig| {
        let at = rig.waiting.iter().position(|effect| matches!(effect, Effect::SaveDraft { .. })).unwrap();
        let Some(Effect::SaveDraft { draft }) = rig.waiting.remove(at) else { panic!() };
        let failure = Failure::Store { code: ErrorCode::DiskFull, sentence: "Disken er full.".to_owned() };
        rig.send(Msg::Replied(Reply::DraftKept { draft: draft.id, result: Err(failure) }));
    };
    rig.keys("h");
    fail(&mut rig);
    assert!(rig.screen(120, 36).contains("Disken er full."));
    assert!(rig.waiting.is_empty(), "not tried again before something changes");
    rig.model.noticed = None;
    rig.keys("a");
    fail(&mut rig);
    assert!(!rig.screen(120, 36).contains("Disken er full."), "told once");
    assert_eq!(line(&rig), "ha");
    rig.press(Key::ctrl('q'));
    assert!(!rig.has_quit);
    assert_snapshot!("drafts_quit_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(!rig.has_quit, "the default is to stay");
    rig.keys("m");
    rig.let_go();
    assert!(!rig.model.has_unsaved_work());
    rig.press(Key::ctrl('q'));
    assert!(rig.has_quit);
}

#[test]
fn quitting_keeps_what_is_typed_and_asks_nothing() {
    let mut rig = Rig::with_places();
    rig.keys("nhamar");
    rig.hold_back();
    rig.keys(" bvv");
    rig.press(Key::ctrl('q'));
    rig.let_go();
    assert!(rig.has_quit);
    assert_eq!(kept(&mut rig)[0].field("text"), Some("hamar bvv"));
}

#[test]
fn half_written_work_is_asked_for_before_the_board_that_keys_wait_for() {
    let session = Rig::without_places().model.session.unwrap();
    let opening = Opening::SignedOn { session };
    let (model, effects) = Model::new(opening, catalog(), String::new(), false, night());
    assert!(matches!(effects[0], Effect::Ask { question: Question::Drafts, .. }), "{effects:?}");
    assert!(matches!(effects[1], Effect::ReadBoard { .. }), "{effects:?}");
    assert!(model.awaiting.is_some(), "keys wait for the board");
}
