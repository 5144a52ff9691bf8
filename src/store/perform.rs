//! Which function does which command, and which act it is in the journal.

use super::error::StoreError;
use super::open::Reference;
use super::undo::Undoing;
use super::write::Write;
use super::{
    answers, calls, checklist, claims, closing, edits, follow_ups, offers, places, purge, reveals, settings,
    undo, units,
};
use crate::domain::command::{Command, Outcome};
use crate::domain::journal::Act;
use crate::domain::municipality::Region;
use crate::domain::refusal::{Refusal, Stale};

/// Does a command within its transaction.
pub(super) fn perform(
    write: &mut Write<'_>,
    command: &Command,
    region: Region,
    reference: &Reference,
    undoing: &mut Undoing<'_>,
) -> Result<Outcome, StoreError> {
    match command {
        Command::RegisterCall(facts) => calls::register(write, facts, reference.routine_version(region)),
        Command::SetPlace { place, state, reason } => {
            places::set_state(write, *place, *state, reason.as_deref())
        }
        Command::SetUnit { place, state, reason } => {
            places::set_unit(write, *place, *state, reason.as_deref())
        }
        Command::ConfirmPlace { place, how, whole_unit } => places::confirm(write, *place, *how, *whole_unit),
        Command::Hold { call, place } => claims::hold(write, *call, *place),
        Command::Release { place } => claims::release(write, *place),
        Command::Offer(draft) => offers::give(write, draft, reference),
        Command::Answer { offer, answer, reason, by, note } => {
            let said = answers::Said { reason: *reason, by: by.as_deref(), note: note.as_deref() };
            answers::record(write, *offer, *answer, &said)
        }
        Command::CompleteOffer(completion) => offers::complete(write, completion),
        Command::Arrive { offer } => closing::arrive(write, *offer),
        Command::CloseCall { call, reason, note } => closing::close(write, *call, *reason, note.as_deref()),
        Command::EditCall(edit) => edits::edit(write, edit),
        Command::Refer { call, at } => edits::refer(write, *call, *at),
        Command::AnswerItem(answer) => checklist::answer(write, answer),
        Command::PromiseCallBack { call, due_at } => follow_ups::promise(write, *call, *due_at),
        Command::EndFollowUp { follow_up, end } => follow_ups::end_one(write, *follow_up, *end),
        Command::LinkChild { child, other } => edits::link(write, *child, *other),
        Command::Reveal { subject } => reveals::reveal(write, *subject),
        Command::Purge { dry_run } => purge::purge(write, *dry_run),
        Command::Undo { scope } => undo::take_back(write, *scope, undoing),
        Command::ImportUnits { rows, dry_run } => units::import(write, rows, *dry_run),
        Command::SetSetting { key, value } => settings::set(write, key, value),
        // What is done again is another command by now.
        Command::Redo => Err(Refusal::Stale(Stale::NothingToRedo).into()),
    }
}

/// The act a command is in the journal. What is done again has its own.
pub(super) const fn act_of(command: &Command) -> Act {
    match command {
        Command::RegisterCall(_) => Act::Call,
        Command::SetPlace { .. } | Command::SetUnit { .. } => Act::Place,
        Command::ConfirmPlace { .. } => Act::Confirm,
        Command::Hold { .. } => Act::Hold,
        Command::Release { .. } => Act::Release,
        Command::Offer(_) => Act::Offer,
        Command::Answer { .. } => Act::Answer,
        Command::Arrive { .. } => Act::Arrive,
        Command::CloseCall { .. } => Act::Close,
        Command::CompleteOffer(_) => Act::Complete,
        Command::EditCall(_) => Act::Edit,
        Command::Refer { .. } => Act::Refer,
        Command::AnswerItem(_) => Act::Checklist,
        Command::PromiseCallBack { .. } => Act::CallBack,
        Command::EndFollowUp { .. } => Act::FollowUp,
        Command::LinkChild { .. } => Act::Link,
        Command::Reveal { .. } => Act::Reveal,
        Command::Purge { .. } => Act::Purge,
        Command::Undo { .. } | Command::Redo => Act::Undo,
        Command::ImportUnits { .. } => Act::Import,
        Command::SetSetting { .. } => Act::Setting,
    }
}
