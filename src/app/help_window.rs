//! Help and palette: what can be done here and now, found by name; help also says why the rest cannot.

use super::effect::Effect;
use super::key::{Code, Key};
use super::keymap::{Action, action_of};
use super::model::{Model, Overlay};
use super::text_field::TextField;

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
    /// Rows scrolled away.
    pub scroll: usize,
}

/// Opens it.
pub(super) fn open(model: &mut Model, kind: HelpKind) {
    let window = HelpWindow { kind, find: TextField::default(), scroll: 0 };
    model.overlays.push(Overlay::Help(Box::new(window)));
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, _: &mut Vec<Effect>) {
    let Some(Overlay::Help(window)) = model.overlays.last_mut() else { return };
    match key.code {
        Code::Down => window.scroll += 1,
        Code::Up => window.scroll = window.scroll.saturating_sub(1),
        Code::PageDown => window.scroll += 10,
        Code::PageUp => window.scroll = window.scroll.saturating_sub(10),
        Code::Home => window.scroll = 0,
        Code::Enter => {
            model.overlays.pop();
        }
        _ if action_of(key) == Some(Action::Help) => {
            model.overlays.pop();
        }
        _ => {}
    }
}

/// Takes pasted text.
pub(super) fn paste(_: &mut Model, _: &str) {}
