//! Eight processes offer, hold and release on fifty places: judged on the whole journal, not on the final state.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::night;

const PROCESSES: usize = 8;
const COMMANDS: usize = 200;
const PLACES: usize = 50;
const CALLS: usize = 40;

fn list() -> String {
    let mut list = String::from(
        "unit,kind,ownership,region,municipality,phone,legal_bases,age_min,age_max,max_siblings,other_children,animals,places,note\n",
    );
    for number in 1..=PLACES {
        writeln!(list, "Hjem {number},emergency_home,state,Øst,3411,,4-1;4-2,0,17,1,no,no,1,").unwrap();
    }
    list
}

/// A line of work by a plain generator (`SplitMix64`), so that a seed replays it.
fn lines(seed: u64) -> String {
    let mut state = seed;
    let mut next = |below: usize| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below as u64).unwrap()
    };
    let mut lines = String::new();
    for _ in 0..COMMANDS {
        let (call, place) = (1 + next(CALLS), 1 + next(PLACES));
        match next(4) {
            0 => writeln!(lines, "offer {call} {place} --reason «prøver»").unwrap(),
            1 => writeln!(lines, "answer {} declined --reason too_far", 1 + next(60)).unwrap(),
            2 => writeln!(lines, "release {place}").unwrap(),
            _ => writeln!(lines, "hold {call} {place}").unwrap(),
        }
    }
    lines
}

/// The journal replayed in order: a claim begins on a place, and must not while another is not ended.
fn claimed_twice(journal: &[Value]) -> Vec<String> {
    let mut place_of: HashMap<i64, String> = HashMap::new();
    let mut live: HashMap<String, i64> = HashMap::new();
    let mut faults = Vec::new();
    for line in journal.iter().filter(|line| line["subject"] == "claims") {
        let claim = line["number"].as_i64().unwrap();
        match (line["field"].as_str().unwrap(), line["new"].as_str()) {
            ("place", Some(place)) => {
                place_of.insert(claim, place.to_owned());
                if let Some(other) = live.insert(place.to_owned(), claim) {
                    faults.push(format!(
                        "place {place}: claim {claim} while {other} lived, line {}",
                        line["sequence"]
                    ));
                }
            }
            ("ended_at", Some(_)) if live.get(&place_of[&claim]) == Some(&claim) => {
                live.remove(&place_of[&claim]);
            }
            _ => {}
        }
    }
    faults
}

#[test]
fn eight_processes_never_claim_a_place_twice() {
    let _alone = night::alone();
    let seed = 20_261_121;
    eprintln!("seed {seed}");
    let home = night::database(&list());
    home.batch(&["call add \"ringsaker bvv j9 4-2 bh\""; CALLS]);
    let mut processes = Vec::new();
    for process in 0..PROCESSES {
        let mut child = home
            .command(&["--db", home.db.to_str().unwrap(), "--key-fd", "3", "batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let work = lines(seed + process as u64);
        let feeder = std::thread::spawn(move || input.write_all(work.as_bytes()));
        processes.push((child, feeder));
    }
    let mut codes: HashMap<String, usize> = HashMap::new();
    for (child, feeder) in processes {
        feeder.join().unwrap().unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        let answers: Vec<Value> = String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(answers.len(), COMMANDS, "one answer a line");
        for answer in answers {
            let code = if answer["ok"] == true { "ok" } else { answer["error"]["code"].as_str().unwrap() };
            *codes.entry(code.to_owned()).or_default() += 1;
        }
    }
    for code in ["busy", "disk_full", "wrong_key_or_damaged", "usage"] {
        assert_eq!(codes.get(code), None, "{codes:?}");
    }
    for code in ["ok", "taken", "stale"] {
        assert!(codes[code] > 20, "too little of «{code}» to prove anything: {codes:?}");
    }
    let journal = night::journal(&home);
    assert_eq!(claimed_twice(&journal), Vec::<String>::new());
    let begun = journal.iter().filter(|line| line["subject"] == "claims" && line["field"] == "place").count();
    assert!(begun > 50, "{begun} claims");
    night::assert_sound(&home);
}

#[test]
fn the_judge_sees_a_place_claimed_twice() {
    let line = |number: i64, field: &str, new: &str| serde_json::json!({ "sequence": number, "subject": "claims", "number": number, "field": field, "new": new });
    let ended = serde_json::json!({ "sequence": 2, "subject": "claims", "number": 1, "field": "ended_at", "new": "5" });
    let twice = [line(1, "place", "7"), line(3, "place", "7")];
    assert_eq!(claimed_twice(&twice).len(), 1);
    let in_turn = [line(1, "place", "7"), ended, line(3, "place", "7"), line(4, "place", "8")];
    assert_eq!(claimed_twice(&in_turn), Vec::<String>::new());
}
