//! `adviser add NAME`: a further adviser of the database, with a passphrase of their own.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::positional;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::{answers, passphrase};
use crate::domain::clean::clean_line;
use crate::domain::refusal::BadValue;
use crate::text::Texts;

const NAME: &str = "name";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![positional(NAME, texts.help_value_adviser(), texts.help_adviser_add_name())]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let texts = context.texts;
    let name = matches.get_one::<String>(NAME).map(|name| clean_line(name).trim().to_owned());
    let name = name.unwrap_or_default();
    if name.is_empty() {
        return Err(context.bad_value(&BadValue::EmptyName));
    }
    context.refuse_same_fd()?;
    context.open()?;
    let passphrase = passphrase::choose_new(texts, context.new_key_fd())?;
    let now = context.clock.now();
    let outcome = context.read(|store| store.add_adviser(&name, &passphrase, now))?;
    answers::reply(context, &outcome)
}
