//! Help and palette: what can be done here and now, found by name; help also says why the rest cannot.

use crate::domain::fold::fold;

use super::acts;
use super::availability::{WhyNot, why_not};
use super::effect::Effect;
use super::key::{Code, Key};
use super::keymap::{About, Action, KEYS, action_in_window, action_of, row_of};
use super::model::{Model, Overlay, Screen};
use super::notice::Notice;
use super::phones_window::Shows;
use super::text_field::TextField;
use super::{timeline_window, windows};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpKind {
    /// The keys, what works and why the rest does not.
    Help,
    /// Everything that can be done now, by name.
    Palette,
}

/// Help or palette.
#[derive(Debug, Clone, PartialEq)]
pub struct HelpWindow {
    /// Which.
    pub kind: HelpKind,
    /// What is looked for.
    pub find: TextField,
    /// The marked action.
    pub marked: Option<Action>,
}

/// An action by name, so that it can be found by what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAction {
    /// The action.
    pub action: Action,
    /// What it does, in words.
    pub label: String,
    /// Its keys by name, the one to show first.
    pub keys: Vec<String>,
}

/// Where a row of the window stands. The order is that of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Acts on the handover that is shown, also where it cannot yet.
    Here,
    /// Acts on the marked place.
    Place,
    /// Acts on the marked call.
    Call,
    /// Does nothing now.
    NotNow,
    /// Works whatever is marked.
    Always,
    /// Works on the rows of a list.
    List,
}

/// One action in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpRow {
    /// The action.
    pub action: Action,
    /// Where it stands.
    pub section: Section,
    /// Why it does nothing now.
    pub why: Option<WhyNot>,
}

/// Rows of a screenful.
const PAGE: usize = 10;

/// What acts on the handover on its own screen.
const HERE: [Action; 8] = [
    Action::SignHandover,
    Action::Open,
    Action::Edit,
    Action::Left,
    Action::Right,
    Action::NextPane,
    Action::PreviousPane,
    Action::Export,
];

/// Movements are not looked up by name.
const NOT_IN_PALETTE: [Action; 15] = [
    Action::Up,
    Action::Down,
    Action::Left,
    Action::Right,
    Action::PageUp,
    Action::PageDown,
    Action::First,
    Action::Last,
    Action::NextPane,
    Action::PreviousPane,
    Action::Open,
    Action::Back,
    Action::Palette,
    Action::Help,
    Action::Save,
];

/// Opens it over whatever there is.
pub(super) fn open(model: &mut Model, kind: HelpKind) {
    let window = HelpWindow { kind, find: TextField::default(), marked: None };
    model.overlays.push(Overlay::Help(Box::new(window)));
    mark_best(model);
}

/// The key of help or palette, while a window has the keys: closes what it opened, while nothing is looked for.
pub(super) fn toggle(model: &mut Model, kind: HelpKind) {
    match model.overlays.last_mut() {
        Some(Overlay::Help(window)) if window.kind != kind => {
            window.kind = kind;
            mark_best(model);
        }
        Some(Overlay::Help(window)) => {
            if window.find.is_blank() {
                model.overlays.pop();
            }
        }
        _ => open(model, kind),
    }
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::Help(window)) = model.overlays.last_mut() else { return };
    let own = match window.kind {
        HelpKind::Help => Action::Help,
        HelpKind::Palette => Action::Palette,
    };
    match key.code {
        Code::Up => step(model, |at, _| at.saturating_sub(1)),
        Code::Down => step(model, |at, last| (at + 1).min(last)),
        Code::PageUp => step(model, |at, _| at.saturating_sub(PAGE)),
        Code::PageDown => step(model, |at, last| (at + PAGE).min(last)),
        Code::Home => step(model, |_, _| 0),
        Code::End => step(model, |_, last| last),
        Code::Enter => act(model, effects),
        _ if window.find.is_blank() && action_of(key) == Some(own) => {
            model.overlays.pop();
        }
        _ => {
            let before = window.find.text().to_owned();
            if window.find.press(key) && window.find.text() != before {
                mark_best(model);
            }
        }
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Help(window)) = model.overlays.last_mut() {
        window.find.paste(text);
        mark_best(model);
    }
}

/// The rows of the open window, in its order; none when it is not open.
#[must_use]
pub fn rows(model: &Model) -> Vec<HelpRow> {
    let Some((Overlay::Help(window), below)) = model.overlays.split_last() else { return Vec::new() };
    let all = KEYS.iter().map(|row| {
        let why = standing(model, below.last(), row.action).err();
        let is_here = below.is_empty() && model.screen == Screen::Handover && HERE.contains(&row.action);
        let is_seen = row.action == Action::SignHandover || why.is_none();
        let section = match (why, row.about) {
            _ if is_here && is_seen => Section::Here,
            (Some(_), _) => Section::NotNow,
            (None, About::Place) => Section::Place,
            (None, About::Call) => Section::Call,
            (None, About::List) => Section::List,
            (None, About::All | About::Field) => Section::Always,
        };
        HelpRow { action: row.action, section, why }
    });
    let mut rows: Vec<HelpRow> = all
        .filter(|row| {
            window.kind == HelpKind::Help || (row.why.is_none() && !NOT_IN_PALETTE.contains(&row.action))
        })
        .filter(|row| is_found(model, row.action, window.find.text().trim()))
        .collect();
    let place_here = |row: &HelpRow| HERE.iter().position(|action| *action == row.action);
    rows.sort_by_key(|row| (row.section, place_here(row).filter(|_| row.section == Section::Here)));
    rows
}

/// With which key an action works in the window below; none where the screen itself takes the action.
fn standing(model: &Model, below: Option<&Overlay>, action: Action) -> Result<Option<Key>, WhyNot> {
    let Some(window) = below else { return why_not(model, action).map_or(Ok(None), Err) };
    let keys = row_of(action).map(|row| row.keys).unwrap_or_default();
    // What is hidden of a home is shown in windows that are about it.
    let is_about_home = matches!(window, Overlay::Offer(_) | Overlay::Unit(_));
    let own_key = keys.iter().find(|key| action_in_window(**key) == Some(action));
    if let Some(key) = own_key.filter(|_| action != Action::Reveal || is_about_home) {
        if action == Action::Silence {
            return why_not(model, action).map_or(Ok(Some(*key)), Err);
        }
        let is_read = windows::is_only_read(window) || matches!(window, Overlay::Quit);
        let has_words = match window {
            Overlay::Phones(phones) => phones.shows == Shows::Home,
            _ => matches!(
                window,
                Overlay::Checklist(_)
                    | Overlay::Timeline(_)
                    | Overlay::Changes(_)
                    | Overlay::Placement(_)
                    | Overlay::Offer(_)
                    | Overlay::Unit(_)
            ),
        };
        let is_idle = (action == Action::Save && is_read) || (action == Action::HideWords && !has_words);
        return if is_idle { Err(WhyNot::OnlyInFields) } else { Ok(Some(*key)) };
    }
    if !is_taken(window, action) {
        return Err(WhyNot::WindowOpen);
    }
    why_not(model, action).map_or(Ok(keys.first().copied()), Err)
}

/// Whether a window that is only read takes the plain key of an action.
fn is_taken(window: &Overlay, action: Action) -> bool {
    use Action as A;
    match window {
        Overlay::Reasons => {
            matches!(action, A::Up | A::Down | A::Reasons | A::Open | A::Offer | A::Hold | A::Confirm)
        }
        Overlay::Timeline(_) => {
            timeline_window::ACTIONS.contains(&action)
                || matches!(action, A::Up | A::Down | A::PageUp | A::PageDown | A::First | A::Last)
        }
        Overlay::Changes(_) => {
            matches!(action, A::Up | A::Down | A::PageUp | A::PageDown | A::First | A::Last)
        }
        Overlay::Phones(phones) if phones.shows == Shows::Home => {
            matches!(action, A::Reveal | A::Checklist)
        }
        Overlay::Phones(_) => {
            matches!(
                action,
                A::Find | A::Reveal | A::Up | A::Down | A::PageUp | A::PageDown | A::First | A::Last
            )
        }
        _ => false,
    }
}

fn is_found(model: &Model, action: Action, text: &str) -> bool {
    text.is_empty() || named(model, action).is_some_and(|named| closeness(named, text) > 0)
}

fn named(model: &Model, action: Action) -> Option<&NamedAction> {
    model.named_actions.iter().find(|named| named.action == action)
}

/// How well an action answers to what is typed: its key, the beginning of its name or of a word in it, anything
/// within it, not at all.
fn closeness(named: &NamedAction, text: &str) -> u8 {
    let folded = fold(text);
    let is_key = |key: &String| key.to_lowercase() == text.to_lowercase();
    if named.keys.iter().any(is_key) {
        4
    } else if folded.is_empty() {
        0
    } else if fold(&named.label).starts_with(&folded) {
        3
    } else if named.label.split_whitespace().any(|word| fold(word).starts_with(&folded)) {
        2
    } else {
        let in_keys = named.keys.iter().any(|key| fold(key).starts_with(&folded));
        u8::from(in_keys || fold(&named.label).contains(&folded))
    }
}

/// Marks what answers best to what is typed, what works before what does not.
fn mark_best(model: &mut Model) {
    let rows = rows(model);
    let Some(Overlay::Help(window)) = model.overlays.last() else { return };
    let text = window.find.text().trim().to_owned();
    let rank = |row: &HelpRow| {
        let close = named(model, row.action).map_or(0, |named| closeness(named, &text));
        (row.why.is_none(), if text.is_empty() { 0 } else { close })
    };
    // The first of the best: `max_by_key` would give the last.
    let best = rows.iter().rev().max_by_key(|row| rank(row)).map(|row| row.action);
    if let Some(Overlay::Help(window)) = model.overlays.last_mut() {
        window.marked = best;
    }
}

fn step(model: &mut Model, to: impl Fn(usize, usize) -> usize) {
    let rows = rows(model);
    let Some(Overlay::Help(window)) = model.overlays.last_mut() else { return };
    let at = rows.iter().position(|row| Some(row.action) == window.marked).unwrap_or(0);
    window.marked = rows.get(to(at, rows.len().saturating_sub(1))).map(|row| row.action);
}

/// Closes the window and does the marked action where it was opened.
fn act(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some((Overlay::Help(window), below)) = model.overlays.split_last() else { return };
    let Some(action) = window.marked else { return };
    let standing = standing(model, below.last(), action);
    model.overlays.pop();
    match standing {
        Ok(Some(key)) => windows::press(model, key, effects),
        Ok(None) => acts::perform(model, action, effects),
        Err(why) => model.tell(Notice::CannotNow(action, why)),
    }
}
