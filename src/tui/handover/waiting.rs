//! What the board says of handovers: one that was not received, a shift that should have been given.

use crate::app::handover_pages::{Shown, pages};
use crate::app::model::Screen;
use crate::app::news::own_name;
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
        let told = texts.handover_waiting(short_name(&handover.giver), time, to);
        (told, Shown::Signed(handover.id))
    });
    let late = board.on.iter().filter(|shift| shift.planned_until < now);
    let late = late.map(|shift| {
        let told = texts.handover_not_given(short_name(&shift.by), texts.time_near(shift.planned_until, now));
        let is_own = shift.by == own_name(scene.model);
        (told, if is_own { Shown::Own } else { Shown::Late(shift.adviser) })
    });
    let told: Vec<(String, Shown)> = waiting.chain(late).collect();
    let (first, page) = told.first()?;
    // How many times the page is turned until it is shown.
    let tabs = pages(scene.model).iter().position(|known| known == page).unwrap_or(0);
    Some(match told.len() - 1 {
        0 => texts.handover_waiting_see(first.as_str(), texts.handover_waiting_keys(tabs)),
        more => {
            let keys = texts.handover_waiting_keys_last(tabs);
            texts.handover_waiting_more(more, first.as_str(), keys)
        }
    })
}
