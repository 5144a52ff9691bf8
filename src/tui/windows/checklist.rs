//! Draws [`ChecklistWindow`].

use crate::app::checklist_window::ChecklistWindow;

use crate::tui::pen::Pen;
use crate::tui::scene::Scene;

/// Draws the window.
pub fn draw(_: &mut Pen<'_>, _: Scene<'_>, _: &ChecklistWindow) {}
