//! The quick line: a new call in one line, read anew at every key, with a preview of what it would register.
//!
//! Enter registers when all is understood. Otherwise nothing is saved the first time, and the second Enter puts
//! what was not understood into the note, so that the clock never waits for spelling.

use chrono::{DateTime, Utc};

use crate::domain::call::CallFacts;
use crate::domain::child::SiblingRule;
use crate::domain::draft::{DraftId, DraftKind};
use crate::domain::gaps::Gap;
use crate::domain::ids::UnitId;
use crate::domain::matching::Request;
use crate::domain::municipality::Region;
use crate::domain::quick_line::{Content, Guess, LineError, Mode, Parsed, Tables, parse};

use super::board_view::{BoardView, match_units, point_of};
use super::call_form::CallForm;
use super::drafts::{self, HalfWritten};
use super::model::Model;
use super::text_field::TextField;

/// A line being typed, with what it was read as.
#[derive(Debug, Clone, PartialEq)]
pub struct QuickLine {
    /// The text.
    pub field: TextField,
    /// When the line was begun: the first talk.
    pub opened_at: DateTime<Utc>,
    /// Which half-written work it is.
    pub draft: Option<DraftId>,
    /// Which of the parked ones was fetched and is as it was; the arrows go on from it.
    pub fetched: Option<usize>,
    /// Whether the parked form that is shown is thrown away by the next Delete.
    pub throws_away: bool,
    /// What the text was read as.
    pub parsed: Option<Parsed>,
    /// Places for what was read.
    pub fits: Option<Fits>,
    /// What would not be known; none while there is no call to register.
    pub gaps: Vec<Gap>,
    /// Whether Enter found this very text not to be understood: the next one registers it.
    pub is_refused: bool,
    /// Whether the last word is still being typed.
    is_typing: bool,
    chosen: Option<usize>,
    /// When it was opened, and its own draft: what it is again when a fetched one is put back.
    own: (DateTime<Utc>, Option<DraftId>),
}

/// A half-written new call that is kept: a line, or a form.
#[derive(Debug, Clone, PartialEq)]
pub struct ParkedLine {
    /// Which half-written work it is.
    pub id: Option<DraftId>,
    /// The text; of a form in short what it is about.
    pub text: String,
    /// When it was begun.
    pub opened_at: DateTime<Utc>,
    /// What was typed into its form, by the names of the fields; none for a line.
    pub form: Option<Vec<(String, String)>>,
}

impl ParkedLine {
    /// A form that was left; none when nothing was typed.
    #[must_use]
    pub fn of_form(form: &CallForm) -> Option<Self> {
        let fields = form.typed_fields();
        (!fields.is_empty()).then(|| Self {
            id: form.draft,
            text: form.short(),
            opened_at: form.opened_at,
            form: Some(fields),
        })
    }

    /// The form, to go on with; none for a line.
    #[must_use]
    pub fn to_form(&self) -> Option<CallForm> {
        let fields = self.form.as_ref()?;
        let mut form = CallForm::blank(self.opened_at, self.id);
        form.take_typed(fields);
        Some(form)
    }

    /// What is kept of it.
    #[must_use]
    pub fn half_written(&self) -> HalfWritten {
        HalfWritten {
            id: self.id,
            kind: if self.form.is_some() { DraftKind::NewCall } else { DraftKind::Line },
            call: None,
            about: None,
            begun_at: Some(self.opened_at),
            fields: self.form.clone().unwrap_or_else(|| vec![(drafts::TEXT.to_owned(), self.text.clone())]),
        }
    }
}

/// What could be offered to the call as far as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fits {
    /// Units with a place that fits.
    pub count: usize,
    /// The first of them, with its air line.
    pub first: Option<(UnitId, Option<u32>)>,
}

impl QuickLine {
    /// An empty line.
    #[must_use]
    pub fn open(now: DateTime<Utc>, draft: Option<DraftId>) -> Self {
        Self {
            field: TextField::default(),
            opened_at: now,
            draft,
            fetched: None,
            throws_away: false,
            own: (now, draft),
            parsed: None,
            fits: None,
            gaps: Vec::new(),
            is_refused: false,
            is_typing: true,
            chosen: None,
        }
    }

    /// The moments that lines were begun at.
    pub(super) fn timed(&mut self) -> [&mut DateTime<Utc>; 2] {
        [&mut self.opened_at, &mut self.own.0]
    }

    /// What is kept when the line is left; none when nothing was typed.
    #[must_use]
    pub fn park(self) -> Option<ParkedLine> {
        // As typed: a blank at the end says that the word before it is finished.
        let text = self.field.text().to_owned();
        (!self.field.is_blank()).then_some(ParkedLine {
            id: self.draft,
            text,
            opened_at: self.opened_at,
            form: None,
        })
    }

    /// Goes to the parked one before the newest, the one before that, and back: what is fetched and unchanged is
    /// put back in its place first. Of a form only that it is there is shown; Enter opens it.
    pub(super) fn go_to_parked(&mut self, parked: &mut Vec<ParkedLine>, older: bool) {
        let from = self.fetched;
        let to = match (from, older) {
            (None, true) => parked.len().checked_sub(1),
            (None, false) => return,
            (Some(at), true) => Some(at.saturating_sub(1)),
            (Some(at), false) => Some(at + 1),
        };
        let Some(to) = to else { return };
        if let Some(at) = from
            && let Some(back) = self.clone().park()
        {
            parked.insert(at.min(parked.len()), back);
        }
        (self.opened_at, self.draft) = self.own;
        self.field = TextField::default();
        self.was_typed();
        match parked.get(to) {
            Some(ParkedLine { form: Some(_), .. }) => self.fetched = Some(to),
            Some(_) => {
                let line = parked.remove(to);
                self.field = TextField::with_text(&line.text);
                (self.opened_at, self.draft) = (line.opened_at, line.id);
                self.fetched = Some(to);
            }
            None => {}
        }
    }

    /// The parked form that Enter opens.
    #[must_use]
    pub fn form_at<'p>(&self, parked: &'p [ParkedLine]) -> Option<(usize, &'p ParkedLine)> {
        let at = self.fetched.filter(|_| self.field.is_blank())?;
        parked.get(at).filter(|parked| parked.form.is_some()).map(|parked| (at, parked))
    }

    /// The text was changed by typing: nothing said of the old text counts any more.
    pub fn was_typed(&mut self) {
        self.is_refused = false;
        self.is_typing = true;
        self.chosen = None;
        self.fetched = None;
        self.throws_away = false;
    }

    /// The first thing that is wrong with the line as it was read.
    #[must_use]
    pub fn problem(&self) -> Option<&LineError> {
        self.parsed.as_ref()?.problems().next().map(|(_, error)| error)
    }

    /// What the word at the cursor can be exchanged for, and which of them Tab takes.
    #[must_use]
    pub fn guesses(&self) -> (&[Guess], Option<usize>) {
        let Some(parsed) = &self.parsed else { return (&[], None) };
        let Some(token) = parsed.token_at(self.field.cursor_byte()) else { return (&[], None) };
        let by_itself = (!token.is_exact && !token.guesses.is_empty()).then_some(0);
        (&token.guesses, self.chosen.or(by_itself).filter(|at| *at < token.guesses.len()))
    }

    /// Goes to the next guess, or the one before.
    pub(super) fn choose(&mut self, forward: bool) {
        let (count, taken) = {
            let (guesses, taken) = self.guesses();
            (guesses.len(), taken)
        };
        if count > 0 {
            self.chosen = Some(match (taken, forward) {
                (None, _) => 0,
                (Some(at), true) => (at + 1).min(count - 1),
                (Some(at), false) => at.saturating_sub(1),
            });
        }
    }

    /// Puts the guess into the line; false when there is none.
    pub(super) fn take_guess(&mut self) -> bool {
        let (guesses, taken) = self.guesses();
        let Some(guess) = taken.and_then(|at| guesses.get(at)).cloned() else { return false };
        let is_last = guess.span.end == self.field.text().len();
        self.field.replace(guess.span, &guess.text);
        if is_last {
            self.field.paste_sign(' ');
        }
        self.was_typed();
        self.is_typing = false;
        true
    }

    /// Enter: the facts to register, or none and the cursor at what must be settled first.
    pub(super) fn enter(&mut self, context: &Context<'_>) -> Option<CallFacts> {
        let was_refused = self.is_refused;
        self.is_typing = false;
        self.read(context);
        let parsed = self.parsed.as_ref()?;
        let facts = if was_refused {
            parsed.to_facts_with_rest(self.opened_at, |words| context.not_understood(words))
        } else {
            parsed.to_facts(self.opened_at)
        };
        if let Ok(facts) = facts {
            return Some(facts);
        }
        let at = parsed.problems().next().map(|(span, _)| span.end);
        if let Some(at) = at {
            self.field.set_cursor_byte(at);
        }
        self.is_refused = true;
        self.chosen = None;
        None
    }

    /// Reads the text anew, its last word finished.
    pub(super) fn read_whole(&mut self, context: &Context<'_>) {
        self.is_typing = false;
        self.read(context);
    }

    /// Reads the text anew and matches it.
    pub(super) fn read(&mut self, context: &Context<'_>) {
        let mode = Mode::Screen { being_typed: self.is_typing };
        let parsed = parse(self.field.text(), context.model.now, context.region, context.tables, mode);
        let facts = parsed.to_facts_with_rest(self.opened_at, |_| String::new());
        self.gaps = facts.map(|facts| Gap::of(&facts)).unwrap_or_default();
        let draft = &parsed.draft;
        let tells_what = !draft.children.is_empty() || draft.basis.is_some() || !draft.wished.is_empty();
        let can_fit = tells_what && !draft.is_consultation;
        self.fits = context.view.filter(|_| can_fit).map(|view| context.fits(view, &parsed));
        self.parsed = Some(parsed);
    }

    /// Whether some word of the line is not understood, and where.
    pub fn misread(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let tokens = self.parsed.iter().flat_map(|parsed| &parsed.tokens);
        tokens.filter(|token| matches!(token.content, Content::Error(_))).map(|token| token.span.clone())
    }
}

/// What a line is read with.
pub(super) struct Context<'a> {
    pub(super) model: &'a ContextModel,
    pub(super) catalog: &'a crate::catalog::Catalog,
    pub(super) tables: &'a Tables,
    pub(super) region: Region,
    pub(super) view: Option<&'a BoardView>,
}

/// The few plain values of the model a line is read with.
#[derive(Debug, Clone)]
pub(super) struct ContextModel {
    pub(super) now: DateTime<Utc>,
    pub(super) order: crate::domain::matching::Order,
    /// `(ikke forstått: …)`, the dots standing for the words.
    pub(super) not_understood: String,
}

impl Context<'_> {
    pub(super) fn not_understood(&self, words: &[&str]) -> String {
        self.model.not_understood.replace(Model::WORDS, &words.join(" "))
    }

    fn fits(&self, view: &BoardView, parsed: &Parsed) -> Fits {
        let draft = &parsed.draft;
        let group = if SiblingRule::is_one_group(draft.siblings) { draft.children.len() } else { 1 };
        let request = Request {
            call: None,
            children: draft.children.iter().take(group).copied().collect(),
            basis: draft.basis,
            wished: draft.wished.clone(),
            needs: draft.needs.clone(),
            from: draft.municipality.and_then(|number| point_of(self.catalog, number)),
            counts_double: false,
        };
        let found = match_units(&view.board, self.catalog, &request, self.model.order, self.model.now);
        Fits { count: found.fits.len(), first: found.fits.first().map(|row| (row.unit, row.place.km)) }
    }
}
