//! Draws what is recorded of a case for the next shift.

use crate::app::form::FieldId;
use crate::app::watch_window::{LETTERS, WatchWindow};
use crate::domain::case_watch::WatchLevel;

use super::fields::{Spot, draw as draw_field, draw_covered};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 98;
const COLUMN: u16 = 15;
/// The border, the fields, and a blank row.
const HEIGHT: u16 = 8;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, watch: &WatchWindow) {
    let texts = scene.texts;
    let Some(call) = scene.view().and_then(|view| view.board.call(watch.call)) else { return };
    let room = WIDTH.min(pen.area().width).saturating_sub(6);
    let (below, role) = if watch.lacks_time {
        (format!("! {}", texts.watch_fault_time()), Role::Alarm)
    } else {
        (texts.watch_does(call.id.0), Role::Faint)
    };
    let below = wrap(&below, room);
    let rows = u16::try_from(below.len()).unwrap_or(0);
    let title = texts.watch_title(call.id.0, scene.caller_place(call), scene.children(call));
    let inner = window(pen, WIDTH, HEIGHT + rows, &title, &texts.watch_hint());
    let levels: Vec<(char, String)> = LETTERS
        .iter()
        .copied()
        .zip(WatchLevel::ALL.iter().map(|level| texts.watch_level(*level).into_owned()))
        .collect();
    let form = &watch.form;
    let at = watch.due(scene.now()).map(|at| texts.time_near(at, scene.now()));
    let fields = [
        (FieldId::WatchLevel, texts.watch_level_field().into_owned(), String::new()),
        (FieldId::WatchAction, texts.watch_action().into_owned(), texts.watch_action_hint().into_owned()),
        (FieldId::At, texts.watch_at().into_owned(), texts.watch_at_hint().into_owned()),
        (FieldId::WatchBy, texts.watch_by().into_owned(), texts.watch_by_hint().into_owned()),
        (FieldId::IfThen, texts.watch_if_then().into_owned(), texts.watch_if_then_hint().into_owned()),
    ];
    for (row, (id, label, hint)) in (0..).zip(&fields) {
        let spot = Spot { area: inner, row, column: COLUMN };
        let is_words = matches!(id, FieldId::WatchAction | FieldId::WatchBy | FieldId::IfThen);
        if is_words && scene.model.hides_words && form.text(*id).is_some() {
            draw_covered(pen, spot, label, form.focused() == *id, &texts.handover_hidden());
        } else {
            let options = if *id == FieldId::WatchLevel { levels.as_slice() } else { &[] };
            draw_field(pen, spot, form, *id, label, hint, options);
        }
        // What the typed time means.
        if let (FieldId::At, Some(at)) = (id, &at) {
            pen.line(inner, row).right(format!("{at} "), Role::Strong);
        }
    }
    for (y, text) in (6..).zip(&below) {
        pen.line(inner, y).text(" ", Role::Text).text(text, role);
    }
}
