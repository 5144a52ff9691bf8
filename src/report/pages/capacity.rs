//! Tables of what is free, by group.

use super::scene::Scene;
use super::{Item, Part};
use crate::domain::handover_page::GroupChange;
use crate::domain::preparedness::{GroupCount, count_groups};
use crate::text::forms::change;

/// What is free now against when a shift began, in one line.
#[must_use]
pub fn against_start(scene: &Scene<'_>, groups: &[GroupChange]) -> Part {
    let words = scene.words;
    let one = |group: &GroupChange| {
        let name = words.code("group", group.group.code());
        format!("{name} {} ({})", group.now, change(group.then, group.now))
    };
    let line = groups.iter().map(one).collect::<Vec<_>>().join(" · ");
    Part::of(words.say("capacity"), vec![Item::plain(line)], "")
}

/// What is free now against how many places must be.
#[must_use]
pub fn against_targets(scene: &Scene<'_>) -> Part {
    let words = scene.words;
    let row = |group: GroupCount| {
        let name = words.code("group", group.group.code()).to_owned();
        let below = if group.is_below_target() { words.say("yes") } else { words.say("no") };
        let counts = [group.free.to_string(), group.fresh.to_string(), group.target.to_string()];
        std::iter::once(name).chain(counts).chain([below.to_owned()]).collect()
    };
    let rows = count_groups(scene.board, scene.now).into_iter().map(row).collect();
    let head = vec![
        words.say("group"),
        words.say("free"),
        words.say("fresh"),
        words.say("target"),
        words.say("below"),
    ];
    Part::with_table(words.say("capacity_targets"), head, rows, "")
}
