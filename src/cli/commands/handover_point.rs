//! `handover point N P`: goes through one point of a handover, by its place on it. All at once only where that is said.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, switch};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::{Command, Outcome};
use crate::domain::ids::{HandoverId, PointId};
use crate::domain::question::{Question, Told};
use crate::domain::refusal::{BadValue, Refusal, Stale};
use crate::text::Texts;

const HANDOVER: &str = "handover";
const POINT: &str = "point";
const ALL: &str = "all";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(HANDOVER, texts.help_value_handover(), texts.help_number_handover()),
        number(POINT, texts.help_value_point(), texts.help_number_point())
            .required(false)
            .required_unless_present(ALL),
        switch(ALL, texts.help_handover_point_all()).conflicts_with(POINT),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let handover = HandoverId(number_of(matches, HANDOVER));
    let outcome = if matches.get_flag(ALL) {
        all(context, handover)?
    } else {
        one(context, handover, number_of(matches, POINT))?
    };
    answers::reply(context, &outcome)
}

/// The point at this place of the handover.
fn one(context: &mut Context<'_>, handover: HandoverId, place: i64) -> Result<Outcome, Failure> {
    let Told::Handover(Some(told)) = context.ask(&Question::Handover(Some(handover)))? else {
        return Err(context.refused(&Refusal::Stale(Stale::NoShift)));
    };
    let at = usize::try_from(place).ok().and_then(|place| place.checked_sub(1));
    let unknown = || context.bad_value(&BadValue::UnknownNumber { field: POINT, number: place });
    let point = at.and_then(|at| told.points.get(at)).ok_or_else(unknown)?.id;
    context.execute(&Command::GoThrough { handover, point })
}

/// Every point that is left. Where none is, the last is refused as gone through already.
fn all(context: &mut Context<'_>, handover: HandoverId) -> Result<Outcome, Failure> {
    if let Some(outcome) = context.earlier_outcome()? {
        return Ok(outcome);
    }
    let Told::Handover(Some(told)) = context.ask(&Question::Handover(Some(handover)))? else {
        return Ok(Outcome::WentThrough { handover, left: 0 });
    };
    let Some((last, others)) = told.points.split_last() else {
        return Ok(Outcome::WentThrough { handover, left: 0 });
    };
    let is_left = |point: &&crate::domain::handover::HandoverPoint| point.gone_through.is_none();
    let mut left: Vec<PointId> = others.iter().filter(is_left).map(|point| point.id).collect();
    if last.gone_through.is_none() || left.is_empty() {
        left.push(last.id);
    }
    let of_line = left.pop().unwrap_or(last.id);
    for point in left {
        context.execute_part(point.0, &Command::GoThrough { handover, point })?;
    }
    context.execute(&Command::GoThrough { handover, point: of_line })
}
