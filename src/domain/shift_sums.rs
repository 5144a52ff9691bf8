//! What was done in a shift, in sums. They are worked out while it runs and kept as they are when it is handed over.

use super::call::{Call, CallKind, CallState, CloseReason};
use super::clocks::ResponseClock;
use super::codes::coded;
use super::enquiry::{Enquiry, EnquiryResult};
use super::ids::CallId;
use super::offer::{Answer, DeclineReason, Offer};

/// What happened in a shift, with the calls it concerns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShiftWork {
    /// Calls that were registered in it, by number.
    pub calls: Vec<Call>,
    /// Their offers that were not voided.
    pub offers: Vec<Offer>,
    /// Offers given or answered in it, of any call.
    pub moved_offers: Vec<Offer>,
    /// Attempts of the search log in it.
    pub enquiries: Vec<Enquiry>,
}

coded! {
    /// The lists of the sums.
    pub enum SumList {
        /// Calls whose children have arrived.
        Placed = "placed",
        /// Calls with an accepted offer, the children on their way.
        OnTheWay = "on_the_way",
        /// Calls whose offer awaits its answer.
        Awaiting = "awaiting",
        /// Open requests without any offer that stands.
        WithoutOffer = "without_offer",
        /// Requests that ended otherwise: withdrawn, solved elsewhere, planned.
        EndedOtherwise = "ended_otherwise",
        /// Consultations.
        Consultation = "consultation",
        /// Calls an offer of which was declined, once for each.
        Declined = "declined",
        /// Calls from before the shift that got a place in it.
        EarlierAccepted = "earlier_accepted",
    }
}

/// What was done in a shift: each call that was registered in it stands in one of these.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShiftSums {
    /// Calls whose children have arrived.
    pub placed: Vec<CallId>,
    /// Calls with an accepted offer, the children on their way.
    pub on_the_way: Vec<CallId>,
    /// Calls whose offer awaits its answer.
    pub awaiting: Vec<CallId>,
    /// Open requests without any offer that stands.
    pub without_offer: Vec<CallId>,
    /// Requests that ended otherwise: withdrawn, solved elsewhere, planned.
    pub ended_otherwise: Vec<CallId>,
    /// Consultations.
    pub consultations: Vec<CallId>,
    /// Offers that were declined in it, of any call, with why.
    pub declined: Vec<(CallId, Option<DeclineReason>)>,
    /// Calls from before the shift an offer of which was accepted in it.
    pub earlier_accepted: Vec<CallId>,
    /// How often someone was asked in it and said no, or did not answer.
    pub searched_in_vain: usize,
    /// Minutes from referral to first offer, the middle one of the calls whose clock an offer stopped.
    pub median_minutes: Option<i64>,
}

impl ShiftSums {
    /// The sums of what happened.
    #[must_use]
    pub fn of(work: &ShiftWork) -> Self {
        let mut sums = Self::default();
        let mut minutes = Vec::new();
        for call in &work.calls {
            let offers: Vec<&Offer> = work.offers.iter().filter(|offer| offer.call == call.id).collect();
            sums.put(list_of(call, &offers), call.id, None);
            if let ResponseClock::Stopped { took } = ResponseClock::of(call, &work.offers) {
                minutes.push(took.num_minutes());
            }
        }
        minutes.sort_unstable();
        sums.median_minutes = median(&minutes);
        for offer in work.moved_offers.iter().filter(|offer| offer.answer == Some(Answer::Declined)) {
            sums.put(SumList::Declined, offer.call, offer.answer_reason);
        }
        let is_earlier = |offer: &&Offer| work.calls.iter().all(|call| call.id != offer.call);
        for offer in work.moved_offers.iter().filter(|offer| offer.is_accepted()).filter(is_earlier) {
            if !sums.earlier_accepted.contains(&offer.call) {
                sums.put(SumList::EarlierAccepted, offer.call, None);
            }
        }
        let in_vain = |result| matches!(result, EnquiryResult::No | EnquiryResult::NoAnswer);
        sums.searched_in_vain = work.enquiries.iter().filter(|asked| in_vain(asked.result)).count();
        sums
    }

    /// Adds a call to a list; why it was declined, where it was.
    pub fn put(&mut self, list: SumList, call: CallId, reason: Option<DeclineReason>) {
        let calls = match list {
            SumList::Placed => &mut self.placed,
            SumList::OnTheWay => &mut self.on_the_way,
            SumList::Awaiting => &mut self.awaiting,
            SumList::WithoutOffer => &mut self.without_offer,
            SumList::EndedOtherwise => &mut self.ended_otherwise,
            SumList::Consultation => &mut self.consultations,
            SumList::EarlierAccepted => &mut self.earlier_accepted,
            SumList::Declined => return self.declined.push((call, reason)),
        };
        calls.push(call);
    }

    /// The calls that were registered in the shift, each with its list.
    pub fn registered(&self) -> impl Iterator<Item = (SumList, CallId)> {
        let lists = [
            (SumList::Placed, &self.placed),
            (SumList::OnTheWay, &self.on_the_way),
            (SumList::Awaiting, &self.awaiting),
            (SumList::WithoutOffer, &self.without_offer),
            (SumList::EndedOtherwise, &self.ended_otherwise),
            (SumList::Consultation, &self.consultations),
        ];
        lists.into_iter().flat_map(|(list, calls)| calls.iter().map(move |call| (list, *call)))
    }

    /// How many calls were registered in the shift.
    #[must_use]
    pub fn received(&self) -> usize {
        self.registered().count()
    }
}

/// The list a call belongs in.
fn list_of(call: &Call, offers: &[&Offer]) -> SumList {
    if call.kind == CallKind::Consultation {
        return SumList::Consultation;
    }
    match (call.state, call.close_reason) {
        (CallState::Closed, Some(CloseReason::Placed)) => SumList::Placed,
        (CallState::Closed, _) => SumList::EndedOtherwise,
        (CallState::Open, _) if offers.iter().any(|offer| offer.awaits_answer()) => SumList::Awaiting,
        (CallState::Open, _) if offers.iter().any(|offer| offer.is_expected()) => SumList::OnTheWay,
        (CallState::Open, _) if offers.iter().any(|offer| offer.has_arrived) => SumList::Placed,
        (CallState::Open, _) => SumList::WithoutOffer,
    }
}

/// The middle of sorted numbers; of two the mean, rounded down.
fn median(sorted: &[i64]) -> Option<i64> {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        count if count % 2 == 1 => sorted.get(middle).copied(),
        _ => Some(i64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}
