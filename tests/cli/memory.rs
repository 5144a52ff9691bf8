//! What stays in the memory of a real process: under the soft lock the key, for the clocks; after the hard lock
//! nothing. Searched through `/proc/<pid>/mem`, also while the program is stopped.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::process::Command;
use std::thread;
use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use crypto_box::SecretKey;
use serde_json::Value;

use crate::night::{self, ADVISER};
use crate::program::{Home, PASSPHRASE, PROGRAM};
use crate::support::need::need_working;
use crate::support::promise::{Figure, Promise};
use crate::terminal::Terminal;

/// Names that are nowhere but in the database.
const LIST: &str = "\
unit,kind,ownership,region,municipality,phone,legal_bases,age_min,age_max,max_siblings,other_children,animals,places,note
Merkefuruly,emergency_home,state,Øst,3411,47110815,4-1;4-2,6,12,2,yes,no,2,merkenotat ved porten
";
const MARKERS: &[&str] = &["Merkefuruly", "47110815", "merkenotat", "merketekst"];

/// Whether this user may read the memory of its own processes here at all.
fn can_read_memory() -> bool {
    // CAP_SYS_PTRACE, number 19: the program forbids its memory to everyone without it.
    let trial = "caps=$(sed -n 's/^CapEff:\t*//p' /proc/self/status) && [ $(( (0x$caps >> 19) & 1 )) = 1 ]";
    need_working("bash", &["-c", trial], "the memory of a process that forbids it is searched by root alone")
}

/// The data key, worked out from the key file as its format says.
fn data_key(home: &Home) -> Vec<u8> {
    let file: Value = serde_json::from_slice(&fs::read(home.path("vakt.db.keys")).unwrap()).unwrap();
    let adviser = &file["advisers"][0];
    let number = |name: &str| u32::try_from(adviser[name].as_u64().unwrap()).unwrap();
    let bytes = |name: &str| from_hex(adviser[name].as_str().unwrap());
    let database = uuid::Uuid::parse_str(file["database"].as_str().unwrap()).unwrap();
    let binding = [database.as_bytes().as_slice(), ADVISER.as_bytes()].concat();
    let params = Params::new(number("memory_kib"), number("passes"), number("lanes"), Some(32)).unwrap();
    let mut wrapping = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(PASSPHRASE.as_bytes(), &bytes("salt"), &mut wrapping)
        .unwrap();
    let payload = Payload { msg: &bytes("wrapped"), aad: &binding };
    let cipher = XChaCha20Poly1305::new_from_slice(&wrapping).unwrap();
    let secret: [u8; 32] =
        cipher.decrypt(XNonce::from_slice(&bytes("nonce")), payload).unwrap().try_into().unwrap();
    SecretKey::from(secret).unseal(&bytes("sealed")).unwrap()[..32].to_vec()
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Which of these stand in the writable memory of a process.
fn found_in<'a>(process: u32, wanted: &[(&'a str, Vec<u8>)]) -> Vec<&'a str> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let mut found = Vec::new();
    let mut searched = 0;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        if !rights.starts_with("rw") || line.ends_with("[vvar]") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let (from, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
        let mut region = vec![0; usize::try_from(to - from).unwrap()];
        // A thread's guard or a device's pages cannot be read; nothing of ours lies there.
        if memory.read_exact_at(&mut region, from).is_err() {
            continue;
        }
        searched += region.len();
        for (name, bytes) in wanted {
            if !found.contains(name) && contains(&region, bytes) {
                found.push(*name);
            }
        }
    }
    assert!(searched > 100_000, "the memory was read: {searched} bytes");
    found
}

fn contains(region: &[u8], wanted: &[u8]) -> bool {
    let first = wanted[0];
    let mut at = 0;
    while let Some(next) = region[at..].iter().position(|byte| *byte == first) {
        at += next;
        if region[at..].starts_with(wanted) {
            return true;
        }
        at += 1;
    }
    false
}

fn wanted(home: &Home) -> Vec<(&'static str, Vec<u8>)> {
    let key = data_key(home);
    let hex = to_hex(&key);
    let mut wanted = vec![
        ("key", key),
        ("key in hex", hex.clone().into_bytes()),
        ("key in capital hex", hex.to_uppercase().into_bytes()),
        ("passphrase", PASSPHRASE.as_bytes().to_vec()),
    ];
    wanted.extend(MARKERS.iter().map(|marker| (*marker, marker.as_bytes().to_vec())));
    wanted
}

/// The screen, with the passphrase typed.
pub fn typed_screen(home: &Home, size: (u16, u16)) -> Terminal {
    let arguments = ["--db".to_owned(), home.db.display().to_string()];
    let environment = [("HOME", home.folder.path().to_str().unwrap())];
    let mut terminal = Terminal::start(PROGRAM, &arguments, &environment, size);
    terminal.wait_for("logg på");
    terminal.send(&format!("{PASSPHRASE}\r"));
    terminal.wait_for("Ledig");
    terminal
}

#[test]
fn after_the_hard_lock_neither_key_nor_passphrase_nor_names_are_in_memory() {
    const RUNS: Figure = Figure::new(1, 10);
    if !can_read_memory() {
        return;
    }
    let _alone = night::alone();
    let mut promise = Promise::of("S4", "memory after the hard lock");
    for run in 0..RUNS.count() {
        let home = night::database(LIST);
        home.done(&["call", "add", "ringsaker bvv j9 4-2 bh tlf 47110815"]);
        let wanted = wanted(&home);
        let mut terminal =
            if run % 2 == 0 { typed_screen(&home, (120, 36)) } else { night::screen(&home, (120, 36)) };
        terminal.wait_for("Merkefuruly");
        terminal.send("o");
        terminal.wait_for("Tilbud til Ringsaker");
        terminal.send("merketekst");
        terminal.wait_for("merketekst");
        terminal.send("\u{c}");
        terminal.wait_for("LÅST");
        // A frame comes in pieces: what stood below goes with its last.
        let is_hidden = |screen: &str| {
            !screen.contains("Ringsaker") && MARKERS.iter().all(|marker| !screen.contains(*marker))
        };
        terminal.wait_until("nothing but the soft lock", is_hidden);
        let open = found_in(terminal.process(), &wanted);
        assert!(open.contains(&"key") && open.contains(&"Merkefuruly"), "the search is blind: {open:?}");

        terminal.send("\u{1a}");
        terminal.wait_for_terminal(false);
        terminal.wait_for_stop();
        assert_eq!(found_in(terminal.process(), &wanted), [""; 0], "while it is stopped");
        terminal.signal("-CONT");
        terminal.wait_for("logg på");
        assert_eq!(found_in(terminal.process(), &wanted), [""; 0], "at the sign-on form");
        terminal.send(&format!("{PASSPHRASE}\r"));
        terminal.wait_for("tilby Merkefuruly til 1");
        terminal.send("o");
        terminal.wait_for("merketekst");
        assert_eq!(terminal.end("\u{11}"), 0);
        night::assert_sound(&home);
    }
    promise.ran(RUNS.count(), "no key, no passphrase, no name in memory; what was typed came back");
    promise.caught("memory search finds the key of an open database");
}

#[test]
fn a_shift_that_is_signed_over_leaves_neither_key_nor_names_in_memory() {
    if !can_read_memory() {
        return;
    }
    let _alone = night::alone();
    let mut promise = Promise::of("S4", "memory after the end of a shift");
    for is_signed_elsewhere in [false, true] {
        let home = night::database(LIST);
        home.done(&["call", "add", "ringsaker bvv j9 4-2 bh tlf 47110815"]);
        let wanted = wanted(&home);
        let mut terminal = typed_screen(&home, (120, 36));
        terminal.wait_for("Merkefuruly");
        terminal.send("6");
        terminal.wait_for("m overlever");
        let open = found_in(terminal.process(), &wanted);
        assert!(open.contains(&"key") && open.contains(&"Merkefuruly"), "the search is blind: {open:?}");
        if is_signed_elsewhere {
            home.done(&["handover", "sign", "--to-intake", "--note", "merketekst"]);
        } else {
            // To the intake unit, with a note.
            terminal.send("m\u{1b}[C\t\tmerketekst\r");
        }
        terminal.wait_for("Vakta er avsluttet, og sakene er overlevert.");
        assert_eq!(found_in(terminal.process(), &wanted), [""; 0], "elsewhere: {is_signed_elsewhere}");
        let told = fs::read(format!("/proc/{}/cmdline", terminal.process())).unwrap();
        assert!(contains(&told, b"--handed-over") && !contains(&told, ADVISER.as_bytes()));
        assert_eq!(terminal.end("\u{11}"), 0);
        night::assert_sound(&home);
    }
    promise.ran(2, "no key, no passphrase, no name in memory, signed here or by command");
}

#[test]
fn the_soft_lock_opens_with_the_passphrase_and_counts_wrong_ones() {
    let _alone = night::alone();
    let home = night::database(LIST);
    let mut terminal = typed_screen(&home, (80, 24));
    let lines = night::journal(&home).len();
    terminal.send("nhamar bvv j9 4-2");
    terminal.wait_for("akutt omsorgsovertakelse");
    terminal.send("\u{c}");
    terminal.wait_for("LÅST");
    terminal.send("feil\r");
    terminal.wait_for("1 av 5");
    terminal.send(&format!("{PASSPHRASE}\r"));
    terminal.wait_for("akutt omsorgsovertakelse");
    terminal.send("\u{1b}");
    terminal.wait_for("utkast");
    assert_eq!(night::journal(&home).len(), lines, "unlocking is no signing on");
    assert_eq!(terminal.end("q"), 0);
}

#[test]
fn another_adviser_takes_the_screen_from_the_lock() {
    let _alone = night::alone();
    let home = night::database(LIST);
    fs::write(home.path("key2"), "et annet passord\n").unwrap();
    assert_eq!(home.add_adviser("Per Sæther", "key2", &[]).code, 0);
    let mut terminal = night::screen_as(&home, (80, 24), ADVISER);
    terminal.wait_for("Ingen venter.");
    terminal.send("nhamar bvv j9 4-2");
    terminal.wait_for("akutt omsorgsovertakelse");
    thread::sleep(Duration::from_millis(500));
    terminal.send("\u{c}\t");
    terminal.wait_for("Rådgiver");
    terminal.send("p\tet annet passord\r");
    terminal.wait_for("Per S.");
    terminal.wait_for("Ingen venter.");
    assert!(!terminal.screen().contains("utkast"), "{}", terminal.screen());
    assert_eq!(terminal.end("q"), 0);
    let mut terminal = night::screen_as(&home, (80, 24), ADVISER);
    terminal.wait_for("utkast");
    assert_eq!(terminal.end("q"), 0);
}

#[test]
fn no_core_file_and_no_dump() {
    let trial = "cd \"$(mktemp -d)\" && ulimit -c unlimited && (kill -ABRT $BASHPID; :); ls core* >/dev/null";
    let _alone = night::alone();
    let mut promise = Promise::of("S4", "no core file");
    let home = night::database(LIST);
    let mut terminal = typed_screen(&home, (80, 24));
    let limits = fs::read_to_string(format!("/proc/{}/limits", terminal.process())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    terminal.signal("-ABRT");
    terminal.wait_for_end();
    let left: Vec<_> = fs::read_dir(home.folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("core"))
        .collect();
    assert_eq!(left, [""; 0]);
    promise.ran(1, "limits 0 and 0, no file after SIGABRT");
    if need_working(
        "bash",
        &["-c", trial],
        "that a core file would be seen is tried where the system writes one",
    ) {
        promise.caught("a shell without the limit leaves a core file");
    }
}

#[test]
fn neither_arguments_nor_environment_hold_the_passphrase() {
    let _alone = night::alone();
    let mut promise = Promise::of("S3", "arguments and environment of a running screen");
    let home = night::database(LIST);
    let mut runs = 0;
    for is_typed in [true, false] {
        let mut terminal =
            if is_typed { typed_screen(&home, (80, 24)) } else { night::screen(&home, (80, 24)) };
        terminal.wait_for("Ingen venter.");
        for times in 0..2 {
            for file in ["cmdline", "environ"] {
                // Only root may look into the environment of a process that forbids it; then it is hidden anyway.
                let Ok(bytes) = fs::read(format!("/proc/{}/{file}", terminal.process())) else { continue };
                assert!(file == "environ" || contains(&bytes, b"akuttvakt"), "{times}: it was read");
                assert!(!contains(&bytes, PASSPHRASE.as_bytes()), "{file}");
                assert!(!contains(&bytes, ADVISER.as_bytes()), "{file}");
                runs += 1;
            }
            if times == 0 {
                terminal.send("\u{1a}");
                terminal.wait_for_stop();
                terminal.signal("-CONT");
                terminal.wait_for("logg på");
            }
        }
        drop(terminal);
    }
    promise.ran(runs, "0 passphrases");
    let output = Command::new("sh")
        .args(["-c", "tr '\\0' '\\n' </proc/$$/cmdline; :", "sh", PASSPHRASE])
        .output()
        .unwrap();
    assert!(contains(&output.stdout, PASSPHRASE.as_bytes()), "{output:?}");
    promise.caught("a passphrase given as an argument is seen");
}
