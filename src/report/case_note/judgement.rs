//! The professional assessment: what was offered and why, where the child came to, siblings, what was recorded as a
//! fact, and the routine's steps.

use super::{Row, Section, Writer};
use crate::domain::basis::BasisCode;
use crate::domain::call_details::OfferDetails;
use crate::domain::follow_up::Owner;
use crate::domain::offer::{Answer, Clearance, Offer};
use crate::domain::placement::{Placement, PlacementState, PlacementWords};
use crate::domain::steps::{self, Known, Standing, StepSettled, StepState};

impl Writer<'_> {
    /// Why this for this child, and what came of it.
    pub(super) fn judgement(&self) -> Section {
        let (texts, details) = (self.texts, self.details);
        let mut parts: Vec<Section> = details.offers.iter().map(|offer| self.offer(offer)).collect();
        parts.extend(details.placements.iter().map(|(placement, words)| self.placement(placement, words)));
        let splits = details.splits.iter().map(|split| {
            let why = split.reason.clone().unwrap_or_else(|| texts.value_erased().into_owned());
            Row::new(format!("split:{}", split.number), texts.note_split(self.at(split.agreed_at)), why)
        });
        let remarks = details.remarks.iter().map(|remark| {
            let words = remark.text.clone().unwrap_or_else(|| texts.value_erased().into_owned());
            let text = texts.note_told_at(self.at(remark.at), remark.by.as_str(), words);
            Row::new(format!("remark:{}", remark.number), texts.remark_kind(remark.kind), text)
        });
        let mut rows: Vec<Row> = splits.chain(remarks).collect();
        if parts.is_empty() && rows.is_empty() {
            rows.push(Row { text: texts.note_nothing_offered().into_owned(), ..Row::default() });
        }
        let close = details.close_note.as_ref();
        rows.extend(close.map(|note| Row::new("close_note", texts.note_close_note(), note.as_str())));
        Section { key: "assessment", title: texts.note_assessment().into_owned(), rows, parts }
    }

    fn offer(&self, offer: &OfferDetails) -> Section {
        let texts = self.texts;
        let missing = || texts.note_not_written().into_owned();
        let erased = || self.details.erased_at.map(|_| texts.value_erased().into_owned());
        let words = |words: &Option<String>| words.clone().or_else(erased).unwrap_or_else(missing);
        let facts = Some(texts.facts(&offer.facts, offer.offer.at)).filter(|facts| !facts.is_empty());
        let mut facts = facts.or_else(erased).unwrap_or_else(missing);
        if let Some(km) = offer.km {
            facts = texts.note_air_line(facts, km);
        }
        let mut rows = vec![
            Row::new("facts", texts.note_facts(), facts),
            Row::new("why", texts.note_why(), words(&offer.why)),
            Row::new("child_view", texts.note_child_view(), words(&offer.child_view)),
        ];
        rows.extend(
            offer
                .travel_time
                .as_ref()
                .map(|travel| Row::new("travel_time", texts.note_travel_time(), travel.as_str())),
        );
        rows.push(Row::new("clearance", texts.note_clearance(), self.clearance(offer)));
        rows.push(Row::new("answer", texts.note_answer(), self.answer(offer)));
        rows.extend(
            offer.answer_note.as_ref().map(|note| Row::new("answer_note", texts.note_note(), note.as_str())),
        );
        let unit = self.for_children(offer.unit.clone(), &offer.offer);
        let title = match self.details.call.received_at {
            Some(received) => {
                let after = texts.duration(offer.offer.at - received);
                texts.note_offer_after(after, self.at(offer.offer.at), unit)
            }
            None => texts.note_offer(self.at(offer.offer.at), unit),
        };
        Section { key: "offer", title, rows, parts: Vec::new() }
    }

    fn for_children(&self, unit: String, offer: &Offer) -> String {
        if offer.children.len() == self.details.call.children.len() || offer.children.is_empty() {
            return unit;
        }
        let each: Vec<String> = offer.children.iter().map(|child| self.child_of(*child)).collect();
        self.texts.story_for(each.join(", "), unit)
    }

    fn clearance(&self, offer: &OfferDetails) -> String {
        let texts = self.texts;
        match offer.clearance {
            Some(Clearance::Cleared) => {
                let at = offer.cleared_at.map(|at| self.at(at));
                let parts = [Some(texts.value_yes().into_owned()), at, offer.cleared_with.clone()];
                parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
            }
            Some(Clearance::NotYet) | None => texts.value_not_yet().into_owned(),
        }
    }

    fn answer(&self, offer: &OfferDetails) -> String {
        let texts = self.texts;
        let Some(answer) = offer.offer.answer else { return texts.cli_answer_awaited().into_owned() };
        let word = match (answer, offer.offer.answer_reason) {
            (Answer::Accepted, _) => texts.value_accepted().into_owned(),
            (Answer::Declined, Some(reason)) => texts.story_declined(texts.decline_reason(reason)),
            (Answer::Declined, None) => texts.value_declined().into_owned(),
            (Answer::Withdrawn, _) => texts.story_withdrawn().into_owned(),
        };
        let by = offer.answered_by.clone();
        let parts = [Some(word), offer.offer.answered_at.map(|at| self.at(at)), by];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn placement(&self, placement: &Placement, words: &PlacementWords) -> Section {
        let texts = self.texts;
        let at = |moment: Option<chrono::DateTime<chrono::Utc>>| moment.map(|moment| self.at(moment));
        let basis = placement.basis.map(BasisCode::with_sign);
        let decision = placement.decision.map(|decision| texts.decision(decision).into_owned());
        let basis: Vec<String> = basis.into_iter().chain(decision).collect();
        let state = match (placement.state(), placement.end) {
            (PlacementState::Expected, _) => texts.note_placement_expected().into_owned(),
            (PlacementState::Living, _) => texts.note_placement_living().into_owned(),
            (PlacementState::Cancelled, _) => texts.note_placement_cancelled().into_owned(),
            (PlacementState::Ended, end) => {
                end.map(|end| texts.stay_end(end).into_owned()).unwrap_or_default()
            }
        };
        let stay = placement.length_of_stay(self.sources.now).map(|stay| texts.note_days(stay.num_days()));
        let known = [
            ("measure", texts.note_measure(), Some(texts.kind(placement.measure).into_owned())),
            (
                "basis",
                texts.note_basis_at_placement(),
                Some(self.or_unknown(Some(basis.join(", ")).filter(|basis| !basis.is_empty()))),
            ),
            ("accepted_at", texts.note_accepted(), at(Some(placement.accepted_at))),
            ("leaves_at", texts.note_leaves(), at(placement.leaves_at)),
            ("expected_at", texts.note_expected(), at(placement.expected_at)),
            ("arrived_at", texts.note_arrived(), at(placement.arrived_at)),
            ("driver", texts.note_driver(), words.driver.clone()),
            ("medicines", texts.note_medicines(), words.medicines.clone()),
            ("unit_told_at", texts.note_unit_told(), at(placement.unit_told_at)),
            ("ended_at", texts.note_ended(), at(placement.ended_at)),
            ("state", texts.note_placement_state(), Some(state)),
            ("days", texts.note_stay(), stay),
            ("end_note", texts.note_end_note(), words.end_note.clone()),
        ];
        let rows = known.into_iter().filter_map(|(key, label, text)| Some(Row::new(key, label, text?)));
        let title = texts.note_placement(self.where_lived(placement));
        Section { key: "placement", title, rows: rows.collect(), parts: Vec::new() }
    }

    /// The routine's steps: what is done and what is left.
    pub(super) fn steps(&self) -> Section {
        let (texts, details) = (self.texts, self.details);
        let offers: Vec<Offer> = details.offers.iter().map(|offer| offer.offer.clone()).collect();
        let settled: Vec<StepSettled> = details.steps.iter().map(|(step, _)| step.clone()).collect();
        let known = Known {
            call: &details.call,
            offers: &offers,
            follow_ups: &details.follow_ups,
            settled: &settled,
            rules: self.sources.rules,
        };
        let standings =
            self.sources.routine.map(|routine| steps::of_call(routine, &known)).unwrap_or_default();
        // Of a call that ended without a place nothing is left to do.
        let is_told = |standing: &&Standing| {
            details.call.goes_on()
                || matches!(standing.state, StepState::Done { .. } | StepState::NotRelevant)
        };
        let rows = standings.iter().filter(is_told).map(|standing| {
            let text = self.step(standing);
            let note = details.steps.iter().find(|(step, _)| step.step == standing.step);
            let more = note.and_then(|(_, note)| note.clone()).into_iter().collect();
            Row { more, ..Row::new(standing.step.code(), texts.step_name(standing.step), text) }
        });
        let title = texts.note_steps().into_owned();
        Section { key: "steps", title, rows: rows.collect(), parts: Vec::new() }
    }

    fn step(&self, standing: &Standing) -> String {
        let texts = self.texts;
        match &standing.state {
            StepState::Done { at } => texts.note_step_done(self.at(*at)),
            StepState::NotRelevant => texts.value_step_not_relevant().into_owned(),
            StepState::Open { due_at } => {
                let owner = match standing.owner {
                    Owner::Department => self.department(),
                    Owner::Adviser => texts.value_owner_adviser().into_owned(),
                };
                match due_at {
                    Some(due) => texts.note_step_due(self.at(*due), owner),
                    None => texts.note_step_open(owner),
                }
            }
            StepState::Waits { step } => texts.note_step_waits(texts.step_name(*step)),
            StepState::Others => texts.note_step_others().into_owned(),
        }
    }

    /// The department that serves the municipality; of a protected address it would tell where that is.
    fn department(&self) -> String {
        let call = &self.details.call;
        let named = self.sources.rules.departments.get(&call.municipality);
        match named {
            Some(name) if !self.hides_place => name.clone(),
            _ => self.texts.owner_department().into_owned(),
        }
    }
}
