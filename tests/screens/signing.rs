//! The windows that sign a handover: to whom, what changes hands, and what should be seen before.

use akuttvakt::app::key::{Code, Key};
use akuttvakt::domain::case_watch::{WatchChange, WatchLevel};
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::offer::Answer;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::handover::{to_give, to_receive};
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
    let lines = screen.lines().filter_map(|line| line.split('│').max_by_key(|part| part.chars().count()));
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
    assert!(said.contains("1 er din fra nå.") && said.contains("2 følger med til orientering."), "{said}");
    rig.keys("alt er gjentatt\r");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("er mottatt. Én sak og ingen oppgaver er dine fra nå."), "{screen}");
    let owners: Vec<_> =
        rig.model.view.as_ref().unwrap().board.calls.iter().map(|call| &call.owner).collect();
    assert_eq!(format!("{owners:?}"), r#"[Adviser("Kari Nordby"), Adviser("Tove Haug")]"#);
}

const OVERTAKEN: &str = "Noe er endret siden sammendraget ble skrevet: les over.";

/// The summary that would be signed now.
fn summary(rig: &Rig) -> String {
    use akuttvakt::app::form::FieldId;
    use akuttvakt::app::model::Overlay;
    match rig.model.overlays.last() {
        Some(Overlay::Handover(window)) => window.form.text(FieldId::Summary).unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_summary_written_on_what_has_changed_since_says_so_before_it_is_signed() {
    let mut rig = to_give();
    rig.keys("6m\t Ring Gjøvik.");
    assert!(!words(&mut rig).contains(OVERTAKEN), "{}", words(&mut rig));
    // While the window stands open.
    rig.second("Tove Haug").register("gran bvt j4 4-2 bh -20m", night());
    rig.refresh();
    assert!(words(&mut rig).contains(OVERTAKEN), "{}", words(&mut rig));
    assert!(
        summary(&rig).starts_with("2 åpne saker") && summary(&rig).ends_with("Ring Gjøvik."),
        "typed words stay"
    );
    // Kept over Esc and the end of the process.
    rig.keys("\u{1b}m");
    assert!(words(&mut rig).contains(OVERTAKEN), "{}", words(&mut rig));
    rig.restart();
    rig.keys("6m");
    assert!(words(&mut rig).contains(OVERTAKEN), "{}", words(&mut rig));
    assert_snapshot!("sign_overtaken_80x24", rig.screen(80, 24));
}

#[test]
fn time_alone_overtakes_no_summary_and_a_level_does() {
    let mut rig = to_give();
    rig.keys("6m\t Ring Gjøvik.\u{1b}");
    rig.later(TimeDelta::minutes(5));
    rig.keys("m");
    assert!(!words(&mut rig).contains(OVERTAKEN), "{}", words(&mut rig));
    rig.keys("\u{1b}");
    for (level, is_overtaken) in [(WatchLevel::Critical, true), (WatchLevel::Watch, false)] {
        rig.by_hand(&Command::SetWatch(Box::new(WatchChange::level(CallId(2), level))));
        rig.refresh();
        rig.keys("m");
        assert_eq!(words(&mut rig).contains(OVERTAKEN), is_overtaken, "{}", words(&mut rig));
        rig.keys("\u{1b}");
    }
}

#[test]
fn a_summary_nobody_touched_is_made_anew() {
    let mut rig = to_give();
    rig.keys("6m");
    assert!(summary(&rig).starts_with("2 åpne saker"));
    rig.second("Tove Haug").register("gran bvt j4 4-2 bh -20m", night());
    rig.refresh();
    assert!(summary(&rig).starts_with("3 åpne saker"), "{}", summary(&rig));
    // Nor when only the note was written.
    rig.keys("\t\tnotat\u{1b}");
    rig.second("Ida Berg").register("moss bvt j4 4-2 bh -20m", night());
    rig.refresh();
    rig.keys("m");
    assert!(summary(&rig).starts_with("4 åpne saker"), "{}", summary(&rig));
    assert!(!words(&mut rig).contains(OVERTAKEN));
}

#[test]
fn the_made_summary_tells_what_is_over_awaited_on_the_way_and_late() {
    let mut rig = Rig::with_places();
    rig.by_hand(&Command::StartShift);
    rig.register("hamar bvv j9 4-2 bh -185m", night());
    let awaited = rig.register("gran bvt j9 4-2 bh -30m", night());
    rig.by_hand(&Command::Offer(Box::new(OfferDraft::new(awaited, PlaceId(1)))));
    let accepted = rig.register("moss bvt g7 4-2 bh -50m", night());
    let Outcome::Offered { offer, .. } =
        rig.by_hand(&Command::Offer(Box::new(OfferDraft::new(accepted, PlaceId(3)))))
    else {
        panic!()
    };
    rig.by_hand(&Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    rig.register("halden bvt g8 4-2 bh -20m", night());
    rig.by_hand(&Command::PromiseCallBack { call: awaited, due_at: night() + TimeDelta::minutes(5) });
    rig.later(TimeDelta::minutes(20));
    rig.refresh();
    rig.keys("6m");
    let made = summary(&rig);
    for part in [
        "1 (jente 9), over fristen 01:32 uten tilbud.",
        "2 (jente 9, tilbud gitt 02:37, svar ventes)",
        "3 (gutt 7, godtatt, reise ikke avtalt)",
        "Uten tilbud: 4 (gutt 8, frist 04:17).",
        "1 oppgave er forsinket.",
    ] {
        assert!(made.contains(part), "{part}: {made}");
    }
    let calm = made.split("Rolige: ").nth(1).unwrap();
    assert!(!calm.contains("1 (jente 9"), "{made}");
    for place in ["Hamar", "Gran", "Moss", "Halden"] {
        assert!(!made.contains(place), "{made}");
    }
}

#[test]
fn to_the_intake_unit_it_says_when_that_opens_and_what_comes_before() {
    let mut rig = to_give();
    rig.keys("6mi");
    let said = words(&mut rig);
    let line = "Inntaksenheten åpner man 23.11 08:00. Før det: 1 kritisk sak, 1 løfte om å ringe (04:07).";
    assert!(said.contains(line), "{said}");
    assert_snapshot!("sign_to_intake_80x24", rig.screen(80, 24));
    rig.keys("p");
    assert!(!words(&mut rig).contains("Inntaksenheten åpner"));
}

#[test]
fn in_office_hours_the_intake_unit_is_open() {
    let mut rig = to_give();
    // Monday at ten.
    rig.later(TimeDelta::minutes(55 * 60 + 23));
    rig.keys("6mi");
    assert!(words(&mut rig).contains("til inntaksenheten"), "{}", words(&mut rig));
    assert!(!words(&mut rig).contains("Inntaksenheten åpner"), "{}", words(&mut rig));
}

#[test]
fn what_was_meant_for_another_says_so() {
    let mut rig = Rig::with_places();
    let mut per = rig.second("Per Sæther");
    rig.second("Tove Haug");
    per.by_hand(&Command::StartShift);
    per.register("lillestrøm bvv g15 4-4 inst -72m tlf 00000000", night());
    let to = HandoverTo::Adviser("Tove Haug".to_owned());
    per.by_hand(&Command::SignHandover(Box::new(HandoverDraft { to, summary: None, note: None })));
    rig.refresh();
    rig.keys("6\rm");
    assert!(rig.screen(80, 24).contains("! Denne var til Tove H."), "{}", rig.screen(80, 24));
    let mut rig = to_receive();
    rig.keys("6\r\rm");
    assert!(!rig.screen(80, 24).contains("Denne var til"), "{}", rig.screen(80, 24));
}

#[test]
fn signing_while_another_shift_waits_for_me_says_so() {
    let mut rig = to_receive();
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    rig.keys("6\tm");
    let line = "! Vakta fra Per S. venter på at du mottar den.";
    assert!(rig.screen(80, 24).contains(line), "{}", rig.screen(80, 24));
    let mut rig = to_give();
    rig.keys("6m");
    assert!(!rig.screen(80, 24).contains("venter på at du"));
}

#[test]
fn the_cases_stay_readable_above_what_is_repeated() {
    let mut rig = to_receive();
    rig.keys("6\r\rm");
    for (width, height) in [(120, 36), (80, 24)] {
        let screen = rig.screen(width, height);
        let row = |text: &str| {
            screen.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}: {screen}"))
        };
        assert!(row("leverandør ringer") < row("Motta vakta fra Per S."), "{screen}");
        assert!(row("følg med") < row("Motta vakta fra Per S."), "{screen}");
        assert!(row("er dine fra nå") > height as usize - 8, "{screen}");
    }
    // The page is read on while it is repeated.
    rig.keys("gutten først ↓");
    assert_eq!(rig.model.handover.marked_call(), Some(CallId(2)));
    for _ in 0..2 {
        rig.press(Key::plain(Code::PageDown));
    }
    assert!(rig.screen(80, 24).contains("Notat"), "{}", rig.screen(80, 24));
    assert!(rig.screen(80, 24).contains("gutten først"));
    assert!(!rig.commands.iter().any(|command| matches!(command, Command::ReceiveHandover { .. })));
}
