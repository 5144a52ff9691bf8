//! The window of an offer: the facts of the match, what only the adviser can say, and what Enter will do.

use chrono::TimeDelta;

use crate::app::form::FieldId;
use crate::app::offer_window::{CLEARED_LETTERS, KNOWN_LETTERS, OfferFault, OfferWindow};
use crate::domain::clocks::ResponseClock;
use crate::domain::matching::Fact;

use super::fields::{Spot, draw as draw_field};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 104;
/// Where what stands in the fields begins.
const COLUMN: u16 = 32;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, offer: &OfferWindow) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let (Some(call), Some(unit)) = (view.board.call(offer.call), view.board.unit(offer.unit)) else { return };
    let blockers: Vec<&Fact> = offer.blockers(view).collect();
    let is_taken = blockers
        .iter()
        .any(|fact| matches!(fact, Fact::Held { .. } | Fact::Offered { .. } | Fact::Occupied { .. }));
    let hint = if offer.row(view).is_none() || is_taken {
        texts.offer_hint_taken()
    } else if blockers.is_empty() {
        texts.offer_hint()
    } else {
        texts.offer_hint_blocked()
    };
    let title = texts.offer_title(call.id.0, scene.caller_place(call), scene.children(call));
    let inner = window(pen, WIDTH, 18, &title, &hint);
    let facts: &[Fact] = offer.row(view).map(|row| row.place.facts.as_slice()).unwrap_or_default();
    let mut head = vec![
        unit.name.clone(),
        texts.kind(unit.kind).into_owned(),
        texts.ownership(unit.ownership).into_owned(),
    ];
    head.extend(offer.row(view).and_then(|row| row.place.km).map(|km| texts.offer_distance(km)));
    head.extend(unit.phone.as_deref().map(|phone| texts.place_phone(phone)));
    pen.line(inner, 0).text(head.join(" · "), Role::Strong);
    let mut y = 2;
    let good = facts.iter().filter(|fact| !fact.is_blocker());
    for (n, text) in wrap(&texts.facts(good, scene.now()), inner.width.saturating_sub(11)).iter().enumerate()
    {
        let label = if n == 0 { texts.offer_facts() } else { "".into() };
        pen.line(inner, y).text(" ", Role::Text).column(10, label, Role::Faint).text(text, Role::Text);
        y += 1;
    }
    let in_the_way = texts.facts(blockers.iter().copied(), scene.now());
    for (n, text) in wrap(&in_the_way, inner.width.saturating_sub(11)).iter().enumerate() {
        let label = if n == 0 { texts.offer_in_the_way() } else { "".into() };
        pen.line(inner, y).text("!", Role::Alarm).column(10, label, Role::Alarm).text(text, Role::Strong);
        y += 1;
    }
    y += 1;
    y = draw_form(pen, scene, offer, inner, y, !blockers.is_empty());
    y += 1;
    if let Some(fault) = offer.fault {
        let sentence = match fault {
            OfferFault::ReasonNeeded => texts.offer_fault_reason(),
            OfferFault::Gone => texts.offer_fault_gone(),
        };
        pen.line(inner, y).text("! ", Role::Alarm).text(sentence, Role::Alarm);
        return;
    }
    for text in
        consequences(scene, offer, facts).iter().flat_map(|text| wrap(text, inner.width.saturating_sub(1)))
    {
        pen.line(inner, y).text(" ", Role::Text).text(text, Role::Faint);
        y += 1;
    }
}

fn draw_form(
    pen: &mut Pen<'_>,
    scene: Scene<'_>,
    offer: &OfferWindow,
    inner: ratatui::layout::Rect,
    mut y: u16,
    is_blocked: bool,
) -> u16 {
    let texts = scene.texts;
    for (row, _) in offer.form.shown() {
        let (label, hint) = match row.id {
            FieldId::Why if is_blocked => (texts.offer_why(), texts.offer_why_needed()),
            FieldId::Why => (texts.offer_why(), texts.offer_why_empty()),
            FieldId::ChildView => (texts.offer_child_view(), texts.offer_child_view_empty()),
            FieldId::TravelTime => (texts.offer_travel(), texts.offer_travel_empty()),
            FieldId::MayBeKnown => (texts.offer_known(), "".into()),
            FieldId::Clearance => (texts.offer_cleared(), "".into()),
            FieldId::ClearedWith => (texts.offer_cleared_with(), "".into()),
            _ => continue,
        };
        let options: Vec<(char, String)> = match row.id {
            FieldId::MayBeKnown => KNOWN_LETTERS
                .iter()
                .copied()
                .zip([texts.offer_known_unclear(), texts.offer_known_yes(), texts.offer_known_no()])
                .map(|(letter, word)| (letter, word.into_owned()))
                .collect(),
            FieldId::Clearance => CLEARED_LETTERS
                .iter()
                .copied()
                .zip([texts.offer_cleared_not_yet(), texts.offer_cleared_yes()])
                .map(|(letter, word)| (letter, word.into_owned()))
                .collect(),
            _ => Vec::new(),
        };
        let spot = Spot { area: inner, row: y, column: COLUMN };
        draw_field(pen, spot, &offer.form, row.id, &label, &hint, &options);
        y += 1;
    }
    y
}

/// What Enter will do, and what stays open.
fn consequences(scene: Scene<'_>, offer: &OfferWindow, facts: &[Fact]) -> Vec<String> {
    let texts = scene.texts;
    let now = scene.now();
    let Some(view) = scene.view() else { return Vec::new() };
    let mut sentences = Vec::new();
    let Some(row) = view.call_row(offer.call) else { return sentences };
    if !row.gaps.is_empty() {
        sentences.push(texts.offer_gaps(scene.gaps(&row.gaps)));
    }
    if facts.iter().any(|fact| matches!(fact, Fact::Stale { .. })) {
        sentences.push(texts.offer_stale().into_owned());
    }
    let clock = match row.response {
        ResponseClock::Running { since, .. } => texts.offer_clock_stops(texts.duration(now - since)),
        ResponseClock::Stopped { took } => texts.offer_clock_stopped(texts.duration(took)),
        ResponseClock::None => texts.offer_no_clock().into_owned(),
    };
    let call_back = now + TimeDelta::minutes(view.board.rules.call_back_minutes);
    let kept = texts.offer_place_kept(offer.call.0, texts.time_near(call_back, now));
    sentences.push(format!("{clock} {kept}"));
    sentences
}
