//! The window of an offer: the facts of the match, what only the adviser can say, and what Enter will do.

use chrono::TimeDelta;
use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::form::FieldId;
use crate::app::keymap::Action;
use crate::app::offer_window::{
    CHILDREN_LETTERS, CLEARED_LETTERS, DOUBLE_LETTERS, KNOWN_LETTERS, OfferFault, OfferWindow,
};
use crate::domain::call::Call;
use crate::domain::child::SiblingRule;
use crate::domain::clocks::ResponseClock;
use crate::domain::follow_up::FollowUpKind;
use crate::domain::ids::ChildId;
use crate::domain::matching::Fact;
use crate::domain::offer::Offer;
use crate::domain::unit::Unit;

use super::fields::{Spot, draw as draw_field, draw_pick, option_rows};
use super::open_items::open_items;
use crate::tui::frame::window;
use crate::tui::labels;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 104;
/// Where what stands in the fields begins.
const COLUMN: u16 = 32;
/// Columns of the border, with a blank beside it.
const BORDER: u16 = 4;
/// The most lines of what is told of the group.
const MOST_OF_NOTE: usize = 2;
/// Columns of the words before facts.
const LABEL: u16 = 11;

/// What the window is about, worked out once a frame.
struct About<'a> {
    scene: Scene<'a>,
    view: &'a BoardView,
    window: &'a OfferWindow,
    call: &'a Call,
    unit: &'a Unit,
    /// The offer that is filled in further.
    offer: Option<&'a Offer>,
    facts: Vec<Fact>,
    km: Option<u32>,
    is_there: bool,
}

/// A line of the window below its head.
enum Row {
    Blank,
    Labelled { sign: &'static str, label: String, text: String, role: Role },
    Warning(String),
    Field(FieldId),
    Said(String),
}

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, offer: &OfferWindow) {
    let Some(view) = scene.view() else { return };
    let (Some(call), Some(unit)) = (view.board.call(offer.call), view.board.unit(offer.unit)) else { return };
    let completed = offer.completes.and_then(|id| view.offer(id));
    let found = match offer.completes {
        Some(_) => None,
        None => offer.found(view, &scene.model.catalog, scene.now()),
    };
    let is_there = found.is_some() || completed.is_some();
    let (facts, km) = found.map(|found| (found.facts, found.km)).unwrap_or_default();
    let km = scene.distance_from(Some(call), km);
    let about = About { scene, view, window: offer, call, unit, offer: completed, facts, km, is_there };
    about.draw(pen);
}

impl About<'_> {
    fn draw(&self, pen: &mut Pen<'_>) {
        let screen = pen.area();
        let width = WIDTH.min(screen.width);
        let room = width.saturating_sub(BORDER);
        let mut rows = self.rows(room);
        let height = |rows: &[Row]| -> u16 { rows.iter().map(|row| self.height(row, room)).sum() };
        // Rows for the border and the head; where it is low, blanks give way before it covers who is late, above it.
        let most = screen.height.saturating_sub(4 + 3);
        let mut at = 0;
        while height(&rows) > most && at < rows.len() {
            if matches!(rows[at], Row::Blank) {
                rows.remove(at);
            } else {
                at += 1;
            }
        }
        let inner = window(pen, width, height(&rows) + 3, &self.title(), &self.hint());
        pen.line(inner, 0).text(self.head(), Role::Strong);
        let mut y = 1;
        for row in &rows {
            y += self.draw_row(pen, inner, y, row);
        }
    }

    fn title(&self) -> String {
        let texts = self.scene.texts;
        let (place, call) = (self.scene.caller_place(self.call), self.call.id.0);
        match self.offer {
            Some(offer) => {
                let whom = self.children(&offer.children);
                texts.offer_title_fill_in(call, place, offer.id.0, whom)
            }
            None => texts.offer_title(call, place, self.children(&self.window.is_for(self.view))),
        }
    }

    fn hint(&self) -> String {
        let texts = self.scene.texts;
        let is_taken = self
            .facts
            .iter()
            .any(|fact| matches!(fact, Fact::Held { .. } | Fact::Offered { .. } | Fact::Occupied { .. }));
        if self.window.completes.is_some() {
            texts.offer_hint_fill_in()
        } else if !self.is_there || is_taken {
            texts.offer_hint_taken()
        } else if self.is_blocked() {
            texts.offer_hint_blocked()
        } else {
            texts.offer_hint()
        }
        .into_owned()
    }

    fn head(&self) -> String {
        let texts = self.scene.texts;
        let mut head = vec![
            self.unit.name.clone(),
            texts.kind(self.unit.kind).into_owned(),
            texts.ownership(self.unit.ownership).into_owned(),
        ];
        head.extend(self.km.map(|km| texts.offer_distance(km)));
        head.extend(self.unit.phone.as_deref().map(|phone| texts.place_phone(phone)));
        head.join(" · ")
    }

    fn is_blocked(&self) -> bool {
        self.facts.iter().any(Fact::is_blocker)
    }

    fn children(&self, ids: &[ChildId]) -> String {
        let chosen = self.call.children.iter().filter(|child| ids.contains(&child.id));
        let facts: Vec<_> = chosen.map(|child| &child.facts).collect();
        self.scene.texts.children(facts.into_iter(), self.call.siblings)
    }

    fn rows(&self, room: u16) -> Vec<Row> {
        let (texts, now) = (self.scene.texts, self.scene.now());
        let mut rows = vec![Row::Blank];
        if let Some(offer) = self.offer {
            let given = texts.answer_given(texts.age_of(offer.at, now), texts.time_near(offer.at, now));
            rows.push(Row::Said(given));
        }
        let (blockers, good): (Vec<&Fact>, Vec<&Fact>) =
            self.facts.iter().partition(|fact| fact.is_blocker());
        let labelled = |sign, label: String, text: &str, role| {
            wrap(text, room.saturating_sub(LABEL)).into_iter().enumerate().map(move |(n, text)| {
                let label = if n == 0 { label.clone() } else { String::new() };
                Row::Labelled { sign, label, text, role }
            })
        };
        let good = texts.facts(good, now);
        rows.extend(labelled(" ", texts.offer_facts().into_owned(), &good, Role::Text));
        let blockers = texts.facts(blockers, now);
        rows.extend(labelled("!", texts.offer_in_the_way().into_owned(), &blockers, Role::Strong));
        if let Some(note) = &self.unit.group_note {
            let hidden = || texts.home_words_hidden(labels::first_key(texts, Action::HideWords));
            let text = if self.scene.model.hides_words { hidden() } else { note.clone() };
            let lines = labelled(" ", texts.offer_group().into_owned(), &text, Role::Text);
            rows.extend(lines.take(MOST_OF_NOTE));
        }
        if self.window.must_not_be_known(self.call) {
            let text = format!("{} {}", texts.not_to_be_known(), texts.offer_not_to_be_known());
            rows.extend(wrap(&text, room.saturating_sub(2)).into_iter().map(Row::Warning));
        }
        rows.push(Row::Blank);
        rows.extend(self.window.form.shown().map(|(row, _)| Row::Field(row.id)));
        rows.push(Row::Blank);
        if let Some(fault) = &self.window.fault {
            let lines = wrap(&self.fault(fault), room.saturating_sub(2));
            rows.extend(lines.into_iter().map(Row::Warning));
        } else {
            let said = self.consequences(room);
            let lines = said.iter().flat_map(|text| wrap(text, room.saturating_sub(1)));
            rows.extend(lines.map(Row::Said));
        }
        rows
    }

    fn height(&self, row: &Row, room: u16) -> u16 {
        match row {
            Row::Field(FieldId::Children) => {
                let rows = option_rows(&self.options(FieldId::Children), room.saturating_sub(COLUMN)).len();
                u16::try_from(rows).unwrap_or(u16::MAX)
            }
            _ => 1,
        }
    }

    fn draw_row(&self, pen: &mut Pen<'_>, inner: Rect, y: u16, row: &Row) -> u16 {
        match row {
            Row::Blank => {}
            Row::Labelled { sign, label, text, role } => {
                let faint = if *sign == "!" { Role::Alarm } else { Role::Faint };
                pen.line(inner, y).text(sign, faint).column(LABEL - 1, label, faint).text(text, *role);
            }
            Row::Warning(text) => {
                pen.line(inner, y).text("! ", Role::Alarm).text(text, Role::Alarm);
            }
            Row::Said(text) => {
                pen.line(inner, y).text(" ", Role::Text).text(text, Role::Faint);
            }
            Row::Field(id) => {
                let spot = Spot { area: inner, row: y, column: COLUMN };
                let (label, hint) = self.label(*id);
                if *id == FieldId::Children {
                    return draw_pick(pen, spot, &self.window.form, *id, &label, &self.options(*id));
                }
                draw_field(pen, spot, &self.window.form, *id, &label, &hint, &self.options(*id));
            }
        }
        1
    }

    /// The label of a field, and what stands in it while it is empty.
    fn label(&self, id: FieldId) -> (String, String) {
        let texts = self.scene.texts;
        let lacks = |kind| self.window.completes.is_some_and(|offer| self.view.lacks(offer, kind));
        let is_filling_in = self.window.completes.is_some();
        let (label, hint) = match id {
            FieldId::Why if lacks(FollowUpKind::OfferReason) => {
                (texts.offer_why(), texts.offer_why_missing())
            }
            FieldId::Why if is_filling_in => (texts.offer_why(), texts.offer_unchanged()),
            FieldId::Why if self.is_blocked() => (texts.offer_why(), texts.offer_why_needed()),
            FieldId::Why => (texts.offer_why(), texts.offer_why_empty()),
            FieldId::Children => (texts.offer_children(), "".into()),
            FieldId::CountsDouble => (texts.offer_double(), "".into()),
            FieldId::ChildView if is_filling_in => (texts.offer_child_view(), texts.offer_unchanged()),
            FieldId::ChildView => (texts.offer_child_view(), texts.offer_child_view_empty()),
            FieldId::TravelTime if is_filling_in => (texts.offer_travel(), texts.offer_unchanged()),
            FieldId::TravelTime => (texts.offer_travel(), texts.offer_travel_empty()),
            FieldId::MayBeKnown => (texts.offer_known(), "".into()),
            FieldId::Clearance => (texts.offer_cleared(), "".into()),
            FieldId::ClearedWith => (texts.offer_cleared_with(), texts.offer_cleared_with_empty()),
            FieldId::ClearedAt => (texts.offer_cleared_at(), texts.offer_cleared_at_empty()),
            _ => ("".into(), "".into()),
        };
        (label.into_owned(), hint.into_owned())
    }

    fn options(&self, id: FieldId) -> Vec<(char, String)> {
        let texts = self.scene.texts;
        let words: Vec<String> = match id {
            FieldId::MayBeKnown => {
                [texts.offer_known_unclear(), texts.offer_known_yes(), texts.offer_known_no()]
                    .map(std::borrow::Cow::into_owned)
                    .into()
            }
            FieldId::Clearance => [texts.offer_cleared_not_yet(), texts.offer_cleared_yes()]
                .map(std::borrow::Cow::into_owned)
                .into(),
            FieldId::CountsDouble => {
                [texts.offer_double_no(), texts.offer_double_yes()].map(std::borrow::Cow::into_owned).into()
            }
            FieldId::Children => {
                let one = |(at, child): (usize, &crate::domain::child::Child)| {
                    let who = texts.children([&child.facts].into_iter(), None);
                    let can_be = self.window.can_be_for(at + 1, self.view);
                    if can_be { who } else { texts.offer_child_has_offer(who) }
                };
                let open =
                    self.call.children.iter().filter(|child| !self.view.has_offer(self.call.id, child.id));
                let open = open.count();
                let all = match self.window.part(self.view) {
                    Some(part) => texts.offer_children_part(open, part.len(), self.children(&part)),
                    None => texts.offer_children_all(open),
                };
                std::iter::once(all).chain(self.call.children.iter().enumerate().map(one)).collect()
            }
            _ => Vec::new(),
        };
        let letters = match id {
            FieldId::MayBeKnown => KNOWN_LETTERS,
            FieldId::Clearance => CLEARED_LETTERS,
            FieldId::CountsDouble => DOUBLE_LETTERS,
            _ => CHILDREN_LETTERS,
        };
        letters.iter().copied().zip(words).collect()
    }

    fn fault(&self, fault: &OfferFault) -> String {
        let texts = self.scene.texts;
        match fault {
            OfferFault::ReasonNeeded => texts.offer_fault_reason().into_owned(),
            OfferFault::TooFewForDouble => texts.offer_fault_double().into_owned(),
            OfferFault::Gone => texts.offer_fault_gone().into_owned(),
            OfferFault::ChildHasOffer => texts.offer_fault_child().into_owned(),
            OfferFault::NothingFilled => texts.offer_fault_nothing().into_owned(),
            OfferFault::Time(error) => texts.line_error(error),
        }
    }

    /// Which places a child who counts double takes.
    fn double(&self) -> Option<String> {
        self.window.counts_double().then_some(())?;
        let texts = self.scene.texts;
        if self.facts.iter().any(|fact| matches!(fact, Fact::TooFewForDouble { .. })) {
            return Some(texts.offer_double_too_few().into_owned());
        }
        let taken: Vec<String> =
            self.window.takes(self.view, self.scene.now()).iter().map(u16::to_string).collect();
        let (last, first) = taken.split_last()?;
        let places = texts.offer_double_and(first.join(", "), last.as_str());
        Some(texts.offer_double_takes(taken.len(), places, self.unit.name.as_str()))
    }

    /// What Enter will do, and what stays open.
    fn consequences(&self, room: u16) -> Vec<String> {
        let texts = self.scene.texts;
        let now = self.scene.now();
        if let Some(offer) = self.offer {
            return vec![texts.offer_fills_in(offer.id.0)];
        }
        let mut sentences = Vec::new();
        let Some(row) = self.view.call_row(self.call.id) else { return sentences };
        sentences.extend(open_items(self.scene, self.view, self.call, row, room.saturating_sub(1)));
        if self.facts.iter().any(|fact| matches!(fact, Fact::Stale { .. })) {
            sentences.push(texts.offer_stale().into_owned());
        }
        let too_few = self.facts.iter().find_map(|fact| match fact {
            Fact::TooFewPlaces { children, room } => Some(texts.offer_too_few(*children, *room)),
            _ => None,
        });
        sentences.extend(too_few);
        sentences.extend(self.double());
        let chosen = self.window.is_for(self.view);
        let is_left = |child: &ChildId| !chosen.contains(child) && !self.view.has_offer(self.call.id, *child);
        let left: Vec<ChildId> = self.window.children.iter().copied().filter(is_left).collect();
        if !left.is_empty() {
            sentences.push(texts.offer_rest_waits(self.children(&left)));
            if self.call.siblings == Some(SiblingRule::Together) {
                let key = labels::first_key(texts, Action::Turns);
                sentences.push(texts.offer_together(key));
            }
        }
        let clock = match row.response {
            ResponseClock::Running { since, .. } => texts.offer_clock_stops(texts.duration(now - since)),
            ResponseClock::Stopped { took } => texts.offer_clock_stopped(texts.duration(took)),
            ResponseClock::None => texts.offer_no_clock().into_owned(),
        };
        let call_back = now + TimeDelta::minutes(self.view.board.rules.call_back_minutes);
        let kept = texts.offer_place_kept(self.call.id.0, texts.time_near(call_back, now));
        sentences.push(format!("{clock} {kept}"));
        sentences
    }
}
