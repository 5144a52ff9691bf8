//! Which function does which command, and which act it is in the journal.

use super::error::StoreError;
use super::open::Reference;
use super::undo::Undoing;
use super::write::Write;
use super::{
    alarms, answers, calls, case_watches, checklist, claims, closing, compensations, deviations, directory,
    edits, enquiries, extra_places, follow_ups, handovers, offers, placements, places, purge, remarks,
    reveals, routine_steps, settings, shifts, undo, units,
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
            answers::record(write, *offer, *answer, &said, reference)
        }
        Command::CompleteOffer(completion) => offers::complete(write, completion),
        Command::PlanPlacement(plan) => placements::plan(write, plan),
        Command::Arrive { offer, at } => closing::arrive(write, *offer, *at),
        Command::FallThrough { offer, reason } => placements::fall_through(write, *offer, reason),
        Command::EndPlacement(ending) => placements::end(write, ending),
        Command::EvaluatePlacement(views) => placements::evaluate(write, views),
        Command::SplitSiblings(split) => remarks::split(write, split),
        Command::Remark { call, kind, text } => remarks::remark(write, *call, *kind, text),
        Command::StayOpen { call, stays_open } => remarks::stay_open(write, *call, *stays_open),
        Command::SetMeeting { call, at } => routine_steps::set_meeting(write, *call, *at),
        Command::DoStep { call, step, end, note } => {
            routine_steps::settle(write, *call, *step, *end, note.as_deref(), reference)
        }
        Command::MoveFollowUp { follow_up, due_at, reason } => {
            follow_ups::move_one(write, *follow_up, *due_at, reason)
        }
        Command::AssignFollowUp { follow_up, to } => follow_ups::assign(write, *follow_up, to),
        Command::SilenceAlarms { alarms } => alarms::silence(write, alarms),
        Command::ExportNamed { call, reason } => remarks::export(write, *call, reason),
        Command::CloseCall { call, reason, note } => closing::close(write, *call, *reason, note.as_deref()),
        Command::EditCall(edit) => edits::edit(write, edit),
        Command::Refer { call, at } => edits::refer(write, *call, *at),
        Command::AnswerItem(answer) => checklist::answer(write, answer),
        Command::PromiseCallBack { call, due_at } => follow_ups::promise(write, *call, *due_at, None),
        Command::RepeatCallBack { call, due_at, minutes } => {
            follow_ups::promise(write, *call, *due_at, Some(*minutes))
        }
        Command::LogEnquiry(draft) => enquiries::log(write, draft),
        Command::SetCompensation { call, kind, state, note } => {
            compensations::set(write, *call, *kind, *state, note.as_deref())
        }
        Command::DraftDeviation { call, child } => deviations::draft(write, *call, *child),
        Command::EditDeviation { deviation, facts, note } => {
            deviations::edit(write, *deviation, facts, note.as_deref())
        }
        Command::RegisterDeviation { deviation } => deviations::register(write, *deviation),
        Command::CloseDeviation { deviation, outcome } => deviations::close(write, *deviation, *outcome),
        Command::Supervise { deviation, supervision } => {
            deviations::supervise(write, *deviation, supervision)
        }
        Command::OpenExtraPlace { place, reason } => extra_places::open(write, *place, reason),
        Command::CloseExtraPlace { place } => extra_places::close(write, *place),
        Command::ExpectFree { place, at } => extra_places::expect(write, *place, *at),
        Command::SetContact { contact, row } => directory::set(write, *contact, row),
        Command::RemoveContact { contact } => directory::remove(write, *contact),
        Command::ImportContacts { rows, dry_run } => directory::import(write, rows, *dry_run),
        Command::StartShift => shifts::start(write),
        Command::SetWatch(draft) => case_watches::set(write, draft),
        Command::SignHandover(draft) => handovers::sign(write, draft, region),
        Command::GoThrough { handover, point } => handovers::go_through(write, *handover, *point),
        Command::ReceiveHandover { handover, repeated } => handovers::receive(write, *handover, repeated),
        Command::TakeShift { adviser } => shifts::take(write, adviser),
        Command::EndFollowUp { follow_up, end } => follow_ups::end_one(write, *follow_up, *end),
        Command::LinkChild { child, other } => edits::link(write, *child, *other),
        Command::Reveal { subject } => reveals::reveal(write, *subject),
        Command::Purge { dry_run } => purge::purge(write, *dry_run),
        Command::Undo { scope } => undo::take_back(write, *scope, undoing),
        Command::ImportUnits { rows, dry_run } => units::import(write, rows, *dry_run),
        Command::EditUnit(edit) => units::set(write, edit),
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
        Command::PlanPlacement(_) => Act::Plan,
        Command::Arrive { .. } => Act::Arrive,
        Command::FallThrough { .. } => Act::FallThrough,
        Command::EndPlacement(_) => Act::EndStay,
        Command::EvaluatePlacement(_) => Act::Evaluate,
        Command::SplitSiblings(_) => Act::Split,
        Command::Remark { .. } => Act::Remark,
        Command::StayOpen { .. } => Act::StayOpen,
        Command::SetMeeting { .. } => Act::Meeting,
        Command::DoStep { .. } => Act::Step,
        Command::MoveFollowUp { .. } => Act::Move,
        Command::AssignFollowUp { .. } => Act::Assign,
        Command::SilenceAlarms { .. } => Act::Silence,
        Command::LogEnquiry(_) => Act::Enquiry,
        Command::SetCompensation { .. } => Act::Compensation,
        Command::DraftDeviation { .. }
        | Command::EditDeviation { .. }
        | Command::RegisterDeviation { .. }
        | Command::CloseDeviation { .. }
        | Command::Supervise { .. } => Act::Deviation,
        Command::OpenExtraPlace { .. } | Command::CloseExtraPlace { .. } => Act::ExtraPlace,
        Command::ExpectFree { .. } => Act::ExpectFree,
        Command::SetContact { .. } | Command::RemoveContact { .. } | Command::ImportContacts { .. } => {
            Act::Contact
        }
        Command::StartShift => Act::ShiftStart,
        Command::SetWatch(_) => Act::Watch,
        Command::SignHandover(_) => Act::Handover,
        Command::GoThrough { .. } => Act::GoThrough,
        Command::ReceiveHandover { .. } => Act::Receive,
        Command::TakeShift { .. } => Act::TakeShift,
        Command::ExportNamed { .. } => Act::Export,
        Command::CloseCall { .. } => Act::Close,
        Command::CompleteOffer(_) => Act::Complete,
        Command::EditCall(_) => Act::Edit,
        Command::Refer { .. } => Act::Refer,
        Command::AnswerItem(_) => Act::Checklist,
        Command::PromiseCallBack { .. } | Command::RepeatCallBack { .. } => Act::CallBack,
        Command::EndFollowUp { .. } => Act::FollowUp,
        Command::LinkChild { .. } => Act::Link,
        Command::Reveal { .. } => Act::Reveal,
        Command::Purge { .. } => Act::Purge,
        Command::Undo { .. } | Command::Redo => Act::Undo,
        Command::ImportUnits { .. } => Act::Import,
        Command::EditUnit(_) => Act::Unit,
        Command::SetSetting { .. } => Act::Setting,
    }
}
