//! What is done for the authority: what is hidden is shown on purpose, what is due is erased, shared rules are set.

use akuttvakt::domain::command::{Outcome, PurgeReport, PurgedCall};
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::question::Subject;
use akuttvakt::domain::refusal::{BadValue, Refusal};
use akuttvakt::domain::settings;
use chrono::TimeDelta;

use super::rows::PlacementRow;
use super::rules::{Answer, unknown_number};
use super::world::{At, World, index, row, those};

impl World {
    pub(super) fn reveal(&mut self, subject: Subject) -> Answer {
        match subject {
            Subject::Call(call) => drop(row(&self.calls, call.0).ok_or(Refusal::UnknownCall(call))?),
            Subject::Unit(unit) => drop(row(&self.units, unit.0).ok_or(unknown_number("unit", unit.0))?),
        }
        self.reveals.push(subject);
        Ok(Outcome::Revealed { subject })
    }

    pub(super) fn purge(&mut self, dry_run: bool, now: At) -> Answer {
        let is_on = self.setting("purge.on", "off") == "on";
        if !dry_run && !is_on {
            return Err(Refusal::BadValue(BadValue::PurgeOff));
        }
        let until = now - TimeDelta::days(self.setting_number("purge.days", "365"));
        let due =
            those(&self.calls, |call| !call.is_erased && call.closed.is_some_and(|(at, _)| at <= until));
        let calls: Vec<_> = due
            .iter()
            .map(|call| PurgedCall { call: CallId(*call), values: self.count_hidden(*call) })
            .collect();
        for call in due.iter().filter(|_| !dry_run) {
            self.calls[index(*call)].is_erased = true;
        }
        let handovers = self.handovers_due(until);
        let words = |handover: &i64| self.handovers[index(*handover)].words().into_iter().flatten().count();
        let of_handovers: usize = handovers.iter().map(words).sum();
        for handover in handovers.iter().filter(|_| !dry_run) {
            self.handovers[index(*handover)].is_erased = true;
        }
        Ok(Outcome::Purged(PurgeReport {
            dry_run,
            is_on,
            days: self.setting_number("purge.days", "365"),
            values: calls.iter().map(|call| call.values).sum::<usize>() + of_handovers,
            calls,
            drafts: 0,
            handovers: handovers.len(),
        }))
    }

    /// How many names and texts there are of a call. Of an offer the facts of its match are one.
    fn count_hidden(&self, call: i64) -> usize {
        let own = &self.calls[index(call)];
        let of_call = [&own.facts.callback, &own.facts.note, &own.close_note].into_iter().flatten().count();
        let names = self.children.iter().filter(|child| child.call == call && child.name.is_some()).count();
        let told = self.answers.iter().filter(|answer| answer.call == call && answer.told.is_some()).count();
        let offers = self.offers.iter().filter(|offer| offer.call == call).map(|offer| {
            let texts = [&offer.why, &offer.child_view, &offer.answered_by, &offer.answer_note];
            1 + texts.into_iter().flatten().count()
        });
        let placements = self.placements.iter().filter(|row| row.call == call);
        let placements = placements.flat_map(PlacementRow::words).flatten().count();
        let moved = self.follow_ups.iter().filter(|row| row.call == call && row.reason.is_some()).count();
        let steps = self.steps.iter().filter(|row| row.call == call && row.note.is_some()).count();
        let remarks = self.remarks.iter().filter(|row| row.call == call).count();
        let exports = self.exports.iter().filter(|exported| **exported == call).count();
        // Of a split the name and the reason.
        let splits = 2 * self.splits.iter().filter(|row| row.call == call).count();
        let asked = self.enquiries.iter().filter(|row| row.call == call);
        let asked = asked.flat_map(|row| [&row.who, &row.note]).flatten().count();
        let measures = self.compensations.iter().filter(|row| row.call == call && row.note.is_some()).count();
        let deviations = self.deviations.iter().filter(|row| row.call == call && row.note.is_some()).count();
        let watches = self.watches.iter().filter(|row| row.call == call);
        let watches = watches.flat_map(|row| &row.words).flatten().count();
        let routine =
            watches + asked + measures + deviations + placements + moved + steps + remarks + exports + splits;
        of_call + names + told + offers.sum::<usize>() + routine
    }

    pub(super) fn set(&mut self, key: &str, value: &str) -> Answer {
        let value = settings::setting(key).and_then(|known| known.check(value)).map_err(Refusal::BadValue)?;
        match self.settings.iter_mut().find(|(known, _)| known == key) {
            Some((_, old)) => old.clone_from(&value),
            None => self.settings.push((key.to_owned(), value.clone())),
        }
        Ok(Outcome::SettingSet { key: key.to_owned(), value })
    }
}
