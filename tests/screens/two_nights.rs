//! Two nights from the first ring to the last follow-up, with keys alone: [a straight case](straight) and [three
//! siblings](siblings). What is asserted on the way is what an adviser must see; at the end nothing is left to do, and
//! the journal, read as a story and written as a case note, tells the night without gaps.

mod siblings;
mod straight;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use akuttvakt::app::key::Code;
use akuttvakt::app::marks::Pane;
use akuttvakt::domain::call_details::CallDetails;
use akuttvakt::domain::command::CommandId;
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::question::{Question, Told};
use akuttvakt::domain::steps::{CallSteps, StepState};
use akuttvakt::report::case_note::PlainNames;
use chrono::{DateTime, Utc};

use crate::rig::{Rig, catalog, texts};

/// A night that is played with keys alone.
struct Night {
    rig: Rig,
    /// The journal's last line before the first key.
    began: i64,
}

/// The story of a call without names, a line each.
pub fn told(rig: &mut Rig, call: CallId) -> Vec<String> {
    let details = rig.store.as_mut().unwrap().call_details(call).unwrap().without_people();
    let now = rig.now;
    let board = rig.store.as_mut().unwrap().board(now).unwrap();
    let name_of = |unit| board.unit(unit).unwrap().name.clone();
    let places: BTreeMap<_, _> = board.places.iter().map(|place| (place.id, name_of(place.unit))).collect();
    let catalog = catalog();
    let names = PlainNames {
        municipalities: &catalog.municipalities,
        places: &places,
        checklist: &catalog.checklist,
        severities: &catalog.severities,
    };
    let story = texts().story(&details, now, &names);
    let mut lines = Vec::new();
    for line in story {
        lines.push(format!("{} {}", texts().date_time(line.at), line.text));
        lines.extend(line.more.iter().map(|more| format!("  {more}")));
    }
    lines
}

/// The same as the case note has it that was written.
pub fn noted(rig: &Rig, call: CallId) -> Vec<String> {
    let path = format!("{}/henvendelse-{call}.md", rig.folder_name());
    let note = fs::read_to_string(path).unwrap();
    let section = note.split("\n## ").find(|section| section.starts_with("Tidslinje")).unwrap();
    let lines = section.lines().skip(1).filter(|line| !line.is_empty());
    lines
        .map(|line| match line.strip_prefix("- **") {
            Some(happening) => {
                let line = happening.replacen(":**", "", 1);
                let by = line.rfind(" (").unwrap();
                line[..by].to_owned()
            }
            None => format!("  {}", line.trim_start().trim_start_matches("- ")),
        })
        .collect()
}

impl Night {
    fn begin(at: &str) -> Self {
        let rig = Rig::with_places_at(utc(at));
        let began = rig.store.as_ref().unwrap().journal_head().unwrap();
        Self { rig, began }
    }

    fn keys(&mut self, text: &str) -> &mut Self {
        self.rig.keys(text);
        self
    }

    /// Time goes by.
    fn until(&mut self, at: &str) -> &mut Self {
        let by = utc(at) - self.rig.now;
        assert!(by > chrono::TimeDelta::zero(), "{at} has passed");
        self.rig.later(by);
        self
    }

    /// What must be read on the wide screen.
    fn sees(&mut self, words: &[&str]) -> &mut Self {
        self.sees_at((120, 36), words)
    }

    /// What must be read on the narrow screen.
    fn sees_narrow(&mut self, words: &[&str]) -> &mut Self {
        self.sees_at((80, 24), words)
    }

    fn sees_at(&mut self, (width, height): (u16, u16), words: &[&str]) -> &mut Self {
        let screen = self.rig.screen(width, height);
        for words in words {
            assert!(screen.contains(words), "«{words}» is not on the screen\n{screen}");
        }
        self
    }

    fn sees_not(&mut self, words: &str) -> &mut Self {
        let screen = self.rig.screen(120, 36);
        assert!(!screen.contains(words), "«{words}» is on the screen\n{screen}");
        self
    }

    /// Marks the row with these words by arrows.
    fn mark(&mut self, words: &str) -> &mut Self {
        self.rig.code(Code::Home);
        self.rig.code(Code::PageUp);
        self.step_until(|rig| {
            rig.screen(120, 36).lines().any(|line| line.contains('▌') && line.contains(words))
        });
        self
    }

    /// Marks a unit among the places of the board by arrows.
    fn mark_place(&mut self, unit: &str) -> &mut Self {
        if self.rig.model.marks.pane != Pane::Places {
            self.keys("\t");
        }
        self.rig.code(Code::Home);
        self.step_until(|rig| rig.screen(120, 36).contains(&format!("o tilby {unit}")));
        self
    }

    fn step_until(&mut self, is_there: impl Fn(&mut Rig) -> bool) {
        for _ in 0..30 {
            if is_there(&mut self.rig) {
                return;
            }
            self.rig.keys("↓");
        }
        panic!("not found\n{}", self.rig.screen(120, 36));
    }

    /// No window stands open: what was typed became what it was for.
    fn is_done(&mut self) -> &mut Self {
        assert!(self.rig.model.overlays.is_empty(), "{}", self.rig.screen(120, 36));
        self
    }

    fn details(&mut self, call: CallId) -> CallDetails {
        let now = self.rig.now;
        match self.rig.store.as_mut().unwrap().tell(&Question::Call(call), now).unwrap() {
            Told::Call(details) => *details,
            other => panic!("{other:?}"),
        }
    }

    /// The story of a call without names, a line each.
    fn story(&mut self, call: CallId) -> Vec<String> {
        let story = told(&mut self.rig, call);
        assert!(!story.iter().any(|line| line.contains("(angret")), "nothing was taken back");
        story
    }

    /// The story as the case note has it: written with `x` from the list of all calls, where the call is marked.
    fn note_story(&mut self, call: CallId) -> Vec<String> {
        self.keys("x\r").is_done();
        noted(&self.rig, call)
    }

    /// The story is this one, on the screen's words and in the case note alike.
    fn tells(&mut self, call: CallId, expected: &[&str]) {
        let story = self.story(call);
        let expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(story, expected, "\n{}", story.join("\n"));
        assert_eq!(self.note_story(call), story, "the case note tells the same");
    }

    /// Every step is done, not relevant, or somebody else's.
    fn routine_is_over(&mut self, call: CallId) {
        let details = self.details(call);
        let now = self.rig.now;
        let rules = self.rig.store.as_mut().unwrap().board(now).unwrap().rules;
        let routine = catalog().routine(&details.call.routine_version).unwrap().clone();
        let standings = CallSteps::of(&routine, &details, &rules).standings;
        assert!(standings.len() >= 12, "{standings:?}");
        for standing in standings {
            let is_over =
                matches!(standing.state, StepState::Done { .. } | StepState::NotRelevant | StepState::Others);
            assert!(is_over, "{standing:?}");
        }
    }

    /// Nothing is left to follow up, the store finds nothing wrong, and every act of the night came from a key.
    fn is_over(&mut self, others: &[CommandId]) {
        let now = self.rig.now;
        let store = self.rig.store.as_mut().unwrap();
        assert_eq!(store.board(now).unwrap().follow_ups, [], "nothing is left to follow up");
        assert_eq!(store.check().unwrap(), []);
        let mut journalled = BTreeSet::new();
        let began = self.began;
        store
            .journal(|line| {
                if line.entry.seq > began && line.entry.adviser.is_some() {
                    journalled.insert(line.entry.command.0);
                }
            })
            .unwrap();
        let by_keys: BTreeSet<_> = self.rig.acknowledged.iter().chain(others).map(|id| id.0).collect();
        assert_eq!(journalled, by_keys, "no command but by keys");
        assert_eq!(self.rig.commands.len(), self.rig.acknowledged.len(), "no key was refused");
        assert!(self.rig.store.as_mut().unwrap().drafts().unwrap().is_empty(), "nothing is half-written");
    }
}

fn utc(written: &str) -> DateTime<Utc> {
    written.parse().unwrap()
}
