//! Answers to the checklist: what they fill, what they keep, what ends them, and what is refused.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::{
    Call, CloseReason, DecisionMaker, DecisionStatus, Need, NeedEffect, Whereabouts,
};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{ChildIdentity, SiblingRule};
use akuttvakt::domain::command::{Command, ItemAnswer, ItemFields, Outcome, UndoScope};
use akuttvakt::domain::follow_up::FollowUpKind;
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use akuttvakt::domain::measure::Wish;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::question::{Question, Subject, Told};
use akuttvakt::domain::refusal::{BadTime, BadValue, ErrorCode, Refusal, Stale};
use akuttvakt::store::Store;

use crate::fixture::{Fixture, minutes};

pub fn answer(call: CallId, item: ItemKey, state: AnswerState) -> ItemAnswer {
    ItemAnswer { call, item, state, text: None, fields: ItemFields::default() }
}

fn item(answer: ItemAnswer) -> Command {
    Command::AnswerItem(Box::new(answer))
}

fn told(call: CallId, key: ItemKey, words: &str) -> Command {
    item(ItemAnswer { text: Some(words.to_owned()), ..answer(call, key, AnswerState::Answered) })
}

fn filling(call: CallId, key: ItemKey, fields: ItemFields) -> Command {
    item(ItemAnswer { fields, ..answer(call, key, AnswerState::Answered) })
}

fn need(word: &str) -> Need {
    Need { word: word.to_owned(), detail: None, effect: NeedEffect::Note }
}

fn read(fixture: &mut Fixture, call: CallId) -> Call {
    fixture.store.call_details(call).unwrap().call
}

fn name_of(fixture: &mut Fixture, call: CallId) -> Option<String> {
    let now = fixture.now;
    match fixture.store.tell(&Question::Personal(Subject::Call(call)), now).unwrap() {
        Told::Personal(personal) => personal.children[0].1.name.clone(),
        other => panic!("{other:?}"),
    }
}

fn undo() -> Command {
    Command::Undo { scope: UndoScope::ThisProcess }
}

fn accept(fixture: &mut Fixture, offer: OfferId) {
    let (answer, reason) = (Answer::Accepted, None);
    fixture.run(Command::Answer { offer, answer, reason, by: None, note: None });
}

fn named(child: ChildId, name: &str) -> ItemFields {
    let identity = ChildIdentity { name: Some(name.to_owned()), national_id: None };
    ItemFields { identities: vec![(child, identity)], ..ItemFields::default() }
}

#[test]
fn a_later_answer_ends_the_one_before_and_nothing_told_is_overwritten() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(told(call, ItemKey::Danger, "  har stukket av før "));
    fixture.later(3);
    fixture.run(told(call, ItemKey::Danger, "har stukket av to ganger"));
    fixture.run(item(answer(call, ItemKey::Faith, AnswerState::Unknown)));
    let details = fixture.store.call_details(call).unwrap();
    assert_eq!(details.told[&ItemKey::Danger], "har stukket av to ganger");
    let answers: Vec<_> =
        details.call.answers.iter().map(|given| (given.item, given.state, given.has_text)).collect();
    assert_eq!(
        answers,
        [(ItemKey::Danger, AnswerState::Answered, true), (ItemKey::Faith, AnswerState::Unknown, false)]
    );
    assert_eq!((details.call.answers[0].at, details.call.answers[0].by.as_str()), (fixture.now, "Kari N."));
    assert!(!format!("{:?}", details.timeline).contains("stukket"), "free text stands in the journal");
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn an_answer_fills_the_fields_it_tells() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let now = fixture.now;
    let fields = ItemFields {
        basis: Some(BasisCode::A4_1),
        decision: Some(DecisionStatus::Made),
        decided_by: Some(DecisionMaker::PoliceOrOutOfHours),
        decided_at: Some(now - minutes(30)),
        whereabouts: Some(Whereabouts::Kin),
        holds_until: Some(now + minutes(300)),
        wished: Some(vec![Wish::Institution, Wish::EmergencyHome]),
        may_be_known: Some(false),
        siblings: Some(SiblingRule::Together),
        needs: vec![need("sovemedisin")],
        identities: Vec::new(),
    };
    fixture.run(filling(call, ItemKey::Health, fields.clone()));
    let read = read(&mut fixture, call);
    let found = ItemFields {
        basis: read.basis,
        decision: read.decision,
        decided_by: read.decided_by,
        decided_at: read.decided_at,
        whereabouts: read.whereabouts,
        holds_until: read.holds_until,
        wished: Some(read.wished.clone()),
        may_be_known: read.may_be_known,
        siblings: read.siblings,
        needs: read.needs.clone(),
        identities: Vec::new(),
    };
    assert_eq!(found, fields);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn the_decision_moves_the_deadline_where_the_clock_waits_for_it() {
    let mut fixture = Fixture::with_places();
    fixture.run(Command::SetSetting { key: "response.runs_while_awaiting".into(), value: "off".into() });
    let call = fixture.girl();
    let due = fixture.now + minutes(120);
    let decided = |decision| {
        filling(call, ItemKey::Basis, ItemFields { decision: Some(decision), ..ItemFields::default() })
    };
    for (decision, deadline) in [
        (DecisionStatus::AwaitsPlace, None),
        (DecisionStatus::Made, Some(due)),
        (DecisionStatus::AwaitsPlace, None),
    ] {
        fixture.run(decided(decision));
        assert_eq!(read(&mut fixture, call).deadline, deadline, "{decision:?}");
    }
    fixture.run(undo());
    assert_eq!(read(&mut fixture, call).deadline, Some(due));
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn what_is_sent_later_is_asked_for_when_the_offices_open() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let later = item(answer(call, ItemKey::Doctor, AnswerState::Later));
    // Half past two in the night: eight in the morning of the same day, Norwegian time.
    let due = "2026-11-21T07:00:00Z".parse().unwrap();
    let outcome = fixture.run(&later);
    assert_eq!(
        outcome,
        Outcome::ItemAnswered { call, item: ItemKey::Doctor, state: AnswerState::Later, due_at: Some(due) }
    );
    let follow_ups = fixture.store.board(fixture.now).unwrap().follow_ups;
    assert_eq!(follow_ups.len(), 1);
    assert_eq!(
        (follow_ups[0].kind, follow_ups[0].item, follow_ups[0].due_at),
        (FollowUpKind::ItemLater, Some(ItemKey::Doctor), due)
    );
    // Said again the day after: one follow-up, moved. Another item has its own.
    fixture.later(24 * 60);
    fixture.run(Command::SetSetting { key: "office.from".into(), value: "09:15".into() });
    fixture.run(&later);
    fixture.run(item(answer(call, ItemKey::Network, AnswerState::Later)));
    let due: Vec<_> = fixture
        .store
        .board(fixture.now)
        .unwrap()
        .follow_ups
        .iter()
        .map(|follow_up| follow_up.due_at)
        .collect();
    assert_eq!(due, ["2026-11-22T08:15:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap(); 2]);
    fixture.run(told(call, ItemKey::Doctor, "time i morgen"));
    let left = fixture.store.board(fixture.now).unwrap().follow_ups;
    assert_eq!(left.iter().map(|left| left.item).collect::<Vec<_>>(), [Some(ItemKey::Network)]);
    // Taken back, it is to be asked for again.
    fixture.run(undo());
    assert_eq!(fixture.store.board(fixture.now).unwrap().follow_ups.len(), 2);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn names_are_kept_apart_and_count_when_every_child_has_one() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    assert!(!read(&mut fixture, call).has_names);
    fixture.run(filling(call, ItemKey::Identity, named(ChildId(1), "Oda Eksempel")));
    assert!(read(&mut fixture, call).has_names);
    assert_eq!(name_of(&mut fixture, call).as_deref(), Some("Oda Eksempel"));
    // A first name can be taken back; one that was written over cannot.
    fixture.run(undo());
    assert_eq!(name_of(&mut fixture, call), None);
    fixture.run(filling(call, ItemKey::Identity, named(ChildId(1), "Oda Eksempel")));
    fixture.run(filling(call, ItemKey::Identity, named(ChildId(1), "Oda Eksempelsen")));
    assert_eq!(fixture.try_run(&undo()).unwrap_err().code(), ErrorCode::Stale);
    assert_eq!(name_of(&mut fixture, call).as_deref(), Some("Oda Eksempelsen"));
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn an_answer_that_is_none_or_too_long_or_of_another_call_is_refused() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let other = fixture.girl();
    let closed = fixture.girl();
    fixture.run(Command::CloseCall { call: closed, reason: CloseReason::Withdrawn, note: None });
    let unknown = |number| Refusal::BadValue(BadValue::UnknownNumber { field: "child", number });
    let ahead = fixture.now + minutes(3);
    let decided = ItemFields { decided_at: Some(ahead), ..ItemFields::default() };
    let cases = [
        (item(answer(call, ItemKey::Faith, AnswerState::NotAsked)), Refusal::BadValue(BadValue::NotAnAnswer)),
        (
            told(call, ItemKey::Faith, &"å".repeat(501)),
            Refusal::BadValue(BadValue::TooLong { field: "text", limit: 500 }),
        ),
        (told(closed, ItemKey::Faith, "nei"), Refusal::Closed { call: closed }),
        (told(CallId(99), ItemKey::Faith, "nei"), Refusal::UnknownCall(CallId(99))),
        (filling(other, ItemKey::Identity, named(ChildId(1), "Oda")), unknown(1)),
        (filling(call, ItemKey::Identity, named(ChildId(77), "Oda")), unknown(77)),
        (filling(call, ItemKey::Basis, decided), Refusal::BadTime(BadTime::InFuture(ahead))),
    ];
    for (command, refusal) in cases {
        assert_eq!(fixture.refused(&command), refusal);
    }
    fixture.run(told(call, ItemKey::Faith, &"å".repeat(500)));
}

#[test]
fn an_answer_taken_back_leaves_the_one_before_with_its_words_and_fields() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let first = fixture.now;
    let health = |words: &str, needs: Vec<Need>| {
        item(ItemAnswer {
            text: Some(words.to_owned()),
            fields: ItemFields { needs, ..ItemFields::default() },
            ..answer(call, ItemKey::Health, AnswerState::Answered)
        })
    };
    fixture.run(health("astma", vec![need("astma")]));
    fixture.later(5);
    fixture.run(health("astma og nøtter", vec![need("astma"), need("nøtter")]));
    assert_eq!(read(&mut fixture, call).needs.len(), 2);
    fixture.run(undo());
    let details = fixture.store.call_details(call).unwrap();
    assert_eq!(details.told[&ItemKey::Health], "astma");
    assert_eq!((details.call.needs.clone(), details.call.answers[0].at), (vec![need("astma")], first));
    fixture.run(undo());
    let details = fixture.store.call_details(call).unwrap();
    assert_eq!((details.told.len(), details.call.answers.len(), details.call.needs.len()), (0, 0, 0));

    let wished = |wish| {
        filling(call, ItemKey::Wished, ItemFields { wished: Some(vec![wish]), ..ItemFields::default() })
    };
    fixture.run(wished(Wish::Institution));
    fixture.run(undo());
    assert_eq!(read(&mut fixture, call).wished, [Wish::EmergencyHome]);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn an_answer_that_another_process_built_on_is_not_taken_back() {
    let wish = |call, wish| {
        filling(call, ItemKey::Wished, ItemFields { wished: Some(vec![wish]), ..ItemFields::default() })
    };
    let place = |call, place| {
        let fields = ItemFields { whereabouts: Some(place), ..ItemFields::default() };
        filling(call, ItemKey::Whereabouts, fields)
    };
    let stale = Refusal::Stale(Stale::BuiltOn);
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(wish(call, Wish::Institution));
    let mut second = fixture.open();
    let now = fixture.now;
    // Another field of the same call does not count.
    second.execute(Store::new_command_id(now), &place(call, Whereabouts::Kin), now).unwrap();
    fixture.run(undo());
    assert_eq!(read(&mut fixture, call).wished, [Wish::EmergencyHome]);
    fixture.run(wish(call, Wish::Institution));
    second.execute(Store::new_command_id(now), &wish(call, Wish::Care), now).unwrap();
    assert_eq!(fixture.refused(&undo()), stale);

    // Own answer over own answer, taken back; then another's: the first is not there to be taken back.
    let call = fixture.girl();
    fixture.run(told(call, ItemKey::Danger, "en"));
    fixture.run(told(call, ItemKey::Danger, "to"));
    fixture.run(undo());
    second.execute(Store::new_command_id(now), &told(call, ItemKey::Danger, "tre"), now).unwrap();
    assert_eq!(fixture.refused(&undo()), stale);
    assert_eq!(fixture.store.call_details(call).unwrap().told[&ItemKey::Danger], "tre");
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn what_is_sent_later_is_asked_for_after_the_child_has_arrived_and_nothing_else_is() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(item(answer(call, ItemKey::Doctor, AnswerState::Later)));
    fixture.run(Command::PromiseCallBack { call, due_at: fixture.now + minutes(30) });
    let offer = fixture.offer(call, PlaceId(1));
    accept(&mut fixture, offer);
    fixture.run(Command::Arrive { offer, at: None });
    let left = |fixture: &mut Fixture| {
        let open = fixture.store.board(fixture.now).unwrap().follow_ups;
        open.into_iter()
            .filter(|task| task.kind != FollowUpKind::Step)
            .map(|task| task.item)
            .collect::<Vec<_>>()
    };
    assert_eq!(read(&mut fixture, call).close_reason, Some(CloseReason::Placed));
    assert_eq!(left(&mut fixture), [Some(ItemKey::Doctor)], "the promise is over, what is sent later is not");
    let other = fixture.refused(&told(call, ItemKey::Network, "ingen"));
    assert_eq!(other, Refusal::Closed { call });
    fixture.run(told(call, ItemKey::Doctor, "time i morgen"));
    assert_eq!(left(&mut fixture), []);
    assert_eq!(fixture.refused(&told(call, ItemKey::Doctor, "igjen")), Refusal::Closed { call });
    // A slip is taken back, and said anew.
    fixture.run(undo());
    assert_eq!(left(&mut fixture), [Some(ItemKey::Doctor)]);
    fixture.run(told(call, ItemKey::Doctor, "time mandag"));
    let details = fixture.store.call_details(call).unwrap();
    assert_eq!(details.told[&ItemKey::Doctor], "time mandag");
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn what_was_answered_before_the_child_arrived_is_not_taken_back_after() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(1));
    accept(&mut fixture, offer);
    fixture.run(told(call, ItemKey::Doctor, "time i morgen"));
    fixture.run(Command::Arrive { offer, at: None });
    assert_eq!(fixture.try_run(&undo()).unwrap_err().code(), ErrorCode::Stale);
    assert_eq!(fixture.store.check().unwrap(), []);
}
