//! Arrived, moved, ended: from the accepted offer to the end of a stay, with keys.

use akuttvakt::app::key::Code;
use akuttvakt::app::model::Overlay;
use akuttvakt::app::{Msg, next_change};
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind};
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::placement::{PlacementPlan, StayEnd, StayEnding, StayViews};
use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;

use crate::rig::{Rig, night};

/// Offers a place and has it accepted, behind the app's back.
fn accept(rig: &mut Rig, call: CallId, place: i64) -> OfferId {
    let Outcome::Offered { offer, .. } =
        rig.by_hand(&Command::Offer(Box::new(OfferDraft::new(call, PlaceId(place)))))
    else {
        panic!("not offered")
    };
    let (answer, reason) = (Answer::Accepted, None);
    rig.by_hand(&Command::Answer { offer, answer, reason, by: None, note: None });
    offer
}

/// A girl of nine from Ringsaker is to come to Furuly; her call is marked.
fn accepted() -> Rig {
    let mut rig = Rig::with_places();
    let call = rig.register("ringsaker bvv j9 4-2 bh -10m tlf 00000000", night());
    accept(&mut rig, call, 1);
    rig.refresh();
    rig
}

/// She lives there, and her call is closed.
fn placed() -> Rig {
    let mut rig = accepted();
    rig.by_hand(&Command::Arrive { offer: OfferId(1), at: None });
    rig.refresh();
    rig
}

fn plan(rig: &mut Rig, at: DateTime<Utc>) {
    let plan = PlacementPlan { expected_at: Some(at), ..PlacementPlan::new(OfferId(1)) };
    rig.by_hand(&Command::PlanPlacement(Box::new(plan)));
    rig.refresh();
}

fn call_at(hour: u32, minute: u32) -> DateTime<Utc> {
    night() + TimeDelta::minutes(i64::from(hour * 60 + minute) - (2 * 60 + 37))
}

fn wide(rig: &mut Rig) -> String {
    rig.screen(120, 36)
}

#[test]
fn two_keys_tell_that_the_child_has_arrived() {
    let mut rig = accepted();
    rig.keys("p");
    assert_snapshot!("arrived_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert_eq!(rig.commands, [Command::Arrive { offer: OfferId(1), at: None }]);
    assert!(rig.model.overlays.is_empty());
    let call = rig.model.view.as_ref().unwrap().board.call(CallId(1)).unwrap().clone();
    assert_eq!(call.close_reason, Some(CloseReason::Placed));
}

#[test]
fn an_arrival_may_be_told_later_and_the_border_says_when() {
    let mut rig = accepted();
    rig.later(TimeDelta::minutes(90));
    rig.keys("pf0340");
    assert!(wide(&mut rig).contains("Enter framme på Furuly 03:40"), "{}", wide(&mut rig));
    rig.keys("\r");
    assert_eq!(rig.commands, [Command::Arrive { offer: OfferId(1), at: Some(call_at(3, 40)) }]);
}

#[test]
fn a_journey_is_agreed_and_the_board_tells_it() {
    let mut rig = accepted();
    assert!(wide(&mut rig).contains("gjør: avtal reisen, p"));
    rig.keys("pa0900\t1030\tdrosje\tmedisin for natten\t-10m\t99887766");
    assert_snapshot!("plan_120x36", wide(&mut rig));
    rig.keys("\r");
    assert_eq!(
        rig.commands,
        [Command::PlanPlacement(Box::new(PlacementPlan {
            driver: Some("drosje".to_owned()),
            leaves_at: Some(call_at(9, 0)),
            expected_at: Some(call_at(10, 30)),
            medicines: Some("medisin for natten".to_owned()),
            unit_told_at: Some(night() - TimeDelta::minutes(10)),
            night_number: Some("99887766".to_owned()),
            ..PlacementPlan::new(OfferId(1))
        }))]
    );
    let screen = wide(&mut rig);
    assert!(screen.contains("1 Ringsaker · bvv        ventes 10:30"), "{screen}");
    assert!(screen.contains("reiser 09:00 · ventes 10:30"), "{screen}");
    let narrow = rig.screen(80, 24);
    assert!(narrow.contains("ventes 10:30  reiser 09:00"), "{narrow}");
    // What is agreed stands in the fields while they are empty, and a hyphen removes what was told.
    rig.keys("pa");
    let screen = wide(&mut rig);
    for told in ["09:00 (skriv", "10:30 (skriv", "drosje (skriv", "notert og skjult"] {
        assert!(screen.contains(told), "{told}\n{screen}");
    }
    assert!(!screen.contains("99887766"), "{screen}");
    rig.code(Code::F(3));
    assert!(!wide(&mut rig).contains("drosje"), "hidden with one key");
    rig.keys("\t\t-\r");
    let driver = match rig.commands.last() {
        Some(Command::PlanPlacement(plan)) => plan.driver.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(driver.as_deref(), Some(""));
}

#[test]
fn an_arrival_that_is_late_is_said_at_its_moment_and_marked_an_hour_after() {
    let mut rig = accepted();
    rig.now = night() + TimeDelta::seconds(17);
    let expected = rig.now + TimeDelta::minutes(30);
    plan(&mut rig, expected);
    let mut at = |moment: DateTime<Utc>| {
        rig.now = moment - TimeDelta::milliseconds(1);
        rig.send(Msg::TimePassed);
        assert_eq!(next_change(&rig.model), moment, "the loop wakes for it");
        let before = wide(&mut rig);
        rig.now = moment;
        rig.send(Msg::TimePassed);
        (before, wide(&mut rig), rig.screen(80, 24))
    };
    let (before, after, narrow) = at(expected);
    assert!(before.contains("godtatt, ventes 03:07") && !before.contains("ikke framme"), "{before}");
    assert!(after.contains("  ventes 03:07, ikke bekreftet") && !after.contains("! ikke"), "{after}");
    assert!(narrow.contains("ikke framme"), "{narrow}");
    let (before, after, narrow) = at(expected + TimeDelta::minutes(60));
    assert!(!before.contains("! ventes 03:07"), "{before}");
    assert!(after.contains("! ventes 03:07, ikke bekreftet"), "{after}");
    assert!(after.contains("!04:07  ring Furuly: er barnet framm"), "{after}");
    assert!(narrow.contains("! ikke framme"), "{narrow}");
}

#[test]
fn the_loop_wakes_for_a_late_arrival_whatever_became_of_its_follow_up() {
    let mut rig = accepted();
    rig.now = night() + TimeDelta::seconds(17);
    let expected = rig.now + TimeDelta::minutes(30);
    plan(&mut rig, expected);
    let follow_ups = &rig.model.view.as_ref().unwrap().board.follow_ups;
    let asked = follow_ups.iter().find(|known| known.kind == FollowUpKind::Arrival).unwrap().id;
    rig.now = night() + TimeDelta::minutes(1);
    rig.by_hand(&Command::EndFollowUp { follow_up: asked, end: FollowUpEnd::Dropped });
    for moment in [expected, expected + TimeDelta::minutes(60)] {
        rig.now = moment - TimeDelta::milliseconds(1);
        rig.refresh();
        assert_eq!(next_change(&rig.model), moment);
    }
}

#[test]
fn a_child_that_comes_another_day_has_not_arrived_by_a_slip() {
    let mut rig = accepted();
    plan(&mut rig, call_at(26, 0));
    rig.keys("p\r");
    assert!(rig.commands.is_empty() && wide(&mut rig).contains("Skriv det som er avtalt"));
    rig.later(TimeDelta::days(1));
    rig.keys("\u{1b}p\r");
    assert_eq!(rig.commands, [Command::Arrive { offer: OfferId(1), at: None }], "on its day it has");
}

#[test]
fn what_cannot_be_meant_keeps_the_window_and_what_was_typed() {
    for (keys, said) in [
        ("pasnart\r", "«snart» er ikke et klokkeslett"),
        ("pa\t\t\t\t1.12 0800\r", "! "),
        ("pa\r", "Skriv det som er avtalt"),
        ("pi\r", "Skriv hvorfor det ikke ble noe av."),
        ("pf0240\r", "! "),
    ] {
        let mut rig = accepted();
        rig.keys(keys);
        let screen = rig.screen(80, 24);
        assert!(screen.contains(said), "{keys}\n{screen}");
        assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Placement(_)]), "{keys}");
        assert!(rig.commands.is_empty(), "{keys}");
    }
}

#[test]
fn an_offer_that_comes_to_nothing_frees_the_place_and_the_call_waits_again() {
    let mut rig = accepted();
    rig.keys("pi");
    assert_snapshot!("fall_through_80x24", rig.screen(80, 24));
    rig.keys("hjemmet ble sykt\r");
    let reason = "hjemmet ble sykt".to_owned();
    assert_eq!(rig.commands, [Command::FallThrough { offer: OfferId(1), reason }]);
    let screen = wide(&mut rig);
    assert!(screen.contains("Furuly      BH stat     0 6–12  2 av 2"), "{screen}");
    assert!(screen.contains("uten plass"), "{screen}");
    rig.keys("p");
    assert!(wide(&mut rig).contains("1 har ikke godtatt noe ennå"), "{}", wide(&mut rig));
}

#[test]
fn a_stay_ends_from_the_list_of_places_and_the_call_it_fits_is_told() {
    let mut rig = placed();
    // The other place of Furuly is shut, and a girl of six in Ringsaker gets none that suits.
    rig.by_hand(&Command::SetPlace {
        place: PlaceId(2),
        state: akuttvakt::domain::unit::PlaceState::Holiday,
        reason: None,
    });
    let waiting = rig.register("ringsaker bvt j6 4-2 bh -5m", night());
    rig.refresh();
    rig.keys("2");
    while rig.model.places.marked_row().is_none_or(|row| row.place != PlaceId(1)) {
        if wide(&mut rig).contains("Enter åpner") && !rig.model.places.is_occupied_open() {
            rig.code(Code::End);
            rig.keys("\r");
        }
        rig.keys("↓");
    }
    rig.later(TimeDelta::days(2));
    let screen = wide(&mut rig);
    assert!(screen.contains("1 · jente 9 siden lør 21.11 02:37"), "{screen}");
    rig.keys("p");
    let screen = wide(&mut rig);
    assert!(screen.contains("1 · jente 9 · bor der") && screen.contains("bodd der 2 døgn"), "{screen}");
    assert_snapshot!("end_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(wide(&mut rig).contains("Velg hvordan oppholdet sluttet."));
    rig.keys("u\r");
    assert!(wide(&mut rig).contains("flytting som ikke var planlagt: skriv hva som skjedde."));
    rig.keys("gikk hjem i natt\r");
    let (at, end, note) = (None, StayEnd::UnplannedMove, Some("gikk hjem i natt".to_owned()));
    assert_eq!(
        rig.commands,
        [Command::EndPlacement(Box::new(StayEnding { child: ChildId(1), at, end, note }))]
    );
    let screen = wide(&mut rig);
    assert!(screen.contains("Furuly er ledig igjen etter 2 døgn. Passer for 2."), "{screen}");
    // On the board the call says so until the place is offered, and its key goes to the place.
    rig.keys("1↓");
    let screen = wide(&mut rig);
    assert_eq!(rig.model.marks.call(), Some(waiting));
    assert!(screen.contains("  Furuly er ledig igjen"), "{screen}");
    assert!(screen.contains("▏ Furuly"), "its place is marked:\n{screen}");
    assert!(rig.screen(80, 24).contains("Furuly er ledig igjen"));
    rig.keys("okort vei\r");
    assert!(!wide(&mut rig).contains("ledig igjen"), "{}", wide(&mut rig));
}

#[test]
fn a_place_that_came_free_is_marked_once_and_the_advisers_own_mark_stays() {
    let mut rig = Rig::with_places();
    rig.register("hamar bvv j9 4-2 bh -10m", night());
    let other = rig.register("ringsaker bvt j8 4-2 bh -5m", night());
    rig.refresh();
    rig.keys("↓");
    let first = rig.model.marks.unit();
    rig.keys("↑");
    // Bråten is shut and free again: it is told to both.
    for state in [akuttvakt::domain::unit::PlaceState::Holiday, akuttvakt::domain::unit::PlaceState::Free] {
        rig.by_hand(&Command::SetPlace { place: PlaceId(6), state, reason: None });
    }
    rig.refresh();
    let told = |rig: &Rig| {
        let follow_ups = &rig.model.view.as_ref().unwrap().board.follow_ups;
        follow_ups.iter().filter(|told| told.kind == FollowUpKind::PlaceFree).count()
    };
    assert_eq!(told(&rig), 2);
    rig.keys("↓");
    let freed = rig.model.marks.unit();
    assert_ne!(freed, first);
    let name = rig.model.view.as_ref().unwrap().board.unit(freed.unwrap()).unwrap().name.clone();
    assert_eq!((name.as_str(), rig.model.marks.call()), ("Bråten", Some(other)));
    rig.keys("\t↑↑↑\u{1b}↑↓");
    assert_eq!(rig.model.marks.unit(), first, "the adviser went back to the first");
}

#[test]
fn siblings_apart_have_a_journey_each_and_the_arrows_choose() {
    let mut rig = Rig::with_places();
    let call = rig.register("ringsaker bvv j9+g7 delt 4-2 bh -10m", night());
    accept(&mut rig, call, 1);
    accept(&mut rig, call, 3);
    rig.refresh();
    rig.keys("p↓");
    assert_snapshot!("siblings_80x24", rig.screen(80, 24));
    rig.keys("\ta\tdrosje til");
    assert!(wide(&mut rig).contains("drosje til"));
    // What is typed about one is kept while the other is looked at.
    rig.code(Code::PageUp);
    assert!(!wide(&mut rig).contains("drosje til"));
    rig.keys("\r");
    assert_eq!(rig.commands, [Command::Arrive { offer: OfferId(1), at: None }]);
    assert!(rig.model.view.as_ref().unwrap().call_row(call).is_some(), "her brother is still to come");
    rig.keys("p");
    assert!(wide(&mut rig).contains("▸gutt 7 · Solbakken · ankomst ikke avtalt"), "{}", wide(&mut rig));
    assert!(wide(&mut rig).contains("drosje til"));
    rig.keys("↓");
    assert!(wide(&mut rig).contains("▸jente 9 · Furuly · bor der"), "{}", wide(&mut rig));
}

#[test]
fn a_window_that_is_left_keeps_what_was_typed_over_a_restart() {
    let mut rig = accepted();
    rig.keys("pa\t\tdrosje fra Hamar\u{1b}");
    assert!(!wide(&mut rig).contains("drosje"), "not on the board");
    rig.restart();
    rig.keys("p");
    assert!(wide(&mut rig).contains("drosje fra Hamar"), "{}", wide(&mut rig));
    rig.keys("\r");
    rig.restart();
    rig.keys("pa");
    assert!(wide(&mut rig).contains("drosje fra Hamar (skriv for å endre"), "saved, and no draft is left");
}

#[test]
fn who_lives_at_a_unit_is_told_by_number_and_age_and_nothing_of_a_protected_address() {
    let mut rig = accepted();
    let secret = rig.register("stor-elvdal bvt g8 4-2 bh kode6 -5m", night());
    accept(&mut rig, secret, 2);
    rig.refresh();
    rig.keys("2fFuruly\r");
    let screen = wide(&mut rig);
    assert!(screen.contains("1 · jente 9 ventes, ingen tid"), "{screen}");
    rig.keys("p");
    let screen = wide(&mut rig);
    assert!(screen.contains("▸1 · jente 9 · ankomst ikke avtalt"), "{screen}");
    assert!(screen.contains(" 2 · skjermet, kode 6 · ankomst ikke avtalt"), "{screen}");
    assert!(!screen.contains("gutt 8") && !screen.contains("Stor-Elvdal"), "{screen}");
    rig.keys("\u{1b}\u{1b}2fVika\rp");
    assert!(wide(&mut rig).contains("ingen bor der eller er ventet"), "{}", wide(&mut rig));
}

#[test]
fn a_stay_that_is_over_is_evaluated_long_after_its_call() {
    let mut rig = placed();
    rig.now += TimeDelta::days(40);
    let (child, at, end) = (ChildId(1), None, StayEnd::Home);
    rig.by_hand(&Command::EndPlacement(Box::new(StayEnding { child, at, end, note: None })));
    rig.refresh();
    assert!(rig.model.view.as_ref().unwrap().board.call(CallId(1)).is_none(), "it has left the board");
    rig.keys("3p");
    assert_snapshot!("evaluation_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(wide(&mut rig).contains("Skriv hva barnet eller foreldrene sier"));
    rig.keys("fint med hund\tde fikk god beskjed\r");
    let views = StayViews {
        child,
        child_view: Some("fint med hund".to_owned()),
        parents_view: Some("de fikk god beskjed".to_owned()),
    };
    assert_eq!(rig.commands, [Command::EvaluatePlacement(Box::new(views))]);
    rig.keys("p");
    assert!(wide(&mut rig).contains("fint med hund (skriv for å endre"));
}

#[test]
fn a_long_view_stands_in_two_lines_and_the_cursor_is_seen() {
    let mut rig = placed();
    rig.keys("3py");
    let words: Vec<String> = (10..60).map(|n| format!("tekst{n}")).collect();
    rig.keys(&words.join(" "));
    let screen = rig.screen(80, 24);
    assert!(screen.contains("tekst59") && !screen.contains("tekst10"), "{screen}");
    let rows = screen.lines().filter(|line| line.contains("tekst")).count();
    assert_eq!(rows, 2, "{screen}");
    rig.code(Code::Home);
    assert!(rig.screen(80, 24).contains("tekst10"));
}

#[test]
fn a_number_for_the_night_and_who_agreed_are_shown_once_revealed() {
    let mut rig = Rig::with_places();
    let call = rig.register("ringsaker bvv j9+g7 4-2 bh -10m", night());
    rig.by_hand(&Command::SplitSiblings(Box::new(akuttvakt::domain::command::SiblingSplit {
        call,
        agreed_by: "Åse Ås".to_owned(),
        agreed_at: None,
        reason: "hver sin".to_owned(),
    })));
    accept(&mut rig, call, 1);
    let night_number = Some("99887766".to_owned());
    rig.by_hand(&Command::PlanPlacement(Box::new(PlacementPlan {
        night_number,
        ..PlacementPlan::new(OfferId(1))
    })));
    rig.refresh();
    let seen = |rig: &mut Rig| {
        let screen = wide(rig);
        (screen.contains("99 88 77 66") || screen.contains("99887766"), screen.contains("Åse Ås"))
    };
    for keys in ["", "p", "\u{1b}\r"] {
        rig.keys(keys);
        assert_eq!(seen(&mut rig), (false, false), "{keys}");
    }
    rig.keys("v");
    assert_eq!(seen(&mut rig), (true, true), "in the timeline: {}", wide(&mut rig));
    rig.keys("v\u{1b}v");
    assert_eq!(seen(&mut rig), (true, true), "in the window of names: {}", wide(&mut rig));
    rig.keys("\u{1b}t");
    assert_eq!(seen(&mut rig), (true, false), "among the phone numbers: {}", wide(&mut rig));
}

#[test]
fn that_the_place_must_not_be_known_stands_where_the_place_is_told() {
    const BANNER: &str = "! Stedet må ikke bli kjent for foreldre og nettverk.";
    let mut rig = Rig::with_places();
    rig.register("ringsaker bvv j9 4-2 bh -10m", night());
    rig.refresh();
    rig.keys("o");
    assert!(!rig.screen(80, 24).contains(BANNER));
    rig.keys("kort vei\t\t\tn");
    assert!(rig.screen(80, 24).contains(BANNER), "as it is picked: {}", rig.screen(80, 24));
    rig.keys("\rag\r");
    assert!(wide(&mut rig).contains("▌  ! stedet må ikke bli kjent"), "{}", wide(&mut rig));
    rig.keys("p");
    assert!(rig.screen(80, 24).contains(BANNER), "{}", rig.screen(80, 24));
}

#[test]
fn a_request_that_stays_open_says_where_the_child_lives() {
    let mut rig = accepted();
    rig.by_hand(&Command::StayOpen { call: CallId(1), stays_open: true });
    rig.refresh();
    rig.keys("p");
    assert!(wide(&mut rig).contains("1 blir stående åpen."), "{}", wide(&mut rig));
    rig.keys("\r");
    let screen = wide(&mut rig);
    assert!(screen.contains("  bor på Furuly, søker videre"), "{screen}");
    assert!(screen.contains("1 Ringsaker      har plass, står åpen"), "{screen}");
}

#[test]
fn what_is_asked_for_no_more_once_the_child_has_arrived_is_said_before() {
    let mut rig = accepted();
    let due_at = call_at(3, 30);
    rig.by_hand(&Command::PromiseCallBack { call: CallId(1), due_at });
    rig.refresh();
    rig.keys("k+\u{1b}p");
    let screen = rig.screen(80, 24);
    for said in
        ["1 lukkes som plassert.", "Det spørres ikke mer om:", "ring Ringsaker tilbake", "hvorfor denne"]
    {
        assert!(screen.contains(said), "{said}\n{screen}");
    }
    assert!(!screen.contains("etterspør") && !screen.contains("er barnet framme"), "{screen}");
    rig.keys("\r4");
    assert!(wide(&mut rig).contains("etterspør: "), "it is still asked for: {}", wide(&mut rig));
}
