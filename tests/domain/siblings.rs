//! Whom an offer is for: siblings as one group, or one child at a time.

use akuttvakt::domain::call::Call;
use akuttvakt::domain::child::{Age, SiblingRule};
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId, PlacementId};
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::offer::{Answer, Offer};
use akuttvakt::domain::placement::Placement;
use akuttvakt::domain::siblings::{ChildStanding, children_to_place, request_for, searched_for, turns};

use super::fixtures::{after, at, call, offer};

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

fn ids(turns: &[Vec<ChildId>]) -> Vec<Vec<i64>> {
    turns.iter().map(|turn| turn.iter().map(|child| child.0).collect()).collect()
}

#[test]
fn siblings_to_be_together_are_looked_for_as_one_and_others_also_one_by_one() {
    let of = |rule, offers: &[Offer]| ids(&turns(&call(rule), offers));
    assert_eq!(of(Some(SiblingRule::Together), &[]), [vec![1, 2, 3]]);
    for rule in [None, Some(SiblingRule::MaySplit)] {
        assert_eq!(of(rule, &[]), [vec![1, 2, 3], vec![1], vec![2], vec![3]], "{rule:?}");
        assert_eq!(of(rule, &[offer(&[1], None)]), [vec![2, 3], vec![2], vec![3]], "{rule:?}");
        assert_eq!(of(rule, &[offer(&[1, 2], None)]), [vec![3]], "{rule:?}");
    }
    assert_eq!(of(Some(SiblingRule::Apart), &[]), [vec![1], vec![2], vec![3]]);
    assert_eq!(of(Some(SiblingRule::Apart), &[offer(&[2], Some(Answer::Accepted))]), [vec![1], vec![3]]);
    assert_eq!(of(None, &[offer(&[1, 2, 3], None)]), Vec::<Vec<i64>>::new());
}

#[test]
fn a_child_chosen_to_come_first_is_looked_for_until_it_has_an_offer() {
    let apart = call(Some(SiblingRule::Apart));
    let chosen = Some(ChildId(3));
    assert_eq!(searched_for(&apart, &[], chosen), [ChildId(3)]);
    assert_eq!(searched_for(&apart, &[offer(&[3], None)], chosen), [ChildId(1)]);
    assert_eq!(searched_for(&apart, &[offer(&[3], Some(Answer::Declined))], chosen), [ChildId(3)]);
    let together = call(Some(SiblingRule::Together));
    assert_eq!(searched_for(&together, &[], chosen).len(), 3, "a split is the municipality's word first");
}

fn placement(leaves_at: Option<i64>) -> Placement {
    Placement {
        id: PlacementId(1),
        call: CallId(412),
        child: ChildId(1),
        facts: call(None).children[0].facts,
        shield: None,
        place: PlaceId(1),
        offer: OfferId(1),
        basis: None,
        decision: None,
        measure: MeasureKind::EmergencyHome,
        accepted_at: after(60),
        leaves_at: leaves_at.map(after),
        expected_at: Some(after(180)),
        unit_told_at: None,
        arrived_at: None,
        ended_at: None,
        end: None,
        cancelled_at: None,
        has_driver: false,
        has_medicines: false,
        has_night_number: false,
        has_child_view: false,
        has_parents_view: false,
    }
}

#[test]
fn a_child_needs_a_place_is_offered_accepted_on_its_way_and_placed() {
    let of = |offers: &[Offer], placements: &[Placement], now| {
        ChildStanding::of(&call(Some(SiblingRule::Apart)), offers, placements, ChildId(1), after(now))
    };
    let id = OfferId(1);
    assert_eq!(of(&[], &[], 0), ChildStanding::NeedsPlace);
    assert_eq!(of(&[offer(&[2], None)], &[], 40), ChildStanding::NeedsPlace, "its sister's");
    assert_eq!(of(&[offer(&[1], None)], &[], 40), ChildStanding::Offered { offer: id, since: after(30) });
    assert_eq!(of(&[offer(&[1], Some(Answer::Declined))], &[], 70), ChildStanding::NeedsPlace);
    let accepted = [offer(&[1], Some(Answer::Accepted))];
    assert_eq!(of(&accepted, &[placement(None)], 70), ChildStanding::Accepted { offer: id });
    assert_eq!(of(&accepted, &[placement(Some(90))], 89), ChildStanding::Accepted { offer: id });
    let on_the_way = ChildStanding::OnTheWay { offer: id, expected_at: Some(after(180)) };
    assert_eq!(of(&accepted, &[placement(Some(90))], 90), on_the_way);
    let arrived = [Offer { has_arrived: true, ..accepted[0].clone() }];
    assert_eq!(of(&arrived, &[placement(Some(90))], 200), ChildStanding::Placed { offer: id });
    // While the request stays open, the next offer is what counts.
    let next = Offer { id: OfferId(2), ..offer(&[1], None) };
    let both = [arrived[0].clone(), next];
    let offered = ChildStanding::Offered { offer: OfferId(2), since: after(30) };
    assert_eq!(of(&both, &[], 200), offered);
}

#[test]
fn a_request_that_stays_open_is_looked_for_again_once_the_child_lives_at_its_place() {
    let open = Call { stays_open: true, ..call(None) };
    let accepted = offer(&[1, 2, 3], Some(Answer::Accepted));
    assert_eq!(children_to_place(&open, std::slice::from_ref(&accepted)).len(), 0, "on their way");
    let arrived = Offer { has_arrived: true, ..accepted };
    assert_eq!(children_to_place(&open, std::slice::from_ref(&arrived)).len(), 3);
    assert_eq!(children_to_place(&Call { stays_open: false, ..open }, &[arrived]).len(), 0);
}
