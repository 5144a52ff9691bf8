//! An open case on the handover: its level, who and how long, the facts of the board, and what is to be done.

use crate::app::board_view::BoardView;
use crate::domain::call::{Call, CallOwner, CallState};
use crate::domain::case_watch::WatchLevel;
use crate::domain::compensation::{Compensation, CompensationState};
use crate::domain::deviation::Deviation;
use crate::domain::handover::HandoverSection;
use crate::domain::ids::CallId;

use super::{Drawn, Line};
use crate::app::call_row::{CallRow, Journey, Standing};
use crate::tui::board;
use crate::tui::pen::{cells, wrap};
use crate::tui::scene::{Scene, short_name};
use crate::tui::theme::Role;

/// Columns of the tick and the level, of the call and its place, of the children and the basis.
const LEVEL: u16 = 10;
const WHO: u16 = 19;
const WHO_WIDE: u16 = 26;
const REQUEST: u16 = 25;
const REQUEST_WIDE: u16 = 30;
/// The fewest columns of the children and the basis: with less they stand in the next line.
const REQUEST_LEAST: u16 = 12;
/// Columns of what is agreed of a journey.
const JOURNEY: u16 = 60;
/// From this width on, columns are wide.
const WIDE: u16 = 100;

/// The lines of a case; its words only while it is marked.
pub fn block(drawn: Drawn<'_>, call: CallId, is_marked: bool, tick: &str) -> Vec<Line> {
    let Drawn { scene, view, page, width, .. } = drawn;
    let texts = scene.texts;
    let entry = page.section(HandoverSection::Open).find(|entry| entry.call == call);
    let level = entry.and_then(|entry| entry.level).unwrap_or(WatchLevel::Calm);
    let (word, role) = level_word(scene, level);
    let mut first: Line = vec![(tick.to_owned(), Role::Good), (padded(&word, LEVEL - 1), role)];
    let Some(known) = view.board.known_call(call) else {
        first.push((format!("{call} {}", texts.handover_case_over()), Role::Text));
        return vec![first];
    };
    let (who, request) = if width >= WIDE { (WHO_WIDE, REQUEST_WIDE) } else { (WHO, REQUEST) };
    let name = format!("{call} {}", scene.caller_place(known));
    let role = if is_marked { Role::Strong } else { Role::Text };
    first.push((padded(&name, who), role));
    let row = view.call_row(call).filter(|_| known.state == CallState::Open);
    let clock = match row {
        Some(row) => scene.clock(row),
        None => (texts.handover_case_over().into_owned(), Role::Faint),
    };
    // The clock is never cut: the request is, or stands in the next line.
    let request = request.min(width.saturating_sub(LEVEL + who + cells(&clock.0)));
    let below = (request < REQUEST_LEAST).then(|| scene.request(known));
    if below.is_none() {
        first.push((padded(&scene.request(known), request), Role::Text));
    }
    first.push(clock);
    if let Some(placeless) = row.and_then(|row| placeless(scene, row)).filter(|_| width >= WIDE) {
        first.push((format!(" · {placeless}"), Role::Text));
    }
    let mut lines = vec![first];
    let mut put = |text: &str, role: Role| {
        let indent = " ".repeat(usize::from(LEVEL));
        let room = width.saturating_sub(LEVEL);
        lines.extend(
            wrap(text, room).into_iter().map(|line| vec![(indent.clone(), Role::Text), (line, role)]),
        );
    };
    let mut facts = facts(scene, view, known);
    if let Some(placeless) = row.and_then(|row| placeless(scene, row)).filter(|_| width < WIDE) {
        facts.insert(0, placeless);
    }
    if let Some(request) = below {
        facts.insert(0, request);
    }
    let words = words(scene, call, is_marked);
    let next = row.filter(|_| words.is_none()).and_then(|row| next_step(scene, view, known, row));
    facts.extend(next);
    if !facts.is_empty() {
        put(&facts.join(" · "), Role::Text);
    }
    if let Some(words) = words {
        put(&words, Role::Strong);
    }
    lines
}

/// The text in so many columns; what is cut ends in `…`.
fn padded(text: &str, columns: u16) -> String {
    let room = columns.saturating_sub(1);
    let mut shown = text.to_owned();
    if cells(text) > room {
        while cells(&shown) >= room && shown.pop().is_some() {}
        shown.truncate(shown.trim_end().len());
        shown.push('…');
    }
    let blanks = columns.saturating_sub(cells(&shown));
    shown + &" ".repeat(usize::from(blanks))
}

fn level_word(scene: Scene<'_>, level: WatchLevel) -> (String, Role) {
    let word = scene.texts.watch_level(level);
    match level {
        WatchLevel::Critical => (word.to_uppercase(), Role::Alarm),
        WatchLevel::Watch => (word.into_owned(), Role::Warning),
        WatchLevel::Calm => (word.into_owned(), Role::Text),
    }
}

/// How long it has been without a place, where its clock does not say that already.
fn placeless(scene: Scene<'_>, row: &CallRow) -> Option<String> {
    let is_its_clock = row.standing == Standing::NeedsPlace && row.response.left(scene.now()).is_none();
    scene.placeless(row).filter(|_| !is_its_clock)
}

/// What comes first of a case where nothing is said of it. Without phone numbers: it stands in a list.
fn next_step(scene: Scene<'_>, view: &BoardView, call: &Call, row: &CallRow) -> Option<String> {
    let (texts, now) = (scene.texts, scene.now());
    let step = board::steps_of_call(scene, view, call, row).into_iter().next()?;
    let when = if step.due_at < now { texts.time_due(step.due_at, now) } else { step.when.clone() };
    let next = format!("{when} {}", step.what);
    // That the offer is late is what its clock says.
    let is_offer = row.is_over(now) && row.deadline == Some(step.due_at);
    Some(if step.is_late(now) && !is_offer {
        texts.handover_next_late(next)
    } else {
        texts.handover_next(next)
    })
}

/// What the board knows of a case besides its clocks.
fn facts(scene: Scene<'_>, view: &BoardView, call: &Call) -> Vec<String> {
    let texts = scene.texts;
    let mut facts = Vec::new();
    let row = view.call_row(call.id);
    if let Some(row) = row {
        // That a journey is not agreed stands with those on their way.
        let is_agreed = |journey: Journey| journey.leaves_at.or(journey.expected_at).is_some();
        if matches!(row.standing, Standing::Accepted { .. }) && row.journey.is_some_and(is_agreed) {
            facts.push(scene.journey(row, JOURNEY));
        }
        facts.extend(board::asked(scene, row));
    }
    let is_open = |found: &&Deviation| found.call == call.id && found.closed_at.is_none();
    if let Some(found) = view.board.deviations.iter().rfind(is_open) {
        facts.push(texts.handover_fact_deviation(texts.deviation_state(found.state)));
    }
    let offered =
        |measure: &&Compensation| measure.call == call.id && measure.state != CompensationState::NotAvailable;
    let measures: Vec<String> = view
        .board
        .compensations
        .iter()
        .filter(offered)
        .map(|measure| {
            let time = texts.time_or_day(measure.at, scene.now());
            format!("{} {time}", texts.compensation_short(measure.kind))
        })
        .collect();
    if !measures.is_empty() {
        facts.push(texts.handover_fact_measures(measures.join(", ")));
    }
    let own = scene.model.session.as_ref().map(|session| session.adviser.as_str());
    match &call.owner {
        CallOwner::Adviser(name) if Some(name.as_str()) == own => {}
        CallOwner::Adviser(name) => facts.push(texts.handover_fact_owner(short_name(name))),
        CallOwner::IntakeUnit => facts.push(texts.handover_fact_owner(texts.handover_intake_unit())),
    }
    facts
}

/// What is to be done, and what if something else happens. Words are shown of the marked case alone, and not while
/// they are hidden; that there are some is told of every case.
fn words(scene: Scene<'_>, call: CallId, is_marked: bool) -> Option<String> {
    let (texts, now) = (scene.texts, scene.now());
    let draft = &scene.model.handover.watch(call)?.draft;
    if !is_marked || scene.model.hides_words {
        let time = draft.action_at.map(|at| texts.time_due(at, now));
        return match time {
            Some(time) if draft.has_words() => Some(texts.handover_action_folded(time)),
            Some(time) => Some(texts.handover_action(time)),
            None => draft.has_words().then(|| texts.handover_action_folded_untimed().into_owned()),
        };
    }
    let to_do = texts.watch_to_do(draft, now).map(|what| texts.handover_action(what));
    let if_then = draft.in_case().map(|text| texts.handover_if_then(text));
    let told: Vec<String> = to_do.into_iter().chain(if_then).collect();
    (!told.is_empty()).then(|| told.join(" · "))
}
