//! The window of the quick line: what is typed, what it is read as, what is wrong, and what would fit.

use ratatui::layout::Rect;

use crate::app::board_view::municipality;
use crate::app::quick_line::QuickLine;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::quick_line::Parsed;

use super::fields::after;
use crate::tui::frame::window;
use crate::tui::pen::{Line, Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 104;
const HEIGHT: u16 = 12;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, line: &QuickLine) {
    let texts = scene.texts;
    let age = (scene.now() - line.opened_at).num_minutes();
    let title = match age {
        0 => texts.quick_title().into_owned(),
        _ => texts.quick_title_since(texts.age_of(line.opened_at, scene.now())),
    };
    let (guesses, taken) = line.guesses();
    let hint = if line.is_refused && can_be_forced(line) {
        texts.quick_hint_again().into_owned()
    } else if let Some(guess) = taken.and_then(|at| guesses.get(at)) {
        texts.quick_hint_guess(guess.text.as_str())
    } else if line.throws_away {
        texts.quick_hint_throw_away().into_owned()
    } else if line.form_at(&scene.model.parked_lines).is_some() {
        texts.quick_hint_fetched_form().into_owned()
    } else if line.fetched.is_some() {
        texts.quick_hint_fetched().into_owned()
    } else if line.field.is_blank() && !scene.model.parked_lines.is_empty() {
        texts.quick_hint_fetch().into_owned()
    } else {
        texts.quick_hint().into_owned()
    };
    let inner = window(pen, WIDTH, HEIGHT, &title, &hint);
    draw_line(pen, inner, line);
    let mut y = 1;
    if line.field.is_blank() {
        match line.form_at(&scene.model.parked_lines) {
            Some((_, parked)) => {
                let age = texts.age_of(parked.opened_at, scene.now());
                pen.line(inner, y).text(texts.quick_parked_form(age, parked.text.as_str()), Role::Strong);
            }
            None => {
                pen.line(inner, y).text(texts.quick_example(), Role::Faint);
            }
        }
        return;
    }
    let Some(parsed) = &line.parsed else { return };
    if guesses.len() > 1 || (taken.is_none() && !guesses.is_empty()) {
        let mut out = pen.line(inner, y);
        out.text(texts.quick_guesses(""), Role::Faint);
        for (at, guess) in guesses.iter().enumerate() {
            let role = if taken == Some(at) { Role::Strong } else { Role::Faint };
            let mark = if taken == Some(at) { "▸" } else { " " };
            out.text(mark, Role::Mark).text(&guess.text, role).text(" ", Role::Text);
        }
        y += 1;
    }
    if let Some(problem) = line.problem().filter(|_| has_problem_to_show(line, parsed)) {
        // The keys help with the word only once Enter has put the cursor there.
        let sentence = if line.is_refused {
            texts.line_error_on_screen(problem, can_be_forced(line))
        } else {
            texts.line_error(problem)
        };
        for text in wrap(&sentence, inner.width).into_iter().take(3) {
            pen.line(inner, y).text(text, Role::Alarm);
            y += 1;
        }
    }
    y = y.max(2);
    for text in preview(scene, line, parsed).iter().flat_map(|text| wrap(text, inner.width)) {
        pen.line(inner, y).text(text, Role::Text);
        y += 1;
    }
    for notice in &parsed.notices {
        pen.line(inner, y).text(scene.texts.line_notice(notice), Role::Warning);
        y += 1;
    }
    if let Some(fits) = line.fits {
        let last = inner.height.saturating_sub(1).max(y);
        pen.line(inner, last).text(fits_sentence(scene, fits), Role::Strong);
    }
}

/// The typed text, what is not understood marked where it stands.
fn draw_line(pen: &mut Pen<'_>, inner: Rect, line: &QuickLine) {
    let text = line.field.text();
    let mut out: Line<'_, '_> = pen.line(inner, 0);
    let room = usize::from(out.room()).saturating_sub(1);
    let scroll = line.field.scroll(room);
    out.cursor_after(line.field.cursor_cells().saturating_sub(scroll));
    let seen = after(text, scroll);
    let start = text.len() - seen.len();
    let mut at = start;
    for span in line.misread() {
        if span.end <= at {
            continue;
        }
        let from = span.start.max(at);
        out.text(text.get(at..from).unwrap_or_default(), Role::Field)
            .text(text.get(from..span.end).unwrap_or_default(), Role::Misread);
        at = span.end;
    }
    out.text(text.get(at..).unwrap_or_default(), Role::Field);
}

/// A missing municipality is said once Enter asked for it, not while the first word is typed.
fn has_problem_to_show(line: &QuickLine, parsed: &Parsed) -> bool {
    line.is_refused || parsed.tokens.iter().any(|token| token.content.error().is_some())
}

fn can_be_forced(line: &QuickLine) -> bool {
    line.parsed.as_ref().is_some_and(|parsed| parsed.draft.municipality.is_some())
        && line.problem().is_some_and(|problem| !problem.must_be_settled())
}

fn preview(scene: Scene<'_>, line: &QuickLine, parsed: &Parsed) -> Vec<String> {
    let texts = scene.texts;
    let draft = &parsed.draft;
    let mut first: Vec<String> = Vec::new();
    first.extend(draft.municipality.map(|number| municipality_in_full(scene, number)));
    if let Some(caller) = draft.caller {
        let mut words = scene.texts.caller(caller).into_owned();
        if let Some(from) = draft.rung_from {
            words = format!("{words} {}", texts.quick_rung_from(scene.municipality(from)));
        }
        first.push(words);
    } else if let Some(from) = draft.rung_from {
        first.push(texts.quick_rung_from(scene.municipality(from)));
    }
    first.push(clock_sentence(scene, parsed));
    let mut second: Vec<String> = Vec::new();
    if !draft.children.is_empty() {
        second.push(texts.children(draft.children.iter(), draft.siblings));
    }
    second.extend(draft.basis.map(|basis| {
        let name = scene.model.catalog.legal_basis(basis).map(|row| row.name.as_str()).unwrap_or_default();
        format!("{} {name}", basis.with_sign()).trim_end().to_owned()
    }));
    if !draft.wished.is_empty() {
        second.push(draft.wished.iter().map(|wish| texts.wish(*wish)).collect::<Vec<_>>().join("/"));
    }
    let mut third: Vec<String> = Vec::new();
    if !draft.needs.is_empty() {
        let needs = draft.needs.iter().map(|need| match &need.detail {
            Some(detail) => format!("{} ({detail})", need.word),
            None => need.word.clone(),
        });
        third.push(texts.quick_needs(needs.collect::<Vec<_>>().join(", ")));
    }
    third.extend(draft.note.as_deref().map(|note| texts.quick_note(note)));
    let mut lines: Vec<String> = [first, second, third]
        .into_iter()
        .filter(|parts| !parts.is_empty())
        .map(|parts| parts.join(" · "))
        .collect();
    if !line.gaps.is_empty() {
        lines.push(texts.quick_gaps(scene.gaps(&line.gaps)));
    }
    lines
}

fn municipality_in_full(scene: Scene<'_>, number: MunicipalityNumber) -> String {
    let Some(found) = municipality(&scene.model.catalog, number) else { return number.to_string() };
    let region = match found.region {
        Some(region) => region.code().to_owned(),
        None => scene.texts.quick_without_region().into_owned(),
    };
    scene.texts.quick_municipality(found.county.as_str(), found.name.as_str(), number.as_str(), region)
}

fn clock_sentence(scene: Scene<'_>, parsed: &Parsed) -> String {
    let texts = scene.texts;
    let now = scene.now();
    let draft = &parsed.draft;
    if draft.is_consultation {
        return texts.quick_consultation().into_owned();
    }
    if draft.waits_for_time() {
        return texts.quick_no_clock().into_owned();
    }
    let received = draft.received_at.unwrap_or(parsed.now);
    let minutes = scene.view().map_or(120, |view| view.board.rules.response_minutes);
    let deadline = received.checked_add_signed(chrono::TimeDelta::minutes(minutes));
    match deadline.filter(|_| !draft.is_planned) {
        Some(deadline) => {
            texts.quick_received(texts.time_near(deadline, now), texts.time_near(received, now))
        }
        None => texts.quick_received_no_deadline(texts.time_near(received, now)),
    }
}

fn fits_sentence(scene: Scene<'_>, fits: crate::app::quick_line::Fits) -> String {
    let first = fits.first.and_then(|(unit, km)| {
        let name = scene.view()?.board.unit(unit)?.name.as_str();
        Some(match km {
            Some(km) => scene.texts.quick_first_km(km, name),
            None => name.to_owned(),
        })
    });
    scene.texts.quick_fits(fits.count, first.unwrap_or_default())
}
