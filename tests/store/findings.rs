//! What `check` says of a database that someone changed from outside: each finding by the program itself, with the
//! first line of the journal it is about, and what to do.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command as Program, Stdio};

use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::PlaceId;
use akuttvakt::domain::offer::Answer;
use serde_json::Value as Json;

use crate::faults::raw;
use crate::fixture::{Fixture, PASSPHRASE};
use crate::support::promise::Promise;

/// Runs `check`; its answer as JSON, and in words.
fn check(path: &Path) -> (Json, String) {
    let run = |format: &str| {
        let mut program = Program::new(env!("CARGO_BIN_EXE_akuttvakt"))
            .args(["--db", path.to_str().unwrap(), "--key-fd", "0", "check", "--format", format])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(program.stdin.take().unwrap(), "{PASSPHRASE}").unwrap();
        let output = program.wait_with_output().unwrap();
        let (out, err) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(err, "", "{out}");
        (out, output.status.code().unwrap())
    };
    let (json, code) = run("json");
    let json: Json = serde_json::from_str(&json).unwrap();
    assert_eq!(code, i32::from(json["ok"] == false), "{json}");
    let (words, code_in_words) = run("text");
    assert_eq!(code_in_words, code);
    (json, words)
}

/// The finding with a code: the line it tells, and what to do.
fn told(path: &Path, code: &str) -> (Option<i64>, String) {
    let (json, words) = check(path);
    let details = json["details"].as_array().unwrap_or_else(|| panic!("{code}: {json}"));
    let messages: Vec<_> = details.iter().map(|detail| detail["message"].clone()).collect();
    assert_eq!(json["findings"], Json::Array(messages));
    let found =
        details.iter().find(|detail| detail["code"] == code).unwrap_or_else(|| panic!("{code}: {json}"));
    let text = |key: &str| found[key].as_str().unwrap().to_owned();
    assert!(words.contains(&format!("{} {}", text("message"), text("what_to_do"))), "{words}");
    (found["line"].as_i64(), text("what_to_do"))
}

/// A night with a hold and an offer.
fn night() -> Fixture {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.offer(call, PlaceId(1));
    let call = fixture.girl();
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    fixture
}

/// The same after this SQL, by someone who has the key.
fn changed(sql: &str) -> Fixture {
    let fixture = night();
    let connection = raw::open(&fixture.path).unwrap();
    connection.execute_batch(&format!("PRAGMA foreign_keys = off; {sql}")).unwrap();
    fixture
}

#[test]
fn a_sound_database_has_nothing_to_do() {
    let fixture = night();
    let (json, words) = check(&fixture.path);
    assert_eq!(json, serde_json::json!({"ok": true, "findings": []}));
    assert_eq!(words, "Alt er i orden: fil, logg og plasser.\n");
}

#[test]
fn a_broken_line_and_a_cut_tail_are_told_by_their_first_line() {
    let mut promise = Promise::of("R12", "broken chain and cut tail");
    let mut runs = 0;
    for line in [1, 9, 20] {
        for change in ["UPDATE journal SET number = number + 1", "DELETE FROM journal"] {
            let fixture = changed(&format!("{change} WHERE seq = {line}"));
            let (first, what_to_do) = told(&fixture.path, "broken_chain");
            assert_eq!(first, Some(line), "{change}");
            assert!(what_to_do.contains(&format!("Linjene fra {line} ")), "{what_to_do}");
            runs += 1;
        }
    }
    promise.caught("a broken chain line");
    for head in [5, 20, 60] {
        let fixture = changed(&format!("DELETE FROM journal WHERE seq > {head}"));
        let (first, what_to_do) = told(&fixture.path, "cut_tail");
        assert_eq!(first, Some(head + 1));
        assert!(what_to_do.contains(&format!("Linjene etter {head} er borte")), "{what_to_do}");
        runs += 1;
    }
    promise.caught("a cut tail");
    promise.ran(runs, "each told by its first line, by the program");
}

#[test]
fn what_differs_or_cannot_be_is_told_with_what_to_do() {
    let cases = [
        ("differs_from_history", "UPDATE units SET age_max = 17 WHERE number = 1", "stol på den"),
        ("dangling_references", "UPDATE places SET unit = 99 WHERE number = 6", "Ta vare på filen"),
        (
            "structure",
            "PRAGMA ignore_check_constraints = on; UPDATE units SET animals = 7 WHERE number = 1",
            "restore",
        ),
        (
            "claimed_twice",
            "DROP INDEX claims_live;
             INSERT INTO claims (number, uuid, version, place, kind, call, adviser, from_at)
             SELECT 99, 'x', version, place, kind, call, adviser, from_at + 1 FROM claims WHERE place = 4",
            "place history 4",
        ),
        (
            "two_open_offers",
            "INSERT INTO offers (number, uuid, version, call, place, adviser, at, clearance)
             SELECT 99, 'x', version, call, 2, adviser, at, clearance FROM offers;
             INSERT INTO claims (number, uuid, version, place, kind, call, child, offer, adviser, from_at)
             SELECT 99, 'x', version, 2, kind, call, child, 99, adviser, from_at FROM claims WHERE place = 1",
            "trekk det tilbudet",
        ),
    ];
    for (code, change, what) in cases {
        let (line, what_to_do) = told(&changed(change).path, code);
        assert_eq!(line, None, "{code}");
        assert!(what_to_do.contains(what), "{code}: {what_to_do}");
    }
}

#[test]
fn a_placement_that_is_not_as_its_place_says_is_told_with_whom_to_ring() {
    let cases = [
        (
            "placement_without_claim",
            "UPDATE claims SET ended_at = from_at, end_reason = 'ended' WHERE place = 4",
            "Ring tiltaket",
        ),
        (
            "claim_after_end",
            "UPDATE placements SET ended_at = arrived_at, end_kind = 'home'",
            "place history 4",
        ),
        (
            "lives_twice",
            "DROP INDEX placements_now;
             INSERT INTO placements (number, uuid, version, call, child, place, offer, adviser, measure, accepted_at,
                                     arrived_at)
             SELECT 99, 'x', version, call, child, place, offer, adviser, measure, accepted_at, arrived_at
             FROM placements",
            "placement end 1",
        ),
    ];
    for (code, change, what) in cases {
        let mut fixture = Fixture::with_places();
        let call = fixture.girl();
        let offer = fixture.offer(call, PlaceId(4));
        fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
        fixture.run(Command::Arrive { offer, at: None });
        raw::open(&fixture.path).unwrap().execute_batch(change).unwrap();
        let (_, what_to_do) = told(&fixture.path, code);
        assert!(what_to_do.contains(what), "{code}: {what_to_do}");
    }
}

#[test]
fn damaged_pages_name_the_newest_backup() {
    let mut promise = Promise::of("R7", "damaged pages are told with what to do");
    for has_backup in [false, true] {
        let fixture = night();
        let mut newest = None;
        if has_backup {
            for hours in [0, 2] {
                let at = fixture.now + chrono::TimeDelta::hours(hours);
                newest = Some(fixture.store.backup_maker().make(None, at).unwrap().path);
            }
        }
        let Fixture { folder: _folder, path, store, .. } = fixture;
        drop(store);
        // The last page: no index that opening the database needs.
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes.len() - 2000;
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
        let (_, what_to_do) = told(&path, "damaged_pages");
        match newest {
            Some(backup) => assert!(what_to_do.contains(backup.to_str().unwrap()), "{what_to_do}"),
            None => assert!(what_to_do.contains("ligger det ingen"), "{what_to_do}"),
        }
    }
    promise.ran(2, "named the newest backup, and said when there is none");
}

#[test]
fn a_file_that_was_put_back_by_hand_is_told_by_the_line_of_its_backup() {
    let mut fixture = night();
    let early = tempfile::tempdir().unwrap();
    let copy = raw::copy(&fixture.path, early.path());
    fixture.later(1);
    fixture.girl();
    let backup = fixture.store.backup_maker().make(None, fixture.now).unwrap();
    let Fixture { folder: _folder, path, store, .. } = fixture;
    drop(store);
    raw::copy(&copy, path.parent().unwrap());
    let (line, what_to_do) = told(&path, "other_than_backup");
    assert_eq!(line, Some(backup.lines));
    assert!(what_to_do.contains("sikkerhetskopiene"), "{what_to_do}");
}
