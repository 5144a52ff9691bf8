//! Coded facts of calls in words: one word a code, for screens, timelines and commands alike.

use std::borrow::Cow;

use super::Texts;
use crate::domain::call::{CallerRole, DecisionMaker, DecisionStatus, Whereabouts};
use crate::domain::child::SiblingRule;
use crate::domain::claim::ClaimEnd;
use crate::domain::unit::ConfirmedHow;

impl Texts {
    /// Who phones, in full.
    #[must_use]
    pub fn caller(&self, caller: CallerRole) -> Cow<'_, str> {
        match caller {
            CallerRole::Municipality => self.caller_municipality(),
            CallerRole::OutOfHours => self.caller_out_of_hours(),
            CallerRole::Prosecutor => self.caller_prosecutor(),
            CallerRole::Other => self.caller_other(),
        }
    }

    /// Whether the decision is made.
    #[must_use]
    pub fn decision(&self, decision: DecisionStatus) -> Cow<'_, str> {
        match decision {
            DecisionStatus::Made => self.decision_made(),
            DecisionStatus::AwaitsPlace => self.decision_awaits_place(),
            DecisionStatus::AwaitsTribunal => self.decision_awaits_tribunal(),
        }
    }

    /// Who made the decision.
    #[must_use]
    pub fn decision_maker(&self, maker: DecisionMaker) -> Cow<'_, str> {
        match maker {
            DecisionMaker::Court => self.maker_court(),
            DecisionMaker::Municipality => self.maker_municipality(),
            DecisionMaker::Tribunal => self.maker_tribunal(),
            DecisionMaker::PoliceOrOutOfHours => self.maker_police(),
            DecisionMaker::Immigration => self.maker_immigration(),
        }
    }

    /// Where the child is.
    #[must_use]
    pub fn whereabouts(&self, place: Whereabouts) -> Cow<'_, str> {
        match place {
            Whereabouts::Home => self.where_home(),
            Whereabouts::Institution => self.where_institution(),
            Whereabouts::FosterHome => self.where_foster_home(),
            Whereabouts::Kin => self.where_kin(),
            Whereabouts::MunicipalitySolution => self.where_municipality_solution(),
            Whereabouts::Staff => self.where_staff(),
            Whereabouts::Hospital => self.where_hospital(),
            Whereabouts::Custody => self.where_custody(),
            Whereabouts::Unknown => self.where_unknown(),
            Whereabouts::Other => self.where_other(),
        }
    }

    /// How siblings are to be placed.
    #[must_use]
    pub fn sibling_rule(&self, rule: SiblingRule) -> Cow<'_, str> {
        match rule {
            SiblingRule::Together => self.siblings_together(),
            SiblingRule::MaySplit => self.siblings_may_split(),
            SiblingRule::Apart => self.siblings_apart(),
            SiblingRule::NotSiblings => self.siblings_not(),
        }
    }

    /// Why a claim on a place ended.
    #[must_use]
    pub fn claim_end(&self, end: ClaimEnd) -> Cow<'_, str> {
        match end {
            ClaimEnd::Lapsed => self.claim_end_lapsed(),
            ClaimEnd::Released => self.claim_end_released(),
            ClaimEnd::Declined => self.claim_end_declined(),
            ClaimEnd::Withdrawn => self.answer_withdrawn(),
            ClaimEnd::Undone => self.claim_end_undone(),
            ClaimEnd::Ended => self.claim_end_ended(),
            ClaimEnd::Closed => self.claim_end_closed(),
        }
    }

    /// How a place was confirmed.
    #[must_use]
    pub fn confirmed_how(&self, how: ConfirmedHow) -> Cow<'_, str> {
        match how {
            ConfirmedHow::Phoned => self.cli_how_phoned(),
            ConfirmedHow::Mail => self.cli_how_mail(),
            ConfirmedHow::Message => self.cli_how_message(),
        }
    }
}
