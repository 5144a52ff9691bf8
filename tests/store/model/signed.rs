//! A signed handover, line by line, as the store and as the model know it.

use akuttvakt::domain::handover::HandoverTold;
use akuttvakt::domain::ids::CallId;

use super::ADVISERS;
use super::rows::WatchRow;
use super::world::{World, index, those};

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
