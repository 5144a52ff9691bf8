//! The app and a store with the clock in the test's hand. Effects wait until the test lets them be answered.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use akuttvakt::app::effect::{Effect, Query};
use akuttvakt::app::entry::BegunAnew;
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::message::{Input, Msg, Reply};
use akuttvakt::app::model::{Model, Opening};
use akuttvakt::app::update;
use akuttvakt::catalog::Catalog;
use akuttvakt::domain::call::{CallFacts, CloseReason};
use akuttvakt::domain::command::{Command, CommandId, Outcome};
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::quick_line::{Mode, Tables, parse};
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::unit::{ConfirmedHow, PlaceState};
use akuttvakt::runner::{file_named, handover_content, handover_path, note_content, note_path};
use akuttvakt::store::{Passphrase, Reference, Store, StoreError};
use akuttvakt::store::{advisers, check_passphrase, write_new};
use akuttvakt::text::Texts;
use akuttvakt::tui::{Scrolls, Theme, draw, named_actions};
use chrono::{DateTime, TimeDelta, Utc};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use tempfile::TempDir;

use crate::rig_store::{create, failure, options, session};
pub use crate::units::{list, unit};

/// 02:37 on a Saturday night in November, Norwegian time.
pub fn night() -> DateTime<Utc> {
    "2026-11-21T01:37:00Z".parse().unwrap()
}

pub fn catalog() -> Arc<Catalog> {
    static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
    Arc::clone(CATALOG.get_or_init(|| Arc::new(Catalog::load().unwrap())))
}

pub fn texts() -> &'static Texts {
    static TEXTS: OnceLock<Texts> = OnceLock::new();
    TEXTS.get_or_init(|| Texts::load(Texts::DEFAULT).unwrap())
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let catalog = catalog();
        Tables::new(catalog.municipalities.clone(), catalog.needs.clone(), catalog.legal_bases.clone())
    })
}

pub fn reference() -> Arc<Reference> {
    let catalog = catalog();
    Arc::new(Reference {
        points: catalog.municipalities.iter().map(|row| (row.number, row.point)).collect(),
        routine_versions: Region::ALL
            .iter()
            .map(|region| (*region, catalog.routine_for(*region).unwrap().version.clone()))
            .collect(),
        steps_of_others: catalog
            .routines
            .iter()
            .map(|routine| (routine.version.clone(), vec![StepKey::Database, StepKey::Arrival]))
            .collect(),
        purchase_papers: catalog.purchase_papers.clone(),
    })
}

/// The app, its store, and what waits between them.
pub struct Rig {
    pub model: Model,
    pub now: DateTime<Utc>,
    pub store: Option<Store>,
    /// Effects not yet answered, while the test holds them back.
    pub waiting: VecDeque<Effect>,
    /// Commands the app gave.
    pub commands: Vec<Command>,
    /// Ids of the commands the store has done for the app.
    pub acknowledged: Vec<CommandId>,
    /// Whether the program was told to end.
    pub has_quit: bool,
    /// How often the program was put to sleep.
    pub suspended: usize,
    /// How often the program began anew, at the sign-on form.
    pub begun_anew: usize,
    /// When the bell rang.
    pub bells: Vec<DateTime<Utc>>,
    is_held_back: bool,
    folder: TempDir,
    scrolls: Scrolls,
}

impl Rig {
    /// No database yet.
    pub fn first_run() -> Self {
        Self::with(Opening::FirstRun, None, tempfile::tempdir().unwrap())
    }

    /// A database with these advisers, nobody on.
    pub fn sign_on(advisers: &[&str]) -> Self {
        let advisers = advisers.iter().map(|name| (*name).to_owned()).collect();
        Self::with(Opening::SignOn { advisers, begun_anew: None }, None, tempfile::tempdir().unwrap())
    }

    /// Someone is on, the list is empty.
    pub fn without_places() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = create(&folder, "Kari Nordby", Region::Ost, "hemmelig").unwrap();
        let session = session("Kari Nordby", Region::Ost);
        Self::with(Opening::SignedOn { session }, Some(store), folder)
    }

    /// Someone is on, nobody waits, some places are confirmed and one is stopped.
    pub fn with_places() -> Self {
        Self::with_places_at(night())
    }

    /// The same on another night.
    pub fn with_places_at(night: DateTime<Utc>) -> Self {
        let mut rig = Self::without_places();
        rig.now = night - TimeDelta::hours(26);
        rig.by_hand(&Command::ImportUnits { rows: list(), dry_run: false });
        for (place, hours) in
            [(1, 3), (2, 3), (3, 1), (4, 1), (5, 1), (6, 5), (7, 5), (8, 26), (9, 2), (10, 4), (11, 4)]
        {
            rig.now = night - TimeDelta::hours(hours);
            rig.by_hand(&Command::ConfirmPlace {
                place: PlaceId(place),
                how: ConfirmedHow::Phoned,
                whole_unit: false,
            });
        }
        rig.by_hand(&Command::SetPlace { place: PlaceId(9), state: PlaceState::IntakeStop, reason: None });
        rig.now = night;
        rig.refresh();
        rig
    }

    /// The night of the drawings: three calls, one of them offered.
    pub fn ordinary() -> Self {
        let mut rig = Self::with_places();
        rig.register("lillestrøm bvv g15 4-4 inst -72m tlf 00000000 nå hjemme vedtak", night());
        let gjovik = rig
            .register("gjøvik bvt j5+g3 sammen 4-2 bh -85m tlf 00000000", night() - TimeDelta::minutes(51));
        rig.now = night() - TimeDelta::minutes(51);
        rig.by_hand(&Command::Offer(Box::new(akuttvakt::domain::command::OfferDraft::new(
            gjovik,
            PlaceId(6),
        ))));
        rig.register("ringsaker bvv j9 4-2 bh -10m allergi nå hjemme", night());
        rig.now = night();
        rig.refresh();
        rig
    }

    fn with(opening: Opening, store: Option<Store>, folder: TempDir) -> Self {
        let sentence = texts().quick_not_understood(Model::WORDS);
        let (mut model, effects) = Model::new(opening, catalog(), sentence, false, night());
        model.name_actions(named_actions(texts()));
        model.name_acts(texts().named_acts());
        // Time goes in leaps here, as if somebody were at the keys all the while; tests of the lock turn it on.
        model.locks_by_itself = false;
        let mut rig = Self {
            model,
            now: night(),
            store,
            waiting: effects.into(),
            commands: Vec::new(),
            acknowledged: Vec::new(),
            has_quit: false,
            suspended: 0,
            begun_anew: 0,
            bells: Vec::new(),
            is_held_back: false,
            folder,
            scrolls: Scrolls::default(),
        };
        rig.answer();
        rig
    }

    /// The program ends, however it ends, and is started again on the same store.
    pub fn restart(&mut self) {
        let sentence = texts().quick_not_understood(Model::WORDS);
        let session = session("Kari Nordby", Region::Ost);
        let opening = Opening::SignedOn { session };
        let (model, effects) = Model::new(opening, catalog(), sentence, false, self.now);
        self.model = model;
        self.model.locks_by_itself = false;
        self.waiting = effects.into();
        self.answer();
    }

    /// The program takes its own place: a new model, and the store closed.
    fn begin_anew(&mut self, suspends: bool, begun_anew: Option<BegunAnew>) {
        self.store = None;
        self.begun_anew += 1;
        self.suspended += usize::from(suspends);
        let advisers = advisers(&self.folder.path().join("vakt.db")).unwrap();
        let sentence = texts().quick_not_understood(Model::WORDS);
        let opening = Opening::SignOn { advisers, begun_anew };
        let (mut model, effects) = Model::new(opening, catalog(), sentence, false, self.now);
        model.locks_by_itself = self.model.locks_by_itself;
        self.model = model;
        self.waiting = effects.into();
    }

    /// Does something behind the app's back, as another process would.
    pub fn by_hand(&mut self, command: &Command) -> Outcome {
        let now = self.now;
        let store = self.store.as_mut().unwrap();
        store.execute(Store::new_command_id(now), command, now).unwrap()
    }

    /// The same, if it can be done.
    pub fn try_by_hand(&mut self, command: &Command) {
        let now = self.now;
        let _ = self.store.as_mut().unwrap().execute(Store::new_command_id(now), command, now);
    }

    /// Closes a call behind the app's back, if it can be closed.
    pub fn close(&mut self, call: CallId) {
        self.try_by_hand(&Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None });
    }

    /// Registers a line behind the app's back.
    pub fn register(&mut self, line: &str, read_at: DateTime<Utc>) -> CallId {
        let facts = self.facts(line, read_at);
        match self.by_hand(&Command::RegisterCall(Box::new(facts))) {
            Outcome::CallRegistered { call, .. } => call,
            other => panic!("{other:?}"),
        }
    }

    /// The facts that a line says, the clock at that moment.
    pub fn facts(&mut self, line: &str, read_at: DateTime<Utc>) -> CallFacts {
        self.now = read_at;
        let parsed = parse(line, read_at, Region::Ost, tables(), Mode::Command);
        parsed.to_facts(read_at).unwrap_or_else(|error| panic!("{line}: {error:?}"))
    }

    /// Tells the app that another process wrote.
    pub fn refresh(&mut self) {
        self.send(Msg::Changed);
    }

    /// From now on nothing is answered until [`Rig::let_go`].
    pub fn hold_back(&mut self) {
        self.is_held_back = true;
    }

    /// Answers what waits, and everything after it at once.
    pub fn let_go(&mut self) {
        self.is_held_back = false;
        self.answer();
    }

    pub fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg, self.now);
        self.waiting.extend(effects);
        if !self.is_held_back {
            self.answer();
        }
    }

    pub fn press(&mut self, key: Key) {
        self.send(Msg::Input(Input::Key(key)));
    }

    pub fn code(&mut self, code: Code) {
        self.press(Key::plain(code));
    }

    /// Types signs; `\r` is Enter, `\t` Tab, `\u{1b}` Esc, `↓` and `↑` arrows.
    pub fn keys(&mut self, text: &str) -> &mut Self {
        for sign in text.chars() {
            self.press(match sign {
                '\r' => Key::plain(Code::Enter),
                '\t' => Key::plain(Code::Tab),
                '\u{1b}' => Key::plain(Code::Esc),
                '↓' => Key::plain(Code::Down),
                '↑' => Key::plain(Code::Up),
                '←' => Key::plain(Code::Left),
                '→' => Key::plain(Code::Right),
                sign => Key::char(sign),
            });
        }
        self
    }

    pub fn paste(&mut self, text: &str) {
        self.send(Msg::Input(Input::Paste(text.to_owned())));
    }

    pub fn later(&mut self, by: TimeDelta) {
        self.now += by;
        self.send(Msg::TimePassed);
    }

    /// Answers the oldest effect that waits; false when none does.
    pub fn answer_one(&mut self) -> bool {
        let Some(effect) = self.waiting.pop_front() else { return false };
        if let Some(reply) = self.reply(effect) {
            let effects = update(&mut self.model, Msg::Replied(reply), self.now);
            self.waiting.extend(effects);
        }
        true
    }

    fn answer(&mut self) {
        while self.answer_one() {}
    }

    fn reply(&mut self, effect: Effect) -> Option<Reply> {
        let now = self.now;
        Some(match effect {
            Effect::ReadBoard { query } => {
                let board = self.store.as_mut().unwrap().board(now).unwrap();
                Reply::Board { query, result: Ok(Box::new(board)) }
            }
            Effect::Execute { query, command, finishes } => {
                self.commands.push((*command).clone());
                let store = self.store.as_mut().unwrap();
                let id = Store::new_command_id(now);
                let result = store.execute_finishing(id, &command, finishes, now);
                let board = store.board(now).unwrap();
                if result.is_ok() {
                    self.acknowledged.push(id);
                }
                Reply::Executed {
                    query,
                    result: result.map(Box::new).map_err(|error| failure(&error)),
                    board: Some(Box::new(board)),
                }
            }
            Effect::Ask { query, question } => {
                let told = self.store.as_mut().unwrap().tell(&question, now);
                Reply::Told { query, result: told.map(Box::new).map_err(|error| failure(&error)) }
            }
            Effect::WriteNote { query, order } => {
                let path = note_path(texts(), &order, &self.folder.path().join("vakt.db"));
                let content = note_content(texts(), &catalog(), &order, now);
                let result = write_new(&path, content.as_bytes());
                Reply::NoteWritten {
                    query,
                    call: order.details.call.id,
                    result: result.map(|path| file_named(&path)).map_err(|error| failure(&error)),
                }
            }
            Effect::WriteHandover { query, order } => {
                let path = handover_path(texts(), &order, &self.folder.path().join("vakt.db"));
                let content = handover_content(texts(), &catalog(), &order, now);
                let result = write_new(&path, content.as_bytes());
                Reply::HandoverWritten {
                    query,
                    handover: order.told.signed.as_ref().map(|signed| signed.id),
                    result: result.map(|path| file_named(&path)).map_err(|error| failure(&error)),
                }
            }
            Effect::Summarise { query, order } => {
                Reply::Summarised { query, text: texts().handover_summary(&order.board, &order.told, now) }
            }
            Effect::SaveDraft { draft } => {
                let result = self.store.as_mut().unwrap().save_draft(&draft);
                Reply::DraftKept { draft: draft.id, result: result.map_err(|error| failure(&error)) }
            }
            Effect::DropDraft { draft } => {
                let result = self.store.as_mut().unwrap().drop_draft(draft);
                Reply::DraftKept { draft, result: result.map_err(|error| failure(&error)) }
            }
            Effect::Create { query, adviser, region, passphrase } => {
                let made = create(&self.folder, &adviser, region, passphrase.expose());
                self.signed_on(query, made)
            }
            Effect::SignOn { query, adviser, passphrase } => {
                let path = self.folder.path().join("vakt.db");
                let passphrase = Passphrase::new(passphrase.expose().to_owned());
                let opened = Store::open(&path, Some(&adviser), &passphrase, reference(), options());
                self.signed_on(query, opened)
            }
            Effect::Quit => {
                self.has_quit = true;
                return None;
            }
            Effect::Unlock { query, adviser, passphrase } => {
                let passphrase = Passphrase::new(passphrase.expose().to_owned());
                let result = check_passphrase(&self.folder.path().join("vakt.db"), &adviser, &passphrase);
                Reply::Unlocked { query, result: result.map_err(|error| failure(&error)) }
            }
            Effect::ListAdvisers { query } => {
                let result = advisers(&self.folder.path().join("vakt.db"));
                Reply::Advisers { query, result: result.map_err(|error| failure(&error)) }
            }
            Effect::BeginAnew { suspends, why } => {
                self.begin_anew(suspends, why);
                return None;
            }
            Effect::Suspend => {
                self.suspended += 1;
                return None;
            }
            Effect::Bell => {
                self.bells.push(now);
                return None;
            }
            Effect::Redraw => return None,
        })
    }

    fn signed_on(&mut self, query: Query, opened: Result<Store, StoreError>) -> Reply {
        let result = opened.map_err(|error| failure(&error)).map(|mut store| {
            store.sign_on(self.now).unwrap();
            let session = session(store.adviser_name(), store.region());
            self.store = Some(store);
            session
        });
        Reply::SignedOn { query, result }
    }

    /// The screen, with the cursor's place in the last line.
    pub fn screen(&mut self, width: u16, height: u16) -> String {
        let mut terminal = self.terminal(width, height);
        let cells = terminal.backend().buffer();
        let rows = cells.content().chunks(usize::from(width.max(1)));
        let mut text: String = rows
            .map(|row| {
                row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned() + "\n"
            })
            .collect();
        let cursor = terminal.get_cursor_position().unwrap();
        let _ = write!(text, "[markør {} {}]", cursor.x, cursor.y);
        text
    }

    fn terminal(&mut self, width: u16, height: u16) -> Terminal<TestBackend> {
        self.send(Msg::Resized { width, height });
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let (model, scrolls) = (&self.model, &mut self.scrolls);
        terminal.draw(|frame| draw(frame, model, texts(), Theme { has_colour: true }, scrolls)).unwrap();
        terminal
    }
}

/// The cells a model is drawn to.
pub fn cells_of(model: &Model, (width, height): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let theme = Theme { has_colour: true };
    terminal.draw(|frame| draw(frame, model, texts(), theme, &mut Scrolls::default())).unwrap();
    terminal.backend().buffer().clone()
}

impl Rig {
    /// A second screen on the same database, with an adviser of its own.
    pub fn second(&mut self, adviser: &str) -> Self {
        let passphrase = Passphrase::new("noe annet".to_owned());
        let store = self.store.as_mut().unwrap();
        store.add_adviser(adviser, &passphrase, self.now).unwrap();
        let opened = Store::open(store.path(), Some(adviser), &passphrase, reference(), options()).unwrap();
        let session = session(adviser, Region::Ost);
        Self::with(Opening::SignedOn { session }, Some(opened), tempfile::tempdir().unwrap())
    }

    /// Works on a copy of another rig's files.
    pub fn adopt_files_of(&mut self, other: &Self) {
        for file in std::fs::read_dir(other.folder.path()).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), self.folder.path().join(file.file_name())).unwrap();
        }
    }

    pub fn folder_name(&self) -> String {
        self.folder.path().display().to_string()
    }
}
