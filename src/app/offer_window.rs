//! The offer window: the facts of the match, and what only the adviser can say.

use crate::domain::command::OfferDraft;
use crate::domain::ids::{CallId, UnitId};
use crate::domain::matching::{Fact, UnitMatch};
use crate::domain::offer::Clearance;

use super::board_view::BoardView;
use super::drafts;
use super::form::{FieldId, FieldKind, FieldRow, FieldValue, Form};

/// Letters of «may the place be known»: unclear, yes, no.
pub const KNOWN_LETTERS: &[char] = &['u', 'j', 'n'];
/// Letters of «cleared with the measure»: not yet, yes.
pub const CLEARED_LETTERS: &[char] = &['n', 'j'];

const ROWS: &[FieldRow] = &[
    FieldRow::always(FieldId::Why, FieldKind::Text),
    FieldRow::always(FieldId::ChildView, FieldKind::Text),
    FieldRow::always(FieldId::TravelTime, FieldKind::Text),
    FieldRow::always(FieldId::MayBeKnown, FieldKind::Pick(KNOWN_LETTERS)),
    FieldRow::always(FieldId::Clearance, FieldKind::Pick(CLEARED_LETTERS)),
    FieldRow {
        id: FieldId::ClearedWith,
        kind: FieldKind::Text,
        is_shown: |form| form.picked(FieldId::Clearance) == Some(1),
    },
];

/// The names of the fields, as half-written work is kept.
const NAMES: &[(FieldId, &str)] = &[
    (FieldId::Why, "why"),
    (FieldId::ChildView, "child_view"),
    (FieldId::TravelTime, "travel_time"),
    (FieldId::MayBeKnown, "may_be_known"),
    (FieldId::Clearance, "clearance"),
    (FieldId::ClearedWith, "cleared_with"),
];
/// What is said of the child, whatever place it is offered.
const OF_THE_CHILD: &[(FieldId, &str)] =
    &[(FieldId::ChildView, "child_view"), (FieldId::MayBeKnown, "may_be_known")];

/// An offer being written.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferWindow {
    /// To which call.
    pub call: CallId,
    /// A place of which unit.
    pub unit: UnitId,
    /// What the adviser fills in.
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<OfferFault>,
}

/// Why an offer cannot be given as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferFault {
    /// Something is in the way, and no reason is typed.
    ReasonNeeded,
    /// The unit has no place left to offer.
    Gone,
}

/// What was typed for a call and not given: it comes back when the window is opened again.
#[derive(Debug, Clone, PartialEq)]
pub struct ParkedOffer {
    /// A place of which unit.
    pub unit: UnitId,
    fields: Vec<(String, String)>,
}

impl ParkedOffer {
    /// Half-written work with these fields, by name.
    #[must_use]
    pub const fn with_fields(unit: UnitId, fields: Vec<(String, String)>) -> Self {
        Self { unit, fields }
    }

    /// What stands in its fields, by name.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        self.fields.clone()
    }
}

impl OfferWindow {
    /// A window for a unit, with what was typed for the call before. The reason is the adviser's word on one place,
    /// so it comes back for the same unit only.
    #[must_use]
    pub fn open(call: CallId, unit: UnitId, parked: Option<ParkedOffer>) -> Self {
        let mut form = Form::new(ROWS);
        form.pick(FieldId::MayBeKnown, Some(0));
        form.pick(FieldId::Clearance, Some(0));
        if let Some(parked) = parked {
            let names = if parked.unit == unit { NAMES } else { OF_THE_CHILD };
            drafts::write(&mut form, names, &parked.fields);
        }
        Self { call, unit, form, fault: None }
    }

    /// What is kept when the window closes without an offer; none when nothing was typed.
    #[must_use]
    pub fn park(self) -> Option<ParkedOffer> {
        self.form.has_text().then(|| ParkedOffer { unit: self.unit, fields: self.fields() })
    }

    /// What stands in its fields, by name.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        drafts::written(&self.form, NAMES)
    }

    /// The unit's row as it is now.
    #[must_use]
    pub fn row<'v>(&self, view: &'v BoardView) -> Option<&'v UnitMatch> {
        view.unit_row(self.call, self.unit)
    }

    /// What is in the way now.
    pub fn blockers<'v>(&self, view: &'v BoardView) -> impl Iterator<Item = &'v Fact> + use<'v> {
        let facts = self.row(view).map(|row| row.place.facts.as_slice()).unwrap_or_default();
        facts.iter().filter(|fact| fact.is_blocker())
    }

    /// The offer as it stands.
    ///
    /// # Errors
    /// What must be filled in first, with the cursor put there.
    pub fn complete(&mut self, view: &BoardView) -> Result<OfferDraft, OfferFault> {
        let fault = match self.row(view) {
            None => Some(OfferFault::Gone),
            Some(_) if self.blockers(view).next().is_some() && self.form.text(FieldId::Why).is_none() => {
                self.form.focus(FieldId::Why);
                Some(OfferFault::ReasonNeeded)
            }
            Some(_) => None,
        };
        self.fault = fault;
        let (None, Some(row)) = (fault, self.row(view)) else {
            return Err(fault.unwrap_or(OfferFault::Gone));
        };
        let is_cleared = self.form.picked(FieldId::Clearance) == Some(1);
        Ok(OfferDraft {
            call: self.call,
            place: row.place.place,
            why: self.form.text(FieldId::Why),
            child_view: self.form.text(FieldId::ChildView),
            travel_time: self.form.text(FieldId::TravelTime),
            clearance: if is_cleared { Clearance::Cleared } else { Clearance::NotYet },
            children: Vec::new(),
            cleared_with: self.form.text(FieldId::ClearedWith),
            cleared_at: None,
            may_be_known: match self.form.picked(FieldId::MayBeKnown) {
                Some(1) => Some(true),
                Some(2) => Some(false),
                _ => None,
            },
        })
    }

    /// Whether a field holds text, for the window to show a hint where it does not.
    #[must_use]
    pub fn is_empty(&self, id: FieldId) -> bool {
        !matches!(self.form.value(id), Some(FieldValue::Text(field)) if !field.is_blank())
    }
}
