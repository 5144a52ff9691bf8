//! The rows of the list: one a unit within a group, under the heading of what must be done.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::places_screen::{Group, Item, Mark, Row};
use crate::domain::unit::{Availability, Place};

use super::group_name;
use crate::tui::board::{heading, mark};
use crate::tui::list::Scroll;
use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// Widths of the columns; the state has the rest. A column of no width is left out.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: u16,
    kind: u16,
    km: u16,
    age: u16,
    room: u16,
    state: u16,
    since: u16,
    confirmed: u16,
}

impl Columns {
    fn of(width: u16) -> Self {
        let (name, kind, age, room) = ((width / 6).clamp(11, 22), 10, 6, 7);
        let km = if width >= 86 { 5 } else { 0 };
        let since = if width >= 70 { 6 } else { 0 };
        // With room for it, the age of the confirmation is followed by who gave it.
        let confirmed = if width >= 70 { 12 } else { 7 };
        let used = 2 + name + kind + km + age + room + since + confirmed;
        Self { name, kind, km, age, room, state: width.saturating_sub(used), since, confirmed }
    }

    const fn has_name_of_adviser(self) -> bool {
        self.confirmed > 7
    }
}

/// From this width of the state on, what is expected is told in full.
const WITH_WORDS: u16 = 32;

/// Draws the head and the lines that are seen.
pub(super) fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    scene: Scene<'_>,
    view: &BoardView,
    scroll: &mut Scroll,
    has_focus: bool,
) {
    let places = &scene.model.places;
    let columns = Columns::of(area.width);
    draw_head(pen, area, scene, columns);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let items = &places.list.items;
    let marked = items.iter().position(|item| match (*item, places.mark()) {
        (Item::Row(at), Some(Mark::Row(unit, group))) => {
            places.list.rows.get(at).is_some_and(|row| row.unit == unit && row.group == group)
        }
        (Item::Heading(Group::Occupied), Some(Mark::Occupied)) => true,
        _ => false,
    });
    let heights = vec![1; items.len()];
    let seen = scroll.visible(&heights, marked, body.height);
    for (y, at) in (0..).zip(seen) {
        let is_marked = marked == Some(at);
        match items[at] {
            Item::Heading(group) => draw_heading(pen, body, y, scene, group, is_marked, has_focus),
            Item::Row(row) => {
                if let Some(row) = places.list.rows.get(row) {
                    let place = &RowOf { row, is_marked, has_focus };
                    draw_row(pen, body, y, scene, view, columns, place);
                }
            }
        }
    }
}

fn draw_head(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, columns: Columns) {
    let texts = scene.texts;
    let mut line = pen.line(area, 0);
    if !columns.has_name_of_adviser() {
        // The word is wider than its column.
        line.right(texts.places_column_confirmed(), Role::Faint);
    }
    line.text("  ", Role::Text).column(columns.name, texts.places_column_unit(), Role::Faint).column(
        columns.kind,
        texts.places_column_kind(),
        Role::Faint,
    );
    if columns.km > 0 {
        line.right_column(columns.km, texts.places_column_km(), Role::Faint);
    }
    line.column(columns.age, texts.places_column_age(), Role::Faint)
        .column(columns.room, texts.places_column_room(), Role::Faint)
        .column(columns.state, texts.all_places_column_state(), Role::Faint);
    if columns.since > 0 {
        line.column(columns.since, texts.all_places_column_since(), Role::Faint);
    }
    if columns.has_name_of_adviser() {
        line.text(texts.places_column_confirmed(), Role::Faint);
    }
}

fn draw_heading(
    pen: &mut Pen<'_>,
    area: Rect,
    y: u16,
    scene: Scene<'_>,
    group: Group,
    is_marked: bool,
    has_focus: bool,
) {
    let texts = scene.texts;
    let places = &scene.model.places;
    let (name, count) = (group_name(scene, group), places.list.count(group));
    let words = match group {
        Group::Occupied if places.is_occupied_open() => texts.all_places_heading_open(count, name),
        Group::Occupied => texts.all_places_heading_folded(count, name),
        _ => texts.all_places_heading(count, name),
    };
    heading(pen, area, y, &words);
    if is_marked {
        let (sign, role) = mark(true, has_focus);
        let mut line = pen.line(area, y);
        line.text(sign, role);
        if has_focus {
            line.cursor_here();
        }
    }
}

struct RowOf<'a> {
    row: &'a Row,
    is_marked: bool,
    has_focus: bool,
}

fn draw_row(
    pen: &mut Pen<'_>,
    area: Rect,
    y: u16,
    scene: Scene<'_>,
    view: &BoardView,
    columns: Columns,
    of: &RowOf<'_>,
) {
    let texts = scene.texts;
    let row = of.row;
    let Some(unit) = view.board.unit(row.unit) else { return };
    let role = match (of.is_marked, row.group) {
        (true, _) => Role::Strong,
        (false, Group::Out | Group::Occupied) => Role::Faint,
        (false, _) => Role::Text,
    };
    let (sign, sign_role) = mark(of.is_marked, of.has_focus);
    let mut line = pen.line(area, y);
    line.text(sign, sign_role);
    if of.is_marked && of.has_focus {
        line.cursor_here();
    }
    let room = if row.total == 1 { "1".to_owned() } else { texts.places_room(row.count, row.total) };
    line.text(" ", Role::Text).column(columns.name, &unit.name, role).column(
        columns.kind,
        scene.kind_and_owner(unit),
        role,
    );
    if columns.km > 0 {
        let from = scene.model.places.list.from.and_then(|call| scene.view()?.board.call(call));
        let km = scene.distance_from(from, row.km).map_or_else(|| "–".to_owned(), |km| km.to_string());
        line.right_column(columns.km, km, role);
    }
    line.column(columns.age, format!("{}–{}", unit.age_min, unit.age_max), role)
        .column(columns.room, room, role)
        .column(columns.state, state(scene, view, row, columns.state), role);
    if columns.since > 0 {
        line.column(columns.since, since(scene, view, row), role);
    }
    let (words, is_old) = confirmed(scene, view, row, columns);
    line.text(words, if is_old { Role::Warning } else { role });
}

/// The places of a row, the lowest first.
pub(super) fn places_of<'a>(
    scene: Scene<'a>,
    view: &'a BoardView,
    row: &'a Row,
) -> impl Iterator<Item = &'a Place> {
    let (now, fresh_hours) = (scene.now(), view.board.rules.fresh_hours);
    let places = &view.board.places;
    let from = places.partition_point(|place| place.unit < row.unit);
    places[from..]
        .iter()
        .take_while(|place| place.unit == row.unit)
        .filter(move |place| Group::of(place, now, fresh_hours) == row.group)
}

/// What the places are, each state once: a coded state is enough here, its reason stands beside the marked one.
fn state(scene: Scene<'_>, view: &BoardView, row: &Row, width: u16) -> String {
    let mut states: Vec<String> = Vec::new();
    let mut say = |words: String| {
        if !states.contains(&words) {
            states.push(words);
        }
    };
    // What the heading of the group does not say stands first: the column is narrow.
    let texts = scene.texts;
    let extra = places_of(scene, view, row).filter(|place| place.is_extra).count();
    if extra > 0 {
        say(texts.all_places_extra(extra));
    }
    let now = scene.now();
    let expected = places_of(scene, view, row).filter_map(|place| place.expected_free(now)).min();
    if let Some(at) = expected {
        let when = texts.time_or_day(at, now);
        say(if width < WITH_WORDS {
            texts.all_places_expected_short(when)
        } else {
            texts.all_places_expected(when)
        });
    }
    if places_of(scene, view, row).any(|place| view.board.counts_double(place)) {
        say(texts.all_places_double().into_owned());
    }
    places_of(scene, view, row).for_each(|place| say(state_of(scene, place)));
    states.join(", ")
}

/// What can be done with a place, in a word or two.
fn state_of(scene: Scene<'_>, place: &Place) -> String {
    let texts = scene.texts;
    match place.availability(scene.now()) {
        Availability::Free => texts.state_free().into_owned(),
        Availability::Held(claim) => {
            let until = claim.until.map_or_else(|| "–".to_owned(), |until| texts.time(until));
            texts.all_places_held(claim.call.0, until)
        }
        Availability::Offered(claim) => texts.all_places_offered(claim.call.0),
        Availability::Occupied(claim) => texts.all_places_occupied(claim.call.0),
        Availability::Out(state) => texts.place_state(state).into_owned(),
        Availability::Closed(_) => texts.state_closed().into_owned(),
    }
}

/// Since when the longest of them has been so.
fn since(scene: Scene<'_>, view: &BoardView, row: &Row) -> String {
    let now = scene.now();
    let since = places_of(scene, view, row)
        .map(|place| match place.availability(now) {
            Availability::Free | Availability::Out(_) => place.state_since,
            Availability::Closed(since) => since,
            Availability::Held(claim) | Availability::Offered(claim) | Availability::Occupied(claim) => {
                claim.from
            }
        })
        .min();
    since.map(|since| scene.texts.time_or_day(since, now)).unwrap_or_default()
}

/// The age of the oldest confirmation, who gave it, and whether it is too old.
fn confirmed(scene: Scene<'_>, view: &BoardView, row: &Row, columns: Columns) -> (String, bool) {
    let texts = scene.texts;
    let oldest = places_of(scene, view, row)
        .min_by_key(|place| place.confirmed.as_ref().map(|confirmed| confirmed.at));
    let Some(place) = oldest else { return (String::new(), false) };
    let is_old = place.is_stale(scene.now(), view.board.rules.fresh_hours);
    let Some(confirmed) = &place.confirmed else { return (texts.all_places_never().into_owned(), is_old) };
    let age = texts.age_of(confirmed.at, scene.now());
    let age = if is_old { texts.all_places_unconfirmed(age) } else { age };
    let by = confirmed.by.split_whitespace().next().unwrap_or_default();
    (if columns.has_name_of_adviser() { format!("{age} {by}") } else { age }, is_old)
}
