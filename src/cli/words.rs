//! Coded values in words, for the lines people read.

use std::borrow::Cow;

use crate::domain::call::{DecisionMaker, DecisionStatus, Shield, Whereabouts};
use crate::domain::checklist::AnswerState;
use crate::domain::child::SiblingRule;
use crate::domain::claim::{ClaimEnd, ClaimKind};
use crate::domain::gaps::Gap;
use crate::domain::offer::Answer;
use crate::domain::unit::{ConfirmedHow, PlaceState};
use crate::text::Texts;

/// The municipality's answer.
pub fn answer(texts: &Texts, answer: Answer) -> Cow<'_, str> {
    match answer {
        Answer::Accepted => texts.cli_answer_accepted(),
        Answer::Declined => texts.cli_answer_declined(),
        Answer::Withdrawn => texts.cli_answer_withdrawn(),
    }
}

/// What is not known yet.
pub fn gap(texts: &Texts, gap: Gap) -> Cow<'_, str> {
    match gap {
        Gap::Callback => texts.cli_gap_callback(),
        Gap::Age => texts.cli_gap_age(),
        Gap::Basis => texts.cli_gap_basis(),
        Gap::Decision => texts.cli_gap_decision(),
        Gap::Wished => texts.cli_gap_wished(),
        Gap::Whereabouts => texts.cli_gap_whereabouts(),
        Gap::Siblings => texts.cli_gap_siblings(),
        Gap::Caller => texts.cli_gap_caller(),
    }
}

/// The state of a place: claimed, or as set by people.
pub fn state<'t>(texts: &'t Texts, code: &'t str) -> Cow<'t, str> {
    match code {
        "held" => texts.state_held(),
        "offered" => texts.state_offered(),
        "occupied" => texts.state_occupied(),
        _ => PlaceState::from_code(code).map_or(Cow::Borrowed(code), |state| texts.place_state(state)),
    }
}

/// Where an item of the checklist stands.
pub fn answer_state(texts: &Texts, state: AnswerState) -> Cow<'_, str> {
    match state {
        AnswerState::NotAsked => texts.cli_item_not_asked(),
        AnswerState::Answered => texts.cli_item_is_answered(),
        AnswerState::Unknown => texts.cli_item_unknown(),
        AnswerState::NotRelevant => texts.cli_item_not_relevant(),
        AnswerState::Later => texts.cli_item_later(),
    }
}

/// How firmly a place was taken, at its firmest.
pub fn claim(texts: &Texts, kind: ClaimKind) -> Cow<'_, str> {
    match kind {
        ClaimKind::Hold => texts.state_held(),
        ClaimKind::Offer => texts.state_offered(),
        ClaimKind::Placement => texts.state_occupied(),
    }
}

/// Why a claim ended.
pub fn claim_end(texts: &Texts, end: ClaimEnd) -> Cow<'_, str> {
    match end {
        ClaimEnd::Lapsed => texts.cli_end_lapsed(),
        ClaimEnd::Released => texts.cli_end_released(),
        ClaimEnd::Declined => texts.cli_answer_declined(),
        ClaimEnd::Withdrawn => texts.cli_answer_withdrawn(),
        ClaimEnd::Undone => texts.cli_end_undone(),
        ClaimEnd::Ended => texts.cli_end_ended(),
        ClaimEnd::Closed => texts.cli_end_closed(),
    }
}

/// How a place was confirmed.
pub fn confirmed_how(texts: &Texts, how: ConfirmedHow) -> Cow<'_, str> {
    match how {
        ConfirmedHow::Phoned => texts.cli_how_phoned(),
        ConfirmedHow::Mail => texts.cli_how_mail(),
        ConfirmedHow::Message => texts.cli_how_message(),
    }
}

/// Whether the decision is made.
pub fn decision(texts: &Texts, decision: DecisionStatus) -> Cow<'_, str> {
    match decision {
        DecisionStatus::Made => texts.decision_made(),
        DecisionStatus::AwaitsPlace => texts.decision_awaits_place(),
        DecisionStatus::AwaitsTribunal => texts.decision_awaits_tribunal(),
    }
}

/// Who made the decision.
pub fn maker(texts: &Texts, maker: DecisionMaker) -> Cow<'_, str> {
    match maker {
        DecisionMaker::Court => texts.cli_maker_court(),
        DecisionMaker::Municipality => texts.cli_maker_municipality(),
        DecisionMaker::Tribunal => texts.cli_maker_tribunal(),
        DecisionMaker::PoliceOrOutOfHours => texts.cli_maker_police(),
        DecisionMaker::Immigration => texts.cli_maker_immigration(),
    }
}

/// Where the child is.
pub fn whereabouts(texts: &Texts, place: Whereabouts) -> Cow<'_, str> {
    match place {
        Whereabouts::Home => texts.where_home(),
        Whereabouts::Institution => texts.where_institution(),
        Whereabouts::FosterHome => texts.where_foster_home(),
        Whereabouts::Kin => texts.where_kin(),
        Whereabouts::MunicipalitySolution => texts.where_municipality_solution(),
        Whereabouts::Staff => texts.where_staff(),
        Whereabouts::Hospital => texts.where_hospital(),
        Whereabouts::Custody => texts.where_custody(),
        Whereabouts::Unknown => texts.where_unknown(),
        Whereabouts::Other => texts.where_other(),
    }
}

/// How siblings are to be placed.
pub fn siblings(texts: &Texts, rule: SiblingRule) -> Cow<'_, str> {
    match rule {
        SiblingRule::Together => texts.siblings_together(),
        SiblingRule::MaySplit => texts.siblings_may_split(),
        SiblingRule::Apart => texts.siblings_apart(),
        SiblingRule::NotSiblings => texts.siblings_not(),
    }
}

/// A protected address.
pub fn shield(texts: &Texts, shield: Shield) -> Cow<'_, str> {
    match shield {
        Shield::Code6 => texts.cli_shield_code6(),
        Shield::Code7 => texts.cli_shield_code7(),
        Shield::Shielded => texts.cli_shielded(),
    }
}

/// Whether parents and network may know the place.
pub fn may_be_known(texts: &Texts, known: bool) -> Cow<'_, str> {
    if known { texts.cli_item_may_be_known() } else { texts.cli_item_not_be_known() }
}
