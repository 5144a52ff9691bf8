//! Before the board: first run and sign-on, as two small forms.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::municipality::Region;

use super::attempts::Attempts;
use super::effect::{Effect, Query};
use super::form::{FieldId, FieldKind, FieldRow, FieldValue, Form};
use super::message::Failure;

/// Letters of the regions, in the order of [`Region::ALL`].
pub const REGION_LETTERS: &[char] = &['n', 'm', 'v', 's', 'ø'];

const FIRST_RUN: &[FieldRow] = &[
    FieldRow::always(FieldId::Adviser, FieldKind::Text),
    FieldRow::always(FieldId::Region, FieldKind::Pick(REGION_LETTERS)),
    FieldRow::always(FieldId::Passphrase, FieldKind::Secret),
    FieldRow::always(FieldId::PassphraseAgain, FieldKind::Secret),
];

const SIGN_ON: &[FieldRow] = &[
    FieldRow::always(FieldId::Adviser, FieldKind::Name),
    FieldRow::always(FieldId::Passphrase, FieldKind::Secret),
];

/// The form before the board.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Which of the two.
    pub kind: EntryKind,
    /// What is filled in.
    pub form: Form,
    /// Why Enter did nothing, or what came of it.
    pub fault: Option<EntryFault>,
    /// Wrong passphrases so far.
    pub attempts: Attempts,
    /// Why the program began anew, where there is something to tell.
    pub begun_anew: Option<BegunAnew>,
}

/// Why the program began anew, as whoever stands at the form is told. It goes to the new program with its arguments, so
/// it names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BegunAnew {
    /// The machine slept or its clock was set: it jumped this far.
    Jumped(TimeDelta),
    /// The shift was handed over and signed.
    HandedOver,
}

/// Which form stands before the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// There is no database yet.
    FirstRun,
    /// There is one.
    SignOn,
}

/// Why the board does not open yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryFault {
    /// No name is typed.
    NameMissing,
    /// No region is picked.
    RegionMissing,
    /// No passphrase is typed.
    PassphraseMissing,
    /// The two passphrases differ.
    PassphrasesDiffer,
    /// The database could not be made or opened.
    Failed(Failure),
}

impl Entry {
    /// The form of a first run.
    #[must_use]
    pub fn first_run() -> Self {
        Self {
            kind: EntryKind::FirstRun,
            form: Form::new(FIRST_RUN),
            fault: None,
            attempts: Attempts::default(),
            begun_anew: None,
        }
    }

    /// The form to sign on, with the advisers there are.
    #[must_use]
    pub fn sign_on(advisers: Vec<String>) -> Self {
        let mut form = Form::new(SIGN_ON);
        if advisers.len() == 1 {
            form.focus(FieldId::Passphrase);
        }
        form.set(FieldId::Adviser, FieldValue::Name { names: advisers, at: 0 });
        Self { kind: EntryKind::SignOn, form, fault: None, attempts: Attempts::default(), begun_anew: None }
    }

    /// What Enter does: the next empty field, or, when all is filled in, the order to open the database.
    pub fn enter(&mut self, query: Query) -> Option<Effect> {
        match self.complete(query) {
            Ok(effect) => {
                self.fault = None;
                Some(effect)
            }
            Err((fault, field)) => {
                // Going on to the next field is what Enter is for while there is one left to fill in.
                let is_on_the_way = self.form.focused() != field && fault != EntryFault::PassphrasesDiffer;
                self.form.focus(field);
                self.fault = (!is_on_the_way).then_some(fault);
                None
            }
        }
    }

    /// The database was not opened: the passphrases are typed anew.
    pub fn fail(&mut self, failure: Failure, now: DateTime<Utc>) {
        self.attempts.count(&failure, now);
        self.fault = Some(EntryFault::Failed(failure));
        self.empty_passphrases();
    }

    pub(super) fn empty_passphrases(&mut self) {
        for id in [FieldId::Passphrase, FieldId::PassphraseAgain] {
            self.form.set(id, FieldValue::Secret(super::secret::Secret::new()));
        }
        self.form.focus(FieldId::Passphrase);
    }

    fn complete(&mut self, query: Query) -> Result<Effect, (EntryFault, FieldId)> {
        let adviser = self.form.text(FieldId::Adviser).ok_or((EntryFault::NameMissing, FieldId::Adviser))?;
        let region = match self.kind {
            EntryKind::SignOn => None,
            EntryKind::FirstRun => {
                let at = self.form.picked(FieldId::Region);
                let region = at.and_then(|at| Region::ALL.get(at)).copied();
                Some(region.ok_or((EntryFault::RegionMissing, FieldId::Region))?)
            }
        };
        let filled = |id| self.form.secret(id).filter(|secret| secret.signs() > 0).cloned();
        let passphrase =
            filled(FieldId::Passphrase).ok_or((EntryFault::PassphraseMissing, FieldId::Passphrase))?;
        let Some(region) = region else { return Ok(Effect::SignOn { query, adviser, passphrase }) };
        let again = filled(FieldId::PassphraseAgain)
            .ok_or((EntryFault::PassphraseMissing, FieldId::PassphraseAgain))?;
        if again != passphrase {
            self.empty_passphrases();
            return Err((EntryFault::PassphrasesDiffer, FieldId::Passphrase));
        }
        Ok(Effect::Create { query, adviser, region, passphrase })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::{Code, Key};

    fn type_in(entry: &mut Entry, text: &str) {
        text.chars().for_each(|sign| {
            entry.form.press(Key::char(sign));
        });
    }

    #[test]
    fn a_first_run_goes_from_field_to_field_and_opens_at_the_last() {
        let mut entry = Entry::first_run();
        for text in ["Kari Nordby", "ø", "hemmelig"] {
            type_in(&mut entry, text);
            assert_eq!(entry.enter(Query(1)), None);
            assert_eq!(entry.fault, None, "{text}");
        }
        type_in(&mut entry, "hemmelig");
        let Some(Effect::Create { adviser, region, passphrase, .. }) = entry.enter(Query(1)) else {
            panic!("{:?}", entry.fault)
        };
        assert_eq!((adviser.as_str(), region, passphrase.expose()), ("Kari Nordby", Region::Ost, "hemmelig"));
    }

    #[test]
    fn two_different_passphrases_open_nothing_and_are_typed_anew() {
        let mut entry = Entry::first_run();
        for text in ["Kari", "v", "en", "to"] {
            type_in(&mut entry, text);
            assert_eq!(entry.enter(Query(1)), None);
        }
        assert_eq!(entry.fault, Some(EntryFault::PassphrasesDiffer));
        assert_eq!(entry.form.secret(FieldId::Passphrase).map(super::super::secret::Secret::signs), Some(0));
        assert_eq!(entry.form.focused(), FieldId::Passphrase);
    }

    #[test]
    fn with_one_adviser_the_passphrase_is_all_that_is_typed() {
        let mut entry = Entry::sign_on(vec!["Kari".to_owned()]);
        type_in(&mut entry, "hemmelig");
        assert!(
            matches!(entry.enter(Query(4)), Some(Effect::SignOn { query: Query(4), adviser, .. }) if adviser == "Kari")
        );
        let mut two = Entry::sign_on(vec!["Kari".to_owned(), "Per".to_owned()]);
        two.form.press(Key::char('p'));
        two.form.press(Key::plain(Code::Tab));
        type_in(&mut two, "x");
        assert!(matches!(two.enter(Query(1)), Some(Effect::SignOn { adviser, .. }) if adviser == "Per"));
    }

    #[test]
    fn a_passphrase_is_never_in_a_debug_print() {
        let mut entry = Entry::sign_on(vec!["Kari".to_owned()]);
        type_in(&mut entry, "hemmelig");
        let effect = entry.enter(Query(1));
        assert!(!format!("{entry:?}{effect:?}").contains("hemmelig"));
    }
}
