//! A unit: what a municipality asks about it, its group, and what the list says of whom it takes. What was not touched
//! stays as it is; what is hidden of a home stands here only once it was shown on purpose, and can be told unseen.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::basis::BasisCode;
use crate::domain::child::Age;
use crate::domain::command::Command;
use crate::domain::draft::DraftKind;
use crate::domain::ids::UnitId;
use crate::domain::local_time::day_in_norway;
use crate::domain::question::{PersonalData, Subject};
use crate::domain::quick_line::{Tables, day_or_time_ahead};
use crate::domain::unit::{Acute, Unit};
use crate::domain::unit_facts::{MAX_GROUP_NOTE, UnitFact};
use crate::domain::unit_list::{
    MAX_PLACES, UnitEdit, UnitRow, are_ages_reversed, count, is_group_too_large, time_of_day,
};

use super::call_form::{Picks, YES_NO};
use super::drafts::{self, HalfWritten};
use super::effect::Effect;
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::keymap::{Action, action_in_window};
use super::model::{Model, Overlay};

/// A field of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitField {
    /// Something a municipality asks.
    Fact(UnitFact),
    /// Whether other children live there.
    OtherChildren,
    /// Whether there are animals.
    Animals,
    /// Who should not be there together.
    GroupNote,
    /// Places.
    Places,
    /// The largest group at once.
    Largest,
    /// The youngest age.
    AgeMin,
    /// The oldest age.
    AgeMax,
    /// Bases it is cleared or approved for.
    Bases,
    /// From when it receives.
    ReceivesFrom,
    /// Until when it receives.
    ReceivesTo,
    /// Whether it may take acute children.
    Acute,
    /// When it closes.
    ClosesAt,
}

/// Whether a unit may take acute children, with its letters.
pub const ACUTE: Picks<Acute> = Picks { letters: &['n', 'g', 'b'], values: Acute::ALL };

/// What stands for nothing: no fact, no time.
const NOTHING: &str = "-";

/// The fields in their order, with the names half-written work is kept by: what is asked on the phone first.
const FIELDS: [(UnitField, &str); 24] = [
    (UnitField::Fact(UnitFact::Adults), "adults"),
    (UnitField::Fact(UnitFact::OwnChildren), "own_children"),
    (UnitField::Fact(UnitFact::PlacedChildren), "placed_children"),
    (UnitField::Fact(UnitFact::WhichAnimals), "which_animals"),
    (UnitField::Fact(UnitFact::Languages), "languages"),
    (UnitField::Fact(UnitFact::Faith), "faith"),
    (UnitField::Fact(UnitFact::Access), "access"),
    (UnitField::Fact(UnitFact::BabyEquipment), "baby_equipment"),
    (UnitField::Fact(UnitFact::School), "school"),
    (UnitField::Fact(UnitFact::Competence), "competence"),
    (UnitField::Fact(UnitFact::OnCallPhone), "on_call_phone"),
    (UnitField::Fact(UnitFact::Presentation), "presentation"),
    (UnitField::GroupNote, "group_note"),
    (UnitField::OtherChildren, "other_children"),
    (UnitField::Animals, "animals"),
    (UnitField::Places, "places"),
    (UnitField::Largest, "max_siblings"),
    (UnitField::AgeMin, "age_min"),
    (UnitField::AgeMax, "age_max"),
    (UnitField::Bases, "legal_bases"),
    (UnitField::ReceivesFrom, "receives_from"),
    (UnitField::ReceivesTo, "receives_to"),
    (UnitField::Acute, "acute"),
    (UnitField::ClosesAt, "closes_at"),
];

/// A unit being corrected.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitWindow {
    /// Which.
    pub unit: UnitId,
    /// What is filled in.
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<UnitFault>,
    /// What stood in each field, as far as it was shown.
    before: BTreeMap<UnitField, String>,
}

/// Why a unit cannot be saved as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitFault {
    /// Nothing is changed.
    NothingChanged,
    /// Not a number from a least to a most.
    NotWithin {
        /// The least.
        min: u8,
        /// The most.
        max: u8,
    },
    /// The youngest age is above the oldest.
    AgesReversed,
    /// The largest group is larger than there are places.
    GroupTooLarge,
    /// No basis a child is placed by.
    NotABasis(String),
    /// Not a time of the day.
    NotTimeOfDay,
    /// Not a day or time to come.
    NotATime,
    /// Too many characters.
    TooLong(usize),
}

/// What a field was found to hold wrongly.
type Wrong = (UnitFault, UnitField);

impl UnitWindow {
    fn new(unit: &Unit) -> Self {
        let rows = FIELDS.map(|(field, _)| {
            let kind = match field {
                UnitField::OtherChildren | UnitField::Animals => FieldKind::Pick(YES_NO.letters),
                UnitField::Acute => FieldKind::Pick(ACUTE.letters),
                _ => FieldKind::Text,
            };
            FieldRow::always(FieldId::Unit(field), kind)
        });
        let row = UnitRow::of(unit);
        let bases: Vec<_> = row.legal_bases.iter().map(|basis| basis.code()).collect();
        let stands = [
            (UnitField::OtherChildren, YES_NO.letter(row.other_children)),
            (UnitField::Animals, YES_NO.letter(row.animals)),
            (UnitField::GroupNote, unit.group_note.clone().unwrap_or_default()),
            (UnitField::Places, row.places.to_string()),
            (UnitField::Largest, row.max_siblings.to_string()),
            (UnitField::AgeMin, row.age_min.to_string()),
            (UnitField::AgeMax, row.age_max.to_string()),
            (UnitField::Bases, bases.join(" ")),
            (UnitField::ReceivesFrom, row.receives_from.unwrap_or_default()),
            (UnitField::ReceivesTo, row.receives_to.unwrap_or_default()),
            (UnitField::Acute, ACUTE.letter(Some(unit.acute))),
        ];
        let mut window = Self { unit: unit.id, form: Form::new(&rows), fault: None, before: BTreeMap::new() };
        for (field, text) in stands {
            window.put(field, &text);
        }
        window
    }

    /// Puts into a field what stands there.
    fn put(&mut self, field: UnitField, text: &str) {
        self.form.write(FieldId::Unit(field), text);
        // As it was cleaned on the way in: what was not touched is not changed.
        self.before.insert(field, self.form.written(FieldId::Unit(field)));
    }

    fn stood(&self, field: UnitField) -> &str {
        self.before.get(&field).map(String::as_str).unwrap_or_default()
    }

    /// Whether a field holds something else than what stood there.
    #[must_use]
    pub fn is_changed(&self, field: UnitField) -> bool {
        self.form.written(FieldId::Unit(field)).trim() != self.stood(field).trim()
    }

    /// What is hidden of the home is shown: it stands in the fields that were not touched.
    fn know(&mut self, data: &PersonalData) {
        for fact in UnitFact::ALL {
            let field = UnitField::Fact(*fact);
            let told = data.facts.get(fact).map(String::as_str).unwrap_or_default();
            if self.is_changed(field) {
                self.before.insert(field, told.to_owned());
            } else {
                self.put(field, told);
            }
        }
    }

    /// What was shown is hidden again; what was typed stays.
    fn forget(&mut self) {
        for fact in UnitFact::ALL {
            let field = UnitField::Fact(*fact);
            if !self.is_changed(field) {
                self.put(field, "");
            }
        }
    }

    /// What a changed field holds; empty where it was emptied.
    fn told(&self, field: UnitField) -> Option<String> {
        let text = self.form.written(FieldId::Unit(field));
        let text = text.trim();
        self.is_changed(field).then(|| if text == NOTHING { String::new() } else { text.to_owned() })
    }

    fn number(&self, field: UnitField, stands: u8, min: u8, max: u8) -> Result<u8, Wrong> {
        let Some(text) = self.told(field) else { return Ok(stands) };
        count(&text, min, max).ok_or((UnitFault::NotWithin { min, max }, field))
    }

    fn hour(&self, field: UnitField, stands: Option<String>) -> Result<Option<String>, Wrong> {
        let Some(text) = self.told(field) else { return Ok(stands) };
        if text.is_empty() {
            return Ok(None);
        }
        // As times are typed elsewhere: `0700`.
        let is_plain = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let text = if is_plain { format!("{}:{}", &text[..2], &text[2..]) } else { text };
        time_of_day(&text).map(Some).ok_or((UnitFault::NotTimeOfDay, field))
    }

    fn bases(
        &self,
        stand: Vec<BasisCode>,
        tables: &Tables,
        now: DateTime<Utc>,
    ) -> Result<Vec<BasisCode>, Wrong> {
        let Some(told) = self.told(UnitField::Bases) else { return Ok(stand) };
        let known: Vec<_> = tables.bases_on(day_in_norway(now)).map(|basis| basis.code).collect();
        let mut wanted = Vec::new();
        for word in told.split([' ', ',', ';', '§']).filter(|word| !word.is_empty()) {
            let basis = BasisCode::from_code(word).filter(|basis| known.contains(basis));
            let basis = basis.ok_or_else(|| (UnitFault::NotABasis(word.to_owned()), UnitField::Bases))?;
            if !wanted.contains(&basis) {
                wanted.push(basis);
            }
        }
        Ok(wanted)
    }

    fn text(&self, field: UnitField, limit: usize) -> Result<Option<String>, Wrong> {
        let told = self.told(field);
        let is_long = told.as_ref().is_some_and(|text| text.chars().count() > limit);
        if is_long { Err((UnitFault::TooLong(limit), field)) } else { Ok(told) }
    }

    /// The unit as it should be: what was changed, over what it is now.
    fn complete(&self, unit: &Unit, tables: &Tables, now: DateTime<Utc>) -> Result<UnitEdit, Wrong> {
        let first = FIELDS[0].0;
        if !FIELDS.iter().any(|(field, _)| self.is_changed(*field)) {
            return Err((UnitFault::NothingChanged, first));
        }
        let mut facts = BTreeMap::new();
        for fact in UnitFact::ALL {
            let told = self.text(UnitField::Fact(*fact), fact.limit())?;
            facts.extend(told.map(|told| (*fact, Some(told).filter(|told| !told.is_empty()))));
        }
        let note = self.text(UnitField::GroupNote, MAX_GROUP_NOTE)?;
        let mut row = UnitRow::of(unit);
        row.places = self.number(UnitField::Places, row.places, 1, MAX_PLACES)?;
        row.max_siblings = self.number(UnitField::Largest, row.max_siblings, 1, MAX_PLACES)?;
        if is_group_too_large(row.max_siblings, row.places) {
            return Err((UnitFault::GroupTooLarge, UnitField::Largest));
        }
        row.age_min = self.number(UnitField::AgeMin, row.age_min, 0, Age::MAX_YEARS)?;
        row.age_max = self.number(UnitField::AgeMax, row.age_max, 0, Age::MAX_YEARS)?;
        if are_ages_reversed(row.age_min, row.age_max) {
            return Err((UnitFault::AgesReversed, UnitField::AgeMin));
        }
        row.legal_bases = self.bases(row.legal_bases, tables, now)?;
        row.receives_from = self.hour(UnitField::ReceivesFrom, row.receives_from)?;
        row.receives_to = self.hour(UnitField::ReceivesTo, row.receives_to)?;
        let picked = |field| self.form.picked(FieldId::Unit(field));
        if self.is_changed(UnitField::OtherChildren) {
            row.other_children = YES_NO.value(picked(UnitField::OtherChildren));
        }
        if self.is_changed(UnitField::Animals) {
            row.animals = YES_NO.value(picked(UnitField::Animals));
        }
        let acute = ACUTE.value(picked(UnitField::Acute)).filter(|_| self.is_changed(UnitField::Acute));
        let closes_at = match self.told(UnitField::ClosesAt) {
            None => unit.closes_at,
            Some(text) if text.is_empty() => None,
            Some(text) => {
                let at = day_or_time_ahead(&text, now).filter(|at| *at > now);
                Some(at.ok_or((UnitFault::NotATime, UnitField::ClosesAt))?)
            }
        };
        Ok(UnitEdit {
            unit: Some(self.unit),
            row,
            facts,
            group_note: note.or_else(|| unit.group_note.clone()).filter(|note| !note.is_empty()),
            acute: acute.unwrap_or(unit.acute),
            closes_at,
        })
    }
}

/// Opens it for a unit, with what was written for it before.
pub(super) fn open(model: &mut Model, unit: UnitId) {
    let Some(known) = model.view.as_ref().and_then(|view| view.board.unit(unit)) else { return };
    let mut window = UnitWindow::new(known);
    if let Some(data) = model.shown_of(Subject::Unit(unit)) {
        window.know(data);
    }
    if let Some(part) = drafts::take(model, DraftKind::Unit, None, Some(unit.0)) {
        for (name, text) in &part.fields {
            if let Some((field, _)) = FIELDS.iter().find(|(_, known)| known == name) {
                window.form.write(FieldId::Unit(*field), text);
            }
        }
    }
    model.overlays.push(Overlay::Unit(Box::new(window)));
}

/// What is written and not saved.
pub(super) fn half_written(window: &UnitWindow) -> Option<HalfWritten> {
    let changed = FIELDS.iter().filter(|(field, _)| window.is_changed(*field));
    let fields: Vec<_> = changed
        .map(|(field, name)| ((*name).to_owned(), window.form.written(FieldId::Unit(*field))))
        .collect();
    (!fields.is_empty()).then_some(HalfWritten {
        id: None,
        kind: DraftKind::Unit,
        call: None,
        about: Some(window.unit.0),
        begun_at: None,
        fields,
    })
}

/// What is hidden of the home was read; none when it is hidden again.
pub(super) fn shown(model: &mut Model, subject: Subject, data: Option<&PersonalData>) {
    for overlay in &mut model.overlays {
        if let Overlay::Unit(window) = overlay
            && Subject::Unit(window.unit) == subject
        {
            match data {
                Some(data) => window.know(data),
                None => window.forget(),
            }
        }
    }
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let (now, tables) = (model.now, model.tables.clone());
    let Some(Overlay::Unit(window)) = model.overlays.last_mut() else { return };
    let subject = Subject::Unit(window.unit);
    match action_in_window(key) {
        Some(Action::HideWords) => model.hides_words = !model.hides_words,
        Some(Action::Reveal) => {
            if model.shown_of(subject).is_none() {
                effects.push(model.await_command(Command::Reveal { subject }));
            }
        }
        _ if key.code == Code::Enter || action_in_window(key) == Some(Action::Save) => {
            let unit = model.view.as_ref().and_then(|view| view.board.unit(window.unit));
            let Some(unit) = unit else { return };
            match window.complete(unit, &tables, now) {
                Ok(edit) => {
                    let finishes = drafts::of_top(model);
                    effects.push(model.await_finishing(Command::EditUnit(Box::new(edit)), finishes));
                }
                Err((fault, field)) => {
                    if fault != UnitFault::NothingChanged {
                        window.form.focus(FieldId::Unit(field));
                    }
                    window.fault = Some(fault);
                }
            }
        }
        _ => {
            if window.form.press(key) {
                window.fault = None;
            }
        }
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Unit(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        window.fault = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_its_field_and_every_field_its_name() {
        for fact in UnitFact::ALL {
            assert!(FIELDS.contains(&(UnitField::Fact(*fact), fact.code())), "{fact:?}");
        }
        let mut names: Vec<_> = FIELDS.iter().map(|(_, name)| name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FIELDS.len());
        assert_eq!(ACUTE.letters.len(), ACUTE.values.len());
    }
}
