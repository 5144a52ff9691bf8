//! Reading one built-in file: CSV rows by column names, TOML tables by type, and the error both give.

use serde::de::DeserializeOwned;

/// A built-in file that is not what the program expects.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// A CSV file has a row or a column that cannot be read.
    #[error("built-in file {asset} cannot be read: {source}")]
    Csv {
        /// The file.
        asset: &'static str,
        /// What the reader says, with the line.
        source: csv::Error,
    },
    /// A TOML file does not have the expected tables.
    #[error("built-in file {asset} cannot be read: {source}")]
    Toml {
        /// The file.
        asset: &'static str,
        /// What the reader says, with the line.
        source: Box<toml::de::Error>,
    },
    /// A value that cannot be true.
    #[error("built-in file {asset} says of «{subject}» what cannot be: {fault}")]
    Value {
        /// The file.
        asset: &'static str,
        /// The row it is about.
        subject: String,
        /// What is wrong with it.
        fault: &'static str,
    },
}

/// The rows of a CSV file with a header line; unknown and missing columns are errors.
pub(super) fn csv_rows<T: DeserializeOwned>(asset: &'static str, text: &str) -> Result<Vec<T>, CatalogError> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|source| CatalogError::Csv { asset, source })
}

/// The value of a TOML file.
pub(super) fn toml_value<T: DeserializeOwned>(asset: &'static str, text: &str) -> Result<T, CatalogError> {
    toml::from_str(text).map_err(|source| CatalogError::Toml { asset, source: Box::new(source) })
}

/// The error for a value that cannot be true.
pub(super) fn fault(asset: &'static str, subject: impl Into<String>, fault: &'static str) -> CatalogError {
    CatalogError::Value { asset, subject: subject.into(), fault }
}
