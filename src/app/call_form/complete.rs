//! From a form to the command that saves it: one pure function. A field that was not touched keeps the value it had,
//! to the second; every other one is read as the quick line reads it.

use chrono::{DateTime, TimeDelta, Utc};

use super::table::{
    CALLERS, CallField, ChildPart, ChildRow, DECISIONS, KINDS, MAKERS, PLACES, SEXES, SHIELDS, SIBLINGS,
    WISHES, YES_NO, child_rows,
};
use super::{CallForm, Fault};
use crate::domain::call::{CallFacts, CallKind};
use crate::domain::child::{Age, ChildFacts, ChildIdentity, Sex};
use crate::domain::command::{CallEdit, Command};
use crate::domain::measure::Wish;
use crate::domain::municipality::{MunicipalityNumber, Region};
use crate::domain::quick_line::{Draft, LineError, Piece, Tables, read_piece, time_ahead};

/// What a form is read with.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The moment times are read at.
    pub now: DateTime<Utc>,
    /// The own region.
    pub region: Region,
    /// Names, needs and legal bases.
    pub tables: &'a Tables,
}

impl CallForm {
    /// The command that saves the form.
    ///
    /// # Errors
    /// The first field that cannot be read, in the order of the form.
    pub fn complete(&self, reading: Reading<'_>) -> Result<Command, Fault> {
        let after = self.facts(reading)?;
        let (Some(call), Some(known)) = (self.call, &self.known) else {
            return Ok(Command::RegisterCall(Box::new(after)));
        };
        let is_mistake = |child: &&crate::domain::ids::ChildId| {
            self.picked(CallField::Child(ChildRow::Known(**child), ChildPart::Mistake)).is_some()
        };
        Ok(Command::EditCall(Box::new(CallEdit {
            call,
            before: known.facts.clone(),
            after,
            children: known.children.clone(),
            removed: known.children.iter().filter(is_mistake).copied().collect(),
        })))
    }

    /// What is wrong with one field as it stands.
    #[must_use]
    pub fn check(&self, field: CallField, reading: Reading<'_>) -> Option<LineError> {
        let result = match field {
            CallField::Municipality if self.typed(field).is_none() => Ok(()),
            CallField::Municipality => self.municipality(reading).map(drop),
            CallField::Child(row, ChildPart::Age) => self.child(row, reading).map(drop),
            CallField::HoldsUntil => self.holds_until(reading).map(drop),
            _ => match self.piece(field) {
                Some(piece) => self.read(field, piece, reading).map(drop),
                None => Ok(()),
            },
        };
        result.err().map(|fault| *fault.error)
    }

    /// What a field was read as; none when it is empty, unreadable or not read as the quick line reads it.
    #[must_use]
    pub fn told(&self, field: CallField, reading: Reading<'_>) -> Option<Draft> {
        read_piece(&self.typed(field)?, self.piece(field)?, reading.now, reading.region, reading.tables).ok()
    }

    /// The referral if the form were saved now, as far as it can be read; none when no clock would run.
    #[must_use]
    pub fn referral(&self, reading: Reading<'_>) -> Option<DateTime<Utc>> {
        let told = self.told(CallField::Received, reading).and_then(|draft| draft.received_at);
        if let Some(known) = &self.known {
            return if self.is_changed(CallField::Received) { told } else { known.facts.received_at };
        }
        let kind = KINDS.value(self.picked(CallField::Kind)).unwrap_or(CallKind::Placement);
        let children = child_rows(&self.form).filter(|row| !self.is_blank(*row));
        let children = children.filter_map(|row| self.child(row, reading).ok()).collect();
        let municipality = self.municipality(reading).ok();
        let is_elsewhere =
            municipality.is_some_and(|number| reading.tables.is_elsewhere(number, reading.region));
        self.referral_of_new(kind, children, told, is_elsewhere)
    }

    /// When an offer would be due; none when no clock would run.
    #[must_use]
    pub fn deadline(&self, reading: Reading<'_>, response_minutes: i64) -> Option<DateTime<Utc>> {
        let is_planned = match (&self.known, self.told(CallField::Basis, reading)) {
            (Some(known), _) if !self.is_changed(CallField::Basis) => !known.facts.is_acute,
            (_, basis) => {
                basis.and_then(|draft| draft.basis).is_some_and(|basis| reading.tables.is_planned(basis))
            }
        };
        let is_consultation = KINDS.value(self.picked(CallField::Kind)) == Some(CallKind::Consultation);
        let referral = self.referral(reading).filter(|_| !is_planned && !is_consultation)?;
        referral.checked_add_signed(TimeDelta::try_minutes(response_minutes)?)
    }

    fn facts(&self, reading: Reading<'_>) -> Result<CallFacts, Fault> {
        let municipality = self.municipality(reading)?;
        let kind = KINDS.value(self.picked(CallField::Kind)).unwrap_or(CallKind::Placement);
        let mut facts = match &self.known {
            Some(known) => CallFacts { kind, municipality, ..known.facts.clone() },
            None => CallFacts::new(kind, municipality, self.opened_at),
        };
        facts.caller = CALLERS.value(self.picked(CallField::Caller));
        self.put(CallField::RungFrom, &mut facts.rung_from, |draft| draft.rung_from, reading)?;
        if facts.rung_from == Some(municipality) {
            facts.rung_from = None;
        }
        // A number that is known is not in the facts: it stays unless another is typed.
        self.put(CallField::Callback, &mut facts.callback, |draft| draft.callback.clone(), reading)?;
        let mut first_contact = Some(facts.first_contact_at);
        self.put(CallField::FirstContact, &mut first_contact, |draft| draft.received_at, reading)?;
        self.put(CallField::Received, &mut facts.received_at, |draft| draft.received_at, reading)?;
        facts.decision = DECISIONS.value(self.picked(CallField::Decision));
        facts.decided_by = MAKERS.value(self.picked(CallField::DecidedBy));
        self.put(CallField::DecidedAt, &mut facts.decided_at, |draft| draft.received_at, reading)?;
        self.put(CallField::Basis, &mut facts.basis, |draft| draft.basis, reading)?;
        if self.is_changed(CallField::Basis) {
            facts.is_acute = !facts.basis.is_some_and(|basis| reading.tables.is_planned(basis));
        }
        facts.wished = self.wished(&facts.wished);
        facts.shield = SHIELDS.value(self.picked(CallField::Shield));
        facts.may_be_known = YES_NO.value(self.picked(CallField::MayBeKnown));
        facts.whereabouts = PLACES.value(self.picked(CallField::Whereabouts));
        facts.holds_until = self.holds_until(reading)?;
        self.put_children(&mut facts, reading)?;
        if facts.children.len() > 1 {
            facts.siblings = SIBLINGS.value(self.picked(CallField::Siblings));
        }
        if self.is_changed(CallField::Needs) {
            let needs = self.read(CallField::Needs, Piece::Needs, reading)?;
            facts.needs = needs.map(|draft| draft.needs).unwrap_or_default();
        }
        if self.is_changed(CallField::Note) || self.known.is_none() {
            facts.note = self.typed(CallField::Note);
        }
        if self.known.is_none() {
            let is_elsewhere = reading.tables.is_elsewhere(municipality, reading.region);
            let told = facts.received_at;
            facts.received_at = self.referral_of_new(kind, facts.children.clone(), told, is_elsewhere);
        }
        let first_contact = first_contact.unwrap_or(self.opened_at);
        facts.first_contact_at = facts.received_at.map_or(first_contact, |told| told.min(first_contact));
        Ok(facts)
    }

    /// The referral of a new call: as told, else when the talk was begun; none where no clock starts by itself.
    fn referral_of_new(
        &self,
        kind: CallKind,
        children: Vec<ChildFacts>,
        told: Option<DateTime<Utc>>,
        is_elsewhere: bool,
    ) -> Option<DateTime<Utc>> {
        let draft = Draft { children, received_at: told, is_elsewhere, ..Draft::default() };
        let starts_by_itself = !draft.waits_for_time();
        let begun = starts_by_itself.then_some(self.opened_at);
        told.or(begun).filter(|_| kind == CallKind::Placement)
    }

    /// The municipality as it stands.
    ///
    /// # Errors
    /// When none is told, or it cannot be read.
    pub fn municipality(&self, reading: Reading<'_>) -> Result<MunicipalityNumber, Fault> {
        let field = CallField::Municipality;
        if let Some(known) = self.known.as_ref().filter(|_| !self.is_changed(field)) {
            return Ok(known.facts.municipality);
        }
        let draft = self.read(field, Piece::Municipality, reading)?;
        let told = draft.and_then(|draft| draft.municipality);
        told.ok_or_else(|| Fault::new(field, LineError::NoMunicipality))
    }

    fn holds_until(&self, reading: Reading<'_>) -> Result<Option<DateTime<Utc>>, Fault> {
        let field = CallField::HoldsUntil;
        if let Some(known) = self.known.as_ref().filter(|_| !self.is_changed(field)) {
            return Ok(known.facts.holds_until);
        }
        let Some(text) = self.typed(field) else { return Ok(None) };
        let at = time_ahead(&text, reading.now);
        at.map(Some).ok_or_else(|| Fault::new(field, LineError::NotATime { written: text }))
    }

    /// The first two wishes as picked; further ones stay as they were.
    fn wished(&self, before: &[Wish]) -> Vec<Wish> {
        let fields = [CallField::Wished, CallField::WishedElse];
        let mut wished: Vec<Wish> =
            fields.iter().filter_map(|field| WISHES.value(self.picked(*field))).collect();
        wished.extend(before.iter().skip(fields.len()));
        let mut seen = Vec::new();
        wished.retain(|wish| {
            let is_new = !seen.contains(wish);
            seen.push(*wish);
            is_new
        });
        wished
    }

    fn put_children(&self, facts: &mut CallFacts, reading: Reading<'_>) -> Result<(), Fault> {
        let mut children = Vec::new();
        let mut identities = Vec::new();
        for row in child_rows(&self.form) {
            if matches!(row, ChildRow::New(_)) && self.is_blank(row) {
                continue;
            }
            children.push(self.child(row, reading)?);
            identities.push(ChildIdentity {
                name: self.typed(CallField::Child(row, ChildPart::Name)),
                national_id: self.typed(CallField::Child(row, ChildPart::NationalId)),
            });
        }
        while identities.last().is_some_and(|last| *last == ChildIdentity::default()) {
            identities.pop();
        }
        facts.children = children;
        facts.identities = identities;
        Ok(())
    }

    fn child(&self, row: ChildRow, reading: Reading<'_>) -> Result<ChildFacts, Fault> {
        let field = CallField::Child(row, ChildPart::Age);
        let picked = SEXES.value(self.picked(CallField::Child(row, ChildPart::Sex)));
        let before = match (row, &self.known) {
            (ChildRow::Known(child), Some(known)) => {
                let at = known.children.iter().position(|id| *id == child);
                at.and_then(|at| known.facts.children.get(at)).copied()
            }
            _ => None,
        };
        let told = if let Some(before) = before.filter(|_| !self.is_changed(field)) {
            before
        } else {
            let sex = picked.unwrap_or(Sex::Unspecified);
            let draft = self.read(field, Piece::Age(sex), reading)?;
            let told = draft.and_then(|draft| draft.children.first().copied());
            told.unwrap_or(ChildFacts { sex, age: Age::Unknown })
        };
        Ok(ChildFacts { sex: picked.unwrap_or(told.sex), age: told.age })
    }

    /// Whether nothing is told in a child's row.
    #[must_use]
    pub fn is_blank(&self, row: ChildRow) -> bool {
        [ChildPart::Sex, ChildPart::Age, ChildPart::Name, ChildPart::NationalId]
            .iter()
            .all(|part| self.written(CallField::Child(row, *part)).trim().is_empty())
    }

    /// How a field that is read as the quick line reads it is to be read.
    fn piece(&self, field: CallField) -> Option<Piece> {
        let is_consultation = KINDS.value(self.picked(CallField::Kind)) == Some(CallKind::Consultation);
        Some(match field {
            CallField::Municipality => Piece::Municipality,
            CallField::RungFrom => Piece::RungFrom,
            CallField::Callback => Piece::Callback,
            CallField::FirstContact | CallField::Received | CallField::DecidedAt => Piece::Past,
            CallField::Basis => Piece::Basis { is_consultation },
            CallField::Needs => Piece::Needs,
            _ => return None,
        })
    }

    /// Puts what a changed field says in the place of what it said.
    fn put<T>(
        &self,
        field: CallField,
        value: &mut Option<T>,
        told: impl FnOnce(&Draft) -> Option<T>,
        reading: Reading<'_>,
    ) -> Result<(), Fault> {
        if !self.is_changed(field) {
            return Ok(());
        }
        if let Some(piece) = self.piece(field) {
            *value = self.read(field, piece, reading)?.as_ref().and_then(told);
        }
        Ok(())
    }

    fn read(&self, field: CallField, piece: Piece, reading: Reading<'_>) -> Result<Option<Draft>, Fault> {
        let Some(text) = self.typed(field).filter(|_| self.is_changed(field)) else { return Ok(None) };
        read_piece(&text, piece, reading.now, reading.region, reading.tables)
            .map(Some)
            .map_err(|error| Fault::new(field, error))
    }
}
