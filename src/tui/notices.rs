//! What came of things, in sentences.

use chrono::TimeDelta;

use crate::app::key::Key;
use crate::app::message::Failure;
use crate::app::model::Overlay;
use crate::app::notice::Notice;
use crate::domain::command::Outcome;
use crate::domain::draft::DraftKind;
use crate::domain::ids::{CallId, OfferId, PlaceId};
use crate::domain::journal::Act;
use crate::domain::matching::Order;
use crate::domain::offer::Answer;
use crate::domain::refusal::{Refusal, Stale};
use crate::domain::unit::PlaceState;

use super::labels;
use super::scene::Scene;

/// The sentence of a notice.
#[must_use]
pub fn sentence(scene: Scene<'_>, notice: &Notice) -> String {
    let texts = scene.texts;
    match notice {
        Notice::Done(outcome) => done(scene, outcome),
        Notice::Ordered(Order::OwnerFirst) => texts.notice_order_owner().into_owned(),
        Notice::Ordered(Order::DistanceFirst) => texts.notice_order_distance().into_owned(),
        Notice::WordsHidden(true) => texts.notice_words_hidden().into_owned(),
        Notice::WordsHidden(false) => texts.notice_words_shown().into_owned(),
        Notice::LineParked => texts.notice_line_parked().into_owned(),
        Notice::OfferParked(call) => texts.notice_offer_parked(call.0),
        Notice::WindowParked(DraftKind::Answer, call) => texts.notice_answer_parked(call.0),
        Notice::WindowParked(DraftKind::EditCall, call) => texts.notice_form_parked(call.0),
        Notice::WindowParked(_, call) => texts.notice_window_parked(call.0),
        Notice::NoteWritten { call, file, folder } => {
            texts.notice_note_written(call.0, file.as_str(), folder.as_str())
        }
        Notice::HandoverWritten { handover: Some(handover), file, folder } => {
            texts.notice_handover_written(file.as_str(), folder.as_str(), handover.0)
        }
        Notice::HandoverWritten { handover: None, file, folder } => {
            texts.notice_handover_draft_written(file.as_str(), folder.as_str())
        }
        Notice::DraftNotKept(failure) => texts.notice_draft_not_kept(failure_sentence(scene, failure)),
        Notice::CannotNow(action, why) => {
            texts.notice_cannot(labels::first_key(texts, *action), labels::why_not(texts, *why))
        }
        Notice::Failed(failure) => failure_sentence(scene, failure),
        Notice::BackupFailed(reason) => texts.notice_backup_failed(reason.as_str()),
        Notice::ClockJumped { by, late, no_longer_late } => clock_jumped(scene, *by, late, no_longer_late),
        Notice::NoSuchKey(sign) => texts.notice_no_such_key(labels::key(texts, Key::char(*sign))),
        Notice::QuitWithQ => texts.notice_quit().into_owned(),
    }
}

/// How far the clock jumped, and what is late by it now; why it may have comes last, where there is room.
fn clock_jumped(scene: Scene<'_>, by: TimeDelta, late: &[CallId], no_longer_late: &[CallId]) -> String {
    let texts = scene.texts;
    let list = |calls: &[CallId]| calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let length = texts.jump_length(by.abs());
    let late =
        if late.is_empty() { texts.clock_nobody_late().into_owned() } else { texts.clock_late(list(late)) };
    if by > TimeDelta::zero() {
        texts.clock_jumped_ahead(late, length)
    } else if no_longer_late.is_empty() {
        texts.clock_set_back(late, length)
    } else {
        texts.clock_set_back(format!("{late} {}", texts.clock_no_longer_late(list(no_longer_late))), length)
    }
}

/// Why something was not done: what happened, to what, what to do now.
#[must_use]
pub fn failure_sentence(scene: Scene<'_>, failure: &Failure) -> String {
    match failure {
        // On the screen a place is known by its unit, not by its number.
        Failure::Refused(Refusal::Taken { place, by, at, until, call }) => {
            let (texts, unit) = (scene.texts, unit(scene, *place));
            match until {
                Some(until) => {
                    let time = texts.time_near(*until, scene.now());
                    texts.refused_taken_until(by.as_str(), call.0, time, unit)
                }
                None => texts.refused_taken(by.as_str(), call.0, texts.time_near(*at, scene.now()), unit),
            }
        }
        Failure::Refused(Refusal::Stale(Stale::Changed)) if edited_call(scene).is_some() => {
            scene.texts.refused_form_changed(edited_call(scene).map_or(0, |call| call.0))
        }
        Failure::Refused(refusal) => scene.texts.refusal(refusal, scene.now()),
        Failure::Store { sentence, .. } => sentence.clone(),
    }
}

/// The call whose form is open: what was refused was its correction.
fn edited_call(scene: Scene<'_>) -> Option<CallId> {
    scene.model.overlays.iter().rev().find_map(|overlay| match overlay {
        Overlay::Form(form) => form.call,
        _ => None,
    })
}

fn done(scene: Scene<'_>, outcome: &Outcome) -> String {
    let texts = scene.texts;
    let now = scene.now();
    match outcome {
        Outcome::CallRegistered { call, deadline, duplicates, .. } => {
            let count = scene.view().and_then(|view| view.call_row(*call)).map_or(0, |row| row.fits);
            let fits = texts.call_fits(count);
            let text = match deadline {
                Some(deadline) => texts.done_registered(call.0, fits, texts.time_near(*deadline, now)),
                None => texts.done_registered_no_clock(call.0, fits),
            };
            if duplicates.is_empty() {
                text
            } else {
                let calls = duplicates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                texts.done_duplicate(calls, text)
            }
        }
        Outcome::WentThrough { .. } => texts.notice_went_through(scene.model.handover.unread_cases()),
        Outcome::Held { call, place, until } => {
            texts.done_held(call.0, texts.time_near(*until, now), unit(scene, *place))
        }
        Outcome::Offered { call, place, response_minutes, .. } => match response_minutes {
            Some(minutes) => {
                let took = texts.duration(TimeDelta::minutes(*minutes));
                texts.done_offered(call.0, took, unit(scene, *place))
            }
            None => texts.done_offered_no_clock(call.0, unit(scene, *place)),
        },
        Outcome::Answered { offer, answer } => {
            let found = call_of(scene, *offer);
            let has_next =
                found.is_some_and(|call| scene.view().is_some_and(|view| view.first_fitting(call).is_some()));
            let call = found.map_or(0, |call| call.0);
            let said = match answer {
                Answer::Accepted => return texts.done_accepted(call),
                Answer::Declined if has_next => texts.done_declined(call),
                Answer::Declined => texts.done_declined_none_left(call),
                Answer::Withdrawn => texts.done_withdrawn(call),
            };
            let place = scene.view().and_then(|view| view.offer(*offer)).map(|offer| offer.place);
            with_fits(scene, said, &place.map(|place| fits(scene, place)).unwrap_or_default())
        }
        Outcome::StayEnded { place, days, fits, .. } => {
            let unit = unit(scene, *place);
            let said = match days {
                Some(days) => texts.done_stay_ended(*days, unit),
                None => texts.done_stay_ended_unknown(unit),
            };
            with_fits(scene, said, fits)
        }
        Outcome::PlaceConfirmed { place, .. } => texts.done_confirmed(unit(scene, *place)),
        Outcome::Undone { act, number } => texts.done_undone(match act {
            Act::Hold => texts.done_undone_hold(unit(scene, PlaceId(*number))),
            Act::Offer => match offer_of(scene, OfferId(*number)) {
                Some((call, unit)) => texts.done_undone_offer_of(call.0, unit),
                None => texts.done_undone_offer(*number),
            },
            Act::Answer => match offer_of(scene, OfferId(*number)) {
                Some((call, unit)) => texts.done_undone_answer_of(call.0, unit),
                None => texts.done_undone_answer(*number),
            },
            Act::Place => texts.done_undone_place(unit(scene, PlaceId(*number))),
            Act::ExtraPlace => texts.done_undone_extra(*number),
            Act::ExpectFree => texts.done_undone_expected(unit(scene, PlaceId(*number))),
            other => texts.act(*other).into_owned(),
        }),
        Outcome::Redone { again } => texts.done_redone(redone(scene, again)),
        Outcome::Released { place } => texts.done_released(unit(scene, *place)),
        Outcome::PlaceSet { place, state } => {
            let said = texts.done_place_set(texts.place_state(*state), unit(scene, *place));
            let fits = if *state == PlaceState::Free { fits(scene, *place) } else { Vec::new() };
            with_fits(scene, said, &fits)
        }
        Outcome::ExtraPlaceOpened { place } => texts.done_extra_opened(unit(scene, *place)),
        Outcome::ExtraPlaceClosed { .. } => texts.done_extra_closed().into_owned(),
        Outcome::FreeExpected { place, at: Some(at) } => {
            texts.done_free_expected(texts.time_near(*at, now), unit(scene, *place))
        }
        Outcome::FreeExpected { place, at: None } => texts.done_free_not_expected(unit(scene, *place)),
        Outcome::Purged(_) | Outcome::Imported(_) | Outcome::SettingSet { .. } => {
            texts.done_other().into_owned()
        }
        other => texts.outcome(other, now).unwrap_or_default(),
    }
}

/// The open calls that were told that a place of this one's unit came free.
fn fits(scene: Scene<'_>, place: PlaceId) -> Vec<CallId> {
    scene.view().map(|view| view.board.told_free(place)).unwrap_or_default()
}

/// A sentence with the open calls that the place fits.
fn with_fits(scene: Scene<'_>, said: String, fits: &[CallId]) -> String {
    if fits.is_empty() {
        return said;
    }
    let calls = fits.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    scene.texts.done_fits(calls, said)
}

/// What was done again.
fn redone(scene: Scene<'_>, outcome: &Outcome) -> String {
    let texts = scene.texts;
    match outcome {
        Outcome::Held { call, place, .. } => texts.done_redone_hold(call.0, unit(scene, *place)),
        Outcome::Offered { call, place, .. } => texts.done_undone_offer_of(call.0, unit(scene, *place)),
        Outcome::Answered { offer, .. } => match offer_of(scene, *offer) {
            Some((call, unit)) => texts.done_undone_answer_of(call.0, unit),
            None => texts.done_undone_answer(offer.0),
        },
        Outcome::PlaceSet { place, .. } => texts.done_undone_place(unit(scene, *place)),
        other => done(scene, other),
    }
}

/// The call and the unit of an offer, also of one that was taken back.
fn offer_of(scene: Scene<'_>, offer: OfferId) -> Option<(CallId, String)> {
    let offer = scene.view()?.offer(offer)?;
    Some((offer.call, unit(scene, offer.place)))
}

fn unit(scene: Scene<'_>, place: PlaceId) -> String {
    let unit = scene.view().and_then(|view| view.unit_of_place(place));
    unit.map_or_else(|| place.to_string(), |unit| unit.name.clone())
}

fn call_of(scene: Scene<'_>, offer: OfferId) -> Option<CallId> {
    scene.view()?.offer(offer).map(|offer| offer.call)
}
