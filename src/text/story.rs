//! What happened with a call, in sentences: as a note is written, one line a fact. From domain values alone, so that
//! the screen, the command line and exports tell the same.

mod nothing_free;
mod routine;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Texts;
use super::fields::Names;
use crate::domain::basis::BasisCode;
use crate::domain::call_details::{CallDetails, OfferDetails};
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::follow_up::FollowUpEnd;
use crate::domain::ids::{OfferId, PlaceId};
use crate::domain::offer::{Answer, Clearance};
use crate::domain::story::{Change, FirstContact, Happening, What, read};

/// One fact of a call's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none where it happened by itself.
    pub by: Option<String>,
    /// What happened.
    pub text: String,
    /// What belongs to it, below.
    pub more: Vec<String>,
    /// Whether it was taken back.
    pub is_undone: bool,
}

impl Texts {
    /// The story of a call.
    #[must_use]
    pub fn story(&self, details: &CallDetails, now: DateTime<Utc>, names: &dyn Names) -> Vec<StoryLine> {
        let happenings = read(&details.timeline, now);
        // The note as it is stands where it was written last.
        let note_at = happenings.iter().rposition(|happening| match &happening.what {
            What::FirstContact(_) => true,
            What::Corrected { changes, .. } => changes.iter().any(|change| change.field == "note"),
            _ => false,
        });
        let teller = Teller { texts: self, details, now, names };
        let mut lines: Vec<StoryLine> = happenings.iter().map(|happening| teller.line(happening)).collect();
        let note = teller.kept(details.note.as_deref(), "calls", details.call.id.0, "note");
        if let Some((line, note)) = note_at.and_then(|at| lines.get_mut(at)).zip(note) {
            line.more.insert(0, self.story_note(note));
        }
        lines
    }
}

struct Teller<'t> {
    texts: &'t Texts,
    details: &'t CallDetails,
    now: DateTime<Utc>,
    names: &'t dyn Names,
}

impl Teller<'_> {
    /// What was told in words; that it was erased, where it was.
    fn kept(&self, value: Option<&str>, subject: &str, number: i64, field: &str) -> Option<String> {
        let was_told = || {
            let mut lines = self.details.timeline.iter().map(|line| &line.entry);
            let last = lines
                .rfind(|entry| entry.subject == subject && entry.number == number && entry.field == field);
            last.is_some_and(|entry| entry.new.is_some())
        };
        match value {
            Some(value) => Some(value.to_owned()),
            None if self.details.erased_at.is_some() && was_told() => {
                Some(self.texts.value_erased().into_owned())
            }
            None => None,
        }
    }

    fn kept_of_offer(&self, offer: OfferId, value: Option<&str>, field: &str) -> Option<String> {
        self.kept(value, "offers", offer.0, field)
    }

    /// What was told to an item, in the answer that stands.
    fn told(&self, item: ItemKey) -> Option<String> {
        let mut lines = self.details.timeline.iter().map(|line| &line.entry);
        let answer = lines
            .rfind(|entry| {
                entry.subject == "checklist_answers"
                    && entry.field == "item"
                    && entry.new.as_deref() == Some(item.code())
            })
            .map_or(0, |entry| entry.number);
        self.kept(self.details.told.get(&item).map(String::as_str), "checklist_answers", answer, "told")
    }

    fn line(&self, happening: &Happening) -> StoryLine {
        let text = self.sentence(happening);
        let more =
            if happening.undone_at.is_some() { Vec::new() } else { self.more(&happening.what, happening.at) };
        let text = match happening.undone_at {
            Some(at) => self.texts.story_undone_later(text, self.time(at, happening.at)),
            None => text,
        };
        let is_undone = happening.undone_at.is_some();
        StoryLine { at: happening.at, by: happening.by.clone(), text, more, is_undone }
    }

    fn sentence(&self, happening: &Happening) -> String {
        let texts = self.texts;
        let time = |at| self.time(at, happening.at);
        match &happening.what {
            What::FirstContact(contact) => self.first_contact(contact),
            What::Referred { deadline, was_consultation } => {
                let what =
                    if *was_consultation { texts.story_became_referral() } else { texts.story_referred() };
                match deadline {
                    Some(deadline) => texts.story_clock(time(*deadline), what),
                    None => texts.story_no_clock(what),
                }
            }
            What::Held { places, until, is_longer } => {
                let (units, until) = (self.units(places), until.map(time).unwrap_or_default());
                if *is_longer {
                    texts.story_held_longer(units, until)
                } else {
                    texts.story_held(units, until)
                }
            }
            What::HoldLapsed(places) => texts.story_hold_lapsed(self.units(places)),
            What::Released(places) => texts.story_released(self.units(places)),
            What::Offered { offer, place } => self.offered(happening.at, *offer, *place),
            What::OfferCompleted { offer, fields } => {
                let mut words: Vec<String> = fields.iter().map(|field| texts.field(field)).collect();
                words.dedup();
                texts.story_completed(words.join(", "), self.unit_of(*offer, None))
            }
            What::Answered { offer, answer, reason, .. } => {
                let details = self.offer(*offer);
                let by = details.and_then(|details| {
                    self.kept_of_offer(*offer, details.answered_by.as_deref(), "answered_by")
                });
                let answer = match (answer, reason) {
                    (Answer::Accepted, _) => texts.story_accepted().into_owned(),
                    (Answer::Declined, Some(reason)) => texts.story_declined(texts.decline_reason(*reason)),
                    (Answer::Declined, None) => texts.value_declined().into_owned(),
                    (Answer::Withdrawn, _) => texts.story_withdrawn().into_owned(),
                };
                let text = texts.story_answer(answer, self.unit_of(*offer, None));
                by.map_or(text.clone(), |by| texts.story_said_by(by, text))
            }
            What::Closed(reason) => texts.story_closed(texts.close_reason_short(*reason)),
            What::Corrected { changes, added } => {
                let children = added
                    .iter()
                    .map(|child| texts.story_child_added(texts.children(std::iter::once(child), None)));
                let words = Some(self.changes(changes, true)).filter(|words| !words.is_empty());
                let words = words.into_iter().chain(children).collect::<Vec<_>>().join(" · ");
                // What a case came to is no mistake that was put right.
                if added.is_empty() && !changes.is_empty() && changes.iter().all(is_turn) {
                    texts.story_turned(words)
                } else {
                    texts.story_corrected(words)
                }
            }
            What::ItemAnswered { item, state, filled, .. } => {
                let answer = match state {
                    AnswerState::Answered if !filled.is_empty() => self.changes(filled, false),
                    state => texts.answer_state(*state),
                };
                texts.story_item(answer, self.names.item(*item))
            }
            What::CallBackPromised { due_at, every: None, .. } => texts.story_call_back(time(*due_at)),
            What::CallBackPromised { due_at, every: Some(minutes), .. } => {
                texts.story_call_back_repeats(*minutes, time(*due_at))
            }
            What::FollowUpEnded { task, end } => {
                let what = self.task(task);
                match end {
                    FollowUpEnd::Done => texts.story_done(what),
                    FollowUpEnd::Dropped => texts.story_dropped(what),
                    FollowUpEnd::Undone => texts.story_undone(what),
                }
            }
            What::Linked => texts.story_linked().into_owned(),
            What::Revealed => texts.story_revealed().into_owned(),
            What::Erased => texts.story_erased().into_owned(),
            What::Undone(what) => texts.story_undone(self.taken_back(what.as_deref(), happening.at)),
            What::Planned(_)
            | What::Arrived { .. }
            | What::FellThrough(_)
            | What::StayEnded { .. }
            | What::Evaluated { .. }
            | What::Split { .. }
            | What::Remarked { .. }
            | What::StaysOpen(_)
            | What::MeetingSet { .. }
            | What::StepSettled { .. }
            | What::FollowUpMoved { .. }
            | What::FollowUpAssigned { .. }
            | What::Silenced(_)
            | What::Exported { .. }
            | What::PlacesFree { .. }
            | What::PlacesTaken(_) => self.routine(happening),
            What::Asked(_) | What::MeasureSet { .. } | What::Deviation { .. } => self.nothing_free(happening),
            What::Watched(level) => texts.story_watched(texts.watch_level(*level)),
            What::Other(act) => texts.act(*act).into_owned(),
        }
    }

    /// What was taken back.
    fn taken_back(&self, what: Option<&What>, at: DateTime<Utc>) -> String {
        let texts = self.texts;
        match what {
            Some(What::Offered { offer, place }) => texts.story_the_offer(self.unit_of(*offer, *place)),
            Some(What::Answered { offer, .. }) => texts.story_the_answer(self.unit_of(*offer, None)),
            Some(What::Held { places, .. }) => texts.story_the_hold(self.units(places)),
            Some(What::ItemAnswered { item, .. }) => texts.story_the_item(self.names.item(*item)),
            Some(What::CallBackPromised { due_at, .. }) => texts.story_the_promise(self.time(*due_at, at)),
            Some(What::StepSettled { step, .. }) => texts.story_the_step(texts.step_name(*step)),
            Some(What::FollowUpEnded { task, .. }) => texts.story_the_done(self.task(task)),
            Some(What::FollowUpMoved { task, .. }) => texts.story_the_move(self.task(task)),
            Some(What::FollowUpAssigned { task, .. }) => texts.story_the_assignment(self.task(task)),
            Some(What::PlacesFree { places, .. }) => texts.story_the_free_place(self.units(places)),
            _ => texts.story_the_last().into_owned(),
        }
    }

    fn first_contact(&self, contact: &FirstContact) -> String {
        let texts = self.texts;
        let place = match (self.details.call.shield, contact.municipality) {
            (Some(_), _) => texts.call_shielded().into_owned(),
            (None, Some(number)) => self.names.municipality(number),
            (None, None) => String::new(),
        };
        let caller = contact.caller.map(|caller| texts.caller(caller).into_owned());
        let who = [Some(place), caller].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let wishes: Vec<_> = contact.wished.iter().map(|wish| texts.wish(*wish)).collect();
        let children = (!contact.children.is_empty())
            .then(|| texts.children(contact.children.iter(), self.details.call.siblings));
        let wishes = (!wishes.is_empty()).then(|| wishes.join("/"));
        let what = [
            contact.kind.map(|kind| texts.call_kind(kind)),
            children,
            contact.basis.map(BasisCode::with_sign),
            wishes,
        ];
        texts.story_first_contact(what.into_iter().flatten().collect::<Vec<_>>().join(" · "), who)
    }

    fn offered(&self, at: DateTime<Utc>, offer: OfferId, place: Option<PlaceId>) -> String {
        let texts = self.texts;
        let unit = self.with_children(self.unit_of(offer, place), &self.children_of_offer(offer));
        let after = self.details.call.received_at.map(|received| texts.duration(at - received));
        let text = match after {
            Some(after) => texts.story_offered(after, unit),
            None => texts.story_offered_no_clock(unit),
        };
        let why = |details: &OfferDetails| self.kept_of_offer(offer, details.why.as_deref(), "why");
        match self.offer(offer).and_then(why) {
            Some(why) => texts.story_why(text, why),
            None => text,
        }
    }

    /// What was told besides, a line each.
    fn more(&self, what: &What, at: DateTime<Utc>) -> Vec<String> {
        let texts = self.texts;
        match what {
            What::Offered { offer, .. } => {
                let Some(details) = self.offer(*offer) else { return Vec::new() };
                let kept = |value: Option<&str>, field| self.kept_of_offer(*offer, value, field);
                let cleared = match details.clearance {
                    Some(Clearance::Cleared) => {
                        Some(match kept(details.cleared_with.as_deref(), "cleared_with") {
                            Some(with) => texts.story_cleared_with(with),
                            None => texts.story_cleared().into_owned(),
                        })
                    }
                    Some(Clearance::NotYet) => Some(texts.story_not_cleared().into_owned()),
                    None => None,
                };
                [
                    kept(details.child_view.as_deref(), "child_view")
                        .map(|view| texts.story_child_view(view)),
                    kept(details.travel_time.as_deref(), "travel_time").map(|time| texts.story_travel(time)),
                    cleared,
                ]
                .into_iter()
                .flatten()
                .collect()
            }
            What::Answered { offer, has_note: true, .. } => {
                let note = self.offer(*offer).and_then(|details| {
                    self.kept_of_offer(*offer, details.answer_note.as_deref(), "answer_note")
                });
                note.map(|note| texts.story_note(note)).into_iter().collect()
            }
            What::ItemAnswered { item, is_replaced: false, state: AnswerState::Answered, .. } => {
                self.told(*item).map(|told| texts.story_told(told)).into_iter().collect()
            }
            What::Closed(_) => {
                let call = self.details.call.id.0;
                let note = self.kept(self.details.close_note.as_deref(), "calls", call, "close_note");
                note.map(|note| texts.story_note(note)).into_iter().collect()
            }
            What::Asked(_) | What::MeasureSet { .. } | What::Deviation { .. } => {
                self.more_of_nothing_free(what)
            }
            what => self.more_of_routine(what, at),
        }
    }

    /// Changed fields: what it is now and, for a correction, what it was.
    fn changes(&self, changes: &[Change], tells_old: bool) -> String {
        let texts = self.texts;
        let hides = |change: &Change| {
            self.details.call.shield.is_some()
                && matches!(change.field.as_str(), "municipality" | "rung_from")
        };
        let words: Vec<String> = changes
            .iter()
            .map(|change| {
                let field = texts.field(&change.field);
                let value = |code: &Option<String>| {
                    code.as_deref()
                        .map(|code| texts.value(&change.subject, &change.field, code, self.now, self.names))
                };
                match (value(&change.old), value(&change.new)) {
                    _ if change.is_hidden() && self.details.erased_at.is_some() => {
                        texts.story_field_is(field, texts.value_erased())
                    }
                    _ if change.is_hidden() || hides(change) => texts.story_field_changed(field),
                    _ if change.field == "removed_at" => texts.story_child_removed().into_owned(),
                    (Some(old), Some(new)) if is_turn(change) => texts.story_field_before(field, new, old),
                    (Some(old), Some(new)) if tells_old => texts.story_field_was(field, new, old),
                    (_, Some(new)) => texts.story_field_is(field, new),
                    (Some(old), None) => texts.story_field_gone(field, old),
                    (None, None) => field,
                }
            })
            .collect();
        words.join(" · ")
    }

    fn offer(&self, offer: OfferId) -> Option<&OfferDetails> {
        self.details.offers.iter().find(|details| details.offer.id == offer)
    }

    fn unit_of(&self, offer: OfferId, place: Option<PlaceId>) -> String {
        match (self.offer(offer), place) {
            (Some(details), _) => details.unit.clone(),
            (None, Some(place)) => self.names.place(place),
            (None, None) => self.texts.story_offer_number(offer.0),
        }
    }

    /// The units of places, each once, with how many where there are more.
    fn units(&self, places: &[PlaceId]) -> String {
        let mut units: BTreeMap<String, usize> = BTreeMap::new();
        for place in places {
            *units.entry(self.names.place(*place)).or_default() += 1;
        }
        let word = |(unit, count)| if count == 1 { unit } else { self.texts.story_places_of(count, unit) };
        units.into_iter().map(word).collect::<Vec<_>>().join(", ")
    }

    fn time(&self, at: DateTime<Utc>, near: DateTime<Utc>) -> String {
        self.texts.time_near(at, near)
    }
}

/// Whether a change is a turn that the case took, and no correction: what was before was true then.
fn is_turn(change: &Change) -> bool {
    matches!(change.field.as_str(), "basis" | "wished" | "decision" | "whereabouts" | "kind")
}
