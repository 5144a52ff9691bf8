//! Runs the screen: executes the app's effects on the store, and brings it what happens. The only bridge between
//! the two; rules and sentences live elsewhere.

mod case_notes;
mod handover_pages;
mod hourly_backup;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::app::effect::{HandoverOrder, NoteOrder, Query};
use crate::app::entry::BegunAnew;
use crate::app::message::{Failure, Reply, Session};
use crate::app::model::{Model, Opening};
use crate::app::secret::Secret;
use crate::app::{Effect, Msg};
use crate::catalog::Catalog;
use crate::cli::store_error_sentence;
use crate::clock::{self, Clock, JumpWatch};
use crate::domain::ids::{CallId, HandoverId};
use crate::domain::municipality::Region;
use crate::store::{self, Job, NewDatabase, OpenOptions, Passphrase, Reference, Store, StoreError, Worker};
use crate::text::Texts;
use crate::tui::{self, Backstage, Ending, Theme};
use hourly_backup::HourlyBackup;

pub use case_notes::{content as note_content, named as file_named, path_of as note_path};
pub use handover_pages::{content as handover_content, path_of as handover_path};

/// How the screen starts.
pub enum Start {
    /// There is no database yet: ask for name, region and passphrase, and make it here.
    FirstRun {
        /// Where.
        path: PathBuf,
    },
    /// There is one: ask who and the passphrase.
    SignOn {
        /// Where.
        path: PathBuf,
        /// Why the program began anew, where there is something to tell.
        begun_anew: Option<BegunAnew>,
    },
    /// It is open already.
    SignedOn {
        /// The database.
        store: Box<Store>,
        /// Whether everything in it is invented.
        is_demo: bool,
    },
}

/// What the screen works with.
pub struct Surroundings<'a> {
    /// The sentences.
    pub texts: &'a Texts,
    /// The time.
    pub clock: Clock,
    /// What is known before the first call.
    pub catalog: Arc<Catalog>,
    /// The same, as the store needs it.
    pub reference: Arc<Reference>,
    /// How a database is made and opened.
    pub options: OpenOptions,
    /// Whether colours may be used.
    pub has_colour: bool,
}

/// Why the screen could not run.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// The store failed before there was a screen to say it on.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no terminal, or it is gone.
    #[error("no terminal")]
    Terminal(#[from] io::Error),
}

/// Runs the screen until it ends. When it gives an ending, the store is closed and its key wiped.
///
/// # Errors
/// When the database cannot be used at all, or there is no terminal.
pub fn run_screen(start: Start, surroundings: &Surroundings<'_>) -> Result<Ending, ScreenError> {
    let now = surroundings.clock.now();
    let (sender, inbox) = channel();
    let worker = Arc::new(Mutex::new(None));
    let (path, opening, is_demo) = match start {
        Start::FirstRun { path } => (path, Opening::FirstRun, false),
        Start::SignOn { path, begun_anew } => {
            let advisers = store::advisers(&path)?;
            (path, Opening::SignOn { advisers, begun_anew }, false)
        }
        Start::SignedOn { mut store, is_demo } => {
            if !is_demo {
                store.sign_on(now)?;
            }
            let path = store.path().to_owned();
            let session = session_of(&store);
            let backups = (!is_demo).then(|| backups_of(&store, surroundings.clock, &sender));
            *lock(&worker) = Some(spawn(*store, backups, &sender)?);
            (path, Opening::SignedOn { session }, is_demo)
        }
    };
    let texts = surroundings.texts;
    let not_understood = texts.quick_not_understood(Model::WORDS);
    let (mut model, effects) =
        Model::new(opening, Arc::clone(&surroundings.catalog), not_understood, is_demo, now);
    model.name_actions(tui::named_actions(texts));
    model.name_acts(texts.named_acts());
    let watch = JumpWatch::new(surroundings.clock);
    let mut runner = Runner { surroundings, path, sender, inbox, worker, watch };
    let theme = Theme { has_colour: surroundings.has_colour };
    let listener = runner.sender.clone();
    tui::listen(move |msg| listener.send(Arrival::Msg(msg)).is_ok())?;
    let listener = runner.sender.clone();
    // Without it a jump is seen a little later, at the next thing that happens.
    let _ = clock::listen(move || listener.send(Arrival::Msg(Msg::TimePassed)).is_ok());
    let ending = tui::run(&mut model, effects, texts, theme, &mut runner)?;
    // Here, and not when the last thread lets go of it.
    drop(lock(&runner.worker).take());
    Ok(ending)
}

/// What arrives, from every thread.
enum Arrival {
    Msg(Msg),
    Store(Box<store::Reply>),
    Opened { query: Query, result: Result<Session, StoreError> },
    BackupFailed(StoreError),
    NoteWritten { query: Query, call: CallId, result: Result<PathBuf, StoreError> },
    HandoverWritten { query: Query, handover: Option<HandoverId>, result: Result<PathBuf, StoreError> },
    Unlocked { query: Query, result: Result<(), StoreError> },
}

/// The threads behind a screen with an open database. They end when it is dropped.
struct Behind {
    worker: Worker,
    /// Held for its end only. None in the demo, where there is nothing to lose.
    _backups: Option<HourlyBackup>,
}

type SharedWorker = Arc<Mutex<Option<Behind>>>;

struct Runner<'a> {
    surroundings: &'a Surroundings<'a>,
    path: PathBuf,
    sender: Sender<Arrival>,
    inbox: Receiver<Arrival>,
    worker: SharedWorker,
    watch: JumpWatch,
}

impl Backstage for Runner<'_> {
    fn now(&self) -> DateTime<Utc> {
        self.surroundings.clock.now()
    }

    fn next(&mut self, at_most: Duration) -> Option<Msg> {
        if let Some(by) = self.watch.jump() {
            return Some(Msg::ClockJumped { by });
        }
        let arrival = if at_most.is_zero() {
            self.inbox.try_recv().ok()
        } else {
            match self.inbox.recv_timeout(at_most) {
                Ok(arrival) => Some(arrival),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Arrival::Msg(Msg::Ended)),
            }
        };
        arrival.map(|arrival| self.understand(arrival))
    }

    fn perform(&mut self, effect: Effect) {
        let now = self.now();
        match effect {
            Effect::ReadBoard { query } => self.send(Job::Board { query: query.0, now }),
            Effect::Execute { query, command, finishes } => {
                let id = Store::new_command_id(now);
                self.send(Job::Execute { query: query.0, id, command: *command, finishes, now });
            }
            Effect::Ask { query, question } => self.send(Job::Tell { query: query.0, question, now }),
            Effect::WriteNote { query, order } => self.write_note(query, &order, now),
            Effect::WriteHandover { query, order } => self.write_handover(query, &order, now),
            Effect::Summarise { query, order } => {
                let text = self.surroundings.texts.handover_summary(&order.board, &order.told, now);
                // Fails only when the screen is gone, and then nobody asks.
                let _ = self.sender.send(Arrival::Msg(Msg::Replied(Reply::Summarised { query, text })));
            }
            Effect::SaveDraft { draft } => self.send(Job::SaveDraft { draft: *draft }),
            Effect::DropDraft { draft } => self.send(Job::DropDraft { draft }),
            Effect::SignOn { query, adviser, passphrase } => {
                self.open(query, passphrase, move |path, passphrase, reference, options, _| {
                    Store::open(path, Some(&adviser), passphrase, reference, options)
                });
            }
            Effect::Create { query, adviser, region, passphrase } => {
                self.open(query, passphrase, move |path, passphrase, reference, options, now| {
                    create(path, &adviser, region, passphrase, reference, options, now)
                });
            }
            Effect::Unlock { query, adviser, passphrase } => self.unlock(query, adviser, passphrase),
            Effect::ListAdvisers { query } => {
                let result = store::advisers(&self.path).map_err(|error| self.failure(error));
                // Fails only when the screen is gone, and then nobody asks.
                let _ = self.sender.send(Arrival::Msg(Msg::Replied(Reply::Advisers { query, result })));
            }
            // The loop's own.
            Effect::Redraw | Effect::Bell | Effect::Suspend | Effect::BeginAnew { .. } | Effect::Quit => {}
        }
    }
}

impl Runner<'_> {
    fn send(&self, job: Job) {
        if let Some(behind) = &*lock(&self.worker) {
            behind.worker.send(job);
        }
    }

    /// Opens the database on a thread of its own: trying a passphrase takes a while by intent.
    fn open(
        &self,
        query: Query,
        passphrase: Secret,
        open: impl FnOnce(
            &Path,
            &Passphrase,
            Arc<Reference>,
            OpenOptions,
            DateTime<Utc>,
        ) -> Result<Store, StoreError>
        + Send
        + 'static,
    ) {
        let (path, sender, worker) = (self.path.clone(), self.sender.clone(), Arc::clone(&self.worker));
        let reference = Arc::clone(&self.surroundings.reference);
        let options = self.surroundings.options.clone();
        let (clock, now) = (self.surroundings.clock, self.now());
        thread::spawn(move || {
            let passphrase = Passphrase::new(passphrase.expose().to_owned());
            let opened = open(&path, &passphrase, reference, options, now).and_then(|mut store| {
                store.sign_on(now)?;
                let session = session_of(&store);
                let backups = backups_of(&store, clock, &sender);
                *lock(&worker) = Some(spawn(store, Some(backups), &sender)?);
                Ok(session)
            });
            let _ = sender.send(Arrival::Opened { query, result: opened });
        });
    }

    /// Checks a passphrase on a thread of its own: trying one takes a while by intent.
    fn unlock(&self, query: Query, adviser: String, passphrase: Secret) {
        let (path, sender) = (self.path.clone(), self.sender.clone());
        thread::spawn(move || {
            let passphrase = Passphrase::new(passphrase.expose().to_owned());
            let result = store::check_passphrase(&path, &adviser, &passphrase);
            let _ = sender.send(Arrival::Unlocked { query, result });
        });
    }

    /// Writes a case note on a thread of its own: a disk may take its time.
    fn write_note(&self, query: Query, order: &NoteOrder, now: DateTime<Utc>) {
        let (texts, catalog) = (self.surroundings.texts, &self.surroundings.catalog);
        let path = case_notes::path_of(texts, order, &self.path);
        let content = case_notes::content(texts, catalog, order, now);
        let (call, sender) = (order.details.call.id, self.sender.clone());
        thread::spawn(move || {
            let result = store::write_new(&path, content.as_bytes());
            // Fails only when the screen is gone, and then nobody asks.
            let _ = sender.send(Arrival::NoteWritten { query, call, result });
        });
    }

    fn write_handover(&self, query: Query, order: &HandoverOrder, now: DateTime<Utc>) {
        let (texts, catalog) = (self.surroundings.texts, &self.surroundings.catalog);
        let path = handover_pages::path_of(texts, order, &self.path);
        let content = handover_pages::content(texts, catalog, order, now);
        let handover = order.told.signed.as_ref().map(|signed| signed.id);
        let sender = self.sender.clone();
        thread::spawn(move || {
            let result = store::write_new(&path, content.as_bytes());
            // Fails only when the screen is gone, and then nobody asks.
            let _ = sender.send(Arrival::HandoverWritten { query, handover, result });
        });
    }

    fn understand(&self, arrival: Arrival) -> Msg {
        match arrival {
            Arrival::NoteWritten { query, call, result } => {
                let result = result.map(|path| case_notes::named(&path)).map_err(|error| self.failure(error));
                Msg::Replied(Reply::NoteWritten { query, call, result })
            }
            Arrival::HandoverWritten { query, handover, result } => {
                let result = result.map(|path| case_notes::named(&path)).map_err(|error| self.failure(error));
                Msg::Replied(Reply::HandoverWritten { query, handover, result })
            }
            Arrival::Msg(msg) => msg,
            Arrival::BackupFailed(error) => Msg::BackupFailed {
                reason: store_error_sentence(self.surroundings.texts, &error, self.now()),
            },
            Arrival::Opened { query, result } => {
                Msg::Replied(Reply::SignedOn { query, result: result.map_err(|error| self.failure(error)) })
            }
            Arrival::Unlocked { query, result } => {
                Msg::Replied(Reply::Unlocked { query, result: result.map_err(|error| self.failure(error)) })
            }
            Arrival::Store(reply) => match *reply {
                store::Reply::Changed => Msg::Changed,
                store::Reply::Board { query, board } => Msg::Replied(Reply::Board {
                    query: Query(query),
                    result: board.map_err(|error| self.failure(error)),
                }),
                store::Reply::Executed { query, result, board } => Msg::Replied(Reply::Executed {
                    query: Query(query),
                    result: result.map(Box::new).map_err(|error| self.failure(error)),
                    board: board.ok(),
                }),
                store::Reply::Told { query, told } => Msg::Replied(Reply::Told {
                    query: Query(query),
                    result: told.map(Box::new).map_err(|error| self.failure(error)),
                }),
                store::Reply::DraftKept { draft, result } => Msg::Replied(Reply::DraftKept {
                    draft,
                    result: result.map_err(|error| self.failure(error)),
                }),
            },
        }
    }

    fn failure(&self, error: StoreError) -> Failure {
        match error {
            StoreError::Refused(refusal) => Failure::Refused(refusal),
            error => Failure::Store {
                code: error.code(),
                sentence: store_error_sentence(self.surroundings.texts, &error, self.now()),
            },
        }
    }
}

fn create(
    path: &Path,
    adviser: &str,
    region: Region,
    passphrase: &Passphrase,
    reference: Arc<Reference>,
    options: OpenOptions,
    now: DateTime<Utc>,
) -> Result<Store, StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        store::make_private_folder(folder)?;
    }
    Store::create(path, NewDatabase { adviser, region, passphrase }, reference, options, now)
}

fn spawn(
    store: Store,
    backups: Option<HourlyBackup>,
    sender: &Sender<Arrival>,
) -> Result<Behind, StoreError> {
    let sender = sender.clone();
    let worker = Worker::spawn(store, move |reply| {
        // Fails only when the screen is gone, and then nobody asks.
        let _ = sender.send(Arrival::Store(Box::new(reply)));
    })?;
    Ok(Behind { worker, _backups: backups })
}

fn backups_of(store: &Store, clock: Clock, sender: &Sender<Arrival>) -> HourlyBackup {
    let sender = sender.clone();
    HourlyBackup::start(store.backup_maker(), clock, move |error| {
        let _ = sender.send(Arrival::BackupFailed(error));
    })
}

fn session_of(store: &Store) -> Session {
    Session {
        adviser: store.adviser_name().to_owned(),
        region: store.region(),
        sitting: uuid::Uuid::new_v4(),
    }
}

fn lock(worker: &SharedWorker) -> std::sync::MutexGuard<'_, Option<Behind>> {
    worker.lock().unwrap_or_else(PoisonError::into_inner)
}
