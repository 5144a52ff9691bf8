//! Draws arrived, moved, ended: whom it is about, what is agreed, the fields of what is to be done, and what Enter
//! does.

use ratatui::layout::Rect;

use crate::app::form::{FieldId, FieldKind, FieldRow};
use crate::app::placement_window::{
    END_LETTERS, JOURNEY_LETTERS, PlacementAct, PlacementFault, PlacementWindow, PlacementsOf, STAY_LETTERS,
};
use crate::app::stays::{Stay, Whom};
use crate::domain::board::Board;
use crate::domain::call::Call;
use crate::domain::follow_up::FollowUpKind;
use crate::domain::placement::{ARRIVAL_ASKED_AFTER, Placement, PlacementState, PlacementWords, StayEnd};

use super::fields::{Spot, draw as draw_field, draw_hidden, draw_pick, draw_rows_of_text, option_rows};
use crate::tui::frame::window;
use crate::tui::list::Scroll;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::stays::{children, of_call, state};
use crate::tui::tasks;
use crate::tui::theme::Role;

const WIDTH: u16 = 92;
const COLUMN: u16 = 20;
/// Columns of the border, with a blank beside it.
const BORDER: u16 = 4;
/// As many children are listed at once; the list scrolls.
const LISTED: usize = 5;
/// Rows of what child and parents say.
const VIEW_ROWS: u16 = 2;

/// What the window is about, worked out once a frame.
struct About<'a> {
    scene: Scene<'a>,
    board: &'a Board,
    window: &'a PlacementWindow,
    stays: Vec<Stay>,
    at: Option<usize>,
}

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, placement: &PlacementWindow) {
    let Some(view) = scene.view() else { return };
    let stays = placement.stays(&view.board, scene.now());
    let at = stays.iter().position(|stay| Some(stay.whom) == placement.whom);
    About { scene, board: &view.board, window: placement, stays, at }.draw(pen);
}

impl About<'_> {
    fn stay(&self) -> Option<&Stay> {
        self.stays.get(self.at?)
    }

    fn call(&self) -> Option<&Call> {
        let read = self.window.details.as_ref().map(|details| &details.call);
        let read = read.filter(|call| call.id == self.window.call);
        self.board.known_call(self.window.call).or(read)
    }

    fn draw(&self, pen: &mut Pen<'_>) {
        let room = WIDTH.min(pen.area().width).saturating_sub(BORDER);
        let Some(stay) = self.stay() else {
            let text = match self.window.details {
                Some(_) => self.scene.texts.placement_gone(),
                None => self.scene.texts.timeline_loading(),
            };
            let inner = window(pen, WIDTH, 4, &self.title(), "");
            pen.line(inner, 0).text(text, Role::Strong);
            pen.set_cursor(inner.x, inner.y);
            return;
        };
        let listed = self.stays.len().min(LISTED);
        let top = if self.stays.len() > 1 { listed + usize::from(self.stays.len() > LISTED) } else { 1 };
        let facts = wrap(&self.facts(stay).join(" · "), room.saturating_sub(1));
        let is_secret = self.call().is_some_and(|call| call.may_be_known == Some(false));
        let below = self.below(stay, room);
        let head = u16::try_from(top + facts.len() + usize::from(is_secret)).unwrap_or(u16::MAX);
        let fields: u16 = self.fields().map(|row| self.rows_of(row.id, room)).fold(0, u16::saturating_add);
        let said = u16::try_from(below.len()).unwrap_or(u16::MAX);
        let blanks = 1 + u16::from(said > 0);
        // With the border.
        let height = head.saturating_add(fields).saturating_add(said).saturating_add(blanks + 2);
        let inner = window(pen, WIDTH, height, &self.title(), &self.hint(stay));
        let mut y = self.draw_whom(pen, inner, stay);
        for text in facts {
            pen.line(inner, y).text(" ", Role::Text).text(text, Role::Faint);
            y += 1;
        }
        if is_secret {
            let text = self.scene.texts.not_to_be_known();
            pen.line(inner, y).text("! ", Role::Alarm).text(text, Role::Alarm);
            y += 1;
        }
        // Where it is low, the blank rows give way first.
        let has_room = inner.height + 2 >= height;
        y += u16::from(has_room);
        for row in self.fields() {
            y += self.draw_row(pen, inner, y, row, stay);
        }
        y += u16::from(has_room);
        for (text, role) in below {
            pen.line(inner, y).text(text, role);
            y += 1;
        }
    }

    fn title(&self) -> String {
        let texts = self.scene.texts;
        match self.window.of {
            PlacementsOf::Unit(unit) => {
                texts.placement_title_unit(self.board.unit(unit).map_or("", |unit| unit.name.as_str()))
            }
            PlacementsOf::Call(id) => match self.call() {
                Some(call) => {
                    texts.placement_title(id.0, self.scene.caller_place(call), self.scene.children(call))
                }
                None => id.to_string(),
            },
        }
    }

    fn unit(&self, stay: &Stay) -> &str {
        let unit = self.scene.view().and_then(|view| view.unit_of_place(stay.place));
        unit.map_or("", |unit| unit.name.as_str())
    }

    /// A row that says who, where and how far.
    fn row(&self, stay: &Stay) -> String {
        let whom = match self.window.of {
            PlacementsOf::Call(_) => {
                self.scene.texts.placement_at_unit(self.unit(stay), children(self.scene, stay))
            }
            PlacementsOf::Unit(_) => of_call(self.scene, stay),
        };
        format!("{whom} · {}", state(self.scene, stay))
    }

    /// Whom it is about: with several a list, the chosen one marked.
    fn draw_whom(&self, pen: &mut Pen<'_>, inner: Rect, stay: &Stay) -> u16 {
        if self.stays.len() < 2 {
            pen.line(inner, 0).text(" ", Role::Text).text(self.row(stay), Role::Strong);
            return 1;
        }
        let is_focused = self.window.form.focused() == FieldId::Whom;
        let room = u16::try_from(LISTED).unwrap_or(u16::MAX);
        let seen = Scroll::default().visible(&vec![1; self.stays.len()], self.at, room);
        let mut y = 0;
        for at in seen {
            let mut line = pen.line(inner, y);
            let is_first = y == 0;
            line.text(if is_focused && is_first { "▌" } else { " " }, Role::Mark);
            if is_first {
                let role = if is_focused { Role::Strong } else { Role::Faint };
                line.text(self.scene.texts.placement_who(), role);
            }
            line.to(COLUMN);
            let is_chosen = self.at == Some(at);
            if is_chosen && is_focused {
                line.cursor_here();
            }
            let (sign, role) = if is_chosen { ("▸", Role::Strong) } else { (" ", Role::Text) };
            line.text(sign, role).text(self.row(&self.stays[at]), role);
            y += 1;
        }
        if self.stays.len() > LISTED {
            let more = self.scene.texts.placement_more(self.stays.len() - LISTED);
            pen.line(inner, y).to(COLUMN + 1).text(more, Role::Faint);
            y += 1;
        }
        y
    }

    /// What is agreed, or how long it lasted.
    fn facts(&self, stay: &Stay) -> Vec<String> {
        let (texts, now) = (self.scene.texts, self.scene.now());
        let Some(placement) = &stay.placement else { return Vec::new() };
        let near = |at| texts.time_tonight(at, now);
        let mut facts = Vec::new();
        match stay.state {
            PlacementState::Expected | PlacementState::Cancelled => {
                facts.push(texts.placement_accepted(near(placement.accepted_at)));
                facts.extend(placement.leaves_at.map(|at| texts.placement_leaves(near(at))));
                facts.extend(placement.expected_at.map(|at| texts.placement_state_expected(near(at))));
                facts.extend(placement.unit_told_at.map(|at| texts.placement_told(near(at))));
            }
            PlacementState::Living => {
                facts.extend(placement.arrived_at.map(|at| texts.placement_arrived(near(at))));
                facts.extend(placement.days(now).map(|days| texts.placement_days_lived(days)));
            }
            PlacementState::Ended => {
                facts.extend(placement.arrived_at.map(|at| texts.placement_arrived(near(at))));
                let ended = placement.ended_at.zip(placement.days(now));
                facts.extend(ended.map(|(at, days)| texts.placement_ended_after(days, near(at))));
                facts.extend(placement.end.map(|end| texts.stay_end(end).into_owned()));
            }
        }
        facts
    }

    fn fields(&self) -> impl Iterator<Item = &FieldRow> {
        self.window.form.shown().map(|(row, _)| row).filter(|row| row.id != FieldId::Whom)
    }

    /// How many rows a field takes.
    fn rows_of(&self, id: FieldId, room: u16) -> u16 {
        match id {
            FieldId::StayEnd => {
                let rows = option_rows(&self.options(id), room.saturating_sub(COLUMN)).len();
                u16::try_from(rows).unwrap_or(u16::MAX)
            }
            FieldId::ChildView | FieldId::ParentsView => VIEW_ROWS,
            _ => 1,
        }
    }

    fn draw_row(&self, pen: &mut Pen<'_>, area: Rect, y: u16, row: &FieldRow, stay: &Stay) -> u16 {
        let spot = Spot { area, row: y, column: COLUMN };
        let form = &self.window.form;
        let (label, hint) = self.label(row.id, stay);
        match row.id {
            FieldId::StayEnd => return draw_pick(pen, spot, form, row.id, &label, &self.options(row.id)),
            FieldId::ChildView | FieldId::ParentsView => {
                draw_rows_of_text(pen, spot, form, row.id, (&label, &hint), VIEW_ROWS);
                return VIEW_ROWS;
            }
            _ if row.kind == FieldKind::Hidden => {
                draw_hidden(pen, spot, form, row.id, (&label, &hint), &self.scene.texts.form_hidden());
            }
            _ => draw_field(pen, spot, form, row.id, &label, &hint, &self.options(row.id)),
        }
        1
    }

    fn options(&self, id: FieldId) -> Vec<(char, String)> {
        let texts = self.scene.texts;
        let (letters, words): (&[char], Vec<String>) = match (id, self.window.whom) {
            (FieldId::PlacementAct, Some(Whom::Journey(_))) => (
                JOURNEY_LETTERS,
                [
                    texts.placement_act_arrived(),
                    texts.placement_act_plan(),
                    texts.placement_act_fall_through(),
                ]
                .map(std::borrow::Cow::into_owned)
                .into(),
            ),
            (FieldId::PlacementAct, _) => (
                STAY_LETTERS,
                [texts.placement_act_end(), texts.placement_act_views()]
                    .map(std::borrow::Cow::into_owned)
                    .into(),
            ),
            (FieldId::StayEnd, _) => {
                (END_LETTERS, StayEnd::ALL.iter().map(|end| texts.stay_end(*end).into_owned()).collect())
            }
            _ => return Vec::new(),
        };
        letters.iter().copied().zip(words).collect()
    }

    /// The label of a field, and what stands in it while it is empty: what is agreed already.
    fn label(&self, id: FieldId, stay: &Stay) -> (String, String) {
        let (texts, now) = (self.scene.texts, self.scene.now());
        let placement = stay.placement.as_ref();
        let time = |of: fn(&Placement) -> Option<chrono::DateTime<chrono::Utc>>, empty: &str| {
            let known = placement.and_then(of).map(|at| texts.time_near(at, now));
            known.map_or_else(|| empty.to_owned(), |known| texts.placement_known(known))
        };
        let words = |of: fn(&PlacementWords) -> &Option<String>, empty: &str| match self
            .window
            .words()
            .and_then(|words| of(words).clone())
        {
            None => empty.to_owned(),
            Some(_) if self.scene.model.hides_words => texts.placement_known_text(texts.value_hidden()),
            Some(known) => texts.placement_known_text(known),
        };
        let (label, hint) = match id {
            FieldId::PlacementAct => (texts.placement_act(), String::new()),
            FieldId::At => (texts.placement_at(), texts.placement_at_hint().into_owned()),
            FieldId::LeavesAt => (
                texts.placement_leaves_at(),
                time(|placement| placement.leaves_at, &texts.placement_time_hint()),
            ),
            FieldId::ExpectedAt => (
                texts.placement_expected_at(),
                time(|placement| placement.expected_at, &texts.placement_time_hint()),
            ),
            FieldId::ToldAt => (
                texts.placement_told_at(),
                time(|placement| placement.unit_told_at, &texts.placement_told_at_hint()),
            ),
            FieldId::Driver => {
                (texts.placement_driver(), words(|words| &words.driver, &texts.placement_driver_hint()))
            }
            FieldId::Medicines => (
                texts.placement_medicines(),
                words(|words| &words.medicines, &texts.placement_medicines_hint()),
            ),
            FieldId::NightNumber => {
                let is_known = placement.is_some_and(|placement| placement.has_night_number);
                let hint = if is_known {
                    texts.placement_night_number_known()
                } else {
                    texts.placement_night_number_hint()
                };
                (texts.placement_night_number(), hint.into_owned())
            }
            FieldId::Reason => (texts.placement_reason(), texts.placement_reason_hint().into_owned()),
            FieldId::StayEnd => (texts.placement_end(), String::new()),
            FieldId::Note => {
                let is_needed = self.window.end().is_some_and(StayEnd::needs_reason);
                let hint =
                    if is_needed { texts.placement_note_needed() } else { texts.placement_note_hint() };
                (texts.placement_note(), hint.into_owned())
            }
            FieldId::ChildView => {
                (texts.placement_child_view(), words(|words| &words.child_view, &texts.placement_view_hint()))
            }
            FieldId::ParentsView => (
                texts.placement_parents_view(),
                words(|words| &words.parents_view, &texts.placement_view_hint()),
            ),
            _ => ("".into(), String::new()),
        };
        (label.into_owned(), hint)
    }

    /// What Enter does, and the other keys.
    fn hint(&self, stay: &Stay) -> String {
        let (texts, now) = (self.scene.texts, self.scene.now());
        let unit = self.unit(stay);
        let does = match self.window.act() {
            PlacementAct::Arrived => match self.window.was_at(now) {
                Ok(Some(at)) => texts.placement_enter_arrived(texts.time_near(at, now), unit),
                Ok(None) | Err(_) => texts.placement_enter_arrived_now(unit),
            },
            PlacementAct::Plan => texts.placement_enter_plan().into_owned(),
            PlacementAct::FallThrough => texts.placement_enter_fall_through(unit),
            PlacementAct::End => texts.placement_enter_end(unit),
            PlacementAct::Views => texts.placement_enter_views().into_owned(),
        };
        let is_told = |told: [&Option<String>; 2]| told.iter().any(|told| told.is_some());
        let shows_words = self.window.words().is_some_and(|words| match self.window.act() {
            PlacementAct::Plan => is_told([&words.driver, &words.medicines]),
            PlacementAct::Views => is_told([&words.child_view, &words.parents_view]),
            PlacementAct::Arrived | PlacementAct::FallThrough | PlacementAct::End => false,
        });
        if shows_words {
            let words = if self.scene.model.hides_words { "hidden" } else { "shown" };
            texts.placement_hint_words(does, words)
        } else {
            texts.placement_hint(does)
        }
    }

    /// Why Enter did nothing, or what it will do besides.
    fn below(&self, stay: &Stay, room: u16) -> Vec<(String, Role)> {
        let (sign, text, role) = match &self.window.fault {
            Some(fault) => ("! ", self.fault(fault), Role::Alarm),
            None => match self.does(stay) {
                Some(text) => (" ", text, Role::Faint),
                None => return Vec::new(),
            },
        };
        wrap(&text, room.saturating_sub(2)).into_iter().map(|text| (format!("{sign}{text}"), role)).collect()
    }

    fn fault(&self, fault: &PlacementFault) -> String {
        let texts = self.scene.texts;
        match fault {
            PlacementFault::Empty => texts.placement_fault_empty().into_owned(),
            PlacementFault::NoView => texts.placement_fault_no_view().into_owned(),
            PlacementFault::NotATime(field) => {
                texts.placement_fault_time(self.window.form.text(*field).unwrap_or_default())
            }
            PlacementFault::Time(_, error) => texts.line_error(error),
            PlacementFault::ReasonMissing => texts.placement_fault_reason().into_owned(),
            PlacementFault::EndMissing => texts.placement_fault_end().into_owned(),
            PlacementFault::NoteMissing(end) => texts.placement_fault_note(texts.stay_end(*end)),
        }
    }

    fn does(&self, stay: &Stay) -> Option<String> {
        let (texts, now) = (self.scene.texts, self.scene.now());
        let call = stay.call.0;
        Some(match self.window.act() {
            PlacementAct::Arrived if self.closes_call(stay) => match self.falls_away(stay) {
                what if what.is_empty() => texts.placement_does_close(call),
                what => texts.placement_does_close_drops(call, what.join(" · ")),
            },
            PlacementAct::Arrived if self.stays_open(stay) => texts.placement_does_stay_open(call),
            PlacementAct::Arrived => texts.placement_does_wait(call),
            PlacementAct::Plan => {
                let asked_at = self.window.expected_at(now)? + ARRIVAL_ASKED_AFTER;
                texts.placement_does_ask(texts.time_near(asked_at, now))
            }
            PlacementAct::FallThrough => texts.placement_does_fall_through(call),
            PlacementAct::End => texts.placement_does_end().into_owned(),
            PlacementAct::Views => return None,
        })
    }

    /// What is asked for no more once the call is closed, though the arrival does not answer it.
    fn falls_away(&self, stay: &Stay) -> Vec<String> {
        let Some((view, call)) = self.scene.view().zip(self.board.call(stay.call)) else { return Vec::new() };
        let is_left = |kind| matches!(kind, FollowUpKind::CallBack | FollowUpKind::OfferReason);
        let open = self.board.follow_ups.iter().filter(|task| task.call == call.id && is_left(task.kind));
        open.map(|task| tasks::what(self.scene, view, call, task)).collect()
    }

    fn stays_open(&self, stay: &Stay) -> bool {
        self.board.call(stay.call).is_some_and(|call| call.stays_open)
    }

    /// Whether the call is closed as placed when these have arrived.
    fn closes_call(&self, stay: &Stay) -> bool {
        let Some(call) = self.board.call(stay.call) else { return false };
        let now = self.scene.now();
        let others = crate::app::stays::of_call(self.board, None, stay.call, now);
        let lives = |child| {
            others
                .iter()
                .any(|other| other.state == PlacementState::Living && other.children.contains(&child))
        };
        let waits =
            others.iter().any(|other| other.state == PlacementState::Expected && other.whom != stay.whom);
        !call.stays_open
            && !waits
            && call.children.iter().all(|child| stay.children.contains(&child.id) || lives(child.id))
    }
}
