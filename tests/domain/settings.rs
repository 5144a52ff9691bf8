//! Shared rules of a region: limits, written forms, and what counts until a region sets another.

use akuttvakt::domain::preparedness::CapacityGroup;
use akuttvakt::domain::refusal::BadValue;
use akuttvakt::domain::settings::{Rules, SETTINGS, SettingKind, setting};

#[test]
fn every_default_is_an_allowed_value_in_its_one_written_form() {
    for setting in SETTINGS {
        assert_eq!(setting.check(setting.default).as_deref(), Ok(setting.default), "{}", setting.key);
    }
}

#[test]
fn names_are_there_once() {
    for (at, one) in SETTINGS.iter().enumerate() {
        assert!(SETTINGS[..at].iter().all(|other| other.key != one.key), "{} is there twice", one.key);
        assert_eq!(setting(one.key), Ok(one));
    }
}

#[test]
fn a_name_that_is_not_there_is_refused() {
    assert_eq!(setting("response.minute"), Err(BadValue::UnknownSetting("response.minute".to_owned())));
}

#[test]
fn a_number_is_held_to_its_limits_both_included() {
    for setting in SETTINGS {
        let SettingKind::Number { min, max } = setting.kind else { continue };
        for inside in [min, max] {
            assert_eq!(setting.check(&inside.to_string()), Ok(inside.to_string()), "{}", setting.key);
        }
        for outside in [min - 1, max + 1] {
            let refused = BadValue::Setting {
                key: setting.key,
                value: outside.to_string(),
                allowed: format!("{min}–{max}"),
            };
            assert_eq!(setting.check(&outside.to_string()), Err(refused), "{}", setting.key);
        }
        for text in ["", "ti", "1.5", "99999999999999999999"] {
            assert!(setting.check(text).is_err(), "{} takes «{text}»", setting.key);
        }
    }
}

#[test]
fn values_are_kept_in_one_written_form() {
    let kept = |key, value| setting(key).and_then(|setting| setting.check(value));
    assert_eq!(kept("response.minutes", " 090 ").as_deref(), Ok("90"));
    assert_eq!(kept("office.from", "7:5").as_deref(), Ok("07:05"));
    assert_eq!(kept("response.runs_while_awaiting", " off ").as_deref(), Ok("off"));
}

#[test]
fn a_time_of_day_exists_on_the_clock_and_a_switch_is_on_or_off() {
    for (key, values) in [
        ("office.from", &["24:00", "12:60", "12", "", "12:00:00"][..]),
        ("response.runs_while_awaiting", &["ja", "true", "ON", ""]),
    ] {
        for value in values {
            let checked = setting(key).and_then(|setting| setting.check(value));
            assert!(matches!(checked, Err(BadValue::Setting { .. })), "{key} takes «{value}»");
        }
    }
}

#[test]
fn until_a_region_sets_others_the_rules_are_those_of_the_routine() {
    let rules = Rules::from_lookup(|_| None);
    assert_eq!(rules.response_minutes, 120, "routine step 3: two hours");
    assert!(rules.runs_while_awaiting);
    assert_eq!(rules.hold_seconds, 15 * 60);
    assert_eq!(rules.call_back_minutes, 30);
    assert_eq!(rules.fresh_hours, 24);
    assert_eq!(rules.lock_minutes, 5);
    let groups: Vec<_> = rules.preparedness.iter().map(|(group, _)| *group).collect();
    assert_eq!(groups, CapacityGroup::ALL, "every group is shown, with a target or without");
    let targets: Vec<_> = rules.preparedness.iter().map(|(_, target)| *target).collect();
    assert_eq!(targets, [10, 3, 4, 1, 1]);
}

#[test]
fn what_the_region_sets_is_what_counts() {
    let set = |key: &str| match key {
        "response.minutes" => Some("90".to_owned()),
        "response.runs_while_awaiting" => Some("off".to_owned()),
        "preparedness.acute_care" => Some("7".to_owned()),
        _ => None,
    };
    let rules = Rules::from_lookup(set);
    assert_eq!((rules.response_minutes, rules.runs_while_awaiting), (90, false));
    assert!(rules.preparedness.contains(&(CapacityGroup::AcuteCare, 7)));
    assert_eq!(rules.hold_seconds, 900);
}

#[test]
fn a_kept_value_that_is_no_longer_allowed_counts_as_not_set() {
    for damaged in ["", "mange", "-5", "99999"] {
        let rules = Rules::from_lookup(|_| Some(damaged.to_owned()));
        assert_eq!(rules, Rules::from_lookup(|_| None), "«{damaged}»");
    }
}

#[test]
fn a_level_of_readiness_has_its_own_targets_where_they_are_set() {
    use akuttvakt::domain::ids::UnitId;
    use akuttvakt::domain::settings::{Readiness, target_unit_of, unit_target_key};
    let rules = |level: &'static str| {
        Rules::from_lookup(move |key| match key {
            "readiness.level" => Some(level.to_owned()),
            "preparedness.home_child" => Some("8".to_owned()),
            "preparedness.home_child.high" => Some("14".to_owned()),
            "preparedness.home_youth.raised" => Some(String::new()),
            _ => None,
        })
    };
    let child = |rules: &Rules| rules.preparedness[0].1;
    assert_eq!((child(&rules("normal")), child(&rules("raised")), child(&rules("high"))), (8, 8, 14));
    assert_eq!(rules("raised").preparedness[1].1, 3, "nothing set means the usual target");
    assert_eq!((rules("high").readiness, rules("x").readiness), (Readiness::High, Readiness::Normal));
    assert_eq!(target_unit_of("preparedness.unit.12"), Some(UnitId(12)));
    assert_eq!(unit_target_key(UnitId(12)), "preparedness.unit.12");
    for wrong in
        ["preparedness.unit.", "preparedness.unit.0", "preparedness.unit.012", "preparedness.unit.-1"]
    {
        assert_eq!(target_unit_of(wrong), None, "{wrong}");
    }
    assert_eq!(setting("preparedness.home_child.high").and_then(|one| one.check("")).as_deref(), Ok(""));
    assert!(setting("preparedness.unit.3").and_then(|one| one.check("501")).is_err());
}
