//! The checklist as a conversation, and what the board says of it.

use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::model::Overlay;
use akuttvakt::domain::call::{DecisionStatus, Whereabouts};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::command::{Command, ItemAnswer, ItemFields};
use akuttvakt::domain::ids::CallId;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

const RINGSAKER: CallId = CallId(3);

fn answer(item: ItemKey, state: AnswerState, text: Option<&str>) -> Command {
    Command::AnswerItem(Box::new(ItemAnswer {
        call: RINGSAKER,
        item,
        state,
        text: text.map(ToOwned::to_owned),
        fields: ItemFields::default(),
    }))
}

/// Ringsaker is marked; some items of its checklist were answered a few minutes ago.
fn answered() -> Rig {
    let mut rig = Rig::ordinary();
    rig.now = night() - TimeDelta::minutes(6);
    rig.by_hand(&answer(ItemKey::Situation, AnswerState::Answered, Some("vold i hjemmet, politi på stedet")));
    rig.by_hand(&answer(ItemKey::Language, AnswerState::Unknown, None));
    rig.by_hand(&answer(ItemKey::Escort, AnswerState::Later, None));
    rig.by_hand(&answer(ItemKey::Doctor, AnswerState::NotRelevant, None));
    rig.now = night();
    rig.refresh();
    rig.keys("↓");
    rig
}

fn item(rig: &Rig) -> (ItemKey, String) {
    let Some(Overlay::Checklist(talk)) = rig.model.overlays.last() else { panic!() };
    (talk.item, talk.field.text().to_owned())
}

#[test]
fn the_board_says_what_was_answered_and_never_the_words() {
    let mut rig = answered();
    for (width, height) in [(120, 36), (80, 24)] {
        let screen = rig.screen(width, height);
        assert!(!screen.contains("vold"), "{screen}");
        assert_snapshot!(format!("checklist_partly_{width}x{height}"), screen);
    }
    for item in ItemKey::ALL {
        rig.by_hand(&answer(*item, AnswerState::NotRelevant, None));
    }
    rig.refresh();
    assert_snapshot!("checklist_all_120x36", rig.screen(120, 36));
    assert_snapshot!("checklist_all_80x24", rig.screen(80, 24));
}

#[test]
fn the_conversation_shows_what_is_known_what_is_asked_and_what_is_left() {
    let mut rig = answered();
    rig.keys("k");
    assert_snapshot!("talk_120x36", rig.screen(120, 36));
    rig.keys("4-2 vedtak kl 0210 bvv");
    assert_snapshot!("talk_typed_80x24", rig.screen(80, 24));
    rig.code(Code::F(3));
    let screen = rig.screen(120, 36);
    assert!(screen.contains("ord skjult") && !screen.contains("vold"), "{screen}");
}

#[test]
fn a_checklist_of_six_items_is_seven_keys_and_its_texts() {
    let mut rig = Rig::ordinary();
    rig.keys("↓k4-2 vedtak\rmor ringte selv\rnei\ringen fare\r?-");
    let [Command::AnswerItem(first), .., Command::AnswerItem(last)] = rig.commands.as_slice() else {
        panic!()
    };
    assert_eq!((first.item, first.fields.decision), (ItemKey::Basis, Some(DecisionStatus::Made)));
    assert_eq!((last.item, last.state), (ItemKey::Language, AnswerState::NotRelevant));
    assert_eq!(rig.commands.len(), 6);
    let call = rig.model.view.as_ref().and_then(|view| view.board.call(RINGSAKER)).expect("open");
    assert_eq!((call.decision, call.may_be_known), (Some(DecisionStatus::Made), Some(false)));
    assert_eq!(call.answers.len(), 6);
    assert_eq!(item(&rig), (ItemKey::ChildKnows, String::new()), "on to the next");
}

#[test]
fn signs_mean_something_only_first_in_an_empty_field() {
    let mut rig = Rig::ordinary();
    rig.keys("↓khva - eller?");
    assert!(rig.commands.is_empty());
    assert_eq!(item(&rig), (ItemKey::Basis, "hva - eller?".to_owned()));
}

#[test]
fn what_is_half_typed_stays_with_its_item() {
    let mut rig = Rig::ordinary();
    rig.keys("↓kfattet↓\r");
    assert_eq!(item(&rig).0, ItemKey::Protection, "Enter in an empty field goes on without saving");
    rig.keys("↑↑");
    assert_eq!(item(&rig), (ItemKey::Basis, "fattet".to_owned()));
    rig.keys("\u{1b}");
    assert_eq!(rig.model.drafts.parked().len(), 1);
    rig.keys("k");
    assert_eq!(item(&rig), (ItemKey::Basis, "fattet".to_owned()));
    assert!(rig.commands.is_empty());
}

#[test]
fn what_was_told_stands_in_the_field_to_be_corrected() {
    let mut rig = answered();
    rig.keys("k↑↑↑↑↑");
    rig.keys("↓");
    let mut texts = Vec::new();
    for _ in 0..8 {
        texts.push(item(&rig));
        rig.keys("↑");
    }
    let told = "vold i hjemmet, politi på stedet";
    assert!(texts.contains(&(ItemKey::Situation, told.to_owned())), "{texts:?}");
    while item(&rig).0 != ItemKey::Situation {
        rig.keys("↓");
    }
    rig.keys("\r");
    assert!(rig.commands.is_empty(), "nothing was changed");
    while item(&rig).0 != ItemKey::Situation {
        rig.keys("↑");
    }
    rig.keys(", nå roligere\r");
    let Some(Command::AnswerItem(answer)) = rig.commands.last() else { panic!() };
    assert_eq!(answer.text.as_deref(), Some("vold i hjemmet, politi på stedet, nå roligere"));
}

#[test]
fn more_names_than_children_are_not_saved() {
    let mut rig = Rig::ordinary();
    rig.keys("↓k");
    while item(&rig).0 != ItemKey::Identity {
        rig.keys("↓");
    }
    rig.keys("Åse Ås, Per Ås\r");
    assert!(rig.commands.is_empty());
    assert!(rig.screen(80, 24).contains("2 navn, men saken har 1 barn"));
    for _ in ", Per Ås".chars() {
        rig.code(Code::Backspace);
    }
    rig.keys("\r");
    let Some(Command::AnswerItem(answer)) = rig.commands.last() else { panic!() };
    assert_eq!((answer.text.as_deref(), answer.fields.identities.len()), (None, 1));
    rig.keys("\u{1b}");
    assert!(!rig.screen(120, 36).contains("Åse Ås"));
}

#[test]
fn where_the_child_is_and_how_long_stand_on_the_board() {
    let mut rig = Rig::ordinary();
    rig.keys("↓k↑↑↑↑↑↑");
    while item(&rig).0 != ItemKey::Whereabouts {
        rig.keys("↓");
    }
    rig.keys("slekt til 05\r\u{1b}");
    let call = rig.model.view.as_ref().and_then(|view| view.board.call(RINGSAKER)).expect("open");
    assert_eq!(call.whereabouts, Some(Whereabouts::Kin));
    assert!(rig.screen(80, 24).contains("hos slekt eller nettverk, til 05:00"));
}

#[test]
fn a_call_that_comes_in_is_taken_at_once_and_the_answer_waits() {
    let mut rig = Rig::ordinary();
    rig.keys("↓kfattet");
    rig.press(Key::ctrl('n'));
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::QuickLine(_)]));
    assert_eq!(rig.model.drafts.parked().len(), 1);
}

/// Goes to an item of the open conversation.
fn go_to(rig: &mut Rig, wanted: ItemKey) {
    for code in [Code::Up, Code::Down] {
        for _ in 0..20 {
            if item(rig).0 == wanted {
                return;
            }
            rig.code(code);
        }
    }
    panic!("{wanted:?} is not in the list");
}

#[test]
fn what_is_sent_later_is_a_task_by_name_that_the_answer_ends_and_undo_takes_back() {
    let mut rig = Rig::ordinary();
    rig.keys("↓k");
    go_to(&mut rig, ItemKey::Escort);
    rig.keys("+\u{1b}");
    let tasks = |rig: &mut Rig| rig.screen(120, 36).contains("etterspør: Hvem følger barnet");
    assert!(tasks(&mut rig), "{}", rig.screen(120, 36));
    rig.keys("u");
    assert!(!tasks(&mut rig), "taken back");
    rig.keys("k");
    go_to(&mut rig, ItemKey::Escort);
    rig.keys("+");
    go_to(&mut rig, ItemKey::Escort);
    rig.keys("mor blir med\r\u{1b}");
    assert!(!tasks(&mut rig), "answered");
    rig.keys("u");
    assert!(tasks(&mut rig), "the answer was taken back: it is asked for again");
}

#[test]
fn the_offer_tells_honestly_what_is_not_known_and_stands_in_nobodys_way() {
    let mut rig = answered();
    rig.keys("o");
    for (width, height) in [(120, 36), (80, 24)] {
        let window = rig.screen(width, height);
        assert!(
            window.contains("Ikke spurt ennå: nummer å ringe tilbake på · om vedtak er fattet"),
            "{window}"
        );
        assert!(window.contains("til."), "{window}");
        assert!(window.contains("Kommunen vet ikke: ") && window.contains("Ettersendes: "), "{window}");
        assert!(!window.contains("hjelp hjemme"), "help in the home is no gap: {window}");
    }
    assert_snapshot!("offer_gaps_80x24", rig.screen(80, 24));
    rig.keys("eneste ledige\r");
    assert!(matches!(rig.commands.last(), Some(Command::Offer(_))), "nothing is a wall");
}

#[test]
fn help_in_the_home_is_offered_after_the_search_and_never_with_a_promised_call() {
    let is_asked = |rig: &mut Rig| rig.screen(120, 60).contains("kan vi bistå?»");
    let mut rig = Rig::with_places();
    rig.register("ringsaker bvv j? 4-2 bh -10m nå hjemme tlf 00000000", night());
    rig.refresh();
    for item in ItemKey::ALL.iter().filter(|item| **item != ItemKey::HelpAtHome) {
        rig.by_hand(&Command::AnswerItem(Box::new(ItemAnswer {
            call: CallId(1),
            item: *item,
            state: AnswerState::NotRelevant,
            text: None,
            fields: ItemFields::default(),
        })));
    }
    rig.refresh();
    assert!(!is_asked(&mut rig), "nothing was looked for yet");
    rig.keys("\th\u{1b}");
    assert!(!is_asked(&mut rig), "the age is not known");
    rig.keys("e");
    let facts = rig.model.view.as_ref().unwrap().board.call(CallId(1)).unwrap().facts();
    rig.keys("\u{1b}");
    let mut after = facts.clone();
    after.children[0].age = akuttvakt::domain::child::Age::Years(9);
    rig.by_hand(&Command::EditCall(Box::new(akuttvakt::domain::command::CallEdit {
        call: CallId(1),
        before: facts,
        after,
        children: vec![akuttvakt::domain::ids::ChildId(1)],
        removed: Vec::new(),
    })));
    rig.refresh();
    assert!(is_asked(&mut rig), "{}", rig.screen(120, 60));
    rig.keys("r+10\r");
    rig.later(TimeDelta::minutes(9));
    assert!(is_asked(&mut rig), "the promise is not due yet");
    rig.later(TimeDelta::minutes(1));
    assert!(!is_asked(&mut rig), "not when the municipality is rung back");
    rig.keys("k");
    assert!(!is_asked(&mut rig));
    rig.keys("\u{1b}r\tj\r");
    assert!(is_asked(&mut rig), "the promise was kept");
    // «Not now» with one key.
    rig.keys("k-");
    let Some(Command::AnswerItem(answer)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!((answer.item, answer.state), (ItemKey::HelpAtHome, AnswerState::NotRelevant));
}
