//! Shared rules of a region: settings every adviser of a database works by, each with its limits.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use super::codes::coded;
use super::ids::UnitId;
use super::municipality::MunicipalityNumber;
use super::preparedness::CapacityGroup;
use super::refusal::BadValue;

coded! {
    /// How ready the region has to be. Each level may have targets of its own.
    pub enum Readiness {
        /// As always.
        Normal = "normal",
        /// More than always, as before long holidays.
        Raised = "raised",
        /// As much as there is.
        High = "high",
    }
}

/// What a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// A whole number within limits, both included.
    Number {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A whole number within limits, or nothing.
    NumberIfAny {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A level of readiness.
    Readiness,
    /// A time of day, `HH:MM`.
    TimeOfDay,
    /// `on` or `off`.
    Switch,
    /// Days, `YYYY-MM-DD`, with blanks between.
    Days,
    /// A name; none until the region gives one.
    Name,
}

/// The most signs of a name.
const MAX_NAME: usize = 60;
/// The most days of a list.
const MAX_DAYS: usize = 200;
/// What the settings of departments begin with: a municipality number follows.
const DEPARTMENT: &str = "department.";
/// The department that serves a municipality (routine: it has the follow-up from the first working day).
const DEPARTMENT_SETTING: Setting = Setting { key: "department.<knr>", kind: SettingKind::Name, default: "" };

/// What the targets of units begin with: the unit's number follows.
const UNIT_TARGET: &str = "preparedness.unit.";
/// How many places of one unit must be available.
const UNIT_TARGET_SETTING: Setting = number_if_any("preparedness.unit.<n>");
/// The largest target.
const MAX_TARGET: i64 = 500;

/// One shared rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Its name on the command line and in the store.
    pub key: &'static str,
    /// What it takes.
    pub kind: SettingKind,
    /// Its value until the region sets another.
    pub default: &'static str,
}

const fn number(key: &'static str, default: &'static str, min: i64, max: i64) -> Setting {
    Setting { key, kind: SettingKind::Number { min, max }, default }
}

const fn number_if_any(key: &'static str) -> Setting {
    Setting { key, kind: SettingKind::NumberIfAny { min: 0, max: MAX_TARGET }, default: "" }
}

/// Every setting.
pub const SETTINGS: &[Setting] = &[
    // Minutes from referral to offer (routine step 3: two hours).
    number("response.minutes", "120", 1, 1440),
    // Whether the response clock runs while the decision is still to be made (`venter`).
    Setting { key: "response.runs_while_awaiting", kind: SettingKind::Switch, default: "on" },
    Setting { key: "shift.night_from", kind: SettingKind::TimeOfDay, default: "22:00" },
    Setting { key: "office.from", kind: SettingKind::TimeOfDay, default: "08:00" },
    Setting { key: "office.to", kind: SettingKind::TimeOfDay, default: "15:30" },
    // Days the region has closed besides weekends and public holidays.
    Setting { key: "office.closed_days", kind: SettingKind::Days, default: "" },
    number("hold.seconds", "900", 60, 7200),
    number("offer.call_back_minutes", "30", 5, 720),
    number("places.fresh_hours", "24", 1, 720),
    number("lock.idle_minutes", "5", 1, 120),
    // Erasure: whether and after how many days from the end of a call; the authority decides, the number of days is
    // to be confirmed.
    Setting { key: "purge.on", kind: SettingKind::Switch, default: "off" },
    number("purge.days", "365", 1, 36_500),
    number("preparedness.home_child", "10", 0, MAX_TARGET),
    number("preparedness.home_youth", "3", 0, MAX_TARGET),
    number("preparedness.acute_care", "4", 0, MAX_TARGET),
    number("preparedness.acute_behaviour", "1", 0, MAX_TARGET),
    number("preparedness.trafficking", "1", 0, MAX_TARGET),
    // Which of the levels below is in force; a group without a target for it keeps the one above.
    Setting { key: "readiness.level", kind: SettingKind::Readiness, default: "normal" },
    number_if_any("preparedness.home_child.raised"),
    number_if_any("preparedness.home_youth.raised"),
    number_if_any("preparedness.acute_care.raised"),
    number_if_any("preparedness.acute_behaviour.raised"),
    number_if_any("preparedness.trafficking.raised"),
    number_if_any("preparedness.home_child.high"),
    number_if_any("preparedness.home_youth.high"),
    number_if_any("preparedness.acute_care.high"),
    number_if_any("preparedness.acute_behaviour.high"),
    number_if_any("preparedness.trafficking.high"),
];

/// The setting with this name.
///
/// # Errors
/// [`BadValue::UnknownSetting`] when there is none.
pub fn setting(key: &str) -> Result<&'static Setting, BadValue> {
    if department_of(key).is_some() {
        return Ok(&DEPARTMENT_SETTING);
    }
    if target_unit_of(key).is_some() {
        return Ok(&UNIT_TARGET_SETTING);
    }
    SETTINGS.iter().find(|setting| setting.key == key).ok_or_else(|| BadValue::UnknownSetting(key.to_owned()))
}

/// The municipality a setting names the department of.
#[must_use]
pub fn department_of(key: &str) -> Option<MunicipalityNumber> {
    MunicipalityNumber::parse(key.strip_prefix(DEPARTMENT)?)
}

/// The unit a setting names the target of.
#[must_use]
pub fn target_unit_of(key: &str) -> Option<UnitId> {
    let number = key.strip_prefix(UNIT_TARGET)?.parse().ok().filter(|number| *number > 0)?;
    // In its one written form, so that a unit has one target.
    Some(UnitId(number)).filter(|unit| unit_target_key(*unit) == key)
}

/// The setting that holds the target of a unit.
#[must_use]
pub fn unit_target_key(unit: UnitId) -> String {
    format!("{UNIT_TARGET}{unit}")
}

impl Setting {
    /// The value in its one written form.
    ///
    /// # Errors
    /// [`BadValue::Setting`] when the value is outside the limits.
    pub fn check(&self, value: &str) -> Result<String, BadValue> {
        let trimmed = value.trim();
        let refused =
            |allowed: String| Err(BadValue::Setting { key: self.key, value: trimmed.to_owned(), allowed });
        match self.kind {
            SettingKind::NumberIfAny { .. } if trimmed.is_empty() => Ok(String::new()),
            SettingKind::Number { min, max } | SettingKind::NumberIfAny { min, max } => {
                match trimmed.parse::<i64>() {
                    Ok(number) if (min..=max).contains(&number) => Ok(number.to_string()),
                    _ => refused(format!("{min}–{max}")),
                }
            }
            SettingKind::Readiness => match Readiness::from_code(trimmed) {
                Some(level) => Ok(level.code().to_owned()),
                None => {
                    refused(Readiness::ALL.iter().map(|level| level.code()).collect::<Vec<_>>().join(", "))
                }
            },
            SettingKind::TimeOfDay => match NaiveTime::parse_from_str(trimmed, "%H:%M") {
                Ok(time) => Ok(time.format("%H:%M").to_string()),
                Err(_) => refused("00:00–23:59".to_owned()),
            },
            SettingKind::Switch => match trimmed {
                "on" | "off" => Ok(trimmed.to_owned()),
                _ => refused("on, off".to_owned()),
            },
            SettingKind::Days => match days(trimmed) {
                Some(days) if days.len() <= MAX_DAYS => {
                    Ok(days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
                }
                _ => refused("YYYY-MM-DD YYYY-MM-DD …".to_owned()),
            },
            SettingKind::Name if trimmed.chars().count() <= MAX_NAME => Ok(trimmed.to_owned()),
            SettingKind::Name => refused(format!("0–{MAX_NAME}")),
        }
    }
}

/// The days of a list, each once and in their order; none when one of them is no day.
fn days(text: &str) -> Option<Vec<NaiveDate>> {
    let mut days = text.split_whitespace().map(|day| day.parse().ok()).collect::<Option<Vec<NaiveDate>>>()?;
    days.sort_unstable();
    days.dedup();
    Some(days)
}

/// The shared rules with their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Minutes from referral to offer.
    pub response_minutes: i64,
    /// Whether the clock runs while a decision is awaited.
    pub runs_while_awaiting: bool,
    /// When the offices open.
    pub office_from: NaiveTime,
    /// When the offices close.
    pub office_to: NaiveTime,
    /// When an evening becomes a night: no source says, so each region does.
    pub night_from: NaiveTime,
    /// Days the region has closed besides weekends and public holidays.
    pub closed_days: Vec<NaiveDate>,
    /// Seconds a hold lasts.
    pub hold_seconds: i64,
    /// Minutes after which the municipality is phoned about an offer.
    pub call_back_minutes: i64,
    /// Hours a confirmation is fresh.
    pub fresh_hours: i64,
    /// Idle minutes before the screen locks.
    pub lock_minutes: i64,
    /// Whether the authority has turned erasure on.
    pub purge_is_on: bool,
    /// Days from the end of a call to the erasure of what names people.
    pub purge_days: i64,
    /// How many places of single units must be available, where the region set it.
    pub unit_targets: BTreeMap<UnitId, i64>,
    /// How ready the region has to be.
    pub readiness: Readiness,
    /// How many places of each group must be available at that level.
    pub preparedness: Vec<(CapacityGroup, i64)>,
    /// The departments that serve municipalities, as far as the region has named them.
    pub departments: BTreeMap<MunicipalityNumber, String>,
}

impl Rules {
    /// The rules by a look-up of values the region has set. A value that is no longer allowed counts as
    /// not set.
    pub fn from_lookup(value_of: impl Fn(&str) -> Option<String>) -> Self {
        let text = |key: &str| {
            let Ok(setting) = setting(key) else { return String::new() };
            let kept = value_of(key).and_then(|value| setting.check(&value).ok());
            kept.unwrap_or_else(|| setting.default.to_owned())
        };
        let number = |key: &str| text(key).parse().unwrap_or_default();
        let readiness = Readiness::from_code(&text("readiness.level")).unwrap_or(Readiness::Normal);
        let target = |group: &CapacityGroup| {
            let of_level = text(&format!("preparedness.{}.{}", group.code(), readiness.code()));
            of_level.parse().unwrap_or_else(|_| number(&format!("preparedness.{}", group.code())))
        };
        let time = |key: &str| NaiveTime::parse_from_str(&text(key), "%H:%M").unwrap_or_default();
        Self {
            response_minutes: number("response.minutes"),
            runs_while_awaiting: text("response.runs_while_awaiting") == "on",
            office_from: time("office.from"),
            office_to: time("office.to"),
            night_from: time("shift.night_from"),
            closed_days: days(&text("office.closed_days")).unwrap_or_default(),
            hold_seconds: number("hold.seconds"),
            call_back_minutes: number("offer.call_back_minutes"),
            fresh_hours: number("places.fresh_hours"),
            lock_minutes: number("lock.idle_minutes"),
            purge_is_on: text("purge.on") == "on",
            purge_days: number("purge.days"),
            readiness,
            preparedness: CapacityGroup::ALL.iter().map(|group| (*group, target(group))).collect(),
            departments: BTreeMap::new(),
            unit_targets: BTreeMap::new(),
        }
    }
}
