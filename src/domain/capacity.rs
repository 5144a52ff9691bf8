//! What was free at a past moment, and how much the places were used: told from the history of places, units and rules,
//! so that any minute can be asked again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::claim::ClaimKind;
use super::ids::{PlaceId, UnitId};
use super::measure::MeasureKind;
use super::preparedness::CapacityGroup;
use super::settings::{Readiness, Rules};
use super::unit::PlaceState;

/// A value that changed, in the order of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes<T>(Vec<(DateTime<Utc>, T)>);

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Changes<T> {
    /// Notes what it became; the journal's order decides, also where a clock was set back.
    pub fn push(&mut self, at: DateTime<Utc>, to: T) {
        self.0.push((at, to));
    }

    /// What it was at a moment; none before it was set.
    #[must_use]
    pub fn at(&self, moment: DateTime<Utc>) -> Option<&T> {
        self.0.iter().rev().find(|(at, _)| *at <= moment).map(|(_, value)| value)
    }

    fn moments(&self) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        self.0.iter().map(|(at, _)| *at)
    }
}

/// A state that people set, while it held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateSpan {
    /// The state.
    pub state: PlaceState,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; none while it holds.
    pub ended: Option<DateTime<Utc>>,
}

/// A claim, while it lasted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimSpan {
    /// How firmly it claimed.
    pub kinds: Changes<ClaimKind>,
    /// When it was to lapse by itself.
    pub untils: Changes<Option<DateTime<Utc>>>,
    /// When it was ended; none while it lasts.
    pub ended: Option<DateTime<Utc>>,
}

impl ClaimSpan {
    fn kind_at(&self, moment: DateTime<Utc>) -> Option<ClaimKind> {
        let kind = *self.kinds.at(moment)?;
        let until = self.untils.at(moment).copied().flatten();
        let is_live =
            self.ended.is_none_or(|ended| moment < ended) && until.is_none_or(|until| moment < until);
        is_live.then_some(kind)
    }

    fn moments(&self) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        let untils = self.untils.0.iter().filter_map(|(_, until)| *until);
        self.kinds.moments().chain(self.untils.moments()).chain(untils).chain(self.ended)
    }
}

/// What happened with a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceHistory {
    /// The place.
    pub place: PlaceId,
    /// Its unit.
    pub unit: UnitId,
    /// Its states, by number.
    pub states: Vec<StateSpan>,
    /// The claims on it, by number.
    pub claims: Vec<ClaimSpan>,
    /// Whether it is above the unit's capacity.
    pub is_extra: bool,
}

/// How a place stood at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Could be offered.
    Free,
    /// Held, offered or lived in.
    Claimed(ClaimKind),
    /// Out of use.
    Out,
}

impl PlaceHistory {
    /// How it stood; none while it was not there. A live claim says more than the state.
    #[must_use]
    pub fn standing_at(&self, moment: DateTime<Utc>) -> Option<Standing> {
        if let Some(kind) = self.claims.iter().rev().find_map(|claim| claim.kind_at(moment)) {
            return Some(Standing::Claimed(kind));
        }
        let state = self.state_at(moment)?;
        Some(if state == PlaceState::Free { Standing::Free } else { Standing::Out })
    }

    /// The state that people had set; none while it was not there.
    fn state_at(&self, moment: DateTime<Utc>) -> Option<PlaceState> {
        let holds = |span: &&StateSpan| span.from <= moment && span.ended.is_none_or(|ended| moment < ended);
        Some(self.states.iter().rev().find(holds)?.state)
    }

    /// Every moment at which it may have changed.
    fn moments(&self) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        let states = self.states.iter().flat_map(|span| std::iter::once(span.from).chain(span.ended));
        states.chain(self.claims.iter().flat_map(ClaimSpan::moments))
    }
}

/// What happened with a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitHistory {
    /// Its name now.
    pub name: String,
    /// What kind of measure it was.
    pub kinds: Changes<MeasureKind>,
    /// The groups it counted in; none where it is not for acute children.
    pub groups: Changes<Option<CapacityGroup>>,
    /// When it was to close, of a unit that was set up for a time.
    pub closes: Changes<Option<DateTime<Utc>>>,
}

impl UnitHistory {
    fn is_closed_at(&self, moment: DateTime<Utc>) -> bool {
        self.closes.at(moment).copied().flatten().is_some_and(|closes| closes <= moment)
    }

    /// Every moment at which what its places count as may have changed.
    fn moments(&self) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        let closes = self.closes.0.iter().filter_map(|(_, closes)| *closes);
        self.groups.moments().chain(self.closes.moments()).chain(closes)
    }
}

/// The history that capacity is told from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CapacityHistory {
    /// Units by number.
    pub units: BTreeMap<UnitId, UnitHistory>,
    /// Places by number.
    pub places: Vec<PlaceHistory>,
    /// The shared rules, by name.
    pub rules: BTreeMap<String, Changes<String>>,
}

/// Places by how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Could be offered.
    pub free: usize,
    /// Held.
    pub held: usize,
    /// Offered.
    pub offered: usize,
    /// Lived in.
    pub occupied: usize,
    /// Out of use.
    pub out: usize,
}

impl Counts {
    /// All of them.
    #[must_use]
    pub const fn places(&self) -> usize {
        self.free + self.held + self.offered + self.occupied + self.out
    }

    fn add(&mut self, standing: Standing) {
        *match standing {
            Standing::Free => &mut self.free,
            Standing::Claimed(ClaimKind::Hold) => &mut self.held,
            Standing::Claimed(ClaimKind::Offer) => &mut self.offered,
            Standing::Claimed(ClaimKind::Placement) => &mut self.occupied,
            Standing::Out => &mut self.out,
        } += 1;
    }
}

/// What is counted, against how many must be free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted<Of> {
    /// Of what.
    pub of: Of,
    /// The places.
    pub counts: Counts,
    /// How many must be free; none where nobody set it.
    pub target: Option<i64>,
}

impl<Of> Counted<Of> {
    /// Whether fewer were free than the region wants.
    #[must_use]
    pub fn is_below_target(&self) -> bool {
        self.target.is_some_and(|target| i64::try_from(self.counts.free).is_ok_and(|free| free < target))
    }
}

/// What there was at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// When.
    pub at: DateTime<Utc>,
    /// The level of readiness then.
    pub readiness: Readiness,
    /// Every group, with or without places, in the order of the code list.
    pub groups: Vec<Counted<CapacityGroup>>,
    /// Every unit that was there, by number, with its group.
    pub units: Vec<(Counted<UnitId>, Option<CapacityGroup>)>,
}

/// Minutes of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlaceMinutes {
    /// Lived in.
    pub occupied: i64,
    /// Not out of use.
    pub available: i64,
}

impl PlaceMinutes {
    /// The share that was used; none where nothing was available.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share, of fewer minutes than would matter")]
    pub fn share(&self) -> Option<f64> {
        (self.available > 0).then(|| self.occupied as f64 / self.available as f64)
    }
}

/// How much the places were used from one moment up to another, minute by minute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Utilisation {
    /// By group.
    pub groups: BTreeMap<CapacityGroup, PlaceMinutes>,
    /// By unit.
    pub units: BTreeMap<UnitId, PlaceMinutes>,
}

impl CapacityHistory {
    /// The shared rules at a moment.
    #[must_use]
    pub fn rules_at(&self, moment: DateTime<Utc>) -> Rules {
        Rules::from_lookup(|key| self.rules.get(key)?.at(moment).cloned())
    }

    /// How many places of a unit had to be free at a moment.
    fn unit_target_at(&self, unit: UnitId, moment: DateTime<Utc>) -> Option<i64> {
        let key = super::settings::unit_target_key(unit);
        self.rules.get(&key)?.at(moment)?.parse().ok()
    }

    fn group_at(&self, unit: UnitId, moment: DateTime<Utc>) -> Option<CapacityGroup> {
        self.units.get(&unit)?.groups.at(moment).copied().flatten()
    }

    /// How a place stood: one that was free is out of use once its unit was closed.
    fn standing_at(&self, place: &PlaceHistory, moment: DateTime<Utc>) -> Option<Standing> {
        let standing = place.standing_at(moment)?;
        let is_out = standing == Standing::Free && self.is_closed_at(place.unit, moment);
        Some(if is_out { Standing::Out } else { standing })
    }

    fn is_closed_at(&self, unit: UnitId, moment: DateTime<Utc>) -> bool {
        self.units.get(&unit).is_some_and(|unit| unit.is_closed_at(moment))
    }

    /// What there was at a moment.
    #[must_use]
    pub fn at(&self, moment: DateTime<Utc>) -> Capacity {
        let mut groups: BTreeMap<CapacityGroup, Counts> = BTreeMap::new();
        let mut units: BTreeMap<UnitId, Counts> = BTreeMap::new();
        for place in &self.places {
            let Some(standing) = self.standing_at(place, moment) else { continue };
            units.entry(place.unit).or_default().add(standing);
            if let Some(group) = self.group_at(place.unit, moment) {
                groups.entry(group).or_default().add(standing);
            }
        }
        let rules = self.rules_at(moment);
        let of_group = |&(group, target): &(CapacityGroup, i64)| Counted {
            of: group,
            counts: groups.get(&group).copied().unwrap_or_default(),
            target: Some(target),
        };
        let of_unit = |(unit, counts)| {
            let counted = Counted { of: unit, counts, target: self.unit_target_at(unit, moment) };
            (counted, self.group_at(unit, moment))
        };
        Capacity {
            at: moment,
            readiness: rules.readiness,
            groups: rules.preparedness.iter().map(of_group).collect(),
            units: units.into_iter().map(of_unit).collect(),
        }
    }

    /// The moments from one to another between which nothing of a place changes, both ends included.
    fn cuts(&self, place: &PlaceHistory, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let of_unit = self.units.get(&place.unit).into_iter().flat_map(UnitHistory::moments);
        let cuts = place.moments().chain(of_unit).filter(|at| from < *at && *at < to);
        cuts.chain([from, to]).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The fewest free places of each group that had any from one moment to another, however short that was.
    #[must_use]
    pub fn fewest_free(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> BTreeMap<CapacityGroup, usize> {
        let mut changes: BTreeMap<(DateTime<Utc>, CapacityGroup), (usize, usize)> = BTreeMap::new();
        for place in &self.places {
            let mut before = None;
            for at in self.cuts(place, from, to) {
                let is_free = self.standing_at(place, at) == Some(Standing::Free);
                let group = self.group_at(place.unit, at).filter(|_| is_free);
                if group != before {
                    if let Some(more) = group {
                        changes.entry((at, more)).or_default().0 += 1;
                    }
                    if let Some(fewer) = before {
                        changes.entry((at, fewer)).or_default().1 += 1;
                    }
                    before = group;
                }
            }
        }
        let mut free: BTreeMap<CapacityGroup, (usize, usize)> = BTreeMap::new();
        for ((at, group), (more, fewer)) in changes {
            // None was free before the first of it came, unless that was at the start.
            let (now, fewest) = free.entry(group).or_insert((0, if at == from { usize::MAX } else { 0 }));
            *now = *now + more - fewer;
            *fewest = (*fewest).min(*now);
        }
        free.into_iter().map(|(group, (_, fewest))| (group, fewest)).collect()
    }

    /// The places that were out of use at a moment, by the state that was set.
    #[must_use]
    pub fn out_at(&self, moment: DateTime<Utc>) -> BTreeMap<PlaceState, usize> {
        let mut out = BTreeMap::new();
        let open = self.places.iter().filter(|place| !self.is_closed_at(place.unit, moment));
        for place in open.filter(|place| place.standing_at(moment) == Some(Standing::Out)) {
            if let Some(state) = place.state_at(moment) {
                *out.entry(state).or_default() += 1;
            }
        }
        out
    }

    /// The places of a kind of measure at a moment, and how many of them were free; without units that were closed.
    #[must_use]
    pub fn of_kind_at(&self, kind: MeasureKind, moment: DateTime<Utc>) -> (usize, usize) {
        let is_of_kind = |unit: UnitId| {
            self.units.get(&unit).is_some_and(|unit| unit.kinds.at(moment) == Some(&kind))
                && !self.is_closed_at(unit, moment)
        };
        let of_kind = self.places.iter().filter(|place| is_of_kind(place.unit));
        let standing: Vec<Standing> = of_kind.filter_map(|place| place.standing_at(moment)).collect();
        (standing.len(), standing.iter().filter(|one| **one == Standing::Free).count())
    }

    /// How many places above capacity there were at a moment.
    #[must_use]
    pub fn above_capacity_at(&self, moment: DateTime<Utc>) -> usize {
        let extra = self.places.iter().filter(|place| place.is_extra);
        extra.filter(|place| place.standing_at(moment).is_some()).count()
    }

    /// How much the places were used at each whole minute from `from`, up to `to`.
    #[must_use]
    pub fn utilisation(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Utilisation {
        let mut all = Utilisation::default();
        for place in &self.places {
            for stretch in self.cuts(place, from, to).windows(2) {
                let &[start, end] = stretch else { continue };
                // Nothing of it changes within a stretch.
                let standing = self.standing_at(place, start).filter(|standing| *standing != Standing::Out);
                let Some(standing) = standing else { continue };
                let minutes = minutes_before(end - from) - minutes_before(start - from);
                let is_occupied = standing == Standing::Claimed(ClaimKind::Placement);
                let of_group =
                    self.group_at(place.unit, start).map(|group| all.groups.entry(group).or_default());
                for sum in of_group.into_iter().chain([all.units.entry(place.unit).or_default()]) {
                    sum.available += minutes;
                    sum.occupied += if is_occupied { minutes } else { 0 };
                }
            }
        }
        all
    }
}

/// How many whole minutes, counted from nothing, begin before this much has passed.
fn minutes_before(passed: TimeDelta) -> i64 {
    passed.num_milliseconds().div_euclid(60_000) + i64::from(passed.num_milliseconds().rem_euclid(60_000) > 0)
}
