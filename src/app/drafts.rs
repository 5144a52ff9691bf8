//! Half-written work: what stands in the windows, compared with what of it is kept in the store. Nothing typed is
//! lost when the program ends, however it ends.

use crate::domain::draft::{Draft, DraftId};

use super::effect::Effect;
use super::message::Failure;
use super::model::Model;

/// What of the half-written work is kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drafts {}

/// Orders what differs from what is kept to be kept, one at a time.
pub(super) fn sync(_: &mut Model, _: &mut Vec<Effect>) {}

/// Half-written work of an earlier sitting was read.
pub(super) fn told(_: &mut Model, _: Vec<Draft>) {}

/// A draft was kept, or not.
pub(super) fn kept(_: &mut Model, _: DraftId, _: Result<(), Failure>) {}
