//! Coded values in words, for the lines people read.

use std::borrow::Cow;

use crate::domain::gaps::Gap;
use crate::domain::journal::Act;
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

/// What was done.
pub fn act(texts: &Texts, act: Act) -> Cow<'_, str> {
    match act {
        Act::Init => texts.cli_act_init(),
        Act::SignOn => texts.cli_act_sign_on(),
        Act::Call => texts.cli_act_call(),
        Act::Place => texts.cli_act_place(),
        Act::Confirm => texts.cli_act_confirm(),
        Act::Hold => texts.cli_act_hold(),
        Act::Release => texts.cli_act_release(),
        Act::Offer => texts.cli_act_offer(),
        Act::Answer => texts.cli_act_answer(),
        Act::Undo => texts.cli_act_undo(),
        Act::Import => texts.cli_act_import(),
        Act::Setting => texts.cli_act_setting(),
        Act::Arrive => texts.cli_act_arrive(),
        Act::Close => texts.cli_act_close(),
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
