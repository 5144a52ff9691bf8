//! Draws phone numbers, and what is hidden of a call once it is revealed.

use ratatui::layout::Rect;

use crate::app::phones_window::{PhonesWindow, Shows};
use crate::domain::call::Call;
use crate::domain::child::ChildFacts;
use crate::domain::ids::UnitId;
use crate::domain::question::{PersonalData, Subject};
use crate::domain::unit_facts::UnitFact;

use crate::tui::frame::window;
use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

use super::{home, phone_list};

const WIDTH: u16 = 78;
const LABEL: u16 = 20;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, phones: &PhonesWindow) {
    let call = phones.call.and_then(|call| scene.view()?.board.known_call(call));
    match (phones.shows, call) {
        (Shows::Home, _) => home::draw(pen, scene, phones),
        (Shows::Names, _) => draw_names(pen, scene, phones, call),
        (Shows::Phones, call) => draw_phones(pen, scene, phones, call),
    }
}

/// A line: its label, what stands there, how it looks.
type Row = (String, String, Role);

fn draw_phones(pen: &mut Pen<'_>, scene: Scene<'_>, phones: &PhonesWindow, call: Option<&Call>) {
    let texts = scene.texts;
    let title = match call {
        Some(call) => texts.phones_title(call.id.0, scene.caller_place(call)),
        None => texts.phones_title_place().into_owned(),
    };
    let mut groups: Vec<(String, Vec<Row>)> = Vec::new();
    if let Some(call) = call {
        groups.push((texts.phones_call(call.id.0, scene.caller_place(call)), rows_of_call(scene, call)));
    }
    if let Some((heading, rows)) = phones.unit.and_then(|unit| rows_of_unit(scene, unit)) {
        groups.push((heading, rows));
    }
    let is_hidden = |subject: Subject| scene.model.shown_of(subject).is_none();
    let hides_number = call.is_some_and(|call| call.has_callback && is_hidden(Subject::Call(call.id)));
    let hides = hides_number || phones.unit.is_some_and(|unit| is_hidden(Subject::Unit(unit)));
    let hint = match (phones.list.is_finding, hides) {
        (true, _) => texts.phones_hint_finding(),
        (false, true) => texts.phones_hint(),
        (false, false) => texts.phones_hint_shown(),
    };
    let above: u16 = groups.iter().map(|(_, rows)| u16::try_from(rows.len() + 2).unwrap_or(u16::MAX)).sum();
    let height = above.saturating_add(phone_list::height(&phones.list)).saturating_add(2);
    let inner = window(pen, WIDTH, height, &title, &hint);
    let mut y = 0;
    for (heading, rows) in groups {
        pen.line(inner, y).text(" ", Role::Text).text(heading, Role::Strong);
        draw_rows(pen, inner, y + 1, &rows);
        y += u16::try_from(rows.len()).unwrap_or(0) + 2;
    }
    let rest = Rect { y: inner.y + y, height: inner.height.saturating_sub(y), ..inner };
    phone_list::draw(pen, rest, scene, &phones.list);
}

fn rows_of_call(scene: Scene<'_>, call: &Call) -> Vec<Row> {
    let texts = scene.texts;
    let data = scene.model.shown_of(Subject::Call(call.id));
    let is_asked = scene.model.revealed.as_ref().is_some_and(|shown| shown.subject == Subject::Call(call.id));
    let number = match data.and_then(|data| data.callback.as_deref()) {
        Some(number) => (grouped(number), Role::Strong),
        None if !call.has_callback => (texts.phones_not_registered().into_owned(), Role::Warning),
        None if is_asked => (texts.phones_reading().into_owned(), Role::Faint),
        None => (texts.phones_hidden().into_owned(), Role::Faint),
    };
    let who = match call.caller {
        Some(caller) => texts.phones_who_in(scene.caller_place(call), scene.texts.caller(caller)),
        None => texts.phones_who_unknown().into_owned(),
    };
    let mut rows = vec![
        (texts.phones_callback().into_owned(), number.0, number.1),
        (texts.phones_who().into_owned(), who, Role::Text),
    ];
    rows.extend(night_rows(scene, call, data));
    if let Some(from) = call.rung_from.filter(|_| call.shield.is_none()) {
        rows.push((texts.phones_rung_from().into_owned(), scene.municipality(from), Role::Text));
    }
    rows
}

/// The numbers for the night where its children go.
fn night_rows(scene: Scene<'_>, call: &Call, data: Option<&PersonalData>) -> Vec<Row> {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return Vec::new() };
    let placements = view.board.placements.iter();
    let known = placements.filter(|placement| placement.call == call.id && placement.has_night_number);
    known
        .map(|placement| {
            let whom = texts.children([&placement.facts].into_iter(), None);
            let told =
                data.and_then(|data| data.night_numbers.iter().find(|(child, _)| *child == placement.child));
            let number = match told {
                Some((_, number)) => (grouped(number), Role::Strong),
                None => (texts.phones_hidden().into_owned(), Role::Faint),
            };
            (texts.phones_night_number(whom), number.0, number.1)
        })
        .collect()
}

fn rows_of_unit(scene: Scene<'_>, id: UnitId) -> Option<(String, Vec<Row>)> {
    let texts = scene.texts;
    let unit = scene.view()?.board.unit(id)?;
    let data = scene.model.shown_of(Subject::Unit(id));
    let not_in_list = || (texts.phones_not_in_list().into_owned(), Role::Faint);
    let day = unit.phone.as_deref().map_or_else(not_in_list, |phone| (grouped(phone), Role::Strong));
    let night = match data {
        None => (texts.phones_hidden().into_owned(), Role::Faint),
        Some(data) => {
            let phone = data.facts.get(&UnitFact::OnCallPhone);
            phone.map_or_else(not_in_list, |phone| (grouped(phone), Role::Strong))
        }
    };
    let mut rows = vec![
        (texts.phones_day().into_owned(), day.0, day.1),
        (texts.phones_night().into_owned(), night.0, night.1),
    ];
    if let Some(note) = unit.note.as_ref().filter(|_| !scene.model.hides_words) {
        rows.push((String::new(), note.clone(), Role::Text));
    }
    Some((texts.phones_unit(scene.kind_and_owner(unit), unit.name.as_str()), rows))
}

fn draw_names(pen: &mut Pen<'_>, scene: Scene<'_>, phones: &PhonesWindow, call: Option<&Call>) {
    let texts = scene.texts;
    let Some(id) = phones.call else { return };
    let Some(data) = scene.model.shown_of(Subject::Call(id)) else { return };
    let until = scene.model.revealed.as_ref().map(|shown| texts.time(shown.until)).unwrap_or_default();
    let rows = rows_of_names(scene, call, data);
    let height = u16::try_from(rows.len() + 4).unwrap_or(u16::MAX);
    let inner = window(pen, WIDTH, height, &texts.names_title(id.0), &texts.names_hint(until));
    draw_rows(pen, inner, 0, &rows);
    let y = u16::try_from(rows.len() + 1).unwrap_or(u16::MAX);
    pen.line(inner, y).text(" ", Role::Text).text(texts.names_logged(), Role::Faint);
}

fn rows_of_names(scene: Scene<'_>, call: Option<&Call>, data: &PersonalData) -> Vec<Row> {
    let texts = scene.texts;
    let children = call.map(|call| call.children.as_slice()).unwrap_or_default();
    let mut rows: Vec<Row> = Vec::new();
    for child in children {
        let facts: [&ChildFacts; 1] = [&child.facts];
        let label = texts.children(facts.into_iter(), None);
        let identity = data.children.iter().find(|(known, _)| *known == child.id).map(|(_, known)| known);
        let name = identity.and_then(|identity| identity.name.clone());
        let number = identity.and_then(|identity| identity.national_id.clone());
        let text = match (name, number) {
            (None, None) => texts.names_no_name().into_owned(),
            (name, number) => {
                let name = name.unwrap_or_else(|| texts.names_no_name().into_owned());
                let number = number.unwrap_or_else(|| texts.names_no_id().into_owned());
                format!("{name} · {number}")
            }
        };
        rows.push((label, text, Role::Strong));
    }
    // Children of a call that the board does not hold any more.
    for (_, identity) in data.children.iter().filter(|(id, _)| !children.iter().any(|child| child.id == *id))
    {
        let parts = [identity.name.as_deref(), identity.national_id.as_deref()];
        rows.push((String::new(), parts.into_iter().flatten().collect::<Vec<_>>().join(" · "), Role::Strong));
    }
    let callback =
        data.callback.as_deref().map_or_else(|| texts.phones_not_registered().into_owned(), grouped);
    rows.push((texts.names_callback().into_owned(), callback, Role::Strong));
    for (child, number) in &data.night_numbers {
        let facts = children.iter().find(|known| known.id == *child).map(|child| &child.facts);
        let whom = match facts {
            Some(facts) => texts.children([facts].into_iter(), None),
            None => texts.placement_child(child.0),
        };
        rows.push((texts.phones_night_number(whom), grouped(number), Role::Strong));
    }
    for name in &data.split_agreed_by {
        rows.push((texts.names_agreed_by().into_owned(), name.clone(), Role::Strong));
    }
    if let Some(municipality) = data.municipality {
        rows.push((texts.names_municipality().into_owned(), scene.municipality(municipality), Role::Strong));
    }
    rows
}

fn draw_rows(pen: &mut Pen<'_>, area: Rect, y: u16, rows: &[Row]) {
    for (y, (label, text, role)) in (y..).zip(rows) {
        let mut line = pen.line(area, y);
        line.text("   ", Role::Text).column(LABEL, label, Role::Faint);
        line.text(text, *role);
    }
}

/// A number as it is read aloud: `00 00 00 00`.
pub fn grouped(number: &str) -> String {
    let is_plain = number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain {
        return number.to_owned();
    }
    number.as_bytes().chunks(2).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}
