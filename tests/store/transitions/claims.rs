//! One claim row grows from hold over offer to placement; each act that ends it says how. A child with a place is not
//! told away.

use akuttvakt::domain::call::CallFacts;
use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::command::{CallEdit, Command};
use akuttvakt::domain::ids::{ChildId, PlaceId};
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::refusal::{Refusal, Stale};
use rusqlite::Connection;

use super::{PLACE, act, answer, assert_told, close, end, state, tasks::UNDO};
use crate::faults::raw;
use crate::fixture::Fixture;

/// Number, kind and end of every claim on the place.
fn claims(fixture: &Fixture) -> Vec<(i64, String, Option<String>)> {
    let raw: Connection = raw::open(&fixture.path).unwrap();
    let mut statement =
        raw.prepare("SELECT number, kind, end_reason FROM claims WHERE place = 4 ORDER BY number").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn every_way_a_claim_grows_and_ends() {
    // Where it stood, the acts, and what its row says then.
    let table: [(&str, &[&str], &str, Option<&str>); 13] = [
        ("held", &[], "hold", None),
        ("held", &["hold"], "hold", None),
        ("held", &["release"], "hold", Some("released")),
        ("held", &["close"], "hold", Some("closed")),
        ("held", &["undo"], "hold", Some("undone")),
        ("held", &["offer"], "offer", None),
        ("held", &["offer", "undo"], "offer", Some("undone")),
        ("offered", &["decline"], "offer", Some("declined")),
        ("offered", &["withdraw"], "offer", Some("withdrawn")),
        ("offered", &["accept"], "offer", None),
        ("expected", &["fall"], "offer", Some("withdrawn")),
        ("expected", &["arrive"], "placement", None),
        ("planned", &["arrive", "end"], "placement", Some("ended")),
    ];
    for (name, acts, kind, ended) in table {
        let (mut fixture, about) = state(name);
        for row in acts {
            let command = if *row == "undo" { UNDO } else { act(row, &about, &mut fixture) };
            fixture.run(&command);
        }
        let expected = [(1, kind.to_owned(), ended.map(str::to_owned))];
        assert_eq!(claims(&fixture), expected, "{acts:?} when {name}");
        let is_live = ended.is_none();
        assert_eq!(fixture.holder(PLACE).is_some(), is_live, "{acts:?} when {name}");
        assert_eq!(fixture.store.check().unwrap(), []);
    }
    // A hold that lapsed ends when the next one takes the place, with its own end.
    let (mut fixture, _) = state("held");
    let other = fixture.girl();
    fixture.later(30);
    fixture.run(Command::Hold { call: other, place: PLACE });
    let rows = claims(&fixture);
    assert_eq!(rows[0], (1, "hold".to_owned(), Some("lapsed".to_owned())));
    assert_eq!(rows[1], (2, "hold".to_owned(), None));
    // An answer that is taken back takes the place anew.
    let (mut fixture, about) = state("offered");
    fixture.run(answer(about.offer, Answer::Declined));
    fixture.run(UNDO);
    let rows = claims(&fixture);
    assert_eq!(rows[0].2.as_deref(), Some("declined"));
    assert_eq!(rows[1], (2, "offer".to_owned(), None));
}

/// Takes the girl out of her call; a brother is there all the time.
fn without(fixture: &mut Fixture) -> Command {
    let details = fixture.store.call_details(akuttvakt::domain::ids::CallId(1)).unwrap();
    let facts = CallFacts { callback: None, note: None, ..details.call.facts() };
    Command::EditCall(Box::new(CallEdit {
        call: details.call.id,
        before: facts.clone(),
        after: facts,
        children: details.call.children.iter().map(|child| child.id).collect(),
        removed: vec![ChildId(1)],
    }))
}

#[test]
fn a_child_is_taken_out_of_its_call_only_before_it_had_a_place() {
    let table = [
        ("asked", true),
        ("held", false),
        ("offered", false),
        ("voided", true),
        ("declined", false),
        ("withdrawn", false),
        ("expected", false),
        ("planned", false),
        ("fallen", false),
        ("open", false),
    ];
    for (name, is_allowed) in table {
        let (mut fixture, about) = state(name);
        // The brother is told of later.
        let before = fixture.store.call_details(about.call).unwrap().call.facts();
        let before = CallFacts { callback: None, note: None, ..before };
        let mut after = before.clone();
        after.children.push(ChildFacts { sex: Sex::Boy, age: Age::Years(7) });
        let children = vec![about.child];
        let edit = CallEdit { call: about.call, before, after, children, removed: Vec::new() };
        fixture.run(Command::EditCall(Box::new(edit)));
        let command = without(&mut fixture);
        if is_allowed {
            fixture.run(&command);
            let again = fixture.refused(&command);
            assert_eq!(again, Refusal::Stale(Stale::Changed), "{name}");
            assert_told(&again, &fixture);
            let gone = fixture.refused(&end(about.child));
            assert_eq!(gone, Refusal::Stale(Stale::NoStay(about.child)));
        } else {
            let refusal = fixture.refused(&command);
            assert_eq!(refusal, Refusal::Stale(Stale::ChildHasPlace(about.child)), "{name}");
            assert_told(&refusal, &fixture);
        }
    }
}

#[test]
fn a_call_of_two_closes_with_the_last_to_arrive_and_not_while_one_is_on_its_way() {
    let mut fixture = Fixture::with_places();
    let mut facts = crate::fixture::girl_of_nine(fixture.now);
    facts.children.push(ChildFacts { sex: Sex::Boy, age: Age::Years(7) });
    facts.siblings = Some(akuttvakt::domain::child::SiblingRule::Apart);
    let call = fixture.register(facts);
    let offers = [fixture.offer(call, PlaceId(4)), fixture.offer(call, PlaceId(1))];
    for offer in offers {
        fixture.run(answer(offer, Answer::Accepted));
    }
    let arrive = |offer| Command::Arrive { offer, at: None };
    fixture.run(arrive(offers[0]));
    let bound = fixture.refused(&close(call));
    assert_eq!(bound, Refusal::Stale(Stale::OfferOpen(call)), "the brother is on his way");
    // Who moves out at once does not hold up the end of the search.
    fixture.run(end(ChildId(1)));
    fixture.run(arrive(offers[1]));
    let closed = fixture.refused(&close(call));
    assert_eq!(closed, Refusal::Closed { call });
    assert_eq!(fixture.store.check().unwrap(), []);
}
