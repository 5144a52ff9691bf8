//! What a quick line was read as: tokens that cover the text, each with its value or what is wrong with it.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};

use super::error::LineError;
use crate::domain::basis::BasisCode;
use crate::domain::call::{CallerRole, DecisionStatus, Need, Shield, Whereabouts};
use crate::domain::child::{ChildFacts, SiblingRule};
use crate::domain::measure::Wish;
use crate::domain::municipality::MunicipalityNumber;

/// A stretch of the line. Tokens follow each other without a gap, on character boundaries.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// What it is.
    pub content: Content,
    /// What it may be exchanged for, the best first.
    pub guesses: Vec<Guess>,
    /// Whether it is understood as it stands; then Tab leaves it alone and only the arrows offer the guesses.
    pub is_exact: bool,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Blanks and commas between words.
    Blank,
    /// The plus between children.
    Plus,
    /// Understood.
    Value(Value),
    /// Not understood, or cannot be meant.
    Error(LineError),
    /// The last word while it is being typed: never an error.
    Typing,
}

impl Content {
    /// The value, if it is one.
    #[must_use]
    pub const fn value(&self) -> Option<&Value> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The error, if it is one.
    #[must_use]
    pub const fn error(&self) -> Option<&LineError> {
        match self {
            Self::Error(error) => Some(error),
            _ => None,
        }
    }
}

/// Something understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The municipality the call is for.
    Municipality(MunicipalityNumber),
    /// `fra`: the municipality that rings for it.
    RungFrom(MunicipalityNumber),
    /// A child.
    Child(ChildFacts),
    /// `termin`: the due date of an unborn child.
    DueDate(NaiveDate),
    /// How siblings are to be placed.
    Siblings(SiblingRule),
    /// Legal basis.
    Basis(BasisCode),
    /// Who phones.
    Caller(CallerRole),
    /// Wished measures, any of which will do.
    Wished(Vec<Wish>),
    /// Status of the decision.
    Decision(DecisionStatus),
    /// `drøft`.
    Consultation,
    /// Where the child is now.
    Whereabouts(Whereabouts),
    /// Protected address.
    Shield(Shield),
    /// When the referral was received.
    Received(DateTime<Utc>),
    /// Number to ring back on: eight digits, or `+` and eight to fifteen.
    Callback(String),
    /// A need.
    Need(Need),
    /// The rest of the line after the dashes.
    Note(String),
}

/// The kind of a value; one call has at most one value of a kind, but any number of children and needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The municipality the call is for.
    Municipality,
    /// The municipality that rings for it.
    RungFrom,
    /// A child.
    Child,
    /// Due date.
    DueDate,
    /// How siblings are to be placed.
    Siblings,
    /// Legal basis.
    Basis,
    /// Who phones.
    Caller,
    /// Wished measures.
    Wished,
    /// Status of the decision.
    Decision,
    /// Consultation.
    Consultation,
    /// Where the child is now.
    Whereabouts,
    /// Protected address.
    Shield,
    /// Referral time.
    Received,
    /// Number to ring back on.
    Callback,
    /// A need.
    Need,
    /// The note.
    Note,
}

impl Value {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Municipality(_) => Kind::Municipality,
            Self::RungFrom(_) => Kind::RungFrom,
            Self::Child(_) => Kind::Child,
            Self::DueDate(_) => Kind::DueDate,
            Self::Siblings(_) => Kind::Siblings,
            Self::Basis(_) => Kind::Basis,
            Self::Caller(_) => Kind::Caller,
            Self::Wished(_) => Kind::Wished,
            Self::Decision(_) => Kind::Decision,
            Self::Consultation => Kind::Consultation,
            Self::Whereabouts(_) => Kind::Whereabouts,
            Self::Shield(_) => Kind::Shield,
            Self::Received(_) => Kind::Received,
            Self::Callback(_) => Kind::Callback,
            Self::Need(_) => Kind::Need,
            Self::Note(_) => Kind::Note,
        }
    }
}

/// Something a part of the line may be exchanged for, by Tab or from the list under the arrows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The part that goes.
    pub span: Range<usize>,
    /// What comes instead.
    pub text: String,
}
