//! Writing a handover as a page that can be printed: without names, and without what people wrote. Names leave the house
//! only by command, with a reason.

use crate::domain::handover::HandoverTold;
use crate::domain::ids::HandoverId;
use crate::domain::letter::LetterLanguage;

use super::effect::{Effect, HandoverOrder};
use super::message::Failure;
use super::model::Model;
use super::notice::Notice;
use super::replies;

/// Orders the page of a handover as it is shown: signed, or what would be handed over now.
pub fn write(model: &mut Model, told: &HandoverTold, effects: &mut Vec<Effect>) {
    let query = model.next_query();
    let Some(board) = model.view.as_ref().map(|view| view.board.clone()) else { return };
    let order = HandoverOrder { language: LetterLanguage::Bokmal, told: told.clone(), board };
    effects.push(Effect::WriteHandover { query, order: Box::new(order) });
}

/// It was written, or not.
pub(super) fn written(
    model: &mut Model,
    handover: Option<HandoverId>,
    result: Result<(String, String), Failure>,
) {
    match result {
        Ok((file, folder)) => model.tell(Notice::HandoverWritten { handover, file, folder }),
        Err(failure) => replies::refused(model, failure),
    }
}
