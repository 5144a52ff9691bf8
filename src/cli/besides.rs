//! What is said besides an answer in words: that a place must not be known, and whom a place that came free fits.
//! For people only: scripts read it from the call and its follow-ups.

use super::context::Context;
use super::failure::Failure;
use super::format::Format;
use super::reply::Reply;
use crate::domain::board::Board;
use crate::domain::ids::{OfferId, PlaceId};

/// The answer about an offer, with the warning where parents and network must not get to know the place.
pub fn warn(context: &mut Context<'_>, reply: Reply, offer: OfferId) -> Result<Reply, Failure> {
    let Some(board) = board(context)? else { return Ok(reply) };
    let call = board.offers.iter().find(|known| known.id == offer).and_then(|offer| board.call(offer.call));
    if call.is_some_and(|call| call.may_be_known == Some(false)) {
        return Ok(reply.with_line(&context.texts.not_to_be_known()));
    }
    Ok(reply)
}

/// The answer about an offer whose place is free again, with the calls that it fits.
pub fn tell_fits_of(context: &mut Context<'_>, reply: Reply, offer: OfferId) -> Result<Reply, Failure> {
    let Some(board) = board(context)? else { return Ok(reply) };
    match board.offers.iter().find(|known| known.id == offer) {
        Some(offer) => Ok(with_fits(context, &board, reply, offer.place)),
        None => Ok(reply),
    }
}

/// The answer about a place that is free, with the calls that it fits.
pub fn tell_fits(context: &mut Context<'_>, reply: Reply, place: PlaceId) -> Result<Reply, Failure> {
    let Some(board) = board(context)? else { return Ok(reply) };
    Ok(with_fits(context, &board, reply, place))
}

/// The board as it is after the command; none where the answer is for scripts.
fn board(context: &mut Context<'_>) -> Result<Option<Board>, Failure> {
    if context.format != Format::Text {
        return Ok(None);
    }
    let now = context.clock.now();
    context.read(|store| store.board(now)).map(Some)
}

fn with_fits(context: &Context<'_>, board: &Board, reply: Reply, place: PlaceId) -> Reply {
    let calls = board.told_free(place);
    if calls.is_empty() {
        return reply;
    }
    let calls = calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    reply.with_line(&context.texts.cli_place_fits(calls))
}
