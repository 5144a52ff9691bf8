//! Two advisers on two screens of one database, at the same two calls: each sees what the other did, no place is
//! given twice, and the journal tells who did what.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use akuttvakt::app::Msg;
use akuttvakt::app::drafts::Drafts;
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::model::Overlay;
use akuttvakt::domain::command::CommandId;
use akuttvakt::domain::ids::PlaceId;
use chrono::{DateTime, TimeDelta, Utc};

use crate::rig::{Rig, night};
use crate::support::dice::Dice;

const NAMES: [&str; 2] = ["Kari Nordby", "Ola Vik"];

/// What an adviser does in one go. `§` is Ctrl-S, `®` Ctrl-R.
const TASKS: &[&str] = &[
    "h",
    "h",
    "\t↓h\u{1b}",
    "\t↓↓h\u{1b}",
    "o\r",
    "oskolen er nær\r",
    "\t↓oplass til begge\r\u{1b}",
    "ag\r",
    "anl\r",
    "anfnoe annet\r",
    "k4-2 vedtak\r\u{1b}",
    "kmor ringte\rnei\r?\u{1b}",
    "k↓-\u{1b}",
    "k?\u{1b}",
    "r0500\r",
    "e\t\tmoss§",
    "e\t\t\thamar§",
    "\tb\u{1b}",
    "\teo\r\u{1b}",
    "u",
    "u",
    "®",
    "↓",
    "↑",
];

/// One screen, the keys its adviser is about to press, and when it will hear of the other's changes.
struct Desk {
    rig: Rig,
    keys: VecDeque<Key>,
    told_at: Option<DateTime<Utc>>,
    seen: usize,
}

impl Desk {
    fn new(mut rig: Rig) -> Self {
        rig.hold_back();
        Self { rig, keys: VecDeque::new(), told_at: None, seen: 0 }
    }

    fn press_next(&mut self, dice: &mut Dice) {
        if matches!(self.rig.model.overlays.last(), Some(Overlay::Refused { .. })) {
            // Read, and everything half-written is left.
            self.keys = [Key::plain(Code::Esc); 4].into();
        }
        if self.keys.is_empty() {
            if self.rig.model.overlays.is_empty() {
                self.keys.extend(dice.one_of(TASKS).chars().map(key));
            } else {
                self.keys.push_back(Key::plain(Code::Esc));
            }
        }
        if let Some(key) = self.keys.pop_front() {
            self.rig.press(key);
        }
    }

    /// Whether something was done since this was asked last.
    fn has_done(&mut self) -> bool {
        let before = std::mem::replace(&mut self.seen, self.rig.acknowledged.len());
        before != self.seen
    }

    /// Puts down everything, and sees the board as anyone would.
    fn settle(&mut self, now: DateTime<Utc>) {
        self.rig.let_go();
        self.rig.now = now;
        for _ in 0..8 {
            self.rig.code(Code::Esc);
        }
        assert!(self.rig.model.overlays.is_empty(), "{:?}", self.rig.model.overlays);
    }

    fn screens(&mut self) -> Vec<String> {
        // What sounds for one of them does not for the other: whoever enters a call knows of it.
        let session = self.rig.model.session.as_mut().unwrap();
        NAMES[0].clone_into(&mut session.adviser);
        self.rig.send(Msg::TimePassed);
        self.rig.refresh();
        let model = &mut self.rig.model;
        model.drafts = Drafts::default();
        model.parked_lines.clear();
        model.parked_offers.clear();
        model.noticed = None;
        let view = model.view.as_ref().unwrap();
        let calls: Vec<_> = view.calls.iter().map(|row| row.id).collect();
        let mut seen = Vec::new();
        for call in calls {
            let view = self.rig.model.view.as_ref().unwrap();
            self.rig.model.marks = akuttvakt::app::marks::Marks::default();
            self.rig.model.marks.mark_call(view, call);
            for (width, height) in [(120, 36), (80, 24)] {
                seen.push(self.rig.screen(width, height));
            }
        }
        seen
    }
}

fn key(sign: char) -> Key {
    match sign {
        '\r' => Key::plain(Code::Enter),
        '\t' => Key::plain(Code::Tab),
        '\u{1b}' => Key::plain(Code::Esc),
        '↓' => Key::plain(Code::Down),
        '↑' => Key::plain(Code::Up),
        '§' => Key::ctrl('s'),
        '®' => Key::ctrl('r'),
        sign => Key::char(sign),
    }
}

/// The commands of the journal after a line, by adviser.
fn journalled(rig: &mut Rig, after: i64) -> BTreeMap<String, HashSet<CommandId>> {
    let mut by_adviser: BTreeMap<String, HashSet<CommandId>> = BTreeMap::new();
    rig.store
        .as_mut()
        .unwrap()
        .journal(|line| {
            if line.entry.seq > after {
                let adviser = line.adviser.unwrap_or_default();
                by_adviser.entry(adviser).or_default().insert(line.entry.command);
            }
        })
        .unwrap();
    by_adviser
}

fn five_minutes(seed: u64) -> usize {
    let mut dice = Dice::from_seed(seed);
    let mut first = Rig::with_places();
    first.register("ringsaker bvv j9 4-2 bh -10m", night());
    first.register("hamar bvv g8 4-2 bh -20m", night());
    first.now = night();
    let mut second = first.second(NAMES[1]);
    first.refresh();
    second.refresh();
    let began = first.store.as_ref().unwrap().journal_head().unwrap();
    let mut desks = [Desk::new(first), Desk::new(second)];
    let mut now = night();
    while now < night() + TimeDelta::minutes(5) {
        now += TimeDelta::milliseconds(i64::try_from(100 + dice.roll(400)).unwrap());
        let at = dice.roll(2);
        desks[at].rig.now = now;
        match dice.roll(5) {
            0 | 1 => {
                desks[at].rig.answer_one();
            }
            _ => desks[at].press_next(&mut dice),
        }
        if desks[at].has_done() {
            let late = TimeDelta::milliseconds(i64::try_from(dice.roll(6000)).unwrap());
            let other = &mut desks[1 - at];
            other.told_at = Some(other.told_at.map_or(now + late, |told| told.min(now + late)));
        }
        for desk in &mut desks {
            if desk.told_at.is_some_and(|told| told <= now) {
                desk.told_at = None;
                desk.rig.now = now;
                desk.rig.refresh();
            }
        }
    }
    now += TimeDelta::seconds(5);
    for desk in &mut desks {
        desk.settle(now);
    }
    let [first, second] = &mut desks;
    let (ours, theirs) = (first.screens(), second.screens());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours, theirs, "seed {seed}: the two see the same");
    }
    assert_eq!(ours.len(), 4, "seed {seed}: both calls are seen at both sizes");
    let (ours, theirs) = (first.rig.model.view.as_ref().unwrap(), second.rig.model.view.as_ref().unwrap());
    assert_eq!(ours.board, theirs.board, "seed {seed}");
    assert_eq!((&ours.calls, &ours.groups, ours.free), (&theirs.calls, &theirs.groups, theirs.free));
    let given: Vec<PlaceId> = ours
        .board
        .offers
        .iter()
        .filter(|offer| offer.awaits_answer() || offer.is_accepted())
        .map(|offer| offer.place)
        .collect();
    assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), given.len(), "seed {seed}: {given:?}");
    let told = journalled(&mut first.rig, began);
    let mut done = 0;
    for (name, desk) in NAMES.iter().zip([&mut *first, &mut *second]) {
        let acknowledged: HashSet<CommandId> = desk.rig.acknowledged.iter().copied().collect();
        assert_eq!(acknowledged.len(), desk.rig.acknowledged.len(), "seed {seed}");
        let told = &told[*name];
        assert!(told.is_subset(&acknowledged), "seed {seed}: what is told of {name}, {name} did");
        for id in acknowledged.difference(told) {
            let kept = desk.rig.store.as_ref().unwrap().outcome_of(*id).unwrap();
            assert_eq!(kept, None, "seed {seed}: only what changed nothing is not told");
        }
        assert!(desk.rig.store.as_mut().unwrap().check().unwrap().is_empty(), "seed {seed}");
        done += acknowledged.len();
    }
    assert_eq!(told.len(), 2, "seed {seed}: nobody else did anything");
    done
}

#[test]
fn two_advisers_at_the_same_two_calls_see_the_same_and_give_no_place_twice() {
    let done: usize = (1..=20).map(five_minutes).sum();
    assert!(done > 20 * 15, "{done} commands");
}
