//! The routine for acute requests as data: its steps, who does them and when they are due.
//!
//! A call keeps the version it was opened with, so a routine that has been in use is never changed or removed:
//! a new one gets its own version. Steps of others are shown, and are never overdue on the adviser.

use super::codes::coded;
use super::municipality::Region;
use super::working_days::Hours;

coded! {
    /// A step of the routine, in its order. The same in every version.
    pub enum StepKey {
        /// 1: the need is put forward and received.
        Received = "received",
        /// 2: what is needed is clarified with the caller.
        Clarify = "clarify",
        /// 3: age and target group steer the search.
        SearchBasis = "search_basis",
        /// 4: free places are looked through.
        Allocate = "allocate",
        /// 5: cleared with the head of the intake unit.
        ClearWithHead = "clear_with_head",
        /// 6: the intake unit is told of a placement out of hours.
        InformUnit = "inform_unit",
        /// 7: the measures keep the list up to date.
        Database = "database",
        /// 8: the choice is registered in BIRK, the agency's case system.
        Birk = "birk",
        /// 9: the commitment is written and approved.
        Commitment = "commitment",
        /// 10: talk with the measure.
        ContactMeasure = "contact_measure",
        /// 11: the child arrives.
        Arrival = "arrival",
        /// 12: all parties are called to the clarification meeting.
        ClarificationMeeting = "clarification_meeting",
        /// 13: the municipality applies the ordinary way.
        Onward = "onward",
        /// 14: the national intake team is told.
        NotifyNit = "notify_nit",
    }
}

coded! {
    /// Who does a step.
    pub enum Responsible {
        /// Whoever is on duty for acute requests in the regional intake unit.
        OnDuty = "on_duty",
        /// The intake adviser.
        Adviser = "adviser",
        /// The intake manager of an acute institution.
        IntakeManager = "intake_manager",
        /// The head of the intake unit.
        HeadOfIntake = "head_of_intake",
        /// The head of each measure.
        HeadOfMeasure = "head_of_measure",
        /// The consultant of an emergency home.
        HomeConsultant = "home_consultant",
    }
}

coded! {
    /// Whose a step is, seen from the adviser.
    pub enum StepScope {
        /// The intake unit's own: can be overdue.
        Us = "us",
        /// Someone else's: shown, never overdue.
        Others = "others",
    }
}

coded! {
    /// When a step is due.
    pub enum DeadlineRule {
        /// At once.
        AtOnce = "at_once",
        /// The routine gives no time.
        None = "none",
        /// Within the response limit after the referral is received.
        WithinResponseLimit = "within_response_limit",
        /// On the first working day, without saying after what.
        FirstWorkingDay = "first_working_day",
        /// On the first working day after the placement.
        FirstWorkingDayAfter = "first_working_day_after",
        /// Whenever something changes.
        OnEveryChange = "on_every_change",
        /// When the child is placed.
        AtPlacement = "at_placement",
        /// As soon as the acute situation is clear.
        WhenClear = "when_clear",
        /// At once after the clarification meeting.
        AtOnceAfterMeeting = "at_once_after_meeting",
    }
}

/// What a step says out of hours where that is not what it says in hours.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutOfHours {
    /// What has to happen, in plain Norwegian.
    pub text: String,
    /// Who does it; the first is the one to ask for.
    pub responsible: Vec<Responsible>,
}

/// One step of the routine.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutineStep {
    /// Which step.
    pub key: StepKey,
    /// What has to happen, in plain Norwegian.
    pub text: String,
    /// Who does it; the first is the one to ask for.
    pub responsible: Vec<Responsible>,
    /// Whether it is ours.
    pub scope: StepScope,
    /// When it is due.
    pub deadline: DeadlineRule,
    /// The hours it belongs to; none when it does not matter.
    #[serde(default)]
    pub only_in: Option<Hours>,
    /// What differs out of hours; none when nothing does.
    #[serde(default)]
    pub out_of_hours: Option<OutOfHours>,
    /// The step whose date it waits for.
    #[serde(default)]
    pub waits_for: Option<StepKey>,
}

impl RoutineStep {
    /// What has to happen for a call received in these hours.
    #[must_use]
    pub fn text_in(&self, hours: Hours) -> &str {
        self.differs_in(hours).map_or(&self.text, |other| &other.text)
    }

    /// Who does it for a call received in these hours.
    #[must_use]
    pub fn responsible_in(&self, hours: Hours) -> &[Responsible] {
        self.differs_in(hours).map_or(&self.responsible, |other| &other.responsible)
    }

    /// Whether the step belongs to a call received in these hours.
    #[must_use]
    pub fn applies_in(&self, hours: Hours) -> bool {
        self.only_in.is_none_or(|only| only == hours)
    }

    fn differs_in(&self, hours: Hours) -> Option<&OutOfHours> {
        self.out_of_hours.as_ref().filter(|_| hours == Hours::OutOfHours)
    }
}

/// One version of the routine.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Routine {
    /// The version a call pins.
    pub version: String,
    /// The region it is for; none for the national one.
    #[serde(default)]
    pub region: Option<Region>,
    /// Minutes from the referral to an offer, as a rule.
    pub response_limit_minutes: u32,
    /// What the limit depends on, in plain Norwegian.
    pub response_limit_note: String,
    /// Where it comes from.
    pub source: String,
    /// The day it was compared with its source.
    pub checked_on: chrono::NaiveDate,
    /// What has not been confirmed and must not be relied on.
    pub to_be_confirmed: String,
    /// The steps, in order.
    #[serde(rename = "step")]
    pub steps: Vec<RoutineStep>,
}

impl Routine {
    /// The step with this key.
    #[must_use]
    pub fn step(&self, key: StepKey) -> Option<&RoutineStep> {
        self.steps.iter().find(|step| step.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(only_in: Option<Hours>) -> RoutineStep {
        RoutineStep {
            key: StepKey::Received,
            text: "om dagen".to_owned(),
            responsible: vec![Responsible::OnDuty],
            scope: StepScope::Us,
            deadline: DeadlineRule::AtOnce,
            only_in,
            out_of_hours: Some(OutOfHours {
                text: "om natten".to_owned(),
                responsible: vec![Responsible::IntakeManager],
            }),
            waits_for: None,
        }
    }

    #[test]
    fn a_step_says_what_holds_in_the_hours_of_the_call() {
        let step = step(None);
        assert_eq!(step.text_in(Hours::Ordinary), "om dagen");
        assert_eq!(step.text_in(Hours::OutOfHours), "om natten");
        assert_eq!(step.responsible_in(Hours::Ordinary), [Responsible::OnDuty]);
        assert_eq!(step.responsible_in(Hours::OutOfHours), [Responsible::IntakeManager]);
    }

    #[test]
    fn a_step_of_other_hours_does_not_apply() {
        assert!(step(None).applies_in(Hours::Ordinary) && step(None).applies_in(Hours::OutOfHours));
        assert!(step(Some(Hours::Ordinary)).applies_in(Hours::Ordinary));
        assert!(!step(Some(Hours::Ordinary)).applies_in(Hours::OutOfHours));
    }
}
