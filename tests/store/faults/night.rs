//! A night of random commands, and what the store said to each: what must be true of the database afterwards.

use std::path::{Path, PathBuf};

use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::command::{
    Command, CommandId, ItemAnswer, ItemFields, OfferDraft, Outcome, UndoScope,
};
use akuttvakt::domain::draft::{Draft, DraftId, DraftKind};
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::offer::{Answer, DeclineReason};
use akuttvakt::domain::question::Subject;
use akuttvakt::domain::refusal::ErrorCode;
use akuttvakt::domain::unit::{ConfirmedHow, PlaceState};
use akuttvakt::store::{OpenOptions, Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;
use uuid::Uuid;

use super::raw;
use crate::fixture::{Fixture, girl_of_nine, home, institution, night, options, passphrase, reference};
use crate::support::dice::Dice;

/// How many places the database of [`Fixture::with_places`] has.
const PLACES: usize = 6;

/// What the store said to a command.
pub struct Said {
    pub id: CommandId,
    pub command: Command,
    pub answer: Result<Outcome, ErrorCode>,
    /// The last journal line after it, where that could be read.
    pub head: Option<i64>,
    /// Whether a rule refused it.
    pub is_refused: bool,
    /// What it was typed as; none when that could not be kept.
    pub draft: Option<Draft>,
}

impl Said {
    /// Whether the typed text is there when it must be: kept until the command is done, gone with it.
    pub fn keeps_its_text(&self, drafts: &[Draft]) -> bool {
        match (&self.draft, &self.answer) {
            (Some(draft), Ok(_)) => !drafts.contains(draft),
            (Some(draft), Err(_)) => drafts.contains(draft),
            (None, _) => true,
        }
    }
}

/// Commands in a random but sensible order.
pub struct Night {
    dice: Dice,
    pub now: DateTime<Utc>,
    calls: Vec<CallId>,
    offers: Vec<OfferId>,
    settings: usize,
    drafts: u32,
}

impl Night {
    pub fn new(dice: Dice) -> Self {
        Self {
            dice,
            now: night() + TimeDelta::minutes(1),
            calls: Vec::new(),
            offers: Vec::new(),
            settings: 0,
            drafts: 0,
        }
    }

    /// Gives the next command to the store and keeps what it said.
    pub fn go_on(&mut self, store: &mut Store) -> Said {
        let (id, command) = self.next_command();
        self.drafts += 1;
        let draft = Draft {
            id: DraftId { sitting: id.0, count: self.drafts },
            kind: DraftKind::Line,
            call: None,
            about: None,
            begun_at: self.now,
            fields: vec![("line".to_owned(), format!("{command:?}"))],
        };
        let draft = store.save_draft(&draft).is_ok().then_some(draft);
        let said = say(store, id, command, draft, self.now);
        self.hear(&said);
        said
    }

    /// Gives a command once more, with its own id.
    pub fn again(&mut self, store: &mut Store, said: &Said) -> Said {
        let said = say(store, said.id, said.command.clone(), said.draft.clone(), self.now);
        self.hear(&said);
        said
    }

    fn hear(&mut self, said: &Said) {
        match &said.answer {
            Ok(Outcome::CallRegistered { call, .. }) => self.calls.push(*call),
            Ok(Outcome::Offered { offer, .. }) => self.offers.push(*offer),
            _ => {}
        }
    }

    fn next_command(&mut self) -> (CommandId, Command) {
        let dice = &mut self.dice;
        self.now += TimeDelta::seconds(i64::try_from(dice.roll(600)).unwrap());
        let id = CommandId(Uuid::from_u64_pair(dice.next(), dice.next()));
        let place = PlaceId(i64::try_from(1 + dice.roll(PLACES)).unwrap());
        let Some(call) = (!self.calls.is_empty()).then(|| dice.one_of(&self.calls)) else {
            return (id, Command::RegisterCall(Box::new(girl_of_nine(self.now))));
        };
        let offer = if self.offers.is_empty() { OfferId(1) } else { dice.one_of(&self.offers) };
        let text = || "a".repeat(40);
        let command = match dice.roll(26) {
            0..=4 => {
                let mut facts = girl_of_nine(self.now);
                facts.note = Some("n".repeat(1 + dice.roll(400)));
                facts.callback = Some("99887766".to_owned());
                Command::RegisterCall(Box::new(facts))
            }
            5..=7 => Command::Hold { call, place },
            8..=10 => {
                Command::Offer(Box::new(OfferDraft { why: Some(text()), ..OfferDraft::new(call, place) }))
            }
            11..=13 => {
                let answer = dice.one_of(&[Answer::Accepted, Answer::Declined, Answer::Withdrawn]);
                let reason = (answer == Answer::Declined).then_some(DeclineReason::TooFar);
                Command::Answer { offer, answer, reason, by: Some(text()), note: None }
            }
            14 => Command::SetPlace {
                place,
                state: dice.one_of(&[PlaceState::Free, PlaceState::Staffing]),
                reason: Some(text()),
            },
            15 => Command::ConfirmPlace { place, how: ConfirmedHow::Phoned, whole_unit: true },
            16 => Command::Release { place },
            17 => Command::Undo { scope: UndoScope::Database },
            18 => Command::CloseCall { call, reason: CloseReason::Withdrawn, note: Some(text()) },
            19 => Command::PromiseCallBack { call, due_at: self.now + TimeDelta::hours(1) },
            20..=22 => Command::AnswerItem(Box::new(ItemAnswer {
                call,
                item: dice.one_of(&[ItemKey::Situation, ItemKey::Danger, ItemKey::Health]),
                state: AnswerState::Answered,
                text: Some(text()),
                fields: ItemFields::default(),
            })),
            23 => Command::Reveal { subject: Subject::Call(call) },
            24 => Command::Undo { scope: UndoScope::ThisProcess },
            _ => {
                // Never what it was before: nothing is kept of a command that changes nothing.
                self.settings += 1;
                let value = format!("{:02}:{:02}", 6 + self.settings / 60 % 4, self.settings % 60);
                Command::SetSetting { key: "office.from".to_owned(), value }
            }
        };
        (id, command)
    }
}

/// Gives a command and keeps what came of it.
fn say(store: &mut Store, id: CommandId, command: Command, draft: Option<Draft>, now: DateTime<Utc>) -> Said {
    let finishes = draft.as_ref().map(|draft| draft.id);
    let result = store.execute_finishing(id, &command, finishes, now);
    let is_refused = matches!(result, Err(StoreError::Refused(_)));
    let answer = result.map_err(|error| error.code());
    Said { id, command, answer, head: store.journal_head().ok(), is_refused, draft }
}

/// A closed database with a few places, to be copied.
pub struct Seedling {
    pub folder: TempDir,
    pub path: PathBuf,
}

impl Seedling {
    pub fn new() -> Self {
        let Fixture { folder, path, store, .. } = Fixture::with_places();
        drop(store);
        Self { folder, path }
    }

    /// A copy in a folder of its own.
    pub fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = raw::copy(&self.path, folder.path());
        Self { folder, path }
    }
}

/// Opens as the program does, on the given file layer.
pub fn open_on(path: &Path, layer: &str) -> Result<Store, StoreError> {
    open_with(path, OpenOptions { vfs: Some(layer.to_owned()), ..options() })
}

/// Opens as the program does.
pub fn open(path: &Path) -> Result<Store, StoreError> {
    open_with(path, options())
}

pub fn open_with(path: &Path, options: OpenOptions) -> Result<Store, StoreError> {
    Store::open(path, None, &passphrase(), reference(), options)
}

/// Gives a new database the places that [`Night`] counts on.
pub fn settle_in(store: &mut Store) {
    let rows = vec![home("Furuly", 3), home("Solbakken", 1), institution("Åsen", 2)];
    let import = Command::ImportUnits { rows, dry_run: false };
    store.execute(Store::new_command_id(night()), &import, night()).unwrap();
}
