//! Answers of the store. A refresh keeps marks by number and touches neither focus nor typed text.

use crate::domain::board::Board;
use crate::domain::command::Outcome;
use crate::domain::offer::Answer;
use crate::domain::question::Told;

use super::board_view::BoardView;
use super::call_row::{CallRow, Standing};
use super::effect::{Effect, Query};
use super::marks::Pane;
use super::message::{Failure, Reply};
use super::model::{Awaiting, Model, Overlay, Screen};
use super::news::own_shift;
use super::notice::Notice;
use super::{
    call_back_window, calls_screen, changes_window, checklist_window, deviation_window, deviations_screen,
    drafts, enquiry_window, export_window, follow_up_window, follow_ups_screen, greeting, handover_file,
    handover_screen, handover_through, handover_window, journal_screen, lock, measures_window,
    placement_window, places_screen, revealed, state_window, steps_window, timeline_window, told, windows,
};

/// Takes an answer.
pub(super) fn take(model: &mut Model, reply: Reply, effects: &mut Vec<Effect>) {
    match reply {
        Reply::Board { query, result } => {
            let awaited = take_awaited(model, query);
            match result {
                Ok(board) => show(model, query, *board),
                Err(failure) => model.tell(Notice::Failed(failure)),
            }
            if let Some(outcome) = awaited.and_then(|awaited| awaited.outcome) {
                done(model, *outcome, effects);
            }
            settle_screen(model, effects);
        }
        Reply::Executed { query, result, board } => {
            let Some(_) = take_awaited(model, query) else { return };
            drafts::executed(model, query, result.is_ok());
            let is_shown = board.is_some();
            if let Some(board) = board {
                show(model, query, *board);
            }
            match result {
                Ok(outcome) if is_shown => done(model, *outcome, effects),
                Ok(outcome) => {
                    let effect = model.await_board(Some(outcome));
                    effects.push(effect);
                }
                Err(failure) => refused(model, failure),
            }
            settle_screen(model, effects);
        }
        Reply::Told { query, result } => {
            take_awaited(model, query);
            let is_page = matches!(&result, Ok(told) if matches!(**told, Told::Handover(_)));
            told::take(model, query, result);
            if is_page {
                handover_window::summarise_again(model, effects);
            }
            export_window::go_on(model, effects);
        }
        Reply::NoteWritten { query, call, result } => export_window::written(model, query, call, result),
        Reply::HandoverWritten { handover, result, .. } => handover_file::written(model, handover, result),
        Reply::Summarised { query, text } => handover_window::summarised(model, query, &text),
        Reply::DraftKept { draft, result } => drafts::kept(model, draft, result),
        Reply::Unlocked { query, result } => lock::checked(model, query, result),
        Reply::Advisers { query, result } => lock::listed(model, query, result, effects),
        Reply::SignedOn { query, result } => {
            if lock::signed_on(model, query, &result, effects) {
                return;
            }
            if take_awaited(model, query).is_none() {
                return;
            }
            match (result, &mut model.screen) {
                (Ok(session), _) => {
                    model.session = Some(session);
                    model.touched_at = model.now;
                    model.screen = Screen::Board;
                    effects.extend(model.first_questions());
                }
                (Err(failure), Screen::Entry(entry)) => {
                    model.typed_ahead.clear();
                    entry.fail(failure, model.now);
                }
                (Err(failure), _) => refused(model, failure),
            }
        }
    }
}

fn take_awaited(model: &mut Model, query: Query) -> Option<Awaiting> {
    model.awaiting.take_if(|awaiting| awaiting.query == query)
}

fn show(model: &mut Model, query: Query, board: Board) {
    // Answers come in the order of the questions; an older board than the one shown would be a step back in time.
    if query < model.board_query {
        return;
    }
    model.board_query = query;
    let (catalog, order, now) = (&model.catalog, model.order, model.now);
    let view = BoardView::new(board, catalog, order, now).after(model.view.as_ref(), catalog, order, now);
    let was_on = own_shift(model).is_some();
    let was_empty = model.view.as_ref().is_none_or(|before| before.calls.is_empty());
    model.marks.settle(was_empty, &view);
    model.view = Some(view);
    // Only a handover leaves an adviser without a shift, signed here or in another process.
    if was_on && own_shift(model).is_none() {
        lock::shift_over(model);
    }
    windows::refresh(model);
}

/// A command is done: its window closes, and the marks go where the next key is meant for.
fn done(model: &mut Model, outcome: Outcome, effects: &mut Vec<Effect>) {
    match &outcome {
        Outcome::CallRegistered { call, .. } => {
            close(model, |overlay| matches!(overlay, Overlay::QuickLine(_) | Overlay::Form(_)));
            if let Some(view) = &model.view {
                model.marks.mark_call(view, *call);
            }
            model.marks.pane = Pane::Places;
            model.screen = Screen::Board;
        }
        Outcome::Edited { .. } => close(model, |overlay| matches!(overlay, Overlay::Form(_))),
        Outcome::Referred { .. } => close(model, |overlay| matches!(overlay, Overlay::Refer(_))),
        Outcome::Split { .. }
        | Outcome::Remarked { .. }
        | Outcome::StaysOpen { .. }
        | Outcome::Linked { .. } => close(model, |overlay| matches!(overlay, Overlay::Turns(_))),
        Outcome::Closed { .. } => close(model, |overlay| matches!(overlay, Overlay::Close(_))),
        Outcome::CallBackPromised { .. } | Outcome::FollowUpEnded { .. } => {
            call_back_window::done(model, effects);
        }
        Outcome::FollowUpMoved { .. } | Outcome::FollowUpAssigned { .. } => {
            follow_up_window::done(model, effects);
        }
        Outcome::StepSettled { .. } | Outcome::MeetingSet { .. } => steps_window::done(model),
        Outcome::Planned { .. }
        | Outcome::Arrived { .. }
        | Outcome::FellThrough { .. }
        | Outcome::StayEnded { .. }
        | Outcome::Evaluated { .. } => close(model, |overlay| matches!(overlay, Overlay::Placement(_))),
        Outcome::PlaceSet { .. }
        | Outcome::Released { .. }
        | Outcome::ExtraPlaceOpened { .. }
        | Outcome::ExtraPlaceClosed { .. }
        | Outcome::FreeExpected { .. } => state_window::done(model, effects),
        Outcome::UnitSet { unit } => {
            close(model, |overlay| matches!(overlay, Overlay::Unit(_)));
            revealed::read_again(model, *unit, effects);
        }
        Outcome::ItemAnswered { call, item, .. } => {
            checklist_window::answered(model, *call, *item, effects);
        }
        Outcome::NamedExport { call } => return export_window::journalled(model, *call, effects),
        Outcome::EnquiryLogged { .. } => enquiry_window::logged(model),
        Outcome::DeviationSet { deviation, .. } => deviation_window::done(model, *deviation, effects),
        Outcome::CompensationSet { .. } => measures_window::done(model, effects),
        Outcome::WatchSet { .. } => {
            close(model, |overlay| matches!(overlay, Overlay::Watch(_)));
            handover_screen::watched(model, effects);
        }
        Outcome::WentThrough { .. } => handover_through::went_through(model, effects),
        Outcome::HandoverSigned { .. } | Outcome::HandoverReceived { .. } => {
            close(model, |overlay| matches!(overlay, Overlay::Handover(_)));
        }
        Outcome::Revealed { subject } => revealed::journalled(model, *subject, effects),
        Outcome::OfferCompleted { .. } => close(model, |overlay| matches!(overlay, Overlay::Offer(_))),
        Outcome::Offered { call, .. } => {
            close(model, |overlay| matches!(overlay, Overlay::Offer(_)));
            // The next child of the call has places of its own.
            let view = model.view.as_ref().filter(|_| model.marks.call() == Some(*call));
            let needs_place = |row: &CallRow| row.standing == Standing::NeedsPlace;
            if let Some(view) = view.filter(|view| view.call_row(*call).is_some_and(needs_place)) {
                model.marks.mark_first_fitting(view);
            }
        }
        Outcome::Answered { answer, .. } => {
            model.overlays.retain(|overlay| !matches!(overlay, Overlay::Answer(_)));
            // Where the answer was given on the board, the next place is offered there.
            if let (Answer::Declined, Some(view), Screen::Board) = (answer, &model.view, &model.screen) {
                model.marks.mark_first_fitting(view);
                model.marks.pane = Pane::Places;
            }
        }
        _ => {}
    }
    model.tell(Notice::Done(Box::new(outcome)));
}

fn close(model: &mut Model, is_meant: impl Fn(&Overlay) -> bool) {
    model.overlays.retain(|overlay| !is_meant(overlay));
}

/// The list of the screen, after a fresh board.
fn settle_screen(model: &mut Model, effects: &mut Vec<Effect>) {
    greeting::settle(model, effects);
    changes_window::settle(model, effects);
    timeline_window::settle(model, effects);
    steps_window::settle(model, effects);
    placement_window::settle(model, effects);
    match model.screen {
        Screen::Places => places_screen::settle(model, effects),
        Screen::Calls => calls_screen::settle(model, effects),
        Screen::FollowUps => follow_ups_screen::settle(model),
        Screen::Deviations => deviations_screen::settle(model, effects),
        Screen::Handover => handover_screen::settle(model, effects),
        Screen::Journal => journal_screen::settle(model, effects),
        Screen::Entry(_) | Screen::Board => {}
    }
}

/// A command was refused: what was typed after it was meant for what did not happen. The window takes no keys
/// until it can have been read, so all of that is dropped.
pub(super) fn refused(model: &mut Model, failure: Failure) {
    model.overlays.push(Overlay::Refused { failure, opened_at: model.now });
}
