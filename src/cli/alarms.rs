//! What sounds now, for the commands about alarms.

use super::context::Context;
use super::failure::Failure;
use crate::domain::alarm::{self, Alarm};
use crate::domain::call::Call;

/// An alarm and its call.
pub struct SoundingAlarm {
    /// The alarm.
    pub alarm: Alarm,
    /// What it is about.
    pub call: Call,
}

/// The alarms that sound now for who gives the command, the most urgent first.
pub fn sounding(context: &mut Context<'_>) -> Result<Vec<SoundingAlarm>, Failure> {
    let now = context.clock.now();
    let board = context.read(|store| store.board(now))?;
    let alarms = alarm::sounding(&board, context.store()?.adviser_name(), now);
    let with_call = |alarm: Alarm| Some(SoundingAlarm { alarm, call: board.call(alarm.call)?.clone() });
    Ok(alarms.into_iter().filter_map(with_call).collect())
}
