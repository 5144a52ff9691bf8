//! `step list N`: the routine's steps of a call, by the routine it was opened with: what is done, what is open, whose
//! it is. The clocks of the law come last, as information.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::call::CallKind;
use crate::domain::call_details::CallDetails;
use crate::domain::follow_up::Owner;
use crate::domain::ids::{CallId, FollowUpId};
use crate::domain::placement::Placement;
use crate::domain::refusal::{ErrorCode, Refusal, Stale};
use crate::domain::routine::{Responsible, Routine, RoutineStep, StepKey, StepScope};
use crate::domain::settings::Rules;
use crate::domain::steps::{CallSteps, Standing, StepState};
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;

const CALL: &str = "call";
const COLUMNS: [&str; 11] =
    ["number", "step", "text", "scope", "responsible", "state", "at", "due_at", "late", "owner", "follow_up"];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(CALL, texts.help_value_call(), texts.help_number_call())]
}

#[derive(Serialize)]
struct Answer<'a> {
    call: CallId,
    routine: &'a str,
    steps: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    number: usize,
    step: StepKey,
    text: &'a str,
    scope: StepScope,
    responsible: &'a [Responsible],
    state: &'static str,
    at: Option<String>,
    due_at: Option<String>,
    waits_for: Option<StepKey>,
    late: bool,
    owner: Option<Owner>,
    follow_up: Option<FollowUpId>,
    note: Option<&'a str>,
}

/// A step with all that is told of it.
struct Told<'a> {
    step: &'a RoutineStep,
    standing: &'a Standing,
    steps: &'a CallSteps,
    details: &'a CallDetails,
    rules: &'a Rules,
    now: DateTime<Utc>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let (texts, now, format) = (context.texts, context.clock.now(), context.format);
    let details = context.read(|store| store.call_details(call))?;
    if details.call.kind == CallKind::Consultation {
        return Err(context.refused(&Refusal::Stale(Stale::NoSteps(call))));
    }
    let rules = context.read(|store| store.board(now))?.rules;
    let catalog = &context.known()?.catalog;
    let version = details.call.routine_version.as_str();
    let Some(routine) = catalog.routine(version) else {
        return Err(Failure::new(ErrorCode::BadValue, texts.routine_unknown(version)));
    };
    let steps = CallSteps::of(routine, &details, &rules);
    let told = told(routine, &steps, &details, &rules, now);
    Ok(match format {
        Format::Json => {
            let steps = told.iter().map(Told::row).collect();
            Reply::json(&Answer { call, routine: version, steps })
        }
        Format::Csv => Reply::file(csv_file(COLUMNS, told.iter().map(|told| told.row().cells()))),
        Format::Text => {
            let placements: Vec<Placement> =
                details.placements.iter().map(|(placement, _)| placement.clone()).collect();
            let clocks = texts.legal_lines(&details.call, &placements, |code| catalog.legal_basis(code), now);
            let mut lines = vec![texts.cli_steps(call.0, version)];
            lines.extend(told.iter().map(|told| told.in_words(texts)));
            if !clocks.is_empty() {
                lines.push(texts.routine_legal(clocks.join(" · ")));
            }
            Reply::text(lines.join("\n"))
        }
    })
}

fn told<'a>(
    routine: &'a Routine,
    steps: &'a CallSteps,
    details: &'a CallDetails,
    rules: &'a Rules,
    now: DateTime<Utc>,
) -> Vec<Told<'a>> {
    let of = |standing: &'a Standing| {
        let step = routine.step(standing.step)?;
        Some(Told { step, standing, steps, details, rules, now })
    };
    steps.standings.iter().filter_map(of).collect()
}

impl<'a> Told<'a> {
    fn number(&self) -> usize {
        StepKey::ALL.iter().position(|key| *key == self.step.key).map_or(0, |at| at + 1)
    }

    fn note(&self) -> Option<&'a str> {
        let found = self.details.steps.iter().find(|(settled, _)| settled.step == self.step.key)?;
        found.1.as_deref()
    }

    fn row(&self) -> Row<'a> {
        let (state, at, due_at, waits_for) = match self.standing.state {
            StepState::Done { at } => ("done", Some(iso(at)), None, None),
            StepState::NotRelevant => ("not_relevant", None, None, None),
            StepState::Open { due_at } => ("open", None, due_at.map(iso), None),
            StepState::Waits { step } => ("waits", None, None, Some(step)),
            StepState::Others => ("others", None, None, None),
        };
        Row {
            number: self.number(),
            step: self.step.key,
            text: self.step.text_in(self.steps.hours),
            scope: self.step.scope,
            responsible: self.step.responsible_in(self.steps.hours),
            state,
            at,
            due_at,
            waits_for,
            late: self.standing.is_late(self.rules, self.now),
            owner: self.standing.task.map(|_| self.standing.owner),
            follow_up: self.standing.task,
            note: self.note(),
        }
    }

    fn in_words(&self, texts: &Texts) -> String {
        let mut state = texts.step_state(self.standing, self.now);
        if self.standing.is_late(self.rules, self.now) {
            state = format!("! {state}");
        }
        let whose = match self.step.scope {
            StepScope::Us => texts.routine_ours(),
            StepScope::Others => texts.routine_others(),
        };
        let who = self.step.responsible_in(self.steps.hours).iter().map(|who| texts.responsible(*who));
        let who = texts.routine_responsible(who.collect::<Vec<_>>().join(", "));
        let title = texts.cli_step(texts.step_name(self.step.key), self.number(), self.step.key.code());
        let mut parts = vec![title, state, whose.into_owned(), who];
        parts.push(self.step.text_in(self.steps.hours).to_owned());
        parts.extend(self.note().map(|note| texts.routine_written(note)));
        parts.join(" · ")
    }
}

impl Row<'_> {
    fn cells(self) -> [Option<String>; COLUMNS.len()] {
        let responsible = self.responsible.iter().map(|who| who.code()).collect::<Vec<_>>().join(";");
        [
            Some(self.number.to_string()),
            Some(self.step.code().to_owned()),
            Some(self.text.to_owned()),
            Some(self.scope.code().to_owned()),
            Some(responsible),
            Some(self.state.to_owned()),
            self.at,
            self.due_at,
            Some(if self.late { "yes" } else { "no" }.to_owned()),
            self.owner.map(|owner| owner.code().to_owned()),
            self.follow_up.map(|number| number.to_string()),
        ]
    }
}
