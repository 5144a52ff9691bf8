//! What an offer is given with, or filled in with later: the same flags for both.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches};

use super::arguments::{free_text, text, with_values};
use super::context::Context;
use super::failure::Failure;
use super::times::Side;
use crate::domain::offer::Clearance;
use crate::text::Texts;

const REASON: &str = "reason";
const CHILD_VIEW: &str = "child-view";
const TRAVEL_TIME: &str = "travel-time";
const CLEARED_WITH: &str = "cleared-with";
const CLEARED_AT: &str = "cleared-at";
const MAY_BE_KNOWN: &str = "may-be-known";

/// Every flag, the reason first.
pub const ALL: [&str; 6] = [REASON, CHILD_VIEW, TRAVEL_TIME, CLEARED_WITH, CLEARED_AT, MAY_BE_KNOWN];

/// What the flags say.
pub struct OfferFields {
    /// Why this place for this child; free text.
    pub why: Option<String>,
    /// The child's view; free text.
    pub child_view: Option<String>,
    /// Travel time as typed; free text.
    pub travel_time: Option<String>,
    /// The measure's yes: told with whom or when.
    pub clearance: Option<Clearance>,
    /// With whom; free text.
    pub cleared_with: Option<String>,
    /// When.
    pub cleared_at: Option<DateTime<Utc>>,
    /// Whether parents and network may know the place.
    pub may_be_known: Option<bool>,
}

/// The flags.
pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let text_value = || texts.help_value_text();
    vec![
        free_text(REASON, text_value(), texts.help_offer_reason()),
        free_text(CHILD_VIEW, text_value(), texts.help_offer_child_view()),
        free_text(TRAVEL_TIME, text_value(), texts.help_offer_travel_time()),
        free_text(CLEARED_WITH, text_value(), texts.help_offer_cleared_with()),
        text(CLEARED_AT, texts.help_value_time(), texts.help_offer_cleared_at()),
        text(
            MAY_BE_KNOWN,
            texts.help_value_code(),
            with_values(texts, texts.help_offer_may_be_known(), ["yes", "no"].into_iter()),
        ),
    ]
}

impl OfferFields {
    /// Reads the flags.
    pub fn of(context: &Context<'_>, matches: &ArgMatches) -> Result<Self, Failure> {
        let cleared_with = Context::free_text(matches, CLEARED_WITH);
        let cleared_at = context.time(matches, CLEARED_AT, Side::Past)?;
        let is_cleared = cleared_with.is_some() || cleared_at.is_some();
        Ok(Self {
            why: Context::free_text(matches, REASON),
            child_view: Context::free_text(matches, CHILD_VIEW),
            travel_time: Context::free_text(matches, TRAVEL_TIME),
            clearance: is_cleared.then_some(Clearance::Cleared),
            cleared_with,
            cleared_at,
            may_be_known: context.code(matches, MAY_BE_KNOWN, &[true, false], yes_or_no)?,
        })
    }
}

/// `yes` or `no`.
pub const fn yes_or_no(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}
