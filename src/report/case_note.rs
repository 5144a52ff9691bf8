//! One call as a case note: what was told, what was offered and why, what the child said and what that weighed, what
//! happened and what is left. To be pasted into the agency's case system. Pure: values in, a tree of titled rows out, as
//! JSON whole and as Markdown in [`written`].
//!
//! Without names it holds no name, no number and nothing that says who somebody is; of a protected address neither the
//! place nor what was told in words, for words may tell it.

mod judgement;
mod sections;
mod written;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::times::iso;
use crate::domain::basis::LegalBasis;
use crate::domain::call::CallKind;
use crate::domain::call_details::CallDetails;
use crate::domain::checklist::{ChecklistItem, ItemKey};
use crate::domain::deviation::{Scheme, SeverityLevel};
use crate::domain::ids::{CallId, PlaceId, UnitId};
use crate::domain::municipality::{Municipality, MunicipalityNumber};
use crate::domain::question::PersonalData;
use crate::domain::routine::Routine;
use crate::domain::settings::Rules;
use crate::text::Texts;
use crate::text::fields::Names;

/// What a note is made from.
#[derive(Clone, Copy)]
pub struct Sources<'s> {
    /// The call.
    pub details: &'s CallDetails,
    /// Names and numbers, where the note is to have them: only once that was journalled.
    pub named: Option<&'s PersonalData>,
    /// The items of the checklist.
    pub checklist: &'s [ChecklistItem],
    /// What is known of each legal basis.
    pub legal_bases: &'s [LegalBasis],
    /// The routine the call was opened with.
    pub routine: Option<&'s Routine>,
    /// Shared rules.
    pub rules: &'s Rules,
    /// Names by number.
    pub names: &'s dyn Names,
    /// When it is written.
    pub now: DateTime<Utc>,
}

/// A case note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseNote {
    call: CallId,
    named: bool,
    written_at: String,
    /// Whether parents and network must not know the place.
    place_is_secret: bool,
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    subtitle: String,
    /// What must be read before all else.
    banners: Vec<String>,
    facts: Vec<Row>,
    sections: Vec<Section>,
}

/// Rows under a title, and sections within.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    #[serde(rename = "section")]
    key: &'static str,
    title: String,
    rows: Vec<Row>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Section>,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Row {
    /// What it is about, by code, for scripts.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// When, where it is something that happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// What it is about, for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    label: String,
    text: String,
    /// What belongs to it, below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    more: Vec<String>,
}

impl Row {
    fn new(key: impl Into<String>, label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { key: Some(key.into()), label: label.into(), text: text.into(), ..Self::default() }
    }
}

impl CaseNote {
    /// The note of a call.
    #[must_use]
    pub fn of(texts: &Texts, sources: &Sources<'_>) -> Self {
        let is_named = sources.named.is_some();
        let details = shown(texts, sources.details, is_named);
        let call = &details.call;
        let hides_place = call.shield.is_some() && !is_named;
        let names = NoteNames { inner: sources.names, hidden: hides_place.then(|| texts.value_hidden()) };
        let writer = Writer { texts, sources, details: &details, names: &names, hides_place };
        let is_secret = |may: Option<bool>| may == Some(false);
        let place_is_secret =
            is_secret(call.may_be_known) || details.offers.iter().any(|offer| is_secret(offer.may_be_known));
        let mut banners = Vec::new();
        if place_is_secret {
            banners.push(texts.note_banner_place().into_owned());
        }
        if let Some(shield) = call.shield {
            let shield = texts.shield(shield);
            banners.push(if is_named {
                texts.note_banner_shield_named(shield)
            } else {
                texts.note_banner_shield(shield)
            });
        }
        if is_named {
            banners.push(texts.note_banner_named().into_owned());
        }
        let written = texts.date_time(sources.now);
        Self {
            call: call.id,
            named: is_named,
            written_at: iso(sources.now),
            place_is_secret,
            title: texts.note_title(call.id.0),
            subtitle: if is_named { texts.note_written_named(written) } else { texts.note_written(written) },
            banners,
            facts: writer.facts(),
            sections: writer.sections(),
        }
    }
}

/// What of a call the note may show: without names also without the words that say who somebody is.
fn shown(texts: &Texts, details: &CallDetails, is_named: bool) -> CallDetails {
    if is_named {
        return details.clone();
    }
    let without = details.without_people();
    if details.call.shield.is_some() {
        let mut hidden = without.without_words(&texts.value_hidden());
        for offer in &mut hidden.offers {
            offer.unit = texts.value_hidden().into_owned();
            offer.km = None;
        }
        for asked in &mut hidden.enquiries {
            asked.unit = asked.unit.as_ref().map(|_| texts.value_hidden().into_owned());
        }
        return hidden;
    }
    without
}

/// Names by number from plain values.
#[derive(Debug, Clone, Copy)]
pub struct PlainNames<'n> {
    /// The municipalities there are.
    pub municipalities: &'n [Municipality],
    /// The name of the unit of each place.
    pub places: &'n BTreeMap<PlaceId, String>,
    /// The items of the checklist.
    pub checklist: &'n [ChecklistItem],
    /// The levels of severity of deviations.
    pub severities: &'n [SeverityLevel],
}

impl Names for PlainNames<'_> {
    fn municipality(&self, number: MunicipalityNumber) -> String {
        let found = self.municipalities.iter().find(|municipality| municipality.number == number);
        found.map_or_else(|| number.to_string(), |municipality| municipality.name.clone())
    }

    fn place(&self, place: PlaceId) -> String {
        self.places.get(&place).cloned().unwrap_or_else(|| place.to_string())
    }

    fn unit(&self, unit: UnitId) -> String {
        unit.to_string()
    }

    fn item(&self, item: ItemKey) -> String {
        let found = self.checklist.iter().find(|row| row.key == item);
        found.map_or_else(|| item.code().to_owned(), |row| row.label.clone())
    }

    fn severity(&self, scheme: Scheme, level: u8) -> String {
        let found = self.severities.iter().find(|row| (row.scheme, row.level) == (scheme, level));
        found.map_or_else(|| level.to_string(), |row| row.label.clone())
    }
}

/// Names by number, but none that tells a place where that is hidden.
struct NoteNames<'n> {
    inner: &'n dyn Names,
    hidden: Option<std::borrow::Cow<'n, str>>,
}

impl NoteNames<'_> {
    fn or_hidden(&self, name: impl FnOnce(&dyn Names) -> String) -> String {
        self.hidden.as_ref().map_or_else(|| name(self.inner), |hidden| hidden.clone().into_owned())
    }
}

impl Names for NoteNames<'_> {
    fn municipality(&self, number: MunicipalityNumber) -> String {
        self.or_hidden(|names| names.municipality(number))
    }

    fn place(&self, place: PlaceId) -> String {
        self.or_hidden(|names| names.place(place))
    }

    fn unit(&self, unit: UnitId) -> String {
        self.or_hidden(|names| names.unit(unit))
    }

    fn item(&self, item: ItemKey) -> String {
        self.inner.item(item)
    }

    fn severity(&self, scheme: Scheme, level: u8) -> String {
        self.inner.severity(scheme, level)
    }
}

/// Writes the parts of one note.
struct Writer<'w> {
    texts: &'w Texts,
    sources: &'w Sources<'w>,
    details: &'w CallDetails,
    names: &'w NoteNames<'w>,
    hides_place: bool,
}

impl Writer<'_> {
    fn at(&self, at: DateTime<Utc>) -> String {
        self.texts.date_time(at)
    }

    /// What is not known is said, not left out.
    fn or_unknown(&self, known: Option<String>) -> String {
        known.unwrap_or_else(|| self.texts.note_unknown().into_owned())
    }

    fn sections(&self) -> Vec<Section> {
        let mut sections = vec![self.information(), self.participation(), self.weight(), self.judgement()];
        if self.details.call.kind == CallKind::Placement {
            sections.push(self.steps());
        }
        sections.push(self.timeline());
        sections.extend(self.legal());
        sections
    }
}
