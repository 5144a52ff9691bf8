//! The page of a handover in words.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::Texts;
use super::forms::change;
use crate::domain::board::Board;
use crate::domain::call::{Call, CallKind};
use crate::domain::case_watch::{WatchDraft, WatchLevel};
use crate::domain::clocks::ResponseClock;
use crate::domain::handover::{HandoverSection, HandoverTold, MOST_SUMMARY, Matter};
use crate::domain::handover_page::{GroupChange, HandoverPage, PageEntry};
use crate::domain::ids::CallId;
use crate::domain::placement::PlacementState;
use crate::domain::shift_sums::ShiftSums;
use crate::domain::siblings::children_to_place;

impl Texts {
    /// What a section is called. `working_day` is the day the departments have.
    #[must_use]
    pub fn handover_section(&self, section: HandoverSection, working_day: DateTime<Utc>) -> Cow<'_, str> {
        match section {
            HandoverSection::Open => self.handover_section_open(),
            HandoverSection::Awaiting => self.handover_section_awaiting(),
            HandoverSection::OnTheWay => self.handover_section_on_the_way(),
            HandoverSection::Promised => self.handover_section_promised(),
            HandoverSection::Due => self.handover_section_due(),
            HandoverSection::WorkingDay => self.day(working_day).into(),
            HandoverSection::Later => self.handover_section_later(),
            HandoverSection::Deviations => self.handover_section_deviations(),
        }
    }

    /// What is to be done, by when and by whom; none where nothing is recorded.
    #[must_use]
    pub fn watch_to_do(&self, draft: &WatchDraft, now: DateTime<Utc>) -> Option<String> {
        let time = draft.action_at.map(|at| self.time_due(at, now));
        let timed = match (draft.to_do(), time) {
            (Some(what), Some(time)) => self.handover_action_timed(time, what),
            (Some(what), None) => what.to_owned(),
            // A time alone says that something is to be done.
            (None, Some(time)) => time,
            (None, None) => return None,
        };
        Some(match &draft.action_by {
            Some(by) => self.handover_action_by(by.as_str(), timed),
            None => timed,
        })
    }

    /// What was done in a shift.
    #[must_use]
    pub fn shift_sums(&self, sums: &ShiftSums) -> String {
        let list = |calls: &[CallId]| calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let mut parts = Vec::new();
        let mut put = |calls: &[CallId], words: &dyn Fn(String, usize) -> String| {
            if !calls.is_empty() {
                parts.push(words(list(calls), calls.len()));
            }
        };
        put(&sums.placed, &|calls, count| self.handover_sums_placed(calls, count));
        put(&sums.on_the_way, &|calls, count| self.handover_sums_on_the_way(calls, count));
        put(&sums.awaiting, &|calls, count| self.handover_sums_awaiting(calls, count));
        put(&sums.without_offer, &|calls, count| self.handover_sums_without(calls, count));
        put(&sums.ended_otherwise, &|calls, count| self.handover_sums_otherwise(calls, count));
        put(&sums.consultations, &|calls, count| self.handover_sums_consultations(calls, count));
        let mut told = vec![if parts.is_empty() {
            self.handover_sums_none().into_owned()
        } else {
            self.handover_sums_received(sums.received(), parts.join(", "))
        }];
        if !sums.earlier_accepted.is_empty() {
            let calls = list(&sums.earlier_accepted);
            told.push(self.handover_sums_earlier(calls, sums.earlier_accepted.len()));
        }
        if !sums.declined.is_empty() {
            let calls: Vec<CallId> = sums.declined.iter().map(|(call, _)| *call).collect();
            told.push(self.handover_sums_declined(list(&calls), calls.len()));
        }
        if sums.searched_in_vain > 0 {
            told.push(self.handover_sums_in_vain(sums.searched_in_vain));
        }
        told.extend(sums.median_minutes.map(|minutes| self.handover_sums_median(minutes)));
        told.join(" · ")
    }

    /// What is free by group, with how many more or fewer than when the shift began.
    #[must_use]
    pub fn free_against_then(&self, groups: &[GroupChange]) -> String {
        let group = |group: &GroupChange| {
            let change = change(group.then, group.now);
            format!("{} {} ({change})", self.capacity_group(group.group), group.now)
        };
        groups.iter().map(group).collect::<Vec<_>>().join(" · ")
    }

    /// A shift in a few sentences, for its giver to go on from, no longer than what can be signed. Where
    /// calls come from is left out, and what is written of those with a protected address.
    #[must_use]
    pub fn handover_summary(&self, board: &Board, told: &HandoverTold, now: DateTime<Utc>) -> String {
        let page = HandoverPage::of(board, told, now);
        let open: Vec<&PageEntry> = page.section(HandoverSection::Open).collect();
        let (late, due) = tasks_of(&page, board, now);
        let late = (late > 0).then(|| self.handover_summary_late(late));
        let due = (due > 0).then(|| self.handover_summary_due(due));
        let sums = self.handover_summary_sums(self.shift_sums(&page.sums));
        let end = late.into_iter().chain(due).chain([sums]).collect::<Vec<_>>().join(" ");
        let mut cases = Vec::new();
        let (mut unoffered, mut quiet) = (Vec::new(), Vec::new());
        for entry in &open {
            let call = board.known_call(entry.call);
            let watch = recorded(told, call);
            let who = call.map(|call| self.children_of(call)).unwrap_or_default();
            let stands = call.map_or(Stands::Nowhere, |call| Stands::of(call, board, now));
            let is_calm = entry.level == Some(WatchLevel::Calm);
            if is_calm && !matches!(stands, Stands::Over(_)) && !watch.is_some_and(WatchDraft::has_words) {
                let (group, more) = match stands {
                    Stands::Due(deadline) => {
                        (&mut unoffered, Some(self.handover_summary_deadline(self.time_near(deadline, now))))
                    }
                    Stands::NeverOffered => (&mut unoffered, None),
                    Stands::NeedsAnother => (&mut unoffered, self.standing(stands, now)),
                    _ => (&mut quiet, self.standing(stands, now)),
                };
                let facts: Vec<String> = [who].into_iter().chain(more).collect();
                group.push(self.handover_summary_calm(entry.call.0, facts.join(", ")));
            } else {
                let level =
                    entry.level.filter(|_| !is_calm).map(|level| self.watch_level(level).into_owned());
                let facts: Vec<String> = level.into_iter().chain(self.standing(stands, now)).collect();
                cases.push((1, self.summary_of_case(entry.call, who, &facts, watch, now)));
            }
        }
        if !unoffered.is_empty() {
            cases.push((unoffered.len(), self.handover_summary_group_unoffered(unoffered.join(", "))));
        }
        if !quiet.is_empty() {
            cases.push((quiet.len(), self.handover_summary_others(quiet.join(", "))));
        }
        let (mut summary, mut left) = (self.handover_summary_open(open.len()), open.len());
        for (count, case) in cases {
            let more = self.handover_summary_more(left);
            let length: usize =
                [&summary, &case, &more, &end].map(|part| part.chars().count() + 1).iter().sum();
            if length > MOST_SUMMARY {
                summary = format!("{summary} {more}");
                break;
            }
            summary = format!("{summary} {case}");
            left -= count;
        }
        format!("{summary} {end}").chars().take(MOST_SUMMARY).collect()
    }

    fn children_of(&self, call: &Call) -> String {
        let children: Vec<_> = call.children.iter().map(|child| &child.facts).collect();
        self.children(children.into_iter(), call.siblings)
    }

    fn summary_of_case(
        &self,
        call: CallId,
        who: String,
        facts: &[String],
        watch: Option<&WatchDraft>,
        now: DateTime<Utc>,
    ) -> String {
        let to_do = watch.and_then(|draft| self.watch_to_do(draft, now));
        let if_then = watch.and_then(WatchDraft::in_case);
        let mut more = to_do.map(|what| self.handover_summary_do(what)).unwrap_or_default();
        more.push_str(&if_then.map(|text| self.handover_summary_if(text)).unwrap_or_default());
        let facts =
            std::iter::once("").chain(facts.iter().map(String::as_str)).collect::<Vec<_>>().join(", ");
        self.handover_summary_case(call.0, facts, more, who)
    }

    /// Where a case stands, by times alone: what is signed is read later, so it says when, not how long ago.
    fn standing(&self, stands: Stands, now: DateTime<Utc>) -> Option<String> {
        let time = |at| self.time_near(at, now);
        Some(match stands {
            Stands::Over(deadline) => self.handover_summary_over(time(deadline)),
            Stands::Due(deadline) => self.handover_summary_until(time(deadline)),
            Stands::NeverOffered => self.handover_summary_unoffered().into_owned(),
            Stands::NeedsAnother => self.handover_summary_another().into_owned(),
            Stands::Awaits(since) => self.handover_summary_awaits(time(since)),
            Stands::OnTheWay(Some(at)) => self.handover_summary_journey(self.time_tonight(at, now)),
            Stands::OnTheWay(None) => self.handover_summary_unplanned().into_owned(),
            Stands::Accepted => self.handover_summary_accepted().into_owned(),
            Stands::Nowhere => return None,
        })
    }
}

/// Where an open case stands, as a summary tells it.
#[derive(Debug, Clone, Copy)]
enum Stands {
    /// Over its deadline, without an offer.
    Over(DateTime<Utc>),
    /// Without an offer, with its deadline ahead.
    Due(DateTime<Utc>),
    /// Without an offer, and without a deadline.
    NeverOffered,
    /// A child has no offer that counts, though one was given.
    NeedsAnother,
    /// Offered, since when there is no answer.
    Awaits(DateTime<Utc>),
    /// Accepted, with when the first child is expected, if that is agreed.
    OnTheWay(Option<DateTime<Utc>>),
    /// Accepted, and nobody on the way.
    Accepted,
    /// There is nothing to offer.
    Nowhere,
}

impl Stands {
    fn of(call: &Call, board: &Board, now: DateTime<Utc>) -> Self {
        if call.kind == CallKind::Consultation {
            return Self::Nowhere;
        }
        if let ResponseClock::Running { deadline, .. } = ResponseClock::of(call, &board.offers) {
            return if deadline <= now { Self::Over(deadline) } else { Self::Due(deadline) };
        }
        let offers = || board.offers.iter().filter(|offer| offer.call == call.id && !offer.is_void());
        if !call.stays_open && !children_to_place(call, &board.offers).is_empty() {
            return if offers().next().is_some() { Self::NeedsAnother } else { Self::NeverOffered };
        }
        if let Some(since) = offers().filter(|offer| offer.awaits_answer()).map(|offer| offer.at).min() {
            return Self::Awaits(since);
        }
        let placements = board.placements.iter().filter(|placement| placement.call == call.id);
        let expected: Vec<_> = placements.filter(|known| known.state() == PlacementState::Expected).collect();
        match expected.iter().filter_map(|placement| placement.expected_at).min() {
            None if expected.is_empty() => Self::Accepted,
            first => Self::OnTheWay(first),
        }
    }
}

/// How much of what is to be done is late, and how much else is due in the next 24 hours.
fn tasks_of(page: &HandoverPage, board: &Board, now: DateTime<Utc>) -> (usize, usize) {
    let is_late = |entry: &&PageEntry| {
        let mut tasks = board.follow_ups.iter();
        tasks.any(|task| Matter::FollowUp(task.id) == entry.matter && task.is_late(&board.rules, now))
    };
    let late = page.entries.iter().filter(is_late).count();
    (late, page.section(HandoverSection::Due).filter(|entry| !is_late(entry)).count())
}

/// What is recorded of a call. Words about one with a protected address stay out of a summary: they may tell where it is.
fn recorded<'t>(told: &'t HandoverTold, call: Option<&Call>) -> Option<&'t WatchDraft> {
    let call = call.filter(|call| call.shield.is_none())?;
    told.watches.iter().map(|watch| &watch.draft).find(|draft| draft.call == call.id)
}
