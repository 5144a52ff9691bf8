//! What a program asks the system for: every file it makes, opens to write, renames or gives other rights, and every
//! socket. Read from `strace`, so that none is forgotten.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::need::need_working;

/// The calls that can make, change or name a file, and those that reach beyond the machine.
const CALLS: &str = "open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,link,linkat,\
                     symlink,symlinkat,chmod,fchmod,fchmodat,socket,connect,bind,memfd_create";

/// Where a run is written down.
pub struct Trace {
    folder: TempDir,
}

/// One call that succeeded.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its name.
    pub call: String,
    /// The paths in it, whole.
    pub paths: Vec<PathBuf>,
    /// As it was written down.
    pub line: String,
}

impl Trace {
    /// None, said aloud, where nothing can be traced.
    pub fn new(why: &str) -> Option<Self> {
        need_working("strace", &["-f", "-qq", "-o", "/dev/null", "true"], why)
            .then(|| Self { folder: tempfile::tempdir().unwrap() })
    }

    /// The words to put before a program and its arguments.
    pub fn words(&self) -> Vec<String> {
        let out = self.folder.path().join("calls").display().to_string();
        let trace = format!("trace={CALLS}");
        [
            "strace",
            "-ff",
            "--seccomp-bpf",
            "-qq",
            "-y",
            "-a",
            "1",
            "-s",
            "4096",
            "-e",
            &trace,
            "-e",
            "signal=none",
            "-o",
        ]
        .map(str::to_owned)
        .into_iter()
        .chain([out])
        .collect()
    }

    /// What was asked for and given, thread by thread.
    pub fn events(&self) -> Vec<Event> {
        let mut files: Vec<_> =
            fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let lines = files.iter().flat_map(|file| {
            let text = fs::read_to_string(file).unwrap();
            text.lines().filter_map(event).collect::<Vec<_>>()
        });
        lines.collect()
    }
}

impl Event {
    /// Whether a file is opened so that it can be written to.
    pub fn writes(&self) -> bool {
        self.call.starts_with("open") && (self.has("O_WRONLY") || self.has("O_RDWR") || self.has("O_CREAT"))
    }

    /// Whether this word stands in it.
    pub fn has(&self, word: &str) -> bool {
        self.line.split(|sign: char| !sign.is_alphanumeric() && sign != '_').any(|part| part == word)
    }

    /// The rights asked for: the last octal number of the call.
    pub fn mode(&self) -> Option<u32> {
        let arguments = self.line.rsplit_once(") = ")?.0;
        let last = arguments.rsplit(", ").next()?;
        u32::from_str_radix(last.strip_prefix('0')?, 8).ok()
    }
}

fn event(line: &str) -> Option<Event> {
    let (call, rest) = line.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(") = ")?;
    if result.starts_with('-') || result.starts_with('?') {
        return None;
    }
    let mut paths = Vec::new();
    let mut folder = String::new();
    let mut left = arguments;
    while let Some(at) = left.find(['"', '<']) {
        let (open, after) = (&left[at..=at], &left[at + 1..]);
        let end = if open == "<" { '>' } else { '"' };
        let (inside, next) = after.split_once(end)?;
        if open == "<" {
            inside.clone_into(&mut folder);
        } else {
            paths.push(Path::new(&folder).join(plain(inside)));
        }
        left = next;
    }
    // A call on an open file alone.
    if paths.is_empty() && !folder.is_empty() {
        paths.push(PathBuf::from(folder));
    }
    Some(Event { call: call.to_owned(), paths, line: line.to_owned() })
}

/// The bytes that `strace` writes as `\303`.
fn plain(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut left = text.as_bytes();
    while let [first, rest @ ..] = left {
        let octal = rest.get(..3).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = octal.filter(|_| *first == b'\\').and_then(|digits| u8::from_str_radix(digits, 8).ok());
        bytes.push(escaped.unwrap_or(*first));
        left = if escaped.is_some() { &rest[3..] } else { rest };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
