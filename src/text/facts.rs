//! Coded facts of calls and places in words.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::matching::Fact;
use crate::domain::measure::{MeasureKind, Ownership, TargetGroup, Wish};
use crate::domain::unit::{Acute, PlaceState};
use crate::domain::unit_facts::UnitFact;

impl Texts {
    /// The kind of a unit, in full.
    #[must_use]
    pub fn kind(&self, kind: MeasureKind) -> Cow<'_, str> {
        match kind {
            MeasureKind::EmergencyHome => self.kind_emergency_home(),
            MeasureKind::AcuteInstitution => self.kind_acute_institution(),
            MeasureKind::FosterHome => self.kind_foster_home(),
            MeasureKind::CareInstitution => self.kind_care_institution(),
            MeasureKind::TreatmentInstitution => self.kind_treatment_institution(),
            MeasureKind::CrisisHome => self.kind_crisis_home(),
            MeasureKind::TemporaryUnit => self.kind_temporary_unit(),
            MeasureKind::FamilyCentre => self.kind_family_centre(),
        }
    }

    /// The kind of a unit, for a narrow column.
    #[must_use]
    pub fn kind_short(&self, kind: MeasureKind) -> Cow<'_, str> {
        match kind {
            MeasureKind::EmergencyHome => self.kind_short_emergency_home(),
            MeasureKind::AcuteInstitution => self.kind_short_acute_institution(),
            MeasureKind::FosterHome => self.kind_short_foster_home(),
            MeasureKind::CareInstitution => self.kind_short_care_institution(),
            MeasureKind::TreatmentInstitution => self.kind_short_treatment_institution(),
            MeasureKind::CrisisHome => self.kind_short_crisis_home(),
            MeasureKind::TemporaryUnit => self.kind_short_temporary_unit(),
            MeasureKind::FamilyCentre => self.kind_short_family_centre(),
        }
    }

    /// A wished measure, in full.
    #[must_use]
    pub fn wish(&self, wish: Wish) -> Cow<'_, str> {
        match wish {
            Wish::EmergencyHome => self.kind_emergency_home(),
            Wish::Institution => self.wish_institution(),
            Wish::FosterHome => self.kind_foster_home(),
            Wish::Care => self.wish_care(),
            Wish::Treatment => self.wish_treatment(),
            Wish::TreatmentLow => self.wish_treatment_low(),
            Wish::TreatmentHigh => self.wish_treatment_high(),
            Wish::Substance => self.wish_substance(),
            Wish::CrisisHome => self.kind_crisis_home(),
            Wish::FamilyCentre => self.kind_family_centre(),
        }
    }

    /// A wished measure, for a narrow column.
    #[must_use]
    pub fn wish_short(&self, wish: Wish) -> Cow<'_, str> {
        match wish {
            Wish::EmergencyHome => self.kind_short_emergency_home(),
            Wish::Institution => self.kind_short_acute_institution(),
            Wish::FosterHome => self.kind_short_foster_home(),
            Wish::Care => self.kind_short_care_institution(),
            Wish::Treatment => self.kind_short_treatment_institution(),
            Wish::TreatmentLow => self.wish_short_treatment_low(),
            Wish::TreatmentHigh => self.wish_short_treatment_high(),
            Wish::Substance => self.wish_short_substance(),
            Wish::CrisisHome => self.kind_short_crisis_home(),
            Wish::FamilyCentre => self.kind_short_family_centre(),
        }
    }

    /// Who owns a unit, in full.
    #[must_use]
    pub fn ownership(&self, ownership: Ownership) -> Cow<'_, str> {
        match ownership {
            Ownership::State => self.owner_state(),
            Ownership::FrameworkGuaranteed => self.owner_framework_guaranteed(),
            Ownership::Framework => self.owner_framework(),
            Ownership::SinglePurchase => self.owner_single_purchase(),
        }
    }

    /// Who owns a unit, for a narrow column.
    #[must_use]
    pub fn ownership_short(&self, ownership: Ownership) -> Cow<'_, str> {
        match ownership {
            Ownership::State => self.owner_short_state(),
            Ownership::FrameworkGuaranteed | Ownership::Framework => self.owner_short_private(),
            Ownership::SinglePurchase => self.owner_short_single_purchase(),
        }
    }

    /// A target group.
    #[must_use]
    pub fn target_group(&self, group: TargetGroup) -> Cow<'_, str> {
        match group {
            TargetGroup::AcuteCare => self.group_acute_care(),
            TargetGroup::AcuteBehaviour => self.group_acute_behaviour(),
            TargetGroup::Trafficking => self.group_trafficking(),
            TargetGroup::CareChild => self.group_care_child(),
            TargetGroup::CareYouth => self.group_care_youth(),
            TargetGroup::TreatmentLow => self.group_treatment_low(),
            TargetGroup::TreatmentHigh => self.group_treatment_high(),
            TargetGroup::Substance => self.group_substance(),
        }
    }

    /// The state of a place.
    #[must_use]
    pub fn place_state(&self, state: PlaceState) -> Cow<'_, str> {
        match state {
            PlaceState::Free => self.state_free(),
            PlaceState::IntakeStop => self.state_intake_stop(),
            PlaceState::Staffing => self.state_staffing(),
            PlaceState::Maintenance => self.state_maintenance(),
            PlaceState::Holiday => self.state_holiday(),
            PlaceState::OverCapacity => self.state_over_capacity(),
        }
    }

    /// What is asked about a home, in a word or two.
    #[must_use]
    pub fn unit_fact(&self, fact: UnitFact) -> Cow<'_, str> {
        match fact {
            UnitFact::Adults => self.asked_adults(),
            UnitFact::OwnChildren => self.asked_own_children(),
            UnitFact::PlacedChildren => self.asked_placed_children(),
            UnitFact::WhichAnimals => self.asked_which_animals(),
            UnitFact::Languages => self.asked_languages(),
            UnitFact::Faith => self.asked_faith(),
            UnitFact::Access => self.asked_access(),
            UnitFact::BabyEquipment => self.asked_baby_equipment(),
            UnitFact::School => self.asked_school(),
            UnitFact::Competence => self.asked_competence(),
            UnitFact::OnCallPhone => self.asked_on_call_phone(),
            UnitFact::Presentation => self.asked_presentation(),
        }
    }

    /// One fact of a match, as it was at `now`.
    #[must_use]
    pub fn fact(&self, fact: &Fact, now: DateTime<Utc>) -> String {
        match fact {
            Fact::WishedKind { .. } => self.fact_wished_kind().into_owned(),
            Fact::OtherKind { .. } => self.fact_other_kind().into_owned(),
            Fact::Cleared { basis, kind } if kind.is_home() => self.fact_cleared(basis.with_sign()),
            Fact::Cleared { basis, .. } => self.fact_approved(basis.with_sign()),
            Fact::NotCleared { basis, kind } if kind.is_home() => self.fact_not_cleared(basis.with_sign()),
            Fact::NotCleared { basis, .. } => self.fact_not_approved(basis.with_sign()),
            Fact::TargetGroup { group } => self.fact_target_group(self.target_group(*group)),
            Fact::NotTargetGroup { group } => self.fact_not_target_group(self.target_group(*group)),
            Fact::BasisNamesInstitutions { basis } => self.fact_basis_names_institutions(basis.with_sign()),
            Fact::AgeWithin { min, max } => self.fact_age_within(*max, *min),
            Fact::AgeOutside { min, max } => self.fact_age_outside(*max, *min),
            Fact::AgeUnknown => self.fact_age_unknown().into_owned(),
            Fact::NotClearedForInfants => self.fact_not_cleared_for_infants().into_owned(),
            Fact::HomePreferredUnder13 => self.fact_home_preferred().into_owned(),
            Fact::RoomForSiblings { children } => self.fact_room_for_siblings(*children),
            Fact::CountsDouble { places } => self.fact_counts_double(*places),
            Fact::TooFewForDouble { places, free } => self.fact_too_few_for_double(*free, *places),
            Fact::TooFewPlaces { children, room } => self.fact_too_few_places(*children, *room),
            Fact::NeedMet { need } => self.fact_need_met(need.as_str()),
            Fact::NeedNotMet { need } => self.fact_need_not_met(need.as_str()),
            Fact::NeedToAsk { need } => self.fact_need_to_ask(need.as_str()),
            Fact::NeedNoted { need } => self.fact_need_noted(need.as_str()),
            Fact::Owner { ownership } => self.ownership(*ownership).into_owned(),
            Fact::TakesAcute { how: Acute::EmergencyPlan } => self.fact_acute_by_plan().into_owned(),
            Fact::TakesAcute { .. } => self.fact_acute_approved().into_owned(),
            Fact::OutsideHours { from } => self.fact_outside_hours(from.format("%H:%M").to_string()),
            Fact::GroupNoted => self.fact_group_noted().into_owned(),
            Fact::UnitClosed { at } => self.fact_unit_closed(self.time_or_day(*at, now)),
            Fact::Fresh { at } => self.fact_fresh(self.age_of(*at, now)),
            Fact::Stale { at: Some(at) } => self.fact_stale(self.age_of(*at, now)),
            Fact::Stale { at: None } => self.fact_never_confirmed().into_owned(),
            Fact::HeldByThisCall { until } => self.fact_held_by_this_call(self.until(*until, now)),
            Fact::Held { call, by, until } => self.fact_held(by.as_str(), call.0, self.until(*until, now)),
            Fact::Offered { call, by, .. } => self.fact_offered(by.as_str(), call.0),
            Fact::Occupied { call, .. } => self.fact_occupied(call.0),
            Fact::OutOfUse { state, since } => {
                self.fact_out_of_use(self.time_or_day(*since, now), self.place_state(*state))
            }
        }
    }

    /// Facts one after another, as they stand in an offer.
    #[must_use]
    pub fn facts<'f>(&self, facts: impl IntoIterator<Item = &'f Fact>, now: DateTime<Utc>) -> String {
        facts.into_iter().map(|fact| self.fact(fact, now)).collect::<Vec<_>>().join(" · ")
    }

    fn until(&self, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
        until.map_or_else(|| "–".to_owned(), |until| self.time_near(until, now))
    }
}
