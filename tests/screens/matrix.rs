//! Every screen and every window, wide and narrow, with nothing, an ordinary night, a full one and one that is late.

use std::collections::BTreeSet;

use akuttvakt::app::Effect;
use akuttvakt::app::Msg;
use akuttvakt::app::key::Key;
use akuttvakt::app::message::{Failure, Reply};
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::refusal::ErrorCode;
use insta::assert_snapshot;

use crate::boards::{full, overdue};
use crate::journal::steady;
use crate::rig::Rig;

/// What there is on the board.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Data {
    Empty,
    Ordinary,
    Full,
    Overdue,
}

use Data::{Empty, Full, Ordinary, Overdue};

impl Data {
    pub fn rig(self) -> Rig {
        match self {
            Empty => Rig::without_places(),
            Ordinary => Rig::ordinary(),
            Full => full(14),
            Overdue => overdue(),
        }
    }

    /// With the keys typed. What is handed over needs a shift.
    pub fn after(self, keys: &str) -> Rig {
        let mut rig = self.rig();
        if keys.starts_with('6') {
            rig.by_hand(&Command::StartShift);
            rig.refresh();
        }
        rig.keys(keys);
        rig
    }
}

const ALL: &[Data] = &[Empty, Ordinary, Full, Overdue];
/// A call must be marked.
const CALL: &[Data] = &[Ordinary, Full, Overdue];
pub const SIZES: [(u16, u16); 2] = [(120, 36), (80, 24)];

/// Name, data, keys.
pub const SCREENS: &[(&str, &[Data], &str)] = &[
    ("board", ALL, ""),
    ("places", ALL, "2"),
    ("calls", ALL, "3"),
    ("follow_ups", ALL, "4"),
    ("journal", ALL, "8"),
    ("deviations", ALL, "5"),
    ("handover", ALL, "6"),
    ("ladder", CALL, "→"),
    ("line", ALL, "nhamar bvv j9 4-2 bh -10m"),
    ("form_new", ALL, "nhamar bvv j9+g6 4-2 bh -10m\t"),
    ("form_existing", CALL, "e"),
    ("offer", CALL, "o"),
    ("fill_in", CALL, "oeneste ledige\ro"),
    ("answer", CALL, "oeneste ledige\ra"),
    ("answer_declined", CALL, "oeneste ledige\ran"),
    ("reasons", CALL, "g"),
    ("help", ALL, "+"),
    ("palette", ALL, "."),
    ("find", ALL, "fha"),
    ("checklist", CALL, "k"),
    ("steps", CALL, "-"),
    ("follow_up", &[Ordinary, Full], "4e"),
    ("call_back", CALL, "r+30"),
    ("enquiry", CALL, "sn"),
    ("measures", CALL, "'t"),
    ("deviation", CALL, "w"),
    ("watch", CALL, "6e↑f\tring igjen"),
    ("sign", ALL, "6m→"),
    ("refer", ALL, "nhalden bvt drøft g12\ri"),
    ("turns", CALL, ","),
    ("turns_note", CALL, ",mpoliti følger"),
    ("turns_same", CALL, ",s2"),
    ("close", CALL, "l"),
    ("placement", CALL, "oeneste ledige\rag\rp"),
    ("placement_plan", CALL, "oeneste ledige\rag\rpa0900"),
    ("placement_stay", CALL, "oeneste ledige\rag\r\rp\rp"),
    ("export", CALL, "x"),
    ("export_named", CALL, "x\tm\ttil BIRK"),
    ("place_state", CALL, "\te"),
    ("unit", CALL, "2k"),
    ("home", CALL, "\tv"),
    ("phones", ALL, "t"),
    ("changes", ALL, "d"),
    ("names", CALL, "v"),
    ("timeline", CALL, "\r"),
    ("lock", ALL, "nhamar bvv\u{1b}.lås skjermen\rhemmelig"),
    ("refused", CALL, "oeneste ledige\rlt\r"),
];

fn shoot(name: &str, rig: &mut Rig) {
    for (width, height) in SIZES {
        let folder = rig.folder_name();
        let screen = steady(&rig.screen(width, height).replace(&folder, "…"));
        assert_snapshot!(format!("{name}_{width}x{height}"), screen);
    }
}

#[test]
fn every_screen_and_window_with_all_kinds_of_data() {
    for (name, data, keys) in SCREENS {
        for data in *data {
            let mut rig = data.after(keys);
            shoot(&format!("{name}_{data:?}").to_lowercase(), &mut rig);
        }
    }
}

/// What kind of window it is. A new kind does not compile here until it has a name.
fn kind(window: &Overlay) -> &'static str {
    match window {
        Overlay::QuickLine(_) => "quick line",
        Overlay::Offer(_) => "offer",
        Overlay::Answer(_) => "answer",
        Overlay::Reasons => "reasons",
        Overlay::Help(_) => "help",
        Overlay::Form(_) => "form",
        Overlay::Checklist(_) => "checklist",
        Overlay::Steps(_) => "steps",
        Overlay::Tasks(_) => "tasks",
        Overlay::FollowUp(_) => "follow-up",
        Overlay::CallBack(_) => "call back",
        Overlay::Refer(_) => "refer",
        Overlay::Turns(_) => "turns",
        Overlay::Close(_) => "close",
        Overlay::Placement(_) => "placement",
        Overlay::PlaceState(_) => "place state",
        Overlay::Unit(_) => "unit",
        Overlay::Export(_) => "export",
        Overlay::Phones(_) => "phones",
        Overlay::Enquiry(_) => "enquiry",
        Overlay::Deviation(_) => "deviation",
        Overlay::Watch(_) => "watch",
        Overlay::Handover(_) => "handover",
        Overlay::Measures(_) => "measures",
        Overlay::Changes(_) => "changes",
        Overlay::Timeline(_) => "timeline",
        Overlay::Find(_) => "find",
        Overlay::Refused { .. } => "refused",
        Overlay::Quit => "quit",
    }
}

/// Every kind; `tasks` and `quit` need more than keys and are drawn in `steps` and below.
const KINDS: usize = 29;
const ELSEWHERE: [&str; 2] = ["quit", "tasks"];

#[test]
fn every_kind_of_window_and_every_screen_is_in_the_table() {
    let (mut windows, mut screens) = (BTreeSet::new(), BTreeSet::new());
    for (_, data, keys) in SCREENS {
        let rig = data[data.len() - 1].after(keys);
        windows.extend(rig.model.overlays.iter().map(kind));
        screens.insert(match &rig.model.screen {
            Screen::Entry(_) => "entry",
            Screen::Board => "board",
            Screen::Places => "places",
            Screen::Calls => "calls",
            Screen::FollowUps => "follow-ups",
            Screen::Deviations => "deviations",
            Screen::Handover => "handover",
            Screen::Journal => "journal",
        });
    }
    assert!(ELSEWHERE.iter().all(|window| !windows.contains(window)), "{windows:?}");
    assert_eq!(windows.len() + ELSEWHERE.len(), KINDS, "{windows:?}");
    assert_eq!(screens.len(), 7, "{screens:?}");
}

#[test]
fn before_the_board() {
    shoot("first_run", &mut Rig::first_run());
    shoot("sign_on", &mut Rig::sign_on(&["Kari Nordby", "Ola Vik"]));
}

#[test]
fn quitting_with_what_could_not_be_kept() {
    for data in ALL {
        let mut rig = data.rig();
        rig.keys("n");
        rig.hold_back();
        rig.keys("hamar");
        let draft = rig.waiting.iter().find_map(|effect| match effect {
            Effect::SaveDraft { draft } => Some(draft.id),
            _ => None,
        });
        rig.waiting.clear();
        let failure = Failure::Store { code: ErrorCode::DiskFull, sentence: "Disken er full.".to_owned() };
        rig.send(Msg::Replied(Reply::DraftKept { draft: draft.unwrap(), result: Err(failure) }));
        rig.press(Key::ctrl('q'));
        shoot(&format!("quit_{data:?}").to_lowercase(), &mut rig);
    }
}

/// Every name that a drawing of this file has.
fn names() -> Vec<String> {
    let of = |name: &str, data: &[Data]| {
        data.iter().map(|data| format!("{name}_{data:?}").to_lowercase()).collect::<Vec<_>>()
    };
    let mut names: Vec<String> = SCREENS.iter().flat_map(|(name, data, _)| of(name, data)).collect();
    names.extend(["first_run", "sign_on"].map(ToOwned::to_owned));
    names.extend(of("quit", ALL));
    names.iter().flat_map(|name| SIZES.map(|(width, height)| format!("{name}_{width}x{height}"))).collect()
}

#[test]
fn no_drawing_of_the_table_is_left_over() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/snapshots");
    let mut stored: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|file| {
            let name = file.unwrap().file_name().into_string().unwrap();
            Some(name.strip_prefix("screens__matrix__")?.strip_suffix(".snap")?.to_owned())
        })
        .collect();
    let mut names = names();
    names.sort();
    stored.sort();
    assert_eq!(stored, names);
}
