//! From a read line to the facts of a call: strictly for commands, and for the screen's second Enter with what was
//! not understood in the note, so that the clock never waits for spelling.

use chrono::{DateTime, TimeDelta, Utc};

use super::Parsed;
use super::error::LineError;
use crate::domain::call::{CallFacts, CallKind};

impl Parsed {
    /// The facts, when every word is understood.
    ///
    /// `first_contact_at` is when the adviser began the line (`n`, or the command's now).
    ///
    /// # Errors
    /// The first thing that is wrong; its code is [`LineError::code`].
    pub fn to_facts(&self, first_contact_at: DateTime<Utc>) -> Result<CallFacts, LineError> {
        match self.problems().next() {
            Some((_, error)) => Err(error.clone()),
            None => self.facts(first_contact_at, self.draft.note.clone()),
        }
    }

    /// The facts, with the words that were not understood put into the note as `mark` writes them
    /// (`(ikke forstått: btv)`). Only the municipality must be settled.
    ///
    /// # Errors
    /// What is wrong with the municipality.
    pub fn to_facts_with_rest(
        &self,
        first_contact_at: DateTime<Utc>,
        mark: impl FnOnce(&[&str]) -> String,
    ) -> Result<CallFacts, LineError> {
        if let Some((_, error)) = self.problems().find(|(_, error)| error.must_be_settled()) {
            return Err(error.clone());
        }
        if self.draft.municipality.is_none() {
            return Err(self.municipality_asked().map_or(LineError::NoMunicipality, LineError::clone));
        }
        let rest = self.not_understood();
        let marked = (!rest.is_empty()).then(|| mark(&rest));
        let note = match (self.draft.note.clone(), marked) {
            (Some(note), Some(marked)) => Some(format!("{note} {marked}")),
            (note, marked) => note.or(marked),
        };
        self.facts(first_contact_at, note)
    }

    /// The parts of the line that were not understood, as written, in their order.
    #[must_use]
    pub fn not_understood(&self) -> Vec<&str> {
        self.tokens
            .iter()
            .filter(|token| token.content.error().is_some())
            .filter_map(|token| self.text.get(token.span.clone()))
            .collect()
    }

    fn facts(&self, first_contact_at: DateTime<Utc>, note: Option<String>) -> Result<CallFacts, LineError> {
        let draft = &self.draft;
        let municipality = draft.municipality.ok_or(LineError::NoMunicipality)?;
        let (kind, received_at) = if draft.is_consultation {
            (CallKind::Consultation, None)
        } else if draft.waits_for_time() {
            (CallKind::Placement, None)
        } else {
            (CallKind::Placement, Some(draft.received_at.unwrap_or(self.now)))
        };
        // A time told for a consultation is that of the talk itself.
        let first_contact_at = draft.received_at.map_or(first_contact_at, |told| told.min(first_contact_at));
        Ok(CallFacts {
            is_acute: !draft.is_planned,
            rung_from: draft.rung_from,
            caller: draft.caller,
            children: draft.children.clone(),
            siblings: draft.siblings,
            basis: draft.basis,
            decision: draft.decision,
            wished: draft.wished.clone(),
            needs: draft.needs.clone(),
            whereabouts: draft.whereabouts,
            shield: draft.shield,
            received_at,
            callback: draft.callback.clone(),
            note,
            ..CallFacts::new(kind, municipality, first_contact_at)
        })
    }

    /// When an offer is due if the line is registered as it stands; none when no clock would run.
    #[must_use]
    pub fn deadline(&self, response_minutes: i64) -> Option<DateTime<Utc>> {
        let facts = self.facts(self.now, None).ok()?;
        let received = facts.received_at.filter(|_| facts.is_acute)?;
        received.checked_add_signed(TimeDelta::try_minutes(response_minutes)?)
    }
}
