//! Random commands: mostly such as an adviser would give, sometimes about what is not there or cannot be.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::{CallFacts, CallKind, CloseReason, DecisionStatus, Whereabouts};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{Age, ChildFacts, ChildIdentity, Sex, SiblingRule};
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::command::{
    CallEdit, Command, ItemAnswer, ItemFields, OfferCompletion, OfferDraft, UndoScope,
};
use akuttvakt::domain::follow_up::FollowUpEnd;
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId, UnitId};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::measure::Wish;
use akuttvakt::domain::offer::{Answer, Clearance, DeclineReason};
use akuttvakt::domain::question::Subject;
use akuttvakt::domain::unit::{ConfirmedHow, PlaceState};
use chrono::TimeDelta;

use super::world::{At, World, index, row, those};
use crate::fixture::{gjovik, home, ringsaker};
use crate::support::dice::Dice;

/// The act a command is in the journal. Without a wildcard, so that no new command is forgotten here.
pub fn act_of(command: &Command) -> Act {
    match command {
        Command::RegisterCall(_) => Act::Call,
        Command::SetPlace { .. } | Command::SetUnit { .. } => Act::Place,
        Command::ConfirmPlace { .. } => Act::Confirm,
        Command::Hold { .. } => Act::Hold,
        Command::Release { .. } => Act::Release,
        Command::Offer(_) => Act::Offer,
        Command::Answer { .. } => Act::Answer,
        Command::Arrive { .. } => Act::Arrive,
        Command::CloseCall { .. } => Act::Close,
        Command::CompleteOffer(_) => Act::Complete,
        Command::EditCall(_) => Act::Edit,
        Command::Refer { .. } => Act::Refer,
        Command::AnswerItem(_) => Act::Checklist,
        Command::PromiseCallBack { .. } | Command::RepeatCallBack { .. } => Act::CallBack,
        Command::EndFollowUp { .. } => Act::FollowUp,
        Command::LinkChild { .. } => Act::Link,
        Command::Reveal { .. } => Act::Reveal,
        Command::Purge { .. } => Act::Purge,
        Command::Undo { .. } | Command::Redo => Act::Undo,
        Command::ImportUnits { .. } => Act::Import,
        Command::SetSetting { .. } => Act::Setting,
        Command::PlanPlacement(_) => Act::Plan,
        Command::FallThrough { .. } => Act::FallThrough,
        Command::EndPlacement(_) => Act::EndStay,
        Command::EvaluatePlacement(_) => Act::Evaluate,
        Command::SplitSiblings(_) => Act::Split,
        Command::Remark { .. } => Act::Remark,
        Command::StayOpen { .. } => Act::StayOpen,
        Command::SetMeeting { .. } => Act::Meeting,
        Command::DoStep { .. } => Act::Step,
        Command::MoveFollowUp { .. } => Act::Move,
        Command::AssignFollowUp { .. } => Act::Assign,
        Command::SilenceAlarms { .. } => Act::Silence,
        Command::ExportNamed { .. } => Act::Export,
        Command::LogEnquiry(_) => Act::Enquiry,
        Command::SetCompensation { .. } => Act::Compensation,
        Command::DraftDeviation { .. }
        | Command::EditDeviation { .. }
        | Command::RegisterDeviation { .. }
        | Command::CloseDeviation { .. }
        | Command::Supervise { .. } => Act::Deviation,
        Command::OpenExtraPlace { .. } | Command::CloseExtraPlace { .. } => Act::ExtraPlace,
        Command::ExpectFree { .. } => Act::ExpectFree,
        Command::EditUnit(_) => Act::Unit,
        Command::SetContact { .. } | Command::RemoveContact { .. } | Command::ImportContacts { .. } => {
            Act::Contact
        }
        Command::StartShift => Act::ShiftStart,
        Command::SetWatch(_) => Act::Watch,
        Command::SignHandover(_) => Act::Handover,
        Command::GoThrough { .. } => Act::GoThrough,
        Command::ReceiveHandover { .. } => Act::Receive,
        Command::TakeShift { .. } => Act::TakeShift,
    }
}

/// What is thrown for: the world as it is, how many were thrown before, which
/// makes texts that never were before, and the time.
pub struct Turn<'w> {
    pub world: &'w World,
    pub count: usize,
    pub now: At,
}

/// The next command.
pub fn next(dice: &mut Dice, at: &Turn<'_>) -> Command {
    let world = at.world;
    // What is rare is made likely from the start: that the authority erases, and an office that opens in the hour
    // that comes twice.
    match at.count {
        0 if dice.roll(2) == 0 => return set("purge.on", "on"),
        1 if dice.roll(2) == 0 => return set("purge.days", "1"),
        2 if dice.roll(4) == 0 => return set("office.from", "02:30"),
        // A shift with nothing or little to hand over is received within the sequence.
        3 | 4 if dice.roll(3) == 0 => return Command::StartShift,
        _ => {}
    }
    match dice.roll(230) {
        0..=9 => Command::RegisterCall(Box::new(at.facts(dice))),
        10..=18 => Command::Hold { call: at.needy_call(dice), place: at.place_to_take(dice) },
        19..=20 => Command::Release { place: at.held_place(dice) },
        21..=34 => Command::Offer(Box::new(at.offer(dice))),
        35..=42 => {
            let offer = at.offer_that(dice, |at, offer| at.world.offers[index(offer)].awaits());
            let answer =
                dice.one_of(&[Answer::Accepted, Answer::Accepted, Answer::Declined, Answer::Withdrawn]);
            let right = (answer == Answer::Declined).then_some(DeclineReason::TooFar);
            let is_odd = dice.roll(8) == 0;
            let odd = dice.one_of(&[None, Some(DeclineReason::Other), Some(DeclineReason::TooFar)]);
            let reason = if is_odd { odd } else { right };
            Command::Answer { offer, answer, reason, by: at.words(dice), note: at.words(dice) }
        }
        43..=45 => {
            let offer = at.offer_that(dice, |at, offer| at.world.offers[index(offer)].counts());
            Command::CompleteOffer(Box::new(OfferCompletion {
                offer,
                why: at.words(dice),
                child_view: at.words(dice),
                travel_time: None,
                clearance: dice.one_of(&[None, Some(Clearance::Cleared), Some(Clearance::NotYet)]),
                cleared_with: None,
                cleared_at: (dice.roll(4) == 0).then(|| at.moment(dice)),
                may_be_known: dice.one_of(&[None, Some(true), Some(false)]),
            }))
        }
        46..=49 => Command::Arrive { offer: at.offer_that(dice, Turn::is_expected), at: None },
        50..=52 => Command::CloseCall {
            call: at.closable_call(dice),
            reason: dice.one_of(&[CloseReason::Withdrawn, CloseReason::SolvedOutside]),
            note: at.words(dice),
        },
        53..=58 => Command::EditCall(Box::new(at.edit(dice))),
        59..=60 => Command::Refer { call: at.unreferred_call(dice), at: at.moment(dice) },
        61..=68 => Command::AnswerItem(Box::new(at.answer(dice))),
        69..=71 => {
            let minutes = dice.one_of(&[5, 40, 90, 60 * 24 * 6, 600, -1, 0, 60 * 24 * 8]);
            Command::PromiseCallBack {
                call: at.open_call(dice),
                due_at: at.now + TimeDelta::minutes(minutes),
            }
        }
        72..=75 => {
            let follow_up = at.follow_up(dice);
            Command::EndFollowUp { follow_up, end: dice.one_of(&[FollowUpEnd::Done, FollowUpEnd::Dropped]) }
        }
        76..=78 => Command::SetPlace { place: at.place(dice), state: state(dice), reason: at.words(dice) },
        79 => Command::SetUnit { place: at.place(dice), state: state(dice), reason: at.words(dice) },
        80..=81 => {
            let how = dice.one_of(&[ConfirmedHow::Phoned, ConfirmedHow::Mail]);
            Command::ConfirmPlace { place: at.place(dice), how, whole_unit: dice.roll(2) == 0 }
        }
        82..=83 => {
            let (child, other) = (at.child(dice), at.child(dice));
            Command::LinkChild { child, other }
        }
        84 => {
            let unit = UnitId(pick(dice, &[1, 2, 3], world.units.len()));
            let call = at.any_call(dice);
            Command::Reveal { subject: dice.one_of(&[Subject::Call(call), Subject::Unit(unit)]) }
        }
        85..=86 => {
            let is_on = world.setting("purge.on", "off") == "on";
            Command::Purge { dry_run: dice.roll(3) == 0 || !is_on && dice.roll(3) > 0 }
        }
        87..=88 => at.import(dice),
        89..=91 => setting(dice),
        92..=99 => Command::Undo {
            scope: dice.one_of(&[UndoScope::ThisProcess, UndoScope::ThisProcess, UndoScope::Database]),
        },
        100..=106 => Command::Redo,
        107..=157 => at.of_routine(dice),
        158..=199 => at.of_nothing_free(dice),
        _ => at.of_shift(dice),
    }
}

/// One of those that are apt; now and then any other, or one that is not there.
pub fn pick(dice: &mut Dice, apt: &[i64], count: usize) -> i64 {
    let any = i64::try_from(count).unwrap();
    match dice.roll(20) {
        0 => any + 1,
        1 if any > 0 => dice.number(any),
        _ if apt.is_empty() => (any / 2 + 1).min(any + 1),
        // Late ones oftener: work goes on with what is new.
        _ => apt[dice.roll(apt.len()).max(dice.roll(apt.len()))],
    }
}

fn child(dice: &mut Dice) -> ChildFacts {
    let years = u8::try_from(1 + dice.roll(17)).unwrap();
    let young = Age::Years(years.min(12));
    let age = dice.one_of(&[Age::Years(years), young, young, Age::Years(9), Age::Months(7), Age::Unknown]);
    ChildFacts { sex: dice.one_of(Sex::ALL), age }
}

fn state(dice: &mut Dice) -> PlaceState {
    dice.one_of(&[PlaceState::Free, PlaceState::Free, PlaceState::Free, PlaceState::Staffing])
}

fn setting(dice: &mut Dice) -> Command {
    let (key, value) = dice.one_of(&[
        ("purge.on", "on"),
        ("purge.on", "on"),
        ("purge.on", "off"),
        ("purge.days", "1"),
        ("purge.days", "2"),
        ("hold.seconds", "600"),
        ("hold.seconds", " 1800 "),
        ("response.minutes", "90"),
        ("response.runs_while_awaiting", "off"),
        ("response.runs_while_awaiting", "on"),
        ("office.from", "02:30"),
        ("office.from", "7:15"),
        ("offer.call_back_minutes", "15"),
        ("places.fresh_hours", "2"),
        ("hold.seconds", "1"),
        ("hold.years", "1"),
    ]);
    set(key, value)
}

fn set(key: &str, value: &str) -> Command {
    Command::SetSetting { key: key.to_owned(), value: value.to_owned() }
}

impl Turn<'_> {
    /// Words that were never said before; now and then none, blanks, or too many.
    pub(super) fn words(&self, dice: &mut Dice) -> Option<String> {
        match dice.roll(40) {
            0 => Some("  ".to_owned()),
            1 => Some(format!(" ord {} ", self.count)),
            2 if dice.roll(4) == 0 => Some("å".repeat(501)),
            3..=22 => Some(format!("ord {}", self.count)),
            _ => None,
        }
    }

    fn identity(&self, dice: &mut Dice) -> ChildIdentity {
        let name = dice.one_of(&["Lise", "Ola", "Sara"]);
        let name = if dice.roll(30) == 0 { "å".repeat(101) } else { format!("{name} {}", self.count) };
        ChildIdentity { name: (dice.roll(4) > 0).then_some(name), national_id: None }
    }

    fn moment(&self, dice: &mut Dice) -> At {
        let minutes = dice.one_of(&[0, -5, -90, -300, -30, -60 * 24, -60 * 24 * 8, -60 * 24 * 36_525, 1, 30]);
        self.now + TimeDelta::minutes(minutes)
    }

    fn calls(&self, wanted: impl Fn(i64) -> bool) -> Vec<i64> {
        let open = those(&self.world.calls, |call| call.closed.is_none());
        open.into_iter().filter(|call| wanted(*call)).collect()
    }

    pub(super) fn call_that(&self, dice: &mut Dice, wanted: impl Fn(i64) -> bool) -> CallId {
        CallId(pick(dice, &self.calls(wanted), self.world.calls.len()))
    }

    pub(super) fn open_call(&self, dice: &mut Dice) -> CallId {
        self.call_that(dice, |_| true)
    }

    pub(super) fn any_call(&self, dice: &mut Dice) -> CallId {
        let all = those(&self.world.calls, |_| true);
        CallId(pick(dice, &all, all.len()))
    }

    /// A call with a child whose turn it is.
    pub(super) fn needy_call(&self, dice: &mut Dice) -> CallId {
        let world = self.world;
        self.call_that(dice, |call| {
            !world.calls[index(call)].is_consultation() && !world.to_place(call).is_empty()
        })
    }

    fn unreferred_call(&self, dice: &mut Dice) -> CallId {
        self.call_that(dice, |call| {
            let call = &self.world.calls[index(call)];
            call.is_consultation() || call.facts.received_at.is_none()
        })
    }

    /// A call without an offer that binds it, oftenest one for which nothing was done.
    fn closable_call(&self, dice: &mut Dice) -> CallId {
        let world = self.world;
        let is_bound = |call| {
            let offers = those(&world.offers, |offer| offer.call == call && !offer.is_void);
            offers.into_iter().any(|offer| world.offers[index(offer)].awaits() || world.is_expected(offer))
        };
        self.call_that(dice, |call| !is_bound(call))
    }

    pub(super) fn place(&self, dice: &mut Dice) -> PlaceId {
        let all = those(&self.world.places, |_| true);
        PlaceId(pick(dice, &all, all.len()))
    }

    fn places_that(&self, wanted: impl Fn(i64) -> bool) -> Vec<i64> {
        those(&self.world.places, |_| true).into_iter().filter(|place| wanted(*place)).collect()
    }

    fn place_to_take(&self, dice: &mut Dice) -> PlaceId {
        let vacant = self.places_that(|place| self.world.is_vacant(place, self.now));
        PlaceId(pick(dice, &vacant, self.world.places.len()))
    }

    fn held_place(&self, dice: &mut Dice) -> PlaceId {
        let claims = &self.world.claims;
        let is_held = |claim: usize| claims[claim].kind == ClaimKind::Hold;
        let held = self.places_that(|place| self.world.live(place, self.now).is_some_and(is_held));
        PlaceId(pick(dice, &held, self.world.places.len()))
    }

    fn child(&self, dice: &mut Dice) -> ChildId {
        let there = those(&self.world.children, |child| !child.is_removed);
        ChildId(pick(dice, &there, self.world.children.len()))
    }

    pub(super) fn offer_that(&self, dice: &mut Dice, wanted: impl Fn(&Self, i64) -> bool) -> OfferId {
        let offers = those(&self.world.offers, |_| true);
        let apt: Vec<_> = offers.into_iter().filter(|offer| wanted(self, *offer)).collect();
        OfferId(pick(dice, &apt, self.world.offers.len()))
    }

    pub(super) fn is_expected(&self, offer: i64) -> bool {
        self.world.offers[index(offer)].is_accepted() && self.world.is_expected(offer)
    }

    fn facts(&self, dice: &mut Dice) -> CallFacts {
        let now = self.now;
        let kind = dice.one_of(&[
            CallKind::Placement,
            CallKind::Placement,
            CallKind::Placement,
            CallKind::Consultation,
        ]);
        let children: Vec<_> = (0..dice.one_of(&[0, 1, 1, 1, 2, 3])).map(|_| child(dice)).collect();
        let minutes = dice.one_of(&[0, 0, 0, 0, -20, -20, 2, 9]);
        let identities = children.iter().map(|_| self.identity(dice)).collect();
        CallFacts {
            identities: if dice.roll(3) == 0 { identities } else { Vec::new() },
            children,
            is_acute: dice.roll(6) > 0,
            siblings: dice.one_of(&[None, None, Some(SiblingRule::Together), Some(SiblingRule::Apart)]),
            basis: dice.one_of(&[
                None,
                Some(BasisCode::A4_1),
                Some(BasisCode::A4_1),
                Some(BasisCode::A4_2),
                Some(BasisCode::A4_4),
                Some(BasisCode::A6_2),
            ]),
            decision: dice.one_of(&[None, Some(DecisionStatus::AwaitsPlace)]),
            wished: dice.one_of::<&[Wish]>(&[&[], &[Wish::EmergencyHome], &[Wish::Institution]]).to_vec(),
            received_at: (kind == CallKind::Placement && dice.roll(5) > 0)
                .then_some(now + TimeDelta::minutes(minutes)),
            callback: (dice.roll(2) == 0).then(|| "99887766".to_owned()),
            note: self.words(dice),
            ..CallFacts::new(kind, dice.one_of(&[ringsaker(), gjovik()]), now)
        }
    }

    fn offer(&self, dice: &mut Dice) -> OfferDraft {
        let world = self.world;
        let call = self.needy_call(dice);
        let own = row(&world.calls, call.0).map(|_| world.to_place(call.0)).unwrap_or_default();
        let mut children = Vec::new();
        match dice.roll(12) {
            0 => children.push(self.child(dice)),
            1..=2 => children.extend(own.into_iter().filter(|_| dice.roll(2) == 0).map(ChildId)),
            _ => {}
        }
        // What the call holds is offered oftener than what is free.
        let held = self.places_that(|place| world.holds(call.0, place, self.now));
        let place = if held.is_empty() || dice.roll(3) == 0 {
            self.place_to_take(dice)
        } else {
            PlaceId(pick(dice, &held, world.places.len()))
        };
        OfferDraft {
            children,
            why: if dice.roll(4) == 0 { self.words(dice) } else { Some(format!("ord {}", self.count)) },
            child_view: self.words(dice),
            clearance: dice.one_of(&[Clearance::Cleared, Clearance::NotYet]),
            cleared_at: (dice.roll(6) == 0).then(|| self.moment(dice)),
            may_be_known: dice.one_of(&[None, None, Some(true), Some(false)]),
            counts_double: dice.roll(5) == 0,
            ..OfferDraft::new(call, place)
        }
    }

    fn answer(&self, dice: &mut Dice) -> ItemAnswer {
        let call = self.open_call(dice);
        let own = row(&self.world.calls, call.0).map(|_| self.world.children_of(call.0)).unwrap_or_default();
        let mut identities = Vec::new();
        if dice.roll(5) == 0 {
            identities.extend(own.into_iter().map(|child| (ChildId(child), self.identity(dice))));
        } else if dice.roll(20) == 0 {
            identities.push((self.child(dice), self.identity(dice)));
        }
        ItemAnswer {
            call,
            item: dice.one_of(&[ItemKey::Identity, ItemKey::Basis, ItemKey::Danger, ItemKey::Protection]),
            state: if dice.roll(25) == 0 {
                AnswerState::NotAsked
            } else {
                dice.one_of(&[AnswerState::Answered, AnswerState::Later, AnswerState::Unknown])
            },
            text: self.words(dice),
            fields: ItemFields {
                basis: dice.one_of(&[None, None, Some(BasisCode::A4_1), Some(BasisCode::A4_4)]),
                decision: dice.one_of(&[
                    None,
                    None,
                    Some(DecisionStatus::Made),
                    Some(DecisionStatus::AwaitsPlace),
                ]),
                decided_at: (dice.roll(8) == 0).then(|| self.moment(dice)),
                whereabouts: dice.one_of(&[None, None, Some(Whereabouts::Home), Some(Whereabouts::Kin)]),
                may_be_known: dice.one_of(&[None, None, Some(true), Some(false)]),
                siblings: dice.one_of(&[None, None, None, Some(SiblingRule::Apart)]),
                identities,
                ..ItemFields::default()
            },
        }
    }

    /// A correction of some fields; now and then one that was read before someone else's correction.
    fn edit(&self, dice: &mut Dice) -> CallEdit {
        let world = self.world;
        let call = self.open_call(dice);
        let found = row(&world.calls, call.0);
        let children: Vec<_> = found.map(|_| world.children_of(call.0)).unwrap_or_default();
        let mut before = found.map_or_else(|| self.facts(dice), |row| row.facts.clone());
        before.children = children.iter().map(|child| world.children[index(*child)].facts).collect();
        // What is hidden is not in the form.
        (before.identities, before.callback, before.note) = (Vec::new(), None, None);
        match dice.roll(10) {
            0 => before.basis = Some(BasisCode::A6_1),
            1 => before.is_acute = !before.is_acute,
            _ => {}
        }
        let mut after = before.clone();
        for _ in 0..=dice.roll(2) {
            match dice.roll(12) {
                0 => after.kind = dice.one_of(&[CallKind::Placement, CallKind::Consultation]),
                1 => after.is_acute = !after.is_acute,
                2 => after.basis = dice.one_of(&[None, Some(BasisCode::A4_2)]),
                3 => {
                    after.siblings =
                        dice.one_of(&[None, Some(SiblingRule::Apart), Some(SiblingRule::MaySplit)]);
                }
                4 => after.decision = dice.one_of(&[None, Some(DecisionStatus::Made)]),
                5 => after.received_at = Some(self.moment(dice)),
                6 => after.decided_at = Some(self.moment(dice)),
                7 => after.first_contact_at = self.moment(dice),
                8 => after.note = self.words(dice),
                9 => after.callback = self.words(dice),
                10 if !children.is_empty() => {
                    let at = dice.roll(children.len());
                    after.children[at] = child(dice);
                    after.identities.resize(after.children.len(), ChildIdentity::default());
                    after.identities[at] = self.identity(dice);
                }
                _ => after.children.push(child(dice)),
            }
        }
        let mut removed: Vec<_> =
            children.iter().filter(|_| dice.roll(12) == 0).map(|child| ChildId(*child)).collect();
        if dice.roll(30) == 0 {
            let gone = those(&world.children, |child| child.call == call.0 && child.is_removed);
            let other = self.child(dice);
            removed.extend(gone.first().map(|gone| ChildId(*gone)).or(Some(other)));
        }
        CallEdit { call, before, after, children: children.into_iter().map(ChildId).collect(), removed }
    }

    /// A list with a change, a new home, fewer places, or as it was.
    fn import(&self, dice: &mut Dice) -> Command {
        let mut rows = self.world.units.clone();
        match dice.roll(6) {
            0 => rows[1].places = dice.one_of(&[1, 2, 3]),
            1 => rows[0].age_min = dice.one_of(&[0, 4]),
            2 => rows[2].note = self.words(dice),
            3 => drop(rows.remove(1)),
            4 => rows.push(home("Lia", dice.one_of(&[1, 2]))),
            _ => {}
        }
        rows[1].max_siblings = rows[1].max_siblings.min(rows[1].places);
        rows.dedup_by(|later, first| later.unit == first.unit);
        Command::ImportUnits { rows, dry_run: dice.roll(4) == 0 }
    }
}
