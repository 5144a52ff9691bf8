//! What is open, line by line: as data with codes and as lines with words.

use serde::Serialize;

use super::Item;
use super::scene::Scene;
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CallKind, CallOwner};
use crate::domain::case_watch::{CaseWatch, WatchDraft, WatchLevel};
use crate::domain::child::{Age, ChildFacts, Sex};
use crate::domain::claim::Claim;
use crate::domain::clocks::PlacelessClock;
use crate::domain::deviation::{Deviation, DeviationState};
use crate::domain::enquiry::EnquiryResult;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use crate::domain::handover::{HandoverSection, Matter, MatterKind};
use crate::domain::handover_page::PageEntry;
use crate::domain::ids::{CallId, PlaceId};
use crate::domain::offer::Offer;
use crate::domain::placement::{Placement, PlacementState};
use crate::domain::routine::StepKey;
use crate::report::times::iso;

/// A child as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChildRow {
    sex: Sex,
    age: Age,
}

/// One open thing as data. What does not belong to its kind is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryRow {
    /// Its place on a signed handover, by which a command names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    point: Option<usize>,
    section: HandoverSection,
    kind: MatterKind,
    number: i64,
    call: CallId,
    over: bool,
    gone_through_by: Option<String>,
    gone_through_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<WatchLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    children: Vec<ChildRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<BasisCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    placeless_minutes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<FollowUpKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<StepKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Owner>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<DeviationState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    if_then: Option<String>,
    /// Something was written of what is to be done, and stays out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    words_left_out: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback: Option<String>,
}

/// What a point is about, found on the board; what is over by now may have left it.
enum Found<'s> {
    Call(&'s Call),
    Offer(&'s Offer),
    Hold(PlaceId, &'s Claim),
    Placement(&'s Placement),
    Task(&'s FollowUp),
    Deviation(&'s Deviation),
    Gone,
}

/// What is recorded of a call.
fn watch_of(call: CallId, watches: &[CaseWatch]) -> Option<&WatchDraft> {
    watches.iter().map(|watch| &watch.draft).find(|draft| draft.call == call)
}

impl<'s> Scene<'s> {
    fn find(&self, matter: Matter) -> Found<'s> {
        let board = self.board;
        let held = |place: &'s crate::domain::unit::Place| Some((place.id, place.live_claim(self.now)?));
        let found = match matter {
            Matter::Call(id) => board.known_call(id).map(Found::Call),
            Matter::Offer(id) => board.offers.iter().find(|offer| offer.id == id).map(Found::Offer),
            Matter::Hold(id) => {
                let mut claims = board.places.iter().filter_map(held);
                claims.find(|(_, claim)| claim.id == id).map(|(place, claim)| Found::Hold(place, claim))
            }
            Matter::Placement(id) => {
                board.placements.iter().find(|placement| placement.id == id).map(Found::Placement)
            }
            Matter::FollowUp(id) => board.follow_ups.iter().find(|task| task.id == id).map(Found::Task),
            Matter::Deviation(id) => board.deviations.iter().find(|one| one.id == id).map(Found::Deviation),
        };
        found.unwrap_or(Found::Gone)
    }

    /// An open thing as data, at its place on the page.
    #[must_use]
    pub fn row(&self, place: usize, entry: &PageEntry, watches: &[CaseWatch]) -> EntryRow {
        let (kind, number) = entry.matter.parts();
        let call = self.board.known_call(entry.call);
        let (names, callback) = match entry.matter {
            Matter::Call(id) => self.people_of(id),
            _ => (Vec::new(), None),
        };
        let mut row = EntryRow {
            point: entry.point.map(|_| place),
            section: entry.section,
            kind,
            number,
            call: entry.call,
            over: entry.is_over,
            gone_through_by: entry.gone_through.as_ref().map(|(by, _)| by.clone()),
            gone_through_at: entry.gone_through.as_ref().map(|(_, at)| iso(*at)),
            level: entry.level,
            municipality: call.and_then(|call| self.municipality(call)),
            children: Vec::new(),
            basis: None,
            deadline: None,
            placeless_minutes: None,
            unit: None,
            at: None,
            task: None,
            step: None,
            owner: None,
            by: None,
            state: None,
            action: None,
            action_at: None,
            action_by: None,
            if_then: None,
            words_left_out: false,
            names,
            callback,
        };
        let child = |facts: &ChildFacts| ChildRow { sex: facts.sex, age: facts.age };
        match self.find(entry.matter) {
            Found::Call(call) => {
                let clock = PlacelessClock::of(call, &self.board.offers);
                row.children = call.children.iter().map(|known| child(&known.facts)).collect();
                row.basis = call.basis;
                row.deadline = call.deadline.map(iso);
                row.placeless_minutes = clock.elapsed(self.now).map(|length| length.num_minutes());
                row.by = Some(match &call.owner {
                    CallOwner::Adviser(name) => name.clone(),
                    CallOwner::IntakeUnit => "intake_unit".to_owned(),
                });
                if let Some(WatchDraft { action, action_at, action_by, if_then, .. }) =
                    watch_of(call.id, watches)
                {
                    row.action_at = action_at.map(iso);
                    if self.tells_words_of(call.id) {
                        row.action.clone_from(action);
                        row.action_by.clone_from(action_by);
                        row.if_then.clone_from(if_then);
                    } else {
                        row.words_left_out = [action, action_by, if_then].into_iter().any(Option::is_some);
                    }
                }
            }
            Found::Offer(offer) => {
                row.unit = self.unit(offer.call, offer.place);
                row.at = Some(iso(offer.at));
            }
            Found::Hold(place, claim) => {
                row.unit = self.unit(claim.call, place);
                row.at = claim.until.map(iso);
            }
            Found::Placement(placement) => {
                row.children = vec![child(&placement.facts)];
                row.unit = self.unit(placement.call, placement.place);
                row.at = placement.expected_at.map(iso);
            }
            Found::Task(task) => {
                row.at = Some(iso(task.due_at));
                row.task = Some(task.kind);
                row.step = task.step;
                row.owner = Some(task.owner);
                row.by = Some(self.owner(task));
            }
            Found::Deviation(deviation) => row.state = Some(deviation.state),
            Found::Gone => {}
        }
        row
    }

    /// An open thing as a line, at its place on the page.
    #[must_use]
    pub fn item(&self, place: usize, entry: &PageEntry, watches: &[CaseWatch]) -> Item {
        let mut parts = vec![self.call(entry.call)];
        let mut more = Vec::new();
        match self.find(entry.matter) {
            Found::Call(call) => {
                self.call_parts(call, &mut parts);
                more.extend(self.search_told(call.id));
                more.extend(watch_of(call.id, watches).into_iter().flat_map(|watch| self.watch_told(watch)));
                more.extend(self.people_told(call.id));
            }
            Found::Offer(offer) => {
                parts.extend(self.unit(offer.call, offer.place));
                parts.push(self.words.fill("offer_at", &[("time", &self.near(offer.at))]));
            }
            Found::Hold(place, claim) => {
                parts.extend(self.unit(claim.call, place));
                parts.extend(
                    claim.until.map(|until| self.words.fill("held_until", &[("time", &self.near(until))])),
                );
            }
            Found::Placement(placement) => self.placement_parts(placement, &mut parts),
            Found::Task(task) => {
                self.task_parts(task, &mut parts);
            }
            Found::Deviation(deviation) => self.deviation_parts(deviation, &mut parts),
            Found::Gone => {}
        }
        if entry.is_over {
            parts.push(self.words.say("is_over").to_owned());
        }
        if let Some((by, at)) = &entry.gone_through {
            let gaps = [("time", &*self.near(*at)), ("name", by.as_str())];
            more.push(self.words.fill("gone_through_by", &gaps));
        }
        let level = entry.level.filter(|_| !entry.is_over);
        let mark = level.map(|level| (level, self.words.code("level", level.code()).to_owned()));
        let number = entry.point.map(|_| place);
        Item { number, mark, text: parts.join(" · "), more }
    }

    /// Who is asked for, on what basis, and how its clocks stand.
    pub fn call_parts(&self, call: &Call, parts: &mut Vec<String>) {
        parts.push(self.children(call.children.iter().map(|child| &child.facts)));
        parts.extend(call.basis.map(BasisCode::with_sign));
        if let Some(wish) = call.wished.first() {
            parts.push(self.words.code("wish", wish.code()).to_owned());
        }
        if call.kind == CallKind::Consultation {
            parts.push(self.words.say("consultation").to_owned());
            return;
        }
        let offers = || self.board.offers.iter().filter(|offer| offer.call == call.id && !offer.is_void());
        if let PlacelessClock::Running { since } = PlacelessClock::of(call, &self.board.offers) {
            let length = self.length(self.now - since);
            parts.push(self.words.fill("no_place_for", &[("time", &length)]));
        }
        if let Some(deadline) = call.deadline.filter(|_| offers().next().is_none()) {
            let time = [("time", &*self.near(deadline))];
            let is_over = deadline <= self.now;
            parts.push(if is_over {
                self.words.fill("deadline_over", &time)
            } else {
                self.words.fill("deadline", &time)
            });
        }
    }

    /// A child on its way or arrived.
    pub fn placement_parts(&self, placement: &Placement, parts: &mut Vec<String>) {
        parts.push(self.children(std::iter::once(&placement.facts)));
        parts.extend(self.unit(placement.call, placement.place));
        parts.push(match (placement.state(), placement.expected_at) {
            (PlacementState::Expected, Some(at)) => {
                self.words.fill("expected_at", &[("time", &self.near(at))])
            }
            (PlacementState::Expected, None) => self.words.say("expected_unknown").to_owned(),
            _ => self.words.say("arrived").to_owned(),
        });
    }

    /// Something that is to be done: when before its call, then what and whose it is.
    pub fn task_parts(&self, task: &FollowUp, parts: &mut Vec<String>) {
        parts.insert(0, self.near(task.due_at));
        parts.push(self.task(task));
        parts.push(self.words.fill("owner", &[("name", &self.owner(task))]));
        if task.is_late(&self.board.rules, self.now) {
            parts.push(self.words.say("late").to_owned());
        }
    }

    /// What stands of offers of a call: given, or accepted with the child on its way or arrived.
    pub fn offer_parts(&self, call: CallId, parts: &mut Vec<String>) {
        let offers = self.board.offers.iter().filter(|offer| offer.call == call && !offer.is_void());
        for offer in offers {
            if offer.awaits_answer() {
                parts.push(self.words.fill("offer_awaits", &[("time", &self.near(offer.at))]));
            } else if offer.is_expected() {
                parts.push(self.words.say("accepted_on_the_way").to_owned());
            } else if offer.is_accepted() && offer.has_arrived {
                parts.push(self.words.say("arrived").to_owned());
            }
        }
    }

    /// Whose a call is.
    #[must_use]
    pub fn call_owner(&self, call: &Call) -> String {
        let name = match &call.owner {
            CallOwner::Adviser(name) => name.as_str(),
            CallOwner::IntakeUnit => self.words.say("intake_unit"),
        };
        self.words.fill("owner", &[("name", name)])
    }

    /// A deviation: its number, where it stands, and how long it has been open.
    pub fn deviation_parts(&self, deviation: &Deviation, parts: &mut Vec<String>) {
        parts.push(self.words.fill("deviation", &[("number", &deviation.id.to_string())]));
        parts.push(self.words.code("deviation_state", deviation.state.code()).to_owned());
        parts.push(self.words.fill("days_open", &[("days", &deviation.days(self.now).to_string())]));
    }

    fn search_told(&self, call: CallId) -> Option<String> {
        let asked = self.board.enquiries.iter().filter(|asked| asked.call == call);
        let results: Vec<_> = asked.map(|asked| asked.result).collect();
        let no = results.iter().filter(|result| **result == EnquiryResult::No).count();
        let gaps = [("count", &*results.len().to_string()), ("no", &*no.to_string())];
        (!results.is_empty()).then(|| self.words.fill("asked", &gaps))
    }

    /// What is to be done and by when. Where the words stay out it still says that there are some, and the time.
    fn watch_told(&self, draft: &WatchDraft) -> Vec<String> {
        let has_words = self.tells_words_of(draft.call);
        let hidden = self.words.say("action_hidden");
        let (what, by, in_case) = if has_words {
            (draft.to_do(), draft.action_by.as_deref(), draft.in_case())
        } else {
            (draft.action.as_ref().map(|_| hidden), None, draft.if_then.as_ref().map(|_| hidden))
        };
        let at = draft.action_at.map(|at| self.near(at));
        let action: Vec<&str> = [what, at.as_deref(), by].into_iter().flatten().collect();
        let mut told = Vec::new();
        if !action.is_empty() {
            told.push(self.words.fill("to_do", &[("action", &action.join(" · "))]));
        }
        told.extend(in_case.map(|text| self.words.fill("if_then", &[("text", text)])));
        told
    }

    /// Names and the number to ring back on, as lines.
    #[must_use]
    pub fn people_told(&self, call: CallId) -> Vec<String> {
        let (names, callback) = self.people_of(call);
        let mut told = Vec::new();
        if !names.is_empty() {
            told.push(self.words.fill("names", &[("names", &names.join(", "))]));
        }
        told.extend(callback.map(|number| self.words.fill("callback", &[("number", &number)])));
        told
    }
}
