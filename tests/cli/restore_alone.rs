//! A restore never takes the place of a database that another process is writing to, whatever it can open of it.

use std::sync::Arc;

use akuttvakt::store::{Passphrase, Restoring, StoreError, restore};

use crate::program::{Home, PASSPHRASE, now, options};
use crate::support::promise::Promise;

#[test]
fn a_database_that_another_process_has_open_is_not_put_aside() {
    let mut promise = Promise::of("R13", "restoring while others write");
    let home = Home::with_places();
    let backup = home.store().backup_maker().make(None, now()).unwrap();
    let mut at_work = home.conversation();
    assert_eq!(at_work.say("call add 'hamar bvt j9'")["ok"], true);

    // The passphrase of the backup opens the database too, or not any more.
    let (old, new) = (Passphrase::new(PASSPHRASE.to_owned()), Passphrase::new("nytt".to_owned()));
    let mut runs = 0;
    for changes in [false, true] {
        if changes {
            home.store().change_passphrase(&old, &new, now()).unwrap();
        }
        let wanted =
            Restoring { backup: &backup.path, to: &home.db, replaces: true, adviser: None, passphrase: &old };
        let refused = restore(&wanted, Arc::default(), &options(), now());
        assert!(matches!(refused, Err(StoreError::NotAlone(_))), "{refused:?}");
        assert_eq!(at_work.say("call add 'hamar bvt g4'")["ok"], true, "nobody is disturbed");
        runs += 1;
    }
    assert_eq!(at_work.end(), 0);
    let wanted =
        Restoring { backup: &backup.path, to: &home.db, replaces: true, adviser: None, passphrase: &old };
    let kept = restore(&wanted, Arc::default(), &options(), now()).unwrap().kept.unwrap();
    assert!(kept.exists());
    assert_eq!(home.store().check().unwrap(), []);
    promise.ran(runs + 1, "refused while another process writes, done afterwards");
}
