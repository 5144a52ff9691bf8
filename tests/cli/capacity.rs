//! What was free at a past minute, and how much the places were used: against the journal, replayed by plain tables, and
//! by the built program.

use std::collections::{BTreeMap, HashMap};

use akuttvakt::cli::demo::nights::{Filling, play};
use akuttvakt::cli::demo::places::PLACES;
use akuttvakt::cli::demo::plan::LIST_AGE;
use akuttvakt::cli::demo::region::{self, Known};
use akuttvakt::domain::capacity::{Capacity, Counts, PlaceMinutes, Utilisation};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::journal::JournalLine;
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::preparedness::{CapacityGroup, count_groups};
use akuttvakt::domain::question::{JournalAbout, JournalQuery, Question, Told};
use akuttvakt::domain::unit::{Acute, Availability, Unit};
use akuttvakt::domain::unit_list::UnitEdit;
use akuttvakt::store::{NewDatabase, OpenOptions, Passphrase, Store, Synchronous};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::program::{ADVISER, Home, PASSPHRASE, options};
use crate::support::dice::Dice;
use crate::support::promise::{Figure, Promise};

const MINUTES: Figure = Figure::new(150, 1_000);
const DAYS: Figure = Figure::new(12, 365);

type Row = HashMap<String, String>;

/// The tables as the journal tells them up to a moment, and nothing else of the program.
#[derive(Default)]
struct Replay {
    tables: HashMap<String, BTreeMap<i64, Row>>,
}

impl Replay {
    fn apply(&mut self, line: &JournalLine) {
        let entry = &line.entry;
        let row = self.tables.entry(entry.subject.clone()).or_default().entry(entry.number).or_default();
        match &entry.new {
            Some(new) => row.insert(entry.field.clone(), new.clone()),
            None => row.remove(&entry.field),
        };
    }

    fn rows(&self, table: &str) -> impl Iterator<Item = (&i64, &Row)> {
        self.tables.get(table).into_iter().flatten()
    }

    fn group(&self, unit: &str) -> Option<&'static str> {
        let unit = &self.tables["units"][&unit.parse().unwrap()];
        let has = |basis| unit["legal_bases"].split(';').any(|known| known == basis);
        match unit["kind"].as_str() {
            "emergency_home" if unit["age_min"].parse::<u8>().unwrap() < 13 => Some("home_child"),
            "emergency_home" => Some("home_youth"),
            "acute_institution" | "temporary_unit" if has("4-5") => Some("trafficking"),
            "acute_institution" | "temporary_unit" if has("4-4") => Some("acute_behaviour"),
            "acute_institution" | "temporary_unit" => Some("acute_care"),
            _ => None,
        }
    }

    /// Free, held, offered, occupied, out of use: by unit.
    fn counted(&self, at: DateTime<Utc>) -> BTreeMap<i64, [usize; 5]> {
        let now = at.timestamp_millis();
        let is_open = |row: &&Row| !row.contains_key("ended_at");
        let states = self.rows("place_states").map(|(_, row)| row).filter(is_open);
        let states: HashMap<&str, &str> =
            states.map(|row| (row["place"].as_str(), row["state"].as_str())).collect();
        let claims = self.rows("claims").map(|(_, row)| row).filter(is_open);
        let live =
            claims.filter(|row| row.get("until_at").is_none_or(|until| until.parse::<i64>().unwrap() > now));
        let claims: HashMap<&str, &str> =
            live.map(|row| (row["place"].as_str(), row["kind"].as_str())).collect();
        let mut units: BTreeMap<i64, [usize; 5]> = BTreeMap::new();
        for (number, place) in self.rows("places") {
            let number = number.to_string();
            let closes = self.tables["units"][&place["unit"].parse().unwrap()].get("closes_at");
            let has_closed = closes.is_some_and(|closes| closes.parse::<i64>().unwrap() <= now);
            let at = match (claims.get(number.as_str()), states.get(number.as_str())) {
                (Some(&"hold"), _) => 1,
                (Some(&"offer"), _) => 2,
                (Some(_), _) => 3,
                (None, Some(_)) if has_closed => 4,
                (None, Some(&"free")) => 0,
                (None, Some(_)) => 4,
                (None, None) => continue,
            };
            units.entry(place["unit"].parse().unwrap()).or_default()[at] += 1;
        }
        units
    }

    fn by_group(&self, units: &BTreeMap<i64, [usize; 5]>) -> BTreeMap<&'static str, [usize; 5]> {
        let mut groups: BTreeMap<&'static str, [usize; 5]> = BTreeMap::new();
        for (unit, counts) in units {
            if let Some(group) = self.group(&unit.to_string()) {
                let sums = groups.entry(group).or_default();
                (0..5).for_each(|at| sums[at] += counts[at]);
            }
        }
        groups
    }

    fn target(&self, group: &str, default: i64) -> i64 {
        let key = format!("preparedness.{group}");
        let set = self.rows("settings").find(|(_, row)| row["key"] == key);
        set.map_or(default, |(_, row)| row["value"].parse().unwrap())
    }
}

/// Minutes of places, summed one by one.
#[derive(Default)]
struct Sums {
    units: BTreeMap<i64, PlaceMinutes>,
    groups: BTreeMap<&'static str, PlaceMinutes>,
}

impl Sums {
    fn add(&mut self, replay: &Replay, at: DateTime<Utc>) {
        let number = |counts: &[usize]| i64::try_from(counts.iter().sum::<usize>()).unwrap();
        let units = replay.counted(at);
        for (unit, counts) in &units {
            let sum = self.units.entry(*unit).or_default();
            sum.occupied += number(&counts[3..4]);
            sum.available += number(&counts[..4]);
        }
        for (group, counts) in replay.by_group(&units) {
            let sum = self.groups.entry(group).or_default();
            sum.occupied += number(&counts[3..4]);
            sum.available += number(&counts[..4]);
        }
    }

    fn assert_same(&self, used: &Utilisation) {
        let all = |sums: BTreeMap<i64, PlaceMinutes>| {
            sums.into_iter().filter(|(_, sum)| sum.available > 0).collect::<BTreeMap<_, _>>()
        };
        let by_unit = used.units.iter().map(|(unit, sum)| (unit.0, *sum)).collect();
        assert_eq!(all(by_unit), all(self.units.clone()));
        for group in CapacityGroup::ALL {
            let found = used.groups.get(group).copied().unwrap_or_default();
            assert_eq!(found, self.groups.get(group.code()).copied().unwrap_or_default(), "{group:?}");
        }
    }
}

fn numbers(counts: &Counts) -> [usize; 5] {
    [counts.free, counts.held, counts.offered, counts.occupied, counts.out]
}

fn assert_same(capacity: &Capacity, replay: &Replay) {
    let units = replay.counted(capacity.at);
    let found: BTreeMap<i64, [usize; 5]> =
        capacity.units.iter().map(|(counted, _)| (counted.of.0, numbers(&counted.counts))).collect();
    assert_eq!(found, units, "{}", capacity.at);
    let groups = replay.by_group(&units);
    let defaults = [10, 3, 4, 1, 1];
    for (counted, default) in capacity.groups.iter().zip(defaults) {
        let group = counted.of.code();
        assert_eq!(numbers(&counted.counts), groups.get(group).copied().unwrap_or_default(), "{group}");
        assert_eq!(counted.target, Some(replay.target(group, default)), "{group}");
    }
}

fn played(seed: u64, days: i64, until: DateTime<Utc>, folder: &std::path::Path) -> Store {
    let filling = Filling { seed, places: PLACES, days };
    let (known, word) = (Known::read().unwrap(), Passphrase::new(PASSPHRASE.to_owned()));
    let new = NewDatabase { adviser: ADVISER, region: Region::Ost, passphrase: &word };
    let options = OpenOptions { synchronous: Synchronous::Off, ..options() };
    let from = filling.begins(until) - LIST_AGE;
    let store =
        Store::create(&folder.join("vakt.db"), new, region::reference(&known), options, from).unwrap();
    play(store, filling, &known, until).unwrap()
}

fn journal(store: &mut Store, now: DateTime<Utc>) -> Vec<JournalLine> {
    let query = JournalQuery { about: JournalAbout::All, before: None, limit: 100_000_000 };
    let Told::Journal(page) = store.tell(&Question::Journal(query), now).unwrap() else { panic!() };
    page.lines.into_iter().rev().collect()
}

/// After the nights some units are set to close in the hours that come; one is given longer, and one opens again.
fn closing(store: &mut Store, until: DateTime<Utc>) {
    let units = store.units().unwrap();
    let minutes = TimeDelta::minutes;
    let mut set = |unit: usize, closes_at: Option<TimeDelta>, at: TimeDelta| {
        let (unit, row) = units[unit].clone();
        let (at, closes_at) = (until + at, closes_at.map(|passed| until + passed));
        let edit = Box::new(UnitEdit {
            unit: Some(unit),
            row,
            facts: BTreeMap::new(),
            group_note: None,
            acute: Acute::No,
            closes_at,
        });
        store.execute(Store::new_command_id(at), &Command::EditUnit(edit), at).unwrap();
    };
    for unit in 0..40 {
        let to_close = minutes(i64::try_from(unit).unwrap() * 4 + 20);
        set(unit, Some(to_close + TimeDelta::milliseconds(7)), minutes(10));
    }
    set(20, Some(minutes(200)), minutes(60));
    set(5, None, minutes(150));
}

#[test]
fn any_past_minute_equals_the_journal_replayed_up_to_it() {
    let mut promise = Promise::of("R12", "capacity at past minutes, and how much places were used");
    let mut dice = Dice::of_test();
    let until: DateTime<Utc> = "2026-11-30T20:00:00Z".parse().unwrap();
    let days = i64::try_from(DAYS.count()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut store = played(dice.clone().next(), days, until, folder.path());
    closing(&mut store, until);
    let begun = until;
    let until = until + TimeDelta::minutes(240);
    let lines = journal(&mut store, until);
    let history = store.capacity_history().unwrap();

    let mut any_minute =
        || TimeDelta::minutes(i64::try_from(dice.roll(usize::try_from(days * 1440).unwrap())).unwrap());
    let mut moments: Vec<DateTime<Utc>> = (0..MINUTES.count()).map(|_| until - any_minute()).collect();
    // A stretch of hours is summed minute by minute besides.
    let from = until - any_minute() - TimeDelta::hours(7);
    let stretch: Vec<DateTime<Utc>> = (0..400).map(|minute| from + TimeDelta::minutes(minute)).collect();
    moments.extend(&stretch);
    // So are the hours in which units close, also where a child lives there.
    let last: Vec<DateTime<Utc>> = (0..240).map(|minute| begun + TimeDelta::minutes(minute)).collect();
    moments.extend(&last);
    moments.sort_unstable();
    moments.dedup();
    let (mut replay, mut next) = (Replay::default(), 0);
    let mut sums = Sums::default();
    let mut last_sums = Sums::default();
    let (mut taken, mut short) = (0, 0);
    for at in moments {
        while lines.get(next).is_some_and(|line| line.entry.at <= at) {
            replay.apply(&lines[next]);
            next += 1;
        }
        let capacity = history.at(at);
        assert_same(&capacity, &replay);
        taken += capacity.groups.iter().map(|group| group.counts.held + group.counts.offered).sum::<usize>();
        short += capacity.groups.iter().filter(|group| group.is_below_target()).count();
        if stretch.contains(&at) {
            sums.add(&replay, at);
        }
        if last.contains(&at) {
            last_sums.add(&replay, at);
        }
    }
    assert!(taken > 0 && short > 0, "places were held and offered, and groups were short");
    sums.assert_same(&history.utilisation(from, from + TimeDelta::minutes(400)));
    last_sums.assert_same(&history.utilisation(begun, until));
    // Now, it is what the board counts.
    let board = store.board(until).unwrap();
    for (counted, on_board) in history.at(until).groups.iter().zip(count_groups(&board, until)) {
        assert_eq!((counted.counts.free, counted.target), (on_board.free, Some(on_board.target)));
    }
    // So is what the weekly report counts.
    let mut out = BTreeMap::new();
    for place in &board.places {
        if let Availability::Out(state) = place.availability(until) {
            *out.entry(state).or_default() += 1;
        }
    }
    assert_eq!(history.out_at(until), out);
    let above = board.places.iter().filter(|place| place.is_extra).count();
    assert_eq!(history.above_capacity_at(until), above);
    for &kind in MeasureKind::ALL {
        let is_of_kind = |unit: &Unit| unit.kind == kind && !unit.is_closed(until);
        let places = board.places.iter().filter(|place| board.unit(place.unit).is_some_and(is_of_kind));
        let is_free: Vec<bool> =
            places.map(|place| place.availability(until) == Availability::Free).collect();
        let free = is_free.iter().filter(|is_free| **is_free).count();
        assert_eq!(history.of_kind_at(kind, until), (is_free.len(), free), "{kind:?}");
    }
    promise
        .ran(MINUTES.count(), format!("of {days} days, {} journal lines, 400 minutes summed", lines.len()));
}

#[test]
fn the_program_tells_what_is_free_against_the_target_of_the_level() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker bvv j9 4-2 bh'", "hold 1 1", "place set 4 staffing"]);
    let told = home.json(&["capacity"]);
    assert_eq!(told["level"], "normal");
    assert_eq!(
        told["groups"][0],
        json!({"group": "home_child", "free": 2, "held": 1, "offered": 0, "occupied": 0, "out": 1, "places": 4,
               "target": 10, "below_target": true})
    );
    assert!(told.get("units").is_none());
    for line in ["preparedness.home_child 2", "preparedness.home_child.high 3", "preparedness.unit.1 2"] {
        home.done(&[&["setting", "set"], &line.split(' ').collect::<Vec<_>>()[..]].concat());
    }
    assert_eq!(home.json(&["capacity"])["groups"][0]["below_target"], false);
    home.done(&["setting", "set", "readiness.level", "raised"]);
    assert_eq!(
        home.json(&["capacity"])["groups"][0]["target"],
        2,
        "a level without a target has the usual one"
    );
    home.done(&["setting", "set", "readiness.level", "high"]);
    let told = home.json(&["capacity", "--units"]);
    assert_eq!((&told["groups"][0]["target"], &told["groups"][0]["below_target"]), (&json!(3), &json!(true)));
    let furuly = &told["units"][0];
    assert_eq!(
        (&furuly["unit"], &furuly["name"], &furuly["target"]),
        (&json!(1), &json!("Furuly"), &json!(2))
    );
    assert_eq!(
        (&furuly["free"], &furuly["held"], &furuly["below_target"]),
        (&json!(1), &json!(1), &json!(true))
    );
    let text = home.done(&["capacity"]);
    assert!(text.lines().next().unwrap().ends_with(" · høy beredskap"), "{text}");
    assert!(text.contains("BH barn: 2 ledig (mål 3) LAV · 1 holdt · 0 tilbudt · 0 i bruk · 1 ute"), "{text}");
    assert!(text.contains("§ 4-5: 0 ledig (mål 1) INGEN"), "as on the board: {text}");
    assert_eq!(home.done(&["capacity", "--units", "--format", "csv"]).lines().count(), 1 + 5 + 4);
    home.refused(&["setting", "set", "readiness.level", "svært"], "bad_value", 1);
    home.refused(&["setting", "set", "preparedness.unit.01", "3"], "bad_value", 1);
}

#[test]
fn the_places_of_a_unit_that_has_closed_are_not_free_from_that_minute_on() {
    let home = Home::with_places();
    let free =
        |line: &[&str]| home.json(&[&["capacity"], line].concat())["groups"][0]["free"].as_u64().unwrap();
    assert_eq!(free(&[]), 4);
    home.done(&["unit", "edit", "1", "--closes-at", "+1"]);
    assert_eq!(free(&[]), 4);
    home.done(&["unit", "edit", "1", "--closes-at", "2020-01-01 08:00"]);
    assert_eq!(free(&[]), 2);
    let states = || home.json(&["places"])["places"].as_array().unwrap().clone();
    assert_eq!(states().iter().filter(|place| place["state"] == "closed").count(), 2);
    let text = home.done(&["places"]);
    assert_eq!(text.matches("stengt").count(), 2, "{text}");
    assert!(!home.done(&["places", "--free"]).contains("Furuly"));
    // Of a unit that has closed a place is given only with a reason, and who lives there lives there.
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh"]);
    home.refused(&["offer", "1", "1"], "reason_needed", 1);
    home.batch(&[
        "offer 1 1 --reason 'de holder åpent for henne'",
        "answer 1 accepted",
        "placement arrive 1",
    ]);
    assert_eq!(home.json(&["capacity"])["groups"][0]["occupied"], 1);
    assert_eq!(states().iter().filter(|place| place["state"] == "occupied").count(), 1);
    home.done(&["unit", "edit", "1", "--closes-at", "-"]);
    assert_eq!(free(&[]), 3);
}

#[test]
fn a_night_is_played_and_a_stretch_is_summed() {
    let home = Home::with_places();
    let told =
        home.json(&["capacity", "--from", "2026-11-21 18:00", "--to", "2026-11-22 08:00", "--every", "60"]);
    let moments = told["capacity"].as_array().unwrap();
    assert_eq!(moments.len(), 15);
    assert_eq!(
        (&moments[0]["at"], &moments[14]["at"]),
        (&json!("2026-11-21T17:00:00Z"), &json!("2026-11-22T07:00:00Z"))
    );
    let used = home.json(&["capacity", "--from", "2026-11-21 18:00", "--to", "2026-11-22 08:00", "--units"]);
    assert_eq!(used["groups"].as_array().map(Vec::len), Some(5));
    home.refused(&["capacity", "--from", "2026-11-22 08:00", "--to", "2026-11-21 08:00"], "bad_time", 2);
    home.refused(&["capacity", "--at", "2199-01-01 08:00"], "bad_time", 2);
    home.refused(&["capacity", "--from", "2020-01-01 08:00", "--every", "1"], "bad_value", 1);
    home.refused(&["capacity", "--to", "2026-11-21 08:00"], "usage", 2);
}
