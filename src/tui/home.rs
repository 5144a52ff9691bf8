//! What is told of a home in words: notes that a key hides, and the family's own facts once they were shown on purpose.

use crate::domain::question::PersonalData;
use crate::domain::unit::Unit;
use crate::domain::unit_facts::UnitFact;

use super::labels;
use super::scene::Scene;
use super::windows::grouped;
use crate::app::keymap::Action;

/// The notes of a unit, or that they are hidden; `note` is how its first one stands here.
pub fn notes(scene: Scene<'_>, unit: &Unit, note: Option<String>) -> Vec<String> {
    let texts = scene.texts;
    if unit.note.is_none() && unit.group_note.is_none() {
        return Vec::new();
    }
    if scene.model.hides_words {
        return vec![texts.home_words_hidden(labels::first_key(texts, Action::HideWords))];
    }
    let group = unit.group_note.as_deref().map(|note| texts.home_group_note(note));
    note.into_iter().chain(group).collect()
}

/// What is known of one thing that is asked about a home.
pub fn told(scene: Scene<'_>, unit: &Unit, data: &PersonalData, fact: UnitFact) -> Option<String> {
    let told = data.facts.get(&fact).map(|told| match fact {
        UnitFact::OnCallPhone => grouped(told),
        _ => told.clone(),
    });
    let has_none = fact == UnitFact::WhichAnimals && unit.animals == Some(false);
    told.or_else(|| has_none.then(|| scene.texts.place_no_animals().into_owned()))
}

/// From when until when it receives; none where the list does not say.
pub fn hours(scene: Scene<'_>, unit: &Unit) -> Option<String> {
    let time = |time: Option<chrono::NaiveTime>| time.map(|time| time.format("%H:%M").to_string());
    match (time(unit.receives_from), time(unit.receives_to)) {
        (None, None) => None,
        (from, to) => {
            let open = || "…".to_owned();
            Some(scene.texts.home_hours(from.unwrap_or_else(open), to.unwrap_or_else(open)))
        }
    }
}
