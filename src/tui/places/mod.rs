//! All places: what is shown, the list, and beside or below it the marked one with map and history.

mod details;
mod history;
mod map;
mod rows;

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::places_screen::{Group, PlacesPane, Shown, Sorting, WIDE};

use super::board::{split_columns, split_rows};
use super::frame::pane;
use super::list::Scroll;
use super::pen::Pen;
use super::scene::Scene;
use super::theme::Role;

/// Rows of the details below the list, with its borders.
const BELOW: u16 = 5;

/// How far the lists are scrolled, and the outline as it was last drawn.
#[derive(Debug, Clone, Default)]
pub struct PlacesScrolls {
    list: Scroll,
    map: map::Drawn,
}

/// Draws the body of the screen.
pub fn draw(pen: &mut Pen<'_>, body: Rect, scene: Scene<'_>, view: &BoardView, scrolls: &mut PlacesScrolls) {
    let (top, rest) = split_rows(body, 1);
    let is_wide = body.width >= WIDE;
    draw_shown(pen, top, scene, view, is_wide);
    if is_wide {
        let right = (body.width / 3).clamp(34, 60);
        let (left, right) = split_columns(rest, body.width - right);
        draw_list(pen, left, scene, view, &mut scrolls.list, "");
        details::draw(pen, right, scene, view, &mut scrolls.map);
    } else {
        let is_open = scene.model.places.are_details_open;
        let below = if is_open { rest.height * 3 / 5 } else { BELOW };
        let (above, below) = split_rows(rest, rest.height.saturating_sub(below));
        let hint = scene.texts.all_places_sorted(sorted_by(scene));
        draw_list(pen, above, scene, view, &mut scrolls.list, &hint);
        details::draw_narrow(pen, below, scene, view);
    }
}

/// What is shown of the list, what it is sorted by, and how many places there are.
fn draw_shown(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, view: &BoardView, is_wide: bool) {
    let texts = scene.texts;
    let list = &scene.model.places.list;
    let free = list.count(Group::Free) + list.count(Group::ToConfirm);
    let counts = texts.all_places_counts(
        free,
        list.count(Group::Occupied),
        list.count(Group::Out),
        list.count(Group::Taken),
        list.total(),
    );
    let mut line = pen.line(area, 0);
    line.right(" ", Role::Text).right(counts, Role::Text);
    line.text(" ", Role::Text)
        .text(texts.all_places_shown(), Role::Faint)
        .text(" ← ", Role::Key)
        .text(shown(scene), Role::Strong)
        .text(" →", Role::Key);
    if is_wide {
        line.text("   ", Role::Text)
            .text(texts.all_places_region(view.board.region.code()), Role::Faint)
            .text("   ", Role::Text)
            .text(texts.all_places_sorted(sorted_by(scene)), Role::Faint);
    }
}

fn shown(scene: Scene<'_>) -> String {
    match scene.model.places.shown {
        Shown::All => scene.texts.all_places_all().into_owned(),
        Shown::Only(group) => group_name(scene, group).into_owned(),
        Shown::Capacity(group) => scene.texts.capacity_group(group).into_owned(),
    }
}

fn sorted_by(scene: Scene<'_>) -> String {
    let texts = scene.texts;
    let places = &scene.model.places;
    match (places.sorted_by(), places.list.from) {
        (Sorting::Distance, Some(call)) => texts.all_places_by_distance(call.0),
        (Sorting::Distance, None) | (Sorting::Name, _) => texts.all_places_by_name().into_owned(),
        (Sorting::Confirmed, _) => texts.all_places_by_confirmed().into_owned(),
    }
}

fn group_name(scene: Scene<'_>, group: Group) -> std::borrow::Cow<'_, str> {
    let texts = scene.texts;
    match group {
        Group::ToConfirm => texts.all_places_group_to_confirm(),
        Group::Free => texts.all_places_group_free(),
        Group::Taken => texts.all_places_group_taken(),
        Group::Out => texts.all_places_group_out(),
        Group::Occupied => texts.all_places_group_occupied(),
    }
}

fn draw_list(
    pen: &mut Pen<'_>,
    area: Rect,
    scene: Scene<'_>,
    view: &BoardView,
    scroll: &mut Scroll,
    hint: &str,
) {
    let texts = scene.texts;
    let places = &scene.model.places;
    let title = match places.list.count(Group::ToConfirm) {
        0 => texts.all_places_title().into_owned(),
        count => texts.all_places_title_confirm(count),
    };
    let has_focus = places.pane == PlacesPane::List && scene.model.overlays.is_empty();
    let inner = pane(pen, area, &title, hint, has_focus);
    if places.list.items.is_empty() {
        let words = if view.board.places.is_empty() {
            texts.all_places_empty()
        } else {
            texts.all_places_none_shown()
        };
        pen.line(inner, 0).text("  ", Role::Text).text(words, Role::Strong);
        return;
    }
    rows::draw(pen, inner, scene, view, scroll, has_focus);
}
