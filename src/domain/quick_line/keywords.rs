//! The words of the quick line, as one table. An exact word always wins over a name.

use crate::domain::call::{CallerRole, DecisionStatus, Shield, Whereabouts};
use crate::domain::child::SiblingRule;
use crate::domain::measure::Wish;

/// What a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Caller(CallerRole),
    Siblings(SiblingRule),
    Shield(Shield),
    Wish(Wish),
    Decision(DecisionStatus),
    Consultation,
    Unborn,
    Head(Head),
}

/// A word that takes what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    Phone,
    Time,
    From,
    Now,
    DueDate,
    Number,
    Section,
}

struct Row {
    /// As it is written.
    word: &'static str,
    /// The same, folded.
    folded: &'static str,
    keyword: Keyword,
}

const fn row(word: &'static str, folded: &'static str, keyword: Keyword) -> Row {
    Row { word, folded, keyword }
}

const KEYWORDS: &[Row] = &[
    row("bvt", "bvt", Keyword::Caller(CallerRole::Municipality)),
    row("bvv", "bvv", Keyword::Caller(CallerRole::OutOfHours)),
    row("pol", "pol", Keyword::Caller(CallerRole::Prosecutor)),
    row("annen", "annen", Keyword::Caller(CallerRole::Other)),
    row("bh", "bh", Keyword::Wish(Wish::EmergencyHome)),
    row("inst", "inst", Keyword::Wish(Wish::Institution)),
    row("fh", "fh", Keyword::Wish(Wish::FosterHome)),
    row("oms", "oms", Keyword::Wish(Wish::Care)),
    row("beh", "beh", Keyword::Wish(Wish::Treatment)),
    row("beh-lav", "behlav", Keyword::Wish(Wish::TreatmentLow)),
    row("beh-høy", "behhoy", Keyword::Wish(Wish::TreatmentHigh)),
    row("rus", "rus", Keyword::Wish(Wish::Substance)),
    row("krise", "krise", Keyword::Wish(Wish::CrisisHome)),
    row("sfb", "sfb", Keyword::Wish(Wish::FamilyCentre)),
    row("vedtak", "vedtak", Keyword::Decision(DecisionStatus::Made)),
    row("venter", "venter", Keyword::Decision(DecisionStatus::AwaitsPlace)),
    row("nemnd", "nemnd", Keyword::Decision(DecisionStatus::AwaitsTribunal)),
    row("drøft", "droft", Keyword::Consultation),
    row("sammen", "sammen", Keyword::Siblings(SiblingRule::Together)),
    row("kandeles", "kandeles", Keyword::Siblings(SiblingRule::MaySplit)),
    row("delt", "delt", Keyword::Siblings(SiblingRule::Apart)),
    row("ikkesøsken", "ikkesosken", Keyword::Siblings(SiblingRule::NotSiblings)),
    row("kode6", "kode6", Keyword::Shield(Shield::Code6)),
    row("kode7", "kode7", Keyword::Shield(Shield::Code7)),
    row("skjermet", "skjermet", Keyword::Shield(Shield::Shielded)),
    row("ufødt", "ufodt", Keyword::Unborn),
    row("termin", "termin", Keyword::Head(Head::DueDate)),
    row("tlf", "tlf", Keyword::Head(Head::Phone)),
    row("kl", "kl", Keyword::Head(Head::Time)),
    row("fra", "fra", Keyword::Head(Head::From)),
    row("nå", "na", Keyword::Head(Head::Now)),
    row("knr", "knr", Keyword::Head(Head::Number)),
    row("§", "§", Keyword::Head(Head::Section)),
];

const WHERE: &[(&str, &str, Whereabouts)] = &[
    ("hjemme", "hjemme", Whereabouts::Home),
    ("inst", "inst", Whereabouts::Institution),
    ("fh", "fh", Whereabouts::FosterHome),
    ("slekt", "slekt", Whereabouts::Kin),
    ("kommune", "kommune", Whereabouts::MunicipalitySolution),
    ("sykehus", "sykehus", Whereabouts::Hospital),
    ("arrest", "arrest", Whereabouts::Custody),
    ("rømt", "romt", Whereabouts::Unknown),
    ("ukjent", "ukjent", Whereabouts::Unknown),
];

/// The keyword a folded word is.
pub(super) fn keyword(folded: &str) -> Option<Keyword> {
    KEYWORDS.iter().find(|row| row.folded == folded).map(|row| row.keyword)
}

/// The wished measure a folded word names.
pub(super) fn wish(folded: &str) -> Option<Wish> {
    match keyword(folded) {
        Some(Keyword::Wish(wish)) => Some(wish),
        _ => None,
    }
}

/// Where a folded word after `nå` says the child is.
pub(super) fn whereabouts(folded: &str) -> Option<Whereabouts> {
    WHERE.iter().find(|(_, word, _)| *word == folded).map(|(_, _, place)| *place)
}

/// The wished measure that a folded word stands for.
#[must_use]
pub fn wish_word(folded: &str) -> Option<Wish> {
    wish(folded)
}

/// Where the child is by a folded word.
#[must_use]
pub fn whereabouts_word(folded: &str) -> Option<Whereabouts> {
    whereabouts(folded)
}

/// Who phones by a folded word.
#[must_use]
pub fn caller_word(folded: &str) -> Option<CallerRole> {
    match keyword(folded) {
        Some(Keyword::Caller(caller)) => Some(caller),
        _ => None,
    }
}

/// How siblings are to be placed by a folded word.
#[must_use]
pub fn siblings_word(folded: &str) -> Option<SiblingRule> {
    match keyword(folded) {
        Some(Keyword::Siblings(rule)) => Some(rule),
        _ => None,
    }
}

/// Every word: folded, and as written.
pub(super) fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
    KEYWORDS.iter().map(|row| (row.folded, row.word))
}

/// Every word that may follow `nå`: folded, and as written.
pub(super) fn where_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    WHERE.iter().map(|(written, folded, _)| (*folded, *written))
}

/// Every word a line is written with, as written: for help, README and tests.
pub fn all_keywords() -> impl Iterator<Item = &'static str> {
    words().map(|(_, written)| written).filter(|word| *word != "§")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fold::fold;

    #[test]
    fn the_folded_column_is_the_word_folded() {
        for (folded, written) in words().chain(where_words()) {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    #[test]
    fn no_two_words_fold_together() {
        for table in [words().collect::<Vec<_>>(), where_words().collect()] {
            let mut folded: Vec<_> = table.iter().map(|(folded, _)| folded).collect();
            folded.sort_unstable();
            folded.dedup();
            assert_eq!(folded.len(), table.len());
        }
    }
}
