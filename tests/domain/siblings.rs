//! Whom an offer is for: siblings as one group, or one child at a time.

use akuttvakt::domain::child::{Age, SiblingRule};
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::offer::{Answer, Offer};
use akuttvakt::domain::siblings::{children_to_place, request_for};

use super::fixtures::{at, call, offer};

fn left(siblings: Option<SiblingRule>, offers: &[Offer]) -> Vec<i64> {
    children_to_place(&call(siblings), offers).into_iter().map(|child| child.0).collect()
}

#[test]
fn siblings_go_as_one_group_unless_they_are_to_be_apart() {
    for together in [None, Some(SiblingRule::Together), Some(SiblingRule::MaySplit)] {
        assert_eq!(left(together, &[]), [1, 2, 3], "{together:?}");
    }
    for apart in [Some(SiblingRule::Apart), Some(SiblingRule::NotSiblings)] {
        assert_eq!(left(apart, &[]), [1], "{apart:?}");
    }
}

#[test]
fn a_child_whose_offer_awaits_its_answer_or_was_accepted_is_not_offered_another() {
    for answer in [None, Some(Answer::Accepted)] {
        assert_eq!(left(None, &[offer(&[1], answer)]), [2, 3]);
        assert_eq!(left(Some(SiblingRule::Apart), &[offer(&[1], answer)]), [2]);
        assert_eq!(left(None, &[offer(&[1, 2, 3], answer)]), Vec::<i64>::new());
    }
}

#[test]
fn a_declined_withdrawn_or_voided_offer_leaves_the_child_to_place() {
    for answer in [Answer::Declined, Answer::Withdrawn] {
        assert_eq!(left(None, &[offer(&[1, 2], Some(answer))]), [1, 2, 3]);
    }
    let voided = Offer { voided_at: Some(at()), ..offer(&[1], None) };
    assert_eq!(left(None, &[voided]), [1, 2, 3]);
}

#[test]
fn offers_to_other_calls_do_not_count() {
    assert_eq!(left(None, &[Offer { call: CallId(411), ..offer(&[1], None) }]), [1, 2, 3]);
}

#[test]
fn a_request_looks_for_the_children_still_to_place() {
    let years = |offers: &[Offer], rule| {
        let request = request_for(&call(rule), offers, None);
        assert_eq!(request.call, Some(CallId(412)));
        request.children.iter().map(|child| child.age).collect::<Vec<_>>()
    };
    let years_of = |ages: &[u8]| ages.iter().copied().map(Age::Years).collect::<Vec<_>>();
    assert_eq!(years(&[offer(&[2], None)], None), years_of(&[3, 9]));
    assert_eq!(years(&[offer(&[1], None)], Some(SiblingRule::Apart)), years_of(&[6]));
    // All have an offer: what else there is, should the municipality decline.
    assert_eq!(years(&[offer(&[1, 2, 3], None)], None), years_of(&[3, 6, 9]));
}
