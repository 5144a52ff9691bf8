//! A shift of someone else that should have been given: its page is that of a handover. Once it is forgotten, whoever looks
//! at it may take it over.

use crate::domain::command::Command;
use crate::domain::shift::Shift;

use super::availability::WhyNot;
use super::effect::Effect;
use super::model::Model;
use super::news::own_name;

/// The shifts of others that should have been given, or never will be, the first to begin first.
pub fn all(model: &Model) -> impl Iterator<Item = &Shift> {
    let on = model.view.iter().flat_map(|view| &view.board.on);
    on.filter(|shift| !shift.is_of(own_name(model)) && (shift.is_deserted || shift.planned_until < model.now))
}

/// The shift of someone else that is shown.
#[must_use]
pub fn shown(model: &Model) -> Option<&Shift> {
    let told = model.handover.told.as_ref()?;
    (told.signed.is_none() && !told.shift.is_of(own_name(model))).then_some(&told.shift)
}

/// Takes it over, with its cases.
pub(super) fn take_over(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some(adviser) = shown(model).map(|shift| shift.by.clone()) {
        effects.push(model.await_command(Command::TakeShift { adviser }));
    }
}

/// Why the shift that is shown cannot be taken over yet.
pub(super) fn why_not(model: &Model) -> Option<WhyNot> {
    shown(model).filter(|shift| shift.goes_on(model.now)).map(|_| WhyNot::NotForgotten)
}
