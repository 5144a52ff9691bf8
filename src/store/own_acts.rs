//! What was done through one opened store: what undo on the screen may take back, and what redo may do again.
//!
//! Kept in memory only: commands hold names and free text, and go with the process.

use super::perform::act_of;
use super::undo::UNDOABLE;
use crate::domain::command::{Command, CommandId, Outcome};
use crate::domain::ids::{FollowUpId, OfferId, PlaceId};

/// A command that was done and may be taken back.
struct Done {
    id: CommandId,
    command: Command,
    outcome: Outcome,
}

/// A command that was taken back, and the undo that did it.
struct TakenBack {
    undo: CommandId,
    done: Done,
}

/// The acts of one opened store.
#[derive(Default)]
pub(super) struct OwnActs {
    ids: Vec<CommandId>,
    done: Vec<Done>,
    taken_back: Vec<TakenBack>,
}

impl OwnActs {
    /// Every command done through this store, the oldest first.
    pub(super) fn ids(&self) -> &[CommandId] {
        &self.ids
    }

    /// What was taken back last, and the undo that did it.
    pub(super) fn to_redo(&self) -> Option<(&Command, CommandId)> {
        self.taken_back.last().map(|last| (&last.done.command, last.undo))
    }

    /// Notes a command that was done. `taken_back` is what an undo took back.
    pub(super) fn note(
        &mut self,
        id: CommandId,
        command: &Command,
        outcome: &Outcome,
        taken_back: Option<CommandId>,
    ) {
        self.ids.push(id);
        match (command, outcome) {
            (Command::Undo { .. }, _) => {
                match self.done.iter().rposition(|done| Some(done.id) == taken_back) {
                    Some(at) => self.taken_back.push(TakenBack { undo: id, done: self.done.remove(at) }),
                    // It was done elsewhere: what was taken back before it is not the last any more.
                    None => self.taken_back.clear(),
                }
            }
            (Command::Redo, Outcome::Redone { again }) => {
                if let Some(TakenBack { done, .. }) = self.taken_back.pop() {
                    self.renumber(&done.outcome, again);
                    self.done.push(Done { id, command: done.command, outcome: (**again).clone() });
                }
            }
            _ => {
                self.taken_back.clear();
                if UNDOABLE.contains(&act_of(command)) {
                    self.done.push(Done { id, command: command.clone(), outcome: outcome.clone() });
                }
            }
        }
    }

    /// Notes a command that changed nothing: it cannot be taken back, and what was taken back is not the last any more.
    pub(super) fn note_without_change(&mut self) {
        self.taken_back.clear();
    }

    /// What is done again has a new number: what was built on the old one, and may be done again too, means it.
    fn renumber(&mut self, before: &Outcome, again: &Outcome) {
        for later in &mut self.taken_back {
            match (before, again, &mut later.done.command) {
                (
                    Outcome::Offered { offer: old, .. },
                    Outcome::Offered { offer: new, .. },
                    Command::Answer { offer, .. },
                ) => replace::<OfferId>(offer, *old, *new),
                (
                    Outcome::CallBackPromised { follow_up: old, .. },
                    Outcome::CallBackPromised { follow_up: new, .. },
                    Command::EndFollowUp { follow_up, .. }
                    | Command::MoveFollowUp { follow_up, .. }
                    | Command::AssignFollowUp { follow_up, .. },
                ) => replace::<FollowUpId>(follow_up, *old, *new),
                (
                    Outcome::ExtraPlaceOpened { place: old },
                    Outcome::ExtraPlaceOpened { place: new },
                    Command::Hold { place, .. }
                    | Command::SetPlace { place, .. }
                    | Command::SetUnit { place, .. }
                    | Command::OpenExtraPlace { place, .. }
                    | Command::CloseExtraPlace { place }
                    | Command::ExpectFree { place, .. },
                ) => replace::<PlaceId>(place, *old, *new),
                (
                    Outcome::ExtraPlaceOpened { place: old },
                    Outcome::ExtraPlaceOpened { place: new },
                    Command::Offer(draft),
                ) => replace::<PlaceId>(&mut draft.place, *old, *new),
                _ => {}
            }
        }
    }
}

fn replace<T: PartialEq + Copy>(number: &mut T, old: T, new: T) {
    if *number == old {
        *number = new;
    }
}
