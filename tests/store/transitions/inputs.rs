//! Bad input: what the routine forbids, text beyond its limit, and dates in the wrong century.

use akuttvakt::domain::call::{CallFacts, CallKind, CloseReason};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{Age, ChildFacts, ChildIdentity, Sex};
use akuttvakt::domain::command::{
    CallEdit, Command, ItemAnswer, ItemFields, OfferCompletion, OfferDraft, SiblingSplit,
};
use akuttvakt::domain::follow_up::FollowUpKind;
use akuttvakt::domain::ids::{CallId, ChildId, FollowUpId, OfferId, PlaceId};
use akuttvakt::domain::matching::Fact;
use akuttvakt::domain::measure::Wish;
use akuttvakt::domain::offer::{Answer, Clearance, DeclineReason};
use akuttvakt::domain::placement::{PlacementPlan, StayEnd, StayEnding, StayViews};
use akuttvakt::domain::refusal::{BadTime, BadValue, Refusal, Stale};
use akuttvakt::domain::remark::RemarkKind;
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;
use chrono::{DateTime, TimeDelta, Utc};

use super::{About, answer, assert_told, copy_of, plan, state};
use crate::fixture::{Fixture, girl_of_nine, minutes, ringsaker};

#[test]
fn an_infant_goes_to_an_institution_only_with_a_written_reason() {
    let mut fixture = Fixture::with_places();
    let facts = CallFacts {
        children: vec![ChildFacts { sex: Sex::Boy, age: Age::Weeks(3) }],
        wished: vec![Wish::Institution],
        ..girl_of_nine(fixture.now)
    };
    let call = fixture.register(facts);
    for why in [None, Some("  ".to_owned())] {
        let draft = OfferDraft { why, ..OfferDraft::new(call, PlaceId(5)) };
        let refusal = fixture.refused(&Command::Offer(Box::new(draft)));
        assert_told(&refusal, &fixture);
        let Refusal::ReasonNeeded { place, call: of, blockers } = refusal else { panic!("{refusal:?}") };
        assert_eq!((place, of), (PlaceId(5), call));
        assert!(blockers.contains(&Fact::NotClearedForInfants), "the rule is named: {blockers:?}");
    }
    let why = Some("mor kan bo der med ham i natt".to_owned());
    fixture.run(Command::Offer(Box::new(OfferDraft { why, ..OfferDraft::new(call, PlaceId(5)) })));
}

#[test]
fn nothing_comes_before_what_it_follows() {
    let (mut fixture, about) = state("planned");
    let accepted = fixture.store.call_details(about.call).unwrap().offers[0].offer.answered_at.unwrap();
    let before = accepted - minutes(10);
    let too_early = |at, after| Refusal::BadTime(BadTime::TooEarly { at, after });
    let refused = fixture.refused(&Command::Arrive { offer: about.offer, at: Some(before) });
    assert_eq!(refused, too_early(before, accepted), "an arrival before the offer was accepted");
    assert_told(&refused, &fixture);
    let (leaves_at, expected_at) = (fixture.now + minutes(60), fixture.now + minutes(30));
    let journey = PlacementPlan {
        leaves_at: Some(leaves_at),
        expected_at: Some(expected_at),
        ..PlacementPlan::new(about.offer)
    };
    let refused = fixture.refused(&Command::PlanPlacement(Box::new(journey)));
    assert_eq!(refused, too_early(expected_at, leaves_at), "expected before it leaves");
    assert_told(&refused, &fixture);
    // Told afterwards: the child arrived earlier than now, in the same minute as it was accepted.
    let arrived = accepted - TimeDelta::seconds(30);
    fixture.run(Command::Arrive { offer: about.offer, at: Some(arrived) });
    let stay = |at| {
        let end = StayEnd::Home;
        Command::EndPlacement(Box::new(StayEnding { child: about.child, at: Some(at), end, note: None }))
    };
    let refused = fixture.refused(&stay(arrived - minutes(5)));
    assert_eq!(refused, too_early(arrived - minutes(5), arrived), "an end before the arrival");
    assert_told(&refused, &fixture);
    let refused = fixture.refused(&stay(fixture.now + minutes(30)));
    assert_eq!(refused, Refusal::BadTime(BadTime::InFuture(fixture.now + minutes(30))));
    assert_told(&refused, &fixture);
    // Who moves does so after it came to where it lived.
    let (mut fixture, about) = state("open");
    let lived = fixture.store.call_details(about.call).unwrap().placements[0].0.arrived_at.unwrap();
    let second = fixture.offer(about.call, PlaceId(1));
    fixture.run(answer(second, Answer::Accepted));
    fixture.now = lived + minutes(200);
    let refused = fixture.refused(&Command::Arrive { offer: second, at: Some(lived - minutes(5)) });
    assert!(matches!(refused, Refusal::BadTime(BadTime::TooEarly { .. })), "{refused:?}");
}

#[test]
fn the_end_of_a_stay_without_a_plan_needs_words() {
    let (fixture, about) = state("arrived");
    for end in StayEnd::ALL {
        let mut copy = copy_of(&fixture);
        let ending = |note: Option<&str>| {
            let note = note.map(str::to_owned);
            Command::EndPlacement(Box::new(StayEnding { child: about.child, at: None, end: *end, note }))
        };
        if matches!(end, StayEnd::UnplannedMove | StayEnd::Other) {
            for note in [None, Some(" ")] {
                let refusal = copy.refused(&ending(note));
                assert_eq!(refusal, Refusal::BadValue(BadValue::TextMissing("note")), "{end:?}");
                assert_told(&refusal, &copy);
            }
            copy.run(ending(Some("brudd i hjemmet")));
        } else {
            copy.run(ending(None));
        }
    }
}

#[test]
fn a_split_needs_siblings_who_are_together_and_all_of_who_when_and_why() {
    let mut fixture = Fixture::with_places();
    let mut facts = girl_of_nine(fixture.now);
    facts.children.push(ChildFacts { sex: Sex::Boy, age: Age::Years(7) });
    let call = fixture.register(facts);
    let split = |agreed_by: &str, reason: &str| {
        Command::SplitSiblings(Box::new(SiblingSplit {
            call,
            agreed_by: agreed_by.to_owned(),
            agreed_at: None,
            reason: reason.to_owned(),
        }))
    };
    for (command, field) in [(split(" ", "langt"), "agreed_by"), (split("Vakten", ""), "reason")] {
        let refusal = fixture.refused(&command);
        assert_eq!(refusal, Refusal::BadValue(BadValue::TextMissing(field)));
        assert_told(&refusal, &fixture);
    }
    fixture.run(split("Vakten", "langt mellom plassene"));
    let refusal = fixture.refused(&split("Vakten", "langt mellom plassene"));
    assert_eq!(refusal, Refusal::Stale(Stale::ApartAlready(call)));
    assert_told(&refusal, &fixture);
    let alone = fixture.girl();
    let of_one = SiblingSplit {
        call: alone,
        agreed_by: "Vakten".to_owned(),
        agreed_at: None,
        reason: "langt".to_owned(),
    };
    let refusal = fixture.refused(&Command::SplitSiblings(Box::new(of_one)));
    assert_eq!(refusal, Refusal::Stale(Stale::NoSiblings(alone)));
}

fn item(call: CallId, text: Option<String>, fields: ItemFields) -> Command {
    let (item, state) = (ItemKey::Danger, AnswerState::Answered);
    Command::AnswerItem(Box::new(ItemAnswer { call, item, state, text, fields }))
}

fn corrected(fixture: &mut Fixture, about: &About, correct: impl Fn(&mut CallFacts)) -> Command {
    let facts = fixture.store.call_details(about.call).unwrap().call.facts();
    let before = CallFacts { callback: None, note: None, ..facts };
    let mut after = before.clone();
    correct(&mut after);
    let children = vec![about.child];
    Command::EditCall(Box::new(CallEdit { call: about.call, before, after, children, removed: Vec::new() }))
}

#[test]
fn text_beyond_its_limit_is_refused_with_the_limit() {
    let (mut fixture, about) = state("expected");
    let About { call, child, offer } = about;
    let long = || "å".repeat(501);
    let some = || Some(long());
    let name = || ChildIdentity { name: some(), national_id: None };
    let journey = |change: fn(&mut PlacementPlan, String)| {
        let mut plan = PlacementPlan::new(offer);
        change(&mut plan, long());
        Command::PlanPlacement(Box::new(plan))
    };
    let draft = |change: fn(&mut OfferDraft, String)| {
        let mut draft = OfferDraft::new(call, PlaceId(1));
        change(&mut draft, long());
        Command::Offer(Box::new(draft))
    };
    let completed = OfferCompletion {
        offer,
        why: some(),
        child_view: None,
        travel_time: None,
        clearance: Some(Clearance::Cleared),
        cleared_with: None,
        cleared_at: None,
        may_be_known: None,
    };
    let said = |by: Option<String>, note: Option<String>| {
        let reason = Some(DeclineReason::Other);
        Command::Answer { offer, answer: Answer::Declined, reason, by, note }
    };
    let split = |agreed_by: String, reason: String| {
        Command::SplitSiblings(Box::new(SiblingSplit { call, agreed_by, agreed_at: None, reason }))
    };
    let words = || "langt".to_owned();
    let task = FollowUpId(1);
    let commands = vec![
        Command::RegisterCall(Box::new(CallFacts { note: some(), ..girl_of_nine(fixture.now) })),
        Command::RegisterCall(Box::new(CallFacts { callback: some(), ..girl_of_nine(fixture.now) })),
        Command::RegisterCall(Box::new(CallFacts { identities: vec![name()], ..girl_of_nine(fixture.now) })),
        corrected(&mut fixture, &about, |facts| facts.note = Some("å".repeat(501))),
        item(call, some(), ItemFields::default()),
        item(call, None, ItemFields { identities: vec![(child, name())], ..ItemFields::default() }),
        draft(|draft, text| draft.why = Some(text)),
        draft(|draft, text| draft.child_view = Some(text)),
        draft(|draft, text| draft.travel_time = Some(text)),
        draft(|draft, text| draft.cleared_with = Some(text)),
        Command::CompleteOffer(Box::new(completed)),
        said(None, some()),
        said(some(), Some(words())),
        journey(|plan, text| plan.driver = Some(text)),
        journey(|plan, text| plan.medicines = Some(text)),
        journey(|plan, text| plan.night_number = Some(text)),
        Command::FallThrough { offer, reason: long() },
        Command::EndPlacement(Box::new(StayEnding { child, at: None, end: StayEnd::Home, note: some() })),
        Command::EvaluatePlacement(Box::new(StayViews { child, child_view: some(), parents_view: None })),
        Command::EvaluatePlacement(Box::new(StayViews { child, child_view: None, parents_view: some() })),
        split(long(), words()),
        split(words(), long()),
        Command::Remark { call, kind: RemarkKind::Disagreement, text: long() },
        Command::DoStep { call, step: StepKey::Onward, end: StepEnd::Done, note: some() },
        Command::MoveFollowUp { follow_up: task, due_at: fixture.now + minutes(60), reason: long() },
        Command::ExportNamed { call, reason: long() },
        Command::CloseCall { call, reason: CloseReason::Withdrawn, note: some() },
        Command::SetPlace {
            place: PlaceId(1),
            state: akuttvakt::domain::unit::PlaceState::Holiday,
            reason: some(),
        },
    ];
    // The follow-up that is moved must be open: the first of the call is over since the offer was accepted.
    let now = fixture.now;
    let open = fixture.store.board(now).unwrap().follow_ups;
    let task = open.iter().find(|row| row.kind == FollowUpKind::Step).unwrap().id;
    for command in commands {
        let command = match command {
            Command::MoveFollowUp { due_at, reason, .. } => {
                Command::MoveFollowUp { follow_up: task, due_at, reason }
            }
            other => other,
        };
        let refusal = fixture.refused(&command);
        assert!(matches!(refusal, Refusal::BadValue(BadValue::TooLong { .. })), "{command:?}: {refusal:?}");
        assert_told(&refusal, &fixture);
    }
}

#[test]
fn a_date_in_the_wrong_century_is_refused() {
    let (mut fixture, about) = state("expected");
    let (arrived, _) = state("arrived");
    let About { call, child, offer } = about;
    let now = fixture.now;
    let (long_ago, far_off): (DateTime<Utc>, DateTime<Utc>) =
        ("1926-11-21T01:00:00Z".parse().unwrap(), "2126-11-21T01:00:00Z".parse().unwrap());
    let facts = |change: fn(&mut CallFacts, DateTime<Utc>), at| {
        let mut facts = girl_of_nine(now);
        change(&mut facts, at);
        Command::RegisterCall(Box::new(facts))
    };
    let journey = |change: fn(&mut PlacementPlan, DateTime<Utc>), at| {
        let mut plan = PlacementPlan::new(offer);
        change(&mut plan, at);
        Command::PlanPlacement(Box::new(plan))
    };
    let talk = CallFacts { received_at: None, ..CallFacts::new(CallKind::Consultation, ringsaker(), now) };
    let talk = fixture.register(talk);
    let open = fixture.store.board(now).unwrap().follow_ups;
    let follow_up = open.iter().find(|row| row.kind == FollowUpKind::Step).unwrap().id;
    let cleared = |cleared_at| {
        let draft = OfferDraft { cleared_at: Some(cleared_at), ..OfferDraft::new(talk, PlaceId(1)) };
        Command::Offer(Box::new(draft))
    };
    let fields = |change: fn(&mut ItemFields, DateTime<Utc>), at| {
        let mut fields = ItemFields::default();
        change(&mut fields, at);
        item(call, None, fields)
    };
    let moved =
        |due_at| Command::MoveFollowUp { follow_up, due_at, reason: "når kontoret åpner".to_owned() };
    let split = |agreed_at| {
        let (agreed_by, reason) = ("Vakten".to_owned(), "langt".to_owned());
        Command::SplitSiblings(Box::new(SiblingSplit { call, agreed_by, agreed_at: Some(agreed_at), reason }))
    };
    for at in [long_ago, far_off] {
        let mut commands = vec![
            facts(|facts, at| facts.first_contact_at = at, at),
            facts(|facts, at| facts.received_at = Some(at), at),
            facts(|facts, at| facts.decided_at = Some(at), at),
            facts(|facts, at| facts.holds_until = Some(at), at),
            corrected(&mut fixture, &about, |facts| facts.decided_at = Some(at)),
            corrected(&mut fixture, &about, |facts| facts.holds_until = Some(at)),
            corrected(&mut fixture, &about, |facts| facts.received_at = Some(at)),
            corrected(&mut fixture, &about, |facts| facts.first_contact_at = at),
            fields(|fields, at| fields.decided_at = Some(at), at),
            fields(|fields, at| fields.holds_until = Some(at), at),
            Command::Refer { call: talk, at },
            Command::PromiseCallBack { call, due_at: at },
            cleared(at),
            journey(|plan, at| plan.leaves_at = Some(at), at),
            journey(|plan, at| plan.expected_at = Some(at), at),
            journey(|plan, at| plan.unit_told_at = Some(at), at),
            Command::Arrive { offer, at: Some(at) },
            Command::SetMeeting { call, at },
            moved(at),
            split(at),
        ];
        for command in commands.drain(..) {
            let refusal = fixture.refused(&command);
            assert!(matches!(refusal, Refusal::BadTime(_)), "{command:?}: {refusal:?}");
            assert_told(&refusal, &fixture);
        }
        let mut arrived = copy_of(&arrived);
        let end = StayEnd::Home;
        let ending = StayEnding { child, at: Some(at), end, note: None };
        let refusal = arrived.refused(&Command::EndPlacement(Box::new(ending)));
        assert!(matches!(refusal, Refusal::BadTime(_)), "{refusal:?}");
        assert_told(&refusal, &arrived);
    }
}

#[test]
fn what_is_not_there_is_refused() {
    let (mut fixture, about) = state("expected");
    let (call, child, offer) = (CallId(99), ChildId(99), OfferId(99));
    let mut journey = plan(offer, &fixture);
    if let Command::PlanPlacement(plan) = &mut journey {
        plan.driver = Some("kommunen".to_owned());
    }
    let number = |field, number| Refusal::BadValue(BadValue::UnknownNumber { field, number });
    let words = || "langt".to_owned();
    let views = StayViews { child, child_view: Some(words()), parents_view: None };
    let due_at = fixture.now + minutes(60);
    let table = [
        (journey, Refusal::UnknownOffer(offer)),
        (Command::Arrive { offer, at: None }, Refusal::UnknownOffer(offer)),
        (Command::FallThrough { offer, reason: words() }, Refusal::UnknownOffer(offer)),
        (super::end(child), number("child", 99)),
        (Command::EvaluatePlacement(Box::new(views)), number("child", 99)),
        (Command::StayOpen { call, stays_open: true }, Refusal::UnknownCall(call)),
        (Command::SetMeeting { call, at: due_at }, Refusal::UnknownCall(call)),
        (Command::Remark { call, kind: RemarkKind::Note, text: words() }, Refusal::UnknownCall(call)),
        (Command::ExportNamed { call, reason: words() }, Refusal::UnknownCall(call)),
        (
            Command::DoStep { call, step: StepKey::Birk, end: StepEnd::Done, note: None },
            Refusal::UnknownCall(call),
        ),
        (
            Command::MoveFollowUp { follow_up: FollowUpId(99), due_at, reason: words() },
            number("follow_up", 99),
        ),
        (
            Command::EvaluatePlacement(Box::new(StayViews {
                child: about.child,
                child_view: None,
                parents_view: None,
            })),
            Refusal::Stale(Stale::NotArrived(about.child)),
        ),
    ];
    for (command, expected) in table {
        let refusal = fixture.refused(&command);
        assert_eq!(refusal, expected, "{command:?}");
        assert_told(&refusal, &fixture);
    }
}
