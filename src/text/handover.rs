//! The page of a handover in words.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::board::Board;
use crate::domain::call::Call;
use crate::domain::case_watch::{WatchDraft, WatchLevel};
use crate::domain::handover::{HandoverSection, HandoverTold, MOST_SUMMARY};
use crate::domain::handover_page::{GroupChange, HandoverPage, PageEntry};
use crate::domain::ids::CallId;
use crate::domain::shift_sums::ShiftSums;

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
            let change = match group.now.cmp(&group.then) {
                std::cmp::Ordering::Less => format!("−{}", group.then - group.now),
                std::cmp::Ordering::Equal => "0".to_owned(),
                std::cmp::Ordering::Greater => format!("+{}", group.now - group.then),
            };
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
        let due = page.section(HandoverSection::Due).count();
        let due = (due > 0).then(|| self.handover_summary_due(due));
        let sums = self.handover_summary_sums(self.shift_sums(&page.sums));
        let end = due.into_iter().chain([sums]).collect::<Vec<_>>().join(" ");
        let mut cases = Vec::new();
        let mut quiet = Vec::new();
        for entry in &open {
            let call = board.known_call(entry.call);
            let watch = recorded(told, call);
            let who = call.map(|call| self.children_of(call)).unwrap_or_default();
            if entry.level == Some(WatchLevel::Calm) && !watch.is_some_and(WatchDraft::has_words) {
                quiet.push(self.handover_summary_calm(entry.call.0, who));
            } else {
                cases.push((1, self.summary_of_case(entry, who, watch, now)));
            }
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
        entry: &PageEntry,
        who: String,
        watch: Option<&WatchDraft>,
        now: DateTime<Utc>,
    ) -> String {
        let to_do = watch.and_then(|draft| self.watch_to_do(draft, now));
        let if_then = watch.and_then(WatchDraft::in_case);
        let mut more = to_do.map(|what| self.handover_summary_do(what)).unwrap_or_default();
        more.push_str(&if_then.map(|text| self.handover_summary_if(text)).unwrap_or_default());
        let level = entry.level.map(|level| self.watch_level(level)).unwrap_or_default();
        self.handover_summary_case(entry.call.0, level, more, who)
    }
}

/// What is recorded of a call. Words about one with a protected address stay out of a summary: they may tell where it is.
fn recorded<'t>(told: &'t HandoverTold, call: Option<&Call>) -> Option<&'t WatchDraft> {
    let call = call.filter(|call| call.shield.is_none())?;
    told.watches.iter().map(|watch| &watch.draft).find(|draft| draft.call == call.id)
}
