//! The two clocks: to the first offer, and without a place.

use akuttvakt::domain::call::{Call, CallKind};
use akuttvakt::domain::child::SiblingRule;
use akuttvakt::domain::clocks::{ClockMark, PlacelessClock, ResponseClock, minutes_left};
use akuttvakt::domain::ids::{CallId, ChildId};
use akuttvakt::domain::local_time::next_time_of_day;
use akuttvakt::domain::offer::{Answer, Offer};
use chrono::{NaiveTime, TimeDelta};

use super::fixtures::{after, at, call, offer};

#[test]
fn the_mark_changes_at_60_30_15_and_0_minutes_to_the_millisecond() {
    let ladder = [
        (60, ClockMark::Calm, ClockMark::Hour),
        (30, ClockMark::Hour, ClockMark::HalfHour),
        (15, ClockMark::HalfHour, ClockMark::Quarter),
        (0, ClockMark::Quarter, ClockMark::Over),
    ];
    for (minutes, before, from) in ladder {
        let left = TimeDelta::minutes(minutes);
        let millisecond = TimeDelta::milliseconds(1);
        assert_eq!(ClockMark::for_time_left(left + millisecond), before, "{minutes} min and 1 ms left");
        assert_eq!(ClockMark::for_time_left(left), from, "{minutes} min left");
        assert_eq!(ClockMark::for_time_left(left - millisecond), from, "1 ms less than {minutes} min left");
    }
}

#[test]
fn the_marks_are_told_apart_without_colour_and_a_later_one_weighs_more() {
    let marks = [ClockMark::Calm, ClockMark::Hour, ClockMark::HalfHour, ClockMark::Quarter, ClockMark::Over];
    assert_eq!(marks.map(ClockMark::sign), ["", "*", "!", "!!", "!!"]);
    assert!(marks.is_sorted());
}

#[test]
fn minutes_left_are_rounded_up_so_that_one_minute_never_means_over() {
    let shown = |milliseconds| minutes_left(TimeDelta::milliseconds(milliseconds));
    assert_eq!([1, 59_999, 60_000, 60_001, 7_200_000].map(shown), [1, 1, 1, 2, 120]);
    assert_eq!([0, -1, -59_999, -60_000, -119_999, -120_000].map(shown), [0, 0, 0, -1, -1, -2]);
}

#[test]
fn the_response_clock_runs_from_the_referral_to_the_deadline() {
    let clock = ResponseClock::of(&call(None), &[]);
    assert_eq!(clock, ResponseClock::Running { since: at(), deadline: after(120) });
    assert_eq!(clock.left(after(110)), Some(TimeDelta::minutes(10)));
    assert_eq!(clock.left(after(132)), Some(TimeDelta::minutes(-12)));
}

#[test]
fn each_child_has_its_own_clock_without_a_place() {
    let first = Offer { answered_at: Some(after(40)), ..offer(&[1], Some(Answer::Accepted)) };
    let second = Offer { answered_at: Some(after(95)), ..offer(&[3], Some(Answer::Accepted)) };
    let declined = offer(&[2], Some(Answer::Declined));
    let offers = [second, declined, first];
    let call = call(Some(SiblingRule::Apart));
    let of = |child| PlacelessClock::of_child(&call, &offers, ChildId(child));
    let took = |minutes| PlacelessClock::Stopped { took: TimeDelta::minutes(minutes) };
    assert_eq!((of(1), of(3)), (took(40), took(95)));
    assert_eq!(of(2), PlacelessClock::Running { since: at() }, "a decline gives no place");
    assert_eq!(of(2), PlacelessClock::of(&call, &offers), "the call goes by its worst");
    let consultation = Call { kind: CallKind::Consultation, ..call.clone() };
    assert_eq!(PlacelessClock::of_child(&consultation, &offers, ChildId(1)), PlacelessClock::None);
    let unreferred = Call { received_at: None, ..call.clone() };
    assert_eq!(PlacelessClock::of_child(&unreferred, &offers, ChildId(1)), PlacelessClock::None);
}

#[test]
fn the_first_offer_stops_the_response_clock_and_a_decline_does_not_start_it_again() {
    let took = |minutes| ResponseClock::Stopped { took: TimeDelta::minutes(minutes) };
    let second = Offer { at: after(70), ..offer(&[1, 2, 3], None) };
    for answer in [None, Some(Answer::Declined), Some(Answer::Withdrawn), Some(Answer::Accepted)] {
        let offers = [second.clone(), offer(&[1], answer)];
        assert_eq!(ResponseClock::of(&call(None), &offers), took(30), "{answer:?}");
    }
    assert_eq!(took(30).left(after(40)), None);
}

#[test]
fn a_voided_offer_is_as_if_it_had_not_been_for_both_clocks() {
    let voided = Offer { voided_at: Some(after(61)), ..offer(&[1, 2, 3], Some(Answer::Accepted)) };
    assert!(matches!(
        ResponseClock::of(&call(None), std::slice::from_ref(&voided)),
        ResponseClock::Running { .. }
    ));
    assert_eq!(PlacelessClock::of(&call(None), &[voided]), PlacelessClock::Running { since: at() });
}

#[test]
fn an_offer_to_another_call_stops_nothing() {
    let other = Offer { call: CallId(411), ..offer(&[1, 2, 3], Some(Answer::Accepted)) };
    assert!(matches!(
        ResponseClock::of(&call(None), std::slice::from_ref(&other)),
        ResponseClock::Running { .. }
    ));
    assert_eq!(PlacelessClock::of(&call(None), &[other]), PlacelessClock::Running { since: at() });
}

#[test]
fn an_offer_said_to_be_before_the_referral_took_no_time() {
    let early =
        Offer { at: after(-5), answered_at: Some(after(-1)), ..offer(&[1, 2, 3], Some(Answer::Accepted)) };
    let call = call(None);
    assert_eq!(
        ResponseClock::of(&call, std::slice::from_ref(&early)),
        ResponseClock::Stopped { took: TimeDelta::zero() }
    );
    assert_eq!(PlacelessClock::of(&call, &[early]), PlacelessClock::Stopped { took: TimeDelta::zero() });
}

#[test]
fn a_consultation_and_a_call_without_a_referral_have_no_clock() {
    let consultation = Call { kind: CallKind::Consultation, ..call(None) };
    let no_referral = Call { received_at: None, deadline: None, ..call(None) };
    for call in [consultation, no_referral] {
        assert_eq!(ResponseClock::of(&call, &[]), ResponseClock::None);
        assert_eq!(PlacelessClock::of(&call, &[]), PlacelessClock::None);
        assert_eq!(PlacelessClock::None.elapsed(after(5)), None);
        assert_eq!(ResponseClock::None.left(after(5)), None);
    }
}

#[test]
fn a_planned_call_has_no_deadline_and_is_still_without_a_place() {
    let planned = Call { is_acute: false, deadline: None, ..call(None) };
    assert_eq!(ResponseClock::of(&planned, &[]), ResponseClock::None);
    assert_eq!(PlacelessClock::of(&planned, &[]), PlacelessClock::Running { since: at() });
}

#[test]
fn the_clock_without_a_place_goes_on_after_an_offer_and_after_a_decline() {
    for answer in [None, Some(Answer::Declined), Some(Answer::Withdrawn)] {
        let clock = PlacelessClock::of(&call(None), &[offer(&[1, 2, 3], answer)]);
        assert_eq!(clock, PlacelessClock::Running { since: at() }, "{answer:?}");
        assert_eq!(clock.elapsed(after(72)), Some(TimeDelta::minutes(72)));
    }
}

#[test]
fn the_clock_without_a_place_stops_at_the_acceptance_not_at_the_offer() {
    let clock = PlacelessClock::of(&call(None), &[offer(&[1, 2, 3], Some(Answer::Accepted))]);
    assert_eq!(clock, PlacelessClock::Stopped { took: TimeDelta::minutes(60) });
    assert_eq!(clock.elapsed(after(500)), Some(TimeDelta::minutes(60)));
}

#[test]
fn siblings_are_without_a_place_until_the_last_of_them_has_one() {
    let call = call(Some(SiblingRule::Apart));
    let accepted = |child, minutes| Offer {
        answered_at: Some(after(minutes)),
        ..offer(&[child], Some(Answer::Accepted))
    };
    let two = [accepted(3, 40), accepted(1, 50)];
    assert_eq!(PlacelessClock::of(&call, &two), PlacelessClock::Running { since: at() });
    let all = [accepted(2, 95), accepted(3, 40), accepted(1, 50)];
    assert_eq!(PlacelessClock::of(&call, &all), PlacelessClock::Stopped { took: TimeDelta::minutes(95) });
}

#[test]
fn a_time_of_day_comes_twice_or_a_day_later_when_the_clocks_change() {
    let next = |time: &str, now: &str| {
        let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
        next_time_of_day(time, now.parse().unwrap()).format("%FT%R").to_string()
    };
    assert_eq!(next("08:00", "2026-10-25T06:59:59Z"), "2026-10-25T07:00", "in winter time by then");
    assert_eq!(next("02:30", "2026-10-25T00:29:00Z"), "2026-10-25T00:30");
    assert_eq!(next("02:30", "2026-10-25T00:30:00Z"), "2026-10-25T01:30", "once more, an hour later");
    assert_eq!(next("02:30", "2026-10-25T01:30:00Z"), "2026-10-26T01:30");
    assert_eq!(next("02:30", "2027-03-28T00:00:00Z"), "2027-03-29T00:30", "skipped that night");
}
