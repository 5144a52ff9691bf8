//! Shifts begin and are handed over, to a colleague who is on or to the intake unit, and are gone through and received.

use chrono::TimeDelta;

use super::acts::{Does, Scene};
use crate::domain::case_watch::{WatchChange, WatchDraft, WatchLevel};
use crate::domain::command::Command;
use crate::domain::handover::{Handover, HandoverDraft, HandoverTo};
use crate::domain::ids::{HandoverId, PointId};

pub(super) fn start(_: &mut Scene<'_>) -> Does {
    Does::This(Command::StartShift)
}

pub(super) fn watch(scene: &mut Scene<'_>) -> Does {
    let Some(call) = scene.open_call().map(|call| call.id) else { return Does::Nothing };
    let level =
        scene.random.pick([WatchLevel::Critical, WatchLevel::Watch, WatchLevel::Watch, WatchLevel::Calm]);
    let is_asked = level != WatchLevel::Calm;
    Does::This(Command::SetWatch(Box::new(WatchChange::from(WatchDraft {
        call,
        level,
        action: is_asked.then(|| "ring vakten om svar".to_owned()),
        action_at: is_asked.then(|| scene.now + TimeDelta::minutes(scene.random.between(20, 300))),
        action_by: is_asked.then(|| "neste vakt".to_owned()),
        if_then: scene.random.percent(40).then(|| "sier de nei: spør neste hjem".to_owned()),
    }))))
}

/// Whoever is on hands over to the colleague who signed on last, else to the intake unit.
pub(super) fn hand_over(scene: &mut Scene<'_>) -> Does {
    let is_own = |shift: &crate::domain::ids::ShiftId| scene.world.shifts.get(shift) == Some(&scene.adviser);
    let (own, others): (Vec<_>, Vec<_>) = scene.board.on.iter().partition(|shift| is_own(&shift.id));
    if own.is_empty() {
        return Does::Nothing;
    }
    let to = match others.last() {
        Some(shift) if scene.random.percent(70) => HandoverTo::Adviser(shift.by.clone()),
        _ => HandoverTo::IntakeUnit,
    };
    let summary = Some(format!("{} åpne saker, ellers rolig", scene.board.calls.len()));
    let note = scene.random.percent(30).then(|| "nøkkelen ligger i skuffen".to_owned());
    Does::This(Command::SignHandover(Box::new(HandoverDraft { to, summary, note })))
}

/// The handover that waits longest.
fn waiting<'s>(scene: &Scene<'s>) -> Option<&'s Handover> {
    scene.board.handovers.first()
}

/// The next point, in the order of the page: points are numbered as they are signed.
pub(super) fn go_through(scene: &mut Scene<'_>) -> Does {
    let Some(waiting) = waiting(scene) else { return Does::Nothing };
    match (first_point(scene, waiting.id), i64::try_from(waiting.gone_through)) {
        (Some(first), Ok(gone)) if waiting.gone_through < waiting.points => {
            Does::This(Command::GoThrough { handover: waiting.id, point: PointId(first + gone) })
        }
        _ => Does::Nothing,
    }
}

fn first_point(scene: &Scene<'_>, handover: HandoverId) -> Option<i64> {
    scene.world.first_points.get(&handover).copied()
}

pub(super) fn receive(scene: &mut Scene<'_>) -> Does {
    let Some(waiting) = waiting(scene) else { return Does::Nothing };
    let repeated = format!("{} punkter, jeg tar dem herfra", waiting.points);
    Does::This(Command::ReceiveHandover { handover: waiting.id, repeated })
}
