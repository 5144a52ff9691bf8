//! What happened with the places of the marked unit, the newest first.

use chrono::{DateTime, Utc};
use ratatui::layout::Rect;

use crate::domain::claim::{ClaimEnd, ClaimKind};
use crate::domain::place_history::{HistoryEvent, HistoryLine};
use crate::domain::unit::{ConfirmedHow, Unit};

use crate::tui::board::heading;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::{Scene, short_name};
use crate::tui::theme::Role;

/// Columns of the time before a line.
const TIME: u16 = 6;

/// Draws the lines there is room for, from where they are scrolled to.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, unit: &Unit) {
    let texts = scene.texts;
    if area.height < 2 {
        return;
    }
    heading(pen, area, 0, &texts.place_history_title());
    let places = &scene.model.places;
    let Some(lines) = places.history() else {
        pen.line(area, 1).text(texts.place_history_reading(), Role::Faint);
        return;
    };
    if lines.is_empty() {
        pen.line(area, 1).text(texts.place_history_none(), Role::Faint);
        return;
    }
    let mut y = 1;
    for line in lines.iter().skip(places.scroll) {
        let words = words(scene, line, unit.places > 1);
        for (n, part) in wrap(&words, area.width.saturating_sub(TIME)).into_iter().enumerate() {
            if y >= area.height {
                return;
            }
            let time = if n == 0 { texts.time_or_day(line.at, scene.now()) } else { String::new() };
            let role = if line.ended_at.is_none() { Role::Text } else { Role::Faint };
            pen.line(area, y).column(TIME, time, Role::Faint).text(part, role);
            y += 1;
        }
    }
}

/// `inntaksstopp: slitasje (Per S.)`, `holdt for 411, gikk ut 02:50 (Per S.)`.
fn words(scene: Scene<'_>, line: &HistoryLine, has_several: bool) -> String {
    let texts = scene.texts;
    let what = match &line.event {
        HistoryEvent::State { state, reason } => match reason {
            Some(reason) => texts.place_history_state_reason(reason.as_str(), texts.place_state(*state)),
            None => texts.place_state(*state).into_owned(),
        },
        HistoryEvent::Claim { kind, call, end } => {
            let what = match kind {
                ClaimKind::Hold => texts.place_history_held(call.0),
                ClaimKind::Offer => texts.place_history_offered(call.0),
                ClaimKind::Placement => texts.place_history_occupied(call.0),
            };
            match end.zip(line.ended_at) {
                Some((end, at)) => ended(scene, &what, end, at),
                None => what,
            }
        }
        HistoryEvent::Confirmed { how } => match how {
            ConfirmedHow::Phoned => texts.place_history_confirmed_phoned(),
            ConfirmedHow::Mail => texts.place_history_confirmed_mail(),
            ConfirmedHow::Message => texts.place_history_confirmed_message(),
        }
        .into_owned(),
    };
    let what = match &line.by {
        Some(by) => texts.place_history_by(short_name(by), what),
        None => what,
    };
    if has_several { texts.place_history_place(line.ordinal, what) } else { what }
}

fn ended(scene: Scene<'_>, what: &str, end: ClaimEnd, at: DateTime<Utc>) -> String {
    let texts = scene.texts;
    let how = match end {
        ClaimEnd::Lapsed => texts.place_history_lapsed(),
        ClaimEnd::Released => texts.place_history_released(),
        ClaimEnd::Declined => texts.place_history_declined(),
        ClaimEnd::Withdrawn => texts.place_history_withdrawn(),
        ClaimEnd::Undone => texts.place_history_undone(),
        ClaimEnd::Ended => texts.place_history_stay_ended(),
        ClaimEnd::Closed => texts.place_history_closed(),
    };
    texts.place_history_ended(how, texts.time_or_day(at, scene.now()), what)
}
