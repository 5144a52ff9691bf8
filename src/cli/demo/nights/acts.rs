//! The table of acts: what an adviser does, when it comes up, and what it is. A new act is one entry.

use chrono::{DateTime, Utc};

use super::super::random::Random;
use super::{About, World, besides, course, nothing_free, shifts, stays, tasks};
use crate::domain::board::Board;
use crate::domain::call::{Call, CallState};
use crate::domain::command::Command;

/// One act.
#[derive(Debug)]
pub(super) struct Act {
    pub(super) name: &'static str,
    /// When it comes up.
    pub(super) comes: &'static [Comes],
    /// What is done, seeing the board of that moment.
    pub(super) does: fn(&mut Scene<'_>) -> Does,
    /// Whether it looks for a place: when it is refused, it is tried again.
    pub(super) is_search: bool,
}

/// When an act comes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comes {
    /// When someone rings.
    AsPeopleRing,
    /// So many times a year, at any hour.
    Yearly(i64),
    /// So many times a year, while the offices are open.
    InOfficeHours(i64),
    /// So often of a hundred, between so many minutes after something happened.
    After { event: Event, percent: usize, minutes: (i64, i64) },
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// A placement request was registered.
    Registered,
    /// A consultation was registered.
    Consulted,
    Referred,
    Held,
    Released,
    Offered,
    Accepted,
    /// Declined or withdrawn.
    Declined,
    /// Every child of a call has arrived.
    Arrived,
    /// Some of a call's children arrived.
    ArrivedInPart,
    /// A journey was agreed.
    Planned,
    /// An accepted offer came to nothing.
    FellThrough,
    StayEnded,
    /// A request stays open though its children have a place.
    StaysOpen,
    MeetingSet,
    StepSettled,
    Promised,
    /// A place was confirmed for the sake of a call.
    Confirmed,
    OutOfUse,
    /// Someone on the ladder was asked.
    Enquired,
    /// A deviation was drafted or changed and has not ended.
    DeviationSet,
    /// A place above capacity was opened.
    ExtraOpened,
    /// A shift was handed over.
    HandedOver,
    /// A point of a handover was gone through, and others are left.
    WentThrough,
    WentThroughAll,
    /// A hold or an offer was refused.
    Refused,
    /// A hold or an offer was taken back.
    SearchUndone,
    AnswerUndone,
    /// Anything else was taken back.
    Undone,
}

/// What comes of an act that came up.
pub(super) enum Does {
    This(Command),
    Nothing,
    /// It comes up again, so many minutes later.
    Later {
        from: i64,
        to: i64,
    },
}

/// What an act sees.
pub(super) struct Scene<'s> {
    pub(super) random: &'s mut Random,
    pub(super) world: &'s mut World,
    pub(super) board: &'s Board,
    pub(super) now: DateTime<Utc>,
    pub(super) about: About,
    /// Whose turn it is.
    pub(super) adviser: usize,
}

impl<'s> Scene<'s> {
    /// The call the act is about, while it is open.
    pub(super) fn open_call(&self) -> Option<&'s Call> {
        self.board.call(self.about.call?).filter(|call| call.state == CallState::Open)
    }

    /// How often it was tried before.
    pub(super) const fn tries(&self) -> u8 {
        self.about.tries
    }
}

const fn after(event: Event, percent: usize, from: i64, to: i64) -> Comes {
    Comes::After { event, percent, minutes: (from, to) }
}

const fn act(name: &'static str, comes: &'static [Comes], does: fn(&mut Scene<'_>) -> Does) -> Act {
    Act { name, comes, does, is_search: false }
}

/// Every act. No source tells response times: they are drawn so that the median lies well within the two hours and
/// some are late, and the tests hold them to that.
pub(super) const ACTS: &[Act] = &[
    act("register", &[Comes::AsPeopleRing], course::register),
    Act {
        name: "search",
        is_search: true,
        does: course::search,
        comes: &[
            after(Event::Registered, 100, 8, 75),
            after(Event::Referred, 100, 10, 80),
            after(Event::Declined, 100, 5, 60),
            after(Event::ArrivedInPart, 100, 5, 40),
            after(Event::FellThrough, 100, 5, 60),
            after(Event::StaysOpen, 80, 200, 900),
            after(Event::Refused, 100, 2, 12),
            after(Event::SearchUndone, 100, 2, 25),
            after(Event::Released, 100, 1, 15),
            after(Event::Confirmed, 100, 1, 6),
            // Before the hold is over, or after it lapsed.
            after(Event::Held, 70, 3, 13),
            after(Event::Held, 100, 16, 45),
        ],
    },
    act("prolong", &[after(Event::Held, 15, 10, 14)], course::prolong),
    act("release", &[after(Event::Held, 12, 2, 14)], course::release),
    act(
        "answer",
        &[after(Event::Offered, 100, 4, 70), after(Event::AnswerUndone, 100, 2, 20)],
        course::answer,
    ),
    act("plan journey", &[after(Event::Accepted, 85, 3, 35)], stays::plan),
    act("plan anew", &[after(Event::Planned, 12, 15, 60)], stays::plan_anew),
    act("arrive", &[after(Event::Accepted, 100, 45, 360)], stays::arrive),
    act("ask arrival", &[after(Event::Planned, 60, 120, 420)], stays::ask_arrival),
    act("fall through", &[after(Event::Accepted, 3, 10, 150)], stays::fall_through),
    act("end stay", &[Comes::Yearly(400), after(Event::StayEnded, 100, 1, 40)], stays::end),
    act(
        "evaluate",
        &[after(Event::StayEnded, 40, 60, 20_000), after(Event::Arrived, 8, 2_000, 30_000)],
        stays::evaluate,
    ),
    act(
        "task",
        &[
            Comes::InOfficeHours(900),
            after(Event::StepSettled, 90, 1, 25),
            after(Event::MeetingSet, 80, 1, 25),
        ],
        tasks::settle,
    ),
    act("settle early", &[after(Event::Accepted, 15, 5, 300)], tasks::settle_early),
    act("move meeting", &[after(Event::MeetingSet, 8, 30, 3_000)], tasks::move_meeting),
    act("move task", &[Comes::InOfficeHours(60)], tasks::move_task),
    act("assign", &[Comes::InOfficeHours(80)], tasks::assign),
    act("split", &[after(Event::Registered, 12, 10, 120)], tasks::split),
    act("stay open", &[after(Event::Accepted, 4, 5, 40)], tasks::stay_open),
    act("stay no more", &[after(Event::StaysOpen, 100, 900, 6_000)], tasks::stay_no_more),
    act("remark", &[after(Event::Registered, 8, 5, 200), after(Event::Declined, 15, 3, 60)], tasks::remark),
    act("silence", &[after(Event::Registered, 20, 1, 15), Comes::Yearly(80)], tasks::silence),
    act("export with names", &[Comes::Yearly(24)], tasks::export),
    act("end talk", &[after(Event::Consulted, 95, 5, 90)], course::end_talk),
    act("refer", &[after(Event::Consulted, 5, 10, 180)], course::refer),
    act("withdraw", &[after(Event::Registered, 3, 20, 240)], course::withdraw),
    act("tidy", &[Comes::Yearly(730)], course::tidy),
    act("confirm", &[Comes::Yearly(500)], besides::confirm),
    act("out of use", &[Comes::Yearly(260)], besides::out_of_use),
    act("unit out of use", &[Comes::Yearly(25)], besides::unit_out_of_use),
    act("in use again", &[after(Event::OutOfUse, 100, 600, 28_000)], besides::in_use_again),
    act(
        "checklist",
        &[
            after(Event::Registered, 70, 2, 30),
            after(Event::Registered, 45, 5, 90),
            after(Event::Registered, 20, 20, 240),
            after(Event::Consulted, 35, 2, 30),
        ],
        besides::answer_item,
    ),
    act("correct", &[after(Event::Registered, 18, 3, 120)], besides::correct),
    act("link child", &[after(Event::Registered, 5, 5, 120)], besides::link),
    act("promise", &[after(Event::Registered, 30, 1, 30)], besides::promise),
    act(
        "follow up",
        &[after(Event::Promised, 85, 15, 120), after(Event::Offered, 35, 31, 80)],
        besides::follow_up,
    ),
    act("complete offer", &[after(Event::Offered, 60, 5, 180)], besides::complete),
    act("reveal", &[after(Event::Registered, 30, 2, 120), after(Event::Offered, 20, 1, 60)], besides::reveal),
    act(
        "undo",
        &[
            after(Event::Held, 3, 1, 4),
            after(Event::Offered, 4, 1, 3),
            after(Event::Accepted, 2, 1, 4),
            after(Event::Declined, 3, 1, 4),
            after(Event::OutOfUse, 4, 1, 4),
        ],
        besides::undo,
    ),
    act(
        "redo",
        &[
            after(Event::SearchUndone, 20, 1, 2),
            after(Event::AnswerUndone, 20, 1, 1),
            after(Event::Undone, 30, 1, 3),
        ],
        besides::redo,
    ),
    act(
        "enquire",
        &[
            after(Event::Registered, 45, 50, 140),
            after(Event::Declined, 30, 5, 40),
            after(Event::Enquired, 25, 2, 40),
        ],
        nothing_free::enquire,
    ),
    act("ask again", &[after(Event::Enquired, 40, 25, 200)], nothing_free::ask_again),
    act(
        "compensate",
        &[after(Event::Registered, 12, 40, 180), after(Event::Enquired, 25, 3, 60)],
        nothing_free::compensate,
    ),
    act("draft deviation", &[after(Event::Enquired, 35, 10, 120)], nothing_free::draft_deviation),
    act(
        "deviation",
        &[after(Event::DeviationSet, 60, 5, 300), after(Event::DeviationSet, 25, 500, 20_000)],
        nothing_free::go_on_with_deviation,
    ),
    act(
        "repeat promise",
        &[after(Event::Registered, 6, 20, 60), after(Event::Enquired, 20, 1, 15)],
        nothing_free::repeat_promise,
    ),
    act("open extra place", &[after(Event::Enquired, 8, 15, 90)], nothing_free::open_extra),
    act("close extra place", &[after(Event::ExtraOpened, 100, 300, 20_000)], nothing_free::close_extra),
    act("expect free", &[Comes::Yearly(90)], nothing_free::expect_free),
    act("set up for a time", &[Comes::InOfficeHours(9)], nothing_free::set_up_for_a_time),
    act("add contact", &[Comes::Yearly(24)], nothing_free::add_contact),
    act("import contacts", &[Comes::Yearly(12)], nothing_free::import_contacts),
    act("remove contact", &[Comes::Yearly(12)], nothing_free::remove_contact),
    act("start shift", &[Comes::Yearly(120)], shifts::start),
    act("watch", &[after(Event::Registered, 12, 5, 200)], shifts::watch),
    // Fewer than there are nights: each tells of everything that is open.
    act("hand over", &[Comes::Yearly(24)], shifts::hand_over),
    act(
        "go through",
        &[after(Event::HandedOver, 80, 10, 60), after(Event::WentThrough, 100, 1, 2), Comes::Yearly(40)],
        shifts::go_through,
    ),
    act("receive", &[after(Event::WentThroughAll, 100, 1, 5), Comes::Yearly(10)], shifts::receive),
    act("set rule", &[Comes::Yearly(12)], besides::set_rule),
    act("erase", &[Comes::Yearly(24)], besides::erase),
];
