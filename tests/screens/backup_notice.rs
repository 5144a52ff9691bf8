//! A backup that failed is said in a line, and stops nothing.

use akuttvakt::app::Msg;
use chrono::TimeDelta;

use crate::rig::Rig;

#[test]
fn a_failed_backup_is_told_on_the_smallest_screen_and_typed_text_stays() {
    let mut rig = Rig::ordinary();
    rig.keys("nringsaker j9");
    rig.send(Msg::BackupFailed { reason: "Disken til /vakt.db er full.".to_owned() });
    let screen = rig.screen(80, 24);
    assert!(
        screen.contains("Sikkerhetskopien ble ikke tatt. Arbeid videre; kjør akuttvakt backup."),
        "{screen}"
    );
    assert!(screen.contains("ringsaker j9"), "{screen}");
    rig.later(TimeDelta::minutes(5));
    assert!(!rig.screen(80, 24).contains("Sikkerhetskopien"), "told once");
}
