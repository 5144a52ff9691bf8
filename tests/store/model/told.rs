//! What store and model say of the same moment, a line for each thing, so that what differs can be read.

use akuttvakt::domain::board::Board;
use akuttvakt::domain::call_details::CallDetails;
use akuttvakt::domain::compensation::Compensation;
use akuttvakt::domain::deviation::Deviation;
use akuttvakt::domain::directory::{Contact, ContactRow};
use akuttvakt::domain::enquiry::Enquiry;
use akuttvakt::domain::follow_up::FollowUp;
use akuttvakt::domain::ids::PlaceId;
use akuttvakt::domain::placement::Placement;
use akuttvakt::domain::steps::StepSettled;
use chrono::TimeDelta;

use super::ADVISERS;
use super::nothing_free::levels_on;
use super::rows::{CompensationRow, PlacementRow, RemarkRow, SplitRow, StepRow};
use super::signed::{shifts_of_model, shifts_of_store};
use super::world::{At, CallRow, FollowUpRow, OfferRow, World, index, number, those};

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
        let routine =
            (call.registered_at, &call.by, call.meeting_at.zip(call.meeting_set_at), call.stays_open);
        let id = call.id;
        lines.push(format!(
            "call {id} {facts:?} {:?} {children:?} {answers:?} {closed:?} {known:?} {routine:?}",
            call.deadline
        ));
    }
    for offer in &board.offers {
        let children: Vec<_> = offer.children.iter().map(|child| child.0).collect();
        let answer = offer.answer.zip(offer.answered_at);
        let (id, call, place, at) = (offer.id, offer.call, offer.place, offer.at);
        let arrived = (offer.has_arrived, offer.arrived_at);
        lines.push(format!("offer {id} {call} {place} {children:?} {at} {answer:?} {arrived:?}"));
    }
    for place in &board.places {
        let claim = place.claim.as_ref().map(|claim| {
            let (child, offer) = (claim.child.map(|child| child.0), claim.offer.map(|offer| offer.0));
            (claim.kind, claim.call.0, child, offer, claim.by.as_str(), claim.from, claim.until)
        });
        let confirmed =
            place.confirmed.as_ref().map(|confirmed| (confirmed.at, confirmed.by.as_str(), confirmed.how));
        let (state, since) = (place.state, place.state_since);
        let extra = (place.is_extra, place.expected_free_at);
        lines.push(format!(
            "place {} {} {state:?} {since} {confirmed:?} {claim:?} {extra:?}",
            place.id, place.unit
        ));
    }
    for row in &board.follow_ups {
        lines.push(follow_up_of_store(row));
    }
    lines.extend(board.placements.iter().map(placement_of_store));
    lines.extend(board.steps.iter().map(step_of_store));
    lines.extend(nothing_free_of_store(board));
    lines.extend(shifts_of_store(board));
    let silenced = board.silenced.iter().map(|alarm| format!("silenced {alarm:?}"));
    lines.extend(silenced);
    let earlier: Vec<_> = board.earlier.iter().map(|call| call.id.0).collect();
    lines.push(format!("earlier {earlier:?}"));
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
        let routine = (row.registered.0, ADVISERS[row.registered.1], row.meeting, row.stays_open);
        lines.push(format!(
            "call {call} {facts:?} {deadline:?} {children:?} {answers:?} {closed:?} {known:?} {routine:?}"
        ));
    }
    let offers = those(&world.offers, |row| !row.is_void && is_shown(&world.calls[index(row.call)]));
    for offer in offers {
        let OfferRow { call, place, at, answer, .. } = world.offers[index(offer)];
        let children = world.children_of_offer(offer);
        let arrivals = world.placements.iter().filter(|row| row.offer == offer).filter_map(|row| row.arrived);
        let arrived = (world.has_arrived(offer), arrivals.min());
        lines.push(format!("offer {offer} {call} {place} {children:?} {at} {answer:?} {arrived:?}"));
    }
    let mut places: Vec<_> = those(&world.places, |place| !place.is_closed);
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
        let (place, extra) = (PlaceId(place), (row.is_extra, row.expected));
        lines.push(format!("place {place} {} {state:?} {since} {confirmed:?} {claim:?} {extra:?}", row.unit));
    }
    let mut open = world.open_follow_ups(|_| true);
    open.sort_by_key(|row| (world.follow_ups[*row].due, *row));
    for at in open {
        lines.push(follow_up_of_model(world, at));
    }
    let of_shown = |call: i64| is_shown(&world.calls[index(call)]);
    let is_told =
        |row: &PlacementRow| !row.is_void && (of_shown(row.call) || row.is_expected() || row.is_lived());
    let placements = those(&world.placements, is_told);
    lines.extend(placements.into_iter().map(|number| placement_of_model(world, number)));
    let steps = world.steps.iter().filter(|row| !row.is_over && of_shown(row.call));
    lines.extend(steps.map(|row| step_of_model(world, row)));
    lines.extend(nothing_free_of_model(world, of_shown));
    lines.extend(shifts_of_model(world, of_shown));
    let sounding = world.silences.iter().filter(|alarm| world.calls[index(alarm.call.0)].closed.is_none());
    lines.extend(sounding.map(|alarm| format!("silenced {alarm:?}")));
    let has_tasks = |call: i64| !world.open_follow_ups(|row| row.call == call).is_empty();
    let earlier = those(&world.calls, |call| !is_shown(call));
    let earlier: Vec<_> = earlier.into_iter().filter(|call| has_tasks(*call)).collect();
    lines.push(format!("earlier {earlier:?}"));
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

fn follow_up_of_store(row: &FollowUp) -> String {
    let offer = row.offer.map(|offer| offer.0);
    let place = row.place.map(|place| place.0);
    let enquiry = row.enquiry.map(|enquiry| enquiry.0);
    let child = row.child.map(|child| child.0);
    let paper = row.paper;
    format!(
        "follow-up {} {:?} {} {offer:?} {place:?} {enquiry:?} {paper:?} {child:?} {:?} {:?} {} {:?} {} {}",
        row.id, row.kind, row.call, row.item, row.step, row.due_at, row.owner, row.by, row.is_moved
    )
}

fn follow_up_of_model(world: &World, at: usize) -> String {
    let row = &world.follow_ups[at];
    let FollowUpRow { kind, call, offer, place, item, step, enquiry, paper, child, .. } = row;
    let FollowUpRow { due, owner, by, moved, .. } = row;
    let (id, by, is_moved) = (number(at), ADVISERS[*by], moved.is_some());
    format!(
        "follow-up {id} {kind:?} {call} {offer:?} {place:?} {enquiry:?} {paper:?} {child:?} {item:?} {step:?} {due} {owner:?} {by} {is_moved}"
    )
}

fn nothing_free_of_store(board: &Board) -> Vec<String> {
    let enquiries = board.enquiries.iter().map(enquiry_of_store);
    let measures = board.compensations.iter().map(compensation_of_store);
    let groups = board.units.iter().map(|unit| format!("group {} {:?}", unit.id, unit.group_note));
    enquiries.chain(measures).chain(board.deviations.iter().map(deviation_of_store)).chain(groups).collect()
}

fn nothing_free_of_model(world: &World, is_shown: impl Fn(i64) -> bool) -> Vec<String> {
    let enquiries = those(&world.enquiries, |row| is_shown(row.call));
    let mut lines: Vec<_> = enquiries.into_iter().map(|number| enquiry_of_model(world, number)).collect();
    let measures = world.compensations.iter().filter(|row| !row.is_over && is_shown(row.call));
    lines.extend(measures.map(|row| compensation_of_model(world, row)));
    let deviations = those(&world.deviations, |row| row.closed.is_none() || is_shown(row.call));
    lines.extend(deviations.into_iter().map(|number| deviation_of_model(world, number)));
    let homes = (1..).zip(&world.homes);
    lines.extend(homes.map(|(unit, home)| format!("group {unit} {:?}", home.group_note)));
    lines
}

fn enquiry_of_store(row: &Enquiry) -> String {
    let of = (row.call.0, row.rung, row.unit.map(|unit| unit.0), row.region);
    let said = (row.result, row.reason, row.ask_at, &row.decisions);
    format!("enquiry {} {of:?} {} {} {said:?} {}", row.id, row.at, row.by, row.has_note)
}

fn enquiry_of_model(world: &World, number: i64) -> String {
    let row = &world.enquiries[index(number)];
    let has_note = row.note.is_some() && !world.calls[index(row.call)].is_erased;
    let of = (row.call, row.rung, row.unit, row.region);
    let said = (row.result, row.reason, row.ask_at, &row.decisions);
    format!("enquiry {number} {of:?} {} {} {said:?} {has_note}", row.at, ADVISERS[row.by])
}

fn compensation_of_store(row: &Compensation) -> String {
    format!("measure {} {:?} {:?} {} {} {}", row.call, row.kind, row.state, row.at, row.by, row.has_note)
}

fn compensation_of_model(world: &World, row: &CompensationRow) -> String {
    let has_note = row.note.is_some() && !world.calls[index(row.call)].is_erased;
    let by = ADVISERS[row.by];
    format!("measure {} {:?} {:?} {} {by} {has_note}", row.call, row.kind, row.state, row.at)
}

fn deviation_of_store(row: &Deviation) -> String {
    let over = (row.closed_at.zip(row.outcome), row.offered_at);
    let (id, call, child, state) = (row.id, row.call, row.child, row.state);
    let at = (row.opened_at, row.registered_at);
    let levels = row.scheme.levels();
    format!(
        "deviation {id} {call} {child} {state:?} {:?} {levels} {at:?} {over:?} {:?}",
        row.facts, row.supervision
    )
}

fn deviation_of_model(world: &World, number: i64) -> String {
    let row = &world.deviations[index(number)];
    let over = (row.closed, row.offered);
    let (call, child, state) = (row.call, row.child, row.state());
    let at = (row.opened, row.registered);
    let levels = levels_on(row.facts.first_request_at);
    format!(
        "deviation {number} {call} {child} {state:?} {:?} {levels} {at:?} {over:?} {:?}",
        row.facts, row.supervision
    )
}

/// The directory.
pub fn contacts_of_store(contacts: &[Contact]) -> Vec<String> {
    contacts.iter().map(|contact| contact_line(contact.id.0, &contact.row)).collect()
}

/// The same, as the model knows it: by kind, then by number.
pub fn contacts_of_model(world: &World) -> Vec<String> {
    let mut known: Vec<_> =
        world.contacts.iter().enumerate().filter_map(|(at, row)| Some((row.as_ref()?, number(at)))).collect();
    known.sort_by_key(|(row, number)| (row.kind, *number));
    known.into_iter().map(|(row, number)| contact_line(number, row)).collect()
}

fn contact_line(number: i64, row: &ContactRow) -> String {
    let ContactRow { kind, name, phone, region, municipality, note } = row;
    format!("contact {number} {kind:?} {name} {phone} {region:?} {municipality:?} {note:?}")
}

fn placement_of_store(row: &Placement) -> String {
    let told =
        [row.has_driver, row.has_medicines, row.has_night_number, row.has_child_view, row.has_parents_view];
    let of = (row.call.0, row.child.0, row.place.0, row.offer.0);
    let at = (row.accepted_at, row.leaves_at, row.expected_at, row.unit_told_at, row.arrived_at);
    let over = (row.ended_at.zip(row.end), row.cancelled_at);
    let wanted = (row.basis, row.decision, row.measure);
    format!("placement {} {of:?} {at:?} {over:?} {wanted:?} {told:?}", row.id)
}

fn placement_of_model(world: &World, number: i64) -> String {
    let row = &world.placements[index(number)];
    let is_erased = world.calls[index(row.call)].is_erased;
    let told = [&row.driver, &row.medicines, &row.night_number, &row.child_view, &row.parents_view]
        .map(|words| words.is_some() && !is_erased);
    let of = (row.call, row.child, row.place, row.offer);
    let at = (row.accepted, row.leaves, row.expected, row.unit_told, row.arrived);
    let over = (row.ended, row.cancelled);
    let wanted = (row.basis, row.decision, row.measure);
    format!("placement {number} {of:?} {at:?} {over:?} {wanted:?} {told:?}")
}

fn step_of_store(row: &StepSettled) -> String {
    format!("step {} {:?} {:?} {} {} {}", row.call, row.step, row.end, row.at, row.by, row.has_note)
}

fn step_of_model(world: &World, row: &StepRow) -> String {
    let has_note = row.note.is_some() && !world.calls[index(row.call)].is_erased;
    format!("step {} {:?} {:?} {} {} {has_note}", row.call, row.step, row.end, row.at, ADVISERS[row.by])
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
            offer.offer.answer_reason,
            offer.answered_by,
            offer.answer_note,
        ));
    }
    for (row, words) in &details.placements {
        lines.push(placement_of_store(row));
        let views = (&words.child_view, &words.parents_view);
        lines.push(format!("words {:?} {:?} {:?} {views:?}", words.driver, words.medicines, words.end_note));
    }
    lines.extend(details.steps.iter().map(|(row, note)| format!("{} {note:?}", step_of_store(row))));
    lines.extend(details.follow_ups.iter().map(follow_up_of_store));
    lines.extend(details.moved.iter().map(|(row, reason)| format!("moved {row} {reason}")));
    for row in &details.remarks {
        lines.push(format!("remark {} {:?} {} {} {:?}", row.number, row.kind, row.at, row.by, row.text));
    }
    for asked in &details.enquiries {
        lines.push(format!("{} {:?}", enquiry_of_store(&asked.enquiry), asked.note));
    }
    lines.extend(details.compensations.iter().map(compensation_of_store));
    for (row, note) in &details.deviations {
        lines.push(format!("{} {note:?}", deviation_of_store(row)));
    }
    for row in &details.splits {
        lines.push(format!("split {} {} {:?}", row.number, row.agreed_at, row.reason));
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
    for number in those(&world.placements, |row| row.call == call && !row.is_void) {
        lines.push(placement_of_model(world, number));
        let row = &world.placements[index(number)];
        let views = (&left(&row.child_view), &left(&row.parents_view));
        let (driver, medicines) = (left(&row.driver), left(&row.medicines));
        lines.push(format!("words {driver:?} {medicines:?} {:?} {views:?}", left(&row.end_note)));
    }
    let steps = world.steps.iter().filter(|step| step.call == call && !step.is_over);
    lines.extend(steps.map(|step| format!("{} {:?}", step_of_model(world, step), left(&step.note))));
    let mut open = world.open_follow_ups(|row| row.call == call);
    open.sort_by_key(|row| (world.follow_ups[*row].due, *row));
    lines.extend(open.into_iter().map(|at| follow_up_of_model(world, at)));
    for at in those(&world.follow_ups, |row| row.call == call) {
        if let Some(reason) = left(&world.follow_ups[index(at)].reason) {
            lines.push(format!("moved {at} {reason}"));
        }
    }
    for at in those(&world.remarks, |remark| remark.call == call) {
        let RemarkRow { kind, by, at: told, text, .. } = &world.remarks[index(at)];
        let (by, text) = (ADVISERS[*by], left(&Some(text.clone())));
        lines.push(format!("remark {at} {kind:?} {told} {by} {text:?}"));
    }
    for at in those(&world.enquiries, |row| row.call == call) {
        let note = left(&world.enquiries[index(at)].note);
        lines.push(format!("{} {note:?}", enquiry_of_model(world, at)));
    }
    let measures = world.compensations.iter().filter(|row| row.call == call && !row.is_over);
    lines.extend(measures.map(|row| compensation_of_model(world, row)));
    for at in those(&world.deviations, |row| row.call == call) {
        let note = left(&world.deviations[index(at)].note);
        lines.push(format!("{} {note:?}", deviation_of_model(world, at)));
    }
    for at in those(&world.splits, |split| split.call == call) {
        let SplitRow { agreed_at, reason, .. } = &world.splits[index(at)];
        lines.push(format!("split {at} {agreed_at} {:?}", left(&Some(reason.clone()))));
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
