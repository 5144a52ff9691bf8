//! The children of a call where they do not stand alike: each with its state and its own time without a place.

use crate::app::call_row::{CallRow, ChildRow};
use crate::domain::call::Call;
use crate::domain::clocks::PlacelessClock;
use crate::domain::ids::{ChildId, OfferId};
use crate::domain::siblings::ChildStanding;

use crate::tui::scene::Scene;

/// Up to so many minutes a time is told in minutes.
const IN_MINUTES: i64 = 600;

/// A child's line in words.
pub struct ChildWords {
    /// `▸ jente 5 tilbudt Furuly`: the sign stands at those the places are looked for.
    pub text: String,
    /// `uten 72 min`: how long it has been without a place, or was.
    pub right: String,
    /// The time alone.
    pub time: String,
}

/// A child's line in words.
pub fn child_words(scene: Scene<'_>, call: &Call, row: &ChildRow) -> ChildWords {
    let texts = scene.texts;
    let who = scene.some_children(call, &[row.child]);
    let unit = |offer: OfferId| {
        let offer = scene.view().and_then(|view| Some((view, view.offer(offer)?)));
        let unit = offer.and_then(|(view, offer)| view.unit_of_place(offer.place));
        unit.map(|unit| unit.name.clone()).unwrap_or_default()
    };
    let state = match row.standing {
        ChildStanding::NeedsPlace => texts.child_needs_place().into_owned(),
        ChildStanding::Offered { offer, .. } => texts.child_offered(unit(offer)),
        ChildStanding::Accepted { offer } => texts.child_accepted(unit(offer)),
        ChildStanding::OnTheWay { offer, .. } => texts.child_on_the_way(unit(offer)),
        ChildStanding::Placed { offer } => texts.child_placed(unit(offer)),
    };
    let looked_for = scene.view().and_then(|view| view.looked_for(call.id)).unwrap_or_default();
    let sign = if looked_for.contains(&row.child) { "▸" } else { " " };
    let time = row.placeless.elapsed(scene.now()).map_or_else(String::new, |time| {
        let minutes = time.num_minutes();
        if minutes < IN_MINUTES { texts.call_minutes(minutes) } else { texts.duration(time) }
    });
    let right = match row.placeless {
        PlacelessClock::Stopped { .. } => texts.child_placed_after(time.as_str()),
        PlacelessClock::Running { .. } => texts.child_placeless(time.as_str()),
        PlacelessClock::None => String::new(),
    };
    ChildWords { text: format!("{sign} {who} {state}"), right, time }
}

/// How many of several children have an offer; who still waits, where all the others have their place.
pub fn part_offered(scene: Scene<'_>, row: &CallRow, call: &Call) -> String {
    match still_waits(scene, row, call) {
        Some(who) => scene.texts.call_still_waits(who),
        None => scene.texts.call_offered_part(call.children.len(), row.children_offered),
    }
}

fn still_waits(scene: Scene<'_>, row: &CallRow, call: &Call) -> Option<String> {
    let waits = |child: &&ChildRow| child.standing == ChildStanding::NeedsPlace;
    let has_place = |child: &ChildRow| {
        !matches!(child.standing, ChildStanding::NeedsPlace | ChildStanding::Offered { .. })
    };
    let waiting: Vec<ChildId> = row.children.iter().filter(waits).map(|child| child.child).collect();
    let rest_is_placed = row.children.iter().all(|child| waits(&child) || has_place(child));
    (!waiting.is_empty() && rest_is_placed && waiting.len() < row.children.len())
        .then(|| scene.some_children(call, &waiting))
}
