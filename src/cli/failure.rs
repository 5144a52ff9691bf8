//! Why a command failed: a fixed code for scripts and a sentence for people.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde::Serialize;

use super::reply::clean_json;

use crate::domain::clean::clean_line;
use crate::domain::ids::CallId;
use crate::domain::quick_line::LineError;
use crate::domain::refusal::{ErrorCode, Refusal};
use crate::report::problems::Problem;
use crate::report::times::iso;
use crate::text::Texts;

/// A failed command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(Box<Parts>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    code: ErrorCode,
    message: String,
    taken: Option<Taken>,
    problems: Vec<Problem>,
}

/// Who has the place that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Taken {
    by: String,
    at: String,
    until: Option<String>,
    call: CallId,
}

#[derive(Serialize)]
struct Object<'f> {
    ok: bool,
    error: Error<'f>,
}

#[derive(Serialize)]
struct Error<'f> {
    code: ErrorCode,
    message: &'f str,
    #[serde(flatten)]
    taken: Option<&'f Taken>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<ProblemObject>,
}

#[derive(Serialize)]
struct ProblemObject {
    line: u64,
    column: Option<&'static str>,
    message: String,
}

impl Failure {
    /// A failure with its sentence.
    pub fn new(code: ErrorCode, message: impl AsRef<str>) -> Self {
        let message = clean_line(message.as_ref()).trim_end().to_owned();
        Self(Box::new(Parts { code, message, taken: None, problems: Vec::new() }))
    }

    /// The command line was not understood.
    pub fn usage(message: impl AsRef<str>) -> Self {
        Self::new(ErrorCode::Usage, message)
    }

    /// A quick line was not understood: the first thing that is wrong, and how many more there are.
    pub fn of_line(texts: &Texts, problems: &[&LineError]) -> Self {
        let Some((first, more)) = problems.split_first() else {
            return Self::new(ErrorCode::BadLine, texts.line_error(&LineError::NoMunicipality));
        };
        let message = texts.line_error(first);
        let message = if more.is_empty() { message } else { texts.error_line_more(more.len(), message) };
        Self::new(first.code(), message)
    }

    /// A rule refused the command.
    pub fn refused(texts: &Texts, refusal: &Refusal, now: chrono::DateTime<chrono::Utc>) -> Self {
        let mut failure = Self::new(refusal.code(), texts.refusal(refusal, now));
        if let Refusal::Taken { by, at, until, call, .. } = refusal {
            failure.0.taken =
                Some(Taken { by: by.clone(), at: iso(*at), until: until.map(iso), call: *call });
        }
        failure
    }

    /// A file with problems, each told by its line.
    pub fn bad_file(message: impl AsRef<str>, problems: Vec<Problem>) -> Self {
        let mut failure = Self::new(ErrorCode::BadFile, message);
        failure.0.problems = problems;
        failure
    }

    /// The error object, on one line.
    pub fn json(&self, texts: &Texts) -> String {
        let problems = self
            .0
            .problems
            .iter()
            .map(|problem| ProblemObject {
                line: problem.line,
                column: problem.column,
                message: clean_line(&problem.reason(texts)).into_owned(),
            })
            .collect();
        let error =
            Error { code: self.0.code, message: &self.0.message, taken: self.0.taken.as_ref(), problems };
        clean_json(&serde_json::to_string(&Object { ok: false, error }).unwrap_or_default())
    }

    /// Writes it to standard error: the sentence and one more for each problem, or the error object.
    pub fn print(&self, texts: &Texts, as_json: bool) -> ExitCode {
        let mut out = io::stderr().lock();
        // Nothing is left to tell when standard error is closed too.
        let _ = if as_json {
            writeln!(out, "{}", self.json(texts))
        } else {
            let sentence = |problem: &Problem| clean_line(&problem.sentence(texts)).into_owned();
            let mut lines =
                std::iter::once(self.0.message.clone()).chain(self.0.problems.iter().map(sentence));
            lines.try_for_each(|line| writeln!(out, "{line}"))
        };
        self.exit_code()
    }

    /// 2 when the command line or its quick line was not understood, else 1.
    fn exit_code(&self) -> ExitCode {
        match self.0.code {
            ErrorCode::Usage
            | ErrorCode::BadLine
            | ErrorCode::UnknownMunicipality
            | ErrorCode::AmbiguousMunicipality
            | ErrorCode::BadTime => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}
