//! What must hold after every step, judged by plain questions to the tables, past the store.

use std::collections::HashMap;

use akuttvakt::cli::demo::nights::standing;
use akuttvakt::domain::board::Board;
use akuttvakt::domain::call::CallState;
use akuttvakt::domain::clocks::ResponseClock;
use akuttvakt::domain::command::{Command, CommandId, Outcome};
use akuttvakt::domain::refusal::Refusal;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::team::Team;
use crate::faults::raw;
use crate::handovers::OPEN;

/// What was done, and how things stand after it.
pub struct Step<'s> {
    pub id: CommandId,
    pub command: &'s Command,
    pub answer: Result<&'s Outcome, &'s Refusal>,
    /// The last journal line before it.
    pub before: i64,
    pub board: &'s Board,
    pub now: DateTime<Utc>,
}

/// What is remembered from step to step.
#[derive(Clone)]
pub struct Judge {
    /// When the first offer to a call was given, in milliseconds.
    first_offers: HashMap<i64, i64>,
    /// How many commands are kept by now.
    commands: i64,
}

type Verdict = Result<(), String>;

fn must(holds: bool, breach: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(breach()) }
}

fn count(raw: &Connection, sql: &str, parameters: impl rusqlite::Params) -> i64 {
    raw.prepare_cached(sql).unwrap().query_row(parameters, |row| row.get(0)).unwrap()
}

impl Judge {
    pub fn new(raw: &Connection) -> Self {
        Self { first_offers: HashMap::new(), commands: count(raw, "SELECT count(*) FROM commands", []) }
    }

    /// Judges one step; says what does not hold.
    pub fn after(&mut self, raw: &Connection, step: &Step<'_>) -> Verdict {
        self.lines(raw, step)?;
        one_claim_a_place(raw)?;
        one_open_offer_a_child(raw)?;
        same_counts(raw, step.board, step.now)?;
        overdue(raw, step.board, step.now)?;
        routine(raw, step.now)?;
        shifts(raw)?;
        if let Ok(Outcome::HandoverSigned { handover, .. }) = step.answer {
            handed_over(raw, handover.0, step.now)?;
        }
        let may_change = matches!(step.command, Command::Undo { .. } | Command::Redo);
        self.first_offers(raw, step.board, may_change)
    }

    /// The journal grew by what the command wrote; what was acknowledged is kept; what was refused left nothing.
    fn lines(&mut self, raw: &Connection, step: &Step<'_>) -> Verdict {
        let head = count(raw, "SELECT coalesce(max(seq), 0) FROM journal", []);
        let kept: Option<(i64, i64)> = raw
            .prepare_cached("SELECT first_seq, last_seq FROM commands WHERE id = ?1")
            .unwrap()
            .query_row([step.id.0.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .unwrap();
        self.commands += i64::from(kept.is_some());
        match kept {
            None => must(head == step.before, || "the journal grew without a command".to_owned()),
            Some(_) if step.answer.is_err() => Err("a refused command is kept".to_owned()),
            Some(lines) => must(lines == (step.before + 1, head), || {
                format!("lines {lines:?}, journal from {} to {head}", step.before)
            }),
        }?;
        let writes_nothing = matches!(
            step.answer,
            Ok(Outcome::Purged(_)
                | Outcome::Imported(_)
                | Outcome::Edited { .. }
                | Outcome::SettingSet { .. }
                | Outcome::Linked { .. }
                | Outcome::OfferCompleted { .. }
                | Outcome::Planned { .. }
                // Twice in the same moment, by whoever woke to it.
                | Outcome::PlaceConfirmed { .. }
                | Outcome::Evaluated { .. }
                | Outcome::Silenced { .. }
                | Outcome::FollowUpAssigned { .. }
                // After a sleep all that waited is done at one moment: the same may be said twice then.
                | Outcome::CallBackPromised { .. }
                | Outcome::DeviationSet { .. }
                // Signing on twice in one moment.
                | Outcome::ShiftStarted { .. }
                | Outcome::FreeExpected { .. }
                | Outcome::ContactsImported { .. }
                | Outcome::Redone { .. })
        );
        must(kept.is_some() || step.answer.is_err() || writes_nothing, || {
            "what was acknowledged is not there".to_owned()
        })
    }

    /// The time of a call's first offer never changes, but by undo and what is done again.
    fn first_offers(&mut self, raw: &Connection, board: &Board, may_change: bool) -> Verdict {
        for call in board.calls.iter().filter(|call| call.state == CallState::Open) {
            let first: Option<i64> = raw
                .prepare_cached("SELECT min(at) FROM offers WHERE call = ?1 AND voided_at IS NULL")
                .unwrap()
                .query_row([call.id.0], |row| row.get(0))
                .unwrap();
            let before = match first {
                Some(first) => self.first_offers.insert(call.id.0, first),
                None => self.first_offers.remove(&call.id.0),
            };
            must(may_change || before.is_none() || before == first, || {
                format!("the first offer to call {} was at {before:?}, and is now at {first:?}", call.id)
            })?;
        }
        Ok(())
    }

    /// What costs too much for every step.
    pub fn daily(&self, raw: &Connection) -> Verdict {
        let kept = count(raw, "SELECT count(*) FROM commands", []);
        must(kept == self.commands, || {
            format!("{} commands were acknowledged, {kept} are kept", self.commands)
        })?;
        let homeless = count(
            raw,
            "SELECT count(*) FROM placements p
             WHERE p.ended_at IS NULL AND p.cancelled_at IS NULL AND p.voided_at IS NULL AND NOT EXISTS (
                 SELECT 1 FROM claims c WHERE c.place = p.place AND c.child = p.child AND c.ended_at IS NULL
                 AND c.kind = iif(p.arrived_at IS NULL, 'offer', 'placement'))",
            [],
        );
        must(homeless == 0, || format!("{homeless} children are at a place that is not kept for them"))
    }

    /// What costs too much for every day.
    pub fn weekly(raw: &Connection) -> Verdict {
        let mut dangling = raw.prepare("PRAGMA foreign_key_check").unwrap();
        let dangling = dangling.query_map([], |_| Ok(())).unwrap().count();
        must(dangling == 0, || format!("{dangling} dangling references"))?;
        let twice = count(
            raw,
            "SELECT count(*) FROM (SELECT 1 FROM routine_steps WHERE ended_at IS NULL
                                   GROUP BY call, step HAVING count(*) > 1)",
            [],
        );
        must(twice == 0, || format!("{twice} steps are settled twice"))
    }
}

fn one_claim_a_place(raw: &Connection) -> Verdict {
    let twice = count(raw, "SELECT count(*) - count(DISTINCT place) FROM claims WHERE ended_at IS NULL", []);
    must(twice == 0, || format!("{twice} places have two claims that have not ended"))
}

fn one_open_offer_a_child(raw: &Connection) -> Verdict {
    let twice = count(
        raw,
        "SELECT count(*) FROM (
             SELECT c.child FROM offers o CROSS JOIN claims c ON c.offer = o.number
             WHERE o.call IN (SELECT number FROM calls WHERE state = 'open')
             AND o.answer IS NULL AND o.voided_at IS NULL AND c.ended_at IS NULL
             GROUP BY c.child HAVING count(DISTINCT o.number) > 1)",
        [],
    );
    must(twice == 0, || format!("{twice} children have two open offers"))
}

/// The board's counts and those of the tables.
fn same_counts(raw: &Connection, board: &Board, now: DateTime<Utc>) -> Verdict {
    let now_ms = now.timestamp_millis();
    let live = "SELECT count(*) FROM claims WHERE ended_at IS NULL AND (until_at IS NULL OR until_at > ?1)";
    let occupied = count(raw, &format!("{live} AND kind = 'placement'"), [now_ms]);
    let taken = count(raw, &format!("{live} AND kind <> 'placement'"), [now_ms]);
    let out = count(
        raw,
        "SELECT count(*) FROM place_states s JOIN places p ON p.number = s.place JOIN units u ON u.number = p.unit
         WHERE s.ended_at IS NULL AND (s.state <> 'free' OR u.closes_at <= ?1) AND p.closed_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM claims c WHERE c.place = s.place AND c.ended_at IS NULL
             AND (c.until_at IS NULL OR c.until_at > ?1))",
        [now_ms],
    );
    let free = count(raw, "SELECT count(*) FROM places WHERE closed_at IS NULL", []) - occupied - taken - out;
    let counted = [free, taken, out, occupied];
    let shown = standing(board, now).map(|count| i64::try_from(count).unwrap());
    must(shown == counted, || format!("the board shows {shown:?}, the tables say {counted:?}"))?;
    let open = count(raw, "SELECT count(*) FROM calls WHERE state = 'open'", []);
    let shown = board.calls.iter().filter(|call| call.state == CallState::Open).count();
    must(usize::try_from(open) == Ok(shown), || format!("the board shows {shown} open calls of {open}"))
}

/// Overdue as the board computes it, and as one would by hand: no offer two hours after the referral.
fn overdue(raw: &Connection, board: &Board, now: DateTime<Utc>) -> Verdict {
    let limit = TimeDelta::hours(2).num_milliseconds();
    for call in board.calls.iter().filter(|call| call.state == CallState::Open) {
        let by_hand: bool = raw
            .prepare_cached(
                "SELECT kind = 'placement' AND is_acute AND coalesce(received_at + ?2 <= ?3, 0)
                     AND NOT EXISTS (SELECT 1 FROM offers o WHERE o.call = calls.number AND o.voided_at IS NULL)
                 FROM calls WHERE number = ?1",
            )
            .unwrap()
            .query_row(params![call.id.0, limit, now.timestamp_millis()], |row| row.get(0))
            .unwrap();
        let left = ResponseClock::of(call, &board.offers).left(now);
        let shown = left.is_some_and(|left| left <= TimeDelta::zero());
        must(shown == by_hand, || {
            format!("call {}: overdue {shown} on the board, {by_hand} by hand", call.id)
        })?;
    }
    Ok(())
}

/// What the routine's rows say of each other. Every question begins at the few that are open, also where SQLite would
/// rather begin elsewhere (`CROSS JOIN`).
fn routine(raw: &Connection, now: DateTime<Utc>) -> Verdict {
    let none = |what: &str, sql: &str| {
        let found = count(raw, sql, []);
        must(found == 0, || format!("{found} {what} at {now}"))
    };
    none(
        "follow-ups tell of a place that is taken or out of use",
        "SELECT count(*) FROM follow_ups f WHERE f.ended_at IS NULL AND f.kind = 'place_free'
         AND (EXISTS (SELECT 1 FROM claims c WHERE c.place = f.place AND c.ended_at IS NULL AND c.kind <> 'hold')
              OR NOT EXISTS (SELECT 1 FROM place_states s
                             WHERE s.place = f.place AND s.ended_at IS NULL AND s.state = 'free'))",
    )?;
    none(
        "calls are told twice of a unit, or need no place",
        "SELECT count(*) FROM (
             SELECT f.call FROM follow_ups f CROSS JOIN places p ON p.number = f.place
             CROSS JOIN calls k ON k.number = f.call
             WHERE f.ended_at IS NULL AND f.kind = 'place_free'
             GROUP BY f.call, p.unit HAVING count(*) > 1 OR max(k.state = 'closed'))",
    )?;
    none(
        "arrivals are asked for of children who arrived or are not expected",
        "SELECT count(*) FROM follow_ups f CROSS JOIN offers o ON o.number = f.offer
         WHERE f.ended_at IS NULL AND f.kind = 'arrival'
         AND (o.answer IS NOT 'accepted' OR o.voided_at IS NOT NULL OR EXISTS (
             SELECT 1 FROM claims c WHERE c.offer = o.number AND c.kind = 'placement'))",
    )?;
    none(
        "accepted offers have no placement",
        "SELECT count(*) FROM offers o
         WHERE o.call IN (SELECT number FROM calls WHERE state = 'open')
         AND o.answer = 'accepted' AND o.voided_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM placements p
             WHERE p.offer = o.number AND p.cancelled_at IS NULL AND p.voided_at IS NULL)",
    )?;
    none(
        "steps are to be done that were done",
        "SELECT count(*) FROM follow_ups f CROSS JOIN routine_steps r ON r.call = f.call AND r.step = f.step
         WHERE f.ended_at IS NULL AND f.kind = 'step' AND r.ended_at IS NULL",
    )?;
    none(
        "deviations or questions to ask again are open of calls that are closed",
        "SELECT count(*) FROM (
             SELECT call FROM deviations WHERE closed_at IS NULL
             UNION ALL SELECT call FROM follow_ups WHERE ended_at IS NULL AND kind IN ('ask_again', 'call_back')) of
         WHERE (SELECT state FROM calls k WHERE k.number = of.call) = 'closed'",
    )?;
    none(
        "claims are on places that are closed",
        "SELECT count(*) FROM claims c CROSS JOIN places p ON p.number = c.place
         WHERE p.closed_at IS NOT NULL AND c.ended_at IS NULL AND c.kind <> 'hold'",
    )
}

/// Whose the cases are, and which of them are followed.
fn shifts(raw: &Connection) -> Verdict {
    let nobodys = count(
        raw,
        "SELECT count(*) FROM calls WHERE state = 'open'
         AND CASE WHEN owner_kind IS NULL THEN adviser IS NULL WHEN owner_kind = 'adviser' THEN owner IS NULL END",
        [],
    );
    must(nobodys == 0, || format!("{nobodys} open calls are nobody's"))?;
    let followed = count(
        raw,
        "SELECT count(*) FROM case_watches w CROSS JOIN calls k ON k.number = w.call
         WHERE w.ended_at IS NULL AND k.state = 'closed'",
        [],
    );
    must(followed == 0, || format!("{followed} calls are followed that are closed"))
}

/// Everything that is open stands on a handover that was just signed, each once, and what was the giver's is not any more.
fn handed_over(raw: &Connection, handover: i64, now: DateTime<Utc>) -> Verdict {
    let unlike = count(
        raw,
        &format!(
            "WITH open (kind, matter) AS ({OPEN}), told AS (
                 SELECT kind, matter FROM handover_points WHERE handover = ?2)
             SELECT (SELECT count(*) FROM (SELECT * FROM open EXCEPT SELECT * FROM told))
                  + (SELECT count(*) FROM told) - (SELECT count(*) FROM open)"
        ),
        params![now.timestamp_millis(), handover],
    );
    must(unlike == 0, || format!("handover {handover} does not tell what is open"))?;
    let left = count(
        raw,
        "SELECT count(*) FROM handovers h WHERE h.number = ?1 AND (
             EXISTS (SELECT 1 FROM calls c WHERE c.state = 'open'
                     AND (c.owner_kind IS NULL AND c.adviser = h.giver OR c.owner = h.giver))
             OR EXISTS (SELECT 1 FROM follow_ups f WHERE f.ended_at IS NULL
                        AND f.owner IS NOT 'department' AND f.adviser = h.giver))",
        [handover],
    );
    must(left == 0, || format!("after handover {handover} something is still the giver's"))
}

/// Copies of the team's database, each broken in its own way, and what the judge says of it.
pub fn controls(team: &mut Team) -> Vec<(&'static str, Option<String>)> {
    let (now, board) = (team.now(), team.board().clone());
    let judge = team.judge().clone();
    let at = |raw: &Connection| {
        let mut judge = judge.clone();
        one_claim_a_place(raw)
            .and_then(|()| one_open_offer_a_child(raw))
            .and_then(|()| same_counts(raw, &board, now))
            .and_then(|()| overdue(raw, &board, now))
            .and_then(|()| routine(raw, now))
            .and_then(|()| shifts(raw))
            .and_then(|()| judge.first_offers(raw, &board, false))
            .and_then(|()| judge.daily(raw))
            .and_then(|()| Judge::weekly(raw))
            .err()
    };
    let told = BREAKS.map(|(control, sql)| {
        let folder = tempfile::tempdir().unwrap();
        let copy = raw::open(&raw::copy(&team.path, folder.path())).unwrap();
        assert_eq!(at(&copy), None, "before it was broken");
        copy.execute_batch(sql).unwrap();
        (control, at(&copy))
    });
    told.into()
}

/// What is done past the store.
const BREAKS: [(&str, &str); 16] = [
    (
        "a second live claim",
        "DROP INDEX claims_live;
         INSERT INTO claims (number, uuid, version, place, kind, call, adviser, from_at)
         SELECT 9999999, 'another', 1, place, 'hold', call, adviser, from_at FROM claims
         WHERE ended_at IS NULL AND kind = 'placement' LIMIT 1",
    ),
    (
        "a child with two open offers",
        "INSERT INTO offers (number, uuid, version, call, place, adviser, at, clearance)
         SELECT 9999999, 'another', 1, call, place, adviser, at, 'not_yet' FROM offers
         WHERE answer IS NULL AND voided_at IS NULL LIMIT 1;
         UPDATE claims SET offer = 9999999, child = (
             SELECT c.child FROM claims c JOIN offers o ON o.number = c.offer
             WHERE o.answer IS NULL AND o.voided_at IS NULL AND c.ended_at IS NULL LIMIT 1)
         WHERE number = (SELECT max(number) FROM claims WHERE ended_at IS NULL AND kind = 'placement')",
    ),
    (
        "a placement that is gone",
        "UPDATE claims SET ended_at = from_at + 1, end_reason = 'ended' WHERE number = (
             SELECT max(number) FROM claims WHERE ended_at IS NULL AND kind = 'placement')",
    ),
    (
        "a taken place that is told of as free",
        "INSERT INTO follow_ups (number, uuid, version, kind, call, place, due_at)
         SELECT 9999999, 'another', 1, 'place_free', (SELECT max(number) FROM calls WHERE state = 'open'), place, 1
         FROM claims WHERE ended_at IS NULL AND kind = 'placement' LIMIT 1",
    ),
    (
        "an arrival that is asked for after it",
        "INSERT INTO follow_ups (number, uuid, version, kind, call, offer, due_at)
         SELECT 9999999, 'another', 1, 'arrival', call, offer, 1 FROM claims
         WHERE ended_at IS NULL AND kind = 'placement' LIMIT 1",
    ),
    (
        "an accepted offer without a placement",
        "UPDATE offers SET answer = 'accepted', answered_at = at WHERE answer IS NULL AND voided_at IS NULL
         AND call IN (SELECT number FROM calls WHERE state = 'open')",
    ),
    (
        "a step to be done that was done",
        "INSERT INTO follow_ups (number, uuid, version, kind, call, step, due_at)
         SELECT 9999999, 'another', 1, 'step', call, step, 1 FROM routine_steps WHERE ended_at IS NULL LIMIT 1",
    ),
    (
        "a step settled twice",
        "DROP INDEX routine_steps_now;
         INSERT INTO routine_steps (number, uuid, version, call, step, state, adviser, at)
         SELECT 9999999, 'another', 1, call, step, state, adviser, at FROM routine_steps
         WHERE ended_at IS NULL LIMIT 1",
    ),
    (
        "a child that lives where no place is kept",
        "UPDATE placements SET ended_at = NULL, end_kind = NULL WHERE number = (
             SELECT max(number) FROM placements WHERE ended_at IS NOT NULL AND child NOT IN (
                 SELECT child FROM placements WHERE arrived_at IS NOT NULL AND ended_at IS NULL))",
    ),
    (
        "a deviation that outlives its call",
        "INSERT INTO deviations (number, uuid, version, call, child, adviser, state, is_acute, area, wished, missing,
                                 first_request_at, meanwhile, scheme, opened_at)
         SELECT 9999999, 'another', 1, k.number, b.number, (SELECT min(number) FROM advisers), 'draft', 1,
                'institution', '', 'no_offer', 1, 'unknown', 'five', 1
         FROM calls k JOIN children b ON b.call = k.number WHERE k.state = 'closed' LIMIT 1",
    ),
    (
        "a child at a place that is closed",
        "UPDATE places SET closed_at = 1 WHERE number = (
             SELECT place FROM claims WHERE ended_at IS NULL AND kind = 'placement' LIMIT 1)",
    ),
    ("first offers given a minute earlier", "UPDATE offers SET at = at - 60000"),
    (
        "an acknowledged command that is gone",
        "DELETE FROM commands WHERE first_seq = (SELECT max(first_seq) FROM commands)",
    ),
    (
        "an open call that is nobody's",
        "UPDATE calls SET owner_kind = 'adviser', owner = NULL WHERE number = (
             SELECT max(number) FROM calls WHERE state = 'open')",
    ),
    (
        "a call that is followed though it is closed",
        "INSERT INTO case_watches (number, uuid, version, call, level, adviser, at)
         SELECT 9999999, 'another', 1, max(number), 'calm', (SELECT min(number) FROM advisers), 1
         FROM calls WHERE state = 'closed'",
    ),
    ("a place of no unit", "PRAGMA foreign_keys = OFF; UPDATE places SET unit = 9999999 WHERE number = 1"),
];
