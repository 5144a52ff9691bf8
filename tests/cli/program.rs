//! Starting the program on a database of its own, with the passphrase in an inherited file.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::Arc;

use akuttvakt::domain::municipality::Region;
use akuttvakt::store::{Cost, NewDatabase, OpenOptions, Passphrase, Reference, Store};
use chrono::{DateTime, Utc};
use serde_json::Value;
use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_akuttvakt");
pub const PASSPHRASE: &str = "hagen bak låven";
pub const ADVISER: &str = "Kari N.";

/// Furuly (places 1–2), Solbakken (3), Lillehagen (4, with animals), Åsen (5–6).
pub const UNITS: &str = "\
unit,kind,ownership,region,municipality,phone,legal_bases,age_min,age_max,max_siblings,other_children,animals,places,note
Furuly,emergency_home,state,Øst,3411,00 00 00 00,4-1;4-2,6,12,2,no,no,2,Ring først etter 23
Solbakken,emergency_home,state,øst,Gjøvik,,4-2,0,12,,,,1,
Lillehagen,emergency_home,framework,Øst,3403,,4-2,5,14,1,yes,yes,1,
Åsen,acute_institution,state,Øst,Hamar,,4-4,13,17,1,yes,no,2,
";

/// What a run gave.
#[derive(Debug)]
pub struct Ran {
    pub out: String,
    pub err: String,
    pub code: i32,
}

/// A folder with a database and its passphrase; also the program's home.
pub struct Home {
    pub folder: TempDir,
    pub db: PathBuf,
}

impl Home {
    /// No database yet.
    pub fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = folder.path().join("vakt.db");
        fs::write(folder.path().join("key"), format!("{PASSPHRASE}\n")).unwrap();
        Self { folder, db }
    }

    /// A database of region Øst, with a passphrase that is cheap to try.
    pub fn empty() -> Self {
        let home = Self::bare();
        let passphrase = Passphrase::new(PASSPHRASE.to_owned());
        let new = NewDatabase { adviser: ADVISER, region: Region::Ost, passphrase: &passphrase };
        Store::create(&home.db, new, reference(), options(), now()).unwrap();
        home
    }

    /// A database with [`UNITS`].
    pub fn with_places() -> Self {
        let home = Self::empty();
        home.done(&["import", "places", &home.write("units.csv", UNITS)]);
        home
    }

    /// The database opened by the library, as another process would.
    pub fn store(&self) -> Store {
        store_at(&self.db)
    }

    /// The last journal line: it moves with every change.
    pub fn journal_head(&self) -> i64 {
        self.store().journal_head().unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file and gives its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The program with exactly these arguments, and the passphrase open as file number 3.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", "exec \"$@\" 3<\"$KEY_FILE\"", "sh", PROGRAM])
            .args(arguments)
            .env("KEY_FILE", self.path("key"))
            .env("HOME", self.folder.path())
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_STATE_HOME")
            .env_remove("XDG_CACHE_HOME")
            .stdin(Stdio::null());
        command
    }

    /// The program with exactly these arguments.
    pub fn run_bare(&self, arguments: &[&str]) -> Ran {
        ran(&self.command(arguments).output().unwrap())
    }

    /// The program with exactly these arguments and no terminal to open.
    pub fn run_detached(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new("setsid");
        let command = command.args(["-w", PROGRAM]).args(arguments).env("HOME", self.folder.path());
        let command = command.env_remove("XDG_CACHE_HOME").stdin(Stdio::null());
        ran(&command.output().unwrap())
    }

    /// The program on this database.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_bare(&self.on_database(arguments))
    }

    /// `adviser add` with the new passphrase from this file, open as number 4.
    pub fn adding(&self, name: &str, key: &str, more: &[&str]) -> Command {
        self.with_new_key(key, &[&["adviser", "add", name], more].concat())
    }

    /// A command on this database, with a new passphrase from this file of the folder, open as number 4.
    pub fn with_new_key(&self, key: &str, arguments: &[&str]) -> Command {
        let command = self.command(&self.on_database(arguments));
        let mut adding = Command::new("sh");
        adding
            .args(["-c", "exec \"$@\" 3<\"$KEY_FILE\" 4<\"$NEW_KEY_FILE\"", "sh"])
            .args(command.get_args().skip(3))
            .args(["--new-key-fd", "4"])
            .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .env("NEW_KEY_FILE", self.path(key))
            .stdin(Stdio::null());
        adding
    }

    /// The program on this database, with no terminal to ask at.
    pub fn run_without_terminal(&self, arguments: &[&str]) -> Ran {
        let command = self.command(&self.on_database(arguments));
        let mut detached = Command::new("setsid");
        detached
            .args(["-w", "sh"])
            .args(command.get_args())
            .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .stdin(Stdio::null());
        ran(&detached.output().unwrap())
    }

    /// Adds an adviser with the passphrase that stands in this file of the folder.
    pub fn add_adviser(&self, name: &str, key: &str, more: &[&str]) -> Ran {
        ran(&self.adding(name, key, more).output().unwrap())
    }

    /// What an adviser's command says, with the passphrase from this file of the folder.
    #[track_caller]
    pub fn as_adviser(&self, name: &str, key: &str, arguments: &[&str]) -> String {
        let arguments = self.on_database(&[&["--as", name], arguments].concat());
        let ran = ran(&self.command(&arguments).env("KEY_FILE", self.path(key)).output().unwrap());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}: {ran:?}");
        ran.out
    }

    /// What is said on standard output; nothing may be said on standard error.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}: {ran:?}");
        ran.out
    }

    /// The answer as JSON: one line.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let mut arguments = arguments.to_vec();
        arguments.extend(["--format", "json"]);
        let out = self.done(&arguments);
        assert_eq!(out.lines().count(), 1, "{out}");
        serde_json::from_str(&out).unwrap()
    }

    /// What came of another adviser's command, with the passphrase from this file of the folder.
    pub fn run_as(&self, name: &str, key: &str, arguments: &[&str]) -> Ran {
        let arguments = self.on_database(&[&["--as", name], arguments].concat());
        ran(&self.command(&arguments).env("KEY_FILE", self.path(key)).output().unwrap())
    }

    /// The answers to another adviser's lines of `batch`.
    #[track_caller]
    pub fn batch_as(&self, name: &str, key: &str, lines: &[&str]) -> Vec<Value> {
        let mut command = self.command(&self.on_database(&["--as", name, "batch"]));
        command.env("KEY_FILE", self.path(key));
        let ran = fed(command, (lines.join("\n") + "\n").as_bytes());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}: {ran:?}");
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The error object of a refused command. Nothing may be on standard output, one sentence on standard error,
    /// and nothing changed.
    #[track_caller]
    pub fn refused(&self, arguments: &[&str], code: &str, exit: i32) -> Value {
        let head = self.journal_head();
        let plain = self.run(arguments);
        assert_eq!((plain.code, plain.out.as_str()), (exit, ""), "{arguments:?}: {plain:?}");
        let mut with_format = vec!["--format", "json"];
        with_format.extend(arguments);
        let ran = self.run(&with_format);
        assert_eq!((ran.code, ran.out.as_str()), (exit, ""), "{arguments:?}: {ran:?}");
        let error = error_of(&ran);
        assert_eq!(error["code"], code, "{arguments:?}: {ran:?}");
        let first = plain.err.lines().next().unwrap_or_default();
        assert_eq!(error["message"], first, "{arguments:?}: {plain:?}");
        assert_eq!(self.journal_head(), head, "{arguments:?} changed something");
        error
    }

    /// The answers to these lines of `batch`, each an object on one line.
    #[track_caller]
    pub fn batch(&self, lines: &[&str]) -> Vec<Value> {
        let answers = self.batch_text(lines);
        let answers: Vec<_> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers.len(), lines.len(), "{answers:?}");
        answers
    }

    #[track_caller]
    pub fn batch_text(&self, lines: &[&str]) -> String {
        let mut input = lines.join("\n");
        input.push('\n');
        let ran = self.batch_bytes(input.as_bytes());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
        ran.out
    }

    pub fn batch_bytes(&self, input: &[u8]) -> Ran {
        fed(self.command(&self.on_database(&["batch"])), input)
    }

    /// A `batch` that is fed line by line.
    pub fn conversation(&self) -> Conversation {
        let mut command = self.command(&self.on_database(&["batch"]));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Conversation { child, lines: Some(lines), answers }
    }

    pub fn on_database<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        let mut all = vec!["--db", self.db.to_str().unwrap(), "--key-fd", "3"];
        all.extend(arguments);
        all
    }
}

/// A running `batch`.
pub struct Conversation {
    child: Child,
    lines: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Conversation {
    /// Sends a line and waits for its answer.
    pub fn say(&mut self, line: &str) -> Value {
        let lines = self.lines.as_mut().unwrap();
        lines.write_all(format!("{line}\n").as_bytes()).unwrap();
        lines.flush().unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends the input and gives the exit code.
    pub fn end(mut self) -> i32 {
        drop(self.lines.take());
        self.child.wait().unwrap().code().unwrap()
    }
}

/// What came of a command that is fed this.
fn fed(mut command: Command, input: &[u8]) -> Ran {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    ran(&output)
}

pub fn ran(output: &Output) -> Ran {
    Ran {
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
        code: output.status.code().unwrap(),
    }
}

/// A database opened by the library.
pub fn store_at(path: &Path) -> Store {
    let passphrase = Passphrase::new(PASSPHRASE.to_owned());
    let open = |adviser| Store::open(path, adviser, &passphrase, reference(), options());
    // Where there are several, the one who made it.
    open(None).or_else(|_| open(Some(ADVISER))).unwrap()
}

/// The error object on standard error.
#[track_caller]
pub fn error_of(ran: &Ran) -> Value {
    assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
    let object: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(object["ok"], false, "{ran:?}");
    object["error"].clone()
}

/// The fields of an object, in the order they are written.
#[track_caller]
pub fn fields(written: &str) -> Vec<String> {
    let mut depth = 0;
    let mut fields = Vec::new();
    let mut characters = written.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            '"' => {
                let mut end = at;
                while let Some((inside, character)) = characters.next() {
                    match character {
                        '\\' => drop(characters.next()),
                        '"' => {
                            end = inside;
                            break;
                        }
                        _ => {}
                    }
                }
                if depth == 1 && written[end + 1..].starts_with(':') {
                    fields.push(written[at + 1..end].to_owned());
                }
            }
            _ => {}
        }
    }
    fields
}

pub fn now() -> DateTime<Utc> {
    akuttvakt::clock::Clock::system().now()
}

pub fn options() -> OpenOptions {
    OpenOptions { cost: Cost::LOW, ..OpenOptions::default() }
}

fn reference() -> Arc<Reference> {
    Arc::new(Reference::default())
}

/// Every file below a folder with its content, to see that nothing was touched.
pub fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| {
            if path.is_dir() { contents(&path) } else { vec![(path.clone(), fs::read(&path).unwrap())] }
        })
        .collect();
    found.sort();
    found
}
