//! Where a follow-up stands: late, in this shift, on the first working day, later; and which steps go together.

use akuttvakt::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use akuttvakt::domain::follow_up_list::{DueSection, FollowUpList, section_of};
use akuttvakt::domain::ids::{CallId, FollowUpId};
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::settings::Rules;
use akuttvakt::domain::steps::first_working_day;
use chrono::{DateTime, TimeDelta, Utc};

fn utc(written: &str) -> DateTime<Utc> {
    written.parse().unwrap()
}

fn promise(id: i64, due: &str) -> FollowUp {
    FollowUp {
        id: FollowUpId(id),
        kind: FollowUpKind::CallBack,
        call: CallId(1),
        offer: None,
        item: None,
        place: None,
        step: None,
        enquiry: None,
        paper: None,
        child: None,
        due_at: utc(due),
        owner: Owner::Adviser,
        by: "Kari".to_owned(),
        is_moved: false,
    }
}

fn step(id: i64, call: i64, step: StepKey, due: &str) -> FollowUp {
    FollowUp {
        kind: FollowUpKind::Step,
        call: CallId(call),
        step: Some(step),
        owner: Owner::Department,
        ..promise(id, due)
    }
}

/// Offices 08:00–15:30; no days closed besides.
fn rules() -> Rules {
    Rules::from_lookup(|_| None)
}

fn section(task: &FollowUp, now: &str) -> DueSection {
    section_of(task, &rules(), utc(now))
}

#[test]
fn a_weekend_is_one_shift_and_it_ends_when_the_offices_open() {
    use DueSection::{Late, Later, Shift, WorkingDay};
    // Saturday 21 November 2026, 02:37 in Norway; Monday 08:00 is 07:00 UTC.
    let saturday = "2026-11-21T01:37:00Z";
    for (due, meant) in [
        ("2026-11-21T01:36:59Z", Late),
        ("2026-11-21T01:37:00Z", Late),
        ("2026-11-21T01:37:01Z", Shift),
        ("2026-11-22T12:00:00Z", Shift),
        ("2026-11-23T07:00:00Z", Shift),
        ("2026-11-23T07:00:01Z", WorkingDay),
        ("2026-11-23T14:30:00Z", WorkingDay),
        ("2026-11-23T14:30:01Z", Later),
        ("2026-11-24T07:00:00Z", Later),
    ] {
        assert_eq!(section(&promise(1, due), saturday), meant, "{due}");
    }
}

#[test]
fn a_step_belongs_to_its_working_day_and_is_late_when_the_offices_close() {
    use DueSection::{Late, Later, Shift, WorkingDay};
    let birk = step(1, 1, StepKey::Birk, "2026-11-23T07:00:00Z");
    for (now, meant) in [
        ("2026-11-19T12:00:00Z", Later),
        ("2026-11-20T08:00:00Z", WorkingDay),
        ("2026-11-21T01:37:00Z", WorkingDay),
        ("2026-11-23T06:59:59Z", WorkingDay),
        ("2026-11-23T07:00:00Z", Shift),
        ("2026-11-23T14:29:59Z", Shift),
        ("2026-11-23T14:30:00Z", Late),
    ] {
        assert_eq!(section(&birk, now), meant, "{now}");
    }
}

#[test]
fn easter_and_the_regions_own_days_make_the_shift_longer() {
    // Wednesday before Easter 2027, 16:00: the offices open next on Tuesday.
    let wednesday = "2027-03-24T15:00:00Z";
    let list = FollowUpList::of(&[], &rules(), utc(wednesday));
    assert_eq!(list.shift_ends, utc("2027-03-30T06:00:00Z"));
    let closed = Rules { closed_days: vec!["2027-03-30".parse().unwrap()], ..rules() };
    assert_eq!(FollowUpList::of(&[], &closed, utc(wednesday)).shift_ends, utc("2027-03-31T06:00:00Z"));
}

#[test]
fn steps_of_a_call_a_day_and_an_owner_go_together_in_the_order_of_the_routine() {
    let monday = "2026-11-23T07:00:00Z";
    let kari = |task: FollowUp| FollowUp { owner: Owner::Adviser, ..task };
    let tasks = [
        step(1, 1, StepKey::Commitment, monday),
        step(2, 2, StepKey::Birk, monday),
        step(3, 1, StepKey::InformUnit, monday),
        kari(step(4, 1, StepKey::ClarificationMeeting, monday)),
        step(5, 1, StepKey::Birk, "2026-11-23T09:00:00Z"),
        step(6, 1, StepKey::NotifyNit, "2026-11-24T09:00:00Z"),
        promise(7, "2026-11-23T08:00:00Z"),
    ];
    let list = FollowUpList::of(&tasks, &rules(), utc("2026-11-21T01:37:00Z"));
    let lines: Vec<Vec<i64>> =
        list.lines.iter().map(|line| line.tasks().map(|task| task.id.0).collect()).collect();
    assert_eq!(lines, [vec![3, 5, 1], vec![4], vec![2], vec![7], vec![6]]);
    assert_eq!(list.count(DueSection::WorkingDay), 6);
    assert_eq!(list.pressing(), 0);
    assert_eq!(list.line_of(FollowUpId(1)).map(|line| line.first.id), Some(FollowUpId(3)));
}

#[test]
fn the_longest_late_comes_first_and_every_change_of_place_is_foreseen() {
    let tasks = [
        promise(1, "2026-11-21T01:30:00Z"),
        promise(2, "2026-11-20T23:00:00Z"),
        promise(3, "2026-11-21T04:00:00Z"),
        step(4, 1, StepKey::Birk, "2026-11-23T07:00:00Z"),
        promise(5, "2026-11-30T07:00:00Z"),
    ];
    let now = utc("2026-11-21T01:37:00Z");
    let list = FollowUpList::of(&tasks, &rules(), now);
    let order: Vec<i64> = list.lines.iter().map(|line| line.first.id.0).collect();
    assert_eq!(order, [2, 1, 3, 4, 5]);
    // Minute by minute for ten days: nothing moves that was not foreseen.
    let mut at = now;
    while at < now + TimeDelta::days(10) {
        let list = FollowUpList::of(&tasks, &rules(), at);
        let next = list.next_change(&rules(), at);
        assert!(next > at && next <= first_working_day(at, &rules()), "{at}: {next}");
        let just_before = next - TimeDelta::milliseconds(1);
        assert_eq!(FollowUpList::of(&tasks, &rules(), just_before).lines, list.lines, "{at} to {next}");
        at = next;
    }
}
