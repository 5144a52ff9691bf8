//! One field of a form, read as the quick line reads the same words: the same names, times and errors in both.

use chrono::{DateTime, Utc};

use super::draft::Draft;
use super::error::LineError;
use super::tables::Tables;
use super::token::{Content, Kind};
use super::{Mode, parse};
use crate::domain::child::Sex;
use crate::domain::municipality::Region;

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// The municipality the call is for.
    Municipality,
    /// The municipality that rings for it.
    RungFrom,
    /// A number to ring back on.
    Callback,
    /// A time that has passed: `0227`, `19.11 1400`, `igår 2355`, `-10m`.
    Past,
    /// A legal basis, of a consultation or not.
    Basis {
        /// Whether the call is a consultation: then a basis that places no child will do.
        is_consultation: bool,
    },
    /// The age of a child: `9`, `8 mnd`, `3 uker`, `ufødt termin 24.11`, `x`.
    Age(Sex),
    /// Needs.
    Needs,
}

impl Piece {
    /// The same as a line has it.
    fn in_line(self, text: &str) -> String {
        match self {
            Self::Municipality | Self::Needs => text.to_owned(),
            Self::RungFrom => format!("fra {text}"),
            Self::Callback if text.starts_with("tlf") => text.to_owned(),
            Self::Callback => format!("tlf {text}"),
            Self::Past if text.starts_with('-') || text.starts_with("kl") => text.to_owned(),
            Self::Past => format!("kl {text}"),
            Self::Basis { is_consultation: true } => {
                format!("drøft § {}", text.trim_start_matches('§').trim())
            }
            Self::Basis { is_consultation: false } => format!("§ {}", text.trim_start_matches('§').trim()),
            Self::Age(sex) => {
                let begins_with_number = text.starts_with(|sign: char| sign.is_ascii_digit());
                if begins_with_number || matches!(text, "?" | "x" | "X") {
                    format!("{}{text}", super::sex_letter(sex))
                } else {
                    text.to_owned()
                }
            }
        }
    }

    fn takes(self, kind: Kind) -> bool {
        match self {
            Self::Municipality => kind == Kind::Municipality,
            Self::RungFrom => kind == Kind::RungFrom,
            Self::Callback => kind == Kind::Callback,
            Self::Past => kind == Kind::Received,
            Self::Basis { .. } => matches!(kind, Kind::Basis | Kind::Consultation),
            Self::Age(_) => matches!(kind, Kind::Child | Kind::DueDate),
            Self::Needs => kind == Kind::Need,
        }
    }
}

/// Reads the text of a field.
///
/// # Errors
/// The first word of it that is not understood there.
pub fn read_piece(
    text: &str,
    piece: Piece,
    now: DateTime<Utc>,
    own_region: Region,
    tables: &Tables,
) -> Result<Draft, LineError> {
    let line = piece.in_line(text.trim());
    let parsed = parse(&line, now, own_region, tables, Mode::Screen { being_typed: false });
    for token in &parsed.tokens {
        match &token.content {
            Content::Error(error) => return Err(error.clone()),
            Content::Value(value) if !piece.takes(value.kind()) => {
                let word = line.get(token.span.clone()).unwrap_or_default().to_owned();
                return Err(LineError::UnknownWord { word, nearest: None });
            }
            Content::Blank | Content::Plus | Content::Typing | Content::Value(_) => {}
        }
    }
    if piece.is_told(&parsed.draft) {
        Ok(parsed.draft)
    } else {
        Err(LineError::UnknownWord { word: text.trim().to_owned(), nearest: None })
    }
}

impl Piece {
    fn is_told(self, draft: &Draft) -> bool {
        match self {
            Self::Municipality => draft.municipality.is_some(),
            Self::RungFrom => draft.rung_from.is_some(),
            Self::Callback => draft.callback.is_some(),
            Self::Past => draft.received_at.is_some(),
            Self::Basis { .. } => draft.basis.is_some(),
            Self::Age(_) => draft.children.len() == 1,
            Self::Needs => !draft.needs.is_empty(),
        }
    }
}
