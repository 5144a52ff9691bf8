//! Draws [`FindLine`].

use crate::app::find_line::FindLine;

use crate::tui::pen::Pen;
use crate::tui::scene::Scene;

/// Draws the window.
pub fn draw(_: &mut Pen<'_>, _: Scene<'_>, _: &FindLine) {}
