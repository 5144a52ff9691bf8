//! What each action does on the board. Nothing acts without a marked call or place; what cannot be done says why.

use crate::domain::command::{Command, UndoScope};
use crate::domain::draft::DraftKind;
use crate::domain::ids::{OfferId, PlaceId};
use crate::domain::matching::Order;
use crate::domain::question::{JournalAbout, Subject};
use crate::domain::unit::ConfirmedHow;

use super::answer_window::AnswerWindow;
use super::availability::{marked_call, marked_place, why_not};
use super::effect::Effect;
use super::help_window::HelpKind;
use super::keymap::Action;
use super::marks::{Pane, Step};
use super::model::{Model, Overlay, Screen};
use super::notice::Notice;
use super::offer_window::OfferWindow;
use super::quick_line::QuickLine;
use super::update::quit;
use super::{
    alarm, call_back_window, call_form, calls_screen, changes_window, checklist_window, close_window,
    deviation_window, deviations_screen, drafts, enquiry_window, export_window, find_line, follow_ups_screen,
    handover_screen, help_window, journal_screen, lock, measures_window, phones_window, placement_window,
    places_screen, refer_window, state_window, steps_window, timeline_window, turns_window,
};

/// Rows of a screenful.
pub(super) const PAGE: isize = 10;

/// Does what a key of the board is for.
pub(super) fn perform(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    if let Some(why) = why_not(model, action) {
        model.tell(Notice::CannotNow(action, why));
        return;
    }
    match action {
        Action::NewCall => open_quick_line(model),
        Action::Undo => {
            let effect = model.await_command(Command::Undo { scope: UndoScope::ThisProcess });
            effects.push(effect);
        }
        Action::Redo => {
            let effect = model.await_command(Command::Redo);
            effects.push(effect);
        }
        Action::Help => help_window::open(model, HelpKind::Help),
        Action::Palette => help_window::open(model, HelpKind::Palette),
        Action::Find => find_line::open(model),
        Action::Phones => phones_window::open(model, effects),
        Action::Changes => changes_window::open(model, effects),
        Action::Board => model.screen = Screen::Board,
        Action::Places => places_screen::open(model, effects),
        Action::Calls => calls_screen::open(model, effects),
        Action::FollowUps => follow_ups_screen::open(model),
        Action::Deviations => deviations_screen::open(model, effects),
        Action::Handover => handover_screen::open(model, effects),
        Action::Journal => journal_screen::open(model, JournalAbout::All, effects),
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Silence => alarm::silence(model, effects),
        Action::Lock => lock::close(model),
        Action::Suspend => lock::suspend(model, effects),
        Action::HideWords => {
            model.hides_words = !model.hides_words;
            model.tell(Notice::WordsHidden(model.hides_words));
        }
        Action::Quit => quit(model, effects),
        // About the marked call, on whichever screen it is marked.
        Action::Checklist if model.screen != Screen::Places => checklist_window::open(model, effects),
        Action::Steps => steps_window::open(model, effects),
        Action::Answer => open_answer(model),
        Action::Meanwhile => measures_window::open(model),
        Action::Deviation => deviation_window::open(model, effects),
        Action::CallBack => call_back_window::open(model, effects),
        Action::Refer => refer_window::open(model, effects),
        Action::Turns => turns_window::open(model, effects),
        Action::CloseCall => close_window::open(model, effects),
        Action::Export if model.screen != Screen::Handover => export_window::open(model, effects),
        _ => match model.screen {
            Screen::Board | Screen::Calls if action == Action::Placement => {
                placement_window::open(model, effects);
            }
            Screen::Board => perform_on_board(model, action, effects),
            Screen::Places => places_screen::perform(model, action, effects),
            Screen::Calls => calls_screen::perform(model, action, effects),
            Screen::FollowUps => follow_ups_screen::perform(model, action, effects),
            Screen::Deviations => deviations_screen::perform(model, action, effects),
            Screen::Handover => handover_screen::perform(model, action, effects),
            Screen::Journal => journal_screen::perform(model, action, effects),
            Screen::Entry(_) => {}
        },
    }
}

fn perform_on_board(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Offer => open_offer(model),
        Action::Hold => hold(model, effects),
        Action::Enquiry => enquiry_window::open(model),
        Action::Reasons => model.overlays.push(Overlay::Reasons),
        Action::Confirm => confirm(model, effects),
        Action::SwapOrder => swap_order(model),
        Action::Edit => match (model.marks.pane, marked_board_place(model)) {
            (Pane::Places, Some(place)) => state_window::open(model, place),
            _ => call_form::open(model, effects),
        },
        Action::Reveal => match (model.marks.pane, marked_place(model)) {
            (Pane::Places, Some((_, unit))) => phones_window::open_home(model, unit, effects),
            _ => reveal(model, effects),
        },
        Action::ItemJournal => match (model.marks.pane, marked_place(model)) {
            (Pane::Places, Some((_, unit))) => journal_screen::open(model, JournalAbout::Unit(unit), effects),
            _ => {
                if let Some(call) = model.marks.call() {
                    journal_screen::open(model, JournalAbout::Call(call), effects);
                }
            }
        },
        Action::Left | Action::Right => look_for_another(model, action == Action::Right),
        Action::Up => step(model, Step::Rows(-1)),
        Action::Down => step(model, Step::Rows(1)),
        Action::PageUp => step(model, Step::Rows(-PAGE)),
        Action::PageDown => step(model, Step::Rows(PAGE)),
        Action::First => step(model, Step::First),
        Action::Last => step(model, Step::Last),
        Action::NextPane | Action::PreviousPane => {
            model.marks.pane = match model.marks.pane {
                Pane::Calls => Pane::Places,
                Pane::Places => Pane::Calls,
            };
        }
        Action::Open => match model.marks.pane {
            Pane::Calls => timeline_window::open(model, effects),
            Pane::Places if model.marks.shows_ladder() => enquiry_window::open_to_ring(model, effects),
            Pane::Places => perform(model, Action::Reasons, effects),
        },
        Action::Back => match model.marks.pane {
            Pane::Places => model.marks.pane = Pane::Calls,
            Pane::Calls => model.tell(Notice::QuitWithQ),
        },
        _ => {}
    }
}

/// Goes back to a screen that was left; its list is read anew.
pub(super) fn go_to(model: &mut Model, screen: &Screen, effects: &mut Vec<Effect>) {
    match screen {
        Screen::Places => places_screen::open(model, effects),
        Screen::Calls => calls_screen::open(model, effects),
        Screen::FollowUps => follow_ups_screen::open(model),
        Screen::Deviations => deviations_screen::open(model, effects),
        Screen::Handover => handover_screen::open(model, effects),
        Screen::Board | Screen::Journal | Screen::Entry(_) => model.screen = Screen::Board,
    }
}

/// The place that the marked row of the board stands for.
fn marked_board_place(model: &Model) -> Option<PlaceId> {
    let (call, unit) = marked_place(model)?;
    Some(model.view.as_ref()?.unit_row(call, unit)?.place.place)
}

/// Journals that what is hidden of the marked call is shown; again: it is hidden.
pub(super) fn reveal(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(call) = marked_call(model) else { return };
    let subject = Subject::Call(call);
    if model.shown_of(subject).is_some() {
        model.revealed = None;
    } else {
        let effect = model.await_command(Command::Reveal { subject });
        effects.push(effect);
    }
}

/// Moves the mark of the focused pane.
pub(super) fn step(model: &mut Model, step: Step) {
    if let Some(view) = &model.view {
        model.marks.step(view, step);
    }
}

/// Opens an empty quick line.
pub(super) fn open_quick_line(model: &mut Model) {
    let draft = drafts::next_id(model);
    let line = QuickLine::open(model.now, draft);
    model.overlays.push(Overlay::QuickLine(Box::new(line)));
}

fn open_offer(model: &mut Model) {
    let Some(view) = &model.view else { return };
    let Some(call) = model.marks.call().and_then(|call| view.board.call(call)) else { return };
    let to_fill_in = view.to_fill_in(call).and_then(|offer| Some((offer, view.place(offer.place)?.unit)));
    let unit = model.marks.unit();
    if to_fill_in.is_none() && unit.is_none() {
        return;
    }
    let parked = model.parked_offers.remove(&call.id);
    let window = match (to_fill_in, unit) {
        (Some(offer), _) => OfferWindow::fill_in(call, offer, view, parked, model.now),
        (None, Some(unit)) => OfferWindow::open(call, unit, view, parked, model.now),
        (None, None) => return,
    };
    model.overlays.push(Overlay::Offer(Box::new(window)));
}

fn open_answer(model: &mut Model) {
    let Some(call) = marked_call(model) else { return };
    let Some(view) = &model.view else { return };
    let half_written = |offer: &OfferId| {
        let parked = model.drafts.parked().iter();
        parked.filter(|part| part.kind == DraftKind::Answer).any(|part| part.about == Some(offer.0))
    };
    let awaited: Vec<OfferId> = view.awaited_offers(call).map(|offer| offer.id).collect();
    let offer = awaited.iter().copied().find(half_written).or_else(|| awaited.first().copied());
    if let Some(offer) = offer {
        let mut window = AnswerWindow::open(call, offer, model.now);
        window.settle(&awaited);
        drafts::fetch_answer(model, &mut window);
        model.overlays.push(Overlay::Answer(Box::new(window)));
    }
}

fn hold(model: &mut Model, effects: &mut Vec<Effect>) {
    let place = marked_place(model).and_then(|(call, unit)| {
        let row = model.view.as_ref()?.unit_row(call, unit)?;
        Some((call, row.place.place))
    });
    if let Some((call, place)) = place {
        let effect = model.await_command(Command::Hold { call, place });
        effects.push(effect);
    }
}

fn confirm(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some(place) = marked_board_place(model) {
        let effect =
            model.await_command(Command::ConfirmPlace { place, how: ConfirmedHow::Phoned, whole_unit: true });
        effects.push(effect);
    }
}

/// The places are looked for on behalf of another child of the marked call, or of all of them. Past the first and the
/// last stands the ladder, and from it the way leads back.
fn look_for_another(model: &mut Model, forward: bool) {
    let (Some(view), Some(call)) = (&mut model.view, model.marks.call()) else { return };
    let is_turned =
        !model.marks.shows_ladder() && view.turn(call, forward, &model.catalog, model.order, model.now);
    if is_turned {
        model.marks.mark_first_fitting(view);
    } else {
        model.marks.swap_ladder(view);
    }
}

fn swap_order(model: &mut Model) {
    model.order = match model.order {
        Order::OwnerFirst => Order::DistanceFirst,
        Order::DistanceFirst => Order::OwnerFirst,
    };
    if let Some(view) = &mut model.view {
        view.work_out(&model.catalog, model.order, model.now);
    }
    model.tell(Notice::Ordered(model.order));
}
