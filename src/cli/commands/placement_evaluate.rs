//! `placement evaluate CHILD`: what child and parents say of a stay.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::ids::ChildId;
use crate::domain::placement::StayViews;
use crate::text::Texts;

const CHILD: &str = "child";
const CHILD_VIEW: &str = "child-view";
const PARENTS_VIEW: &str = "parents-view";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CHILD, texts.help_value_child(), texts.help_number_child()),
        free_text(CHILD_VIEW, texts.help_value_text(), texts.help_placement_child_view())
            .required_unless_present(PARENTS_VIEW),
        free_text(PARENTS_VIEW, texts.help_value_text(), texts.help_placement_parents_view()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let views = StayViews {
        child: ChildId(number_of(matches, CHILD)),
        child_view: Context::told_text(matches, CHILD_VIEW),
        parents_view: Context::told_text(matches, PARENTS_VIEW),
    };
    let outcome = context.execute(&Command::EvaluatePlacement(Box::new(views)))?;
    answers::reply(context, &outcome)
}
