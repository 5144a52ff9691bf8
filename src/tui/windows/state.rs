//! The window of a place's state: letters pick, Enter saves what the lower lines say.

use crate::app::form::FieldId;
use crate::app::state_window::{
    MOST_SIGNS, StateAct, StateFault, StateWindow, WHICH_LETTERS, claim_in_the_way,
};
use crate::domain::claim::{Claim, ClaimKind};
use crate::domain::unit::{Place, PlaceState, Unit};

use super::fields::{Spot, draw as draw_field, draw_in_rows};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 78;
const COLUMN: u16 = 15;

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
    let in_the_way = claim_in_the_way(scene.model, place.id).map(|claim| in_the_way(scene, claim));
    let hint = if window_of.gives_hold_back(place, claim) {
        texts.place_state_hint_release()
    } else {
        texts.place_state_hint()
    };
    let form = &window_of.form;
    let acts: Vec<(char, String)> =
        window_of.acts().map(|(letter, act)| (letter, act_word(scene, act))).collect();
    let said = in_the_way.map(|words| wrap(&words, WIDTH.saturating_sub(4))).unwrap_or_default();
    let in_row: u16 = if window_of.is_taken() { 1 } else { 3 };
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let which = u16::from(form.value(FieldId::WhichPlaces).is_some());
    let height = 2 + rows(said.len()) + rows(acts.len().div_ceil(usize::from(in_row))) + 2 + which + 3;
    let inner = window(pen, WIDTH, height, &title, &hint);
    let mut spot = Spot { area: inner, row: 0, column: COLUMN };
    for line in said {
        pen.line(inner, spot.row).text(" ", Role::Text).text(line, Role::Strong);
        spot.row += 1;
    }
    let label = if window_of.is_taken() { texts.place_state_act() } else { texts.place_state_label() };
    spot.row += draw_in_rows(pen, spot, form, FieldId::PlaceState, &label, &acts, in_row);
    let reason_hint = match window_of.act() {
        None | Some(StateAct::Set(PlaceState::Free) | StateAct::CloseExtra) => {
            texts.place_state_reason_empty()
        }
        Some(StateAct::OpenExtra) => texts.place_state_reason_extra(),
        Some(StateAct::Set(_)) => texts.place_state_reason_wanted(),
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
    let expected_hint = match place.expected_free_at {
        Some(at) => texts.place_state_expected_now(texts.time_or_day(at, scene.now())),
        None => texts.place_state_expected_empty().into_owned(),
    };
    let label = texts.place_state_expected();
    draw_field(pen, spot, form, FieldId::ExpectedFree, &label, &expected_hint, &[]);
    spot.row += 1;
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
    if place.is_extra {
        texts.place_state_title_of_extra(now, unit.name.as_str())
    } else if unit.places > 1 {
        texts.place_state_title_of_several(place.ordinal, unit.places, now, unit.name.as_str())
    } else {
        texts.place_state_title(now, unit.name.as_str())
    }
}

fn act_word(scene: Scene<'_>, act: StateAct) -> String {
    let texts = scene.texts;
    match act {
        StateAct::Set(state) => texts.place_state(state),
        StateAct::OpenExtra => texts.place_state_open_extra(),
        StateAct::CloseExtra => texts.place_state_close_extra(),
    }
    .into_owned()
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
    match window_of.act() {
        Some(StateAct::OpenExtra) => return Some(texts.place_state_opens_extra(unit.name.as_str())),
        Some(StateAct::CloseExtra) => return Some(texts.place_state_closes_extra(unit.name.as_str())),
        Some(StateAct::Set(_)) | None => {}
    }
    if window_of.is_whole_unit() {
        return Some(texts.place_state_all_places(unit.places, unit.name.as_str()));
    }
    let claim = claim.filter(|claim| claim.kind == ClaimKind::Hold)?;
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
        StateFault::NothingTold => texts.place_state_fault_nothing().into_owned(),
        StateFault::ReasonMissing => texts.place_state_fault_reason().into_owned(),
        StateFault::NotATime => texts.place_state_fault_time().into_owned(),
        StateFault::SameState(state) => texts.place_state_fault_same(texts.place_state(state)),
        StateFault::ReasonTooLong => texts.place_state_fault_long(MOST_SIGNS),
    }
}
