//! `call show N`: one call with its children, offers and timeline.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use super::placement_list;
use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::placement_rows::OwnPlacement;
use crate::cli::reply::Reply;
use crate::cli::rows::CallRow;
use crate::cli::words;
use crate::domain::call_details::{CallDetails, OfferDetails};
use crate::domain::child::{Age, Sex};
use crate::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use crate::domain::journal::{Act, JournalLine};
use crate::domain::offer::{Answer, Offer};
use crate::report::times::iso;
use crate::text::Texts;

const CALL: &str = "call";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(CALL, texts.help_value_call(), texts.help_number_call())]
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    call: CallRow,
    children: Vec<ChildRow>,
    offers: Vec<OfferRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    placements: Vec<OwnPlacement>,
    timeline: Vec<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    erased_at: Option<String>,
}

#[derive(Serialize)]
struct ChildRow {
    child: ChildId,
    sex: Sex,
    age: Age,
}

#[derive(Serialize)]
struct OfferRow {
    offer: OfferId,
    place: PlaceId,
    reason: String,
    why: Option<String>,
    at: String,
    answer: Option<Answer>,
    response_minutes: Option<i64>,
}

#[derive(Serialize)]
struct Line {
    sequence: i64,
    at: String,
    adviser: Option<String>,
    act: Act,
    subject: String,
    number: i64,
    field: String,
    old: Option<String>,
    new: Option<String>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let details = context.read(|store| store.call_details(call))?;
    let now = context.clock.now();
    let texts = context.texts;
    let offers: Vec<Offer> = details.offers.iter().map(|offer| offer.offer.clone()).collect();
    let row = CallRow::of(&details.call, &offers, now);
    let rows = details.offers.iter().map(|offer| offer_row(texts, &details, offer));
    if context.format == Format::Json {
        let children = details.call.children.iter();
        return Ok(Reply::json(&Shown {
            call: row.without_count(),
            placements: details
                .placements
                .iter()
                .map(|(placement, _)| OwnPlacement::of(placement, now))
                .collect(),
            children: children
                .map(|child| ChildRow { child: child.id, sex: child.facts.sex, age: child.facts.age })
                .collect(),
            offers: rows.collect(),
            timeline: details.timeline.iter().map(line).collect(),
            erased_at: details.erased_at.map(iso),
        }));
    }
    let known = context.known()?;
    let mut lines = vec![row.line(texts, &details.call, &known.tables, &offers, now)];
    lines.extend(details.note.iter().map(|note| texts.cli_show_note(note.as_str())));
    lines.extend(details.erased_at.map(|at| texts.cli_erased(texts.time_near(at, now))));
    lines.extend(rows.map(|row| {
        let answer =
            row.answer.map_or_else(|| texts.cli_answer_awaited(), |answer| words::answer(texts, answer));
        let erased = details.erased_at.is_some() && row.reason.is_empty();
        let reason = if erased { texts.value_erased().into_owned() } else { row.reason };
        texts.cli_show_offer(answer, row.offer.0, row.place.0, reason)
    }));
    lines.extend(details.placements.iter().map(|(placement, _)| {
        let offer = details.offers.iter().find(|offer| offer.offer.id == placement.offer);
        placement_list::line(texts, placement, offer.map_or("", |offer| offer.unit.as_str()), now)
    }));
    // One line an act: its fields stand in the object.
    let acts = details.timeline.chunk_by(|a, b| a.entry.command == b.entry.command);
    lines.extend(acts.filter_map(<[_]>::first).map(|line| {
        let adviser = line.adviser.clone().unwrap_or_default();
        texts.cli_show_line(texts.act(line.entry.act), adviser, texts.time_near(line.entry.at, now))
    }));
    Ok(Reply::text(lines.join("\n")))
}

fn offer_row(texts: &Texts, details: &CallDetails, offer: &OfferDetails) -> OfferRow {
    let received = details.call.received_at;
    OfferRow {
        offer: offer.offer.id,
        place: offer.offer.place,
        // The facts as they were when the place was offered, not as they are now.
        reason: texts.facts(&offer.facts, offer.offer.at),
        why: offer.why.clone(),
        at: iso(offer.offer.at),
        answer: offer.offer.answer,
        response_minutes: received.map(|received| (offer.offer.at - received).num_minutes().max(0)),
    }
}

fn line(line: &JournalLine) -> Line {
    let entry = &line.entry;
    // Where a protected address is, is told by `call reveal`, which is journalled.
    let told = |value: &Option<String>| if line.hides_place { None } else { value.clone() };
    Line {
        sequence: entry.seq,
        at: iso(entry.at),
        adviser: line.adviser.clone(),
        act: entry.act,
        subject: entry.subject.clone(),
        number: entry.number,
        field: entry.field.clone(),
        old: told(&entry.old),
        new: told(&entry.new),
    }
}
