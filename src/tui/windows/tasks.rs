//! Draws which of several steps is done.

use crate::app::tasks_window::TasksWindow;

use crate::tui::frame::window;
use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
use crate::tui::tasks;
use crate::tui::theme::Role;

const WIDTH: u16 = 60;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, picking: &TasksWindow) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let Some(call) = view.board.known_call(picking.call) else { return };
    let height = u16::try_from(picking.tasks.len() + 2).unwrap_or(u16::MAX);
    let title = texts.tasks_title(call.id.0, scene.caller_place(call));
    let inner = window(pen, WIDTH, height, &title, &texts.tasks_hint());
    for (n, id) in picking.tasks.iter().enumerate() {
        let y = u16::try_from(n).unwrap_or(u16::MAX);
        let task = view.board.follow_ups.iter().find(|task| task.id == *id);
        let words = task.map(|task| tasks::what(scene, view, call, task)).unwrap_or_default();
        let mut line = pen.line(inner, y);
        if n == picking.at {
            line.text("▌", Role::Mark).cursor_here().text(" ", Role::Text).text(words, Role::Strong);
        } else {
            line.text("  ", Role::Text).text(words, Role::Text);
        }
    }
}
