//! The frame of the letter to municipalities, from `assets/letter.toml`.

use super::reading::{CatalogError, toml_value};
use crate::domain::letter::Letters;

/// The frames of the letter.
pub(super) fn read() -> Result<Letters, CatalogError> {
    toml_value("letter.toml", include_str!("../../assets/letter.toml"))
}
