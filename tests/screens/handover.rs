//! Screen 6: the page of a handover, given and received with keys alone.

use akuttvakt::app::effect::Effect;
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::message::{Msg, Reply};
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::domain::call::{CallOwner, CloseReason};
use akuttvakt::domain::case_watch::{WatchChange, WatchDraft, WatchLevel};
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::draft::DraftKind;
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{CallId, HandoverId, OfferId, PlaceId};
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::question::Question;
use akuttvakt::store::StoreError;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::boards::full;
use crate::journal::steady;
use crate::rig::{Rig, night};
use crate::rig_store::failure;

/// Someone begins a shift and takes six calls, two of which stay open: one without a place, one on its way.
fn fill_shift(rig: &mut Rig) {
    rig.now = night() - TimeDelta::hours(9);
    rig.by_hand(&Command::StartShift);
    let open = rig.register("lillestrøm bvv g15 4-4 inst -72m tlf 00000000 nå hjemme vedtak", night());
    let on_the_way = rig.register("gjøvik bvt j5+g3 sammen 4-2 bh -85m tlf 00000000", night());
    for (line, place) in [("ringsaker bvv j9 4-2 bh -60m", 1), ("moss bvt g7 4-2 bh -50m", 3)] {
        let call = rig.register(line, night());
        let offer = accepted(rig, call, place);
        rig.by_hand(&Command::Arrive { offer, at: None });
    }
    for line in ["halden bvt drøft g12", "hamar bvt drøft j4"] {
        let call = rig.register(line, night());
        rig.by_hand(&Command::CloseCall { call, reason: CloseReason::ConsultationDone, note: None });
    }
    accepted(rig, on_the_way, 6);
    rig.by_hand(&Command::PromiseCallBack { call: open, due_at: night() + TimeDelta::minutes(90) });
    rig.by_hand(&watch(open, "leverandør ringer"));
    rig.by_hand(&Command::SetWatch(Box::new(WatchChange::from(WatchDraft {
        call: on_the_way,
        level: WatchLevel::Watch,
        action: None,
        action_at: None,
        action_by: None,
        if_then: None,
    }))));
    rig.refresh();
}

fn accepted(rig: &mut Rig, call: CallId, place: i64) -> OfferId {
    let offer = match rig.by_hand(&Command::Offer(Box::new(OfferDraft::new(call, PlaceId(place))))) {
        Outcome::Offered { offer, .. } => offer,
        other => panic!("{other:?}"),
    };
    let answer = Answer::Accepted;
    rig.by_hand(&Command::Answer { offer, answer, reason: None, by: None, note: None });
    offer
}

fn watch(call: CallId, action: &str) -> Command {
    Command::SetWatch(Box::new(WatchChange::from(WatchDraft {
        call,
        level: WatchLevel::Critical,
        action: Some(action.to_owned()),
        action_at: Some(night() + TimeDelta::hours(6)),
        action_by: Some("Per".to_owned()),
        if_then: Some("nei: ekstra plass på Åsen, leder har sagt ja".to_owned()),
    })))
}

/// Kari has a shift to hand over.
pub fn to_give() -> Rig {
    let mut rig = Rig::with_places();
    rig.second("Per Sæther");
    fill_shift(&mut rig);
    rig
}

/// Per has handed over to Kari.
pub fn to_receive() -> Rig {
    let mut rig = Rig::with_places();
    let mut per = rig.second("Per Sæther");
    fill_shift(&mut per);
    sign(&mut per, HandoverTo::Adviser("Kari Nordby".to_owned()));
    rig.refresh();
    rig
}

fn sign(rig: &mut Rig, to: HandoverTo) {
    let summary = Some("Lillestrøm er alvorlig; resten er stille.".to_owned());
    let note = Some("Furuly: ring først hvis det er etter 23".to_owned());
    rig.by_hand(&Command::SignHandover(Box::new(HandoverDraft { to, summary, note })));
}

/// Kari signs on again: her shift is handed over, and the screen with it.
fn look_again(rig: &mut Rig) {
    rig.keys("k\themmelig\r");
}

fn owner(rig: &Rig, call: i64) -> CallOwner {
    rig.model.view.as_ref().and_then(|view| view.board.call(CallId(call))).unwrap().owner.clone()
}

/// What every page says, whatever there is.
const LABELS: [&str; 13] = [
    "Åpne",
    "Venter svar",
    "På vei",
    "Lovet å ringe",
    "Frist 24 timer",
    "man 23.11",
    "Senere",
    "Avvik",
    "Gjort i vakta",
    "Ledig mot start",
    "Må bekreftes",
    "Sammendrag",
    "Notat",
];

#[test]
fn an_ordinary_night_is_seen_whole_on_a_wide_screen() {
    let mut rig = to_receive();
    rig.keys("6");
    let screen = rig.screen(120, 36);
    for label in LABELS {
        assert!(screen.contains(label), "{label}: {screen}");
    }
    assert!(screen.contains("gjør: leverandør ringer") && screen.contains("ring først hvis"), "{screen}");
    assert_snapshot!("handover_receive_120x36", screen);
    assert_snapshot!("handover_receive_80x24", rig.screen(80, 24));
    let mut rig = to_give();
    rig.keys("6");
    assert_snapshot!("handover_give_120x36", rig.screen(120, 36));
    assert_snapshot!("handover_give_80x24", rig.screen(80, 24));
}

#[test]
fn on_a_low_screen_every_row_is_reached() {
    let mut rig = to_receive();
    rig.keys("6");
    let mut seen = rig.screen(80, 24);
    for _ in 0..20 {
        rig.keys("↓");
        seen += &rig.screen(80, 24);
    }
    for label in LABELS {
        assert!(seen.contains(label), "{label}");
    }
    assert!(rig.screen(80, 24).contains("▌ Notat"), "the last row is marked and seen");
}

#[test]
fn two_open_cases_are_received_with_five_keys_and_the_words() {
    let mut rig = to_receive();
    rig.keys("6\r\rmleverandør 0830, ellers Åsen; Gjøvik reiser 09\r");
    let received = Command::ReceiveHandover {
        handover: HandoverId(1),
        repeated: "leverandør 0830, ellers Åsen; Gjøvik reiser 09".to_owned(),
    };
    assert_eq!(rig.commands.last(), Some(&received), "{:?}", rig.commands);
    assert!(rig.model.overlays.is_empty(), "{}", rig.screen(120, 36));
    let through = rig.commands.iter().filter(|command| matches!(command, Command::GoThrough { .. })).count();
    let told = rig.store.as_mut().unwrap().handover(Some(HandoverId(1)), night()).unwrap().unwrap();
    assert_eq!(through, told.points.len(), "each point once");
    assert!(told.points.iter().all(|point| point.gone_through.is_some()));
    assert_eq!(owner(&rig, 1), CallOwner::Adviser("Kari Nordby".to_owned()));
    assert!(rig.model.view.as_ref().unwrap().board.handovers.is_empty());
}

#[test]
fn keys_typed_ahead_of_the_store_mean_the_same() {
    let mut rig = to_receive();
    rig.hold_back();
    rig.keys("6\r\rmalt er gjentatt\r");
    rig.let_go();
    let received = |command: &Command| matches!(command, Command::ReceiveHandover { repeated, .. } if repeated == "alt er gjentatt");
    assert!(rig.commands.last().is_some_and(received), "{:?}", rig.commands);
}

#[test]
fn a_case_that_was_not_gone_through_is_in_the_way_of_the_signature() {
    let mut rig = to_receive();
    rig.keys("6\rm");
    assert!(rig.model.overlays.is_empty());
    let screen = rig.screen(120, 36);
    assert!(screen.contains("én sak er ikke gjennomgått") && screen.contains("✓KRITISK"), "{screen}");
    rig.keys("\rm");
    assert_snapshot!("handover_repeat_120x36", rig.screen(120, 36));
    assert_snapshot!("handover_repeat_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(rig.screen(80, 24).contains("! Gjenta"), "not without words");
    assert!(!rig.commands.iter().any(|command| matches!(command, Command::ReceiveHandover { .. })));
}

#[test]
fn what_was_repeated_is_there_after_the_process_was_killed() {
    let mut rig = to_receive();
    rig.keys("6\r\rmleverandør 08");
    rig.restart();
    rig.keys("6m");
    assert!(rig.screen(80, 24).contains("leverandør 08"), "{}", rig.screen(80, 24));
    rig.keys("30\r");
    let drafts = rig.store.as_mut().unwrap().drafts().unwrap();
    assert!(drafts.is_empty(), "it went with the signature");
}

#[test]
fn a_shift_is_given_to_whom_is_named_and_not_before() {
    let mut rig = to_give();
    rig.keys("6m");
    assert_snapshot!("handover_sign_120x36", rig.screen(120, 36));
    rig.keys("\r");
    assert!(rig.commands.is_empty() && rig.screen(80, 24).contains("! Velg hvem"), "nobody is named");
    rig.keys("p");
    assert_snapshot!("handover_sign_named_80x24", rig.screen(80, 24));
    assert!(rig.screen(120, 36).contains("gir 1, 2 til Per Sæther"));
    rig.keys("\t\tring Furuly først\r");
    let Some(Command::SignHandover(draft)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(draft.to, HandoverTo::Adviser("Per Sæther".to_owned()));
    assert_eq!(draft.note.as_deref(), Some("ring Furuly først"));
    let summary = draft.summary.clone().unwrap();
    assert!(
        summary.contains("1 (gutt 15), kritisk, uten tilbud, frist 03:25: leverandør ringer 08:37 (Per)"),
        "{summary}"
    );
    assert!(summary.contains("2 åpne saker") && !summary.contains("Lillestrøm"), "{summary}");
    look_again(&mut rig);
    assert_eq!(owner(&rig, 1), CallOwner::Adviser("Per Sæther".to_owned()));
    rig.keys("1");
    rig.later(TimeDelta::minutes(4));
    assert!(rig.screen(80, 24).contains("Vaktskiftet Kari N. til Per S., 02:37, er ikke mottatt"));
}

#[test]
fn a_shift_nobody_is_on_after_goes_to_the_intake_unit() {
    let mut rig = to_give();
    rig.keys("6m→\r");
    let Some(Command::SignHandover(draft)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(draft.to, HandoverTo::IntakeUnit);
    look_again(&mut rig);
    assert_eq!(owner(&rig, 1), CallOwner::IntakeUnit);
}

#[test]
fn a_half_written_handover_is_there_after_the_process_was_killed() {
    let mut rig = to_give();
    rig.keys("6m\t");
    rig.press(Key::ctrl('u'));
    rig.keys("Alt er rolig.\tnotat her");
    rig.restart();
    let kinds: Vec<_> =
        rig.store.as_mut().unwrap().drafts().unwrap().iter().map(|draft| draft.kind).collect();
    assert_eq!(kinds, [DraftKind::GiveHandover]);
    rig.keys("6");
    assert!(rig.screen(120, 36).contains("påbegynt, m henter det"));
    rig.keys("m");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("Alt er rolig.") && screen.contains("notat her"), "{screen}");
    rig.keys("p\r");
    let Some(Command::SignHandover(draft)) = rig.commands.last() else { panic!() };
    assert_eq!((draft.summary.as_deref(), draft.note.as_deref()), (Some("Alt er rolig."), Some("notat her")));
    look_again(&mut rig);
    assert!(rig.store.as_mut().unwrap().drafts().unwrap().is_empty());
}

#[test]
fn a_summary_nobody_touched_is_no_half_written_work() {
    let mut rig = to_give();
    rig.keys("6m");
    assert!(rig.store.as_mut().unwrap().drafts().unwrap().is_empty());
    rig.keys("\u{1b}");
    assert!(!rig.screen(120, 36).contains("påbegynt"));
}

#[test]
fn arrows_set_how_closely_a_case_is_followed_and_keep_what_else_is_recorded() {
    use WatchLevel::{Calm, Critical, Watch};
    let mut rig = to_give();
    rig.later(TimeDelta::hours(7));
    rig.keys("6←");
    let Some(Command::SetWatch(draft)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(**draft, WatchChange::level(CallId(1), Watch));
    let kept = &rig.model.handover.watch(CallId(1)).unwrap().draft;
    assert_eq!(kept.action.as_deref(), Some("leverandør ringer"));
    assert_eq!(kept.action_at, Some(night() + TimeDelta::hours(6)), "also when it has passed");
    assert_eq!(kept.action_by.as_deref(), Some("Per"));
    assert!(kept.if_then.as_ref().is_some_and(|text| text.contains("Åsen")), "{kept:?}");
    assert!(rig.model.overlays.is_empty(), "{}", rig.screen(80, 24));
    rig.keys("←");
    assert_eq!(rig.model.handover.marked_call(), Some(CallId(1)), "the mark follows its case");
    rig.keys("→→→");
    let levels = rig.commands.iter().filter_map(|command| match command {
        Command::SetWatch(draft) => Some(draft.level),
        _ => None,
    });
    assert_eq!(levels.collect::<Vec<_>>(), [Watch, Calm, Watch, Critical].map(Some));
}

#[test]
fn the_window_of_a_case_records_what_is_to_be_done() {
    let mut rig = to_give();
    rig.keys("6↓e");
    assert_snapshot!("watch_80x24", rig.screen(80, 24));
    rig.keys("ring hjemmet\t0230\tIda\tingen svarer: send bud");
    rig.keys("\tk\r\r");
    let Some(Command::SetWatch(draft)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    let expected = WatchDraft {
        call: CallId(2),
        level: WatchLevel::Critical,
        action: Some("ring hjemmet".to_owned()),
        action_at: Some(night() + TimeDelta::minutes(23 * 60 + 53)),
        action_by: Some("Ida".to_owned()),
        if_then: Some("ingen svarer: send bud".to_owned()),
    };
    assert_eq!(**draft, expected.into());
    rig.keys("\r");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Watch(_)]), "Enter opens it too");
    rig.keys("\t");
    rig.press(Key::ctrl('u'));
    rig.keys("når som helst\r");
    assert!(rig.screen(80, 24).contains("! Tidspunktet"));
}

#[test]
fn what_is_recorded_is_left_alone_and_what_is_typed_is_kept() {
    let mut rig = to_give();
    rig.keys("6e");
    assert_snapshot!("watch_recorded_120x36", rig.screen(120, 36));
    assert!(rig.store.as_mut().unwrap().drafts().unwrap().is_empty(), "nothing is typed");
    rig.keys(" tidlig");
    rig.restart();
    rig.keys("6e");
    assert!(rig.screen(120, 36).contains("leverandør ringer tidlig"), "{}", rig.screen(120, 36));
    rig.keys("\r");
    let Some(Command::SetWatch(draft)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(draft.action.as_deref(), Some("leverandør ringer tidlig"));
    assert_eq!(draft.action_at, Some(Some(night() + TimeDelta::hours(6))), "to the second");
    assert!(rig.store.as_mut().unwrap().drafts().unwrap().is_empty());
}

#[test]
fn words_are_of_the_marked_case_alone_and_can_be_hidden() {
    let mut rig = to_receive();
    let words = ["leverandør ringer", "ekstra plass", "ring først", "alvorlig"];
    rig.keys("6↓");
    let screen = rig.screen(120, 36);
    assert!(
        !screen.contains("leverandør ringer")
            && screen.contains("gjør innen 08:37: vises når saken er merket"),
        "{screen}"
    );
    rig.keys("↑");
    assert!(words.iter().all(|word| rig.screen(120, 36).contains(word)));
    rig.code(Code::F(3));
    let screen = rig.screen(120, 36);
    assert!(words.iter().all(|word| !screen.contains(word)), "{screen}");
    let mut rig = to_give();
    rig.code(Code::F(3));
    rig.keys("6m");
    assert!(!rig.screen(120, 36).contains("leverandør ringer"));
    rig.keys("\u{1b}e");
    assert!(!rig.screen(120, 36).contains("leverandør ringer"));
}

#[test]
fn tab_turns_to_the_own_shift_and_back() {
    let mut rig = to_receive();
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    rig.keys("6");
    assert!(rig.screen(120, 36).contains("Per S. → Kari N."), "what is to be received comes first");
    rig.keys("\t");
    assert!(rig.screen(120, 36).contains("– nå · Kari N."), "{}", rig.screen(120, 36));
    rig.keys("\t");
    assert!(rig.screen(120, 36).contains("Per S. → Kari N."));
}

#[test]
fn with_nothing_to_hand_over_the_screen_says_so() {
    let mut rig = Rig::with_places();
    rig.keys("6");
    assert_eq!(rig.model.screen, Screen::Handover);
    assert_snapshot!("handover_nothing_80x24", rig.screen(80, 24));
    rig.keys("m\r");
    assert!(rig.model.overlays.is_empty() && rig.commands.is_empty());
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    assert_snapshot!("handover_empty_shift_120x36", rig.screen(120, 36));
}

#[test]
fn a_full_board_is_handed_over() {
    let mut rig = full(14);
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    rig.keys("6");
    assert_snapshot!("handover_full_120x36", steady(&rig.screen(120, 36)));
    assert_snapshot!("handover_full_80x24", steady(&rig.screen(80, 24)));
}

#[test]
fn a_shift_that_should_have_been_given_is_named_on_the_board() {
    let mut rig = to_give();
    rig.later(TimeDelta::hours(60));
    assert!(
        rig.screen(80, 24).contains("Vakta til Kari N. skulle vært overlevert"),
        "{}",
        rig.screen(80, 24)
    );
}

/// The page that was asked for cannot be read.
fn fail_reading(rig: &mut Rig) {
    let is_page = |effect: &Effect| matches!(effect, Effect::Ask { question: Question::Handover(_), .. });
    let at = rig.waiting.iter().position(is_page).unwrap();
    let Some(Effect::Ask { query, .. }) = rig.waiting.remove(at) else { panic!() };
    let result = Err(failure(&StoreError::Value("x".to_owned())));
    rig.send(Msg::Replied(Reply::Told { query, result }));
}

#[test]
fn a_page_that_cannot_be_read_says_so_and_is_asked_for_again() {
    let mut rig = to_receive();
    rig.hold_back();
    rig.keys("6");
    assert!(rig.screen(80, 24).contains("Leser …"));
    fail_reading(&mut rig);
    let screen = rig.screen(80, 24);
    assert!(screen.contains("Skiftet kunne ikke leses.") && !screen.contains("Leser …"), "{screen}");
    rig.let_go();
    rig.refresh();
    assert!(rig.screen(80, 24).contains("leverandør ringer"), "{}", rig.screen(80, 24));
    // What was read stays where it cannot be read anew, and is asked for again with the next board.
    rig.register("gran bvt j4 4-2 bh", night());
    rig.hold_back();
    rig.send(Msg::Changed);
    rig.answer_one();
    fail_reading(&mut rig);
    assert!(rig.screen(80, 24).contains("leverandør ringer"), "{}", rig.screen(80, 24));
    rig.send(Msg::Changed);
    rig.answer_one();
    let asks = |effect: &Effect| matches!(effect, Effect::Ask { question: Question::Handover(_), .. });
    assert!(rig.waiting.iter().any(asks));
}

#[test]
fn the_shift_of_someone_who_never_came_back_is_taken_over() {
    let mut rig = Rig::with_places();
    let mut per = rig.second("Per Sæther");
    fill_shift(&mut per);
    rig.now += TimeDelta::hours(54);
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    assert!(rig.screen(80, 24).contains("Vakta til Per S. skulle vært overlevert"));
    rig.keys("6");
    assert!(rig.screen(120, 36).contains("– nå · Kari N."), "the own shift comes first");
    rig.keys("\tm");
    assert!(rig.commands.is_empty(), "it may still be handed over");
    assert!(!rig.screen(120, 36).contains("m overta"), "{}", rig.screen(120, 36));
    rig.later(TimeDelta::hours(4));
    assert_snapshot!("handover_late_120x36", rig.screen(120, 36));
    assert_snapshot!("handover_late_80x24", rig.screen(80, 24));
    rig.keys("m");
    assert_eq!(rig.commands, [Command::TakeShift { adviser: "Per Sæther".to_owned() }]);
    for call in [1, 2] {
        assert_eq!(owner(&rig, call), CallOwner::Adviser("Kari Nordby".to_owned()));
    }
    let screen = rig.screen(120, 36);
    assert!(screen.contains("– nå · Kari N.") && screen.contains("Overtatt uten overlevering: "), "{screen}");
    rig.keys("1");
    assert!(!rig.screen(80, 24).contains("Per S."), "{}", rig.screen(80, 24));
}
