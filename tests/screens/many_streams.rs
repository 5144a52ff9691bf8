//! Ten thousand random streams of keys, pastes, sizes, times and late answers, against captured answers of a real
//! store: never a panic, the focus is where something is shown, marks stay on their item, typed text stays.

use akuttvakt::app::effect::Effect;
use akuttvakt::app::form::{FieldValue, Form};
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::message::{Failure, Input, Msg, Reply};
use akuttvakt::app::model::{Model, Opening, Overlay, Screen};
use akuttvakt::app::{next_change, update};
use akuttvakt::domain::refusal::{Refusal, Stale};
use akuttvakt::tui::{Scrolls, Theme, draw, named_actions};
use chrono::{DateTime, TimeDelta, Utc};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::rig::{Rig, catalog, night, texts};
use crate::stream_answers::{answer_to, captured, outcome_of};
use crate::support::dice::Dice;
use crate::support::promise::Promise;

const STREAMS: u64 = 10_000;
const INPUTS: usize = 30;

fn reply_to(effect: Effect, now: DateTime<Utc>, dice: &mut Dice) -> Option<Reply> {
    let boards = &captured().boards;
    let any_board = |dice: &mut Dice| Box::new(boards[dice.roll(boards.len())].clone());
    let refused = || Failure::Refused(Refusal::Stale(Stale::Changed));
    Some(match effect {
        Effect::ReadBoard { query } => Reply::Board { query, result: Ok(any_board(dice)) },
        Effect::Execute { query, command, .. } => {
            let done = outcome_of(&command, now).filter(|_| dice.roll(3) > 0);
            let board = (dice.roll(10) > 0).then(|| any_board(dice));
            Reply::Executed { query, result: done.map(Box::new).ok_or_else(refused), board }
        }
        Effect::Ask { query, question } => {
            let told = answer_to(&question, dice);
            Reply::Told { query, result: if dice.roll(8) > 0 { Ok(Box::new(told)) } else { Err(refused()) } }
        }
        Effect::Summarise { query, .. } => Reply::Summarised { query, text: "to saker".to_owned() },
        Effect::SaveDraft { draft } => Reply::DraftKept {
            draft: draft.id,
            result: if dice.roll(6) > 0 { Ok(()) } else { Err(refused()) },
        },
        Effect::WriteNote { query, order } => {
            let call = order.details.call.id;
            let written = ("notat.md".to_owned(), "/notater".to_owned());
            Reply::NoteWritten {
                query,
                call,
                result: if dice.roll(3) > 0 { Ok(written) } else { Err(refused()) },
            }
        }
        Effect::WriteHandover { query, order } => {
            let written = ("overlevering.html".to_owned(), "/sider".to_owned());
            Reply::HandoverWritten {
                query,
                handover: order.told.signed.as_ref().map(|signed| signed.id),
                result: if dice.roll(3) > 0 { Ok(written) } else { Err(refused()) },
            }
        }
        Effect::DropDraft { draft } => Reply::DraftKept { draft, result: Ok(()) },
        Effect::Unlock { query, .. } => {
            Reply::Unlocked { query, result: if dice.roll(3) > 0 { Ok(()) } else { Err(refused()) } }
        }
        Effect::ListAdvisers { query } => {
            Reply::Advisers { query, result: Ok(vec!["Kari".to_owned(), "Per".to_owned()]) }
        }
        Effect::BeginAnew { .. }
        | Effect::SignOn { .. }
        | Effect::Create { .. }
        | Effect::Bell
        | Effect::Redraw
        | Effect::Suspend
        | Effect::Quit => return None,
    })
}

fn forms(model: &Model) -> Vec<&Form> {
    model
        .overlays
        .iter()
        .filter_map(|overlay| match overlay {
            Overlay::Offer(window) => Some(&window.form),
            Overlay::Answer(window) => Some(&window.form),
            Overlay::Form(form) => Some(&form.form),
            Overlay::CallBack(window) => Some(&window.form),
            Overlay::Refer(window) => Some(&window.form),
            Overlay::Close(window) => Some(&window.form),
            Overlay::Export(window) => Some(&window.form),
            Overlay::PlaceState(window) => Some(&window.form),
            Overlay::FollowUp(window) => Some(&window.form),
            Overlay::Watch(window) => Some(&window.form),
            Overlay::Handover(window) => Some(&window.form),
            Overlay::Enquiry(window) => Some(&window.form),
            Overlay::Measures(window) => Some(&window.form),
            Overlay::Deviation(window) => Some(&window.form),
            Overlay::Turns(window) => Some(&window.form),
            Overlay::Placement(window) => Some(&window.form),
            _ => None,
        })
        .collect()
}

/// Everything typed, open or parked, in a fixed order.
fn typed(model: &Model) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for form in forms(model) {
        for id in form.ids() {
            if let Some(FieldValue::Text(field)) = form.value(id) {
                all.push(field.text().to_owned());
            }
        }
    }
    for overlay in &model.overlays {
        match overlay {
            Overlay::QuickLine(line) => all.push(line.field.text().to_owned()),
            Overlay::Checklist(window) => all.push(window.field.text().to_owned()),
            Overlay::Steps(window) => all.push(window.field.text().to_owned()),
            Overlay::Find(line) => all.push(line.field.text().to_owned()),
            Overlay::Help(window) => all.push(window.find.text().to_owned()),
            _ => {}
        }
    }
    all.extend(model.parked_lines.iter().map(|line| line.text.clone()));
    all.extend(
        model
            .parked_offers
            .values()
            .flat_map(akuttvakt::app::offer_window::ParkedOffer::fields)
            .map(|(_, text)| text),
    );
    all.extend(model.drafts.parked().iter().flat_map(|part| &part.fields).map(|(_, text)| text.clone()));
    all
}

fn assert_sound(model: &Model, seed: u64) {
    for form in forms(model) {
        let focused = form.focused();
        assert!(
            form.shown().any(|(row, _)| row.id == focused),
            "seed {seed}: {focused:?} has the focus unseen"
        );
    }
    assert!(next_change(model) > model.now, "seed {seed}: sleeps for no time");
    let Some(view) = &model.view else { return };
    if model.screen == Screen::FollowUps {
        let rows = model.follow_ups.rows(view);
        let marked = model.follow_ups.marked();
        assert!(
            marked.is_none_or(|row| rows.contains(&row)),
            "seed {seed}: {marked:?} is marked and not there"
        );
    }
    match (model.marks.call(), model.marks.unit()) {
        (Some(call), unit) => {
            assert!(view.call_row(call).is_some(), "seed {seed}: {call} is marked and not open");
            assert!(unit.is_none_or(|unit| view.unit_row(call, unit).is_some()), "seed {seed}: unit gone");
        }
        (None, unit) => assert_eq!(unit, None, "seed {seed}"),
    }
}

/// A model, what it waits for, and what must hold between two of its messages.
struct Stream {
    model: Model,
    waiting: Vec<Effect>,
    now: DateTime<Utc>,
    scrolls: Scrolls,
    seed: u64,
}

impl Stream {
    fn new(seed: u64, session: &akuttvakt::app::message::Session, dice: &mut Dice) -> Self {
        let opening = Opening::SignedOn { session: session.clone() };
        let sentence = texts().quick_not_understood(Model::WORDS);
        let (mut model, waiting) = Model::new(opening, catalog(), sentence, false, night());
        model.name_actions(named_actions(texts()));
        model.name_acts(texts().named_acts());
        // Time goes in leaps here: where it locks by itself, most of a stream is under the lock.
        model.locks_by_itself = seed.is_multiple_of(16);
        let mut stream = Self { model, waiting, now: night(), scrolls: Scrolls::default(), seed };
        if dice.roll(5) > 0 {
            while !stream.waiting.is_empty() {
                stream.answer(0, dice);
            }
        }
        stream
    }

    fn send(&mut self, msg: Msg) {
        let is_locked = self.model.lock.is_some() && matches!(msg, Msg::Input(_));
        let keeps_text = (is_locked
            || matches!(
                msg,
                Msg::Resized { .. }
                    | Msg::TimePassed
                    | Msg::Changed
                    | Msg::Replied(Reply::Board { .. } | Reply::DraftKept { .. })
            ))
            && self.model.awaiting.is_none();
        let before =
            (keeps_text.then(|| typed(&self.model)), self.model.marks.call(), self.model.marks.unit());
        let was_empty = self.model.view.as_ref().is_none_or(|view| view.calls.is_empty());
        self.waiting.extend(update(&mut self.model, msg, self.now));
        if let Some(text) = before.0 {
            assert_eq!(typed(&self.model), text, "seed {}: typed text changed by itself", self.seed);
            let is_there = |call| self.model.view.as_ref().is_some_and(|view| view.call_row(call).is_some());
            match before.1 {
                Some(call) if is_there(call) => {
                    assert_eq!(self.model.marks.call(), Some(call), "seed {}: the mark went", self.seed);
                    let view = self.model.view.as_ref().unwrap();
                    if let Some(unit) = before.2.filter(|unit| view.unit_row(call, *unit).is_some()) {
                        assert_eq!(self.model.marks.unit(), Some(unit), "seed {}", self.seed);
                    }
                }
                Some(_) => assert_eq!(self.model.marks.call(), None, "seed {}: onto a neighbour", self.seed),
                None if !was_empty => assert_eq!(self.model.marks.call(), None, "seed {}", self.seed),
                None => {}
            }
        }
        assert_sound(&self.model, self.seed);
    }

    fn answer(&mut self, at: usize, dice: &mut Dice) {
        let effect = self.waiting.remove(at);
        if let Some(reply) = reply_to(effect, self.now, dice) {
            self.send(Msg::Replied(reply));
        }
    }

    fn draw(&mut self, width: u16, height: u16) {
        self.send(Msg::Resized { width, height });
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let (model, scrolls) = (&self.model, &mut self.scrolls);
        terminal.draw(|frame| draw(frame, model, texts(), Theme { has_colour: true }, scrolls)).unwrap();
    }
}

const CODES: &[Code] = &[
    Code::Enter,
    Code::Enter,
    Code::Enter,
    Code::Esc,
    Code::Tab,
    Code::Tab,
    Code::BackTab,
    Code::Backspace,
    Code::Delete,
    Code::Up,
    Code::Down,
    Code::Down,
    Code::Left,
    Code::Right,
    Code::Home,
    Code::End,
    Code::PageUp,
    Code::PageDown,
    Code::F(1),
    Code::F(3),
    Code::F(5),
    Code::F(9),
];
const SIGNS: &str = "noohhaakkrileevjtgbyuf./+?-:1238 4566x9øé日\u{202e}\u{200b}🤦sdqmpw";
const CTRL: &[char] = &['n', 'n', 'p', 's', 'r', 'c', 'g', 'u', 'w', 'a', 'z', 'k', 'e', 'l'];
const PASTES: &[&str] = &[
    "hamar bvv j9 4-2 bh",
    "0230",
    "\u{1b}[2J\u{7}\r\n\tåæø",
    "j44 4-9 tlf 123",
    "",
    "Kari Testesen 12345678901",
];
const SIZES: &[(u16, u16)] = &[
    (120, 36),
    (80, 24),
    (100, 30),
    (79, 23),
    (60, 16),
    (59, 15),
    (40, 8),
    (1, 1),
    (0, 0),
    (200, 60),
    (3, 100),
    (200, 3),
];

fn run(seed: u64, session: &akuttvakt::app::message::Session) {
    let mut dice = Dice::from_seed(seed);
    let mut stream = Stream::new(seed, session, &mut dice);
    let signs: Vec<char> = SIGNS.chars().collect();
    for _ in 0..INPUTS {
        match dice.roll(26) {
            0 => stream.send(Msg::Input(Input::Paste(dice.one_of(PASTES).to_owned()))),
            1 => {
                let (width, height) = dice.one_of(SIZES);
                stream.draw(width, height);
            }
            2 => {
                stream.now += TimeDelta::seconds(i64::try_from(dice.roll(900)).unwrap());
                stream.send(Msg::TimePassed);
            }
            3 => stream.send(Msg::Changed),
            4 | 5 => stream.send(Msg::Input(Input::Key(Key::ctrl(dice.one_of(CTRL))))),
            6..=11 => stream.send(Msg::Input(Input::Key(Key::plain(dice.one_of(CODES))))),
            _ => stream.send(Msg::Input(Input::Key(Key::char(dice.one_of(&signs))))),
        }
        // Answers come late, and those to questions in any order.
        while !stream.waiting.is_empty() && dice.roll(4) > 0 {
            let at = if dice.roll(3) == 0 { dice.roll(stream.waiting.len()) } else { 0 };
            stream.answer(at, &mut dice);
        }
    }
    if dice.roll(4) == 0 {
        stream.draw(120, 36);
    }
    assert!(!matches!(stream.model.screen, Screen::Entry(_)), "seed {seed}");
}

#[test]
fn ten_thousand_random_streams_keep_focus_marks_and_typed_text() {
    let mut promise = Promise::of("R11", "streams of keys, pastes and sizes");
    let session = Rig::without_places().model.session.unwrap();
    if let Some(seed) = std::env::var("AKUTTVAKT_SEED").ok().and_then(|seed| seed.parse().ok()) {
        return run(seed, &session);
    }
    let halves = [(1..=STREAMS / 2), (STREAMS / 2 + 1..=STREAMS)];
    std::thread::scope(|scope| {
        for seeds in halves {
            scope.spawn(|| seeds.for_each(|seed| run_telling(seed, &session)));
        }
    });
    promise.ran(usize::try_from(STREAMS).unwrap(), "no panic; focus, marks and typed text stay");
}

/// A panic says which stream it was, wherever it came from.
fn run_telling(seed: u64, session: &akuttvakt::app::message::Session) {
    let outcome = std::panic::catch_unwind(|| run(seed, session));
    if let Err(panic) = outcome {
        eprintln!("AKUTTVAKT_SEED={seed} replays this stream");
        std::panic::resume_unwind(panic);
    }
}
