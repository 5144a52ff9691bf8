//! All places: groups, marks, what is shown and in which order, map and history, and the window of a state.

use akuttvakt::app::effect::Query;
use akuttvakt::app::key::Code;
use akuttvakt::app::message::Reply;
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::app::places_screen::{Group, Item, Mark, Shown, find};
use akuttvakt::app::{Effect, Msg};
use akuttvakt::domain::claim::{ClaimEnd, ClaimKind};
use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::ids::{CallId, PlaceId, UnitId};
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::place_history::{HistoryEvent, HistoryLine};
use akuttvakt::domain::preparedness::CapacityGroup;
use akuttvakt::domain::question::{Question, Told};
use akuttvakt::domain::unit::{ConfirmedHow, PlaceState};
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night, unit};

/// The names in the list as it is shown, headings of groups in capitals.
fn listed(rig: &Rig) -> Vec<String> {
    let view = rig.model.view.as_ref().unwrap();
    let list = &rig.model.places.list;
    let name = |item: &Item| match item {
        Item::Heading(group) => format!("{group:?}").to_uppercase(),
        Item::Row(at) => view.board.unit(list.rows[*at].unit).unwrap().name.clone(),
    };
    list.items.iter().map(name).collect()
}

fn marked(rig: &Rig) -> (String, Group) {
    let row = rig.model.places.marked_row().unwrap();
    let unit = rig.model.view.as_ref().unwrap().board.unit(row.unit).unwrap();
    (unit.name.clone(), row.group)
}

fn is_marked(rig: &Rig, name: &str, group: Group) -> bool {
    marked(rig) == (name.to_owned(), group)
}

fn state_of(rig: &Rig, place: i64) -> PlaceState {
    rig.model.view.as_ref().unwrap().place(PlaceId(place)).unwrap().state
}

/// An ordinary night with a hold and a home where a child lives.
pub fn evening() -> Rig {
    let mut rig = Rig::ordinary();
    rig.by_hand(&Command::Hold { call: CallId(3), place: PlaceId(3) });
    rig.by_hand(&Command::SetPlace {
        place: PlaceId(11),
        state: PlaceState::Staffing,
        reason: Some("to ansatte syke".to_owned()),
    });
    rig.refresh();
    rig.keys("↓2");
    rig
}

#[test]
fn an_evening() {
    let mut rig = evening();
    assert_snapshot!("places_120x36", rig.screen(120, 36));
    assert_snapshot!("places_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert_snapshot!("places_details_80x24", rig.screen(80, 24));
    assert_snapshot!("places_100x30", rig.screen(100, 30));
}

#[test]
fn nothing_in_the_list_says_how_to_get_it_there() {
    let mut rig = Rig::without_places();
    rig.keys("2");
    assert_snapshot!("places_empty_120x36", rig.screen(120, 36));
    assert_snapshot!("places_empty_80x24", rig.screen(80, 24));
    rig.keys("bhejvgyf\r↓\t");
    assert!(rig.commands.is_empty() && rig.model.overlays.is_empty());
}

#[test]
fn three_stale_places_are_confirmed_by_four_keys() {
    let mut rig = Rig::with_places();
    let to_confirm = |rig: &Rig| rig.model.places.list.count(Group::ToConfirm);
    rig.hold_back();
    rig.keys("2bbb");
    rig.let_go();
    let confirmed: Vec<PlaceId> = rig
        .commands
        .iter()
        .map(|command| match command {
            Command::ConfirmPlace { place, how: ConfirmedHow::Phoned, whole_unit: true } => *place,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(confirmed, [PlaceId(15), PlaceId(8), PlaceId(14)], "by name: Fjellro, Lillehagen, Ungbo");
    assert!(is_marked(&rig, "Vika", Group::ToConfirm), "{:?}", marked(&rig));
    rig.keys("bb");
    assert_eq!(to_confirm(&rig), 0);
    assert!(is_marked(&rig, "Åsen", Group::Free), "nothing is left: the mark stays with the unit");
}

#[test]
fn a_confirmation_that_others_write_into_still_goes_on_to_the_next() {
    let mut rig = Rig::with_places();
    rig.keys("2");
    rig.hold_back();
    rig.refresh();
    rig.keys("b");
    rig.refresh();
    rig.let_go();
    assert!(is_marked(&rig, "Lillehagen", Group::ToConfirm), "{:?}", marked(&rig));
}

#[test]
fn confirming_a_fresh_place_leaves_the_mark_with_it() {
    let mut rig = Rig::with_places();
    rig.keys("2");
    find(&mut rig.model, "furuly");
    rig.keys("b");
    assert!(matches!(rig.commands.as_slice(), [Command::ConfirmPlace { place: PlaceId(1), .. }]));
    assert!(is_marked(&rig, "Furuly", Group::Free));
}

#[test]
fn the_mark_follows_its_unit_when_another_changes_things() {
    let mut rig = evening();
    find(&mut rig.model, "lille");
    assert!(is_marked(&rig, "Lillehagen", Group::ToConfirm));
    rig.by_hand(&Command::SetPlace { place: PlaceId(8), state: PlaceState::Holiday, reason: None });
    rig.refresh();
    assert!(is_marked(&rig, "Lillehagen", Group::Out));
    rig.by_hand(&Command::ImportUnits {
        rows: vec![unit("Aaserud", MeasureKind::EmergencyHome, "3411", (0, 9), 1)],
        dry_run: false,
    });
    rig.refresh();
    assert!(is_marked(&rig, "Lillehagen", Group::Out), "a row more above does not move it");
    rig.by_hand(&Command::SetPlace { place: PlaceId(8), state: PlaceState::Free, reason: None });
    rig.by_hand(&Command::Offer(Box::new(OfferDraft::new(CallId(3), PlaceId(8)))));
    rig.refresh();
    assert!(is_marked(&rig, "Lillehagen", Group::Taken));
}

#[test]
fn a_hold_that_lapses_moves_its_row_by_itself() {
    let mut rig = evening();
    assert_eq!(rig.model.places.list.row(UnitId(2), Group::Taken).map(|row| row.count), Some(1));
    rig.later(TimeDelta::minutes(16));
    assert_eq!(rig.model.places.list.row(UnitId(2), Group::Taken), None);
}

#[test]
fn what_is_shown_is_gone_through_with_arrows() {
    let mut rig = evening();
    assert_eq!(
        listed(&rig),
        [
            "TOCONFIRM",
            "Lillehagen",
            "Ungbo",
            "Vika",
            "Åsen",
            "Fjellro",
            "FREE",
            "Furuly",
            "Solbakken",
            "Nordstua",
            "TAKEN",
            "Solbakken",
            "Bråten",
            "OUT",
            "Granlia",
            "Nordstua"
        ]
        .map(str::to_owned),
        "by distance from 3 in Ringsaker"
    );
    rig.code(Code::Right);
    assert_eq!(rig.model.places.shown, Shown::Only(Group::ToConfirm));
    assert_eq!(listed(&rig)[0], "TOCONFIRM");
    assert_eq!(listed(&rig).len(), 6);
    rig.code(Code::Right);
    assert!(listed(&rig).contains(&"FREE".to_owned()) && listed(&rig).contains(&"TOCONFIRM".to_owned()));
    rig.code(Code::Right);
    assert_eq!(listed(&rig), ["TAKEN", "Solbakken", "Bråten"]);
    assert!(is_marked(&rig, "Solbakken", Group::Taken), "what is not shown is not marked");
    for _ in 0..4 {
        rig.code(Code::Right);
    }
    assert_eq!(rig.model.places.shown, Shown::Capacity(CapacityGroup::HomeYouth));
    assert_eq!(listed(&rig), ["TOCONFIRM", "Ungbo"]);
    assert!(rig.screen(80, 24).contains("Vis ← BH ungdom →"));
    for _ in 0..8 {
        rig.code(Code::Left);
    }
    assert_eq!(rig.model.places.shown, Shown::Capacity(CapacityGroup::Trafficking), "round at the ends");
    assert!(rig.screen(120, 36).contains("Ingen plasser i dette utvalget."));
}

#[test]
fn the_order_is_swapped_and_the_mark_stays() {
    let mut rig = evening();
    find(&mut rig.model, "vika");
    let free = |rig: &Rig| {
        let list = listed(rig);
        list[list.iter().position(|name| name == "FREE").unwrap() + 1].clone()
    };
    assert!(rig.screen(120, 36).contains("y sorter: km fra 3"));
    rig.keys("y");
    assert_eq!((free(&rig), marked(&rig).0), ("Furuly".to_owned(), "Vika".to_owned()));
    rig.keys("y");
    assert_eq!((free(&rig), marked(&rig).0), ("Nordstua".to_owned(), "Vika".to_owned()), "4 hours old");
    assert_eq!(listed(&rig)[1], "Fjellro", "never confirmed comes before 26 hours");
    assert!(rig.screen(120, 36).contains("y sorter: eldst bekreftet"));
    rig.keys("y");
    assert_eq!(free(&rig), "Furuly");
    let mut rig = Rig::with_places();
    rig.keys("2");
    assert!(rig.screen(120, 36).contains("y sorter: navn"), "nothing to measure from");
}

#[test]
fn find_marks_by_unit_and_by_municipality_and_narrows_nothing() {
    let mut rig = evening();
    let before = listed(&rig);
    for (text, name) in
        [("solb", "Solbakken"), ("BRAA", "Bråten"), ("hagen", "Lillehagen"), ("aasen", "Åsen")]
    {
        find(&mut rig.model, text);
        assert_eq!(marked(&rig).0, name, "{text}");
    }
    find(&mut rig.model, "finnes ikke");
    assert_eq!(marked(&rig).0, "Åsen");
    find(&mut rig.model, "gjøvik");
    assert_eq!(marked(&rig).0, "Granlia", "by its municipality");
    assert_eq!(listed(&rig), before);
}

#[test]
fn occupied_places_are_a_count_until_they_are_opened() {
    let mut rig = evening();
    let offer = rig.model.view.as_ref().unwrap().board.offers[0].id;
    rig.by_hand(&Command::Answer {
        offer,
        answer: akuttvakt::domain::offer::Answer::Accepted,
        reason: None,
        by: None,
        note: None,
    });
    rig.by_hand(&Command::Arrive { offer, at: None });
    rig.refresh();
    assert_eq!(listed(&rig).last().map(String::as_str), Some("OCCUPIED"));
    rig.code(Code::End);
    assert_eq!(rig.model.places.mark(), Some(Mark::Occupied));
    assert!(rig.screen(80, 24).contains("(Enter åpner)"));
    rig.keys("behv");
    assert_eq!(rig.commands.len(), 0, "nothing acts on a heading");
    rig.keys("\r↓");
    assert!(is_marked(&rig, "Bråten", Group::Occupied));
    rig.keys("e");
    let window = rig.screen(80, 24);
    assert!(window.contains("Et barn bor her (2)."), "{window}");
    rig.keys("l\r\u{1b}");
    assert!(rig.commands.is_empty() && rig.model.overlays.is_empty());
}

#[test]
fn a_state_goes_through_with_its_reason_and_is_taken_back() {
    let mut rig = evening();
    find(&mut rig.model, "granlia");
    rig.keys("e");
    assert_snapshot!("state_120x36", rig.screen(120, 36));
    rig.keys("l\r");
    assert_eq!(state_of(&rig, 9), PlaceState::Free);
    assert!(rig.model.overlays.is_empty() && is_marked(&rig, "Granlia", Group::Free));
    rig.keys("eislitasje\r");
    let Some(Command::SetPlace { place: PlaceId(9), state: PlaceState::IntakeStop, reason: Some(reason) }) =
        rig.commands.last()
    else {
        panic!("{:?}", rig.commands)
    };
    assert_eq!(reason, "slitasje");
    assert!(!rig.screen(80, 24).lines().take(16).any(|line| line.contains("slitasje")), "not in the list");
    rig.keys("u");
    assert_eq!(state_of(&rig, 9), PlaceState::Free);
}

#[test]
fn every_place_of_a_unit_is_set_and_taken_back_in_one() {
    let mut rig = evening();
    find(&mut rig.model, "åsen");
    rig.keys("ebto på vakt\ta");
    assert_snapshot!("state_whole_unit_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!((18..=21).all(|place| state_of(&rig, place) == PlaceState::Staffing));
    assert!(is_marked(&rig, "Åsen", Group::Out));
    rig.keys("u");
    assert!((18..=21).all(|place| state_of(&rig, place) == PlaceState::Free));
}

#[test]
fn what_cannot_be_saved_is_said_and_what_was_typed_is_kept() {
    let mut rig = evening();
    find(&mut rig.model, "granlia");
    rig.keys("e\r");
    assert!(rig.screen(80, 24).contains("! Velg tilstand med en bokstav."));
    rig.keys("i\r");
    assert!(rig.screen(80, 24).contains("! Plassen er allerede inntaksstopp."));
    rig.keys("\t");
    rig.paste(&"lang ".repeat(50));
    rig.keys("\r");
    assert!(rig.screen(80, 24).contains("! Høyst 200 tegn."));
    assert!(rig.commands.is_empty());
    rig.keys("\u{1b}");
    assert!(rig.model.overlays.is_empty() && rig.model.screen == Screen::Places);
    rig.keys("e");
    let Some(Overlay::PlaceState(window)) = rig.model.overlays.last() else { panic!() };
    assert!(window.form.has_text(), "left with Esc, it is there again");
    find(&mut rig.model, "furuly");
    rig.keys("\u{1b}e");
    assert!(
        matches!(rig.model.overlays.last(), Some(Overlay::PlaceState(window)) if !window.form.has_text())
    );
}

#[test]
fn a_hold_is_given_back_by_its_state() {
    let mut rig = evening();
    find(&mut rig.model, "solbakken");
    rig.code(Code::Right);
    rig.code(Code::Right);
    rig.code(Code::Right);
    assert!(is_marked(&rig, "Solbakken", Group::Taken));
    rig.keys("e");
    assert!(rig.screen(80, 24).contains("nå holdt"));
    rig.keys("l");
    assert_snapshot!("state_release_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(matches!(rig.commands.as_slice(), [Command::Release { place: PlaceId(3) }]));
    assert!(rig.model.overlays.is_empty());
    assert_eq!(rig.model.places.list.count(Group::Free), 6);
}

#[test]
fn an_offered_place_says_so_and_nothing_else() {
    let mut rig = evening();
    find(&mut rig.model, "bråten");
    rig.code(Code::Right);
    rig.code(Code::Right);
    rig.code(Code::Right);
    rig.keys("↓e");
    assert_snapshot!("state_offered_80x24", rig.screen(80, 24));
    rig.keys("l");
    rig.keys("\u{1b}");
    rig.keys("e\r\u{1b}");
    assert!(rig.commands.is_empty() && rig.model.overlays.is_empty());
}

#[test]
fn the_window_opens_from_the_board_too() {
    let mut rig = Rig::ordinary();
    rig.keys("↓\te");
    assert!(rig.screen(80, 24).contains("Tilstand · Furuly, plass 1 av 2 · nå ledig"));
    rig.keys("f\r");
    assert_eq!(state_of(&rig, 1), PlaceState::Holiday);
}

#[test]
fn a_hold_is_for_the_marked_call_of_the_board() {
    let mut rig = evening();
    find(&mut rig.model, "furuly");
    rig.keys("h");
    assert!(matches!(rig.commands.as_slice(), [Command::Hold { call: CallId(3), place: PlaceId(1) }]));
    let mut rig = Rig::with_places();
    rig.keys("2h");
    assert!(rig.commands.is_empty());
    assert!(rig.screen(80, 24).contains("h: ingen henvendelse er valgt"));
}

#[test]
fn a_call_that_comes_in_leads_to_the_board() {
    let mut rig = evening();
    rig.keys("nhamar bvv j9 4-2 bh\ro\r");
    assert!(matches!(rig.commands.as_slice(), [Command::RegisterCall(_), Command::Offer(_)]));
    assert_eq!(rig.model.screen, Screen::Board);
}

#[test]
fn a_protected_call_is_not_on_the_map() {
    let mut rig = Rig::with_places();
    rig.register("gjerdrum bvv j9 4-2 bh kode6", night());
    rig.refresh();
    rig.keys("2");
    let screen = rig.screen(120, 36);
    assert!(!screen.contains('▪') && !screen.contains("Gjerdrum"), "{screen}");
    assert!(screen.contains("saken er skjermet"));
    let mut rig = evening();
    assert!(rig.screen(120, 36).contains('▪'));
}

#[test]
fn the_history_is_of_the_marked_unit_and_a_late_one_is_dropped() {
    let mut rig = evening();
    rig.screen(120, 36);
    rig.hold_back();
    find(&mut rig.model, "granlia");
    rig.send(Msg::TimePassed);
    find(&mut rig.model, "furuly");
    rig.send(Msg::TimePassed);
    let asked: Vec<(Query, UnitId)> = rig
        .waiting
        .drain(..)
        .map(|effect| match effect {
            Effect::Ask { query, question: Question::PlaceHistory(unit) } => (query, unit),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(asked.iter().map(|(_, unit)| unit.0).collect::<Vec<_>>(), [5, 1]);
    let line = |event| HistoryLine {
        place: PlaceId(1),
        ordinal: 1,
        at: night() - TimeDelta::hours(9),
        ended_at: Some(night() - TimeDelta::hours(8)),
        by: Some("Per Sæther".to_owned()),
        event,
    };
    let state =
        HistoryEvent::State { state: PlaceState::Staffing, reason: Some("to ansatte syke".to_owned()) };
    let hold = HistoryEvent::Claim { kind: ClaimKind::Hold, call: CallId(1), end: Some(ClaimEnd::Released) };
    let confirmed = HistoryEvent::Confirmed { how: ConfirmedHow::Phoned };
    let lines = vec![line(hold), line(state), HistoryLine { ended_at: None, ..line(confirmed) }];
    let told =
        |query, lines| Msg::Replied(Reply::Told { query, result: Ok(Box::new(Told::PlaceHistory(lines))) });
    rig.send(told(asked[1].0, lines));
    rig.send(told(asked[0].0, Vec::new()));
    assert_eq!(rig.model.places.history().map(<[_]>::len), Some(3));
    assert_snapshot!("places_history_120x36", rig.screen(120, 36));
    rig.keys("\t↓");
    assert!(is_marked(&rig, "Furuly", Group::Free), "the history scrolls, the mark stays");
    assert!(!rig.screen(120, 36).contains("gitt fri"));
    rig.keys("\u{1b}↓");
    assert!(is_marked(&rig, "Solbakken", Group::Free));
    rig.let_go();
}

#[test]
fn what_happened_is_read_from_the_store() {
    let mut rig = evening();
    find(&mut rig.model, "nordstua");
    rig.send(Msg::TimePassed);
    assert!(rig.screen(120, 36).contains("syke (Kari N.)"), "the reason stands beside the marked home");
}

#[test]
fn esc_goes_one_step_back_and_ends_at_the_board() {
    let mut rig = evening();
    rig.screen(80, 24);
    rig.keys("\r");
    assert!(rig.model.places.are_details_open);
    rig.keys("\u{1b}");
    assert!(!rig.model.places.are_details_open && rig.model.screen == Screen::Places);
    rig.keys("\u{1b}");
    assert_eq!(rig.model.screen, Screen::Board);
}

#[test]
fn free_text_of_a_home_is_only_beside_the_marked_one() {
    let mut rig = evening();
    assert!(!rig.screen(120, 36).contains("ring først etter 23"));
    find(&mut rig.model, "furuly");
    assert!(rig.screen(120, 36).contains("ring først etter 23"));
}
