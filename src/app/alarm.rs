//! The alarms of this screen: what sounds, when the bell rings, and the key that silences it for all. Worked out when
//! the board changes or the next one's time has come, never while drawing; a refresh rings nothing anew.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::alarm::{self, Alarm, Bell};
use crate::domain::command::Command;

use super::availability::WhyNot;
use super::effect::{Effect, Query};
use super::key::{Code, Key};
use super::keymap::{Action, action_in_window, row_of};
use super::message::Input;
use super::model::Model;
use super::notice::Notice;
use super::{lock, windows};

/// The key that silences wherever it is pressed.
const UNTYPED: Key = Key::plain(Code::F(2));

/// What sounds on this screen, and what of it was heard.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Alarms {
    sounding: Vec<Alarm>,
    /// Since when each of them stands on the screen: what cannot have been read is not silenced by a key meant for
    /// what was there before.
    shown_since: BTreeMap<Alarm, DateTime<Utc>>,
    /// The board they were worked out from.
    of: Option<Query>,
    /// When another begins or one ends, if the board stays as it is.
    next_at: Option<DateTime<Utc>>,
    bell: Bell,
}

impl Alarms {
    /// What sounds, the most urgent first.
    #[must_use]
    pub fn sounding(&self) -> &[Alarm] {
        &self.sounding
    }

    /// The next moment at which the bell rings or something else sounds.
    pub(super) fn next_change(&self) -> Option<DateTime<Utc>> {
        [self.bell.next_at(&self.sounding), self.next_at].into_iter().flatten().min()
    }
}

/// Works out what sounds, and rings where it is time.
pub(super) fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    let (Some(view), Some(session)) = (&model.view, &model.session) else { return };
    let (alarms, now) = (&mut model.alarms, model.now);
    if alarms.of != Some(model.board_query) || alarms.next_at.is_some_and(|at| at <= now) {
        alarms.of = Some(model.board_query);
        alarms.sounding = alarm::sounding(&view.board, &session.adviser, now);
        alarms.next_at = alarm::next_at(&view.board, &session.adviser, now);
        let shown = |alarm: &Alarm| (*alarm, alarms.shown_since.get(alarm).copied().unwrap_or(now));
        alarms.shown_since = alarms.sounding.iter().map(shown).collect();
        alarms.bell.keep_calls(|call| view.call_row(call).is_some());
    }
    if alarms.bell.rings(&alarms.sounding, now) {
        effects.push(Effect::Bell);
    }
}

/// The machine's clock jumped: what sounds is worked out by the clock as it is now.
pub(super) fn clock_jumped(model: &mut Model, by: TimeDelta) {
    model.alarms.of = None;
    if by < TimeDelta::zero() {
        model.alarms.shown_since.values_mut().for_each(|since| *since += by);
    }
    model.alarms.bell.clock_jumped(by, model.now);
}

/// The key that silences where the keys go now: Space, or the one that is never typed.
#[must_use]
pub fn silencing_key(model: &Model) -> Key {
    let is_plain = match &model.lock {
        Some(_) => lock::silences_by_space(model),
        None => model.overlays.last().is_none_or(windows::is_only_read),
    };
    let keys = row_of(Action::Silence).map(|row| row.keys).unwrap_or_default();
    let works = |key: &&Key| is_plain || action_in_window(**key) == Some(Action::Silence);
    keys.iter().find(works).copied().unwrap_or(UNTYPED)
}

/// Silences for everyone what sounds and can have been read.
pub(super) fn silence(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.alarms.sounding.is_empty() {
        model.tell(Notice::CannotNow(Action::Silence, WhyNot::NothingSounds));
        return;
    }
    let now = model.now;
    let is_read = |(_, since): &(&Alarm, &DateTime<Utc>)| now - **since >= Model::UNREAD;
    let alarms: Vec<Alarm> =
        model.alarms.shown_since.iter().filter(is_read).map(|(alarm, _)| *alarm).collect();
    if alarms.is_empty() {
        return;
    }
    let effect = model.await_command(Command::SilenceAlarms { alarms });
    effects.push(effect);
}

/// The same from the lock. What was typed before the lock, and still waits, is done first.
pub(super) fn silence_behind_lock(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.awaiting.is_none() {
        silence(model, effects);
    } else if model.typed_ahead.len() < Model::TYPED_AHEAD {
        model.typed_ahead.push_back(Input::Key(UNTYPED));
    }
}
