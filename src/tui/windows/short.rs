//! Short windows: something was refused, and whether to quit with work that is not saved.

use crate::app::message::Failure;

use crate::tui::frame::window;
use crate::tui::notices::failure_sentence;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 72;

/// Draws why something was not done.
pub fn draw_refused(pen: &mut Pen<'_>, scene: Scene<'_>, failure: &Failure) {
    let lines = wrap(&failure_sentence(scene, failure), WIDTH - 4);
    draw_lines(pen, &scene.texts.refused_title(), &scene.texts.refused_hint(), &lines, Role::Strong);
}

/// Draws the question before quitting.
pub fn draw_quit(pen: &mut Pen<'_>, scene: Scene<'_>) {
    let lines = wrap(&scene.texts.quit_lost(), WIDTH - 4);
    draw_lines(pen, &scene.texts.quit_title(), &scene.texts.quit_hint(), &lines, Role::Text);
}

fn draw_lines(pen: &mut Pen<'_>, title: &str, hint: &str, lines: &[String], role: Role) {
    let height = u16::try_from(lines.len() + 4).unwrap_or(u16::MAX);
    let inner = window(pen, WIDTH, height, title, hint);
    for (y, text) in (1..).zip(lines) {
        pen.line(inner, y).text(text, role);
    }
    pen.set_cursor(inner.x, inner.y + 1);
}
