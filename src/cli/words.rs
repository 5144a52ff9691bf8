//! Coded values in words, for the lines people read.

use std::borrow::Cow;

use crate::domain::call::Shield;
use crate::domain::checklist::AnswerState;
use crate::domain::claim::ClaimKind;
use crate::domain::gaps::Gap;
use crate::domain::offer::Answer;
use crate::domain::unit::PlaceState;
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
