//! The acts of the morning after: the routine's steps on working days, the meeting, tasks moved and given away; and what
//! is recorded of a call on the way.

use chrono::TimeDelta;

use super::acts::{Does, Scene};
use super::contacts::is_office_time;
use crate::domain::alarm::sounding;
use crate::domain::call::{Call, CallState};
use crate::domain::checklist::AnswerState;
use crate::domain::child::SiblingRule;
use crate::domain::command::{Command, ItemAnswer, ItemFields, SiblingSplit};
use crate::domain::follow_up::{FollowUp, FollowUpEnd, FollowUpKind, Receiver};
use crate::domain::ids::CallId;
use crate::domain::offer::Offer;
use crate::domain::remark::RemarkKind;
use crate::domain::routine::StepKey;
use crate::domain::steps::StepEnd;

/// The department does the task that is due the longest: a step, or what was to be sent later of a case that is closed.
pub(super) fn settle(scene: &mut Scene<'_>) -> Does {
    if !is_office_time(scene.now) {
        return Does::Nothing;
    }
    let is_open = |call| scene.board.call(call).is_some_and(|call| call.state == CallState::Open);
    let is_left =
        |row: &FollowUp| row.kind.is_of_day() || row.kind == FollowUpKind::ItemLater && !is_open(row.call);
    let is_due = |row: &&FollowUp| row.due_at <= scene.now && is_left(row);
    let Some(due) = scene.board.follow_ups.iter().find(is_due) else { return Does::Nothing };
    if let Some(item) = due.item {
        let (call, state, fields) = (due.call, AnswerState::Answered, ItemFields::default());
        return Does::This(Command::AnswerItem(Box::new(ItemAnswer {
            call,
            item,
            state,
            text: None,
            fields,
        })));
    }
    let (Some(step), call) = (due.step, due.call) else {
        return Does::This(Command::EndFollowUp { follow_up: due.id, end: FollowUpEnd::Done });
    };
    if step == StepKey::ClarificationMeeting && scene.random.percent(85) {
        return meeting_at(scene, call);
    }
    match scene.random.below(100) {
        0..60 => {
            let note = scene.random.percent(25).then(|| "avtalt med enhetsleder".to_owned());
            Does::This(Command::DoStep { call, step, end: StepEnd::Done, note })
        }
        60..65 => Does::This(Command::DoStep { call, step, end: StepEnd::NotRelevant, note: None }),
        65..95 => Does::This(Command::EndFollowUp { follow_up: due.id, end: FollowUpEnd::Done }),
        _ => Does::This(Command::EndFollowUp { follow_up: due.id, end: FollowUpEnd::Dropped }),
    }
}

fn meeting_at(scene: &mut Scene<'_>, call: CallId) -> Does {
    let at = scene.now + TimeDelta::minutes(scene.random.between(60, 60 * 24 * 6));
    Does::This(Command::SetMeeting { call, at })
}

/// The meeting gets another time.
pub(super) fn move_meeting(scene: &mut Scene<'_>) -> Does {
    scene.about.call.map_or(Does::Nothing, |call| meeting_at(scene, call))
}

/// A step is settled as it is done, before it is due.
pub(super) fn settle_early(scene: &mut Scene<'_>) -> Does {
    let Some(call) = scene.about.call else { return Does::Nothing };
    let step = scene.random.pick([
        StepKey::ClearWithHead,
        StepKey::InformUnit,
        StepKey::Birk,
        StepKey::ContactMeasure,
        StepKey::Onward,
    ]);
    let is_settled = scene.board.steps.iter().any(|settled| settled.call == call && settled.step == step);
    if is_settled {
        return Does::Nothing;
    }
    Does::This(Command::DoStep { call, step, end: StepEnd::Done, note: None })
}

pub(super) fn move_task(scene: &mut Scene<'_>) -> Does {
    let Some(task) = some_task(scene) else { return Does::Nothing };
    let due_at = task.due_at.max(scene.now) + TimeDelta::minutes(scene.random.between(30, 60 * 24 * 3));
    let reason = scene.random.pick(["saksbehandler er borte i dag", "venter på vedtaket"]).to_owned();
    Does::This(Command::MoveFollowUp { follow_up: task.id, due_at, reason })
}

pub(super) fn assign(scene: &mut Scene<'_>) -> Does {
    let Some(task) = some_task(scene) else { return Does::Nothing };
    let names: Vec<&String> = scene.board.calls.iter().map(|call| &call.by).collect();
    let name = names.get(scene.random.below(names.len())).map(|name| (*name).clone());
    let to = match name {
        Some(name) if scene.random.percent(60) => Receiver::Adviser(name),
        _ => Receiver::Department,
    };
    Does::This(Command::AssignFollowUp { follow_up: task.id, to })
}

fn some_task<'s>(scene: &mut Scene<'s>) -> Option<&'s FollowUp> {
    let open = &scene.board.follow_ups;
    open.get(scene.random.below(open.len()))
}

/// The municipality agrees that siblings are looked for apart.
pub(super) fn split(scene: &mut Scene<'_>) -> Does {
    let are_together = |call: &&Call| {
        call.children.len() > 1
            && !matches!(call.siblings, Some(SiblingRule::Apart | SiblingRule::NotSiblings))
    };
    let Some(call) = scene.open_call().filter(are_together) else { return Does::Nothing };
    Does::This(Command::SplitSiblings(Box::new(SiblingSplit {
        call: call.id,
        agreed_by: "vakten i kommunen".to_owned(),
        agreed_at: scene.random.percent(40).then(|| scene.now - TimeDelta::minutes(5)),
        reason: "ingen hjem har plass til alle i natt".to_owned(),
    })))
}

/// A child is placed on one basis while the right measure is still looked for.
pub(super) fn stay_open(scene: &mut Scene<'_>) -> Does {
    let has_place = |call: &&Call| {
        let is_accepted = |offer: &Offer| offer.call == call.id && offer.is_accepted();
        !call.stays_open && scene.board.offers.iter().any(is_accepted)
    };
    let call = scene.open_call().filter(has_place);
    call.map_or(Does::Nothing, |call| Does::This(Command::StayOpen { call: call.id, stays_open: true }))
}

pub(super) fn stay_no_more(scene: &mut Scene<'_>) -> Does {
    let call = scene.open_call().filter(|call| call.stays_open);
    call.map_or(Does::Nothing, |call| Does::This(Command::StayOpen { call: call.id, stays_open: false }))
}

pub(super) fn remark(scene: &mut Scene<'_>) -> Does {
    let Some(call) = scene.about.call else { return Does::Nothing };
    let (kind, text) = scene.random.pick([
        (RemarkKind::Disagreement, "kommunen ønsker institusjon, vi ser behov for et hjem"),
        (RemarkKind::Note, "ringte igjen, ingenting nytt"),
    ]);
    Does::This(Command::Remark { call, kind, text: text.to_owned() })
}

/// Whoever hears the bell silences it for all.
pub(super) fn silence(scene: &mut Scene<'_>) -> Does {
    let alarms = sounding(scene.board, "", scene.now);
    if alarms.is_empty() { Does::Nothing } else { Does::This(Command::SilenceAlarms { alarms }) }
}

pub(super) fn export(scene: &mut Scene<'_>) -> Does {
    let calls: Vec<&Call> = scene.board.calls.iter().filter(|call| call.state == CallState::Open).collect();
    let call = calls.get(scene.random.below(calls.len())).map(|call| call.id);
    call.map_or(Does::Nothing, |call| {
        Does::This(Command::ExportNamed { call, reason: "limes inn i journalen".to_owned() })
    })
}
