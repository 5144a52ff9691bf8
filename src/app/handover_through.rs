//! Going through a handover: what a key orders goes to the store point by point, the next when the one before is done.

use chrono::{DateTime, Utc};

use crate::domain::command::Command;
use crate::domain::handover::HandoverTold;
use crate::domain::ids::PointId;

use super::drafts;
use super::effect::Effect;
use super::handover_screen::{Row, receivable, work_out};
use super::model::Model;
use super::news::own_name;

/// The marked row is gone through, point by point.
pub(super) fn marked_row(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(row) = model.handover.marked() else { return };
    let points = model.handover.unread(row);
    order(model, points, None, effects);
}

/// What is left is gone through and, with words, the handover received.
pub(super) fn receive(model: &mut Model, repeated: String, effects: &mut Vec<Effect>) {
    let points = model.handover.unread_sections().into_iter();
    let points = points.flat_map(|section| model.handover.unread(Row::Section(section))).collect();
    order(model, points, Some(repeated), effects);
}

fn order(model: &mut Model, points: Vec<PointId>, repeated: Option<String>, effects: &mut Vec<Effect>) {
    let Some(handover) = receivable(model).map(|handover| handover.id) else { return };
    let through = points.into_iter().map(|point| Command::GoThrough { handover, point });
    let received = repeated.map(|repeated| Command::ReceiveHandover { handover, repeated });
    model.handover.left = through.chain(received).collect();
    order_next(model, effects);
}

fn order_next(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(command) = model.handover.left.pop_front() else { return };
    model.handover.going_through = match &command {
        Command::GoThrough { point, .. } => Some(*point),
        _ => None,
    };
    let is_last = matches!(command, Command::ReceiveHandover { .. });
    let finishes = if is_last { drafts::of_top(model) } else { None };
    effects.push(model.await_finishing(command, finishes));
}

/// A point was gone through: the next of the row is ordered; after the last the mark goes on. The page knows at once,
/// so that keys typed ahead mean the next row.
pub(super) fn went_through(model: &mut Model, effects: &mut Vec<Effect>) {
    let by = (own_name(model).to_owned(), model.now);
    let screen = &mut model.handover;
    if let (Some(point), Some(told)) = (screen.going_through.take(), &mut screen.told) {
        gone_through(told, point, by);
    }
    work_out(model);
    if model.handover.left.is_empty() {
        model.handover.mark_next_unread();
    } else {
        order_next(model, effects);
    }
}

fn gone_through(told: &mut HandoverTold, point: PointId, by: (String, DateTime<Utc>)) {
    if let Some(found) = told.points.iter_mut().find(|known| known.id == point) {
        found.gone_through = Some(by);
    }
}
