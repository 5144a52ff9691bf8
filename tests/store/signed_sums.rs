//! What a signed handover says was done stays as it was signed, whatever is done afterwards.

use akuttvakt::domain::call::{CallFacts, CallKind, CloseReason};
use akuttvakt::domain::command::{Command, Outcome, UndoScope};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult, NoReason};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::handover_page::HandoverPage;
use akuttvakt::domain::ids::{CallId, HandoverId, OfferId, PlaceId};
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::offer::{Answer, DeclineReason};
use akuttvakt::domain::shift_sums::ShiftSums;
use akuttvakt::domain::unit::ConfirmedHow;

use crate::fixture::{Fixture, girl_of_nine, minutes};

/// From before the shift.
const EARLIER: CallId = CallId(1);
const ON_THE_WAY: CallId = CallId(2);
const AWAITING: CallId = CallId(3);
const WITHOUT: CallId = CallId(4);
const CONSULTATION: CallId = CallId(5);
const WITHDRAWN: CallId = CallId(6);
const PLACED: CallId = CallId(7);
const DECLINED: CallId = CallId(8);

fn answer(fixture: &mut Fixture, offer: OfferId, answer: Answer) {
    let reason = (answer == Answer::Declined).then_some(DeclineReason::TooFar);
    fixture.run(Command::Answer { offer, answer, reason, by: None, note: None });
}

fn ask(fixture: &mut Fixture, call: CallId, result: EnquiryResult) {
    let reason = (result == EnquiryResult::No).then_some(NoReason::Full);
    let draft = EnquiryDraft { reason, ..EnquiryDraft::new(call, Rung::OtherRegions, result) };
    fixture.run(Command::LogEnquiry(Box::new(draft)));
}

/// A shift with a call in every list, and one from before it that got a place; the offers that are on the way and awaited.
fn shift(fixture: &mut Fixture) -> (OfferId, OfferId) {
    fixture.girl();
    fixture.later(5);
    fixture.run(Command::StartShift);
    fixture.later(5);
    for _ in [ON_THE_WAY, AWAITING, WITHOUT] {
        fixture.girl();
    }
    let now = fixture.now;
    fixture.register(CallFacts { kind: CallKind::Consultation, received_at: None, ..girl_of_nine(now) });
    for _ in [WITHDRAWN, PLACED, DECLINED] {
        fixture.girl();
    }
    fixture.later(10);
    let on_the_way = fixture.offer(ON_THE_WAY, PlaceId(1));
    answer(fixture, on_the_way, Answer::Accepted);
    fixture.later(20);
    let awaited = fixture.offer(AWAITING, PlaceId(2));
    let placed = fixture.offer(PLACED, PlaceId(3));
    answer(fixture, placed, Answer::Accepted);
    fixture.run(Command::Arrive { offer: placed, at: None });
    let reason = CloseReason::Withdrawn;
    fixture.run(Command::CloseCall { call: WITHDRAWN, reason, note: None });
    for result in [EnquiryResult::No, EnquiryResult::NoAnswer, EnquiryResult::Asked] {
        ask(fixture, WITHOUT, result);
    }
    let declined = fixture.offer(DECLINED, PlaceId(4));
    answer(fixture, declined, Answer::Declined);
    let earlier = fixture.offer(EARLIER, PlaceId(4));
    answer(fixture, earlier, Answer::Accepted);
    (on_the_way, awaited)
}

fn page(fixture: &mut Fixture, handover: Option<HandoverId>) -> HandoverPage {
    let now = fixture.now;
    let told = fixture.store.handover(handover, now).unwrap().unwrap();
    HandoverPage::of(&fixture.store.board(now).unwrap(), &told, now)
}

#[test]
fn what_was_done_is_told_as_it_was_signed_whatever_is_done_afterwards() {
    let mut fixture = Fixture::with_places();
    let (on_the_way, awaited) = shift(&mut fixture);
    let expected = ShiftSums {
        placed: vec![PLACED],
        on_the_way: vec![ON_THE_WAY],
        awaiting: vec![AWAITING],
        without_offer: vec![WITHOUT, DECLINED],
        ended_otherwise: vec![WITHDRAWN],
        consultations: vec![CONSULTATION],
        declined: vec![(DECLINED, Some(DeclineReason::TooFar))],
        earlier_accepted: vec![EARLIER],
        searched_in_vain: 2,
        median_minutes: Some(30),
    };
    let so_far = page(&mut fixture, None);
    assert_eq!((&so_far.sums, so_far.to_confirm), (&expected, 2));
    let draft = HandoverDraft { to: HandoverTo::IntakeUnit, summary: None, note: None };
    let Outcome::HandoverSigned { handover, .. } = fixture.run(Command::SignHandover(Box::new(draft))) else {
        panic!("not signed")
    };
    // In the same moment, and after it: taken back, answered, arrived, offered, asked, closed, confirmed.
    let late = fixture.girl();
    fixture.run(Command::Undo { scope: UndoScope::ThisProcess });
    fixture.later(30);
    answer(&mut fixture, awaited, Answer::Declined);
    fixture.run(Command::Arrive { offer: on_the_way, at: Some(fixture.now - minutes(35)) });
    fixture.offer(WITHOUT, PlaceId(2));
    ask(&mut fixture, late, EnquiryResult::No);
    fixture.run(Command::CloseCall { call: CONSULTATION, reason: CloseReason::ConsultationDone, note: None });
    let how = ConfirmedHow::Phoned;
    fixture.run(Command::ConfirmPlace { place: PlaceId(5), how, whole_unit: true });
    for later in [0, 60 * 24] {
        fixture.later(later);
        let signed = page(&mut fixture, Some(handover));
        assert_eq!((&signed.sums, signed.to_confirm), (&expected, 2));
        assert_eq!(signed.capacity, so_far.capacity);
    }
    assert_eq!(fixture.store.check().unwrap(), []);
    // A new shift has what was done in it alone.
    fixture.run(Command::StartShift);
    assert_eq!(page(&mut fixture, None).sums, ShiftSums::default());
}

#[test]
fn the_time_to_an_offer_is_that_of_calls_with_a_clock_and_never_below_zero() {
    let mut fixture = Fixture::with_places();
    fixture.run(Command::StartShift);
    let now = fixture.now;
    let received_at = Some(now - minutes(60 * 24 * 5));
    let planned = fixture.register(CallFacts { is_acute: false, received_at, ..girl_of_nine(now) });
    let acute = fixture.girl();
    fixture.later(20);
    fixture.offer(planned, PlaceId(1));
    assert_eq!(page(&mut fixture, None).sums.median_minutes, None, "of a planned call");
    // The clock was set back meanwhile.
    fixture.now = now - minutes(10);
    fixture.offer(acute, PlaceId(2));
    fixture.now = now + minutes(30);
    assert_eq!(page(&mut fixture, None).sums.median_minutes, Some(0));
}
