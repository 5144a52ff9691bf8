//! Draws what a call can turn into: the list, the fields of the picked turn, and what Enter will do.

use crate::app::form::FieldId;
use crate::app::keymap::Action;
use crate::app::turns_window::{
    CHILD_LETTERS, TURN_LETTERS, TURNS, Turn, TurnFault, TurnWhyNot, TurnsWindow, why_not,
};
use crate::domain::call::{Call, CallState};
use crate::domain::ids::ChildId;

use super::fields::{Spot, draw as draw_field};
use crate::tui::frame::window;
use crate::tui::labels;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 84;
/// Where what stands in the fields begins.
const COLUMN: u16 = 20;
/// Where what a turn means begins.
const MEANS: u16 = 28;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, turns: &TurnsWindow) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let Some(call) = turns.about(&view.board) else {
        let inner = window(pen, WIDTH, 3, &turns.call.to_string(), &texts.turns_hint());
        pen.line(inner, 0).text(texts.timeline_loading(), Role::Faint);
        return;
    };
    let room = WIDTH.min(pen.area().width).saturating_sub(6);
    let lines: Vec<(String, Role)> = said(scene, turns, call)
        .into_iter()
        .flat_map(|(text, role)| wrap(&text, room).into_iter().map(move |line| (line, role)))
        .collect();
    let fields: Vec<FieldId> =
        turns.form.shown().map(|(row, _)| row.id).filter(|id| *id != FieldId::Turn).collect();
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let height = rows(TURNS.len() + fields.len() + lines.len()) + 3 + u16::from(!fields.is_empty());
    let title = texts.turns_title(call.id.0, scene.caller_place(call), scene.children(call));
    let inner = window(pen, WIDTH, height, &title, &texts.turns_hint());
    draw_turns(pen, inner, scene, turns, call);
    let mut y = rows(TURNS.len()) + 1;
    for id in &fields {
        let spot = Spot { area: inner, row: y, column: COLUMN };
        let (label, hint) = label(scene, *id);
        draw_field(pen, spot, &turns.form, *id, &label, &hint, &options(scene, turns, call, *id));
        y += 1;
    }
    y += u16::from(!fields.is_empty());
    for (text, role) in &lines {
        pen.line(inner, y).text(" ", Role::Text).text(text, *role);
        y += 1;
    }
}

/// The turns one below the other, each with what it means or why it cannot be.
fn draw_turns(
    pen: &mut Pen<'_>,
    area: ratatui::layout::Rect,
    scene: Scene<'_>,
    turns: &TurnsWindow,
    call: &Call,
) {
    let Some(view) = scene.view() else { return };
    let is_focused = turns.form.focused() == FieldId::Turn;
    for (y, (turn, letter)) in (0..).zip(TURNS.iter().zip(TURN_LETTERS)) {
        let is_picked = turns.turn() == Some(*turn);
        let mut line = pen.line(area, y);
        line.text(
            if is_focused && (is_picked || turns.turn().is_none() && y == 0) { "▌" } else { " " },
            Role::Mark,
        );
        if is_focused && (is_picked || turns.turn().is_none() && y == 0) {
            line.cursor_here();
        }
        let why = why_not(&view.board, call, *turn);
        let role = match (is_picked, why) {
            (true, _) => Role::Strong,
            (false, None) => Role::Text,
            (false, Some(_)) => Role::Faint,
        };
        line.text(letter.to_string(), Role::Key).text(if is_picked { "▸" } else { " " }, Role::Strong);
        line.column(MEANS, name(scene, *turn, call), role);
        match why {
            Some(why) => line.text(why_words(scene, why), Role::Faint),
            None => line.text(means(scene, *turn), Role::Faint),
        };
    }
}

fn name(scene: Scene<'_>, turn: Turn, call: &Call) -> String {
    let texts = scene.texts;
    match turn {
        Turn::Split => texts.turn_split(),
        Turn::StayOpen if call.stays_open => texts.turn_stay_open_no_more(),
        Turn::StayOpen => texts.turn_stay_open(),
        Turn::Disagreement => texts.turn_disagreement(),
        Turn::Note => texts.turn_note(),
        Turn::SameChild => texts.turn_same_child(),
    }
    .into_owned()
}

fn means(scene: Scene<'_>, turn: Turn) -> String {
    let texts = scene.texts;
    match turn {
        Turn::Split => texts.turn_split_means(),
        Turn::StayOpen => texts.turn_stay_open_means(),
        Turn::Disagreement => texts.turn_disagreement_means(),
        Turn::Note => texts.turn_note_means(),
        Turn::SameChild => texts.turn_same_child_means(),
    }
    .into_owned()
}

fn why_words(scene: Scene<'_>, why: TurnWhyNot) -> String {
    let texts = scene.texts;
    match why {
        TurnWhyNot::Closed => texts.turn_not_closed(),
        TurnWhyNot::OneChild => texts.turn_not_one_child(),
        TurnWhyNot::ApartAlready => texts.turn_not_apart_already(),
        TurnWhyNot::Consultation => texts.turn_not_consultation(),
        TurnWhyNot::NotPlaced => texts.turn_not_placed(),
    }
    .into_owned()
}

/// The label of a field, and what stands in it while it is empty.
fn label(scene: Scene<'_>, id: FieldId) -> (String, String) {
    let texts = scene.texts;
    let (label, hint) = match id {
        FieldId::AgreedBy => (texts.turn_agreed_by(), texts.turn_agreed_by_hint()),
        FieldId::At => (texts.turn_at(), texts.turn_at_hint()),
        FieldId::Why => (texts.turn_reason(), texts.turn_reason_hint()),
        FieldId::Note => (texts.turn_text(), texts.turn_text_hint()),
        FieldId::OtherCall => (texts.turn_other(), texts.turn_other_hint()),
        FieldId::Children => (texts.turn_child(), "".into()),
        _ => (texts.turn_other_child(), "".into()),
    };
    (label.into_owned(), hint.into_owned())
}

fn options(scene: Scene<'_>, turns: &TurnsWindow, call: &Call, id: FieldId) -> Vec<(char, String)> {
    let of = match id {
        FieldId::Children => Some(call),
        FieldId::OtherChild => turns.other.as_ref(),
        _ => None,
    };
    let words = of.into_iter().flat_map(|of| of.children.iter().map(move |child| (of, child.id)));
    CHILD_LETTERS.iter().copied().zip(words.map(|(of, child)| scene.some_children(of, &[child]))).collect()
}

/// Why Enter did nothing, or what it will do; then what else is there to know.
fn said(scene: Scene<'_>, turns: &TurnsWindow, call: &Call) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let mut lines: Vec<(String, Role)> = Vec::new();
    if let Some(fault) = &turns.fault {
        lines.push((format!("! {}", fault_words(scene, fault)), Role::Alarm));
    }
    match turns.turn() {
        Some(Turn::Split) => lines.push((texts.turn_split_does(call.id.0), Role::Faint)),
        Some(Turn::StayOpen) if call.stays_open => {
            lines.push((texts.turn_stay_open_no_more_does(call.id.0), Role::Faint));
        }
        Some(Turn::StayOpen) => lines.push((texts.turn_stay_open_does(call.id.0), Role::Faint)),
        Some(Turn::Disagreement) => lines.push((texts.turn_disagreement_does().into_owned(), Role::Faint)),
        Some(Turn::Note) => lines.push((texts.turn_note_does(call.id.0), Role::Faint)),
        Some(Turn::SameChild) => lines.extend(same_child(scene, turns, call)),
        None => {}
    }
    if call.state == CallState::Open && turns.turn().is_none() {
        lines.push((texts.turns_close(labels::first_key(texts, Action::CloseCall)), Role::Faint));
    }
    lines
}

fn same_child(scene: Scene<'_>, turns: &TurnsWindow, call: &Call) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return Vec::new() };
    let mut lines: Vec<(String, Role)> = Vec::new();
    let child = |child: ChildId| scene.some_children(call, &[child]);
    for link in &turns.linked {
        lines.push((texts.turn_linked(link.call.0, child(link.child)), Role::Text));
    }
    let may_be: Vec<String> = turns.may_be_same(&view.board).iter().map(ToString::to_string).collect();
    if !may_be.is_empty() {
        lines.push((texts.turn_may_be_same(may_be.join(", ")), Role::Warning));
    }
    match (&turns.other, turns.other_number()) {
        (Some(other), _) => {
            let who = scene.children(other);
            lines.push((texts.turn_other_is(other.id.0, scene.caller_place(other), who), Role::Strong));
            if turns.are_unlike(&view.board) {
                lines.push((texts.turn_unlike().into_owned(), Role::Warning));
            }
            lines.push((texts.turn_same_child_does().into_owned(), Role::Faint));
        }
        (None, Some(number)) => lines.push((texts.turn_other_finds(number.0), Role::Faint)),
        (None, None) => lines.push((texts.turn_same_child_does().into_owned(), Role::Faint)),
    }
    lines
}

fn fault_words(scene: Scene<'_>, fault: &TurnFault) -> String {
    let texts = scene.texts;
    match fault {
        TurnFault::NotPicked => texts.turn_fault_not_picked().into_owned(),
        TurnFault::CannotNow => texts.turn_fault_cannot_now().into_owned(),
        TurnFault::Missing(FieldId::AgreedBy) => texts.turn_fault_agreed_by().into_owned(),
        TurnFault::Missing(FieldId::Why) => texts.turn_fault_reason().into_owned(),
        TurnFault::Missing(FieldId::OtherCall) => texts.turn_fault_other().into_owned(),
        TurnFault::Missing(_) => texts.turn_fault_text().into_owned(),
        TurnFault::Time(error) => texts.line_error(error),
        TurnFault::NotReadYet => texts.turn_fault_not_read().into_owned(),
    }
}
