//! The machine's clock jumped: it was set, or the machine slept. The adviser is told how far and what is late now, and
//! what the screen itself has timed goes on as if the clock had never been wrong.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::CallId;

use super::alarm;
use super::model::{Model, Overlay};
use super::notice::Notice;
use super::windows;

/// Takes a jump; the model's moment is already the one after it.
pub(super) fn take(model: &mut Model, by: TimeDelta) {
    if by < TimeDelta::zero() {
        // A moment of before would otherwise lie ahead: a window would take no keys, or a name stand open, until then.
        // A jump ahead may be time that really passed while the machine slept, so there they stay.
        timed_by_the_screen(model, |moment| *moment += by);
    }
    alarm::clock_jumped(model, by);
    let now = model.now;
    let (catalog, order) = (&model.catalog, model.order);
    let Some(view) = model.view.as_mut() else { return };
    let late_at = |view: &super::board_view::BoardView, at| -> Vec<CallId> {
        view.calls.iter().filter(|row| row.is_over(at)).map(|row| row.id).collect()
    };
    let before = now.checked_sub_signed(by).map(|before| late_at(view, before)).unwrap_or_default();
    // What was worked out holds until a moment that may now be far ahead.
    view.work_out(catalog, order, now);
    model.marks.settle(false, view);
    let late = late_at(view, now);
    let no_longer_late = before.into_iter().filter(|call| !late.contains(call)).collect();
    windows::refresh(model);
    model.tell(Notice::ClockJumped { by, late, no_longer_late });
}

/// Every moment that the screen measures from.
fn timed_by_the_screen(model: &mut Model, move_along: impl Fn(&mut DateTime<Utc>)) {
    if let Some(awaiting) = &mut model.awaiting {
        move_along(&mut awaiting.since);
    }
    if let Some(revealed) = &mut model.revealed {
        move_along(&mut revealed.until);
    }
    if let Some(lock) = &mut model.lock {
        move_along(&mut lock.since);
    }
    for line in &mut model.parked_lines {
        move_along(&mut line.opened_at);
    }
    for offer in model.parked_offers.values_mut() {
        move_along(&mut offer.begun_at);
    }
    for overlay in &mut model.overlays {
        match overlay {
            Overlay::QuickLine(line) => line.timed().into_iter().for_each(&move_along),
            Overlay::Form(form) => move_along(&mut form.opened_at),
            Overlay::Offer(window) => move_along(&mut window.begun_at),
            Overlay::Answer(window) => move_along(&mut window.begun_at),
            Overlay::Refused { opened_at, .. } => move_along(opened_at),
            _ => {}
        }
    }
}
