//! Units, places and requests to match: by hand, and at random from a seed.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::{Need, NeedEffect};
use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::claim::{Claim, ClaimKind};
use akuttvakt::domain::distance::Coordinates;
use akuttvakt::domain::ids::{CallId, ClaimId, OfferId, PlaceId, UnitId};
use akuttvakt::domain::matching::{Offerable, Request};
use akuttvakt::domain::measure::{MeasureKind, Ownership, TargetGroup, Wish};
use akuttvakt::domain::municipality::{MunicipalityNumber, Region};
use akuttvakt::domain::unit::{Confirmation, ConfirmedHow, Place, PlaceState, Unit};
use chrono::{DateTime, TimeDelta, Utc};

pub const FRESH_HOURS: i64 = 24;

/// Points as they could stand in a table of municipalities; the last has none.
const POINTS: [(&str, Option<(f64, f64)>); 9] = [
    ("3411", Some((60.88, 10.94))),
    ("3403", Some((60.79, 11.07))),
    ("3407", Some((60.80, 10.69))),
    ("3405", Some((61.12, 10.47))),
    ("3103", Some((59.43, 10.66))),
    ("3205", Some((59.96, 11.05))),
    ("3101", Some((59.13, 11.39))),
    ("5501", Some((69.65, 18.96))),
    ("3499", None),
];

pub fn now() -> DateTime<Utc> {
    "2026-11-21T01:37:00Z".parse().unwrap()
}

pub fn hours_ago(hours: i64) -> DateTime<Utc> {
    now() - TimeDelta::hours(hours)
}

pub fn point_of(number: MunicipalityNumber) -> Option<Coordinates> {
    let (_, point) = POINTS.iter().find(|(known, _)| *known == number.as_str())?;
    point.map(|(lat, lon)| Coordinates { lat, lon })
}

pub fn child(age: Age) -> ChildFacts {
    ChildFacts { sex: Sex::Girl, age }
}

pub fn need(word: &str, effect: NeedEffect) -> Need {
    Need { word: word.to_owned(), detail: Some("hund".to_owned()), effect }
}

/// A girl of 9 from Ringsaker, § 4-2, emergency home wished: call 412 of the drawings.
pub fn request() -> Request {
    Request {
        call: Some(CallId(412)),
        children: vec![child(Age::Years(9))],
        basis: Some(BasisCode::A4_2),
        wished: vec![Wish::EmergencyHome],
        needs: Vec::new(),
        from: point_of(MunicipalityNumber::parse("3411").unwrap()),
        counts_double: false,
    }
}

/// A state emergency home in Hamar for children 6–12, cleared for § 4-2, with room for two.
pub fn home(id: i64, name: &str) -> Unit {
    Unit {
        id: UnitId(id),
        name: name.to_owned(),
        kind: MeasureKind::EmergencyHome,
        ownership: Ownership::State,
        region: Region::Ost,
        municipality: MunicipalityNumber::parse("3403").unwrap(),
        bases: vec![BasisCode::A4_1, BasisCode::A4_2],
        target_groups: Vec::new(),
        age_min: 6,
        age_max: 12,
        places: 2,
        max_siblings: 2,
        other_children: None,
        animals: None,
        acute: akuttvakt::domain::unit::Acute::No,
        closes_at: None,
        receives_from: None,
        receives_to: None,
        phone: None,
        note: None,
        group_note: None,
        department: None,
    }
}

/// A free place confirmed an hour ago.
pub fn place(id: i64, unit: i64, ordinal: u8) -> Place {
    Place {
        id: PlaceId(id),
        unit: UnitId(unit),
        ordinal: ordinal.into(),
        state: PlaceState::Free,
        state_since: hours_ago(100),
        expected_free_at: None,
        is_extra: false,
        closes_at: None,
        confirmed: Some(Confirmation { at: hours_ago(1), by: "Kari".to_owned(), how: ConfirmedHow::Phoned }),
        claim: None,
    }
}

pub fn claim(kind: ClaimKind, call: i64, until: Option<DateTime<Utc>>) -> Claim {
    Claim {
        id: ClaimId(1),
        place: PlaceId(1),
        kind,
        call: CallId(call),
        child: None,
        offer: (kind != ClaimKind::Hold).then_some(OfferId(1)),
        by: "Per S.".to_owned(),
        from: hours_ago(2),
        until,
    }
}

/// Units with their places.
#[derive(Debug, Clone)]
pub struct List {
    pub units: Vec<Unit>,
    pub places: Vec<Place>,
}

impl List {
    pub fn offerable(&self) -> Offerable<'_> {
        Offerable { units: &self.units, places: &self.places, fresh_hours: FRESH_HOURS }
    }

    pub fn place(&self, id: PlaceId) -> &Place {
        self.places.iter().find(|place| place.id == id).unwrap()
    }

    pub fn unit_of(&self, place: &Place) -> &Unit {
        self.units.iter().find(|unit| unit.id == place.unit).unwrap()
    }
}

/// `SplitMix64`: small, and the same on every machine.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let at = self.below(u64::try_from(from.len()).unwrap());
        from[usize::try_from(at).unwrap()]
    }

    fn small(&mut self, end: u64) -> u8 {
        u8::try_from(self.below(end)).unwrap()
    }

    fn known(&mut self) -> Option<bool> {
        self.pick(&[None, Some(true), Some(false)])
    }

    fn municipality(&mut self) -> MunicipalityNumber {
        let (number, _) = self.pick(&POINTS);
        MunicipalityNumber::parse(number).unwrap()
    }

    fn unit(&mut self, id: i64, places: u8) -> Unit {
        let kind = if self.percent(60) { MeasureKind::EmergencyHome } else { self.pick(MeasureKind::ALL) };
        let age_min = self.pick(&[0, 0, 2, 6, 10, 12, 13]);
        let bases = [BasisCode::A4_1, BasisCode::A4_2, BasisCode::A4_4, BasisCode::A4_5, BasisCode::A5_1];
        Unit {
            kind,
            ownership: self.pick(Ownership::ALL),
            municipality: self.municipality(),
            bases: bases.into_iter().filter(|_| self.percent(60)).collect(),
            target_groups: TargetGroup::ALL.iter().copied().filter(|_| self.percent(25)).collect(),
            age_min,
            age_max: (age_min + 3 + self.small(10)).min(18),
            places,
            max_siblings: 1 + self.small(u64::from(places)),
            other_children: self.known(),
            animals: self.known(),
            // Names repeat, so that the last tie-break is met too.
            ..home(id, self.pick(&["Furuly", "Solbakken", "Bråten", "Heimen", "Åsen", "Vika", "Nordstua"]))
        }
    }

    fn place(&mut self, id: i64, unit: i64, ordinal: u8) -> Place {
        let kind =
            self.pick(&[ClaimKind::Hold, ClaimKind::Offer, ClaimKind::Placement, ClaimKind::Placement]);
        let until = now() + TimeDelta::milliseconds(self.pick(&[-60_000, 0, 1, 900_000]));
        let call = 1 + i64::try_from(self.below(6)).unwrap();
        let age = TimeDelta::milliseconds(
            self.pick(&[0, 3_600_000, 86_399_999, 86_400_000, 86_400_001, 90_000_000]),
        );
        Place {
            state: if self.percent(80) { PlaceState::Free } else { self.pick(PlaceState::ALL) },
            confirmed: self.percent(90).then(|| Confirmation {
                at: now() - age,
                by: "Ida B.".to_owned(),
                how: ConfirmedHow::Mail,
            }),
            claim: self.percent(45).then(|| claim(kind, call, (kind == ClaimKind::Hold).then_some(until))),
            ..place(id, unit, ordinal)
        }
    }

    /// A list of exactly this many places, in units of one to six.
    pub fn list(&mut self, count: i64) -> List {
        let mut list = List { units: Vec::new(), places: Vec::new() };
        let (mut unit, mut id) = (0, 0);
        while id < count {
            unit += 1;
            let places = self.pick(&[1, 1, 1, 2, 2, 3, 6]).min(u8::try_from(count - id).unwrap_or(6));
            let near = now() + TimeDelta::milliseconds(self.pick(&[-60_000, 0, 1]));
            let closes_at = self.percent(15).then_some(near);
            list.units.push(Unit { closes_at, ..self.unit(unit, places) });
            for ordinal in 1..=places {
                id += 1;
                list.places.push(Place { closes_at, ..self.place(id, unit, ordinal) });
            }
        }
        list
    }

    fn age(&mut self) -> Age {
        match self.below(12) {
            0 => Age::Unknown,
            1 => Age::Unborn(None),
            2 => Age::Weeks(self.small(21)),
            3 => Age::Months(1 + self.small(35)),
            _ => Age::Years(self.small(18)),
        }
    }

    pub fn request(&mut self) -> Request {
        let children = self.pick(&[1, 1, 1, 1, 2, 2, 3, 4, 0]);
        let bases = [BasisCode::A4_1, BasisCode::A4_2, BasisCode::A4_4, BasisCode::A4_5, BasisCode::A3_2];
        let wishes = self.pick(&[0, 1, 1, 2, 3]);
        let needs = [
            need("allergi", NeedEffect::NoAnimals),
            need("alene", NeedEffect::NoOtherChildren),
            need("tolk", NeedEffect::Note),
        ];
        Request {
            call: self.percent(80).then(|| CallId(1 + i64::try_from(self.below(6)).unwrap())),
            children: (0..children).map(|_| child(self.age())).collect(),
            basis: self.percent(85).then(|| self.pick(&bases)),
            wished: (0..wishes).map(|_| self.pick(Wish::ALL)).collect(),
            needs: needs.into_iter().filter(|_| self.percent(25)).collect(),
            from: if self.percent(85) { point_of(self.municipality()) } else { None },
            counts_double: self.percent(15),
        }
    }
}
