//! What the understood words come to, with the rule that one kind has one value.

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::error::LineError;
use super::notice::Notice;
use super::reader::Reader;
use super::token::{Content, Guess, Kind, Value};
use crate::domain::basis::BasisCode;
use crate::domain::call::{CallerRole, DecisionStatus, Need, Shield, Whereabouts};
use crate::domain::child::{Age, ChildFacts, SiblingRule};
use crate::domain::measure::Wish;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::municipality_index::MunicipalityName;

/// A call as far as the line tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The municipality the call is for.
    pub municipality: Option<MunicipalityNumber>,
    /// The municipality that rings for it.
    pub rung_from: Option<MunicipalityNumber>,
    /// Who phones.
    pub caller: Option<CallerRole>,
    /// The children, in the order told.
    pub children: Vec<ChildFacts>,
    /// How siblings are to be placed.
    pub siblings: Option<SiblingRule>,
    /// Legal basis.
    pub basis: Option<BasisCode>,
    /// Whether the basis is ordinarily planned: then the call is not acute.
    pub is_planned: bool,
    /// Whether the municipality is served by another region or has its own system: they have duty phones of
    /// their own, so no clock of ours starts by itself.
    pub is_elsewhere: bool,
    /// Status of the decision.
    pub decision: Option<DecisionStatus>,
    /// Wished measures, the first preferred.
    pub wished: Vec<Wish>,
    /// Whether it is a consultation.
    pub is_consultation: bool,
    /// Where the child is now.
    pub whereabouts: Option<Whereabouts>,
    /// Protected address.
    pub shield: Option<Shield>,
    /// Needs.
    pub needs: Vec<Need>,
    /// The referral time, where one was told.
    pub received_at: Option<DateTime<Utc>>,
    /// Number to ring back on.
    pub callback: Option<String>,
    /// The note; none when empty.
    pub note: Option<String>,
}

impl Draft {
    /// Whether the clock starts only when a time is told: for unborn children, and for municipalities elsewhere.
    #[must_use]
    pub fn waits_for_time(&self) -> bool {
        self.received_at.is_none() && (self.is_elsewhere || self.is_unborn())
    }

    fn is_unborn(&self) -> bool {
        !self.children.is_empty() && self.children.iter().all(|child| matches!(child.age, Age::Unborn(_)))
    }
}

/// The first value of a kind, where it stands.
#[derive(Default)]
struct Firsts(Vec<(Kind, Value, Range<usize>)>);

impl Firsts {
    /// The value of this kind that stands before, if it is another one.
    fn other_than(&self, value: &Value) -> Option<(Value, Range<usize>)> {
        let (_, first, span) = self.0.iter().find(|(kind, _, _)| *kind == value.kind())?;
        (!is_same(first, value)).then(|| (first.clone(), span.clone()))
    }

    fn add(&mut self, value: &Value, span: Range<usize>) {
        if !self.0.iter().any(|(kind, _, _)| *kind == value.kind()) {
            self.0.push((value.kind(), value.clone(), span));
        }
    }
}

/// Whether two values of a kind say the same. Times are told in minutes, so the minute counts.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Received(a), Value::Received(b)) => {
            a.timestamp().div_euclid(60) == b.timestamp().div_euclid(60)
        }
        _ => a == b,
    }
}

impl Reader<'_> {
    /// Puts the values together. A second value of a kind that says something else becomes an error.
    pub fn assemble(&mut self) -> Draft {
        self.check_pluses();
        self.allow_basis_in_consultation();
        let mut draft = Draft::default();
        let mut firsts = Firsts::default();
        let mut due: Vec<(usize, usize)> = Vec::new();
        for index in 0..self.items.len() {
            let Some(item) = self.items.get(index) else { continue };
            let Content::Value(value) = item.token.content.clone() else { continue };
            let span = item.token.span.clone();
            match &value {
                Value::Child(child) => draft.children.push(*child),
                Value::Need(need) => add_need(&mut draft.needs, need),
                Value::DueDate(_) => due.push((index, draft.children.len())),
                _ => {
                    if let Some((first, at)) = firsts.other_than(&value) {
                        self.refuse_second(index, &first, at, &value);
                    } else {
                        firsts.add(&value, span);
                        fill(&mut draft, value);
                    }
                }
            }
        }
        for (index, told_before) in due {
            self.give_due_date(index, told_before, &mut draft.children);
        }
        draft.is_planned = draft.basis.is_some_and(|code| self.tables.is_planned(code));
        draft.is_elsewhere =
            draft.municipality.is_some_and(|number| self.tables.is_elsewhere(number, self.own_region));
        if draft.rung_from == draft.municipality {
            draft.rung_from = None;
        }
        self.add_notices(&draft);
        draft
    }

    /// A plus stands between children; elsewhere it is a word nobody understands.
    fn check_pluses(&mut self) {
        let is_child = |index: Option<usize>| {
            let content = index.and_then(|index| self.items.get(index)).map(|item| &item.token.content);
            matches!(
                content,
                Some(
                    Content::Value(Value::Child(_) | Value::DueDate(_))
                        | Content::Error(LineError::AgeOutside { .. } | LineError::AgeMissing { .. })
                )
            )
        };
        let lonely: Vec<usize> = (0..self.items.len())
            .filter(|index| self.items.get(*index).is_some_and(|item| item.token.content == Content::Plus))
            .filter(|index| !(is_child(index.checked_sub(1)) && is_child(index.checked_add(1))))
            .collect();
        for index in lonely {
            self.refuse(index, LineError::UnknownWord { word: "+".to_owned(), nearest: None });
        }
    }

    /// A basis that gives no placement is in the way of a placement request only.
    fn allow_basis_in_consultation(&mut self) {
        let is_consultation =
            self.items.iter().any(|item| item.token.content == Content::Value(Value::Consultation));
        for item in self.items.iter_mut().filter(|_| is_consultation) {
            if let Content::Error(LineError::BasisWithoutPlacement { code, .. }) = item.token.content {
                item.token.content = Content::Value(Value::Basis(code));
                item.token.guesses.clear();
                item.token.is_exact = true;
            }
        }
    }

    fn refuse_second(&mut self, index: usize, first: &Value, at: Range<usize>, second: &Value) {
        if let (Value::Municipality(first), Value::Municipality(second)) = (first, second) {
            let name = |number: &MunicipalityNumber| {
                self.tables
                    .municipalities
                    .by_number(*number)
                    .map(|hit| (MunicipalityName::from(hit), self.told_apart(hit)))
            };
            if let (Some((first, told)), Some((second, _))) = (name(first), name(second)) {
                self.refuse(index, LineError::TwoMunicipalities { first, second });
                if let Some(item) = self.items.get_mut(index) {
                    item.token.guesses = vec![Guess { span: at, text: format!("fra {told}") }];
                }
                return;
            }
        }
        let written = |span: Range<usize>| self.text.get(span).unwrap_or_default().to_owned();
        let span = self.items.get(index).map_or(0..0, |item| item.token.span.clone());
        let error = LineError::Conflict { kind: second.kind(), first: written(at), second: written(span) };
        self.refuse(index, error);
    }

    /// Gives a due date to the unborn child told last before it, else to the first told after it.
    fn give_due_date(&mut self, index: usize, told_before: usize, children: &mut [ChildFacts]) {
        let Some(Value::DueDate(day)) =
            self.items.get(index).and_then(|item| item.token.content.value()).cloned()
        else {
            return;
        };
        let is_waiting = |at: &usize| children.get(*at).is_some_and(|child| child.age == Age::Unborn(None));
        let waiting = (0..told_before)
            .rev()
            .find(is_waiting)
            .or_else(|| (told_before..children.len()).find(is_waiting));
        let is_told = children.iter().any(|child| child.age == Age::Unborn(Some(day)));
        match waiting.and_then(|at| children.get_mut(at)) {
            Some(child) => child.age = Age::Unborn(Some(day)),
            None if is_told => {}
            None => self.refuse(index, LineError::DueDateWithoutUnborn),
        }
    }

    fn add_notices(&mut self, draft: &Draft) {
        // A beginning that turned out to be in the way says nothing of what it was taken for.
        let is_settled = |number: MunicipalityNumber| {
            draft.municipality == Some(number) || draft.rung_from == Some(number)
        };
        self.notices.retain(|notice| match notice {
            Notice::AlsoBeginsSo { taken, .. } => is_settled(taken.number),
            _ => true,
        });
        if let Some(municipality) =
            draft.municipality.and_then(|number| self.tables.municipalities.by_number(number))
            && draft.is_elsewhere
        {
            let municipality = municipality.into();
            self.notices.push(match municipality {
                MunicipalityName { region: None, .. } => Notice::OwnSystem { municipality },
                MunicipalityName { region: Some(_), .. } => Notice::OtherRegion { municipality },
            });
        }
        if let Some(basis) = draft.basis {
            if draft.is_planned && !draft.is_consultation {
                self.notices.push(Notice::Planned { basis });
            }
            let home = draft.wished.iter().find(|wish| wish.kinds().iter().all(|kind| kind.is_home()));
            if let Some(wish) = home.filter(|_| basis.names_institutions()) {
                self.notices.push(Notice::BasisNamesInstitutions { basis, wish: *wish });
            }
        }
    }

    fn refuse(&mut self, index: usize, error: LineError) {
        if let Some(item) = self.items.get_mut(index) {
            item.token.content = Content::Error(error);
            item.token.guesses.clear();
            item.token.is_exact = false;
        }
    }
}

fn fill(draft: &mut Draft, value: Value) {
    match value {
        Value::Municipality(number) => draft.municipality = Some(number),
        Value::RungFrom(number) => draft.rung_from = Some(number),
        Value::Siblings(rule) => draft.siblings = Some(rule),
        Value::Basis(code) => draft.basis = Some(code),
        Value::Caller(caller) => draft.caller = Some(caller),
        Value::Wished(wished) => draft.wished = wished,
        Value::Decision(status) => draft.decision = Some(status),
        Value::Consultation => draft.is_consultation = true,
        Value::Whereabouts(place) => draft.whereabouts = Some(place),
        Value::Shield(shield) => draft.shield = Some(shield),
        Value::Received(at) => draft.received_at = Some(at),
        Value::Callback(number) => draft.callback = Some(number),
        Value::Note(note) => draft.note = Some(note).filter(|note| !note.is_empty()),
        Value::Child(_) | Value::DueDate(_) | Value::Need(_) => {}
    }
}

/// Adds a need once. The one with a detail says more than the same without.
pub(super) fn add_need(needs: &mut Vec<Need>, need: &Need) {
    let same = needs.iter_mut().find(|told| {
        told.word == need.word
            && (told.detail == need.detail || told.detail.is_none() || need.detail.is_none())
    });
    match same {
        Some(told) => {
            if told.detail.is_none() {
                told.detail.clone_from(&need.detail);
            }
        }
        None => needs.push(need.clone()),
    }
}
