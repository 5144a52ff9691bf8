//! The page that `x` writes on the screen of the handover: beside the database, the owner's alone, without names and words.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use akuttvakt::domain::command::Command;

use crate::handover::{to_give, to_receive};
use crate::rig::Rig;

/// What the givers of [`to_give`] and [`to_receive`] wrote, and the number to ring back on.
const WRITTEN: [&str; 6] = ["leverandør", "Åsen", "alvorlig", "etter 23", "00000000", "00 00 00 00"];

fn pages(rig: &Rig) -> Vec<String> {
    let names = fs::read_dir(rig.folder_name()).unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| !name.starts_with("vakt.db"));
    names.sort();
    names
}

fn read(rig: &Rig, name: &str) -> String {
    let path = Path::new(&rig.folder_name()).join(name);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    fs::read_to_string(path).unwrap()
}

#[track_caller]
fn assert_page(page: &str) {
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<html lang=\"nb\""), "{page}");
    for told in ["1 Lillestrøm", "2 Gjøvik", "Lovet å ringe", "Kritisk"] {
        assert!(page.to_lowercase().contains(&told.to_lowercase()), "{told}\n{page}");
    }
    for written in WRITTEN {
        assert!(!page.contains(written), "{written}\n{page}");
    }
}

#[test]
fn one_key_writes_the_own_shift_as_a_draft_and_covers_no_file() {
    let mut rig = to_give();
    rig.keys("6");
    let head = rig.store.as_mut().unwrap().journal_head().unwrap();
    rig.keys("x");
    assert_eq!(pages(&rig), ["overlevering-utkast.html"]);
    let told = format!("Utkast til overlevering: overlevering-utkast.html ligger i {}", rig.folder_name());
    assert!(rig.screen(120, 36).contains(&told), "{}", rig.screen(120, 36));
    let page = read(&rig, "overlevering-utkast.html");
    assert_page(&page);
    assert!(page.contains("Utkast") && page.contains("Kari Nordby"), "{page}");
    fs::write(Path::new(&rig.folder_name()).join("overlevering-utkast.html"), "mitt eget").unwrap();
    rig.keys("x");
    assert!(rig.screen(120, 36).contains("overlevering-utkast-2.html ligger i"), "{}", rig.screen(120, 36));
    assert_page(&read(&rig, "overlevering-utkast-2.html"));
    assert_eq!(read(&rig, "overlevering-utkast.html"), "mitt eget");
    assert_eq!(rig.store.as_mut().unwrap().journal_head().unwrap(), head, "nobody is named");
    assert!(rig.commands.is_empty() && rig.model.overlays.is_empty());
}

#[test]
fn of_several_pages_the_one_that_is_shown_is_written_under_its_number() {
    let mut rig = to_receive();
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    rig.keys("6x");
    assert_eq!(pages(&rig), ["overlevering-1.html"]);
    assert!(rig.screen(120, 36).contains("Overlevering 1: overlevering-1.html ligger i /"));
    let page = read(&rig, "overlevering-1.html");
    assert_page(&page);
    for told in ["Per Sæther", "Kari Nordby", "Ikke mottatt", "Skrevet, men ikke tatt med"] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    rig.keys("\tx");
    assert_eq!(pages(&rig), ["overlevering-1.html", "overlevering-utkast.html"]);
    assert!(read(&rig, "overlevering-utkast.html").contains("Utkast"));
}

#[test]
fn without_a_page_nothing_is_written_and_it_is_said_why() {
    let mut rig = Rig::with_places();
    rig.keys("6x");
    assert_eq!(pages(&rig), Vec::<String>::new());
    assert!(rig.model.overlays.is_empty());
    let screen = rig.screen(120, 36);
    assert!(screen.contains("Ingenting å motta, og du har ingen vakt i gang."), "{screen}");
}
