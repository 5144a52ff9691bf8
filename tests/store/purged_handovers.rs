//! Erasure of a handover's words, which are about several calls.

use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{HandoverId, PlaceId};
use akuttvakt::domain::journal::JournalLine;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::question::{JournalAbout, JournalQuery, Question, Told};
use akuttvakt::store::Store;

use crate::fixture::{Fixture, options, passphrase, reference};
use crate::purge::{Marks, found, purge, turn_on};
use crate::support::dice::Dice;

/// A shift with words on its handover, received by someone else.
pub fn handed_over(fixture: &mut Fixture, marks: &mut Marks) -> HandoverId {
    let now = fixture.now;
    let _ = fixture.store.add_adviser("Per S.", &passphrase(), now);
    fixture.run(Command::StartShift);
    let (summary, note) = (Some(marks.next()), Some(marks.next()));
    let draft = HandoverDraft { to: HandoverTo::IntakeUnit, summary, note };
    let Outcome::HandoverSigned { handover, .. } = fixture.run(Command::SignHandover(Box::new(draft))) else {
        panic!("not signed")
    };
    let mut other =
        Store::open(&fixture.path, Some("Per S."), &passphrase(), reference(), options()).unwrap();
    let points = other.handover(Some(handover), now).unwrap().unwrap().points;
    let repeated = marks.next();
    let through = points.iter().map(|point| Command::GoThrough { handover, point: point.id });
    for command in through.chain([Command::ReceiveHandover { handover, repeated }]) {
        other.execute(Store::new_command_id(now), &command, now).unwrap();
    }
    handover
}

#[test]
fn the_words_of_a_handover_go_with_the_last_of_its_calls_or_when_they_are_as_old() {
    let mut fixture = Fixture::with_places();
    turn_on(&mut fixture, 30);
    let mut marks = Marks::new(&Dice::of_test(), 3);
    let day = 60 * 24;
    // A call that is over, with tasks that are still to be done.
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(1));
    fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    fixture.run(Command::Arrive { offer, at: None });
    fixture.later(10 * day);
    let of_one = handed_over(&mut fixture, &mut marks);
    let open = fixture.girl();
    let of_both = handed_over(&mut fixture, &mut marks);
    let is_told = |fixture: &mut Fixture, handover| {
        let told = fixture.store.handover(Some(handover), fixture.now).unwrap().unwrap();
        let words = [told.summary, told.note, told.repeated].map(|words| words.is_some());
        assert!(words == [true; 3] || words == [false; 3], "{words:?}");
        words[0]
    };
    let due = |fixture: &mut Fixture| {
        let would = purge(fixture, true);
        let done = purge(fixture, false);
        assert_eq!((would.handovers, would.values), (done.handovers, done.values), "as was told before");
        assert_eq!(fixture.store.check().unwrap(), []);
        (done.calls.len(), done.handovers)
    };
    fixture.later(19 * day);
    assert_eq!(due(&mut fixture), (0, 0));
    assert!(is_told(&mut fixture, of_one) && is_told(&mut fixture, of_both));
    fixture.later(2 * day);
    assert_eq!(due(&mut fixture), (1, 1), "the call, and the handover that is only about it");
    assert!(!is_told(&mut fixture, of_one) && is_told(&mut fixture, of_both));
    fixture.later(10 * day);
    assert_eq!(due(&mut fixture), (0, 1), "the other one is old by now");
    assert!(!is_told(&mut fixture, of_both), "though call {open} is open");
    fixture.store.leave_nothing_erased().unwrap();
    assert_eq!(found(&fixture.path, &marks.all), 0);
    // The journal says of its lines that what they hold commitments to is erased.
    let query = JournalQuery { about: JournalAbout::All, before: None, limit: 1000 };
    let Told::Journal(page) = fixture.store.tell(&Question::Journal(query), fixture.now).unwrap() else {
        panic!()
    };
    let words = |line: &&JournalLine| {
        line.entry.subject == "handovers"
            && ["summary", "note", "repeated"].contains(&line.entry.field.as_str())
    };
    let of_words: Vec<_> = page.lines.iter().filter(words).collect();
    assert_eq!(of_words.len(), 6);
    assert!(of_words.iter().all(|line| line.is_erased));
}
