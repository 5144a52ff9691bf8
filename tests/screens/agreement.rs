//! The numbers agree: what board, places and calls show, against a second, plain count over random nights.

use akuttvakt::domain::call::{Call, CallKind, CallState, CloseReason};
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::command::{Command, OfferDraft, UndoScope};
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::offer::{Answer, DeclineReason, Offer};
use akuttvakt::domain::unit::{Acute, ConfirmedHow, Place, PlaceState};
use akuttvakt::domain::unit_list::UnitEdit;
use akuttvakt::store::{CallFilter, Store};
use chrono::TimeDelta;

use crate::rig::{Rig, night};
use crate::support::dice::Dice;

/// Xorshift: small, and the same everywhere.
const LINES: &[&str] = &[
    "hamar bvv j9 4-2 bh -118m",
    "moss pol g16 4-1 inst -130m",
    "gjøvik bvt j5+g3 sammen 4-2 bh -20m",
    "halden bvt drøft g12",
    "os bvv ufødt 4-2 fh",
    "lillestrøm bvv g15+g13 delt 4-4 inst -90m",
];

/// A command that may be refused: then nothing changes.
fn random_command(dice: &mut Dice, calls: i64, offers: i64) -> Command {
    let (call, place) = (CallId(dice.number(calls)), PlaceId(dice.number(20)));
    let offer = OfferId(dice.number(offers));
    match dice.roll(12) {
        0 | 1 => Command::Hold { call, place },
        2..=4 => Command::Offer(Box::new(OfferDraft {
            why: Some("likevel".to_owned()),
            ..OfferDraft::new(call, place)
        })),
        5 => Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None },
        6 => Command::Answer {
            offer,
            answer: Answer::Declined,
            reason: Some(DeclineReason::TooFar),
            by: None,
            note: None,
        },
        7 => Command::SetPlace { place, state: PlaceState::ALL[dice.roll(6)], reason: None },
        8 => Command::ConfirmPlace { place, how: ConfirmedHow::Phoned, whole_unit: dice.roll(2) == 0 },
        9 => Command::Arrive { offer, at: None },
        10 => Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None },
        _ => Command::Undo { scope: UndoScope::ThisProcess },
    }
}

fn has_offer(call: &Call, offers: &[Offer], counts: impl Fn(&Offer) -> bool) -> bool {
    call.children.iter().all(|child| {
        offers
            .iter()
            .any(|offer| offer.call == call.id && counts(offer) && offer.children.contains(&child.id))
    })
}

/// The number before or after some words on a screen.
fn after(screen: &str, words: &str) -> usize {
    let rest = screen.split(words).nth(1).unwrap_or_else(|| panic!("«{words}» is not on\n{screen}"));
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no number after «{words}» on\n{screen}"))
}

fn before(screen: &str, words: &str) -> usize {
    let rest = screen.split(words).next().unwrap();
    let digits: String = rest.chars().rev().take_while(char::is_ascii_digit).collect();
    digits
        .chars()
        .rev()
        .collect::<String>()
        .parse()
        .unwrap_or_else(|_| panic!("no number before «{words}»\n{screen}"))
}

/// A unit closes now, soon, or not after all.
fn close_a_unit(rig: &mut Rig, dice: &mut Dice) {
    let now = rig.now;
    let minutes = dice.one_of(&[Some(0), Some(3), Some(9), None]);
    let closes_at = minutes.map(|minutes| now + TimeDelta::minutes(minutes));
    let store = rig.store.as_mut().unwrap();
    let mut units = store.units().unwrap();
    let (unit, row) = units.swap_remove(dice.roll(units.len()));
    let edit = UnitEdit {
        unit: Some(unit),
        row,
        facts: std::collections::BTreeMap::new(),
        group_note: None,
        acute: Acute::No,
        closes_at,
    };
    store.execute(Store::new_command_id(now), &Command::EditUnit(Box::new(edit)), now).unwrap();
}

fn assert_numbers_agree(rig: &mut Rig, seed: u64) {
    let now = rig.now;
    let (calls, offers) = rig.store.as_mut().unwrap().calls(CallFilter::All).unwrap();
    let open: Vec<&Call> = calls.iter().filter(|call| call.state == CallState::Open).collect();
    let is_given = |call: &Call| offers.iter().any(|offer| offer.call == call.id);
    let over = open
        .iter()
        .filter(|call| call.kind == CallKind::Placement && !is_given(call))
        .filter(|call| call.deadline.is_some_and(|deadline| deadline <= now))
        .count();
    let waiting = open
        .iter()
        .filter(|call| call.kind == CallKind::Placement)
        .filter(|call| has_offer(call, &offers, |offer| offer.awaits_answer() || offer.is_accepted()))
        .filter(|call| !has_offer(call, &offers, Offer::is_accepted))
        .count();

    rig.keys("1");
    let board = rig.screen(120, 60);
    assert_eq!(after(&board, "Åpne "), open.len(), "seed {seed}: open\n{board}");
    if over > 0 {
        assert_eq!(before(&board, " OVER FRISTEN"), over, "seed {seed}: over\n{board}");
    } else {
        assert!(!board.contains("OVER FRISTEN"), "seed {seed}\n{board}");
    }
    assert_eq!(board.matches("svar ventes").count(), waiting, "seed {seed}: waiting\n{board}");

    let view = rig.model.view.as_ref().unwrap();
    let places: Vec<Place> = view.board.places.clone();
    let fresh_hours = view.board.rules.fresh_hours;
    let kind = |place: &Place| place.live_claim(now).map(|claim| claim.kind);
    let count = |wanted: &dyn Fn(&Place) -> bool| places.iter().filter(|place| wanted(place)).count();
    let units = rig.store.as_mut().unwrap().board(now).unwrap().units;
    let is_open = |place: &Place| {
        let unit = units.iter().find(|unit| unit.id == place.unit).unwrap();
        unit.closes_at.is_none_or(|closes| now < closes)
    };
    let free = |place: &Place| kind(place).is_none() && place.state == PlaceState::Free && is_open(place);
    let is_stale = |place: &Place| {
        place.confirmed.as_ref().is_none_or(|confirmed| now - confirmed.at > TimeDelta::hours(fresh_hours))
    };
    let group_sum: usize = view.groups.iter().map(|group| group.free).sum();
    assert_eq!(
        group_sum,
        count(&free),
        "seed {seed}: every free place of this list is in a group of the line"
    );
    for follow_up in &view.board.follow_ups {
        assert!(
            open.iter().any(|call| call.id == follow_up.call),
            "seed {seed}: {follow_up:?} of no open call"
        );
    }
    let stale = count(&|place| free(place) && is_stale(place));
    assert_eq!((view.free.free, view.free.stale), (count(&free), stale), "seed {seed}");

    rig.keys("2");
    let screen = rig.screen(120, 60);
    assert_eq!(before(&screen, " plasser: "), places.len(), "seed {seed}\n{screen}");
    assert_eq!(before(&screen, " ledig, "), count(&free), "seed {seed}\n{screen}");
    let held = count(&|place| matches!(kind(place), Some(ClaimKind::Hold | ClaimKind::Offer)));
    assert_eq!(before(&screen, " holdt, "), held, "seed {seed}\n{screen}");
    let occupied = count(&|place| kind(place) == Some(ClaimKind::Placement));
    assert_eq!(before(&screen, " opptatt"), occupied, "seed {seed}\n{screen}");
    let out = places.len() - count(&free) - held - occupied;
    assert_eq!(before(&screen, " ute, "), out, "seed {seed}\n{screen}");
    if stale > 0 {
        assert_eq!(
            after(&screen, "2 Plasser ("),
            after(&screen, "── må bekreftes "),
            "seed {seed}\n{screen}"
        );
    }

    rig.keys("3");
    let screen = rig.screen(120, 60);
    assert_eq!(after(&screen, "Henvendelser · alle "), calls.len(), "seed {seed}\n{screen}");
    let closed = calls.iter().filter(|call| call.state == CallState::Closed).count();
    assert_eq!(calls.len(), open.len() + closed);
    rig.keys("1");
}

#[test]
fn board_places_and_calls_show_the_same_numbers_as_a_plain_count() {
    for seed in 1..=40_u64 {
        let mut dice = Dice::from_seed(seed);
        let mut rig = Rig::with_places();
        let mut calls = 0;
        for step in 0..40 {
            rig.now = night() + TimeDelta::minutes(step * 2);
            let now = rig.now;
            if calls == 0 || dice.roll(5) == 0 {
                let at = dice.roll(6);
                rig.register(LINES[at], now);
                calls += 1;
            } else {
                let command = random_command(&mut dice, calls, 12);
                let store = rig.store.as_mut().unwrap();
                // Refused or done: the numbers must agree either way.
                let _ = store.execute(Store::new_command_id(now), &command, now);
            }
            if dice.roll(6) == 0 {
                close_a_unit(&mut rig, &mut dice);
            }
            if step % 8 == 7 {
                rig.refresh();
                assert_numbers_agree(&mut rig, seed);
            }
        }
    }
}
