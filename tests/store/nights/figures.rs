//! What a stretch of nights was like, against the figures of Region øst in 2017: 1,116 contacts (630 children placed,
//! 486 talks), a quarter out of hours, six of ten in homes, half under 13. No source tells response times.

use std::fmt::{Display, Formatter};

use akuttvakt::cli::demo::nights::{Filling, play};
use akuttvakt::cli::demo::places::PLACES;
use akuttvakt::cli::demo::plan::LIST_AGE;
use akuttvakt::cli::demo::region::{self, Known};
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::working_days::{Hours, office_hours};
use akuttvakt::store::{NewDatabase, OpenOptions, Store, Synchronous};
use chrono::{DateTime, NaiveTime, Utc};
use rusqlite::Connection;

use super::team::Team;
use crate::faults::raw;
use crate::fixture::{ADVISER, options, passphrase};

/// Counted as the report's table does: children placed, requests without a place, talks.
#[derive(Debug, Default)]
pub struct Figures {
    days: f64,
    pub placed: f64,
    pub unplaced: f64,
    pub talks: f64,
    pub calls: f64,
    pub out_of_hours: f64,
    pub median_minutes: i64,
    pub within_two_hours: f64,
    pub in_homes: f64,
    pub under_13: f64,
    pub acute_care_orders: f64,
    pub free: f64,
    pub living: f64,
}

impl Figures {
    pub fn of(team: &Team, days: i64) -> Self {
        let from = team.begins.timestamp_millis();
        Self::counted(&team.raw, from, f64::from(i32::try_from(days).unwrap()))
    }

    /// From a moment in UTC milliseconds to the end.
    fn counted(raw: &Connection, from: i64, days: f64) -> Self {
        let count = |sql: &str| -> f64 { raw.query_row(sql, [from], |row| row.get(0)).unwrap() };
        let placed = "FROM claims c JOIN calls k ON k.number = c.call JOIN places p ON p.number = c.place
             JOIN units u ON u.number = p.unit JOIN children b ON b.number = c.child
             WHERE c.kind = 'placement' AND k.first_contact_at >= ?1";
        let all_placed = count(&format!("SELECT CAST(count(*) AS REAL) {placed}"));
        let share =
            |of: &str| count(&format!("SELECT CAST(count(*) AS REAL) {placed} AND {of}")) / all_placed;
        let minutes: Vec<i64> = all(
            raw,
            "SELECT (min(o.at) - k.received_at) / 60000 FROM calls k JOIN offers o ON o.call = k.number
             WHERE o.voided_at IS NULL AND k.is_acute AND k.received_at IS NOT NULL AND k.first_contact_at >= ?1
             GROUP BY k.number ORDER BY 1",
            from,
        );
        let times = all(raw, "SELECT first_contact_at FROM calls WHERE first_contact_at >= ?1", from);
        Self {
            days,
            placed: all_placed,
            unplaced: count(
                "SELECT CAST(count(*) AS REAL) FROM calls k WHERE kind = 'placement' AND state = 'closed'
                 AND first_contact_at >= ?1
                 AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.call = k.number AND c.kind = 'placement')",
            ),
            talks: count(
                "SELECT CAST(count(*) AS REAL) FROM calls WHERE kind = 'consultation' AND first_contact_at >= ?1",
            ),
            calls: share_of(times.len(), 1),
            out_of_hours: share_of(times.iter().filter(|at| is_out_of_hours(**at)).count(), times.len()),
            median_minutes: minutes.get(minutes.len() / 2).copied().unwrap_or_default(),
            within_two_hours: share_of(minutes.iter().filter(|took| **took <= 120).count(), minutes.len()),
            in_homes: share("u.kind = 'emergency_home'"),
            under_13: share("(b.age LIKE '%m' OR b.age LIKE '%w' OR CAST(b.age AS INTEGER) < 13)"),
            acute_care_orders: share("k.basis = '4-2'"),
            free: count(
                "SELECT CAST(count(*) AS REAL) FROM places p JOIN place_states s ON s.place = p.number
                 JOIN units u ON u.number = p.unit
                 WHERE s.ended_at IS NULL AND s.state = 'free' AND ?1 > 0 AND u.closes_at IS NULL AND NOT EXISTS (
                     SELECT 1 FROM claims c WHERE c.place = p.number AND c.ended_at IS NULL)",
            ),
            living: count(
                "SELECT CAST(count(*) AS REAL) FROM claims WHERE kind = 'placement' AND ended_at IS NULL AND ?1 > 0",
            ),
        }
    }

    /// Of a history that was played into a new database.
    pub fn played(seed: u64, days: i64) -> Self {
        let until: DateTime<Utc> = "2026-12-31T20:00:00Z".parse().unwrap();
        let filling = Filling { seed, places: PLACES, days };
        let (folder, known, word) = (tempfile::tempdir().unwrap(), Known::read().unwrap(), passphrase());
        let path = folder.path().join("vakt.db");
        let new = NewDatabase { adviser: ADVISER, region: Region::Ost, passphrase: &word };
        let options = OpenOptions { synchronous: Synchronous::Off, ..options() };
        let from = filling.begins(until);
        let store = Store::create(&path, new, region::reference(&known), options, from - LIST_AGE).unwrap();
        let store = play(store, filling, &known, until).unwrap();
        let raw = raw::open(store.path()).unwrap();
        Self::counted(&raw, from.timestamp_millis(), f64::from(i32::try_from(days).unwrap()))
    }

    /// Contacts a year, as the report counts them.
    pub fn contacts_a_year(&self) -> f64 {
        (self.placed + self.unplaced + self.talks) * 365.0 / self.days
    }

    /// Within what a year of a region can be like; the fewer the days, the wider.
    pub fn judge(&self, days: i64) {
        // Five standard deviations of what is counted: every run has another seed. Siblings go together.
        let wide = |share: f64, of: f64| 5.0 * (share * (1.0 - share) / of.max(1.0)).sqrt() + 0.03;
        let near = |name: &str, found: f64, expected: f64, by: f64| {
            assert!((found - expected).abs() <= by, "{name}: {found:.3}, not near {expected:.3}; {self}");
        };
        let expected = 1116.0 * self.days / 365.0;
        let found = self.placed + self.unplaced + self.talks;
        near("contacts", found, expected, 5.0 * expected.sqrt() + 0.06 * expected);
        near("out of hours", self.out_of_hours, 0.25, wide(0.25, self.calls));
        near("talks of all", self.talks / found, 486.0 / 1116.0, wide(0.44, found));
        near("in homes", self.in_homes, 382.0 / 630.0, wide(0.6, self.placed) + 0.03);
        near("under 13", self.under_13, 0.5, wide(0.5, self.placed) + 0.03);
        near("acute care orders, which most are", self.acute_care_orders, 0.57, wide(0.57, self.placed));
        let (median, in_time) = if days < 100 { (20..=110, 0.5..=1.0) } else { (40..=80, 0.65..=0.97) };
        assert!(median.contains(&self.median_minutes), "median response; {self}");
        assert!(in_time.contains(&self.within_two_hours), "most within two hours, some late; {self}");
        assert!((120.0..=195.0).contains(&self.living), "children living in the region; {self}");
        assert!((0.0..=70.0).contains(&self.free), "neither full nor empty after {days} days; {self}");
    }
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:.0} contacts a year ({:.0} placed, {:.0} without a place, {:.0} talks in {:.0} days), {:.0} % out of \
             hours, median {} min, {:.0} % within two hours, {:.0} % in homes, {:.0} % under 13, {:.0} % § 4-2, \
             {:.0} free, {:.0} living",
            self.contacts_a_year(),
            self.placed,
            self.unplaced,
            self.talks,
            self.days,
            100.0 * self.out_of_hours,
            self.median_minutes,
            100.0 * self.within_two_hours,
            100.0 * self.in_homes,
            100.0 * self.under_13,
            100.0 * self.acute_care_orders,
            self.free,
            self.living
        )
    }
}

fn all(raw: &Connection, sql: &str, from: i64) -> Vec<i64> {
    let mut statement = raw.prepare(sql).unwrap();
    let rows = statement.query_map([from], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

fn share_of(part: usize, all: usize) -> f64 {
    let number = |count: usize| f64::from(i32::try_from(count).unwrap());
    number(part) / number(all).max(1.0)
}

fn is_out_of_hours(at: i64) -> bool {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    let at = DateTime::from_timestamp_millis(at).unwrap();
    office_hours(at, time(8, 0), time(15, 30), &[]) == Hours::OutOfHours
}
