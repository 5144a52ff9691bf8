//! What is wrong in a quick line, in sentences.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::Texts;
use crate::domain::child::Age;
use crate::domain::local_time::{day_in_norway, in_norway};
use crate::domain::municipality_index::MunicipalityName;
use crate::domain::quick_line::{AgeUnit, LineError, sex_letter};

impl Texts {
    /// What was read, and what to write instead. Keys are not named: a command has none.
    #[must_use]
    pub fn line_error(&self, error: &LineError) -> String {
        match error {
            LineError::UnknownWord { word, nearest: Some(nearest) } => {
                self.line_unknown_word_near(nearest.as_str(), word.as_str())
            }
            LineError::UnknownWord { word, nearest: None } => self.line_unknown_word(word.as_str()),
            LineError::UnknownMunicipality { word, nearest: Some(nearest) } => {
                self.line_unknown_municipality_near(nearest.name.as_str(), word.as_str())
            }
            LineError::UnknownMunicipality { word, nearest: None } => {
                self.line_unknown_municipality(word.as_str())
            }
            LineError::AmbiguousMunicipality { word, candidates } => match candidates.as_slice() {
                [only] => self.line_outside_region(only.name.as_str(), word.as_str()),
                _ => self.line_ambiguous(
                    self.alternatives(candidates.iter().map(|candidate| candidate.name.clone())),
                    word.as_str(),
                ),
            },
            LineError::SameName { candidates } => self.same_name(candidates),
            LineError::NoMunicipality => self.line_no_municipality().into_owned(),
            LineError::TwoMunicipalities { first, second } => self.line_two_municipalities(
                first.name.as_str(),
                first.name.to_lowercase(),
                second.name.as_str(),
            ),
            LineError::FromWithoutPlace => self.line_from_without_place().into_owned(),
            LineError::AgeOutside { number, unit, sex } => {
                let (number, unknown) = (number.as_str(), format!("{}x", sex_letter(*sex)));
                match unit {
                    AgeUnit::Years => self.line_age_outside_years(Age::MAX_YEARS, number, unknown),
                    AgeUnit::Months => self.line_age_outside_months(Age::MAX_MONTHS, number, unknown),
                    AgeUnit::Weeks => self.line_age_outside_weeks(Age::MAX_WEEKS, number, unknown),
                }
            }
            LineError::AgeMissing { word, sex } => {
                self.line_age_missing(sex_letter(*sex).to_string(), word.as_str())
            }
            LineError::OldBasis { .. }
            | LineError::BasisWithoutPlacement { .. }
            | LineError::NotABasis { .. } => self.basis_error(error),
            LineError::PhoneWithoutWord { digits } => self.line_phone_without_word(digits.as_str()),
            LineError::PhoneLength { digits, is_international: false } => self.line_phone_length(*digits),
            LineError::PhoneLength { digits, is_international: true } => {
                self.line_phone_length_abroad(*digits)
            }
            LineError::BareDigits { digits } => self.line_bare_digits(digits.as_str()),
            LineError::WhereMissing { word: None } => self.line_where_missing().into_owned(),
            LineError::WhereMissing { word: Some(word) } => self.line_where_unknown(word.as_str()),
            LineError::Conflict { first, second, .. } => self.line_conflict(first.as_str(), second.as_str()),
            LineError::TimeOrNumber { digits, time, municipality } => {
                self.time_or_number(digits, *time, municipality.as_ref())
            }
            _ => self.time_error(error),
        }
    }

    /// The same on the screen, with the keys that help there: Tab where a spelling is near, and the second Enter
    /// where the municipality is settled.
    #[must_use]
    pub fn line_error_on_screen(&self, error: &LineError, can_be_noted: bool) -> String {
        let mut sentences = vec![self.line_error(error)];
        if let LineError::UnknownWord { nearest, .. } = error {
            sentences.extend(nearest.as_ref().map(|_| self.line_tab_swaps().into_owned()));
            sentences.extend(can_be_noted.then(|| self.line_enter_notes().into_owned()));
        }
        sentences.join(" ")
    }

    fn basis_error(&self, error: &LineError) -> String {
        match error {
            LineError::OldBasis { written, until, now, note } => {
                let until = until.format("%d.%m.%Y").to_string();
                let codes = self.alternatives(now.iter().map(|basis| basis.code().to_owned()));
                match note {
                    _ if now.is_empty() => self.line_old_basis_gone(until, written.as_str()),
                    Some(note) => self.line_old_basis_note(note.as_str(), codes, until, written.as_str()),
                    None => self.line_old_basis(codes, until, written.as_str()),
                }
            }
            LineError::BasisWithoutPlacement { code, name } => {
                self.line_basis_without_placement(code.with_sign(), name.as_str())
            }
            LineError::NotABasis { word, nearest: Some(nearest) } => {
                self.line_not_a_basis_near(nearest.code(), word.as_str())
            }
            LineError::NotABasis { word, .. } => self.line_not_a_basis(word.as_str()),
            _ => String::new(),
        }
    }

    fn time_error(&self, error: &LineError) -> String {
        match error {
            LineError::WhichDay { time, is_yesterday: true, minutes_until, .. } if *minutes_until < 60 => {
                self.line_yesterday(digits(*time), *minutes_until, clock(*time))
            }
            LineError::WhichDay { time, is_yesterday: true, minutes_until, .. } => {
                let until = self.duration(TimeDelta::minutes(*minutes_until));
                self.line_yesterday_hours(digits(*time), until, clock(*time))
            }
            LineError::WhichDay { time, past, minutes_since, .. } => {
                let since = self.duration(TimeDelta::minutes(*minutes_since));
                self.line_long_ago(day(day_in_norway(*past)), digits(*time), since, clock(*time))
            }
            LineError::NotYet { at } => self.line_not_yet(self.day(*at), self.time(*at)),
            LineError::MissingHour { time, day: missing } => {
                self.line_missing_hour(missing.format("%d.%m.%Y").to_string(), clock(*time))
            }
            LineError::NotATime { written } => self.line_not_a_time(written.as_str()),
            LineError::TimeMissing => self.line_time_missing().into_owned(),
            LineError::TooFarBack { written, instead } => {
                let (day, digits) = (day(day_in_norway(*instead)), digits(in_norway(*instead).time()));
                self.line_too_far_back(day, digits, written.as_str())
            }
            LineError::DateTooFarBack { at } => self.line_date_too_far_back(self.day(*at), self.time(*at)),
            LineError::NotADate { written } => self.line_not_a_date(written.as_str()),
            LineError::DueDateWithoutUnborn => self.line_due_date_without_unborn().into_owned(),
            _ => String::new(),
        }
    }

    fn time_or_number(
        &self,
        digits: &str,
        time: Option<NaiveTime>,
        municipality: Option<&MunicipalityName>,
    ) -> String {
        match (time, municipality) {
            (Some(time), Some(municipality)) => {
                self.line_time_or_number(digits, municipality.name.as_str(), clock(time))
            }
            (None, Some(municipality)) => self.line_number_without_word(digits, municipality.name.as_str()),
            (Some(_), None) => self.line_time_without_word(digits),
            (None, None) => self.line_bare_digits(digits),
        }
    }

    fn same_name(&self, candidates: &[MunicipalityName]) -> String {
        let name = candidates.first().map_or("", |first| first.name.as_str());
        let counties = candidates.iter().map(|municipality| municipality.county.clone());
        let counties = counties.collect::<Vec<_>>().join(&format!(" {} ", self.line_and()));
        let choices = candidates.iter().map(|m| format!("{} {}", m.name, m.county).to_lowercase());
        self.line_same_name(self.alternatives(choices), counties, name)
    }

    /// `Ringsaker, Ringebu eller Ringerike`.
    fn alternatives(&self, words: impl Iterator<Item = String>) -> String {
        let mut words: Vec<_> = words.collect();
        match (words.pop(), words.is_empty()) {
            (None, _) => String::new(),
            (Some(only), true) => only,
            (Some(last), false) => format!("{} {} {last}", words.join(", "), self.line_or()),
        }
    }
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn digits(time: NaiveTime) -> String {
    time.format("%H%M").to_string()
}

fn day(day: NaiveDate) -> String {
    day.format("%d.%m").to_string()
}
