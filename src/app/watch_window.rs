//! How closely an open case is to be followed by the next shift, what is to be done, when and by whom, and what is done if
//! something else happens.

use chrono::{DateTime, Utc};

use crate::domain::case_watch::{WatchDraft, WatchLevel};
use crate::domain::command::Command;
use crate::domain::draft::DraftKind;
use crate::domain::handover::level_of;
use crate::domain::ids::CallId;
use crate::domain::local_time::in_norway;
use crate::domain::quick_line::{is_passed, time_ahead};

use super::drafts::{self, HalfWritten};
use super::effect::Effect;
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::keymap::{Action, action_in_window};
use super::model::{Model, Overlay};

/// The levels as they stand in the field: to the right is closer, as in the list of cases.
pub const LEVELS: [WatchLevel; 3] = [WatchLevel::Calm, WatchLevel::Watch, WatchLevel::Critical];
/// Their letters.
pub const LETTERS: &[char] = &['r', 'f', 'k'];
/// The name under which the level is kept.
const LEVEL: &str = "level";
const ROWS: &[FieldRow] = &[
    FieldRow::always(FieldId::WatchLevel, FieldKind::Pick(LETTERS)),
    FieldRow::always(FieldId::WatchAction, FieldKind::Text),
    FieldRow::always(FieldId::At, FieldKind::Text),
    FieldRow::always(FieldId::WatchBy, FieldKind::Text),
    FieldRow::always(FieldId::IfThen, FieldKind::Text),
];
/// What of it is kept while it is not saved.
const KEPT: &[(FieldId, &str)] = &[
    (FieldId::WatchLevel, LEVEL),
    (FieldId::WatchAction, "action"),
    (FieldId::At, "at"),
    (FieldId::WatchBy, "by"),
    (FieldId::IfThen, "if_then"),
];

/// What is amiss with the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeFault {
    /// It cannot be read, or its day has passed.
    Unreadable,
    /// It has passed today: the next Enter means it of the day after.
    Passed,
}

/// What is recorded of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct WatchWindow {
    /// The call.
    pub call: CallId,
    /// What is filled in.
    pub form: Form,
    /// What Enter found amiss with the time.
    pub fault: Option<TimeFault>,
    /// How closely the case is followed while no other level is picked.
    level: WatchLevel,
    /// What stood in the fields as it was recorded, and the time that is meant by it.
    before: Vec<(String, String)>,
    recorded_at: Option<DateTime<Utc>>,
}

impl WatchWindow {
    /// By when it is to be done. What was recorded stays what it was while it is left alone.
    #[must_use]
    pub fn due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let written = self.form.text(FieldId::At)?;
        match self.recorded_at {
            Some(at) if self.is_as_before("at", &written) => Some(at),
            _ => time_ahead(&written, now).filter(|at| *at > now),
        }
    }

    /// The time that is written without its day, where it has passed today: it is meant of another day.
    #[must_use]
    pub fn passed(&self, now: DateTime<Utc>) -> Option<String> {
        let written = self.form.text(FieldId::At)?;
        (!self.is_as_before("at", &written) && is_passed(&written, now)).then_some(written)
    }

    fn is_as_before(&self, name: &str, written: &str) -> bool {
        self.before.iter().any(|(known, text)| known == name && text == written)
    }

    fn complete(&self, now: DateTime<Utc>) -> Option<WatchDraft> {
        let action_at = self.due(now);
        if action_at.is_none() && self.form.text(FieldId::At).is_some() {
            return None;
        }
        let level = self.form.picked(FieldId::WatchLevel).and_then(|at| LEVELS.get(at));
        Some(WatchDraft {
            call: self.call,
            level: level.copied().unwrap_or(self.level),
            action: self.form.text(FieldId::WatchAction),
            action_at,
            action_by: self.form.text(FieldId::WatchBy),
            if_then: self.form.text(FieldId::IfThen),
        })
    }
}

/// Opens it for the marked case, with what is recorded, or half-written of it.
pub(super) fn open(model: &mut Model) {
    let (Some(call), Some(view)) = (model.handover.marked_call(), &model.view) else { return };
    let level = level_of(&view.board, call);
    let recorded = model.handover.watch(call).map(|watch| watch.draft.clone());
    let recorded_at = recorded.as_ref().and_then(|draft| draft.action_at);
    let mut form = Form::new(ROWS);
    form.pick(FieldId::WatchLevel, LEVELS.iter().position(|known| *known == level));
    if let Some(draft) = recorded {
        let at = recorded_at.map(|at| in_norway(at).format("%d.%m %H%M").to_string());
        let texts = [
            (FieldId::WatchAction, draft.action),
            (FieldId::At, at),
            (FieldId::WatchBy, draft.action_by),
            (FieldId::IfThen, draft.if_then),
        ];
        for (id, text) in texts {
            form.write(id, &text.unwrap_or_default());
        }
    }
    let before = drafts::written(&form, KEPT);
    if let Some(part) = drafts::take(model, DraftKind::Watch, Some(call), None) {
        for (id, _) in KEPT.iter().filter(|(_, name)| *name != LEVEL) {
            form.write(*id, "");
        }
        drafts::write(&mut form, KEPT, &part.fields);
    }
    // What is typed ahead is what is to be done: a letter must not lower the level.
    form.focus(FieldId::WatchAction);
    let window = WatchWindow { call, form, fault: None, level, before, recorded_at };
    model.overlays.push(Overlay::Watch(Box::new(window)));
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let now = model.now;
    if action_in_window(key) == Some(Action::HideWords) {
        model.hides_words = !model.hides_words;
        return;
    }
    let Some(Overlay::Watch(window)) = model.overlays.last_mut() else { return };
    let saves = key.code == Code::Enter || action_in_window(key) == Some(Action::Save);
    if !saves {
        if window.form.press(key) {
            window.fault = None;
        }
        return;
    }
    if window.passed(now).is_some() && window.fault != Some(TimeFault::Passed) {
        window.form.focus(FieldId::At);
        window.fault = Some(TimeFault::Passed);
        return;
    }
    let Some(draft) = window.complete(now) else {
        window.form.focus(FieldId::At);
        window.fault = Some(TimeFault::Unreadable);
        return;
    };
    let finishes = drafts::of_top(model);
    effects.push(model.await_finishing(Command::SetWatch(Box::new(draft.into())), finishes));
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Watch(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        window.fault = None;
    }
}

/// What is written and not saved.
pub(super) fn half_written(window: &WatchWindow) -> Option<HalfWritten> {
    let mut fields = drafts::written(&window.form, KEPT);
    if fields == window.before {
        fields.clear();
    }
    // A level nobody picked is none of what is kept: it may be another by the time the window opens again.
    fields.retain(|(name, text)| name != LEVEL || !window.is_as_before(name, text));
    HalfWritten::about(DraftKind::Watch, window.call, None, fields)
}
