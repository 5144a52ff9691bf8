//! What the board says of handovers: one that was not received, a shift that should have been given.

use crate::app::model::Screen;
use crate::tui::scene::{Scene, short_name};

use super::receiver;

/// The line on the board; none where there is nothing to say.
#[must_use]
pub fn line(scene: Scene<'_>) -> Option<String> {
    let (texts, now) = (scene.texts, scene.now());
    let board = &scene.view()?.board;
    if scene.model.screen != Screen::Board {
        return None;
    }
    let waiting = board.handovers.iter().map(|handover| {
        let to = receiver(scene, handover.receiver.as_deref());
        let time = texts.time_near(handover.signed_at, now);
        texts.handover_waiting(short_name(&handover.giver), time, to)
    });
    let late = board.on.iter().filter(|shift| shift.planned_until < now);
    let late = late.map(|shift| {
        texts.handover_not_given(short_name(&shift.by), texts.time_near(shift.planned_until, now))
    });
    let told: Vec<String> = waiting.chain(late).collect();
    let first = told.first()?;
    Some(match told.len() - 1 {
        0 => texts.handover_waiting_see(first.as_str()),
        more => texts.handover_waiting_more(more, first.as_str()),
    })
}
