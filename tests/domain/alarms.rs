//! Which alarms sound for whom, and when the bell rings for them.

use std::collections::BTreeMap;

use akuttvakt::domain::alarm::{Alarm, AlarmKind, Bell, next_at, sounding};
use akuttvakt::domain::board::Board;
use akuttvakt::domain::call::{Call, CallKind, CallState};
use akuttvakt::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use akuttvakt::domain::ids::{CallId, FollowUpId};
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::offer::{Answer, Offer};
use akuttvakt::domain::settings::Rules;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::fixtures::{after, at, call, offer};
use super::support::dice::Dice;

const KARI: &str = "Kari N.";
const PER: &str = "Per S.";

fn board(calls: Vec<Call>) -> Board {
    Board {
        read_at: at(),
        journal_head: 0,
        region: Region::Ost,
        rules: Rules::from_lookup(|_| None),
        calls,
        offers: Vec::new(),
        units: Vec::new(),
        places: Vec::new(),
        duty_phones: BTreeMap::new(),
        follow_ups: Vec::new(),
        enquiries: Vec::new(),
        compensations: Vec::new(),
        deviations: Vec::new(),
        earlier: Vec::new(),
        placements: Vec::new(),
        steps: Vec::new(),
        watched: BTreeMap::new(),
        on: Vec::new(),
        handovers: Vec::new(),
        received: Vec::new(),
        silenced: Vec::new(),
    }
}

/// Call 412 of Kari's, due two hours after the referral.
fn ordinary() -> Board {
    board(vec![Call { registered_at: at(), ..call(None) }])
}

fn promise(call: i64, due_at: DateTime<Utc>) -> FollowUp {
    FollowUp {
        id: FollowUpId(call),
        kind: FollowUpKind::CallBack,
        call: CallId(call),
        offer: None,
        item: None,
        place: None,
        step: None,
        enquiry: None,
        paper: None,
        child: None,
        due_at,
        owner: Owner::Adviser,
        by: KARI.to_owned(),
        is_moved: false,
    }
}

fn alarm(kind: AlarmKind, minutes: i64) -> Alarm {
    Alarm { kind, since: after(minutes), call: CallId(412) }
}

/// What sounds for Kari, minutes after the referral.
fn kinds(board: &Board, minutes: i64) -> Vec<AlarmKind> {
    sounding(board, KARI, after(minutes)).into_iter().map(|alarm| alarm.kind).collect()
}

use AlarmKind::{CallBack, HalfHour, NewCall, Overdue};

#[test]
fn the_deadline_sounds_with_30_minutes_left_and_when_it_has_passed_and_the_other_marks_are_silent() {
    let board = ordinary();
    for (minutes, kinds_then) in [
        (0, &[] as &[AlarmKind]),
        (60, &[]),
        (89, &[]),
        (90, &[HalfHour]),
        (105, &[HalfHour]),
        (119, &[HalfHour]),
        (120, &[Overdue]),
        (3_000, &[Overdue]),
    ] {
        assert_eq!(kinds(&board, minutes), kinds_then, "{minutes}");
    }
    assert_eq!(sounding(&board, KARI, after(200)), [alarm(Overdue, 120)]);
    let next: Vec<_> = [0, 90, 120].map(|minutes| next_at(&board, PER, after(minutes))).into();
    assert_eq!(next, [Some(after(16)), Some(after(120)), None], "the new call's own end comes first");
}

#[test]
fn an_offer_ends_the_alarms_of_the_deadline_and_one_that_is_void_does_not() {
    for answer in [None, Some(Answer::Accepted), Some(Answer::Declined)] {
        let board = Board { offers: vec![offer(&[1, 2, 3], answer)], ..ordinary() };
        assert_eq!((kinds(&board, 100), kinds(&board, 130)), (vec![], vec![]), "{answer:?}");
    }
    let void = Offer { voided_at: Some(after(40)), ..offer(&[1, 2, 3], None) };
    let board = Board { offers: vec![void], ..ordinary() };
    assert_eq!(kinds(&board, 130), [Overdue]);
}

#[test]
fn what_has_no_clock_has_no_deadline_alarm() {
    let plain = || Call { registered_at: at(), ..call(None) };
    for quiet in [
        Call { kind: CallKind::Consultation, ..plain() },
        Call { received_at: None, deadline: None, ..plain() },
        Call { is_acute: false, deadline: None, ..plain() },
        Call { state: CallState::Closed, ..plain() },
    ] {
        let board = board(vec![quiet]);
        assert_eq!((kinds(&board, 100), kinds(&board, 130)), (vec![], vec![]));
    }
    let consultation = Call { kind: CallKind::Consultation, deadline: None, by: PER.to_owned(), ..plain() };
    let promised = Board { follow_ups: vec![promise(412, after(20))], ..board(vec![consultation]) };
    assert_eq!(kinds(&promised, 5), [NewCall], "a consultation is entered and promised like any call");
    assert_eq!(kinds(&promised, 20), [CallBack]);
}

#[test]
fn an_overdue_call_with_an_agreed_contact_is_silent_until_then() {
    let agreed = |minutes| Board { follow_ups: vec![promise(412, after(minutes))], ..ordinary() };
    assert_eq!(kinds(&agreed(150), 130), []);
    assert_eq!(kinds(&agreed(150), 149), []);
    assert_eq!(sounding(&agreed(150), KARI, after(150)), [alarm(CallBack, 150)]);
    assert_eq!(kinds(&agreed(150), 100), [HalfHour], "before the deadline the promise changes nothing");
    // The promise was kept and no new one made: the call is still overdue.
    assert_eq!(kinds(&ordinary(), 151), [Overdue]);
    // A later promise is another alarm.
    let silenced = Board { silenced: vec![alarm(CallBack, 150)], ..agreed(150) };
    assert_eq!(kinds(&silenced, 155), []);
    let again = Board { follow_ups: vec![promise(412, after(160))], ..silenced };
    assert_eq!((kinds(&again, 159), kinds(&again, 160)), (vec![], vec![CallBack]));
}

#[test]
fn a_new_call_sounds_for_everyone_but_the_one_who_entered_it_until_its_last_repetition() {
    let board = ordinary();
    let for_per = |minutes| sounding(&board, PER, after(minutes)).len();
    assert_eq!([0, 1, 5, 15].map(for_per), [1, 1, 1, 1]);
    assert_eq!(for_per(16), 0);
    assert_eq!(kinds(&board, 0), []);
}

#[test]
fn a_call_that_was_entered_late_sounds_from_then_on() {
    let late = board(vec![Call { registered_at: after(100), ..call(None) }]);
    assert_eq!(sounding(&late, KARI, after(100)), [alarm(HalfHour, 100)]);
    let over = board(vec![Call { registered_at: after(200), ..call(None) }]);
    assert_eq!(sounding(&over, KARI, after(199)), []);
    assert_eq!(sounding(&over, KARI, after(200)), [alarm(Overdue, 200)]);
    assert_eq!(alarm(Overdue, 200).about(&call(None)), after(120), "what is told is the deadline");
}

#[test]
fn the_most_urgent_stands_first_and_of_its_kind_the_oldest() {
    let with = |id: i64, minutes: i64| Call {
        id: CallId(id),
        registered_at: at(),
        received_at: Some(after(minutes)),
        deadline: Some(after(minutes + 120)),
        ..call(None)
    };
    let mut board = board(vec![with(1, 70), with(2, 10), with(3, 0), with(4, 100)]);
    board.calls.push(Call { by: PER.to_owned(), registered_at: after(139), ..with(5, 139) });
    board.follow_ups = vec![promise(4, after(135))];
    let found: Vec<_> =
        sounding(&board, KARI, after(165)).iter().map(|alarm| (alarm.kind, alarm.call.0)).collect();
    assert_eq!(found, [(Overdue, 3), (Overdue, 2), (CallBack, 4), (HalfHour, 1)]);
    let found = sounding(&board, KARI, after(140));
    assert_eq!(found.last().map(|alarm| (alarm.kind, alarm.call.0)), Some((NewCall, 5)));
}

/// The seconds at which the bell rings, woken only when the domain says something changes, from one moment to another.
fn bells(
    bell: &mut Bell,
    board_at: impl Fn(DateTime<Utc>) -> Board,
    adviser: &str,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<i64> {
    let mut rang = Vec::new();
    let mut now = from;
    while now < until {
        let board = board_at(now);
        let alarms = sounding(&board, adviser, now);
        if bell.rings(&alarms, now) {
            rang.push((now - at()).num_seconds());
        }
        let next = [next_at(&board, adviser, now), bell.next_at(&alarms)].into_iter().flatten().min();
        match next {
            Some(next) => {
                assert!(next > now, "{next} at {now}: it would never sleep");
                now = next;
            }
            None => break,
        }
    }
    rang
}

#[test]
fn an_alarm_is_heard_as_it_begins_and_again_after_1_5_and_15_minutes() {
    let rang = bells(&mut Bell::default(), |_| ordinary(), KARI, at(), after(600));
    let minutes: Vec<i64> = rang.iter().map(|second| second / 60).collect();
    assert_eq!(minutes, [90, 91, 95, 105, 120, 121, 125, 135]);
}

#[test]
fn a_bell_that_rings_a_little_late_does_not_take_its_repetition_with_it() {
    let (mut bell, alarms) = (Bell::default(), [alarm(Overdue, 120)]);
    let late = TimeDelta::milliseconds(250);
    for (minutes, rings) in [(120, true), (121, true), (123, false), (125, true), (135, true), (150, false)] {
        assert_eq!(bell.rings(&alarms, after(minutes) + late), rings, "{minutes}");
    }
}

#[test]
fn silenced_is_silent_and_stays_so() {
    let silenced = |now| Board {
        silenced: if now > after(122) { vec![alarm(Overdue, 120)] } else { Vec::new() },
        ..ordinary()
    };
    let mut bell = Bell::default();
    let rang = bells(&mut bell, |_| ordinary(), KARI, at(), after(122));
    assert_eq!(rang.last(), Some(&(121 * 60)));
    assert!(bells(&mut bell, silenced, KARI, after(123), after(900)).is_empty());
}

#[test]
fn alarms_within_a_minute_share_their_bells() {
    let alarms =
        [alarm(Overdue, 120), Alarm { since: after(120) + TimeDelta::seconds(30), ..alarm(CallBack, 0) }];
    let mut bell = Bell::default();
    let mut rang = Vec::new();
    for second in 120 * 60..140 * 60 {
        let now = at() + TimeDelta::seconds(second);
        let begun: Vec<_> = alarms.iter().copied().filter(|alarm| alarm.since <= now).collect();
        if bell.rings(&begun, now) {
            rang.push(second - 120 * 60);
        }
    }
    assert_eq!(rang, [0, 60, 300, 900]);
}

#[test]
fn a_screen_that_opens_late_rings_once_for_what_is_young_and_not_for_what_had_its_last_repetition() {
    for (opened, rings) in [(120, true), (129, true), (135, true), (136, false), (500, false)] {
        let mut bell = Bell::default();
        assert_eq!(bell.rings(&[alarm(Overdue, 120)], after(opened)), rings, "{opened}");
        assert!(!bell.rings(&[alarm(Overdue, 120)], after(opened)), "and not at the next look");
    }
    // What turns up later is heard, however old it says it is: the offer was taken back.
    let mut bell = Bell::default();
    assert!(!bell.rings(&[], after(0)));
    assert!(bell.rings(&[alarm(Overdue, 120)], after(500)));
}

#[test]
fn a_clock_that_jumps_loses_no_alarm_and_doubles_none() {
    let alarms = [alarm(Overdue, 120)];
    let mut bell = Bell::default();
    assert!(!bell.rings(&[], after(119)));
    // Ahead: one bell for all that was skipped.
    bell.clock_jumped(TimeDelta::hours(5), after(419));
    assert!(bell.rings(&alarms, after(419)));
    assert_eq!(bell.next_at(&alarms), None);
    // And back: when its time comes it is heard from the beginning.
    bell.clock_jumped(TimeDelta::hours(-5), after(119));
    assert!(!bell.rings(&[], after(119)));
    let rang: Vec<_> = (120..160).filter(|minutes| bell.rings(&alarms, after(*minutes))).collect();
    assert_eq!(rang, [120, 121, 125, 135]);
    // Back to where it had begun already: what was heard is not heard again.
    bell.clock_jumped(TimeDelta::minutes(-33), after(126));
    let rang: Vec<_> = (126..160).filter(|minutes| bell.rings(&alarms, after(*minutes))).collect();
    assert_eq!(rang, [135]);
    // A second back, right after it rang, rings nothing twice.
    let mut bell = Bell::default();
    assert!(bell.rings(&alarms, after(120)));
    let a_second = TimeDelta::seconds(1);
    bell.clock_jumped(-a_second, after(120) - a_second);
    let rang: Vec<_> = (0..180)
        .map(|second| after(120) + a_second * second)
        .filter(|now| bell.rings(&alarms, *now))
        .map(|now| (now - after(120)).num_seconds())
        .collect();
    assert_eq!(rang, [59], "a minute after the first, not more");
}

fn twenty_calls(seconds: &[i64]) -> Board {
    let calls = (1..).zip(seconds).map(|(id, second)| {
        let registered_at = at() + TimeDelta::seconds(*second);
        let by = PER.to_owned();
        Call { id: CallId(id), received_at: None, deadline: None, registered_at, by, ..call(None) }
    });
    board(calls.collect())
}

/// However twenty calls come in within ten minutes, and nobody silences anything.
#[test]
fn twenty_calls_in_ten_minutes_make_ten_sounds_at_most() {
    let rang_for = |seconds: &[i64]| {
        let board = twenty_calls(seconds);
        let rang = bells(&mut Bell::default(), |_| board.clone(), KARI, at(), after(60));
        assert!(rang.len() <= 10, "{seconds:?}: {rang:?}");
        for second in seconds {
            let heard = rang.iter().any(|bell| (0..=180).contains(&(bell - second)));
            assert!(heard, "the one at {second} is told within three minutes: {rang:?}");
        }
        rang
    };
    assert_eq!(rang_for(&[0; 20]), [0, 60, 300, 900]);
    let every_half_minute: Vec<i64> = (0..20).map(|n| n * 30).collect();
    assert_eq!(rang_for(&every_half_minute), [0, 60, 120, 300, 360, 420, 600, 810, 1380]);
    let mut dice = Dice::of_test();
    for _ in 0..500 {
        let mut seconds: Vec<i64> = (0..20).map(|_| dice.number(600)).collect();
        seconds.sort_unstable();
        rang_for(&seconds);
    }
}

#[test]
fn many_new_calls_hold_back_nothing_that_is_more_urgent() {
    let mut bell = Bell::default();
    let new =
        |second: i64| Alarm { kind: NewCall, since: at() + TimeDelta::seconds(second), call: CallId(second) };
    let mut alarms = Vec::new();
    for second in [0, 60, 120, 180] {
        alarms.push(new(second));
        assert_eq!(bell.rings(&alarms, new(second).since), second < 180, "three are enough");
    }
    let overdue = Alarm { since: after(3), ..alarm(Overdue, 0) };
    assert!(bell.rings(&[overdue, alarms[3]], after(3)));
}

/// A call of a random board: when it is entered and referred, by whom, and when something ends its alarms.
#[derive(Debug, Clone)]
struct Told {
    entered: i64,
    referred_before: Option<i64>,
    by_per: bool,
    promised: Option<i64>,
    offered: Option<i64>,
    silenced: Option<i64>,
}

fn told() -> impl Strategy<Value = Told> {
    let seconds = |most: i64| 0..most;
    (
        seconds(7_200),
        prop::option::weighted(0.8, seconds(9_000)),
        any::<bool>(),
        prop::option::weighted(0.3, seconds(14_400)),
        prop::option::weighted(0.3, seconds(14_400)),
        prop::option::weighted(0.3, seconds(14_400)),
    )
        .prop_map(|(entered, referred_before, by_per, promised, offered, silenced)| Told {
            entered,
            referred_before,
            by_per,
            promised,
            offered,
            silenced,
        })
}

/// The board as it stands at a moment; what is silenced then was begun when it was.
fn stands(told: &[Told], now: DateTime<Utc>) -> Board {
    let moment = |second: i64| at() + TimeDelta::seconds(second);
    let mut all = board(Vec::new());
    for (id, told) in (1..).zip(told).filter(|(_, told)| moment(told.entered) <= now) {
        let received_at = told.referred_before.map(|before| moment(told.entered - before));
        all.calls.push(Call {
            id: CallId(id),
            registered_at: moment(told.entered),
            received_at,
            deadline: received_at.map(|received| received + TimeDelta::minutes(120)),
            by: if told.by_per { PER } else { KARI }.to_owned(),
            ..call(None)
        });
        all.follow_ups.extend(told.promised.map(|second| promise(id, moment(told.entered + second))));
        if let Some(second) = told.offered.filter(|second| moment(told.entered + second) <= now) {
            all.offers.push(Offer {
                call: CallId(id),
                at: moment(told.entered + second),
                ..offer(&[1], None)
            });
        }
    }
    for (id, told) in (1..).zip(told) {
        if let Some(then) =
            told.silenced.map(|second| moment(told.entered + second)).filter(|then| *then <= now)
        {
            let earlier = [KARI, PER].map(|adviser| sounding(&all, adviser, then));
            all.silenced.extend(earlier.into_iter().flatten().filter(|alarm| alarm.call == CallId(id)));
        }
    }
    all
}

/// When the board changes.
fn changes(told: &[Told]) -> Vec<DateTime<Utc>> {
    let mut all: Vec<i64> = told
        .iter()
        .flat_map(|told| {
            let later = [told.offered, told.silenced].into_iter().flatten();
            later.map(|second| told.entered + second).chain([told.entered]).collect::<Vec<_>>()
        })
        .collect();
    all.sort_unstable();
    all.into_iter().map(|second| at() + TimeDelta::seconds(second)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Whatever comes in and is done: no two bells within a minute, none while all is silent, every alarm heard soon
    /// after it began, and none that rings more than four times of its own.
    #[test]
    fn the_bell_keeps_its_measure(told in prop::collection::vec(told(), 1..20)) {
        let changes = changes(&told);
        let mut bell = Bell::default();
        let (mut now, end) = (at(), after(480));
        let mut rang: Vec<DateTime<Utc>> = Vec::new();
        let mut caused: BTreeMap<Alarm, usize> = BTreeMap::new();
        let mut known: BTreeMap<Alarm, (DateTime<Utc>, Option<DateTime<Utc>>)> = BTreeMap::new();
        while now < end {
            let board = stands(&told, now);
            let alarms = sounding(&board, KARI, now);
            for alarm in &alarms {
                prop_assert!(!board.silenced.contains(alarm));
                known.entry(*alarm).or_insert((now, None));
            }
            let alone: Vec<Alarm> =
                alarms.iter().copied().filter(|alarm| bell.next_at(&[*alarm]).is_some_and(|at| at <= now)).collect();
            if bell.rings(&alarms, now) {
                prop_assert!(!alarms.is_empty());
                rang.push(now);
                for alarm in alone {
                    *caused.entry(alarm).or_default() += 1;
                }
                for alarm in &alarms {
                    let heard = &mut known.get_mut(alarm).unwrap().1;
                    heard.get_or_insert(now);
                }
            }
            let own = [next_at(&board, KARI, now), bell.next_at(&alarms)].into_iter().flatten();
            let next = own.chain(changes.iter().copied().filter(|change| *change > now)).min();
            let Some(next) = next else { break };
            prop_assert!(next > now);
            now = next;
        }
        for pair in rang.windows(2) {
            prop_assert!(pair[1] - pair[0] >= TimeDelta::minutes(1), "{:?}", rang);
        }
        for (alarm, times) in caused {
            prop_assert!(times <= 4, "{alarm:?} rang {times} times");
        }
        for (alarm, (begun, heard)) in known {
            let limit = TimeDelta::minutes(if alarm.kind == NewCall { 3 } else { 1 });
            if let Some(heard) = heard {
                prop_assert!(heard - begun <= limit, "{alarm:?} heard at {heard}");
                continue;
            }
            let by_then = stands(&told, begun + limit);
            let still = sounding(&by_then, KARI, begun + limit).contains(&alarm);
            prop_assert!(!still || begun + limit >= end, "{alarm:?} was never heard");
        }
    }
}
