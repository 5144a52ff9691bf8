//! Draws what is recorded of a case for the next shift.

use crate::app::form::FieldId;
use crate::app::news::own_name;
use crate::app::watch_window::{LETTERS, LEVELS, TimeFault, WatchWindow};
use crate::domain::call::{Call, CallOwner};

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
    let at = watch.due(scene.now()).map(|at| texts.time_near(at, scene.now()));
    let passed = watch.passed(scene.now());
    let (told, role) = match (watch.fault, &passed, &at) {
        (Some(TimeFault::Unreadable), ..) => (format!("! {}", texts.watch_fault_time()), Role::Alarm),
        (Some(TimeFault::Passed), Some(written), Some(at)) => {
            (format!("! {}", texts.watch_fault_passed(at.as_str(), written.as_str())), Role::Alarm)
        }
        _ => (texts.watch_does(call.id.0), Role::Faint),
    };
    let owner = others(scene, call).map(|owner| (texts.watch_of_other(owner), Role::Strong));
    let told = owner.into_iter().chain([(told, role)]);
    let below: Vec<(String, Role)> =
        told.flat_map(|(text, role)| wrap(&text, room).into_iter().map(move |line| (line, role))).collect();
    let rows = u16::try_from(below.len()).unwrap_or(0);
    let title = texts.watch_title(call.id.0, scene.caller_place(call), scene.children(call));
    let inner = window(pen, WIDTH, HEIGHT + rows, &title, &texts.watch_hint());
    let levels: Vec<(char, String)> = LETTERS
        .iter()
        .copied()
        .zip(LEVELS.iter().map(|level| texts.watch_level(*level).into_owned()))
        .collect();
    let form = &watch.form;
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
            let (told, role) = match &passed {
                Some(_) => (texts.watch_at_passed(at.as_str()), Role::Warning),
                None => (at.clone(), Role::Strong),
            };
            pen.line(inner, row).right(format!("{told} "), role);
        }
    }
    for (y, (text, role)) in (6..).zip(&below) {
        pen.line(inner, y).text(" ", Role::Text).text(text, *role);
    }
}

/// Who has the case, where that is someone else.
fn others(scene: Scene<'_>, call: &Call) -> Option<String> {
    match &call.owner {
        CallOwner::Adviser(name) if name == own_name(scene.model) => None,
        CallOwner::Adviser(name) => Some(name.clone()),
        CallOwner::IntakeUnit => Some(scene.texts.handover_intake_unit().into_owned()),
    }
}
