//! Refusals in sentences.

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::refusal::{BadTime, BadValue, NotOfferable, Refusal, Stale};

impl Texts {
    /// What happened, to what, and what to do now.
    #[must_use]
    pub fn refusal(&self, refusal: &Refusal, now: DateTime<Utc>) -> String {
        match refusal {
            Refusal::Taken { place, by, until: Some(until), call, .. } => {
                self.refusal_taken_until(by.as_str(), call.0, place.0, self.time_near(*until, now))
            }
            Refusal::Taken { place, by, at, until: None, call } => {
                self.refusal_taken(self.time_near(*at, now), by.as_str(), call.0, place.0)
            }
            Refusal::ReasonNeeded { place, call, blockers } => {
                self.refusal_reason_needed(self.facts(blockers, now), call.0, place.0)
            }
            Refusal::NotOfferable { call, why } => match *why {
                NotOfferable::Consultation => self.refusal_consultation(call.0),
                NotOfferable::TooFewForDouble => self.refusal_too_few_for_double(call.0),
                NotOfferable::EveryChildHasOffer => self.refusal_every_child_has_offer(call.0),
            },
            Refusal::Closed { call } => self.refusal_closed(call.0),
            Refusal::UnknownCall(call) => self.refusal_unknown_call(call.0),
            Refusal::UnknownPlace(place) => self.refusal_unknown_place(place.0),
            Refusal::UnknownOffer(offer) => self.refusal_unknown_offer(offer.0),
            Refusal::UnknownAdviser(name) => self.refusal_unknown_adviser(name.as_str()),
            Refusal::Stale(stale) => match stale {
                Stale::NoHold(place) => self.refusal_no_hold(place.0),
                Stale::Answered(offer) => self.refusal_answered(offer.0),
                Stale::Voided(offer) => self.refusal_voided(offer.0),
                Stale::NotExpected(offer) => self.refusal_not_expected(offer.0),
                Stale::OfferOpen(call) => self.refusal_offer_open(call.0),
                Stale::NothingToUndo => self.refusal_nothing_to_undo().into_owned(),
                Stale::BuiltOn => self.refusal_built_on().into_owned(),
                Stale::HasReferral(call) => self.refusal_has_referral(call.0),
                Stale::FollowUpEnded(_) => self.refusal_follow_up_ended().into_owned(),
                Stale::ChildHasPlace(child) => self.refusal_child_has_place(child.0),
                Stale::CallHasOffer(call) => self.refusal_call_has_offer(call.0),
                Stale::NothingToRedo => self.refusal_nothing_to_redo().into_owned(),
                Stale::OwnName => self.refusal_own_name().into_owned(),
                Stale::OldKeys => self.refusal_old_keys().into_owned(),
                Stale::Erased(call) => self.refusal_erased(call.0),
                Stale::NotArrived(child) => self.refusal_not_arrived(child.0),
                Stale::NoStay(child) => self.refusal_no_stay(child.0),
                Stale::StepSettled { call, step } => self.refusal_step_settled(call.0, self.step_name(*step)),
                Stale::StepOfOthers(step) => self.refusal_step_of_others(self.step_name(*step)),
                Stale::NoSteps(call) => self.refusal_no_steps(call.0),
                Stale::NoSiblings(call) => self.refusal_no_siblings(call.0),
                Stale::ApartAlready(call) => self.refusal_apart_already(call.0),
                Stale::NotPlaced(call) => self.refusal_not_placed(call.0),
                Stale::StaysOpenAlready(call) => self.refusal_stays_open_already(call.0),
                Stale::HasDeviation { child, deviation } => self.refusal_has_deviation(child.0, deviation.0),
                Stale::DeviationClosed(deviation) => self.refusal_deviation_closed(deviation.0),
                Stale::DeviationRegistered(deviation) => self.refusal_deviation_registered(deviation.0),
                Stale::EveryChildPlaced(call) => self.refusal_every_child_placed(call.0),
                Stale::NotExtra(place) => self.refusal_not_extra(place.0),
                Stale::PlaceTaken(place) => self.refusal_place_taken(place.0),
                Stale::NoShift => self.refusal_no_shift().into_owned(),
                Stale::ShiftGoesOn { until } => self.refusal_shift_goes_on(self.time_near(*until, now)),
                Stale::NothingToTake => self.refusal_nothing_to_take().into_owned(),
                Stale::OwnHandover => self.refusal_own_handover().into_owned(),
                Stale::HandoverReceived(handover) => self.refusal_handover_received(handover.0),
                Stale::HandoverErased(handover) => self.refusal_handover_erased(handover.0),
                Stale::GoneThrough(_) => self.refusal_gone_through().into_owned(),
                Stale::PointsLeft { handover, left } => self.refusal_points_left(handover.0, *left),
                Stale::Changed => self.refusal_changed().into_owned(),
            },
            Refusal::BadValue(bad) => self.bad_value(bad),
            Refusal::BadTime(bad) => match *bad {
                BadTime::InFuture(at) => self.refusal_time_in_future(self.time_near(at, now)),
                BadTime::TooFarBack(at) => self.refusal_time_too_far_back(self.time_near(at, now)),
                BadTime::TooEarly { at, after } => {
                    self.refusal_too_early(self.time_near(after, now), self.time_near(at, now))
                }
                BadTime::WrongCentury(at) => self.refusal_wrong_century(self.day(at)),
                BadTime::Passed(at) => self.refusal_time_passed(self.time_near(at, now)),
                BadTime::TooFarAhead(at) => self.refusal_time_too_far_ahead(self.time_near(at, now)),
            },
        }
    }

    /// Which value is not allowed, and what would be.
    #[must_use]
    pub fn bad_value(&self, bad: &BadValue) -> String {
        match bad {
            BadValue::Code { field, value, allowed } => {
                self.refusal_bad_code(allowed.as_str(), self.field(field), value.as_str())
            }
            BadValue::Severity { level, levels } => {
                self.refusal_severity(i64::from(*level), i64::from(*levels))
            }
            BadValue::TextMissing(field) => self.refusal_text_missing(*field),
            BadValue::ReasonMissing => self.refusal_reason_missing().into_owned(),
            BadValue::NoteMissing => self.refusal_note_missing().into_owned(),
            BadValue::ReasonNotDeclined => self.refusal_reason_not_declined().into_owned(),
            BadValue::UnknownSetting(key) => self.refusal_unknown_setting(key.as_str()),
            BadValue::Setting { key, value, allowed } => {
                self.refusal_setting(allowed.as_str(), *key, value.as_str())
            }
            BadValue::EmptyName => self.refusal_empty_name().into_owned(),
            BadValue::UnitExists(name) => self.refusal_unit_exists(name.as_str()),
            BadValue::PlacesInUse { in_use } => self.refusal_places_in_use(*in_use),
            BadValue::NameTaken(name) => self.refusal_name_taken(name.as_str()),
            BadValue::EmptyPassphrase => self.refusal_empty_passphrase().into_owned(),
            BadValue::UnknownNumber { field, number } => self.refusal_unknown_number(*field, *number),
            BadValue::PurgeOff => self.refusal_purge_off().into_owned(),
            BadValue::NotAnAnswer => self.refusal_not_an_answer().into_owned(),
            BadValue::SameCall(child) => self.refusal_same_call(child.0),
            BadValue::TooLong { field, limit } => {
                self.refusal_too_long(self.field(field), i64::try_from(*limit).unwrap_or(i64::MAX))
            }
        }
    }
}
