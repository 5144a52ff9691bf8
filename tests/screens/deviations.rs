//! Deviations: drafted, registered, supervised, ended, and the screen of all of them.

use insta::assert_snapshot;

use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::compensation::{CompensationKind, CompensationState};
use akuttvakt::domain::deviation::{
    Deviation, DeviationOutcome, DeviationState, Meanwhile, Missing, Supervision, SupervisionBy,
    SupervisionResult,
};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult};
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::ladder::Rung;
use chrono::TimeDelta;

use crate::ladder::{BOY, nothing_fits};
use crate::rig::{Rig, night};

/// Someone was asked in vain, a measure offered meanwhile, a deviation noted and supervised, each with its words.
pub fn noted(rig: &mut Rig, call: CallId, who: Option<String>, words: [Option<String>; 3]) {
    let [asked, offered, note] = words;
    let attempt = EnquiryDraft::new(call, Rung::Leader, EnquiryResult::NoAnswer);
    rig.by_hand(&Command::LogEnquiry(Box::new(EnquiryDraft { who, note: asked, ..attempt })));
    let (kind, state) = (CompensationKind::Mst, CompensationState::Offered);
    rig.by_hand(&Command::SetCompensation { call, kind, state, note: offered });
    let Outcome::DeviationSet { deviation, .. } = rig.by_hand(&Command::DraftDeviation { call, child: None })
    else {
        panic!("{call}")
    };
    let facts = Box::new(rig.store.as_mut().unwrap().deviation(deviation).unwrap().0.facts);
    rig.by_hand(&Command::EditDeviation { deviation, facts, note });
    let (by, result) = (SupervisionBy::Governor, SupervisionResult::Open);
    let supervision = Supervision { by, at: rig.now, result };
    rig.by_hand(&Command::Supervise { deviation, supervision });
}

fn deviations(rig: &Rig) -> &[Deviation] {
    &rig.model.view.as_ref().unwrap().board.deviations
}

#[test]
fn nothing_is_written_before_enter_and_then_what_was_changed_follows_the_draft() {
    let mut rig = nothing_fits();
    rig.keys("snf\r\u{1b}'t\rw");
    assert_eq!(rig.commands.len(), 2, "the log and the measure");
    assert_snapshot!("deviation_new_120x36", rig.screen(120, 36));
    assert_snapshot!("deviation_new_80x24", rig.screen(80, 24));
    rig.keys("\u{1b}");
    assert!(deviations(&rig).is_empty());
    // Registered, moderate, an offer too far away, with the network, substances.
    rig.keys("wr\t3\tl\tn\tj\r");
    let [found] = deviations(&rig) else { panic!("{:?}", deviations(&rig)) };
    assert_eq!(found.state, DeviationState::Registered);
    assert_eq!((found.facts.severity, found.facts.missing), (Some(3), Some(Missing::TooFar)));
    assert_eq!((found.facts.meanwhile, found.facts.substance), (Meanwhile::StaffOrNetwork, Some(true)));
    assert_eq!(found.registered_at, Some(rig.now));
    let kinds: Vec<&str> = rig.commands[2..]
        .iter()
        .map(|command| match command {
            Command::DraftDeviation { .. } => "draft",
            Command::EditDeviation { .. } => "edit",
            Command::RegisterDeviation { .. } => "register",
            _ => "other",
        })
        .collect();
    assert_eq!(kinds, ["draft", "edit", "register"], "each once");
    assert!(rig.model.overlays.is_empty());
}

#[test]
fn siblings_who_have_no_place_get_a_record_each() {
    let mut rig = nothing_fits();
    let call = rig.register("moss bvt g15+j14 sammen 4-4 inst -130m", night());
    rig.now = night();
    rig.refresh();
    rig.keys("↓");
    assert_eq!(rig.model.marks.call(), Some(call));
    rig.keys("w\t4\r");
    let told: Vec<_> =
        deviations(&rig).iter().map(|found| (found.call, found.child.0, found.facts.severity)).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|(of, _, severity)| *of == call && *severity == Some(4)), "{told:?}");
    assert_ne!(told[0].1, told[1].1);
}

#[test]
fn a_record_ends_and_supervision_comes_later() {
    let mut rig = nothing_fits();
    rig.keys("w\r");
    rig.later(TimeDelta::days(2));
    rig.keys("wl\r");
    let closed = rig.commands.last();
    assert!(
        matches!(closed, Some(Command::CloseDeviation { outcome: DeviationOutcome::SolvedOutside, .. })),
        "{closed:?}"
    );
    rig.keys("5");
    assert_eq!(rig.model.screen, Screen::Deviations);
    rig.keys("\r");
    assert_snapshot!("deviation_closed_80x24", rig.screen(80, 24));
    rig.keys("s\tb\tigår 1400\r");
    let Some(Command::Supervise { supervision, .. }) = rig.commands.last() else {
        panic!("{:?}", rig.commands.last())
    };
    assert_eq!(
        *supervision,
        Supervision {
            by: SupervisionBy::Governor,
            at: night() + TimeDelta::minutes(11 * 60 + 23) + TimeDelta::days(1),
            result: SupervisionResult::Breach
        }
    );
    assert!(rig.screen(120, 36).contains("tilsyn: brudd"), "{}", rig.screen(120, 36));
}

/// Goes to the field for what is written besides: the last.
fn to_note(rig: &mut Rig) {
    rig.press(Key::plain(Code::BackTab));
}

#[test]
fn the_note_is_read_again_corrected_from_what_stands_there_and_hidden_with_one_key() {
    let mut rig = nothing_fits();
    rig.keys("w");
    to_note(&mut rig);
    rig.keys("mor har ringt tre ganger i natt og vil ha svar\rw");
    assert!(rig.screen(80, 24).contains("Merknad              mor har ringt tre ganger i natt"));
    to_note(&mut rig);
    assert_snapshot!("deviation_noted_120x36", rig.screen(120, 36));
    assert_snapshot!("deviation_noted_80x24", rig.screen(80, 24));
    // Nothing was changed: nothing is written, nor is the note half-written work.
    let before = rig.commands.len();
    rig.keys("\r");
    assert_eq!(rig.commands.len(), before, "{:?}", rig.commands.last());
    rig.keys("w\u{1b}");
    assert!(rig.model.drafts.parked().is_empty());
    rig.keys("w");
    to_note(&mut rig);
    rig.keys(" før 08\r");
    let note = |rig: &mut Rig| {
        let store = rig.store.as_mut().unwrap();
        store.call_details(BOY).unwrap().deviations[0].1.clone()
    };
    let whole = "mor har ringt tre ganger i natt og vil ha svar før 08";
    assert_eq!(note(&mut rig).as_deref(), Some(whole));
    // Hidden, also under the cursor; what is typed is seen.
    rig.keys("w");
    rig.code(Code::F(3));
    to_note(&mut rig);
    let hidden = rig.screen(120, 36);
    assert!(!hidden.contains("mor har ringt") && hidden.contains("F3 vis ord"), "{hidden}");
    rig.code(Code::F(3));
    assert!(rig.screen(120, 36).contains(whole));
    // Emptied it is taken out.
    for _ in 0..whole.chars().count() {
        rig.code(Code::Backspace);
    }
    rig.keys("\r");
    assert_eq!(note(&mut rig), None);
    // A long one can be read whole while it is written in.
    rig.keys("w");
    to_note(&mut rig);
    rig.keys(&format!("først {}sist\rw", "natt ".repeat(24)));
    to_note(&mut rig);
    for (width, height) in [(80, 24), (120, 36)] {
        let whole = rig.screen(width, height);
        assert!(whole.contains("først") && whole.contains("sist"), "{whole}");
    }
    for _ in 0..136 {
        rig.code(Code::Backspace);
    }
    // It can be read when the case is over.
    rig.keys("løst hos tante\rwl\r5\r");
    assert!(rig.screen(80, 24).contains("Merknaden: løst hos tante"), "{}", rig.screen(80, 24));
}

#[test]
fn the_screen_has_the_open_ones_and_below_those_that_ended() {
    let mut rig = nothing_fits();
    rig.keys("r0500\rwr\t3\r");
    rig.keys("↓w\r");
    rig.keys("lt\r");
    rig.later(TimeDelta::hours(30));
    rig.keys("5");
    assert_snapshot!("deviations_120x36", rig.screen(120, 36));
    assert_snapshot!("deviations_80x24", rig.screen(80, 24));
    let page = rig.model.deviations.page.clone().unwrap();
    let told: Vec<_> = page.deviations.iter().map(|found| (found.call, found.state)).collect();
    assert_eq!(told, [(BOY, DeviationState::Registered), (CallId(4), DeviationState::Closed)]);
    rig.keys("↓↓↑w");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Deviation(window)] if window.call == BOY));
    rig.keys("\u{1b}\u{1b}");
    assert_eq!(rig.model.screen, Screen::Board);
    // A year later what ended is no longer shown.
    rig.now += TimeDelta::days(365);
    rig.refresh();
    rig.keys("5");
    assert_eq!(rig.model.deviations.page.as_ref().unwrap().deviations.len(), 1);
}

#[test]
fn a_calls_timeline_leads_to_its_deviation_and_its_measures() {
    let mut rig = nothing_fits();
    rig.keys("\rw");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Deviation(window)) if window.call == BOY));
    rig.keys("\u{1b}'");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Measures(window)) if window.call == BOY));
}

#[test]
fn a_call_whose_children_all_have_an_offer_has_nothing_to_write() {
    let mut rig = Rig::ordinary();
    rig.keys("↓↓w");
    assert!(rig.model.overlays.is_empty());
    assert!(rig.screen(120, 36).contains("w: alle barna i 2 har tilbud"), "{}", rig.screen(120, 36));
}

#[test]
fn what_cannot_be_read_stands_where_it_was_typed_and_nothing_is_drafted() {
    let mut rig = nothing_fits();
    rig.keys("w");
    for _ in 0..8 {
        rig.keys("\t");
    }
    rig.keys("x\r");
    assert!(rig.commands.is_empty());
    assert!(rig.screen(80, 24).contains("! "), "{}", rig.screen(80, 24));
}
