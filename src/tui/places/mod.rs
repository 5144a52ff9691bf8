//! All places: the list, the map, and the history of the marked one.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;

use super::pen::Pen;
use super::scene::Scene;

/// How far the lists are scrolled.
#[derive(Debug, Clone, Default)]
pub struct PlacesScrolls {}

/// Draws the body of the screen.
pub fn draw(_: &mut Pen<'_>, _: Rect, _: Scene<'_>, _: &BoardView, _: &mut PlacesScrolls) {}
