//! What store and model say of the same moment, a line for each thing, so that what differs can be read.

use akuttvakt::domain::board::Board;
use akuttvakt::domain::call_details::CallDetails;
use akuttvakt::domain::ids::PlaceId;
use chrono::TimeDelta;

use super::ADVISERS;
use super::world::{At, CallRow, OfferRow, World, index, number, those};

/// Everything the board says that the model knows.
pub fn board_of_store(board: &Board) -> Vec<String> {
    let mut lines = Vec::new();
    for call in &board.calls {
        let children: Vec<_> = call.children.iter().map(|child| (child.id.0, child.facts)).collect();
        let answers: Vec<_> = call
            .answers
            .iter()
            .map(|answer| (answer.item, answer.state, answer.at, answer.by.as_str(), answer.has_text))
            .collect();
        let closed = call.closed_at.zip(call.close_reason);
        let known = (call.has_callback, call.has_note, call.has_names);
        let facts = akuttvakt::domain::call::CallFacts { children: Vec::new(), ..call.facts() };
        let id = call.id;
        lines.push(format!(
            "call {id} {facts:?} {:?} {children:?} {answers:?} {closed:?} {known:?}",
            call.deadline
        ));
    }
    for offer in &board.offers {
        let children: Vec<_> = offer.children.iter().map(|child| child.0).collect();
        let answer = offer.answer.zip(offer.answered_at);
        let (id, call, place, at) = (offer.id, offer.call, offer.place, offer.at);
        lines.push(format!("offer {id} {call} {place} {children:?} {at} {answer:?}"));
    }
    for place in &board.places {
        let claim = place.claim.as_ref().map(|claim| {
            let (child, offer) = (claim.child.map(|child| child.0), claim.offer.map(|offer| offer.0));
            (claim.kind, claim.call.0, child, offer, claim.by.as_str(), claim.from, claim.until)
        });
        let confirmed =
            place.confirmed.as_ref().map(|confirmed| (confirmed.at, confirmed.by.as_str(), confirmed.how));
        let (state, since) = (place.state, place.state_since);
        lines.push(format!("place {} {} {state:?} {since} {confirmed:?} {claim:?}", place.id, place.unit));
    }
    for row in &board.follow_ups {
        let offer = row.offer.map(|offer| offer.0);
        lines.push(format!(
            "follow-up {} {:?} {} {offer:?} {:?} {}",
            row.id, row.kind, row.call, row.item, row.due_at
        ));
    }
    lines.push(format!(
        "rules {}",
        rules(|key| match key {
            "hold.seconds" => board.rules.hold_seconds.to_string(),
            "purge.days" => board.rules.purge_days.to_string(),
            "response.minutes" => board.rules.response_minutes.to_string(),
            _ => board.rules.call_back_minutes.to_string(),
        })
    ));
    lines
}

fn rules(value: impl Fn(&'static str) -> String) -> String {
    ["hold.seconds", "purge.days", "response.minutes", "offer.call_back_minutes"].map(value).join(" ")
}

/// The same, as the model knows it.
pub fn board_of_model(world: &World, now: At) -> Vec<String> {
    let mut lines = Vec::new();
    let is_shown = |call: &CallRow| call.closed.is_none_or(|(at, _)| at >= now - TimeDelta::hours(24));
    for call in those(&world.calls, is_shown) {
        let row = &world.calls[index(call)];
        let children = world.children_of(call);
        let has_names = !row.is_erased
            && !children.is_empty()
            && children.iter().all(|child| world.children[index(*child)].name.is_some());
        let children: Vec<_> =
            children.into_iter().map(|child| (child, world.children[index(child)].facts)).collect();
        let mut answers: Vec<_> = world
            .answers
            .iter()
            .filter(|answer| answer.call == call && !answer.is_over)
            .map(|answer| {
                let has_text = answer.told.is_some() && !row.is_erased;
                (answer.item, answer.state, answer.from, ADVISERS[answer.by], has_text)
            })
            .collect();
        answers.sort_by_key(|answer| answer.0);
        let is_known = |words: &Option<String>| words.is_some() && !row.is_erased;
        let known = (is_known(&row.facts.callback), is_known(&row.facts.note), has_names);
        let mut facts = row.facts.clone();
        (facts.callback, facts.note) = (None, None);
        let (deadline, closed) = (row.deadline, row.closed);
        lines.push(format!(
            "call {call} {facts:?} {deadline:?} {children:?} {answers:?} {closed:?} {known:?}"
        ));
    }
    let offers = those(&world.offers, |row| !row.is_void && is_shown(&world.calls[index(row.call)]));
    for offer in offers {
        let OfferRow { call, place, at, answer, .. } = world.offers[index(offer)];
        let children = world.children_of_offer(offer);
        lines.push(format!("offer {offer} {call} {place} {children:?} {at} {answer:?}"));
    }
    let mut places: Vec<_> = those(&world.places, |_| true);
    places.sort_by_key(|place| (world.places[index(*place)].unit, *place));
    for place in places {
        let claim = world.unended(place).map(|claim| &world.claims[claim]).map(|claim| {
            let by = ADVISERS[claim.by];
            (claim.kind, claim.call, Some(claim.child), claim.offer, by, claim.from, claim.until)
        });
        let row = &world.places[index(place)];
        let confirmed = row.confirmed.map(|(at, by, how)| (at, ADVISERS[by], how));
        let state = &world.states[world.state(place)];
        let (state, since) = (state.state, state.from);
        let place = PlaceId(place);
        lines.push(format!("place {place} {} {state:?} {since} {confirmed:?} {claim:?}", row.unit));
    }
    let mut open = world.open_follow_ups(|_| true);
    open.sort_by_key(|row| (world.follow_ups[*row].due, *row));
    for at in open {
        let row = &world.follow_ups[at];
        let (kind, call, offer, item, due) = (row.kind, row.call, row.offer, row.item, row.due);
        lines.push(format!("follow-up {} {kind:?} {call} {offer:?} {item:?} {due}", number(at)));
    }
    lines.push(format!(
        "rules {}",
        rules(|key| {
            let default = match key {
                "hold.seconds" => "900",
                "purge.days" => "365",
                "response.minutes" => "120",
                _ => "30",
            };
            world.setting(key, default).to_owned()
        })
    ));
    lines
}

/// What is told of one call in words.
pub fn call_of_store(details: &CallDetails) -> Vec<String> {
    let mut lines = vec![format!("note {:?} closed with {:?}", details.note, details.close_note)];
    lines.extend(details.told.iter().map(|(item, words)| format!("told {item:?} {words}")));
    for offer in &details.offers {
        let (id, clearance) = (offer.offer.id, offer.clearance.unwrap());
        let has_facts = !offer.facts.is_empty();
        lines.push(format!(
            "offer {id} {:?} {:?} {clearance:?} {:?} {:?} {:?} {:?} {:?} {has_facts}",
            offer.why,
            offer.child_view,
            offer.cleared_at,
            offer.may_be_known,
            offer.answer_reason,
            offer.answered_by,
            offer.answer_note,
        ));
    }
    lines
}

/// The same, as the model knows it.
pub fn call_of_model(world: &World, call: i64) -> Vec<String> {
    let row = &world.calls[index(call)];
    let left = |words: &Option<String>| words.clone().filter(|_| !row.is_erased);
    let mut lines = vec![format!("note {:?} closed with {:?}", left(&row.facts.note), left(&row.close_note))];
    let mut told: Vec<_> = world
        .answers
        .iter()
        .filter(|answer| answer.call == call && !answer.is_over)
        .filter_map(|answer| Some((answer.item, left(&answer.told)?)))
        .collect();
    told.sort();
    lines.extend(told.iter().map(|(item, words)| format!("told {item:?} {words}")));
    for id in those(&world.offers, |offer| offer.call == call && !offer.is_void) {
        let offer = &world.offers[index(id)];
        lines.push(format!(
            "offer {id} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {}",
            left(&offer.why),
            left(&offer.child_view),
            offer.clearance,
            offer.cleared_at,
            offer.may_be_known,
            offer.answer_reason,
            left(&offer.answered_by),
            left(&offer.answer_note),
            !row.is_erased,
        ));
    }
    lines
}

/// What one says and the other does not.
pub fn differences(store: &[String], model: &[String]) -> Option<String> {
    let only = |own: &[String], other: &[String], name: &str| -> Vec<String> {
        own.iter().filter(|line| !other.contains(line)).map(|line| format!("{name}: {line}")).collect()
    };
    let lines = [only(store, model, "store"), only(model, store, "model")].concat();
    match (store == model, lines.is_empty()) {
        (true, _) => None,
        (false, true) => Some(format!("in another order: {store:?}\n{model:?}")),
        (false, false) => Some(lines.join("\n")),
    }
}
