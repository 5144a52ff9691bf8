//! Shifts and a signed handover, line by line, as the store and as the model know it.

use akuttvakt::domain::board::Board;
use akuttvakt::domain::handover::HandoverTold;
use akuttvakt::domain::ids::CallId;

use super::ADVISERS;
use super::rows::{ShiftRow, WatchRow};
use super::world::{World, index, those};

/// Who is on, who has which case, what is followed how closely, and what waits to be received.
pub fn shifts_of_store(board: &Board) -> Vec<String> {
    let on = board.on.iter().map(|shift| {
        let (id, by, from, until) = (shift.id, &shift.by, shift.started_at, shift.planned_until);
        format!("on {id} {by} {from} {until}")
    });
    let watched = board.watched.iter().map(|(call, level)| format!("watched {call} {level:?}"));
    let owners = board.calls.iter().map(|call| format!("owner of {} {:?}", call.id, call.owner));
    let waiting = board.handovers.iter().map(|row| {
        let (id, giver, receiver) = (row.id, &row.giver, &row.receiver);
        let times = (row.begun_at, row.signed_at, row.points, row.gone_through);
        format!("handover {id} {} {giver} {receiver:?} {times:?}", row.shift)
    });
    on.chain(watched).chain(owners).chain(waiting).collect()
}

/// The same, as the model knows it.
pub fn shifts_of_model(world: &World, is_shown: impl Fn(i64) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    for at in those(&world.shifts, |shift| shift.ended.is_none()) {
        let ShiftRow { by, started, until, .. } = world.shifts[index(at)];
        lines.push(format!("on {at} {} {started} {until}", ADVISERS[by]));
    }
    let mut watched: Vec<_> = world.watches.iter().filter(|row| row.ended.is_none()).collect();
    watched.sort_by_key(|row| row.call);
    lines.extend(watched.iter().map(|row| format!("watched {} {:?}", row.call, row.level)));
    for call in those(&world.calls, |_| true).into_iter().filter(|call| is_shown(*call)) {
        let owner = match world.calls[index(call)].owner {
            Some(adviser) => akuttvakt::domain::call::CallOwner::Adviser(ADVISERS[adviser].to_owned()),
            None => akuttvakt::domain::call::CallOwner::IntakeUnit,
        };
        lines.push(format!("owner of {call} {owner:?}"));
    }
    for at in those(&world.handovers, |row| row.received.is_none() && !row.is_erased) {
        let row = &world.handovers[index(at)];
        let points = world.points.iter().filter(|point| point.handover == at).count();
        let gone = points - world.points_left(at).len();
        let (giver, receiver) = (ADVISERS[row.giver], row.receiver.map(|by| ADVISERS[by].to_owned()));
        let times = (row.begun, row.signed, points, gone);
        lines.push(format!("handover {at} {} {giver} {receiver:?} {times:?}", row.shift));
    }
    lines
}

/// A signed handover with its points and words, and what is recorded of the open cases.
pub fn handover_of_store(told: &HandoverTold) -> Vec<String> {
    let signed = told.signed.as_ref().unwrap();
    let mut lines = vec![
        format!("words {:?} {:?} {:?}", told.summary, told.note, told.repeated),
        format!("received {:?}", signed.received_by.as_ref().zip(signed.received_at)),
    ];
    for point in &told.points {
        let open = (point.open.section, point.open.matter, point.open.call);
        let gone = point.gone_through.as_ref().map(|(by, at)| (by.as_str(), *at));
        lines.push(format!("point {} {open:?} {:?} {gone:?}", point.id, point.level));
    }
    for watch in &told.watches {
        let draft = &watch.draft;
        let words = (&draft.action, &draft.action_by, &draft.if_then);
        let what = (draft.level, draft.action_at);
        lines.push(format!("watch {} {what:?} {words:?} {} {}", draft.call, watch.at, watch.by));
    }
    lines
}

/// The same, as the model knows it.
pub fn handover_of_model(world: &World, handover: i64) -> Vec<String> {
    let row = &world.handovers[index(handover)];
    let [summary, note, repeated] = row.words().map(|words| words.clone().filter(|_| !row.is_erased));
    let received = row.received.map(|(by, at)| (ADVISERS[by], at));
    let mut lines =
        vec![format!("words {summary:?} {note:?} {repeated:?}"), format!("received {received:?}")];
    for at in those(&world.points, |point| point.handover == handover) {
        let point = &world.points[index(at)];
        let open = (point.section, point.matter, CallId(point.call));
        let gone = point.gone_through.map(|(by, at)| (ADVISERS[by], at));
        lines.push(format!("point {at} {open:?} {:?} {gone:?}", point.level));
    }
    let mut watches: Vec<_> = world.watches.iter().filter(|row| row.ended.is_none()).collect();
    watches.sort_by_key(|row| row.call);
    for WatchRow { call, level, action_at, words: [action, by, if_then], by: adviser, at, .. } in watches {
        let (what, words) = ((level, action_at), (action, by, if_then));
        lines.push(format!("watch {call} {what:?} {words:?} {at} {}", ADVISERS[*adviser]));
    }
    lines
}
