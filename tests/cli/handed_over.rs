//! A night handed over between two real processes with keys alone; and what is half-written of it outlives a kill.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use akuttvakt::cli::demo::nights::{Nights, Turn};
use akuttvakt::cli::demo::plan::LIST_AGE;
use akuttvakt::cli::demo::region::{self, Known, Wanted};
use akuttvakt::domain::board::Board;
use akuttvakt::domain::call::{CallOwner, CallState};
use akuttvakt::domain::case_watch::WatchLevel;
use akuttvakt::domain::follow_up::Owner;
use akuttvakt::domain::handover::{HandoverTold, Matter, open_matters};
use akuttvakt::domain::ids::{CallId, FollowUpId};
use akuttvakt::domain::municipality::Region;
use akuttvakt::store::{NewDatabase, OpenOptions, Passphrase, Store, StoreError, Synchronous};
use chrono::{DateTime, TimeDelta, Utc};

use crate::clock_is_set::library;
use crate::night;
use crate::program::{ADVISER, Home, PASSPHRASE, PROGRAM, now, options};
use crate::shifts;
use crate::support::need::need_working;
use crate::terminal::Terminal;

const PER: &str = "Per S.";
const PER_PASSPHRASE: &str = "annet";
/// What the sign-on form says once a shift was handed over.
const SIGNED: &str = "Vakta er avsluttet, og sakene er overlevert.";
const RIGHT: &str = "\u{1b}[C";
const WIDE: (u16, u16) = (120, 36);

/// When the nights begin: a morning at half past seven.
const BEGIN: &str = "2026-11-20T06:30:00Z";
/// From half past four in the afternoon Kari is on.
const EVENING: TimeDelta = TimeDelta::hours(9);
/// A seed with such a night soon. After a change of the simulator it may come later.
const SEED: u64 = 5;
/// The seed of the region it is played in.
const REGION_SEED: u64 = 2;

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

/// The first night of the simulator that leaves a few open calls, one of them at least of the night and one Kari's, and
/// something to be done; with the morning after it.
fn simulated_night() -> (Home, DateTime<Utc>) {
    let mut nights = Played::new();
    for day in 1..=400 {
        let morning = at(BEGIN) + TimeDelta::days(day);
        nights.play_until(morning);
        if is_meant(&nights.stores[0].board(morning).unwrap(), morning) {
            return (nights.home, morning);
        }
    }
    panic!("no night with a few open calls")
}

fn is_meant(board: &Board, morning: DateTime<Utc>) -> bool {
    let evening = morning - TimeDelta::days(1) + EVENING;
    let kari = CallOwner::Adviser(ADVISER.to_owned());
    let open: Vec<_> = board.calls.iter().filter(|call| call.state == CallState::Open).collect();
    let is_hers = open.iter().any(|call| call.owner == kari);
    let is_of_night = open.iter().any(|call| call.received_at.is_some_and(|received| received > evening));
    let is_untold = board.handovers.is_empty() && board.watched.is_empty();
    let is_on = board.on.iter().any(|shift| shift.by == ADVISER);
    (2..=4).contains(&open.len())
        && is_hers
        && is_of_night
        && is_on
        && board.follow_ups.len() >= 3
        && is_untold
}

/// What Kari and Per do, day after day.
struct Played {
    home: Home,
    stores: [Store; 2],
    nights: Nights,
    /// Comes after what was played.
    next: Option<Turn>,
    evening: DateTime<Utc>,
}

impl Played {
    fn new() -> Self {
        let (home, known, begins) = (Home::bare(), Known::read().unwrap(), at(BEGIN));
        let options = OpenOptions { synchronous: Synchronous::Off, ..options() };
        let (kari, per) =
            (Passphrase::new(PASSPHRASE.to_owned()), Passphrase::new(PER_PASSPHRASE.to_owned()));
        let new = NewDatabase { adviser: ADVISER, region: Region::Ost, passphrase: &kari };
        let reference = region::reference(&known);
        let store =
            Store::create(&home.db, new, reference.clone(), options.clone(), begins - LIST_AGE).unwrap();
        let wanted = Wanted { seed: REGION_SEED, places: 60, calls: 0 };
        let mut store = region::settle(store, wanted, &known, begins).unwrap();
        store.add_adviser(PER, &per, begins).unwrap();
        let other = Store::open(&home.db, Some(PER), &per, reference, options).unwrap();
        let nights = Nights::new(SEED, &known.catalog.municipalities, 2, begins);
        Self { home, stores: [store, other], nights, next: None, evening: begins + EVENING }
    }

    fn play_until(&mut self, morning: DateTime<Utc>) {
        while let Some(turn) = self.next.take().or_else(|| self.nights.next_turn()) {
            if turn.at >= morning {
                self.next = Some(turn);
                return;
            }
            if turn.at >= self.evening {
                self.stores[0].sign_on(self.evening).unwrap();
                self.evening += TimeDelta::days(1);
            }
            let store = &mut self.stores[turn.adviser];
            let board = store.board(turn.at).unwrap();
            let Some(command) = self.nights.command(&turn, &board) else { continue };
            match store.execute(Store::new_command_id(turn.at), &command, turn.at) {
                Ok(outcome) => self.nights.told(&turn, Ok(&outcome)),
                Err(StoreError::Refused(refusal)) => self.nights.told(&turn, Err(&refusal)),
                Err(error) => panic!("{error:?}"),
            }
        }
    }
}

/// The database opened by the library as one of the two.
fn store(home: &Home, adviser: &str, passphrase: &str) -> Store {
    let passphrase = Passphrase::new(passphrase.to_owned());
    Store::open(&home.db, Some(adviser), &passphrase, Arc::default(), options()).unwrap()
}

/// The screen of whoever's name begins with this letter, signed on by typing.
fn screen(home: &Home, letter: &str, passphrase: &str) -> Terminal {
    screen_with(home, letter, passphrase, &[])
}

fn screen_with(home: &Home, letter: &str, passphrase: &str, environment: &[(&str, &str)]) -> Terminal {
    let arguments = ["--db".to_owned(), home.db.display().to_string()];
    let own = [("HOME", home.folder.path().to_str().unwrap())];
    let mut terminal = Terminal::start(PROGRAM, &arguments, &[&own, environment].concat(), WIDE);
    terminal.wait_for("logg på");
    terminal.send(&format!("{letter}\t{passphrase}\r"));
    terminal.wait_for("Ledig");
    terminal
}

type Owners = (BTreeMap<CallId, CallOwner>, BTreeMap<FollowUpId, String>);

/// Who has each open call and each task of an adviser.
fn owners(board: &Board) -> Owners {
    let open = board.calls.iter().filter(|call| call.state == CallState::Open);
    let tasks = board.follow_ups.iter().filter(|task| task.owner != Owner::Department);
    (
        open.map(|call| (call.id, call.owner.clone())).collect(),
        tasks.map(|task| (task.id, task.by.clone())).collect(),
    )
}

/// Everything that was open when it was signed, and what stands on the handover.
fn open_and_points(board: &Board, told: &HandoverTold) -> [Vec<Matter>; 2] {
    let mut open: Vec<_> = open_matters(board, told.until).iter().map(|open| open.matter).collect();
    let mut points: Vec<_> = told.points.iter().map(|point| point.open.matter).collect();
    open.sort_unstable();
    points.sort_unstable();
    [open, points]
}

#[test]
fn a_simulated_night_is_handed_over_between_two_processes_with_keys_alone() {
    if !need_working("faketime", &["-f", "+0", "true"], "a night is handed over on its own morning") {
        return;
    }
    let _alone = night::alone();
    let (home, morning) = &simulated_night();
    let morning = *morning;
    let before = owners(&store(home, ADVISER, PASSPHRASE).board(morning).unwrap());
    let (library, by) = (library(), format!("{:+}", (morning - now()).num_seconds()));
    let on_it = [
        ("LD_PRELOAD", library.as_str()),
        ("FAKETIME", &by),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("DONT_FAKE_MONOTONIC", "1"),
    ];

    let mut kari = screen_with(home, "k", PASSPHRASE, &on_it);
    kari.send("6");
    kari.wait_for("m overlever");
    kari.send(RIGHT);
    kari.wait_for("følg med ");
    kari.send("e");
    kari.wait_for("til neste vakt");
    kari.send("\tring vakten i kommunen\r");
    kari.wait_for("gjør: ring vakten i kommunen");
    kari.send("m");
    kari.wait_for("Overlever vakta");
    kari.send("p");
    kari.wait_for("til Per S. og avslutter vakta di.");
    kari.send("\r");
    kari.wait_for(SIGNED);
    assert!(kari.screen().contains("logg på"), "{}", kari.screen());

    let mut store = store(home, PER, PER_PASSPHRASE);
    let board = store.board(morning).unwrap();
    let [waiting] = board.handovers.as_slice() else { panic!("{:?}", board.handovers) };
    let told = store.handover(Some(waiting.id), morning).unwrap().unwrap();
    let board = store.board(told.until).unwrap();
    let [open, points] = open_and_points(&board, &told);
    assert_eq!(open, points, "what is open is on the handover, each once");
    let of_calls = points.iter().filter(|point| matches!(point, Matter::Call(_))).count();
    let of_tasks = points.iter().filter(|point| matches!(point, Matter::FollowUp(_))).count();
    let open_calls = board.calls.iter().filter(|call| call.state == CallState::Open).count();
    assert_eq!((of_calls, of_tasks), (open_calls, board.follow_ups.len()));
    let watched: Vec<_> = told.watches.iter().map(|watch| (watch.draft.level, &watch.draft.action)).collect();
    assert_eq!(watched, [(WatchLevel::Watch, &Some("ring vakten i kommunen".to_owned()))]);
    assert!(told.points.len() > 2 && told.points.iter().all(|point| point.gone_through.is_none()));

    let mut per = screen_with(home, "p", PER_PASSPHRASE, &on_it);
    per.wait_for("Ikke mottatt: overlevering fra Kari N.");
    let words = "ring vakten i kommunen, ellers stille";
    // With the words, five keys for two open cases; a key more for each more.
    let cases = vec!["\r"; open_calls];
    for keys in [&["6"][..], &cases, &["m", words, "\r"]].concat() {
        per.send(keys);
    }
    per.wait_for("er dine fra nå.");
    assert_eq!((kari.end("\u{11}"), per.end("q")), (0, 0));

    let told = store.handover(Some(waiting.id), morning).unwrap().unwrap();
    let signed = told.signed.as_ref().unwrap();
    assert_eq!((signed.giver.as_str(), signed.received_by.as_deref()), (ADVISER, Some(PER)));
    assert!(
        signed
            .received_at
            .is_some_and(|at| signed.signed_at < at && at < signed.signed_at + TimeDelta::minutes(5))
    );
    assert_eq!(told.repeated.as_deref(), Some(words));
    let through = told.points.iter().filter_map(|point| point.gone_through.as_ref());
    assert_eq!(through.filter(|(by, _)| by == PER).count(), told.points.len());
    let board = store.board(told.until).unwrap();
    assert_eq!(open_and_points(&board, &told), [open, points], "nothing was opened or ended by it");
    assert_eq!(owners(&board), given(before), "he has what she had, and the rest has whom it had");
    assert_eq!(board.on.iter().map(|shift| shift.by.as_str()).collect::<Vec<_>>(), [PER]);
    let shown = home.done(&["--as", ADVISER, "handover", "show", &waiting.id.0.to_string()]);
    assert!(shown.contains(ADVISER) && shown.contains(PER) && shown.contains(words), "{shown}");
    assert_eq!(home.done(&["--as", ADVISER, "check"]), "Alt er i orden: fil, logg og plasser.\n");
}

/// What Kari had is Per's.
fn given((calls, tasks): Owners) -> Owners {
    let is_hers = |name: &str| name == ADVISER;
    let call = |owner| match owner {
        CallOwner::Adviser(name) if is_hers(&name) => CallOwner::Adviser(PER.to_owned()),
        other => other,
    };
    let task = |name: String| if is_hers(&name) { PER.to_owned() } else { name };
    (
        calls.into_iter().map(|(id, owner)| (id, call(owner))).collect(),
        tasks.into_iter().map(|(id, name)| (id, task(name))).collect(),
    )
}

/// Waits until these words are kept as half-written work.
fn wait_until_kept(mut store: Store, words: &str) {
    let deadline = Instant::now() + Duration::from_secs(30);
    let is_kept = |store: &mut Store| {
        let drafts = store.drafts().unwrap();
        drafts.iter().flat_map(|draft| &draft.fields).any(|(_, text)| text.contains(words))
    };
    while !is_kept(&mut store) {
        assert!(Instant::now() < deadline, "«{words}» was never kept");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn half_a_handover_is_there_again_after_a_kill_for_giver_and_receiver() {
    let _alone = night::alone();
    let home = shifts::night();
    let mut kari = screen(&home, "k", PASSPHRASE);
    kari.send("6m");
    kari.wait_for("Overlever vakta");
    kari.send("\tog halve sammendraget\thalvt notat");
    wait_until_kept(store(&home, ADVISER, PASSPHRASE), "halvt notat");
    kari.signal("-KILL");
    drop(kari);
    let mut kari = screen(&home, "k", PASSPHRASE);
    kari.send("6");
    kari.wait_for("påbegynt, m henter det");
    kari.send("m");
    kari.wait_until("what was written", |screen| {
        screen.contains("og halve sammendraget") && screen.contains("halvt notat")
    });
    kari.send("p\t\t, nå helt\r");
    kari.wait_for(SIGNED);
    assert_eq!(kari.end("\u{11}"), 0);

    let mut per = screen(&home, "p", PER_PASSPHRASE);
    per.send("6\r\rmhalvt gjentatt");
    wait_until_kept(store(&home, PER, PER_PASSPHRASE), "halvt gjentatt");
    per.signal("-KILL");
    drop(per);
    let mut per = screen(&home, "p", PER_PASSPHRASE);
    per.send("6m");
    per.wait_for("halvt gjentatt");
    per.send(", nå helt\r");
    per.wait_for("er dine fra nå.");
    assert_eq!(per.end("q"), 0);
    let told = home.json(&["--as", ADVISER, "handover", "show", "1"]);
    assert!(told["summary"].as_str().unwrap().ends_with("og halve sammendraget"), "{told}");
    assert_eq!(
        (&told["note"], &told["repeated"]),
        (&"halvt notat, nå helt".into(), &"halvt gjentatt, nå helt".into())
    );
    for (name, passphrase) in [(ADVISER, PASSPHRASE), (PER, PER_PASSPHRASE)] {
        assert!(store(&home, name, passphrase).drafts().unwrap().is_empty(), "it went with the signature");
    }
    assert_eq!(home.done(&["--as", ADVISER, "check"]), "Alt er i orden: fil, logg og plasser.\n");
}
