//! The pages that screen 6 turns through.

use crate::domain::handover::Handover;
use crate::domain::ids::{AdviserId, HandoverId};

use super::late_shift;
use super::model::Model;
use super::news::{own_name, own_shift};

/// Which page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A handover that was signed.
    Signed(HandoverId),
    /// The own running shift.
    Own,
    /// The shift of this adviser, which should have been given.
    Late(AdviserId),
}

/// The handovers that this adviser is to receive: those for them, and those that nobody was named for.
pub fn to_receive(model: &Model) -> impl Iterator<Item = &Handover> {
    let own = own_name(model);
    let waiting = model.view.iter().flat_map(|view| &view.board.handovers);
    let is_for = move |handover: &&Handover| handover.receiver.as_deref().is_none_or(|name| name == own);
    waiting.filter(move |handover| handover.giver != own).filter(is_for)
}

/// The handovers that this adviser received in the shift that runs.
pub fn received(model: &Model) -> impl Iterator<Item = &Handover> {
    let own = own_name(model);
    let received = model.view.iter().flat_map(|view| &view.board.received);
    received.filter(move |handover| handover.received_by.as_deref() == Some(own))
}

/// Every page there is: first what is to be received, then the own shift, what was received in it, what waits for someone
/// else, and what someone else should have given.
#[must_use]
pub fn pages(model: &Model) -> Vec<Shown> {
    let mut pages: Vec<Shown> = to_receive(model).map(|handover| Shown::Signed(handover.id)).collect();
    pages.extend(own_shift(model).map(|_| Shown::Own));
    pages.extend(received(model).map(|handover| Shown::Signed(handover.id)));
    let waiting = model.view.iter().flat_map(|view| &view.board.handovers);
    let others: Vec<Shown> = waiting.map(|handover| Shown::Signed(handover.id)).collect();
    pages
        .extend(others.into_iter().filter(|page| !to_receive(model).any(|to| Shown::Signed(to.id) == *page)));
    pages.extend(late_shift::all(model).map(|shift| Shown::Late(shift.adviser)));
    pages
}
