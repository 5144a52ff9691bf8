//! The answer window: what the municipality said to an offer.

use chrono::{DateTime, Utc};

use crate::domain::command::Command;
use crate::domain::ids::{CallId, OfferId};
use crate::domain::offer::{Answer, DeclineReason};

use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};

/// Letters of the answers, in the order of [`ANSWERS`].
pub const ANSWER_LETTERS: &[char] = &['g', 'n', 't'];
/// Answers that can be picked.
pub const ANSWERS: &[Answer] = &[Answer::Accepted, Answer::Declined, Answer::Withdrawn];
/// Letters of the reasons, in the order of [`DeclineReason::ALL`].
pub const REASON_LETTERS: &[char] = &['l', 'd', 'b', 't', 'e', 'f', 'h', 'x'];

/// Letters of the offers that await an answer, where there are several.
pub const OFFER_LETTERS: &[char] = &['1', '2', '3', '4', '5', '6', '7', '8', '9'];

const DECLINED: usize = 1;

const ROWS: &[FieldRow] = &[
    // Siblings apart have an offer each: which one is picked from the beginning.
    FieldRow {
        id: FieldId::Offer,
        kind: FieldKind::Pick(OFFER_LETTERS),
        is_shown: |form| form.picked(FieldId::Offer).is_some(),
    },
    FieldRow::always(FieldId::Answer, FieldKind::Pick(ANSWER_LETTERS)),
    FieldRow {
        id: FieldId::DeclineReason,
        kind: FieldKind::Pick(REASON_LETTERS),
        is_shown: |form| form.picked(FieldId::Answer) == Some(DECLINED),
    },
    FieldRow::always(FieldId::AnsweredBy, FieldKind::Text),
    FieldRow::always(FieldId::Note, FieldKind::Text),
];

/// An answer being written.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerWindow {
    /// The call.
    pub call: CallId,
    /// The offer it answers.
    pub offer: OfferId,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
    /// What is filled in.
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<AnswerFault>,
}

/// Why an answer cannot be saved as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFault {
    /// No answer is picked.
    AnswerMissing,
    /// A decline needs its reason.
    ReasonMissing,
    /// The reason «other» needs a note.
    NoteMissing,
}

impl AnswerWindow {
    /// A window for an offer.
    #[must_use]
    pub fn open(call: CallId, offer: OfferId, now: DateTime<Utc>) -> Self {
        let mut form = Form::new(ROWS);
        form.focus(FieldId::Answer);
        Self { call, offer, begun_at: now, form, fault: None }
    }

    /// Says which of the offers that await an answer it is for, where there are several.
    pub fn settle(&mut self, awaited: &[OfferId]) {
        let at = awaited.iter().position(|offer| *offer == self.offer);
        self.form.pick(FieldId::Offer, at.filter(|_| awaited.len() > 1));
    }

    /// Goes to the picked offer, or by a page key to the next one or the one before.
    fn choose(&mut self, awaited: &[OfferId], key: Key) {
        let at = awaited.iter().position(|offer| *offer == self.offer);
        let to = match key.code {
            Code::PageDown => at.map(|at| at + 1),
            Code::PageUp => at.map(|at| at.saturating_sub(1)),
            _ => self.form.picked(FieldId::Offer),
        };
        if let Some(offer) = to.and_then(|to| awaited.get(to)) {
            self.offer = *offer;
        }
        self.settle(awaited);
    }

    /// The picked answer.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        self.form.picked(FieldId::Answer).and_then(|at| ANSWERS.get(at)).copied()
    }

    /// The picked reason.
    #[must_use]
    pub fn reason(&self) -> Option<DeclineReason> {
        let at = self.form.picked(FieldId::DeclineReason)?;
        DeclineReason::ALL.get(at).copied().filter(|_| self.answer() == Some(Answer::Declined))
    }

    /// Takes a key. A picked decline goes on to its reason, the reason «other» to its note. Which of several offers
    /// it is for is picked in the first field, or with the page keys from any.
    pub fn press(&mut self, key: Key, awaited: &[OfferId]) {
        let is_page = matches!(key.code, Code::PageDown | Code::PageUp);
        if self.form.focused() == FieldId::Offer || is_page {
            if !is_page {
                self.form.press(key);
            }
            return self.choose(awaited, key);
        }
        let before = (self.answer(), self.reason());
        if self.form.press(key) {
            self.fault = None;
        }
        let now = (self.answer(), self.reason());
        if before != now && key.typed().is_some() {
            match now {
                (Some(Answer::Declined), None) => self.form.focus(FieldId::DeclineReason),
                (_, Some(DeclineReason::Other)) => self.form.focus(FieldId::Note),
                _ => {}
            }
        }
    }

    /// The command that saves it.
    ///
    /// # Errors
    /// What must be filled in first, with the cursor put there.
    pub fn complete(&mut self) -> Result<Command, AnswerFault> {
        let note = self.form.text(FieldId::Note);
        let fault = match (self.answer(), self.reason()) {
            (None, _) => Some((AnswerFault::AnswerMissing, FieldId::Answer)),
            (Some(Answer::Declined), None) => Some((AnswerFault::ReasonMissing, FieldId::DeclineReason)),
            (_, Some(DeclineReason::Other)) if note.is_none() => {
                Some((AnswerFault::NoteMissing, FieldId::Note))
            }
            _ => None,
        };
        if let Some((fault, field)) = fault {
            self.form.focus(field);
            self.fault = Some(fault);
            return Err(fault);
        }
        self.fault = None;
        let answer = self.answer().ok_or(AnswerFault::AnswerMissing)?;
        Ok(Command::Answer {
            offer: self.offer,
            answer,
            reason: self.reason(),
            by: self.form.text(FieldId::AnsweredBy),
            note,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::form::FieldValue;

    fn typed(letters: &str) -> AnswerWindow {
        let mut window = AnswerWindow::open(CallId(412), OfferId(7), DateTime::UNIX_EPOCH);
        letters.chars().for_each(|sign| window.press(Key::char(sign), &[OfferId(7)]));
        window
    }

    #[test]
    fn letters_pick_an_answer_and_go_on_to_the_reason() {
        let complete = |letters| typed(letters).complete();
        let answer = |answer, reason, note: Option<&str>| {
            Ok(Command::Answer {
                offer: OfferId(7),
                answer,
                reason,
                by: None,
                note: note.map(ToOwned::to_owned),
            })
        };
        assert_eq!(complete("g"), answer(Answer::Accepted, None, None));
        assert_eq!(complete("nl"), answer(Answer::Declined, Some(DeclineReason::TooFar), None));
        assert_eq!(
            complete("nxvil vente"),
            answer(Answer::Declined, Some(DeclineReason::Other), Some("vil vente"))
        );
        assert_eq!(complete("t"), answer(Answer::Withdrawn, None, None));
    }

    #[test]
    fn what_is_missing_is_said_and_gets_the_cursor() {
        for (letters, fault, field) in [
            ("", AnswerFault::AnswerMissing, FieldId::Answer),
            ("n", AnswerFault::ReasonMissing, FieldId::DeclineReason),
            ("nx", AnswerFault::NoteMissing, FieldId::Note),
        ] {
            let mut window = typed(letters);
            assert_eq!((window.complete(), window.form.focused()), (Err(fault), field), "{letters}");
        }
    }

    #[test]
    fn a_reason_does_not_outlive_its_decline() {
        let mut window = typed("nl");
        window.form.focus(FieldId::Answer);
        window.press(Key::char('g'), &[OfferId(7)]);
        assert_eq!(window.reason(), None);
        assert!(matches!(window.complete(), Ok(Command::Answer { reason: None, .. })));
    }

    #[test]
    fn every_reason_has_its_own_letter() {
        assert_eq!(REASON_LETTERS.len(), DeclineReason::ALL.len());
        let mut letters = REASON_LETTERS.to_vec();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), REASON_LETTERS.len());
        assert!(matches!(typed("n").form.value(FieldId::Note), Some(FieldValue::Text(_))));
    }
}
