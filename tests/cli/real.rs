//! A real database, made by the built program alone: `init`, `import places`, a passphrase by descriptor.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_akuttvakt");
pub const ADVISER: &str = "Kari Nordby";
const PASSPHRASE: &str = "hagen bak låven";

/// Homes for § 4-2 in the order of their places: Furuly 1–2, Solbakken 3–5, Vika 6.
pub const LIST: &str = "\
unit,kind,ownership,region,municipality,phone,legal_bases,age_min,age_max,max_siblings,other_children,animals,places,note
Furuly,emergency_home,state,Øst,3411,00 00 00 00,4-1;4-2,6,12,2,yes,no,2,ring først etter 23
Solbakken,emergency_home,state,Øst,3407,00 00 00 00,4-1;4-2,0,12,3,no,yes,3,
Vika,emergency_home,framework,Øst,3403,00 00 00 00,4-1;4-2,0,6,1,no,no,1,
";

pub struct Real {
    folder: TempDir,
}

impl Real {
    /// With these places.
    pub fn with_list(list: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        fs::write(folder.path().join("passord"), PASSPHRASE).unwrap();
        fs::write(folder.path().join("plasser.csv"), list).unwrap();
        let real = Self { folder };
        real.answer(&["init", "--adviser", ADVISER, "--region", "Øst"]);
        let list = real.path("plasser.csv");
        real.answer(&["import", "places", list.to_str().unwrap()]);
        real
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn database(&self) -> PathBuf {
        self.path("vakt.db")
    }

    /// The program on this database, its passphrase on descriptor 3.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command.args(self.shell(arguments));
        command.stdin(Stdio::null());
        command
    }

    /// The words after `sh` that run the program so.
    pub fn shell(&self, arguments: &[&str]) -> Vec<String> {
        let words = ["-c", "passphrase=$1; shift; exec \"$@\" 3<\"$passphrase\"", "sh"];
        let own = [
            self.path("passord").display().to_string(),
            PROGRAM.to_owned(),
            "--db".to_owned(),
            self.database().display().to_string(),
            "--key-fd".to_owned(),
            "3".to_owned(),
        ];
        let rest = arguments.iter().map(|word| (*word).to_owned());
        words.iter().map(|word| (*word).to_owned()).chain(own).chain(rest).collect()
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What a command says, which must be done.
    pub fn answer(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The same as JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let answer = self.answer(&[&["--format", "json"], arguments].concat());
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {answer}"))
    }

    /// The journal as rows of named columns.
    pub fn journal(&self) -> Vec<Value> {
        let journal = self.json(&["export", "journal"]);
        let lines = journal.get("journal").unwrap_or(&journal);
        lines.as_array().unwrap_or_else(|| panic!("no lines: {journal}")).clone()
    }

    /// Nothing is wrong with the database.
    pub fn assert_sound(&self) {
        let output = self.run(&["check"]);
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
    }
}

/// The folder the program was built into.
pub fn built() -> &'static Path {
    Path::new(PROGRAM).parent().unwrap()
}
