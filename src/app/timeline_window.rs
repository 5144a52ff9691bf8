//! One call as a timeline.

use crate::domain::ids::CallId;

use super::availability::marked_call;
use super::effect::Effect;
use super::key::Key;
use super::model::{Model, Overlay};

/// One call as a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineWindow {
    /// The call.
    pub call: CallId,
}

/// Opens it for the marked call.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(call) = marked_call(model) {
        model.overlays.push(Overlay::Timeline(Box::new(TimelineWindow { call })));
    }
}

/// Takes a key.
pub(super) fn press(_: &mut Model, _: Key, _: &mut Vec<Effect>) {}
