//! The state of the program between two messages. Plain data: nothing here reads a clock, a file or the terminal.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::catalog::Catalog;
use crate::domain::command::{Command, Outcome};
use crate::domain::draft::DraftId;
use crate::domain::ids::CallId;
use crate::domain::journal::Act;
use crate::domain::matching::Order;
use crate::domain::question::Question;
use crate::domain::quick_line::Tables;

use super::alarm::Alarms;
use super::answer_window::AnswerWindow;
use super::board_view::BoardView;
use super::call_back_window::CallBackWindow;
use super::call_form::CallForm;
use super::calls_screen::CallsScreen;
use super::changes_window::ChangesWindow;
use super::checklist_window::ChecklistWindow;
use super::close_window::CloseWindow;
use super::deviation_window::DeviationWindow;
use super::deviations_screen::DeviationsScreen;
use super::drafts::Drafts;
use super::effect::{Effect, Query};
use super::enquiry_window::EnquiryWindow;
use super::entry::{BegunAnew, Entry};
use super::export_window::ExportWindow;
use super::find_line::FindLine;
use super::follow_up_window::FollowUpWindow;
use super::follow_ups_screen::FollowUpsScreen;
use super::greeting::Greeting;
use super::handover_screen::HandoverScreen;
use super::handover_window::HandoverWindow;
use super::help_window::{HelpWindow, NamedAction};
use super::journal_screen::JournalScreen;
use super::lock::Lock;
use super::marks::Marks;
use super::measures_window::MeasuresWindow;
use super::message::{Failure, Input, Session};
use super::notice::{Notice, Noticed};
use super::offer_window::{OfferWindow, ParkedOffer};
use super::phones_window::PhonesWindow;
use super::placement_window::PlacementWindow;
use super::places_screen::PlacesScreen;
use super::quick_line::{ParkedLine, QuickLine};
use super::refer_window::ReferWindow;
use super::revealed::Revealed;
use super::state_window::StateWindow;
use super::steps_window::StepsWindow;
use super::tasks_window::TasksWindow;
use super::timeline_window::TimelineWindow;
use super::turns_window::TurnsWindow;
use super::unit_window::UnitWindow;
use super::watch_window::WatchWindow;

/// A screen; its windows lie over it.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// Before the board: first run or sign-on.
    Entry(Box<Entry>),
    /// The board.
    Board,
    /// All places.
    Places,
    /// All calls.
    Calls,
    /// What is to be done.
    FollowUps,
    /// All deviations.
    Deviations,
    /// The handover.
    Handover,
    /// The journal.
    Journal,
}

/// A window over the screen. The last one has the keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// A new call in one line.
    QuickLine(Box<QuickLine>),
    /// An offer.
    Offer(Box<OfferWindow>),
    /// The municipality's answer.
    Answer(Box<AnswerWindow>),
    /// Every reason for and against the marked place.
    Reasons,
    /// The keys, and which of them work now; or everything that can be done, by name.
    Help(Box<HelpWindow>),
    /// The full form of a call, new or there already.
    Form(Box<CallForm>),
    /// The checklist as a conversation.
    Checklist(Box<ChecklistWindow>),
    /// The routine's steps of a call.
    Steps(Box<StepsWindow>),
    /// Which of several steps is done.
    Tasks(Box<TasksWindow>),
    /// Moving a follow-up, or giving it to another.
    FollowUp(Box<FollowUpWindow>),
    /// A promise to ring back.
    CallBack(Box<CallBackWindow>),
    /// A referral received.
    Refer(Box<ReferWindow>),
    /// What a call can turn into.
    Turns(Box<TurnsWindow>),
    /// Closing a call.
    Close(Box<CloseWindow>),
    /// Arrived, moved, ended.
    Placement(Box<PlacementWindow>),
    /// The state of a place.
    PlaceState(Box<StateWindow>),
    /// A unit being corrected.
    Unit(Box<UnitWindow>),
    /// A case note that is to be written.
    Export(Box<ExportWindow>),
    /// Phone numbers.
    Phones(Box<PhonesWindow>),
    /// One attempt of the search log.
    Enquiry(Box<EnquiryWindow>),
    /// A deviation.
    Deviation(Box<DeviationWindow>),
    /// What is recorded of a case for the next shift.
    Watch(Box<WatchWindow>),
    /// Signing a handover.
    Handover(Box<HandoverWindow>),
    /// What the municipality is offered meanwhile.
    Measures(Box<MeasuresWindow>),
    /// What is new since the last shift.
    Changes(Box<ChangesWindow>),
    /// One call as a timeline.
    Timeline(Box<TimelineWindow>),
    /// Finding in the list below.
    Find(Box<FindLine>),
    /// Opened by itself: something was refused.
    Refused {
        /// Why.
        failure: Failure,
        /// When it opened: keys pressed before it could be read are not meant for it.
        opened_at: DateTime<Utc>,
    },
    /// Whether to quit with work that is not saved.
    Quit,
}

/// A question to the store that the next key must wait for.
#[derive(Debug, Clone, PartialEq)]
pub struct Awaiting {
    /// Which question.
    pub query: Query,
    /// Since when.
    pub since: DateTime<Utc>,
    /// A command that is done, while the board after it is still being read.
    pub outcome: Option<Box<Outcome>>,
}

/// How the program starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// There is no database: ask for name, region and passphrase.
    FirstRun,
    /// There is one: ask who and the passphrase.
    SignOn {
        /// The advisers it knows.
        advisers: Vec<String>,
        /// Why the program began anew, where there is something to tell.
        begun_anew: Option<BegunAnew>,
    },
    /// Someone is on.
    SignedOn {
        /// Who, where.
        session: Session,
    },
}

/// The state of the program.
#[derive(Debug, Clone)]
pub struct Model {
    /// What is known before the first call.
    pub catalog: Arc<Catalog>,
    /// The tables a quick line is read with.
    pub(super) tables: Arc<Tables>,
    /// What stands in a note for words that were not understood; [`Model::WORDS`] stands for them.
    pub(super) not_understood: String,
    /// Every action by name: help and palette find by it.
    pub(super) named_actions: Arc<[NamedAction]>,
    pub(super) named_acts: Arc<[(Act, String)]>,
    /// The moment of the last message.
    pub now: DateTime<Utc>,
    /// The terminal's columns and rows.
    pub size: (u16, u16),
    /// Whether everything shown is invented.
    pub is_demo: bool,
    /// Who is on.
    pub session: Option<Session>,
    /// Whether the screen locks by itself: not where there is no passphrase to open it with.
    pub locks_by_itself: bool,
    /// The lock over everything, while the screen is locked.
    pub lock: Option<Box<Lock>>,
    /// When a key was pressed last.
    pub(super) touched_at: DateTime<Utc>,
    /// The screen.
    pub screen: Screen,
    /// Windows over it, the last one on top.
    pub overlays: Vec<Overlay>,
    /// The board, once read.
    pub view: Option<BoardView>,
    /// What sounds, and what of it was heard.
    pub alarms: Alarms,
    /// What is marked on it.
    pub marks: Marks,
    /// The order of the places.
    pub order: Order,
    /// All places: what is shown of them and marked.
    pub places: PlacesScreen,
    /// All calls: what was found and is marked.
    pub calls: CallsScreen,
    /// What is to be done: which line is marked.
    pub follow_ups: FollowUpsScreen,
    /// All deviations: what was read and is marked.
    pub deviations: DeviationsScreen,
    /// The handover: what was read and is marked.
    pub handover: HandoverScreen,
    /// The journal: what is shown of it.
    pub journal: JournalScreen,
    /// Hidden data that was revealed, while its subject is marked.
    pub revealed: Option<Revealed>,
    /// Whether what was told in words is hidden, in every window that shows it.
    pub hides_words: bool,
    /// Half-written work and what of it is kept in the store.
    pub drafts: Drafts,
    /// Half-written new calls, the newest last.
    pub parked_lines: Vec<ParkedLine>,
    /// Half-written offers.
    pub parked_offers: BTreeMap<CallId, ParkedOffer>,
    /// What whoever signed on is told first.
    pub greeting: Greeting,
    /// What came of the last thing done.
    pub noticed: Option<Noticed>,
    /// The question the next key waits for.
    pub awaiting: Option<Awaiting>,
    pub(super) typed_ahead: VecDeque<Input>,
    pub(super) board_query: Query,
    last_query: Query,
}

impl Model {
    /// Keys kept while a write is under way; no one types this far ahead.
    pub(super) const TYPED_AHEAD: usize = 4096;
    /// Stands for the words themselves in the sentence about words that were not understood.
    pub const WORDS: &'static str = "…";
    /// A window that opened by itself takes keys after this.
    pub(super) const UNREAD: TimeDelta = TimeDelta::milliseconds(300);
    /// A write that takes longer is said to be under way.
    const SLOW: TimeDelta = TimeDelta::milliseconds(300);
    /// A notice older than this is about something else than what the adviser does now.
    const NOTICE_STAYS: TimeDelta = TimeDelta::minutes(3);

    /// The state at the start, and what is to be done first. `not_understood` is the sentence about words that were
    /// not understood, with [`Model::WORDS`] where they go.
    #[must_use]
    pub fn new(
        opening: Opening,
        catalog: Arc<Catalog>,
        not_understood: String,
        is_demo: bool,
        now: DateTime<Utc>,
    ) -> (Self, Vec<Effect>) {
        let tables = Arc::new(Tables::new(
            catalog.municipalities.clone(),
            catalog.needs.clone(),
            catalog.legal_bases.clone(),
        ));
        let (screen, session) = match opening {
            Opening::FirstRun => (Screen::Entry(Box::new(Entry::first_run())), None),
            Opening::SignOn { advisers, begun_anew } => {
                let entry = Entry { begun_anew, ..Entry::sign_on(advisers) };
                (Screen::Entry(Box::new(entry)), None)
            }
            Opening::SignedOn { session } => (Screen::Board, Some(session)),
        };
        let is_on = session.is_some();
        let mut model = Self {
            catalog,
            tables,
            not_understood,
            named_actions: Arc::new([]),
            named_acts: Arc::new([]),
            now,
            size: (80, 24),
            is_demo,
            session,
            locks_by_itself: !is_demo,
            lock: None,
            touched_at: now,
            screen,
            overlays: Vec::new(),
            view: None,
            alarms: Alarms::default(),
            marks: Marks::default(),
            order: Order::default(),
            places: PlacesScreen::default(),
            calls: CallsScreen::default(),
            follow_ups: FollowUpsScreen::default(),
            deviations: DeviationsScreen::default(),
            handover: HandoverScreen::default(),
            journal: JournalScreen::default(),
            revealed: None,
            hides_words: false,
            drafts: Drafts::default(),
            parked_lines: Vec::new(),
            parked_offers: BTreeMap::new(),
            greeting: Greeting::default(),
            noticed: None,
            awaiting: None,
            typed_ahead: VecDeque::new(),
            board_query: Query::default(),
            last_query: Query::default(),
        };
        let effects = if is_on { model.first_questions() } else { Vec::new() };
        (model, effects)
    }

    /// Another adviser has signed on: everything of the one before is gone from here. Numbers of questions go on, so
    /// that an answer to the one before is known to be stale.
    pub(super) fn begin_for(&mut self, session: Session, typed_ahead: VecDeque<Input>) -> Vec<Effect> {
        let (catalog, words) = (Arc::clone(&self.catalog), std::mem::take(&mut self.not_understood));
        let (fresh, _) = Self::new(Opening::SignedOn { session }, catalog, words, self.is_demo, self.now);
        *self = Self {
            named_actions: Arc::clone(&self.named_actions),
            named_acts: Arc::clone(&self.named_acts),
            size: self.size,
            locks_by_itself: self.locks_by_itself,
            typed_ahead,
            last_query: self.last_query,
            ..fresh
        };
        self.first_questions()
    }

    /// What is asked once someone is on. The half-written work first: keys wait for the board, and then find it.
    pub(super) fn first_questions(&mut self) -> Vec<Effect> {
        vec![self.ask(Question::Drafts).1, self.await_board(None)]
    }

    /// Gives the actions their names, in the language of the screen.
    pub fn name_actions(&mut self, named: Vec<NamedAction>) {
        self.named_actions = named.into();
    }

    /// Gives the kinds of acts in the journal their names, in the language of the screen.
    pub fn name_acts(&mut self, named: Vec<(Act, String)>) {
        self.named_acts = named.into();
    }

    /// Whether a write is under way for long enough to be told.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.awaiting.as_ref().is_some_and(|awaiting| self.now - awaiting.since >= Self::SLOW)
    }

    /// When a write now under way will be slow.
    pub(super) fn slow_from(&self) -> Option<DateTime<Utc>> {
        self.awaiting.as_ref().map(|awaiting| awaiting.since + Self::SLOW)
    }

    /// The notice, while it is about what is done now. That the clock jumped stays until something else is told: no
    /// one may have been there to read it.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        let noticed = self.noticed.as_ref()?;
        let stays = self.notice_until().is_none_or(|until| self.now < until);
        stays.then_some(&noticed.notice)
    }

    /// Until when the notice is shown, where it goes by itself.
    pub(super) fn notice_until(&self) -> Option<DateTime<Utc>> {
        let noticed = self.noticed.as_ref()?;
        let stays = matches!(noticed.notice, Notice::ClockJumped { .. });
        (!stays).then(|| noticed.at + Self::NOTICE_STAYS)
    }

    /// Whether something typed would be lost with the program: it is kept, unless the store could not.
    #[must_use]
    pub fn has_unsaved_work(&self) -> bool {
        self.drafts.is_failing()
    }

    /// Whether something is half-written, open or parked.
    #[must_use]
    pub fn has_half_written_work(&self) -> bool {
        self.drafts.are_any() || !self.parked_lines.is_empty() || !self.parked_offers.is_empty()
    }

    /// Tells something in the line above the footer.
    pub(super) fn tell(&mut self, notice: Notice) {
        self.noticed = Some(Noticed { notice, at: self.now });
    }

    /// The next number of a question.
    pub(super) fn next_query(&mut self) -> Query {
        self.last_query.0 += 1;
        self.last_query
    }

    /// Orders a command; keys wait for what comes of it.
    pub(super) fn await_command(&mut self, command: Command) -> Effect {
        let query = self.next_query();
        self.awaiting = Some(Awaiting { query, since: self.now, outcome: None });
        Effect::Execute { query, command: Box::new(command), finishes: None }
    }

    /// Orders a command and, with it, the end of the half-written work it was made of; keys wait.
    pub(super) fn await_finishing(&mut self, command: Command, finishes: Option<DraftId>) -> Effect {
        let query = self.next_query();
        self.awaiting = Some(Awaiting { query, since: self.now, outcome: None });
        if let Some(draft) = finishes {
            self.drafts.finish_with(query, draft);
        }
        Effect::Execute { query, command: Box::new(command), finishes }
    }

    /// Asks for something that no key waits for.
    pub(super) fn ask(&mut self, question: Question) -> (Query, Effect) {
        let query = self.next_query();
        (query, Effect::Ask { query, question })
    }

    /// Keys wait for the answer to a question.
    pub(super) fn await_answer(&mut self, query: Query) {
        self.awaiting = Some(Awaiting { query, since: self.now, outcome: None });
    }

    /// Asks for the board; keys wait for it.
    pub(super) fn await_board(&mut self, outcome: Option<Box<Outcome>>) -> Effect {
        let query = self.next_query();
        self.awaiting = Some(Awaiting { query, since: self.now, outcome });
        Effect::ReadBoard { query }
    }
}
