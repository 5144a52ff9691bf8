//! Databases made by earlier versions of the program: each opens, says what it said, passes the check, and can be
//! worked in.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use akuttvakt::domain::checklist::ItemKey;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::follow_up::FollowUpKind;
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::question::{JournalAbout, JournalQuery, Question, Told};
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::store::{CallFilter, Store};

use crate::fixture::{Fixture, options, passphrase, reference};

/// Makes a fixture of the repository from what a test writes, where it is asked for by an environment variable.
pub fn make_fixture(name: &str, write: impl FnOnce(&mut Fixture)) {
    if std::env::var_os("AKUTTVAKT_MAKE_FIXTURE").is_none() {
        return;
    }
    let mut fixture = Fixture::empty();
    write(&mut fixture);
    assert_eq!(fixture.store.check().unwrap(), []);
    let Fixture { folder: _folder, path, store, .. } = fixture;
    drop(store);
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for suffix in ["", ".keys"] {
        fs::copy(format!("{}{suffix}", path.display()), to.join(format!("{name}{suffix}"))).unwrap();
    }
}

/// A copy of a fixture that may be written to; what is in the repository stays as it was made.
pub fn copy(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for suffix in ["", ".keys"] {
        let file = format!("{name}{suffix}");
        let to = folder.path().join(&file);
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(&file), &to).unwrap();
        fs::set_permissions(&to, fs::Permissions::from_mode(0o600)).unwrap();
    }
    folder
}

#[test]
fn the_first_version_opens_and_is_sound() {
    let folder = copy("first_light.db");
    let path = folder.path().join("first_light.db");
    let mut store = Store::open(&path, None, &passphrase(), reference(), options()).unwrap();
    assert_eq!(store.adviser_name(), "Kari N.");
    assert_eq!(store.check().unwrap(), []);
    let (calls, offers) = store.calls(CallFilter::All).unwrap();
    assert_eq!((calls.len(), calls[1].children.len()), (3, 2));
    let answers: Vec<_> = offers.iter().map(|offer| (offer.call, offer.answer)).collect();
    assert_eq!(answers, [(CallId(1), Some(Answer::Accepted)), (CallId(2), Some(Answer::Declined))]);
    let first = store.call_details(CallId(1)).unwrap();
    assert_eq!(first.note.as_deref(), Some("mor ringte selv"));
    assert_eq!(first.offers[0].why.as_deref(), Some("nær skolen"));
    assert!(!first.offers[0].facts.is_empty());
    let now = calls[2].first_contact_at + chrono::TimeDelta::hours(1);
    let board = store.board(now).unwrap();
    assert_eq!((board.rules.hold_seconds, board.places.len()), (600, 7));
    assert_eq!(board.places[5].state, PlaceState::IntakeStop);
    store
        .execute(Store::new_command_id(now), &Command::Hold { call: CallId(2), place: PlaceId(3) }, now)
        .unwrap();
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn the_second_version_opens_and_is_sound() {
    let folder = copy("the_board.db");
    let path = folder.path().join("the_board.db");
    let mut store = Store::open(&path, Some("Kari N."), &passphrase(), reference(), options()).unwrap();
    assert_eq!(store.check().unwrap(), []);
    let names: Vec<_> =
        store.adviser_list().unwrap().into_iter().filter_map(|adviser| adviser.name).collect();
    assert_eq!(names, ["Kari N.", "Per S."]);
    let details = store.call_details(CallId(1)).unwrap();
    assert_eq!(details.told[&ItemKey::Danger], "stikker av om natten");
    assert_eq!((details.call.may_be_known, details.call.has_names), (Some(false), true));
    assert_eq!(details.offers[0].cleared_at, Some(details.offers[0].offer.at));
    assert_eq!((details.call.children.len(), details.call.needs.len()), (1, 1), "one was told by mistake");
    let now = details.offers[0].offer.at;
    let kinds: Vec<_> = store.board(now).unwrap().follow_ups.iter().map(|follow_up| follow_up.kind).collect();
    assert!(kinds.contains(&FollowUpKind::CallBack) && kinds.contains(&FollowUpKind::ItemLater), "{kinds:?}");
    let drafts = store.drafts().unwrap();
    assert_eq!(drafts[0].field("note"), Some("mor ringte"));
    let query = JournalQuery { about: JournalAbout::Call(CallId(1)), before: None, limit: 1000 };
    let Told::Journal(page) = store.tell(&Question::Journal(query), now).unwrap() else { panic!() };
    for act in [Act::Checklist, Act::Edit, Act::CallBack, Act::Reveal, Act::Complete, Act::Undo] {
        assert!(page.lines.iter().any(|line| line.entry.act == act), "{act:?}");
    }
    store
        .execute(Store::new_command_id(now), &Command::Arrive { offer: OfferId(1), at: None }, now)
        .unwrap_err();
    assert_eq!(store.check().unwrap(), []);
}
