//! A line that corrects a call there is: what it tells is changed, the rest stays as it was.
//!
//! The municipality may be left out. Nothing else is milder than for a new call: a word that is not understood
//! corrects nothing.

use chrono::{DateTime, Utc};

use super::error::LineError;
use super::tables::Tables;
use super::{Draft, Mode, Parsed, parse};
use crate::domain::call::{CallFacts, CallKind};
use crate::domain::child::ChildFacts;
use crate::domain::municipality::Region;

/// The line does not say which of the children it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the line tells of {told} children, the call has {known}")]
pub struct ChildrenUnclear {
    /// How many the line tells of.
    pub told: usize,
    /// How many the call has.
    pub known: usize,
}

/// Reads a line that corrects a call with these facts. What holds for a consultation holds for its correction:
/// a basis no placement follows from may stand in it.
#[must_use]
pub fn parse_correction(
    text: &str,
    now: DateTime<Utc>,
    own_region: Region,
    tables: &Tables,
    before: &CallFacts,
) -> Parsed {
    if before.kind == CallKind::Consultation {
        parse(&format!("drøft {text}"), now, own_region, tables, Mode::Command)
    } else {
        parse(text, now, own_region, tables, Mode::Command)
    }
}

impl Parsed {
    /// What is wrong with the line as a correction, in its order.
    pub fn problems_of_correction(&self) -> impl Iterator<Item = &LineError> {
        self.problems().map(|(_, problem)| problem).filter(|problem| **problem != LineError::NoMunicipality)
    }
}

impl Draft {
    /// The facts with what the line tells. One child told is the one at `child`, where that is said; else the
    /// children told are those of the call in their order, and further ones are new.
    ///
    /// # Errors
    /// When fewer children are told than the call has, and not which.
    pub fn corrected(
        &self,
        before: &CallFacts,
        child: Option<usize>,
        tables: &Tables,
    ) -> Result<CallFacts, ChildrenUnclear> {
        let mut after = before.clone();
        after.children = self.corrected_children(&before.children, child)?;
        set(&mut after.municipality, self.municipality);
        after.rung_from = self.rung_from.or(before.rung_from).filter(|from| *from != after.municipality);
        after.caller = self.caller.or(before.caller);
        after.siblings = self.siblings.or(before.siblings);
        after.decision = self.decision.or(before.decision);
        after.whereabouts = self.whereabouts.or(before.whereabouts);
        after.shield = self.shield.or(before.shield);
        if self.basis.is_some() && self.basis != before.basis {
            after.basis = self.basis;
            let basis = self.basis.and_then(|code| tables.basis(code));
            after.is_acute = !basis.is_some_and(|basis| basis.ordinarily_planned);
        }
        if !self.wished.is_empty() {
            after.wished.clone_from(&self.wished);
        }
        for need in &self.needs {
            super::draft::add_need(&mut after.needs, need);
        }
        if self.is_consultation {
            after.kind = CallKind::Consultation;
            after.received_at = None;
        }
        match self.received_at {
            // A time told for a consultation is that of the talk itself.
            Some(told) if after.kind == CallKind::Consultation => after.first_contact_at = told,
            Some(told) => {
                after.received_at = Some(told);
                after.first_contact_at = before.first_contact_at.min(told);
            }
            None => {}
        }
        after.callback = self.callback.clone().or_else(|| before.callback.clone());
        after.note = self.note.clone().or_else(|| before.note.clone());
        Ok(after)
    }

    fn corrected_children(
        &self,
        before: &[ChildFacts],
        child: Option<usize>,
    ) -> Result<Vec<ChildFacts>, ChildrenUnclear> {
        let told = self.children.as_slice();
        let unclear = ChildrenUnclear { told: told.len(), known: before.len() };
        let mut after = before.to_vec();
        match (told, child.and_then(|at| after.get_mut(at))) {
            ([], _) => Ok(after),
            ([one], Some(known)) => {
                *known = *one;
                Ok(after)
            }
            (_, None) if child.is_none() && told.len() >= before.len() => Ok(told.to_vec()),
            _ => Err(unclear),
        }
    }
}

fn set<T>(known: &mut T, told: Option<T>) {
    if let Some(told) = told {
        *known = told;
    }
}
