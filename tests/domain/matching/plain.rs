//! The rules a second time, as plain statements: which facts could be said of a place, and whether each is true.

use akuttvakt::domain::call::NeedEffect;
use akuttvakt::domain::child::Age;
use akuttvakt::domain::claim::{Claim, ClaimKind};
use akuttvakt::domain::matching::{Fact, Order, PlaceMatch, Request};
use akuttvakt::domain::measure::{MeasureKind, Ownership, TargetGroup, Wish};
use akuttvakt::domain::unit::{Place, PlaceState, Unit};
use chrono::TimeDelta;

use super::world::{FRESH_HOURS, List, now, point_of};

/// One place, seen from one request.
pub struct Sight<'a> {
    pub request: &'a Request,
    pub list: &'a List,
    pub unit: &'a Unit,
    pub place: &'a Place,
}

impl Sight<'_> {
    /// Every fact the rules know, filled with what the list says of this place: true and untrue ones.
    pub fn sayable(&self) -> Vec<Fact> {
        let kind = self.unit.kind;
        let (min, max) = (self.unit.age_min, self.unit.age_max);
        let children = u8::try_from(self.request.children.len()).unwrap_or(u8::MAX);
        let mut facts = vec![
            Fact::WishedKind { kind },
            Fact::OtherKind { kind },
            Fact::AgeWithin { min, max },
            Fact::AgeOutside { min, max },
            Fact::AgeUnknown,
            Fact::NotClearedForInfants,
            Fact::HomePreferredUnder13,
            Fact::RoomForSiblings { children },
            Fact::Stale { at: None },
            Fact::OutOfUse { state: self.place.state, since: self.place.state_since },
        ];
        facts.extend((0..=6).map(|room| Fact::TooFewPlaces { children, room }));
        let places = if children == 0 { 2 } else { children * 2 };
        facts.push(Fact::CountsDouble { places });
        facts.extend((0..=6).map(|free| Fact::TooFewForDouble { places, free }));
        facts.extend(Ownership::ALL.iter().map(|ownership| Fact::Owner { ownership: *ownership }));
        for group in TargetGroup::ALL.iter().copied() {
            facts.extend([Fact::TargetGroup { group }, Fact::NotTargetGroup { group }]);
        }
        if let Some(basis) = self.request.basis {
            facts.extend([
                Fact::Cleared { basis, kind },
                Fact::NotCleared { basis, kind },
                Fact::BasisNamesInstitutions { basis },
            ]);
        }
        for asked in &self.request.needs {
            let need = || asked.word.clone();
            facts.extend([
                Fact::NeedMet { need: need() },
                Fact::NeedNotMet { need: need() },
                Fact::NeedToAsk { need: need() },
                Fact::NeedNoted { need: need() },
            ]);
        }
        facts.extend(self.unit.closes_at.map(|at| Fact::UnitClosed { at }));
        if let Some(confirmed) = &self.place.confirmed {
            facts.extend([Fact::Fresh { at: confirmed.at }, Fact::Stale { at: Some(confirmed.at) }]);
        }
        if let Some(Claim { call, by, from, until, .. }) = self.place.claim.clone() {
            facts.extend([
                Fact::HeldByThisCall { until },
                Fact::Held { call, by: by.clone(), until },
                Fact::Offered { call, by, at: from },
                Fact::Occupied { call, at: from },
            ]);
        }
        facts
    }

    /// Whether a fact is true of this place for this request.
    pub fn is_true(&self, fact: &Fact) -> bool {
        let Sight { request, unit, place, .. } = *self;
        let wished = |kind| request.wished.iter().any(|wish| wish_is_for(*wish, kind));
        let claimed = |kind| place.claim.as_ref().filter(|claim| claim.kind == kind && lives(claim));
        let own = |claim: &Claim| Some(claim.call) == request.call;
        match fact {
            Fact::TakesAcute { how } => *how == unit.acute,
            Fact::OutsideHours { from } => unit.receives_from == Some(*from),
            Fact::GroupNoted => unit.group_note.is_some(),
            Fact::UnitClosed { at } => unit.closes_at == Some(*at) && *at <= now(),
            Fact::WishedKind { kind } => *kind == unit.kind && wished(*kind),
            Fact::OtherKind { kind } => *kind == unit.kind && !request.wished.is_empty() && !wished(*kind),
            Fact::Cleared { basis, kind } => {
                *kind == unit.kind && request.basis == Some(*basis) && unit.bases.contains(basis)
            }
            Fact::NotCleared { basis, kind } => {
                let only_warns = names_institutions(basis.code()) && is_family(unit.kind);
                let cleared = unit.bases.contains(basis);
                *kind == unit.kind && request.basis == Some(*basis) && !cleared && !only_warns
            }
            Fact::BasisNamesInstitutions { basis } => {
                request.basis == Some(*basis) && names_institutions(basis.code()) && is_family(unit.kind)
            }
            Fact::TargetGroup { group } => {
                self.group_asked_for() == Some(*group) && unit.target_groups.contains(group)
            }
            Fact::NotTargetGroup { group } => {
                self.group_asked_for() == Some(*group)
                    && !unit.target_groups.is_empty()
                    && !unit.target_groups.contains(group)
            }
            Fact::AgeWithin { min, max } => {
                (*min, *max) == (unit.age_min, unit.age_max)
                    && !request.children.is_empty()
                    && self.ages().iter().all(|age| age.is_some_and(|age| (*min..=*max).contains(&age)))
            }
            Fact::AgeOutside { min, max } => {
                (*min, *max) == (unit.age_min, unit.age_max)
                    && self.ages().iter().flatten().any(|age| age < min || age > max)
            }
            Fact::AgeUnknown => request.children.is_empty() || self.ages().contains(&None),
            Fact::NotClearedForInfants => {
                let fit_for_infants = match unit.kind {
                    MeasureKind::EmergencyHome | MeasureKind::FosterHome => unit.age_min == 0,
                    MeasureKind::FamilyCentre => unit.age_min == 0 && wished(MeasureKind::FamilyCentre),
                    _ => false,
                };
                self.ages().contains(&Some(0)) && !fit_for_infants
            }
            Fact::HomePreferredUnder13 => self.prefers_home() && unit.kind == MeasureKind::EmergencyHome,
            Fact::RoomForSiblings { children } => {
                *children >= 2 && usize::from(*children) == request.children.len() && self.room() >= *children
            }
            Fact::TooFewPlaces { children, room } => {
                *children >= 2
                    && usize::from(*children) == request.children.len()
                    && self.room() < *children
                    && self.room() == *room
            }
            Fact::CountsDouble { places } => request.counts_double && self.free() >= *places,
            Fact::TooFewForDouble { places, free } => {
                request.counts_double && self.free() < *places && self.free() == *free
            }
            Fact::NeedMet { need } => self.asks_absence_of(need).any(|there| there == Some(false)),
            Fact::NeedNotMet { need } => self.asks_absence_of(need).any(|there| there == Some(true)),
            Fact::NeedToAsk { need } => self.asks_absence_of(need).any(|there| there.is_none()),
            Fact::NeedNoted { need } => {
                request.needs.iter().any(|asked| asked.word == *need && asked.effect == NeedEffect::Note)
            }
            Fact::Owner { ownership } => *ownership == unit.ownership,
            Fact::Fresh { at } => is_fresh(place) && place.confirmed.as_ref().is_some_and(|c| c.at == *at),
            Fact::Stale { at } => !is_fresh(place) && place.confirmed.as_ref().map(|c| c.at) == *at,
            Fact::HeldByThisCall { until } => {
                claimed(ClaimKind::Hold).is_some_and(|claim| own(claim) && claim.until == *until)
            }
            Fact::Held { call, by, until } => claimed(ClaimKind::Hold).is_some_and(|claim| {
                !own(claim) && claim.call == *call && claim.by == *by && claim.until == *until
            }),
            Fact::Offered { call, by, at } => claimed(ClaimKind::Offer)
                .is_some_and(|claim| claim.call == *call && claim.by == *by && claim.from == *at),
            Fact::Occupied { call, at } => {
                claimed(ClaimKind::Placement).is_some_and(|claim| claim.call == *call && claim.from == *at)
            }
            Fact::OutOfUse { state, since } => {
                *state == place.state && place.state_since == *since && *state != PlaceState::Free
            }
        }
    }

    fn ages(&self) -> Vec<Option<u8>> {
        let years = |age| match age {
            Age::Years(years) => Some(years),
            Age::Months(..12) | Age::Weeks(_) | Age::Unborn(_) => Some(0),
            Age::Months(12..24) => Some(1),
            Age::Months(_) => Some(2),
            Age::Unknown => None,
        };
        self.request.children.iter().map(|child| years(child.age)).collect()
    }

    fn prefers_home(&self) -> bool {
        self.request.wished.is_empty() && self.ages().iter().flatten().any(|age| *age <= 12)
    }

    /// Children the unit can take at once now.
    fn room(&self) -> u8 {
        self.free().min(self.unit.max_siblings)
    }

    /// Places of the unit that can be taken now.
    fn free(&self) -> u8 {
        let mut free = 0;
        for place in self.list.places.iter().filter(|place| place.unit == self.unit.id) {
            let blocked = place.claim.as_ref().is_some_and(|claim| {
                lives(claim) && !(claim.kind == ClaimKind::Hold && Some(claim.call) == self.request.call)
            });
            let is_closed = self.unit.closes_at.is_some_and(|at| at <= now());
            if place.state == PlaceState::Free && !blocked && !is_closed {
                free += 1;
            }
        }
        free
    }

    /// Whether what the need asks to be without is there; nothing when no such need was told.
    fn asks_absence_of(&self, word: &str) -> impl Iterator<Item = Option<bool>> {
        self.request.needs.iter().filter(move |need| need.word == word).filter_map(|need| match need.effect {
            NeedEffect::NoAnimals => Some(self.unit.animals),
            NeedEffect::NoOtherChildren => Some(self.unit.other_children),
            NeedEffect::Note => None,
        })
    }

    /// Which wish the unit stands for: the first it meets, else the first of its kind, else past the last.
    fn wish_at(&self) -> usize {
        let of_kind = |wish: &Wish| wish_is_for(*wish, self.unit.kind);
        let groups = &self.unit.target_groups;
        let met = |wish: &Wish| {
            of_kind(wish)
                && match group_of(*wish) {
                    None => true,
                    Some(group) => groups.is_empty() || groups.contains(&group),
                }
        };
        let wished = &self.request.wished;
        let first = |test: &dyn Fn(&Wish) -> bool| wished.iter().position(test);
        first(&met).or(first(&of_kind)).unwrap_or(wished.len())
    }

    fn group_asked_for(&self) -> Option<TargetGroup> {
        group_of(*self.request.wished.get(self.wish_at())?)
    }
}

/// The matches in the stated order, by one stable sort a key, the weightiest last.
pub fn in_order(
    mut places: Vec<PlaceMatch>,
    request: &Request,
    list: &List,
    order: Order,
) -> Vec<PlaceMatch> {
    let sight = |found: &PlaceMatch| {
        let place = list.place(found.place);
        Sight { request, list, unit: list.unit_of(place), place }
    };
    places.sort_by_key(|found| found.place);
    places.sort_by_key(|found| sight(found).unit.name.clone());
    let distance = |places: &mut Vec<PlaceMatch>| {
        places.sort_by_key(|found| (found.km.is_none(), found.km));
    };
    if order == Order::OwnerFirst {
        distance(&mut places);
    }
    places.sort_by_key(|found| !is_fresh(sight(found).place));
    places.sort_by_key(|found| match sight(found).unit.ownership {
        Ownership::State => 1,
        Ownership::FrameworkGuaranteed => 2,
        Ownership::Framework => 3,
        Ownership::SinglePurchase => 4,
    });
    places.sort_by_key(|found| {
        let sight = sight(found);
        if sight.prefers_home() {
            usize::from(sight.unit.kind != MeasureKind::EmergencyHome)
        } else {
            sight.wish_at()
        }
    });
    if order == Order::DistanceFirst {
        distance(&mut places);
    }
    places.sort_by_key(|found| found.facts.iter().filter(|fact| fact.is_blocker()).count());
    places
}

/// The air line by the angle between two directions from the earth's centre, in kilometres.
pub fn air_line(request: &Request, unit: &Unit) -> Option<f64> {
    let direction = |lat: f64, lon: f64| {
        let (lat, lon) = (lat.to_radians(), lon.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    };
    let (a, b) = (request.from?, point_of(unit.municipality)?);
    let (a, b) = (direction(a.lat, a.lon), direction(b.lat, b.lon));
    let chord = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
    Some(2.0 * (chord / 2.0).asin() * 6371.0088)
}

fn lives(claim: &Claim) -> bool {
    match claim.until {
        Some(until) => until > now(),
        None => true,
    }
}

fn is_fresh(place: &Place) -> bool {
    place.confirmed.as_ref().is_some_and(|confirmed| now() - confirmed.at <= TimeDelta::hours(FRESH_HOURS))
}

fn names_institutions(basis: &str) -> bool {
    ["4-4", "4-5", "6-1", "6-2", "6-6"].contains(&basis)
}

fn is_family(kind: MeasureKind) -> bool {
    ["emergency_home", "foster_home", "crisis_home"].contains(&kind.code())
}

fn wish_is_for(wish: Wish, kind: MeasureKind) -> bool {
    let kinds = match wish.code() {
        "emergency_home" => "emergency_home",
        "institution" => "acute_institution temporary_unit",
        "foster_home" => "foster_home",
        "care" => "care_institution",
        "crisis_home" => "crisis_home",
        "family_centre" => "family_centre",
        _ => "treatment_institution",
    };
    kinds.split(' ').any(|code| code == kind.code())
}

fn group_of(wish: Wish) -> Option<TargetGroup> {
    TargetGroup::from_code(wish.code())
}
