//! Corrections of calls: two who correct different fields both succeed, the same field is stale.

use akuttvakt::domain::call::{
    CallFacts, CallKind, CloseReason, DecisionStatus, Need, NeedEffect, Shield, Whereabouts,
};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{Age, ChildFacts, ChildIdentity, Sex};
use akuttvakt::domain::command::{CallEdit, Command, ItemAnswer, ItemFields, Outcome};
use akuttvakt::domain::ids::{CallId, ChildId, PlaceId};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::question::{JournalAbout, JournalQuery, PersonalData, Question, Subject, Told};
use akuttvakt::domain::refusal::{BadTime, BadValue, Refusal, Stale};
use akuttvakt::store::Store;
use chrono::TimeDelta;

use crate::checklist::answer;
use crate::fixture::{Fixture, girl_of_nine, minutes};

const STALE: Refusal = Refusal::Stale(Stale::Changed);

/// A correction that begins with what the call is now.
pub fn begun(fixture: &mut Fixture, call: CallId) -> CallEdit {
    let read = fixture.store.call_details(call).unwrap().call;
    CallEdit {
        call,
        before: read.facts(),
        after: read.facts(),
        children: read.children.iter().map(|child| child.id).collect(),
        removed: Vec::new(),
    }
}

fn edit(edit: &CallEdit) -> Command {
    Command::EditCall(Box::new(edit.clone()))
}

fn facts(fixture: &mut Fixture, call: CallId) -> CallFacts {
    fixture.store.call_details(call).unwrap().call.facts()
}

fn personal(fixture: &mut Fixture, call: CallId) -> PersonalData {
    let now = fixture.now;
    match fixture.store.tell(&Question::Personal(Subject::Call(call)), now).unwrap() {
        Told::Personal(personal) => personal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn different_fields_both_succeed_and_the_same_is_stale() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let (mut mine, mut theirs, mut late) =
        (begun(&mut fixture, call), begun(&mut fixture, call), begun(&mut fixture, call));
    mine.after.whereabouts = Some(Whereabouts::Kin);
    theirs.after.shield = Some(Shield::Code6);
    theirs.after.children[0].age = Age::Years(10);
    late.after.whereabouts = Some(Whereabouts::Hospital);
    let mut second = fixture.open();
    let now = fixture.now;
    fixture.run(edit(&mine));
    second.execute(Store::new_command_id(now), &edit(&theirs), now).unwrap();
    assert_eq!(fixture.refused(&edit(&late)), STALE);
    late.after.whereabouts = None;
    late.after.children[0].age = Age::Years(11);
    assert_eq!(fixture.refused(&edit(&late)), STALE);
    let read = facts(&mut fixture, call);
    assert_eq!((read.whereabouts, read.shield), (Some(Whereabouts::Kin), Some(Shield::Code6)));
    assert_eq!(read.children[0].age, Age::Years(10));
    assert_eq!(personal(&mut fixture, call).municipality, Some(read.municipality));
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn hidden_values_are_replaced_removed_or_left_alone() {
    let mut fixture = Fixture::with_places();
    let mut facts = girl_of_nine(fixture.now);
    (facts.callback, facts.note) = (Some("62000000".to_owned()), Some("mor ringte".to_owned()));
    facts.identities = vec![ChildIdentity { name: Some("Oda Eksempel".to_owned()), national_id: None }];
    let call = fixture.register(facts);
    let mut blind = begun(&mut fixture, call);
    blind.after.is_acute = false;
    fixture.run(edit(&blind));
    let kept = personal(&mut fixture, call);
    assert_eq!(
        (kept.callback.as_deref(), kept.children[0].1.name.as_deref()),
        (Some("62000000"), Some("Oda Eksempel"))
    );

    let mut known = begun(&mut fixture, call);
    known.before.note = Some("mor ringte".to_owned());
    known.after.note = Some("far ringte".to_owned());
    known.after.callback = Some(String::new());
    known.after.identities = vec![ChildIdentity { name: Some("Oda E.".to_owned()), national_id: None }];
    fixture.run(edit(&known));
    let read = personal(&mut fixture, call);
    assert_eq!((read.callback, read.children[0].1.name.as_deref()), (None, Some("Oda E.")));
    assert_eq!(fixture.store.call_details(call).unwrap().note.as_deref(), Some("far ringte"));
    // The form knew another note than stands there now.
    assert_eq!(fixture.refused(&edit(&known)), STALE);
    known.before.note = None;
    known.after.note = Some("å".repeat(501));
    assert_eq!(
        fixture.refused(&edit(&known)),
        Refusal::BadValue(BadValue::TooLong { field: "note", limit: 500 })
    );
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn children_are_added_and_taken_out_but_not_from_a_place() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let mut adding = begun(&mut fixture, call);
    adding.after.children.push(ChildFacts { sex: Sex::Boy, age: Age::Years(4) });
    adding.after.identities =
        vec![ChildIdentity::default(), ChildIdentity { name: Some("Ola".to_owned()), national_id: None }];
    let Outcome::Edited { added, .. } = fixture.run(edit(&adding)) else { panic!() };
    assert_eq!(added, [ChildId(2)]);
    assert_eq!(personal(&mut fixture, call).children[1].1.name.as_deref(), Some("Ola"));

    let mut removing = begun(&mut fixture, call);
    removing.removed = vec![ChildId(1)];
    fixture.run(Command::Hold { call, place: PlaceId(1) });
    assert_eq!(fixture.refused(&edit(&removing)), Refusal::Stale(Stale::ChildHasPlace(ChildId(1))));
    fixture.later(20);
    fixture.run(edit(&removing));
    let read = fixture.store.call_details(call).unwrap().call;
    assert_eq!(read.children.iter().map(|child| child.id).collect::<Vec<_>>(), [ChildId(2)]);
    assert_eq!(fixture.store.board(fixture.now).unwrap().calls[0].children.len(), 1);
    // Someone else took it out in the meantime.
    assert_eq!(fixture.refused(&edit(&removing)), STALE);

    let offer = fixture.offer(call, PlaceId(4));
    let mut last = begun(&mut fixture, call);
    last.removed = vec![ChildId(2)];
    assert_eq!(fixture.refused(&edit(&last)), Refusal::Stale(Stale::ChildHasPlace(ChildId(2))));
    fixture.run(Command::Undo { scope: akuttvakt::domain::command::UndoScope::ThisProcess });
    fixture.run(edit(&last));
    let read = facts(&mut fixture, call);
    assert_eq!(
        read.children,
        [ChildFacts { sex: Sex::Unspecified, age: Age::Unknown }],
        "for someone: {offer}"
    );
    last.removed = vec![ChildId(99)];
    assert_eq!(fixture.refused(&edit(&last)), STALE);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn the_referral_and_the_kind_move_the_clock() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let now = fixture.now;
    let referral = |fixture: &mut Fixture, at| {
        let mut correction = begun(fixture, call);
        correction.after.received_at = Some(at);
        edit(&correction)
    };
    let ahead = referral(&mut fixture, now + minutes(3));
    assert_eq!(fixture.refused(&ahead), Refusal::BadTime(BadTime::InFuture(now + minutes(3))));
    let back = now - TimeDelta::days(7) - minutes(1);
    let too_far = referral(&mut fixture, back);
    assert_eq!(fixture.refused(&too_far), Refusal::BadTime(BadTime::TooFarBack(back)));
    let earlier = referral(&mut fixture, now - minutes(25));
    let Outcome::Edited { deadline, .. } = fixture.run(earlier) else { panic!() };
    assert_eq!(deadline, Some(now + minutes(95)));

    fixture.offer(call, PlaceId(4));
    let mut drop = begun(&mut fixture, call);
    drop.after.kind = CallKind::Consultation;
    assert_eq!(fixture.refused(&edit(&drop)), Refusal::Stale(Stale::CallHasOffer(call)));
    fixture.run(Command::Undo { scope: akuttvakt::domain::command::UndoScope::ThisProcess });
    fixture.run(edit(&drop));
    let read = fixture.store.call_details(call).unwrap().call;
    assert_eq!((read.kind, read.received_at, read.deadline), (CallKind::Consultation, None, None));

    let refer = |at| Command::Refer { call, at };
    assert_eq!(
        fixture.refused(&refer(now + minutes(3))).code(),
        akuttvakt::domain::refusal::ErrorCode::BadTime
    );
    assert_eq!(
        fixture.run(refer(now)),
        Outcome::Referred { call, received_at: now, deadline: Some(now + minutes(120)) }
    );
    assert_eq!(fixture.refused(&refer(now)), Refusal::Stale(Stale::HasReferral(call)));
    let talk = fixture.register(CallFacts::new(CallKind::Consultation, crate::fixture::ringsaker(), now));
    fixture.run(Command::Refer { call: talk, at: now });
    assert_eq!(facts(&mut fixture, talk).children.len(), 1, "a request is for someone");
    fixture.run(Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None });
    assert_eq!(fixture.refused(&edit(&drop)), Refusal::Closed { call });
    assert_eq!(fixture.refused(&refer(now)), Refusal::Closed { call });
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn corrected_needs_take_the_place_of_those_told_on_health() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let need = |word: &str| Need { word: word.to_owned(), detail: None, effect: NeedEffect::Note };
    let fields = ItemFields { needs: vec![need("astma"), need("rullestol")], ..ItemFields::default() };
    let health = ItemAnswer { fields, ..answer(call, ItemKey::Health, AnswerState::Answered) };
    fixture.run(Command::AnswerItem(Box::new(health)));
    let mut correction = begun(&mut fixture, call);
    correction.after.needs = vec![need("astma")];
    correction.after.decision = Some(DecisionStatus::Made);
    fixture.run(edit(&correction));
    assert_eq!(facts(&mut fixture, call).needs, [need("astma")]);
    assert_eq!(fixture.refused(&edit(&correction)), STALE);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn a_child_is_linked_with_the_same_child_of_another_call() {
    let mut fixture = Fixture::with_places();
    let mut two = girl_of_nine(fixture.now);
    two.children.push(two.children[0]);
    fixture.register(two);
    let other = fixture.girl();
    let link = |child, other| Command::LinkChild { child: ChildId(child), other: ChildId(other) };
    assert_eq!(
        fixture.run(link(1, 3)),
        Outcome::Linked { child: ChildId(1), other: ChildId(3), call: other }
    );
    let unknown = Refusal::BadValue(BadValue::UnknownNumber { field: "child", number: 9 });
    let same = |child| Refusal::BadValue(BadValue::SameCall(ChildId(child)));
    for (command, refusal) in
        [(link(1, 1), same(1)), (link(1, 2), same(1)), (link(9, 1), unknown.clone()), (link(1, 9), unknown)]
    {
        assert_eq!(fixture.refused(&command), refusal);
    }
}

#[test]
fn children_that_are_the_same_as_one_are_the_same_as_each_other() {
    let mut fixture = Fixture::with_places();
    let mut two = girl_of_nine(fixture.now);
    two.children.push(two.children[0]);
    let first = fixture.register(two);
    let calls: Vec<CallId> = (0..4).map(|_| fixture.girl()).collect();
    let link = |child, other| Command::LinkChild { child: ChildId(child), other: ChildId(other) };
    // The call has the children 1 and 2, the others have 3, 4, 5 and 6.
    let others = |fixture: &mut Fixture, call: CallId| -> Vec<i64> {
        let details = fixture.store.call_details(call).unwrap();
        details.linked.iter().map(|told| told.other.0).collect()
    };
    // 3 = 4, then 4 = 5: 3 comes along.
    fixture.run(link(3, 4));
    fixture.run(link(4, 5));
    assert_eq!(others(&mut fixture, calls[0]), [4, 5]);
    assert_eq!(others(&mut fixture, calls[2]), [3, 4]);
    // Two groups are joined from whichever side.
    fixture.run(link(6, 1));
    fixture.run(link(1, 3));
    assert_eq!(others(&mut fixture, calls[3]), [1, 3, 4, 5]);
    // Siblings are not the same child, not by way of others either.
    assert_eq!(fixture.refused(&link(2, 5)), Refusal::BadValue(BadValue::SameCall(ChildId(2))));
    // 3 is the other sibling after all: it alone is moved.
    fixture.run(link(3, 2));
    assert_eq!(others(&mut fixture, calls[0]), [2]);
    assert_eq!(others(&mut fixture, calls[1]), [1, 5, 6]);
    assert_eq!(others(&mut fixture, first), [4, 5, 6, 3]);
    // Each child that was moved has its line, in its own call.
    let query = JournalQuery { about: JournalAbout::All, before: None, limit: 1000 };
    let told = fixture.store.tell(&Question::Journal(query), fixture.now).unwrap();
    let Told::Journal(page) = told else { panic!("{told:?}") };
    let lines = page.lines.iter().rev().map(|line| &line.entry);
    let moved = lines.filter(|entry| entry.act == Act::Link && entry.field == "reference");
    let moved: Vec<_> = moved.map(|entry| (entry.number, entry.call.unwrap())).collect();
    assert_eq!(moved, [(3, 2), (3, 2), (4, 3), (6, 5), (1, 1), (6, 5), (3, 2)]);
    assert_eq!(fixture.store.check().unwrap(), []);
}
