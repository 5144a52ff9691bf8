//! What is to be done, late first: which line is marked. The mark follows what is to be done, also where steps come
//! together in another line.

use crate::domain::command::Command;
use crate::domain::follow_up::{FollowUp, FollowUpEnd, FollowUpKind};
use crate::domain::follow_up_list::{DueSection, FollowUpLine};
use crate::domain::ids::{CallId, FollowUpId, UnitId};
use crate::domain::question::JournalAbout;
use crate::domain::routine::StepKey;

use super::board_view::BoardView;
use super::effect::Effect;
use super::keymap::Action;
use super::marks::Step;
use super::model::{Model, Overlay, Screen};
use super::row_mark::RowMark;
use super::tasks_window::TasksWindow;
use super::{acts, checklist_window, follow_up_window, journal_screen, steps_window};

/// A row that can be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A line, by its first follow-up.
    Line(FollowUpId),
    /// What is due later, folded or not.
    Later,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FollowUpsScreen {
    /// Whether what is due later is shown line by line.
    pub shows_later: bool,
    mark: RowMark<Row>,
    /// Everything in the marked line.
    tasks: Vec<FollowUpId>,
}

impl FollowUpsScreen {
    /// The marked row.
    #[must_use]
    pub fn marked(&self) -> Option<Row> {
        self.mark.id()
    }

    /// Every row there is to mark, in order.
    #[must_use]
    pub fn rows(&self, view: &BoardView) -> Vec<Row> {
        let lines = &view.follow_ups.lines;
        let of = |is_later: bool| {
            let meant = lines.iter().filter(move |line| (line.section == DueSection::Later) == is_later);
            meant.map(|line| Row::Line(line.first.id))
        };
        let has_later = of(true).next().is_some();
        let later = of(true).filter(|_| self.shows_later);
        of(false).chain(has_later.then_some(Row::Later)).chain(later).collect()
    }

    fn remember(&mut self, view: &BoardView) {
        let line = match self.mark.id() {
            Some(Row::Line(first)) => view.follow_ups.line_of(first),
            Some(Row::Later) | None => None,
        };
        self.tasks = line.into_iter().flat_map(FollowUpLine::tasks).map(|task| task.id).collect();
    }

    fn settle(&mut self, view: &BoardView) {
        let rows = self.rows(view);
        let stands_in = self.tasks.iter().find_map(|task| view.follow_ups.line_of(*task));
        match stands_in {
            Some(line) if line.section == DueSection::Later && !self.shows_later => {
                self.mark.set(Row::Later, rows);
            }
            Some(line) => self.mark.set(Row::Line(line.first.id), rows),
            None => self.mark.settle(rows),
        }
        self.remember(view);
    }
}

/// Opens the screen; the first time the first line is marked.
pub(super) fn open(model: &mut Model) {
    model.screen = Screen::FollowUps;
    settle(model);
    if model.follow_ups.marked().is_none() {
        step(model, Step::First);
    }
}

/// After a fresh board or a new minute.
pub(super) fn settle(model: &mut Model) {
    if let Some(view) = &model.view {
        model.follow_ups.settle(view);
    }
}

/// The marked line.
#[must_use]
pub fn marked_line(model: &Model) -> Option<&FollowUpLine> {
    match model.follow_ups.marked()? {
        Row::Line(first) => model.view.as_ref()?.follow_ups.line_of(first),
        Row::Later => None,
    }
}

/// The home or department that the marked line is about.
#[must_use]
pub fn marked_unit(model: &Model) -> Option<UnitId> {
    let line = marked_line(model)?;
    unit_of(model.view.as_ref()?, &line.first)
}

/// The home or department that a follow-up is about.
#[must_use]
pub fn unit_of(view: &BoardView, follow_up: &FollowUp) -> Option<UnitId> {
    let offered = || view.offer(follow_up.offer?).map(|offer| offer.place);
    let asked = || view.board.enquiries.iter().find(|known| Some(known.id) == follow_up.enquiry)?.unit;
    let place = follow_up.place.or_else(offered).and_then(|place| view.place(place));
    place.map(|place| place.unit).or_else(asked)
}

/// Marks the first line of a call.
pub(super) fn mark_call(model: &mut Model, call: CallId) {
    let Some(view) = &model.view else { return };
    let Some(line) = view.follow_ups.lines.iter().find(|line| line.first.call == call) else { return };
    let screen = &mut model.follow_ups;
    screen.shows_later |= line.section == DueSection::Later;
    let rows = screen.rows(view);
    screen.mark.set(Row::Line(line.first.id), rows);
    screen.remember(view);
}

/// Does what a key of this screen is for; the keys that work everywhere are done already.
pub(super) fn perform(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Up => step(model, Step::Rows(-1)),
        Action::Down => step(model, Step::Rows(1)),
        Action::PageUp => step(model, Step::Rows(-acts::PAGE)),
        Action::PageDown => step(model, Step::Rows(acts::PAGE)),
        Action::First => step(model, Step::First),
        Action::Last => step(model, Step::Last),
        Action::Open => enter(model, effects),
        Action::Edit => follow_up_window::open(model, effects),
        Action::Reveal => acts::reveal(model, effects),
        Action::ItemJournal => {
            if let Some(line) = marked_line(model) {
                let about = JournalAbout::Call(line.first.call);
                journal_screen::open(model, about, effects);
            }
        }
        Action::Back => model.screen = Screen::Board,
        _ => {}
    }
}

/// Done; of several steps it is asked which. What is folded opens.
fn enter(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.follow_ups.marked() == Some(Row::Later) {
        model.follow_ups.shows_later = !model.follow_ups.shows_later;
        return;
    }
    let Some(line) = marked_line(model) else { return };
    if line.more.is_empty() {
        let task = line.first.clone();
        finish(model, &task, effects);
    } else {
        let tasks = line.tasks().map(|task| task.id).collect();
        model.overlays.push(Overlay::Tasks(Box::new(TasksWindow::new(line.first.call, tasks))));
    }
}

/// A follow-up is done. That all are called to the clarification meeting is told with its time, so that the
/// commitment is due after it: the step is opened instead. What was sent later is written down where it is asked for.
pub(super) fn finish(model: &mut Model, task: &FollowUp, effects: &mut Vec<Effect>) {
    if task.step == Some(StepKey::ClarificationMeeting) {
        steps_window::open_at(model, task.call, StepKey::ClarificationMeeting, effects);
        return;
    }
    if let (FollowUpKind::ItemLater, Some(item)) = (task.kind, task.item) {
        checklist_window::open_at(model, task.call, Some(item), effects);
        return;
    }
    let command = Command::EndFollowUp { follow_up: task.id, end: FollowUpEnd::Done };
    effects.push(model.await_command(command));
}

fn step(model: &mut Model, step: Step) {
    let Some(view) = &model.view else { return };
    let rows = model.follow_ups.rows(view);
    model.follow_ups.mark.step(&rows, step);
    model.follow_ups.remember(view);
}
