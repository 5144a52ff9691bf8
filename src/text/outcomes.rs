//! What came of a command, where screen and command line say the same.

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::command::Outcome;
use crate::domain::follow_up::Owner;
use crate::domain::outcome::BegunShift;
use crate::domain::steps::StepEnd;

impl Texts {
    /// The sentence that screen and command line share; none where each has words of its own.
    #[must_use]
    pub fn outcome(&self, outcome: &Outcome, now: DateTime<Utc>) -> Option<String> {
        Some(match outcome {
            Outcome::Planned { offer, expected_at: Some(at) } => {
                self.outcome_planned_expected(offer.0, self.time_near(*at, now))
            }
            Outcome::Planned { offer, expected_at: None } => self.outcome_planned(offer.0),
            Outcome::FellThrough { offer, call } => self.outcome_fell_through(call.0, offer.0),
            Outcome::StayEnded { child, days, fits, .. } => {
                let said = match days {
                    Some(days) => self.outcome_stay_ended_days(child.0, *days),
                    None => self.outcome_stay_ended(child.0),
                };
                if fits.is_empty() {
                    said
                } else {
                    let calls = fits.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                    self.outcome_stay_ended_fits(calls, said)
                }
            }
            Outcome::Evaluated { child } => self.outcome_evaluated(child.0),
            Outcome::Split { call } => self.outcome_split(call.0),
            Outcome::Remarked { call } => self.outcome_remarked(call.0),
            Outcome::StaysOpen { call, closes_call: true, .. } => self.outcome_stays_open_closed(call.0),
            Outcome::StaysOpen { call, stays_open: true, .. } => self.outcome_stays_open(call.0),
            Outcome::StaysOpen { call, .. } => self.outcome_stays_open_no_more(call.0),
            Outcome::MeetingSet { call, at, commitment_due_at: Some(due) } => self
                .outcome_meeting_set_commitment(call.0, self.time_near(*due, now), self.time_near(*at, now)),
            Outcome::MeetingSet { call, at, commitment_due_at: None } => {
                self.outcome_meeting_set(call.0, self.time_near(*at, now))
            }
            Outcome::StepSettled { call, step, end: StepEnd::Done } => {
                self.outcome_step_done(call.0, self.step_name(*step))
            }
            Outcome::StepSettled { call, step, end: StepEnd::NotRelevant } => {
                self.outcome_step_not_relevant(call.0, self.step_name(*step))
            }
            Outcome::FollowUpMoved { due_at, .. } => {
                self.outcome_follow_up_moved(self.time_near(*due_at, now))
            }
            Outcome::FollowUpAssigned { owner: Owner::Department, .. } => {
                self.outcome_follow_up_to_department().into_owned()
            }
            Outcome::FollowUpAssigned { .. } => self.outcome_follow_up_to_adviser().into_owned(),
            Outcome::EnquiryLogged { enquiry, call, ask_at: Some(at) } => {
                self.outcome_enquiry_logged_ask(call.0, enquiry.0, self.time_near(*at, now))
            }
            Outcome::EnquiryLogged { enquiry, call, ask_at: None } => {
                self.outcome_enquiry_logged(call.0, enquiry.0)
            }
            Outcome::CompensationSet { call, kind, state } => self.outcome_compensation_set(
                call.0,
                self.compensation(*kind),
                self.compensation_state(*state),
            ),
            Outcome::DeviationSet { deviation, call, state } => {
                self.outcome_deviation_set(call.0, deviation.0, self.deviation_state(*state))
            }
            Outcome::ExtraPlaceOpened { place } => self.outcome_extra_place_opened(place.0),
            Outcome::ExtraPlaceClosed { place } => self.outcome_extra_place_closed(place.0),
            Outcome::FreeExpected { place, at: Some(at) } => {
                self.outcome_free_expected(place.0, self.time_near(*at, now))
            }
            Outcome::FreeExpected { place, at: None } => self.outcome_free_not_expected(place.0),
            Outcome::ShiftStarted { until, .. } => self.outcome_shift_started(self.time_near(*until, now)),
            Outcome::WatchSet { call, level, action_at: None } => {
                self.outcome_watch_set(call.0, self.watch_level(*level))
            }
            // With the day: a time that has passed today is tomorrow's.
            Outcome::WatchSet { call, level, action_at: Some(at) } => {
                let time = format!("{} {}", self.day(*at), self.time(*at));
                self.outcome_watch_set_by(call.0, self.watch_level(*level), time)
            }
            Outcome::HandoverSigned { handover, points } => self.outcome_handover_signed(handover.0, *points),
            Outcome::WentThrough { handover, left } => self.outcome_went_through(handover.0, *left),
            Outcome::HandoverReceived { handover, calls, tasks, begun } => {
                let came = self.outcome_came_over(*calls, *tasks);
                let none = self.outcome_nothing_came_over();
                let came = if calls + tasks == 0 { none.into_owned() } else { came };
                self.and_on(self.outcome_handover_received(came, handover.0), *begun, now)
            }
            Outcome::ShiftTaken { calls, tasks, begun, .. } => {
                self.and_on(self.outcome_shift_taken(*calls, *tasks), *begun, now)
            }
            Outcome::UnitSet { unit } => self.outcome_unit_set(unit.0),
            Outcome::ContactSet { .. } => self.outcome_contact_set().into_owned(),
            Outcome::ContactsImported { added, updated, unchanged, dry_run: true } => {
                self.outcome_contacts_would_import(*added, *unchanged, *updated)
            }
            Outcome::ContactsImported { added, updated, unchanged, dry_run: false } => {
                self.outcome_contacts_imported(*added, *unchanged, *updated)
            }
            Outcome::Silenced { alarms } => self.outcome_silenced(*alarms),
            Outcome::NamedExport { call } => self.outcome_named_export(call.0),
            Outcome::Arrived { offer, closes_call: true } => self.outcome_arrived_closed(offer.0),
            Outcome::Arrived { offer, closes_call: false } => self.outcome_arrived(offer.0),
            Outcome::Closed { call } => self.cli_closed_call(call.0),
            Outcome::Edited { call, .. } => self.cli_edited(call.0),
            Outcome::Referred { call, deadline: Some(deadline), .. } => {
                self.cli_referred(call.0, self.time_near(*deadline, now))
            }
            Outcome::Referred { call, deadline: None, .. } => self.cli_referred_no_deadline(call.0),
            Outcome::ItemAnswered { call, due_at: Some(due_at), .. } => {
                self.cli_item_answered_later(call.0, self.time_near(*due_at, now))
            }
            Outcome::ItemAnswered { call, due_at: None, .. } => self.cli_item_answered(call.0),
            Outcome::CallBackPromised { call, due_at, .. } => {
                self.cli_call_back_promised(call.0, self.time_near(*due_at, now))
            }
            Outcome::FollowUpEnded { .. } => self.cli_follow_up_ended().into_owned(),
            Outcome::OfferCompleted { offer, .. } => self.cli_offer_completed(offer.0),
            Outcome::Linked { child, other, call } => self.cli_linked(call.0, child.0, other.0),
            Outcome::Revealed { .. } => self.cli_revealed().into_owned(),
            Outcome::AdviserAdded { .. } => self.cli_adviser_added().into_owned(),
            Outcome::CallRegistered { .. }
            | Outcome::PlaceSet { .. }
            | Outcome::PlaceConfirmed { .. }
            | Outcome::Held { .. }
            | Outcome::Released { .. }
            | Outcome::Offered { .. }
            | Outcome::Answered { .. }
            | Outcome::Undone { .. }
            | Outcome::Redone { .. }
            | Outcome::Purged(_)
            | Outcome::Imported(_)
            | Outcome::SettingSet { .. } => return None,
        })
    }

    /// With the shift that began with what was received or taken.
    fn and_on(&self, done: String, begun: Option<BegunShift>, now: DateTime<Utc>) -> String {
        match begun {
            Some(BegunShift { until, .. }) => self.outcome_and_on(done, self.time_near(until, now)),
            None => done,
        }
    }
}
