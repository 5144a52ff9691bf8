//! Handovers: signed by who gives, gone through point by point, repeated and signed by who receives.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::error::StoreError;
use super::limits::{self, MAX_TEXT};
use super::read::{adviser_names, coded, coded_if, moment_at, moment_if, moment_if_at, sensitive};
use super::table::Table;
use super::write::{Write, count, int, moment, text};
use super::{Store, adviser, board, case_watches, journal, shift_sums, shifts};
use crate::domain::case_watch::WatchLevel;
use crate::domain::command::Outcome;
use crate::domain::follow_up::Owner;
use crate::domain::handover::{
    Given, Handover, HandoverDraft, HandoverPoint, HandoverSection, HandoverTo, HandoverTold, MOST_SUMMARY,
    Matter, MatterKind, OpenMatter, level_of, open_matters,
};
use crate::domain::handover_page;
use crate::domain::ids::{AdviserId, CallId, FollowUpId, HandoverId, PointId, ShiftId};
use crate::domain::municipality::Region;
use crate::domain::refusal::{BadValue, Refusal, Stale};

/// The giver signs: everything that is open becomes a point, what was the giver's becomes the receiver's, and the shift
/// ends.
pub(super) fn sign(
    write: &mut Write<'_>,
    draft: &HandoverDraft,
    region: Region,
) -> Result<Outcome, StoreError> {
    let shift = shifts::own_running(write)?.ok_or(Refusal::Stale(Stale::NoShift))?;
    let summary = limits::kept("summary", draft.summary.as_deref(), MOST_SUMMARY)?;
    let note = limits::kept("note", draft.note.as_deref(), MAX_TEXT)?;
    let receiver = receiver(write, &draft.to)?;
    let (seq, hash) = journal::head_with_hash(&write.tx)?;
    let board = board::read(&write.tx, region, write.at)?;
    let done = shift_sums::so_far(&write.tx, &shift, write.at)?;
    let to_confirm = handover_page::to_confirm(&board, write.at);
    let number = write.insert(
        Table::Handovers,
        &[
            ("shift", int(Some(shift.id.0))),
            ("giver", write.adviser_number()),
            ("receiver", int(receiver.map(|adviser| adviser.0))),
            ("begun_at", moment(Some(shift.started_at))),
            ("signed_at", moment(Some(write.at))),
            ("head_seq", int(Some(seq))),
            ("head_hash", text(Some(hash))),
            ("searched_in_vain", count(done.sums.searched_in_vain)),
            ("median_minutes", int(done.sums.median_minutes)),
            ("to_confirm", count(to_confirm)),
        ],
    )?;
    write.set_sensitive(Table::Handovers, number, "summary", summary)?;
    write.set_sensitive(Table::Handovers, number, "note", note)?;
    let giver = write.adviser.unwrap_or(shift.adviser);
    let had = had_by(&write.tx, giver)?;
    let is_given = |matter| match matter {
        Matter::Call(call) => had.calls.contains(&call),
        Matter::FollowUp(task) => had.tasks.contains(&task),
        _ => false,
    };
    let matters = open_matters(&board, write.at);
    for open in &matters {
        let (kind, matter) = open.matter.parts();
        let level = matches!(open.matter, Matter::Call(_)).then(|| level_of(&board, open.call));
        write.about_call(Some(open.call));
        write.insert(
            Table::HandoverPoints,
            &[
                ("handover", int(Some(number))),
                ("section", text(Some(open.section.code()))),
                ("kind", text(Some(kind.code()))),
                ("matter", int(Some(matter))),
                ("call", int(Some(open.call.0))),
                ("level", text(level.map(WatchLevel::code))),
                ("given", int(Some(i64::from(is_given(open.matter))))),
            ],
        )?;
    }
    shift_sums::keep(write, HandoverId(number), &done)?;
    give_cases(write, had, receiver)?;
    write.about_call(None);
    shifts::end(write, shift.id)?;
    Ok(Outcome::HandoverSigned { handover: HandoverId(number), points: matters.len() })
}

fn receiver(write: &Write<'_>, to: &HandoverTo) -> Result<Option<AdviserId>, StoreError> {
    let HandoverTo::Adviser(name) = to else { return Ok(None) };
    let found = adviser::by_name(&write.tx, name.trim())?
        .ok_or_else(|| Refusal::UnknownAdviser(name.trim().to_owned()))?;
    if Some(found) == write.adviser {
        return Err(Refusal::Stale(Stale::OwnHandover).into());
    }
    Ok(Some(found))
}

/// What an adviser has, and gives with their shift.
pub(super) fn had_by(connection: &Connection, adviser: AdviserId) -> Result<Given, StoreError> {
    let calls = numbers(
        connection,
        "SELECT number FROM calls WHERE state = 'open'
         AND (owner_kind IS NULL AND adviser = ?1 OR owner_kind = 'adviser' AND owner = ?1) ORDER BY number",
        adviser.0,
    )?;
    let tasks = numbers(
        connection,
        "SELECT number FROM follow_ups WHERE ended_at IS NULL
         AND (owner IS NULL OR owner = 'adviser') AND adviser = ?1 ORDER BY number",
        adviser.0,
    )?;
    Ok(given(calls, tasks))
}

/// What becomes the receiver's of a handover: what was given over with it and is still with whom it was meant for, and every
/// case of it that the intake unit has.
fn received_with(connection: &Connection, handover: HandoverId) -> Result<Given, StoreError> {
    let calls = numbers(
        connection,
        "SELECT c.number FROM handover_points p JOIN calls c ON c.number = p.matter
         JOIN handovers h ON h.number = p.handover
         WHERE p.handover = ?1 AND p.kind = 'call' AND c.state = 'open'
         AND (c.owner_kind = 'intake_unit' OR p.given AND c.owner_kind = 'adviser' AND c.owner = h.receiver)
         ORDER BY c.number",
        handover.0,
    )?;
    let tasks = numbers(
        connection,
        "SELECT f.number FROM handover_points p JOIN follow_ups f ON f.number = p.matter
         JOIN handovers h ON h.number = p.handover
         WHERE p.handover = ?1 AND p.kind = 'follow_up' AND p.given AND f.ended_at IS NULL
         AND CASE WHEN h.receiver IS NULL THEN f.owner = 'department'
             ELSE (f.owner IS NULL OR f.owner = 'adviser') AND f.adviser = h.receiver END
         ORDER BY f.number",
        handover.0,
    )?;
    Ok(given(calls, tasks))
}

fn given(calls: Vec<i64>, tasks: Vec<i64>) -> Given {
    Given {
        calls: calls.into_iter().map(CallId).collect(),
        tasks: tasks.into_iter().map(FollowUpId).collect(),
    }
}

/// It goes to another adviser, or to the intake unit: tasks to the department.
pub(super) fn give_cases(
    write: &mut Write<'_>,
    given: Given,
    to: Option<AdviserId>,
) -> Result<(), StoreError> {
    for call in given.calls {
        give_call(write, call, to)?;
    }
    for task in given.tasks {
        give_task(write, task, to)?;
    }
    Ok(())
}

fn give_call(write: &mut Write<'_>, call: CallId, to: Option<AdviserId>) -> Result<(), StoreError> {
    write.about_call(Some(call));
    let kind = if to.is_some() { "adviser" } else { "intake_unit" };
    let owner = ("owner", int(to.map(|adviser| adviser.0)));
    write.update(Table::Calls, call.0, &[("owner_kind", text(Some(kind))), owner])
}

fn give_task(write: &mut Write<'_>, task: FollowUpId, to: Option<AdviserId>) -> Result<(), StoreError> {
    let call: i64 = write
        .tx
        .prepare_cached("SELECT call FROM follow_ups WHERE number = ?1")?
        .query_row([task.0], |row| row.get(0))?;
    write.about_call(Some(CallId(call)));
    match to {
        Some(adviser) => {
            let fields = [("owner", text(None::<String>)), ("adviser", int(Some(adviser.0)))];
            write.update(Table::FollowUps, task.0, &fields)
        }
        None => write.update(Table::FollowUps, task.0, &[("owner", text(Some(Owner::Department.code())))]),
    }
}

fn numbers(connection: &Connection, sql: &str, parameter: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([parameter], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A handover that was not received yet, and not given by whoever asks.
fn open_one(write: &Write<'_>, handover: HandoverId) -> Result<(), StoreError> {
    let unknown = BadValue::UnknownNumber { field: "handover", number: handover.0 };
    let (giver, is_received, is_erased): (i64, bool, bool) = write
        .tx
        .prepare_cached(
            "SELECT giver, received_at IS NOT NULL, erased_at IS NOT NULL FROM handovers WHERE number = ?1",
        )?
        .query_row([handover.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?
        .ok_or(Refusal::BadValue(unknown))?;
    if is_received {
        return Err(Refusal::Stale(Stale::HandoverReceived(handover)).into());
    }
    if is_erased {
        return Err(Refusal::Stale(Stale::HandoverErased(handover)).into());
    }
    if write.adviser == Some(AdviserId(giver)) {
        return Err(Refusal::Stale(Stale::OwnHandover).into());
    }
    Ok(())
}

/// The receiver goes through one point.
pub(super) fn go_through(
    write: &mut Write<'_>,
    handover: HandoverId,
    point: PointId,
) -> Result<Outcome, StoreError> {
    open_one(write, handover)?;
    let unknown = BadValue::UnknownNumber { field: "point", number: point.0 };
    let (call, is_done): (i64, bool) = write
        .tx
        .prepare_cached(
            "SELECT call, gone_through_at IS NOT NULL FROM handover_points WHERE number = ?1 AND handover = ?2",
        )?
        .query_row([point.0, handover.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or(Refusal::BadValue(unknown))?;
    if is_done {
        return Err(Refusal::Stale(Stale::GoneThrough(point)).into());
    }
    write.about_call(Some(CallId(call)));
    let by = ("gone_through_by", write.adviser_number());
    write.update(Table::HandoverPoints, point.0, &[by, ("gone_through_at", moment(Some(write.at)))])?;
    Ok(Outcome::WentThrough { handover, left: points_left(write, handover)? })
}

fn points_left(write: &Write<'_>, handover: HandoverId) -> Result<usize, StoreError> {
    let left: i64 = write
        .tx
        .prepare_cached(
            "SELECT count(*) FROM handover_points WHERE handover = ?1 AND gone_through_at IS NULL",
        )?
        .query_row([handover.0], |row| row.get(0))?;
    Ok(usize::try_from(left).unwrap_or(0))
}

/// The receiver signs, with what was given over repeated in their own words. What was given to someone else, or to the
/// intake unit, is theirs from here; what the one it was meant for had besides stays with them. They are on from here.
pub(super) fn receive(
    write: &mut Write<'_>,
    handover: HandoverId,
    repeated: &str,
) -> Result<Outcome, StoreError> {
    open_one(write, handover)?;
    let repeated = limits::required("repeated", repeated, MAX_TEXT)?;
    let left = points_left(write, handover)?;
    if left > 0 {
        return Err(Refusal::Stale(Stale::PointsLeft { handover, left }).into());
    }
    let given = received_with(&write.tx, handover)?;
    let by = ("received_by", write.adviser_number());
    write.update(Table::Handovers, handover.0, &[by, ("received_at", moment(Some(write.at)))])?;
    write.set_sensitive(Table::Handovers, handover.0, "repeated", Some(repeated))?;
    let (calls, tasks) = (given.calls.len(), given.tasks.len());
    give_cases(write, given, write.adviser)?;
    write.about_call(None);
    let begun = shifts::be_on(write)?;
    Ok(Outcome::HandoverReceived { handover, calls, tasks, begun })
}

/// Handovers that were not received yet, the first first; without those whose words were erased.
pub(super) fn unreceived(connection: &Connection) -> Result<Vec<Handover>, StoreError> {
    read(connection, "h.received_at IS NULL AND h.erased_at IS NULL ORDER BY h.number", [])
}

/// Handovers that someone received who is on, in the shift that runs; the first first. Those whose words were erased too.
pub(super) fn received_on_shift(connection: &Connection) -> Result<Vec<Handover>, StoreError> {
    let condition = "h.number IN (
         SELECT r.number FROM shifts s CROSS JOIN handovers r
         WHERE s.ended_at IS NULL AND s.planned_until IS NOT NULL
         AND r.received_by = s.adviser AND r.received_at >= s.started_at)
     ORDER BY h.number";
    read(connection, condition, [])
}

impl Store {
    /// Handovers that were signed since a moment or are not received yet, the newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn handovers(&mut self, since: DateTime<Utc>) -> Result<Vec<Handover>, StoreError> {
        let path = self.path.clone();
        let condition =
            "h.signed_at >= ?1 OR h.received_at IS NULL AND h.erased_at IS NULL ORDER BY h.number DESC";
        self.read(|connection| read(connection, condition, [since.timestamp_millis()]))
            .map_err(|error| error.about(&path))
    }

    /// A signed handover, or what this adviser would hand over now; none without a running shift.
    ///
    /// # Errors
    /// When there is none with this number, or it cannot be read.
    pub fn handover(
        &mut self,
        handover: Option<HandoverId>,
        now: DateTime<Utc>,
    ) -> Result<Option<HandoverTold>, StoreError> {
        let (adviser, path) = (self.adviser, self.path.clone());
        self.read(|connection| told(connection, handover, adviser, now)).map_err(|error| error.about(&path))
    }
}

pub(super) fn told(
    connection: &Connection,
    handover: Option<HandoverId>,
    adviser: AdviserId,
    now: DateTime<Utc>,
) -> Result<Option<HandoverTold>, StoreError> {
    let signed = match handover {
        Some(id) => {
            let unknown = BadValue::UnknownNumber { field: "handover", number: id.0 };
            let found = read(connection, "h.number = ?1", [id.0])?.pop();
            Some(found.ok_or(Refusal::BadValue(unknown))?)
        }
        None => None,
    };
    let shift = match &signed {
        Some(signed) => shifts::by_number(connection, signed.shift)?,
        None => shifts::running(connection)?.into_iter().find(|shift| shift.adviser == adviser),
    };
    let Some(shift) = shift else { return Ok(None) };
    let until = signed.as_ref().map_or(now, |signed| signed.signed_at);
    let words = |field: &str| match &signed {
        Some(signed) => sensitive(connection, Table::Handovers, signed.id.0, field),
        None => Ok(None),
    };
    let done = match &signed {
        Some(signed) => shift_sums::kept(connection, signed.id)?,
        None => shift_sums::so_far(connection, &shift, until)?,
    };
    let given = match &signed {
        None => had_by(connection, shift.adviser)?,
        Some(signed) if signed.received_at.is_none() => received_with(connection, signed.id)?,
        Some(_) => Given::default(),
    };
    Ok(Some(HandoverTold {
        given,
        points: signed.as_ref().map_or(Ok(Vec::new()), |signed| points(connection, signed.id))?,
        watches: case_watches::all(connection)?,
        sums: done.sums,
        to_confirm: done.to_confirm,
        capacity: done.capacity,
        summary: words("summary")?,
        note: words("note")?,
        repeated: words("repeated")?,
        until,
        shift,
        signed,
    }))
}

fn points(connection: &Connection, handover: HandoverId) -> Result<Vec<HandoverPoint>, StoreError> {
    let names = adviser_names(connection)?;
    let mut statement = connection.prepare_cached(
        "SELECT number, section, kind, matter, call, level, gone_through_by, gone_through_at
         FROM handover_points WHERE handover = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([handover.0])?;
    let mut points = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = coded(&row.get::<_, String>(2)?, MatterKind::from_code)?;
        let by = row.get::<_, Option<i64>>(6)?.and_then(|adviser| names.get(&adviser)).cloned();
        let at = moment_if(row.get(7)?)?;
        points.push(HandoverPoint {
            id: PointId(row.get(0)?),
            open: OpenMatter {
                section: coded(&row.get::<_, String>(1)?, HandoverSection::from_code)?,
                matter: Matter::from_parts(kind, row.get(3)?),
                call: CallId(row.get(4)?),
            },
            level: coded_if(row.get(5)?, WatchLevel::from_code)?,
            gone_through: at.map(|at| (by.unwrap_or_else(|| "–".to_owned()), at)),
        });
    }
    Ok(points)
}

fn read(
    connection: &Connection,
    condition: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<Handover>, StoreError> {
    let names = adviser_names(connection)?;
    let name = |number: Option<i64>| {
        number.map(|number| names.get(&number).cloned().unwrap_or_else(|| "–".to_owned()))
    };
    let sql = format!(
        "SELECT h.*,
                (SELECT count(*) FROM handover_points p WHERE p.handover = h.number) AS points,
                (SELECT count(*) FROM handover_points p
                 WHERE p.handover = h.number AND p.gone_through_at IS NOT NULL) AS gone_through
         FROM handovers h WHERE {condition}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(parameters)?;
    let mut handovers = Vec::new();
    while let Some(row) = rows.next()? {
        let count =
            |column: &str| Ok::<_, StoreError>(usize::try_from(row.get::<_, i64>(column)?).unwrap_or(0));
        handovers.push(Handover {
            id: HandoverId(row.get("number")?),
            shift: ShiftId(row.get("shift")?),
            giver: name(Some(row.get("giver")?)).unwrap_or_default(),
            receiver: name(row.get("receiver")?),
            begun_at: moment_at(row, "begun_at")?,
            signed_at: moment_at(row, "signed_at")?,
            received_by: name(row.get("received_by")?),
            received_at: moment_if_at(row, "received_at")?,
            points: count("points")?,
            gone_through: count("gone_through")?,
        });
    }
    Ok(handovers)
}
