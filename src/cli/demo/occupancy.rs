//! Which places are free, out of use and occupied when the demo begins, and how that came about.

use std::collections::BTreeSet;

use super::places::{GROUPS, Group};
use super::plan::{Acts, DemoAct, Hand, PlaceRef};
use super::random::Random;
use crate::domain::basis::BasisCode;
use crate::domain::measure::MeasureKind;
use crate::domain::municipality::{Municipality, Region};
use crate::domain::offer::Answer;
use crate::domain::preparedness::CapacityGroup;
use crate::domain::unit::{ConfirmedHow, PlaceState};
use crate::domain::unit_list::UnitRow;

/// Minutes in a day.
const DAY: i64 = 24 * 60;

/// Which places stand how. The evening takes its places first; the rest is dealt out after.
pub(super) struct Occupancy<'a> {
    units: &'a [UnitRow],
    /// Every place not dealt with yet, by group and in random order.
    open: Vec<(&'static Group, Vec<PlaceRef>)>,
    /// Places the evening took that are occupied or offered now.
    taken: BTreeSet<PlaceRef>,
    /// Places the evening used that are free again.
    free_again: BTreeSet<PlaceRef>,
}

impl<'a> Occupancy<'a> {
    pub(super) fn new(units: &'a [UnitRow], random: &mut Random) -> Self {
        let mut open: Vec<(&'static Group, Vec<PlaceRef>)> =
            GROUPS.iter().map(|group| (group, Vec::new())).collect();
        for (unit, row) in units.iter().enumerate() {
            if let Some((_, places)) = open.iter_mut().find(|(group, _)| group.counted_as == counted_as(row))
            {
                places.extend((1..=row.places).map(|ordinal| PlaceRef { unit, ordinal: ordinal.into() }));
            }
        }
        for (_, places) in &mut open {
            random.shuffle(places);
        }
        Self { units, open, taken: BTreeSet::new(), free_again: BTreeSet::new() }
    }

    /// Takes so many places of one unit of the wished kind, none of which another has, and which all its
    /// children fit by age and basis. The places are the unit's lowest, as an offer to a group takes them.
    pub(super) fn take(
        &mut self,
        group: CapacityGroup,
        ages: &[u8],
        basis: BasisCode,
    ) -> Option<Vec<PlaceRef>> {
        let units = self.units;
        let places = &mut self.open.iter_mut().find(|(open, _)| open.counted_as == group)?.1;
        let fits = |row: &UnitRow| {
            row.legal_bases.contains(&basis)
                && ages.iter().all(|age| (row.age_min..=row.age_max).contains(age))
                && usize::from(row.max_siblings) >= ages.len()
        };
        let unit = places.iter().map(|place| place.unit).find(|&unit| {
            let untouched = places.iter().filter(|place| place.unit == unit).count();
            fits(&units[unit]) && untouched == usize::from(units[unit].places) && untouched >= ages.len()
        })?;
        let found: Vec<_> = (1..).take(ages.len()).map(|ordinal| PlaceRef { unit, ordinal }).collect();
        places.retain(|place| !found.contains(place));
        self.taken.extend(&found);
        Some(found)
    }

    /// Some unit of the list; none when there is none.
    pub(super) fn any_unit(&self, random: &mut Random) -> Option<&'a UnitRow> {
        self.units.get(random.below(self.units.len()))
    }

    /// The place is free again.
    pub(super) fn give_back(&mut self, place: PlaceRef) {
        self.taken.remove(&place);
        self.free_again.insert(place);
    }

    /// Deals out the rest: what is free, what is out of use, and the earlier calls whose children live in all
    /// others.
    pub(super) fn add(self, acts: &mut Acts, random: &mut Random, municipalities: &[Municipality]) {
        let mut free: Vec<PlaceRef> = self.free_again.iter().copied().collect();
        let mut out = Vec::new();
        let mut occupied = BTreeSet::new();
        for (group, places) in self.open {
            let used = |set: &BTreeSet<PlaceRef>| {
                set.iter().filter(|place| counted_as(&self.units[place.unit]) == group.counted_as).count()
            };
            let all = places.len() + used(&self.taken) + used(&self.free_again);
            let part = |count: usize| (count * all + group.places / 2) / group.places;
            let mut places = places.into_iter();
            free.extend(places.by_ref().take(part(group.free).saturating_sub(used(&self.free_again))));
            out.extend(places.by_ref().take(part(group.out_of_use)));
            occupied.extend(places);
        }
        confirm(acts, random, &free, &self.taken);
        for place in out {
            set_out_of_use(acts, random, &self.units[place.unit], place);
        }
        let east: Vec<&Municipality> =
            municipalities.iter().filter(|municipality| municipality.region == Some(Region::Ost)).collect();
        while let Some(place) = occupied.pop_first() {
            let row = &self.units[place.unit];
            let children = siblings(random, row, place, &occupied);
            occupied.retain(|other| other.unit != place.unit || other.ordinal > u16::from(children));
            add_stay(acts, random, row, place, children, &east);
        }
    }
}

fn counted_as(row: &UnitRow) -> CapacityGroup {
    let is_home = row.kind == MeasureKind::EmergencyHome;
    match row.legal_bases.as_slice() {
        _ if is_home && row.age_min < 13 => CapacityGroup::HomeChild,
        _ if is_home => CapacityGroup::HomeYouth,
        [BasisCode::A4_4] => CapacityGroup::AcuteBehaviour,
        [BasisCode::A4_5] => CapacityGroup::Trafficking,
        _ => CapacityGroup::AcuteCare,
    }
}

/// How many children live there together: siblings only where they fill the unit, so that an offer to them
/// takes exactly these places.
fn siblings(random: &mut Random, row: &UnitRow, first: PlaceRef, others: &BTreeSet<PlaceRef>) -> u8 {
    let all_occupied =
        (2..=u16::from(row.places)).all(|ordinal| others.contains(&PlaceRef { ordinal, ..first }));
    let fill = first.ordinal == 1 && row.places > 1 && all_occupied && row.max_siblings == row.places;
    if fill && row.kind.is_home() && random.percent(60) { row.places } else { 1 }
}

/// A free place was confirmed today; three of twenty-one were not.
fn confirm(acts: &mut Acts, random: &mut Random, free: &[PlaceRef], taken: &BTreeSet<PlaceRef>) {
    for (at, &place) in free.iter().enumerate() {
        let hours = if at % 7 == 3 { random.between(26, 34) } else { random.between(1, 19) };
        let how = random.pick([
            ConfirmedHow::Phoned,
            ConfirmedHow::Phoned,
            ConfirmedHow::Mail,
            ConfirmedHow::Message,
        ]);
        let minutes = hours * 60 + random.between(0, 55);
        let by = random.pick([Hand::Own, Hand::Colleague]);
        acts.add(minutes, by, DemoAct::Confirm { place, how });
    }
    // What was taken tonight had been confirmed in the afternoon.
    for &place in taken {
        let minutes = random.between(7 * 60, 12 * 60);
        acts.add(minutes, Hand::Colleague, DemoAct::Confirm { place, how: ConfirmedHow::Phoned });
    }
}

fn set_out_of_use(acts: &mut Acts, random: &mut Random, row: &UnitRow, place: PlaceRef) {
    let (state, reason) = if row.kind.is_home() {
        random.pick([
            (PlaceState::IntakeStop, "slitasje etter et langt opphold"),
            (PlaceState::IntakeStop, "sykdom i hjemmet"),
            (PlaceState::Holiday, "ferie"),
            (PlaceState::Maintenance, "bad under oppussing"),
        ])
    } else {
        random.pick([
            (PlaceState::Staffing, "mangler nattevakt"),
            (PlaceState::OverCapacity, "ett barn over ordinær kapasitet"),
            (PlaceState::IntakeStop, "uro i gruppa"),
            (PlaceState::Maintenance, "vannlekkasje"),
        ])
    };
    let set = random.between(DAY / 2, 9 * DAY);
    let by = random.pick([Hand::Own, Hand::Colleague]);
    acts.add(set, by, DemoAct::SetPlace { place, state, reason: reason.to_owned() });
    let confirmed = random.between(60, DAY / 2 - 60);
    acts.add(confirmed, by, DemoAct::Confirm { place, how: ConfirmedHow::Phoned });
}

/// An earlier call: registered, offered, accepted, arrived.
fn add_stay(
    acts: &mut Acts,
    random: &mut Random,
    row: &UnitRow,
    place: PlaceRef,
    children: u8,
    east: &[&Municipality],
) {
    let by = random.pick([Hand::Own, Hand::Colleague]);
    let called = random.between(2 * DAY, 60 * DAY);
    let call = acts.register(called, by, line(random, row, children, east));
    let offered = called - random.between(11, 104);
    let cleared_with = Some("vakten i tiltaket".to_owned());
    let why = random.pick(["nær skolen", "erfaring med alderen", "kort vei hjem", "ro og få andre barn"]);
    acts.add(offered, by, DemoAct::Offer { call, place, why: Some(why.to_owned()), cleared_with });
    let answered = offered - random.between(4, 45);
    acts.add(answered, by, DemoAct::Answer { call, answer: Answer::Accepted, reason: None });
    acts.add(answered - random.between(50, 300), by, DemoAct::Arrive { call });
}

/// A quick line for children the unit takes.
pub(super) fn line(random: &mut Random, row: &UnitRow, children: u8, east: &[&Municipality]) -> String {
    let municipality = match east.len() {
        0 => row.municipality,
        count => east[random.below(count)].number,
    };
    let caller = random.pick(["bvt", "bvt", "bvv", "bvv", "pol"]);
    let told: Vec<String> = (0..children)
        .map(|_| {
            let sex = random.pick(["j", "g"]);
            let oldest = row.age_max.min(17);
            format!("{sex}{}", random.between(i64::from(row.age_min), i64::from(oldest)))
        })
        .collect();
    let basis = match row.legal_bases.as_slice() {
        [only] => *only,
        _ => random.pick([BasisCode::A4_1, BasisCode::A4_2, BasisCode::A4_2]),
    };
    let wish = if row.kind.is_home() { "bh" } else { "inst" };
    let together = if children > 1 { " sammen" } else { "" };
    format!("knr {municipality} {caller} {} {} {wish} vedtak{together}", told.join("+"), basis.code())
}
