//! The ladder, where the places stood while nothing fits: every rung with how many can take the child, who was asked and
//! what they said; the marked rung is open. Below, units with one thing in the way.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::marks::Pane;
use crate::domain::call::Call;
use crate::domain::ids::UnitId;
use crate::domain::ladder::{Ladder, LadderRow, Rung, RungStanding, Whom, newest};
use crate::domain::matching::UnitMatch;
use crate::domain::question::Subject;
use crate::domain::unit::Unit;

use super::calls::heading;
use super::{BoardScrolls, has_focus, mark};
use crate::tui::frame::pane;
use crate::tui::list::Scroll;
use crate::tui::pen::{Line, Pen, cells};
use crate::tui::scene::{Scene, short_name};
use crate::tui::theme::Role;

/// From this width on the title tells for whom.
const WIDE: u16 = 72;
/// From so many rows on each rung has a row of its own.
const TALL: u16 = 13;
/// Rungs, and the line above them.
const FIXED: u16 = 9;
/// The most rows of what has one thing in the way.
const MOST_ONE_THING: usize = 4;

/// Draws the pane.
pub fn draw(
    pen: &mut Pen<'_>,
    area: Rect,
    scene: Scene<'_>,
    view: &BoardView,
    (call, ladder): (&Call, &Ladder),
    scrolls: &mut BoardScrolls,
) {
    let texts = scene.texts;
    let focused = has_focus(scene, Pane::Places);
    let fits = texts.call_fits(view.found(call.id).map_or(0, |found| found.fits.len()));
    let title = if area.width >= WIDE && area.height > TALL {
        texts.ladder_title(call.id.0, fits, scene.request(call))
    } else {
        texts.ladder_title_narrow(call.id.0, fits)
    };
    let inner = pane(pen, area, &title, &texts.ladder_hint(), focused);
    let drawing = Drawing { scene, view, call, ladder, focused, columns: Columns::of(inner.width) };
    if inner.height >= TALL {
        drawing.tall(pen, inner, &mut scrolls.ladder);
    } else {
        drawing.low(pen, inner, &mut scrolls.ladder);
    }
}

/// Widths of the columns of a unit's row; its answer gets the rest.
#[derive(Clone, Copy)]
struct Columns {
    rung: u16,
    name: u16,
}

impl Columns {
    fn of(width: u16) -> Self {
        Self { rung: if width < WIDE { 14 } else { 33 }, name: (width / 5).clamp(12, 24) }
    }
}

struct Drawing<'a> {
    scene: Scene<'a>,
    view: &'a BoardView,
    call: &'a Call,
    ladder: &'a Ladder,
    focused: bool,
    columns: Columns,
}

impl Drawing<'_> {
    fn marked(&self) -> Option<LadderRow> {
        self.scene.model.marks.ladder_row()
    }

    fn is_open(&self, standing: &RungStanding) -> bool {
        self.marked().is_some_and(|row| row.rung == standing.rung)
    }

    fn tall(&self, pen: &mut Pen<'_>, area: Rect, scroll: &mut Scroll) {
        let texts = self.scene.texts;
        pen.line(area, 0)
            .text("  ", Role::Text)
            .column(self.columns.rung, texts.ladder_column_rung(), Role::Faint)
            .right_column(8, texts.ladder_column_can_take(), Role::Faint)
            .right_column(6, texts.ladder_column_asked(), Role::Faint)
            .text(texts.ladder_column_answer(), Role::Faint);
        let room = area.height.saturating_sub(FIXED);
        let open = self.ladder.rungs.iter().find(|standing| self.is_open(standing));
        let whom = open.map_or(0, |open| open.whom.len());
        let wanted = u16::try_from(whom).unwrap_or(u16::MAX).saturating_add(1);
        let one_thing = u16::try_from(self.ladder.one_thing.len().min(MOST_ONE_THING)).unwrap_or(0);
        let below = if one_thing > 0 { (one_thing + 1).min(room / 2) } else { 0 };
        let for_whom = wanted.min(room.saturating_sub(below));
        let below = room.saturating_sub(for_whom).min(one_thing + 1);
        let mut y = 1;
        for standing in &self.ladder.rungs {
            self.draw_rung(pen, area, y, standing);
            y += 1;
            if self.is_open(standing) {
                let rows = Rect { y: area.y + y, height: for_whom, ..area };
                y += self.draw_whom(pen, rows, standing, scroll);
            }
        }
        self.draw_one_things(pen, Rect { y: area.y + y, height: below, ..area });
    }

    /// Units with one thing in the way, as many as there is room for.
    fn draw_one_things(&self, pen: &mut Pen<'_>, area: Rect) {
        if area.height > 1 && !self.ladder.one_thing.is_empty() {
            heading(pen, area, 0, &self.scene.texts.ladder_one_thing());
            for (row, unit) in (1..area.height).zip(&self.ladder.one_thing) {
                self.draw_one_thing(pen, area, row, *unit);
            }
        }
    }

    /// Where it is low, closed rungs stand beside each other; the open one keeps its row.
    fn low(&self, pen: &mut Pen<'_>, area: Rect, scroll: &mut Scroll) {
        let at = self.ladder.rungs.iter().position(|standing| self.is_open(standing)).unwrap_or(0);
        let (before, rest) = self.ladder.rungs.split_at(at);
        let Some((open, after)) = rest.split_first() else { return };
        let above = self.beside(before, area.width);
        let below = self.beside(after, area.width);
        let lines = |rows: &[Vec<String>]| u16::try_from(rows.len()).unwrap_or(0);
        // The open rung is what one acts on: where there is room for little else, those before it give way.
        let above = if area.height > lines(&above) + 1 { above } else { Vec::new() };
        let mut y = 0;
        for row in &above {
            Self::draw_beside(pen, area, y, row);
            y += 1;
        }
        self.draw_rung(pen, area, y, open);
        y += 1;
        let room = area.height.saturating_sub(y + lines(&below)).max(2);
        let rows = Rect { y: area.y + y, height: room.min(area.height.saturating_sub(y)), ..area };
        y += self.draw_whom(pen, rows, open, scroll);
        for row in &below {
            Self::draw_beside(pen, area, y, row);
            y += 1;
        }
        let left = area.height.saturating_sub(y);
        self.draw_one_things(pen, Rect { y: area.y + y, height: left, ..area });
    }

    /// Closed rungs in short, as many in a line as fit.
    fn beside(&self, standings: &[RungStanding], width: u16) -> Vec<Vec<String>> {
        let texts = self.scene.texts;
        let mut lines: Vec<Vec<String>> = Vec::new();
        let mut used = 0;
        for standing in standings {
            let count = standing.can_take.map_or_else(String::new, |count| format!(" {count}"));
            let sign = if standing.is_exhausted { "✓ " } else { "" };
            let asked = match (standing.rung, standing.asked.len()) {
                (_, 0) => String::new(),
                // What was decided is what the rest of the ladder hangs on.
                (Rung::Leader, _) => format!(", {}", self.answer(standing)),
                (_, asked) => format!(", {}", texts.ladder_asked(asked)),
            };
            let word = texts.rung_short(standing.rung);
            let part = format!("{sign}{} {word}{count}{asked}", standing.rung.number());
            let wanted = cells(&part) + 3;
            match lines.last_mut() {
                Some(line) if used + wanted <= width => line.push(part),
                _ => {
                    lines.push(vec![part]);
                    used = 2;
                }
            }
            used += wanted;
        }
        lines
    }

    fn draw_beside(pen: &mut Pen<'_>, area: Rect, y: u16, row: &[String]) {
        pen.line(area, y).text("  ", Role::Text).text(row.join(" · "), Role::Text);
    }

    fn draw_rung(&self, pen: &mut Pen<'_>, area: Rect, y: u16, standing: &RungStanding) {
        let texts = self.scene.texts;
        let row = LadderRow { rung: standing.rung, whom: Whom::Rung };
        let is_marked = self.marked() == Some(row);
        let role = if self.is_open(standing) { Role::Strong } else { Role::Text };
        let can_take = match (standing.rung, standing.can_take) {
            (Rung::Leader, _) => "–".to_owned(),
            (_, None) => "?".to_owned(),
            (_, Some(count)) => count.to_string(),
        };
        let asked =
            if standing.asked.is_empty() { "–".to_owned() } else { standing.asked.len().to_string() };
        let mut line = pen.line(area, y);
        self.sign(&mut line, is_marked);
        let word =
            if area.width < WIDE { texts.rung_short(standing.rung) } else { texts.rung(standing.rung) };
        let name = format!("{} {word}", standing.rung.number());
        line.text(if standing.is_exhausted { "✓ " } else { "  " }, Role::Good)
            .column(self.columns.rung - 1, name, role)
            .right_column(8, can_take, role)
            .right_column(6, asked, role)
            .text(self.answer(standing), role);
    }

    fn sign(&self, line: &mut Line<'_, '_>, is_marked: bool) {
        let (sign, role) = mark(is_marked, self.focused);
        line.text(sign, role);
        if is_marked && self.focused {
            line.cursor_here();
        }
    }

    /// What was said on a rung; where nobody was asked, why nobody can take the child.
    fn answer(&self, standing: &RungStanding) -> String {
        let (texts, now) = (self.scene.texts, self.scene.now());
        let enquiries = &self.view.board.enquiries;
        let mut said: Vec<usize> = newest(enquiries, self.call)
            .into_iter()
            .filter(|(row, _)| row.rung == standing.rung)
            .map(|(_, at)| at)
            .collect();
        said.sort_unstable_by_key(|at| std::cmp::Reverse(*at));
        let mut parts: Vec<String> = said
            .iter()
            .filter_map(|at| {
                let enquiry = enquiries.get(*at)?;
                let told = texts.enquiry_told(enquiry, now);
                Some(match (enquiry.unit, enquiry.region) {
                    (None, None) => told,
                    _ => format!("{} {told}", self.scene.asked(enquiry.id)?),
                })
            })
            .collect();
        let left = standing.whom.iter().filter(|whom| matches!(whom, Whom::Region(_))).count();
        let regions =
            said.iter().filter(|at| enquiries.get(**at).is_some_and(|one| one.region.is_some())).count();
        if !parts.is_empty() && left > regions {
            parts.push(texts.ladder_not_asked_count(left - regions));
        }
        if !parts.is_empty() {
            return parts.join(" · ");
        }
        let mut why = Vec::new();
        if standing.can_take == Some(0) && standing.full > 0 {
            why.push(texts.ladder_full(standing.full));
        }
        if standing.can_take == Some(0) && standing.stopped > 0 {
            why.push(texts.ladder_stopped(standing.stopped));
        }
        if standing.rung == Rung::SinglePurchase {
            why.push(texts.ladder_papers(self.scene.model.catalog.purchase_papers.len()));
        }
        if !why.is_empty() {
            return why.join(", ");
        }
        let nobody = standing.is_exhausted && standing.whom.is_empty();
        if nobody { texts.ladder_nobody_there() } else { texts.ladder_not_asked() }.into_owned()
    }

    /// Draws whom one asks on the open rung; gives how many rows it took.
    fn draw_whom(&self, pen: &mut Pen<'_>, area: Rect, standing: &RungStanding, scroll: &mut Scroll) -> u16 {
        let marked = standing
            .whom
            .iter()
            .position(|whom| self.marked() == Some(LadderRow { rung: standing.rung, whom: *whom }));
        let opened = |at: usize| marked == Some(at) && matches!(standing.whom[at], Whom::Unit(_));
        let heights: Vec<u16> =
            (0..standing.whom.len()).map(|at| if opened(at) { 2.min(area.height) } else { 1 }).collect();
        let mut seen = scroll.visible(&heights, marked, area.height);
        if seen.end < heights.len() && area.height > 3 {
            seen = scroll.visible(&heights, marked, area.height - 1);
        }
        let mut y = 0;
        for at in seen.clone() {
            let row = LadderRow { rung: standing.rung, whom: standing.whom[at] };
            match row.whom {
                Whom::Unit(unit) => self.draw_unit(pen, area, y, row, unit),
                Whom::Region(region) => {
                    let mut line = pen.line(area, y);
                    self.sign(&mut line, marked == Some(at));
                    line.text("   ", Role::Text)
                        .column(self.columns.rung - 3, region.code(), self.role(marked == Some(at)))
                        .text(self.asked_of(row), self.role(marked == Some(at)));
                }
                Whom::Rung => {}
            }
            y += heights[at];
        }
        let hidden = heights.len() - seen.end;
        if hidden > 0 && y < area.height {
            let more = self.scene.texts.steps_more(hidden);
            pen.line(area, y).text("    ", Role::Text).text(more, Role::Faint);
            y += 1;
        }
        y
    }

    fn role(&self, is_marked: bool) -> Role {
        if is_marked && self.focused { Role::Strong } else { Role::Text }
    }

    fn draw_unit(&self, pen: &mut Pen<'_>, area: Rect, y: u16, row: LadderRow, unit: UnitId) {
        let Some((unit, found)) = self.view.board.unit(unit).zip(self.view.unit_row(self.call.id, unit))
        else {
            return;
        };
        let is_marked = self.marked() == Some(row);
        let role = self.role(is_marked);
        let mut line = pen.line(area, y);
        self.sign(&mut line, is_marked);
        line.text("   ", Role::Text);
        self.unit_columns(&mut line, unit, found, role);
        line.text(self.asked_of(row), role);
        if let Some(at) = self.view.expected_free(unit.id, self.scene.now()) {
            let texts = self.scene.texts;
            let when = texts.time_or_day(at, self.scene.now());
            line.text(" · ", Role::Faint).text(texts.all_places_expected(when), role);
        }
        if is_marked {
            let (sign, sign_role) = mark(true, self.focused);
            let facts = found.place.facts.iter().filter(|fact| fact.is_blocker());
            let in_the_way = self.scene.texts.facts(facts, self.scene.now());
            let parts = [self.phone(unit), in_the_way];
            let told: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            pen.line(area, y + 1)
                .text(sign, sign_role)
                .text("     ", Role::Text)
                .text(told.join(" · "), Role::Text);
        }
    }

    fn unit_columns(&self, line: &mut Line<'_, '_>, unit: &Unit, found: &UnitMatch, role: Role) {
        let km = self.scene.distance_from(Some(self.call), found.place.km);
        let km = km.map_or_else(|| "–".to_owned(), |km| self.scene.texts.ladder_km(km));
        line.column(self.columns.name, &unit.name, role)
            .column(11, self.scene.kind_and_owner(unit), role)
            .right_column(8, km, role)
            .column(7, format!("{}–{}", unit.age_min, unit.age_max), role);
    }

    /// What a row was asked, when and by whom, and what it said.
    fn asked_of(&self, row: LadderRow) -> String {
        let (texts, now) = (self.scene.texts, self.scene.now());
        let mut own = self.view.board.enquiries.iter().rev().filter(|one| one.call == self.call.id);
        match own.find(|one| row.was_asked_by(one)) {
            Some(enquiry) => texts.ladder_asked_at(
                short_name(&enquiry.by),
                texts.time_or_day(enquiry.at, now),
                texts.enquiry_told(enquiry, now),
            ),
            None => texts.ladder_not_asked().into_owned(),
        }
    }

    /// A unit's number; a home's is personal data, and is shown once that is journalled.
    fn phone(&self, unit: &Unit) -> String {
        phone_of(self.scene, unit, &self.scene.texts.ladder_phone_hidden())
    }

    fn draw_one_thing(&self, pen: &mut Pen<'_>, area: Rect, y: u16, unit: UnitId) {
        let Some((unit, found)) = self.view.board.unit(unit).zip(self.view.unit_row(self.call.id, unit))
        else {
            return;
        };
        let mut line = pen.line(area, y);
        line.text("    ", Role::Text);
        self.unit_columns(&mut line, unit, found, Role::Faint);
        let facts = found.place.facts.iter().filter(|fact| fact.is_blocker());
        line.text(self.scene.texts.facts(facts, self.scene.now()), Role::Text);
    }
}

/// A unit's number; a home's is personal data, and `hidden` stands for it until it is journalled that it is shown.
pub fn phone_of(scene: Scene<'_>, unit: &Unit, hidden: &str) -> String {
    let texts = scene.texts;
    let shown = scene.model.shown_of(Subject::Unit(unit.id)).and_then(|data| data.phone.as_deref());
    match unit.phone.as_deref().filter(|_| !unit.kind.is_home()).or(shown) {
        Some(phone) => texts.place_phone(phone),
        None if unit.kind.is_home() && unit.phone.is_some() => hidden.to_owned(),
        None => texts.place_no_phone().into_owned(),
    }
}
