//! Whether the database is sound: the file, the chain, the references, and what must always be true.

use rusqlite::Connection;

use super::error::StoreError;
use super::{Store, backup, journal, log, rebuild, search};
use crate::domain::ids::{CallId, PlaceId};

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// SQLCipher found pages that were changed from outside.
    DamagedPages(usize),
    /// SQLite found a fault in the file's structure.
    Structure(String),
    /// Rows that refer to rows that are not there.
    DanglingReferences(usize),
    /// The journal's chain breaks at this line.
    BrokenChain(i64),
    /// The journal ends before the last command that was acknowledged.
    CutTail {
        /// Its last line.
        head: i64,
        /// The last line a command wrote.
        expected: i64,
    },
    /// The journal is another one than when a backup was made: it lacks lines, or this line says something else.
    OtherThanBackup {
        /// The line that was the last one then.
        line: i64,
    },
    /// A row says something else than its history.
    DiffersFromHistory {
        /// The table.
        table: &'static str,
        /// The row's number.
        number: i64,
    },
    /// What calls are found by says something else than what was written of this one.
    SearchDiffers(CallId),
    /// A place was claimed twice at one moment.
    ClaimedTwice(PlaceId),
    /// A child has more than one open offer.
    TwoOpenOffers {
        /// The child's number.
        child: i64,
    },
    /// A child lives at two places.
    LivesTwice {
        /// The child's number.
        child: i64,
    },
    /// A child lives at a place, or is expected there, that is not kept for it.
    PlacementWithoutClaim {
        /// The placement's number.
        placement: i64,
    },
    /// A place is kept for a child whose stay is over.
    ClaimAfterEnd(PlaceId),
}

impl Finding {
    /// Whether pages cannot be read, so that nothing else is told.
    fn is_damage(&self) -> bool {
        matches!(self, Self::DamagedPages(_))
    }
}

impl Store {
    /// Checks everything; empty when all is sound.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn check(&mut self) -> Result<Vec<Finding>, StoreError> {
        let findings = self.look()?;
        if !findings.iter().any(Finding::is_damage) {
            return Ok(findings);
        }
        // The cipher's check reads the file past the log. Power lost while the log was folded in leaves pages torn
        // in the file and whole in the log: folded in again, they are sound.
        match log::fold(&self.connection) {
            Ok(()) => self.look(),
            Err(_) => Ok(findings),
        }
    }

    fn look(&mut self) -> Result<Vec<Finding>, StoreError> {
        let (path, database) = (self.path.clone(), self.database);
        let heads = backup::heads_of(&path);
        self.read(|connection| {
            let mut found = findings(connection, database)?;
            if !found.iter().any(Finding::is_damage) {
                backup::compare(connection, &heads, &mut found)?;
            }
            Ok(found)
        })
        .map_err(|error| error.about(&path))
    }
}

/// Checks everything that the database says of itself.
pub(super) fn findings(connection: &Connection, database: uuid::Uuid) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    pages(connection, &mut findings)?;
    if !findings.is_empty() {
        // A page that is damaged is not read, so nothing that rests on it could be told.
        return Ok(findings);
    }
    file(connection, &mut findings)?;
    if let Some(line) = journal::verify(connection, database, None)?.broken_at {
        findings.push(Finding::BrokenChain(line));
    }
    tail(connection, &mut findings)?;
    findings.extend(
        rebuild::differences(connection)?
            .into_iter()
            .map(|(table, number)| Finding::DiffersFromHistory { table, number }),
    );
    findings.extend(search::differing(connection)?.into_iter().map(Finding::SearchDiffers));
    claims(connection, &mut findings)?;
    offers(connection, &mut findings)?;
    placements(connection, &mut findings)?;
    Ok(findings)
}

fn lines(connection: &Connection, pragma: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare(pragma)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn pages(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let damaged = lines(connection, "PRAGMA cipher_integrity_check")?;
    if !damaged.is_empty() {
        findings.push(Finding::DamagedPages(damaged.len()));
    }
    Ok(())
}

fn file(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    // Where that fails the check below says why.
    drop(search::look_anew(connection));
    let structure = lines(connection, "PRAGMA integrity_check")?;
    findings.extend(structure.into_iter().filter(|line| line != "ok").map(Finding::Structure));
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let dangling = statement.query_map([], |_| Ok(()))?.count();
    if dangling > 0 {
        findings.push(Finding::DanglingReferences(dangling));
    }
    Ok(())
}

fn tail(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let head = journal::head(connection)?;
    let expected: i64 =
        connection.query_row("SELECT coalesce(max(last_seq), 0) FROM commands", [], |row| row.get(0))?;
    if head < expected {
        findings.push(Finding::CutTail { head, expected });
    }
    Ok(())
}

/// No two claims on a place overlap; a lapsed hold that nobody ended counts until its time was up. Where a clock was
/// set back in between, times alone seem to overlap: a claim that began after the line that ended the one before it
/// is no second one, for order comes from the lines. Nothing ends later than its line says it was.
fn claims(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT DISTINCT place FROM (
             SELECT c.place, c.from_at, began.seq AS began,
                    lag(coalesce(c.ended_at, c.until_at, 9223372036854775807)) OVER of_place AS before,
                    lag(ended.seq) OVER of_place AS ended,
                    lag(c.ended_at > ended.at) OVER of_place AS is_ahead
             FROM claims c
             LEFT JOIN journal began
                 ON began.subject = 'claims' AND began.number = c.number AND began.field = 'uuid'
             LEFT JOIN journal ended
                 ON ended.subject = 'claims' AND ended.number = c.number AND ended.field = 'ended_at'
             WINDOW of_place AS (PARTITION BY c.place ORDER BY c.number))
         WHERE before > from_at AND NOT coalesce(ended < began AND NOT is_ahead, 0) ORDER BY place",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        findings.push(Finding::ClaimedTwice(PlaceId(row.get(0)?)));
    }
    Ok(())
}

fn offers(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT c.child FROM claims c JOIN offers o ON o.number = c.offer
         WHERE o.answer IS NULL AND o.voided_at IS NULL AND c.child IS NOT NULL
         GROUP BY c.child HAVING count(DISTINCT o.number) > 1 ORDER BY c.child",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        findings.push(Finding::TwoOpenOffers { child: row.get(0)? });
    }
    Ok(())
}

/// Placements and claims say the same of who lives where. A stay from before there were placements has a claim alone.
fn placements(connection: &Connection, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
    let numbers = |sql: &str| -> Result<Vec<i64>, StoreError> {
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let twice = numbers(
        "SELECT child FROM claims WHERE kind = 'placement' AND ended_at IS NULL AND child IS NOT NULL
         GROUP BY child HAVING count(DISTINCT offer) > 1
         UNION SELECT child FROM placements WHERE arrived_at IS NOT NULL AND ended_at IS NULL
         GROUP BY child HAVING count(*) > 1 ORDER BY child",
    )?;
    findings.extend(twice.into_iter().map(|child| Finding::LivesTwice { child }));
    let without = numbers(
        "SELECT p.number FROM placements p
         WHERE p.ended_at IS NULL AND p.cancelled_at IS NULL AND p.voided_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM claims c WHERE c.place = p.place AND c.child = p.child AND c.offer = p.offer
             AND c.ended_at IS NULL AND c.kind = iif(p.arrived_at IS NULL, 'offer', 'placement'))
         ORDER BY p.number",
    )?;
    findings.extend(without.into_iter().map(|placement| Finding::PlacementWithoutClaim { placement }));
    let after = numbers(
        "SELECT c.place FROM claims c JOIN placements p ON p.offer = c.offer AND p.child = c.child
         WHERE c.kind = 'placement' AND c.ended_at IS NULL
         GROUP BY c.number HAVING max(p.arrived_at IS NOT NULL AND p.ended_at IS NULL) = 0 ORDER BY c.place",
    )?;
    findings.extend(after.into_iter().map(|place| Finding::ClaimAfterEnd(PlaceId(place))));
    Ok(())
}
