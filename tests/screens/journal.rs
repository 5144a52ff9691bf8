//! The journal on the screen.

use akuttvakt::app::key::Code;
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::domain::case_watch::{WatchDraft, WatchLevel};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{CallId, HandoverId, PlaceId};
use akuttvakt::domain::journal::{Act, JournalLine};
use akuttvakt::domain::question::{JournalAbout, JournalQuery, Question, Told};
use akuttvakt::domain::unit::PlaceState;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

fn seqs(rig: &Rig) -> Vec<i64> {
    rig.model.journal.lines.iter().flatten().map(|line| line.entry.seq).collect()
}

#[test]
fn lines_are_there_the_newest_first_with_the_chains_state() {
    let mut rig = Rig::ordinary();
    rig.keys("8");
    let wide = rig.screen(120, 36);
    assert!(wide.contains("Kjeden er hel"), "{wide}");
    let all = seqs(&rig);
    assert_eq!(all.len(), 200);
    assert!(all.windows(2).all(|pair| pair[0] > pair[1]));
    assert!(wide.contains("(skjult)"), "a commitment is never shown:\n{wide}");
    assert!(!wide.contains("sha256"));
    assert_snapshot!("journal_120x36", steady(&wide));
    let narrow = rig.screen(80, 24);
    assert_snapshot!("journal_80x24", steady(&narrow));
    for (width, height) in [(60, 16), (100, 30), (40, 8), (1, 1)] {
        rig.screen(width, height);
    }
}

/// Random keys between machines, and the chain's end that follows from them, without their digits.
pub fn steady(screen: &str) -> String {
    let lines = screen.lines().map(|line| {
        let mut line = line.to_owned();
        for mark in ["nøkkel", "siste "] {
            if let Some(at) = line.find(mark).map(|at| at + mark.len()) {
                let hidden = |sign: char| if sign.is_ascii_hexdigit() { '0' } else { sign };
                line = line[..at].to_owned() + &line[at..].chars().map(hidden).collect::<String>();
            }
        }
        line + "\n"
    });
    lines.collect()
}

#[test]
fn earlier_lines_come_when_the_mark_nears_the_end() {
    let mut rig = Rig::ordinary();
    rig.keys("8");
    for _ in 0..17 {
        rig.code(Code::PageDown);
    }
    let all = seqs(&rig);
    assert!(all.len() > 200, "{}", all.len());
    assert!(all.windows(2).all(|pair| pair[0] == pair[1] + 1), "no gap, no line twice");
    rig.code(Code::End);
    rig.code(Code::End);
    while rig.model.journal.marked() != Some(1) {
        let before = rig.model.journal.marked();
        rig.code(Code::End);
        assert_ne!(rig.model.journal.marked(), before, "the first line is reached");
    }
}

#[test]
fn new_lines_come_above_and_the_mark_stays() {
    let mut rig = Rig::ordinary();
    rig.keys("8↓↓");
    let marked = rig.model.journal.marked();
    rig.register("os bvv g4 4-2 bh -5m", night());
    rig.refresh();
    let all = seqs(&rig);
    assert!(all.windows(2).all(|pair| pair[0] == pair[1] + 1));
    assert!(all[0] > marked.unwrap() + 10);
    assert_eq!(rig.model.journal.marked(), marked);
}

#[test]
fn j_shows_what_concerns_the_marked_thing_and_arrows_go_to_everything_and_back() {
    let mut rig = Rig::ordinary();
    rig.keys("f2\rj");
    assert_eq!(rig.model.journal.about, JournalAbout::Call(CallId(2)));
    assert!(rig.screen(80, 24).contains("Logg · henvendelse 2"));
    let own = seqs(&rig).len();
    rig.keys("←");
    assert!(seqs(&rig).len() > own);
    rig.keys("→");
    assert_eq!(seqs(&rig).len(), own);
    rig.keys("\u{1b}");
    assert_eq!(rig.model.screen, Screen::Board);
    rig.keys("\tj");
    assert!(matches!(rig.model.journal.about, JournalAbout::Unit(_)), "with the focus on the places");
    rig.keys("\u{1b}3j");
    rig.keys("\u{1b}");
    assert_eq!(rig.model.screen, Screen::Calls, "back to where it was opened");
}

#[test]
fn find_takes_the_number_of_a_call_and_enter_opens_its_timeline() {
    let mut rig = Rig::ordinary();
    rig.keys("8f3");
    assert_eq!(rig.model.journal.about, JournalAbout::Call(CallId(3)));
    rig.keys("\u{1b}");
    assert_eq!(rig.model.journal.about, JournalAbout::All);
    rig.keys("f3\r\r");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Timeline(window)) if window.call == CallId(3)));
}

#[test]
fn the_municipality_of_a_protected_call_is_not_in_it() {
    let mut rig = Rig::with_places();
    rig.register("gjerdrum bvv j9 4-2 bh kode6 -5m", night());
    rig.refresh();
    rig.keys("8f1\r");
    for _ in 0..4 {
        assert!(!rig.screen(120, 36).contains("Gjerdrum") && !rig.screen(120, 36).contains("3230"));
        rig.code(Code::PageDown);
    }
}

#[test]
fn words_find_lines_by_call_by_adviser_by_kind_of_act_and_since_when() {
    let mut rig = Rig::ordinary();
    let mut per = rig.second("Per Sæther");
    per.now = night() - TimeDelta::hours(5);
    per.by_hand(&Command::SetPlace { place: PlaceId(4), state: PlaceState::IntakeStop, reason: None });
    rig.now = night();
    rig.refresh();
    rig.keys("8");
    let query = JournalQuery { about: JournalAbout::All, before: None, limit: 100_000 };
    let all = match rig.store.as_mut().unwrap().tell(&Question::Journal(query), night()).unwrap() {
        Told::Journal(page) => page.lines,
        other => panic!("{other:?}"),
    };
    let expected = |fits: &dyn Fn(&JournalLine) -> bool| -> Vec<i64> {
        all.iter().filter(|line| fits(line)).map(|line| line.entry.seq).take(200).collect()
    };
    let by_per = |line: &JournalLine| line.adviser.as_deref() == Some("Per Sæther");
    let is_offer =
        |line: &JournalLine| matches!(line.entry.act, Act::Offer | Act::Complete | Act::Compensation);
    let tonight = night() - TimeDelta::minutes(277);
    let cases: [(&str, Vec<i64>); 9] = [
        ("per", expected(&by_per)),
        ("sæther", expected(&by_per)),
        ("kari", expected(&|line| line.adviser.as_deref() == Some("Kari Nordby"))),
        ("tilbud", expected(&is_offer)),
        ("2", expected(&|line| line.entry.call == Some(2))),
        ("2 tilbud", expected(&|line| line.entry.call == Some(2) && is_offer(line))),
        ("i natt", expected(&|line| line.entry.at >= tonight)),
        ("per i natt", expected(&|line| by_per(line) && line.entry.at >= tonight)),
        ("ingenting", Vec::new()),
    ];
    for (text, lines) in cases {
        rig.keys("f").keys(text);
        assert_eq!(seqs(&rig), lines, "{text}");
        assert!(!lines.is_empty() || ["per i natt", "ingenting"].contains(&text), "{text}");
        rig.keys("\u{1b}");
        assert_eq!(seqs(&rig).len(), 200, "given back after {text}");
    }
    rig.keys("ftilbud i natt\r");
    assert_snapshot!("journal_found_120x36", steady(&rig.screen(120, 36)));
    rig.keys("fx\r");
    let none = rig.screen(80, 24);
    assert!(none.contains("Ingen linjer passer."), "{none}");
    rig.keys("←");
    assert_eq!((seqs(&rig).len(), rig.model.journal.looked_for.as_str()), (200, ""));
}

#[test]
fn shifts_handovers_and_watches_are_told_and_found_in_words() {
    let mut rig = Rig::ordinary();
    let act = |rig: &mut Rig, command: &Command| {
        rig.by_hand(command);
    };
    act(&mut rig, &Command::StartShift);
    let watch = WatchDraft {
        call: CallId(1),
        level: WatchLevel::Critical,
        action: Some("ring".to_owned()),
        action_at: Some(night() + TimeDelta::hours(2)),
        action_by: Some("Per".to_owned()),
        if_then: Some("nei: Åsen".to_owned()),
    };
    act(&mut rig, &Command::SetWatch(Box::new(watch.into())));
    let note = Some("ja".to_owned());
    let draft = HandoverDraft { to: HandoverTo::IntakeUnit, summary: Some("rolig".to_owned()), note };
    act(&mut rig, &Command::SignHandover(Box::new(draft)));
    let mut per = rig.second("Per Sæther");
    let told = per.store.as_mut().unwrap().handover(Some(HandoverId(1)), night()).unwrap().unwrap();
    for point in &told.points {
        act(&mut per, &Command::GoThrough { handover: HandoverId(1), point: point.id });
    }
    act(&mut per, &Command::ReceiveHandover { handover: HandoverId(1), repeated: "alt".to_owned() });
    let mut rig = per;
    rig.refresh();
    let handed = [Act::Handover, Act::GoThrough, Act::Receive];
    for (text, acts) in [
        ("overlevering", &handed[..]),
        ("skifte", &handed),
        ("vaktskifte", &handed),
        ("oppmerksomhet", &[Act::Watch]),
    ] {
        rig.keys("8f").keys(text).keys("\r");
        let lines = rig.model.journal.lines.as_ref().unwrap();
        assert!(lines.len() > 3, "{text}");
        assert!(lines.iter().all(|line| acts.contains(&line.entry.act)), "{text}");
        for _ in 0..20 {
            let screen = rig.screen(160, 50);
            let inside = screen.lines().skip(4).take(44);
            let english = inside.flat_map(|line| line.split_whitespace()).find(|word| {
                let is_code =
                    word.contains('_') || ["adviser", "true", "false", "critical", "given"].contains(word);
                is_code && !word.starts_with('(')
            });
            assert_eq!(english, None, "{screen}");
            rig.code(Code::PageDown);
        }
        rig.keys("←");
    }
}

#[test]
fn the_chain_is_looked_at_again_when_there_are_new_lines() {
    let mut rig = Rig::ordinary();
    rig.keys("8");
    let before = rig.model.journal.chain.as_ref().map(|chain| chain.lines).unwrap();
    rig.register("os bvv g4 4-2 bh -5m", night());
    rig.refresh();
    assert!(rig.model.journal.chain.as_ref().is_some_and(|chain| chain.lines > before));
}
