//! The calls of tonight: some finished, the rest open at different ages of their clocks.

use super::occupancy::{Occupancy, line};
use super::plan::{Acts, CallRef, DemoAct, Hand, PlaceRef};
use super::random::Random;
use crate::domain::basis::BasisCode;
use crate::domain::call::CloseReason;
use crate::domain::municipality::{Municipality, Region};
use crate::domain::offer::{Answer, DeclineReason};
use crate::domain::preparedness::CapacityGroup;

/// Adds the finished calls and so many open ones, and tells which calls the [`STORIES`] are, in their order.
pub(super) fn add(
    acts: &mut Acts,
    occupancy: &mut Occupancy<'_>,
    random: &mut Random,
    municipalities: &[Municipality],
    open_calls: usize,
) -> Vec<CallRef> {
    placed_at_the_first_offer(acts, occupancy);
    placed_after_a_decline(acts, occupancy);
    let talk = acts.register(200, Hand::Colleague, "kongsvinger bvt drøft j11 -- råd om helgen".to_owned());
    acts.add(171, Hand::Colleague, DemoAct::Close { call: talk, reason: CloseReason::ConsultationDone });
    let mut told = Vec::new();
    for open in STORIES.iter().take(open_calls) {
        let call = acts.register(open.minutes_ago, open.by, open.line.to_owned());
        told.push(call);
        match open.then {
            Then::Nothing => {}
            Then::Offered { after } => offered_to_siblings(acts, occupancy, call, open.minutes_ago - after),
            Then::Held { minutes_ago } => held_for_a_girl(acts, occupancy, call, minutes_ago),
        }
    }
    let east: Vec<&Municipality> =
        municipalities.iter().filter(|municipality| municipality.region == Some(Region::Ost)).collect();
    for _ in STORIES.len()..open_calls {
        let Some(row) = occupancy.any_unit(random) else { break };
        let line = line(random, row, 1, &east);
        acts.register(random.between(3, 150), random.pick([Hand::Own, Hand::Colleague]), line);
    }
    told
}

/// An open call of the evening.
struct Open {
    line: &'static str,
    minutes_ago: i64,
    by: Hand,
    then: Then,
}

/// What has been done for an open call.
#[derive(Clone, Copy)]
enum Then {
    Nothing,
    /// Offered so many minutes after the referral; the answer is awaited.
    Offered {
        after: i64,
    },
    /// A place is held since.
    Held {
        minutes_ago: i64,
    },
}

/// In the order they are taken when fewer are asked for.
const STORIES: [Open; super::plan::OPEN_CALLS] = [
    Open {
        line: "ringsaker bvv j9 4-2 bh vedtak nå hjemme allergi -- mor ringte selv",
        minutes_ago: 10,
        by: Hand::Own,
        then: Then::Nothing,
    },
    // A young person on § 4-4: nothing of that kind is free.
    Open {
        line: "lillestrøm bvt g15 4-4 inst vedtak tlf 00 00 00 00",
        minutes_ago: 72,
        by: Hand::Own,
        then: Then::Nothing,
    },
    // Siblings with an offer the municipality has not answered.
    Open {
        line: "gjøvik bvt j5+g3 4-2 bh vedtak sammen",
        minutes_ago: 85,
        by: Hand::Own,
        then: Then::Offered { after: 34 },
    },
    // Near its deadline.
    Open {
        line: "nordre follo bvv g16 4-1 inst venter nå kommune",
        minutes_ago: 112,
        by: Hand::Own,
        then: Then::Nothing,
    },
    // Over it: three siblings.
    Open {
        line: "hamar bvv j9+g6+g2 4-2 bh vedtak nå slekt",
        minutes_ago: 128,
        by: Hand::Relieved,
        then: Then::Nothing,
    },
    Open {
        line: "moss pol j16 4-2 bh vedtak nå arrest",
        minutes_ago: 94,
        by: Hand::Colleague,
        then: Then::Held { minutes_ago: 6 },
    },
    Open {
        line: "elverum bvv drøft g13 -- vil ikke hjem i kveld",
        minutes_ago: 25,
        by: Hand::Colleague,
        then: Then::Nothing,
    },
    Open {
        line: "rakkestad bvt j3uker 4-2 bh venter nå sykehus",
        minutes_ago: 41,
        by: Hand::Own,
        then: Then::Nothing,
    },
];

fn placed_at_the_first_offer(acts: &mut Acts, occupancy: &mut Occupancy<'_>) {
    let Some(place) = one(occupancy, CapacityGroup::HomeChild, 7, BasisCode::A4_2) else { return };
    let call = acts.register(370, Hand::Own, "halden bvt j7 4-2 bh vedtak".to_owned());
    offer(acts, Hand::Own, 319, call, place);
    acts.add(304, Hand::Own, DemoAct::Answer { call, answer: Answer::Accepted, reason: None });
    acts.add(145, Hand::Own, DemoAct::Arrive { call });
}

fn placed_after_a_decline(acts: &mut Acts, occupancy: &mut Occupancy<'_>) {
    let mut find = || one(occupancy, CapacityGroup::AcuteCare, 15, BasisCode::A4_1);
    let (Some(far), Some(near)) = (find(), find()) else { return };
    occupancy.give_back(far);
    let call = acts.register(290, Hand::Colleague, "eidsvoll bvv g15 4-1 inst vedtak".to_owned());
    offer(acts, Hand::Colleague, 252, call, far);
    let declined = DemoAct::Answer { call, answer: Answer::Declined, reason: Some(DeclineReason::TooFar) };
    acts.add(230, Hand::Colleague, declined);
    offer(acts, Hand::Colleague, 211, call, near);
    acts.add(199, Hand::Colleague, DemoAct::Answer { call, answer: Answer::Accepted, reason: None });
    acts.add(104, Hand::Colleague, DemoAct::Arrive { call });
}

fn offered_to_siblings(acts: &mut Acts, occupancy: &mut Occupancy<'_>, call: CallRef, minutes_ago: i64) {
    let places = occupancy.take(CapacityGroup::HomeChild, &[5, 3], BasisCode::A4_2);
    if let Some(&[first, ..]) = places.as_deref() {
        // Nothing written on why, and not cleared with the home: both stay open.
        let act = DemoAct::Offer { call, place: first, why: None, cleared_with: None };
        acts.add(minutes_ago, Hand::Own, act);
    }
}

fn held_for_a_girl(acts: &mut Acts, occupancy: &mut Occupancy<'_>, call: CallRef, minutes_ago: i64) {
    if let Some(place) = one(occupancy, CapacityGroup::HomeYouth, 16, BasisCode::A4_2) {
        acts.add(minutes_ago, Hand::Colleague, DemoAct::Hold { call, place });
    }
}

fn one(occupancy: &mut Occupancy<'_>, group: CapacityGroup, age: u8, basis: BasisCode) -> Option<PlaceRef> {
    occupancy.take(group, &[age], basis)?.first().copied()
}

fn offer(acts: &mut Acts, by: Hand, minutes_ago: i64, call: CallRef, place: PlaceRef) {
    let why = Some("plass samme kveld, og tiltaket kjenner alderen".to_owned());
    let cleared_with = Some("vakten i tiltaket".to_owned());
    acts.add(minutes_ago, by, DemoAct::Offer { call, place, why, cleared_with });
}
