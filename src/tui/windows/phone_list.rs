//! Draws the directory within the window of phone numbers: what is looked for, and what is found.

use ratatui::layout::Rect;

use crate::app::phones_window::PhoneList;
use crate::domain::directory::Contact;

use crate::tui::list::Scroll;
use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

use super::draw_text;
use super::phones::grouped;

const KIND: u16 = 17;
const PHONE: u16 = 16;

/// The rows it would fill: its heading, what is found, what is noted of the marked one.
pub(super) fn height(list: &PhoneList) -> u16 {
    let notes = list.rows().filter(|contact| is_noted(list, contact)).count();
    u16::try_from(1 + list.rows().count().max(1) + notes).unwrap_or(u16::MAX)
}

fn is_noted(list: &PhoneList, contact: &Contact) -> bool {
    list.marked() == Some(contact.id) && contact.row.note.is_some()
}

/// Draws it.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, list: &PhoneList) {
    let texts = scene.texts;
    let mut line = pen.line(area, 0);
    line.text(" ", Role::Text).text(texts.phones_list(), Role::Strong).text("  ", Role::Text);
    if list.is_finding || !list.find.is_blank() {
        draw_text(&mut line, &list.find, list.is_finding, &texts.phones_find_hint());
    } else if list.nothing_fits {
        line.text(texts.phones_ladder_first(), Role::Faint);
    }
    let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let found: Vec<&Contact> = list.rows().collect();
    if found.is_empty() {
        let said = match (list.is_reading(), list.find.is_blank()) {
            (true, _) => texts.phones_reading(),
            (false, true) => texts.phones_list_empty(),
            (false, false) => texts.phones_find_none(),
        };
        pen.line(rows, 0).text("   ", Role::Text).text(said, Role::Faint);
        return;
    }
    let heights: Vec<u16> = found.iter().map(|contact| 1 + u16::from(is_noted(list, contact))).collect();
    let marked = found.iter().position(|contact| list.marked() == Some(contact.id));
    let mut y = 0;
    for at in Scroll::default().visible(&heights, marked, rows.height) {
        draw_contact(pen, rows, y, scene, list, found[at]);
        y += heights[at];
    }
}

fn draw_contact(
    pen: &mut Pen<'_>,
    area: Rect,
    y: u16,
    scene: Scene<'_>,
    list: &PhoneList,
    contact: &Contact,
) {
    let (texts, row) = (scene.texts, &contact.row);
    let is_marked = list.marked() == Some(contact.id);
    let region = row.region.map(|region| region.code().to_owned());
    let place = region.into_iter().chain(row.municipality.map(|number| scene.municipality(number)));
    let place = place.collect::<Vec<_>>().join(" · ");
    let mut line = pen.line(area, y);
    if is_marked && !list.is_finding {
        line.text("▌", Role::Mark).cursor_here();
    } else {
        line.text(if is_marked { "▏" } else { " " }, Role::Text);
    }
    let own = scene.view().map(|view| view.board.region).filter(|_| list.nothing_fits);
    let rung = own.and_then(|own| row.rung(own)).map(|rung| rung.number().to_string());
    line.column(2, rung.unwrap_or_default(), Role::Key)
        .column(KIND, texts.contact_kind(row.kind), Role::Faint)
        .column(PHONE, grouped(&row.phone), Role::Strong);
    line.text(&row.name, if is_marked { Role::Strong } else { Role::Text });
    if !place.is_empty() {
        line.text(" · ", Role::Faint).text(place, Role::Faint);
    }
    if let Some(note) = row.note.as_ref().filter(|_| is_marked) {
        pen.line(area, y + 1).text("   ", Role::Text).text(note, Role::Text);
    }
}
