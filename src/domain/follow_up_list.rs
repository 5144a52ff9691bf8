//! Open follow-ups as a list to work from: late first, then what falls in this shift, then the first working day, then
//! the rest. Steps of one placement that are due on one day and are one owner's stand in one line, and so do the papers
//! of one purchase.
//!
//! A shift ends when the offices open next on a working day: a weekend is one shift, as domain section 1 counts the
//! hours. A step of a working day belongs to that day, so it is not in the shift that ends as the day begins.

use chrono::{DateTime, Utc};

use super::codes::coded;
use super::follow_up::{FollowUp, Owner};
use super::ids::{CallId, ChildId, FollowUpId, OfferId};
use super::local_time::day_in_norway;
use super::settings::Rules;
use super::steps::{closing_of, first_working_day};

coded! {
    /// Where a follow-up stands. The order is that of the list.
    pub enum DueSection {
        /// Its time has passed.
        Late = "late",
        /// Due before the offices open next.
        Shift = "shift",
        /// Due on the first working day.
        WorkingDay = "working_day",
        /// Due later.
        Later = "later",
    }
}

/// One line of the list: a follow-up, or the steps or papers of a call that go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpLine {
    /// Where it stands.
    pub section: DueSection,
    /// The follow-up; of several steps the first of the routine.
    pub first: FollowUp,
    /// The other steps, in the order of the routine.
    pub more: Vec<FollowUp>,
}

impl FollowUpLine {
    /// Everything that is to be done.
    pub fn tasks(&self) -> impl Iterator<Item = &FollowUp> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// How many things are to be done.
    #[must_use]
    pub fn count(&self) -> usize {
        1 + self.more.len()
    }

    /// Whether a follow-up is in this line.
    #[must_use]
    pub fn holds(&self, follow_up: FollowUpId) -> bool {
        self.tasks().any(|task| task.id == follow_up)
    }

    /// The accepted offer that its steps are about; none where they are about the case.
    #[must_use]
    pub fn offer(&self) -> Option<OfferId> {
        self.tasks().find_map(|task| task.offer)
    }

    /// The child that its papers are about; none where they are about the provider.
    #[must_use]
    pub fn child(&self) -> Option<ChildId> {
        self.tasks().find_map(|task| task.child)
    }

    fn takes(&self, section: DueSection, other: &FollowUp) -> bool {
        let owner = |task: &FollowUp| (task.owner, (task.owner == Owner::Adviser).then(|| task.by.clone()));
        let first = &self.first;
        self.section == section
            && first.kind.is_of_day()
            && first.kind == other.kind
            && first.call == other.call
            && goes_with(self.offer(), other.offer)
            && goes_with(self.tasks().find_map(|task| task.place), other.place)
            && goes_with(self.child(), other.child)
            && day_in_norway(first.due_at) == day_in_norway(other.due_at)
            && owner(first) == owner(other)
    }

    fn add(&mut self, other: &FollowUp) {
        self.more.push(other.clone());
        let order = |task: &FollowUp| (task.step, task.paper, task.id);
        self.more.sort_by_key(order);
        if let Some(second) = self.more.first_mut().filter(|second| order(second) < order(&self.first)) {
            std::mem::swap(&mut self.first, second);
        }
    }
}

/// Whether two tasks are about the same: what is about nothing in particular goes with everything.
fn goes_with<T: Copy + PartialEq>(own: Option<T>, other: Option<T>) -> bool {
    own.is_none() || other.is_none() || own == other
}

/// Every open follow-up, in the order to work from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpList {
    /// The lines.
    pub lines: Vec<FollowUpLine>,
    /// When the shift ends: the offices open on the first working day.
    pub shift_ends: DateTime<Utc>,
}

/// Where a follow-up stands at a moment.
#[must_use]
pub fn section_of(follow_up: &FollowUp, rules: &Rules, now: DateTime<Utc>) -> DueSection {
    let shift_ends = first_working_day(now, rules);
    let is_of_day = follow_up.kind.is_of_day();
    let due = follow_up.due_at;
    if follow_up.is_late(rules, now) {
        DueSection::Late
    } else if due < shift_ends || (due == shift_ends && !is_of_day) {
        DueSection::Shift
    } else if due <= closing_of(shift_ends, rules) {
        DueSection::WorkingDay
    } else {
        DueSection::Later
    }
}

impl FollowUpList {
    /// The list of these follow-ups at a moment.
    #[must_use]
    pub fn of(follow_ups: &[FollowUp], rules: &Rules, now: DateTime<Utc>) -> Self {
        let mut lines: Vec<FollowUpLine> = Vec::new();
        for follow_up in follow_ups {
            let section = section_of(follow_up, rules, now);
            match lines.iter_mut().find(|line| line.takes(section, follow_up)) {
                Some(line) => line.add(follow_up),
                None => lines.push(FollowUpLine { section, first: follow_up.clone(), more: Vec::new() }),
            }
        }
        lines.sort_by_key(|line| {
            let first = &line.first;
            let at = match line.section {
                DueSection::Late => first.late_from(rules),
                _ => first.due_at,
            };
            (line.section, at, first.call, first.id)
        });
        Self { lines, shift_ends: first_working_day(now, rules) }
    }

    /// How many follow-ups stand in a section.
    #[must_use]
    pub fn count(&self, section: DueSection) -> usize {
        self.lines.iter().filter(|line| line.section == section).map(FollowUpLine::count).sum()
    }

    /// How many ask for something before the shift ends: late and due in it.
    #[must_use]
    pub fn pressing(&self) -> usize {
        self.count(DueSection::Late) + self.count(DueSection::Shift)
    }

    /// The line a follow-up is in.
    #[must_use]
    pub fn line_of(&self, follow_up: FollowUpId) -> Option<&FollowUpLine> {
        self.lines.iter().find(|line| line.holds(follow_up))
    }

    /// The lines of a call.
    pub fn of_call(&self, call: CallId) -> impl Iterator<Item = &FollowUpLine> {
        self.lines.iter().filter(move |line| line.first.call == call)
    }

    /// When something of it next stands elsewhere, if nothing is done.
    #[must_use]
    pub fn next_change(&self, rules: &Rules, now: DateTime<Utc>) -> DateTime<Utc> {
        let tasks = self.lines.iter().flat_map(FollowUpLine::tasks);
        let becomes_late = tasks.map(|task| task.late_from(rules)).filter(|at| *at > now);
        becomes_late.fold(self.shift_ends, DateTime::min)
    }
}
