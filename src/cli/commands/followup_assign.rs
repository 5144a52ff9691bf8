//! `followup assign N --to ADVISER | --department`: gives it to another adviser, or to the intake department that
//! serves the municipality.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, switch, text};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::follow_up::Receiver;
use crate::domain::ids::FollowUpId;
use crate::text::Texts;

const FOLLOW_UP: &str = "follow_up";
const TO: &str = "to";
const DEPARTMENT: &str = "department";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(FOLLOW_UP, texts.help_value_follow_up(), texts.help_number_follow_up()),
        text(TO, texts.help_value_adviser(), texts.help_followup_assign_to())
            .required_unless_present(DEPARTMENT),
        switch(DEPARTMENT, texts.help_followup_assign_department()).conflicts_with(TO),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let follow_up = FollowUpId(number_of(matches, FOLLOW_UP));
    let to = if matches.get_flag(DEPARTMENT) {
        Receiver::Department
    } else {
        Receiver::Adviser(Context::free_text(matches, TO).unwrap_or_default())
    };
    let outcome = context.execute(&Command::AssignFollowUp { follow_up, to })?;
    answers::reply(context, &outcome)
}
