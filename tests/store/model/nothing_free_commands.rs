//! Random commands of the hardest hours: who was asked, measures meanwhile, deviations, places above capacity, the
//! directory, promises that repeat.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::compensation::{CompensationKind, CompensationState};
use akuttvakt::domain::deviation::{
    Area, DeviationFacts, DeviationOutcome, Meanwhile, Missing, Supervision, SupervisionBy, SupervisionResult,
};
use akuttvakt::domain::directory::{ContactKind, ContactRow};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult, LeaderDecision, NoReason};
use akuttvakt::domain::ids::{ChildId, ContactId, DeviationId, PlaceId, UnitId};
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::measure::{Ownership, Wish};
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::unit::Acute;
use akuttvakt::domain::unit_facts::UnitFact;
use akuttvakt::domain::unit_list::{UnitEdit, UnitRow};
use chrono::TimeDelta;

use super::commands::{Turn, pick};
use super::rows::DeviationRow;
use super::world::{At, row, those};
use crate::fixture::{home, ringsaker};
use crate::support::dice::Dice;

/// Minutes from now that something is to come in.
const AHEAD: [i64; 8] = [30, 60, 60, 90, 600, 0, -5, 60 * 24 * 9];

impl Turn<'_> {
    /// The next command when nothing is free.
    pub(super) fn of_nothing_free(&self, dice: &mut Dice) -> Command {
        match dice.roll(64) {
            0..=13 => Command::LogEnquiry(Box::new(self.enquiry(dice))),
            14..=17 => Command::SetCompensation {
                call: self.open_call(dice),
                kind: dice.one_of(&[CompensationKind::Mst, CompensationKind::FamilyCouncil]),
                state: dice.one_of(CompensationState::ALL),
                note: self.words(dice),
            },
            18..=25 => {
                let call = self.needy_call(dice);
                let own = row(&self.world.calls, call.0)
                    .map(|_| self.world.children_of(call.0))
                    .unwrap_or_default();
                let child = match dice.roll(6) {
                    0 => Some(ChildId(pick(dice, &own, self.world.children.len()))),
                    _ => None,
                };
                Command::DraftDeviation { call, child }
            }
            26..=29 => Command::EditDeviation {
                deviation: self.open_deviation(dice),
                facts: Box::new(self.deviation_facts(dice)),
                note: self.words(dice),
            },
            30..=31 => Command::RegisterDeviation { deviation: self.open_deviation(dice) },
            32..=33 => Command::CloseDeviation {
                deviation: self.open_deviation(dice),
                outcome: dice.one_of(DeviationOutcome::ALL),
            },
            34..=35 => Command::Supervise {
                deviation: self.deviation_that(dice, |_| true),
                supervision: Supervision {
                    by: dice.one_of(SupervisionBy::ALL),
                    at: self.now + TimeDelta::minutes(dice.one_of(&[0, -60, -60 * 24 * 40, 90])),
                    result: dice.one_of(SupervisionResult::ALL),
                },
            },
            36..=39 => Command::OpenExtraPlace { place: self.place(dice), reason: self.more_words(dice) },
            40..=43 => {
                let extra = those(&self.world.places, |place| place.is_extra);
                let place = PlaceId(pick(dice, &extra, self.world.places.len()));
                Command::CloseExtraPlace { place }
            }
            44..=45 => {
                let at = (dice.roll(4) > 0).then(|| self.ahead(dice));
                Command::ExpectFree { place: self.place(dice), at }
            }
            46..=48 => {
                let contact = (dice.roll(3) == 0).then(|| self.contact(dice));
                Command::SetContact { contact, row: Box::new(self.entry(dice)) }
            }
            60..=63 => Command::EditUnit(Box::new(self.unit(dice))),
            49 => Command::RemoveContact { contact: self.contact(dice) },
            50..=51 => {
                let mut rows: Vec<_> = (0..dice.roll(3)).map(|_| self.entry(dice)).collect();
                rows.extend(self.world.contacts.iter().flatten().filter(|_| dice.roll(3) == 0).cloned());
                // A list names nobody twice: its reader refuses it.
                let same = |a: &ContactRow, b: &ContactRow| {
                    (a.kind, &a.name, a.region, a.municipality) == (b.kind, &b.name, b.region, b.municipality)
                };
                rows = rows
                    .iter()
                    .enumerate()
                    .filter(|(at, row)| !rows[..*at].iter().any(|earlier| same(earlier, row)))
                    .map(|(_, row)| row.clone())
                    .collect();
                Command::ImportContacts { rows, dry_run: dice.roll(4) == 0 }
            }
            _ => Command::RepeatCallBack {
                call: self.open_call(dice),
                due_at: self.ahead(dice),
                minutes: dice.one_of(&[60, 60, 5, 30, 1440, 4, 1441]),
            },
        }
    }

    /// One of the first two units with more or fewer places, or a new one.
    fn unit(&self, dice: &mut Dice) -> UnitEdit {
        let unit = match dice.roll(8) {
            0 => None,
            1 => Some(UnitId(99)),
            2..=4 => Some(UnitId(1)),
            _ => Some(UnitId(2)),
        };
        let name = match dice.roll(6) {
            0 => dice.one_of(&["Furuly", "Solbakken"]).to_owned(),
            1 => String::new(),
            _ => match unit {
                Some(UnitId(1)) => "Furuly".to_owned(),
                Some(UnitId(2)) => "Solbakken".to_owned(),
                _ => format!("Nyhjem {}", self.count),
            },
        };
        let ownership = dice.one_of(&[Ownership::State, Ownership::SinglePurchase]);
        let row = UnitRow { ownership, ..home(&name, dice.one_of(&[1, 2, 3, 4])) };
        let closes_at =
            (dice.roll(3) == 0).then(|| self.now + TimeDelta::minutes(dice.one_of(&[-1, 0, 3, 30, 600])));
        let told = |dice: &mut Dice, limit: usize| match dice.roll(5) {
            0 => None,
            1 => Some("  ".to_owned()),
            2 => Some("ø".repeat(limit + dice.roll(2))),
            _ => Some(format!(" fortalt {} ", dice.roll(3))),
        };
        let facts = (0..dice.roll(3)).map(|_| {
            let fact = dice.one_of(UnitFact::ALL);
            (fact, told(dice, fact.limit()))
        });
        let facts = facts.collect();
        let group_note = told(dice, 500);
        UnitEdit { unit, row, facts, group_note, acute: Acute::No, closes_at }
    }

    fn ahead(&self, dice: &mut Dice) -> At {
        self.now + TimeDelta::minutes(dice.one_of(&AHEAD))
    }

    fn enquiry(&self, dice: &mut Dice) -> EnquiryDraft {
        let result = dice.one_of(EnquiryResult::ALL);
        let reasons = [Some(NoReason::Full), Some(NoReason::Age), Some(NoReason::Other), None];
        let reason =
            if result == EnquiryResult::No || dice.roll(12) == 0 { dice.one_of(&reasons) } else { None };
        let unit = (dice.roll(3) == 0).then(|| UnitId(pick(dice, &[1, 2], self.world.units.len())));
        // Few of them, so that the same are asked again.
        let rung = dice.one_of(&[Rung::OtherRegions, Rung::OtherRegions, Rung::Leader, Rung::OwnAcute]);
        EnquiryDraft {
            call: self.open_call(dice),
            rung,
            unit,
            region: (rung == Rung::OtherRegions).then(|| dice.one_of(&[Region::Sor, Region::Vest])),
            who: self.words(dice).filter(|_| dice.roll(2) == 0),
            at: (dice.roll(4) == 0)
                .then(|| self.now + TimeDelta::minutes(dice.one_of(&[0, -20, -300, 60, -60 * 24 * 8]))),
            result,
            reason,
            note: self.words(dice),
            ask_at: (dice.roll(2) == 0).then(|| self.ahead(dice)),
            decisions: if rung == Rung::Leader && dice.roll(2) == 0 {
                vec![LeaderDecision::OverCapacity, LeaderDecision::SinglePurchase]
            } else {
                Vec::new()
            },
        }
    }

    fn deviation_that(&self, dice: &mut Dice, wanted: impl Fn(&DeviationRow) -> bool) -> DeviationId {
        DeviationId(pick(dice, &those(&self.world.deviations, wanted), self.world.deviations.len()))
    }

    fn open_deviation(&self, dice: &mut Dice) -> DeviationId {
        self.deviation_that(dice, |row| row.closed.is_none())
    }

    fn deviation_facts(&self, dice: &mut Dice) -> DeviationFacts {
        let old: At = "2023-12-31T22:59:00Z".parse().unwrap();
        DeviationFacts {
            is_acute: dice.roll(4) > 0,
            area: dice.one_of(&[None, Some(Area::Institution), Some(Area::Home)]),
            basis: dice.one_of(&[None, Some(BasisCode::A4_4)]),
            wished: dice.one_of::<&[Wish]>(&[&[], &[Wish::Institution]]).to_vec(),
            missing: dice.one_of(&[
                None,
                Some(Missing::NoOffer),
                Some(Missing::TooFar),
                Some(Missing::NotFitting),
            ]),
            first_request_at: dice.one_of(&[
                self.now,
                self.now - TimeDelta::hours(3),
                old,
                old + TimeDelta::minutes(1),
                self.now + TimeDelta::hours(1),
            ]),
            meanwhile: dice.one_of(Meanwhile::ALL),
            substance: dice.one_of(&[None, Some(true), Some(false)]),
            crime: dice.one_of(&[None, Some(false)]),
            severity: dice.one_of(&[None, Some(1), Some(3), Some(4), Some(5), Some(6), Some(0)]),
        }
    }

    fn contact(&self, dice: &mut Dice) -> ContactId {
        ContactId(pick(dice, &those(&self.world.contacts, Option::is_some), self.world.contacts.len()))
    }

    fn entry(&self, dice: &mut Dice) -> ContactRow {
        let kind = dice.one_of(&[ContactKind::RegionDuty, ContactKind::Police, ContactKind::OutOfHours]);
        let name = dice.one_of(&["vakten", " vakten ", "Kari", "sentralen", ""]);
        ContactRow {
            kind,
            name: if dice.roll(30) == 0 { "å".repeat(101) } else { name.to_owned() },
            phone: dice.one_of(&["112", "99 88 77 66", " 55 "]).to_owned(),
            region: (kind == ContactKind::RegionDuty).then(|| dice.one_of(&[Region::Sor, Region::Vest])),
            municipality: (kind == ContactKind::OutOfHours && dice.roll(2) == 0).then(ringsaker),
            note: self.words(dice),
        }
    }
}
