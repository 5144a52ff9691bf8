//! Answers to questions go to whatever asked: a screen, a window, what is revealed.

use crate::domain::question::Told;

use super::effect::Query;
use super::message::Failure;
use super::model::Model;
use super::notice::Notice;
use super::{
    calls_screen, changes_window, deviations_screen, drafts, export_window, follow_up_window, greeting,
    handover_screen, handover_window, journal_screen, phones_window, places_screen, revealed, windows,
};

/// Takes an answer. Whoever asked knows its number; a stale one is dropped there.
pub(super) fn take(model: &mut Model, query: Query, result: Result<Box<Told>, Failure>) {
    match result {
        Ok(told) => match *told {
            Told::Contacts(contacts) => phones_window::told(model, query, contacts),
            Told::Call(details) => windows::told_call(model, query, &details),
            Told::Deviations(page) => deviations_screen::told(model, query, page),
            Told::Calls(page) => calls_screen::told(model, query, page),
            Told::PlaceHistory(lines) => places_screen::told(model, query, lines),
            Told::Journal(page) => journal_screen::told(model, query, page),
            Told::Chain(state) => journal_screen::told_chain(model, query, state),
            Told::Personal(data) => {
                if let Some(data) = export_window::told_names(model, query, data) {
                    revealed::told(model, query, data);
                }
            }
            Told::Drafts(found) => drafts::told(model, found),
            Told::Changes(changes) => {
                greeting::told(model, query, changes.as_deref());
                changes_window::told(model, query, changes.map(|changes| *changes));
            }
            Told::Handover(told) => handover_screen::told(model, query, told.map(|told| *told)),
            Told::Advisers(names) => {
                follow_up_window::told(model, query, &names);
                handover_window::told(model, query, &names);
            }
        },
        Err(failure) => {
            export_window::failed(model, query);
            handover_screen::failed(model, query);
            model.tell(Notice::Failed(failure));
        }
    }
}
