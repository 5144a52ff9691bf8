//! Kinds of measure, who owns them, and what a municipality can wish for.

use super::codes::coded;

coded! {
    /// The kind of a unit (routine step 3; [`super::unit::Unit`]).
    pub enum MeasureKind {
        /// *Beredskapshjem*: is cleared (*klarert*).
        EmergencyHome = "emergency_home",
        /// Acute institution: is approved (*godkjent*) for target groups and legal bases.
        AcuteInstitution = "acute_institution",
        /// Foster home, used directly.
        FosterHome = "foster_home",
        /// Care institution.
        CareInstitution = "care_institution",
        /// Treatment institution.
        TreatmentInstitution = "treatment_institution",
        /// *Krisehjem*.
        CrisisHome = "crisis_home",
        /// Temporary acute unit.
        TemporaryUnit = "temporary_unit",
        /// Centre for parents and children.
        FamilyCentre = "family_centre",
    }
}

impl MeasureKind {
    /// Whether the kind is a family home, whose phone and address are personal data.
    #[must_use]
    pub const fn is_home(self) -> bool {
        matches!(self, Self::EmergencyHome | Self::FosterHome | Self::CrisisHome)
    }
}

coded! {
    /// Who owns a unit, in the order in which places are looked for (domain: order of looking).
    pub enum Ownership {
        /// The state's own.
        State = "state",
        /// Private, framework agreement with guarantee.
        FrameworkGuaranteed = "framework_guaranteed",
        /// Private, framework agreement without guarantee.
        Framework = "framework",
        /// Bought for one child.
        SinglePurchase = "single_purchase",
    }
}

coded! {
    /// A target group of an institution.
    pub enum TargetGroup {
        /// Acute, care.
        AcuteCare = "acute_care",
        /// Acute, behaviour.
        AcuteBehaviour = "acute_behaviour",
        /// Trafficking.
        Trafficking = "trafficking",
        /// Care, children.
        CareChild = "care_child",
        /// Care, young people.
        CareYouth = "care_youth",
        /// Treatment, low risk.
        TreatmentLow = "treatment_low",
        /// Treatment, high risk.
        TreatmentHigh = "treatment_high",
        /// Treatment, substance use.
        Substance = "substance",
    }
}

coded! {
    /// The measure a municipality wishes for. The municipality decides the type; Bufetat finds the place.
    pub enum Wish {
        /// `bh`
        EmergencyHome = "emergency_home",
        /// `inst`
        Institution = "institution",
        /// `fh`
        FosterHome = "foster_home",
        /// `oms`
        Care = "care",
        /// `beh`
        Treatment = "treatment",
        /// `beh-lav`
        TreatmentLow = "treatment_low",
        /// `beh-høy`
        TreatmentHigh = "treatment_high",
        /// `rus`
        Substance = "substance",
        /// `krise`
        CrisisHome = "crisis_home",
        /// `sfb`
        FamilyCentre = "family_centre",
    }
}

impl Wish {
    /// The kinds of unit that meet the wish.
    #[must_use]
    pub const fn kinds(self) -> &'static [MeasureKind] {
        match self {
            Self::EmergencyHome => &[MeasureKind::EmergencyHome],
            Self::Institution => &[MeasureKind::AcuteInstitution, MeasureKind::TemporaryUnit],
            Self::FosterHome => &[MeasureKind::FosterHome],
            Self::Care => &[MeasureKind::CareInstitution],
            Self::Treatment | Self::TreatmentLow | Self::TreatmentHigh | Self::Substance => {
                &[MeasureKind::TreatmentInstitution]
            }
            Self::CrisisHome => &[MeasureKind::CrisisHome],
            Self::FamilyCentre => &[MeasureKind::FamilyCentre],
        }
    }

    /// The target group the unit must be approved for, where the wish names one.
    #[must_use]
    pub const fn target_group(self) -> Option<TargetGroup> {
        match self {
            Self::TreatmentLow => Some(TargetGroup::TreatmentLow),
            Self::TreatmentHigh => Some(TargetGroup::TreatmentHigh),
            Self::Substance => Some(TargetGroup::Substance),
            _ => None,
        }
    }
}
