//! Databases made by earlier versions of the program: each opens, says what it said, passes the check, and can be
//! worked in.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::store::{CallFilter, Store};

use crate::fixture::{options, passphrase, reference};

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
