//! What works here and now, and why the rest does not: for acting, for the footer and for help.

use crate::domain::call::{Call, CallKind, CallState};
use crate::domain::checklist_standing::sent_later;
use crate::domain::child::SiblingRule;
use crate::domain::ids::{CallId, UnitId};
use crate::domain::offer::Offer;
use crate::domain::siblings::children_to_place;

use super::keymap::Action;
use super::model::{Model, Screen};
use super::{
    deviation_window, enquiry_window, follow_ups_screen, handover_screen, placement_window, places_screen,
    timeline_window,
};

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
    /// The marked call has accepted nothing.
    NotAccepted(CallId),
    /// Nobody lives at the marked unit or is expected there.
    NotLivedIn,
    /// The board has not been read yet.
    NoBoard,
    /// It does nothing on this screen.
    OtherScreen,
    /// The marked call has its referral already.
    HasReferral(CallId),
    /// The siblings of the marked call are to be together.
    Together(CallId),
    /// There is nobody else of the marked call to look for now.
    OneTurn(CallId),
    /// The marked call is closed.
    Closed(CallId),
    /// It works only where something is typed.
    OnlyInFields,
    /// The marked line of the journal concerns no call.
    LineWithoutCall,
    /// There is nothing in the list.
    EmptyList,
    /// The journal was not opened about one thing.
    NoItem,
    /// No alarm sounds.
    NothingSounds,
    /// A window is open over the screen.
    WindowOpen,
    /// Everything there is to see of it is shown already.
    AllShown,
    /// No follow-up is marked.
    NoFollowUp,
    /// There is nothing to receive, and no shift of one's own to hand over.
    NoHandover,
    /// Everything in the marked row was gone through, or there is nothing in it.
    NothingToGoThrough,
    /// How closely a case is followed is for whoever gives it to say.
    GiverSetsLevel,
    /// The handover that is shown was received.
    Received,
    /// The handover is signed and waits for its receiver.
    WaitsForReceiver,
    /// The shift may still be handed over: it was not forgotten yet.
    NotForgotten,
    /// So many cases were not gone through yet.
    CasesLeft(usize),
    /// There is no other handover to turn to.
    OnePage,
}

/// The marked call and the marked unit, what a place action is about.
#[must_use]
pub fn marked_place(model: &Model) -> Option<(CallId, UnitId)> {
    Some((model.marks.call()?, model.marks.unit()?))
}

/// The unit that a place action of the screen is about.
#[must_use]
pub fn marked_unit(model: &Model) -> Option<UnitId> {
    match model.screen {
        Screen::Board => model.marks.unit(),
        Screen::Places => model.places.marked_row().map(|row| row.unit),
        Screen::FollowUps => follow_ups_screen::marked_unit(model),
        Screen::Entry(_) | Screen::Calls | Screen::Deviations | Screen::Handover | Screen::Journal => None,
    }
}

/// Whether an action does anything on a screen at all.
#[must_use]
pub const fn works_on(action: Action, screen: &Screen) -> bool {
    use Action as A;
    match action {
        A::NewCall
        | A::Undo
        | A::Redo
        | A::Palette
        | A::Help
        | A::Board
        | A::Places
        | A::Calls
        | A::FollowUps
        | A::Deviations
        | A::Handover
        | A::Journal
        | A::Back
        | A::Redraw
        | A::Silence
        | A::Lock
        | A::Suspend
        | A::Quit
        | A::Up
        | A::Down
        | A::PageUp
        | A::PageDown
        | A::First
        | A::Last
        | A::Phones
        | A::Changes => true,
        A::Save => false,
        A::SignHandover => matches!(screen, Screen::Handover),
        A::HideWords => matches!(screen, Screen::Board | Screen::Places | Screen::Handover),
        A::Find => !matches!(screen, Screen::Entry(_) | Screen::Deviations | Screen::Handover),
        A::Open | A::ItemJournal => !matches!(screen, Screen::Entry(_)),
        A::Offer | A::Enquiry => matches!(screen, Screen::Board),
        A::Answer => matches!(screen, Screen::Board | Screen::FollowUps),
        A::Checklist => !matches!(screen, Screen::Entry(_) | Screen::Journal),
        A::Steps | A::CallBack | A::Meanwhile | A::Deviation => {
            matches!(
                screen,
                Screen::Board | Screen::Calls | Screen::FollowUps | Screen::Deviations | Screen::Handover
            )
        }
        A::Export => {
            matches!(screen, Screen::Board | Screen::Calls | Screen::Deviations | Screen::Handover)
        }
        A::Refer | A::Turns | A::CloseCall => {
            matches!(screen, Screen::Board | Screen::Calls | Screen::Deviations)
        }
        A::Placement => {
            matches!(screen, Screen::Board | Screen::Calls | Screen::Places | Screen::FollowUps)
        }
        A::Edit => !matches!(screen, Screen::Entry(_) | Screen::Deviations | Screen::Journal),
        A::Reveal => !matches!(screen, Screen::Entry(_) | Screen::Journal),
        A::Hold | A::Reasons | A::Confirm | A::SwapOrder => matches!(screen, Screen::Board | Screen::Places),
        A::NextPane | A::PreviousPane => {
            matches!(screen, Screen::Board | Screen::Places | Screen::Handover)
        }
        A::Left | A::Right => !matches!(screen, Screen::Entry(_) | Screen::Deviations),
    }
}

/// The marked call of the screen.
#[must_use]
pub fn marked_call(model: &Model) -> Option<CallId> {
    timeline_window::shown(model).or_else(|| match model.screen {
        Screen::Board | Screen::Places => model.marks.call(),
        Screen::Calls => model.calls.marked(),
        Screen::FollowUps => follow_ups_screen::marked_line(model).map(|line| line.first.call),
        Screen::Deviations => model.deviations.marked_row().map(|found| found.call),
        Screen::Handover => model.handover.marked_call(),
        Screen::Journal => model.journal.marked_call(),
        Screen::Entry(_) => None,
    })
}

/// What decides which keys work: in a call's timeline it is as in the list of all calls.
fn place_of_keys(model: &Model) -> &Screen {
    if timeline_window::shown(model).is_some() { &Screen::Calls } else { &model.screen }
}

/// Why an action can do nothing now; none when it works.
#[must_use]
pub fn why_not(model: &Model, action: Action) -> Option<WhyNot> {
    let screen = place_of_keys(model);
    let is_typed = matches!(action, Action::Save | Action::HideWords);
    if is_typed && !works_on(action, screen) {
        return Some(WhyNot::OnlyInFields);
    }
    if !works_on(action, screen) {
        return Some(WhyNot::OtherScreen);
    }
    let Some(view) = &model.view else {
        let needs_no_board = matches!(
            action,
            Action::Quit
                | Action::Lock
                | Action::Suspend
                | Action::Redraw
                | Action::Help
                | Action::Back
                | Action::Board
        );
        return (!needs_no_board).then_some(WhyNot::NoBoard);
    };
    if action == Action::Silence {
        return model.alarms.sounding().is_empty().then_some(WhyNot::NothingSounds);
    }
    if *screen == Screen::Places {
        return places_screen::why_not(model, action);
    }
    if *screen == Screen::Handover
        && let Some(why) = handover_screen::why_not(model, action)
    {
        return Some(why);
    }
    let marked = marked_call(model);
    let call = marked.and_then(|call| view.board.call(call));
    match action {
        Action::Offer | Action::Hold => {
            let Some(call) = call else { return Some(WhyNot::NoCall) };
            if call.kind == CallKind::Consultation {
                Some(WhyNot::Consultation(call.id))
            } else if children_to_place(call, &view.board.offers).is_empty() {
                // An offer that stands can be filled in further.
                let fills_in = action == Action::Offer && view.to_fill_in(call).is_some();
                (!fills_in).then_some(WhyNot::EveryChildHasOffer(call.id))
            } else {
                model.marks.unit().is_none().then_some(WhyNot::NoPlace)
            }
        }
        Action::Enquiry => match open_call(marked, call) {
            Err(why) => Some(why),
            Ok(call) if call.kind == CallKind::Consultation => Some(WhyNot::Consultation(call.id)),
            Ok(_) => enquiry_window::marked_row(model).is_none().then_some(WhyNot::NoPlace),
        },
        Action::Reasons | Action::Confirm => match call {
            None => Some(WhyNot::NoCall),
            Some(_) => model.marks.unit().is_none().then_some(WhyNot::NoPlace),
        },
        Action::Answer => match call {
            None => Some(WhyNot::NoCall),
            Some(call) => view.awaited_offers(call.id).next().is_none().then_some(WhyNot::NoOffer(call.id)),
        },
        Action::Open if *screen == Screen::FollowUps => {
            model.follow_ups.marked().is_none().then_some(WhyNot::NoFollowUp)
        }
        Action::Edit if *screen == Screen::FollowUps => {
            follow_ups_screen::marked_line(model).is_none().then_some(WhyNot::NoFollowUp)
        }
        Action::Steps => match marked.map(|call| view.board.known_call(call)) {
            None => Some(WhyNot::NoCall),
            Some(Some(call)) if call.kind == CallKind::Consultation => Some(WhyNot::Consultation(call.id)),
            Some(_) => None,
        },
        Action::Placement => match marked {
            None => Some(WhyNot::NoCall),
            Some(id) => (!placement_window::has_any(model, id)).then_some(WhyNot::NotAccepted(id)),
        },
        // What is to be sent later is asked for after the call too.
        Action::Checklist if marked.is_some_and(|call| !sent_later(&view.board, call).is_empty()) => None,
        Action::Checklist | Action::Meanwhile | Action::CallBack | Action::CloseCall | Action::Edit => {
            open_call(marked, call).err()
        }
        Action::Refer => match open_call(marked, call) {
            Err(why) => Some(why),
            Ok(call) => call.received_at.is_some().then_some(WhyNot::HasReferral(call.id)),
        },
        Action::Open | Action::ItemJournal if *screen == Screen::Journal => {
            marked.is_none().then_some(WhyNot::LineWithoutCall)
        }
        Action::Left | Action::Right if *screen == Screen::Board => match call {
            None => Some(WhyNot::NoCall),
            Some(call) if call.kind == CallKind::Consultation => Some(WhyNot::Consultation(call.id)),
            Some(call) if view.ladder(call.id).is_some() || view.count_turns(call.id) > 1 => None,
            Some(call) if is_one_by_rule(call, &view.board.offers) => Some(WhyNot::Together(call.id)),
            Some(call) => Some(WhyNot::OneTurn(call.id)),
        },
        Action::Right if *screen == Screen::Journal => model.journal.item.is_none().then_some(WhyNot::NoItem),
        Action::Export if *screen == Screen::Handover => None,
        Action::Reveal | Action::ItemJournal | Action::Export | Action::Turns => {
            marked.is_none().then_some(WhyNot::NoCall)
        }
        Action::Open | Action::Deviation if *screen == Screen::Deviations => {
            marked.is_none().then_some(WhyNot::EmptyList)
        }
        Action::Deviation => match open_call(marked, call) {
            Err(why) => Some(why),
            Ok(call) if call.kind == CallKind::Consultation => Some(WhyNot::Consultation(call.id)),
            Ok(call) => {
                let can = deviation_window::can_open(view, call.id);
                (!can).then_some(WhyNot::EveryChildHasOffer(call.id))
            }
        },
        Action::Open if *screen == Screen::Calls => marked.is_none().then_some(WhyNot::NoCall),
        Action::SwapOrder | Action::NextPane | Action::PreviousPane if *screen != Screen::Handover => {
            view.calls.is_empty().then_some(WhyNot::NoCall)
        }
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last
        | Action::Open
        | Action::Find
            if *screen == Screen::Board =>
        {
            view.calls.is_empty().then_some(WhyNot::NoCall)
        }
        Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last => {
            let is_empty = match screen {
                Screen::Calls => model.calls.is_empty(),
                Screen::Deviations => model.deviations.is_empty(),
                Screen::Journal => model.journal.is_empty(),
                Screen::FollowUps => view.follow_ups.lines.is_empty(),
                _ => false,
            };
            is_empty.then_some(WhyNot::EmptyList)
        }
        _ => None,
    }
}

/// Whether several children could be looked for one by one, were they not to be together.
fn is_one_by_rule(call: &Call, offers: &[Offer]) -> bool {
    call.siblings == Some(SiblingRule::Together) && children_to_place(call, offers).len() > 1
}

/// A call that is marked and open. A closed one may be older than what the board holds.
fn open_call(marked: Option<CallId>, call: Option<&Call>) -> Result<&Call, WhyNot> {
    match (marked, call) {
        (None, _) => Err(WhyNot::NoCall),
        (Some(_), Some(call)) if call.state == CallState::Open => Ok(call),
        (Some(id), _) => Err(WhyNot::Closed(id)),
    }
}
