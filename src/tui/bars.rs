//! The lines above and below a screen: bar, preparedness, notice, footer.

use ratatui::layout::Rect;

use crate::app::availability::{marked_place, why_not};
use crate::app::call_row::Standing;
use crate::app::handover_pages::to_receive;
use crate::app::keymap::Action;
use crate::app::marks::Pane;
use crate::app::model::{Overlay, Screen};
use crate::app::notice::Notice;
use crate::domain::ids::CallId;
use crate::domain::preparedness::CapacityGroup;
use crate::domain::settings::Readiness;

use super::duty;
use super::handover::waiting_line;
use super::labels;
use super::pen::{Pen, cells};
use super::scene::{Scene, short_name};
use super::theme::Role;

/// From this width on, words are written out.
const WIDE: u16 = 100;

/// How much of the bar is written out: the first form that fits is taken.
#[derive(Clone, Copy)]
enum BarForm {
    Full,
    Short,
    Numbers,
}

/// Screens, who is on, date and time. The screen that is shown is marked.
pub fn bar(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let texts = scene.texts;
    let now = scene.now();
    let is_wide = area.width >= WIDE;
    let mut line = pen.line(area, 0);
    line.right(" ", Role::Text);
    let time = if is_wide { format!("{}  {}", texts.day(now), texts.time(now)) } else { texts.time(now) };
    line.right(time, Role::Strong);
    let invented = scene.model.is_demo.then(|| {
        let words = if is_wide { texts.bar_invented() } else { texts.bar_invented_short() };
        format!(" {words} ")
    });
    let forms = [BarForm::Full, BarForm::Short, BarForm::Numbers].map(|form| screens(scene, form));
    let width = |parts: &[(String, Role)]| parts.iter().map(|(part, _)| cells(part)).sum::<u16>();
    let taken = invented.as_deref().map_or(0, cells) + 1;
    if let Some(session) = &scene.model.session {
        let room = line.room().saturating_sub(taken + width(&forms[0]) + 2);
        let several = duty::for_bar(scene).into_iter().filter(|_| is_wide);
        let names = several.into_iter().find(|names| cells(names) <= room);
        let names = names.unwrap_or_else(|| short_name(&session.adviser));
        line.right(" ", Role::Text).right(names, Role::Text);
    }
    let room = line.room().saturating_sub(taken);
    let chosen = forms.iter().find(|parts| width(parts) <= room).or(forms.last());
    for (part, role) in chosen.into_iter().flatten() {
        line.text(part.as_str(), *role);
    }
    if let Some(invented) = invented {
        line.text(" ", Role::Text).text(invented, Role::Invented);
    }
}

fn screens(scene: Scene<'_>, form: BarForm) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let stale = scene.view().map_or(0, |view| view.free.stale);
    let deviations = scene.view().map_or(&[][..], |view| &view.board.deviations);
    let open = deviations.iter().filter(|found| found.closed_at.is_none()).count();
    let is_full = matches!(form, BarForm::Full);
    let rows = [
        (Action::Board, texts.bar_board(), matches!(scene.model.screen, Screen::Board | Screen::Entry(_)), 0),
        (
            Action::Places,
            if is_full { texts.bar_places() } else { texts.bar_places_short() },
            scene.model.screen == Screen::Places,
            stale,
        ),
        (
            Action::Calls,
            if is_full { texts.bar_calls() } else { texts.bar_calls_short() },
            scene.model.screen == Screen::Calls,
            0,
        ),
        (
            Action::FollowUps,
            if is_full { texts.bar_follow_ups() } else { texts.bar_follow_ups_short() },
            scene.model.screen == Screen::FollowUps,
            scene.view().map_or(0, |view| view.follow_ups.pressing()),
        ),
        (Action::Deviations, texts.bar_deviations(), scene.model.screen == Screen::Deviations, open),
        (
            Action::Handover,
            texts.bar_handover(),
            scene.model.screen == Screen::Handover,
            to_receive(scene.model).count(),
        ),
        (Action::Journal, texts.bar_journal(), scene.model.screen == Screen::Journal, 0),
    ];
    let mut parts = Vec::new();
    for (action, word, is_shown, count) in rows {
        let key = labels::first_key(texts, action);
        let name = match form {
            BarForm::Numbers if !is_shown => key,
            _ => format!("{key} {word}"),
        };
        let gap = if is_full { " " } else { "" };
        let count = if count > 0 { format!("{gap}({count})") } else { String::new() };
        let (mark, role) = if is_shown { ("▸", Role::FocusedTitle) } else { (" ", Role::Text) };
        parts.push((format!("{mark}{name}"), role));
        let gap = if is_full { " " } else { "" };
        parts.push((format!("{count}{gap}"), Role::Text));
    }
    parts
}

/// Calls over their deadline without an offer: said on every screen. None while there are none.
#[must_use]
pub fn over_deadline(scene: Scene<'_>, width: u16) -> Option<String> {
    let texts = scene.texts;
    let view = scene.view()?;
    let over: Vec<(CallId, String, String)> = view
        .calls
        .iter()
        .filter(|row| row.is_over(scene.now()))
        .filter_map(|row| Some((row.id, view.board.call(row.id)?, row.deadline?)))
        .map(|(id, call, due)| (id, scene.caller_place(call), texts.time_near(due, scene.now())))
        .collect();
    match over.as_slice() {
        [] => None,
        [(call, place, time)] => Some(texts.alarm_overdue(format!("{call} {place}"), time.as_str())),
        several => {
            let calls: Vec<String> = several
                .iter()
                .map(|(call, place, time)| texts.over_call(call.0, place.as_str(), time.as_str()))
                .collect();
            let told = |named: usize| {
                let list = calls[..named].join(" · ");
                let list = match calls.len() - named {
                    0 => list,
                    more => texts.over_more(list, more),
                };
                texts.over_several(list, several.len())
            };
            let fits = |named: &usize| cells(&told(*named)) + 4 <= width;
            (1..=calls.len()).rev().find(fits).or(Some(1)).map(told)
        }
    }
}

/// The line above the screen while a call is over its deadline.
pub fn alert(pen: &mut Pen<'_>, area: Rect, sentence: &str) {
    pen.line(area, 0).text(" !! ", Role::Alarm).text(sentence, Role::Alarm);
}

/// How much of the preparedness line is written out.
#[derive(Clone, Copy, PartialEq)]
struct Fullness {
    has_targets: bool,
    has_full_names: bool,
    /// Whether units below their own target are named; else they are counted.
    names_units: bool,
    gap: &'static str,
}

/// Where there is a level of readiness or a unit to tell of, targets are worth more than the names of the groups.
const WITH_TARGETS: Fullness =
    Fullness { has_targets: true, has_full_names: false, names_units: true, gap: "  " };

/// From the fullest to the shortest: the first that fits is taken, so that no group falls off the end.
const FULLNESS: [Fullness; 6] = [
    Fullness { has_targets: true, has_full_names: true, names_units: true, gap: "   " },
    WITH_TARGETS,
    Fullness { has_targets: false, has_full_names: true, names_units: true, gap: "  " },
    Fullness { has_targets: false, has_full_names: false, names_units: true, gap: "  " },
    Fullness { has_targets: false, has_full_names: false, names_units: false, gap: "  " },
    Fullness { has_targets: false, has_full_names: false, names_units: false, gap: " " },
];

/// Free places of each group against the region's target, in words where it is low.
pub fn preparedness(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let has_more = scene
        .view()
        .is_some_and(|view| view.board.rules.readiness != Readiness::Normal || !view.low_units.is_empty());
    let forms = FULLNESS.into_iter().filter(|fullness| has_more || *fullness != WITH_TARGETS);
    let forms: Vec<_> = forms.map(|fullness| preparedness_parts(scene, fullness)).collect();
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
    let label = match (fullness.has_targets, view.board.rules.readiness) {
        (true, Readiness::Normal) => texts.preparedness_label(),
        (true, level) => texts.preparedness_label_level(texts.readiness(level)).into(),
        (false, _) => texts.preparedness_label_short(),
    };
    let mut parts = vec![(format!(" {label}"), Role::Faint)];
    for count in &view.groups {
        let name = if fullness.has_full_names {
            texts.capacity_group(count.group)
        } else {
            group_shortest(scene, count.group)
        };
        parts.push((format!("{}{name}", fullness.gap), Role::Text));
        parts.push((format!(" {}", count.free), Role::Strong));
        if fullness.has_targets {
            parts.push((format!(" ({})", count.target), Role::Faint));
        }
        if count.is_below_target() {
            parts.push((" ".to_owned(), Role::Text));
            parts.push(low(scene, count.free));
        }
    }
    if !fullness.names_units && !view.low_units.is_empty() {
        let low = texts.preparedness_units(view.low_units.len());
        parts.push((format!("{}{low}", fullness.gap), Role::Warning));
        return parts;
    }
    for count in &view.low_units {
        let Some(unit) = view.board.unit(count.unit) else { continue };
        parts.push((format!("{}{} ", fullness.gap, unit.name), Role::Text));
        parts.push((count.free.to_string(), Role::Strong));
        let target = if fullness.has_targets { format!(" ({}) ", count.target) } else { " ".to_owned() };
        parts.push((target, Role::Faint));
        parts.push(low(scene, count.free));
    }
    parts
}

/// The name of a group where there is hardly room: the basis alone tells the institutions apart.
fn group_shortest(scene: Scene<'_>, group: CapacityGroup) -> std::borrow::Cow<'_, str> {
    match group {
        CapacityGroup::AcuteCare => scene.texts.group_shortest_acute_care(),
        CapacityGroup::AcuteBehaviour => scene.texts.group_shortest_acute_behaviour(),
        other => scene.texts.capacity_group(other),
    }
}

/// The word for what has fewer free places than its target.
#[must_use]
pub fn low(scene: Scene<'_>, free: usize) -> (String, Role) {
    match free {
        0 => (scene.texts.preparedness_none().into_owned(), Role::Alarm),
        _ => (scene.texts.preparedness_low().into_owned(), Role::Warning),
    }
}

/// What came of the last thing done; and on the board what waits of handovers, beside it where there is room.
pub fn notice(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let told = told_last(scene);
    let taken = told.as_ref().map_or(0, |(words, _)| cells(words) + 3);
    let mut line = pen.line(area, 0);
    if let Some(waiting) = waiting_line(scene).filter(|waiting| cells(waiting) + taken + 2 <= area.width) {
        if told.is_none() {
            line.text(" ", Role::Text).text(waiting, Role::Warning);
            return;
        }
        line.right(format!("{waiting} "), Role::Warning);
    }
    if let Some((words, role)) = told {
        line.text(" ", Role::Text).text(words, role);
    }
}

fn told_last(scene: Scene<'_>) -> Option<(String, Role)> {
    if scene.model.is_slow() {
        let words = if scene.view().is_none() { scene.texts.loading() } else { scene.texts.saving() };
        return Some((words.into_owned(), Role::Strong));
    }
    let notice = scene.model.notice()?;
    let role = match notice {
        Notice::Failed(_) | Notice::BackupFailed(_) => Role::Alarm,
        Notice::CannotNow(..) | Notice::ClockJumped { .. } => Role::Warning,
        _ => Role::Strong,
    };
    Some((super::notices::sentence(scene, notice), role))
}

/// What the footer tells of a screen, what matters most first.
fn footer_actions(scene: Scene<'_>) -> &'static [Action] {
    use Action as A;
    match scene.model.screen {
        Screen::Board if is_arrival_next(scene) => &[
            A::Placement,
            A::NewCall,
            A::Offer,
            A::Checklist,
            A::CallBack,
            A::Phones,
            A::Open,
            A::Edit,
            A::Reasons,
            A::Undo,
            A::Find,
        ],
        Screen::Board if is_answer_next(scene) => &[
            A::Answer,
            A::NewCall,
            A::Offer,
            A::Checklist,
            A::CallBack,
            A::Open,
            A::CloseCall,
            A::Edit,
            A::Reasons,
            A::Undo,
            A::Find,
        ],
        Screen::Board if scene.view().is_some_and(|view| view.calls.is_empty()) => {
            &[A::NewCall, A::Places, A::Phones, A::Undo, A::Calls]
        }
        Screen::Board if scene.model.marks.shows_ladder() => &[
            A::Enquiry,
            A::Open,
            A::CallBack,
            A::Deviation,
            A::Checklist,
            A::Offer,
            A::NewCall,
            A::Meanwhile,
            A::Left,
            A::Undo,
        ],
        Screen::Board if scene.model.marks.pane == Pane::Places => &[
            A::Offer,
            A::Hold,
            A::Answer,
            A::Reveal,
            A::Reasons,
            A::NewCall,
            A::Checklist,
            A::CallBack,
            A::Edit,
            A::Confirm,
            A::Phones,
            A::Undo,
            A::Find,
        ],
        Screen::Board => &[
            A::Offer,
            A::Hold,
            A::Answer,
            A::NewCall,
            A::Checklist,
            A::CallBack,
            A::Reasons,
            A::Edit,
            A::Refer,
            A::CloseCall,
            A::Placement,
            A::Undo,
            A::Confirm,
            A::Find,
        ],
        Screen::Places => &[
            A::Confirm,
            A::Edit,
            A::Reveal,
            A::Checklist,
            A::Hold,
            A::Placement,
            A::NewCall,
            A::Find,
            A::Reasons,
            A::ItemJournal,
            A::SwapOrder,
            A::Phones,
            A::Undo,
        ],
        Screen::Calls => &[
            A::Open,
            A::NewCall,
            A::Edit,
            A::CallBack,
            A::Placement,
            A::CloseCall,
            A::Find,
            A::ItemJournal,
            A::Reveal,
            A::Export,
            A::Undo,
        ],
        Screen::FollowUps => &[
            A::Open,
            A::Edit,
            A::NewCall,
            A::Phones,
            A::Steps,
            A::Answer,
            A::CallBack,
            A::Undo,
            A::Find,
            A::ItemJournal,
            A::Checklist,
        ],
        Screen::Deviations => {
            &[A::Open, A::NewCall, A::CallBack, A::Meanwhile, A::ItemJournal, A::Reveal, A::Undo, A::Board]
        }
        Screen::Handover => &[
            A::Open,
            A::SignHandover,
            A::Right,
            A::Export,
            A::NextPane,
            A::NewCall,
            A::CallBack,
            A::Phones,
            A::ItemJournal,
            A::HideWords,
            A::Undo,
        ],
        Screen::Journal => &[A::NewCall, A::Find, A::Board, A::Undo],
        Screen::Entry(_) => &[],
    }
}

/// Whether the marked call waits for nothing but the municipality.
fn is_answer_next(scene: Scene<'_>) -> bool {
    let row = scene.view().and_then(|view| view.call_row(scene.model.marks.call()?));
    row.is_some_and(|row| matches!(row.standing, Standing::AwaitsAnswer { .. }))
}

/// Whether the marked call waits for nothing but the arrival.
fn is_arrival_next(scene: Scene<'_>) -> bool {
    let row = scene.view().and_then(|view| view.call_row(scene.model.marks.call()?));
    row.is_some_and(|row| matches!(row.standing, Standing::Accepted { .. }))
}

/// Whether the keys are told in the last row. A window says in its own border what its keys do.
pub fn has_footer(scene: Scene<'_>) -> bool {
    scene.model.overlays.iter().all(|overlay| matches!(overlay, Overlay::Reasons))
}

/// The keys that work now, naming what they act on. Nothing is cut in the middle; what everything can be found by
/// is always there.
pub fn footer(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let gap = if area.width >= WIDE { "   " } else { "  " };
    let label = |action| {
        let key = labels::first_key(scene.texts, action);
        (key, labels::short(scene, action, marked_place(scene.model)))
    };
    let width = |(key, label): &(String, String)| cells(key) + 1 + cells(label) + cells(gap);
    let always = [Action::Palette, Action::Help].map(label);
    let mut line = pen.line(area, 0);
    line.text(" ", Role::Text);
    let mut room = line.room().saturating_sub(always.iter().map(width).sum());
    let mut shown: Vec<(String, String)> = Vec::new();
    for action in footer_actions(scene).iter().filter(|action| why_not(scene.model, **action).is_none()) {
        let (key, named) = label(*action);
        // A name too long for the line gives way to the plain word.
        let forms = [named, labels::plain(scene.texts, *action)];
        let fitting = forms.into_iter().map(|word| (key.clone(), word)).find(|part| width(part) <= room);
        if let Some(part) = fitting {
            room -= width(&part);
            shown.push(part);
        }
    }
    for (key, label) in shown.iter().chain(&always) {
        line.text(key, Role::Key).text(" ", Role::Text).text(label, Role::Text).text(gap, Role::Text);
    }
}
