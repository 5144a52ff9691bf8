//! The catalog: what is known before the first call, read from the files in `assets/` that are built into the
//! program. Municipalities, legal bases, needs and outlines become values of the domain.
//!
//! It uses the domain only: no clock, no store, and no file outside the program.

mod legal_bases;
mod municipalities;
mod needs;
mod outlines;
mod reading;

use crate::domain::basis::{BasisCode, LegalBasis};
use crate::domain::call::NeedRow;
use crate::domain::municipality::Municipality;
use crate::domain::outline::Outlines;

pub use reading::CatalogError;

/// Everything read from `assets/`.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    /// All municipalities, by number.
    pub municipalities: Vec<Municipality>,
    /// Every legal basis of both acts, in the order of [`BasisCode::ALL`].
    pub legal_bases: Vec<LegalBasis>,
    /// The needs a caller may name.
    pub needs: Vec<NeedRow>,
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
            outlines: outlines::read()?,
        })
    }

    /// What is known of a legal basis.
    #[must_use]
    pub fn legal_basis(&self, code: BasisCode) -> Option<&LegalBasis> {
        self.legal_bases.iter().find(|basis| basis.code == code)
    }
}
