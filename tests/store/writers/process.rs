//! A writer: this test program, started anew. It opens the store, works as it is told, and tells what it was told.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;

use akuttvakt::clock::Clock;
use akuttvakt::domain::command::{Command, CommandId, OfferDraft, Outcome};
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::offer::{Answer, DeclineReason};
use akuttvakt::store::{Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::unguarded::Unguarded;
use crate::fixture::{options, passphrase, reference};
use crate::support::dice::Dice;
use crate::support::history::{GivenBack, Got, Told};

/// Names the variable with a writer's orders.
pub const WRITER: &str = "AKUTTVAKT_TEST_WRITER";

/// What a writer is to do.
#[derive(Serialize, Deserialize)]
pub struct Orders {
    pub path: PathBuf,
    pub seed: u64,
    pub places: usize,
    /// The first of its calls; nobody else asks for them.
    pub first_call: CallId,
    pub calls: usize,
    /// Whether it goes through the store.
    pub is_guarded: bool,
}

/// The machine's clock, moved on.
pub fn now(seconds_ahead: i64) -> DateTime<Utc> {
    Clock::system().now() + TimeDelta::seconds(seconds_ahead)
}

/// Until when a place is held (none for an offer), or why not.
pub type Taken = Result<Option<DateTime<Utc>>, String>;

/// What is asked for, of a store or of a table without guards.
pub trait Works {
    /// Asks for a place; gives until when it is held, or why not.
    fn take(&mut self, id: Uuid, call: CallId, place: PlaceId, is_offer: bool, now: DateTime<Utc>) -> Taken;
    /// Gives a place back, whoever has it; says why not.
    fn release(&mut self, id: Uuid, place: PlaceId, now: DateTime<Utc>) -> Result<(), String>;
    /// Whether any own offer waits for its answer.
    fn has_offers(&self) -> bool;
    /// Declines one of the own offers; gives its place, or why not.
    fn decline(&mut self, id: Uuid, chance: &mut Dice, now: DateTime<Utc>) -> Result<PlaceId, String>;
}

struct Guarded {
    store: Store,
    offers: Vec<(OfferId, PlaceId)>,
}

fn why_not(error: &StoreError) -> String {
    match error {
        StoreError::Refused(_) => error.code().code().to_owned(),
        other => format!("failed: {other}"),
    }
}

impl Guarded {
    fn execute(&mut self, id: Uuid, command: &Command, now: DateTime<Utc>) -> Result<Outcome, String> {
        self.store.execute(CommandId(id), command, now).map_err(|error| why_not(&error))
    }
}

impl Works for Guarded {
    fn take(&mut self, id: Uuid, call: CallId, place: PlaceId, is_offer: bool, now: DateTime<Utc>) -> Taken {
        let command = if is_offer {
            Command::Offer(Box::new(OfferDraft::new(call, place)))
        } else {
            Command::Hold { call, place }
        };
        match self.execute(id, &command, now)? {
            Outcome::Held { until, .. } => Ok(Some(until)),
            Outcome::Offered { offer, .. } => {
                self.offers.push((offer, place));
                Ok(None)
            }
            other => Err(format!("failed: answered {other:?}")),
        }
    }

    fn release(&mut self, id: Uuid, place: PlaceId, now: DateTime<Utc>) -> Result<(), String> {
        self.execute(id, &Command::Release { place }, now).map(drop)
    }

    fn has_offers(&self) -> bool {
        !self.offers.is_empty()
    }

    fn decline(&mut self, id: Uuid, chance: &mut Dice, now: DateTime<Utc>) -> Result<PlaceId, String> {
        let (offer, place) = self.offers.swap_remove(chance.roll(self.offers.len()));
        let reason = Some(DeclineReason::TooFar);
        let command = Command::Answer { offer, answer: Answer::Declined, reason, by: None, note: None };
        self.execute(id, &command, now).map(|_| place)
    }
}

/// Gives commands until the number is reached, and keeps what was told.
fn work(works: &mut dyn Works, orders: &Orders, dice: &mut Dice, ahead: i64, commands: usize) -> Told {
    let mut told = Told::default();
    for _ in 0..commands {
        let command = Uuid::from_u64_pair(dice.next(), dice.next());
        let call = CallId(orders.first_call.0 + dice.number(i64::try_from(orders.calls).unwrap()) - 1);
        let place = PlaceId(dice.number(i64::try_from(orders.places).unwrap()));
        let sent = now(ahead);
        // Soon, or one offer would keep the only place.
        let declines = works.has_offers() && dice.roll(2) == 0;
        let done = match dice.roll(8) {
            0 => works.release(command, place, sent).map(|()| (place, None)),
            _ if declines => works.decline(command, dice, sent).map(|place| (place, None)),
            what => works.take(command, call, place, what < 3, sent).map(|until| (place, Some(until))),
        };
        let told_at = now(ahead);
        match done {
            Ok((place, Some(until))) => {
                told.got.push(Got { command, place: place.0, call: call.0, until, sent, told: told_at });
                told.count("ok");
            }
            Ok((place, None)) => {
                told.given_back.push(GivenBack { command, place: place.0, sent, told: told_at });
                told.count("ok");
            }
            Err(code) => told.count(code),
        }
    }
    told
}

fn say(told: &Told) {
    // Past the harness, which keeps what is printed.
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(told).unwrap()).unwrap();
    out.flush().unwrap();
}

#[test]
fn a_writer_at_work() {
    // Among the other tests it has no orders, and nothing to do.
    let Ok(orders) = std::env::var(WRITER) else { return };
    let orders: Orders = serde_json::from_str(&orders).unwrap();
    let mut dice = Dice::from_seed(orders.seed);
    let mut works: Box<dyn Works> = if orders.is_guarded {
        let store = Store::open(&orders.path, None, &passphrase(), reference(), options()).unwrap();
        Box::new(Guarded { store, offers: Vec::new() })
    } else {
        Box::new(Unguarded::open(&orders.path))
    };
    say(&Told::default());
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (ahead, commands) = line.split_once(' ').unwrap();
        let (ahead, commands) = (ahead.parse().unwrap(), commands.parse().unwrap());
        say(&work(works.as_mut(), &orders, &mut dice, ahead, commands));
    }
}
