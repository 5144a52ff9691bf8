//! What lies ahead of a call, below its story: what has a time and whose it is, steps that wait, the clocks of the law.

use chrono::{DateTime, Utc};
use ratatui::layout::Rect;

use crate::domain::call_details::CallDetails;
use crate::domain::follow_up::{FollowUp, Owner};
use crate::domain::offer::Offer;
use crate::domain::placement::Placement;
use crate::domain::steps::{self, Known, StepSettled, StepState};

use super::timeline::{WHO, who};
use crate::app::board_view::BoardView;
use crate::tui::board::steps_without_task;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::tasks;
use crate::tui::theme::Role;

/// For a day and a time.
const INDENT: u16 = 17;

/// One row of what lies ahead.
pub struct Ahead {
    when: String,
    text: String,
    who: String,
    role: Role,
    is_late: bool,
}

/// Something with a time, before rows are made of it.
struct Due {
    at: DateTime<Utc>,
    what: String,
    who: String,
    is_late: bool,
    /// Whose it is, where that is told in the text: what one has to do at one time is told together.
    owner: Option<String>,
}

/// What lies ahead of a call, the soonest first; so wide are its rows.
pub fn ahead(scene: Scene<'_>, details: &CallDetails, width: u16) -> Vec<Ahead> {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return Vec::new() };
    let mut rows = Vec::new();
    let mut add = |when: &str, text: &str, who: &str, role: Role| {
        for (n, text) in wrap(text, width.saturating_sub(INDENT + WHO)).into_iter().enumerate() {
            let (when, who) = if n == 0 { (when.to_owned(), who.to_owned()) } else { Default::default() };
            rows.push(Ahead { when, text, who, role, is_late: n == 0 && role == Role::Warning });
        }
    };
    for due in together(due(scene, view, details)) {
        let role = if due.is_late { Role::Warning } else { Role::Text };
        let when = format!("{} {}", texts.day(due.at), texts.time(due.at));
        let what = due.owner.map_or(due.what.clone(), |owner| texts.step_task(owner, due.what));
        add(&when, &what, &due.who, role);
    }
    let (waiting, untimed) = open_steps(scene, view, details);
    for (label, steps) in [(texts.timeline_waits(), waiting), (texts.timeline_untimed(), untimed)] {
        if !steps.is_empty() {
            add(&label, &steps.join(" · "), "", Role::Text);
        }
    }
    let placements: Vec<Placement> =
        details.placements.iter().map(|(placement, _)| placement.clone()).collect();
    let basis_of = |code| scene.model.catalog.legal_basis(code);
    let legal = texts.legal_lines(&details.call, &placements, basis_of, scene.now());
    let label = texts.timeline_legal();
    for (n, line) in legal.iter().enumerate() {
        add(if n == 0 { &label } else { "" }, line, "", Role::Faint);
    }
    rows
}

/// Draws it below its heading; what has no room is counted.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, ahead: &[Ahead]) {
    if ahead.is_empty() {
        pen.line(area, 1).text(" ", Role::Text).text(scene.texts.timeline_nothing_ahead(), Role::Faint);
        return;
    }
    let room = usize::from(area.height.saturating_sub(1));
    let shown = if ahead.len() > room { room.saturating_sub(1) } else { ahead.len() };
    for (y, row) in (1..).zip(ahead.iter().take(shown)) {
        let mut line = pen.line(area, y);
        line.right(&row.who, Role::Faint).text(if row.is_late { "!" } else { " " }, row.role);
        line.column(INDENT - 1, &row.when, Role::Strong).text(&row.text, row.role);
    }
    if shown < ahead.len() && room > 0 {
        let last = area.height.saturating_sub(1);
        let left = scene.texts.timeline_more_ahead(ahead.len() - shown);
        pen.line(area, last).text(" ", Role::Text).text(left, Role::Faint);
    }
}

fn due(scene: Scene<'_>, view: &BoardView, details: &CallDetails) -> Vec<Due> {
    let call = &details.call;
    let of_task = |task: &FollowUp| {
        let is_step = task.kind.is_of_day();
        let what = tasks::what(scene, view, call, task);
        let owner = match task.owner {
            Owner::Department => scene.department_of(call),
            Owner::Adviser => task.by.clone(),
        };
        let is_late = task.is_late(&view.board.rules, scene.now());
        let who = if is_step || task.owner == Owner::Department { String::new() } else { who(&task.by) };
        let owner = (is_step || task.owner == Owner::Department).then_some(owner);
        Some(Due { at: task.due_at, what, who, is_late, owner })
    };
    let mut due: Vec<Due> = details.follow_ups.iter().filter_map(of_task).collect();
    if let (Some(call), Some(row)) = (view.board.call(call.id), view.call_row(call.id)) {
        due.extend(steps_without_task(scene, view, call, row).into_iter().map(|step| Due {
            at: step.due_at,
            what: step.what,
            who: String::new(),
            is_late: step.due_at <= scene.now(),
            owner: None,
        }));
    }
    due.sort_by_key(|due| due.at);
    due
}

/// What one department has to do at one time stands in one line.
fn together(due: Vec<Due>) -> Vec<Due> {
    let mut rows: Vec<Due> = Vec::new();
    for due in due {
        match rows.last_mut() {
            Some(last) if last.owner.is_some() && last.owner == due.owner && last.at == due.at => {
                last.what = format!("{} · {}", last.what, due.what);
            }
            _ => rows.push(due),
        }
    }
    rows
}

/// The steps that wait for another one, and those that are open without a time.
fn open_steps(scene: Scene<'_>, view: &BoardView, details: &CallDetails) -> (Vec<String>, Vec<String>) {
    let (texts, call) = (scene.texts, &details.call);
    let mut steps = (Vec::new(), Vec::new());
    if !call.goes_on() {
        return steps;
    }
    let Some(routine) = scene.model.catalog.routine_of(call, view.board.region) else { return steps };
    let offers: Vec<Offer> = details.offers.iter().map(|offer| offer.offer.clone()).collect();
    let settled: Vec<StepSettled> = details.steps.iter().map(|(step, _)| step.clone()).collect();
    let known = Known {
        call,
        offers: &offers,
        follow_ups: &details.follow_ups,
        settled: &settled,
        rules: &view.board.rules,
    };
    for standing in steps::of_call(routine, &known) {
        let name = texts.step_name(standing.step).into_owned();
        match standing.state {
            StepState::Waits { .. } => steps.0.push(name),
            StepState::Open { due_at: None } if standing.task.is_none() => steps.1.push(name),
            _ => {}
        }
    }
    steps
}
