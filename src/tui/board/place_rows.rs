//! The rows of the places pane: one a unit, the marked one opened with what a municipality asks about it.

use chrono::{DateTime, Utc};
use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::next_change::HOLD_ENDS_SOON;
use crate::domain::ids::CallId;
use crate::domain::matching::{Fact, UnitMatch};
use crate::domain::unit::{Place, Unit};

use super::mark;
use crate::tui::home::notes;
use crate::tui::pen::{Pen, cells, wrap};
use crate::tui::scene::{Scene, short_name};
use crate::tui::theme::Role;

/// Widths of the columns; the name gets what a wide screen has to spare, the reasons the rest.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    name: u16,
    kind: u16,
    km: u16,
    age: u16,
    room: u16,
    confirmed: u16,
}

impl Columns {
    /// The widths for a pane this wide.
    pub fn of(width: u16) -> Self {
        let age = if width < WITH_AGE { 0 } else { 6 };
        Self { name: (width * 2 / 13).clamp(11, 24), kind: 10, km: 4, age, room: 7, confirmed: 10 }
    }

    /// Columns up to the reasons.
    const fn before_why(self) -> u16 {
        2 + self.name + self.kind + self.km + self.age + self.room + self.confirmed
    }
}

/// From this width on ages have a column; below, the reasons need it more, and the marked unit tells its ages.
const WITH_AGE: u16 = 68;

/// The most lines a marked unit is opened with.
pub const MOST_OPENED: usize = 6;

/// Columns before the lines a unit is opened with.
const INDENT: u16 = 4;

/// Draws the line above the columns.
pub fn draw_head(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, columns: Columns) {
    let texts = scene.texts;
    pen.line(area, 0)
        .text("  ", Role::Text)
        .column(columns.name, texts.places_column_unit(), Role::Faint)
        .column(columns.kind, texts.places_column_kind(), Role::Faint)
        .right_column(columns.km, texts.places_column_km(), Role::Faint)
        .column(columns.age, texts.places_column_age(), Role::Faint)
        .column(columns.room, texts.places_column_room(), Role::Faint)
        .right_column(columns.confirmed, texts.places_column_confirmed(), Role::Faint)
        .text(texts.places_column_why(), Role::Faint);
}

/// One unit of the list.
pub struct PlaceRow<'a> {
    /// The call it is matched with.
    pub call: CallId,
    /// The match.
    pub found: &'a UnitMatch,
    /// Whether it fits.
    pub fits: bool,
    /// Whether it is marked.
    pub is_marked: bool,
    /// Whether the pane has the focus.
    pub focused: bool,
    /// The lines the marked one is opened with.
    pub opened: &'a [String],
}

/// Draws a unit's row; the marked one with the lines it is opened with.
pub fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    y: u16,
    scene: Scene<'_>,
    view: &BoardView,
    columns: Columns,
    row: &PlaceRow<'_>,
) {
    let texts = scene.texts;
    let found = row.found;
    let (Some(unit), Some(place)) = (view.board.unit(found.unit), view.place_of(found)) else { return };
    let now = scene.now();
    let is_stale = place.is_stale(now, view.board.rules.fresh_hours);
    let text_role = match (row.is_marked, row.fits) {
        (true, _) => Role::Strong,
        (false, true) => Role::Text,
        (false, false) => Role::Faint,
    };
    let (sign, sign_role) = mark(row.is_marked, row.focused);
    let mut line = pen.line(area, y);
    line.text(sign, sign_role);
    if row.is_marked && row.focused {
        line.cursor_here();
    }
    let room =
        if found.total == 1 { found.free.to_string() } else { texts.places_room(found.free, found.total) };
    let call = view.board.call(row.call);
    let km = scene.distance_from(call, found.place.km).map_or_else(|| "–".to_owned(), |km| km.to_string());
    line.text(" ", Role::Text)
        .column(columns.name, &unit.name, text_role)
        .column(columns.kind, scene.kind_and_owner(unit), text_role)
        .right_column(columns.km, km, text_role)
        .column(columns.age, format!("{}–{}", unit.age_min, unit.age_max), text_role)
        .column(columns.room, room, text_role)
        .right_column(
            columns.confirmed,
            confirmed(scene, place, is_stale),
            if is_stale { Role::Warning } else { text_role },
        )
        .text(why(scene, view, row, is_stale).join(" · "), text_role);
    if row.is_marked {
        for (y, text) in (y + 1..).zip(row.opened) {
            pen.line(area, y).text(sign, sign_role).text("   ", Role::Text).text(text, Role::Text);
        }
    }
}

/// `3 t`, `26 t gml`, `aldri gml`.
fn confirmed(scene: Scene<'_>, place: &Place, is_stale: bool) -> String {
    let texts = scene.texts;
    match (&place.confirmed, is_stale) {
        (Some(confirmed), false) => texts.age_of(confirmed.at, scene.now()),
        (Some(confirmed), true) => texts.places_stale(texts.age_of(confirmed.at, scene.now())),
        (None, _) => texts.places_never_stale().into_owned(),
    }
}

/// Why it fits, or what is in the way: only what no other column says.
fn why(scene: Scene<'_>, view: &BoardView, row: &PlaceRow<'_>, is_stale: bool) -> Vec<String> {
    let texts = scene.texts;
    let now = scene.now();
    let mut parts: Vec<String> = Vec::new();
    let own_hold = row.found.place.facts.iter().find_map(|fact| match fact {
        Fact::HeldByThisCall { until } => *until,
        _ => None,
    });
    if let Some(until) = own_hold.filter(|until| *until - now <= HOLD_ENDS_SOON) {
        parts.push(texts.places_hold_ends(texts.time(until)));
    }
    if let Some(at) = declined_at(view, row) {
        parts.push(texts.places_declined(texts.time_or_day(at, now)));
    }
    if let (Some(part), Some(looked_for)) = (&row.found.part, view.looked_for(row.call)) {
        let taken = view.taken_by(row.call, row.found.unit).unwrap_or_default();
        let who = view.board.call(row.call).map(|call| scene.some_children(call, &taken)).unwrap_or_default();
        parts.push(texts.places_takes_part(looked_for.len(), part.len(), who));
    }
    if row.fits {
        if is_stale {
            parts.push(texts.places_confirm_first().into_owned());
        }
        let says_more = |fact: &&Fact| {
            !matches!(
                fact,
                Fact::Owner { .. } | Fact::Fresh { .. } | Fact::Stale { .. } | Fact::AgeWithin { .. }
            )
        };
        parts.extend(row.found.place.facts.iter().filter(says_more).map(|fact| texts.fact(fact, now)));
    } else {
        let in_the_way = row.found.place.facts.iter().filter(|fact| fact.is_blocker());
        parts.extend(in_the_way.map(|fact| texts.fact(fact, now)));
    }
    parts
}

fn declined_at(view: &BoardView, row: &PlaceRow<'_>) -> Option<DateTime<Utc>> {
    view.declined(row.call, row.found.unit)?.answered_at
}

/// What the marked unit is opened with: its reasons where their column cuts them, then what the municipality asks.
pub fn opened(
    scene: Scene<'_>,
    view: &BoardView,
    row: &PlaceRow<'_>,
    columns: Columns,
    width: u16,
) -> Vec<String> {
    let (Some(unit), Some(place)) = (view.board.unit(row.found.unit), view.place_of(row.found)) else {
        return Vec::new();
    };
    let is_stale = place.is_stale(scene.now(), view.board.rules.fresh_hours);
    let reasons = why(scene, view, row, is_stale);
    let is_cut = cells(&reasons.join(" · ")) > width.saturating_sub(columns.before_why());
    let name = is_cut_name(unit, columns).then(|| unit.name.clone());
    let ages = (columns.age == 0).then(|| scene.texts.fact_age_within(unit.age_max, unit.age_min));
    let km = scene.distance_from(view.board.call(row.call), row.found.place.km);
    let [home, distance] = asked_about(scene, unit, place, km);
    let home = ages.into_iter().chain(home).collect();
    let parts = [name.into_iter().collect(), if is_cut { reasons } else { Vec::new() }, home, distance];
    let lines = parts.into_iter().flat_map(|parts| in_lines(parts, width.saturating_sub(INDENT)));
    lines.take(MOST_OPENED).collect()
}

/// Parts one after another, each whole in its line where it can be.
fn in_lines(parts: Vec<String>, columns: u16) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if cells(line) + cells(&part) + 3 <= columns => {
                line.push_str(" · ");
                line.push_str(&part);
            }
            _ => lines.extend(wrap(&part, columns)),
        }
    }
    lines
}

fn is_cut_name(unit: &Unit, columns: Columns) -> bool {
    cells(&unit.name) >= columns.name
}

/// Who lives there, animals, phone, where, how far, how fresh.
fn asked_about(scene: Scene<'_>, unit: &Unit, place: &Place, km: Option<u32>) -> [Vec<String>; 2] {
    let texts = scene.texts;
    let children = match unit.other_children {
        Some(true) => texts.place_other_children(),
        Some(false) => texts.place_no_other_children(),
        None => texts.place_other_children_unknown(),
    };
    let animals = match unit.animals {
        Some(true) => texts.place_animals(),
        Some(false) => texts.place_no_animals(),
        None => texts.place_animals_unknown(),
    };
    let phone = match &unit.phone {
        Some(phone) => texts.place_phone(phone.as_str()),
        None => texts.place_no_phone().into_owned(),
    };
    let distance = match km {
        Some(km) => texts.place_air_line(km),
        None => texts.place_no_distance().into_owned(),
    };
    let mut first = vec![phone, children.into_owned(), animals.into_owned()];
    first.extend(notes(scene, unit, unit.note.clone()));
    let mut second = vec![texts.place_in(scene.municipality(unit.municipality)), distance];
    if let Some(confirmed) = &place.confirmed {
        let at = texts.time_or_day(confirmed.at, scene.now());
        second.push(texts.place_confirmed_by(short_name(&confirmed.by), at));
    }
    [first, second]
}
