//! A call written as a case note from the screen: a new file of the owner's alone, with names only with a reason.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use akuttvakt::app::model::Overlay;
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::journal::Act;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

/// A girl with a name and a number to ring back on.
fn named() -> (Rig, CallId) {
    let mut rig = Rig::with_places();
    let mut facts = rig.facts("ringsaker bvv j9 4-2 bh -10m tlf 22334455 -- mor ringte selv", night());
    facts.identities = vec![akuttvakt::domain::child::ChildIdentity {
        name: Some("Ida Hansen".to_owned()),
        national_id: Some("01010112345".to_owned()),
    }];
    rig.by_hand(&Command::RegisterCall(Box::new(facts)));
    rig.refresh();
    (rig, CallId(1))
}

fn file(rig: &Rig, name: &str) -> PathBuf {
    PathBuf::from(rig.folder_name()).join(name)
}

fn files(rig: &Rig) -> Vec<String> {
    let names = fs::read_dir(rig.folder_name()).unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with("vakt.db"));
    names.sort();
    names
}

#[test]
fn two_keys_write_the_note_without_names_beside_the_database() {
    let (mut rig, call) = named();
    rig.keys("x");
    assert_snapshot!("export_80x24", rig.screen(80, 24));
    let head = rig.store.as_mut().unwrap().journal_head().unwrap();
    rig.keys("\r");
    assert!(rig.model.overlays.is_empty());
    assert!(rig.screen(120, 36).contains("1: henvendelse-1.md ligger i /"), "{}", rig.screen(120, 36));
    let path = file(&rig, "henvendelse-1.md");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let note = fs::read_to_string(path).unwrap();
    assert!(note.starts_with("# Henvendelse 1\n") && note.contains("mor ringte selv"), "{note}");
    for hidden in ["Ida", "01010112345", "22334455"] {
        assert!(!note.contains(hidden), "{hidden}\n{note}");
    }
    let details = rig.store.as_mut().unwrap().call_details(call).unwrap();
    assert_eq!(rig.store.as_mut().unwrap().journal_head().unwrap(), head, "nobody was named");
    assert!(details.timeline.iter().all(|line| line.entry.act != Act::Export));
}

#[test]
fn a_note_covers_no_file_and_leaves_none_half_written() {
    let (mut rig, _) = named();
    fs::write(file(&rig, "henvendelse-1.md"), "mitt eget").unwrap();
    rig.keys("x\rx\r");
    assert_eq!(files(&rig), ["henvendelse-1-2.md", "henvendelse-1-3.md", "henvendelse-1.md"]);
    assert_eq!(fs::read_to_string(file(&rig, "henvendelse-1.md")).unwrap(), "mitt eget");
    assert!(rig.screen(120, 36).contains("henvendelse-1-3.md ligger i"));
    rig.keys("xnatt til lørdag\r");
    assert!(files(&rig).contains(&"natt til lørdag.md".to_owned()), "{:?}", files(&rig));
    // A folder that is not there: it is told, what was typed stays, and no file is left.
    let before = files(&rig);
    rig.keys("xfinnes/ikke/notat\r");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Export(_), Overlay::Refused { .. }]));
    rig.later(chrono::TimeDelta::seconds(1));
    rig.keys("\u{1b}");
    assert!(rig.screen(80, 24).contains("finnes/ikke/notat"));
    assert_eq!(files(&rig), before);
    assert!(!files(&rig).iter().any(|name| name.contains(".new-")));
}

#[test]
fn names_need_a_reason_and_are_journalled_before_they_are_read() {
    let (mut rig, call) = named();
    rig.keys("x\tm\r");
    assert!(rig.screen(80, 24).contains("! Skriv hvorfor notatet skal ha navn og numre."));
    assert!(rig.commands.is_empty() && files(&rig).is_empty());
    rig.keys("til BIRK");
    assert_snapshot!("export_named_80x24", rig.screen(80, 24));
    rig.hold_back();
    rig.keys("\r");
    assert_eq!(rig.commands, [], "nothing is done yet");
    assert!(rig.answer_one(), "the draft or the command");
    while rig.commands.is_empty() {
        assert!(rig.answer_one());
    }
    let asked = rig.waiting.iter().any(|effect| matches!(effect, akuttvakt::app::Effect::Ask { .. }));
    assert!(asked && files(&rig).is_empty(), "the names are asked for after it is journalled");
    rig.let_go();
    assert_eq!(rig.commands, [Command::ExportNamed { call, reason: "til BIRK".to_owned() }]);
    let note = fs::read_to_string(file(&rig, "henvendelse-1.md")).unwrap();
    for shown in ["Ida Hansen", "01010112345", "22334455", "INNEHOLDER NAVN OG NUMRE", "Grunn: til BIRK"] {
        assert!(note.contains(shown), "{shown}\n{note}");
    }
    assert!(rig.model.overlays.is_empty() && rig.model.revealed.is_none());
    assert!(!format!("{:?}", rig.model).contains("Ida Hansen"), "nothing of it stays");
    assert!(!rig.screen(120, 36).contains("Ida"));
}

#[test]
fn what_was_typed_is_parked_and_whether_names_are_wanted_is_picked_again() {
    let (mut rig, _) = named();
    rig.keys("x\tm\ttil BIRK\u{1b}");
    assert!(rig.model.overlays.is_empty());
    rig.restart();
    rig.keys("x\tm");
    assert!(rig.screen(80, 24).contains("til BIRK"), "{}", rig.screen(80, 24));
    rig.keys("\r");
    assert_eq!(files(&rig), ["henvendelse-1.md"]);
    rig.keys("x\tm");
    assert!(!rig.screen(80, 24).contains("til BIRK"), "it became what it was for");
}

#[test]
fn the_note_is_written_from_the_list_of_all_calls_and_from_a_timeline_too() {
    let (mut rig, call) = named();
    rig.by_hand(&Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None });
    rig.refresh();
    rig.keys("x");
    assert!(rig.model.overlays.is_empty(), "no call is marked on the board");
    rig.keys("3x\r");
    assert_eq!(files(&rig), ["henvendelse-1.md"]);
    rig.keys("\rx\r");
    assert_eq!(files(&rig), ["henvendelse-1-2.md", "henvendelse-1.md"]);
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Timeline(_)]), "back to the timeline");
    rig.keys("\u{1b}8x");
    assert!(rig.model.overlays.is_empty(), "not in the journal");
}

#[test]
fn a_protected_address_is_said_and_left_out() {
    let mut rig = Rig::with_places();
    rig.register("hamar bvv j9 4-2 bh -10m kode6 -- bor hos tante i Vang", night());
    rig.refresh();
    rig.keys("x");
    assert_snapshot!("export_shielded_80x24", rig.screen(80, 24));
    rig.keys("\r");
    let note = fs::read_to_string(file(&rig, "henvendelse-1.md")).unwrap();
    assert!(!note.contains("Hamar") && !note.contains("Vang"), "{note}");
    rig.keys("x\tm\tbarnevernet i ny kommune\r");
    let note = fs::read_to_string(file(&rig, "henvendelse-1-2.md")).unwrap();
    assert!(note.contains("Hamar") && note.contains("Vang"), "{note}");
}
