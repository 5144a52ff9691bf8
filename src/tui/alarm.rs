//! The alarm line: the most urgent of what sounds, in words, and the key that silences it for all. No window: it takes
//! no key but that one, and it does not blink.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::app::alarm::silencing_key;
use crate::domain::alarm::{Alarm, AlarmKind};
use crate::domain::call::Call;
use crate::domain::clocks::ClockMark;

use super::labels;
use super::pen::{Pen, cells};
use super::scene::{Scene, short_name};
use super::theme::Role;

/// Whether something sounds, and so takes a line.
pub fn sounds(scene: Scene<'_>) -> bool {
    !scene.model.alarms.sounding().is_empty()
}

/// The line: written out as far as it fits.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let alarms = scene.model.alarms.sounding();
    let Some((first, more)) = alarms.split_first() else { return };
    let Some(call) = scene.view().and_then(|view| view.board.call(first.call)) else { return };
    let (texts, now) = (scene.texts, scene.now());
    let subject = subject(scene, call);
    let with_more = |alarm: String| match more.len() {
        0 => alarm,
        count => texts.alarm_more(alarm, count),
    };
    let full = with_more(texts.alarm(*first, call, &subject, &short_name(&call.by), now));
    let short = with_more(texts.alarm_short(*first, call, &subject, now));
    let (key_full, key_short) = keys(scene);
    let forms = [(&full, &key_full), (&full, &key_short), (&short, &key_short)];
    let (sign, role) = mark(first.kind);
    // A blank before and after each part, and one more at the end of the line.
    let room = area.width.saturating_sub(cells(sign) + 5);
    let fits = |(words, key): &&(&String, &String)| cells(words) + cells(key) <= room;
    let (words, key) = forms.iter().find(fits).or(forms.last()).copied().unwrap_or((&short, &key_short));
    let mut line = pen.line(area, 0);
    line.right(" ", Role::Text).right(key, Role::Key);
    line.text(format!(" {sign} "), role).text(words, role);
}

/// What sounds while the screen is locked: how much and of what kind, about nobody.
pub fn on_lock(scene: Scene<'_>) -> Option<(String, String)> {
    let alarms = scene.model.alarms.sounding();
    if alarms.is_empty() {
        return None;
    }
    let mut kinds: Vec<Cow<'_, str>> =
        alarms.iter().map(|alarm: &Alarm| scene.texts.alarm_kind(alarm.kind)).collect();
    kinds.dedup();
    Some((scene.texts.alarm_lock(alarms.len(), kinds.join(", ")), keys(scene).1))
}

/// How a call is named in the line: of a protected address nothing but the number.
fn subject(scene: Scene<'_>, call: &Call) -> String {
    match call.shield {
        None => format!("{} {}", call.id, scene.municipality(call.municipality)),
        Some(_) => call.id.to_string(),
    }
}

/// The key that silences now, with what it does, in full and in short.
fn keys(scene: Scene<'_>) -> (String, String) {
    let key = labels::key(scene.texts, silencing_key(scene.model));
    (scene.texts.alarm_silence(key.as_str()), scene.texts.alarm_silence_short(key))
}

fn mark(kind: AlarmKind) -> (&'static str, Role) {
    match kind {
        AlarmKind::Overdue => (ClockMark::Over.sign(), Role::Alarm),
        AlarmKind::CallBack | AlarmKind::HalfHour | AlarmKind::NewCall => {
            (ClockMark::HalfHour.sign(), Role::Warning)
        }
    }
}
