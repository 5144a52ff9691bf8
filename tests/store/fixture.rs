//! A small database in a folder of its own, and facts to fill it with.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::{CallFacts, CallKind, CallerRole};
use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::distance::Coordinates;
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::measure::{MeasureKind, Ownership, Wish};
use akuttvakt::domain::municipality::{MunicipalityNumber, Region};
use akuttvakt::domain::refusal::Refusal;
use akuttvakt::domain::unit_list::UnitRow;
use akuttvakt::store::{Cost, NewDatabase, OpenOptions, Passphrase, Reference, Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

pub const PASSPHRASE: &str = "hagen bak låven";
pub const ADVISER: &str = "Kari N.";

/// Half past two on a November night, Norwegian time.
pub fn night() -> DateTime<Utc> {
    "2026-11-21T01:30:00Z".parse().unwrap()
}

pub fn minutes(count: i64) -> TimeDelta {
    TimeDelta::minutes(count)
}

pub fn ringsaker() -> MunicipalityNumber {
    MunicipalityNumber::parse("3411").unwrap()
}

pub fn gjovik() -> MunicipalityNumber {
    MunicipalityNumber::parse("3407").unwrap()
}

pub fn reference() -> Arc<Reference> {
    let point = |lat, lon| Coordinates { lat, lon };
    Arc::new(Reference {
        points: [(ringsaker(), point(60.88, 10.94)), (gjovik(), point(60.79, 10.69))].into(),
        routine_versions: Region::ALL.iter().map(|region| (*region, "test-1".to_owned())).collect(),
        steps_of_others: HashMap::new(),
        purchase_papers: akuttvakt::catalog::Catalog::load().unwrap().purchase_papers,
    })
}

pub fn options() -> OpenOptions {
    OpenOptions { cost: Cost::LOW, ..OpenOptions::default() }
}

pub fn passphrase() -> Passphrase {
    Passphrase::new(PASSPHRASE.to_owned())
}

pub struct Fixture {
    pub folder: TempDir,
    pub path: PathBuf,
    pub store: Store,
    pub now: DateTime<Utc>,
}

pub fn create(path: &Path, now: DateTime<Utc>) -> Result<Store, StoreError> {
    let passphrase = passphrase();
    let new = NewDatabase { adviser: ADVISER, region: Region::Ost, passphrase: &passphrase };
    Store::create(path, new, reference(), options(), now)
}

impl Fixture {
    /// An empty database.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vakt.db");
        let store = create(&path, night()).unwrap();
        Self { folder, path, store, now: night() }
    }

    /// With Furuly (places 1–3), Solbakken (4) and the institution Åsen (5–6).
    pub fn with_places() -> Self {
        let mut fixture = Self::empty();
        let rows = vec![home("Furuly", 3), home("Solbakken", 1), institution("Åsen", 2)];
        fixture.run(Command::ImportUnits { rows, dry_run: false });
        fixture
    }

    pub fn reopen(&mut self) {
        self.store = self.open();
    }

    /// The same database opened once more, as another process would.
    pub fn open(&self) -> Store {
        let name = Some(self.store.adviser_name());
        Store::open(&self.path, name, &passphrase(), reference(), options()).unwrap()
    }

    pub fn try_run(&mut self, command: &Command) -> Result<Outcome, StoreError> {
        let id = Store::new_command_id(self.now);
        self.store.execute(id, command, self.now)
    }

    pub fn run(&mut self, command: impl Borrow<Command>) -> Outcome {
        self.try_run(command.borrow()).unwrap()
    }

    /// Runs a command that must be refused, and looks that nothing was written.
    pub fn refused(&mut self, command: &Command) -> Refusal {
        let head = self.head();
        let refusal = match self.try_run(command) {
            Err(StoreError::Refused(refusal)) => refusal,
            other => panic!("not refused: {other:?}"),
        };
        assert_eq!(self.head(), head, "a refused command left a line");
        assert_eq!(self.store.check().unwrap(), []);
        refusal
    }

    pub fn later(&mut self, count: i64) {
        self.now += minutes(count);
    }

    pub fn register(&mut self, facts: CallFacts) -> CallId {
        match self.run(Command::RegisterCall(Box::new(facts))) {
            Outcome::CallRegistered { call, .. } => call,
            other => panic!("{other:?}"),
        }
    }

    /// A girl of nine from Ringsaker, § 4-2, wished: an emergency home.
    pub fn girl(&mut self) -> CallId {
        let facts = girl_of_nine(self.now);
        self.register(facts)
    }

    pub fn offer(&mut self, call: CallId, place: PlaceId) -> OfferId {
        match self.run(Command::Offer(Box::new(OfferDraft::new(call, place)))) {
            Outcome::Offered { offer, .. } => offer,
            other => panic!("{other:?}"),
        }
    }

    pub fn head(&self) -> i64 {
        self.store.journal_head().unwrap()
    }

    /// The number of the call that has the place now, if any.
    pub fn holder(&mut self, place: PlaceId) -> Option<CallId> {
        let now = self.now;
        let board = self.store.board(now).unwrap();
        let place = board.places.into_iter().find(|candidate| candidate.id == place).unwrap();
        place.live_claim(now).map(|claim| claim.call)
    }
}

pub fn girl_of_nine(now: DateTime<Utc>) -> CallFacts {
    CallFacts {
        caller: Some(CallerRole::OutOfHours),
        children: vec![ChildFacts { sex: Sex::Girl, age: Age::Years(9) }],
        basis: Some(BasisCode::A4_2),
        wished: vec![Wish::EmergencyHome],
        received_at: Some(now),
        ..CallFacts::new(CallKind::Placement, ringsaker(), now)
    }
}

pub fn home(name: &str, places: u8) -> UnitRow {
    UnitRow {
        unit: name.to_owned(),
        kind: MeasureKind::EmergencyHome,
        ownership: Ownership::State,
        region: Region::Ost,
        municipality: gjovik(),
        phone: Some("00 00 00 00".to_owned()),
        legal_bases: vec![BasisCode::A4_1, BasisCode::A4_2],
        age_min: 0,
        age_max: 12,
        max_siblings: places,
        other_children: Some(false),
        animals: None,
        places,
        note: None,
        target_groups: Vec::new(),
        presentation: None,
        languages: None,
        receives_from: None,
        receives_to: None,
        on_call_phone: None,
        department: None,
    }
}

pub fn institution(name: &str, places: u8) -> UnitRow {
    UnitRow {
        kind: MeasureKind::AcuteInstitution,
        legal_bases: vec![BasisCode::A4_4],
        age_min: 13,
        age_max: 17,
        ..home(name, places)
    }
}
