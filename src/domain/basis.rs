//! Legal bases: the codes of the act of 1992 and the act of 2021, and what the law says of each as data.

use chrono::NaiveDate;

use super::codes::coded;

coded! {
    /// A legal basis. Codes of the 1992 act are met in history and statistics; new calls use the 2021 act.
    pub enum BasisCode {
        /// 2021 act: acute help for a child without care.
        A4_1 = "4-1",
        /// 2021 act: acute care order.
        A4_2 = "4-2",
        /// 2021 act: ban on moving a child; gives no placement.
        A4_3 = "4-3",
        /// 2021 act: acute placement in an institution, serious behavioural difficulties.
        A4_4 = "4-4",
        /// 2021 act: acute placement in an institution, danger of human trafficking.
        A4_5 = "4-5",
        /// 2021 act: help measure with consent.
        A3_2 = "3-2",
        /// 2021 act: care order.
        A5_1 = "5-1",
        /// 2021 act: institution with consent.
        A6_1 = "6-1",
        /// 2021 act: institution without consent.
        A6_2 = "6-2",
        /// 2021 act: institution, trafficking.
        A6_6 = "6-6",
        /// 1992 act, first paragraph of its acute provision.
        Old4_6First = "4-6.1",
        /// 1992 act, second paragraph of its acute provision.
        Old4_6Second = "4-6.2",
        /// 1992 act: newborns.
        Old4_9 = "4-9",
        /// 1992 act: care order.
        Old4_12 = "4-12",
        /// 1992 act: moving a child in care.
        Old4_17 = "4-17",
        /// 1992 act: institution without consent.
        Old4_24 = "4-24",
        /// 1992 act: acute placement, behaviour.
        Old4_25 = "4-25",
        /// 1992 act: institution with consent.
        Old4_26 = "4-26",
        /// 1992 act: trafficking.
        Old4_29 = "4-29",
    }
}

impl BasisCode {
    /// Written as people write it: `§ 4-2`.
    #[must_use]
    pub fn with_sign(self) -> String {
        format!("§ {}", self.code())
    }

    /// Whether the basis names institutions only (2021 act §§ 4-4 and 4-5): another kind of measure warns.
    #[must_use]
    pub const fn names_institutions(self) -> bool {
        matches!(self, Self::A4_4 | Self::A4_5 | Self::A6_1 | Self::A6_2 | Self::A6_6)
    }
}

coded! {
    /// The child welfare act a basis stands in.
    pub enum Act {
        /// The act of 1992, in force until 2022-12-31.
        Act1992 = "1992",
        /// The act of 2021, in force from 2023-01-01.
        Act2021 = "2021",
    }
}

/// What is known of one legal basis. Read from `assets/`, never guessed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Which basis.
    pub code: BasisCode,
    /// The act it stands in.
    pub act: Act,
    /// Short name in Norwegian, as a data text.
    pub name: String,
    /// The code in Bufdir's exchange format v1.0.0, where it has one.
    #[serde(default)]
    pub exchange_code: Option<u8>,
    /// First day it applies.
    pub valid_from: NaiveDate,
    /// Last day it applies; none while in force.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// The basis of the 2021 act that took its place.
    #[serde(default)]
    pub replaced_by: Option<BasisCode>,
    /// A note on the replacement (newborns).
    #[serde(default)]
    pub replaced_note: Option<String>,
    /// Whether a placement can follow from it at all.
    pub places_child: bool,
    /// Whether a call on it is ordinarily planned, without a response clock.
    pub ordinarily_planned: bool,
    /// Hours within which the tribunal should decide, if possible, after the decision is carried out.
    #[serde(default)]
    pub tribunal_hours: Option<u32>,
    /// Days after the decision when it lapses without a petition.
    #[serde(default)]
    pub lapses_after_days: Option<u32>,
    /// Days within which a complaint on an acute decision should be dealt with.
    #[serde(default)]
    pub complaint_days: Option<u32>,
    /// Where the row comes from.
    pub source: String,
    /// The day the row was checked against the source.
    pub checked_on: NaiveDate,
    /// What has not been confirmed and must not be relied on.
    #[serde(default)]
    pub to_be_confirmed: Option<String>,
}

impl LegalBasis {
    /// Whether the basis applies on this day.
    #[must_use]
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}
