//! The facts of one unit and of one place for a request. Each rule stands once, as one function.
//!
//! What is the same for every place of a unit is found once ([`UnitFacts`]); the state and the age of the
//! list's word are added for each place. The order of the calls is the order in which facts are read.

use chrono::{DateTime, Utc};

use super::{Fact, Request};
use crate::domain::call::{Need, NeedEffect};
use crate::domain::child::{Age, ChildFacts};
use crate::domain::claim::{Claim, ClaimKind};
use crate::domain::ids::CallId;
use crate::domain::measure::{MeasureKind, Wish};
use crate::domain::unit::{Acute, Place, PlaceState, Unit};

/// The age from which an emergency home is no longer preferred (routine step 3).
const HOME_PREFERRED_BELOW: u8 = 13;

/// What is true of every place of a unit for a request.
#[derive(Debug)]
pub(super) struct UnitFacts {
    /// What is in the way.
    blockers: Vec<Fact>,
    /// What is not.
    others: Vec<Fact>,
    /// Position of the unit's kind among the wishes: 0 first, and their number when it is not wished. Without
    /// a wish 0, or 1 where an emergency home is preferred and this is none.
    pub(super) wish_position: usize,
}

impl UnitFacts {
    /// The facts of a unit that has `free` places for this request now.
    pub(super) fn of(request: &Request, unit: &Unit, free: u8, now: DateTime<Utc>) -> Self {
        let mut facts = Self {
            blockers: Vec::new(),
            others: Vec::with_capacity(8),
            wish_position: wish_position(request, unit),
        };
        if let Some(at) = unit.closes_at.filter(|_| unit.is_closed(now)) {
            facts.add(Fact::UnitClosed { at });
        }
        facts.add_kind(request, unit);
        facts.add_acute(unit);
        facts.add_clearance(request, unit);
        facts.add_target_group(request, unit);
        facts.add(Fact::Owner { ownership: unit.ownership });
        facts.add_ages(request, unit);
        facts.add_room(request, unit, free);
        facts.add_double(request, free);
        facts.add_needs(request, unit);
        facts.others.extend(unit.receives_again(now).map(|from| Fact::OutsideHours { from }));
        facts.others.extend(unit.group_note.as_ref().map(|_| Fact::GroupNoted));
        facts
    }

    /// Every fact of one of the unit's places, those in the way first.
    pub(super) fn with_place(
        &self,
        request: &Request,
        place: &Place,
        now: DateTime<Utc>,
        fresh_hours: i64,
    ) -> Vec<Fact> {
        // One claim, one state and one word on its age are the most a place can add.
        let mut facts = Vec::with_capacity(self.blockers.len() + self.others.len() + 3);
        let claim = place.live_claim(now);
        let own_hold = claim.filter(|claim| is_hold_of(claim, request.call));
        if let (Some(claim), None) = (claim, own_hold) {
            facts.push(claimed(claim));
        }
        if place.state != PlaceState::Free {
            facts.push(Fact::OutOfUse { state: place.state, since: place.state_since });
        }
        facts.extend_from_slice(&self.blockers);
        if let Some(claim) = own_hold {
            facts.push(Fact::HeldByThisCall { until: claim.until });
        }
        facts.extend_from_slice(&self.others);
        facts.push(match &place.confirmed {
            Some(confirmed) if !place.is_stale(now, fresh_hours) => Fact::Fresh { at: confirmed.at },
            confirmed => Fact::Stale { at: confirmed.as_ref().map(|confirmed| confirmed.at) },
        });
        facts
    }

    fn add(&mut self, fact: Fact) {
        if fact.is_blocker() { &mut self.blockers } else { &mut self.others }.push(fact);
    }

    /// The municipality decides the type: another kind than wished is in the way. Without a wish no kind is,
    /// and an emergency home is only preferred for the young (routine step 3).
    fn add_kind(&mut self, request: &Request, unit: &Unit) {
        let kind = unit.kind;
        if request.wished.is_empty() {
            if kind == MeasureKind::EmergencyHome && prefers_home(request) {
                self.add(Fact::HomePreferredUnder13);
            }
        } else if request.wished.iter().any(|wish| wish.kinds().contains(&kind)) {
            self.add(Fact::WishedKind { kind });
        } else {
            self.add(Fact::OtherKind { kind });
        }
    }

    /// That a care unit may take acute children is told; whether it is asked is the ladder's.
    fn add_acute(&mut self, unit: &Unit) {
        let is_care = matches!(unit.kind, MeasureKind::CareInstitution | MeasureKind::TreatmentInstitution);
        if is_care && unit.acute != Acute::No {
            self.add(Fact::TakesAcute { how: unit.acute });
        }
    }

    /// Clearance or approval for the basis. A basis that names institutions warns about a home and never
    /// blocks it, so there the missing clearance is that same warning and not a second, blocking word
    /// (domain: legal bases).
    fn add_clearance(&mut self, request: &Request, unit: &Unit) {
        let Some(basis) = request.basis else { return };
        let kind = unit.kind;
        let warns = basis.names_institutions() && kind.is_home();
        if unit.bases.contains(&basis) {
            self.add(Fact::Cleared { basis, kind });
        } else if !warns {
            self.add(Fact::NotCleared { basis, kind });
        }
        if warns {
            self.add(Fact::BasisNamesInstitutions { basis });
        }
    }

    /// The target group of the wish, where it names one and the list says which groups the unit is for.
    /// Of several wishes for the same kind one that is met will do; none met names the most wished.
    fn add_target_group(&mut self, request: &Request, unit: &Unit) {
        if unit.target_groups.is_empty() {
            return;
        }
        let wish = met_wish(request, unit).or_else(|| first_wish_of_kind(request, unit));
        let Some(group) = wish.and_then(|at| request.wished[at].target_group()) else { return };
        if unit.target_groups.contains(&group) {
            self.add(Fact::TargetGroup { group });
        } else {
            self.add(Fact::NotTargetGroup { group });
        }
    }

    /// The age range holds for every child of the group. An infant also needs a home cleared for infants.
    fn add_ages(&mut self, request: &Request, unit: &Unit) {
        let (min, max) = (unit.age_min, unit.age_max);
        let ages = || request.children.iter().map(|child| child.age);
        if ages().any(|age| !is_within(unit, age)) {
            self.add(Fact::AgeOutside { min, max });
        } else if request.children.iter().all(|child| child.age.years().is_some())
            && !request.children.is_empty()
        {
            self.add(Fact::AgeWithin { min, max });
        }
        if request.children.is_empty() || ages().any(|age| age.years().is_none()) {
            self.add(Fact::AgeUnknown);
        }
        if ages().any(Age::is_infant) && !takes_infants(request, unit) {
            self.add(Fact::NotClearedForInfants);
        }
    }

    /// A group needs as many places of the unit at once, within the largest group the unit takes.
    fn add_room(&mut self, request: &Request, unit: &Unit, free: u8) {
        let children = u8::try_from(request.children.len()).unwrap_or(u8::MAX);
        if children < 2 {
            return;
        }
        let room = free.min(unit.max_siblings);
        self.add(if room >= children {
            Fact::RoomForSiblings { children }
        } else {
            Fact::TooFewPlaces { children, room }
        });
    }

    /// Children who count double need their places free at once: no reason makes up for a place that is not there.
    fn add_double(&mut self, request: &Request, free: u8) {
        if !request.counts_double {
            return;
        }
        let places = u8::try_from(request.places()).unwrap_or(u8::MAX);
        self.add(if free >= places {
            Fact::CountsDouble { places }
        } else {
            Fact::TooFewForDouble { places, free }
        });
    }

    /// Needs by the needs table. The fact carries the word only: its detail is the caller's own text.
    fn add_needs(&mut self, request: &Request, unit: &Unit) {
        for Need { word, effect, .. } in &request.needs {
            let in_the_way = match effect {
                NeedEffect::NoAnimals => unit.animals,
                NeedEffect::NoOtherChildren => unit.other_children,
                NeedEffect::Note => {
                    self.add(Fact::NeedNoted { need: word.clone() });
                    continue;
                }
            };
            let need = word.clone();
            self.add(match in_the_way {
                Some(true) => Fact::NeedNotMet { need },
                Some(false) => Fact::NeedMet { need },
                None => Fact::NeedToAsk { need },
            });
        }
    }
}

/// Whether a unit takes a child by its age.
pub(super) fn takes_alone(request: &Request, unit: &Unit, child: ChildFacts) -> bool {
    is_within(unit, child.age) && (!child.age.is_infant() || takes_infants(request, unit))
}

/// Whether an age, as far as it is known, is within the unit's range.
fn is_within(unit: &Unit, age: Age) -> bool {
    age.years().is_none_or(|years| (unit.age_min..=unit.age_max).contains(&years))
}

/// Whether the place can be taken for this call now: in use, its unit not closed, and not claimed but by a hold of the
/// call itself.
pub(super) fn is_takable(place: &Place, call: Option<CallId>, now: DateTime<Utc>) -> bool {
    place.state == PlaceState::Free
        && place.closed_since(now).is_none()
        && place.live_claim(now).is_none_or(|claim| is_hold_of(claim, call))
}

/// Whether the claim is a hold of this call.
pub(super) fn is_hold_of(claim: &Claim, call: Option<CallId>) -> bool {
    claim.kind == ClaimKind::Hold && Some(claim.call) == call
}

fn claimed(claim: &Claim) -> Fact {
    let (call, by, at) = (claim.call, claim.by.clone(), claim.from);
    match claim.kind {
        ClaimKind::Hold => Fact::Held { call, by, until: claim.until },
        ClaimKind::Offer => Fact::Offered { call, by, at },
        ClaimKind::Placement => Fact::Occupied { call, at },
    }
}

/// Under 13 preferably an emergency home (routine step 3). A group goes by its youngest.
fn prefers_home(request: &Request) -> bool {
    request.children.iter().filter_map(|child| child.age.years()).any(|years| years < HOME_PREFERRED_BELOW)
}

/// Infants only to an emergency home cleared for them, or straight to a foster home (routine step 3). A centre
/// for parents and children is for the youngest too, but only where the municipality wishes for it: the
/// routine does not name it as a place for an infant alone.
fn takes_infants(request: &Request, unit: &Unit) -> bool {
    unit.age_min == 0
        && match unit.kind {
            MeasureKind::EmergencyHome | MeasureKind::FosterHome => true,
            MeasureKind::FamilyCentre => request.wished.contains(&Wish::FamilyCentre),
            _ => false,
        }
}

fn wish_position(request: &Request, unit: &Unit) -> usize {
    if request.wished.is_empty() {
        return usize::from(prefers_home(request) && unit.kind != MeasureKind::EmergencyHome);
    }
    met_wish(request, unit).or_else(|| first_wish_of_kind(request, unit)).unwrap_or(request.wished.len())
}

/// The first wish the unit meets by kind and by target group. A unit whose groups the list does not say is
/// not counted out.
fn met_wish(request: &Request, unit: &Unit) -> Option<usize> {
    request.wished.iter().position(|wish| {
        wish.kinds().contains(&unit.kind)
            && wish
                .target_group()
                .is_none_or(|group| unit.target_groups.is_empty() || unit.target_groups.contains(&group))
    })
}

fn first_wish_of_kind(request: &Request, unit: &Unit) -> Option<usize> {
    request.wished.iter().position(|wish| wish.kinds().contains(&unit.kind))
}
