//! `batch`: one command a line on standard input, one JSON answer a line on standard output.
//!
//! The store stays open between the lines. An answer leaves after its commit and before the next line is read, so
//! that whoever feeds the lines can wait for each.

use std::io::{self, BufRead, Read as _};

use clap::ArgMatches;
use uuid::Uuid;

use super::context::Context;
use super::failure::Failure;
use super::format::Format;
use super::reply::{Reply, write_line};
use super::{arguments, commands, usage};
use crate::domain::command::{CommandId, UndoScope};
use crate::text::Texts;

/// The longest line, in bytes: ten times the longest command.
const MAX_LINE: usize = 64 * 1024;

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    context.undo = UndoScope::ThisProcess;
    // Wrong keys and files are told before the first line, not once a line.
    context.open()?;
    let parser = arguments::batch_line(context.texts);
    let mut lines = io::stdin().lock();
    while let Some(line) = next_line(&mut lines, context.texts) {
        let answer = match line.and_then(|line| answer(context, &parser, &line)) {
            Ok(reply) => reply.body().to_owned(),
            Err(failure) => failure.json(context.texts),
        };
        if write_line(&answer).is_err() {
            return Err(Failure::usage(context.texts.error_output_closed()));
        }
    }
    Ok(Reply::empty())
}

fn answer(context: &mut Context<'_>, parser: &clap::Command, line: &str) -> Result<Reply, Failure> {
    let texts = context.texts;
    let mut words = shlex::split(line).ok_or_else(|| Failure::usage(texts.error_batch_quotes()))?;
    context.command = take_id(texts, &mut words)?;
    if words.is_empty() {
        return Err(Failure::usage(texts.error_batch_blank()));
    }
    let is_called = |entry: &&commands::Entry| {
        entry.words.len() <= words.len() && entry.words.iter().zip(&words).all(|(word, given)| word == given)
    };
    if let Some(entry) = commands::TABLE.iter().filter(|entry| !entry.in_batch).find(is_called) {
        return Err(Failure::usage(texts.error_not_in_batch(entry.words.join(" "))));
    }
    let matches = match parser.clone().try_get_matches_from(&words) {
        Ok(matches) => matches,
        // Help is for people at a prompt; a line that asks for it is not a command.
        Err(error) => return Err(Failure::usage(usage::sentence(texts, &error, &words))),
    };
    let Some((entry, own)) = commands::find(&matches) else {
        return Err(Failure::usage(texts.error_batch_blank()));
    };
    let json = Format::Json.word();
    Format::chosen(own, Format::SINGLE, &[json]).map_err(|word| usage::format(texts, &word, &[json]))?;
    context.format = Format::Json;
    (entry.run)(context, own)
}

/// Takes `id=UUID` off the front.
fn take_id(texts: &Texts, words: &mut Vec<String>) -> Result<Option<CommandId>, Failure> {
    let Some(id) = words.first().and_then(|word| word.strip_prefix("id=")) else { return Ok(None) };
    let id = Uuid::try_parse(id).map_err(|_| Failure::usage(texts.error_batch_id(id)))?;
    words.remove(0);
    Ok(Some(CommandId(id)))
}

/// The next line without its ending; none at the end of the input. A failing read ends it too.
fn next_line(input: &mut impl BufRead, texts: &Texts) -> Option<Result<String, Failure>> {
    let mut bytes = Vec::new();
    let read = input.take(MAX_LINE as u64 + 1).read_until(b'\n', &mut bytes);
    if !matches!(read, Ok(1..)) {
        return None;
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    } else if bytes.len() > MAX_LINE {
        skip_line(input);
        return Some(Err(Failure::usage(texts.error_batch_too_long(MAX_LINE))));
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    Some(String::from_utf8(bytes).map_err(|_| Failure::usage(texts.error_batch_not_utf8())))
}

fn skip_line(input: &mut impl BufRead) {
    loop {
        let (used, is_end) = match input.fill_buf() {
            Ok([]) | Err(_) => return,
            Ok(buffer) => match buffer.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), false),
            },
        };
        input.consume(used);
        if is_end {
            return;
        }
    }
}
