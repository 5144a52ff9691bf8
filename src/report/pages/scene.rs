//! What a page is written from, and the forms of cases, times and people in it.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use crate::domain::board::Board;
use crate::domain::call::Call;
use crate::domain::child::{Age, ChildFacts};
use crate::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use crate::domain::ids::{CallId, PlaceId};
use crate::domain::local_time::{in_norway, is_same_day};
use crate::domain::municipality::Municipality;
use crate::domain::question::PersonalData;
use crate::domain::report_words::WordsIn;
use crate::text::Texts;

/// What a page is written from.
#[derive(Clone, Copy)]
pub struct Scene<'s> {
    /// The board.
    pub board: &'s Board,
    /// The municipalities there are.
    pub municipalities: &'s [Municipality],
    /// The words.
    pub words: WordsIn<'s>,
    /// The forms of times.
    pub texts: &'s Texts,
    /// Names and numbers of calls, where the page is to have them: only once that was journalled.
    pub people: Option<&'s BTreeMap<CallId, PersonalData>>,
    /// Whether what people wrote is in it.
    pub has_words: bool,
    /// When it is written.
    pub now: DateTime<Utc>,
}

impl<'s> Scene<'s> {
    /// What a page is made from that has neither names nor what people wrote.
    #[must_use]
    pub const fn without_names(
        board: &'s Board,
        municipalities: &'s [Municipality],
        words: WordsIn<'s>,
        texts: &'s Texts,
        now: DateTime<Utc>,
    ) -> Self {
        Self { board, municipalities, words, texts, people: None, has_words: false, now }
    }
}

impl Scene<'_> {
    /// Whether place and words of a call stay out: a page with names tells those of the calls alone that it names.
    #[must_use]
    pub fn hides(&self, call: &Call) -> bool {
        call.shield.is_some() && !self.people.is_some_and(|people| people.contains_key(&call.id))
    }

    /// Whether what is written of a call is in it.
    #[must_use]
    pub fn tells_words_of(&self, call: CallId) -> bool {
        self.has_words && !self.board.known_call(call).is_some_and(|call| self.hides(call))
    }

    /// The municipality of a call by name; none where it stays out.
    #[must_use]
    pub fn municipality(&self, call: &Call) -> Option<String> {
        if self.hides(call) {
            return None;
        }
        let found = self.municipalities.iter().find(|known| known.number == call.municipality);
        Some(found.map_or_else(|| call.municipality.to_string(), |known| known.name.clone()))
    }

    /// The number of a call and where it is from: `413 Lillestrøm`.
    #[must_use]
    pub fn call(&self, id: CallId) -> String {
        let Some(call) = self.board.known_call(id) else { return id.to_string() };
        let place = self.municipality(call);
        format!("{id} {}", place.as_deref().unwrap_or_else(|| self.words.say("shielded")))
    }

    /// The name of the unit of a place, for a call; none where it stays out.
    #[must_use]
    pub fn unit(&self, call: CallId, place: PlaceId) -> Option<String> {
        if self.board.known_call(call).is_some_and(|call| self.hides(call)) {
            return None;
        }
        let place = self.board.places.iter().find(|known| known.id == place)?;
        Some(self.board.unit(place.unit)?.name.clone())
    }

    /// Who is asked for, without names: `gutt 15`.
    #[must_use]
    pub fn children<'c>(&self, children: impl Iterator<Item = &'c ChildFacts>) -> String {
        let child = |child: &ChildFacts| match child.age {
            Age::Unborn(_) => self.age(child.age),
            age => format!("{} {}", self.words.code("sex", child.sex.code()), self.age(age)),
        };
        children.map(child).collect::<Vec<_>>().join(", ")
    }

    fn age(&self, age: Age) -> String {
        match age {
            Age::Years(years) => years.to_string(),
            Age::Months(count) => self.words.fill("age_months", &[("count", &count.to_string())]),
            Age::Weeks(count) => self.words.fill("age_weeks", &[("count", &count.to_string())]),
            Age::Unborn(None) => self.words.say("age_unborn").to_owned(),
            Age::Unborn(Some(term)) => {
                self.words.fill("age_unborn_term", &[("day", &term.format("%d.%m").to_string())])
            }
            Age::Unknown => self.words.say("age_unknown").to_owned(),
        }
    }

    /// Names and the number to ring back on, where the page has them.
    #[must_use]
    pub fn people_of(&self, call: CallId) -> (Vec<String>, Option<String>) {
        let Some(data) = self.people.and_then(|people| people.get(&call)) else { return (Vec::new(), None) };
        let names = data.children.iter().filter_map(|(_, child)| child.name.clone());
        (names.collect(), data.callback.clone())
    }

    /// `lør 21.11 08:00`.
    #[must_use]
    pub fn time(&self, at: DateTime<Utc>) -> String {
        let local = in_norway(at);
        let weekday = local.weekday().number_from_monday().to_string();
        let weekday = self.words.code("weekday", &weekday);
        format!("{weekday} {} {}", local.format("%d.%m"), self.texts.time(at))
    }

    /// `08:00` on the day the page is written, with the day else.
    #[must_use]
    pub fn near(&self, at: DateTime<Utc>) -> String {
        if is_same_day(at, self.now) { self.texts.time(at) } else { self.time(at) }
    }

    /// `6 t 35 min`.
    #[must_use]
    pub fn length(&self, length: TimeDelta) -> String {
        let minutes = length.num_minutes().max(0);
        let (hours, left) = ((minutes / 60).to_string(), (minutes % 60).to_string());
        match (minutes / 60, minutes % 60) {
            (0, _) => self.words.fill("minutes", &[("count", &left)]),
            (_, 0) => self.words.fill("hours", &[("count", &hours)]),
            _ => self.words.fill("hours_minutes", &[("hours", &hours), ("minutes", &left)]),
        }
    }

    /// What a task asks for.
    #[must_use]
    pub fn task(&self, task: &FollowUp) -> String {
        let words = self.words;
        let named = match task.kind {
            FollowUpKind::Step => task.step.map(|step| words.code("step", step.code()).to_owned()),
            FollowUpKind::Paper => task.paper.map(|paper| words.code("paper", paper.code()).to_owned()),
            _ => None,
        };
        let kind = || words.code("task", task.kind.code()).to_owned();
        let mut told = named.unwrap_or_else(kind);
        if let Some(item) = task.item {
            told = format!("{told}: {}", words.code("item", item.code()));
        }
        // A step is named with its place only where the call has several.
        let is_plain = task.kind == FollowUpKind::Step && !self.board.has_several_placements(task.call);
        match task.place.filter(|_| !is_plain).and_then(|place| self.unit(task.call, place)) {
            Some(unit) => format!("{told} ({unit})"),
            None => told,
        }
    }

    /// Who has a task.
    #[must_use]
    pub fn owner(&self, task: &FollowUp) -> String {
        match task.owner {
            Owner::Adviser => task.by.clone(),
            Owner::Department => self.department(task.call),
        }
    }

    /// The department that serves the municipality of a call.
    #[must_use]
    pub fn department(&self, call: CallId) -> String {
        let known = self.board.known_call(call);
        let shown = known.and_then(|call| Some((call, self.municipality(call)?)));
        let Some((call, name)) = shown else { return self.words.say("department_any").to_owned() };
        let named = self.board.rules.departments.get(&call.municipality);
        named.cloned().unwrap_or_else(|| self.words.fill("department", &[("name", &name)]))
    }

    /// What must be read before all else on a page about these calls.
    #[must_use]
    pub fn banners(&self, calls: impl Iterator<Item = CallId>) -> Vec<String> {
        let words = self.words;
        let calls: Vec<CallId> = calls.collect();
        let mut banners = Vec::new();
        let known = calls.iter().filter_map(|call| self.board.known_call(*call));
        let shielded: Vec<&Call> = known.filter(|call| call.shield.is_some()).collect();
        if shielded.iter().any(|call| !self.hides(call)) {
            banners.push(words.say("banner_shield_named").to_owned());
        } else if !shielded.is_empty() {
            banners.push(words.say("banner_shield").to_owned());
        }
        let has_people = |call: &CallId| {
            let (names, callback) = self.people_of(*call);
            !names.is_empty() || callback.is_some()
        };
        if self.people.is_some() && calls.iter().any(has_people) {
            banners.push(words.say("banner_named").to_owned());
        } else if self.people.is_some() && self.has_words {
            // What people wrote may name somebody.
            banners.push(words.say("banner_words").to_owned());
        }
        banners
    }
}
