//! What works here and now, and why the rest does not: for acting, for the footer and for help.

use crate::domain::call::CallKind;
use crate::domain::ids::{CallId, UnitId};
use crate::domain::siblings::children_to_place;

use super::keymap::Action;
use super::model::Model;

/// Why an action can do nothing now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// No call is marked.
    NoCall,
    /// No place is marked.
    NoPlace,
    /// The marked call is a consultation.
    Consultation(CallId),
    /// Every child of the marked call has an offer.
    EveryChildHasOffer(CallId),
    /// The marked call has no offer that awaits an answer.
    NoOffer(CallId),
    /// The board has not been read yet.
    NoBoard,
}

/// The marked call and the marked unit, what a place action is about.
#[must_use]
pub fn marked_place(model: &Model) -> Option<(CallId, UnitId)> {
    Some((model.marks.call()?, model.marks.unit()?))
}

/// Why an action can do nothing on the board now; none when it works.
#[must_use]
pub fn why_not(model: &Model, action: Action) -> Option<WhyNot> {
    let Some(view) = &model.view else {
        let needs_no_board = matches!(
            action,
            Action::Quit | Action::Suspend | Action::Redraw | Action::Help | Action::Back | Action::Board
        );
        return (!needs_no_board).then_some(WhyNot::NoBoard);
    };
    let call = model.marks.call().and_then(|call| view.board.call(call));
    match action {
        Action::Offer | Action::Hold => {
            let Some(call) = call else { return Some(WhyNot::NoCall) };
            if call.kind == CallKind::Consultation {
                Some(WhyNot::Consultation(call.id))
            } else if children_to_place(call, &view.board.offers).is_empty() {
                Some(WhyNot::EveryChildHasOffer(call.id))
            } else {
                model.marks.unit().is_none().then_some(WhyNot::NoPlace)
            }
        }
        Action::Reasons | Action::Confirm => match call {
            None => Some(WhyNot::NoCall),
            Some(_) => model.marks.unit().is_none().then_some(WhyNot::NoPlace),
        },
        Action::Answer => match call {
            None => Some(WhyNot::NoCall),
            Some(call) => view.awaited_offers(call.id).next().is_none().then_some(WhyNot::NoOffer(call.id)),
        },
        Action::SwapOrder
        | Action::NextPane
        | Action::PreviousPane
        | Action::Open
        | Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last => view.calls.is_empty().then_some(WhyNot::NoCall),
        Action::NewCall
        | Action::Undo
        | Action::Help
        | Action::Board
        | Action::Back
        | Action::Redraw
        | Action::Suspend
        | Action::Quit => None,
    }
}
