//! One night, by keys alone: three siblings, looked for together, declined for the distance, placed apart.

use akuttvakt::app::key::Code;
use akuttvakt::domain::call::{CallState, CloseReason};
use akuttvakt::domain::child::SiblingRule;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::{CallId, ChildId};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::story::{What, read};
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

const CALL: CallId = CallId(1);

fn siblings(rig: &mut Rig) -> Option<SiblingRule> {
    rig.store.as_mut().unwrap().call_details(CALL).unwrap().call.siblings
}

/// Marks a unit among the places by arrows.
fn mark(rig: &mut Rig, unit: &str) {
    rig.code(Code::Home);
    for _ in 0..12 {
        if rig.screen(120, 36).contains(&format!("o tilby {unit}")) {
            return;
        }
        rig.keys("↓");
    }
    panic!("{unit} is not found\n{}", rig.screen(120, 36));
}

#[test]
fn three_siblings_together_declined_for_distance_then_apart() {
    let mut rig = Rig::with_places();
    rig.keys("nnordre land bvv j9+g6+b2 sammen 4-2 bh -20m nå hjemme tlf 00000000\r");
    assert_eq!(siblings(&mut rig), Some(SiblingRule::Together));
    // Together: only a home with room for three fits, and there is no other child to look for.
    mark(&mut rig, "Solbakken");
    assert!(rig.screen(120, 36).contains("3 søsken 9 6 2"), "{}", rig.screen(120, 36));
    rig.keys("→");
    assert!(rig.screen(120, 36).contains(", deler dem"), "{}", rig.screen(120, 36));
    rig.keys("oen plass til alle tre\r");
    rig.later(TimeDelta::minutes(12));
    rig.keys("anl\tbarnevernsvakta\r");
    assert!(rig.screen(80, 24).contains("takket nei"), "{}", rig.screen(80, 24));

    // The municipality says that they are placed apart: who, when, why.
    rig.keys("\u{1b},d");
    rig.keys("\r");
    assert!(rig.screen(80, 24).contains("Skriv hvem i kommunen som sa det."));
    rig.keys("Anne Ås, vakta\t0245\tnær skolene sine");
    assert_snapshot!("split_80x24", rig.screen(80, 24));
    assert_snapshot!("split_120x36", rig.screen(120, 36));
    rig.keys("\r");
    assert!(rig.model.overlays.is_empty());
    assert_eq!(siblings(&mut rig), Some(SiblingRule::Apart));
    let Some(Command::SplitSiblings(split)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(split.agreed_at, Some(night() + TimeDelta::minutes(8)));

    // Each child in its row; the one whose turn it is, is looked for. Another may come first.
    let board = rig.screen(120, 36);
    assert!(board.contains("▸ jente 9 trenger plass"), "{board}");
    assert!(board.contains("Plasser i 1 for jente 9"), "{board}");
    rig.keys("\t→");
    let board = rig.screen(120, 36);
    assert!(board.contains("▸ gutt 6 trenger plass") && board.contains("Plasser i 1 for gutt 6"), "{board}");
    rig.keys("←");
    mark(&mut rig, "Furuly");
    rig.keys("onær skolen\r");
    rig.later(TimeDelta::minutes(3));
    assert!(rig.screen(80, 24).contains("1 av 3 har tilbud"), "{}", rig.screen(80, 24));
    assert_snapshot!("one_offered_80x24", rig.screen(80, 24));
    assert_snapshot!("one_offered_120x36", rig.screen(120, 36));
    mark(&mut rig, "Bråten");
    rig.keys("onær barnehagen\r");
    mark(&mut rig, "Solbakken");
    rig.keys("otar de minste\r");
    assert!(rig.screen(80, 24).contains("svar ventes"), "{}", rig.screen(80, 24));

    // Three answers: the window says which offer for which child, and the first field picks another.
    rig.keys("a");
    assert_snapshot!("which_offer_80x24", rig.screen(80, 24));
    rig.keys("↑2");
    assert!(rig.screen(80, 24).contains("Gjelder gutt 6."), "{}", rig.screen(80, 24));
    rig.keys("\tnl\r");
    let board = rig.screen(120, 36);
    assert!(board.contains("2 av 3 har tilbud"), "{board}");
    rig.keys("ag\rag\r");
    let board = rig.screen(120, 36);
    assert!(board.contains("venter: gutt 6"), "who still waits:\n{board}");
    assert!(board.contains("jente 9 godtatt, Furuly"), "{board}");
    assert!(rig.screen(80, 24).contains("venter: gutt 6"), "{}", rig.screen(80, 24));
    assert_snapshot!("one_waits_120x36", rig.screen(120, 36));
    rig.later(TimeDelta::minutes(10));
    mark(&mut rig, "Nordstua");
    rig.keys("onærmest av de som er igjen\rag\r");
    let board = rig.screen(120, 36);
    assert!(board.contains("godtatt"), "{board}");
    assert!(board.contains("gutt 6 godtatt, Nordstua"), "{board}");

    // Each child's own clock stopped at its own answer.
    let row = rig.model.view.as_ref().unwrap().call_row(CALL).unwrap().clone();
    let minutes: Vec<i64> =
        row.children.iter().map(|child| child.placeless.elapsed(rig.now).unwrap().num_minutes()).collect();
    assert_eq!(minutes, [35, 45, 35]);

    // The journal tells it without gaps, and never a word of what was told.
    let details = rig.store.as_mut().unwrap().call_details(CALL).unwrap();
    let told = read(&details.timeline, rig.now);
    let count =
        |is_meant: fn(&What) -> bool| told.iter().filter(|happening| is_meant(&happening.what)).count();
    assert_eq!(count(|what| matches!(what, What::Offered { .. })), 5);
    assert_eq!(count(|what| matches!(what, What::Answered { .. })), 5);
    let splits = details.timeline.iter().filter(|line| line.entry.act == Act::Split).count();
    assert!(splits > 0);
    assert_eq!(details.splits.len(), 1);
    assert_eq!(details.splits[0].reason.as_deref(), Some("nær skolene sine"));
    let journal = format!("{:?}", details.timeline);
    assert!(!journal.contains("Anne") && !journal.contains("skole"), "no names, no free text");
    assert_eq!(details.call.state, CallState::Open);
    assert_eq!(details.call.close_reason, None::<CloseReason>);
}

#[test]
fn a_group_that_may_be_split_is_offered_homes_that_take_part_of_it() {
    let mut rig = Rig::with_places();
    rig.register("nordre land bvv j9+g6+b2 kan deles 4-2 bh -20m nå hjemme tlf 00000000", night());
    rig.refresh();
    let board = rig.screen(120, 36);
    let (whole, part) = (board.find("Solbakken").unwrap(), board.find("tar 2 av 3").unwrap());
    assert!(whole < part, "room for all comes first:\n{board}");
    assert_snapshot!("may_split_120x36", board);
    assert_snapshot!("may_split_80x24", rig.screen(80, 24));
    rig.keys("\t");
    mark(&mut rig, "Furuly");
    rig.keys("o");
    let window = rig.screen(120, 36);
    assert!(window.contains("▸2 av 3 får plass her: 2 søsken 9 6"), "{window}");
    assert!(window.contains("Uten tilbud etter dette: barn 2") && !window.contains("I veien"), "{window}");
    rig.keys("nær skolen\r");
    let Some(Command::Offer(draft)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(draft.children, [ChildId(1), ChildId(2)]);
    let view = rig.model.view.as_ref().unwrap();
    assert_eq!(view.looked_for(CALL), Some([ChildId(3)].as_slice()), "the third is looked for now");
    assert!(rig.screen(80, 24).contains("2 av 3 har tilbud"));
}

#[test]
fn the_child_looked_for_first_stays_so_over_a_refresh_until_it_has_its_offer() {
    let mut rig = Rig::with_places();
    rig.register("nordre land bvv j9+g6+b2 delt 4-2 bh -20m nå hjemme tlf 00000000", night());
    rig.refresh();
    let looked_for = |rig: &Rig| rig.model.view.as_ref().unwrap().looked_for(CALL).unwrap().to_vec();
    assert_eq!(looked_for(&rig), [ChildId(1)]);
    rig.code(Code::Right);
    rig.code(Code::Right);
    assert_eq!(looked_for(&rig), [ChildId(3)]);
    rig.code(Code::Right);
    assert_eq!(looked_for(&rig), [ChildId(3)], "the last");
    rig.register("hamar bvv j9 4-2 bh", night());
    rig.refresh();
    rig.later(TimeDelta::minutes(2));
    assert_eq!(looked_for(&rig), [ChildId(3)]);
    rig.keys("f1\r\to");
    assert!(rig.screen(80, 24).contains("▸barn 2"), "{}", rig.screen(80, 24));
    rig.keys("de minste\r");
    let Some(Command::Offer(draft)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(draft.children, [ChildId(3)]);
    assert_eq!(looked_for(&rig), [ChildId(1)], "then the usual turn again");
}
