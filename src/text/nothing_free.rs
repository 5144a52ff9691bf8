//! The hard hours in words: rungs, answers, measures meanwhile, deviations.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::compensation::{Compensation, CompensationKind, CompensationState};
use crate::domain::deviation::{
    Area, DeviationOutcome, DeviationState, Meanwhile, Missing, SupervisionBy, SupervisionResult,
};
use crate::domain::enquiry::{Enquiry, EnquiryResult, LeaderDecision, NoReason};
use crate::domain::ladder::Rung;
use crate::domain::municipality::Region;

impl Texts {
    /// A rung of the ladder.
    #[must_use]
    pub fn rung(&self, rung: Rung) -> Cow<'_, str> {
        match rung {
            Rung::Leader => self.rung_leader(),
            Rung::OwnAcute => self.rung_own_acute(),
            Rung::Care => self.rung_care(),
            Rung::Agreement => self.rung_agreement(),
            Rung::OtherRegions => self.rung_other_regions(),
            Rung::SinglePurchase => self.rung_single_purchase(),
            Rung::CrisisTemporary => self.rung_crisis_temporary(),
            Rung::OverCapacity => self.rung_over_capacity(),
        }
    }

    /// Whom an attempt asked: the unit, the region, or the rung.
    #[must_use]
    pub fn asked(&self, enquiry: &Enquiry, unit: Option<&str>) -> String {
        let region = enquiry.region.map(Region::code);
        unit.or(region).map_or_else(|| self.rung(enquiry.rung).into_owned(), str::to_owned)
    }

    /// A rung, in a word.
    #[must_use]
    pub fn rung_short(&self, rung: Rung) -> Cow<'_, str> {
        match rung {
            Rung::Leader => self.rung_short_leader(),
            Rung::OwnAcute => self.rung_short_own_acute(),
            Rung::Care => self.rung_short_care(),
            Rung::Agreement => self.rung_short_agreement(),
            Rung::OtherRegions => self.rung_short_other_regions(),
            Rung::SinglePurchase => self.rung_short_single_purchase(),
            Rung::CrisisTemporary => self.rung_short_crisis_temporary(),
            Rung::OverCapacity => self.rung_short_over_capacity(),
        }
    }

    /// What an attempt came to: the answer with its reason, or what a leader decided, and when it goes on.
    #[must_use]
    pub fn enquiry_told(&self, enquiry: &Enquiry, now: DateTime<Utc>) -> String {
        let decided: Vec<_> = enquiry.decisions.iter().map(|one| self.leader_decision(*one)).collect();
        let told = match (enquiry.result, enquiry.reason, enquiry.ask_at) {
            _ if !decided.is_empty() => decided.join(", "),
            (EnquiryResult::Asked, _, Some(at)) => return self.enquiry_answers_at(self.time_near(at, now)),
            (EnquiryResult::No, Some(reason), _) => self.enquiry_no_because(self.no_reason(reason)),
            (result, _, _) => self.enquiry_result(result).into_owned(),
        };
        match enquiry.ask_at {
            Some(at) => self.enquiry_ask_again(self.time_near(at, now), told),
            None => told,
        }
    }

    /// What came of asking.
    #[must_use]
    pub fn enquiry_result(&self, result: EnquiryResult) -> Cow<'_, str> {
        match result {
            EnquiryResult::Asked => self.enquiry_asked(),
            EnquiryResult::NoAnswer => self.enquiry_no_answer(),
            EnquiryResult::Yes => self.enquiry_yes(),
            EnquiryResult::No => self.enquiry_no(),
            EnquiryResult::NotRelevant => self.enquiry_not_relevant(),
            EnquiryResult::Held => self.enquiry_held(),
            EnquiryResult::Offered => self.enquiry_offered(),
        }
    }

    /// Why it was a no.
    #[must_use]
    pub fn no_reason(&self, reason: NoReason) -> Cow<'_, str> {
        match reason {
            NoReason::Full => self.no_full(),
            NoReason::Staffing => self.no_staffing(),
            NoReason::IntakeStop => self.no_intake_stop(),
            NoReason::Age => self.no_age(),
            NoReason::TargetGroup => self.no_target_group(),
            NoReason::Siblings => self.no_siblings(),
            NoReason::ChildrenInHome => self.no_children_in_home(),
            NoReason::Animals => self.no_animals(),
            NoReason::Distance => self.no_distance(),
            NoReason::Infection => self.no_infection(),
            NoReason::Security => self.no_security(),
            NoReason::Group => self.no_group(),
            NoReason::ExtraStaffing => self.no_extra_staffing(),
            NoReason::NoAnswer => self.no_no_answer(),
            NoReason::MunicipalityDeclined => self.no_municipality_declined(),
            NoReason::Other => self.no_other(),
        }
    }

    /// What a leader on duty decided.
    #[must_use]
    pub fn leader_decision(&self, decision: LeaderDecision) -> Cow<'_, str> {
        match decision {
            LeaderDecision::SinglePurchase => self.decision_single_purchase(),
            LeaderDecision::OverCapacity => self.decision_over_capacity(),
            LeaderDecision::IntakeStop => self.decision_intake_stop(),
            LeaderDecision::Nothing => self.decision_nothing(),
        }
    }

    /// A compensating measure.
    #[must_use]
    pub fn compensation(&self, kind: CompensationKind) -> Cow<'_, str> {
        match kind {
            CompensationKind::FamilyCouncil => self.compensation_family_council(),
            CompensationKind::Mst => self.compensation_mst(),
            CompensationKind::HomeVisits => self.compensation_home_visits(),
            CompensationKind::Guidance => self.compensation_guidance(),
            CompensationKind::PhoneAdvice => self.compensation_phone_advice(),
            CompensationKind::FamilyCentre => self.compensation_family_centre(),
            CompensationKind::Psychologist => self.compensation_psychologist(),
        }
    }

    /// A compensating measure, in a word.
    #[must_use]
    pub fn compensation_short(&self, kind: CompensationKind) -> Cow<'_, str> {
        match kind {
            CompensationKind::FamilyCouncil => self.compensation_short_family_council(),
            CompensationKind::Mst => self.compensation_short_mst(),
            CompensationKind::HomeVisits => self.compensation_short_home_visits(),
            CompensationKind::Guidance => self.compensation_short_guidance(),
            CompensationKind::PhoneAdvice => self.compensation_short_phone_advice(),
            CompensationKind::FamilyCentre => self.compensation_short_family_centre(),
            CompensationKind::Psychologist => self.compensation_short_psychologist(),
        }
    }

    /// Where a compensating measure stands.
    #[must_use]
    pub fn compensation_state(&self, state: CompensationState) -> Cow<'_, str> {
        match state {
            CompensationState::Offered => self.compensation_offered(),
            CompensationState::Wanted => self.compensation_wanted(),
            CompensationState::NotAvailable => self.compensation_not_available(),
            CompensationState::Declined => self.compensation_declined(),
        }
    }

    /// What was offered meanwhile, as a deviation tells it; nothing where nothing was.
    #[must_use]
    pub fn deviation_measures_told<'m>(
        &self,
        measures: impl IntoIterator<Item = &'m Compensation>,
    ) -> Option<String> {
        let told: Vec<String> = measures
            .into_iter()
            .map(|one| {
                format!("{} {}", self.compensation_short(one.kind), self.compensation_state(one.state))
            })
            .collect();
        (!told.is_empty()).then(|| self.deviation_measures(told.join(", ")))
    }

    /// The area of a deviation.
    #[must_use]
    pub fn deviation_area(&self, area: Area) -> Cow<'_, str> {
        match area {
            Area::Institution => self.deviation_area_institution(),
            Area::Home => self.deviation_area_home(),
        }
    }

    /// What was missing.
    #[must_use]
    pub fn deviation_missing(&self, missing: Missing) -> Cow<'_, str> {
        match missing {
            Missing::NoOffer => self.deviation_missing_no_offer(),
            Missing::TooFar => self.deviation_missing_too_far(),
            Missing::NotFitting => self.deviation_missing_not_fitting(),
        }
    }

    /// Where the child is meanwhile.
    #[must_use]
    pub fn meanwhile(&self, place: Meanwhile) -> Cow<'_, str> {
        match place {
            Meanwhile::Home => self.meanwhile_home(),
            Meanwhile::OtherPlacement => self.meanwhile_other_placement(),
            Meanwhile::Temporary => self.meanwhile_temporary(),
            Meanwhile::HospitalOrCustody => self.meanwhile_hospital_or_custody(),
            Meanwhile::StaffOrNetwork => self.meanwhile_staff_or_network(),
            Meanwhile::Unknown => self.meanwhile_unknown(),
        }
    }

    /// Where the child is meanwhile, in a word.
    #[must_use]
    pub fn meanwhile_short(&self, place: Meanwhile) -> Cow<'_, str> {
        match place {
            Meanwhile::Home => self.meanwhile_short_home(),
            Meanwhile::OtherPlacement => self.meanwhile_short_other_placement(),
            Meanwhile::Temporary => self.meanwhile_short_temporary(),
            Meanwhile::HospitalOrCustody => self.meanwhile_short_hospital_or_custody(),
            Meanwhile::StaffOrNetwork => self.meanwhile_short_staff_or_network(),
            Meanwhile::Unknown => self.meanwhile_short_unknown(),
        }
    }

    /// Where a deviation stands.
    #[must_use]
    pub fn deviation_state(&self, state: DeviationState) -> Cow<'_, str> {
        match state {
            DeviationState::Draft => self.deviation_draft(),
            DeviationState::Registered => self.deviation_registered(),
            DeviationState::Closed => self.deviation_closed(),
        }
    }

    /// How a deviation ended.
    #[must_use]
    pub fn deviation_outcome(&self, outcome: DeviationOutcome) -> Cow<'_, str> {
        match outcome {
            DeviationOutcome::Offered => self.deviation_offered(),
            DeviationOutcome::Withdrawn => self.deviation_withdrawn(),
            DeviationOutcome::SolvedOutside => self.deviation_solved_outside(),
            DeviationOutcome::BecamePlanned => self.deviation_became_planned(),
        }
    }

    /// What stands in a coded field of a deviation's journal lines.
    pub(super) fn deviation_value(&self, field: &str, code: &str) -> Option<String> {
        let word = match field {
            "state" => self.deviation_state(DeviationState::from_code(code)?),
            "area" => self.deviation_area(Area::from_code(code)?),
            "missing" => self.deviation_missing(Missing::from_code(code)?),
            "meanwhile" => self.meanwhile(Meanwhile::from_code(code)?),
            "outcome" => self.deviation_outcome(DeviationOutcome::from_code(code)?),
            "supervision_by" => self.supervision_by(SupervisionBy::from_code(code)?),
            "supervision_result" => self.supervision_result(SupervisionResult::from_code(code)?),
            "substance" | "crime" => match code {
                "1" => self.value_yes(),
                "0" => self.value_no(),
                _ => return None,
            },
            _ => return None,
        };
        Some(word.into_owned())
    }

    /// Who asked for supervision.
    #[must_use]
    pub fn supervision_by(&self, by: SupervisionBy) -> Cow<'_, str> {
        match by {
            SupervisionBy::Municipality => self.supervision_municipality(),
            SupervisionBy::Region => self.supervision_region(),
            SupervisionBy::Governor => self.supervision_governor(),
        }
    }

    /// What supervision found.
    #[must_use]
    pub fn supervision_result(&self, result: SupervisionResult) -> Cow<'_, str> {
        match result {
            SupervisionResult::Open => self.supervision_open(),
            SupervisionResult::Breach => self.supervision_breach(),
            SupervisionResult::None => self.supervision_none(),
        }
    }
}
