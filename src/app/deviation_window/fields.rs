//! The fields of the window: what each can be, its letters, and how a record fills them.

use crate::domain::deviation::{
    Area, DeviationFacts, DeviationOutcome, DeviationState, Meanwhile, Missing, Scheme, Supervision,
    SupervisionBy, SupervisionResult,
};

use crate::app::call_form::{Picks, WISHES, YES_NO};
use crate::app::form::{FieldId, FieldKind, FieldRow, FieldValue, Form};
use crate::app::text_field::TextField;

/// A field of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeviationField {
    /// Draft, registered, or how it ended.
    Status,
    /// Acute or planned.
    Acute,
    /// The area.
    Area,
    /// The legal basis.
    Basis,
    /// The wished measure.
    Wished,
    /// What was missing.
    Missing,
    /// When the first request came.
    FirstAt,
    /// Where the child is meanwhile.
    Meanwhile,
    /// Substance use or psychiatry.
    Substance,
    /// Crime.
    Crime,
    /// The level of severity.
    Severity,
    /// Who asked for supervision.
    SupervisionBy,
    /// What it found.
    SupervisionResult,
    /// When it was.
    SupervisionAt,
}

/// Where a record goes with Enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It stays a draft.
    Draft,
    /// It is registered as a possible breach.
    Registered,
    /// It has ended.
    Ended(DeviationOutcome),
}

/// Where a record goes, with its letters.
pub const STATUSES: Picks<Status> = Picks {
    letters: &['u', 'r', 'o', 't', 'l', 'p'],
    values: &[
        Status::Draft,
        Status::Registered,
        Status::Ended(DeviationOutcome::Offered),
        Status::Ended(DeviationOutcome::Withdrawn),
        Status::Ended(DeviationOutcome::SolvedOutside),
        Status::Ended(DeviationOutcome::BecamePlanned),
    ],
};
/// Acute and planned.
pub const ACUTE: Picks<bool> = Picks { letters: &['a', 'p'], values: &[true, false] };
/// Areas.
pub const AREAS: Picks<Area> = Picks { letters: &['i', 'h'], values: Area::ALL };
/// What can be missing.
pub const MISSING: Picks<Missing> = Picks { letters: &['i', 'l', 'p'], values: Missing::ALL };
/// Where the child can be.
pub const MEANWHILE: Picks<Meanwhile> =
    Picks { letters: &['h', 'i', 'k', 's', 'n', 'u'], values: Meanwhile::ALL };
/// Who asks for supervision.
pub const SUPERVISION_BY: Picks<SupervisionBy> =
    Picks { letters: &['k', 'r', 's'], values: SupervisionBy::ALL };
/// What supervision finds.
pub const SUPERVISION_RESULT: Picks<SupervisionResult> =
    Picks { letters: &['p', 'b', 'i'], values: SupervisionResult::ALL };
const FIVE: &[char] = &['0', '1', '2', '3', '4', '5'];
const THREE: &[char] = &['0', '1', '2', '3'];

const fn row(field: DeviationField, kind: FieldKind) -> FieldRow {
    FieldRow::always(FieldId::Deviation(field), kind)
}

const NOTE: FieldRow = FieldRow::always(FieldId::Note, FieldKind::Text);
pub(super) const SUPERVISION: [FieldRow; 3] = [
    row(DeviationField::SupervisionBy, FieldKind::Pick(SUPERVISION_BY.letters)),
    row(DeviationField::SupervisionResult, FieldKind::Pick(SUPERVISION_RESULT.letters)),
    row(DeviationField::SupervisionAt, FieldKind::Text),
];

pub(super) fn rows(scheme: Scheme) -> Vec<FieldRow> {
    let levels = match scheme {
        Scheme::Five => FIVE,
        Scheme::Three => THREE,
    };
    let mut rows = vec![
        row(DeviationField::Status, FieldKind::Pick(STATUSES.letters)),
        row(DeviationField::Severity, FieldKind::Pick(levels)),
        row(DeviationField::Missing, FieldKind::Pick(MISSING.letters)),
        row(DeviationField::Meanwhile, FieldKind::Pick(MEANWHILE.letters)),
        row(DeviationField::Substance, FieldKind::Pick(YES_NO.letters)),
        row(DeviationField::Crime, FieldKind::Pick(YES_NO.letters)),
        row(DeviationField::Acute, FieldKind::Pick(ACUTE.letters)),
        row(DeviationField::Area, FieldKind::Pick(AREAS.letters)),
        row(DeviationField::Basis, FieldKind::Text),
        row(DeviationField::Wished, FieldKind::Pick(WISHES.letters)),
        row(DeviationField::FirstAt, FieldKind::Text),
    ];
    rows.extend(SUPERVISION);
    rows.push(NOTE);
    rows
}

/// Writes a record's facts into its form.
pub(super) fn fill(
    form: &mut Form,
    facts: &DeviationFacts,
    state: DeviationState,
    told: Option<Supervision>,
) {
    let status = match state {
        DeviationState::Registered => Status::Registered,
        DeviationState::Draft | DeviationState::Closed => Status::Draft,
    };
    let letters = [
        (DeviationField::Status, STATUSES.letter(Some(status))),
        (DeviationField::Acute, ACUTE.letter(Some(facts.is_acute))),
        (DeviationField::Area, AREAS.letter(facts.area)),
        (DeviationField::Basis, facts.basis.map(|basis| basis.code().to_owned()).unwrap_or_default()),
        (DeviationField::Wished, WISHES.letter(facts.wished.first().copied())),
        (DeviationField::Missing, MISSING.letter(facts.missing)),
        (DeviationField::Meanwhile, MEANWHILE.letter(Some(facts.meanwhile))),
        (DeviationField::Substance, YES_NO.letter(facts.substance)),
        (DeviationField::Crime, YES_NO.letter(facts.crime)),
        (DeviationField::SupervisionBy, SUPERVISION_BY.letter(told.map(|told| told.by))),
        (DeviationField::SupervisionResult, SUPERVISION_RESULT.letter(told.map(|told| told.result))),
    ];
    for (field, letter) in letters {
        form.write(FieldId::Deviation(field), &letter);
    }
    form.pick(FieldId::Deviation(DeviationField::Severity), Some(usize::from(facts.severity.unwrap_or(0))));
    // The cursor stands behind what is there.
    let basis = FieldId::Deviation(DeviationField::Basis);
    if let Some(FieldValue::Text(field)) = form.value(basis) {
        let text = TextField::with_text(field.text());
        form.set(basis, FieldValue::Text(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_own_letter() {
        fn check<T>(picks: &Picks<T>) {
            assert_eq!(picks.letters.len(), picks.values.len());
            let mut letters = picks.letters.to_vec();
            letters.sort_unstable();
            letters.dedup();
            assert_eq!(letters.len(), picks.letters.len());
        }
        check(&STATUSES);
        check(&ACUTE);
        check(&AREAS);
        check(&MISSING);
        check(&MEANWHILE);
        check(&SUPERVISION_BY);
        check(&SUPERVISION_RESULT);
        assert_eq!(FIVE.len(), usize::from(Scheme::Five.levels()) + 1);
        assert_eq!(THREE.len(), usize::from(Scheme::Three.levels()) + 1);
    }
}
