//! Reads journal lines, command by command, and tells what each did.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::group::Group;
use super::rows::{Rows, number};
use super::{DeviationTurn, FirstContact, Happening, ToldField, What, nothing_free, routine, undoing};
use crate::domain::basis::BasisCode;
use crate::domain::call::{CallKind, CallerRole, CloseReason};
use crate::domain::case_watch::WatchLevel;
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::claim::ClaimKind;
use crate::domain::follow_up::FollowUpEnd;
use crate::domain::ids::{DeviationId, FollowUpId, OfferId, PlaceId};
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

#[derive(Default)]
struct Reader {
    told: Vec<Happening>,
    /// Where each of them stands: what was told late, where it happened; all else after what was written before it,
    /// also where a clock that was set back says otherwise.
    stands_at: Vec<DateTime<Utc>>,
    latest: DateTime<Utc>,
    rows: Rows,
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
        for claim in self.rows.claims.values_mut() {
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
        self.rows.read(group);
        let act = group.first.entry.act;
        let is_own = is_own(group);
        if act != Act::EndStay {
            // A child that arrives elsewhere has left where it lived.
            for (at, what) in routine::stays_ended(group, &self.rows) {
                self.tell(group, at, what);
            }
        }
        match act {
            Act::Undo => self.undone(group),
            _ if !is_own => {}
            // The handover tells who went through its points; here it would be a line for each.
            Act::GoThrough => {}
            Act::Call => self.registered(group),
            Act::Refer => self.referred(group),
            _ => {
                let told = routine::told(group, &self.rows).or_else(|| nothing_free::told(group, &self.rows));
                let (at, what) = match told {
                    Some(told) => told,
                    None => (group.first.entry.at, self.what(group).unwrap_or(What::Other(act))),
                };
                self.write_over(&what);
                self.tell(group, at, what);
            }
        }
        for what in nothing_free::along(group) {
            self.tell(group, group.first.entry.at, what);
        }
        if act != Act::Undo {
            for what in routine::freed(group, &self.rows, is_own) {
                self.tell(group, group.first.entry.at, what);
            }
        }
        if let Some(reason) = close_reason(group).filter(|_| act != Act::Close) {
            self.tell(group, group.first.entry.at, What::Closed(reason));
        }
    }

    /// What an act did that is not one of the routine.
    fn what(&mut self, group: &Group<'_>) -> Option<What> {
        let offer = OfferId(group.rows("offers").first().copied().unwrap_or_default());
        Some(match group.first.entry.act {
            Act::Hold => What::Held {
                places: self.rows.places(group, |_| true),
                until: group.moment("claims", "until_at"),
                is_longer: group.line("claims", "uuid").is_none(),
            },
            Act::Release => What::Released(self.rows.places(group, |_| true)),
            Act::Offer => {
                What::Offered { offer, place: number(group.became("offers", "place")).map(PlaceId) }
            }
            Act::Complete => What::OfferCompleted {
                offer,
                fields: group.of("offers").map(|entry| entry.field.clone()).collect(),
            },
            Act::Answer => What::Answered {
                offer,
                answer: group.became("offers", "answer").and_then(Answer::from_code)?,
                reason: group.became("offers", "answer_reason").and_then(DeclineReason::from_code),
                has_note: group.became("offers", "answer_note").is_some(),
            },
            Act::Close => What::Closed(close_reason(group)?),
            Act::Edit => {
                let new = group.new_children();
                let mut changes = group.changes(&["calls", "children"]);
                changes.retain(|change| change.subject != "children" || !new.contains(&change.number));
                let added = new.into_iter().filter_map(|child| group.child(child)).collect();
                What::Corrected { changes, added }
            }
            Act::Checklist => self.item_answered(group)?,
            Act::CallBack => {
                let line = group.line("follow_ups", "due_at")?;
                let due_at = group.moment("follow_ups", "due_at")?;
                What::CallBackPromised {
                    task: FollowUpId(line.number),
                    due_at,
                    every: number(group.became("follow_ups", "repeat_minutes")),
                }
            }
            Act::FollowUp => {
                let ended = group.line("follow_ups", "end_kind")?;
                let end = FollowUpEnd::from_code(ended.new.as_deref()?)?;
                What::FollowUpEnded { task: self.rows.task(ended.number), end }
            }
            Act::Watch => {
                What::Watched(group.became("case_watches", "level").and_then(WatchLevel::from_code)?)
            }
            Act::Link => What::Linked,
            Act::Reveal => What::Revealed,
            Act::Purge => What::Erased,
            _ => return None,
        })
    }

    /// Of what is told in words only the last stands: what was told before says so.
    fn write_over(&mut self, what: &What) {
        for earlier in &mut self.told {
            match (&mut earlier.what, what) {
                (What::Planned(own), What::Planned(new)) if own.placements == new.placements => {
                    replace(&mut own.told, &new.told);
                }
                (
                    What::Evaluated { placement: own, told, .. },
                    What::Evaluated { placement: new, told: later, .. },
                ) if own == new => replace(told, later),
                (
                    What::FollowUpMoved { task: own, is_replaced, .. },
                    What::FollowUpMoved { task: new, .. },
                ) if own.id == new.id => *is_replaced = true,
                (What::Answered { offer: own, has_note, .. }, What::FellThrough(new)) if own == new => {
                    *has_note = false;
                }
                (
                    What::Deviation { id: own, turn: DeviationTurn::Corrected { has_note, .. } },
                    What::Deviation { id: new, turn: DeviationTurn::Corrected { has_note: true, .. } },
                ) if own == new => *has_note = false,
                _ => {}
            }
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

    /// An act was taken back: the happening it made says so, and the taking back is told as well.
    fn undone(&mut self, group: &Group<'_>) {
        let at = group.first.entry.at;
        let found = undoing::taken_back(group, &self.rows, &self.told);
        let taken_back = found.and_then(|found| self.told.get_mut(found)).map(|taken_back| {
            taken_back.undone_at = Some(at);
            Box::new(taken_back.what.clone())
        });
        for id in nothing_free::opened_again(group) {
            self.opened_again(id, at);
        }
        if let Some(What::ItemAnswered { item, .. }) = taken_back.as_deref() {
            self.bring_back(*item);
        }
        self.tell(group, at, What::Undone(taken_back));
    }

    /// The end of a deviation came with what was taken back.
    fn opened_again(&mut self, id: DeviationId, at: DateTime<Utc>) {
        let ended = |told: &&mut Happening| {
            let ended = matches!(&told.what, What::Deviation { id: own, turn: DeviationTurn::Ended(_) } if *own == id);
            ended && told.undone_at.is_none()
        };
        if let Some(ended) = self.told.iter_mut().rev().find(ended) {
            ended.undone_at = Some(at);
        }
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
}

/// Whether the command was about this call: one about another may only have told it of a place, or taken one.
fn is_own(group: &Group<'_>) -> bool {
    let has = |subject| group.of(subject).next().is_some();
    match group.first.entry.act {
        Act::Place | Act::Confirm | Act::Import | Act::ExtraPlace | Act::Unit => false,
        Act::Hold | Act::Release => has("claims"),
        Act::Offer | Act::Answer | Act::Complete | Act::FallThrough => has("offers"),
        // Where a child only moved out to another call's place, its claim did not become a placement here.
        Act::Arrive => group.line("claims", "kind").is_some(),
        Act::EndStay => has("placements"),
        _ => true,
    }
}

/// What was told before of these fields was told anew.
fn replace(told: &mut [ToldField], later: &[ToldField]) {
    for own in told {
        own.is_replaced |= later.iter().any(|new| new.field == own.field);
    }
}

fn close_reason(group: &Group<'_>) -> Option<CloseReason> {
    group.became("calls", "close_reason").and_then(CloseReason::from_code)
}
