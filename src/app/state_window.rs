//! The state of a place, with its reason; an own hold is released here.

use crate::domain::ids::PlaceId;

use super::effect::Effect;
use super::key::Key;
use super::model::{Model, Overlay};

/// The state of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct StateWindow {
    /// The place.
    pub place: PlaceId,
}

/// Opens it for a place.
pub(super) fn open(model: &mut Model, place: PlaceId) {
    model.overlays.push(Overlay::PlaceState(Box::new(StateWindow { place })));
}

/// Takes a key.
pub(super) fn press(_: &mut Model, _: Key, _: &mut Vec<Effect>) {}

/// Takes pasted text.
pub(super) fn paste(_: &mut Model, _: &str) {}
