//! The offer window: the facts of the match, and what only the adviser can say. The same window fills in further
//! what an offer was given without. It never fills in the reason.

use chrono::{DateTime, Utc};

use crate::catalog::Catalog;
use crate::domain::call::Call;
use crate::domain::command::{Command, OfferCompletion, OfferDraft};
use crate::domain::follow_up::FollowUpKind;
use crate::domain::ids::{CallId, ChildId, OfferId, UnitId};
use crate::domain::matching::{Fact, PlaceMatch, Request, match_place, places_for};
use crate::domain::offer::{Clearance, Offer};
use crate::domain::quick_line::{LineError, past_moment};
use crate::domain::siblings::{children_to_place, request_for_these};
use crate::domain::unit::Place;

use super::board_view::{BoardView, point_of};
use super::form::{FieldId, FieldKind, FieldRow, FieldValue, Form};
use super::key::{Code, Key};
use super::text_field::TextField;

/// Letters of «may the place be known»: unclear, yes, no.
pub const KNOWN_LETTERS: &[char] = &['u', 'j', 'n'];
/// Letters of «cleared with the measure»: not yet, yes.
pub const CLEARED_LETTERS: &[char] = &['n', 'j'];
/// Letters of «does the child take two places»: no, yes.
pub const DOUBLE_LETTERS: &[char] = &['n', 'j'];
/// Letters of whom it is for: all as one group, or one child.
pub const CHILDREN_LETTERS: &[char] = &['a', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// Which of [`CLEARED_LETTERS`] is the measure's yes.
const CLEARED: usize = 1;
/// Which of [`DOUBLE_LETTERS`] is two places.
const DOUBLE: usize = 1;

const WHY: FieldRow = FieldRow::always(FieldId::Why, FieldKind::Text);
const CHILD_VIEW: FieldRow = FieldRow::always(FieldId::ChildView, FieldKind::Text);
const TRAVEL_TIME: FieldRow = FieldRow::always(FieldId::TravelTime, FieldKind::Text);
const MAY_BE_KNOWN: FieldRow = FieldRow::always(FieldId::MayBeKnown, FieldKind::Pick(KNOWN_LETTERS));
const CLEARANCE: FieldRow = FieldRow::always(FieldId::Clearance, FieldKind::Pick(CLEARED_LETTERS));
const CLEARED_WITH: FieldRow =
    FieldRow { id: FieldId::ClearedWith, kind: FieldKind::Text, is_shown: is_cleared };
const CLEARED_AT: FieldRow = FieldRow { id: FieldId::ClearedAt, kind: FieldKind::Text, is_shown: is_cleared };
const CHILDREN: FieldRow = FieldRow::always(FieldId::Children, FieldKind::Pick(CHILDREN_LETTERS));

const COUNTS_DOUBLE: FieldRow = FieldRow::always(FieldId::CountsDouble, FieldKind::Pick(DOUBLE_LETTERS));

const ROWS: &[FieldRow] =
    &[WHY, CHILD_VIEW, TRAVEL_TIME, MAY_BE_KNOWN, CLEARANCE, CLEARED_WITH, CLEARED_AT, COUNTS_DOUBLE];
const SIBLING_ROWS: &[FieldRow] = &[
    WHY,
    CHILDREN,
    CHILD_VIEW,
    TRAVEL_TIME,
    MAY_BE_KNOWN,
    CLEARANCE,
    CLEARED_WITH,
    CLEARED_AT,
    COUNTS_DOUBLE,
];
/// How many places an offer takes is not changed once it is given.
const FILL_IN_ROWS: &[FieldRow] =
    &[WHY, CHILD_VIEW, TRAVEL_TIME, MAY_BE_KNOWN, CLEARANCE, CLEARED_WITH, CLEARED_AT];

/// The names of the fields, as half-written work is kept.
const NAMES: &[(FieldId, &str)] = &[
    (FieldId::Why, "why"),
    (FieldId::Children, "children"),
    (FieldId::ChildView, "child_view"),
    (FieldId::TravelTime, "travel_time"),
    (FieldId::MayBeKnown, "may_be_known"),
    (FieldId::Clearance, "clearance"),
    (FieldId::ClearedWith, "cleared_with"),
    (FieldId::ClearedAt, "cleared_at"),
    (FieldId::CountsDouble, "counts_double"),
];
/// What is said of the child, whatever place it is offered.
const OF_THE_CHILD: &[&str] = &["child_view", "may_be_known", "counts_double"];

fn is_cleared(form: &Form) -> bool {
    form.picked(FieldId::Clearance) == Some(CLEARED)
}

/// An offer being written.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferWindow {
    /// To which call.
    pub call: CallId,
    /// A place of which unit.
    pub unit: UnitId,
    /// The offer that is filled in further; none while a new one is written.
    pub completes: Option<OfferId>,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
    /// The children of the call, in the order told: what a digit picks.
    pub children: Vec<ChildId>,
    /// What the adviser fills in.
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<OfferFault>,
    /// What stood in the pick lists when it was opened.
    at_first: (Option<usize>, Option<usize>),
}

/// Why an offer cannot be given as it stands.
#[derive(Debug, Clone, PartialEq)]
pub enum OfferFault {
    /// Something is in the way, and no reason is typed.
    ReasonNeeded,
    /// The unit has no place left to offer.
    Gone,
    /// The unit has not the two places that the child takes.
    TooFewForDouble,
    /// The picked child has got an offer in the meantime.
    ChildHasOffer,
    /// Nothing is filled in.
    NothingFilled,
    /// The time of the measure's yes cannot be read.
    Time(LineError),
}

/// What was typed for a call and not given: it comes back when the window is opened again.
#[derive(Debug, Clone, PartialEq)]
pub struct ParkedOffer {
    /// A place of which unit.
    pub unit: UnitId,
    /// The offer that was being filled in further.
    pub completes: Option<OfferId>,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
    fields: Vec<(String, String)>,
}

impl ParkedOffer {
    /// Half-written work with these fields, by name.
    #[must_use]
    pub fn with_fields(
        unit: UnitId,
        completes: Option<OfferId>,
        begun_at: DateTime<Utc>,
        fields: Vec<(String, String)>,
    ) -> Self {
        Self { unit, completes, begun_at, fields }
    }

    /// What stands in its fields, by name.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        self.fields.clone()
    }
}

impl OfferWindow {
    /// A window for a new offer, with what was typed for the call before.
    #[must_use]
    pub fn open(
        call: &Call,
        unit: UnitId,
        view: &BoardView,
        parked: Option<ParkedOffer>,
        now: DateTime<Utc>,
    ) -> Self {
        let has_siblings = call.children.len() > 1;
        let mut window = Self::empty(call, unit, None, if has_siblings { SIBLING_ROWS } else { ROWS }, now);
        if has_siblings {
            // Whom the places were looked for: the group, or one child.
            let picked = match view.looked_for(call.id) {
                Some([child]) => window.children.iter().position(|known| known == child).map(|at| at + 1),
                _ => Some(0),
            };
            window.form.pick(FieldId::Children, picked);
        }
        window.form.pick(FieldId::Clearance, Some(0));
        window.form.pick(FieldId::CountsDouble, Some(0));
        window.take(parked)
    }

    /// A window that fills in further what an offer was given without.
    #[must_use]
    pub fn fill_in(
        call: &Call,
        (offer, unit): (&Offer, UnitId),
        view: &BoardView,
        parked: Option<ParkedOffer>,
        now: DateTime<Utc>,
    ) -> Self {
        let mut window = Self::empty(call, unit, Some(offer.id), FILL_IN_ROWS, now);
        let awaits_yes = view.lacks(offer.id, FollowUpKind::ClearWithMeasure);
        window.form.pick(FieldId::Clearance, Some(if awaits_yes { 0 } else { CLEARED }));
        window.at_first.1 = window.form.picked(FieldId::Clearance);
        window.take(parked)
    }

    fn empty(
        call: &Call,
        unit: UnitId,
        completes: Option<OfferId>,
        rows: &'static [FieldRow],
        now: DateTime<Utc>,
    ) -> Self {
        let mut form = Form::new(rows);
        let known = match call.may_be_known {
            None => 0,
            Some(true) => 1,
            Some(false) => 2,
        };
        form.pick(FieldId::MayBeKnown, Some(known));
        Self {
            call: call.id,
            unit,
            completes,
            begun_at: now,
            children: call.children.iter().map(|child| child.id).collect(),
            form,
            fault: None,
            at_first: (Some(known), None),
        }
    }

    /// What was typed before. The reason is the adviser's word on one place, so it comes back for the same one only.
    fn take(mut self, parked: Option<ParkedOffer>) -> Self {
        let Some(parked) = parked else { return self };
        let is_same = parked.unit == self.unit;
        self.begun_at = parked.begun_at;
        for (name, value) in &parked.fields {
            let id = NAMES.iter().find(|(_, known)| known == name).map(|(id, _)| *id);
            let Some(id) = id.filter(|_| is_same || OF_THE_CHILD.contains(&name.as_str())) else { continue };
            match self.form.value(id) {
                Some(FieldValue::Text(_)) => self.form.set(id, FieldValue::Text(TextField::with_text(value))),
                Some(FieldValue::Pick(_)) => {
                    if let Ok(at) = value.parse() {
                        self.form.pick(id, Some(at));
                    }
                }
                _ => {}
            }
        }
        self
    }

    /// What stands in its fields, by name.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        let value = |id| match self.form.value(id)? {
            FieldValue::Text(field) => field.filled(),
            FieldValue::Pick(picked) => picked.map(|at| at.to_string()),
            _ => None,
        };
        NAMES.iter().filter_map(|(id, name)| Some(((*name).to_owned(), value(*id)?))).collect()
    }

    /// What is kept when the window closes without an offer; none when nothing was typed.
    #[must_use]
    pub fn park(self) -> Option<ParkedOffer> {
        self.form.has_text().then(|| ParkedOffer {
            unit: self.unit,
            completes: self.completes,
            begun_at: self.begun_at,
            fields: self.fields(),
        })
    }

    /// Takes a key. A child that has an offer cannot be picked.
    pub fn press(&mut self, key: Key, view: &BoardView) {
        self.fault = None;
        if self.form.focused() != FieldId::Children {
            self.form.press(key);
            return;
        }
        let before = self.form.picked(FieldId::Children);
        let may_be: Vec<usize> = (0..=self.children.len()).filter(|at| self.can_be_for(*at, view)).collect();
        let at = may_be.iter().position(|at| Some(*at) == before).unwrap_or(0);
        let to = match key.code {
            Code::Right => Some(at + 1),
            Code::Left => Some(at.saturating_sub(1)),
            _ => None,
        };
        if let Some(to) = to {
            self.form.pick(FieldId::Children, may_be.get(to).copied().or(before));
            return;
        }
        self.form.press(key);
        let picked = self.form.picked(FieldId::Children);
        if !picked.is_some_and(|picked| may_be.contains(&picked)) {
            self.form.pick(FieldId::Children, before);
        }
    }

    /// Whom the unit takes, where it takes only part of the group it was looked for.
    #[must_use]
    pub fn part(&self, view: &BoardView) -> Option<Vec<ChildId>> {
        view.unit_row(self.call, self.unit)?.part.as_ref()?;
        view.taken_by(self.call, self.unit)
    }

    /// Whether «all» or a child, counted from 1, can be picked.
    #[must_use]
    pub fn can_be_for(&self, at: usize, view: &BoardView) -> bool {
        match at.checked_sub(1) {
            None => true,
            Some(at) => self.children.get(at).is_some_and(|child| !view.has_offer(self.call, *child)),
        }
    }

    /// Whom the offer would be for.
    #[must_use]
    pub fn is_for(&self, view: &BoardView) -> Vec<ChildId> {
        let is_open = |child: &ChildId| !view.has_offer(self.call, *child);
        match self.form.picked(FieldId::Children) {
            Some(at @ 1..) => self.children.get(at - 1).copied().filter(is_open).into_iter().collect(),
            _ => match self.part(view) {
                Some(part) => part.into_iter().filter(is_open).collect(),
                None => self.children.iter().copied().filter(is_open).collect(),
            },
        }
    }

    /// The place that would be offered, matched with whom it would be for.
    #[must_use]
    pub fn found(&self, view: &BoardView, catalog: &Catalog, now: DateTime<Utc>) -> Option<PlaceMatch> {
        let row = view.unit_row(self.call, self.unit)?;
        let call = view.board.call(self.call)?;
        let (chosen, counts_double) = (self.is_for(view), self.counts_double());
        if !counts_double && view.taken_by(self.call, self.unit).as_ref() == Some(&chosen) {
            return Some(row.place.clone());
        }
        let from = point_of(catalog, call.municipality);
        let request = Request { counts_double, ..request_for_these(call, &chosen, from) };
        let point = |number| point_of(catalog, number);
        match_place(&request, &view.board.offerable(), row.place.place, point, now)
    }

    /// Whether the child takes two places.
    #[must_use]
    pub fn counts_double(&self) -> bool {
        self.form.picked(FieldId::CountsDouble) == Some(DOUBLE)
    }

    /// The places that a child who counts double takes, by their number within the unit.
    #[must_use]
    pub fn takes(&self, view: &BoardView, now: DateTime<Utc>) -> Vec<u16> {
        let Some(row) = view.unit_row(self.call, self.unit) else { return Vec::new() };
        let own: Vec<Place> =
            view.board.places.iter().filter(|place| place.unit == self.unit).cloned().collect();
        let count = self.is_for(view).len().max(1) * 2;
        let taken = places_for(&own, row.place.place, self.call, count, now);
        let mut numbers: Vec<u16> = taken.into_iter().map(|place| place.ordinal).collect();
        numbers.sort_unstable();
        numbers
    }

    /// The command that Enter gives.
    ///
    /// # Errors
    /// What must be filled in first, with the cursor put there.
    pub fn complete(
        &mut self,
        view: &BoardView,
        catalog: &Catalog,
        now: DateTime<Utc>,
    ) -> Result<Command, OfferFault> {
        let command = match self.completes {
            Some(offer) => self.completion(offer, now).map(|done| Command::CompleteOffer(Box::new(done))),
            None => self.draft(view, catalog, now).map(|draft| Command::Offer(Box::new(draft))),
        };
        self.fault = command.as_ref().err().cloned();
        match &self.fault {
            Some(OfferFault::ReasonNeeded) => self.form.focus(FieldId::Why),
            Some(OfferFault::ChildHasOffer) => self.form.focus(FieldId::Children),
            Some(OfferFault::Time(_)) => self.form.focus(FieldId::ClearedAt),
            Some(OfferFault::TooFewForDouble) => self.form.focus(FieldId::CountsDouble),
            _ => {}
        }
        command
    }

    fn draft(
        &self,
        view: &BoardView,
        catalog: &Catalog,
        now: DateTime<Utc>,
    ) -> Result<OfferDraft, OfferFault> {
        let found = self.found(view, catalog, now).ok_or(OfferFault::Gone)?;
        let chosen = self.is_for(view);
        if chosen.is_empty() && !self.children.is_empty() {
            return Err(OfferFault::ChildHasOffer);
        }
        if found.facts.iter().any(|fact| matches!(fact, Fact::TooFewForDouble { .. })) {
            return Err(OfferFault::TooFewForDouble);
        }
        if found.facts.iter().any(Fact::is_blocker) && self.form.text(FieldId::Why).is_none() {
            return Err(OfferFault::ReasonNeeded);
        }
        let call = view.board.call(self.call).ok_or(OfferFault::Gone)?;
        let as_usual = chosen == children_to_place(call, &view.board.offers);
        Ok(OfferDraft {
            call: self.call,
            place: found.place,
            children: if as_usual { Vec::new() } else { chosen },
            why: self.form.text(FieldId::Why),
            child_view: self.form.text(FieldId::ChildView),
            travel_time: self.form.text(FieldId::TravelTime),
            clearance: self.clearance(),
            cleared_with: self.form.text(FieldId::ClearedWith),
            cleared_at: self.cleared_at(now)?,
            may_be_known: self.may_be_known(),
            counts_double: self.counts_double(),
        })
    }

    fn completion(&self, offer: OfferId, now: DateTime<Utc>) -> Result<OfferCompletion, OfferFault> {
        let (known, clearance) = self.at_first;
        let says_known = self.form.picked(FieldId::MayBeKnown) != known;
        let told =
            self.form.text(FieldId::ClearedWith).is_some() || self.form.text(FieldId::ClearedAt).is_some();
        let says_clearance = told || self.form.picked(FieldId::Clearance) != clearance;
        if !self.form.has_text() && !says_known && !says_clearance {
            return Err(OfferFault::NothingFilled);
        }
        Ok(OfferCompletion {
            offer,
            why: self.form.text(FieldId::Why),
            child_view: self.form.text(FieldId::ChildView),
            travel_time: self.form.text(FieldId::TravelTime),
            clearance: says_clearance.then(|| self.clearance()),
            cleared_with: self.form.text(FieldId::ClearedWith),
            cleared_at: if says_clearance { self.cleared_at(now)? } else { None },
            may_be_known: self.may_be_known().filter(|_| says_known),
        })
    }

    fn clearance(&self) -> Clearance {
        if is_cleared(&self.form) { Clearance::Cleared } else { Clearance::NotYet }
    }

    /// When the measure said yes: now, where nothing is typed.
    fn cleared_at(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, OfferFault> {
        if !is_cleared(&self.form) {
            return Ok(None);
        }
        let Some(written) = self.form.text(FieldId::ClearedAt) else { return Ok(Some(now)) };
        past_moment(&written, now).map(Some).map_err(OfferFault::Time)
    }

    /// Whether parents and network must not get to know the place: as picked here, else as the call has it.
    #[must_use]
    pub fn must_not_be_known(&self, call: &Call) -> bool {
        self.may_be_known().or(call.may_be_known) == Some(false)
    }

    fn may_be_known(&self) -> Option<bool> {
        match self.form.picked(FieldId::MayBeKnown) {
            Some(1) => Some(true),
            Some(2) => Some(false),
            _ => None,
        }
    }
}
