//! Windows over the board: each says in its lower border what its keys do.

mod answer;
mod fields;
mod help;
mod offer;
mod quick_line;
mod reasons;
mod short;

use crate::app::model::Overlay;

use super::pen::Pen;
use super::scene::Scene;

pub use fields::{Spot, draw as draw_field};

/// Draws the windows that are open, the last one on top.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>) {
    for overlay in &scene.model.overlays {
        match overlay {
            Overlay::QuickLine(line) => quick_line::draw(pen, scene, line),
            Overlay::Offer(window) => offer::draw(pen, scene, window),
            Overlay::Answer(window) => answer::draw(pen, scene, window),
            Overlay::Reasons => reasons::draw(pen, scene),
            Overlay::Help { scroll } => help::draw(pen, scene, *scroll),
            Overlay::Refused { failure, .. } => short::draw_refused(pen, scene, failure),
            Overlay::Quit => short::draw_quit(pen, scene),
        }
    }
}
