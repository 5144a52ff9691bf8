//! Draws [`StateWindow`].

use crate::app::state_window::StateWindow;

use crate::tui::pen::Pen;
use crate::tui::scene::Scene;

/// Draws the window.
pub fn draw(_: &mut Pen<'_>, _: Scene<'_>, _: &StateWindow) {}
