//! The machine's clock jumps while the screen is open: it is shown, nothing is late or early in silence, and what
//! comes after comes after.

use akuttvakt::app::Msg;
use akuttvakt::app::key::Code;
use akuttvakt::app::model::Overlay;
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::journal::Entry;
use akuttvakt::domain::question::{Question, Told};
use akuttvakt::domain::story::{What, read};
use akuttvakt::domain::unit::Place;
use chrono::{DateTime, TimeDelta, Utc};

use crate::rig::{Rig, night};
use crate::support::promise::Promise;

const TEN_YEARS: i64 = 3_653;

/// Length, and how it is said.
fn jumps() -> Vec<(TimeDelta, &'static str)> {
    vec![
        (TimeDelta::seconds(1), "1 s"),
        (TimeDelta::minutes(5), "5 min"),
        (TimeDelta::hours(1), "1 t"),
        (TimeDelta::minutes(181), "3 t 1 min"),
        (TimeDelta::days(1), "24 t"),
        (TimeDelta::days(TEN_YEARS), "3653 døgn"),
    ]
}

impl Rig {
    pub fn jump(&mut self, by: TimeDelta) {
        self.now += by;
        self.send(Msg::ClockJumped { by });
    }
}

fn late_by(rig: &Rig, at: DateTime<Utc>) -> Vec<CallId> {
    let view = rig.model.view.as_ref().unwrap();
    let is_late = |call: &&akuttvakt::domain::call::Call| {
        call.deadline.is_some_and(|deadline| deadline <= at)
            && view.board.offers.iter().all(|offer| offer.call != call.id)
    };
    let mut late: Vec<_> = view.board.calls.iter().filter(is_late).collect();
    late.sort_by_key(|call| call.deadline);
    late.into_iter().map(|call| call.id).collect()
}

fn listed(calls: &[CallId]) -> String {
    calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_jump_is_shown_with_what_is_late_by_it() {
    let mut promise = Promise::of("R10", "jumps of the clock are shown");
    let mut ran = 0;
    for (length, said) in jumps() {
        for by in [length, -length] {
            for keys in ["", "2", "3", "8", "nhamar bvv", "o", "r"] {
                let mut rig = Rig::ordinary();
                rig.keys(keys);
                let before = late_by(&rig, rig.now);
                rig.jump(by);
                let screen = rig.screen(120, 36);
                let how = if by > TimeDelta::zero() { "hoppet" } else { "ble stilt" };
                let side = if by > TimeDelta::zero() { "fram" } else { "tilbake" };
                let late = late_by(&rig, rig.now);
                let late = match late.as_slice() {
                    [] => "Ingen er over fristen.".to_owned(),
                    late => format!("Over fristen nå: {}.", listed(late)),
                };
                let sentence = format!("Klokka {how} {said} {side}. {late}");
                assert!(screen.contains(&sentence), "{keys}: {sentence}\n{screen}");
                assert!(rig.screen(80, 24).contains(&sentence), "{keys}: {sentence}");
                assert_eq!(before, [], "nothing was late before");
                // And back again: what was late is told not to be.
                rig.jump(-by);
                let screen = rig.screen(160, 40);
                if by > TimeDelta::hours(1) {
                    assert!(screen.contains("Ikke lenger over: 1"), "{screen}");
                }
                ran += 2;
            }
        }
    }
    promise.ran(ran, "told with its length and the calls that are late now");
}

#[test]
fn after_a_jump_all_goes_on_by_the_clock_as_it_is() {
    let mut promise = Promise::of("R10", "work goes on over jumps of the clock");
    let mut ran = 0;
    for (length, _) in jumps() {
        for by in [length, -length] {
            let mut rig = Rig::ordinary();
            rig.keys("↓h");
            let held = |rig: &Rig| {
                (place(rig).claim.as_ref().unwrap().until.unwrap(), place(rig).live_claim(rig.now).is_some())
            };
            let (until, _) = held(&rig);
            rig.jump(by);
            assert_eq!(held(&rig), (until, rig.now < until), "a hold lapses by the world's time");
            let last = rig.store.as_ref().unwrap().journal_head().unwrap();
            // Without a basis: ten years ago there was another law.
            rig.keys("nringsaker bvv g8 bh\r");
            assert!(matches!(rig.commands.last(), Some(Command::RegisterCall(_))), "{by}");
            rig.by_hand(&Command::CloseCall { call: CallId(3), reason: CloseReason::Withdrawn, note: None });
            let lines = lines(&mut rig);
            assert!(lines.is_sorted_by(|a, b| a.seq + 1 == b.seq), "{by}");
            // A second or two is what another process waited for the lock: the line before it says the time then.
            let is_now = |line: &Entry| line.at == rig.now || line.at - rig.now == TimeDelta::seconds(1);
            let other = lines.iter().filter(|line| line.seq > last).find(|line| !is_now(line));
            assert_eq!(other, None, "{by}, now {}", rig.now);
            assert_no_negative_time(&lines);
            let details = rig.store.as_mut().unwrap().tell(&Question::Call(CallId(3)), rig.now).unwrap();
            let Told::Call(details) = details else { panic!("{details:?}") };
            let story = read(&details.timeline, rig.now);
            let at = |wanted: fn(&What) -> bool| {
                story.iter().position(|happening| wanted(&happening.what)).unwrap()
            };
            let (held, closed) =
                (at(|what| matches!(what, What::Held { .. })), at(|what| matches!(what, What::Closed(_))));
            assert!(held < closed, "{by}: {story:?}");
            assert_eq!(rig.store.as_mut().unwrap().check().unwrap(), [], "{by}");
            ran += 1;
        }
    }
    promise.ran(ran, "order by number, holds by the world's time, no time below zero");
}

fn place(rig: &Rig) -> &Place {
    rig.model.view.as_ref().unwrap().board.places.iter().find(|place| place.id == PlaceId(1)).unwrap()
}

fn lines(rig: &mut Rig) -> Vec<Entry> {
    let mut lines = Vec::new();
    rig.store.as_mut().unwrap().journal(|line| lines.push(line.entry)).unwrap();
    lines
}

fn assert_no_negative_time(lines: &[Entry]) {
    for line in lines.iter().filter(|line| line.field.contains("minutes")) {
        assert!(!line.new.as_ref().is_some_and(|minutes| minutes.starts_with('-')), "{line:?}");
    }
}

#[test]
fn an_offer_after_the_clock_was_set_back_took_no_negative_time() {
    for (length, _) in jumps() {
        let mut rig = Rig::ordinary();
        rig.jump(-length);
        rig.keys("oeneste ledige\r");
        assert!(matches!(rig.commands.last(), Some(Command::Offer(_))), "{length}");
        let screen = rig.screen(120, 36);
        let is_negative = |word: &str| {
            word.strip_prefix('-').is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))
        };
        assert!(!screen.split_whitespace().any(is_negative), "{screen}");
        let answered = rig.commands.len();
        rig.keys("ag\r");
        assert!(rig.commands.len() > answered, "{}", rig.screen(120, 36));
        let lines = lines(&mut rig);
        assert_no_negative_time(&lines);
    }
}

#[test]
fn a_window_takes_keys_and_a_name_is_hidden_as_if_the_clock_had_never_been_wrong() {
    let mut rig = Rig::ordinary();
    rig.keys("v");
    assert!(rig.model.revealed.is_some());
    rig.jump(TimeDelta::hours(-1));
    rig.later(TimeDelta::seconds(119));
    assert!(rig.model.revealed.is_some());
    rig.later(TimeDelta::seconds(1));
    assert!(rig.model.revealed.is_none(), "not an hour later");

    let mut rig = Rig::ordinary();
    rig.keys("oeneste ledige\rlt\r");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Refused { .. })));
    rig.jump(TimeDelta::days(-1));
    rig.later(TimeDelta::milliseconds(300));
    rig.code(Code::Esc);
    assert!(!matches!(rig.model.overlays.last(), Some(Overlay::Refused { .. })), "Esc is taken");

    let mut rig = Rig::ordinary();
    rig.keys("nhamar bvv j9 4-2 bh");
    rig.jump(TimeDelta::hours(-1));
    rig.later(TimeDelta::minutes(4));
    assert!(rig.screen(120, 36).contains("4 min"), "{}", rig.screen(120, 36));
    rig.keys("\r");
    let Some(Command::RegisterCall(facts)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(facts.first_contact_at, night() - TimeDelta::hours(1), "when it was, by the clock as it is");
}
