//! The board as it is seen, wide and narrow.

use chrono::TimeDelta;
use insta::assert_snapshot;

use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::ids::PlaceId;

use crate::rig::{Rig, night};

#[test]
fn nobody_waits() {
    let mut rig = Rig::with_places();
    assert_snapshot!("empty_120x36", rig.screen(120, 36));
    assert_snapshot!("empty_100x30", rig.screen(100, 30));
    assert_snapshot!("empty_80x24", rig.screen(80, 24));
}

#[test]
fn an_ordinary_night() {
    let mut rig = Rig::ordinary();
    rig.keys("↓");
    assert_snapshot!("ordinary_120x36", rig.screen(120, 36));
    assert_snapshot!("ordinary_100x30", rig.screen(100, 30));
    assert_snapshot!("ordinary_80x24", rig.screen(80, 24));
    rig.keys("\t↓↓");
    assert_snapshot!("places_focused_120x36", rig.screen(120, 36));
}

/// Seven calls, one of them over its deadline.
pub fn overdue() -> Rig {
    let mut rig = Rig::with_places();
    for (line, ago) in [
        ("lillestrøm bvt g15 4-4 inst", 132),
        ("hamar bvv j9+g6+b2 4-2 bh", 101),
        ("os bvv ufødt 4-2 fh", 94),
        ("moss pol g16 4-1 inst", 76),
        ("nordre follo bvv jx 4-1 bh", 49),
        ("aurskog-høland bvt g4 4-2 bh kode6", 22),
        ("halden bvt drøft g12", 12),
    ] {
        rig.register(&format!("{line} -{ago}m").replace("ufødt 4-2 fh -94m", "ufødt 4-2 fh"), night());
    }
    rig.refresh();
    rig
}

#[test]
fn over_the_deadline_with_many_calls() {
    let mut rig = overdue();
    rig.keys("↓↓");
    assert_snapshot!("overdue_100x30", rig.screen(100, 30));
    assert_snapshot!("overdue_120x36", rig.screen(120, 36));
    assert_snapshot!("overdue_80x24", rig.screen(80, 24));
    assert!(rig.screen(80, 24).contains("!! OVER +0:12"));
}

/// Many calls from municipalities with long names; the last ones shielded, offered and without a clock.
pub fn full(count: usize) -> Rig {
    let lines = [
        "midtre gauldal bvv j9+g6+b2 sammen 4-2 bh",
        "indre østfold bvt g15 4-4 inst",
        "kautokeino bvt b0 4-2 bh",
        "nordre land bvv g16 4-1 inst",
        "aurskog-høland bvt g4 4-2 bh kode6",
        "nordre follo bvv jx 4-1 bh",
        "sør-varanger pol j14 4-4 beh-høy",
        "søndre land bvt j2+g1+j7+g9 kandeles 4-2 bh",
        "lillehammer bvv g12 4-2 inst/bh",
        "evje og hornnes bvt j17 4-1 inst",
        "vestre toten bvv b3 4-2 bh allergi",
        "øystre slidre bvt g11 4-2 bh",
        "os innlandet bvv ufødt 4-2 fh",
        "halden bvt drøft g12",
    ];
    let mut rig = Rig::with_places();
    for (n, line) in lines.iter().take(count).enumerate() {
        let ago = if line.contains("ufødt") { String::new() } else { format!(" -{}m", 118 - 8 * n) };
        let call = rig.register(&format!("{line}{ago}"), night());
        if n == 8 {
            rig.by_hand(&Command::Offer(Box::new(OfferDraft::new(call, PlaceId(6)))));
        }
    }
    rig.refresh();
    rig
}

#[test]
fn a_full_board_keeps_every_clock_or_tells_what_it_folds() {
    for count in [12, 14] {
        let mut rig = full(count);
        rig.keys("↓↓↓");
        assert_snapshot!(format!("full_{count}_120x36"), rig.screen(120, 36));
        assert_snapshot!(format!("full_{count}_100x30"), rig.screen(100, 30));
        assert_snapshot!(format!("full_{count}_80x24"), rig.screen(80, 24));
    }
    let mut rig = full(14);
    rig.later(TimeDelta::minutes(20));
    rig.keys("↓↓↓↓↓↓↓↓↓");
    assert_snapshot!("full_over_80x24", rig.screen(80, 24));
    assert_snapshot!("full_over_120x36", rig.screen(120, 36));
    let screen = rig.screen(80, 24);
    assert!(screen.contains("!! OVER +0:18"), "the overdue call never scrolls out: {screen}");
    assert!(screen.contains(" !! 1 Midtre Gauldal over fristen 02:39, ingen tilbud · +6 til"), "{screen}");
    rig.later(TimeDelta::milliseconds(300));
    rig.keys(" ");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("3 over fristen uten tilbud: 1 Midtre Gauldal 02:39"), "silenced: {screen}");
}

#[test]
fn siblings_show_their_worst_clock_and_how_many_have_an_offer() {
    let mut rig = Rig::with_places();
    rig.register("nordre land bvv j9+g6+b2 delt 4-2 bh -50m nå hjemme tlf 00000000 vedtak", night());
    rig.refresh();
    rig.keys("o\r");
    assert_snapshot!("siblings_120x36", rig.screen(120, 36));
    assert_snapshot!("siblings_80x24", rig.screen(80, 24));
    for (width, height) in [(120, 36), (100, 30), (80, 24)] {
        let screen = rig.screen(width, height);
        assert!(screen.contains("1 av 3 har tilbud") && screen.contains("uten plass 50 min"), "{screen}");
    }
}

#[test]
fn what_is_parked_shows_its_minutes_and_not_its_note() {
    let mut rig = Rig::ordinary();
    rig.keys("nrakkestad bvt g1 tlf 91234567 -- far er voldelig\u{1b}↓oskolen\u{1b}");
    rig.later(TimeDelta::minutes(4));
    assert_snapshot!("parked_120x36", rig.screen(120, 36));
    assert_snapshot!("parked_80x24", rig.screen(80, 24));
    for (width, height) in [(120, 36), (100, 30), (80, 24)] {
        let screen = rig.screen(width, height);
        assert!(screen.contains("4 min «rakkestad bvt g1»"), "{screen}");
        assert!(!screen.contains("voldelig") && !screen.contains("91234567"), "{screen}");
    }
}

#[test]
fn the_footer_names_what_it_acts_on_and_never_cuts_a_word() {
    let mut rig = Rig::ordinary();
    rig.keys("↓\t");
    for width in 60..=140 {
        let screen = rig.screen(width, 24);
        let footer = screen.lines().nth(23).unwrap();
        assert!(
            !footer.contains('…') && footer.ends_with(". alt   + hjelp") | footer.ends_with(". alt  + hjelp"),
            "{footer}"
        );
    }
    assert!(rig.screen(120, 36).contains(" o tilby Furuly til 3   h hold av"));
    assert!(rig.screen(140, 36).contains("e endre Furuly"));
    rig.keys("\t");
    assert!(rig.screen(140, 36).contains("e rett 3"));
    rig.keys("2");
    let places = rig.screen(120, 36);
    assert!(
        places.starts_with(
            " 1 Vakt ▸2 Plasser (11)  3 Henvendelser  4 Oppfølging (3)  5 Avvik  6 Skifte  8 Logg"
        ),
        "{places}"
    );
}

#[test]
fn the_last_ten_minutes_show_their_seconds() {
    let mut rig = Rig::with_places();
    rig.register("hamar bvv j9 4-2 bh -111m", night());
    rig.refresh();
    assert!(rig.screen(120, 36).contains("!! 9 min 0 s"));
    rig.later(TimeDelta::milliseconds(300));
    assert!(rig.screen(120, 36).contains("!! 9 min 0 s"), "rounded up while it lasts");
    rig.later(TimeDelta::seconds(1));
    assert!(rig.screen(120, 36).contains("!! 8 min 59 s"));
    assert_eq!(akuttvakt::app::next_change(&rig.model), night() + TimeDelta::seconds(2));
}

#[test]
fn too_small_a_screen_keeps_the_clocks() {
    let mut rig = Rig::ordinary();
    let small = rig.screen(40, 8);
    assert!(small.contains("For lite vindu") && small.contains("1 * 48 min"), "{small}");
}

#[test]
fn what_is_invented_says_so_at_every_size() {
    let mut rig = Rig::ordinary();
    rig.model.is_demo = true;
    for (width, height) in [(120, 36), (80, 24), (60, 16), (40, 8)] {
        assert!(rig.screen(width, height).contains("OPPDIKTET"), "{width}x{height}");
    }
}

#[test]
fn a_protected_address_is_nowhere_on_the_board() {
    let mut rig = Rig::with_places();
    rig.register("gjerdrum bvv j9 4-2 bh kode6", night());
    rig.refresh();
    for (width, height) in [(120, 36), (80, 24)] {
        let screen = rig.screen(width, height);
        assert!(!screen.contains("Gjerdrum") && screen.contains("skjermet, kode 6"), "{screen}");
    }
}

#[test]
fn a_note_is_never_on_the_board() {
    let mut rig = Rig::with_places();
    rig.register("hamar bvv j9 4-2 bh -- hemmelig merknad", night());
    rig.refresh();
    assert!(!rig.screen(120, 36).contains("hemmelig merknad"));
}
