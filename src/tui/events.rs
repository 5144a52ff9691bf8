//! What comes from outside: keys, pastes and sizes from the terminal, and signals. Each becomes a message.

use std::io;
use std::thread;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use crate::app::key::{Code, Key};
use crate::app::message::{Input, Msg};

/// Starts listening; `tell` gets what happens, from two threads.
///
/// # Errors
/// When signals cannot be caught.
pub fn listen(tell: impl Fn(Msg) -> bool + Clone + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP])?;
    let tell_signal = tell.clone();
    thread::spawn(move || {
        for signal in &mut signals {
            let msg = if signal == SIGTSTP { Msg::Input(Input::Key(Key::ctrl('z'))) } else { Msg::Ended };
            if !tell_signal(msg) {
                break;
            }
        }
    });
    thread::spawn(move || {
        loop {
            let Ok(event) = event::read() else {
                tell(Msg::Ended);
                break;
            };
            if !messages(event).into_iter().flatten().all(&tell) {
                break;
            }
        }
    });
    Ok(())
}

/// The messages of an event, in their order.
fn messages(event: Event) -> [Option<Msg>; 2] {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            keys(key).map(|key| key.map(|key| Msg::Input(Input::Key(key))))
        }
        Event::Paste(text) => [Some(Msg::Input(Input::Paste(text))), None],
        Event::Resize(width, height) => [Some(Msg::Resized { width, height }), None],
        _ => [None, None],
    }
}

/// Terminals send Esc and a key typed right after it as that key with Alt. Nothing here uses Alt, so it is always
/// the two keys: typed ahead, none is lost.
fn keys(event: KeyEvent) -> [Option<Key>; 2] {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let code = match event.code {
        KeyCode::Char(sign) if ctrl => Code::Char(sign.to_ascii_lowercase()),
        KeyCode::Char(sign) => Code::Char(sign),
        KeyCode::F(number) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return [None, None],
    };
    let key = Key { code, ctrl: ctrl && !matches!(code, Code::Enter | Code::Esc | Code::Tab) };
    if event.modifiers.contains(KeyModifiers::ALT) {
        [Some(Key::plain(Code::Esc)), Some(key)]
    } else {
        [Some(key), None]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn esc_and_the_key_after_it_are_two_keys() {
        let event = KeyEvent::new(KeyCode::Char('o'), KeyModifiers::ALT);
        assert_eq!(keys(event), [Some(Key::plain(Code::Esc)), Some(Key::char('o'))]);
    }

    #[test]
    fn a_released_key_says_nothing() {
        let event = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(messages(Event::Key(event)), [None, None]);
    }

    #[test]
    fn ctrl_letters_are_small_whatever_the_terminal_says() {
        let event = KeyEvent::new(KeyCode::Char('N'), KeyModifiers::CONTROL | KeyModifiers::SHIFT);
        assert_eq!(keys(event), [Some(Key::ctrl('n')), None]);
    }
}
