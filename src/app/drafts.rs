//! Half-written work: what stands in the windows, compared with what of it is kept in the store. Nothing typed is
//! lost when the program ends, however it ends.
//!
//! Each window says what is typed in it ([`HalfWritten`]); [`sync`] orders what differs from what is kept, one at a
//! time, so that fast typing becomes few writes. What is left is parked: lines and forms of new calls in the list of
//! the board, windows about a call with their call, until the same window is opened for it again.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::checklist::ItemKey;
use crate::domain::draft::{Draft, DraftId, DraftKind};
use crate::domain::ids::{CallId, OfferId, UnitId};

use super::answer_window::AnswerWindow;
use super::call_form::CallForm;
use super::effect::{Effect, Query};
use super::form::{FieldId, Form};
use super::message::Failure;
use super::model::{Model, Overlay};
use super::notice::Notice;
use super::offer_window::{OfferWindow, ParkedOffer};
use super::quick_line::{ParkedLine, QuickLine};
use super::{
    close_window, deviation_window, enquiry_window, export_window, follow_up_window, handover_window,
    phones_window, placement_window, state_window, steps_window, turns_window, unit_window, watch_window,
};

/// The name of the one field of a line.
pub(super) const TEXT: &str = "text";
/// The name under which a filled-in offer says which one it is.
const COMPLETES: &str = "completes";
/// The texts of an answer, by name. What was picked is picked again: letters typed ahead must mean what they say.
const ANSWER: &[(FieldId, &str)] = &[(FieldId::AnsweredBy, "by"), (FieldId::Note, "note")];
/// The name of the half-typed words of an item of the checklist.
const TOLD: &str = "told";

/// What is typed in a window and not saved.
#[derive(Clone, PartialEq, Eq)]
pub struct HalfWritten {
    /// Which draft it is; none for a window of which a call, or an offer of it, has only one.
    pub id: Option<DraftId>,
    /// In which window.
    pub kind: DraftKind,
    /// About which call.
    pub call: Option<CallId>,
    /// About which place, unit or offer.
    pub about: Option<i64>,
    /// When it was begun; none where the window does not know.
    pub begun_at: Option<DateTime<Utc>>,
    /// What stands in its fields, by name.
    pub fields: Vec<(String, String)>,
}

impl std::fmt::Debug for HalfWritten {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HalfWritten")
            .field("kind", &self.kind)
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

/// Tells windows apart of which there is one: an offer is one a call, whichever place it is of.
type Slot = (DraftKind, Option<CallId>, Option<i64>);

impl HalfWritten {
    /// What is typed in a window about a call, in the fields of a table.
    #[must_use]
    pub fn about(
        kind: DraftKind,
        call: CallId,
        about: Option<i64>,
        fields: Vec<(String, String)>,
    ) -> Option<Self> {
        (!fields.is_empty()).then_some(Self {
            id: None,
            kind,
            call: Some(call),
            about,
            begun_at: None,
            fields,
        })
    }

    fn slot(&self) -> Slot {
        let is_of_call = matches!(self.kind, DraftKind::Offer | DraftKind::CompleteOffer);
        let about = self.about.filter(|_| !is_of_call);
        (self.kind, self.call, about)
    }
}

/// What of the half-written work is kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drafts {
    /// Windows about a call that were left, the newest last; offers have a list of their own.
    parked: Vec<HalfWritten>,
    /// The store's drafts, as far as it has answered.
    kept: BTreeMap<DraftId, Draft>,
    /// Which drafts are windows of which there is one, and when each was begun.
    slots: BTreeMap<Slot, (DraftId, DateTime<Utc>)>,
    /// What is being kept, or thrown away.
    under_way: Option<(DraftId, Option<Draft>)>,
    /// What could not be kept or thrown away, until it can.
    failed: Option<(DraftId, Option<Draft>)>,
    /// The draft that a command under way is made of.
    finishing: Option<(Query, DraftId)>,
    count: u32,
}

impl Drafts {
    /// Whether something typed could not be kept.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.failed.is_some()
    }

    /// Whether anything is kept, or about to be.
    #[must_use]
    pub fn are_any(&self) -> bool {
        !self.kept.is_empty() || !self.parked.is_empty() || self.under_way.is_some()
    }

    /// Windows about a call that were left, the newest last.
    #[must_use]
    pub fn parked(&self) -> &[HalfWritten] {
        &self.parked
    }

    /// A command was ordered that is made of a draft.
    pub(super) fn finish_with(&mut self, query: Query, draft: DraftId) {
        self.finishing = Some((query, draft));
    }
}

/// A new draft's number.
pub(super) fn next_id(model: &mut Model) -> Option<DraftId> {
    let sitting = model.session.as_ref()?.sitting;
    model.drafts.count += 1;
    Some(DraftId { sitting, count: model.drafts.count })
}

/// Orders what differs from what is kept to be kept, one at a time.
pub(super) fn sync(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.session.is_none() || model.drafts.under_way.is_some() || model.awaiting.is_some() {
        return;
    }
    let Some((id, draft)) = differing(model).into_iter().next() else {
        model.drafts.failed = None;
        return;
    };
    if model.drafts.failed.as_ref() == Some(&(id, draft.clone())) {
        return;
    }
    effects.push(order(id, draft.clone()));
    model.drafts.under_way = Some((id, draft));
}

/// Whether everything typed is kept, and nothing is under way that could change it.
pub(super) fn are_kept(model: &mut Model) -> bool {
    let is_quiet = model.awaiting.is_none() && model.drafts.under_way.is_none();
    is_quiet && !model.drafts.is_failing() && differing(model).is_empty()
}

/// Orders all of it at once: the program is about to end.
pub(super) fn flush(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.session.is_some() {
        effects.extend(differing(model).into_iter().map(|(id, draft)| order(id, draft)));
    }
}

fn order(id: DraftId, draft: Option<Draft>) -> Effect {
    match draft {
        Some(draft) => Effect::SaveDraft { draft: Box::new(draft) },
        None => Effect::DropDraft { draft: id },
    }
}

/// What is to be kept, and what to be thrown away.
fn differing(model: &mut Model) -> Vec<(DraftId, Option<Draft>)> {
    let mut wanted: BTreeMap<DraftId, Draft> = BTreeMap::new();
    for part in all(model) {
        if let Some(draft) = draft_of(model, part) {
            wanted.insert(draft.id, draft);
        }
    }
    let drafts = &mut model.drafts;
    drafts.slots.retain(|_, (id, _)| wanted.contains_key(id) || drafts.kept.contains_key(id));
    let gone = drafts.kept.keys().filter(|id| !wanted.contains_key(id)).map(|id| (*id, None));
    let mut differing: Vec<_> = gone.collect();
    let is_new = |(id, draft): &(DraftId, Draft)| drafts.kept.get(id) != Some(draft);
    differing.extend(wanted.into_iter().filter(is_new).map(|(id, draft)| (id, Some(draft))));
    // What failed waits behind the rest.
    differing.sort_by_key(|tried| drafts.failed.as_ref() == Some(tried));
    differing
}

/// Everything half-written, open or parked.
fn all(model: &Model) -> Vec<HalfWritten> {
    let mut found: Vec<HalfWritten> = model.parked_lines.iter().map(ParkedLine::half_written).collect();
    let offers = model.parked_offers.iter();
    found.extend(offers.filter_map(|(call, offer)| of_parked_offer(*call, offer)));
    found.extend(model.drafts.parked.iter().cloned());
    found.extend(model.overlays.iter().filter_map(of));
    found
}

/// What is typed in a window; none when nothing is, or when it has nothing worth keeping.
fn of(overlay: &Overlay) -> Option<HalfWritten> {
    match overlay {
        Overlay::QuickLine(line) => of_line(line),
        Overlay::Offer(window) => of_offer(window),
        Overlay::Answer(window) => of_answer(window),
        Overlay::Form(form) => of_form(form),
        Overlay::Checklist(window) => {
            window.typed().and_then(|(item, text)| of_item(window.call, item, text))
        }
        Overlay::Turns(window) => turns_window::half_written(window),
        Overlay::Close(window) => close_window::half_written(window),
        Overlay::FollowUp(window) => follow_up_window::half_written(window),
        Overlay::Steps(window) => steps_window::half_written(window),
        Overlay::Placement(window) => placement_window::half_written(window),
        Overlay::Export(window) => export_window::half_written(window),
        Overlay::PlaceState(window) => state_window::half_written(window),
        Overlay::Unit(window) => unit_window::half_written(window),
        Overlay::Enquiry(window) => enquiry_window::half_written(window),
        Overlay::Deviation(window) => deviation_window::half_written(window),
        Overlay::Watch(window) => watch_window::half_written(window),
        Overlay::Handover(window) => handover_window::half_written(window),
        _ => None,
    }
}

/// The half-typed words of an item of the checklist.
fn of_item(call: CallId, item: ItemKey, text: &str) -> Option<HalfWritten> {
    let fields = vec![(TOLD.to_owned(), text.to_owned())];
    HalfWritten::about(DraftKind::Checklist, call, Some(about_item(item)), fields)
}

/// An item as a number: its place in the code list.
fn about_item(item: ItemKey) -> i64 {
    let at = ItemKey::ALL.iter().position(|known| *known == item);
    at.and_then(|at| i64::try_from(at).ok()).unwrap_or_default()
}

/// The item of a call that something is half-typed for, the newest first.
#[must_use]
pub(super) fn half_typed_item(model: &Model, call: CallId) -> Option<ItemKey> {
    let mut parts = model.drafts.parked.iter().rev();
    let part = parts.find(|part| part.kind == DraftKind::Checklist && part.call == Some(call))?;
    ItemKey::ALL.get(usize::try_from(part.about?).ok()?).copied()
}

/// Whether something is half-typed for an item of a call.
#[must_use]
pub fn is_half_typed(model: &Model, call: CallId, item: ItemKey) -> bool {
    let slot = (DraftKind::Checklist, Some(call), Some(about_item(item)));
    model.drafts.parked.iter().any(|part| part.slot() == slot)
}

/// Keeps what is half-typed for an item that is left.
pub(super) fn keep_item(model: &mut Model, call: CallId, item: ItemKey, text: &str) {
    if let Some(part) = of_item(call, item, text) {
        keep(model, part);
    }
}

/// What was half-typed for an item, to go on with.
pub(super) fn take_item(model: &mut Model, call: CallId, item: ItemKey) -> Option<String> {
    let part = take(model, DraftKind::Checklist, Some(call), Some(about_item(item)))?;
    part.fields.into_iter().find(|(name, _)| name == TOLD).map(|(_, text)| text)
}

/// Keeps what was typed in a window that is left, in place of what was kept of it before.
pub(super) fn keep(model: &mut Model, part: HalfWritten) {
    model.drafts.parked.retain(|known| known.slot() != part.slot());
    model.drafts.parked.push(part);
}

fn of_line(line: &QuickLine) -> Option<HalfWritten> {
    let text = line.field.text().to_owned();
    (!line.field.is_blank()).then_some(HalfWritten {
        id: line.draft,
        kind: DraftKind::Line,
        call: None,
        about: None,
        begun_at: Some(line.opened_at),
        fields: vec![(TEXT.to_owned(), text)],
    })
}

fn of_offer(window: &OfferWindow) -> Option<HalfWritten> {
    let fields = if window.form.has_text() { window.fields() } else { Vec::new() };
    offer_part(window.call, (window.unit, window.completes), window.begun_at, fields)
}

fn of_parked_offer(call: CallId, offer: &ParkedOffer) -> Option<HalfWritten> {
    offer_part(call, (offer.unit, offer.completes), offer.begun_at, offer.fields())
}

fn offer_part(
    call: CallId,
    (unit, completes): (UnitId, Option<OfferId>),
    begun_at: DateTime<Utc>,
    mut fields: Vec<(String, String)>,
) -> Option<HalfWritten> {
    let kind = if completes.is_some() { DraftKind::CompleteOffer } else { DraftKind::Offer };
    if !fields.is_empty() {
        fields.extend(completes.map(|offer| (COMPLETES.to_owned(), offer.to_string())));
    }
    let part = HalfWritten::about(kind, call, Some(unit.0), fields)?;
    Some(HalfWritten { begun_at: Some(begun_at), ..part })
}

fn of_answer(window: &AnswerWindow) -> Option<HalfWritten> {
    let fields = written(&window.form, ANSWER);
    let part = HalfWritten::about(DraftKind::Answer, window.call, Some(window.offer.0), fields)?;
    Some(HalfWritten { begun_at: Some(window.begun_at), ..part })
}

fn of_form(form: &CallForm) -> Option<HalfWritten> {
    let fields = form.typed_fields();
    match form.call {
        Some(call) => HalfWritten::about(DraftKind::EditCall, call, None, fields)
            .map(|found| HalfWritten { begun_at: Some(form.opened_at), ..found }),
        None => (!fields.is_empty()).then_some(HalfWritten {
            id: form.draft,
            kind: DraftKind::NewCall,
            call: None,
            about: None,
            begun_at: Some(form.opened_at),
            fields,
        }),
    }
}

/// What stands in the fields of a form, by the names of a table.
#[must_use]
pub fn written(form: &Form, names: &[(FieldId, &str)]) -> Vec<(String, String)> {
    let fields = names.iter().map(|(id, name)| ((*name).to_owned(), form.written(*id)));
    fields.filter(|(_, text)| !text.trim().is_empty()).collect()
}

/// Puts it back.
pub fn write(form: &mut Form, names: &[(FieldId, &str)], fields: &[(String, String)]) {
    for (id, name) in names {
        if let Some((_, text)) = fields.iter().find(|(known, _)| known == name) {
            form.write(*id, text);
        }
    }
}

/// The draft of what is typed: with its number, which a window of which there is one gets here.
fn draft_of(model: &mut Model, part: HalfWritten) -> Option<Draft> {
    let (id, begun_at) = if let Some(id) = part.id {
        (id, part.begun_at.unwrap_or(model.now))
    } else if let Some(known) = model.drafts.slots.get(&part.slot()) {
        *known
    } else {
        let known = (next_id(model)?, part.begun_at.unwrap_or(model.now));
        model.drafts.slots.insert(part.slot(), known);
        known
    };
    let HalfWritten { kind, call, about, fields, .. } = part;
    Some(Draft { id, kind, call, about, begun_at, fields })
}

/// The draft that the top window is, for the command that is made of it.
pub(super) fn of_top(model: &mut Model) -> Option<DraftId> {
    let part = model.overlays.last().and_then(of)?;
    draft_of(model, part).map(|draft| draft.id)
}

/// A window was left: what is typed in it is parked.
pub(super) fn park(model: &mut Model, overlay: Overlay) {
    match overlay {
        Overlay::QuickLine(line) => {
            if let Some(parked) = line.park() {
                model.parked_lines.push(parked);
                model.tell(Notice::LineParked);
            }
        }
        Overlay::Form(form) if form.call.is_none() => {
            if let Some(parked) = ParkedLine::of_form(&form) {
                model.parked_lines.push(parked);
                model.tell(Notice::LineParked);
            }
        }
        Overlay::Offer(window) => {
            let call = window.call;
            if let Some(parked) = window.park() {
                model.parked_offers.insert(call, parked);
                model.tell(Notice::OfferParked(call));
            }
        }
        Overlay::Phones(_) => phones_window::close(model),
        other => {
            if let Some(part) = of(&other) {
                if let Some(call) = part.call {
                    model.tell(Notice::WindowParked(part.kind, call));
                }
                keep(model, part);
            }
        }
    }
}

/// What was parked of a window about a call, to go on with: the offer or place it is about must be the same.
pub(super) fn take(
    model: &mut Model,
    kind: DraftKind,
    call: Option<CallId>,
    about: Option<i64>,
) -> Option<HalfWritten> {
    let slot = (kind, call, about);
    let at = model.drafts.parked.iter().position(|part| part.slot() == slot)?;
    Some(model.drafts.parked.remove(at))
}

/// Puts what was parked of an answer into its window.
pub(super) fn fetch_answer(model: &mut Model, window: &mut AnswerWindow) {
    if let Some(part) = take(model, DraftKind::Answer, Some(window.call), Some(window.offer.0)) {
        window.begun_at = part.begun_at.unwrap_or(window.begun_at);
        write(&mut window.form, ANSWER, &part.fields);
    }
}

/// Half-written work of an earlier sitting was read: it comes back parked.
pub(super) fn told(model: &mut Model, found: Vec<Draft>) {
    let sitting = model.session.as_ref().map(|session| session.sitting);
    for draft in found.into_iter().filter(|draft| Some(draft.id.sitting) != sitting) {
        if model.drafts.kept.insert(draft.id, draft.clone()).is_some() {
            continue;
        }
        let Draft { id, kind, call, about, begun_at, fields } = draft;
        let part = HalfWritten { id: None, kind, call, about, begun_at: Some(begun_at), fields };
        match (kind, call) {
            (DraftKind::Line, _) => {
                let text = part.fields.iter().find(|(name, _)| name == TEXT);
                let text = text.map(|(_, text)| text.clone()).unwrap_or_default();
                model.parked_lines.push(ParkedLine { id: Some(id), text, opened_at: begun_at, form: None });
            }
            (DraftKind::NewCall, _) => {
                let mut form = CallForm::blank(begun_at, Some(id));
                form.take_typed(&part.fields);
                model.parked_lines.extend(ParkedLine::of_form(&form));
            }
            (DraftKind::Offer | DraftKind::CompleteOffer, Some(call)) => {
                model.drafts.slots.insert(part.slot(), (id, begun_at));
                let unit = UnitId(about.unwrap_or_default());
                let completes = part.fields.iter().find(|(name, _)| name == COMPLETES);
                let completes = completes.and_then(|(_, offer)| offer.parse().ok()).map(OfferId);
                let fields = part.fields.into_iter().filter(|(name, _)| name != COMPLETES).collect();
                let parked = ParkedOffer::with_fields(unit, completes, begun_at, fields);
                model.parked_offers.insert(call, parked);
            }
            _ => {
                model.drafts.slots.insert(part.slot(), (id, begun_at));
                model.drafts.parked.push(part);
            }
        }
    }
    model.parked_lines.sort_by_key(|parked| parked.opened_at);
}

/// A draft was kept or thrown away, or not. A failure is told once; the next change tries again.
pub(super) fn kept(model: &mut Model, id: DraftId, result: Result<(), Failure>) {
    let Some((_, draft)) = model.drafts.under_way.take_if(|(known, _)| *known == id) else { return };
    match result {
        Ok(()) => {
            model.drafts.failed.take_if(|(failed, _)| *failed == id);
            match draft {
                Some(draft) => model.drafts.kept.insert(id, draft),
                None => model.drafts.kept.remove(&id),
            };
        }
        Err(failure) => {
            if model.drafts.failed.replace((id, draft)).is_none() {
                model.tell(Notice::DraftNotKept(failure));
            }
        }
    }
}

/// A command came back: the draft it was made of went with it, if it was done.
pub(super) fn executed(model: &mut Model, query: Query, is_done: bool) {
    let finished = model.drafts.finishing.take_if(|(known, _)| *known == query);
    if let Some((_, id)) = finished.filter(|_| is_done) {
        model.drafts.kept.remove(&id);
    }
}
