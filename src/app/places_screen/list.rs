//! The list of all places, grouped by what must be done. Worked out when the board, the minute, the choice or the
//! order changes, never while drawing.

use chrono::{DateTime, Utc};

use crate::app::board_view::{BoardView, point_of};
use crate::catalog::Catalog;
use crate::domain::claim::ClaimKind;
use crate::domain::distance::air_line_whole_km;
use crate::domain::ids::{CallId, PlaceId, UnitId};
use crate::domain::preparedness::CapacityGroup;
use crate::domain::unit::{Availability, Place, Unit};

/// A group of the list. The order is the order on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Free, but confirmed too long ago.
    ToConfirm,
    /// Free, and confirmed.
    Free,
    /// Held or offered.
    Taken,
    /// Set out of use, or the unit has closed.
    Out,
    /// A child lives there.
    Occupied,
}

impl Group {
    /// Every group, in the order on the screen.
    pub const ALL: [Self; 5] = [Self::ToConfirm, Self::Free, Self::Taken, Self::Out, Self::Occupied];

    /// The group a place stands in at a moment.
    #[must_use]
    pub fn of(place: &Place, now: DateTime<Utc>, fresh_hours: i64) -> Self {
        match place.availability(now) {
            Availability::Free if place.is_stale(now, fresh_hours) => Self::ToConfirm,
            Availability::Free => Self::Free,
            Availability::Held(_) | Availability::Offered(_) => Self::Taken,
            Availability::Out(_) | Availability::Closed(_) => Self::Out,
            Availability::Occupied(_) => Self::Occupied,
        }
    }

    const fn index(self) -> usize {
        self as usize
    }
}

/// What is shown of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// Everything.
    #[default]
    All,
    /// One group; free places with those that must be confirmed.
    Only(Group),
    /// The units that count in a group of the preparedness.
    Capacity(CapacityGroup),
}

impl Shown {
    /// Every choice, in the order they are gone through.
    pub fn every() -> impl Iterator<Item = Self> {
        let groups = Group::ALL.iter().map(|group| Self::Only(*group));
        let capacity = CapacityGroup::ALL.iter().map(|group| Self::Capacity(*group));
        std::iter::once(Self::All).chain(groups).chain(capacity)
    }

    /// The next choice, or the one before; round at the ends.
    #[must_use]
    pub fn step(self, forward: bool) -> Self {
        let every: Vec<Self> = Self::every().collect();
        let at = every.iter().position(|shown| *shown == self).unwrap_or(0);
        let step = if forward { 1 } else { every.len() - 1 };
        every[(at + step) % every.len()]
    }

    fn takes_unit(self, unit: &Unit) -> bool {
        match self {
            Self::Capacity(group) => CapacityGroup::of(unit) == Some(group),
            Self::All | Self::Only(_) => true,
        }
    }

    fn takes_group(self, group: Group) -> bool {
        match self {
            Self::Only(Group::Free) => matches!(group, Group::Free | Group::ToConfirm),
            Self::Only(only) => only == group,
            Self::All | Self::Capacity(_) => true,
        }
    }
}

/// What the rows of a group are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sorting {
    /// Air line from the marked call; by name where none is marked.
    #[default]
    Distance,
    /// The unit's name.
    Name,
    /// The oldest confirmation first.
    Confirmed,
}

/// The places of one unit that stand in one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The unit.
    pub unit: UnitId,
    /// The group.
    pub group: Group,
    /// The place that is acted on: one the marked call holds, else the lowest.
    pub place: PlaceId,
    /// How many there are.
    pub count: u8,
    /// Places of the unit.
    pub total: u8,
    /// Air line from the marked call, in whole kilometres.
    pub km: Option<u32>,
    /// The oldest confirmation of them; none when one was never confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
}

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// The heading of a group.
    Heading(Group),
    /// A row, by its number among the rows.
    Row(usize),
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlacesList {
    /// Every row that is chosen, group by group, those of a folded group too.
    pub rows: Vec<Row>,
    /// The lines that are there now.
    pub items: Vec<Item>,
    /// The call distances are measured from.
    pub from: Option<CallId>,
    /// The units nearest to that call, or else the first ones, once each: the numbers of the map.
    pub numbered: Vec<UnitId>,
    counts: [usize; Group::ALL.len()],
}

/// What a list is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) call: Option<CallId>,
    pub(super) shown: Shown,
    pub(super) sorting: Sorting,
    pub(super) is_occupied_open: bool,
}

/// Units the map has numbers for.
const NUMBERED: usize = 9;

impl PlacesList {
    pub(super) fn new(view: &BoardView, catalog: &Catalog, wanted: Wanted, now: DateTime<Utc>) -> Self {
        let board = &view.board;
        let call = wanted.call.and_then(|call| board.call(call));
        let from = call.and_then(|call| point_of(catalog, call.municipality));
        let mut list = Self { from: call.map(|call| call.id), ..Self::default() };
        let mut keyed: Vec<(Group, Key, Row)> = Vec::new();
        for places in board.places.chunk_by(|a, b| a.unit == b.unit) {
            let Some(unit) = board.unit(places[0].unit).filter(|unit| wanted.shown.takes_unit(unit)) else {
                continue;
            };
            let km =
                from.zip(point_of(catalog, unit.municipality)).map(|(from, to)| air_line_whole_km(from, to));
            for row in rows_of_unit(places, wanted.call, km, now, board.rules.fresh_hours) {
                list.counts[row.group.index()] += usize::from(row.count);
                if wanted.shown.takes_group(row.group) {
                    keyed.push((row.group, Key::of(&row, unit, wanted.sorting), row));
                }
            }
        }
        keyed.sort_by(|a, b| (a.0.index(), &a.1, a.2.unit).cmp(&(b.0.index(), &b.1, b.2.unit)));
        list.rows = keyed.into_iter().map(|(_, _, row)| row).collect();
        list.lay_out(wanted);
        list.number();
        list
    }

    /// Every place that counts in what is chosen.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Places in a group, whether the group is shown or not.
    #[must_use]
    pub fn count(&self, group: Group) -> usize {
        self.counts[group.index()]
    }

    /// The row of a unit in a group.
    #[must_use]
    pub fn row(&self, unit: UnitId, group: Group) -> Option<&Row> {
        self.rows.iter().find(|row| row.unit == unit && row.group == group)
    }

    /// The rows that must be confirmed, in their order.
    pub(super) fn to_confirm(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.group == Group::ToConfirm)
    }

    /// Headings, and the rows of the groups that are open.
    fn lay_out(&mut self, wanted: Wanted) {
        let is_open = wanted.is_occupied_open || wanted.shown == Shown::Only(Group::Occupied);
        let mut last = None;
        for (at, row) in self.rows.iter().enumerate() {
            if last != Some(row.group) {
                self.items.push(Item::Heading(row.group));
                last = Some(row.group);
            }
            if row.group != Group::Occupied || is_open {
                self.items.push(Item::Row(at));
            }
        }
    }

    fn number(&mut self) {
        let shown = self.items.iter().filter_map(|item| match item {
            Item::Row(at) => self.rows.get(*at),
            Item::Heading(_) => None,
        });
        let mut rows: Vec<&Row> = shown.collect();
        if self.from.is_some() {
            rows.sort_by_key(|row| row.km.unwrap_or(u32::MAX));
        }
        for row in rows {
            if self.numbered.len() == NUMBERED {
                break;
            }
            if !self.numbered.contains(&row.unit) {
                self.numbered.push(row.unit);
            }
        }
    }
}

/// What a row is sorted by within its group.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(i64, String);

impl Key {
    fn of(row: &Row, unit: &Unit, sorting: Sorting) -> Self {
        let first = match sorting {
            Sorting::Distance => row.km.map_or(i64::MAX, i64::from),
            Sorting::Name => 0,
            Sorting::Confirmed => row.confirmed_at.map_or(i64::MIN, |at| at.timestamp_millis()),
        };
        Self(first, alphabetical(&unit.name))
    }
}

/// The form in which names are put in Norwegian order: æ, ø and å come after z.
fn alphabetical(name: &str) -> String {
    let after_z = |letter| match letter {
        'æ' => '\u{e000}',
        'ø' => '\u{e001}',
        'å' => '\u{e002}',
        other => other,
    };
    name.chars().flat_map(char::to_lowercase).map(after_z).collect()
}

/// One row for each group that places of the unit stand in.
fn rows_of_unit(
    places: &[Place],
    call: Option<CallId>,
    km: Option<u32>,
    now: DateTime<Utc>,
    fresh_hours: i64,
) -> impl Iterator<Item = Row> {
    let mut found: [Option<Row>; Group::ALL.len()] = [None; Group::ALL.len()];
    let total = u8::try_from(places.len()).unwrap_or(u8::MAX);
    for place in places {
        let group = Group::of(place, now, fresh_hours);
        let confirmed_at = place.confirmed.as_ref().map(|confirmed| confirmed.at);
        let is_own = call.is_some()
            && place
                .live_claim(now)
                .is_some_and(|claim| claim.kind == ClaimKind::Hold && Some(claim.call) == call);
        match &mut found[group.index()] {
            None => {
                let (unit, place) = (place.unit, place.id);
                let row = Row { unit, group, place, count: 1, total, km, confirmed_at };
                found[group.index()] = Some(row);
            }
            Some(row) => {
                row.count = row.count.saturating_add(1);
                row.confirmed_at = row.confirmed_at.min(confirmed_at);
                if is_own {
                    row.place = place.id;
                }
            }
        }
    }
    found.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_norwegian_order() {
        let mut names = ["Åsen", "Ødegård", "Ærlige", "Zakken", "Alv"];
        names.sort_by_key(|name| alphabetical(name));
        assert_eq!(names, ["Alv", "Zakken", "Ærlige", "Ødegård", "Åsen"]);
    }

    #[test]
    fn what_is_shown_goes_round() {
        let mut shown = Shown::All;
        for _ in Shown::every() {
            shown = shown.step(true);
        }
        assert_eq!(shown, Shown::All);
        assert_eq!(Shown::All.step(false).step(true), Shown::All);
        assert_eq!(Shown::All.step(true), Shown::Only(Group::ToConfirm));
    }
}
