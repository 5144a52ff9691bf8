//! `followup list`: what is to be done, late first, as on screen 4. What is due after the first working day only with
//! `--all`. Names and numbers are not in it.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::{optional_number, switch};
use crate::cli::context::{Context, Known};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::board::Board;
use crate::domain::call::Call;
use crate::domain::checklist::ItemKey;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use crate::domain::follow_up_list::{DueSection, section_of};
use crate::domain::ids::{CallId, ChildId, EnquiryId, FollowUpId, OfferId, PlaceId};
use crate::domain::purchase::PaperKey;
use crate::domain::routine::StepKey;
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;
use crate::text::routine::ToDo;

const LATE: &str = "late";
const DUE: &str = "due";
const ALL: &str = "all";
const CALL: &str = "call";
const COLUMNS: [&str; 16] = [
    "follow_up",
    "section",
    "kind",
    "call",
    "step",
    "item",
    "offer",
    "place",
    "enquiry",
    "paper",
    "child",
    "due_at",
    "late_from",
    "owner",
    "by",
    "moved",
];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        switch(LATE, texts.help_followup_list_late()).conflicts_with_all([DUE, ALL]),
        switch(DUE, texts.help_followup_list_due()).conflicts_with(ALL),
        switch(ALL, texts.help_followup_list_all()),
        optional_number(CALL, texts.help_value_call(), texts.help_followup_list_call()),
    ]
}

#[derive(Serialize)]
struct Answer {
    follow_ups: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    follow_up: FollowUpId,
    section: DueSection,
    kind: FollowUpKind,
    call: CallId,
    step: Option<StepKey>,
    item: Option<ItemKey>,
    offer: Option<OfferId>,
    place: Option<PlaceId>,
    enquiry: Option<EnquiryId>,
    paper: Option<PaperKey>,
    child: Option<ChildId>,
    due_at: String,
    late_from: String,
    owner: Owner,
    by: String,
    moved: bool,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = matches.get_one::<i64>(CALL).copied().map(CallId);
    if let Some(call) = call {
        context.call(call)?;
    }
    let (texts, now, format) = (context.texts, context.clock.now(), context.format);
    let board = context.read(|store| store.board(now))?;
    let last = if matches.get_flag(LATE) {
        DueSection::Late
    } else if matches.get_flag(DUE) {
        DueSection::Shift
    } else if matches.get_flag(ALL) {
        DueSection::Later
    } else {
        DueSection::WorkingDay
    };
    let mut found: Vec<(DueSection, &FollowUp)> = board
        .follow_ups
        .iter()
        .filter(|task| call.is_none_or(|call| task.call == call))
        .map(|task| (section_of(task, &board.rules, now), task))
        .filter(|(section, _)| *section <= last)
        .collect();
    found.sort_by_key(|(section, task)| (*section, task.late_from(&board.rules), task.call, task.id));
    let row = |(section, task): (DueSection, &FollowUp)| Row::of(section, task, &board);
    Ok(match format {
        Format::Json => Reply::json(&Answer { follow_ups: found.into_iter().map(row).collect() }),
        Format::Csv => Reply::file(csv_file(COLUMNS, found.into_iter().map(|found| row(found).cells()))),
        Format::Text if found.is_empty() => Reply::text(texts.due_none()),
        Format::Text => {
            let known = context.known()?;
            let lines: Vec<String> = found
                .into_iter()
                .map(|(section, task)| in_words(texts, known, &board, (section, task), now))
                .collect();
            Reply::text(lines.join("\n"))
        }
    })
}

impl Row {
    fn of(section: DueSection, task: &FollowUp, board: &Board) -> Self {
        Self {
            follow_up: task.id,
            section,
            kind: task.kind,
            call: task.call,
            step: task.step,
            item: task.item,
            offer: task.offer,
            place: task.place,
            enquiry: task.enquiry,
            paper: task.paper,
            child: task.child,
            due_at: iso(task.due_at),
            late_from: iso(task.late_from(&board.rules)),
            owner: task.owner,
            by: task.by.clone(),
            moved: task.is_moved,
        }
    }

    fn cells(self) -> [Option<String>; COLUMNS.len()] {
        [
            Some(self.follow_up.to_string()),
            Some(self.section.code().to_owned()),
            Some(self.kind.code().to_owned()),
            Some(self.call.to_string()),
            self.step.map(|step| step.code().to_owned()),
            self.item.map(|item| item.code().to_owned()),
            self.offer.map(|offer| offer.to_string()),
            self.place.map(|place| place.to_string()),
            self.enquiry.map(|enquiry| enquiry.to_string()),
            self.paper.map(|paper| paper.code().to_owned()),
            self.child.map(|child| child.to_string()),
            Some(self.due_at),
            Some(self.late_from),
            Some(self.owner.code().to_owned()),
            Some(self.by),
            Some(if self.moved { "yes" } else { "no" }.to_owned()),
        ]
    }
}

fn in_words(
    texts: &Texts,
    known: &Known,
    board: &Board,
    (section, task): (DueSection, &FollowUp),
    now: DateTime<Utc>,
) -> String {
    let call = board.known_call(task.call);
    let name = |call: &Call| {
        let found = known.tables.municipalities.by_number(call.municipality);
        found.map_or_else(|| call.municipality.to_string(), |found| found.name.clone())
    };
    let who = match call {
        Some(call) if call.shield.is_none() => name(call),
        Some(_) => texts.cli_shielded().into_owned(),
        None => String::new(),
    };
    let offered = || board.offers.iter().find(|offer| Some(offer.id) == task.offer).map(|offer| offer.place);
    let place = task.place.or_else(offered);
    let unit =
        board.places.iter().find(|known| Some(known.id) == place).and_then(|place| board.unit(place.unit));
    let item = task.item.and_then(|item| known.catalog.checklist_item(item));
    let enquiry = board.enquiries.iter().find(|known| Some(known.id) == task.enquiry);
    let asked = enquiry.map(|enquiry| {
        texts.asked(enquiry, enquiry.unit.and_then(|unit| board.unit(unit)).map(|unit| unit.name.as_str()))
    });
    let of = texts.placement_of(board, task);
    let about = ToDo {
        who: &who,
        unit: unit.map(|unit| unit.name.as_str()),
        item: item.map(|item| item.label.as_str()),
        asked: asked.as_deref(),
        of: of.as_deref(),
    };
    let owner = match (task.owner, call) {
        (Owner::Adviser, _) => task.by.clone(),
        (Owner::Department, Some(call)) if call.shield.is_none() => {
            let named = board.rules.departments.get(&call.municipality);
            named.cloned().unwrap_or_else(|| texts.owner_department_of(name(call)))
        }
        (Owner::Department, _) => texts.owner_department().into_owned(),
    };
    let due = texts.time_near(task.due_at, now);
    let when = match section {
        DueSection::Late => texts.cli_due_late(texts.age_of(task.late_from(&board.rules), now), due),
        _ => texts.cli_due(due),
    };
    let what = texts.to_do(task, &about);
    texts.cli_follow_up(task.call.0, task.id.0, owner, what, when, who)
}
