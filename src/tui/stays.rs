//! Who is expected at a place, lives there or has moved out, in words.

use crate::app::stays::Stay;
use crate::domain::call::Shield;
use crate::domain::placement::PlacementState;

use super::scene::Scene;

/// The children, by sex and age as far as they are known: `jente 9`.
#[must_use]
pub fn children(scene: Scene<'_>, stay: &Stay) -> String {
    let call = scene.view().and_then(|view| view.board.known_call(stay.call));
    match (stay.facts.is_empty(), stay.children.first()) {
        (true, Some(child)) => scene.texts.placement_child(child.0),
        _ => scene.texts.children(stay.facts.iter(), call.and_then(|call| call.siblings)),
    }
}

/// The call and its children, as a list of a unit names them: no more of a protected address than its number.
#[must_use]
pub fn of_call(scene: Scene<'_>, stay: &Stay) -> String {
    let texts = scene.texts;
    let whom = match stay.shield {
        None => children(scene, stay),
        Some(Shield::Code6) => texts.call_shielded_code6().into_owned(),
        Some(Shield::Code7) => texts.call_shielded_code7().into_owned(),
        Some(Shield::Shielded) => texts.call_shielded().into_owned(),
    };
    texts.placement_of_call(stay.call.0, whom)
}

/// Where it stands, in a word or two.
#[must_use]
pub fn state(scene: Scene<'_>, stay: &Stay) -> String {
    let (texts, now) = (scene.texts, scene.now());
    match (stay.state, stay.expected_at()) {
        (PlacementState::Expected, Some(at)) if at <= now => {
            texts.placement_state_expected_late(texts.time_near(at, now))
        }
        (PlacementState::Expected, Some(at)) => texts.placement_state_expected(texts.time_near(at, now)),
        (PlacementState::Expected, None) => texts.placement_state_expected_some_time().into_owned(),
        (PlacementState::Living, _) => texts.placement_state_living().into_owned(),
        (PlacementState::Ended | PlacementState::Cancelled, _) => texts.placement_state_ended().into_owned(),
    }
}
