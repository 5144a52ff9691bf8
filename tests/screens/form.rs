//! The full form of a call: filled from a line, corrected, refused, at every size.

use akuttvakt::app::call_form::{CallField, ChildPart, ChildRow};
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::CallerRole;
use akuttvakt::domain::command::{CallEdit, Command};
use akuttvakt::domain::ids::{CallId, ChildId};
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

const LINE: &str =
    "hamar bvv fra moss j9+g6 4-2 bh/fh -10m allergi:hund tlf 00000000 venter btx -- mor ringte selv";

fn save(rig: &mut Rig) {
    rig.press(Key::ctrl('s'));
}

fn focused(rig: &Rig) -> CallField {
    match rig.model.overlays.last() {
        Some(Overlay::Form(form)) => form.focused(),
        other => panic!("{other:?}"),
    }
}

/// Enter until the cursor is in a field.
fn go_to(rig: &mut Rig, field: CallField) {
    for _ in 0..80 {
        if focused(rig) == field {
            return;
        }
        rig.code(Code::Tab);
    }
    panic!("{field:?} is not there");
}

#[test]
fn tab_opens_the_form_with_what_the_line_said_and_the_clock_runs_from_the_line() {
    let mut rig = Rig::with_places();
    rig.keys("nringsaker bvv j9 4-2 bh");
    rig.later(TimeDelta::minutes(3));
    rig.keys("\t");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Form(_)]));
    let screen = rig.screen(120, 36);
    for part in
        ["Ringsaker", "barnevernsvakt", "alder 9", "akutt omsorgsovertakelse", "beredskapshjem", "3 min"]
    {
        assert!(screen.contains(part), "{part}:\n{screen}");
    }
    save(&mut rig);
    assert!(rig.model.overlays.is_empty());
    let Some(Command::RegisterCall(facts)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!((facts.first_contact_at, facts.received_at), (night(), Some(night())));
    assert_eq!(facts.basis, Some(BasisCode::A4_2));
    assert!(rig.screen(120, 36).contains("117 min"), "the clock began with the line");
}

#[test]
fn tab_takes_a_guess_first_and_opens_the_form_after_it() {
    let mut rig = Rig::with_places();
    rig.keys("nringsak\t");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::QuickLine(_)]));
    rig.keys("\t");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Form(_)]));
}

#[test]
fn enter_goes_on_and_saves_at_the_last_field() {
    let mut rig = Rig::with_places();
    rig.keys("n\thamar\rv\r");
    assert_eq!(focused(&rig), CallField::RungFrom);
    for _ in 0..40 {
        if rig.model.overlays.is_empty() {
            break;
        }
        rig.code(Code::Enter);
    }
    let Some(Command::RegisterCall(facts)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!((facts.municipality.as_str(), facts.caller), ("3403", Some(CallerRole::OutOfHours)));
}

#[test]
fn what_is_wrong_is_said_and_gets_the_cursor() {
    let mut rig = Rig::with_places();
    rig.keys("n\t");
    save(&mut rig);
    assert!(rig.screen(80, 24).contains("Hvilken kommune?"));
    rig.keys("hamar");
    let age = CallField::Child(ChildRow::New(1), ChildPart::Age);
    go_to(&mut rig, age);
    rig.keys("44\r");
    let told = rig.screen(120, 36);
    assert!(told.contains("Alder 44 går ikke"), "said when the field is left:\n{told}");
    save(&mut rig);
    assert_eq!(focused(&rig), age);
    assert!(rig.commands.iter().all(|command| !matches!(command, Command::RegisterCall(_))));
    assert_snapshot!("form_error_80x24", rig.screen(80, 24));
    rig.code(Code::Backspace);
    save(&mut rig);
    assert!(rig.model.overlays.is_empty());
}

#[test]
fn the_focused_field_and_its_error_are_seen_on_a_low_screen() {
    let mut rig = Rig::with_places();
    rig.keys("nhamar j9+g6+g4\t");
    for _ in 0..40 {
        let field = focused(&rig);
        let screen = rig.screen(80, 24);
        let marked = screen.lines().any(|line| line.contains('▌'));
        assert!(marked, "{field:?}:\n{screen}");
        rig.code(Code::Tab);
    }
    go_to(&mut rig, CallField::Needs);
    rig.keys("alergi");
    save(&mut rig);
    let screen = rig.screen(80, 24);
    assert!(screen.contains("«alergi» kjenner jeg ikke") && screen.contains("▌Behov"), "{screen}");
}

#[test]
fn names_are_seen_only_while_they_are_typed() {
    let mut rig = Rig::with_places();
    rig.keys("nhamar j9\t");
    go_to(&mut rig, CallField::Child(ChildRow::New(1), ChildPart::Name));
    rig.keys("Kari Testesen");
    assert!(rig.screen(120, 36).contains("Kari Testesen"));
    rig.code(Code::Tab);
    let screen = rig.screen(120, 36);
    assert!(!screen.contains("Testesen") && screen.contains("••••••"), "{screen}");
    rig.keys("\u{1b}");
    for (width, height) in [(120, 36), (80, 24)] {
        assert!(!rig.screen(width, height).contains("Testesen"), "never in a list");
    }
    assert!(!format!("{:?}", rig.model.drafts).contains("Testesen"));
}

#[test]
fn a_call_is_corrected_by_what_was_typed_alone() {
    let mut rig = Rig::ordinary();
    let call = rig.model.marks.call().unwrap();
    let before = rig.model.view.as_ref().unwrap().board.call(call).unwrap().facts();
    rig.keys("e");
    go_to(&mut rig, CallField::Decision);
    rig.keys("n");
    go_to(&mut rig, CallField::AddChild);
    rig.keys("+");
    assert!(matches!(focused(&rig), CallField::Child(ChildRow::New(1), ChildPart::Sex)));
    rig.keys("j\t4");
    save(&mut rig);
    let Some(Command::EditCall(edit)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    let CallEdit { after, removed, .. } = &**edit;
    assert_eq!((edit.call, &edit.before, removed.len()), (call, &before, 0));
    assert_eq!(after.children.len(), before.children.len() + 1);
    assert_eq!(after.decision.map(akuttvakt::domain::call::DecisionStatus::code), Some("awaits_tribunal"));
    assert_eq!(after.received_at, before.received_at, "to the second");
    assert!(rig.model.overlays.is_empty());
    let now = rig.model.view.as_ref().unwrap().board.call(call).unwrap().facts();
    assert_eq!((now.children, now.decision), (after.children.clone(), after.decision));
}

#[test]
fn a_stale_correction_keeps_what_was_typed_onto_the_newer_values() {
    let mut rig = Rig::ordinary();
    let call = rig.model.marks.call().unwrap();
    rig.keys("e");
    go_to(&mut rig, CallField::Decision);
    rig.keys("n");
    go_to(&mut rig, CallField::Note);
    rig.keys("ringer igjen klokken fem");
    // Someone else sets the decision meanwhile.
    let before = rig.model.view.as_ref().unwrap().board.call(call).unwrap();
    let (facts, children) = (before.facts(), before.children.iter().map(|child| child.id).collect());
    let theirs = CallEdit {
        call,
        before: facts.clone(),
        after: akuttvakt::domain::call::CallFacts {
            decision: Some(akuttvakt::domain::call::DecisionStatus::AwaitsPlace),
            ..facts
        },
        children,
        removed: Vec::<ChildId>::new(),
    };
    rig.by_hand(&Command::EditCall(Box::new(theirs)));
    save(&mut rig);
    let screen = rig.screen(120, 36);
    assert!(screen.contains("Noen endret") && screen.contains("e henter"), "{screen}");
    assert_snapshot!("form_stale_80x24", rig.screen(80, 24));
    rig.later(TimeDelta::seconds(1));
    rig.keys("\u{1b}\u{1b}e");
    go_to(&mut rig, CallField::Decision);
    let screen = rig.screen(120, 36);
    assert!(
        screen.contains("venter på nemnda") && screen.contains("Registrert nå: venter på plass"),
        "{screen}"
    );
    assert!(screen.contains("ringer igjen klokken fem"));
    save(&mut rig);
    assert!(rig.model.overlays.is_empty(), "{}", rig.screen(120, 36));
}

#[test]
fn the_note_comes_with_the_call_and_waits_for_nothing_typed() {
    let mut rig = Rig::with_places();
    rig.keys("nhamar j9 -- mor ringte selv\r");
    rig.hold_back();
    rig.keys("\u{1b}e");
    go_to(&mut rig, CallField::Note);
    assert!(!rig.screen(120, 36).contains("mor ringte selv"));
    rig.let_go();
    assert!(rig.screen(120, 36).contains("mor ringte selv"));
    rig.keys(" i går");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("mor ringte selv i går") && screen.contains("21 av 500 tegn"), "{screen}");
    rig.keys("\u{1b}");
    assert!(!rig.screen(120, 36).contains("mor ringte"), "no free text on the board");
}

#[test]
fn known_names_stand_as_dots_until_they_are_revealed() {
    let mut rig = Rig::with_places();
    rig.keys("nhamar j9\t");
    go_to(&mut rig, CallField::Child(ChildRow::New(1), ChildPart::Name));
    rig.keys("Kari Testesen");
    save(&mut rig);
    rig.keys("\u{1b}e");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("navn ••••••") && !screen.contains("Testesen"), "{screen}");
    rig.keys("\u{1b}ve");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("navn Kari Testesen"), "{screen}");
    save(&mut rig);
    let Some(Command::EditCall(edit)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert!(edit.after.identities.is_empty(), "what is only shown is not written again");
}

#[test]
fn a_number_that_is_known_is_not_shown() {
    let mut rig = Rig::ordinary();
    assert_eq!((rig.model.marks.call(), &rig.model.screen), (Some(CallId(1)), &Screen::Board));
    rig.keys("e");
    go_to(&mut rig, CallField::Callback);
    let screen = rig.screen(120, 36);
    assert!(screen.contains("tlf tilbake") && screen.contains("oppgitt"), "{screen}");
    assert!(!screen.contains("tlf tilbake 0000"));
}

#[test]
fn the_form_at_every_size() {
    for (width, height) in [(120, 36), (100, 30), (80, 24)] {
        let size = format!("{width}x{height}");
        let mut rig = Rig::with_places();
        rig.keys("n\t");
        assert_snapshot!(format!("form_empty_{size}"), rig.screen(width, height));
        rig.keys(&format!("\u{1b}n{LINE}\t"));
        assert_snapshot!(format!("form_from_line_{size}"), rig.screen(width, height));
        save(&mut rig);
        rig.keys("\u{1b}e");
        go_to(&mut rig, CallField::Siblings);
        assert_snapshot!(format!("form_siblings_{size}"), rig.screen(width, height));
    }
    let mut rig = Rig::with_places();
    rig.keys(&format!("n{LINE}\t"));
    for width in 1..40 {
        for height in 1..16 {
            rig.screen(width, height);
        }
    }
}
