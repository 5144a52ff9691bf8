//! The tables a quick line is read with.

use chrono::NaiveDate;

use crate::domain::basis::{BasisCode, LegalBasis};
use crate::domain::call::NeedRow;
use crate::domain::fold::fold;
use crate::domain::municipality::{Municipality, MunicipalityNumber, Region};
use crate::domain::municipality_index::Municipalities;

/// Municipalities, needs and legal bases.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// All municipalities.
    pub municipalities: Municipalities,
    needs: Vec<NeedRow>,
    bases: Vec<LegalBasis>,
    need_words: Vec<NeedWord>,
}

#[derive(Debug, Clone, PartialEq)]
struct NeedWord {
    folded: String,
    written: String,
    row: usize,
}

impl Tables {
    /// Makes the tables.
    #[must_use]
    pub fn new(municipalities: Vec<Municipality>, needs: Vec<NeedRow>, bases: Vec<LegalBasis>) -> Self {
        let mut need_words = Vec::new();
        for (row, need) in needs.iter().enumerate() {
            for word in std::iter::once(&need.key).chain(&need.words) {
                need_words.push(NeedWord { folded: fold(word), written: word.clone(), row });
            }
        }
        Self { municipalities: Municipalities::new(municipalities), needs, bases, need_words }
    }

    /// The need a folded word stands for.
    #[must_use]
    pub fn need(&self, folded: &str) -> Option<&NeedRow> {
        let word = self.need_words.iter().find(|word| word.folded == folded)?;
        self.needs.get(word.row)
    }

    /// Every word of the needs table: folded, and as written.
    pub fn need_words(&self) -> impl Iterator<Item = (&str, &str)> {
        self.need_words.iter().map(|word| (word.folded.as_str(), word.written.as_str()))
    }

    /// What is known of a basis.
    #[must_use]
    pub fn basis(&self, code: BasisCode) -> Option<&LegalBasis> {
        self.bases.iter().find(|basis| basis.code == code)
    }

    /// Whether the basis is ordinarily planned: a call on it is not acute.
    #[must_use]
    pub fn is_planned(&self, code: BasisCode) -> bool {
        self.basis(code).is_some_and(|basis| basis.ordinarily_planned)
    }

    /// Whether a municipality is served by another region, or has its own system.
    #[must_use]
    pub fn is_elsewhere(&self, number: MunicipalityNumber, own_region: Region) -> bool {
        self.municipalities.by_number(number).is_some_and(|hit| hit.region != Some(own_region))
    }

    /// The name of a municipality as it is typed: with its county where the name alone would ask.
    #[must_use]
    pub fn typed_name(&self, municipality: &Municipality) -> String {
        if self.municipalities.named(&municipality.name).len() > 1 {
            format!("{} {}", municipality.name, municipality.county)
        } else {
            municipality.name.clone()
        }
    }

    /// The bases that apply on a day and can give a placement.
    pub fn bases_on(&self, day: NaiveDate) -> impl Iterator<Item = &LegalBasis> {
        self.bases.iter().filter(move |basis| basis.places_child && basis.is_valid_on(day))
    }

    /// The bases whose code begins with this paragraph and a dot (`4-6`: both of its old paragraphs).
    pub fn paragraphs_of(&self, code: &str) -> impl Iterator<Item = &LegalBasis> {
        self.bases.iter().filter(move |basis| {
            basis.code.code().strip_prefix(code).is_some_and(|rest| rest.starts_with('.'))
        })
    }
}
