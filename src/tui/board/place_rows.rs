//! The rows of the places pane: one a unit, the marked one opened with what a municipality asks about it.

use chrono::{DateTime, Utc};
use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::domain::ids::CallId;
use crate::domain::matching::{Fact, UnitMatch};
use crate::domain::unit::{Place, Unit};

use super::mark;
use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
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
        Self { name: (width * 2 / 13).clamp(11, 24), kind: 10, km: 4, age: 6, room: 7, confirmed: 10 }
    }
}

/// Rows the marked unit takes, opened.
pub const OPENED: u16 = 3;

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
}

/// Draws a unit's row; opened it takes [`OPENED`] rows.
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
    let km = found.place.km.map_or_else(|| "–".to_owned(), |km| km.to_string());
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
        .text(why(scene, view, row, is_stale), text_role);
    if row.is_marked {
        for (n, text) in opened(scene, unit, place, found).into_iter().enumerate() {
            let y = y + 1 + u16::try_from(n).unwrap_or(u16::MAX);
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
fn why(scene: Scene<'_>, view: &BoardView, row: &PlaceRow<'_>, is_stale: bool) -> String {
    let texts = scene.texts;
    let now = scene.now();
    let mut parts: Vec<String> = Vec::new();
    if let Some(at) = declined_at(view, row) {
        parts.push(texts.places_declined(texts.time_or_day(at, now)));
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
    parts.join(" · ")
}

fn declined_at(view: &BoardView, row: &PlaceRow<'_>) -> Option<DateTime<Utc>> {
    view.declined(row.call, row.found.unit)?.answered_at
}

/// What the municipality asks: who lives there, animals, phone, where, how far, how fresh.
fn opened(scene: Scene<'_>, unit: &Unit, place: &Place, found: &UnitMatch) -> [String; 2] {
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
    let distance = match found.place.km {
        Some(km) => texts.place_air_line(km),
        None => texts.place_no_distance().into_owned(),
    };
    let mut first = vec![phone, children.into_owned(), animals.into_owned()];
    first.extend(unit.note.clone());
    let mut second = vec![texts.place_in(scene.municipality(unit.municipality)), distance];
    if let Some(confirmed) = &place.confirmed {
        let at = texts.time_or_day(confirmed.at, scene.now());
        second.push(texts.place_confirmed_by(confirmed.by.as_str(), at));
    }
    [first.join(" · "), second.join(" · ")]
}
