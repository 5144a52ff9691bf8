//! Keys of the windows over the board. No letter acts in a field; Esc goes one step back and keeps what was typed.

use crate::domain::call_details::CallDetails;
use crate::domain::command::Command;

use super::effect::{Effect, Query};
use super::help_window::HelpKind;
use super::key::{Code, Key};
use super::keymap::{Action, action_in_window, action_of};
use super::marks::Step;
use super::model::{Model, Overlay};
use super::quick_line::{Context, ContextModel, QuickLine};
use super::update::{end, quit};
use super::{
    acts, alarm, call_back_window, call_form, changes_window, checklist_window, close_window,
    deviation_window, drafts, enquiry_window, export_window, find_line, follow_up_window, handover_screen,
    handover_window, help_window, lock, measures_window, phones_window, placement_window, refer_window,
    state_window, steps_window, tasks_window, timeline_window, turns_window, unit_window, watch_window,
};

/// Takes a key while a window is open.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    if let Some(Overlay::Refused { opened_at, .. }) = model.overlays.last()
        && model.now - *opened_at < Model::UNREAD
    {
        return;
    }
    let is_read = model.overlays.last().is_some_and(is_only_read);
    let plain = action_of(key).filter(|action| {
        is_read && matches!(action, Action::NewCall | Action::Help | Action::Palette | Action::Silence)
    });
    let action = plain.or_else(|| action_in_window(key));
    match action {
        Some(Action::Back) if matches!(model.overlays.last(), Some(Overlay::Find(_))) => {
            find_line::give_back(model, effects);
        }
        Some(Action::Back) if model.overlays.last().is_some_and(phones_window::is_finding) => {
            phones_window::end_finding(model);
        }
        Some(Action::Back) => back(model),
        Some(Action::NewCall) => {
            while !model.overlays.is_empty() {
                back(model);
            }
            acts::open_quick_line(model);
        }
        Some(Action::Quit) => quit_from_window(model, effects),
        Some(Action::Help) => help_window::toggle(model, HelpKind::Help),
        Some(Action::Palette) => help_window::toggle(model, HelpKind::Palette),
        Some(Action::Lock) => lock::close(model),
        Some(Action::Suspend) => lock::suspend(model, effects),
        Some(Action::Redraw) => effects.push(Effect::Redraw),
        Some(Action::Silence) => alarm::silence(model, effects),
        _ => press_top(model, key, effects),
    }
}

/// Whether nothing is typed in a window: then a call that comes in is taken at once, by its plain key, and help
/// opens by its plain key too.
pub(super) fn is_only_read(window: &Overlay) -> bool {
    match window {
        Overlay::Phones(_) => !phones_window::is_finding(window),
        _ => matches!(
            window,
            Overlay::Refused { .. }
                | Overlay::Reasons
                | Overlay::Timeline(_)
                | Overlay::Tasks(_)
                | Overlay::Changes(_)
        ),
    }
}

/// Takes pasted text: only text fields do.
pub(super) fn paste(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    match model.overlays.last_mut() {
        Some(Overlay::QuickLine(line)) => {
            line.field.paste(text);
            line.was_typed();
            read_line(model);
        }
        Some(Overlay::Offer(window)) => window.form.paste(text),
        Some(Overlay::Answer(window)) => window.form.paste(text),
        Some(Overlay::Help(_)) => help_window::paste(model, text),
        Some(Overlay::Form(_)) => call_form::paste(model, text),
        Some(Overlay::Checklist(_)) => checklist_window::paste(model, text),
        Some(Overlay::Steps(_)) => steps_window::paste(model, text),
        Some(Overlay::FollowUp(_)) => follow_up_window::paste(model, text),
        Some(Overlay::CallBack(_)) => call_back_window::paste(model, text),
        Some(Overlay::Refer(_)) => refer_window::paste(model, text),
        Some(Overlay::Turns(_)) => turns_window::paste(model, text),
        Some(Overlay::Close(_)) => close_window::paste(model, text),
        Some(Overlay::Placement(_)) => placement_window::paste(model, text),
        Some(Overlay::Export(_)) => export_window::paste(model, text),
        Some(Overlay::PlaceState(_)) => state_window::paste(model, text),
        Some(Overlay::Unit(_)) => unit_window::paste(model, text),
        Some(Overlay::Enquiry(_)) => enquiry_window::paste(model, text),
        Some(Overlay::Deviation(_)) => deviation_window::paste(model, text),
        Some(Overlay::Watch(_)) => watch_window::paste(model, text),
        Some(Overlay::Handover(_)) => handover_window::paste(model, text),
        Some(Overlay::Find(_)) => find_line::paste(model, text, effects),
        Some(Overlay::Phones(_)) => phones_window::paste(model, text),
        _ => {}
    }
}

/// After a fresh board or a new minute: what windows show of it is worked out anew, what was typed stays.
pub(super) fn refresh(model: &mut Model) {
    read_line(model);
    checklist_window::refresh(model);
    handover_screen::work_out(model);
    tasks_window::settle(model);
    turns_window::refresh(model);
    phones_window::arrange(model);
}

/// One call was read: whichever window asked for it takes it.
pub(super) fn told_call(model: &mut Model, query: Query, details: &CallDetails) {
    timeline_window::told(model, query, details);
    steps_window::told(model, query, details);
    checklist_window::told(model, query, details);
    call_form::told(model, query, details);
    placement_window::told(model, query, details);
    turns_window::told(model, query, details);
    export_window::told(model, query, details);
    deviation_window::told(model, query, details);
}

/// One step back. What is half-written is parked, never lost.
pub(super) fn back(model: &mut Model) {
    if let Some(overlay) = model.overlays.pop() {
        drafts::park(model, overlay);
    }
}

fn quit_from_window(model: &mut Model, effects: &mut Vec<Effect>) {
    if matches!(model.overlays.last(), Some(Overlay::Quit)) {
        end(model, effects);
    } else {
        quit(model, effects);
    }
}

fn press_top(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    match model.overlays.last_mut() {
        Some(Overlay::QuickLine(_)) => press_line(model, key, effects),
        Some(Overlay::Offer(window)) => {
            let Some(view) = &model.view else { return };
            match action_in_window(key) {
                Some(Action::HideWords) => return model.hides_words = !model.hides_words,
                Some(Action::Reveal) => {
                    let unit = window.unit;
                    return phones_window::open_home(model, unit, effects);
                }
                _ => {}
            }
            if key.code != Code::Enter {
                window.press(key, view);
            } else if let Ok(command) = window.complete(view, &model.catalog, model.now) {
                let finishes = drafts::of_top(model);
                let effect = model.await_finishing(command, finishes);
                effects.push(effect);
            }
        }
        Some(Overlay::Answer(window)) => {
            if key.code != Code::Enter {
                press_answer(model, key);
            } else if let Ok(command) = window.complete() {
                let finishes = drafts::of_top(model);
                let effect = model.await_finishing(command, finishes);
                effects.push(effect);
            }
        }
        Some(Overlay::Reasons) => press_reasons(model, key, effects),
        Some(Overlay::Help(_)) => help_window::press(model, key, effects),
        Some(Overlay::Form(_)) => call_form::press(model, key, effects),
        Some(Overlay::Checklist(_)) => checklist_window::press(model, key, effects),
        Some(Overlay::Steps(_)) => steps_window::press(model, key, effects),
        Some(Overlay::Tasks(_)) => tasks_window::press(model, key, effects),
        Some(Overlay::FollowUp(_)) => follow_up_window::press(model, key, effects),
        Some(Overlay::CallBack(_)) => call_back_window::press(model, key, effects),
        Some(Overlay::Refer(_)) => refer_window::press(model, key, effects),
        Some(Overlay::Turns(_)) => turns_window::press(model, key, effects),
        Some(Overlay::Close(_)) => close_window::press(model, key, effects),
        Some(Overlay::Placement(_)) => placement_window::press(model, key, effects),
        Some(Overlay::Export(_)) => export_window::press(model, key, effects),
        Some(Overlay::PlaceState(_)) => state_window::press(model, key, effects),
        Some(Overlay::Unit(_)) => unit_window::press(model, key, effects),
        Some(Overlay::Enquiry(_)) => enquiry_window::press(model, key, effects),
        Some(Overlay::Deviation(_)) => deviation_window::press(model, key, effects),
        Some(Overlay::Watch(_)) => watch_window::press(model, key, effects),
        Some(Overlay::Handover(_)) => handover_window::press(model, key, effects),
        Some(Overlay::Measures(_)) => measures_window::press(model, key, effects),
        Some(Overlay::Phones(_)) => phones_window::press(model, key, effects),
        Some(Overlay::Changes(_)) => changes_window::press(model, key, effects),
        Some(Overlay::Timeline(_)) => timeline_window::press(model, key, effects),
        Some(Overlay::Find(_)) => find_line::press(model, key, effects),
        Some(Overlay::Refused { .. }) if key.code == Code::Enter => back(model),
        Some(Overlay::Refused { .. }) | None => {}
        Some(Overlay::Quit) => match key.code {
            Code::Enter => back(model),
            _ if action_of(key) == Some(Action::Quit) => end(model, effects),
            _ => {}
        },
    }
}

fn press_line(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::QuickLine(line)) = model.overlays.last_mut() else { return };
    let is_fetching = line.field.is_blank() || line.fetched.is_some();
    match key.code {
        Code::Enter if line.form_at(&model.parked_lines).is_some() => open_parked_form(model),
        Code::Delete if line.form_at(&model.parked_lines).is_some() => {
            if let Some((at, _)) = line.form_at(&model.parked_lines).filter(|_| line.throws_away) {
                model.parked_lines.remove(at);
                line.was_typed();
            } else {
                line.throws_away = true;
            }
        }
        Code::Enter => {
            if let Some(facts) = with_line(model, QuickLine::enter).flatten() {
                let finishes = drafts::of_top(model);
                let effect = model.await_finishing(Command::RegisterCall(Box::new(facts)), finishes);
                effects.push(effect);
            }
        }
        Code::Up | Code::Down if is_fetching => {
            line.go_to_parked(&mut model.parked_lines, key.code == Code::Up);
            read_line(model);
        }
        Code::Tab => {
            if line.take_guess() {
                read_line(model);
            } else if line.form_at(&model.parked_lines).is_some() {
                open_parked_form(model);
            } else {
                call_form::open_from_line(model);
            }
        }
        Code::Up | Code::Down => line.choose(key.code == Code::Down),
        _ => {
            let before = line.field.text().to_owned();
            if line.field.press(key) && before != line.field.text() {
                line.was_typed();
                read_line(model);
            }
        }
    }
}

/// The parked form that the arrows came to takes the place of the line.
fn open_parked_form(model: &mut Model) {
    let Some(Overlay::QuickLine(line)) = model.overlays.last() else { return };
    let Some((at, parked)) = line.form_at(&model.parked_lines) else { return };
    if let Some(form) = parked.to_form() {
        model.parked_lines.remove(at);
        model.overlays.pop();
        model.overlays.push(Overlay::Form(Box::new(form)));
    }
}

/// Reads the typed line anew and matches it, for the preview.
fn read_line(model: &mut Model) {
    with_line(model, QuickLine::read);
}

/// Does something to the open line with all that it is read with.
pub(super) fn with_line<T>(
    model: &mut Model,
    act: impl FnOnce(&mut QuickLine, &Context<'_>) -> T,
) -> Option<T> {
    let region = model.session.as_ref()?.region;
    let plain =
        ContextModel { now: model.now, order: model.order, not_understood: model.not_understood.clone() };
    let context = Context {
        model: &plain,
        catalog: &model.catalog,
        tables: &model.tables,
        region,
        view: model.view.as_ref(),
    };
    model
        .overlays
        .iter_mut()
        .find_map(|overlay| match overlay {
            Overlay::QuickLine(line) => Some(line),
            _ => None,
        })
        .map(|line| act(line, &context))
}

fn press_answer(model: &mut Model, key: Key) {
    let (Some(Overlay::Answer(window)), Some(view)) = (model.overlays.last_mut(), &model.view) else {
        return;
    };
    let awaited: Vec<_> = view.awaited_offers(window.call).map(|offer| offer.id).collect();
    window.press(key, &awaited);
}

/// The reasons stay open while the mark moves, and `o` and `h` go on from them.
fn press_reasons(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    match action_of(key) {
        Some(Action::Up) => acts::step(model, Step::Rows(-1)),
        Some(Action::Down) => acts::step(model, Step::Rows(1)),
        Some(Action::Reasons | Action::Open) => back(model),
        Some(action @ (Action::Offer | Action::Hold | Action::Confirm)) => {
            back(model);
            acts::perform(model, action, effects);
        }
        _ => {}
    }
}
