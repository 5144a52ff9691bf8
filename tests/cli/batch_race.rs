//! R1 and R2 with the built program: eight `batch` processes offer, hold and give back on the same places, each line by
//! line as an adviser would. Judged on the whole history; and nobody is told «busy».

use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::night;
use crate::program::{Home, now};
use crate::support::dice::Dice;
use crate::support::history::{Claim, GivenBack, Got, Line, Told, assert_none, claimed_twice, claims_of};
use crate::support::promise::{Figure, Promise, is_full};
use crate::worker::{Worker, code, command_id};

const PROCESSES: usize = 8;
/// Calls of each process's own.
const CALLS: usize = 20;
const MANY_PLACES: Figure = Figure::new(30, 500);
const ONE_PLACE: Figure = Figure::new(20, 200);
const WAITS: Figure = Figure::new(60, 1_000);
const WAIT_ROUNDS: usize = 3;
/// Commands given by starting the program anew, of each of four who do.
const STARTS: Figure = Figure::new(12, 200);
/// How long a hold lasts in the race: the shortest there is.
const HOLD: Duration = Duration::from_mins(1);

fn list(places: usize) -> String {
    let mut list = String::from(
        "unit,kind,ownership,region,municipality,phone,legal_bases,age_min,age_max,max_siblings,other_children,animals,places,note\n",
    );
    for number in 1..=places {
        writeln!(list, "Hjem {number},emergency_home,state,Øst,3411,,4-1;4-2,0,17,1,no,no,1,").unwrap();
    }
    list
}

/// Places, and calls for every process.
fn settled(places: usize) -> Home {
    let home = Home::empty();
    home.done(&["import", "places", &home.write("plasser.csv", list(places))]);
    home.done(&["setting", "set", "hold.seconds", &HOLD.as_secs().to_string()]);
    home.batch(&["call add \"ringsaker bvv j9 4-2 bh\""; PROCESSES * CALLS]);
    home
}

/// One of the processes, and what it keeps of what it was told.
struct Racer {
    worker: Worker,
    dice: Dice,
    first_call: i64,
    places: i64,
    offers: Vec<(i64, i64)>,
    told: Told,
    waits: Vec<Duration>,
}

impl Racer {
    fn start(home: &Home, number: usize, places: usize, dice: &Dice) -> Self {
        Self {
            worker: Worker::start(home),
            dice: dice.branch(1 + number),
            first_call: i64::try_from(1 + number * CALLS).unwrap(),
            places: i64::try_from(places).unwrap(),
            offers: Vec::new(),
            told: Told::default(),
            waits: Vec::new(),
        }
    }

    fn step(&mut self) {
        let dice = &mut self.dice;
        let command = command_id(dice);
        let call = self.first_call + dice.number(i64::try_from(CALLS).unwrap()) - 1;
        let mut place = dice.number(self.places);
        // Soon, or one offer would keep the only place.
        let declined = (!self.offers.is_empty() && dice.roll(2) == 0).then(|| dice.roll(self.offers.len()));
        let words = match (declined, dice.roll(8)) {
            (Some(at), _) => {
                let (offer, offered) = self.offers.swap_remove(at);
                place = offered;
                format!("answer {offer} declined --reason too_far")
            }
            (None, 0) => format!("release {place}"),
            (None, 1 | 2) => format!("offer {call} {place} --reason «prøver»"),
            (None, _) => format!("hold {call} {place}"),
        };
        let (sent, before) = (now(), Instant::now());
        let answer = self.worker.say(&format!("id={command} {words}")).expect("an answer");
        self.waits.push(before.elapsed());
        let told = now();
        self.told.count(code(&answer));
        let answer: Value = serde_json::from_str(&answer).unwrap();
        if answer["ok"] != true {
            return;
        }
        if words.starts_with("hold") || words.starts_with("offer") {
            let until = answer["until"].as_str().map(|until| until.parse::<DateTime<Utc>>().unwrap());
            self.offers.extend(answer["offer"].as_i64().map(|offer| (offer, place)));
            self.told.got.push(Got { command, place, call, until, sent, told });
        } else {
            self.told.given_back.push(GivenBack { command, place, sent, told });
        }
    }

    fn end(self) -> (Told, Vec<Duration>) {
        let (status, said) = self.worker.end();
        assert!(status.success() && said.is_empty(), "{status}: {said}");
        (self.told, self.waits)
    }
}

/// What so many processes were told, and how long each answer took.
fn race(home: &Home, processes: usize, places: usize, commands: usize, dice: &Dice) -> (Told, Vec<Duration>) {
    let racers: Vec<_> = (0..processes).map(|number| Racer::start(home, number, places, dice)).collect();
    let threads = racers.into_iter().map(|mut racer| {
        thread::spawn(move || {
            for at in 0..commands {
                // The program's clock cannot be moved: only the full run has the time to let holds run out.
                if at == commands / 2 && is_full() && processes == PROCESSES {
                    thread::sleep(HOLD + Duration::from_secs(1));
                }
                racer.step();
            }
            racer.end()
        })
    });
    let threads: Vec<_> = threads.collect();
    let (mut told, mut waits) = (Told::default(), Vec::new());
    for thread in threads {
        let (more, longer) = thread.join().unwrap();
        told.add(more);
        waits.extend(longer);
    }
    (told, waits)
}

/// Nothing but rules ever refused: no lock, no disk.
fn assert_no_false_busy(told: &Told, answers: usize) {
    assert_eq!(told.codes.values().sum::<usize>(), answers, "one answer a line: {:?}", told.codes);
    for code in told.codes.keys() {
        assert!(["ok", "taken", "stale", "not_offerable"].contains(&code.as_str()), "{:?}", told.codes);
    }
}

fn lines(home: &Home) -> Vec<Line> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    night::journal(home)
        .iter()
        .map(|line| Line {
            command: text(&line["command_id"]).unwrap().parse().unwrap(),
            subject: text(&line["subject"]).unwrap(),
            number: line["number"].as_i64().unwrap(),
            call: line["call"].as_i64(),
            field: text(&line["field"]).unwrap(),
            new: text(&line["new"]),
        })
        .collect()
}

fn judge(home: &Home, told: &Told, answers: usize) -> String {
    assert_no_false_busy(told, answers);
    for code in ["ok", "taken", "stale"] {
        assert!(told.codes.contains_key(code), "nothing of «{code}»: {:?}", told.codes);
    }
    assert_none(&told.given_twice(), "overlaps by what was told");
    let lines = lines(home);
    assert_none(&claimed_twice(claims_of(&lines)), "overlaps by the database");
    assert_none(&told.without_one_line(&lines), "not in exactly one line");
    night::assert_sound(home);
    format!("{} told «you have it», {} taken, 0 overlaps, 0 lost", told.got.len(), told.codes["taken"])
}

#[test]
fn eight_processes_never_get_the_same_place() {
    let _alone = night::alone();
    for (what, places, commands) in [
        ("real processes, many places", if is_full() { 200 } else { 20 }, MANY_PLACES),
        ("real processes, one place", 1, ONE_PLACE),
    ] {
        let mut promise = Promise::of("R1", what);
        let mut busy = Promise::of("R2", what);
        let dice = Dice::of_test();
        let home = settled(places);
        let (told, _) = race(&home, PROCESSES, places, commands.count(), &dice);
        let answers = PROCESSES * commands.count();
        promise.ran(answers, judge(&home, &told, answers));
        busy.ran(answers, "0 lock errors");
    }
}

#[test]
fn three_writers_wait_for_no_one() {
    let _alone = night::alone();
    let mut promise = Promise::of("R2", "three writers");
    let dice = Dice::of_test();
    let home = settled(50);
    let commands = WAITS.count();
    // In the short run other tests keep the machine busy; the figure is the full run's. There, too, whatever else the
    // machine does only adds to a wait: a round that it did not disturb says what the waiting for each other takes.
    let most = Duration::from_millis(if is_full() { 50 } else { 500 });
    let mut rounds = Vec::new();
    for round in 0..WAIT_ROUNDS {
        let (told, mut waits) = race(&home, 3, 50, commands, &dice.branch(10 * round));
        assert_no_false_busy(&told, 3 * commands);
        waits.sort_unstable();
        let seen = |percent: usize| waits[(waits.len() - 1) * percent / 100];
        rounds.push(format!("p50 {:.1?}, p99 {:.1?}, longest {:.1?}", seen(50), seen(99), seen(100)));
        if seen(99) <= most {
            rounds.reverse();
            promise.ran(rounds.len() * waits.len(), rounds.join("; before, disturbed: "));
            return;
        }
    }
    panic!("p99 over {most:?} in every round: {}", rounds.join("; "));
}

#[test]
fn starting_and_ending_is_no_reason_to_be_told_busy() {
    let _alone = night::alone();
    let mut promise = Promise::of("R2", "programs that start and end");
    let home = settled(1);
    let starts = STARTS.count();
    // The last to leave folds the log into the file, and the next one begins a new log.
    thread::scope(|scope| {
        for number in 0..4 {
            let home = &home;
            scope.spawn(move || {
                for at in 0..starts {
                    let write = ["call", "add", "ringsaker bvv j9 4-2 bh"];
                    let said =
                        if (at + number) % 2 == 0 { home.done(&write) } else { home.done(&["call", "list"]) };
                    assert!(!said.is_empty());
                }
            });
        }
    });
    night::assert_sound(&home);
    promise.ran(4 * starts, "0 lock errors");
}

#[test]
fn the_judge_sees_a_place_given_twice() {
    let at = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap();
    let got = |call: i64, from: i64, until: Option<i64>| Got {
        command: Uuid::from_u128(call.unsigned_abs().into()),
        place: 7,
        call,
        until: until.map(at),
        sent: at(from),
        told: at(from + 1),
    };
    let faults = |got: &[Got], given_back: &[i64]| {
        let given_back = given_back.iter().map(|from| GivenBack {
            command: Uuid::nil(),
            place: 7,
            sent: at(*from),
            told: at(from + 1),
        });
        Told { got: got.to_vec(), given_back: given_back.collect(), ..Told::default() }.given_twice().len()
    };
    assert_eq!(faults(&[got(1, 0, Some(60)), got(2, 30, Some(90))], &[]), 1);
    assert_eq!(faults(&[got(1, 0, None), got(2, 30, None), got(3, 31, None)], &[]), 3);
    assert_eq!(faults(&[got(1, 0, Some(60)), got(2, 60, Some(120))], &[]), 0, "it ran out");
    assert_eq!(faults(&[got(1, 0, Some(60)), got(2, 30, Some(90))], &[20]), 0, "it was given back");
    assert_eq!(faults(&[got(1, 0, Some(60)), got(1, 30, Some(90))], &[]), 0, "the same call renewed it");

    let claim = |from, until, ended| Claim { place: 7, from, until, ended };
    assert_eq!(claimed_twice([claim(0, None, None), claim(5, None, Some(6))]).len(), 1);
    assert_eq!(claimed_twice([claim(0, Some(60), None), claim(59, Some(90), None)]).len(), 1);
    assert_eq!(claimed_twice([claim(0, Some(60), Some(5)), claim(5, Some(90), None)]).len(), 0);

    let line = |command: i64, field: &str, new: &str| Line {
        command: Uuid::from_u128(command.unsigned_abs().into()),
        subject: "claims".to_owned(),
        number: 3,
        call: Some(1),
        field: field.to_owned(),
        new: Some(new.to_owned()),
    };
    let told = Told { got: vec![got(1, 0, Some(60))], ..Told::default() };
    assert_eq!(told.without_one_line(&[]).len(), 1, "lost");
    let whole = [line(1, "place", "7"), line(1, "kind", "hold"), line(1, "until_at", "60")];
    assert_eq!(told.without_one_line(&whole).len(), 0);
    assert_eq!(
        told.without_one_line(&[line(1, "place", "8"), line(1, "kind", "hold")]).len(),
        1,
        "elsewhere"
    );
    let twice: Vec<Line> = whole.into_iter().chain([line(1, "place", "7")]).collect();
    assert_eq!(told.without_one_line(&twice).len(), 1, "twice");
}
