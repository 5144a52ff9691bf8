//! A child of a call: only what is needed to place the child. Names and numbers live elsewhere, apart.

use chrono::NaiveDate;

use super::codes::coded;
use super::ids::ChildId;

coded! {
    /// The child's sex as told.
    pub enum Sex {
        /// `j`
        Girl = "girl",
        /// `g`
        Boy = "boy",
        /// `b`, or not told.
        Unspecified = "child",
    }
}

/// A child's age as told. Kept as told; matching uses whole years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Age {
    /// 0–17 years.
    Years(u8),
    /// 1–35 months.
    Months(u8),
    /// 0–20 weeks.
    Weeks(u8),
    /// Not yet born, with the due date where it is known.
    Unborn(Option<NaiveDate>),
    /// Not known to the caller: matched by measure only.
    Unknown,
}

impl Age {
    /// The highest age in years a call is registered for.
    pub const MAX_YEARS: u8 = 17;
    /// The highest age in months.
    pub const MAX_MONTHS: u8 = 35;
    /// The highest age in weeks.
    pub const MAX_WEEKS: u8 = 20;

    /// Whole years for matching; none when the age is unknown.
    #[must_use]
    pub const fn years(self) -> Option<u8> {
        match self {
            Self::Years(years) => Some(years),
            Self::Months(months) => Some(months / 12),
            Self::Weeks(_) | Self::Unborn(_) => Some(0),
            Self::Unknown => None,
        }
    }

    /// Whether the infant rule applies: only a home cleared for infants (routine step 3).
    #[must_use]
    pub const fn is_infant(self) -> bool {
        matches!(self.years(), Some(0))
    }

    /// The fixed form in database, journal and commands: `9`, `8m`, `3w`, `unborn`, `unborn:2026-11-24`, `unknown`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Years(years) => years.to_string(),
            Self::Months(months) => format!("{months}m"),
            Self::Weeks(weeks) => format!("{weeks}w"),
            Self::Unborn(None) => "unborn".to_owned(),
            Self::Unborn(Some(term)) => format!("unborn:{}", term.format("%Y-%m-%d")),
            Self::Unknown => "unknown".to_owned(),
        }
    }

    /// The age with this code, if it is one and within its limits.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let age = match code {
            "unknown" => Self::Unknown,
            "unborn" => Self::Unborn(None),
            _ => {
                if let Some(term) = code.strip_prefix("unborn:") {
                    Self::Unborn(Some(NaiveDate::parse_from_str(term, "%Y-%m-%d").ok()?))
                } else if let Some(months) = code.strip_suffix('m') {
                    Self::Months(months.parse().ok()?)
                } else if let Some(weeks) = code.strip_suffix('w') {
                    Self::Weeks(weeks.parse().ok()?)
                } else {
                    Self::Years(code.parse().ok()?)
                }
            }
        };
        age.is_within_limits().then_some(age)
    }

    const fn is_within_limits(self) -> bool {
        match self {
            Self::Years(years) => years <= Self::MAX_YEARS,
            Self::Months(months) => months >= 1 && months <= Self::MAX_MONTHS,
            Self::Weeks(weeks) => weeks <= Self::MAX_WEEKS,
            Self::Unborn(_) | Self::Unknown => true,
        }
    }
}

impl serde::Serialize for Age {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Age {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| serde::de::Error::custom("unknown age code"))
    }
}

/// A child as the caller tells it, before it has a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChildFacts {
    /// Sex as told.
    pub sex: Sex,
    /// Age as told.
    pub age: Age,
}

/// A child's name and national identity number (checklist item 1): personal data, hidden until revealed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ChildIdentity {
    /// Name.
    pub name: Option<String>,
    /// National identity number, or what is known of it.
    pub national_id: Option<String>,
}

impl std::fmt::Debug for ChildIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChildIdentity(…)")
    }
}

/// A child of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// Its number.
    pub id: ChildId,
    /// What was told.
    pub facts: ChildFacts,
}

coded! {
    /// How siblings are to be placed, by their needs (routine step 3; checklist item 20).
    pub enum SiblingRule {
        /// Must be together.
        Together = "together",
        /// May be split.
        MaySplit = "may_split",
        /// Are to be apart.
        Apart = "apart",
        /// Children of one call who are not siblings.
        NotSiblings = "not_siblings",
    }
}

impl SiblingRule {
    /// Whether the children are looked for and offered as one group. Not told counts as together.
    #[must_use]
    pub const fn is_one_group(rule: Option<Self>) -> bool {
        matches!(rule, None | Some(Self::Together | Self::MaySplit))
    }
}
