//! Draws a unit being corrected: what is asked on the phone first, then what the list says. Where it is higher than the
//! screen it is scrolled, so that the field with the cursor is seen.

use ratatui::layout::Rect;

use crate::app::call_form::YES_NO;
use crate::app::form::FieldId;
use crate::app::unit_window::{ACUTE, UnitFault, UnitField, UnitWindow};
use crate::domain::question::Subject;
use crate::domain::unit::{Acute, Unit};
use crate::domain::unit_facts::UnitFact;

use super::fields::{Spot, draw as draw_field, draw_hidden};
use crate::tui::board::heading;
use crate::tui::frame::window;
use crate::tui::list::Scroll;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 98;
/// Where what stands in the first field of a row begins.
const COLUMN: u16 = 20;
/// The same of the second one, from where that begins.
const SECOND_COLUMN: u16 = 14;
/// Rows below the fields: why Enter did nothing, or what it will do.
const FOOT: u16 = 2;

/// A row of the window: fields, each with the part of the width it begins at, or a heading.
enum Row {
    One(UnitField),
    Two(UnitField, UnitField),
    Heading,
}

fn rows() -> Vec<Row> {
    use UnitField as F;
    let mut rows: Vec<Row> = UnitFact::ALL.iter().map(|fact| Row::One(F::Fact(*fact))).collect();
    rows.extend([
        Row::One(F::GroupNote),
        Row::Heading,
        Row::Two(F::OtherChildren, F::Animals),
        Row::Two(F::Places, F::Largest),
        Row::Two(F::AgeMin, F::AgeMax),
        Row::One(F::Bases),
        Row::Two(F::ReceivesFrom, F::ReceivesTo),
        Row::One(F::Acute),
        Row::One(F::ClosesAt),
    ]);
    rows
}

impl Row {
    fn has(&self, id: FieldId) -> bool {
        match self {
            Self::One(field) => FieldId::Unit(*field) == id,
            Self::Two(first, second) => [*first, *second].map(FieldId::Unit).contains(&id),
            Self::Heading => false,
        }
    }
}

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, of: &UnitWindow) {
    let texts = scene.texts;
    let Some(unit) = scene.view().and_then(|view| view.board.unit(of.unit)) else { return };
    let rows = rows();
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(FOOT + 2);
    let title = texts.unit_title(scene.kind_and_owner(unit), unit.name.as_str());
    let is_shown = scene.model.shown_of(Subject::Unit(unit.id)).is_some();
    let hint = if is_shown { texts.unit_hint() } else { texts.unit_hint_hidden() };
    let inner = window(pen, WIDTH, height, &title, &hint);
    let room = inner.height.saturating_sub(FOOT).max(1);
    let focused = of.form.focused();
    let marked = rows.iter().position(|row| row.has(focused));
    let seen = Scroll::default().visible(&vec![1; rows.len()], marked, room);
    let half = inner.width / 2;
    for (y, row) in (0..).zip(&rows[seen]) {
        let line = Rect { y: inner.y + y, height: 1, ..inner };
        let field = Field { scene, of, unit, is_shown };
        match row {
            Row::Heading => heading(pen, line, 0, &texts.unit_heading()),
            Row::One(one) => field.draw(pen, line, COLUMN, *one),
            Row::Two(first, second) => {
                field.draw(pen, Rect { width: half, ..line }, COLUMN, *first);
                let right = Rect { x: line.x + half, width: line.width - half, ..line };
                field.draw(pen, right, SECOND_COLUMN, *second);
            }
        }
    }
    let (text, role) = match &of.fault {
        Some(fault) => (format!("! {}", fault_text(scene, fault)), Role::Alarm),
        None => (texts.unit_saves().into_owned(), Role::Faint),
    };
    let foot = inner.height.saturating_sub(FOOT);
    for (y, line) in (foot..inner.height).zip(wrap(&text, inner.width.saturating_sub(1))) {
        pen.line(inner, y).text(" ", Role::Text).text(line, role);
    }
}

struct Field<'a> {
    scene: Scene<'a>,
    of: &'a UnitWindow,
    unit: &'a Unit,
    is_shown: bool,
}

impl Field<'_> {
    fn draw(&self, pen: &mut Pen<'_>, area: Rect, column: u16, field: UnitField) {
        let (id, label, hint) = (FieldId::Unit(field), self.label(field), self.hint(field));
        let spot = Spot { area, row: 0, column };
        if field == UnitField::GroupNote && self.scene.model.hides_words {
            let hidden = self.scene.texts.value_hidden();
            return draw_hidden(pen, spot, &self.of.form, id, (&label, &hint), &hidden);
        }
        draw_field(pen, spot, &self.of.form, id, &label, &hint, &self.options(field));
    }

    fn label(&self, field: UnitField) -> String {
        let texts = self.scene.texts;
        match field {
            UnitField::Fact(fact) => texts.unit_fact(fact),
            UnitField::OtherChildren => texts.unit_other_children(),
            UnitField::Animals => texts.unit_animals(),
            UnitField::GroupNote => texts.unit_group_note(),
            UnitField::Places => texts.unit_places(),
            UnitField::Largest => texts.unit_largest(),
            UnitField::AgeMin => texts.unit_age_min(),
            UnitField::AgeMax => texts.unit_age_max(),
            UnitField::Bases => texts.unit_bases(),
            UnitField::ReceivesFrom => texts.unit_receives_from(),
            UnitField::ReceivesTo => texts.unit_receives_to(),
            UnitField::Acute => texts.unit_acute(),
            UnitField::ClosesAt => texts.unit_closes_at(),
        }
        .into_owned()
    }

    /// What stands in a field while it is empty.
    fn hint(&self, field: UnitField) -> String {
        let texts = self.scene.texts;
        match field {
            UnitField::Fact(_) if self.is_shown => texts.home_not_known(),
            UnitField::Fact(_) if self.of.form.focused() == FieldId::Unit(field) => {
                texts.unit_fact_hidden_here()
            }
            UnitField::Fact(_) => texts.unit_fact_hidden(),
            UnitField::GroupNote => texts.unit_group_note_empty(),
            UnitField::Bases => texts.unit_bases_empty(),
            UnitField::ReceivesFrom | UnitField::ReceivesTo => texts.unit_hour_empty(),
            UnitField::ClosesAt => match self.unit.closes_at {
                Some(at) => texts.unit_closes_now(texts.time_or_day(at, self.scene.now())).into(),
                None => texts.unit_closes_empty(),
            },
            _ => "".into(),
        }
        .into_owned()
    }

    fn options(&self, field: UnitField) -> Vec<(char, String)> {
        let texts = self.scene.texts;
        match field {
            UnitField::OtherChildren | UnitField::Animals => {
                let words = [texts.call_back_yes(), texts.call_back_no()];
                YES_NO.letters.iter().copied().zip(words.map(std::borrow::Cow::into_owned)).collect()
            }
            UnitField::Acute => {
                let word = |acute: &Acute| match acute {
                    Acute::No => texts.call_back_no().into_owned(),
                    Acute::Approved => texts.fact_acute_approved().into_owned(),
                    Acute::EmergencyPlan => texts.fact_acute_by_plan().into_owned(),
                };
                ACUTE.letters.iter().copied().zip(ACUTE.values.iter().map(word)).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn fault_text(scene: Scene<'_>, fault: &UnitFault) -> String {
    let texts = scene.texts;
    match fault {
        UnitFault::NothingChanged => texts.unit_fault_nothing().into_owned(),
        UnitFault::NotWithin { min, max } => texts.unit_fault_number(*max, *min),
        UnitFault::AgesReversed => texts.unit_fault_ages().into_owned(),
        UnitFault::GroupTooLarge => texts.unit_fault_group().into_owned(),
        UnitFault::NotABasis(word) => texts.unit_fault_basis(word.as_str()),
        UnitFault::NotTimeOfDay => texts.unit_fault_hour().into_owned(),
        UnitFault::NotATime => texts.place_state_fault_time().into_owned(),
        UnitFault::TooLong(limit) => texts.place_state_fault_long(*limit),
    }
}
