//! Random commands of the routine: journeys and arrivals, ends of stays, steps, tasks, and what is recorded.

use akuttvakt::domain::alarm::{Alarm, AlarmKind};
use akuttvakt::domain::command::{Command, SiblingSplit};
use akuttvakt::domain::follow_up::{FollowUpKind, Receiver};
use akuttvakt::domain::ids::{CallId, ChildId, FollowUpId, OfferId};
use akuttvakt::domain::placement::{PlacementPlan, StayEnd, StayEnding, StayViews};
use akuttvakt::domain::remark::RemarkKind;
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;
use chrono::TimeDelta;

use super::ADVISERS;
use super::commands::{Turn, pick};
use super::rows::PlacementRow;
use super::world::{At, index, those};
use crate::support::dice::Dice;

/// Minutes from now that a time is told as.
const MINUTES: [i64; 14] = [0, 0, 5, 20, 45, 90, 300, -1, -5, -45, -300, 60 * 24, -60 * 24 * 8, 60 * 24 * 70];

impl Turn<'_> {
    /// The next command of the routine.
    pub(super) fn of_routine(&self, dice: &mut Dice) -> Command {
        match dice.roll(56) {
            0..=4 => Command::PlanPlacement(Box::new(self.plan(dice))),
            5..=8 => Command::FallThrough { offer: self.expected_offer(dice), reason: self.more_words(dice) },
            9..=13 => Command::EndPlacement(Box::new(StayEnding {
                child: self.child_that(dice, PlacementRow::is_lived),
                at: self.time_told(dice),
                end: dice.one_of(StayEnd::ALL),
                note: self.words(dice),
            })),
            14..=17 => Command::SplitSiblings(Box::new(SiblingSplit {
                call: self.call_that(dice, |call| self.world.children_of(call).len() > 1),
                agreed_by: self.more_words(dice),
                agreed_at: self.time_told(dice),
                reason: self.more_words(dice),
            })),
            18..=19 => Command::Remark {
                call: self.any_call(dice),
                kind: dice.one_of(RemarkKind::ALL),
                text: self.more_words(dice),
            },
            20..=23 => Command::StayOpen {
                call: self.call_that(dice, |call| self.world.is_placed(call)),
                stays_open: dice.roll(5) > 0,
            },
            24..=26 => {
                let days = dice.one_of(&[0, 1, 1, 2, 6, -1, -9, 130]);
                let at = self.now + TimeDelta::days(days) + TimeDelta::minutes(dice.number(600));
                Command::SetMeeting { call: self.placed_call(dice), at }
            }
            27..=34 => Command::DoStep {
                call: self.placed_call(dice),
                step: dice.one_of(StepKey::ALL),
                end: dice.one_of(&[StepEnd::Done, StepEnd::Done, StepEnd::NotRelevant]),
                note: self.words(dice),
            },
            35..=37 => Command::MoveFollowUp {
                follow_up: self.follow_up(dice),
                due_at: self.now + TimeDelta::minutes(dice.one_of(&[30, 600, 60 * 24 * 3, 0, 60 * 24 * 130])),
                reason: self.more_words(dice),
            },
            38..=40 => {
                let to = match dice.roll(9) {
                    0 => Receiver::Adviser("Nils".to_owned()),
                    1..=3 => Receiver::Department,
                    _ => Receiver::Adviser(format!(" {}", dice.one_of(&ADVISERS))),
                };
                Command::AssignFollowUp { follow_up: self.follow_up(dice), to }
            }
            41..=43 => {
                let alarms = (0..dice.roll(3)).map(|_| self.alarm(dice)).collect();
                Command::SilenceAlarms { alarms }
            }
            44 => Command::ExportNamed { call: self.any_call(dice), reason: self.more_words(dice) },
            45..=52 => Command::Arrive { offer: self.expected_offer(dice), at: self.time_told(dice) },
            _ => Command::EvaluatePlacement(Box::new(StayViews {
                child: self.child_that(dice, |row| row.arrived.is_some()),
                child_view: self.words(dice),
                parents_view: self.words(dice),
            })),
        }
    }

    fn plan(&self, dice: &mut Dice) -> PlacementPlan {
        PlacementPlan {
            driver: self.words(dice),
            leaves_at: self.time_told(dice),
            expected_at: self.time_told(dice),
            medicines: self.words(dice),
            unit_told_at: (dice.roll(6) == 0).then(|| self.time(dice)),
            night_number: self.words(dice),
            ..PlacementPlan::new(self.expected_offer(dice))
        }
    }

    /// Words where they are required: now and then none after all.
    pub(super) fn more_words(&self, dice: &mut Dice) -> String {
        match dice.roll(12) {
            0 => String::new(),
            _ => self.words(dice).unwrap_or_else(|| format!("ord {}", self.count)),
        }
    }

    fn time(&self, dice: &mut Dice) -> At {
        self.now + TimeDelta::minutes(dice.one_of(&MINUTES))
    }

    fn time_told(&self, dice: &mut Dice) -> Option<At> {
        (dice.roll(2) == 0).then(|| self.time(dice))
    }

    fn expected_offer(&self, dice: &mut Dice) -> OfferId {
        self.offer_that(dice, Turn::is_expected)
    }

    fn child_that(&self, dice: &mut Dice, wanted: impl Fn(&PlacementRow) -> bool) -> ChildId {
        let rows = those(&self.world.placements, wanted);
        let children: Vec<_> = rows.into_iter().map(|row| self.world.placements[index(row)].child).collect();
        ChildId(pick(dice, &children, self.world.children.len()))
    }

    /// A call with a child that has a place, open or closed.
    fn placed_call(&self, dice: &mut Dice) -> CallId {
        let calls = those(&self.world.calls, |_| true);
        let placed: Vec<_> = calls.into_iter().filter(|call| self.world.is_placed(*call)).collect();
        CallId(pick(dice, &placed, self.world.calls.len()))
    }

    /// One of those that are to be done; what is about places and steps oftener, for there is less of it.
    pub(super) fn follow_up(&self, dice: &mut Dice) -> FollowUpId {
        let world = self.world;
        let open = those(&world.follow_ups, |row| row.ended.is_none());
        let is_rare = |row: &i64| {
            matches!(
                world.follow_ups[index(*row)].kind,
                FollowUpKind::Step | FollowUpKind::Arrival | FollowUpKind::PlaceFree
            )
        };
        let rare: Vec<_> = open.iter().copied().filter(is_rare).collect();
        let apt = if rare.is_empty() || dice.roll(2) == 0 { open } else { rare };
        FollowUpId(pick(dice, &apt, world.follow_ups.len()))
    }

    fn alarm(&self, dice: &mut Dice) -> Alarm {
        let call = self.open_call(dice);
        let since = self.now - TimeDelta::minutes(dice.one_of(&[0, 1, 10]));
        Alarm { kind: dice.one_of(AlarmKind::ALL), call, since }
    }
}
