//! Coded values in words, for the lines people read.

use std::borrow::Cow;

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
        "closed" => texts.state_closed(),
        _ => PlaceState::from_code(code).map_or(Cow::Borrowed(code), |state| texts.place_state(state)),
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
