//! What is typed to find in the journal: the number of a call, since when, who, what was done. In any order, together.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::domain::fold::fold;
use crate::domain::ids::CallId;
use crate::domain::journal::Act;
use crate::domain::local_time::{day_in_norway, moments_of};
use crate::domain::question::{JournalAbout, JournalFilter, JournalWord};
use crate::domain::settings::Rules;

/// The fewest letters that mean a kind of act.
const ACT_FROM: usize = 3;

/// What a text is read with.
pub(super) struct Known<'a> {
    pub(super) now: DateTime<Utc>,
    pub(super) rules: &'a Rules,
    /// When the own shift began.
    pub(super) on_since: Option<DateTime<Utc>>,
    /// The kinds of acts by name, in the language of the screen.
    pub(super) acts: &'a [(Act, String)],
}

/// Reads it: `412`, `Kari`, `tilbud`, `i natt`, `i dag`, `i går`, `i kveld`, `vakta`, `20.11`.
pub(super) fn read(text: &str, known: &Known<'_>) -> (JournalAbout, JournalFilter) {
    let mut about = JournalAbout::All;
    let mut filter = JournalFilter::default();
    for word in text.split_whitespace() {
        let folded = fold(word);
        if matches!(folded.as_str(), "i" | "siden" | "fra" | "av" | "sak") {
            continue;
        }
        if let Ok(number) = word.parse() {
            about = JournalAbout::Call(CallId(number));
        } else if let Some(since) = moment(word, known) {
            filter.since = Some(since);
        } else {
            filter.words.push(JournalWord { name: word.to_owned(), acts: acts(&folded, known.acts) });
        }
    }
    (about, filter)
}

/// The kinds of acts with a word that begins so.
fn acts(folded: &str, named: &[(Act, String)]) -> Vec<Act> {
    if folded.chars().count() < ACT_FROM {
        return Vec::new();
    }
    let is_meant = |name: &str| name.split_whitespace().any(|part| fold(part).starts_with(folded));
    named.iter().filter(|(_, name)| is_meant(name)).map(|(act, _)| *act).collect()
}

/// The moment that a word means, the latest such one.
fn moment(word: &str, known: &Known<'_>) -> Option<DateTime<Utc>> {
    let today = day_in_norway(known.now);
    let latest = |time: NaiveTime| {
        let at = at_on(today, time)?;
        if at <= known.now { Some(at) } else { at_on(today - Days::new(1), time) }
    };
    match fold(word).as_str() {
        "dag" => at_on(today, NaiveTime::MIN),
        "gar" => at_on(today - Days::new(1), NaiveTime::MIN),
        "natt" => latest(known.rules.night_from),
        "kveld" => latest(known.rules.office_to),
        "vakt" | "vakta" | "vakten" => known.on_since,
        _ => {
            let (day, month) = word.trim_end_matches('.').split_once('.')?;
            let (day, month) = (day.parse().ok()?, month.parse().ok()?);
            let year = chrono::Datelike::year(&today);
            let date = |year| NaiveDate::from_ymd_opt(year, month, day).filter(|date| *date <= today);
            at_on(date(year).or_else(|| date(year - 1))?, NaiveTime::MIN)
        }
    }
}

fn at_on(day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
    moments_of(day.and_time(time)).earliest()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_at(text: &str, now: &str) -> (JournalAbout, JournalFilter) {
        let acts = [(Act::Offer, "tilbud".to_owned()), (Act::Complete, "fylte ut tilbud".to_owned())];
        let known = Known {
            now: now.parse().expect("a moment"),
            rules: &Rules::from_lookup(|_| None),
            on_since: Some("2026-11-20T14:31:00Z".parse().expect("a moment")),
            acts: &acts,
        };
        read(text, &known)
    }

    fn since(text: &str, now: &str) -> Option<String> {
        read_at(text, now).1.since.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
    }

    #[test]
    fn numbers_times_and_words_come_in_any_order() {
        let (about, filter) = read_at("tilbud i natt Kari 412", "2026-11-21T01:37:00Z");
        assert_eq!(about, JournalAbout::Call(CallId(412)));
        assert_eq!(filter.since, Some("2026-11-20T21:00:00Z".parse().expect("a moment")));
        let words: Vec<_> = filter.words.iter().map(|word| (word.name.as_str(), word.acts.len())).collect();
        assert_eq!(words, [("tilbud", 2), ("Kari", 0)]);
        assert_eq!(read_at("ti", "2026-11-21T01:37:00Z").1.words[0].acts, [], "two letters may be a name");
    }

    #[test]
    fn a_time_in_words_is_the_latest_such_moment() {
        let night = "2026-11-21T01:37:00Z";
        for (text, expected) in [
            ("i dag", Some("2026-11-20T23:00:00Z")),
            ("i går", Some("2026-11-19T23:00:00Z")),
            ("siden i natt", Some("2026-11-20T21:00:00Z")),
            ("vakta", Some("2026-11-20T14:31:00Z")),
            ("20.11", Some("2026-11-19T23:00:00Z")),
            ("24.12.", Some("2025-12-23T23:00:00Z")),
            ("31.02", None),
            ("kari", None),
        ] {
            assert_eq!(since(text, night).as_deref(), expected, "{text}");
        }
        assert_eq!(since("i natt", "2026-11-21T22:30:00Z").as_deref(), Some("2026-11-21T21:00:00Z"));
    }
}
