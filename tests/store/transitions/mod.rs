//! Every transition of calls, children, offers, claims, follow-ups and placements: each state with each act. What is
//! allowed works, what is not is refused by the rule that forbids it, in a sentence.

mod claims;
mod inputs;
mod nothing_free;
mod of_day;
mod shifts;
mod tasks;
mod watches;

use std::sync::OnceLock;

use akuttvakt::domain::call::{CallFacts, CallKind, CloseReason};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::command::{
    CallEdit, Command, ItemAnswer, ItemFields, OfferCompletion, OfferDraft, Outcome, SiblingSplit,
};
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use akuttvakt::domain::offer::{Answer, DeclineReason};
use akuttvakt::domain::placement::{PlacementPlan, StayEnd, StayEnding, StayViews};
use akuttvakt::domain::question::Subject;
use akuttvakt::domain::refusal::{NotOfferable, Refusal, Stale};
use akuttvakt::domain::remark::RemarkKind;
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;
use akuttvakt::store::{Store, StoreError};
use akuttvakt::text::Texts;

use crate::faults::raw;
use crate::fixture::{Fixture, minutes, options, passphrase, reference, ringsaker};

/// What every refusal must be told in.
fn assert_told(refusal: &Refusal, fixture: &Fixture) {
    static TEXTS: OnceLock<Texts> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| Texts::load(Texts::DEFAULT).unwrap());
    let sentence = texts.refusal(refusal, fixture.now);
    assert!(sentence.len() > 15 && sentence.ends_with('.'), "{refusal:?}: {sentence}");
}

/// The same database once more, as far as it came.
fn copy_of(fixture: &Fixture) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let path = raw::copy(&fixture.path, folder.path());
    let store = Store::open(&path, Some(fixture.store.adviser_name()), &passphrase(), reference(), options())
        .unwrap();
    Fixture { folder, path, store, now: fixture.now }
}

fn answer(offer: OfferId, answer: Answer) -> Command {
    let reason = (answer == Answer::Declined).then_some(DeclineReason::TooFar);
    Command::Answer { offer, answer, reason, by: None, note: None }
}

fn close(call: CallId) -> Command {
    Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None }
}

fn end(child: ChildId) -> Command {
    let end = StayEnd::Home;
    Command::EndPlacement(Box::new(StayEnding { child, at: None, end, note: None }))
}

fn plan(offer: OfferId, fixture: &Fixture) -> Command {
    let expected_at = Some(fixture.now + minutes(90));
    Command::PlanPlacement(Box::new(PlacementPlan { expected_at, ..PlacementPlan::new(offer) }))
}

fn set(key: &str, value: &str) -> Command {
    Command::SetSetting { key: key.to_owned(), value: value.to_owned() }
}

/// What the acts are about: the one call with its child, and the offer of place 4, where there is one.
struct About {
    call: CallId,
    child: ChildId,
    offer: OfferId,
}

const PLACE: PlaceId = PlaceId(4);

/// The states a call with one child goes through, in their order.
const STATES: [&str; 15] = [
    "talk",
    "asked",
    "held",
    "offered",
    "voided",
    "declined",
    "withdrawn",
    "expected",
    "planned",
    "fallen",
    "arrived",
    "open",
    "ended",
    "closed",
    "erased",
];

/// Brings a call into a state.
fn state(name: &str) -> (Fixture, About) {
    let mut fixture = Fixture::with_places();
    let about = About { call: CallId(1), child: ChildId(1), offer: OfferId(1) };
    let (call, offer) = (about.call, about.offer);
    let run = |fixture: &mut Fixture, command: Command| drop(fixture.run(command));
    if name == "talk" {
        let mut facts = crate::fixture::girl_of_nine(fixture.now);
        (facts.kind, facts.received_at) = (CallKind::Consultation, None);
        fixture.register(facts);
        return (fixture, about);
    }
    fixture.girl();
    if name == "held" {
        run(&mut fixture, Command::Hold { call, place: PLACE });
    }
    if !matches!(name, "asked" | "held" | "closed") {
        fixture.offer(call, PLACE);
    }
    match name {
        "voided" => run(&mut fixture, tasks::UNDO),
        "declined" => run(&mut fixture, answer(offer, Answer::Declined)),
        "withdrawn" => run(&mut fixture, answer(offer, Answer::Withdrawn)),
        "closed" => run(&mut fixture, close(call)),
        "asked" | "held" | "offered" => {}
        _ => {
            run(&mut fixture, answer(offer, Answer::Accepted));
            fixture.later(20);
        }
    }
    if matches!(name, "planned" | "fallen" | "open") {
        let command = plan(offer, &fixture);
        run(&mut fixture, command);
    }
    match name {
        "fallen" => run(&mut fixture, Command::FallThrough { offer, reason: "fant noe annet".to_owned() }),
        "open" => run(&mut fixture, Command::StayOpen { call, stays_open: true }),
        _ => {}
    }
    if matches!(name, "arrived" | "open" | "ended" | "erased") {
        run(&mut fixture, Command::Arrive { offer, at: None });
        fixture.later(60);
    }
    if matches!(name, "ended" | "erased") {
        run(&mut fixture, end(about.child));
    }
    if name == "erased" {
        run(&mut fixture, set("purge.on", "on"));
        run(&mut fixture, set("purge.days", "1"));
        fixture.later(60 * 24 * 2);
        run(&mut fixture, Command::Purge { dry_run: false });
    }
    fixture.later(1);
    (fixture, about)
}

fn act(name: &str, about: &About, fixture: &mut Fixture) -> Command {
    let &About { call, child, offer } = about;
    let now = fixture.now;
    match name {
        "hold" => Command::Hold { call, place: PLACE },
        "release" => Command::Release { place: PLACE },
        "offer" => {
            let why = Some("nær skolen".to_owned());
            Command::Offer(Box::new(OfferDraft { why, ..OfferDraft::new(call, PLACE) }))
        }
        "complete" => Command::CompleteOffer(Box::new(OfferCompletion {
            offer,
            why: Some("ro".to_owned()),
            child_view: None,
            travel_time: None,
            clearance: None,
            cleared_with: None,
            cleared_at: None,
            may_be_known: None,
        })),
        "accept" => answer(offer, Answer::Accepted),
        "decline" => answer(offer, Answer::Declined),
        "withdraw" => answer(offer, Answer::Withdrawn),
        "plan" => plan(offer, fixture),
        "arrive" => Command::Arrive { offer, at: None },
        "fall" => Command::FallThrough { offer, reason: "de fant noe annet".to_owned() },
        "end" => end(child),
        "evaluate" => Command::EvaluatePlacement(Box::new(StayViews {
            child,
            child_view: Some("bra".to_owned()),
            parents_view: None,
        })),
        "close" => close(call),
        "edit" => {
            let mut after = fixture.store.call_details(call).unwrap().call.facts();
            let before = CallFacts { callback: None, note: None, ..after.clone() };
            after.municipality = crate::fixture::gjovik();
            assert_eq!(before.municipality, ringsaker());
            let children = vec![child];
            Command::EditCall(Box::new(CallEdit { call, before, after, children, removed: Vec::new() }))
        }
        "refer" => Command::Refer { call, at: now },
        "item" => Command::AnswerItem(Box::new(ItemAnswer {
            call,
            item: ItemKey::Danger,
            state: AnswerState::Answered,
            text: Some("nei".to_owned()),
            fields: ItemFields::default(),
        })),
        "promise" => Command::PromiseCallBack { call, due_at: now + minutes(30) },
        "meeting" => Command::SetMeeting { call, at: now + minutes(60 * 30) },
        "step" => {
            Command::DoStep { call, step: StepKey::Birk, end: StepEnd::Done, note: Some("ført".to_owned()) }
        }
        "remark" => Command::Remark { call, kind: RemarkKind::Note, text: "rolig".to_owned() },
        "stay open" => Command::StayOpen { call, stays_open: true },
        "stay no more" => Command::StayOpen { call, stays_open: false },
        "split" => Command::SplitSiblings(Box::new(SiblingSplit {
            call,
            agreed_by: "Vakten".to_owned(),
            agreed_at: None,
            reason: "langt mellom".to_owned(),
        })),
        "export" => Command::ExportNamed { call, reason: "journal".to_owned() },
        "reveal" => Command::Reveal { subject: Subject::Call(call) },
        other => panic!("no act {other}"),
    }
}

/// The name of a refusal in the table.
fn short(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Closed { .. } => "closed",
        Refusal::NotOfferable { why: NotOfferable::Consultation, .. } => "talk",
        Refusal::NotOfferable { why: NotOfferable::EveryChildHasOffer, .. } => "has",
        Refusal::UnknownOffer(_) => "none",
        Refusal::Stale(stale) => match stale {
            Stale::NoHold(_) => "free",
            Stale::Answered(_) => "said",
            Stale::Voided(_) => "void",
            Stale::NotExpected(_) => "late",
            Stale::NotArrived(_) => "early",
            Stale::NoStay(_) => "nostay",
            Stale::OfferOpen(_) => "bound",
            Stale::HasReferral(_) => "had",
            Stale::NoSteps(_) => "talk",
            Stale::NotPlaced(_) => "unplcd",
            Stale::NoSiblings(_) => "alone",
            Stale::StaysOpenAlready(_) => "same",
            Stale::Erased(_) => "erased",
            other => panic!("not of this table: {other:?}"),
        },
        other => panic!("not of this table: {other:?}"),
    }
}

/// A row an act, a column a state in the order of [`STATES`]; `+` is allowed, else why it is refused ([`short`]).
/// What is said of an offer before there is one is refused as unknown.
#[rustfmt::skip]
const TABLE: [(&str, [&str; STATES.len()]); 25] = [
    //              talk    asked    held     offered  voided   declined withdrwn expected planned  fallen   arrived  open     ended    closed   erased
    ("hold",       ["talk",  "+",     "+",     "has",   "+",     "+",     "+",     "has",   "has",   "+",     "closed", "taken", "closed", "closed", "closed"]),
    ("release",    ["free",  "free",  "+",     "free",  "free",  "free",  "free",  "free",  "free",  "free",  "free",  "free",  "free",  "free",  "free"]),
    ("offer",      ["talk",  "+",     "+",     "has",   "+",     "+",     "+",     "has",   "has",   "+",     "closed", "taken", "closed", "closed", "closed"]),
    ("complete",   ["none",  "none",  "none",  "+",     "void",  "said",  "said",  "+",     "+",     "said",  "+",     "+",     "+",     "none",  "erased"]),
    ("accept",     ["none",  "none",  "none",  "+",     "void",  "said",  "said",  "said",  "said",  "said",  "said",  "said",  "said",  "none",  "said"]),
    ("decline",    ["none",  "none",  "none",  "+",     "void",  "said",  "said",  "said",  "said",  "said",  "said",  "said",  "said",  "none",  "said"]),
    ("withdraw",   ["none",  "none",  "none",  "+",     "void",  "said",  "said",  "said",  "said",  "said",  "said",  "said",  "said",  "none",  "said"]),
    ("plan",       ["none",  "none",  "none",  "late",  "none",  "late",  "late",  "+",     "+",     "late",  "late",  "late",  "late",  "none",  "late"]),
    ("arrive",     ["none",  "none",  "none",  "late",  "none",  "late",  "late",  "+",     "+",     "late",  "late",  "late",  "late",  "none",  "late"]),
    ("fall",       ["none",  "none",  "none",  "late",  "none",  "late",  "late",  "+",     "+",     "late",  "late",  "late",  "late",  "none",  "late"]),
    ("end",        ["nostay", "nostay", "nostay", "nostay", "nostay", "nostay", "nostay", "early", "early", "nostay", "+", "+",  "nostay", "nostay", "nostay"]),
    ("evaluate",   ["nostay", "nostay", "nostay", "nostay", "nostay", "nostay", "nostay", "early", "early", "nostay", "+", "+",  "+",     "nostay", "erased"]),
    ("close",      ["+",     "+",     "+",     "bound", "+",     "+",     "+",     "bound", "bound", "+",     "closed", "+",    "closed", "closed", "closed"]),
    ("edit",       ["+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "closed", "+",    "closed", "closed", "closed"]),
    ("refer",      ["+",     "had",   "had",   "had",   "had",   "had",   "had",   "had",   "had",   "had",   "closed", "had",  "closed", "closed", "closed"]),
    ("item",       ["+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "closed", "+",    "closed", "closed", "closed"]),
    ("promise",    ["+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "closed", "+",    "closed", "closed", "closed"]),
    ("meeting",    ["talk",  "unplcd", "unplcd", "unplcd", "unplcd", "unplcd", "unplcd", "+", "+",   "unplcd", "+",    "+",     "+",     "unplcd", "+"]),
    ("step",       ["talk",  "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "erased"]),
    ("remark",     ["+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "erased"]),
    ("stay open",  ["unplcd", "unplcd", "unplcd", "unplcd", "unplcd", "unplcd", "unplcd", "+", "+",  "unplcd", "closed", "same", "closed", "closed", "closed"]),
    ("stay no more", ["same", "same", "same",  "same",  "same",  "same",  "same",  "same",  "same",  "same",  "closed", "+",    "closed", "closed", "closed"]),
    ("split",      ["alone", "alone", "alone", "alone", "alone", "alone", "alone", "alone", "alone", "alone", "closed", "alone", "closed", "closed", "closed"]),
    ("export",     ["+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "erased"]),
    ("reveal",     ["+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+",     "+"]),
];

#[test]
fn every_act_in_every_state_of_a_call_its_offer_and_its_placement() {
    let mut wrong = Vec::new();
    for (column, name) in STATES.iter().enumerate() {
        let (mut fixture, about) = state(name);
        assert_eq!(fixture.store.check().unwrap(), [], "{name}");
        for (row, expected) in TABLE {
            let command = act(row, &about, &mut fixture);
            let said = if expected[column] == "+" {
                let mut copy = copy_of(&fixture);
                let said = copy.try_run(&command);
                assert_eq!(copy.store.check().unwrap(), [], "{row} when {name}");
                said
            } else {
                let head = fixture.head();
                let said = fixture.try_run(&command);
                assert!(
                    said.is_ok() || fixture.head() == head,
                    "{row} when {name} was refused and left a line"
                );
                said
            };
            let said = match said {
                Ok(_) => "+",
                Err(StoreError::Refused(refusal)) => {
                    assert_told(&refusal, &fixture);
                    if matches!(refusal, Refusal::Taken { .. }) { "taken" } else { short(&refusal) }
                }
                Err(error) => panic!("{row} when {name}: {error:?}"),
            };
            if said != expected[column] {
                wrong.push(format!("{row} when {name}: {said}, not {}", expected[column]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_request_that_stays_open_finds_another_place_and_closes_when_it_need_not_any_more() {
    let (mut fixture, about) = state("open");
    let second = fixture.offer(about.call, PlaceId(1));
    fixture.run(answer(second, Answer::Accepted));
    let before = copy_of(&fixture).run(Command::StayOpen { call: about.call, stays_open: false });
    let is_closed = matches!(before, Outcome::StaysOpen { closes_call: true, .. });
    assert!(!is_closed, "it waits to move");
    fixture.later(30);
    let moved = fixture.run(Command::Arrive { offer: second, at: None });
    assert_eq!(moved, Outcome::Arrived { offer: second, closes_call: false });
    assert_eq!((fixture.holder(PLACE), fixture.holder(PlaceId(1))), (None, Some(about.call)), "it has moved");
    let details = fixture.store.call_details(about.call).unwrap();
    let ends: Vec<_> = details.placements.iter().map(|(placement, _)| placement.end).collect();
    assert_eq!(ends, [Some(StayEnd::PlannedMove), None]);
    fixture.run(Command::StayOpen { call: about.call, stays_open: false });
    let closed = fixture.store.call_details(about.call).unwrap().call.close_reason;
    assert_eq!(closed, Some(CloseReason::Placed));
    assert_eq!(fixture.store.check().unwrap(), []);
}
