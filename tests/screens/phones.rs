//! The directory in the window of phone numbers: what comes first, and what is found.

use akuttvakt::app::model::Overlay;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::directory::{ContactKind, ContactRow};
use akuttvakt::domain::municipality::{MunicipalityNumber, Region};
use insta::assert_snapshot;

use crate::rig::{Rig, night};

fn row(
    kind: ContactKind,
    name: &str,
    phone: &str,
    region: Option<Region>,
    municipality: Option<&str>,
) -> ContactRow {
    ContactRow {
        kind,
        name: name.to_owned(),
        phone: phone.to_owned(),
        region,
        municipality: municipality.and_then(MunicipalityNumber::parse),
        note: None,
    }
}

/// Numbers of several kinds.
pub fn directory() -> Vec<ContactRow> {
    use ContactKind as K;
    let mut rows = vec![
        row(K::RegionDuty, "Region Sør", "11111111", Some(Region::Sor), None),
        row(K::RegionDuty, "Region Vest", "12121212", Some(Region::Vest), None),
        row(K::RegionDuty, "Region Øst", "13131313", Some(Region::Ost), None),
        row(K::OutOfHours, "Barnevernvakten i Lillestrøm", "22222222", None, Some("3205")),
        row(K::OutOfHours, "Barnevernvakten på Hamar", "23232323", None, Some("3403")),
        row(K::LeaderOnDuty, "Aud Tangen", "33333333", Some(Region::Ost), None),
        row(K::LeaderOnDuty, "Leder i Vest", "34343434", Some(Region::Vest), None),
        row(K::Logistics, "Logistikk", "44444444", None, None),
        row(K::HomeConsultant, "Siv Moe", "55555555", Some(Region::Ost), None),
        row(K::Police, "Operasjonssentralen", "02800", None, Some("3403")),
    ];
    rows[7].note = Some("bare til 23".to_owned());
    rows
}

fn with_directory(mut rig: Rig) -> Rig {
    rig.by_hand(&Command::ImportContacts { rows: directory(), dry_run: false });
    rig.refresh();
    rig
}

/// The names of the window, from the top.
fn names(rig: &Rig) -> Vec<String> {
    let Some(Overlay::Phones(window)) = rig.model.overlays.last() else { panic!("no window") };
    window.list.rows().map(|contact| contact.row.name.clone()).collect()
}

#[test]
fn when_nothing_fits_the_numbers_of_the_ladder_come_first() {
    // Lillestrøm's boy of 15 is marked; § 4-4 and no place that is free.
    let mut rig = with_directory(Rig::with_places());
    rig.register("lillestrøm bvv g16 4-5 inst tlf 00000000", night());
    rig.refresh();
    rig.keys("t");
    assert_eq!(
        names(&rig)[..5],
        ["Aud Tangen", "Logistikk", "Region Sør", "Region Vest", "Barnevernvakten i Lillestrøm"]
    );
    assert_eq!(
        names(&rig).last().map(String::as_str),
        Some("Leder i Vest"),
        "another region's leader is no help"
    );
    assert_snapshot!("phones_ladder_80x24", rig.screen(80, 24));
    rig.keys("↓↓");
    assert_snapshot!("phones_ladder_120x36", rig.screen(120, 36));
}

#[test]
fn when_something_fits_the_callers_own_service_comes_first() {
    let mut rig = with_directory(Rig::with_places());
    rig.register("hamar bvv j9 4-2 bh tlf 00000000", night());
    rig.refresh();
    rig.keys("t");
    assert_eq!(names(&rig)[..2], ["Barnevernvakten på Hamar", "Region Øst"]);
}

#[test]
fn the_order_does_not_tell_where_a_protected_address_is() {
    let order = |line: &str| {
        let mut rig = with_directory(Rig::with_places());
        rig.register(line, night());
        rig.refresh();
        rig.keys("t");
        names(&rig)
    };
    assert_eq!(order("hamar bvt kode6 j9 4-2 bh"), order("lillestrøm bvt kode6 j9 4-2 bh"));
    assert_ne!(order("hamar bvt j9 4-2 bh"), order("lillestrøm bvt j9 4-2 bh"));
}

#[test]
fn what_is_typed_finds_by_name_place_kind_and_number_and_acts_on_nothing() {
    for (typed, found) in [
        ("hamar", &["Barnevernvakten på Hamar", "Operasjonssentralen"][..]),
        ("politi", &["Operasjonssentralen"]),
        ("vakt lillestr", &["Barnevernvakten i Lillestrøm"]),
        ("1212", &["Region Vest"]),
        ("til 23", &["Logistikk"]),
        ("vtqn", &[]),
    ] {
        let mut rig = with_directory(Rig::ordinary());
        rig.keys("t");
        let before = rig.commands.len();
        rig.keys("f").keys(typed);
        assert_eq!(names(&rig), found, "{typed}");
        assert_eq!((rig.commands.len(), rig.model.overlays.len()), (before, 1), "{typed}");
        rig.keys("\u{1b}");
        assert_eq!(names(&rig).len(), 10, "Esc shows everything again");
        rig.keys("\u{1b}");
        assert!(rig.model.overlays.is_empty());
    }
}

#[test]
fn what_was_found_stays_while_the_keys_are_the_windows_again() {
    let mut rig = with_directory(Rig::ordinary());
    rig.keys("tfhamar");
    assert_snapshot!("phones_finding_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert_eq!(names(&rig).len(), 2);
    rig.keys("v");
    assert!(matches!(rig.commands.last(), Some(Command::Reveal { .. })));
    rig.keys("t");
    assert!(rig.model.overlays.is_empty());
}

#[test]
fn a_long_list_keeps_the_marked_number_in_sight() {
    let mut rig = Rig::ordinary();
    let rows = (0..200)
        .map(|n| row(ContactKind::OutOfHours, &format!("Vakt {n:03}"), "00000000", None, None))
        .collect();
    rig.by_hand(&Command::ImportContacts { rows, dry_run: false });
    rig.keys("t");
    for _ in 0..30 {
        rig.keys("↓");
    }
    assert!(
        rig.screen(80, 24).contains("▌  barnevernsvakt   00 00 00 00     Vakt 030"),
        "{}",
        rig.screen(80, 24)
    );
}
