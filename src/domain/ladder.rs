//! The ladder when nothing fits (domain section 6): a list, not a sequence. Several rungs may be asked at once; what was
//! asked stays in sight, and a no may be asked again.

use std::collections::BTreeMap;

use super::board::Board;
use super::call::Call;
use super::codes::coded;
use super::enquiry::{Enquiry, EnquiryResult};
use super::ids::{EnquiryId, UnitId};
use super::matching::{Fact, UnitMatch, UnitMatches};
use super::measure::{MeasureKind, Ownership};
use super::municipality::Region;
use super::siblings::children_to_place;
use super::unit::{Acute, PlaceState, Unit};

coded! {
    /// A rung, in the order they are shown.
    pub enum Rung {
        /// 0: logistics adviser and leader on duty: single purchase, over capacity and intake stop need authority.
        Leader = "leader",
        /// 1: the region's own acute places.
        OwnAcute = "own_acute",
        /// 2: care places where allowed.
        Care = "care",
        /// 3: private on agreement.
        Agreement = "agreement",
        /// 4: all other regions.
        OtherRegions = "other_regions",
        /// 5: single purchase from any approved provider.
        SinglePurchase = "single_purchase",
        /// 6: crisis home, temporary unit.
        CrisisTemporary = "crisis_temporary",
        /// 7: an extra place above capacity: an emergency act, never the default next step.
        OverCapacity = "over_capacity",
    }
}

impl Rung {
    /// Its number as people say it.
    #[must_use]
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|rung| *rung == self).unwrap_or_default()
    }
}

/// Whom one asks on a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whom {
    /// The rung as a whole: a leader, a provider the list does not have.
    Rung,
    /// A unit of the list.
    Unit(UnitId),
    /// Another region.
    Region(Region),
}

/// A row of the ladder: a rung, or whom one asks on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LadderRow {
    /// The rung.
    pub rung: Rung,
    /// Whom.
    pub whom: Whom,
}

impl LadderRow {
    /// Whether an attempt was at this row: at anyone of it where the row is the rung itself.
    #[must_use]
    pub fn was_asked_by(self, enquiry: &Enquiry) -> bool {
        enquiry.rung == self.rung
            && match self.whom {
                Whom::Rung => true,
                Whom::Unit(unit) => enquiry.unit == Some(unit),
                Whom::Region(region) => enquiry.unit.is_none() && enquiry.region == Some(region),
            }
    }

    /// The unit it stands for.
    #[must_use]
    pub const fn unit(self) -> Option<UnitId> {
        match self.whom {
            Whom::Unit(unit) => Some(unit),
            Whom::Rung | Whom::Region(_) => None,
        }
    }
}

/// One rung for a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RungStanding {
    /// Which.
    pub rung: Rung,
    /// How many of its units can take the request now; none where the list does not know.
    pub can_take: Option<usize>,
    /// Whom one asks on it: units that can take it first, then those with the least in the way; other regions.
    pub whom: Vec<Whom>,
    /// Attempts on it, the newest first, by position in the board's log.
    pub asked: Vec<usize>,
    /// Units of the wished sort whose every place has a child or is spoken for.
    pub full: usize,
    /// Units of the wished sort that have stopped intake.
    pub stopped: usize,
    /// Whether nobody is left to ask on it.
    pub is_exhausted: bool,
}

/// The ladder of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// Every rung, asked or not.
    pub rungs: Vec<RungStanding>,
    /// Units with a child in each of their places: only their capacity may be in the way.
    pub full: Vec<UnitMatch>,
    /// Units with exactly one thing in the way: what would have to change.
    pub one_thing: Vec<UnitId>,
    /// Whom it is worth asking and nobody has asked, in the order of the rungs.
    to_ask: Vec<LadderRow>,
}

impl Ladder {
    /// The ladder of a call. `found` is what matching found for it, `full` are the units without a row there.
    #[must_use]
    pub fn of(board: &Board, call: &Call, found: &UnitMatches, full: Vec<UnitMatch>) -> Self {
        let seen = Seen { board, call, found, full: &full };
        let rungs: Vec<RungStanding> = Rung::ALL.iter().map(|rung| seen.standing(*rung)).collect();
        let to_ask = rungs.iter().flat_map(|standing| seen.left_to_ask(standing)).collect();
        let one_thing = one_thing_in_the_way(found);
        Self { rungs, full, one_thing, to_ask }
    }

    /// The standing of a rung.
    #[must_use]
    pub fn rung(&self, rung: Rung) -> Option<&RungStanding> {
        self.rungs.iter().find(|standing| standing.rung == rung)
    }

    /// Whom to ask next: the first after a row that nobody has asked, else the first of all.
    #[must_use]
    pub fn next_after(&self, row: Option<LadderRow>) -> Option<LadderRow> {
        let at = |row: LadderRow| {
            let whom = self.rung(row.rung)?.whom.iter().position(|whom| *whom == row.whom);
            Some((row.rung, whom.map_or(0, |at| at + 1)))
        };
        let left = || self.to_ask.iter().copied().filter(|next| Some(*next) != row);
        let later = row.and_then(|row| left().find(|next| at(*next) > at(row)));
        later.or_else(|| left().next())
    }

    /// The rows as they are seen while a rung is open: every rung, and below the open one whom one asks on it.
    #[must_use]
    pub fn rows(&self, open: Option<Rung>) -> Vec<LadderRow> {
        let mut rows = Vec::with_capacity(self.rungs.len());
        for standing in &self.rungs {
            rows.push(LadderRow { rung: standing.rung, whom: Whom::Rung });
            if open == Some(standing.rung) {
                rows.extend(standing.whom.iter().map(|whom| LadderRow { rung: standing.rung, whom: *whom }));
            }
        }
        rows
    }
}

/// What a ladder is made from.
struct Seen<'a> {
    board: &'a Board,
    call: &'a Call,
    found: &'a UnitMatches,
    full: &'a [UnitMatch],
}

impl<'a> Seen<'a> {
    /// Whom matching found. A unit that has closed is nobody to ask.
    fn rows(&self) -> impl Iterator<Item = (&'a UnitMatch, &'a Unit)> + use<'a> {
        let board = self.board;
        let rows = self.found.fits.iter().chain(&self.found.out).filter(|row| !is_closed(row));
        rows.filter_map(move |row| Some((row, board.unit(row.unit)?)))
    }

    fn standing(&self, rung: Rung) -> RungStanding {
        let asked: Vec<usize> =
            self.enquiries().filter(|(_, one)| one.rung == rung).map(|(at, _)| at).collect();
        let of_rung = |unit: &Unit| rung_of(unit, self.board.region) == rung && self.is_of_wished_sort(unit);
        let own: Vec<_> = self.rows().filter(|(_, unit)| of_rung(unit)).collect();
        let count = own.iter().filter(|(row, unit)| self.can_take(row, unit)).count();
        let whom = self.whom(rung, &own);
        let can_take = match rung {
            Rung::Leader => None,
            Rung::OverCapacity => Some(self.over_capacity().len()),
            Rung::OtherRegions | Rung::SinglePurchase if own.is_empty() => None,
            _ => Some(count),
        };
        let is_stopped = |fact: &Fact| matches!(fact, Fact::OutOfUse { state: PlaceState::IntakeStop, .. });
        let unfree = |row: &UnitMatch| row.place.facts.iter().any(Fact::is_claim);
        let is_of_rung = |row: &&UnitMatch| self.board.unit(row.unit).is_some_and(of_rung) && !is_closed(row);
        let no_row = self.full.iter().filter(is_of_rung).count();
        let mut standing = RungStanding {
            rung,
            can_take,
            whom,
            asked,
            full: own.iter().filter(|(row, _)| unfree(row)).count() + no_row,
            stopped: own.iter().filter(|(row, _)| row.place.facts.iter().any(is_stopped)).count(),
            is_exhausted: false,
        };
        let nothing_there = standing.can_take == Some(0) && standing.whom.is_empty();
        standing.is_exhausted =
            self.left_to_ask(&standing).is_empty() && (!standing.asked.is_empty() || nothing_there);
        standing
    }

    /// Attempts for the call, the newest first.
    fn enquiries(&self) -> impl Iterator<Item = (usize, &'a Enquiry)> {
        let call = self.call.id;
        self.board.enquiries.iter().enumerate().rev().filter(move |(_, one)| one.call == call)
    }

    /// Whom one asks on a rung. Whoever was asked stays in sight.
    fn whom(&self, rung: Rung, own: &[(&UnitMatch, &Unit)]) -> Vec<Whom> {
        let mut units: Vec<UnitId> = if rung == Rung::OverCapacity {
            self.over_capacity()
        } else {
            let (can, cannot): (Vec<_>, Vec<_>) =
                own.iter().partition(|(row, unit)| self.can_take(row, unit));
            can.into_iter().chain(cannot).map(|(row, _)| row.unit).collect()
        };
        for (_, enquiry) in self.enquiries().filter(|(_, one)| one.rung == rung) {
            units.extend(enquiry.unit.filter(|unit| !units.contains(unit)));
        }
        let others = Region::ALL.iter().copied().filter(|region| *region != self.board.region);
        let regions = others.filter(|_| rung == Rung::OtherRegions).map(Whom::Region);
        regions.chain(units.into_iter().map(Whom::Unit)).collect()
    }

    /// Whom it is worth asking on a rung and nobody has asked. A unit with several things in the way is not.
    fn left_to_ask(&self, standing: &RungStanding) -> Vec<LadderRow> {
        let rung = standing.rung;
        let was_asked = |row: LadderRow| self.enquiries().any(|(_, one)| row.was_asked_by(one));
        let worth = |whom: &Whom| match whom {
            Whom::Unit(unit) => rung == Rung::OverCapacity || self.is_worth_asking(*unit),
            Whom::Region(_) | Whom::Rung => true,
        };
        let whole = matches!(rung, Rung::SinglePurchase | Rung::CrisisTemporary) && standing.whom.is_empty();
        let rows = standing.whom.iter().copied().filter(worth).chain(whole.then_some(Whom::Rung));
        rows.map(|whom| LadderRow { rung, whom }).filter(|row| !was_asked(*row)).collect()
    }

    fn is_worth_asking(&self, unit: UnitId) -> bool {
        let row = self.rows().find(|(row, _)| row.unit == unit);
        row.and_then(|(row, unit)| self.in_the_way(row, unit)).is_some_and(|count| count <= 1)
    }

    fn can_take(&self, row: &UnitMatch, unit: &Unit) -> bool {
        self.in_the_way(row, unit) == Some(0)
    }

    /// How much is in the way of a unit that would do; none where it would not. On the ladder a care place where acute
    /// children are allowed would, and a crisis home or a temporary unit of the wished sort.
    fn in_the_way(&self, row: &UnitMatch, unit: &Unit) -> Option<usize> {
        let is_other_kind = |fact: &&Fact| matches!(fact, Fact::OtherKind { .. });
        let is_wished = self.call.wished.iter().any(|wish| wish.kinds().contains(&unit.kind));
        let is_allowed = is_wished || !self.call.is_acute || may_take_acute(unit);
        let kind_will_do = rung_of(unit, self.board.region) != Rung::OwnAcute
            || !row.place.facts.iter().any(|fact| is_other_kind(&fact));
        let would_do = is_allowed && kind_will_do && self.is_of_wished_sort(unit);
        would_do.then(|| blockers(row).filter(|fact| !is_other_kind(fact)).count())
    }

    /// The municipality decides the type: homes are not shown to who asked for an institution, nor the other way.
    fn is_of_wished_sort(&self, unit: &Unit) -> bool {
        let mut kinds = self.call.wished.iter().flat_map(|wish| wish.kinds());
        self.call.wished.is_empty() || kinds.any(|kind| sort_of(*kind) == sort_of(unit.kind))
    }

    /// Own units for which only their capacity is in the way.
    fn over_capacity(&self) -> Vec<UnitId> {
        let children = children_to_place(self.call, &self.board.offers).len();
        let only_full = |row: &&UnitMatch| {
            let unit = self.board.unit(row.unit);
            unit.is_some_and(|unit| {
                unit.region == self.board.region && usize::from(unit.max_siblings) >= children
            }) && blockers(row).all(Fact::is_capacity)
        };
        self.found.out.iter().chain(self.full).filter(only_full).map(|row| row.unit).collect()
    }
}

/// Whether a unit was set up for a time that is over.
fn is_closed(row: &UnitMatch) -> bool {
    row.place.facts.iter().any(|fact| matches!(fact, Fact::UnitClosed { .. }))
}

/// What is in the way of a unit.
fn blockers(row: &UnitMatch) -> impl Iterator<Item = &Fact> {
    row.place.facts.iter().filter(|fact| fact.is_blocker())
}

/// The sorts of measure that do not stand for each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Home,
    Institution,
    Centre,
}

const fn sort_of(kind: MeasureKind) -> Sort {
    match kind {
        MeasureKind::FamilyCentre => Sort::Centre,
        _ if kind.is_home() => Sort::Home,
        _ => Sort::Institution,
    }
}

/// The rung a unit stands on, seen from a region.
#[must_use]
pub fn rung_of(unit: &Unit, region: Region) -> Rung {
    if unit.region != region {
        return Rung::OtherRegions;
    }
    match (unit.kind, unit.ownership) {
        (MeasureKind::CrisisHome | MeasureKind::TemporaryUnit, _) => Rung::CrisisTemporary,
        (_, Ownership::SinglePurchase) => Rung::SinglePurchase,
        (_, Ownership::Framework | Ownership::FrameworkGuaranteed) => Rung::Agreement,
        (MeasureKind::CareInstitution | MeasureKind::TreatmentInstitution, Ownership::State) => Rung::Care,
        _ => Rung::OwnAcute,
    }
}

/// Units with exactly one thing in the way: what would have to change. Another type than wished is the municipality's
/// to change, and is not named; a unit that has closed is not there to change.
#[must_use]
pub fn one_thing_in_the_way(found: &UnitMatches) -> Vec<UnitId> {
    let is_one = |row: &&UnitMatch| {
        let mut in_the_way = blockers(row);
        let first = in_the_way.next();
        let can_change = |fact: &Fact| !matches!(fact, Fact::OtherKind { .. } | Fact::UnitClosed { .. });
        first.is_some_and(can_change) && in_the_way.next().is_none()
    };
    found.out.iter().filter(is_one).map(|row| row.unit).collect()
}

/// The newest attempt at each row, by call: what the row says.
#[must_use]
pub fn newest(enquiries: &[Enquiry], call: &Call) -> BTreeMap<LadderRow, usize> {
    let own = enquiries.iter().enumerate().filter(|(_, one)| one.call == call.id);
    own.map(|(at, one)| {
        let whom = match (one.unit, one.region) {
            (Some(unit), _) => Whom::Unit(unit),
            (None, Some(region)) => Whom::Region(region),
            (None, None) => Whom::Rung,
        };
        (LadderRow { rung: one.rung, whom }, at)
    })
    .collect()
}

/// Who was asked for a place, by the newest attempt at each. Rung 0 decides, and is not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// How many were asked.
    pub count: usize,
    /// How many of them said no.
    pub no: usize,
    /// How many did not answer.
    pub silent: usize,
    /// The newest yes.
    pub yes: Option<EnquiryId>,
    /// Whose answer is awaited, the first to come.
    pub awaited: Option<EnquiryId>,
    /// How many other answers are awaited.
    pub awaited_besides: usize,
}

impl Asked {
    /// Who was asked for a call.
    #[must_use]
    pub fn of(enquiries: &[Enquiry], call: &Call) -> Self {
        let newest = newest(enquiries, call).into_iter().filter(|(row, _)| row.rung != Rung::Leader);
        let asked: Vec<&Enquiry> = newest.filter_map(|(_, at)| enquiries.get(at)).collect();
        let with = |result| asked.iter().copied().filter(move |one| one.result == result);
        let mut awaited: Vec<&Enquiry> = with(EnquiryResult::Asked).collect();
        // Who said when stands before who did not.
        awaited.sort_by_key(|one| (one.ask_at.is_none(), one.ask_at, one.id));
        Self {
            count: asked.len(),
            no: with(EnquiryResult::No).count(),
            silent: with(EnquiryResult::NoAnswer).count(),
            yes: with(EnquiryResult::Yes).map(|one| one.id).max(),
            awaited: awaited.first().map(|one| one.id),
            awaited_besides: awaited.len().saturating_sub(1),
        }
    }
}

/// Whether a care unit may take acute children (domain section 5), and why.
#[must_use]
pub const fn may_take_acute(unit: &Unit) -> bool {
    !matches!(unit.kind, MeasureKind::CareInstitution | MeasureKind::TreatmentInstitution)
        || !matches!(unit.acute, Acute::No)
}
