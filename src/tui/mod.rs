//! The screen: ratatui and crossterm. Draws the model and turns key presses into messages.
//!
//! It draws from the model alone: no store, no file, no clock of its own. Between two frames it sleeps until
//! something happens or something visible changes.

mod alarm;
mod bars;
mod board;
mod calls;
mod deviations;
mod digits;
mod duty;
mod entry;
mod events;
mod follow_ups;
mod frame;
mod handover;
mod home;
mod item_values;
mod journal;
mod labels;
mod list;
mod lock;
mod names;
mod notices;
mod pen;
mod places;
mod scene;
mod screen;
mod stays;
mod tasks;
mod terminal;
mod theme;
mod windows;

use std::io;
use std::time::Duration;

use chrono::{DateTime, Utc};
use ratatui::Frame;

use crate::app::entry::BegunAnew;
use crate::app::model::Screen;
use crate::app::{Effect, Model, Msg, next_change, update};
use crate::text::Texts;

pub use events::listen;
pub use labels::named_actions;
pub use screen::Scrolls;
pub use theme::{Role, Theme};

use pen::Pen;
use scene::Scene;
use terminal::Terminal;

/// What stands behind the screen: whoever brings messages, executes effects and knows the time.
pub trait Backstage {
    /// What time it is.
    fn now(&self) -> DateTime<Utc>;

    /// The next message, waited for at most this long.
    fn next(&mut self, at_most: Duration) -> Option<Msg>;

    /// Executes an effect that is not about the terminal.
    fn perform(&mut self, effect: Effect);
}

/// How the screen ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The adviser quit, or the terminal is gone.
    Quit,
    /// The program is to begin anew at the sign-on form, with nothing of this run in memory.
    Anew {
        /// Whether the shell has the terminal first.
        suspends: bool,
        /// Why, where that is told at the sign-on form.
        why: Option<BegunAnew>,
    },
}

/// Runs the screen until it ends. The terminal is given back whatever happens.
///
/// # Errors
/// When there is no terminal, or it can no longer be written to.
pub fn run(
    model: &mut Model,
    first: Vec<Effect>,
    texts: &Texts,
    theme: Theme,
    backstage: &mut impl Backstage,
) -> io::Result<Ending> {
    let mut terminal = Terminal::open()?;
    let mut scrolls = Scrolls::default();
    let (width, height) = terminal.size()?;
    let mut effects = first;
    effects.extend(update(model, Msg::Resized { width, height }, backstage.now()));
    loop {
        for effect in std::mem::take(&mut effects) {
            match effect {
                Effect::Quit => return Ok(Ending::Quit),
                Effect::BeginAnew { suspends, why } => return Ok(Ending::Anew { suspends, why }),
                Effect::Suspend => terminal.suspend()?,
                Effect::Redraw => terminal.forget()?,
                Effect::Bell => terminal.ring(),
                other => backstage.perform(other),
            }
        }
        terminal.draw(|frame| draw(frame, model, texts, theme, &mut scrolls))?;
        // Asleep until something happens or something visible changes; then all that waits is taken in one go,
        // and drawn once.
        let sleep = (next_change(model) - backstage.now()).to_std().unwrap_or_default();
        let mut next = Some(backstage.next(sleep).unwrap_or(Msg::TimePassed));
        while let Some(msg) = next {
            effects.extend(update(model, msg, backstage.now()));
            // The terminal's own orders come before what was typed after them.
            let is_for_terminal = |effect: &Effect| {
                matches!(
                    effect,
                    Effect::Quit | Effect::BeginAnew { .. } | Effect::Suspend | Effect::Redraw | Effect::Bell
                )
            };
            if effects.iter().any(is_for_terminal) {
                break;
            }
            effects.drain(..).for_each(|effect| backstage.perform(effect));
            next = backstage.next(Duration::ZERO);
        }
    }
}

/// Draws one frame.
pub fn draw(frame: &mut Frame<'_>, model: &Model, texts: &Texts, theme: Theme, scrolls: &mut Scrolls) {
    let scene = Scene { model, texts };
    let mut pen = Pen::new(frame.buffer_mut(), theme);
    match (&model.lock, &model.screen) {
        (Some(lock), _) => lock::draw(&mut pen, scene, lock),
        (None, Screen::Entry(entry)) => entry::draw(&mut pen, scene, entry),
        (
            None,
            Screen::Board
            | Screen::Places
            | Screen::Calls
            | Screen::FollowUps
            | Screen::Deviations
            | Screen::Handover
            | Screen::Journal,
        ) => {
            screen::draw(&mut pen, scene, scrolls);
            windows::draw(&mut pen, scene);
        }
    }
    if let Some(position) = pen.cursor() {
        frame.set_cursor_position(position);
    }
}
