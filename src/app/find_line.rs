//! Finding in the list below: what is typed narrows or marks, at every key.

use super::effect::Effect;
use super::key::Key;
use super::model::{Model, Overlay};
use super::text_field::TextField;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FindLine {
    /// The text.
    pub field: TextField,
}

/// Opens it.
pub(super) fn open(model: &mut Model) {
    model.overlays.push(Overlay::Find(Box::default()));
}

/// Takes a key.
pub(super) fn press(_: &mut Model, _: Key, _: &mut Vec<Effect>) {}

/// Takes pasted text.
pub(super) fn paste(_: &mut Model, _: &str) {}
