//! Closing a call, with its reason.

use crate::domain::ids::CallId;

use super::availability::marked_call;
use super::effect::Effect;
use super::key::Key;
use super::model::{Model, Overlay};

/// Closing a call, with its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct CloseWindow {
    /// The call.
    pub call: CallId,
}

/// Opens it for the marked call.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(call) = marked_call(model) {
        model.overlays.push(Overlay::Close(Box::new(CloseWindow { call })));
    }
}

/// Takes a key.
pub(super) fn press(_: &mut Model, _: Key, _: &mut Vec<Effect>) {}

/// Takes pasted text.
pub(super) fn paste(_: &mut Model, _: &str) {}
