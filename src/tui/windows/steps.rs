//! Draws the routine's steps of a call: what is done, what is open, whose it is; the marked one with its words.

use ratatui::layout::Rect;

use crate::app::steps_window::{StepFault, StepsKnown, StepsWindow};
use crate::domain::call::CallKind;
use crate::domain::placement::Placement;
use crate::domain::routine::{Routine, RoutineStep, StepKey, StepScope};
use crate::domain::steps::{Standing, StepState};
use crate::domain::working_days::Hours;

use super::fields::draw_text;
use crate::tui::frame::window;
use crate::tui::pen::{Pen, cells, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 104;
/// The number, the name, whose it is.
const NUMBER: u16 = 4;
const NAME: u16 = 34;
const WHOSE: u16 = 8;
/// The list keeps so many rows, however much is told of the marked step.
const FEWEST_ROWS: u16 = 7;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, steps: &StepsWindow) {
    let texts = scene.texts;
    let Some(known) = &steps.known else {
        let inner = window(pen, WIDTH, 5, &steps.call.to_string(), &texts.routine_hint_closed());
        pen.line(inner, 1).text(" ", Role::Text).text(texts.routine_reading(), Role::Faint);
        pen.set_cursor(inner.x, inner.y);
        return;
    };
    let call = &known.details.call;
    let title = title(scene, known, pen.area().width);
    let routine = scene.model.catalog.routine(&call.routine_version);
    let (Some(of_call), Some(routine), CallKind::Placement) = (&known.steps, routine, call.kind) else {
        let words = match call.kind {
            CallKind::Consultation => texts.routine_none(call.id.0),
            CallKind::Placement => texts.routine_unknown(call.routine_version.as_str()),
        };
        let lines = wrap(&words, WIDTH.min(pen.area().width).saturating_sub(6));
        let height = u16::try_from(lines.len() + 4).unwrap_or(u16::MAX);
        let inner = window(pen, WIDTH, height, &title, &texts.routine_hint_closed());
        for (y, line) in (1..).zip(lines) {
            pen.line(inner, y).text(" ", Role::Text).text(line, Role::Strong);
        }
        pen.set_cursor(inner.x, inner.y);
        return;
    };
    let standings = &of_call.standings;
    let width = WIDTH.min(pen.area().width).saturating_sub(4);
    let told = told(scene, known, steps, (routine, of_call.hours), width.saturating_sub(2));
    let below = u16::try_from(told.len()).unwrap_or(u16::MAX).saturating_add(2);
    let count = u16::try_from(standings.len()).unwrap_or(u16::MAX);
    let hint = match steps.step {
        StepKey::ClarificationMeeting => texts.routine_hint_meeting(),
        _ => texts.routine_hint(),
    };
    let inner = window(pen, WIDTH, count.saturating_add(below + 2), &title, &hint);
    let room = inner.height.saturating_sub(below).max(FEWEST_ROWS).min(count);
    let marked = standings.iter().position(|standing| standing.step == steps.step).unwrap_or(0);
    let first = first_row(marked, standings.len(), usize::from(room));
    for (y, n) in (0..room).zip(first..) {
        if let Some(standing) = standings.get(n) {
            draw_step(pen, inner, y, scene, (routine, standing), n == marked);
        }
    }
    let y = room;
    pen.line(inner, y).fill("─", Role::Border);
    let area = Rect { y: inner.y + y + 1, height: inner.height.saturating_sub(y + 1), ..inner };
    draw_field(pen, area, scene, steps);
    for (y, (text, role)) in (1..).zip(&told) {
        pen.line(area, y).text(" ", Role::Text).text(text, *role);
    }
}

/// The first row that is seen, so that the marked one stands in the middle where it can.
fn first_row(marked: usize, count: usize, room: usize) -> usize {
    marked.saturating_sub(room / 2).min(count.saturating_sub(room))
}

fn title(scene: Scene<'_>, known: &StepsKnown, width: u16) -> String {
    let (texts, call) = (scene.texts, &known.details.call);
    let place = scene.caller_place(call);
    let full = texts.routine_title(call.id.0, place.as_str(), scene.children(call));
    if cells(&full) + 6 <= width { full } else { texts.routine_title_narrow(call.id.0, place) }
}

fn draw_step(
    pen: &mut Pen<'_>,
    area: Rect,
    y: u16,
    scene: Scene<'_>,
    (routine, standing): (&Routine, &Standing),
    is_marked: bool,
) {
    let texts = scene.texts;
    let scope = routine.step(standing.step).map_or(StepScope::Us, |step| step.scope);
    let is_late = scene.view().is_some_and(|view| standing.is_late(&view.board.rules, scene.now()));
    let number = StepKey::ALL.iter().position(|key| *key == standing.step).map_or(0, |at| at + 1);
    let (whose, faint) = match scope {
        StepScope::Us => (texts.routine_ours(), false),
        StepScope::Others => (texts.routine_others(), true),
    };
    let is_over = matches!(standing.state, StepState::Done { .. } | StepState::NotRelevant);
    let role = match (is_marked, is_late, faint || is_over) {
        (true, ..) => Role::Strong,
        (false, true, _) => Role::Warning,
        (false, false, true) => Role::Faint,
        (false, false, false) => Role::Text,
    };
    let mut line = pen.line(area, y);
    line.text(if is_marked { "▌" } else { " " }, Role::Mark)
        .right_column(NUMBER, number.to_string(), role)
        .column(NAME, texts.step_name(standing.step), role)
        .column(WHOSE, whose, Role::Faint);
    let state = texts.step_state(standing, scene.now());
    line.text(if is_late { format!("! {state}") } else { state }, role);
}

/// What is told of the marked step: why Enter did nothing, its words, who is responsible, what was written.
fn told(
    scene: Scene<'_>,
    known: &StepsKnown,
    steps: &StepsWindow,
    (routine, hours): (&Routine, Hours),
    width: u16,
) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let mut told: Vec<(String, Role)> = Vec::new();
    let mut tell = |words: &str, role: Role| {
        told.extend(wrap(words, width).into_iter().map(|line| (line, role)));
    };
    if let Some(fault) = steps.fault {
        tell(&format!("! {}", fault_words(scene, steps, fault)), Role::Alarm);
    }
    if let Some(step) = routine.step(steps.step) {
        tell(step.text_in(hours), Role::Text);
        tell(&texts.routine_responsible(responsible(scene, hours, step)), Role::Faint);
    }
    if let (StepKey::ClarificationMeeting, Some(at)) = (steps.step, known.details.call.meeting_at) {
        tell(&texts.routine_meeting_at(texts.time_near(at, scene.now())), Role::Strong);
    }
    if let Some(note) = known.note(steps.step) {
        let hidden = texts.value_hidden();
        let note = if scene.model.hides_words { hidden.as_ref() } else { note };
        tell(&texts.routine_written(note), Role::Text);
    }
    let placements: Vec<Placement> =
        known.details.placements.iter().map(|(placement, _)| placement.clone()).collect();
    let basis_of = |code| scene.model.catalog.legal_basis(code);
    let clocks = texts.legal_lines(&known.details.call, &placements, basis_of, scene.now());
    if !clocks.is_empty() {
        tell(&texts.routine_legal(clocks.join(" · ")), Role::Faint);
    }
    told
}

fn responsible(scene: Scene<'_>, hours: Hours, step: &RoutineStep) -> String {
    let names = step.responsible_in(hours).iter().map(|who| scene.texts.responsible(*who));
    names.collect::<Vec<_>>().join(", ")
}

fn fault_words(scene: Scene<'_>, steps: &StepsWindow, fault: StepFault) -> String {
    let texts = scene.texts;
    match fault {
        StepFault::OfOthers => texts.routine_fault_others().into_owned(),
        StepFault::Settled => texts.routine_fault_settled().into_owned(),
        StepFault::NoTime => texts.routine_fault_no_time().into_owned(),
        StepFault::NotATime => texts.routine_fault_time(steps.field.text()),
    }
}

fn draw_field(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, steps: &StepsWindow) {
    let texts = scene.texts;
    let (label, hint) = match steps.step {
        StepKey::ClarificationMeeting => (texts.routine_meeting(), texts.routine_meeting_hint()),
        _ => (texts.routine_note(), texts.routine_note_hint()),
    };
    let mut line = pen.line(area, 0);
    line.text("▌", Role::Mark).text(label, Role::Strong).text(" ", Role::Text);
    draw_text(&mut line, &steps.field, true, &hint);
}

#[cfg(test)]
mod tests {
    use super::first_row;

    #[test]
    fn the_marked_step_is_always_seen() {
        for marked in 0..14 {
            for room in 1..=14 {
                let first = first_row(marked, 14, room);
                assert!((first..first + room).contains(&marked) && first + room <= 14, "{marked} {room}");
            }
        }
    }
}
