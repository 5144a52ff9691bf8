//! `setting set KEY VALUE`: sets a shared rule of the region.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{positional, with_values};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::clean::clean_line;
use crate::domain::command::Command;
use crate::domain::settings::SETTINGS;
use crate::text::Texts;

const KEY: &str = "key";
const VALUE: &str = "value";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let keys = SETTINGS.iter().map(|setting| setting.key);
    vec![
        positional(KEY, texts.help_value_key(), with_values(texts, texts.help_setting_key(), keys)),
        positional(VALUE, texts.help_value_value(), texts.help_setting_value()).allow_hyphen_values(true),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let given = |id| matches.get_one::<String>(id).map(|word| clean_line(word).into_owned());
    let key = given(KEY).unwrap_or_default();
    let value = given(VALUE).unwrap_or_default();
    let outcome = context.execute(&Command::SetSetting { key, value })?;
    answers::reply(context, &outcome)
}
