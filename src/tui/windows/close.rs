//! Draws [`CloseWindow`].

use crate::app::close_window::CloseWindow;

use crate::tui::pen::Pen;
use crate::tui::scene::Scene;

/// Draws the window.
pub fn draw(_: &mut Pen<'_>, _: Scene<'_>, _: &CloseWindow) {}
