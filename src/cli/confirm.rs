//! Asking before what cannot be undone: the adviser names the object. Only at a terminal; scripts say so by a flag.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Write as _};

use crate::domain::clean::clean_line;

/// The longest answer that is read, in bytes.
const MAX_BYTES: u64 = 4096;

/// What the adviser typed at the terminal, without blanks around it; none where there is no terminal.
pub fn typed_at_terminal(question: &str) -> Option<String> {
    ask(question).ok()
}

fn ask(question: &str) -> io::Result<String> {
    use std::io::Read as _;
    // Not standard input and output: they belong to the answer, and to whoever pipes something in.
    let mut terminal = File::options().read(true).write(true).open("/dev/tty")?;
    terminal.write_all(question.as_bytes())?;
    terminal.flush()?;
    let mut line = String::new();
    BufReader::new(terminal).take(MAX_BYTES).read_line(&mut line)?;
    Ok(clean_line(&line).trim().to_owned())
}
