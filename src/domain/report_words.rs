//! The words of the reports in both written forms of Norwegian. They are data, read from `assets/`.

use std::collections::BTreeMap;

use super::case_watch::WatchLevel;
use super::checklist::ItemKey;
use super::child::Sex;
use super::deviation::DeviationState;
use super::follow_up::FollowUpKind;
use super::handover::HandoverSection;
use super::letter::LetterLanguage;
use super::measure::{MeasureKind, Wish};
use super::offer::DeclineReason;
use super::preparedness::CapacityGroup;
use super::purchase::PaperKey;
use super::routine::StepKey;
use super::settings::Readiness;
use super::unit::PlaceState;

/// The table of whole phrases.
pub const PHRASES: &str = "phrase";

/// A word in bokmål and in nynorsk.
type Pair = [String; 2];

/// All words of the reports: tables of code words, and the phrases.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct ReportWords {
    tables: BTreeMap<String, BTreeMap<String, Pair>>,
}

/// The words in one form.
#[derive(Debug, Clone, Copy)]
pub struct WordsIn<'w> {
    words: &'w ReportWords,
    /// Which form.
    pub language: LetterLanguage,
}

impl ReportWords {
    /// The tables of code words, each with the codes it must have.
    #[must_use]
    pub fn code_tables() -> Vec<(&'static str, Vec<&'static str>)> {
        fn codes<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str) -> Vec<&'static str> {
            all.iter().copied().map(code).collect()
        }
        let sections = || codes(HandoverSection::ALL, HandoverSection::code);
        vec![
            ("section", sections()),
            ("section_none", sections()),
            ("level", codes(WatchLevel::ALL, WatchLevel::code)),
            ("task", codes(FollowUpKind::ALL, FollowUpKind::code)),
            ("step", codes(StepKey::ALL, StepKey::code)),
            ("paper", codes(PaperKey::ALL, PaperKey::code)),
            ("item", codes(ItemKey::ALL, ItemKey::code)),
            ("group", codes(CapacityGroup::ALL, CapacityGroup::code)),
            ("place_state", codes(PlaceState::ALL, PlaceState::code)),
            ("readiness", codes(Readiness::ALL, Readiness::code)),
            ("measure", codes(MeasureKind::ALL, MeasureKind::code)),
            ("wish", codes(Wish::ALL, Wish::code)),
            ("deviation_state", codes(DeviationState::ALL, DeviationState::code)),
            ("decline", codes(DeclineReason::ALL, DeclineReason::code)),
            ("sex", codes(Sex::ALL, Sex::code)),
            ("weekday", vec!["1", "2", "3", "4", "5", "6", "7"]),
        ]
    }

    /// The first table or word that is missing, empty, or one too many.
    #[must_use]
    pub fn wrong(&self) -> Option<String> {
        let expected = Self::code_tables();
        let is_known = |table: &String| table == PHRASES || expected.iter().any(|(name, _)| name == table);
        if let Some(table) = self.tables.keys().find(|table| !is_known(table)) {
            return Some(table.clone());
        }
        for (table, codes) in &expected {
            let Some(words) = self.tables.get(*table) else { return Some((*table).to_owned()) };
            let missing = codes.iter().find(|code| !words.contains_key(**code)).map(ToString::to_string);
            let more = words.keys().find(|word| !codes.contains(&word.as_str())).cloned();
            if let Some(word) = missing.or(more) {
                return Some(format!("{table}.{word}"));
            }
        }
        let rows = self.tables.iter().flat_map(|(table, words)| words.iter().map(move |row| (table, row)));
        let mut empty = rows.filter(|(_, (_, pair))| pair.iter().any(|word| word.trim().is_empty()));
        empty.next().map(|(table, (word, _))| format!("{table}.{word}"))
    }

    /// The names of the phrases, and both forms of each.
    pub fn phrases(&self) -> impl Iterator<Item = (&str, [&str; 2])> {
        let phrases = self.tables.get(PHRASES).into_iter().flatten();
        phrases.map(|(name, [nb, nn])| (name.as_str(), [nb.as_str(), nn.as_str()]))
    }

    /// The words in a form.
    #[must_use]
    pub const fn in_language(&self, language: LetterLanguage) -> WordsIn<'_> {
        WordsIn { words: self, language }
    }
}

impl<'w> WordsIn<'w> {
    /// The word for a code of a table. The file is read only when it has them all.
    #[must_use]
    pub fn code<'a>(&self, table: &str, code: &'a str) -> &'a str
    where
        'w: 'a,
    {
        let found = self.words.tables.get(table).and_then(|words| words.get(code));
        found.map_or(code, |[nb, nn]| match self.language {
            LetterLanguage::Bokmal => nb,
            LetterLanguage::Nynorsk => nn,
        })
    }

    /// A phrase.
    #[must_use]
    pub fn say(&self, phrase: &'static str) -> &'w str {
        self.code(PHRASES, phrase)
    }

    /// A phrase with its gaps filled. What is filled in is never read as a gap.
    #[must_use]
    pub fn fill(&self, phrase: &'static str, gaps: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.say(phrase);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, left)) = after.split_once('}') else { break };
            filled.push_str(before);
            filled.push_str(gaps.iter().find(|(gap, _)| *gap == name).map_or("", |(_, value)| value));
            rest = left;
        }
        filled + rest
    }
}
