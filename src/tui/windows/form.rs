//! Draws [`CallForm`].

use crate::app::call_form::CallForm;

use crate::tui::pen::Pen;
use crate::tui::scene::Scene;

/// Draws the window.
pub fn draw(_: &mut Pen<'_>, _: Scene<'_>, _: &CallForm) {}
