//! What came of a command, where screen and command line say the same.

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::command::Outcome;

impl Texts {
    /// The sentence that screen and command line share; none where each has words of its own.
    #[must_use]
    pub fn outcome(&self, outcome: &Outcome, now: DateTime<Utc>) -> Option<String> {
        Some(match outcome {
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
            _ => return None,
        })
    }
}
