//! The windows that sign a handover: to whom, what changes hands, and what should be seen before.

use akuttvakt::domain::command::Command;
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::handover::to_give;
use crate::rig::{Rig, night};

/// The line of the field that names the receiver.
fn receiver(rig: &mut Rig) -> String {
    let screen = rig.screen(120, 36);
    let line = screen.lines().find(|line| line.contains("▌Til")).unwrap_or_else(|| panic!("{screen}"));
    line.split("▌Til").nth(1).unwrap().split('▾').next().unwrap().trim().to_owned()
}

fn signed_to(rig: &Rig) -> Option<HandoverTo> {
    match rig.commands.last() {
        Some(Command::SignHandover(draft)) => Some(draft.to.clone()),
        _ => None,
    }
}

#[test]
fn a_letter_goes_through_all_that_begin_with_it_the_intake_unit_too() {
    let mut rig = to_give();
    for name in ["Inger Moe", "Ida Berg"] {
        rig.second(name);
    }
    rig.keys("6m");
    let mut seen = Vec::new();
    for _ in 0..4 {
        rig.keys("i");
        seen.push(receiver(&mut rig));
    }
    assert_eq!(seen[0], "inntaksenheten");
    assert_eq!(seen[3], "inntaksenheten", "{seen:?}");
    seen[1..3].sort();
    assert_eq!(seen[1..3], ["Ida Berg", "Inger Moe"]);
    rig.keys("\r");
    assert_eq!(signed_to(&rig), Some(HandoverTo::IntakeUnit));
}

#[test]
fn who_is_on_duty_stands_first_and_giving_to_someone_else_says_so() {
    let mut rig = to_give();
    rig.second("Ida Berg");
    rig.second("Tove Haug").by_hand(&Command::StartShift);
    rig.refresh();
    rig.keys("6m");
    assert!(rig.screen(120, 36).contains("På vakt nå: Tove Haug."), "{}", rig.screen(120, 36));
    rig.keys("→→");
    assert_eq!(receiver(&mut rig), "Tove Haug · på vakt");
    assert!(!rig.screen(120, 36).contains("er ikke på vakt nå"));
    rig.keys("i");
    assert_snapshot!("sign_not_on_duty_80x24", rig.screen(80, 24));
    assert!(rig.screen(120, 36).contains("! Ida Berg er ikke på vakt nå."), "{}", rig.screen(120, 36));
    rig.keys("\r");
    assert_eq!(signed_to(&rig), Some(HandoverTo::Adviser("Ida Berg".to_owned())), "it is allowed");
}

#[test]
fn a_forgotten_shift_is_nobody_on_duty() {
    let mut rig = to_give();
    rig.second("Tove Haug").by_hand(&Command::StartShift);
    rig.later(TimeDelta::hours(60));
    rig.keys("6mt");
    assert_eq!(receiver(&mut rig), "Tove Haug");
}

#[test]
fn whom_it_is_for_is_kept_with_the_rest() {
    for (key, to) in [("p", HandoverTo::Adviser("Per Sæther".to_owned())), ("i", HandoverTo::IntakeUnit)] {
        let mut rig = to_give();
        rig.keys("6m");
        rig.keys(key);
        rig.keys("\u{1b}m");
        let named = receiver(&mut rig);
        assert!(!named.contains("ikke valgt"), "after Esc: {named}");
        rig.restart();
        rig.keys("6m");
        assert_eq!(receiver(&mut rig), named, "after the process was killed");
        rig.keys("\r");
        assert_eq!(signed_to(&rig), Some(to));
        assert!(rig.now >= night());
    }
}

/// What the window says, in one run of words.
fn words(rig: &mut Rig) -> String {
    let screen = rig.screen(120, 36);
    let lines = screen.lines().filter_map(|line| line.split("│").nth(2).or_else(|| line.split("│").nth(1)));
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

#[test]
fn only_what_changes_hands_is_named_as_given() {
    let mut rig = to_give();
    rig.second("Tove Haug").register("gran bvt j4 4-2 bh -20m", night());
    rig.refresh();
    rig.keys("6mp");
    let said = words(&mut rig);
    assert!(
        said.contains("Enter gir 1, 2 til Per Sæther") && said.contains("7 følger med til orientering."),
        "{said}"
    );
    rig.keys("\r");
    // Whoever has nothing gives nothing.
    let mut rig = Rig::with_places();
    rig.second("Tove Haug").register("gran bvt j4 4-2 bh -20m", night());
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    rig.keys("6mt");
    let said = words(&mut rig);
    assert!(said.contains("Ingen saker skifter eier.") && said.contains("1 følger med"), "{said}");
}

#[test]
fn only_what_becomes_the_receivers_is_named_as_theirs() {
    let mut rig = Rig::with_places();
    let mut per = rig.second("Per Sæther");
    per.by_hand(&Command::StartShift);
    per.register("lillestrøm bvv g15 4-4 inst -72m tlf 00000000", night());
    rig.second("Tove Haug").register("gran bvt j4 4-2 bh -20m", night());
    let to = HandoverTo::Adviser("Kari Nordby".to_owned());
    per.by_hand(&Command::SignHandover(Box::new(HandoverDraft { to, summary: None, note: None })));
    rig.refresh();
    rig.keys("6\r\rm");
    let said = words(&mut rig);
    assert!(said.contains("1 er dine fra nå.") && said.contains("2 følger med til orientering."), "{said}");
    rig.keys("alt er gjentatt\r");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("er mottatt.") && !screen.contains("er dine"), "{screen}");
    let owners: Vec<_> =
        rig.model.view.as_ref().unwrap().board.calls.iter().map(|call| &call.owner).collect();
    assert_eq!(format!("{owners:?}"), r#"[Adviser("Kari Nordby"), Adviser("Tove Haug")]"#);
}
