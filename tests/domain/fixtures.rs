//! Calls and offers the tests are about.

use akuttvakt::domain::call::{Call, CallKind, CallOwner, CallState};
use akuttvakt::domain::child::{Age, Child, ChildFacts, Sex, SiblingRule};
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use akuttvakt::domain::municipality::MunicipalityNumber;
use akuttvakt::domain::offer::{Answer, Offer};
use chrono::{DateTime, TimeDelta, Utc};

/// The referral.
pub fn at() -> DateTime<Utc> {
    "2026-11-21T01:00:00Z".parse().unwrap()
}

/// Minutes after the referral.
pub fn after(minutes: i64) -> DateTime<Utc> {
    at() + TimeDelta::minutes(minutes)
}

/// Call 412 with three children: 1, 2 and 3, aged 3, 6 and 9. It is due two hours after the referral.
pub fn call(siblings: Option<SiblingRule>) -> Call {
    let child = |id: u8| Child {
        id: ChildId(i64::from(id)),
        facts: ChildFacts { sex: Sex::Boy, age: Age::Years(id * 3) },
    };
    Call {
        id: CallId(412),
        kind: CallKind::Placement,
        is_acute: true,
        state: CallState::Open,
        municipality: MunicipalityNumber::parse("3411").unwrap(),
        rung_from: None,
        caller: None,
        children: vec![child(1), child(2), child(3)],
        siblings,
        basis: None,
        decision: None,
        decided_by: None,
        decided_at: None,
        wished: Vec::new(),
        needs: Vec::new(),
        whereabouts: None,
        holds_until: None,
        may_be_known: None,
        shield: None,
        first_contact_at: at(),
        received_at: Some(at()),
        deadline: Some(after(120)),
        routine_version: "1".to_owned(),
        registered_at: DateTime::UNIX_EPOCH,
        by: "Kari N.".to_owned(),
        owner: CallOwner::Adviser("Kari N.".to_owned()),
        meeting_at: None,
        meeting_set_at: None,
        stays_open: false,
        has_callback: false,
        has_note: false,
        has_names: false,
        answers: Vec::new(),
        closed_at: None,
        close_reason: None,
        version: 1,
    }
}

/// An offer to call 412 half an hour after the referral, answered after an hour.
pub fn offer(children: &[i64], answer: Option<Answer>) -> Offer {
    Offer {
        id: OfferId(1),
        call: CallId(412),
        place: PlaceId(1),
        children: children.iter().copied().map(ChildId).collect(),
        at: after(30),
        answer,
        answer_reason: None,
        answered_at: answer.map(|_| after(60)),
        cleared_at: None,
        has_arrived: false,
        arrived_at: None,
        voided_at: None,
    }
}
