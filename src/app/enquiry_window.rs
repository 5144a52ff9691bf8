//! One attempt of the search log: letters pick what was said and why, Enter saves and goes to the next of the ladder.

use chrono::{DateTime, Utc};

use crate::domain::command::Command;
use crate::domain::draft::DraftKind;
use crate::domain::enquiry::{EnquiryDraft, EnquiryResult, LeaderDecision, NoReason};
use crate::domain::ids::{CallId, UnitId};
use crate::domain::ladder::{LadderRow, Rung, Whom, rung_of};
use crate::domain::municipality::Region;
use crate::domain::question::Subject;
use crate::domain::quick_line::{LineError, past_moment, time_ahead};

use super::availability::marked_call;
use super::drafts::{self, HalfWritten};
use super::effect::Effect;
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::model::{Model, Overlay};

/// A field of the window that no other window has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SearchField {
    /// What was said.
    Result,
    /// Why it was a no.
    Reason,
    /// What a leader decided.
    Decision,
    /// When to ask again, or when the answer comes.
    AskAt,
    /// Who was spoken to.
    Who,
}

/// What can be answered, with its letters.
pub const RESULTS: &[(char, EnquiryResult)] = &[
    ('g', EnquiryResult::Yes),
    ('n', EnquiryResult::No),
    ('i', EnquiryResult::NoAnswer),
    ('v', EnquiryResult::Asked),
    ('u', EnquiryResult::NotRelevant),
];
/// What comes of asking a leader, with its letters.
pub const LEADER_RESULTS: &[(char, EnquiryResult)] =
    &[('g', EnquiryResult::Yes), ('i', EnquiryResult::NoAnswer), ('v', EnquiryResult::Asked)];
/// Why it was a no, with its letters.
pub const REASONS: &[(char, NoReason)] = &[
    ('f', NoReason::Full),
    ('b', NoReason::Staffing),
    ('s', NoReason::IntakeStop),
    ('a', NoReason::Age),
    ('m', NoReason::TargetGroup),
    ('k', NoReason::Siblings),
    ('h', NoReason::ChildrenInHome),
    ('d', NoReason::Animals),
    ('l', NoReason::Distance),
    ('t', NoReason::Infection),
    ('r', NoReason::Security),
    ('p', NoReason::Group),
    ('e', NoReason::ExtraStaffing),
    ('x', NoReason::Other),
];
/// What a leader decides, with its letters.
pub const DECISIONS: &[(char, &[LeaderDecision])] = &[
    ('k', &[LeaderDecision::SinglePurchase]),
    ('o', &[LeaderDecision::OverCapacity]),
    ('b', &[LeaderDecision::SinglePurchase, LeaderDecision::OverCapacity]),
    ('s', &[LeaderDecision::IntakeStop]),
    ('n', &[LeaderDecision::Nothing]),
];

const RESULT: FieldId = FieldId::Search(SearchField::Result);
const REASON: FieldId = FieldId::Search(SearchField::Reason);
const DECISION: FieldId = FieldId::Search(SearchField::Decision);
const ASK_AT: FieldId = FieldId::Search(SearchField::AskAt);
const WHO: FieldId = FieldId::Search(SearchField::Who);

const NOTE_ROW: FieldRow = FieldRow::always(FieldId::Note, FieldKind::Text);
const ASK_AT_ROW: FieldRow = FieldRow::always(ASK_AT, FieldKind::Text);
const WHO_ROW: FieldRow = FieldRow::always(WHO, FieldKind::Text);
const AT_ROW: FieldRow = FieldRow::always(FieldId::At, FieldKind::Text);
const ROWS: &[FieldRow] = &[
    FieldRow::always(RESULT, FieldKind::Pick(&['g', 'n', 'i', 'v', 'u'])),
    FieldRow {
        id: REASON,
        kind: FieldKind::Pick(&['f', 'b', 's', 'a', 'm', 'k', 'h', 'd', 'l', 't', 'r', 'p', 'e', 'x']),
        is_shown: |form| form.picked(RESULT) == Some(1),
    },
    NOTE_ROW,
    ASK_AT_ROW,
    WHO_ROW,
    AT_ROW,
];
const LEADER_ROWS: &[FieldRow] = &[
    FieldRow::always(RESULT, FieldKind::Pick(&['g', 'i', 'v'])),
    FieldRow {
        id: DECISION,
        kind: FieldKind::Pick(&['k', 'o', 'b', 's', 'n']),
        is_shown: |form| form.picked(RESULT) == Some(0),
    },
    NOTE_ROW,
    ASK_AT_ROW,
    WHO_ROW,
    AT_ROW,
];
/// What of it is kept while it is not saved: what was said is picked again.
const KEPT: &[(FieldId, &str)] =
    &[(FieldId::Note, "note"), (ASK_AT, "ask_at"), (WHO, "who"), (FieldId::At, "at")];

/// One attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct EnquiryWindow {
    /// For which call.
    pub call: CallId,
    /// Who is asked.
    pub row: LadderRow,
    /// What is filled in.
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<EnquiryFault>,
}

/// Why an attempt cannot be saved as it stands.
#[derive(Debug, Clone, PartialEq)]
pub enum EnquiryFault {
    /// What was said is not picked.
    ResultMissing,
    /// A no without its reason.
    ReasonMissing,
    /// What was decided is not picked.
    DecisionMissing,
    /// «Other» without words.
    NoteMissing,
    /// The time to ask again has no form a clock shows.
    NotATime(String),
    /// The time to ask again has passed.
    Passed(DateTime<Utc>),
    /// The time of the talk cannot be read.
    TalkedAt(Box<LineError>),
}

impl EnquiryWindow {
    fn new(model: &mut Model, call: CallId, row: LadderRow) -> Self {
        let mut form = Form::new(if row.rung == Rung::Leader { LEADER_ROWS } else { ROWS });
        if let Some(part) = drafts::take(model, DraftKind::Enquiry, Some(call), Some(about(row))) {
            drafts::write(&mut form, KEPT, &part.fields);
        }
        Self { call, row, form, fault: None }
    }

    /// What can be picked as said.
    #[must_use]
    pub fn results(&self) -> &'static [(char, EnquiryResult)] {
        if self.row.rung == Rung::Leader { LEADER_RESULTS } else { RESULTS }
    }

    /// What was said.
    #[must_use]
    pub fn result(&self) -> Option<EnquiryResult> {
        self.form.picked(RESULT).and_then(|at| self.results().get(at)).map(|(_, result)| *result)
    }

    /// Why it was a no.
    #[must_use]
    pub fn reason(&self) -> Option<NoReason> {
        self.form.picked(REASON).and_then(|at| REASONS.get(at)).map(|(_, reason)| *reason)
    }

    fn complete(&self, now: DateTime<Utc>) -> Result<EnquiryDraft, (EnquiryFault, FieldId)> {
        let result = self.result().ok_or((EnquiryFault::ResultMissing, RESULT))?;
        let note = self.form.text(FieldId::Note);
        let reason = self.reason().filter(|_| result == EnquiryResult::No);
        if result == EnquiryResult::No && reason.is_none() {
            return Err((EnquiryFault::ReasonMissing, REASON));
        }
        if reason == Some(NoReason::Other) && note.is_none() {
            return Err((EnquiryFault::NoteMissing, FieldId::Note));
        }
        let decided = self.form.picked(DECISION).and_then(|at| DECISIONS.get(at));
        let asks_leader = self.row.rung == Rung::Leader && result == EnquiryResult::Yes;
        if asks_leader && decided.is_none() {
            return Err((EnquiryFault::DecisionMissing, DECISION));
        }
        let ask_at = match self.form.text(ASK_AT) {
            None => None,
            Some(text) => match time_ahead(&text, now) {
                None => return Err((EnquiryFault::NotATime(text), ASK_AT)),
                Some(at) if at <= now => return Err((EnquiryFault::Passed(at), ASK_AT)),
                at => at,
            },
        };
        let at = self.form.text(FieldId::At).map(|text| past_moment(&text, now)).transpose();
        let region = match self.row.whom {
            Whom::Region(region) => Some(region),
            Whom::Rung | Whom::Unit(_) => None,
        };
        Ok(EnquiryDraft {
            unit: self.row.unit(),
            region,
            who: self.form.text(WHO),
            at: at.map_err(|error| (EnquiryFault::TalkedAt(Box::new(error)), FieldId::At))?,
            reason,
            note,
            ask_at,
            decisions: decided.filter(|_| asks_leader).map_or_else(Vec::new, |(_, list)| list.to_vec()),
            ..EnquiryDraft::new(self.call, self.row.rung, result)
        })
    }
}

/// A row as a number: what is half-written is kept by it.
fn about(row: LadderRow) -> i64 {
    let place = |at: usize| i64::try_from(at).unwrap_or_default();
    match row.whom {
        Whom::Unit(unit) => unit.0,
        Whom::Rung => -1 - place(row.rung.number()),
        Whom::Region(region) => {
            -100 - place(Region::ALL.iter().position(|known| *known == region).unwrap_or_default())
        }
    }
}

/// What a half-written attempt is kept by: whom it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowAbout {
    /// A unit.
    Unit(UnitId),
    /// Another region.
    Region(Region),
    /// A rung as a whole.
    Rung(Rung),
}

/// The row that [`about`] made a number of.
#[must_use]
pub fn row_of(about: i64) -> Option<RowAbout> {
    let place = |at: i64| usize::try_from(at).ok();
    match about {
        1.. => Some(RowAbout::Unit(UnitId(about))),
        0 => None,
        -99..0 => Rung::ALL.get(place(-1 - about)?).copied().map(RowAbout::Rung),
        _ => Region::ALL.get(place(-100 - about)?).copied().map(RowAbout::Region),
    }
}

/// Whom an attempt would ask now: the marked row of the ladder, or the marked place.
#[must_use]
pub fn marked_row(model: &Model) -> Option<LadderRow> {
    if model.marks.shows_ladder() {
        return model.marks.ladder_row();
    }
    let unit = model.marks.unit()?;
    let board = &model.view.as_ref()?.board;
    Some(LadderRow { rung: rung_of(board.unit(unit)?, board.region), whom: Whom::Unit(unit) })
}

/// Opens it for what is marked.
pub(super) fn open(model: &mut Model) {
    if let (Some(call), Some(row)) = (marked_call(model), marked_row(model)) {
        let window = EnquiryWindow::new(model, call, row);
        model.overlays.push(Overlay::Enquiry(Box::new(window)));
    }
}

/// Opens it to ring: the number of a home is shown, and that is journalled first.
pub(super) fn open_to_ring(model: &mut Model, effects: &mut Vec<Effect>) {
    open(model);
    let unit = marked_row(model).and_then(LadderRow::unit);
    let unit = unit.and_then(|unit| model.view.as_ref()?.board.unit(unit));
    if let Some(unit) = unit.filter(|unit| unit.kind.is_home() && unit.phone.is_some()) {
        let subject = Subject::Unit(unit.id);
        if model.shown_of(subject).is_none() {
            effects.push(model.await_command(Command::Reveal { subject }));
        }
    }
}

/// Takes a key. What was said goes on to what it asks for.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let now = model.now;
    let Some(Overlay::Enquiry(window)) = model.overlays.last_mut() else { return };
    if key.code == Code::Enter {
        match window.complete(now) {
            Ok(draft) => {
                let finishes = drafts::of_top(model);
                effects.push(model.await_finishing(Command::LogEnquiry(Box::new(draft)), finishes));
            }
            Err((fault, field)) => {
                window.form.focus(field);
                window.fault = Some(fault);
            }
        }
        return;
    }
    let is_picked_by_letter = key.typed().is_some();
    let field = window.form.focused();
    if !window.form.press(key) {
        return;
    }
    window.fault = None;
    let goes_to = match (field, window.result()) {
        (RESULT, Some(EnquiryResult::No)) => Some(REASON),
        (RESULT, Some(EnquiryResult::Asked)) => Some(ASK_AT),
        (RESULT, Some(EnquiryResult::Yes)) if window.row.rung == Rung::Leader => Some(DECISION),
        (REASON, _) if window.reason() == Some(NoReason::Other) => Some(FieldId::Note),
        _ => None,
    };
    if let Some(field) = goes_to.filter(|_| is_picked_by_letter) {
        window.form.focus(field);
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Enquiry(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        window.fault = None;
    }
}

/// An attempt is logged: on the ladder the window goes on to whom to ask next; else it closes.
pub(super) fn logged(model: &mut Model) {
    let at = model.overlays.iter().position(|overlay| matches!(overlay, Overlay::Enquiry(_)));
    let Some(Overlay::Enquiry(window)) = at.map(|at| model.overlays.remove(at)) else { return };
    let (call, row) = (window.call, window.row);
    let Some(view) = model.view.as_ref().filter(|_| model.marks.shows_ladder()) else { return };
    let next = view.ladder(call).and_then(|ladder| ladder.next_after(Some(row)));
    if let Some(next) = next.filter(|_| model.marks.call() == Some(call)) {
        model.marks.mark_row(view, next);
        let window = EnquiryWindow::new(model, call, next);
        model.overlays.push(Overlay::Enquiry(Box::new(window)));
    }
}

/// What is written and not saved.
pub(super) fn half_written(window: &EnquiryWindow) -> Option<HalfWritten> {
    let fields = drafts::written(&window.form, KEPT);
    HalfWritten::about(DraftKind::Enquiry, window.call, Some(about(window.row)), fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_a_half_written_attempt_asks_is_read_back_from_its_number() {
        let unit = LadderRow { rung: Rung::Care, whom: Whom::Unit(UnitId(7)) };
        assert_eq!(row_of(about(unit)), Some(RowAbout::Unit(UnitId(7))));
        for region in Region::ALL.iter().copied() {
            let row = LadderRow { rung: Rung::OtherRegions, whom: Whom::Region(region) };
            assert_eq!(row_of(about(row)), Some(RowAbout::Region(region)));
        }
        for rung in Rung::ALL.iter().copied() {
            let row = LadderRow { rung, whom: Whom::Rung };
            assert_eq!(row_of(about(row)), Some(RowAbout::Rung(rung)));
        }
        assert_eq!((row_of(0), row_of(-50), row_of(-500)), (None, None, None));
    }

    #[test]
    fn the_letters_of_the_form_are_those_of_what_they_mean() {
        let letters =
            |rows: &[FieldRow], id: FieldId| match rows.iter().find(|row| row.id == id).unwrap().kind {
                FieldKind::Pick(letters) => letters.to_vec(),
                _ => Vec::new(),
            };
        assert_eq!(letters(ROWS, RESULT), RESULTS.iter().map(|(letter, _)| *letter).collect::<Vec<_>>());
        assert_eq!(letters(ROWS, REASON), REASONS.iter().map(|(letter, _)| *letter).collect::<Vec<_>>());
        let leader: Vec<_> = LEADER_RESULTS.iter().map(|(letter, _)| *letter).collect();
        assert_eq!(letters(LEADER_ROWS, RESULT), leader);
        let decisions: Vec<_> = DECISIONS.iter().map(|(letter, _)| *letter).collect();
        assert_eq!(letters(LEADER_ROWS, DECISION), decisions);
    }
}
