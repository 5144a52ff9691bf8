//! A night's database made by the built program alone, its screen in a terminal, and its journal.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::program::{Home, PROGRAM};
use crate::terminal::Terminal;

pub const ADVISER: &str = "Kari Nordby";

/// Homes for § 4-2 in the order of their places: Furuly 1–2, Solbakken 3–5, Vika 6.
pub const LIST: &str = "\
unit,kind,ownership,region,municipality,phone,legal_bases,age_min,age_max,max_siblings,other_children,animals,places,note
Furuly,emergency_home,state,Øst,3411,00 00 00 00,4-1;4-2,6,12,2,yes,no,2,ring først etter 23
Solbakken,emergency_home,state,Øst,3407,00 00 00 00,4-1;4-2,0,12,3,no,yes,3,
Vika,emergency_home,framework,Øst,3403,00 00 00 00,4-1;4-2,0,6,1,no,no,1,
";

/// Lets tests that start several processes, or measure, run one at a time.
pub fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Init, a real passphrase, import.
pub fn database(list: &str) -> Home {
    let home = Home::bare();
    home.done(&["init", "--adviser", ADVISER, "--region", "Øst"]);
    home.done(&["import", "places", &home.write("plasser.csv", list)]);
    home
}

/// The screen on a database, signed on by descriptor.
pub fn screen(home: &Home, size: (u16, u16)) -> Terminal {
    start(home, size, "exec \"$@\" 3<\"$KEY_FILE\"", &[], &[])
}

/// The same as one of several advisers.
pub fn screen_as(home: &Home, size: (u16, u16), adviser: &str) -> Terminal {
    start(home, size, "exec \"$@\" 3<\"$KEY_FILE\"", &[], &["--as", adviser])
}

/// The same, started by this line of the shell.
pub fn screen_through(home: &Home, size: (u16, u16), line: &str) -> Terminal {
    start(home, size, line, &[], &[])
}

/// The same, with this in its environment.
pub fn screen_with(home: &Home, size: (u16, u16), environment: &[(&str, &str)]) -> Terminal {
    start(home, size, "exec \"$@\" 3<\"$KEY_FILE\"", environment, &[])
}

fn start(home: &Home, size: (u16, u16), line: &str, more: &[(&str, &str)], flags: &[&str]) -> Terminal {
    let key = home.path("key");
    let words = ["-c", line, "sh", PROGRAM, "--key-fd", "3", "--db"];
    let arguments: Vec<_> = words
        .iter()
        .map(|word| (*word).to_owned())
        .chain([home.db.display().to_string()])
        .chain(flags.iter().map(|flag| (*flag).to_owned()))
        .collect();
    let own = [("KEY_FILE", key.to_str().unwrap()), ("HOME", home.folder.path().to_str().unwrap())];
    Terminal::start("sh", &arguments, &[&own, more].concat(), size)
}

/// The journal's lines in order.
pub fn journal(home: &Home) -> Vec<Value> {
    home.json(&["export", "journal"])["journal"].as_array().unwrap().clone()
}

/// Nothing is wrong with the database.
pub fn assert_sound(home: &Home) {
    let ran = home.run(&["check"]);
    assert_eq!(ran.code, 0, "{ran:?}");
}
