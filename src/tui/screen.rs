//! What every screen has: the bar, the preparedness line, what came of the last thing done, the footer; between
//! them the screen's own body.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use crate::app::model::Screen;

use super::board::BoardScrolls;
use super::calls::CallsScrolls;
use super::deviations::DeviationsScrolls;
use super::follow_ups::FollowUpsScrolls;
use super::handover::HandoverScrolls;
use super::journal::JournalScrolls;
use super::pen::Pen;
use super::places::PlacesScrolls;
use super::scene::Scene;
use super::theme::Role;
use super::{alarm, bars, board, calls, deviations, duty, follow_ups, handover, journal, places, windows};

/// Below this size there is no room for a screen.
const SMALLEST: (u16, u16) = (60, 16);

/// From this height on, what is over its deadline has a line of its own; below, it takes the preparedness line's.
const ROOM_FOR_ALERT: u16 = 30;

/// How far lists are scrolled, kept from frame to frame. Each size of the terminal has its own: one that was smaller
/// for a moment shows the same as before.
#[derive(Debug, Clone, Default)]
pub struct Scrolls {
    size: (u16, u16),
    lists: Lists,
    at_other_sizes: BTreeMap<(u16, u16), Lists>,
}

impl Scrolls {
    /// More sizes than a window is ever dragged through.
    const SIZES_KEPT: usize = 4096;

    fn at(&mut self, size: (u16, u16)) -> &mut Lists {
        if size != self.size {
            if self.at_other_sizes.len() >= Self::SIZES_KEPT {
                self.at_other_sizes.clear();
            }
            self.at_other_sizes.insert(self.size, self.lists.clone());
            if let Some(lists) = self.at_other_sizes.remove(&size) {
                self.lists = lists;
            }
            self.size = size;
        }
        &mut self.lists
    }
}

/// The lists of every screen.
#[derive(Debug, Clone, Default)]
struct Lists {
    board: BoardScrolls,
    places: PlacesScrolls,
    calls: CallsScrolls,
    deviations: DeviationsScrolls,
    follow_ups: FollowUpsScrolls,
    handover: HandoverScrolls,
    journal: JournalScrolls,
}

/// Whether there is no room for a screen.
pub fn is_too_small(area: Rect) -> bool {
    area.width < SMALLEST.0 || area.height < SMALLEST.1
}

/// Draws the screen that is chosen.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, scrolls: &mut Scrolls) {
    let area = pen.area();
    if is_too_small(area) {
        return draw_clocks_only(pen, area, scene);
    }
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
    bars::bar(pen, row(0), scene);
    let top = draw_alert(pen, area, scene);
    bars::notice(pen, row(area.height - 2), scene);
    if bars::has_footer(scene) {
        bars::footer(pen, row(area.height - 1), scene);
    } else {
        // A window may cover what stands below the bar, and never the last row.
        alarm::draw(pen, row(area.height - 1), scene);
    }
    let body = Rect { y: area.y + top, height: area.height - 2 - top, ..area };
    let Some(view) = scene.view() else {
        pen.line(body, 1).text(" ", Role::Text).text(scene.texts.loading(), Role::Strong);
        return;
    };
    let lists = scrolls.at((area.width, area.height));
    match scene.model.screen {
        Screen::Board | Screen::Entry(_) => board::draw(pen, body, scene, view, &mut lists.board),
        Screen::Places => places::draw(pen, body, scene, view, &mut lists.places),
        Screen::Calls => calls::draw(pen, body, scene, view, &mut lists.calls),
        Screen::FollowUps => follow_ups::draw(pen, body, scene, view, &mut lists.follow_ups),
        Screen::Deviations => deviations::draw(pen, body, scene, view, &mut lists.deviations),
        Screen::Handover => {
            let rows = windows::handover::rows_below(scene, area);
            let body = Rect { height: body.height.saturating_sub(rows), ..body };
            handover::draw(pen, body, scene, view, &mut lists.handover);
        }
        Screen::Journal => journal::draw(pen, body, scene, view, &mut lists.journal),
    }
    duty::greet(pen, body, scene);
}

/// Below the bar: the preparedness line and, while there is one, what sounds, else what is over its deadline. Gives the
/// rows that are taken at the top.
fn draw_alert(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) -> u16 {
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
    let is_low = area.height < ROOM_FOR_ALERT;
    let at = if is_low { 1 } else { 2 };
    let has_alert = if alarm::sounds(scene) && bars::has_footer(scene) {
        alarm::draw(pen, row(at), scene);
        true
    } else if let Some(sentence) = bars::over_deadline(scene, area.width) {
        bars::alert(pen, row(at), &sentence);
        true
    } else {
        false
    };
    if !(has_alert && is_low) {
        bars::preparedness(pen, row(1), scene);
    }
    2 + u16::from(has_alert && !is_low)
}

/// Too small for a screen: one clear line, and the clocks.
fn draw_clocks_only(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let mut line = pen.line(area, 0);
    if scene.model.is_demo {
        line.text(scene.texts.bar_invented_short(), Role::Invented).text(" ", Role::Text);
    }
    line.text(scene.texts.small_screen(), Role::Strong);
    let Some(view) = scene.view() else { return };
    let sounds = alarm::sounds(scene) && area.height > 1;
    if sounds {
        alarm::draw(pen, Rect { y: area.y + 1, height: 1, ..area }, scene);
    }
    for (row, call) in (1 + u16::from(sounds)..area.height).zip(&view.calls) {
        let (clock, role) = scene.clock(call);
        pen.line(area, row).text(format!("{} ", call.id), Role::Text).text(clock, role);
    }
}
