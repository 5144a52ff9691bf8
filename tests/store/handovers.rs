//! Handovers over random nights: what is open when one is signed stands on it, each once, and nothing else; its sums add
//! up, and stay as they were signed; nothing is without an owner after it.

use std::collections::BTreeMap;

use akuttvakt::cli::demo::nights::Nights;
use akuttvakt::cli::demo::places::PLACES;
use akuttvakt::cli::demo::plan::LIST_AGE;
use akuttvakt::cli::demo::region::{self, Known, Wanted};
use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo, HandoverTold};
use akuttvakt::domain::handover_page::{GroupChange, HandoverPage};
use akuttvakt::domain::ids::{CallId, HandoverId};
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::question::{Question, Told};
use akuttvakt::domain::refusal::{Refusal, Stale};
use akuttvakt::domain::shift_sums::ShiftSums;
use akuttvakt::store::{NewDatabase, OpenOptions, Store, StoreError, Synchronous};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use rusqlite::types::FromSql;
use tempfile::TempDir;

use crate::faults::raw;
use crate::fixture::{ADVISER, options, passphrase};
use crate::support::dice::Dice;
use crate::support::promise::Figure;

const ADVISERS: [&str; 3] = [ADVISER, "Per S.", "Aud T."];
/// Nights of how many seeds are played, each for some days.
const SEEDS: Figure = Figure::new(3, 40);
const DAYS: i64 = 10;

/// Acts of the nights that the tests do themselves, when they want to.
const OWN_ACTS: [&str; 4] = ["start shift", "hand over", "go through", "receive"];

/// Everything that is open, from the tables: kind and number.
pub const OPEN: &str = "
    SELECT 'call', number FROM calls WHERE state = 'open'
    UNION ALL SELECT 'offer', number FROM offers WHERE answer IS NULL AND voided_at IS NULL
    UNION ALL SELECT 'hold', number FROM claims WHERE kind = 'hold' AND ended_at IS NULL AND until_at > ?1
    UNION ALL SELECT 'placement', number FROM placements
        WHERE arrived_at IS NULL AND cancelled_at IS NULL AND voided_at IS NULL
    UNION ALL SELECT 'follow_up', number FROM follow_ups WHERE ended_at IS NULL
    UNION ALL SELECT 'deviation', number FROM deviations WHERE closed_at IS NULL";

/// What became of each call that was registered in a shift, from the tables.
const BECAME: &str = "
    SELECT number, CASE
        WHEN kind = 'consultation' THEN 'consultation'
        WHEN state = 'closed' AND close_reason = 'placed' THEN 'placed'
        WHEN state = 'closed' THEN 'ended'
        WHEN EXISTS (SELECT 1 FROM offers o WHERE o.call = c.number AND o.answer IS NULL AND o.voided_at IS NULL)
            THEN 'awaiting'
        WHEN EXISTS (SELECT 1 FROM placements p WHERE p.call = c.number AND p.arrived_at IS NULL
                     AND p.cancelled_at IS NULL AND p.voided_at IS NULL) THEN 'on the way'
        WHEN EXISTS (SELECT 1 FROM placements p WHERE p.call = c.number AND p.arrived_at IS NOT NULL
                     AND p.voided_at IS NULL) THEN 'placed'
        ELSE 'without offer' END
    FROM calls c WHERE registered_at BETWEEN ?1 AND ?2";

/// Whose each open call and each of the advisers' tasks is: an adviser's number, none for the unit or department.
const OWNERS: &str = "
    SELECT 'call', number, CASE WHEN owner_kind IS NULL THEN adviser WHEN owner_kind = 'adviser' THEN owner END
    FROM calls WHERE state = 'open'
    UNION ALL SELECT 'follow_up', number, CASE WHEN owner IS NOT 'department' THEN adviser END
    FROM follow_ups WHERE ended_at IS NULL";

/// A region with three advisers, and nights to be played.
struct Region3 {
    stores: Vec<Store>,
    raw: Connection,
    nights: Nights,
    known: Known,
    folder: TempDir,
    now: DateTime<Utc>,
    /// What each handover said when it was signed.
    said: Vec<(HandoverId, Said)>,
}

/// What a page says of the shift, besides what is open.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    sums: ShiftSums,
    to_confirm: usize,
    capacity: Vec<GroupChange>,
}

type Owners = BTreeMap<(String, i64), Option<i64>>;

impl Region3 {
    fn new(seed: u64) -> Self {
        let begins: DateTime<Utc> = "2026-11-20T14:00:00Z".parse().unwrap();
        let known = Known::read().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vakt.db");
        let word = passphrase();
        let new = NewDatabase { adviser: ADVISER, region: Region::Ost, passphrase: &word };
        let quick = OpenOptions { synchronous: Synchronous::Off, ..options() };
        let store = Store::create(&path, new, region::reference(&known), quick, begins - LIST_AGE).unwrap();
        let wanted = Wanted { seed, places: PLACES, calls: 0 };
        let mut first = region::settle(store, wanted, &known, begins).unwrap();
        for name in &ADVISERS[1..] {
            first.add_adviser(name, &passphrase(), begins).unwrap();
        }
        let nights = Nights::new(seed, &known.catalog.municipalities, ADVISERS.len(), begins);
        let raw = raw::open(&path).unwrap();
        let mut region =
            Self { stores: vec![first], raw, nights, known, folder, now: begins, said: Vec::new() };
        for adviser in 1..ADVISERS.len() {
            let store = region.open(adviser);
            region.stores.push(store);
        }
        region
    }

    fn open(&self, adviser: usize) -> Store {
        let (path, quick) =
            (self.folder.path().join("vakt.db"), OpenOptions { synchronous: Synchronous::Off, ..options() });
        Store::open(&path, Some(ADVISERS[adviser]), &passphrase(), region::reference(&self.known), quick)
            .unwrap()
    }

    fn run(&mut self, adviser: usize, command: &Command) -> Result<Outcome, Refusal> {
        let now = self.now;
        run(&mut self.stores[adviser], command, now)
    }

    /// Plays one turn; false when there is none before `until`.
    fn step(&mut self, until: DateTime<Utc>) -> bool {
        let Some(turn) = self.nights.next_turn().filter(|turn| turn.at < until) else { return false };
        if OWN_ACTS.contains(&turn.name()) {
            return true;
        }
        self.now = turn.at.max(self.now);
        let now = self.now;
        let board = self.stores[turn.adviser].board(now).unwrap();
        if let Some(command) = self.nights.command(&turn, &board) {
            let answer = self.run(turn.adviser, &command);
            self.nights.told(&turn, answer.as_ref());
        }
        true
    }

    fn open_matters(&self) -> Vec<(String, i64)> {
        self.pairs(OPEN, [self.now.timestamp_millis()])
    }

    fn pairs(&self, sql: &str, parameters: impl rusqlite::Params) -> Vec<(String, i64)> {
        let mut pairs = self.pairs_in_order(sql, parameters);
        pairs.sort();
        pairs
    }

    fn pairs_in_order<A: FromSql, B: FromSql>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
    ) -> Vec<(A, B)> {
        let mut statement = self.raw.prepare(sql).unwrap();
        let rows = statement.query_map(parameters, |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    }

    fn owners(&self) -> Owners {
        let mut statement = self.raw.prepare(OWNERS).unwrap();
        let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?))).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// Signs, and judges what stands on the handover, its sums and the owners.
    fn hand_over(&mut self, giver: usize, receiver: Option<usize>) -> HandoverId {
        let (open, before) = (self.open_matters(), self.owners());
        let so_far = self.said(giver, None);
        let to = receiver.map_or(HandoverTo::IntakeUnit, |to| HandoverTo::Adviser(ADVISERS[to].to_owned()));
        let draft = HandoverDraft { to, summary: Some("slik står det".to_owned()), note: None };
        let signed = self.run(giver, &Command::SignHandover(Box::new(draft)));
        let Ok(Outcome::HandoverSigned { handover, points }) = signed else { panic!("{signed:?}") };
        let on_it = self.pairs("SELECT kind, matter FROM handover_points WHERE handover = ?1", [handover.0]);
        assert_eq!(on_it, open, "what is open and what stands on handover {handover} of {}", self.now);
        assert_eq!(points, open.len());
        let number = |adviser: usize| i64::try_from(adviser + 1).unwrap();
        let after = self.owners();
        for (matter, owner) in &before {
            let expected = if *owner == Some(number(giver)) { receiver.map(number) } else { *owner };
            assert_eq!(
                after[matter], expected,
                "{matter:?} after {} handed over to {receiver:?}",
                ADVISERS[giver]
            );
        }
        assert_eq!(after.len(), before.len());
        assert_eq!(self.said(giver, Some(handover)), so_far, "handover {handover} and what it was made of");
        self.said.push((handover, so_far));
        self.judge_page(giver, handover);
        handover
    }

    /// What the page of a handover, or of a running shift, says; its capacity is what the whole history tells.
    fn said(&mut self, adviser: usize, handover: Option<HandoverId>) -> Said {
        let (now, store) = (self.now, &mut self.stores[adviser]);
        let told = store.handover(handover, now).unwrap().unwrap();
        let history = store.capacity_history().unwrap();
        let then_and_now = GroupChange::between(&history.at(told.shift.started_at), &history.at(told.until));
        assert_eq!(told.capacity, then_and_now);
        let HandoverPage { sums, to_confirm, capacity, .. } =
            HandoverPage::of(&store.board(now).unwrap(), &told, now);
        Said { sums, to_confirm, capacity }
    }

    /// Every handover says what it said; how many calls came to something else since.
    fn judge_what_was_said(&mut self) -> usize {
        let mut others = 0;
        for (handover, before) in self.said.clone() {
            assert_eq!(self.said(1, Some(handover)), before, "handover {handover} at {}", self.now);
            let told = self.told(1, handover);
            let now = self.became(told.shift.started_at, told.until);
            others += listed(&before.sums).iter().filter(|call| !now.contains(call)).count();
        }
        others
    }

    /// What became of the calls that were registered in a shift.
    fn became(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<(i64, String)> {
        self.pairs_in_order(BECAME, (from.timestamp_millis(), until.timestamp_millis()))
    }

    fn told(&mut self, adviser: usize, handover: HandoverId) -> HandoverTold {
        let now = self.now;
        self.stores[adviser].handover(Some(handover), now).unwrap().unwrap()
    }

    fn judge_page(&mut self, adviser: usize, handover: HandoverId) {
        let (now, told) = (self.now, self.told(adviser, handover));
        let page = HandoverPage::of(&self.stores[adviser].board(now).unwrap(), &told, now);
        assert!(page.entries.iter().all(|entry| !entry.is_over), "something closed stands on it");
        let became = self.became(told.shift.started_at, told.until);
        assert_eq!(listed(&page.sums), became, "the sums of handover {handover}");
        assert_eq!(page.sums.received(), became.len());
    }

    /// Half of the points are gone through, the program is killed, another process goes on; then it is received.
    fn receive(&mut self, adviser: usize, handover: HandoverId, dice: &mut Dice) {
        let points = self.told(adviser, handover).points;
        let half = dice.roll(points.len() + 1);
        for (at, point) in points.iter().enumerate() {
            if at == half {
                self.stores[adviser] = self.open(adviser);
                let told = self.told(adviser, handover);
                let gone = told.points.iter().filter(|point| point.gone_through.is_some()).count();
                assert_eq!(gone, half, "what was gone through before the program was killed");
                let early = Command::ReceiveHandover { handover, repeated: "for tidlig".to_owned() };
                let left = points.len() - half;
                let refused = self.run(adviser, &early);
                assert_eq!(refused, Err(Refusal::Stale(Stale::PointsLeft { handover, left })));
            }
            self.run(adviser, &Command::GoThrough { handover, point: point.id }).unwrap();
        }
        let repeated = "gjentatt med egne ord".to_owned();
        self.run(adviser, &Command::ReceiveHandover { handover, repeated: repeated.clone() }).unwrap();
        let told = self.told(adviser, handover);
        assert_eq!(told.repeated, Some(repeated));
        let signed = told.signed.unwrap();
        assert_eq!(signed.received_by.as_deref(), Some(ADVISERS[adviser]));
        assert_eq!(signed.received_at, Some(self.now));
        let by = i64::try_from(adviser + 1).unwrap();
        let given = "SELECT kind, matter FROM handover_points WHERE handover = ?1 AND given";
        for (matter, owner) in self.owners() {
            if self.pairs(given, [handover.0]).contains(&matter) {
                assert_eq!(owner, Some(by), "{matter:?} is of who received it");
            }
        }
    }
}

/// The calls of a shift, each with the list it stands in.
fn listed(sums: &ShiftSums) -> Vec<(i64, String)> {
    let of =
        |calls: &[CallId], name: &str| calls.iter().map(|call| (call.0, name.to_owned())).collect::<Vec<_>>();
    let mut listed = [
        of(&sums.placed, "placed"),
        of(&sums.on_the_way, "on the way"),
        of(&sums.awaiting, "awaiting"),
        of(&sums.without_offer, "without offer"),
        of(&sums.ended_otherwise, "ended"),
        of(&sums.consultations, "consultation"),
    ]
    .concat();
    listed.sort_unstable();
    listed
}

fn run(store: &mut Store, command: &Command, now: DateTime<Utc>) -> Result<Outcome, Refusal> {
    match store.execute(Store::new_command_id(now), command, now) {
        Ok(outcome) => Ok(outcome),
        Err(StoreError::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{command:?}: {error:?}"),
    }
}

#[test]
fn over_random_nights_everything_open_is_handed_over_once_and_what_was_signed_stays() {
    let dice = Dice::of_test();
    let (mut handovers, mut points, mut others) = (0, 0, 0);
    for part in 0..SEEDS.count() {
        let mut dice = dice.branch(part);
        let mut region = Region3::new(dice.next());
        let until = region.now + TimeDelta::days(DAYS);
        while region.step(until) {
            if dice.roll(30) > 0 {
                continue;
            }
            let giver = dice.roll(ADVISERS.len());
            let next = (giver + 1 + dice.roll(ADVISERS.len() - 1)) % ADVISERS.len();
            // Signing on long before, or just before.
            region.run(giver, &Command::StartShift).unwrap();
            for _ in 0..dice.roll(40) {
                region.step(until);
            }
            // A forgotten shift ends: then there is a new one.
            region.run(giver, &Command::StartShift).unwrap();
            let handover = region.hand_over(giver, (dice.roll(3) > 0).then_some(next));
            handovers += 1;
            points += region.told(giver, handover).points.len();
            if dice.roll(3) > 0 {
                let receiver = if dice.roll(4) > 0 { next } else { 3 - giver - next };
                region.receive(receiver, handover, &mut dice);
            }
        }
        // At least a day after each.
        let until = until + TimeDelta::days(1);
        while region.step(until) {}
        others += region.judge_what_was_said();
        assert_eq!(region.stores[0].check().unwrap(), []);
    }
    assert!(others > 0, "only {others} calls came to something else after {handovers} handovers");
    assert!(handovers >= 3 * SEEDS.count() && points > 10 * handovers, "{handovers} with {points} points");
}

#[test]
fn of_two_who_receive_at_once_one_does() {
    let mut region = Region3::new(7);
    region.run(0, &Command::StartShift).unwrap();
    let handover = region.hand_over(0, None);
    for point in region.told(1, handover).points {
        region.run(1, &Command::GoThrough { handover, point: point.id }).unwrap();
    }
    let now = region.now;
    let [_, one, two] = &mut region.stores[..] else { panic!() };
    let command = Command::ReceiveHandover { handover, repeated: "mottatt".to_owned() };
    let answers = std::thread::scope(|scope| {
        let both = [one, two].map(|store| scope.spawn(|| run(store, &command, now)));
        both.map(|each| each.join().unwrap())
    });
    let received = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(received, 1, "{answers:?}");
    let too_late = Err(Refusal::Stale(Stale::HandoverReceived(handover)));
    assert!(answers.contains(&too_late), "{answers:?}");
    assert_eq!(region.stores[0].check().unwrap(), []);
}

#[test]
fn changes_are_what_others_did_after_the_shift_by_case_and_the_newest_first() {
    let mut region = Region3::new(3);
    let changes = |region: &mut Region3, adviser: usize| {
        let now = region.now;
        match region.stores[adviser].tell(&Question::Changes, now).unwrap() {
            Told::Changes(changes) => changes,
            other => panic!("{other:?}"),
        }
    };
    assert!(changes(&mut region, 0).is_none(), "no shift has ended");
    region.run(0, &Command::StartShift).unwrap();
    let until = region.now + TimeDelta::days(40);
    for _ in 0..120 {
        assert!(region.step(until));
    }
    region.hand_over(0, Some(1));
    let ended = region.now;
    let none = changes(&mut region, 0).unwrap();
    assert_eq!(none.since, ended);
    assert_eq!(
        none.calls.len() + none.units.len(),
        0,
        "nothing of before, and nothing of the handover itself"
    );
    let head = region.stores[0].journal_head().unwrap();
    for _ in 0..120 {
        assert!(region.step(until));
    }
    // Another handover is no news of every call on it.
    region.run(1, &Command::StartShift).unwrap();
    let handover = region.hand_over(1, Some(2));
    for point in region.told(2, handover).points {
        region.run(2, &Command::GoThrough { handover, point: point.id }).unwrap();
    }
    region.run(2, &Command::ReceiveHandover { handover, repeated: "mottatt".to_owned() }).unwrap();
    let told: Vec<i64> = changes(&mut region, 0).unwrap().calls.iter().map(|call| call.call.id.0).collect();
    assert!(changes(&mut region, 2).is_none(), "she has handed over no shift");
    // By hand: from the newest line back, each call where it is first met.
    let mut expected: Vec<i64> = Vec::new();
    let mut lines = region
        .raw
        .prepare(
            "SELECT call, act, adviser FROM journal WHERE seq > ?1 AND call IS NOT NULL ORDER BY seq DESC",
        )
        .unwrap();
    let mut rows = lines.query([head]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (call, act): (i64, String) = (row.get(0).unwrap(), row.get(1).unwrap());
        let is_own = row.get::<_, Option<i64>>(2).unwrap() == Some(1);
        let no_news = ["handover", "go_through", "receive", "reveal", "export", "purge"];
        if !is_own && !no_news.contains(&act.as_str()) && !expected.contains(&call) {
            expected.push(call);
        }
    }
    assert!(expected.len() > 3, "{expected:?}");
    assert_eq!(told, expected);
}
