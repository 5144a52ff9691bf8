//! The routine in words: its steps, how a stay ended, whose a task is.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::alarm::AlarmKind;
use crate::domain::board::Board;
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::placement::StayEnd;
use crate::domain::purchase::PaperKey;
use crate::domain::remark::RemarkKind;
use crate::domain::routine::{Responsible, StepKey};
use crate::domain::steps::{Standing, StepState};

/// What a follow-up is about, by name.
#[derive(Debug, Clone, Copy)]
pub struct ToDo<'a> {
    /// Whom the call is from, as the reader may see it.
    pub who: &'a str,
    /// The home or department.
    pub unit: Option<&'a str>,
    /// The item of the checklist.
    pub item: Option<&'a str>,
    /// Whom an attempt of the search log asked.
    pub asked: Option<&'a str>,
    /// Which placement or purchase it is of, where that is to be said.
    pub of: Option<&'a str>,
}

impl Texts {
    /// What a step asks for, in a few words.
    #[must_use]
    pub fn step_name(&self, step: StepKey) -> Cow<'_, str> {
        match step {
            StepKey::Received => self.step_name_received(),
            StepKey::Clarify => self.step_name_clarify(),
            StepKey::SearchBasis => self.step_name_search_basis(),
            StepKey::Allocate => self.step_name_allocate(),
            StepKey::ClearWithHead => self.step_name_clear_with_head(),
            StepKey::InformUnit => self.step_name_inform_unit(),
            StepKey::Database => self.step_name_database(),
            StepKey::Birk => self.step_name_birk(),
            StepKey::Commitment => self.step_name_commitment(),
            StepKey::ContactMeasure => self.step_name_contact_measure(),
            StepKey::Arrival => self.step_name_arrival(),
            StepKey::ClarificationMeeting => self.step_name_clarification_meeting(),
            StepKey::Onward => self.step_name_onward(),
            StepKey::NotifyNit => self.step_name_notify_nit(),
        }
    }

    /// The same in a word, for a line of several.
    #[must_use]
    pub fn step_short(&self, step: StepKey) -> Cow<'_, str> {
        match step {
            StepKey::InformUnit => self.step_short_inform_unit(),
            StepKey::Birk => self.step_short_birk(),
            StepKey::Commitment => self.step_short_commitment(),
            StepKey::ClarificationMeeting => self.step_short_clarification_meeting(),
            StepKey::NotifyNit => self.step_short_notify_nit(),
            other => self.step_name(other),
        }
    }

    /// What a follow-up asks for. What it is about may have left the board: that it is to be done is said all the same.
    #[must_use]
    pub fn to_do(&self, task: &FollowUp, about: &ToDo<'_>) -> String {
        let unit = about.unit;
        let named = match task.kind {
            FollowUpKind::OfferAnswer => Some(self.step_offer_answer(about.who)),
            FollowUpKind::OfferReason => Some(self.step_offer_reason().into_owned()),
            FollowUpKind::CallBack => Some(self.step_call_back(about.who)),
            FollowUpKind::ItemLater => about.item.map(|item| self.step_item_later(item)),
            FollowUpKind::Step => task.step.map(|step| self.named_with(about.of, self.step_name(step))),
            FollowUpKind::Paper => task.paper.map(|paper| self.named_with(about.of, self.paper(paper))),
            FollowUpKind::ConfirmPlace => unit.map(|unit| self.step_confirm_place(unit)),
            FollowUpKind::Arrival => unit.map(|unit| self.step_arrival(unit)),
            FollowUpKind::PlaceFree => unit.map(|unit| self.step_place_free(unit)),
            FollowUpKind::AskAgain => about.asked.map(|asked| self.step_ask_again(asked)),
            FollowUpKind::ClearWithMeasure => unit.map(|unit| self.step_clear_with_measure(unit)),
        };
        named.unwrap_or_else(|| self.follow_up_kind(task.kind))
    }

    /// What is to be done, with what it is of where that is to be said.
    #[must_use]
    pub fn named_with(&self, of: Option<&str>, what: impl AsRef<str>) -> String {
        match of {
            Some(of) => self.task_of(of, what.as_ref()),
            None => what.as_ref().to_owned(),
        }
    }

    /// Which purchase a paper is of; which placement a step of the working days is of, where the call has several.
    #[must_use]
    pub fn placement_of(&self, board: &Board, task: &FollowUp) -> Option<String> {
        let place = board.places.iter().find(|known| Some(known.id) == task.place);
        let unit = board.unit(place?.unit)?.name.as_str();
        match task.kind {
            FollowUpKind::Paper => {
                let children = board.known_call(task.call).map_or(&[][..], |call| call.children.as_slice());
                let child = children.iter().find(|child| Some(child.id) == task.child && children.len() > 1);
                Some(match child {
                    Some(child) => {
                        self.paper_of_child(self.children(std::iter::once(&child.facts), None), unit)
                    }
                    None => self.paper_of(unit),
                })
            }
            FollowUpKind::Step => board.has_several_placements(task.call).then(|| unit.to_owned()),
            _ => None,
        }
    }

    /// A paper of a single purchase.
    #[must_use]
    pub fn paper(&self, paper: PaperKey) -> Cow<'_, str> {
        match paper {
            PaperKey::Agreement => self.paper_agreement(),
            PaperKey::Documents => self.paper_documents(),
            PaperKey::Quality => self.paper_quality(),
            PaperKey::Birk => self.paper_birk(),
        }
    }

    /// Where a step stands.
    #[must_use]
    pub fn step_state(&self, standing: &Standing, now: DateTime<Utc>) -> String {
        match standing.state {
            StepState::Done { at } => self.routine_done(self.time_near(at, now)),
            StepState::NotRelevant => self.routine_not_relevant().into_owned(),
            // A task belongs to a day.
            StepState::Open { due_at: Some(due) } if standing.task.is_some() => {
                self.routine_due_day(self.day(due))
            }
            StepState::Open { due_at: Some(due) } => self.routine_due(self.time_near(due, now)),
            StepState::Open { due_at: None } => self.routine_open().into_owned(),
            StepState::Waits { step } => self.routine_waits(self.step_name(step)),
            StepState::Others => self.routine_no_clock().into_owned(),
        }
    }

    /// Who does a step.
    #[must_use]
    pub fn responsible(&self, responsible: Responsible) -> Cow<'_, str> {
        match responsible {
            Responsible::OnDuty => self.responsible_on_duty(),
            Responsible::Adviser => self.responsible_adviser(),
            Responsible::IntakeManager => self.responsible_intake_manager(),
            Responsible::HeadOfIntake => self.responsible_head_of_intake(),
            Responsible::HeadOfMeasure => self.responsible_head_of_measure(),
            Responsible::HomeConsultant => self.responsible_home_consultant(),
        }
    }

    /// How a stay ended.
    #[must_use]
    pub fn stay_end(&self, end: StayEnd) -> Cow<'_, str> {
        match end {
            StayEnd::PlannedMove => self.stay_end_planned_move(),
            StayEnd::Home => self.stay_end_home(),
            StayEnd::UnplannedMove => self.stay_end_unplanned_move(),
            StayEnd::Age18 => self.stay_end_age_18(),
            StayEnd::Other => self.stay_end_other(),
        }
    }

    /// What a remark is about.
    #[must_use]
    pub fn remark_kind(&self, kind: RemarkKind) -> Cow<'_, str> {
        match kind {
            RemarkKind::Disagreement => self.remark_kind_disagreement(),
            RemarkKind::Note => self.remark_kind_note(),
        }
    }

    /// What sounds.
    #[must_use]
    pub fn alarm_kind(&self, kind: AlarmKind) -> Cow<'_, str> {
        match kind {
            AlarmKind::Overdue => self.alarm_kind_overdue(),
            AlarmKind::CallBack => self.alarm_kind_call_back(),
            AlarmKind::HalfHour => self.alarm_kind_half_hour(),
            AlarmKind::NewCall => self.alarm_kind_new_call(),
        }
    }
}
