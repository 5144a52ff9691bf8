//! The journalled tables and their columns: one description that writes, rebuilds and checks all use.

use crate::domain::journal::Entry;
use crate::domain::unit_facts::UnitFact;

/// A journalled table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Table {
    Meta,
    Advisers,
    Shifts,
    Settings,
    Units,
    Places,
    PlaceStates,
    Calls,
    Children,
    Offers,
    Claims,
    FollowUps,
    ChecklistAnswers,
    Reveals,
    Placements,
    RoutineSteps,
    SiblingSplits,
    Remarks,
    Silences,
    NamedExports,
    Enquiries,
    Compensations,
    Deviations,
    Contacts,
    CaseWatches,
    Handovers,
    HandoverPoints,
    HandoverSums,
    HandoverCapacity,
}

impl Table {
    pub(super) const ALL: [Self; 29] = [
        Self::Meta,
        Self::Advisers,
        Self::Shifts,
        Self::Settings,
        Self::Units,
        Self::Places,
        Self::PlaceStates,
        Self::Calls,
        Self::Children,
        Self::Offers,
        Self::Claims,
        Self::FollowUps,
        Self::ChecklistAnswers,
        Self::Reveals,
        Self::Placements,
        Self::RoutineSteps,
        Self::SiblingSplits,
        Self::Remarks,
        Self::Silences,
        Self::NamedExports,
        Self::Enquiries,
        Self::Compensations,
        Self::Deviations,
        Self::Contacts,
        Self::CaseWatches,
        Self::Handovers,
        Self::HandoverPoints,
        Self::HandoverSums,
        Self::HandoverCapacity,
    ];

    /// Its name, in SQL and as the journal's subject.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Advisers => "advisers",
            Self::Shifts => "shifts",
            Self::Settings => "settings",
            Self::Units => "units",
            Self::Places => "places",
            Self::PlaceStates => "place_states",
            Self::Calls => "calls",
            Self::Children => "children",
            Self::Offers => "offers",
            Self::Claims => "claims",
            Self::FollowUps => "follow_ups",
            Self::ChecklistAnswers => "checklist_answers",
            Self::Reveals => "reveals",
            Self::Placements => "placements",
            Self::RoutineSteps => "routine_steps",
            Self::SiblingSplits => "sibling_splits",
            Self::Remarks => "remarks",
            Self::Silences => "silences",
            Self::NamedExports => "named_exports",
            Self::Enquiries => "enquiries",
            Self::Compensations => "compensations",
            Self::Deviations => "deviations",
            Self::Contacts => "contacts",
            Self::CaseWatches => "case_watches",
            Self::Handovers => "handovers",
            Self::HandoverPoints => "handover_points",
            Self::HandoverSums => "handover_sums",
            Self::HandoverCapacity => "handover_capacity",
        }
    }

    /// The table a journal line is about.
    pub(super) fn of(entry: &Entry) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == entry.subject)
    }

    /// Whether a field of this table is sensitive, and which erasable table holds it.
    pub(super) fn sensitive(self, field: &str) -> Option<Sensitive> {
        let personal = match self {
            Self::Advisers => field == "name",
            Self::Units => {
                matches!(field, "name" | "phone")
                    || UnitFact::from_code(field).is_some_and(|fact| !is_words_of_list(fact))
            }
            Self::Calls => field == "callback",
            Self::Children => matches!(field, "name" | "national_id"),
            Self::Placements => field == "night_number",
            Self::SiblingSplits => field == "agreed_by",
            Self::Enquiries => field == "who",
            Self::Contacts => matches!(field, "name" | "phone"),
            _ => false,
        };
        let free_text = match self {
            Self::Units => {
                matches!(field, "note" | "group_note")
                    || UnitFact::from_code(field).is_some_and(is_words_of_list)
            }
            Self::PlaceStates | Self::FollowUps | Self::SiblingSplits | Self::NamedExports => {
                field == "reason"
            }
            Self::Placements => {
                matches!(field, "driver" | "medicines" | "end_note" | "child_view" | "parents_view")
            }
            Self::RoutineSteps
            | Self::Enquiries
            | Self::Compensations
            | Self::Deviations
            | Self::Contacts => field == "note",
            Self::Remarks => field == "text",
            Self::CaseWatches => matches!(field, "action" | "action_by" | "if_then"),
            Self::Handovers => matches!(field, "summary" | "note" | "repeated"),
            Self::Calls => matches!(field, "note" | "needs" | "close_note"),
            Self::ChecklistAnswers => matches!(field, "told" | "needs"),
            Self::Offers => {
                matches!(
                    field,
                    "facts"
                        | "why"
                        | "child_view"
                        | "travel_time"
                        | "cleared_with"
                        | "answer_note"
                        | "answered_by"
                )
            }
            _ => false,
        };
        if personal {
            Some(Sensitive::PersonalData)
        } else if free_text {
            Some(Sensitive::FreeTexts)
        } else {
            None
        }
    }
}

/// What the list of units tells in words has stood among the free texts from the first.
const fn is_words_of_list(fact: UnitFact) -> bool {
    matches!(fact, UnitFact::Languages | UnitFact::Presentation)
}

/// The two erasable tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sensitive {
    /// Names and numbers of people.
    PersonalData,
    /// What people wrote.
    FreeTexts,
}

impl Sensitive {
    pub(super) const ALL: [Self; 2] = [Self::PersonalData, Self::FreeTexts];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::PersonalData => "personal_data",
            Self::FreeTexts => "free_texts",
        }
    }
}
