//! `call remark N TEXT`: records something of a call as a fact; a disagreement on the type of measure among them.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, positional, switch};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::ids::CallId;
use crate::domain::remark::RemarkKind;
use crate::text::Texts;

const CALL: &str = "call";
const TEXT: &str = "text";
const DISAGREEMENT: &str = "disagreement";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        positional(TEXT, texts.help_value_text(), texts.help_call_remark_text()).allow_hyphen_values(true),
        switch(DISAGREEMENT, texts.help_call_remark_disagreement()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let is_disagreement = matches.get_flag(DISAGREEMENT);
    let kind = if is_disagreement { RemarkKind::Disagreement } else { RemarkKind::Note };
    let text = Context::free_text(matches, TEXT).unwrap_or_default();
    let outcome = context.execute(&Command::Remark { call, kind, text })?;
    answers::reply(context, &outcome)
}
