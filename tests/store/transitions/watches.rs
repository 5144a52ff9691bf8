//! How closely a case is followed: what stays, what goes, and what is refused.

use akuttvakt::domain::case_watch::{WatchChange, WatchDraft, WatchLevel};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::refusal::{BadTime, BadValue, Refusal};
use akuttvakt::store::StoreError;

use super::shifts::{OTHER, Two, watch};
use super::{assert_told, close};
use crate::fixture::{ADVISER, minutes};

#[test]
fn what_is_not_told_of_a_watch_stays_as_it_was() {
    let mut two = Two::new();
    let due = two.fixture.now + minutes(30);
    two.done(ADVISER, &Command::StartShift);
    let first = WatchDraft { action_at: Some(due), if_then: Some("nei: Åsen".to_owned()), ..watch(1) };
    two.done(ADVISER, &Command::SetWatch(Box::new(first.clone().into())));
    // The time has passed by then; it is no new promise.
    two.fixture.later(60);
    two.done(OTHER, &Command::SetWatch(Box::new(WatchChange::level(CallId(1), WatchLevel::Calm))));
    let recorded = |two: &mut Two| {
        let now = two.fixture.now;
        two.fixture.store.handover(None, now).unwrap().unwrap().watches.pop().unwrap()
    };
    let kept = recorded(&mut two);
    assert_eq!(kept.draft, WatchDraft { level: WatchLevel::Calm, ..first.clone() });
    assert_eq!(kept.by, OTHER);
    let without = WatchChange {
        action_at: Some(None),
        if_then: Some(String::new()),
        ..WatchChange::level(CallId(1), WatchLevel::Watch)
    };
    two.done(ADVISER, &Command::SetWatch(Box::new(without)));
    let expected = WatchDraft { level: WatchLevel::Watch, action_at: None, if_then: None, ..first };
    assert_eq!(recorded(&mut two).draft, expected);
    let words = WatchChange {
        level: None,
        if_then: Some("ja: ring".to_owned()),
        ..WatchChange::level(CallId(1), WatchLevel::Calm)
    };
    two.done(ADVISER, &Command::SetWatch(Box::new(words)));
    assert_eq!(recorded(&mut two).draft, WatchDraft { if_then: Some("ja: ring".to_owned()), ..expected });
}

#[test]
fn a_watch_is_of_an_open_call_and_ends_with_it() {
    let mut two = Two::new();
    let levels = |two: &mut Two| two.fixture.store.board(two.fixture.now).unwrap().watched;
    two.done(OTHER, &Command::SetWatch(Box::new(watch(1).into())));
    two.done(
        ADVISER,
        &Command::SetWatch(Box::new(WatchChange::from(WatchDraft { level: WatchLevel::Watch, ..watch(1) }))),
    );
    assert_eq!(
        levels(&mut two).into_iter().collect::<Vec<_>>(),
        [(CallId(1), WatchLevel::Watch)],
        "the later word"
    );
    two.done(ADVISER, &close(CallId(1)));
    assert!(levels(&mut two).is_empty(), "a closed call is not followed");
    let refused = |two: &mut Two, draft: WatchDraft| match two
        .run(ADVISER, &Command::SetWatch(Box::new(draft.into())))
    {
        Err(StoreError::Refused(refusal)) => {
            assert_told(&refusal, &two.fixture);
            refusal
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&mut two, watch(1)), Refusal::Closed { call: CallId(1) });
    assert_eq!(refused(&mut two, watch(77)), Refusal::UnknownCall(CallId(77)));
    let now = two.fixture.now;
    let by_now = WatchDraft { action_at: Some(now), ..watch(2) };
    assert_eq!(refused(&mut two, by_now), Refusal::BadTime(BadTime::Passed(now)));
    let long = WatchDraft { if_then: Some("å".repeat(501)), ..watch(2) };
    let limit = BadValue::TooLong { field: "if_then", limit: 500 };
    assert_eq!(refused(&mut two, long), Refusal::BadValue(limit));
}
