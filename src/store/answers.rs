//! The municipality's answer to an offer.

use rusqlite::OptionalExtension;

use super::claims;
use super::error::StoreError;
use super::limits::{self, MAX_TEXT};
use super::list::{self, CallFilter};
use super::open::Reference;
use super::places::end_follow_up;
use super::table::Table;
use super::write::{Write, moment, text};
use super::{freed, placements, purchases, routine_steps};
use crate::domain::claim::ClaimEnd;
use crate::domain::command::Outcome;
use crate::domain::follow_up::FollowUpEnd;
use crate::domain::ids::{CallId, OfferId};
use crate::domain::offer::{Answer, DeclineReason};
use crate::domain::refusal::{BadValue, Refusal, Stale};

/// What was said with an answer.
pub(super) struct Said<'a> {
    pub(super) reason: Option<DeclineReason>,
    pub(super) by: Option<&'a str>,
    pub(super) note: Option<&'a str>,
}

/// Records an answer. Declined and withdrawn offers give their places back; the clock without a place goes on.
pub(super) fn record(
    write: &mut Write<'_>,
    offer: OfferId,
    answer: Answer,
    said: &Said<'_>,
    reference: &Reference,
) -> Result<Outcome, StoreError> {
    let reason = said.reason;
    let note = limits::kept("note", said.note, MAX_TEXT)?;
    let by = limits::kept("by", said.by, MAX_TEXT)?;
    match (answer, reason) {
        (Answer::Declined, None) => return refused(BadValue::ReasonMissing),
        (Answer::Declined, Some(DeclineReason::Other)) if note.is_none() => {
            return refused(BadValue::NoteMissing);
        }
        (Answer::Accepted | Answer::Withdrawn, Some(_)) => return refused(BadValue::ReasonNotDeclined),
        _ => {}
    }
    let (number, is_answered, is_void): (i64, bool, bool) = write
        .tx
        .prepare_cached(
            "SELECT call, answer IS NOT NULL, voided_at IS NOT NULL FROM offers WHERE number = ?1",
        )?
        .query_row([offer.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?
        .ok_or(Refusal::UnknownOffer(offer))?;
    if is_void {
        return Err(Refusal::Stale(Stale::Voided(offer)).into());
    }
    if is_answered {
        return Err(Refusal::Stale(Stale::Answered(offer)).into());
    }
    let call = CallId(number);
    write.about_call(Some(call));
    write.update(
        Table::Offers,
        offer.0,
        &[
            ("answer", text(Some(answer.code()))),
            ("answer_reason", text(reason.map(DeclineReason::code))),
            ("answered_at", moment(Some(write.at))),
        ],
    )?;
    write.set_sensitive(Table::Offers, offer.0, "answer_note", note)?;
    write.set_sensitive(Table::Offers, offer.0, "answered_by", by)?;
    let mut freed = Vec::new();
    let ended = match answer {
        Answer::Accepted => None,
        Answer::Declined => Some(ClaimEnd::Declined),
        Answer::Withdrawn => Some(ClaimEnd::Withdrawn),
    };
    if let Some(end) = ended {
        let at = write.at;
        for claim in claims_of(write, offer)? {
            let place = claims::place_of(write, claim)?;
            claims::end(write, claim, at, end)?;
            freed.push(place);
        }
    }
    // An accepted offer still needs its reason and the measure's yes; for the others nothing is left to do.
    let open: Vec<i64> = write
        .tx
        .prepare_cached(
            "SELECT number FROM follow_ups WHERE offer = ?1 AND ended_at IS NULL
             AND (kind = 'offer_answer' OR ?2)",
        )?
        .query_map((offer.0, ended.is_some()), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for number in open {
        end_follow_up(write, number, FollowUpEnd::Done)?;
    }
    if answer == Answer::Accepted {
        let found = list::calls(&write.tx, CallFilter::One(call))?.pop().ok_or(Refusal::UnknownCall(call))?;
        placements::expect(write, &found, offer)?;
        routine_steps::begin_tasks(write, &found, offer, reference)?;
        purchases::begin_papers(write, &found, offer, reference)?;
        freed::forget_call(write, call)?;
    }
    for place in freed {
        freed::tell(write, place, Some(call))?;
    }
    Ok(Outcome::Answered { offer, answer })
}

/// The live claims of an offer.
pub(super) fn claims_of(write: &Write<'_>, offer: OfferId) -> Result<Vec<i64>, StoreError> {
    Ok(write
        .tx
        .prepare_cached("SELECT number FROM claims WHERE offer = ?1 AND ended_at IS NULL ORDER BY number")?
        .query_map([offer.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

fn refused(bad: BadValue) -> Result<Outcome, StoreError> {
    Err(Refusal::BadValue(bad).into())
}
