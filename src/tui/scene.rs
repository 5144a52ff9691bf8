//! What is drawn from: the model and the texts, with the words that several panes share.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::Model;
use crate::app::board_view::{BoardView, municipality};
use crate::app::call_row::{CallRow, Journey, Standing};
use crate::app::next_change::SECONDS_SHOWN;
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CallerRole, DecisionStatus, Shield};
use crate::domain::checklist::ItemKey;
use crate::domain::clocks::{ClockMark, ResponseClock, minutes_left};
use crate::domain::gaps::Gap;
use crate::domain::ids::ChildId;
use crate::domain::ids::EnquiryId;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::placement::ARRIVAL_ASKED_AFTER;
use crate::domain::question::Subject;
use crate::domain::unit::Unit;
use crate::text::Texts;

use super::pen::cells;
use super::theme::Role;

/// The model and the texts of one frame.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The state.
    pub model: &'a Model,
    /// The sentences.
    pub texts: &'a Texts,
}

impl<'a> Scene<'a> {
    /// The moment that is drawn.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.model.now
    }

    /// The board, once read.
    #[must_use]
    pub fn view(&self) -> Option<&'a BoardView> {
        self.model.view.as_ref()
    }

    /// A municipality's name; its number when it is not in the catalog.
    #[must_use]
    pub fn municipality(&self, number: MunicipalityNumber) -> String {
        municipality(&self.model.catalog, number)
            .map_or_else(|| number.to_string(), |municipality| municipality.name.clone())
    }

    /// Where a call comes from, as lists may say it: a protected address is hidden.
    #[must_use]
    pub fn caller_place(&self, call: &Call) -> String {
        match call.shield {
            None => self.municipality(call.municipality),
            Some(Shield::Code6) => self.texts.call_shielded_code6().into_owned(),
            Some(Shield::Code7) => self.texts.call_shielded_code7().into_owned(),
            Some(Shield::Shielded) => self.texts.call_shielded().into_owned(),
        }
    }

    /// The department that serves a call's municipality; of a protected address it would tell where that is.
    #[must_use]
    pub fn department_of(&self, call: &Call) -> String {
        let named = self.view().and_then(|view| view.board.rules.departments.get(&call.municipality));
        match (call.shield, named) {
            (Some(_), _) => self.texts.owner_department().into_owned(),
            (None, Some(name)) => name.clone(),
            (None, None) => self.texts.owner_department_of(self.municipality(call.municipality)),
        }
    }

    /// Whom an attempt of the search log asked.
    #[must_use]
    pub fn asked(&self, enquiry: EnquiryId) -> Option<String> {
        let view = self.view()?;
        let found = view.board.enquiries.iter().find(|known| known.id == enquiry)?;
        let unit = found.unit.and_then(|unit| view.board.unit(unit));
        Some(self.texts.asked(found, unit.map(|unit| unit.name.as_str())))
    }

    /// A distance from a call's municipality: of a protected address it would tell where that is, until it is revealed.
    #[must_use]
    pub fn distance_from(&self, call: Option<&Call>, km: Option<u32>) -> Option<u32> {
        let hides =
            |call: &&Call| call.shield.is_some() && self.model.shown_of(Subject::Call(call.id)).is_none();
        if call.as_ref().is_some_and(hides) { None } else { km }
    }

    /// Who phones, in short.
    #[must_use]
    pub fn caller_short(&self, caller: CallerRole) -> Cow<'a, str> {
        match caller {
            CallerRole::Municipality => self.texts.call_caller_municipality(),
            CallerRole::OutOfHours => self.texts.call_caller_out_of_hours(),
            CallerRole::Prosecutor => self.texts.call_caller_prosecutor(),
            CallerRole::Other => self.texts.call_caller_other(),
        }
    }

    /// The child or children of a call.
    #[must_use]
    pub fn children(&self, call: &Call) -> String {
        let facts: Vec<_> = call.children.iter().map(|child| &child.facts).collect();
        self.texts.children(facts.into_iter(), call.siblings)
    }

    /// Some of the children of a call.
    #[must_use]
    pub fn some_children(&self, call: &Call, ids: &[ChildId]) -> String {
        let chosen = call.children.iter().filter(|child| ids.contains(&child.id));
        let facts: Vec<_> = chosen.map(|child| &child.facts).collect();
        self.texts.children(facts.into_iter(), call.siblings)
    }

    /// How many places fit, and how many take part of a group that may be split.
    #[must_use]
    pub fn fits(&self, fits: usize, takes_part: usize) -> String {
        if takes_part == 0 { self.texts.call_fits(fits) } else { self.texts.call_fits_part(takes_part, fits) }
    }

    /// For whom and what: `jente 9 · § 4-2 BH`. A decision that waits for a place is said.
    #[must_use]
    pub fn request(&self, call: &Call) -> String {
        self.request_for(call, self.children(call))
    }

    /// The same for those told.
    #[must_use]
    pub fn request_for(&self, call: &Call, children: String) -> String {
        let wishes: Vec<_> = call.wished.iter().map(|wish| self.texts.wish_short(*wish)).collect();
        let basis = call.basis.map(BasisCode::with_sign).unwrap_or_default();
        let what = format!("{basis} {}", wishes.join("/"));
        let awaits = call.decision == Some(DecisionStatus::AwaitsPlace);
        let awaits = awaits.then(|| self.texts.call_decision_awaits().into_owned());
        let what = Some(what.trim().to_owned()).filter(|what| !what.is_empty());
        std::iter::once(children).chain(what).chain(awaits).collect::<Vec<_>>().join(" · ")
    }

    /// Minutes, or minutes and seconds in the last ten.
    #[must_use]
    pub fn time_left(&self, left: TimeDelta) -> String {
        if left > TimeDelta::zero() && left <= SECONDS_SHOWN {
            // Rounded up, like the minutes: while a second is shown, it is still there.
            let seconds = (left.num_milliseconds() + 999) / 1000;
            self.texts.call_seconds(seconds / 60, seconds % 60)
        } else {
            self.texts.call_minutes(minutes_left(left))
        }
    }

    /// The clock of a call in words, with its mark.
    #[must_use]
    pub fn clock(&self, row: &CallRow) -> (String, Role) {
        let now = self.now();
        if let Some(left) = row.response.left(now) {
            let mark = ClockMark::for_time_left(left);
            let role = match mark {
                ClockMark::Calm => Role::Text,
                ClockMark::Hour => Role::Hour,
                ClockMark::HalfHour => Role::Warning,
                ClockMark::Quarter | ClockMark::Over => Role::Alarm,
            };
            let text = match mark {
                ClockMark::Over => self.texts.call_over(self.texts.over(-left)),
                _ => self.time_left(left),
            };
            let sign = mark.sign();
            return (if sign.is_empty() { text } else { format!("{sign} {text}") }, role);
        }
        match row.standing {
            Standing::AwaitsAnswer { since, .. } => {
                (self.texts.call_awaits(self.texts.duration(now - since)), Role::Text)
            }
            Standing::Accepted { .. } => self.arrival(row),
            Standing::StaysOpen => (self.texts.call_stays_open().into_owned(), Role::Text),
            Standing::Consultation => (self.texts.call_consultation().into_owned(), Role::Faint),
            Standing::NeedsPlace => match row.response {
                // Offered and declined: the child still has no place.
                ResponseClock::Stopped { .. } => (self.placeless(row).unwrap_or_default(), Role::Warning),
                ResponseClock::Running { .. } | ResponseClock::None => {
                    (self.texts.call_no_deadline().into_owned(), Role::Faint)
                }
            },
        }
    }

    /// Of a call that accepted its offer: when the child is expected, or that it has not arrived, marked once that is
    /// to be asked for.
    fn arrival(&self, row: &CallRow) -> (String, Role) {
        let (texts, now) = (self.texts, self.now());
        match row.journey.and_then(|journey| journey.expected_at) {
            None => (texts.call_accepted().into_owned(), Role::Good),
            Some(at) if at > now => (texts.call_expected(texts.time_tonight(at, now)), Role::Good),
            Some(at) if at + ARRIVAL_ASKED_AFTER > now => (texts.call_not_arrived().into_owned(), Role::Text),
            Some(_) => (format!("! {}", texts.call_not_arrived()), Role::Warning),
        }
    }

    /// What is agreed of the journey, in so many columns, or that the arrival is not confirmed: marked once it is to be
    /// asked for.
    #[must_use]
    pub fn journey(&self, row: &CallRow, width: u16) -> String {
        let (texts, now) = (self.texts, self.now());
        let journey = row.journey.unwrap_or(Journey { leaves_at: None, expected_at: None });
        let near = |at| texts.time_tonight(at, now);
        match (journey.leaves_at, journey.expected_at) {
            (_, Some(at)) if at + ARRIVAL_ASKED_AFTER <= now => {
                format!("! {}", texts.call_journey_late(near(at)))
            }
            (_, Some(at)) if at <= now => texts.call_journey_late(near(at)),
            (Some(leaves), Some(at)) => {
                let full = texts.call_journey(near(leaves), near(at));
                let fits = cells(&full) <= width;
                if fits { full } else { texts.call_journey_narrow(near(leaves), near(at)) }
            }
            (None, Some(at)) => texts.call_journey_expected(near(at)),
            (Some(leaves), None) => texts.call_journey_leaves(near(leaves)),
            (None, None) => texts.call_journey_unplanned().into_owned(),
        }
    }

    /// The same in short, beside the clock that says when they are expected.
    #[must_use]
    pub fn journey_short(&self, row: &CallRow) -> Option<String> {
        let (texts, now) = (self.texts, self.now());
        let journey = row.journey?;
        match (journey.leaves_at, journey.expected_at) {
            (_, Some(at)) if at <= now => Some(texts.placement_state_expected(texts.time_near(at, now))),
            (Some(leaves), _) => Some(texts.call_journey_short(texts.time_near(leaves, now))),
            (None, Some(_)) => None,
            (None, None) => Some(texts.call_journey_unplanned().into_owned()),
        }
    }

    /// How long the child has been without a place; none without a referral or once it has one.
    #[must_use]
    pub fn placeless(&self, row: &CallRow) -> Option<String> {
        let is_running = matches!(row.placeless, crate::domain::clocks::PlacelessClock::Running { .. });
        let elapsed = row.placeless.elapsed(self.now()).filter(|_| is_running)?;
        Some(self.texts.call_placeless(self.texts.duration(elapsed)))
    }

    /// The short name of an item of the checklist, from the catalog.
    #[must_use]
    pub fn item_label(&self, item: ItemKey) -> &'a str {
        let items = &self.model.catalog.checklist;
        items.iter().find(|row| row.key == item).map_or("", |row| row.label.as_str())
    }

    /// The question of an item of the checklist, to be read aloud.
    #[must_use]
    pub fn item_question(&self, item: ItemKey) -> String {
        let items = &self.model.catalog.checklist;
        let question = items.iter().find(|row| row.key == item).map_or("", |row| row.question.as_str());
        self.texts.item_question(question)
    }

    /// A gap in a word or two.
    #[must_use]
    pub fn gap(&self, gap: Gap) -> Cow<'a, str> {
        match gap {
            Gap::Callback => self.texts.gap_callback(),
            Gap::Age => self.texts.gap_age(),
            Gap::Basis => self.texts.gap_basis(),
            Gap::Decision => self.texts.gap_decision(),
            Gap::Wished => self.texts.gap_wished(),
            Gap::Whereabouts => self.texts.gap_whereabouts(),
            Gap::Siblings => self.texts.gap_siblings(),
            Gap::Caller => self.texts.gap_caller(),
        }
    }

    /// A gap as a question to the caller.
    #[must_use]
    pub fn question(&self, gap: Gap) -> Cow<'a, str> {
        match gap {
            Gap::Callback => self.texts.question_callback(),
            Gap::Age => self.texts.question_age(),
            Gap::Basis => self.texts.question_basis(),
            Gap::Decision => self.texts.question_decision(),
            Gap::Wished => self.texts.question_wished(),
            Gap::Whereabouts => self.texts.question_whereabouts(),
            Gap::Siblings => self.texts.question_siblings(),
            Gap::Caller => self.texts.question_caller(),
        }
    }

    /// Gaps one after another.
    #[must_use]
    pub fn gaps(&self, gaps: &[Gap]) -> String {
        gaps.iter().map(|gap| self.gap(*gap)).collect::<Vec<_>>().join(", ")
    }

    /// Kind and owner of a unit, for a narrow column.
    #[must_use]
    pub fn kind_and_owner(&self, unit: &Unit) -> String {
        format!("{} {}", self.texts.kind_short(unit.kind), self.texts.ownership_short(unit.ownership))
    }
}

/// `Kari N.`: a first name and the initial of the last.
#[must_use]
pub fn short_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    match (words.next(), words.next_back().and_then(|last| last.chars().next())) {
        (Some(first), Some(initial)) => format!("{first} {initial}."),
        (first, _) => first.unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_to_what_tells_two_apart() {
        assert_eq!(short_name("Kari Nordby"), "Kari N.");
        assert_eq!(short_name("Per Olav Ås Sæther"), "Per S.");
        assert_eq!(short_name("Ida"), "Ida");
    }
}
