//! The lines above and below a screen: bar, preparedness, notice, footer.

use ratatui::layout::Rect;

use crate::app::availability::{marked_place, why_not};
use crate::app::keymap::Action;
use crate::app::model::Overlay;
use crate::app::notice::Notice;
use crate::domain::preparedness::{CapacityGroup, GroupCount};

use super::labels;
use super::pen::{Pen, cells};
use super::scene::{Scene, short_name};
use super::theme::Role;

/// From this width on, words are written out.
const WIDE: u16 = 100;

/// Screens, who is on, date and time.
pub fn bar(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let texts = scene.texts;
    let now = scene.now();
    let is_wide = area.width >= WIDE;
    let mut line = pen.line(area, 0);
    line.right(" ", Role::Text);
    let time = if is_wide { format!("{}  {}", texts.day(now), texts.time(now)) } else { texts.time(now) };
    line.right(time, Role::Strong);
    if let Some(session) = &scene.model.session {
        line.right(" ", Role::Text).right(short_name(&session.adviser), Role::Text);
    }
    line.text(" ", Role::Text).text(texts.bar_board(), Role::FocusedTitle).text("  ", Role::Text);
    if scene.model.is_demo {
        let invented = if is_wide { texts.bar_invented() } else { texts.bar_invented_short() };
        line.text(format!(" {invented} "), Role::Invented);
    }
}

/// How much of the preparedness line is written out.
#[derive(Clone, Copy)]
struct Fullness {
    has_targets: bool,
    has_full_names: bool,
    gap: &'static str,
}

/// From the fullest to the shortest: the first that fits is taken, so that no group falls off the end.
const FULLNESS: [Fullness; 4] = [
    Fullness { has_targets: true, has_full_names: true, gap: "   " },
    Fullness { has_targets: false, has_full_names: true, gap: "  " },
    Fullness { has_targets: false, has_full_names: false, gap: "  " },
    Fullness { has_targets: false, has_full_names: false, gap: " " },
];

/// Free places of each group against the region's target, in words where it is low.
pub fn preparedness(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let forms = FULLNESS.map(|fullness| preparedness_parts(scene, fullness));
    let width =
        |parts: &[(String, Role)]| parts.iter().map(|(part, _)| usize::from(cells(part))).sum::<usize>();
    let chosen = forms.iter().find(|parts| width(parts) <= usize::from(area.width)).or(forms.last());
    let mut line = pen.line(area, 0);
    for (part, role) in chosen.into_iter().flatten() {
        line.text(part.as_str(), *role);
    }
}

fn preparedness_parts(scene: Scene<'_>, fullness: Fullness) -> Vec<(String, Role)> {
    let Some(view) = scene.view() else { return Vec::new() };
    let texts = scene.texts;
    let label =
        if fullness.has_targets { texts.preparedness_label() } else { texts.preparedness_label_short() };
    let mut parts = vec![(format!(" {label}"), Role::Faint)];
    for count in &view.groups {
        let name = if fullness.has_full_names {
            group(scene, count.group)
        } else {
            group_shortest(scene, count.group)
        };
        parts.push((format!("{}{name}", fullness.gap), Role::Text));
        parts.push((format!(" {}", count.free), Role::Strong));
        if fullness.has_targets {
            parts.push((format!(" ({})", count.target), Role::Faint));
        }
        if let Some((word, role)) = low(scene, count) {
            parts.push((" ".to_owned(), Role::Text));
            parts.push((word.into_owned(), role));
        }
    }
    parts
}

/// The name of a group where there is hardly room: the basis alone tells the institutions apart.
fn group_shortest(scene: Scene<'_>, group: CapacityGroup) -> std::borrow::Cow<'_, str> {
    match group {
        CapacityGroup::AcuteCare => scene.texts.group_shortest_acute_care(),
        CapacityGroup::AcuteBehaviour => scene.texts.group_shortest_acute_behaviour(),
        other => self::group(scene, other),
    }
}

/// The name of a group, in short.
#[must_use]
pub fn group(scene: Scene<'_>, group: CapacityGroup) -> std::borrow::Cow<'_, str> {
    match group {
        CapacityGroup::HomeChild => scene.texts.group_short_home_child(),
        CapacityGroup::HomeYouth => scene.texts.group_short_home_youth(),
        CapacityGroup::AcuteCare => scene.texts.group_short_acute_care(),
        CapacityGroup::AcuteBehaviour => scene.texts.group_short_acute_behaviour(),
        CapacityGroup::Trafficking => scene.texts.group_short_trafficking(),
    }
}

/// The word for a group below its target.
#[must_use]
pub fn low<'a>(scene: Scene<'a>, count: &GroupCount) -> Option<(std::borrow::Cow<'a, str>, Role)> {
    if !count.is_below_target() {
        None
    } else if count.free == 0 {
        Some((scene.texts.preparedness_none(), Role::Alarm))
    } else {
        Some((scene.texts.preparedness_low(), Role::Warning))
    }
}

/// What came of the last thing done.
pub fn notice(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let mut line = pen.line(area, 0);
    line.text(" ", Role::Text);
    if scene.model.is_slow() {
        let words = if scene.view().is_none() { scene.texts.loading() } else { scene.texts.saving() };
        line.text(words, Role::Strong);
    } else if let Some(notice) = scene.model.notice() {
        let role = match notice {
            Notice::Failed(_) => Role::Alarm,
            Notice::CannotNow(..) => Role::Warning,
            _ => Role::Strong,
        };
        line.text(super::notices::sentence(scene, notice), role);
    }
}

/// The keys that work now, naming what they act on. Help is never cut off.
pub fn footer(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    const SHOWN: &[Action] = &[
        Action::Offer,
        Action::Hold,
        Action::Answer,
        Action::NewCall,
        Action::Reasons,
        Action::Confirm,
        Action::Undo,
        Action::SwapOrder,
        Action::NextPane,
    ];
    // A window says in its own border what its keys do.
    let is_covered = scene.model.overlays.iter().any(|overlay| !matches!(overlay, Overlay::Reasons));
    let mut line = pen.line(area, 0);
    line.right(" ", Role::Text);
    let mut help = |action: Action, word: String| {
        let key = labels::first_key(scene.texts, action);
        line.right(word, Role::Text).right(key, Role::Key).right(" ", Role::Text);
    };
    if is_covered {
        return;
    }
    help(Action::Quit, scene.texts.label_quit().into_owned());
    help(Action::Help, scene.texts.label_help().into_owned());
    line.text(" ", Role::Text);
    let gap = if area.width >= WIDE { "   " } else { "  " };
    for action in SHOWN.iter().filter(|action| why_not(scene.model, **action).is_none()) {
        let key = labels::first_key(scene.texts, *action);
        let label = labels::short(scene, *action, marked_place(scene.model));
        if cells(&key) + 1 + cells(&label) + cells(gap) > line.room() {
            break;
        }
        line.text(key, Role::Key).text(" ", Role::Text).text(label, Role::Text).text(gap, Role::Text);
    }
}
