//! The window of a place's state: letters pick, Enter saves what the lower lines say.

use crate::app::form::FieldId;
use crate::app::state_window::{
    MOST_SIGNS, STATE_LETTERS, StateFault, StateWindow, WHICH_LETTERS, claim_in_the_way,
};
use crate::domain::claim::{Claim, ClaimKind};
use crate::domain::unit::{Place, PlaceState, Unit};

use super::fields::{Spot, draw as draw_field, draw_in_rows};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 78;
const COLUMN: u16 = 11;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, window_of: &StateWindow) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let place = view.place(window_of.place);
    let Some((place, unit)) = place.and_then(|place| Some((place, view.board.unit(place.unit)?))) else {
        return;
    };
    let claim = place.live_claim(scene.now());
    let title = title(scene, place, unit);
    if let Some(claim) = claim_in_the_way(scene.model, place.id) {
        let inner = window(pen, WIDTH, 4, &title, &texts.place_state_hint_taken());
        let words = in_the_way(scene, claim);
        for (y, line) in (0..).zip(wrap(&words, inner.width)) {
            pen.line(inner, y).text(line, Role::Strong);
        }
        pen.set_cursor(inner.x, inner.y);
        return;
    }
    let hint = if window_of.gives_hold_back(place, claim) {
        texts.place_state_hint_release()
    } else {
        texts.place_state_hint()
    };
    let form = &window_of.form;
    let height = if form.value(FieldId::WhichPlaces).is_some() { 9 } else { 8 };
    let inner = window(pen, WIDTH, height, &title, &hint);
    let words = |states: &[PlaceState]| -> Vec<String> {
        states.iter().map(|state| texts.place_state(*state).into_owned()).collect()
    };
    let states: Vec<(char, String)> = STATE_LETTERS.iter().copied().zip(words(PlaceState::ALL)).collect();
    let mut spot = Spot { area: inner, row: 0, column: COLUMN };
    spot.row += draw_in_rows(pen, spot, form, FieldId::PlaceState, &texts.place_state_label(), &states, 3);
    let reason_hint = match window_of.state() {
        None | Some(PlaceState::Free) => texts.place_state_reason_empty(),
        Some(_) => texts.place_state_reason_wanted(),
    };
    draw_field(pen, spot, form, FieldId::StateReason, &texts.place_state_reason(), &reason_hint, &[]);
    spot.row += 1;
    if form.value(FieldId::WhichPlaces).is_some() {
        let words = [texts.place_state_which_one(), texts.place_state_which_all()];
        let which: Vec<(char, String)> =
            WHICH_LETTERS.iter().copied().zip(words.map(std::borrow::Cow::into_owned)).collect();
        draw_field(pen, spot, form, FieldId::WhichPlaces, &texts.place_state_which(), "", &which);
        spot.row += 1;
    }
    spot.row += 1;
    let (words, role) = match window_of.fault {
        Some(fault) => (format!("! {}", fault_words(scene, fault)), Role::Alarm),
        None => (does(scene, window_of, place, unit, claim).unwrap_or_default(), Role::Faint),
    };
    for line in wrap(&words, inner.width.saturating_sub(1)) {
        pen.line(inner, spot.row).text(" ", Role::Text).text(line, role);
        spot.row += 1;
    }
}

/// The unit, which of its places, and what that is now.
fn title(scene: Scene<'_>, place: &Place, unit: &Unit) -> String {
    let texts = scene.texts;
    let now = match place.live_claim(scene.now()).map(|claim| claim.kind) {
        Some(ClaimKind::Hold) => texts.state_held(),
        Some(ClaimKind::Offer) => texts.state_offered(),
        Some(ClaimKind::Placement) => texts.state_occupied(),
        None => texts.place_state(place.state),
    };
    if unit.places > 1 {
        texts.place_state_title_of_several(place.ordinal, unit.places, now, unit.name.as_str())
    } else {
        texts.place_state_title(now, unit.name.as_str())
    }
}

fn in_the_way(scene: Scene<'_>, claim: &Claim) -> String {
    let texts = scene.texts;
    if claim.kind == ClaimKind::Placement {
        texts.place_state_occupied(claim.call.0)
    } else {
        texts.place_state_offered(claim.by.as_str(), claim.call.0, texts.time_near(claim.from, scene.now()))
    }
}

/// What Enter would do besides setting the state.
fn does(
    scene: Scene<'_>,
    window_of: &StateWindow,
    place: &Place,
    unit: &Unit,
    claim: Option<&Claim>,
) -> Option<String> {
    let texts = scene.texts;
    if window_of.is_whole_unit() {
        return Some(texts.place_state_all_places(unit.places, unit.name.as_str()));
    }
    let claim = claim?;
    let until = claim.until.map_or_else(|| "–".to_owned(), |until| texts.time_near(until, scene.now()));
    Some(match window_of.state() {
        None => texts.place_state_free_gives_back(claim.call.0, until),
        Some(_) if window_of.gives_hold_back(place, Some(claim)) => {
            texts.place_state_gives_back(claim.call.0)
        }
        Some(_) => texts.place_state_hold_stays(claim.call.0, until),
    })
}

fn fault_words(scene: Scene<'_>, fault: StateFault) -> String {
    let texts = scene.texts;
    match fault {
        StateFault::StateMissing => texts.place_state_fault_state().into_owned(),
        StateFault::SameState(state) => texts.place_state_fault_same(texts.place_state(state)),
        StateFault::ReasonTooLong => texts.place_state_fault_long(MOST_SIGNS),
    }
}
