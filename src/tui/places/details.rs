//! The marked unit: what a municipality asks about it, the map around it, and what happened with its places.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::places_screen::{Mark, PlacesPane, Row};
use crate::app::stays::{Stay, of_unit};
use crate::domain::basis::BasisCode;
use crate::domain::placement::PlacementState;
use crate::domain::question::{PersonalData, Subject};
use crate::domain::unit::Unit;
use crate::domain::unit_facts::UnitFact;

use super::{history, map};
use crate::tui::board::{heading, split_rows};
use crate::tui::frame::pane;
use crate::tui::home::{hours, notes, told};
use crate::tui::pen::{Pen, cells, wrap};
use crate::tui::scene::Scene;
use crate::tui::stays;
use crate::tui::theme::Role;

/// From this height on there is room for the map.
const TALL: u16 = 16;

/// Draws the pane beside the list.
pub(super) fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    scene: Scene<'_>,
    view: &BoardView,
    drawn: &mut map::Drawn,
) {
    let texts = scene.texts;
    let places = &scene.model.places;
    let has_focus = places.pane == PlacesPane::History && scene.model.overlays.is_empty();
    let can_scroll = places.history().is_some_and(|lines| lines.len() > 1);
    let hint = match places.pane {
        PlacesPane::History => texts.home_hint_list(),
        PlacesPane::List if can_scroll => texts.home_hint_history(),
        PlacesPane::List => "".into(),
    };
    let inner = pane(pen, area, &texts.home_title(), &hint, has_focus);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    // What is shown of a home was asked for on the phone: the map gives way.
    let marked = places.marked_row().map(|row| Subject::Unit(row.unit));
    let is_shown = marked.is_some_and(|unit| scene.model.shown_of(unit).is_some());
    let rest = if inner.height >= TALL && !is_shown {
        let (top, rest) = split_rows(inner, (inner.height * 3 / 7).clamp(6, 12));
        map::draw(pen, top, scene, view, drawn);
        split_rows(rest, 1).1
    } else {
        inner
    };
    draw_unit(pen, rest, scene, view, true);
    if has_focus {
        pen.set_cursor(rest.x, rest.y);
    }
}

/// Draws the few lines below the list.
pub(super) fn draw_narrow(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, view: &BoardView) {
    let texts = scene.texts;
    let places = &scene.model.places;
    let unit = places.marked_row().and_then(|row| view.board.unit(row.unit));
    let title = match unit {
        Some(unit) => texts.home_title_narrow(unit.name.as_str()),
        None if places.mark().is_some() => texts.all_places_group_occupied().into_owned(),
        None => texts.home_title_none().into_owned(),
    };
    let hint = match (unit, places.are_details_open) {
        (None, _) => "".into(),
        (Some(_), false) => texts.home_hint_open(),
        (Some(_), true) => texts.home_hint_close(),
    };
    let inner = pane(pen, area, &title, &hint, false);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    draw_unit(pen, inner, scene, view, false);
}

/// Facts, what is revealed, history: as much as there is room for.
fn draw_unit(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, view: &BoardView, has_name: bool) {
    let texts = scene.texts;
    let places = &scene.model.places;
    let marked = places.marked_row().and_then(|row| Some((row, view.board.unit(row.unit)?)));
    let Some((row, unit)) = marked else {
        if places.mark() == Some(Mark::Occupied) {
            for (y, line) in (0..area.height).zip(wrap(&texts.home_occupied_places(), area.width)) {
                pen.line(area, y).text(line, Role::Faint);
            }
        }
        return;
    };
    let mut y = 0;
    if has_name {
        pen.line(area, y).text(&unit.name, Role::Strong);
        y += 1;
    }
    let shown = scene.model.shown_of(Subject::Unit(unit.id)).map(|data| revealed(scene, unit, data));
    for line in facts(scene, unit, row).iter().flat_map(|parts| packed(parts, area.width)) {
        pen.line(area, y).text(line, Role::Text);
        y += 1;
    }
    for line in lived_in(scene, view, unit).iter().flat_map(|line| wrap(line, area.width)) {
        pen.line(area, y).text(line, Role::Text);
        y += 1;
    }
    if let Some(shown) = shown {
        heading(pen, area, y, &texts.home_shown());
        y += 1;
        for line in shown.iter().flat_map(|fact| wrap(fact, area.width)) {
            pen.line(area, y).text(line, Role::Strong);
            y += 1;
        }
    }
    history::draw(pen, split_rows(area, y).1, scene, unit);
}

/// Parts one after another with a point between them, in as many lines as they take.
fn packed(parts: &[String], columns: u16) -> Vec<String> {
    const POINT: &str = " · ";
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if cells(line) + cells(POINT) + cells(part) <= columns => {
                line.push_str(POINT);
                line.push_str(part);
            }
            _ => lines.extend(wrap(part, columns)),
        }
    }
    lines
}

/// What a municipality asks about a home, the most asked first; each list of parts begins a line.
fn facts(scene: Scene<'_>, unit: &Unit, row: &Row) -> Vec<Vec<String>> {
    let texts = scene.texts;
    let mut what = vec![
        format!("{}, {}", texts.kind(unit.kind), texts.ownership(unit.ownership)),
        scene.municipality(unit.municipality),
    ];
    let from = scene.model.places.list.from.and_then(|call| scene.view()?.board.call(call));
    what.extend(scene.distance_from(from, row.km).map(|km| texts.offer_distance(km)));
    let phone = match &unit.phone {
        Some(phone) => texts.place_phone(phone.as_str()),
        None => texts.place_no_phone().into_owned(),
    };
    let animals = match unit.animals {
        Some(true) => texts.place_animals(),
        Some(false) => texts.place_no_animals(),
        None => texts.place_animals_unknown(),
    };
    let children = match unit.other_children {
        Some(true) => texts.place_other_children(),
        Some(false) => texts.place_no_other_children(),
        None => texts.place_other_children_unknown(),
    };
    let bases: Vec<String> = unit.bases.iter().map(|basis| BasisCode::with_sign(*basis)).collect();
    let mut room = vec![
        bases.join(" "),
        texts.home_ages(unit.age_max, unit.age_min),
        texts.home_places(unit.places),
        texts.home_largest_group(unit.max_siblings),
    ];
    room.retain(|part| !part.is_empty());
    let mut lines = vec![what, vec![phone, animals.into_owned(), children.into_owned()], room];
    let expected = scene.view().and_then(|view| view.expected_free(unit.id, scene.now()));
    lines.extend(expected.map(|at| vec![texts.all_places_expected(texts.time_or_day(at, scene.now()))]));
    if !unit.target_groups.is_empty() {
        let groups: Vec<_> = unit.target_groups.iter().map(|group| texts.target_group(*group)).collect();
        lines.push(vec![texts.home_approved(groups.join(", "))]);
    }
    lines.extend(hours(scene, unit).map(|hours| vec![texts.home_receives(hours)]));
    let note = unit.note.as_deref().map(|note| texts.home_note(note));
    lines.extend(notes(scene, unit, note).into_iter().map(|note| vec![note]));
    lines
}

/// Who is expected and who lives there, without names: one line each.
fn lived_in(scene: Scene<'_>, view: &BoardView, unit: &Unit) -> Vec<String> {
    let (texts, now) = (scene.texts, scene.now());
    let line = |stay: Stay| {
        let whom = stays::of_call(scene, &stay);
        let arrived = stay.placement.as_ref().and_then(|placement| placement.arrived_at);
        match (stay.state, stay.expected_at(), arrived) {
            (PlacementState::Expected, Some(at), _) => texts.home_expected(texts.time_near(at, now), whom),
            (PlacementState::Expected, None, _) => texts.home_expected_some_time(whom),
            (_, _, Some(at)) => texts.home_lives(texts.time_near(at, now), whom),
            (_, _, None) => texts.home_lives_unknown(whom),
        }
    };
    of_unit(&view.board, unit.id, now).into_iter().map(line).collect()
}

/// What was revealed of a home, in lines, and in one what is not known.
fn revealed(scene: Scene<'_>, unit: &Unit, data: &PersonalData) -> Vec<String> {
    let texts = scene.texts;
    let (mut lines, mut unknown) = (Vec::new(), Vec::new());
    for fact in UnitFact::ALL {
        let what = texts.unit_fact(*fact);
        match told(scene, unit, data, *fact) {
            Some(told) => lines.push(texts.asked_told(told, what)),
            None => unknown.push(what),
        }
    }
    if !unknown.is_empty() {
        lines.push(texts.asked_not_known(unknown.join(", ")));
    }
    lines
}
