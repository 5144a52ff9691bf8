//! What is recorded of a call besides its facts: siblings apart, remarks, a request that stays open, tasks moved and
//! given away, alarms silenced, exports.

use akuttvakt::domain::alarm::Alarm;
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::child::SiblingRule;
use akuttvakt::domain::command::{Outcome, SiblingSplit};
use akuttvakt::domain::follow_up::{Owner, Receiver};
use akuttvakt::domain::ids::{CallId, FollowUpId};
use akuttvakt::domain::refusal::{BadTime, Refusal, Stale};
use akuttvakt::domain::remark::RemarkKind;
use chrono::{SubsecRound, TimeDelta};

use super::ADVISERS;
use super::contacts::lately;
use super::routine::required;
use super::rows::{RemarkRow, SplitRow};
use super::rules::{Answer, NAME, TEXT, unknown_number};
use super::world::{At, World, index, row};

impl World {
    fn known(&self, call: CallId) -> Result<(), Refusal> {
        row(&self.calls, call.0).map(drop).ok_or(Refusal::UnknownCall(call))
    }

    pub(super) fn split(&mut self, split: &SiblingSplit, now: At) -> Answer {
        let call = split.call;
        let rule = self.open(call)?.facts.siblings;
        required("agreed_by", &split.agreed_by, NAME)?;
        let reason = required("reason", &split.reason, TEXT)?;
        lately(split.agreed_at, now)?;
        if self.children_of(call.0).len() < 2 || rule == Some(SiblingRule::NotSiblings) {
            return Err(Refusal::Stale(Stale::NoSiblings(call)));
        }
        if rule == Some(SiblingRule::Apart) {
            return Err(Refusal::Stale(Stale::ApartAlready(call)));
        }
        let agreed_at = split.agreed_at.unwrap_or(now);
        self.splits.push(SplitRow { call: call.0, agreed_at, reason });
        self.calls[index(call.0)].facts.siblings = Some(SiblingRule::Apart);
        Ok(Outcome::Split { call })
    }

    pub(super) fn remark(&mut self, call: CallId, kind: RemarkKind, text: &str, now: At) -> Answer {
        let text = required("text", text, TEXT)?;
        self.known(call)?;
        self.not_erased(call.0, true)?;
        self.remarks.push(RemarkRow { call: call.0, kind, by: self.hand, at: now, text });
        Ok(Outcome::Remarked { call })
    }

    pub(super) fn export(&mut self, call: CallId, reason: &str) -> Answer {
        required("reason", reason, TEXT)?;
        self.known(call)?;
        self.not_erased(call.0, true)?;
        self.exports.push(call.0);
        Ok(Outcome::NamedExport { call })
    }

    pub(super) fn stay_open(&mut self, call: CallId, stays_open: bool, now: At) -> Answer {
        if self.open(call)?.stays_open == stays_open {
            return Err(Refusal::Stale(Stale::StaysOpenAlready(call)));
        }
        if stays_open && !self.is_placed(call.0) {
            return Err(Refusal::Stale(Stale::NotPlaced(call)));
        }
        self.calls[index(call.0)].stays_open = stays_open;
        if stays_open {
            self.open_again(call.0);
        }
        let closes_call = !stays_open && self.all_arrived(call.0);
        if closes_call {
            self.end_deviations(call.0, CloseReason::Withdrawn, now);
            self.end_call(call.0, CloseReason::Placed, now);
        }
        Ok(Outcome::StaysOpen { call, stays_open, closes_call })
    }

    /// The call of a follow-up that is to be done.
    fn to_do(&self, follow_up: FollowUpId) -> Result<i64, Refusal> {
        let row = row(&self.follow_ups, follow_up.0).ok_or(unknown_number("follow_up", follow_up.0))?;
        if row.ended.is_some() {
            return Err(Refusal::Stale(Stale::FollowUpEnded(follow_up)));
        }
        Ok(row.call)
    }

    pub(super) fn move_one(&mut self, follow_up: FollowUpId, due: At, reason: &str, now: At) -> Answer {
        let call = self.to_do(follow_up)?;
        let reason = required("reason", reason, TEXT)?;
        if due <= now {
            return Err(Refusal::BadTime(BadTime::Passed(due)));
        }
        if due > now + TimeDelta::days(120) {
            return Err(Refusal::BadTime(BadTime::TooFarAhead(due)));
        }
        self.not_erased(call, true)?;
        let row = &mut self.follow_ups[index(follow_up.0)];
        (row.due, row.moved, row.reason) = (due, Some(now), Some(reason));
        Ok(Outcome::FollowUpMoved { follow_up, due_at: due })
    }

    pub(super) fn assign(&mut self, follow_up: FollowUpId, to: &Receiver) -> Answer {
        self.to_do(follow_up)?;
        let row = &mut self.follow_ups[index(follow_up.0)];
        row.owner = match to {
            Receiver::Department => Owner::Department,
            Receiver::Adviser(name) => {
                let known = ADVISERS.iter().position(|adviser| *adviser == name.trim());
                row.by = known.ok_or(Refusal::UnknownAdviser(name.trim().to_owned()))?;
                Owner::Adviser
            }
        };
        Ok(Outcome::FollowUpAssigned { follow_up, owner: row.owner })
    }

    pub(super) fn silence(&mut self, alarms: &[Alarm]) -> Outcome {
        let before = self.silences.len();
        for alarm in alarms {
            let alarm = Alarm { since: alarm.since.trunc_subsecs(3), ..*alarm };
            if self.open(alarm.call).is_ok() && !self.silences.contains(&alarm) {
                self.silences.push(alarm);
            }
        }
        Outcome::Silenced { alarms: self.silences.len() - before }
    }
}
