//! Draws [`PhonesWindow`].

use crate::app::phones_window::PhonesWindow;

use crate::tui::pen::Pen;
use crate::tui::scene::Scene;

/// Draws the window.
pub fn draw(_: &mut Pen<'_>, _: Scene<'_>, _: &PhonesWindow) {}
