//! Phone numbers: the marked call's first, then the marked place's.

use crate::domain::ids::{CallId, UnitId};

use super::availability::marked_call;
use super::effect::Effect;
use super::key::Key;
use super::model::{Model, Overlay};

/// Phone numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct PhonesWindow {
    /// The call.
    pub call: Option<CallId>,
    /// The unit.
    pub unit: Option<UnitId>,
}

/// Opens it for what is marked.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    let window = PhonesWindow { call: marked_call(model), unit: model.marks.unit() };
    model.overlays.push(Overlay::Phones(Box::new(window)));
}

/// Takes a key.
pub(super) fn press(_: &mut Model, _: Key, _: &mut Vec<Effect>) {}
