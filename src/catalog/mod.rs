//! The catalog: what is known before the first call, read from the files in `assets/` that are built into the
//! program. Municipalities, legal bases, needs, routine, checklist, codes, severities and outlines become values of the domain.
//!
//! It uses the domain only: no clock, no store, and no file outside the program.

mod checklist;
mod codes;
mod legal_bases;
mod letters;
mod municipalities;
mod needs;
mod outlines;
mod purchase_papers;
mod reading;
mod report_words;
mod routines;
mod severity;

use crate::domain::basis::{BasisCode, LegalBasis};
use crate::domain::call::{Call, NeedRow};
use crate::domain::checklist::{ChecklistItem, ItemKey};
use crate::domain::deviation::{Scheme, SeverityLevel};
use crate::domain::letter::Letters;
use crate::domain::municipality::{Municipality, Region};
use crate::domain::outline::Outlines;
use crate::domain::purchase::PurchasePaper;
use crate::domain::report_words::ReportWords;
use crate::domain::routine::Routine;

pub use codes::{DecisionCode, ExchangeCodes};
pub use reading::CatalogError;

/// Whose data the municipalities and outlines are: to be shown wherever the program says what it is.
pub const ATTRIBUTIONS: [&str; 2] = ["© Kartverket (CC BY 4.0)", "GeoNames (CC BY 4.0)"];

/// Everything read from `assets/`.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    /// All municipalities, by number.
    pub municipalities: Vec<Municipality>,
    /// Every legal basis of both acts, in the order of [`BasisCode::ALL`].
    pub legal_bases: Vec<LegalBasis>,
    /// The needs a caller may name.
    pub needs: Vec<NeedRow>,
    /// Every version of the routine, the oldest first within a region.
    pub routines: Vec<Routine>,
    /// The items of the intake checklist, in the order they are asked.
    pub checklist: Vec<ChecklistItem>,
    /// What stands around its questions in the letter to municipalities.
    pub letters: Letters,
    /// The words of the reports.
    pub report_words: ReportWords,
    /// What Bufdir's exchange format calls the domain's coded values.
    pub codes: ExchangeCodes,
    /// The levels of severity of a deviation, with their words.
    pub severities: Vec<SeverityLevel>,
    /// What must follow when a place is bought for one child.
    pub purchase_papers: Vec<PurchasePaper>,
    /// Outlines of the country and its counties.
    pub outlines: Outlines,
}

impl Catalog {
    /// Reads the built-in files.
    ///
    /// # Errors
    /// [`CatalogError`] when a file is not what the program expects. The tests read them all, so this means that
    /// the program was built from changed files.
    pub fn load() -> Result<Self, CatalogError> {
        Ok(Self {
            municipalities: municipalities::read()?,
            legal_bases: legal_bases::read()?,
            needs: needs::read()?,
            routines: routines::read()?,
            checklist: checklist::read()?,
            letters: letters::read()?,
            report_words: report_words::read()?,
            codes: codes::read()?,
            severities: severity::read()?,
            purchase_papers: purchase_papers::read()?,
            outlines: outlines::read()?,
        })
    }

    /// What is known of a legal basis.
    #[must_use]
    pub fn legal_basis(&self, code: BasisCode) -> Option<&LegalBasis> {
        self.legal_bases.iter().find(|basis| basis.code == code)
    }

    /// The routine that new calls of a region are opened with: the region's own, or else the national one.
    #[must_use]
    pub fn routine_for(&self, region: Region) -> Option<&Routine> {
        let newest = |of: Option<Region>| self.routines.iter().rfind(|routine| routine.region == of);
        newest(Some(region)).or_else(|| newest(None))
    }

    /// The routine with this version, in use or not: a call keeps the one it was opened with.
    #[must_use]
    pub fn routine(&self, version: &str) -> Option<&Routine> {
        self.routines.iter().find(|routine| routine.version == version)
    }

    /// The routine of a call: the one it was opened with; where a file was replaced, its region's newest.
    #[must_use]
    pub fn routine_of(&self, call: &Call, region: Region) -> Option<&Routine> {
        self.routine(&call.routine_version).or_else(|| self.routine_for(region))
    }

    /// An item of the checklist.
    #[must_use]
    pub fn checklist_item(&self, key: ItemKey) -> Option<&ChecklistItem> {
        self.checklist.iter().find(|item| item.key == key)
    }

    /// The word of a level of severity.
    #[must_use]
    pub fn severity(&self, scheme: Scheme, level: u8) -> Option<&str> {
        let mut levels = self.severities.iter();
        levels.find(|row| (row.scheme, row.level) == (scheme, level)).map(|row| row.label.as_str())
    }
}
