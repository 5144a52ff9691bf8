//! The journal: no personal data in it, every part of a line in its hash, and others hear of it at once.

use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use akuttvakt::domain::command::{Command, CommandId};
use akuttvakt::domain::ids::PlaceId;
use akuttvakt::domain::journal::{Act, Entry};
use akuttvakt::store::{Job, Reply, Store, Worker};
use uuid::Uuid;

use crate::fixture::{Fixture, girl_of_nine, minutes, night};

fn lines(fixture: &mut Fixture) -> Vec<akuttvakt::domain::journal::JournalLine> {
    let mut lines = Vec::new();
    fixture.store.journal(|line| lines.push(line)).unwrap();
    lines
}

#[test]
fn it_holds_commitments_instead_of_names_numbers_and_texts() {
    let mut fixture = Fixture::with_places();
    let mut facts = girl_of_nine(fixture.now);
    facts.note = Some("MARKØRNOTAT".to_owned());
    facts.callback = Some("99887766".to_owned());
    fixture.register(facts);
    fixture.offer(akuttvakt::domain::ids::CallId(1), PlaceId(1));
    let lines = lines(&mut fixture);
    let told = |text: &str| {
        lines.iter().any(|line| {
            [&line.entry.old, &line.entry.new].into_iter().flatten().any(|value| value.contains(text))
        })
    };
    for marker in ["MARKØRNOTAT", "99887766", "Furuly", "Kari", "00 00 00 00"] {
        assert!(!told(marker), "«{marker}» stands in the journal");
    }
    let notes: Vec<_> = lines.iter().filter(|line| line.entry.field == "note").collect();
    assert_eq!(notes.len(), 1);
    assert!(notes[0].entry.new.as_ref().unwrap().starts_with("sha256:"));
    assert_eq!(notes[0].adviser.as_deref(), Some("Kari N."));
    let numbers: Vec<_> = lines.iter().map(|line| line.entry.seq).collect();
    assert_eq!(numbers, (1..=i64::try_from(lines.len()).unwrap()).collect::<Vec<_>>());
}

#[test]
fn every_part_of_a_line_counts_in_its_hash() {
    let line = Entry {
        seq: 7,
        at: night(),
        adviser: Some(1),
        command: CommandId(Uuid::nil()),
        act: Act::Hold,
        subject: "claims".to_owned(),
        number: 3,
        call: Some(4),
        field: "kind".to_owned(),
        old: None,
        new: Some("hold".to_owned()),
    };
    let start = [0; 32];
    let own = line.hash(&start);
    let changed = [
        Entry { seq: 8, ..line.clone() },
        Entry { at: night() + minutes(1), ..line.clone() },
        Entry { adviser: None, ..line.clone() },
        Entry { command: CommandId(Uuid::max()), ..line.clone() },
        Entry { act: Act::Offer, ..line.clone() },
        Entry { subject: "claim".to_owned(), ..line.clone() },
        Entry { number: 4, ..line.clone() },
        Entry { call: None, ..line.clone() },
        Entry { field: "skind".to_owned(), subject: "claim".to_owned(), ..line.clone() },
        Entry { old: Some(String::new()), ..line.clone() },
        Entry { new: Some("holde".to_owned()), ..line.clone() },
    ];
    for other in changed {
        assert_ne!(other.hash(&start), own, "{other:?}");
    }
    assert_ne!(line.hash(&[1; 32]), own);
}

#[test]
fn another_opening_hears_of_a_change_within_a_quarter_of_a_second() {
    let mut fixture = Fixture::with_places();
    let (sender, replies) = channel();
    let now = fixture.now;
    let worker = Worker::spawn(fixture.open(), move |reply| sender.send(reply).unwrap()).unwrap();
    worker.send(Job::Board { query: 1, now });
    assert!(matches!(replies.recv().unwrap(), Reply::Board { query: 1, .. }));
    for round in 0..5 {
        let before = Instant::now();
        fixture.girl();
        let reply = replies.recv_timeout(Duration::from_secs(2)).expect("nothing heard");
        assert!(matches!(reply, Reply::Changed));
        assert!(before.elapsed() < Duration::from_millis(250), "{:?}", before.elapsed());
        worker.send(Job::Board { query: 2, now });
        // A commit can be heard twice; the board that follows is the one that counts.
        let board = loop {
            match replies.recv().unwrap() {
                Reply::Board { board, .. } => break board.unwrap(),
                Reply::Changed => {}
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(board.calls.len(), round + 1);
        thread::sleep(Duration::from_millis(80));
        while replies.try_recv().is_ok() {}
    }
    // Its own write is answered, and is no news.
    let command = Command::RegisterCall(Box::new(girl_of_nine(fixture.now)));
    worker.send(Job::Execute { query: 3, id: Store::new_command_id(now), command, finishes: None, now });
    assert!(matches!(replies.recv().unwrap(), Reply::Executed { query: 3, result: Ok(_), .. }));
    assert!(replies.recv_timeout(Duration::from_millis(300)).is_err());
}

#[test]
fn a_worker_that_is_dropped_leaves_no_connection_behind() {
    let fixture = Fixture::with_places();
    let worker = Worker::spawn(fixture.open(), |_| {}).unwrap();
    let Fixture { folder, store, .. } = fixture;
    drop(store);
    let open = || {
        let files = std::fs::read_dir("/proc/self/fd").unwrap().filter_map(Result::ok);
        files
            .filter_map(|file| std::fs::read_link(file.path()).ok())
            .filter(|path| path.starts_with(folder.path()))
            .count()
    };
    assert!(open() >= 2, "the worker's and the watch's");
    let before = Instant::now();
    drop(worker);
    assert_eq!(open(), 0);
    assert!(before.elapsed() < Duration::from_secs(1), "{:?}", before.elapsed());
}
