//! Draws [`ReferWindow`].

use crate::app::refer_window::ReferWindow;

use crate::tui::pen::Pen;
use crate::tui::scene::Scene;

/// Draws the window.
pub fn draw(_: &mut Pen<'_>, _: Scene<'_>, _: &ReferWindow) {}
