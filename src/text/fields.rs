//! Fields of the journal and what stands in them, in words. A code that has no word is shown as it is.

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::alarm::AlarmKind;
use crate::domain::basis::BasisCode;
use crate::domain::call::{
    CallKind, CallState, CallerRole, CloseReason, DecisionMaker, DecisionStatus, Shield, Whereabouts,
};
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::child::{Age, Sex, SiblingRule};
use crate::domain::claim::{ClaimEnd, ClaimKind};
use crate::domain::deviation::Scheme;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner};
use crate::domain::ids::{PlaceId, UnitId};
use crate::domain::measure::{MeasureKind, Ownership, Wish};
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::offer::{Answer, Clearance, DeclineReason};
use crate::domain::placement::StayEnd;
use crate::domain::purchase::PaperKey;
use crate::domain::remark::RemarkKind;
use crate::domain::routine::StepKey;
use crate::domain::steps::StepEnd;
use crate::domain::story::{is_commitment, moment};
use crate::domain::unit::{ConfirmedHow, PlaceState};
use crate::domain::unit_facts::UnitFact;

/// What the texts cannot know by themselves: names by number.
pub trait Names {
    /// A municipality's name.
    fn municipality(&self, number: MunicipalityNumber) -> String;
    /// The name of the unit of a place.
    fn place(&self, place: PlaceId) -> String;
    /// The name of a unit.
    fn unit(&self, unit: UnitId) -> String;
    /// The short name of an item of the checklist.
    fn item(&self, item: ItemKey) -> String;
    /// The word of a level of severity.
    fn severity(&self, scheme: Scheme, level: u8) -> String;
}

impl Texts {
    /// A field of the journal in a word or two.
    #[must_use]
    pub fn field(&self, field: &str) -> String {
        let word = match field {
            "uuid" | "reference" => self.logged_uuid(),
            "region" => self.logged_region(),
            "created_at" | "added_at" | "from_at" | "started_at" => self.logged_from_at(),
            "removed_at" => self.logged_removed_at(),
            "ended_at" => self.logged_ended_at(),
            "adviser" | "confirmed_by" => self.logged_adviser(),
            "key" => self.logged_key(),
            "value" => self.logged_value(),
            "kind" => self.logged_kind(),
            "ownership" => self.logged_ownership(),
            "municipality" => self.logged_municipality(),
            "rung_from" => self.logged_rung_from(),
            "legal_bases" | "basis" => self.logged_basis(),
            "target_groups" => self.logged_target_groups(),
            "age_min" => self.logged_age_min(),
            "age_max" => self.logged_age_max(),
            "places" => self.logged_places(),
            "max_siblings" => self.logged_max_siblings(),
            "other_children" => self.logged_other_children(),
            "animals" => self.logged_animals(),
            "receives_from" => self.logged_receives_from(),
            "receives_to" => self.logged_receives_to(),
            "department" => self.logged_department(),
            "name" => self.logged_name(),
            "national_id" => self.logged_national_id(),
            "phone" => self.logged_phone(),
            "callback" => self.logged_callback(),
            "note" | "close_note" | "answer_note" | "end_note" => self.logged_note(),
            "group_note" => self.logged_group_note(),
            "unit" => self.logged_unit(),
            "ordinal" => self.logged_ordinal(),
            "confirmed_at" => self.logged_confirmed_at(),
            "confirmed_how" => self.logged_confirmed_how(),
            "place" => self.logged_place(),
            "state" => self.logged_state(),
            "reason" | "answer_reason" | "close_reason" | "end_reason" | "end_kind" => self.logged_reason(),
            "is_acute" => self.logged_is_acute(),
            "caller" => self.logged_caller(),
            "siblings" => self.logged_siblings(),
            "decision" => self.logged_decision(),
            "decided_by" => self.logged_decided_by(),
            "decided_at" => self.logged_decided_at(),
            "wished" => self.logged_wished(),
            "whereabouts" => self.logged_whereabouts(),
            "holds_until" => self.logged_holds_until(),
            "may_be_known" => self.logged_may_be_known(),
            "shield" => self.logged_shield(),
            "first_contact_at" => self.logged_first_contact_at(),
            "received_at" => self.logged_received_at(),
            "deadline" => self.logged_deadline(),
            "routine_version" => self.logged_routine_version(),
            "closed_at" => self.logged_closed_at(),
            "needs" => self.logged_needs(),
            "sex" => self.logged_sex(),
            "age" => self.logged_age(),
            "call" => self.logged_call(),
            "child" => self.logged_child(),
            "offer" => self.logged_offer(),
            "at" => self.logged_at(),
            "km" => self.logged_km(),
            "clearance" => self.logged_clearance(),
            "cleared_at" => self.logged_cleared_at(),
            "cleared_with" => self.logged_cleared_with(),
            "answer" => self.logged_answer(),
            "answered_at" => self.logged_answered_at(),
            "answered_by" => self.logged_answered_by(),
            "rung" => self.logged_rung(),
            "result" => self.logged_result(),
            "ask_at" => self.logged_ask_at(),
            "decisions" => self.logged_decisions(),
            "who" => self.logged_who(),
            "area" => self.logged_area(),
            "missing" => self.logged_missing(),
            "first_request_at" => self.logged_first_request_at(),
            "meanwhile" => self.logged_meanwhile(),
            "substance" => self.logged_substance(),
            "crime" => self.logged_crime(),
            "scheme" => self.logged_scheme(),
            "severity" => self.logged_severity(),
            "opened_at" => self.logged_opened_at(),
            "offered_at" => self.logged_offered_at(),
            "outcome" => self.logged_outcome(),
            "supervision_by" => self.logged_supervision_by(),
            "supervision_at" => self.logged_supervision_at(),
            "supervision_result" => self.logged_supervision_result(),
            "enquiry" => self.logged_enquiry(),
            "paper" => self.logged_paper(),
            "repeat_minutes" => self.logged_repeat_minutes(),
            "acute" => self.logged_acute(),
            "closes_at" => self.logged_closes_at(),
            "expected_free_at" => self.logged_expected_free_at(),
            "is_extra" => self.logged_is_extra(),
            "counts_double" => self.logged_counts_double(),
            "registered_at" => self.logged_registered_at(),
            "meeting_at" => self.logged_meeting_at(),
            "meeting_set_at" => self.logged_meeting_set_at(),
            "stays_open" => self.logged_stays_open(),
            "step" => self.logged_step(),
            "owner" => self.logged_owner(),
            "moved_at" => self.logged_moved_at(),
            "measure" => self.logged_measure(),
            "accepted_at" => self.logged_accepted_at(),
            "leaves_at" => self.logged_leaves_at(),
            "expected_at" => self.logged_expected_at(),
            "unit_told_at" => self.logged_unit_told_at(),
            "arrived_at" => self.logged_arrived_at(),
            "cancelled_at" => self.logged_cancelled_at(),
            "driver" => self.logged_driver(),
            "medicines" => self.logged_medicines(),
            "night_number" => self.logged_night_number(),
            "parents_view" => self.logged_parents_view(),
            "agreed_at" => self.logged_agreed_at(),
            "agreed_by" => self.logged_agreed_by(),
            "text" => self.logged_text(),
            "since_at" => self.logged_since_at(),
            "erased_at" => self.logged_erased_at(),
            "voided_at" => self.logged_voided_at(),
            "facts" => self.logged_facts(),
            "why" => self.logged_why(),
            "child_view" => self.logged_child_view(),
            "travel_time" => self.logged_travel_time(),
            "until_at" => self.logged_until_at(),
            "due_at" => self.logged_due_at(),
            "item" => self.logged_item(),
            "told" => self.logged_told(),
            other => match UnitFact::from_code(other).map(|fact| self.unit_fact(fact)) {
                Some(fact) => fact,
                None => match self.shift_field(other) {
                    Some(word) => word,
                    None => return other.to_owned(),
                },
            },
        };
        word.into_owned()
    }

    /// What stands in a field of the journal, in words; a commitment is hidden.
    #[must_use]
    pub fn value(
        &self,
        subject: &str,
        field: &str,
        code: &str,
        now: DateTime<Utc>,
        names: &dyn Names,
    ) -> String {
        if is_commitment(code) {
            return self.value_hidden().into_owned();
        }
        self.value_word(subject, field, code, now, names).unwrap_or_else(|| code.to_owned())
    }

    fn value_word(
        &self,
        subject: &str,
        field: &str,
        code: &str,
        now: DateTime<Utc>,
        names: &dyn Names,
    ) -> Option<String> {
        if subject == "deviations"
            && let Some(word) = self.deviation_value(field, code)
        {
            return Some(word);
        }
        if let Some(word) = self.shift_value(subject, field, code, now) {
            return Some(word);
        }
        let number = || code.parse::<i64>().ok();
        Some(match field {
            "at" | "deadline" | "holds_until" => self.time_near(moment(code)?, now),
            at if at.ends_with("_at") => self.time_near(moment(code)?, now),
            "is_acute" | "may_be_known" | "other_children" | "animals" | "stays_open" => match code {
                "1" => self.value_yes().into_owned(),
                "0" => self.value_no().into_owned(),
                _ => return None,
            },
            "municipality" | "rung_from" => names.municipality(MunicipalityNumber::parse(code)?),
            "place" => names.place(PlaceId(number()?)),
            "unit" => names.unit(UnitId(number()?)),
            "item" => names.item(ItemKey::from_code(code)?),
            "step" => self.step_name(StepKey::from_code(code)?).into_owned(),
            "paper" => self.paper(PaperKey::from_code(code)?).into_owned(),
            "measure" => self.kind(MeasureKind::from_code(code)?).into_owned(),
            "owner" => match Owner::from_code(code)? {
                Owner::Adviser => self.value_owner_adviser().into_owned(),
                Owner::Department => self.owner_department().into_owned(),
            },
            "basis" => BasisCode::from_code(code)?.with_sign(),
            "legal_bases" => self.each(code, |one| BasisCode::from_code(one).map(BasisCode::with_sign)),
            "wished" => self.each(code, |one| Wish::from_code(one).map(|wish| self.wish(wish).into_owned())),
            "age" => self.age(Age::from_code(code)?),
            "sex" => self.sex(Sex::from_code(code)?),
            "kind" => match subject {
                "calls" => self.call_kind(CallKind::from_code(code)?),
                "claims" => self.claim_kind(ClaimKind::from_code(code)?),
                "follow_ups" => self.follow_up_kind(FollowUpKind::from_code(code)?),
                "remarks" => self.remark_kind(RemarkKind::from_code(code)?).into_owned(),
                "silences" => self.alarm_kind(AlarmKind::from_code(code)?).into_owned(),
                _ => self.kind(MeasureKind::from_code(code)?).into_owned(),
            },
            "state" => match subject {
                "calls" => match CallState::from_code(code)? {
                    CallState::Open => self.value_open().into_owned(),
                    CallState::Closed => self.value_closed().into_owned(),
                },
                "checklist_answers" => self.answer_state(AnswerState::from_code(code)?),
                "routine_steps" => match StepEnd::from_code(code)? {
                    StepEnd::Done => self.value_step_done().into_owned(),
                    StepEnd::NotRelevant => self.value_step_not_relevant().into_owned(),
                },
                _ => self.place_state(PlaceState::from_code(code)?).into_owned(),
            },
            "ownership" => self.ownership(Ownership::from_code(code)?).into_owned(),
            "end_kind" if subject == "placements" => self.stay_end(StayEnd::from_code(code)?).into_owned(),
            _ => return self.call_value(field, code),
        })
    }

    /// Coded facts of calls and offers.
    fn call_value(&self, field: &str, code: &str) -> Option<String> {
        let word = match field {
            "caller" => self.caller(CallerRole::from_code(code)?),
            "siblings" => self.sibling_rule(SiblingRule::from_code(code)?),
            "decision" => self.decision(DecisionStatus::from_code(code)?),
            "decided_by" => self.decision_maker(DecisionMaker::from_code(code)?),
            "whereabouts" => self.whereabouts(Whereabouts::from_code(code)?),
            "shield" => match Shield::from_code(code)? {
                Shield::Code6 => self.call_shielded_code6(),
                Shield::Code7 => self.call_shielded_code7(),
                Shield::Shielded => self.call_shielded(),
            },
            "answer" => match Answer::from_code(code)? {
                Answer::Accepted => self.value_accepted(),
                Answer::Declined => self.value_declined(),
                Answer::Withdrawn => self.answer_withdrawn(),
            },
            "clearance" => match Clearance::from_code(code)? {
                Clearance::Cleared => self.value_yes(),
                Clearance::NotYet => self.value_not_yet(),
            },
            "confirmed_how" => self.confirmed_how(ConfirmedHow::from_code(code)?),
            "answer_reason" => return Some(self.decline_reason(DeclineReason::from_code(code)?)),
            "close_reason" => return Some(self.close_reason_short(CloseReason::from_code(code)?)),
            "end_reason" => self.claim_end(ClaimEnd::from_code(code)?),
            "end_kind" => match FollowUpEnd::from_code(code)? {
                FollowUpEnd::Done => self.value_end_done(),
                FollowUpEnd::Dropped => self.value_end_dropped(),
                FollowUpEnd::Undone => self.value_end_undone(),
            },
            _ => return None,
        };
        Some(word.into_owned())
    }

    fn each(&self, codes: &str, word: impl Fn(&str) -> Option<String>) -> String {
        let words: Vec<String> =
            codes.split(';').map(|one| word(one).unwrap_or_else(|| one.to_owned())).collect();
        if codes.is_empty() { self.value_none().into_owned() } else { words.join(", ") }
    }

    /// Placement request or consultation.
    #[must_use]
    pub fn call_kind(&self, kind: CallKind) -> String {
        match kind {
            CallKind::Placement => self.value_placement(),
            CallKind::Consultation => self.call_consultation(),
        }
        .into_owned()
    }

    fn claim_kind(&self, kind: ClaimKind) -> String {
        match kind {
            ClaimKind::Hold => self.cli_act_hold(),
            ClaimKind::Offer => self.cli_act_offer(),
            ClaimKind::Placement => self.list_placed(),
        }
        .into_owned()
    }

    /// What a follow-up asks for, without the names it is about.
    #[must_use]
    pub fn follow_up_kind(&self, kind: FollowUpKind) -> String {
        match kind {
            FollowUpKind::OfferAnswer => self.story_to_do_offer_answer(),
            FollowUpKind::OfferReason => self.step_offer_reason(),
            FollowUpKind::ConfirmPlace => self.story_to_do_confirm(),
            FollowUpKind::ClearWithMeasure => self.story_to_do_clear(),
            FollowUpKind::CallBack => self.story_to_do_call_back(),
            FollowUpKind::ItemLater => self.story_to_do_item(),
            FollowUpKind::Step => self.to_do_step(),
            FollowUpKind::Arrival => self.to_do_arrival(),
            FollowUpKind::PlaceFree => self.to_do_place_free(),
            FollowUpKind::AskAgain => self.to_do_ask_again(),
            FollowUpKind::Paper => self.to_do_paper(),
        }
        .into_owned()
    }

    /// How an item of the checklist was answered.
    #[must_use]
    pub fn answer_state(&self, state: AnswerState) -> String {
        match state {
            AnswerState::NotAsked => self.value_not_asked(),
            AnswerState::Answered => self.value_answered(),
            AnswerState::Unknown => self.value_unknown(),
            AnswerState::NotRelevant => self.value_not_relevant(),
            AnswerState::Later => self.value_later(),
        }
        .into_owned()
    }

    /// Why a municipality declined.
    #[must_use]
    pub fn decline_reason(&self, reason: DeclineReason) -> String {
        match reason {
            DeclineReason::TooFar => self.story_reason_too_far(),
            DeclineReason::NotSameDay => self.story_reason_not_same_day(),
            DeclineReason::NotFitting => self.story_reason_not_fitting(),
            DeclineReason::OtherType => self.story_reason_other_type(),
            DeclineReason::OwnSolution => self.story_reason_own_solution(),
            DeclineReason::FamilyAgainst => self.story_reason_family_against(),
            DeclineReason::BasisChanged => self.story_reason_basis_changed(),
            DeclineReason::Other => self.story_reason_other(),
        }
        .into_owned()
    }

    /// How a call ended, in a word or two.
    #[must_use]
    pub fn close_reason_short(&self, reason: CloseReason) -> String {
        match reason {
            CloseReason::Placed => self.list_placed(),
            CloseReason::ConsultationDone => self.call_consultation(),
            CloseReason::Withdrawn => self.list_withdrawn(),
            CloseReason::SolvedOutside => self.list_solved_outside(),
            CloseReason::BecamePlanned => self.list_became_planned(),
        }
        .into_owned()
    }
}
