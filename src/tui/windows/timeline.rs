//! Draws [`TimelineWindow`].

use crate::app::timeline_window::TimelineWindow;

use crate::tui::pen::Pen;
use crate::tui::scene::Scene;

/// Draws the window.
pub fn draw(_: &mut Pen<'_>, _: Scene<'_>, _: &TimelineWindow) {}
