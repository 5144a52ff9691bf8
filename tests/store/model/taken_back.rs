//! How each act is taken back.

use akuttvakt::domain::checklist::AnswerState;
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind};
use akuttvakt::domain::offer::Clearance;

use super::touched::Touched;
use super::undo::Deed;
use super::world::{At, ClaimRow, FollowUpRow, World, index};

/// What a deed touched in a table, by number.
pub fn rows<'d>(deed: &'d Deed, table: &'d str) -> impl Iterator<Item = &'d Touched> {
    deed.touched.iter().filter(move |row| row.table == table)
}

pub fn restore_call(world: &mut World, deed: &Deed, row: &Touched) {
    let (call, old) = (&mut world.calls[row.at()], &deed.before.calls[row.at()]);
    match row.field {
        "basis" => call.facts.basis = old.facts.basis,
        "decision" => call.facts.decision = old.facts.decision,
        "decided_at" => call.facts.decided_at = old.facts.decided_at,
        "whereabouts" => call.facts.whereabouts = old.facts.whereabouts,
        "may_be_known" => call.facts.may_be_known = old.facts.may_be_known,
        "siblings" => call.facts.siblings = old.facts.siblings,
        "deadline" => call.deadline = old.deadline,
        other => panic!("no answer fills {other}"),
    }
}

pub fn restore_follow_up(world: &mut World, deed: &Deed, row: usize) {
    let (before, after) = (&deed.before.follow_ups[row], &deed.after.follow_ups[row]);
    if before.due != after.due {
        world.follow_ups[row].due = before.due;
    }
    if before.repeats != after.repeats {
        world.follow_ups[row].repeats = before.repeats;
    }
    if before.ended != after.ended {
        world.follow_ups[row].ended = before.ended;
    }
}

/// A new hold ends; a renewed one is as it was before. What has ended stays as it ended.
pub fn take_back_hold(world: &mut World, deed: &Deed, now: At) -> i64 {
    let mut about = 0;
    for row in rows(deed, "claims") {
        let claim = &mut world.claims[row.at()];
        if !claim.is_live(now) {
            continue;
        }
        about = claim.place;
        if row.is_new {
            claim.ended = Some(now);
        } else {
            let (before, after) = (&deed.before.claims[row.at()], &deed.after.claims[row.at()]);
            claim.until = if after.until == before.until { claim.until } else { before.until };
            claim.child = if after.child == before.child { claim.child } else { before.child };
            claim.by = if after.by == before.by { claim.by } else { before.by };
        }
    }
    about
}

/// The offer is void, its places are free, its follow-ups gone.
pub fn take_back_offer(world: &mut World, deed: &Deed, now: At) -> i64 {
    let offer = rows(deed, "offers").next().unwrap().number;
    world.offers[index(offer)].is_void = true;
    for claim in world.claims.iter_mut().filter(|claim| claim.offer == Some(offer)) {
        claim.ended = claim.ended.or(Some(now));
    }
    give_back(world, deed, now);
    for row in rows(deed, "calls") {
        let told = deed.after.calls[row.at()].facts.may_be_known;
        if world.calls[row.at()].facts.may_be_known == told {
            restore_call(world, deed, row);
        }
    }
    // What ended with it is open again, unless another was drafted.
    for row in rows(deed, "deviations") {
        if world.open_deviation(world.deviations[row.at()].child).is_none() {
            let again = &mut world.deviations[row.at()];
            (again.closed, again.offered) = (None, None);
        }
    }
    offer
}

/// The offer awaits its answer again and has its places back, from now.
pub fn take_back_answer(world: &mut World, deed: &Deed, by: usize, now: At) -> Option<i64> {
    let offer = rows(deed, "offers").next()?.number;
    let children = world.children_of_offer(offer);
    let has_other = children.iter().any(|child| world.has_offer_besides(*child, Some(offer)));
    let is_of_offer = |claim: &ClaimRow| claim.offer == Some(offer);
    let arrived = |claim: &ClaimRow| is_of_offer(claim) && claim.kind == ClaimKind::Placement;
    let row = &mut world.offers[index(offer)];
    let is_closed = world.calls[index(row.call)].closed.is_some();
    if has_other || is_closed || world.claims.iter().any(arrived) {
        return None;
    }
    (row.answer, row.answer_reason) = (None, None);
    (row.answered_by, row.answer_note) = (None, None);
    let mut taken = Vec::new();
    for row in rows(deed, "claims") {
        let again = ClaimRow { by, from: now, ended: None, ..world.claims[row.at()].clone() };
        if world.places[index(again.place)].is_closed || world.live(again.place, now).is_some() {
            return None;
        }
        world.end_lapsed(again.place);
        taken.push(again.place);
        world.claims.push(again);
    }
    for row in rows(deed, "placements") {
        world.placements[row.at()].is_void = true;
    }
    for row in rows(deed, "routine_steps") {
        let (call, step) = (world.steps[row.at()].call, world.steps[row.at()].step);
        world.steps[row.at()].is_over = world.settled(call, step).is_some();
    }
    give_back(world, deed, now);
    for place in taken {
        world.forget_place(place, now);
    }
    Some(offer)
}

/// A new promise is over; a moved one is due when it was before.
pub fn take_back_promise(world: &mut World, deed: &Deed, now: At) -> Option<i64> {
    let row = rows(deed, "follow_ups").next()?;
    if row.is_new {
        world.follow_ups[row.at()].ended = Some((now, FollowUpEnd::Undone));
    } else {
        restore_follow_up(world, deed, row.at());
    }
    Some(world.follow_ups[row.at()].call)
}

/// Whether a call was closed after the deed: of a closed call only what was done after it is taken back.
pub fn is_closed_since(world: &World, deed: &Deed, call: i64) -> bool {
    world.calls[index(call)].closed.is_some() && deed.before.calls[index(call)].closed.is_none()
}

/// What was ended is to be done again, unless it has no sense any more; its repetition is over.
pub fn take_back_end(world: &mut World, deed: &Deed, now: At) -> Option<i64> {
    let mut call = None;
    for row in rows(deed, "routine_steps") {
        world.steps[row.at()].is_over = true;
        call = Some(world.steps[row.at()].call);
    }
    let (again, ended): (Vec<&Touched>, Vec<&Touched>) = rows(deed, "follow_ups").partition(|row| row.is_new);
    for row in again.into_iter().chain(ended) {
        let FollowUpRow { kind, call: of, .. } = world.follow_ups[row.at()];
        // The routine goes on after a call is closed.
        if !matches!(kind, FollowUpKind::Step | FollowUpKind::Paper) && is_closed_since(world, deed, of) {
            return None;
        }
        call = Some(of);
        let is_settled = is_settled(world, row.at(), now);
        let follow_up = &mut world.follow_ups[row.at()];
        if row.is_new {
            if follow_up.ended.is_some() {
                return None;
            }
            follow_up.ended = Some((now, FollowUpEnd::Undone));
        } else if is_settled {
            return None;
        } else {
            restore_follow_up(world, deed, row.at());
        }
    }
    call
}

/// A follow-up that was moved or given away is as it was, but for the reason of an earlier move.
pub fn take_back_change(world: &mut World, deed: &Deed) -> Option<i64> {
    let row = rows(deed, "follow_ups").next()?.at();
    let (before, after) = (&deed.before.follow_ups[row], &deed.after.follow_ups[row]);
    let now = &mut world.follow_ups[row];
    if now.ended.is_some() {
        return None;
    }
    now.due = if after.due == before.due { now.due } else { before.due };
    now.moved = if after.moved == before.moved { now.moved } else { before.moved };
    now.owner = if after.owner == before.owner { now.owner } else { before.owner };
    now.by = if after.by == before.by { now.by } else { before.by };
    if after.reason != before.reason {
        now.reason = None;
    }
    Some(now.call)
}

/// When a place is expected to be free is as it was said before.
pub fn take_back_expected(world: &mut World, deed: &Deed) -> Option<i64> {
    let row = rows(deed, "places").next()?;
    let place = &mut world.places[row.at()];
    if place.is_closed {
        return None;
    }
    place.expected = deed.before.places[row.at()].expected;
    Some(row.number)
}

/// What an act on offers and places did to follow-ups: what it made is over, what it ended is to be done again.
pub fn give_back(world: &mut World, deed: &Deed, now: At) {
    for row in rows(deed, "follow_ups") {
        let at = row.at();
        let FollowUpRow { kind, call, place, ended, step, offer, .. } = world.follow_ups[at];
        let goes_on = match (kind, step) {
            (FollowUpKind::Step, Some(step)) => world.needs_step(call, step, offer),
            (FollowUpKind::Paper, _) => world.needs_paper(&world.follow_ups[at]),
            _ => false,
        };
        let is_needed = kind != FollowUpKind::PlaceFree
            || place.is_some_and(|place| world.may_tell_again(call, place, now));
        if row.is_new && ended.is_none() && !goes_on {
            world.follow_ups[at].ended = Some((now, FollowUpEnd::Undone));
        } else if !row.is_new
            && ended.is_some()
            && is_needed
            && world.follow_ups[at] == deed.after.follow_ups[at]
        {
            world.follow_ups[at].ended = None;
        }
    }
}

/// Whether what a follow-up asks for was done in another way.
fn is_settled(world: &World, row: usize, now: At) -> bool {
    let follow_up = &world.follow_ups[row];
    let offer = follow_up.offer.map(|offer| &world.offers[index(offer)]);
    let is_off = offer.is_some_and(|offer| !offer.counts());
    match follow_up.kind {
        FollowUpKind::CallBack => !world
            .open_follow_ups(|other| other.call == follow_up.call && other.kind == FollowUpKind::CallBack)
            .is_empty(),
        FollowUpKind::ItemLater => {
            let answer = follow_up.item.and_then(|item| world.answer(follow_up.call, item));
            answer.is_none_or(|answer| world.answers[answer].state != AnswerState::Later)
        }
        FollowUpKind::OfferAnswer => is_off || offer.is_some_and(|offer| offer.answer.is_some()),
        FollowUpKind::OfferReason => is_off || offer.is_some_and(|offer| offer.why.is_some()),
        FollowUpKind::ClearWithMeasure => {
            is_off || offer.is_some_and(|offer| offer.clearance == Clearance::Cleared)
        }
        FollowUpKind::ConfirmPlace => is_off,
        FollowUpKind::Step => follow_up.step.is_some_and(|step| {
            let (call, offer) = (follow_up.call, follow_up.offer);
            world.tasks(call, step).iter().any(|task| world.follow_ups[*task].offer == offer)
                || world.settled(call, step).is_some()
                || !world.needs_step(call, step, offer)
        }),
        FollowUpKind::Paper => {
            let is_again = |other: &FollowUpRow| world.is_same_paper(follow_up, other);
            !world.open_follow_ups(is_again).is_empty() || !world.needs_paper(follow_up)
        }
        FollowUpKind::Arrival => follow_up.offer.is_some_and(|offer| {
            !world.offers[index(offer)].is_accepted()
                || world.has_arrived(offer)
                || !world.asks_arrival(offer).is_empty()
        }),
        FollowUpKind::AskAgain => follow_up.enquiry.is_some_and(|asked| world.was_asked_after(asked)),
        FollowUpKind::PlaceFree => {
            follow_up.place.is_some_and(|place| !world.may_tell_again(follow_up.call, place, now))
        }
    }
}
