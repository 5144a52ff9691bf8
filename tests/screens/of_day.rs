//! What each accepted offer brings for the first working day, and whom to ask again: on screen 4 and the board.

use akuttvakt::app::follow_ups_screen::marked_line;
use akuttvakt::app::key::Code;
use akuttvakt::app::model::Overlay;
use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::directory::{ContactKind, ContactRow};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult};
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind};
use akuttvakt::domain::follow_up_list::FollowUpLine;
use akuttvakt::domain::ids::{CallId, PlaceId, UnitId};
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::measure::Ownership;
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::unit_list::UnitRow;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::follow_ups::place;
use crate::ladder::{BOY, nothing_fits};
use crate::rig::{Rig, list, night};

/// The ordinary night, with every place bought for the child it is for.
fn bought() -> Rig {
    let mut rig = Rig::ordinary();
    let rows = list().into_iter().map(|row| UnitRow { ownership: Ownership::SinglePurchase, ..row });
    rig.by_hand(&Command::ImportUnits { rows: rows.collect(), dry_run: false });
    place(&mut rig, CallId(3), 3);
    rig.refresh();
    rig
}

fn go_to(rig: &mut Rig, kind: FollowUpKind) {
    rig.code(Code::Home);
    for _ in 0..40 {
        if marked_line(&rig.model).is_some_and(|line| line.first.kind == kind) {
            return;
        }
        rig.keys("↓");
    }
    panic!("no {kind:?}\n{}", rig.screen(120, 36));
}

#[test]
fn the_papers_of_a_purchase_stand_in_one_line_and_are_done_one_by_one() {
    let mut rig = bought();
    rig.keys("4");
    go_to(&mut rig, FollowUpKind::Paper);
    let line = marked_line(&rig.model).unwrap().clone();
    assert_eq!(line.count(), 4);
    assert_snapshot!("papers_120x36", rig.screen(120, 36));
    assert_snapshot!("papers_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Tasks(_)]));
    assert_snapshot!("papers_which_80x24", rig.screen(80, 24));
    rig.commands.clear();
    rig.keys("↓\r");
    let second = line.tasks().nth(1).unwrap().id;
    assert_eq!(rig.commands, [Command::EndFollowUp { follow_up: second, end: FollowUpEnd::Done }]);
    rig.keys("\u{1b}");
    go_to(&mut rig, FollowUpKind::Paper);
    assert_eq!(marked_line(&rig.model).unwrap().count(), 3);
}

#[test]
fn the_steps_of_two_placements_of_a_call_stand_apart_and_say_which() {
    let mut rig = Rig::ordinary();
    let call = rig.register("hamar bvv j9+g6 delt 4-2 bh -20m", night());
    for place in [1, 4] {
        let why = Some("nær skolen".to_owned());
        let draft = OfferDraft { why, ..OfferDraft::new(call, PlaceId(place)) };
        let offered = rig.by_hand(&Command::Offer(Box::new(draft)));
        let akuttvakt::domain::command::Outcome::Offered { offer, .. } = offered else { panic!() };
        rig.by_hand(&Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    }
    rig.refresh();
    rig.keys("4");
    let view = rig.model.view.as_ref().unwrap();
    let of_steps = view.follow_ups.of_call(call).filter(|line| line.first.kind == FollowUpKind::Step);
    assert_eq!(of_steps.map(FollowUpLine::count).collect::<Vec<_>>(), [4, 3]);
    assert_snapshot!("two_placements_120x36", rig.screen(120, 36));
}

/// An attempt that is to be made again.
fn asked(rig: &mut Rig, rung: Rung, unit: Option<UnitId>, region: Option<Region>) {
    let ask_at = Some(night() + TimeDelta::minutes(90));
    let draft = EnquiryDraft { unit, region, ask_at, ..EnquiryDraft::new(BOY, rung, EnquiryResult::Asked) };
    rig.by_hand(&Command::LogEnquiry(Box::new(draft)));
}

#[test]
fn who_is_to_be_asked_again_is_named_with_the_number_that_is_known() {
    let mut rig = nothing_fits();
    let row = ContactRow {
        kind: ContactKind::RegionDuty,
        name: "vakten i sør".to_owned(),
        phone: "11223344".to_owned(),
        region: Some(Region::Sor),
        municipality: None,
        note: None,
    };
    rig.by_hand(&Command::SetContact { contact: None, row: Box::new(row) });
    let home = UnitId(8);
    asked(&mut rig, Rung::OtherRegions, None, Some(Region::Sor));
    asked(&mut rig, Rung::OtherRegions, None, Some(Region::Vest));
    asked(&mut rig, Rung::OwnAcute, Some(UnitId(3)), None);
    asked(&mut rig, Rung::OwnAcute, Some(home), None);
    rig.refresh();
    let board = rig.screen(120, 36);
    assert!(board.contains("04:07  spør igjen: Sør"), "{board}");
    assert!(board.contains("│        tlf 11 22 33 44"), "{board}");
    assert!(board.contains("spør igjen: Elvebakken"), "{board}");
    assert!(board.contains("│        tlf 00 00 00 00"), "{board}");
    rig.keys("4");
    let screen = rig.screen(120, 36);
    let line = |name: &str| {
        let name = format!("spør igjen: {name}");
        screen.lines().find(|line| line.contains(&name)).unwrap_or_else(|| panic!("{screen}")).to_owned()
    };
    assert!(line("Sør").contains("11 22 33 44"));
    assert!(!line("Vest").contains("11 22 33 44") && line("Vest").contains("tlf: t"));
    assert!(line("Elvebakken").contains("tlf 00 00 00 00"), "an institution's own number");
    assert!(line("Furuly").contains("tlf: t"), "a home's is hidden until it is revealed");
    assert_snapshot!("ask_again_120x36", screen);
    assert_snapshot!("ask_again_80x24", rig.screen(80, 24));
}
