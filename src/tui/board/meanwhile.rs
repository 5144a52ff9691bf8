//! What is done for the child and told the municipality while nothing is free: the agreed next call, where the child is,
//! what is offered meanwhile, supervision, the deviation.

use std::borrow::Cow;

use chrono::TimeDelta;
use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::domain::call::Call;
use crate::domain::compensation::{Compensation, CompensationKind, CompensationState};
use crate::domain::deviation::Deviation;
use crate::domain::follow_up::FollowUpKind;

use super::checklist;
use crate::tui::frame::pane;
use crate::tui::pen::{Pen, cells, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const LABEL: u16 = 14;

/// Draws the pane beside the next steps.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, view: &BoardView, call: &Call) {
    let texts = scene.texts;
    let inner = pane(pen, area, &texts.meanwhile_title(call.id.0), &texts.meanwhile_hint(), false);
    let (next, next_role) = next_call(scene, view, call);
    let mut rows = vec![
        (texts.meanwhile_next_call().into_owned(), next, next_role),
        (texts.meanwhile_where().into_owned(), whereabouts(scene, call), Role::Text),
    ];
    let mut label = texts.meanwhile_offered().into_owned();
    for line in measures(scene, view, call, inner.width.saturating_sub(LABEL + 1)) {
        rows.push((std::mem::take(&mut label), line, Role::Text));
    }
    let deviation = newest_deviation(view, call);
    let supervision = match deviation.and_then(|found| found.supervision) {
        Some(told) => texts
            .meanwhile_supervision_told(texts.supervision_by(told.by), texts.supervision_result(told.result)),
        None => texts.meanwhile_supervision_none().into_owned(),
    };
    rows.push((texts.meanwhile_supervision().into_owned(), supervision, Role::Text));
    let mut label = texts.meanwhile_deviation().into_owned();
    for (line, role) in deviation_lines(scene, deviation) {
        for line in wrap(&line, inner.width.saturating_sub(LABEL + 1)) {
            rows.push((std::mem::take(&mut label), line, role));
        }
    }
    for (y, (label, text, role)) in (0..inner.height).zip(rows) {
        pen.line(inner, y).text(" ", Role::Text).column(LABEL, label, Role::Faint).text(text, role);
    }
}

/// Draws it where it is narrow and low: three lines and what to ask.
pub fn draw_narrow(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, view: &BoardView, call: &Call) {
    let texts = scene.texts;
    let inner = pane(pen, area, &texts.meanwhile_title(call.id.0), &texts.meanwhile_hint(), false);
    let (next, _) = next_call(scene, view, call);
    let deviation = match newest_deviation(view, call) {
        Some(found) => texts.meanwhile_line_deviation(texts.deviation_state(found.state)),
        None => texts.meanwhile_line_no_deviation().into_owned(),
    };
    let first =
        [texts.meanwhile_line_call(next), texts.meanwhile_line_where(whereabouts(scene, call)), deviation];
    let known = |kind: &CompensationKind| known(view, call, *kind).is_some();
    let (offered, left): (Vec<_>, Vec<_>) = CompensationKind::ALL.iter().copied().partition(known);
    let mut second = Vec::new();
    if !offered.is_empty() {
        let state = |kind: CompensationKind| match self::known(view, call, kind).map(|found| found.state) {
            None | Some(CompensationState::Offered) => texts.compensation_short(kind).into_owned(),
            Some(state) => format!("{} {}", texts.compensation_short(kind), texts.compensation_state(state)),
        };
        second.push(
            texts.meanwhile_line_offered(offered.into_iter().map(state).collect::<Vec<_>>().join(", ")),
        );
    }
    if !left.is_empty() {
        let used = second.iter().map(|part| cells(part) + 3).sum::<u16>() + 1;
        let words: Vec<_> = left.into_iter().map(|kind| texts.compensation_short(kind)).collect();
        second.push(as_many_as_fit(&words, inner.width.saturating_sub(used), |list| {
            texts.meanwhile_line_not_offered(list)
        }));
    }
    let question = checklist::next_question(scene, call).unwrap_or_default();
    let lines = [first.join(" · "), second.join(" · "), question];
    for (y, text) in (0..inner.height).zip(lines) {
        pen.line(inner, y).text(" ", Role::Text).text(text, Role::Text);
    }
}

/// The words that there is room for, and how many more there are.
fn as_many_as_fit(words: &[Cow<'_, str>], columns: u16, say: impl Fn(String) -> String) -> String {
    let with = |shown: usize| {
        let list = words[..shown].join(", ");
        say(if shown < words.len() { format!("{list} +{}", words.len() - shown) } else { list })
    };
    let fits = (1..=words.len()).rev().find(|shown| cells(&with(*shown)) <= columns);
    with(fits.unwrap_or(words.len()))
}

/// When it was promised to ring, the soonest.
fn next_call(scene: Scene<'_>, view: &BoardView, call: &Call) -> (String, Role) {
    let (texts, now) = (scene.texts, scene.now());
    let mut promises = view.board.follow_ups.iter();
    let found = promises.find(|due| due.call == call.id && due.kind == FollowUpKind::CallBack);
    match found.map(|due| due.due_at) {
        None => (texts.meanwhile_next_call_none().into_owned(), Role::Warning),
        Some(at) if at <= now => {
            let late = texts.duration(now - at);
            (texts.meanwhile_next_call_late(late, texts.time_near(at, now)), Role::Warning)
        }
        Some(at) => {
            // A started minute is said as the one it is in.
            let left = texts.duration(at - now + TimeDelta::milliseconds(59_999));
            (texts.meanwhile_next_call_at(left, texts.time_near(at, now)), Role::Strong)
        }
    }
}

fn whereabouts(scene: Scene<'_>, call: &Call) -> String {
    let texts = scene.texts;
    match (call.whereabouts, call.holds_until) {
        (None, _) => texts.meanwhile_where_unknown().into_owned(),
        (Some(place), None) => texts.whereabouts(place).into_owned(),
        (Some(place), Some(until)) => {
            texts.meanwhile_where_until(texts.whereabouts(place), texts.time_or_day(until, scene.now()))
        }
    }
}

fn known<'a>(view: &'a BoardView, call: &Call, kind: CompensationKind) -> Option<&'a Compensation> {
    let mut measures = view.board.compensations.iter();
    measures.find(|measure| measure.call == call.id && measure.kind == kind)
}

/// Each measure that was spoken of with what was said, a line each; the rest together.
fn measures(scene: Scene<'_>, view: &BoardView, call: &Call, columns: u16) -> Vec<String> {
    let texts = scene.texts;
    let mut lines = Vec::new();
    let mut left = Vec::new();
    for kind in CompensationKind::ALL.iter().copied() {
        match known(view, call, kind) {
            Some(found) => {
                let sign = if found.state == CompensationState::NotAvailable { "–" } else { "✓" };
                let (time, what) = (texts.time_or_day(found.at, scene.now()), texts.compensation_short(kind));
                let told = match found.state {
                    CompensationState::Offered => texts.meanwhile_offered_at(time, what),
                    state => texts.meanwhile_told_at(texts.compensation_state(state), time, what),
                };
                lines.push(format!("{sign} {told}"));
            }
            None => left.push(format!("· {}  ", texts.compensation_short(kind))),
        }
    }
    let mut rest = String::new();
    for part in left {
        if !rest.is_empty() && cells(&rest) + cells(&part) > columns + 2 {
            lines.push(std::mem::take(&mut rest).trim_end().to_owned());
        }
        rest.push_str(&part);
    }
    lines.push(rest.trim_end().to_owned());
    lines
}

/// The deviation of a call that was opened last.
fn newest_deviation<'a>(view: &'a BoardView, call: &Call) -> Option<&'a Deviation> {
    view.board.deviations.iter().rev().find(|found| found.call == call.id)
}

fn deviation_lines(scene: Scene<'_>, deviation: Option<&Deviation>) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let Some(found) = deviation else {
        return vec![(texts.meanwhile_deviation_none().into_owned(), Role::Faint)];
    };
    let days = found.days(scene.now());
    let mut lines = vec![(
        texts.meanwhile_deviation_open(days, found.id.0, texts.deviation_state(found.state)),
        Role::Strong,
    )];
    if found.closed_at.is_none() {
        if found.facts.severity.is_none() {
            lines.push((texts.meanwhile_deviation_not_assessed().into_owned(), Role::Text));
        }
        lines.push((texts.meanwhile_deviation_until().into_owned(), Role::Faint));
    }
    lines
}
