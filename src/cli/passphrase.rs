//! Where passphrases come from: an inherited file number or a prompt that shows nothing. Never an argument,
//! never the environment.

use std::fs::File;
use std::io::{self, Read};

use zeroize::Zeroizing;

use super::failure::Failure;
use crate::domain::refusal::{BadValue, ErrorCode};
use crate::store::Passphrase;
use crate::text::Texts;

/// The longest passphrase, in bytes.
const MAX_BYTES: usize = 1024;

/// The passphrase to open a database with.
pub fn ask(texts: &Texts, key_fd: Option<u32>) -> Result<Passphrase, Failure> {
    match key_fd {
        Some(number) => from_file_number(texts, number),
        None => prompt(texts, &texts.cli_prompt_passphrase()),
    }
}

/// The passphrase for a new database: typed twice at the prompt.
pub fn choose(texts: &Texts, key_fd: Option<u32>) -> Result<Passphrase, Failure> {
    if let Some(number) = key_fd {
        return from_file_number(texts, number);
    }
    twice(texts, &texts.cli_prompt_new_passphrase())
}

/// The passphrase a backup was made with.
pub fn ask_for_backup(texts: &Texts, key_fd: Option<u32>) -> Result<Passphrase, Failure> {
    match key_fd {
        Some(number) => from_file_number(texts, number),
        None => prompt(texts, &texts.cli_prompt_backup_passphrase()),
    }
}

/// One's own new passphrase: typed twice at the prompt.
pub fn choose_own_new(texts: &Texts, new_key_fd: Option<u32>) -> Result<Passphrase, Failure> {
    match new_key_fd {
        Some(number) => from_file_number(texts, number),
        None => twice(texts, &texts.cli_prompt_own_new_passphrase()),
    }
}

fn twice(texts: &Texts, question: &str) -> Result<Passphrase, Failure> {
    let first = typed(texts, question)?;
    let second = typed(texts, &texts.cli_prompt_passphrase_again())?;
    if *first != *second {
        return Err(Failure::new(ErrorCode::BadValue, texts.error_passphrases_differ()));
    }
    checked(texts, &first)
}

/// The passphrase of an adviser who is added: typed twice at the prompt, never the caller's own.
pub fn choose_new(texts: &Texts, new_key_fd: Option<u32>) -> Result<Passphrase, Failure> {
    if let Some(number) = new_key_fd {
        return from_file_number(texts, number);
    }
    twice(texts, &texts.cli_prompt_their_passphrase())
}

/// What stands up to the first newline, or the end.
fn from_file_number(texts: &Texts, number: u32) -> Result<Passphrase, Failure> {
    let read = if number == 0 {
        // Through the buffer the rest of the program reads from, so that `batch` goes on after the first line.
        first_line(io::stdin().lock())
    } else {
        File::open(format!("/dev/fd/{number}")).and_then(first_line)
    };
    let line = read.map_err(|_| Failure::usage(texts.error_key_fd(number)))?;
    if line.len() > MAX_BYTES {
        return Err(Failure::new(ErrorCode::BadValue, texts.error_passphrase_long(MAX_BYTES)));
    }
    match std::str::from_utf8(&line) {
        Ok(text) => checked(texts, text),
        Err(_) => Err(Failure::new(ErrorCode::BadValue, texts.error_passphrase_not_utf8())),
    }
}

/// The first line without its newline; one byte more than allowed when it is too long. Reads byte by byte, so
/// that what follows the passphrase stays where it is.
fn first_line(mut source: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    // Room from the start: growing would leave copies behind that nobody wipes.
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_BYTES + 1));
    let mut byte = Zeroizing::new([0_u8; 1]);
    while line.len() <= MAX_BYTES {
        match source.read(&mut *byte) {
            Ok(0) => break,
            Ok(_) if byte[0] == b'\n' => break,
            Ok(_) => line.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(line)
}

fn prompt(texts: &Texts, question: &str) -> Result<Passphrase, Failure> {
    checked(texts, &typed(texts, question)?)
}

fn typed(texts: &Texts, question: &str) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(question)
        .map(Zeroizing::new)
        .map_err(|_| Failure::usage(texts.error_no_terminal()))
}

fn checked(texts: &Texts, typed: &str) -> Result<Passphrase, Failure> {
    if typed.is_empty() {
        return Err(Failure::new(ErrorCode::BadValue, texts.bad_value(&BadValue::EmptyPassphrase)));
    }
    Ok(Passphrase::new(typed.to_owned()))
}
