//! What came of a command, as its fixed object and in words.
//!
//! Made from the stored outcome alone, so that a command sent twice gets the same answer, word for word.

use serde::Serialize;

use super::answer_objects::{
    AdviserAdded, Answered, Arrived, Assigned, CallBack, Closed, Completed, Confirmed, ContactSet,
    ContactsImported, DeviationSet, Edited, Evaluated, FollowUpEnded, FreeExpected, HandoverReceived,
    HandoverSigned, Held, ItemAnswered, KeptOpen, Linked, Logged, Meanwhile, MeetingSet, Moved, Offered,
    Planned, Referred, Registered, Released, Revealed, Set, SettingSet, Settled, ShiftStarted, ShiftTaken,
    Silenced, StayEnded, Undone, WatchSet, WentThrough,
};
use super::context::Context;
use super::failure::Failure;
use super::format::Format;
use super::reply::Reply;
use super::words;
use crate::domain::clocks::minutes_left;
use crate::domain::command::{ImportReport, Outcome};
use crate::domain::outcome::BegunShift;
use crate::report::times::iso;

#[derive(Serialize)]
struct Ok<T> {
    ok: bool,
    #[serde(flatten)]
    done: T,
}

/// The answer to a command that was done.
pub fn reply(context: &mut Context<'_>, outcome: &Outcome) -> Result<Reply, Failure> {
    match context.format {
        Format::Text | Format::Csv => Ok(Reply::text(sentence(context, outcome)?)),
        Format::Json => Ok(object(outcome)),
    }
}

fn object(outcome: &Outcome) -> Reply {
    match outcome {
        Outcome::CallRegistered {
            call,
            children,
            municipality,
            received_at,
            deadline,
            registered_at,
            missing,
            duplicates,
        } => done(Registered {
            call: *call,
            children,
            municipality: *municipality,
            referral_received_at: received_at.map(iso),
            deadline: deadline.map(iso),
            minutes_left: deadline.map(|deadline| minutes_left(deadline - *registered_at)),
            missing,
            warnings: duplicates.iter().map(|call| format!("duplicate_of:{call}")).collect(),
        }),
        Outcome::PlaceSet { place, state } => done(Set { place: *place, state: *state }),
        Outcome::PlaceConfirmed { place, at } => done(Confirmed { place: *place, confirmed_at: iso(*at) }),
        Outcome::Held { call, place, until } => done(Held { call: *call, place: *place, until: iso(*until) }),
        Outcome::Released { place } => done(Released { place: *place }),
        Outcome::Offered { offer, call, place, response_minutes } => {
            done(Offered { offer: *offer, call: *call, place: *place, response_minutes: *response_minutes })
        }
        Outcome::Answered { offer, answer } => done(Answered { offer: *offer, answer: *answer }),
        Outcome::Arrived { offer, closes_call } => done(Arrived { offer: *offer, closes_call: *closes_call }),
        Outcome::Planned { offer, expected_at } => {
            done(Planned { offer: *offer, expected_at: expected_at.map(iso) })
        }
        Outcome::StayEnded { child, place, days, fits } => {
            done(StayEnded { child: *child, place: *place, days: *days, fits })
        }
        Outcome::Evaluated { child } => done(Evaluated { child: *child }),
        Outcome::Split { call } | Outcome::Remarked { call } | Outcome::NamedExport { call } => {
            done(Closed { call: *call })
        }
        Outcome::StaysOpen { call, stays_open, closes_call } => {
            done(KeptOpen { call: *call, stays_open: *stays_open, closes_call: *closes_call })
        }
        Outcome::MeetingSet { call, at, commitment_due_at } => done(MeetingSet {
            call: *call,
            meeting_at: iso(*at),
            commitment_due_at: commitment_due_at.map(iso),
        }),
        Outcome::StepSettled { call, step, end } => done(Settled { call: *call, step: *step, state: *end }),
        Outcome::FollowUpMoved { follow_up, due_at } => {
            done(Moved { follow_up: *follow_up, due_at: iso(*due_at) })
        }
        Outcome::FollowUpAssigned { follow_up, owner } => {
            done(Assigned { follow_up: *follow_up, owner: *owner })
        }
        Outcome::EnquiryLogged { enquiry, call, ask_at } => {
            done(Logged { enquiry: *enquiry, call: *call, ask_at: ask_at.map(iso) })
        }
        Outcome::CompensationSet { call, kind, state } => {
            done(Meanwhile { call: *call, measure: *kind, state: *state })
        }
        Outcome::DeviationSet { deviation, call, state } => {
            done(DeviationSet { deviation: *deviation, call: *call, state: *state })
        }
        Outcome::ExtraPlaceOpened { place } | Outcome::ExtraPlaceClosed { place } => {
            done(Released { place: *place })
        }
        Outcome::FreeExpected { place, at } => {
            done(FreeExpected { place: *place, expected_free_at: at.map(iso) })
        }
        Outcome::ShiftStarted { shift, until } => {
            done(ShiftStarted::of(BegunShift { shift: *shift, until: *until }))
        }
        Outcome::WatchSet { call, level, action_at } => {
            done(WatchSet { call: *call, level: *level, action_at: action_at.map(iso) })
        }
        Outcome::HandoverSigned { handover, points } => {
            done(HandoverSigned { handover: *handover, points: *points })
        }
        Outcome::WentThrough { handover, left } => {
            done(WentThrough { handover: *handover, points_left: *left })
        }
        Outcome::HandoverReceived { handover, calls, tasks, begun } => done(HandoverReceived {
            handover: *handover,
            calls: *calls,
            follow_ups: *tasks,
            shift_started: begun.map(ShiftStarted::of),
        }),
        Outcome::ShiftTaken { shift, calls, tasks, begun } => done(ShiftTaken {
            shift: *shift,
            calls: *calls,
            follow_ups: *tasks,
            shift_started: begun.map(ShiftStarted::of),
        }),
        Outcome::UnitSet { unit } => done(serde_json::json!({ "unit": unit })),
        Outcome::ContactSet { contact } => done(ContactSet { contact: *contact }),
        Outcome::ContactsImported { added, updated, unchanged, dry_run } => done(ContactsImported {
            added: *added,
            updated: *updated,
            unchanged: *unchanged,
            dry_run: *dry_run,
        }),
        Outcome::Silenced { alarms } => done(Silenced { silenced: *alarms }),
        Outcome::Closed { call } => done(Closed { call: *call }),
        Outcome::Undone { act, number } => done(Undone { undone: *act, number: *number }),
        Outcome::Redone { again } => object(again),
        Outcome::Edited { call, deadline, added } => {
            done(Edited { call: *call, deadline: deadline.map(iso), added_children: added })
        }
        Outcome::Referred { call, received_at, deadline } => done(Referred {
            call: *call,
            referral_received_at: iso(*received_at),
            deadline: deadline.map(iso),
        }),
        Outcome::ItemAnswered { call, item, state, due_at } => {
            done(ItemAnswered { call: *call, item: *item, state: *state, due_at: due_at.map(iso) })
        }
        Outcome::CallBackPromised { call, follow_up, due_at } => {
            done(CallBack { call: *call, follow_up: *follow_up, due_at: iso(*due_at) })
        }
        Outcome::FollowUpEnded { follow_up, next } => {
            done(FollowUpEnded { follow_up: *follow_up, next: *next })
        }
        Outcome::OfferCompleted { offer, call } | Outcome::FellThrough { offer, call } => {
            done(Completed { offer: *offer, call: *call })
        }
        Outcome::Linked { child, other, call } => {
            done(Linked { child: *child, same_as: *other, call: *call })
        }
        Outcome::Revealed { subject } => done(Revealed { revealed: *subject }),
        Outcome::AdviserAdded { adviser } => done(AdviserAdded { adviser: *adviser }),
        Outcome::Purged(report) => done(report),
        Outcome::Imported(report) => done(report),
        Outcome::SettingSet { key, value } => done(SettingSet { key, value }),
    }
}

fn done(done: impl Serialize) -> Reply {
    Reply::json(&Ok { ok: true, done })
}

fn sentence(context: &mut Context<'_>, outcome: &Outcome) -> Result<String, Failure> {
    let (texts, now) = (context.texts, context.clock.now());
    Ok(match outcome {
        Outcome::CallRegistered {
            call, municipality, deadline, registered_at, missing, duplicates, ..
        } => {
            let name = {
                let found = context.known()?.tables.municipalities.by_number(*municipality);
                found.map_or_else(|| municipality.to_string(), |found| found.name.clone())
            };
            let mut lines = vec![match deadline {
                Some(deadline) => texts.cli_registered(
                    call.0,
                    minutes_left(*deadline - *registered_at),
                    name,
                    texts.time_near(*deadline, now),
                ),
                None => texts.cli_registered_without_clock(call.0, name),
            }];
            if !missing.is_empty() {
                let gaps: Vec<_> = missing.iter().map(|gap| words::gap(texts, *gap)).collect();
                lines.push(texts.cli_missing(gaps.join(", ")));
            }
            lines.extend(duplicates.iter().map(|other| texts.cli_duplicate(other.0)));
            lines.join("\n")
        }
        Outcome::PlaceSet { place, state } => texts.cli_place_set(place.0, texts.place_state(*state)),
        Outcome::PlaceConfirmed { place, at } => {
            texts.cli_place_confirmed(place.0, texts.time_near(*at, now))
        }
        Outcome::Held { call, place, until } => texts.cli_held(call.0, place.0, texts.time_near(*until, now)),
        Outcome::Released { place } => texts.cli_released(place.0),
        Outcome::Offered { offer, call, place, response_minutes: Some(minutes) } => {
            texts.cli_offered_on(call.0, *minutes, offer.0, place.0)
        }
        Outcome::Offered { offer, call, place, response_minutes: None } => {
            texts.cli_offered(call.0, offer.0, place.0)
        }
        Outcome::Answered { offer, answer } => texts.cli_answered(words::answer(texts, *answer), offer.0),
        Outcome::Redone { again } => sentence(context, again)?,
        Outcome::Undone { act, number } => texts.cli_undone(texts.act(*act), *number),
        Outcome::Purged(report) => {
            let dry = if report.dry_run { "yes" } else { "no" };
            let mut lines = vec![texts.cli_purged(report.calls.len(), dry, report.values)];
            if !report.is_on {
                lines.push(texts.cli_purge_is_off(report.days));
            }
            lines.join("\n")
        }
        Outcome::Imported(report) => imported(context, report)?,
        Outcome::SettingSet { key, value } => texts.cli_setting_set(key.as_str(), value.as_str()),
        other => texts.outcome(other, now).unwrap_or_default(),
    })
}

fn imported(context: &mut Context<'_>, report: &ImportReport) -> Result<String, Failure> {
    let texts = context.texts;
    let units = context.read(crate::store::Store::units)?;
    let names = |wanted: &[crate::domain::ids::UnitId]| {
        let named = units.iter().filter(|(id, _)| wanted.contains(id)).map(|(_, unit)| unit.unit.as_str());
        named.collect::<Vec<_>>().join(", ")
    };
    let (added, places, unchanged) = (report.added, report.places_added, report.unchanged);
    let mut lines = vec![if report.dry_run {
        texts.cli_would_import(added, places, unchanged, report.updated.len())
    } else {
        texts.cli_imported(added, places, unchanged, report.updated.len())
    }];
    if !report.missing.is_empty() {
        lines.push(texts.cli_import_missing(names(&report.missing)));
    }
    if !report.fewer_places.is_empty() {
        lines.push(texts.cli_import_fewer(names(&report.fewer_places)));
    }
    Ok(lines.join("\n"))
}
