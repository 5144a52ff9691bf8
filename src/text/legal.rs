//! The clocks of the law in words: information, never a judgement.

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::basis::{BasisCode, LegalBasis};
use crate::domain::call::Call;
use crate::domain::child::ChildFacts;
use crate::domain::legal_clocks::{LegalClock, LegalClockKind, LegalStart, LegalUntil, clocks, starts};
use crate::domain::placement::Placement;

impl Texts {
    /// What is known of a call's legal clocks, a line each; at last what the built-in data says is not confirmed of
    /// them. Where siblings have clocks of their own it is said whose each is.
    #[must_use]
    pub fn legal_lines<'b>(
        &self,
        call: &Call,
        placements: &[Placement],
        basis_of: impl Fn(BasisCode) -> Option<&'b LegalBasis>,
        now: DateTime<Utc>,
    ) -> Vec<String> {
        let starts = starts(call, placements);
        let mut lines: Vec<String> = Vec::new();
        let mut unsure: Vec<String> = Vec::new();
        for start in &starts {
            let Some(basis) = basis_of(start.basis) else { continue };
            let clocks = clocks(basis, start.decided_at, start.carried_out_at);
            let said = clocks.iter().map(|clock| {
                let text = self.legal_clock(clock, now);
                match clock.until {
                    LegalUntil::Moment { .. } if starts.len() > 1 => {
                        self.legal_of(text, self.whose(call, start))
                    }
                    // The decision is one for all who are placed on it.
                    _ if starts.iter().any(|other| other.basis != start.basis) => {
                        self.legal_of(text, start.basis.with_sign())
                    }
                    _ => text,
                }
            });
            let said: Vec<String> = said.filter(|line| !lines.contains(line)).collect();
            if let Some(what) = basis.to_be_confirmed.as_ref().filter(|_| !said.is_empty()) {
                let line = self.legal_to_be_confirmed(start.basis.with_sign(), what.as_str());
                if !unsure.contains(&line) {
                    unsure.push(line);
                }
            }
            lines.extend(said);
        }
        lines.extend(unsure);
        lines
    }

    /// One clock of the law.
    #[must_use]
    pub fn legal_clock(&self, clock: &LegalClock, now: DateTime<Utc>) -> String {
        match (clock.kind, clock.until) {
            (LegalClockKind::Tribunal, LegalUntil::Moment { at, hours }) => {
                self.legal_tribunal(hours, self.time_near(at, now))
            }
            (_, LegalUntil::Moment { at, .. }) => self.time_near(at, now),
            (_, LegalUntil::Day { last, days }) => {
                self.legal_petition(last.format("%d.%m.%Y").to_string(), days)
            }
            (_, LegalUntil::DaysAfter(days)) => self.legal_complaint(days),
        }
    }

    fn whose(&self, call: &Call, start: &LegalStart) -> String {
        let facts: Vec<&ChildFacts> = call
            .children
            .iter()
            .filter(|child| start.children.contains(&child.id))
            .map(|child| &child.facts)
            .collect();
        let basis = start.basis.with_sign();
        if facts.is_empty() {
            basis
        } else {
            format!("{}, {basis}", self.children(facts.into_iter(), call.siblings))
        }
    }
}
