//! What was told: the facts of the call, the checklist by what was asked, the child's part in it, and what happened.

use super::{Row, Section, Writer};
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CallState, DecisionStatus};
use crate::domain::checklist::{AnswerState, ChecklistItem, ItemKey};
use crate::domain::checklist_standing::ItemStanding;
use crate::domain::child::ChildFacts;
use crate::domain::clocks::ResponseClock;
use crate::domain::follow_up::FollowUpKind;
use crate::domain::ids::ChildId;
use crate::domain::offer::Offer;
use crate::domain::placement::Placement;
use crate::report::times::iso;

/// The items that are about the child's part in it.
const PARTICIPATION: [ItemKey; 3] = [ItemKey::ChildKnows, ItemKey::ChildView, ItemKey::ParentsView];

impl Writer<'_> {
    /// What stands at the top.
    pub(super) fn facts(&self) -> Vec<Row> {
        let (texts, call) = (self.texts, &self.details.call);
        let basis = call.basis.map(|basis| self.basis(basis));
        let maker = call.decided_by.map(|maker| texts.item_decided_by(texts.decision_maker(maker)));
        let decision = call.decision.map(|decision| {
            let at = match (decision, call.decided_at) {
                (_, Some(at)) => Some(self.at(at)),
                (DecisionStatus::Made, None) => Some(texts.note_decided_when().into_owned()),
                _ => None,
            };
            let parts = [Some(texts.decision(decision).into_owned()), at, maker];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        });
        let wished: Vec<_> = call.wished.iter().map(|wish| texts.wish(*wish)).collect();
        let wished = (!wished.is_empty()).then(|| wished.join(", "));
        let mut rows = vec![
            Row::new("kind", texts.note_kind(), texts.call_kind(call.kind)),
            Row::new("municipality", texts.note_municipality(), self.municipality(call)),
        ];
        let caller = call.caller.map(|caller| texts.caller(caller).into_owned());
        rows.push(Row::new("caller", texts.note_caller(), self.or_unknown(caller)));
        rows.push(Row::new("children", texts.note_children(), self.children(call)));
        rows.push(Row::new("basis", texts.note_basis(), self.or_unknown(basis)));
        rows.push(Row::new("decision", texts.note_decision(), self.or_unknown(decision)));
        rows.push(Row::new("wished", texts.note_wished(), self.or_unknown(wished)));
        rows.push(Row::new("first_contact", texts.note_first_contact(), self.at(call.first_contact_at)));
        if let Some(received) = call.received_at {
            rows.push(Row::new("received", texts.note_received(), self.received(call, received)));
        }
        rows.push(Row::new("state", texts.note_state(), self.state(call)));
        rows.extend(self.people());
        rows
    }

    fn basis(&self, code: BasisCode) -> String {
        let row = self.sources.legal_bases.iter().find(|basis| basis.code == code);
        row.map_or_else(|| code.with_sign(), |basis| format!("{} ({})", code.with_sign(), basis.name))
    }

    fn municipality(&self, call: &Call) -> String {
        if self.hides_place {
            return self.texts.value_hidden().into_owned();
        }
        let name = self.sources.names.municipality(call.municipality);
        match call.rung_from {
            Some(from) => self.texts.note_rung_from(self.sources.names.municipality(from), name),
            None => name,
        }
    }

    fn children(&self, call: &Call) -> String {
        if call.children.is_empty() {
            return self.texts.note_unknown().into_owned();
        }
        let each: Vec<String> = call.children.iter().map(|child| self.child(&child.facts)).collect();
        let rule = call.siblings.filter(|_| call.children.len() > 1);
        match rule {
            Some(rule) => self.texts.note_siblings(each.join(", "), self.texts.sibling_rule(rule)),
            None => each.join(", "),
        }
    }

    fn child(&self, facts: &ChildFacts) -> String {
        self.texts.children(std::iter::once(facts), None)
    }

    /// A child of the call, as sex and age.
    pub(super) fn child_of(&self, id: ChildId) -> String {
        let found = self.details.call.children.iter().find(|child| child.id == id);
        found.map_or_else(|| id.to_string(), |child| self.child(&child.facts))
    }

    fn received(&self, call: &Call, received: chrono::DateTime<chrono::Utc>) -> String {
        let offers: Vec<Offer> = self.details.offers.iter().map(|offer| offer.offer.clone()).collect();
        let at = self.at(received);
        match ResponseClock::of(call, &offers) {
            ResponseClock::Stopped { took } => {
                self.texts.note_received_offered(at, self.texts.duration(took))
            }
            ResponseClock::Running { deadline, .. } => {
                self.texts.note_received_running(at, self.at(deadline))
            }
            ResponseClock::None => at,
        }
    }

    fn state(&self, call: &Call) -> String {
        let texts = self.texts;
        match (call.state, call.close_reason) {
            (CallState::Closed, Some(reason)) => {
                let at = call.closed_at.map(|at| self.at(at)).unwrap_or_default();
                texts.note_closed(at, texts.close_reason_short(reason))
            }
            _ if call.stays_open => texts.note_stays_open().into_owned(),
            _ => texts.list_state_open().into_owned(),
        }
    }

    /// Names and numbers, where the note is to have them.
    fn people(&self) -> Vec<Row> {
        let texts = self.texts;
        let Some(named) = self.sources.named else { return Vec::new() };
        let mut rows = Vec::new();
        for (id, identity) in &named.children {
            let told: Vec<&str> =
                identity.name.iter().chain(&identity.national_id).map(String::as_str).collect();
            if !told.is_empty() {
                let key = format!("child:{id}");
                rows.push(Row::new(key, texts.note_name_of(self.child_of(*id)), told.join(", ")));
            }
        }
        let callback = named.callback.iter().map(|number| ("callback", texts.note_callback(), number));
        rows.extend(callback.map(|(key, label, number)| Row::new(key, label, number.as_str())));
        for (id, number) in &named.night_numbers {
            let key = format!("night_number:{id}");
            rows.push(Row::new(key, texts.note_night_number(self.child_of(*id)), number.as_str()));
        }
        for name in &named.split_agreed_by {
            rows.push(Row::new("split_agreed_by", texts.note_split_agreed_by(), name.as_str()));
        }
        rows
    }

    /// What was asked and told.
    pub(super) fn information(&self) -> Section {
        let is_here =
            |item: &&ChecklistItem| !PARTICIPATION.contains(&item.key) && item.key != ItemKey::ViewWeight;
        let items = self.sources.checklist.iter().filter(is_here);
        let mut rows: Vec<Row> = items.map(|item| self.item(item)).collect();
        let note = self.details.note.as_ref();
        rows.extend(note.map(|note| Row::new("note", self.texts.note_note(), note.as_str())));
        let title = self.texts.note_information().into_owned();
        Section { key: "information", title, rows, parts: Vec::new() }
    }

    /// What the child and the parents were told and said.
    pub(super) fn participation(&self) -> Section {
        let texts = self.texts;
        let items = self.sources.checklist.iter().filter(|item| PARTICIPATION.contains(&item.key));
        let mut rows: Vec<Row> = items.map(|item| self.item(item)).collect();
        for offer in &self.details.offers {
            if let Some(view) = &offer.child_view {
                let key = format!("offer:{}", offer.offer.id);
                rows.push(Row::new(key, texts.note_view_at_offer(offer.unit.as_str()), view.as_str()));
            }
        }
        for (placement, words) in &self.details.placements {
            let views = [
                ("child_view", texts.note_child_view_of_stay(self.where_lived(placement)), &words.child_view),
                (
                    "parents_view",
                    texts.note_parents_view_of_stay(self.where_lived(placement)),
                    &words.parents_view,
                ),
            ];
            for (field, label, view) in views {
                let key = format!("placement:{}:{field}", placement.id);
                rows.extend(view.as_ref().map(|view| Row::new(key, label, view.as_str())));
            }
        }
        let title = texts.note_participation().into_owned();
        Section { key: "participation", title, rows, parts: Vec::new() }
    }

    /// Where a child lives or lived: `Furuly (jente 9)`, the child only where there are more.
    pub(super) fn where_lived(&self, placement: &Placement) -> String {
        use crate::text::fields::Names as _;
        let unit = self.names.place(placement.place);
        if self.details.call.children.len() > 1 {
            self.texts.story_for(self.child_of(placement.child), unit)
        } else {
            unit
        }
    }

    /// The weight the child's view got.
    pub(super) fn weight(&self) -> Section {
        let items = self.sources.checklist.iter().filter(|item| item.key == ItemKey::ViewWeight);
        let rows = items.map(|item| self.item(item)).collect();
        let title = self.texts.note_weight().into_owned();
        Section { key: "weight_of_view", title, rows, parts: Vec::new() }
    }

    /// Where an item stands, with what was told; what was not asked is said so.
    fn item(&self, item: &ChecklistItem) -> Row {
        let (texts, call) = (self.texts, &self.details.call);
        let standing = ItemStanding::of(call, item.key);
        let told = match item.key {
            // Names stand at the top, where the note has them.
            ItemKey::Identity if standing.state == AnswerState::Answered => {
                let is_named = self.sources.named.is_some();
                Some(if is_named { texts.note_names_above() } else { texts.note_names_kept() }.into_owned())
            }
            key => texts.item_told(call, key, &|at| self.at(at)),
        };
        let words = self.details.told.get(&item.key).cloned();
        // An answer that no field tells was given in words; that they are gone is said.
        let is_gone = self.details.erased_at.is_some() && standing.state == AnswerState::Answered;
        let gone = || (is_gone && told.is_none()).then(|| texts.value_erased().into_owned());
        let words = words.or_else(gone);
        let answered = [told, words].into_iter().flatten().collect::<Vec<_>>().join(". ");
        let state = texts.item_standing(standing.state);
        let mut text = match (standing.state, answered.is_empty()) {
            (AnswerState::Answered, false) => answered,
            (_, true) => state.into_owned(),
            (_, false) => format!("{state}. {answered}"),
        };
        if standing.state == AnswerState::Later
            && let Some(due) = self.asked_again(item.key)
        {
            text = texts.note_asked_again(self.at(due), text);
        }
        if let (Some(at), Some(by)) = (standing.at, &standing.by) {
            text = texts.note_told_at(self.at(at), by.as_str(), text);
        }
        Row::new(item.key.code(), format!("{} {}", item.number, item.label), text)
    }

    /// When what is sent later is asked for.
    fn asked_again(&self, item: ItemKey) -> Option<chrono::DateTime<chrono::Utc>> {
        let mut tasks = self.details.follow_ups.iter();
        let task = tasks.find(|task| task.kind == FollowUpKind::ItemLater && task.item == Some(item));
        task.map(|task| task.due_at)
    }

    /// What happened, as a list.
    pub(super) fn timeline(&self) -> Section {
        let story = self.texts.story(self.details, self.sources.now, self.names);
        let rows = story.into_iter().map(|line| Row {
            at: Some(iso(line.at)),
            label: self.at(line.at),
            text: match line.by {
                Some(by) => self.texts.note_by(by, line.text),
                None => line.text,
            },
            more: line.more,
            ..Row::default()
        });
        let title = self.texts.note_timeline().into_owned();
        Section { key: "timeline", title, rows: rows.collect(), parts: Vec::new() }
    }

    /// The clocks of the law, as information.
    pub(super) fn legal(&self) -> Option<Section> {
        let placements: Vec<Placement> =
            self.details.placements.iter().map(|(placement, _)| placement.clone()).collect();
        let basis_of = |code| self.sources.legal_bases.iter().find(|basis| basis.code == code);
        let lines = self.texts.legal_lines(&self.details.call, &placements, basis_of, self.sources.now);
        let rows: Vec<Row> = lines.into_iter().map(|text| Row { text, ..Row::default() }).collect();
        let title = self.texts.note_legal().into_owned();
        (!rows.is_empty()).then_some(Section { key: "legal", title, rows, parts: Vec::new() })
    }
}
