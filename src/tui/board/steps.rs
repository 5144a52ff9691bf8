//! What comes next: what has a time, what comes as soon as a place is offered, the steps of the working days together.
//! Where nothing of that has a time, the next open step of the routine. First the marked call's, then others'.

use chrono::{DateTime, Utc};
use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::call_row::{CallRow, Standing};
use crate::app::next_change::HOLD_ENDS_SOON;
use crate::domain::call::{Call, CallKind};
use crate::domain::claim::ClaimKind;
use crate::domain::follow_up_list::FollowUpLine;
use crate::domain::ids::CallId;
use crate::domain::routine::StepKey;
use crate::domain::steps::{self, Known, StepState};

use super::calls::heading;
use crate::tui::frame::pane;
use crate::tui::pen::{Pen, cells, wrap};
use crate::tui::scene::Scene;
use crate::tui::tasks;
use crate::tui::theme::Role;

/// The time of a step.
const WHEN: u16 = 7;

/// Something with a time.
pub struct Step {
    /// When, as shown.
    pub when: String,
    /// What.
    pub what: String,
    /// The number of whom to ask, where it is known.
    phone: Option<String>,
    /// The moment.
    pub due_at: DateTime<Utc>,
    /// From when on it is marked.
    marked_from: DateTime<Utc>,
    /// Its day and owner, and what is to be done then, where it is steps of a working day.
    day: Option<(String, String)>,
}

impl Step {
    /// Whether it is late.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        self.marked_from <= now && self.due_at <= now
    }
}

/// Draws the pane; a question that is to be asked now stands below.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, question: Option<String>) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let marked = scene.model.marks.call();
    let found = marked.and_then(|id| Some((view.board.call(id)?, view.call_row(id)?)));
    let title = match marked {
        Some(call) => texts.steps_title(call.0),
        None => texts.steps_title_empty().into_owned(),
    };
    let whole = pane(pen, area, &title, "", false);
    let asked = question.map_or_else(Vec::new, |text| wrap(&text, whole.width.saturating_sub(2)));
    let below = u16::try_from(asked.len()).unwrap_or(0).min(whole.height / 2);
    for (y, text) in (whole.height - below..).zip(&asked) {
        pen.line(whole, y).text(" ", Role::Text).text(text, Role::Strong);
    }
    let inner = Rect { height: whole.height - below, ..whole };
    let own = found.map(|(call, row)| rows_of(scene, view, call, row, inner.width)).unwrap_or_default();
    let others = of_others(scene, view, marked);
    let mut rows = own;
    if rows.is_empty() {
        rows.push(Row::faint(texts.steps_none()));
    }
    if !others.is_empty() {
        rows.push(Row::Blank);
        rows.push(Row::Others);
        rows.extend(others.into_iter().flat_map(|step| Row::timed(scene, step, inner.width)));
    }
    let room = usize::from(inner.height);
    let shown = if rows.len() > room { room.saturating_sub(1) } else { rows.len() };
    for (y, row) in (0..).zip(rows.iter().take(shown)) {
        match row {
            Row::Timed { when, what, is_marked } => {
                let (sign, role) = if *is_marked { ("!", Role::Warning) } else { (" ", Role::Text) };
                pen.line(inner, y).text(sign, role).column(WHEN, when, role).text(what, role);
            }
            Row::Plain { text, role, is_marked } => {
                let sign = if *is_marked { "!" } else { " " };
                pen.line(inner, y).text(sign, Role::Warning).text(text, *role);
            }
            Row::Others => heading(pen, inner, y, &texts.steps_others()),
            Row::Blank => {}
        }
    }
    let left = rows.iter().skip(shown).filter(|row| row.begins()).count();
    if left > 0 {
        let last = inner.height.saturating_sub(1);
        pen.line(inner, last).text(" ", Role::Text).text(texts.steps_more(left), Role::Faint);
    }
}

/// A row of the pane.
enum Row {
    Timed { when: String, what: String, is_marked: bool },
    Plain { text: String, role: Role, is_marked: bool },
    Blank,
    Others,
}

impl Row {
    /// A step, with the number to phone in a row of its own where it would not be whole beside it.
    fn timed(scene: Scene<'_>, step: Step, width: u16) -> Vec<Self> {
        let is_marked = step.marked_from <= scene.now();
        let Step { when, what, phone, .. } = step;
        let beside = phone.as_ref().map(|phone| scene.texts.step_with_phone(phone, &what));
        let (what, below) = match beside {
            Some(both) if cells(&both) + WHEN < width => (both, None),
            _ => (what, phone),
        };
        let below = below.map(|phone| {
            let text = format!("{:1$}{phone}", "", usize::from(WHEN));
            Self::Plain { text, role: Role::Text, is_marked: false }
        });
        [Some(Self::Timed { when, what, is_marked }), below].into_iter().flatten().collect()
    }

    /// Whether something begins in this row: what is indented goes on with the row above.
    fn begins(&self) -> bool {
        match self {
            Self::Timed { .. } => true,
            Self::Plain { text, .. } => !text.starts_with(' '),
            Self::Blank | Self::Others => false,
        }
    }

    fn faint(text: impl AsRef<str>) -> Self {
        Self::Plain { text: text.as_ref().to_owned(), role: Role::Faint, is_marked: false }
    }
}

/// What the marked call is to get, in the order it comes.
fn rows_of(scene: Scene<'_>, view: &BoardView, call: &Call, row: &CallRow, width: u16) -> Vec<Row> {
    let texts = scene.texts;
    let (days, mut timed): (Vec<Step>, Vec<Step>) =
        of_call(scene, view, call, row).into_iter().partition(|step| step.day.is_some());
    let mut rows: Vec<Row> = Vec::new();
    if timed.is_empty() {
        rows.extend(next_of_routine(scene, view, call, row).map(|step| Row::faint(texts.steps_next(step))));
    }
    let has_times = !timed.is_empty();
    // One call to the municipality answers for several offers.
    timed.dedup_by(|a, b| (a.due_at, &a.what) == (b.due_at, &b.what));
    rows.extend(timed.into_iter().flat_map(|step| Row::timed(scene, step, width)));
    // Where something has a time the routine's next step is not named: this one is not to be forgotten behind it.
    if let Some(step) = to_clear(scene, view, call).filter(|_| has_times) {
        rows.push(Row::faint(texts.steps_before()));
        rows.push(Row::Plain { text: format!("  {step}"), role: Role::Text, is_marked: false });
    }
    if row.standing == Standing::NeedsPlace {
        let is_home = |wish: &crate::domain::measure::Wish| wish.kinds().iter().all(|kind| kind.is_home());
        let wants_home = !call.wished.is_empty() && call.wished.iter().all(is_home);
        rows.push(Row::faint(texts.steps_once_offered()));
        let clear = if wants_home { texts.steps_clear_home() } else { texts.steps_clear() };
        rows.push(Row::Plain { text: format!("  {clear}"), role: Role::Text, is_marked: false });
    }
    let ahead =
        days.into_iter().filter_map(|step| step.day.map(|day| (day, step.marked_from <= scene.now())));
    for ((head, what), is_marked) in ahead.chain(after_placement(scene, view, call).map(|day| (day, false))) {
        let (first, role) =
            if is_marked { (Role::Warning, Role::Warning) } else { (Role::Faint, Role::Text) };
        rows.push(Row::Plain { text: head, role: first, is_marked });
        let lines = wrap(&what, width.saturating_sub(3));
        rows.extend(lines.into_iter().map(|line| Row::Plain {
            text: format!("  {line}"),
            role,
            is_marked: false,
        }));
    }
    rows
}

/// The steps of the working day that an accepted offer would make now; none once they are there.
fn after_placement(scene: Scene<'_>, view: &BoardView, call: &Call) -> Option<(String, String)> {
    let is_placed = view
        .board
        .offers
        .iter()
        .any(|offer| offer.call == call.id && offer.is_accepted() && !offer.is_void());
    if call.kind == CallKind::Consultation || is_placed {
        return None;
    }
    let tasks = steps::tasks_after_placement(scene.now(), &view.board.rules);
    let due = tasks.first().map(|(_, due)| *due)?;
    let head = scene.texts.steps_day_of(scene.texts.day(due), scene.department_of(call));
    Some((head, short_words(scene, tasks.into_iter().map(|(step, _)| step))))
}

fn short_words(scene: Scene<'_>, steps: impl Iterator<Item = StepKey>) -> String {
    steps.map(|step| scene.texts.step_short(step)).collect::<Vec<_>>().join(", ")
}

/// That the placement is to be cleared with the head, where the routine has it so (step 5: in office hours, before it).
fn to_clear<'a>(scene: Scene<'a>, view: &BoardView, call: &Call) -> Option<std::borrow::Cow<'a, str>> {
    let routine = scene.model.catalog.routine(&call.routine_version)?;
    let standings = steps::of_call(routine, &Known::of(&view.board, call));
    let head = standings.iter().find(|standing| standing.step == StepKey::ClearWithHead)?;
    let is_open = matches!(head.state, StepState::Open { .. });
    is_open.then(|| scene.texts.step_name(head.step))
}

/// The next open step of the routine the call was opened with, by name; none where it is a task with a day. While a child needs a place there is no measure
/// to talk with: after a decline a place is offered again.
fn next_of_routine<'a>(
    scene: Scene<'a>,
    view: &BoardView,
    call: &Call,
    row: &CallRow,
) -> Option<std::borrow::Cow<'a, str>> {
    let routine = scene.model.catalog.routine(&call.routine_version)?;
    let standings = steps::of_call(routine, &Known::of(&view.board, call));
    let open = standings.iter().find(|standing| matches!(standing.state, StepState::Open { .. }))?;
    if open.task.is_some() {
        return None;
    }
    let step = match (open.step, row.standing) {
        (StepKey::ContactMeasure, Standing::NeedsPlace) => StepKey::Allocate,
        (step, _) => step,
    };
    Some(scene.texts.step_name(step))
}

/// The next thing in one line, for a narrow screen.
pub fn next_in_words(scene: Scene<'_>, view: &BoardView, call: &Call, row: &CallRow) -> Option<String> {
    let first = of_call(scene, view, call, row).into_iter().next();
    first
        .map(|step| {
            let what = match &step.phone {
                Some(phone) => scene.texts.step_with_phone(phone, &step.what),
                None => step.what,
            };
            format!("{} {what}", step.when)
        })
        .or_else(|| next_of_routine(scene, view, call, row).map(std::borrow::Cow::into_owned))
}

/// What other calls are to get by a follow-up, the soonest first: what is late stands above.
fn of_others(scene: Scene<'_>, view: &BoardView, marked: Option<CallId>) -> Vec<Step> {
    let others = view.follow_ups.lines.iter().filter(|line| Some(line.first.call) != marked);
    let mut steps: Vec<Step> = others
        .filter_map(|line| {
            let call = view.board.known_call(line.first.call)?;
            let mut step = of_line(scene, view, call, line);
            step.what = scene.texts.step_of_call(call.id.0, step.what);
            Some(step)
        })
        .collect();
    steps.sort_by_key(|step| step.due_at);
    steps
}

/// What the marked call is to get, the soonest first.
pub fn of_call(scene: Scene<'_>, view: &BoardView, call: &Call, row: &CallRow) -> Vec<Step> {
    let mut steps: Vec<Step> =
        view.follow_ups.of_call(call.id).map(|line| of_line(scene, view, call, line)).collect();
    steps.extend(without_task(scene, view, call, row));
    steps.sort_by_key(|step| step.due_at);
    steps
}

/// What has a time without being a follow-up: holds that run out, and the offer that is due.
pub fn without_task(scene: Scene<'_>, view: &BoardView, call: &Call, row: &CallRow) -> Vec<Step> {
    let texts = scene.texts;
    let step = |due_at, what| Step {
        when: texts.due_or_day(due_at, scene.now()),
        what,
        phone: None,
        due_at,
        marked_from: due_at,
        day: None,
    };
    let mut steps = Vec::new();
    let holds = view.board.places.iter().filter_map(|place| {
        let claim = place.live_claim(scene.now())?;
        (claim.call == call.id && claim.kind == ClaimKind::Hold).then_some((place.unit, claim.until?))
    });
    steps.extend(holds.filter_map(|(unit, until)| {
        let name = view.board.unit(unit)?.name.as_str();
        Some(Step { marked_from: until - HOLD_ENDS_SOON, ..step(until, texts.steps_hold_ends(name)) })
    }));
    if let (Standing::NeedsPlace, Some(_), Some(deadline)) =
        (row.standing, row.response.left(scene.now()), row.deadline)
    {
        steps.push(step(deadline, texts.steps_offer_due().into_owned()));
    }
    steps
}

/// A line of the follow-ups as a step: the steps of a working day in a word each, with whose they are.
fn of_line(scene: Scene<'_>, view: &BoardView, call: &Call, line: &FollowUpLine) -> Step {
    let texts = scene.texts;
    let first = &line.first;
    let when = texts.due_or_day(first.due_at, scene.now());
    let marked_from = first.late_from(&view.board.rules);
    if !first.kind.is_of_day() {
        let what = tasks::what(scene, view, call, first);
        let phone = tasks::asked_phone(scene, view, first).map(|number| texts.due_phone(number));
        return Step { when, what, phone, due_at: first.due_at, marked_from, day: None };
    }
    let owner = tasks::owner_short(scene, call, first);
    let words = tasks::together(scene, view, call, line, ", ");
    let head = texts.steps_day_of(texts.day(first.due_at), owner.as_str());
    let what = texts.step_task(owner, words.as_str());
    Step { when, what, phone: None, due_at: first.due_at, marked_from, day: Some((head, words)) }
}
