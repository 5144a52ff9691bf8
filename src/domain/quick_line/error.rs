//! What can be wrong with a word of the line, with everything its sentence needs. The sentences stand in the texts.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::token::Kind;
use crate::domain::basis::BasisCode;
use crate::domain::child::Sex;
use crate::domain::municipality_index::MunicipalityName;
use crate::domain::refusal::ErrorCode;

/// Something not understood, or that cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineError {
    /// A word that is in no table.
    UnknownWord {
        /// The word.
        word: String,
        /// The nearest word that is.
        nearest: Option<String>,
    },
    /// No municipality has this name or number.
    UnknownMunicipality {
        /// As written.
        word: String,
        /// The nearest name.
        nearest: Option<MunicipalityName>,
    },
    /// The beginning of several names, or of one outside the own region.
    AmbiguousMunicipality {
        /// As written.
        word: String,
        /// Whose names begin so, by number.
        candidates: Vec<MunicipalityName>,
    },
    /// Several municipalities with this name.
    SameName {
        /// Those of that name, by number.
        candidates: Vec<MunicipalityName>,
    },
    /// The line has no municipality; the one thing that must be settled.
    NoMunicipality,
    /// Two municipalities, none of them after `fra`.
    TwoMunicipalities {
        /// The one that stands first.
        first: MunicipalityName,
        /// The other.
        second: MunicipalityName,
    },
    /// `fra` without a place after it.
    FromWithoutPlace,
    /// An age no call is registered for.
    AgeOutside {
        /// The number as written.
        number: String,
        /// What it counts.
        unit: AgeUnit,
        /// The child's sex, for the way out (`jx`).
        sex: Sex,
    },
    /// A child without an age.
    AgeMissing {
        /// As written.
        word: String,
        /// The child's sex.
        sex: Sex,
    },
    /// A basis that no longer applies.
    OldBasis {
        /// As people write it (`4-9`).
        written: String,
        /// Its last day.
        until: NaiveDate,
        /// What took its place, one for each of its paragraphs.
        now: Vec<BasisCode>,
        /// A note on that.
        note: Option<String>,
    },
    /// A basis no placement follows from, in a call that asks for one.
    BasisWithoutPlacement {
        /// The basis.
        code: BasisCode,
        /// Its name.
        name: String,
    },
    /// Not a basis.
    NotABasis {
        /// As written.
        word: String,
        /// The basis that may be meant.
        nearest: Option<BasisCode>,
    },
    /// A time without a day that is more than 12 hours back, or still to come: which day must be said.
    WhichDay {
        /// The time.
        time: NaiveTime,
        /// The latest such moment.
        past: DateTime<Utc>,
        /// Whole minutes from that moment to now.
        minutes_since: i64,
        /// Whole minutes from now to the next such moment.
        minutes_until: i64,
        /// Whether that moment was yesterday; else it was today.
        is_yesterday: bool,
    },
    /// A moment with its day that is still to come.
    NotYet {
        /// The moment.
        at: DateTime<Utc>,
    },
    /// A time that was skipped when the clocks went forward.
    MissingHour {
        /// The time.
        time: NaiveTime,
        /// The day.
        day: NaiveDate,
    },
    /// Not a time.
    NotATime {
        /// As written, with its `kl` or sign.
        written: String,
    },
    /// `kl` without a time.
    TimeMissing,
    /// More than 48 hours back by minutes or hours.
    TooFarBack {
        /// As written.
        written: String,
        /// The moment to be written with its day: the one meant, or the earliest that is taken.
        instead: DateTime<Utc>,
    },
    /// More than seven days back.
    DateTooFarBack {
        /// The moment.
        at: DateTime<Utc>,
    },
    /// `termin` without a day that exists.
    NotADate {
        /// As written.
        written: String,
    },
    /// `termin` without an unborn child.
    DueDateWithoutUnborn,
    /// Digits that may be a time or a municipality's number.
    TimeOrNumber {
        /// As written.
        digits: String,
        /// The time they would be.
        time: Option<NaiveTime>,
        /// The municipality whose number they are.
        municipality: Option<MunicipalityName>,
    },
    /// Digits that look like a phone number without `tlf`.
    PhoneWithoutWord {
        /// As written.
        digits: String,
    },
    /// A phone number with too few or too many digits.
    PhoneLength {
        /// How many it has.
        digits: usize,
        /// Whether it begins with a plus: then 8 to 15 are right, else 8.
        is_international: bool,
    },
    /// Digits that say nothing by themselves.
    BareDigits {
        /// As written.
        digits: String,
    },
    /// `nå` without where the child is.
    WhereMissing {
        /// The word after it, if it was to be one.
        word: Option<String>,
    },
    /// Another value of the same kind stands in the line.
    Conflict {
        /// The kind.
        kind: Kind,
        /// The value that stands first, as written.
        first: String,
        /// The other, as written.
        second: String,
    },
}

/// What an age counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeUnit {
    /// Years.
    Years,
    /// Months.
    Months,
    /// Weeks.
    Weeks,
}

impl LineError {
    /// The fixed code a command answers with.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::UnknownMunicipality { .. } => ErrorCode::UnknownMunicipality,
            Self::AmbiguousMunicipality { .. } | Self::SameName { .. } | Self::TwoMunicipalities { .. } => {
                ErrorCode::AmbiguousMunicipality
            }
            Self::WhichDay { .. }
            | Self::NotYet { .. }
            | Self::MissingHour { .. }
            | Self::NotATime { .. }
            | Self::TimeMissing
            | Self::TooFarBack { .. }
            | Self::DateTooFarBack { .. } => ErrorCode::BadTime,
            _ => ErrorCode::BadLine,
        }
    }

    /// Whether the call cannot be registered before this is settled, whatever goes into the note.
    #[must_use]
    pub const fn must_be_settled(&self) -> bool {
        matches!(self, Self::NoMunicipality | Self::TwoMunicipalities { .. })
    }
}
