//! The windows: what they show, what their keys do, and that nothing typed is lost.

use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::model::Overlay;
use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::offer::{Answer, DeclineReason};
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

#[test]
fn the_quick_line_shows_what_it_reads() {
    let mut rig = Rig::ordinary();
    rig.keys("nhamar bvv j9 4-2 bh -10m allergi btv -- mor ringte");
    assert_snapshot!("line_120x36", rig.screen(120, 36));
    assert_snapshot!("line_80x24", rig.screen(80, 24));
}

#[test]
fn a_word_that_is_not_understood_goes_into_the_note_by_a_second_enter() {
    let mut rig = Rig::with_places();
    rig.keys("nhamar btv j9 4-2 bh\r");
    assert!(rig.commands.is_empty(), "the first Enter saves nothing");
    assert_snapshot!("line_refused_80x24", rig.screen(80, 24));
    rig.keys("\r");
    let [Command::RegisterCall(facts)] = rig.commands.as_slice() else { panic!("{:?}", rig.commands) };
    assert_eq!(facts.note.as_deref(), Some("(ikke forstått: btv)"));
}

#[test]
fn a_changed_line_must_be_refused_anew() {
    let mut rig = Rig::with_places();
    rig.keys("nhamar btv j9\r x\r");
    assert!(rig.commands.is_empty());
}

#[test]
fn tab_takes_the_guess_and_the_municipality_must_be_settled() {
    let mut rig = Rig::with_places();
    rig.keys("nring bvv j9\r\r\r");
    assert!(rig.commands.is_empty(), "no number of Enters settles a municipality");
    rig.keys("\t\r");
    let [Command::RegisterCall(facts)] = rig.commands.as_slice() else { panic!("{:?}", rig.commands) };
    assert_eq!(facts.municipality.as_str(), "3411");
}

#[test]
fn the_arrows_choose_among_guesses() {
    let mut rig = Rig::with_places();
    rig.keys("nring bvv j9\r↓\t\r");
    let [Command::RegisterCall(facts)] = rig.commands.as_slice() else { panic!("{:?}", rig.commands) };
    assert_eq!(facts.municipality.as_str(), "3439", "Ringebu");
}

#[test]
fn esc_parks_a_line_and_arrow_up_fetches_it() {
    let mut rig = Rig::ordinary();
    rig.keys("nrakkestad bvt g1\u{1b}");
    rig.later(TimeDelta::minutes(4));
    for (width, height) in [(120, 36), (80, 24)] {
        let screen = rig.screen(width, height);
        assert!(screen.contains("utkast") && screen.contains("4 min"), "{screen}");
    }
    rig.keys("n↑");
    let Some(Overlay::QuickLine(line)) = rig.model.overlays.last() else { panic!() };
    assert_eq!((line.field.text(), line.opened_at), ("rakkestad bvt g1", night()));
    assert!(rig.model.parked_lines.is_empty());
    rig.press(Key::ctrl('c'));
    assert_eq!(rig.model.parked_lines.len(), 1, "Ctrl-C loses nothing either");
}

#[test]
fn ctrl_n_parks_what_is_open() {
    let mut rig = Rig::ordinary();
    rig.keys("nrakkestad");
    rig.press(Key::ctrl('n'));
    let Some(Overlay::QuickLine(line)) = rig.model.overlays.last() else { panic!() };
    assert!(line.field.is_blank() && rig.model.overlays.len() == 1);
    assert_eq!(rig.model.parked_lines.len(), 1);
}

#[test]
fn an_offer_is_two_keys_and_says_what_it_does() {
    let mut rig = Rig::ordinary();
    rig.keys("↓o");
    assert_snapshot!("offer_120x36", rig.screen(120, 36));
    assert_snapshot!("offer_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(rig.screen(120, 36).contains("Tilbudt: Furuly til 3, 10 min etter henvisning"));
    assert_eq!(rig.commands, [Command::Offer(Box::new(OfferDraft::new(CallId(3), PlaceId(1))))]);
}

#[test]
fn what_is_in_the_way_needs_a_typed_reason() {
    let mut rig = Rig::ordinary();
    rig.keys("\t↓o\r");
    assert!(rig.commands.is_empty());
    assert_snapshot!("offer_blocked_80x24", rig.screen(80, 24));
    rig.keys("eneste med nattevakt\r");
    assert!(
        matches!(&rig.commands[..], [Command::Offer(draft)] if draft.why.as_deref() == Some("eneste med nattevakt"))
    );
}

#[test]
fn a_half_written_offer_comes_back_with_its_call() {
    let mut rig = Rig::ordinary();
    rig.keys("↓oskolen er nær\tvil hjem\u{1b}");
    assert!(rig.model.overlays.is_empty());
    rig.keys("o\r");
    let Some(Command::Offer(draft)) = rig.commands.last() else { panic!() };
    assert_eq!(draft.why.as_deref(), Some("skolen er nær"));
    // For another place the reason is another one; what the child says is the same.
    let mut rig = Rig::ordinary();
    rig.keys("↓oskolen er nær\tvil hjem\u{1b}\t↓o\r");
    let Some(Command::Offer(draft)) = rig.commands.last() else { panic!() };
    assert_eq!((draft.why.as_deref(), draft.child_view.as_deref()), (None, Some("vil hjem")));
}

#[test]
fn letters_pick_and_enter_saves_an_answer() {
    let mut rig = Rig::ordinary();
    rig.keys("↓↓a");
    assert_snapshot!("answer_120x36", rig.screen(120, 36));
    rig.keys("n");
    assert_snapshot!("answer_declined_80x24", rig.screen(80, 24));
    rig.keys("l");
    assert!(rig.commands.is_empty(), "a letter never saves");
    rig.keys("\r");
    assert!(matches!(
        &rig.commands[..],
        [Command::Answer {
            answer: Answer::Declined,
            reason: Some(DeclineReason::TooFar),
            by: None,
            note: None,
            ..
        }]
    ));
}

#[test]
fn declined_as_too_far_and_the_next_place_offered_takes_six_keys() {
    let mut rig = Rig::ordinary();
    rig.keys("↓o\ranl\ro\r");
    let places: Vec<PlaceId> = rig
        .commands
        .iter()
        .filter_map(|command| match command {
            Command::Offer(draft) => Some(draft.place),
            _ => None,
        })
        .collect();
    assert_eq!(places.len(), 2);
    assert_ne!(places[0], places[1], "the declined place is not offered again by itself");
    assert!(rig.screen(120, 36).contains("takket nei 02:37"));
}

#[test]
fn hold_the_third_place_offer_it_accepted_takes_eight_keys() {
    let mut rig = Rig::ordinary();
    rig.keys("↓\t");
    let held_from = rig.commands.len();
    rig.keys("↓↓ho\rag\r");
    let [Command::Hold { place, .. }, Command::Offer(draft), Command::Answer { answer, .. }] =
        &rig.commands[held_from..]
    else {
        panic!("{:?}", rig.commands)
    };
    assert_eq!((*place, *answer), (draft.place, Answer::Accepted));
}

#[test]
fn a_hold_is_prolonged_by_the_same_key() {
    let mut rig = Rig::ordinary();
    rig.keys("↓h");
    assert!(rig.screen(120, 36).contains("h forleng"));
    rig.later(TimeDelta::minutes(10));
    rig.keys("h");
    assert!(rig.screen(120, 36).contains("Furuly holdes for 3 til 03:02"));
    rig.keys("u");
    assert!(rig.screen(120, 36).contains("Angret: hold på Furuly"));
}

#[test]
fn who_has_a_taken_place_is_said_and_the_list_is_fresh() {
    let mut rig = Rig::ordinary();
    rig.keys("↓");
    let other = rig.register("hamar bvv j9 4-2 bh", night());
    for place in [1, 2] {
        rig.by_hand(&Command::Hold { call: other, place: PlaceId(place) });
    }
    rig.keys("h");
    assert_snapshot!("taken_80x24", rig.screen(80, 24));
    rig.keys("\r\u{1b}");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Refused { .. })), "not read yet");
    rig.later(TimeDelta::milliseconds(301));
    rig.keys("\r");
    assert!(rig.model.overlays.is_empty());
    assert!(rig.screen(120, 36).contains("holdes av Kari Nordby"));
}

#[test]
fn a_call_is_taken_at_once_from_a_window_that_is_only_read() {
    for opening in ["h", "g"] {
        let mut rig = Rig::ordinary();
        rig.keys("↓");
        let other = rig.register("hamar bvv j9 4-2 bh", night());
        for place in [1, 2] {
            rig.by_hand(&Command::Hold { call: other, place: PlaceId(place) });
        }
        rig.keys(opening);
        assert_eq!(rig.model.overlays.len(), 1, "«{opening}» opens a window");
        rig.later(TimeDelta::seconds(1));
        rig.keys("nstange g7");
        let Some(Overlay::QuickLine(line)) = rig.model.overlays.last() else {
            panic!("«{opening}»: {:?}", rig.model.overlays)
        };
        assert_eq!(line.field.text(), "stange g7");
    }
}

#[test]
fn a_no_to_the_only_fitting_place_does_not_promise_another() {
    let mut rig = Rig::ordinary();
    rig.keys("↓");
    let mut said = String::new();
    for _ in 0..12 {
        rig.keys("o\r");
        if !matches!(rig.commands.last(), Some(Command::Offer(_))) {
            break;
        }
        rig.keys("anl\r");
        said = rig.screen(120, 36);
        if said.contains("Ingen annen plass passer nå.") {
            return;
        }
        assert!(said.contains("Neste plass er merket."), "{said}");
    }
    panic!("another was promised after every no:\n{said}");
}

#[test]
fn a_place_lost_while_the_offer_was_written_keeps_what_was_typed() {
    let mut rig = Rig::ordinary();
    rig.keys("↓oskolen er nær");
    let other = rig.register("hamar bvv j9 4-2 bh", night());
    for place in [1, 2] {
        rig.by_hand(&Command::Hold { call: other, place: PlaceId(place) });
    }
    rig.keys("\r");
    rig.later(TimeDelta::seconds(1));
    rig.keys("\r");
    let Some(Overlay::Offer(window)) = rig.model.overlays.last() else { panic!("{:?}", rig.model.overlays) };
    assert!(window.form.has_text());
    assert!(rig.screen(80, 24).contains("holdes av Kari Nordby"));
}

#[test]
fn reasons_stay_open_while_the_mark_moves() {
    let mut rig = Rig::ordinary();
    rig.keys("↓\tg");
    assert_snapshot!("reasons_80x24", rig.screen(80, 24));
    rig.keys("↓");
    assert!(rig.screen(80, 24).contains("Alle grunner · Solbakken"));
    rig.keys("o");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Offer(_)]));
}

#[test]
fn q_quits_from_the_top_and_esc_never_does() {
    let mut rig = Rig::ordinary();
    rig.keys("\u{1b}\u{1b}\u{1b}");
    assert!(!rig.has_quit);
    let mut rig = Rig::ordinary();
    rig.keys("q");
    assert!(rig.has_quit);
}

#[test]
fn first_run_makes_the_database_and_opens_the_board() {
    let mut rig = Rig::first_run();
    rig.keys("Kari Nordby\rø\rhemmelig\r");
    assert_snapshot!("first_run_80x24", rig.screen(80, 24));
    rig.keys("hemmeli\r");
    assert!(rig.screen(80, 24).contains("ikke like"));
    rig.keys("hemmelig\rhemmelig\r");
    assert!(rig.screen(80, 24).contains("Ingen venter."));
}

#[test]
fn sign_on_says_that_the_passphrase_is_wrong_and_keeps_the_name() {
    let mut rig = Rig::first_run();
    rig.keys("Kari\rø\rhemmelig\rhemmelig\r");
    let made = rig;
    let mut rig = Rig::sign_on(&["Kari"]);
    rig.adopt_files_of(&made);
    rig.keys("feil\r");
    assert_snapshot!("sign_on_wrong_80x24", rig.screen(80, 24).replace(&rig.folder_name(), "…"));
    rig.keys("hemmelig\r");
    assert!(rig.screen(80, 24).contains("Ingen venter."));
}

#[test]
fn a_key_without_effect_says_why() {
    let mut rig = Rig::ordinary();
    rig.code(Code::Home);
    rig.keys("a");
    assert!(rig.screen(80, 24).contains("a: 1 har ingen tilbud som venter på svar"));
    let mut rig = Rig::with_places();
    rig.keys("oh");
    assert!(rig.screen(80, 24).contains("h: ingen henvendelse er valgt"));
    assert!(rig.commands.is_empty());
}

#[test]
fn a_paste_goes_only_into_text() {
    let mut rig = Rig::ordinary();
    rig.paste("nhamar bvv j9\r");
    assert!(rig.model.overlays.is_empty() && rig.commands.is_empty());
    rig.keys("n");
    rig.paste("hamar bvv\r\nj9\u{1b}[31m\u{202e}");
    let Some(Overlay::QuickLine(line)) = rig.model.overlays.last() else { panic!() };
    assert_eq!(line.field.text(), "hamar bvv j9");
}
