//! The hard hours in sentences: who was asked and what they said, what was offered meanwhile, what became of deviations.

use chrono::{DateTime, Utc};

use super::Teller;
use crate::domain::call_details::EnquiryTold;
use crate::domain::deviation::{Deviation, Scheme};
use crate::domain::ids::{DeviationId, EnquiryId};
use crate::domain::story::{Change, DeviationTurn, Happening, What};

impl Teller<'_> {
    /// One act of the hard hours.
    pub(super) fn nothing_free(&self, happening: &Happening) -> String {
        let texts = self.texts;
        match &happening.what {
            What::Asked(id) => match self.asked(*id) {
                Some(asked) => {
                    let whom = texts.asked(&asked.enquiry, asked.unit.as_deref());
                    texts.story_asked(texts.enquiry_told(&asked.enquiry, happening.at), whom)
                }
                None => texts.act(crate::domain::journal::Act::Enquiry).into_owned(),
            },
            What::MeasureSet { kind, state, .. } => {
                texts.story_measure(texts.compensation(*kind), texts.compensation_state(*state))
            }
            What::Deviation { id, turn } => self.deviation_turn(*id, turn, happening.at),
            _ => String::new(),
        }
    }

    /// What was told besides such an act, a line each.
    pub(super) fn more_of_nothing_free(&self, what: &What) -> Vec<String> {
        let note = match what {
            What::Asked(id) => {
                let note = self.asked(*id).and_then(|asked| asked.note.as_deref());
                self.kept(note, "enquiries", id.0, "note")
            }
            What::MeasureSet { number, .. } => {
                let note = self.details.compensation_notes.get(number).map(String::as_str);
                self.kept(note, "compensations", *number, "note")
            }
            What::Deviation { id, turn: DeviationTurn::Corrected { has_note: true, .. } } => {
                let note = self.deviation(*id).and_then(|(_, note)| note.as_deref());
                self.kept(note, "deviations", id.0, "note")
            }
            _ => None,
        };
        note.map(|note| self.texts.story_note(note)).into_iter().collect()
    }

    /// Whom an attempt asked.
    pub(super) fn whom(&self, id: EnquiryId) -> Option<String> {
        self.asked(id).map(|asked| self.texts.asked(&asked.enquiry, asked.unit.as_deref()))
    }

    fn asked(&self, id: EnquiryId) -> Option<&EnquiryTold> {
        self.details.enquiries.iter().find(|asked| asked.enquiry.id == id)
    }

    fn deviation(&self, id: DeviationId) -> Option<&(Deviation, Option<String>)> {
        self.details.deviations.iter().find(|(known, _)| known.id == id)
    }

    fn deviation_turn(&self, id: DeviationId, turn: &DeviationTurn, at: DateTime<Utc>) -> String {
        let texts = self.texts;
        let child = self.deviation(id).map(|(known, _)| known.child);
        let name = self.with_children(texts.story_deviation(id.0), child.as_slice());
        match turn {
            DeviationTurn::Drafted { missing, meanwhile } => {
                let missing = missing.map(|missing| texts.deviation_missing(missing).into_owned());
                let place = texts.cli_deviation_meanwhile(texts.meanwhile(*meanwhile));
                let facts = missing.into_iter().chain(std::iter::once(place)).collect::<Vec<_>>();
                texts.story_deviation_drafted(facts.join(", "), name)
            }
            DeviationTurn::Corrected { changes, .. } => {
                let words = self.corrected(id, changes);
                if words.is_empty() {
                    texts.story_deviation_note(name)
                } else {
                    texts.story_deviation_changed(words, name)
                }
            }
            DeviationTurn::Registered { severity } => {
                let severity = match severity {
                    Some((scheme, level)) => self.names.severity(*scheme, *level),
                    None => texts.deviation_not_assessed().into_owned(),
                };
                texts.story_deviation_registered(name, severity)
            }
            DeviationTurn::Ended(outcome) => {
                texts.story_deviation_ended(name, texts.deviation_outcome(*outcome))
            }
            DeviationTurn::OpenAgain => texts.story_deviation_open_again(name),
            DeviationTurn::Supervised { by, at: when, result } => {
                let told = texts.cli_deviation_supervised(
                    texts.supervision_by(*by),
                    texts.supervision_result(*result),
                    self.time(*when, at),
                );
                texts.story_deviation_supervised(name, told)
            }
        }
    }

    /// What a correction changed; a level of severity in the word of its scale.
    fn corrected(&self, id: DeviationId, changes: &[Change]) -> String {
        let texts = self.texts;
        let scheme = self.deviation(id).map_or(Scheme::Five, |(known, _)| known.scheme);
        let words = changes.iter().map(|change| {
            let level = change.new.as_deref().and_then(|level| level.parse().ok());
            match (change.field.as_str(), level) {
                ("severity", Some(level)) => {
                    texts.story_field_is(texts.field("severity"), self.names.severity(scheme, level))
                }
                // What was missing is a clause of its own.
                ("missing", _) => {
                    let code = change.new.as_deref().unwrap_or_default();
                    texts
                        .deviation_value("missing", code)
                        .unwrap_or_else(|| self.changes(std::slice::from_ref(change), false))
                }
                _ => self.changes(std::slice::from_ref(change), false),
            }
        });
        words.collect::<Vec<_>>().join(" · ")
    }
}
