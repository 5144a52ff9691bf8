//! Windows over the board: each says in its lower border what its keys do.

mod answer;
mod call_back;
mod changes;
mod checklist;
mod close;
mod deviation;
mod enquiry;
mod export;
mod fields;
mod find;
mod follow_up;
mod form;
mod form_words;
pub mod handover;
mod help;
mod home;
mod measures;
mod offer;
mod open_items;
mod phone_list;
mod phones;
mod placement;
mod quick_line;
mod reasons;
mod refer;
mod short;
mod state;
mod steps;
mod tasks;
mod timeline;
mod timeline_ahead;
mod turns;
mod unit;
mod watch;

use crate::app::model::Overlay;

use super::pen::Pen;
use super::scene::Scene;

pub use fields::{Spot, draw as draw_field, draw_text};
pub use phones::grouped;

/// Draws the windows that are open, the last one on top.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>) {
    for overlay in &scene.model.overlays {
        match overlay {
            Overlay::QuickLine(line) => quick_line::draw(pen, scene, line),
            Overlay::Offer(window) => offer::draw(pen, scene, window),
            Overlay::Answer(window) => answer::draw(pen, scene, window),
            Overlay::Reasons => reasons::draw(pen, scene),
            Overlay::Help(window) => help::draw(pen, scene, window),
            Overlay::Form(form) => form::draw(pen, scene, form),
            Overlay::Checklist(window) => checklist::draw(pen, scene, window),
            Overlay::Steps(window) => steps::draw(pen, scene, window),
            Overlay::Tasks(window) => tasks::draw(pen, scene, window),
            Overlay::FollowUp(window) => follow_up::draw(pen, scene, window),
            Overlay::CallBack(window) => call_back::draw(pen, scene, window),
            Overlay::Refer(window) => refer::draw(pen, scene, window),
            Overlay::Turns(window) => turns::draw(pen, scene, window),
            Overlay::Close(window) => close::draw(pen, scene, window),
            Overlay::Placement(window) => placement::draw(pen, scene, window),
            Overlay::Export(window) => export::draw(pen, scene, window),
            Overlay::Unit(window) => unit::draw(pen, scene, window),
            Overlay::PlaceState(window) => state::draw(pen, scene, window),
            Overlay::Deviation(window) => deviation::draw(pen, scene, window),
            Overlay::Watch(window) => watch::draw(pen, scene, window),
            Overlay::Handover(window) => handover::draw(pen, scene, window),
            Overlay::Measures(window) => measures::draw(pen, scene, window),
            Overlay::Enquiry(window) => enquiry::draw(pen, scene, window),
            Overlay::Phones(window) => phones::draw(pen, scene, window),
            Overlay::Changes(window) => changes::draw(pen, scene, window),
            Overlay::Timeline(window) => timeline::draw(pen, scene, window),
            Overlay::Find(line) => find::draw(pen, scene, line),
            Overlay::Refused { failure, .. } => short::draw_refused(pen, scene, failure),
            Overlay::Quit => short::draw_quit(pen, scene),
        }
    }
}
