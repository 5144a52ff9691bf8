//! Shifts and handovers in words.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::case_watch::WatchLevel;
use crate::domain::handover::{HandoverSection, MatterKind};
use crate::domain::offer::DeclineReason;
use crate::domain::preparedness::CapacityGroup;
use crate::domain::shift::ShiftHours;
use crate::domain::shift_sums::SumList;
use crate::domain::story::moment;

impl Texts {
    /// Hours of the week.
    #[must_use]
    pub fn shift_hours(&self, hours: ShiftHours) -> Cow<'_, str> {
        match hours {
            ShiftHours::Office => self.shift_hours_office(),
            ShiftHours::Evening => self.shift_hours_evening(),
            ShiftHours::Night => self.shift_hours_night(),
            ShiftHours::Weekend => self.shift_hours_weekend(),
            ShiftHours::Holiday => self.shift_hours_holiday(),
        }
    }

    /// How closely a case is followed.
    #[must_use]
    pub fn watch_level(&self, level: WatchLevel) -> Cow<'_, str> {
        match level {
            WatchLevel::Critical => self.watch_critical(),
            WatchLevel::Watch => self.watch_watch(),
            WatchLevel::Calm => self.watch_calm(),
        }
    }

    /// A field of the journal in a word or two, by what it is of.
    #[must_use]
    pub fn field_of(&self, subject: &str, field: &str) -> String {
        match (subject, field) {
            ("handovers", "received_at") => self.logged_handover_received_at().into_owned(),
            _ => self.field(field),
        }
    }

    /// A field of shifts, handovers and how closely cases are followed.
    pub(super) fn shift_field(&self, field: &str) -> Option<Cow<'_, str>> {
        Some(match field {
            "planned_until" => self.logged_planned_until(),
            "signed_on_at" => self.logged_signed_on_at(),
            "ended_seq" => self.logged_ended_seq(),
            "level" => self.logged_level(),
            "action" => self.logged_action(),
            "action_at" => self.logged_action_at(),
            "action_by" => self.logged_action_by(),
            "if_then" => self.logged_if_then(),
            "shift" => self.logged_shift(),
            "giver" => self.logged_giver(),
            "receiver" => self.logged_receiver(),
            "begun_at" => self.logged_from_at(),
            "signed_at" => self.logged_signed_at(),
            "head_seq" => self.logged_head_seq(),
            "head_hash" => self.logged_head_hash(),
            "searched_in_vain" => self.logged_searched_in_vain(),
            "median_minutes" => self.logged_median_minutes(),
            "to_confirm" => self.logged_to_confirm(),
            "received_by" => self.logged_received_by(),
            "summary" => self.logged_summary(),
            "repeated" => self.logged_repeated(),
            "handover" => self.logged_handover(),
            "section" => self.logged_section(),
            "matter" => self.logged_matter(),
            "given" => self.logged_given(),
            "gone_through_by" => self.logged_gone_through_by(),
            "gone_through_at" => self.logged_gone_through_at(),
            "list" => self.logged_list(),
            "of_group" => self.logged_of_group(),
            "free_then" => self.logged_free_then(),
            "free_now" => self.logged_free_now(),
            "owner_kind" => self.logged_owner(),
            _ => return None,
        })
    }

    /// What stands in such a field.
    pub(super) fn shift_value(
        &self,
        subject: &str,
        field: &str,
        code: &str,
        now: DateTime<Utc>,
    ) -> Option<String> {
        let word = match (subject, field) {
            ("shifts", "planned_until") => return Some(self.time_near(moment(code)?, now)),
            (_, "level") => self.watch_level(WatchLevel::from_code(code)?),
            ("calls", "owner_kind") => match code {
                "adviser" => self.value_owner_adviser(),
                "intake_unit" => self.handover_intake_unit(),
                _ => return None,
            },
            ("handover_points", "section") => match HandoverSection::from_code(code)? {
                HandoverSection::WorkingDay => self.value_working_day(),
                section => self.handover_section(section, now),
            },
            ("handover_points", "kind") => match MatterKind::from_code(code)? {
                MatterKind::Call => self.cli_act_call(),
                MatterKind::Offer => self.cli_act_offer(),
                MatterKind::Hold => self.cli_act_hold(),
                MatterKind::Placement => self.value_journey(),
                MatterKind::FollowUp => self.cli_act_follow_up(),
                MatterKind::Deviation => self.cli_act_deviation(),
            },
            ("handover_points", "given") => match code {
                "1" => self.value_yes(),
                "0" => self.value_no(),
                _ => return None,
            },
            ("handover_sums", "list") => match SumList::from_code(code)? {
                SumList::Placed => self.list_placed(),
                SumList::OnTheWay => self.value_on_the_way(),
                SumList::Awaiting => self.value_awaiting(),
                SumList::WithoutOffer => self.value_without_offer(),
                SumList::EndedOtherwise => self.value_ended_otherwise(),
                SumList::Consultation => self.call_consultation(),
                SumList::Declined => self.value_declined(),
                SumList::EarlierAccepted => self.value_earlier_accepted(),
            },
            ("handover_sums", "reason") => return Some(self.decline_reason(DeclineReason::from_code(code)?)),
            ("handover_capacity", "of_group") => self.capacity_group(CapacityGroup::from_code(code)?),
            _ => return None,
        };
        Some(word.into_owned())
    }
}
