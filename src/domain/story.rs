//! What happened with a call, read from its journal lines: one happening an act, in the order of time. Pure; values
//! only, so that a screen, a command and an export tell the same story. It never holds a name, a number or free
//! text: the journal has none.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::basis::BasisCode;
use super::call::{CallKind, CallerRole, CloseReason};
use super::checklist::{AnswerState, ItemKey};
use super::child::{Age, ChildFacts, Sex};
use super::claim::{ClaimEnd, ClaimKind};
use super::follow_up::{FollowUpEnd, FollowUpKind};
use super::ids::{OfferId, PlaceId};
use super::journal::{Act, Entry, JournalLine};
use super::measure::Wish;
use super::municipality::MunicipalityNumber;
use super::offer::{Answer, DeclineReason};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none where it happened by itself.
    pub by: Option<String>,
    /// What.
    pub what: What,
    /// When it was taken back, if it was.
    pub undone_at: Option<DateTime<Utc>>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The first talk, with what was told in it.
    FirstContact(Box<FirstContact>),
    /// The referral was received.
    Referred {
        /// When an offer is due.
        deadline: Option<DateTime<Utc>>,
        /// Whether the call was a consultation until then.
        was_consultation: bool,
    },
    /// Places of a unit were held, or held longer.
    Held {
        /// Which.
        places: Vec<PlaceId>,
        /// Until when.
        until: Option<DateTime<Utc>>,
        /// Whether they were held already.
        is_longer: bool,
    },
    /// A hold ran out by itself.
    HoldLapsed(Vec<PlaceId>),
    /// A hold was given back.
    Released(Vec<PlaceId>),
    /// A place was offered.
    Offered {
        /// The offer.
        offer: OfferId,
        /// The place.
        place: Option<PlaceId>,
    },
    /// An offer was filled in further.
    OfferCompleted {
        /// The offer.
        offer: OfferId,
        /// The fields, by their code.
        fields: Vec<String>,
    },
    /// An offer was answered.
    Answered {
        /// The offer.
        offer: OfferId,
        /// The answer.
        answer: Answer,
        /// Why it was declined.
        reason: Option<DeclineReason>,
    },
    /// Children arrived at their places.
    Arrived(Vec<PlaceId>),
    /// The call was closed.
    Closed(CloseReason),
    /// Fields were corrected.
    Corrected(Vec<Change>),
    /// An item of the checklist was answered.
    ItemAnswered {
        /// The item.
        item: ItemKey,
        /// How.
        state: AnswerState,
        /// Fields of the call that the answer filled.
        filled: Vec<Change>,
        /// Whether a later answer took its place.
        is_replaced: bool,
    },
    /// It was promised to ring back.
    CallBackPromised(DateTime<Utc>),
    /// A follow-up ended.
    FollowUpEnded {
        /// What was to be done.
        kind: Option<FollowUpKind>,
        /// About which item.
        item: Option<ItemKey>,
        /// How it ended.
        end: FollowUpEnd,
    },
    /// A child was linked with the same child of another call.
    Linked,
    /// What is hidden was shown.
    Revealed,
    /// Something was taken back; none where the lines do not tell what.
    Undone(Option<Box<What>>),
    /// Anything else.
    Other(Act),
}

/// What the first talk told, as it was registered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FirstContact {
    /// Placement request or consultation.
    pub kind: Option<CallKind>,
    /// The municipality it is for.
    pub municipality: Option<MunicipalityNumber>,
    /// Who phoned.
    pub caller: Option<CallerRole>,
    /// The children.
    pub children: Vec<ChildFacts>,
    /// Legal basis.
    pub basis: Option<BasisCode>,
    /// Wished measures.
    pub wished: Vec<Wish>,
}

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The table.
    pub subject: String,
    /// The number in it.
    pub number: i64,
    /// The field, by its code.
    pub field: String,
    /// What stood there, by its code; for a sensitive field the commitment.
    pub old: Option<String>,
    /// What stands there now.
    pub new: Option<String>,
}

impl Change {
    /// Whether the journal holds only a commitment to the value.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        [&self.old, &self.new].into_iter().flatten().any(|value| is_commitment(value))
    }
}

/// Whether a value of a journal line is a commitment to one that stands elsewhere.
#[must_use]
pub fn is_commitment(value: &str) -> bool {
    value.strip_prefix("sha256:").is_some_and(|hex| hex.len() == 64)
}

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
    // What was told late stands where it happened.
    reader.told.sort_by_key(|happening| happening.at);
    reader.told
}

/// The lines of one command.
struct Group<'l> {
    lines: &'l [JournalLine],
    first: &'l JournalLine,
}

impl<'l> Group<'l> {
    fn of(&self, subject: &'static str) -> impl Iterator<Item = &'l Entry> {
        self.lines.iter().map(|line| &line.entry).filter(move |entry| entry.subject == subject)
    }

    fn line(&self, subject: &'static str, field: &str) -> Option<&'l Entry> {
        self.of(subject).find(|entry| entry.field == field)
    }

    /// What a field of a table became in this command.
    fn became(&self, subject: &'static str, field: &str) -> Option<&'l str> {
        self.line(subject, field)?.new.as_deref()
    }

    fn moment(&self, subject: &'static str, field: &str) -> Option<DateTime<Utc>> {
        moment(self.became(subject, field)?)
    }

    /// The numbers of the rows touched, each once, in order.
    fn rows(&self, subject: &'static str) -> Vec<i64> {
        let mut rows: Vec<i64> = self.of(subject).map(|entry| entry.number).collect();
        rows.dedup();
        rows
    }

    fn changes(&self, subjects: &[&str]) -> Vec<Change> {
        let is_meant = |entry: &&Entry| {
            subjects.contains(&entry.subject.as_str())
                && !matches!(entry.field.as_str(), "uuid" | "call" | "reference" | "adviser")
        };
        let change = |entry: &Entry| Change {
            subject: entry.subject.clone(),
            number: entry.number,
            field: entry.field.clone(),
            old: entry.old.clone(),
            new: entry.new.clone(),
        };
        self.lines.iter().map(|line| &line.entry).filter(is_meant).map(change).collect()
    }
}

/// The moment that a value of a journal line stands for.
#[must_use]
pub fn moment(value: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(value.parse().ok()?)
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
    claims: BTreeMap<i64, ClaimRead>,
    follow_ups: BTreeMap<i64, (Option<FollowUpKind>, Option<ItemKey>)>,
    items: BTreeMap<i64, ItemKey>,
}

impl Reader {
    fn tell(&mut self, group: &Group<'_>, at: DateTime<Utc>, what: What) {
        self.told.push(Happening { at, by: group.first.adviser.clone(), what, undone_at: None });
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
            Act::Edit => What::Corrected(group.changes(&["calls", "children"])),
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
        let child = |number: &i64| {
            let of = |field: &str| {
                group
                    .of("children")
                    .find(|entry| entry.number == *number && entry.field == field)?
                    .new
                    .as_deref()
            };
            Some(ChildFacts { sex: Sex::from_code(of("sex")?)?, age: Age::from_code(of("age")?)? })
        };
        let contact = FirstContact {
            kind: new("kind").and_then(CallKind::from_code),
            municipality: new("municipality").and_then(MunicipalityNumber::parse),
            caller: new("caller").and_then(CallerRole::from_code),
            children: group.rows("children").iter().filter_map(child).collect(),
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
        } else if has("follow_ups", "end_kind") || has("follow_ups", "ended_at") {
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
        self.tell(group, at, What::Undone(taken_back));
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
