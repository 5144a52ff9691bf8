//! Screen 6: the order of the cases, what is late, what the border and the lines promise, and small windows.

use akuttvakt::app::handover_screen::Row;
use akuttvakt::domain::case_watch::{WatchChange, WatchLevel};
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::PlaceId;
use akuttvakt::domain::offer::{Answer, DeclineReason};
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::boards::full;
use crate::handover::{to_give, to_receive};
use crate::rig::{Rig, night};

/// The numbers of the cases in the order they stand on the page.
fn order(rig: &mut Rig) -> Vec<i64> {
    rig.keys("6");
    let rows = rig.model.handover.rows().into_iter();
    let call = |row| match row {
        Row::Case(call) => Some(call.0),
        _ => None,
    };
    rows.filter_map(call).collect()
}

#[test]
fn within_a_level_the_most_urgent_case_comes_first() {
    let mut rig = Rig::with_places();
    rig.by_hand(&Command::StartShift);
    let consultation = rig.register("halden bvt drøft g12", night());
    let accepted = rig.register("gjøvik bvt g9 4-2 bh -110m", night());
    let asked = rig.register("moss bvt g7 4-2 bh -100m", night());
    let calm = rig.register("gran bvt j4 4-2 bh -10m", night());
    let declined = rig.register("gran bvt g8 4-2 bh -150m", night());
    let late = rig.register("lillestrøm bvv g15 4-4 inst -130m", night());
    let soon = rig.register("ringsaker bvv j9 4-2 bh -60m", night());
    let watched = rig.register("hamar bvt drøft j4", night());
    let answers =
        [(accepted, 1, Some(Answer::Accepted)), (asked, 3, None), (declined, 6, Some(Answer::Declined))];
    for (call, place, answer) in answers {
        let offered = rig.by_hand(&Command::Offer(Box::new(OfferDraft::new(call, PlaceId(place)))));
        let Outcome::Offered { offer, .. } = offered else { panic!("{offered:?}") };
        if let Some(answer) = answer {
            let reason = (answer == Answer::Declined).then_some(DeclineReason::TooFar);
            rig.by_hand(&Command::Answer { offer, answer, reason, by: None, note: None });
        }
    }
    rig.by_hand(&Command::SetWatch(Box::new(WatchChange::level(watched, WatchLevel::Watch))));
    rig.refresh();
    let expected = [watched, late, declined, soon, calm, asked, accepted, consultation].map(|call| call.0);
    assert_eq!(order(&mut rig), expected);
}

#[test]
fn what_is_late_looks_late_and_yesterday_carries_its_day() {
    let mut rig = to_give();
    rig.later(TimeDelta::hours(10));
    rig.keys("6");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("OVER") && !screen.contains("gi tilbud (sen)"), "its clock says it: {screen}");
    for told in ["04:07 1 Lillestrøm (sen)", "03:07 2 skriv hvorfor denne plassen, avklar med Bråten (sen)"]
    {
        assert!(screen.contains(told), "{told}: {screen}");
    }
    rig.keys("↓");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("neste: 03:07 skriv hvorfor denne plassen (sen)"), "{screen}");
    rig.later(TimeDelta::hours(13));
    let screen = rig.screen(120, 36);
    for told in [
        "lør 21.11 04:07 1 Lillestrøm (sen)",
        "lør 21.11 03:07 2 skriv hvorfor denne plassen, avklar med Bråten (sen)",
        "neste: lør 21.11 03:07 skriv hvorfor denne plassen (sen)",
    ] {
        assert!(screen.contains(told), "{told}: {screen}");
    }
}

#[test]
fn yesterday_evening_is_not_read_as_tonight() {
    let mut rig = Rig::with_places_at(night() - TimeDelta::minutes(4 * 60));
    rig.by_hand(&Command::StartShift);
    let call = rig.register("moss bvt g7 4-2 bh -100m", rig.now);
    rig.by_hand(&Command::PromiseCallBack { call, due_at: rig.now + TimeDelta::minutes(30) });
    rig.refresh();
    rig.keys("6");
    assert!(rig.screen(120, 36).contains("23:07 1 Moss"), "{}", rig.screen(120, 36));
    rig.later(TimeDelta::minutes(100));
    let screen = rig.screen(120, 36);
    assert!(screen.contains("fre 20.11 23:07 1 Moss (sen)"), "{screen}");
    assert!(screen.contains("neste: fre 20.11 22:57 gi tilbud"), "{screen}");
}

#[test]
fn the_border_says_m_when_it_can_be_done_and_counts_what_is_left_before() {
    let mut rig = to_receive();
    rig.keys("6");
    let border = "Enter gjennomgått, neste   2 saker igjen før m ─┘";
    for size in [(120, 36), (80, 24), (60, 16)] {
        let screen = rig.screen(size.0, size.1);
        assert!(screen.contains(border) && !screen.contains("m motta ─┘"), "{screen}");
    }
    assert!(rig.screen(80, 24).contains("gjennomgått 0 av 3 punkter"));
    rig.keys("\r");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("én sak igjen før m ─┘") && screen.contains("1 av 3 punkter"), "{screen}");
    assert!(
        screen.contains("Gjennomgått. Én sak igjen før m.") && !screen.contains("i overlevering"),
        "{screen}"
    );
    rig.keys("\r");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("neste   m motta ─┘") && screen.contains("Gjenta og signer med m."), "{screen}");
}

#[test]
fn in_a_small_window_the_clock_and_the_receiver_are_whole_and_more_rows_are_told_of() {
    let mut rig = to_receive();
    rig.keys("6");
    let screen = rig.screen(60, 16);
    assert!(screen.contains("* 48 min") && screen.contains("Per S. → Kari N."), "{screen}");
    assert!(screen.contains("til: pil ned"), "{screen}");
    assert_snapshot!("handover_receive_60x16", screen);
    for _ in 0..8 {
        rig.keys("↓");
    }
    assert!(rig.screen(60, 16).contains(" over, "), "{}", rig.screen(60, 16));
    for _ in 0..12 {
        rig.keys("↓");
    }
    let screen = rig.screen(60, 16);
    assert!(screen.contains("over: pil opp") && screen.contains("▌ Notat"), "{screen}");
    let mut rig = full(14);
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    rig.later(TimeDelta::hours(5));
    rig.keys("6");
    let screen = rig.screen(60, 16);
    assert!(screen.contains("!! OVER +"), "{screen}");
    assert!(!screen.lines().any(|line| line.contains("OVER") && line.contains("…│")), "{screen}");
    assert_snapshot!("handover_full_60x16", crate::journal::steady(&screen));
}

#[test]
fn a_row_longer_than_the_window_is_seen_from_its_beginning() {
    let mut rig = Rig::with_places();
    let mut per = rig.second("Per Sæther");
    per.by_hand(&Command::StartShift);
    let to = HandoverTo::Adviser("Kari Nordby".to_owned());
    let summary = Some(format!("Begynner slik. {}", "Alt er rolig. ".repeat(120)));
    per.by_hand(&Command::SignHandover(Box::new(HandoverDraft { to, summary, note: None })));
    rig.refresh();
    rig.keys("6");
    for _ in 0..20 {
        rig.keys("↓");
    }
    rig.keys("↑");
    let screen = rig.screen(60, 16);
    assert!(screen.contains("▌ Sammendrag       Begynner slik."), "{screen}");
    assert!(screen.contains("10 over, 1 til: pil opp og ned · raden fortsetter"), "{screen}");
}

#[test]
fn the_board_says_how_one_comes_to_the_handover_it_names() {
    let mut rig = Rig::with_places();
    let mut per = rig.second("Per Sæther");
    per.by_hand(&Command::StartShift);
    rig.second("Tove Haug");
    rig.by_hand(&Command::StartShift);
    let to = HandoverTo::Adviser("Tove Haug".to_owned());
    per.by_hand(&Command::SignHandover(Box::new(HandoverDraft { to, summary: None, note: None })));
    rig.refresh();
    rig.later(TimeDelta::minutes(4));
    let screen = rig.screen(120, 36);
    assert!(screen.contains("er ikke mottatt. 6, så Tab, viser det."), "{screen}");
    rig.keys("6\t");
    assert!(rig.screen(120, 36).contains("Per S. → Tove H."), "{}", rig.screen(120, 36));
    let mut rig = to_receive();
    rig.later(TimeDelta::minutes(4));
    assert!(rig.screen(120, 36).contains("er ikke mottatt. 6 viser det."), "{}", rig.screen(120, 36));
}

#[test]
fn help_says_what_the_keys_do_on_the_handover() {
    let mut rig = to_give();
    rig.keys("6+");
    let screen = rig.screen(80, 24);
    for told in
        ["overlever vakta: velg hvem", "saken: hva som skal gjøres", "følges tettere", "siden til fil"]
    {
        assert!(screen.contains(told), "{told}: {screen}");
    }
    for wrong in ["rett saken, endre plassens", "saksnotat"] {
        assert!(!screen.contains(wrong), "{wrong}: {screen}");
    }
    assert_snapshot!("handover_help_80x24", screen);
    let mut rig = to_receive();
    rig.keys("6+");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("raden er gjennomgått") && screen.contains("2 saker er ikke"), "{screen}");
    assert_snapshot!("handover_help_receive_80x24", screen);
}
