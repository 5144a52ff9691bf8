//! What is not known of a call yet. A gap is shown, never a wall: only the municipality is required.

use super::call::{CallFacts, CallKind};
use super::child::Age;
use super::codes::coded;

coded! {
    /// Something not known yet, the most needed first (routine step 2; checklist items 2–4).
    pub enum Gap {
        /// Number to ring back on: always the first gap shown.
        Callback = "callback",
        /// A child's age.
        Age = "age",
        /// Legal basis.
        Basis = "basis",
        /// Whether the decision is made.
        Decision = "decision",
        /// Wished measure.
        Wished = "wished",
        /// Where the child is now.
        Whereabouts = "whereabouts",
        /// Whether siblings go together.
        Siblings = "siblings",
        /// Who phones.
        Caller = "caller",
    }
}

impl Gap {
    /// What the facts leave open, the most needed first.
    #[must_use]
    pub fn of(facts: &CallFacts) -> Vec<Self> {
        let placement = facts.kind == CallKind::Placement;
        Self::ALL
            .iter()
            .copied()
            .filter(|gap| match gap {
                Self::Callback => facts.callback.is_none(),
                Self::Caller => facts.caller.is_none(),
                Self::Age => {
                    facts.children.is_empty() || facts.children.iter().any(|child| child.age == Age::Unknown)
                }
                Self::Basis => placement && facts.basis.is_none(),
                Self::Decision => placement && facts.decision.is_none(),
                Self::Wished => placement && facts.wished.is_empty(),
                Self::Whereabouts => placement && facts.whereabouts.is_none(),
                Self::Siblings => facts.children.len() > 1 && facts.siblings.is_none(),
            })
            .collect()
    }
}
