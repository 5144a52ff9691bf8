//! The full form of a call: the same fields as the quick line, in the same order, and more.

use crate::domain::ids::CallId;

use super::availability::marked_call;
use super::effect::Effect;
use super::key::Key;
use super::model::{Model, Overlay};

/// The full form of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct CallForm {
    /// The call; none while it is new.
    pub call: Option<CallId>,
}

/// Opens it for the marked call.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(call) = marked_call(model) {
        model.overlays.push(Overlay::Form(Box::new(CallForm { call: Some(call) })));
    }
}

/// Takes a key.
pub(super) fn press(_: &mut Model, _: Key, _: &mut Vec<Effect>) {}

/// Takes pasted text.
pub(super) fn paste(_: &mut Model, _: &str) {}
