//! Forms as tables of fields: one row a field, the same keys in every form. Letters pick in a pick list and are
//! typed in a text; neither ever saves.

use super::call_form::CallField;
use super::deviation_window::DeviationField;
use super::enquiry_window::SearchField;
use super::key::{Code, Key};
use super::secret::Secret;
use super::text_field::TextField;
use super::unit_window::UnitField;
use crate::domain::compensation::CompensationKind;

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldId {
    /// Why this place for this child.
    Why,
    /// The child's view.
    ChildView,
    /// Travel time.
    TravelTime,
    /// Whether parents and network may know the place.
    MayBeKnown,
    /// Whether the measure said yes about this child.
    Clearance,
    /// With whom it was cleared.
    ClearedWith,
    /// When it was cleared.
    ClearedAt,
    /// Which children of a call something is for.
    Children,
    /// Whether the child takes two places.
    CountsDouble,
    /// The municipality's answer.
    Answer,
    /// Why it declined.
    DeclineReason,
    /// Who answered.
    AnsweredBy,
    /// What was said besides.
    Note,
    /// A time, as typed.
    At,
    /// Whether the municipality was phoned now.
    Phoned,
    /// Why a follow-up is moved.
    MoveReason,
    /// Whom a follow-up is given to.
    Receiver,
    /// What a call turns into.
    Turn,
    /// Who at the municipality agreed.
    AgreedBy,
    /// The number of another call.
    OtherCall,
    /// Which child of it.
    OtherChild,
    /// Which of several offers.
    Offer,
    /// Why a call is closed.
    CloseReason,
    /// Which of the children who travel or live somewhere.
    Whom,
    /// What is done about a placement.
    PlacementAct,
    /// When a child leaves.
    LeavesAt,
    /// When it is expected.
    ExpectedAt,
    /// Who drives.
    Driver,
    /// Medicines and clothes.
    Medicines,
    /// When the unit was told.
    ToldAt,
    /// A number for the night.
    NightNumber,
    /// Why it came to nothing.
    Reason,
    /// How a stay ended.
    StayEnd,
    /// The parents' view.
    ParentsView,
    /// The state of a place.
    PlaceState,
    /// Why a place has its state.
    StateReason,
    /// When a place is expected to be free.
    ExpectedFree,
    /// One place of a unit, or every one.
    WhichPlaces,
    /// The name of a file.
    FileName,
    /// Whether what leaves the house has names.
    WithNames,
    /// Why it has.
    ExportReason,
    /// An adviser's name.
    Adviser,
    /// A region.
    Region,
    /// A passphrase.
    Passphrase,
    /// The same passphrase again.
    PassphraseAgain,
    /// How closely a case is followed.
    WatchLevel,
    /// What is to be done of it.
    WatchAction,
    /// By whom.
    WatchBy,
    /// What is done if something else happens.
    IfThen,
    /// The summary of a shift.
    Summary,
    /// What the receiver of a handover repeats.
    Repeated,
    /// Minutes from a promise to the next.
    Repeat,
    /// Where a compensating measure stands.
    Measure(CompensationKind),
    /// A field of a deviation.
    Deviation(DeviationField),
    /// A field of the search log.
    Search(SearchField),
    /// A field of a unit.
    Unit(UnitField),
    /// A field of the full form of a call.
    Call(CallField),
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// A text as long as a page.
    Page,
    /// A line of text that is seen only while it is typed.
    Hidden,
    /// A passphrase.
    Secret,
    /// One of a few, each with its letter.
    Pick(&'static [char]),
    /// One of the names given when the form is made; a letter goes through those that begin with it.
    Name,
}

/// One row of a form's table.
#[derive(Debug, Clone, Copy)]
pub struct FieldRow {
    /// What it is for.
    pub id: FieldId,
    /// What it takes.
    pub kind: FieldKind,
    /// Whether the field is there at all, given what the others say.
    pub is_shown: fn(&Form) -> bool,
}

impl FieldRow {
    /// A field that is always there.
    #[must_use]
    pub const fn always(id: FieldId, kind: FieldKind) -> Self {
        Self { id, kind, is_shown: |_| true }
    }
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// Text.
    Text(TextField),
    /// A passphrase.
    Secret(Secret),
    /// Which one is picked.
    Pick(Option<usize>),
    /// Which of the names is picked.
    Name {
        /// The names. One that is a word of the screen stands here as that word's first letter.
        names: Vec<String>,
        /// Which one.
        at: usize,
    },
}

/// A form being filled in.
#[derive(Debug, Clone)]
pub struct Form {
    rows: Vec<FieldRow>,
    values: Vec<FieldValue>,
    at: usize,
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        // The same fields are the same form; its rows hold functions, which have no equality worth the name.
        let ids = |form: &Self| form.rows.iter().map(|row| row.id).collect::<Vec<_>>();
        ids(self) == ids(other) && self.values == other.values && self.at == other.at
    }
}

impl Form {
    /// An empty form; pick lists start as given, none where not.
    #[must_use]
    pub fn new(rows: &[FieldRow]) -> Self {
        let values = rows.iter().map(|row| empty(row.kind)).collect();
        Self { rows: rows.to_vec(), values, at: 0 }
    }

    /// Puts further fields before one; the cursor stays in its field.
    pub fn insert_before(&mut self, id: FieldId, rows: &[FieldRow]) {
        let Some(at) = self.index(id) else { return };
        self.rows.splice(at..at, rows.iter().copied());
        self.values.splice(at..at, rows.iter().map(|row| empty(row.kind)));
        if self.at >= at {
            self.at += rows.len();
        }
    }

    /// The fields that are there now, with what stands in them.
    pub fn shown(&self) -> impl Iterator<Item = (&FieldRow, &FieldValue)> {
        self.rows.iter().zip(&self.values).filter(|(row, _)| (row.is_shown)(self))
    }

    /// The field with the cursor.
    #[must_use]
    pub fn focused(&self) -> FieldId {
        self.rows[self.at].id
    }

    /// What stands in a field of this form.
    #[must_use]
    pub fn value(&self, id: FieldId) -> Option<&FieldValue> {
        self.index(id).map(|at| &self.values[at])
    }

    /// The text of a field, without blanks around it; none when empty or not there.
    #[must_use]
    pub fn text(&self, id: FieldId) -> Option<String> {
        match self.index(id).map(|at| (&self.rows[at], &self.values[at])) {
            Some((row, FieldValue::Text(field))) if (row.is_shown)(self) => field.filled(),
            Some((_, FieldValue::Name { names, at })) => names.get(*at).cloned(),
            _ => None,
        }
    }

    /// What stands in a field as it is kept with half-written work: its text, or the letter or name of what is picked.
    #[must_use]
    pub fn written(&self, id: FieldId) -> String {
        let Some(at) = self.index(id) else { return String::new() };
        match (&self.values[at], self.rows[at].kind) {
            (FieldValue::Text(field), _) => field.text().to_owned(),
            (FieldValue::Pick(Some(picked)), FieldKind::Pick(letters)) => {
                letters.get(*picked).map(ToString::to_string).unwrap_or_default()
            }
            (FieldValue::Name { names, at }, _) => names.get(*at).cloned().unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// Puts that into a field again; a name that is no longer there picks the first.
    pub fn write(&mut self, id: FieldId, written: &str) {
        let Some(at) = self.index(id) else { return };
        if let FieldValue::Name { names, at } = &mut self.values[at] {
            *at = names.iter().position(|name| name == written).unwrap_or(0);
            return;
        }
        self.values[at] = match self.rows[at].kind {
            FieldKind::Text | FieldKind::Hidden => FieldValue::Text(TextField::with_text(written)),
            FieldKind::Page => FieldValue::Text(TextField::page(written)),
            FieldKind::Pick(letters) => {
                let sign = written.chars().next();
                FieldValue::Pick(letters.iter().position(|letter| Some(*letter) == sign))
            }
            FieldKind::Secret | FieldKind::Name => return,
        };
    }

    /// Every field, shown or not.
    pub fn ids(&self) -> impl Iterator<Item = FieldId> {
        self.rows.iter().map(|row| row.id)
    }

    /// Whether the cursor is in the last field.
    #[must_use]
    pub fn is_at_last(&self) -> bool {
        self.shown().last().is_some_and(|(row, _)| row.id == self.focused())
    }

    /// Which one of a pick list is picked.
    #[must_use]
    pub fn picked(&self, id: FieldId) -> Option<usize> {
        match self.value(id) {
            Some(FieldValue::Pick(picked)) => *picked,
            _ => None,
        }
    }

    /// The passphrase in a field.
    #[must_use]
    pub fn secret(&self, id: FieldId) -> Option<&Secret> {
        match self.value(id) {
            Some(FieldValue::Secret(secret)) => Some(secret),
            _ => None,
        }
    }

    /// Whether anything was typed into a text of this form.
    #[must_use]
    pub fn has_text(&self) -> bool {
        self.values.iter().any(|value| matches!(value, FieldValue::Text(field) if !field.is_blank()))
    }

    /// Picks one of a pick list.
    pub fn pick(&mut self, id: FieldId, picked: Option<usize>) {
        self.set(id, FieldValue::Pick(picked));
    }

    /// Sets what stands in a field.
    pub fn set(&mut self, id: FieldId, value: FieldValue) {
        if let Some(at) = self.index(id) {
            self.values[at] = value;
        }
    }

    /// Puts the cursor into a field, if it is there.
    pub fn focus(&mut self, id: FieldId) {
        if let Some(at) = self.index(id).filter(|at| (self.rows[*at].is_shown)(self)) {
            self.at = at;
        }
    }

    /// Goes to the next field, or the one before; round at the ends.
    pub fn go(&mut self, forward: bool) {
        let count = self.rows.len();
        let step = if forward { 1 } else { count - 1 };
        let next = (1..=count).map(|n| (self.at + n * step) % count);
        if let Some(at) = next.into_iter().find(|at| (self.rows[*at].is_shown)(self)) {
            self.at = at;
        }
    }

    /// Takes a key; false when it means nothing to the focused field.
    pub fn press(&mut self, key: Key) -> bool {
        match key.code {
            Code::Tab | Code::Down => self.go(true),
            Code::BackTab | Code::Up => self.go(false),
            _ => match (&mut self.values[self.at], self.rows[self.at].kind) {
                (FieldValue::Text(field), _) => return field.press(key),
                (FieldValue::Secret(secret), _) => return secret.press(key),
                (FieldValue::Pick(picked), FieldKind::Pick(letters)) => {
                    return press_pick(picked, letters, key);
                }
                (FieldValue::Name { names, at }, _) => return press_name(names, at, key),
                _ => return false,
            },
        }
        true
    }

    /// Takes pasted text, if the focused field is one for text.
    pub fn paste(&mut self, text: &str) {
        match &mut self.values[self.at] {
            FieldValue::Text(field) => field.paste(text),
            FieldValue::Secret(secret) => secret.paste(text),
            FieldValue::Pick(_) | FieldValue::Name { .. } => {}
        }
    }

    fn index(&self, id: FieldId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }
}

fn empty(kind: FieldKind) -> FieldValue {
    match kind {
        FieldKind::Text | FieldKind::Hidden => FieldValue::Text(TextField::default()),
        FieldKind::Page => FieldValue::Text(TextField::page("")),
        FieldKind::Secret => FieldValue::Secret(Secret::new()),
        FieldKind::Pick(_) => FieldValue::Pick(None),
        FieldKind::Name => FieldValue::Name { names: Vec::new(), at: 0 },
    }
}

fn press_pick(picked: &mut Option<usize>, letters: &[char], key: Key) -> bool {
    let last = letters.len().saturating_sub(1);
    let by_letter = key.typed().and_then(|sign| {
        let sign = sign.to_lowercase().next().unwrap_or(sign);
        // Not every keyboard has ø, and no list holds both.
        let same = |letter: &char| *letter == sign || (*letter == 'ø' && sign == 'o');
        letters.iter().position(same)
    });
    *picked = match (by_letter, key.code) {
        (Some(at), _) => Some(at),
        (None, Code::Right) => Some(picked.map_or(0, |at| (at + 1).min(last))),
        (None, Code::Left) => Some(picked.map_or(last, |at| at.saturating_sub(1))),
        (None, Code::Backspace | Code::Delete) => None,
        _ => return false,
    };
    true
}

fn press_name(names: &[String], at: &mut usize, key: Key) -> bool {
    let count = names.len().max(1);
    match (key.code, key.typed()) {
        (Code::Right, _) => *at = (*at + 1) % count,
        (Code::Left, _) => *at = (*at + count - 1) % count,
        (_, Some(sign)) => {
            let begins = |name: &String| {
                name.chars().next().is_some_and(|first| first.to_lowercase().eq(sign.to_lowercase()))
            };
            match (1..=count).map(|n| (*at + n) % count).find(|at| names.get(*at).is_some_and(begins)) {
                Some(found) => *at = found,
                None => return false,
            }
        }
        _ => return false,
    }
    true
}
