//! Which of the steps that stand in one line is done. Nothing is typed here.

use crate::domain::ids::{CallId, FollowUpId};

use super::effect::Effect;
use super::follow_ups_screen;
use super::key::{Code, Key};
use super::keymap::{Action, action_of};
use super::model::{Model, Overlay};

/// Steps to pick from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TasksWindow {
    /// The call.
    pub call: CallId,
    /// The steps that are left, as follow-ups.
    pub tasks: Vec<FollowUpId>,
    /// Which one is marked.
    pub at: usize,
}

impl TasksWindow {
    /// A window over these.
    #[must_use]
    pub const fn new(call: CallId, tasks: Vec<FollowUpId>) -> Self {
        Self { call, tasks, at: 0 }
    }
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::Tasks(window)) = model.overlays.last_mut() else { return };
    let last = window.tasks.len().saturating_sub(1);
    match (key.code, action_of(key)) {
        (Code::Up, _) => window.at = window.at.saturating_sub(1),
        (Code::Down, _) => window.at = (window.at + 1).min(last),
        (Code::Home, _) => window.at = 0,
        (Code::End, _) => window.at = last,
        (_, Some(Action::Open)) => {
            let marked = window.tasks.get(window.at).copied();
            let task = marked.and_then(|id| {
                let line = model.view.as_ref()?.follow_ups.line_of(id)?;
                line.tasks().find(|task| task.id == id).cloned()
            });
            if let Some(task) = task {
                follow_ups_screen::finish(model, &task, effects);
            }
        }
        _ => {}
    }
}

/// After a fresh board: what is over goes from the list, and with the last of it the window.
pub(super) fn settle(model: &mut Model) {
    let Some(view) = &model.view else { return };
    let is_over = |task: FollowUpId| view.board.follow_ups.iter().all(|open| open.id != task);
    model.overlays.retain_mut(|overlay| match overlay {
        Overlay::Tasks(window) => {
            let before = window.tasks.iter().take(window.at).filter(|task| is_over(**task)).count();
            window.tasks.retain(|task| !is_over(*task));
            window.at = (window.at - before).min(window.tasks.len().saturating_sub(1));
            !window.tasks.is_empty()
        }
        _ => true,
    });
}
