//! Reads journal lines, command by command, and tells what each did.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::group::Group;
use super::{FirstContact, Happening, What, moment};
use crate::domain::basis::BasisCode;
use crate::domain::call::{CallKind, CallerRole, CloseReason};
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::claim::{ClaimEnd, ClaimKind};
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{OfferId, PlaceId};
use crate::domain::journal::{Act, JournalLine};
use crate::domain::measure::Wish;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::offer::{Answer, DeclineReason};

/// Reads the journal lines of one call, the oldest first.
#[must_use]
pub fn read(lines: &[JournalLine], now: DateTime<Utc>) -> Vec<Happening> {
    let mut reader = Reader::default();
    for group in lines.chunk_by(|a, b| a.entry.command == b.entry.command) {
        if let Some(first) = group.first() {
            reader.lapse(first.entry.at);
            let group = Group { lines: group, first };
            reader.take(&group);
        }
    }
    reader.lapse(now);
    let mut told: Vec<_> = reader.stands_at.into_iter().zip(reader.told).collect();
    told.sort_by_key(|(stands_at, _)| *stands_at);
    told.into_iter().map(|(_, happening)| happening).collect()
}

/// A claim of the call, as far as the lines have been read.
#[derive(Debug, Clone, Default)]
struct ClaimRead {
    place: Option<PlaceId>,
    kind: Option<ClaimKind>,
    until: Option<DateTime<Utc>>,
    is_over: bool,
}

#[derive(Default)]
struct Reader {
    told: Vec<Happening>,
    /// Where each of them stands: what was told late, where it happened; all else after what was written before it,
    /// also where a clock that was set back says otherwise.
    stands_at: Vec<DateTime<Utc>>,
    latest: DateTime<Utc>,
    claims: BTreeMap<i64, ClaimRead>,
    follow_ups: BTreeMap<i64, (Option<FollowUpKind>, Option<ItemKey>)>,
    items: BTreeMap<i64, ItemKey>,
}

impl Reader {
    fn tell(&mut self, group: &Group<'_>, at: DateTime<Utc>, what: What) {
        self.told.push(Happening { at, by: group.first.adviser.clone(), what, undone_at: None });
        self.latest = self.latest.max(group.first.entry.at);
        self.stands_at.push(if at == group.first.entry.at { self.latest } else { at });
    }

    /// Holds whose time is up before a moment: they ran out by themselves.
    fn lapse(&mut self, now: DateTime<Utc>) {
        let mut lapsed: BTreeMap<DateTime<Utc>, Vec<PlaceId>> = BTreeMap::new();
        for claim in self.claims.values_mut() {
            if let (Some(ClaimKind::Hold), Some(until), false) = (claim.kind, claim.until, claim.is_over)
                && until <= now
            {
                claim.is_over = true;
                lapsed.entry(until).or_default().extend(claim.place);
            }
        }
        self.stands_at.extend(lapsed.keys());
        self.told.extend(lapsed.into_iter().map(|(at, places)| Happening {
            at,
            by: None,
            what: What::HoldLapsed(places),
            undone_at: None,
        }));
    }

    fn take(&mut self, group: &Group<'_>) {
        self.read_claims(group);
        self.read_follow_ups(group);
        self.read_items(group);
        let at = group.first.entry.at;
        let act = group.first.entry.act;
        let what = match act {
            Act::Call => return self.registered(group),
            Act::Refer => return self.referred(group),
            Act::Undo => return self.undone(group),
            Act::Hold => What::Held {
                places: self.places(group, |_| true),
                until: group.moment("claims", "until_at"),
                is_longer: group.line("claims", "uuid").is_none(),
            },
            Act::Release => What::Released(self.places(group, |_| true)),
            Act::Offer => What::Offered {
                offer: OfferId(group.rows("offers").first().copied().unwrap_or_default()),
                place: number(group.became("offers", "place")).map(PlaceId),
            },
            Act::Complete => What::OfferCompleted {
                offer: OfferId(group.rows("offers").first().copied().unwrap_or_default()),
                fields: group.of("offers").map(|entry| entry.field.clone()).collect(),
            },
            Act::Answer => match group.became("offers", "answer").and_then(Answer::from_code) {
                Some(answer) => What::Answered {
                    offer: OfferId(group.rows("offers").first().copied().unwrap_or_default()),
                    answer,
                    reason: group.became("offers", "answer_reason").and_then(DeclineReason::from_code),
                },
                None => What::Other(act),
            },
            Act::Arrive => {
                What::Arrived(self.places(group, |claim| claim.kind == Some(ClaimKind::Placement)))
            }
            Act::Close => match close_reason(group) {
                Some(reason) => What::Closed(reason),
                None => What::Other(act),
            },
            Act::Edit => {
                let new = group.new_children();
                let mut changes = group.changes(&["calls", "children"]);
                changes.retain(|change| change.subject != "children" || !new.contains(&change.number));
                let added = new.into_iter().filter_map(|child| group.child(child)).collect();
                What::Corrected { changes, added }
            }
            Act::Checklist => match self.item_answered(group) {
                Some(what) => what,
                None => What::Other(act),
            },
            Act::CallBack => match group.moment("follow_ups", "due_at") {
                Some(due_at) => What::CallBackPromised(due_at),
                None => What::Other(act),
            },
            Act::FollowUp => self.follow_up_ended(group).unwrap_or(What::Other(act)),
            Act::Link => What::Linked,
            Act::Reveal => What::Revealed,
            Act::Purge => What::Erased,
            _ => What::Other(act),
        };
        let closes = close_reason(group).filter(|_| act == Act::Arrive);
        self.tell(group, at, what);
        if let Some(reason) = closes {
            self.tell(group, at, What::Closed(reason));
        }
    }

    fn registered(&mut self, group: &Group<'_>) {
        let at = group.first.entry.at;
        let new = |field| group.became("calls", field);
        let contact = FirstContact {
            kind: new("kind").and_then(CallKind::from_code),
            municipality: new("municipality").and_then(MunicipalityNumber::parse),
            caller: new("caller").and_then(CallerRole::from_code),
            children: group.new_children().into_iter().filter_map(|child| group.child(child)).collect(),
            basis: new("basis").and_then(BasisCode::from_code),
            wished: new("wished").unwrap_or_default().split(';').filter_map(Wish::from_code).collect(),
        };
        let first = group.moment("calls", "first_contact_at").unwrap_or(at);
        self.tell(group, first, What::FirstContact(Box::new(contact)));
        if let Some(received) = group.moment("calls", "received_at") {
            let deadline = group.moment("calls", "deadline");
            self.tell(group, received, What::Referred { deadline, was_consultation: false });
        }
    }

    fn referred(&mut self, group: &Group<'_>) {
        let was = group.line("calls", "kind").and_then(|entry| entry.old.as_deref());
        let what = What::Referred {
            deadline: group.moment("calls", "deadline"),
            was_consultation: was == Some(CallKind::Consultation.code()),
        };
        let at = group.moment("calls", "received_at").unwrap_or(group.first.entry.at);
        self.tell(group, at, what);
    }

    fn item_answered(&mut self, group: &Group<'_>) -> Option<What> {
        let item = ItemKey::from_code(group.became("checklist_answers", "item")?)?;
        let state = AnswerState::from_code(group.became("checklist_answers", "state")?)?;
        for told in &mut self.told {
            if let What::ItemAnswered { item: earlier, is_replaced, .. } = &mut told.what
                && *earlier == item
            {
                *is_replaced = true;
            }
        }
        let filled = group.changes(&["calls", "children"]);
        Some(What::ItemAnswered { item, state, filled, is_replaced: false })
    }

    fn follow_up_ended(&self, group: &Group<'_>) -> Option<What> {
        let ended = group.line("follow_ups", "end_kind")?;
        let end = FollowUpEnd::from_code(ended.new.as_deref()?)?;
        let (kind, item) = self.follow_ups.get(&ended.number).copied().unwrap_or_default();
        Some(What::FollowUpEnded { kind, item, end })
    }

    /// An act was taken back: the happening it made says so, and the taking back is told as well.
    fn undone(&mut self, group: &Group<'_>) {
        let at = group.first.entry.at;
        let offer = group.rows("offers").first().copied().map(OfferId);
        let has = |subject, field| group.line(subject, field).is_some();
        let act = if has("offers", "voided_at") {
            Some(Act::Offer)
        } else if has("offers", "answer") {
            Some(Act::Answer)
        } else if has("offers", "uuid") || offer.is_some() {
            Some(Act::Complete)
        } else if has("checklist_answers", "ended_at") || has("checklist_answers", "uuid") {
            Some(Act::Checklist)
        } else if !group.rows("claims").is_empty() {
            Some(Act::Hold)
        } else if has("follow_ups", "end_kind") || has("follow_ups", "due_at") {
            Some(Act::FollowUp)
        } else {
            None
        };
        let places = self.places(group, |_| true);
        let item = group.of("checklist_answers").find_map(|entry| self.items.get(&entry.number).copied());
        let is_meant = |happening: &&mut Happening| {
            happening.undone_at.is_none()
                && match (&happening.what, act) {
                    (What::Offered { offer: own, .. }, Some(Act::Offer))
                    | (What::Answered { offer: own, .. }, Some(Act::Answer))
                    | (What::OfferCompleted { offer: own, .. }, Some(Act::Complete)) => Some(*own) == offer,
                    (What::Held { places: own, .. }, Some(Act::Hold)) => {
                        own.iter().any(|place| places.contains(place))
                    }
                    (What::ItemAnswered { item: own, .. }, Some(Act::Checklist)) => {
                        item.is_none_or(|item| item == *own)
                    }
                    (What::CallBackPromised(_) | What::FollowUpEnded { .. }, Some(Act::FollowUp)) => true,
                    _ => false,
                }
        };
        let taken_back = self.told.iter_mut().rev().find(is_meant).map(|taken_back| {
            taken_back.undone_at = Some(at);
            Box::new(taken_back.what.clone())
        });
        if let Some(What::ItemAnswered { item, .. }) = taken_back.as_deref() {
            self.bring_back(*item);
        }
        self.tell(group, at, What::Undone(taken_back));
    }

    /// The answer before one that was taken back is in force again.
    fn bring_back(&mut self, item: ItemKey) {
        let earlier = self.told.iter_mut().rev().filter(|happening| happening.undone_at.is_none());
        for happening in earlier {
            if let What::ItemAnswered { item: own, is_replaced, .. } = &mut happening.what
                && *own == item
            {
                *is_replaced = false;
                return;
            }
        }
    }

    /// The places of the claims that a command touched, each once.
    fn places(&self, group: &Group<'_>, is_meant: impl Fn(&ClaimRead) -> bool) -> Vec<PlaceId> {
        let mut places: Vec<PlaceId> = group
            .rows("claims")
            .iter()
            .filter_map(|number| self.claims.get(number))
            .filter(|claim| is_meant(claim))
            .filter_map(|claim| claim.place)
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Claims of other calls that a command ended on its way are not this call's story.
    fn read_claims(&mut self, group: &Group<'_>) {
        for entry in group.of("claims") {
            if entry.field == "uuid" {
                self.claims.insert(entry.number, ClaimRead::default());
            }
            let Some(claim) = self.claims.get_mut(&entry.number) else { continue };
            let new = entry.new.as_deref();
            match entry.field.as_str() {
                "place" => claim.place = number(new).map(PlaceId),
                "kind" => claim.kind = new.and_then(ClaimKind::from_code),
                "until_at" => claim.until = new.and_then(moment),
                "end_reason" if new != Some(ClaimEnd::Lapsed.code()) => claim.is_over = new.is_some(),
                _ => {}
            }
        }
    }

    fn read_follow_ups(&mut self, group: &Group<'_>) {
        for entry in group.of("follow_ups") {
            let row = self.follow_ups.entry(entry.number).or_default();
            match (entry.field.as_str(), entry.new.as_deref()) {
                ("kind", Some(code)) => row.0 = FollowUpKind::from_code(code),
                ("item", Some(code)) => row.1 = ItemKey::from_code(code),
                _ => {}
            }
        }
    }

    fn read_items(&mut self, group: &Group<'_>) {
        for entry in group.of("checklist_answers").filter(|entry| entry.field == "item") {
            if let Some(item) = entry.new.as_deref().and_then(ItemKey::from_code) {
                self.items.insert(entry.number, item);
            }
        }
    }
}

fn number(value: Option<&str>) -> Option<i64> {
    value?.parse().ok()
}

fn close_reason(group: &Group<'_>) -> Option<CloseReason> {
    group.became("calls", "close_reason").and_then(CloseReason::from_code)
}
