//! The window of the municipality's answer: letters pick, Enter saves what the lower lines say.

use crate::app::answer_window::{ANSWER_LETTERS, AnswerFault, AnswerWindow, OFFER_LETTERS, REASON_LETTERS};
use crate::app::form::FieldId;
use crate::domain::offer::{Answer, DeclineReason, Offer};

use super::fields::{Spot, draw as draw_field, draw_in_rows, draw_pick, option_rows};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 104;
/// With the border, while one offer awaits its answer.
const HEIGHT: u16 = 13;
const COLUMN: u16 = 14;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, window_of: &AnswerWindow) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let offer = view.board.offers.iter().find(|offer| offer.id == window_of.offer);
    let (Some(call), Some(offer)) = (view.board.call(window_of.call), offer) else { return };
    let unit = view.unit_of_place(offer.place).map(|unit| unit.name.clone()).unwrap_or_default();
    let children = call.children.iter().filter(|child| offer.children.contains(&child.id));
    let facts: Vec<_> = children.map(|child| &child.facts).collect();
    let who = texts.children(facts.into_iter(), call.siblings);
    let title = texts.answer_title(call.id.0, scene.caller_place(call), offer.id.0, unit);
    let awaited: Vec<&Offer> = view.awaited_offers(call.id).collect();
    let offers: Vec<(char, String)> = OFFER_LETTERS
        .iter()
        .copied()
        .zip(awaited.iter().map(|offer| {
            let unit = view.unit_of_place(offer.place).map(|unit| unit.name.as_str());
            texts.answer_offer(unit.unwrap_or_default(), scene.some_children(call, &offer.children))
        }))
        .collect();
    let room = WIDTH.min(pen.area().width).saturating_sub(4 + COLUMN);
    let more = if offers.len() > 1 { option_rows(&offers, room).len() } else { 0 };
    let height = HEIGHT.saturating_add(u16::try_from(more).unwrap_or(u16::MAX));
    let inner = window(pen, WIDTH, height, &title, &texts.answer_hint());
    let given =
        texts.answer_given(texts.age_of(offer.at, scene.now()), texts.time_near(offer.at, scene.now()));
    let mut head = pen.line(inner, 0);
    head.text(texts.answer_for(who), Role::Strong).text(" ", Role::Text).text(given, Role::Faint);
    let form = &window_of.form;
    let mut y = 2;
    for (row, _) in form.shown() {
        let spot = Spot { area: inner, row: y, column: COLUMN };
        match row.id {
            FieldId::Offer => {
                y += draw_pick(pen, spot, form, row.id, &texts.answer_which(), &offers) - 1;
            }
            FieldId::Answer => {
                let words = [texts.answer_accepted(), texts.answer_declined(), texts.answer_withdrawn()];
                let options: Vec<(char, String)> =
                    ANSWER_LETTERS.iter().copied().zip(words.map(std::borrow::Cow::into_owned)).collect();
                draw_field(pen, spot, form, row.id, &texts.answer_label(), "", &options);
            }
            FieldId::DeclineReason => {
                let words = DeclineReason::ALL.iter().map(|reason| reason_word(scene, *reason));
                let options: Vec<(char, String)> = REASON_LETTERS.iter().copied().zip(words).collect();
                y += draw_in_rows(pen, spot, form, row.id, &texts.answer_reason(), &options, 4) - 1;
            }
            FieldId::AnsweredBy => {
                let (label, hint) = (texts.answer_by(), texts.answer_by_empty());
                draw_field(pen, spot, form, row.id, &label, &hint, &[]);
            }
            _ => {
                let hint = if window_of.reason() == Some(DeclineReason::Other) {
                    texts.answer_note_needed()
                } else {
                    texts.answer_note_empty()
                };
                draw_field(pen, spot, form, row.id, &texts.answer_note(), &hint, &[]);
            }
        }
        y += 1;
    }
    y += 1;
    if let Some(fault) = window_of.fault {
        let sentence = match fault {
            AnswerFault::AnswerMissing => texts.answer_fault_answer(),
            AnswerFault::ReasonMissing => texts.answer_fault_reason(),
            AnswerFault::NoteMissing => texts.answer_fault_note(),
        };
        pen.line(inner, y).text("! ", Role::Alarm).text(sentence, Role::Alarm);
        return;
    }
    let does = match window_of.answer() {
        Some(Answer::Accepted) => texts.answer_does_accept(),
        Some(Answer::Declined) => texts.answer_does_decline(),
        Some(Answer::Withdrawn) => texts.answer_does_withdraw(),
        None => return,
    };
    for text in wrap(&does, inner.width.saturating_sub(1)) {
        pen.line(inner, y).text(" ", Role::Text).text(text, Role::Faint);
        y += 1;
    }
}

fn reason_word(scene: Scene<'_>, reason: DeclineReason) -> String {
    let texts = scene.texts;
    match reason {
        DeclineReason::TooFar => texts.reason_too_far(),
        DeclineReason::NotSameDay => texts.reason_not_same_day(),
        DeclineReason::NotFitting => texts.reason_not_fitting(),
        DeclineReason::OtherType => texts.reason_other_type(),
        DeclineReason::OwnSolution => texts.reason_own_solution(),
        DeclineReason::FamilyAgainst => texts.reason_family_against(),
        DeclineReason::BasisChanged => texts.reason_basis_changed(),
        DeclineReason::Other => texts.reason_other(),
    }
    .into_owned()
}
