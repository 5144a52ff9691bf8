//! A promise to ring back.

use crate::domain::ids::CallId;

use super::availability::marked_call;
use super::effect::Effect;
use super::key::Key;
use super::model::{Model, Overlay};

/// A promise to ring back.
#[derive(Debug, Clone, PartialEq)]
pub struct CallBackWindow {
    /// The call.
    pub call: CallId,
}

/// Opens it for the marked call.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(call) = marked_call(model) {
        model.overlays.push(Overlay::CallBack(Box::new(CallBackWindow { call })));
    }
}

/// Takes a key.
pub(super) fn press(_: &mut Model, _: Key, _: &mut Vec<Effect>) {}

/// Takes pasted text.
pub(super) fn paste(_: &mut Model, _: &str) {}
