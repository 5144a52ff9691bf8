//! Every key and what it does, once. Look-up, footer and help all read this table.
//!
//! One letter has one meaning on all screens; nothing differs only by capital or small letter; what needs Shift
//! or Ctrl has a plain twin. `c` and `z` stay free, for the habits of Ctrl-C and Ctrl-Z.

use super::key::{Code, Key};

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Offers the marked place to the marked call.
    Offer,
    /// Keeps the marked place for the marked call; again: longer.
    Hold,
    /// Logs whom one asked for a place, and what they said.
    Enquiry,
    /// Records the municipality's answer.
    Answer,
    /// Shows every reason for and against the marked place.
    Reasons,
    /// Confirms the list's word on the marked place.
    Confirm,
    /// The checklist of the marked call, as a conversation; of a unit, what a municipality asks about it.
    Checklist,
    /// The routine's steps for the marked call.
    Steps,
    /// What the municipality is offered meanwhile.
    Meanwhile,
    /// Promises to ring back.
    CallBack,
    /// The referral was received: starts the clock.
    Refer,
    /// What the marked call can turn into: siblings apart, staying open, a remark, the same child as another.
    Turns,
    /// Closes or withdraws the marked call, with its reason.
    CloseCall,
    /// Arrived, moved, ended.
    Placement,
    /// Corrects the marked call, or changes the state of the marked place.
    Edit,
    /// The deviation of the marked call: drafts it, or opens it.
    Deviation,
    /// Shows what is hidden, journalled first.
    Reveal,
    /// The journal lines of the marked item.
    ItemJournal,
    /// Writes the marked call as a case note.
    Export,
    /// Signs a handover, as giver or as receiver.
    SignHandover,
    /// Phone numbers, the call's first.
    Phones,
    /// What changed since the adviser's last shift.
    Changes,
    /// Swaps the order of the places.
    SwapOrder,
    /// Opens the quick line for a new call.
    NewCall,
    /// Takes back the newest act of this process.
    Undo,
    /// Does again what was taken back.
    Redo,
    /// Everything that can be done, by name.
    Palette,
    /// Finds in the list.
    Find,
    /// Saves a form from any of its fields.
    Save,
    /// Hides what was told in words, and shows it again.
    HideWords,
    /// Shows the keys that work here.
    Help,
    /// The board.
    Board,
    /// All places.
    Places,
    /// All calls.
    Calls,
    /// What is to be done, late first.
    FollowUps,
    /// All deviations.
    Deviations,
    /// The handover.
    Handover,
    /// The journal.
    Journal,
    /// The row above.
    Up,
    /// The row below.
    Down,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// To the left: what is shown of a list.
    Left,
    /// To the right.
    Right,
    /// The first row: the most urgent call.
    First,
    /// The last row.
    Last,
    /// The next pane.
    NextPane,
    /// The pane before.
    PreviousPane,
    /// Opens the marked row.
    Open,
    /// One step back; parks what is half-written.
    Back,
    /// Draws the screen anew.
    Redraw,
    /// Silences the alarms for everyone, while one sounds.
    Silence,
    /// Locks the screen.
    Lock,
    /// Puts the program to sleep.
    Suspend,
    /// Ends the program, from the top.
    Quit,
}

/// What an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The marked call and the marked place.
    Place,
    /// The marked call.
    Call,
    /// The rows of a pane.
    List,
    /// What is being typed.
    Field,
    /// Nothing in particular.
    All,
}

/// One row of the key table.
#[derive(Debug, Clone, Copy)]
pub struct KeyRow {
    /// What it does.
    pub action: Action,
    /// The keys that do it, the one to show first.
    pub keys: &'static [Key],
    /// What it is about.
    pub about: About,
}

const fn row(action: Action, about: About, keys: &'static [Key]) -> KeyRow {
    KeyRow { action, keys, about }
}

/// Every key.
pub const KEYS: &[KeyRow] = &[
    row(Action::Offer, About::Place, &[Key::char('o')]),
    row(Action::Hold, About::Place, &[Key::char('h')]),
    row(Action::Enquiry, About::Place, &[Key::char('s')]),
    row(Action::Answer, About::Call, &[Key::char('a')]),
    row(Action::Checklist, About::Call, &[Key::char('k')]),
    row(Action::Steps, About::Call, &[Key::char('-')]),
    row(Action::Meanwhile, About::Call, &[Key::char('\'')]),
    row(Action::CallBack, About::Call, &[Key::char('r')]),
    row(Action::Phones, About::All, &[Key::char('t')]),
    row(Action::Changes, About::All, &[Key::char('d')]),
    row(Action::Refer, About::Call, &[Key::char('i')]),
    row(Action::Turns, About::Call, &[Key::char(',')]),
    row(Action::CloseCall, About::Call, &[Key::char('l')]),
    row(Action::Placement, About::Call, &[Key::char('p')]),
    row(Action::Edit, About::Call, &[Key::char('e')]),
    row(Action::Deviation, About::Call, &[Key::char('w')]),
    row(Action::Reveal, About::Call, &[Key::char('v'), Key::plain(Code::F(4))]),
    row(Action::Reasons, About::Place, &[Key::char('g')]),
    row(Action::Confirm, About::Place, &[Key::char('b')]),
    row(Action::ItemJournal, About::Call, &[Key::char('j')]),
    row(Action::Export, About::Call, &[Key::char('x')]),
    row(Action::SignHandover, About::List, &[Key::char('m')]),
    row(Action::SwapOrder, About::List, &[Key::char('y')]),
    row(Action::Find, About::List, &[Key::char('f'), Key::char('/')]),
    row(Action::NewCall, About::All, &[Key::char('n'), Key::ctrl('n')]),
    row(Action::Undo, About::All, &[Key::char('u')]),
    row(Action::Redo, About::All, &[Key::ctrl('r')]),
    row(Action::Palette, About::All, &[Key::char('.'), Key::char(':'), Key::ctrl('p')]),
    row(Action::Help, About::All, &[Key::char('+'), Key::char('?'), Key::plain(Code::F(1))]),
    row(Action::Board, About::All, &[Key::char('1')]),
    row(Action::Places, About::All, &[Key::char('2')]),
    row(Action::Calls, About::All, &[Key::char('3')]),
    row(Action::FollowUps, About::All, &[Key::char('4')]),
    row(Action::Deviations, About::All, &[Key::char('5')]),
    row(Action::Handover, About::All, &[Key::char('6')]),
    row(Action::Journal, About::All, &[Key::char('8')]),
    row(Action::Up, About::List, &[Key::plain(Code::Up)]),
    row(Action::Down, About::List, &[Key::plain(Code::Down)]),
    row(Action::Left, About::List, &[Key::plain(Code::Left)]),
    row(Action::Right, About::List, &[Key::plain(Code::Right)]),
    row(Action::PageUp, About::List, &[Key::plain(Code::PageUp)]),
    row(Action::PageDown, About::List, &[Key::plain(Code::PageDown)]),
    row(Action::First, About::List, &[Key::plain(Code::Home)]),
    row(Action::Last, About::List, &[Key::plain(Code::End)]),
    row(Action::NextPane, About::List, &[Key::plain(Code::Tab)]),
    row(Action::PreviousPane, About::List, &[Key::plain(Code::BackTab)]),
    row(Action::Open, About::List, &[Key::plain(Code::Enter)]),
    row(Action::Save, About::Field, &[Key::ctrl('s')]),
    row(Action::HideWords, About::Field, &[Key::plain(Code::F(3))]),
    row(Action::Back, About::All, &[Key::plain(Code::Esc), Key::ctrl('g'), Key::ctrl('c')]),
    row(Action::Redraw, About::All, &[Key::plain(Code::F(5))]),
    row(Action::Silence, About::All, &[Key::char(' '), Key::plain(Code::F(2))]),
    row(Action::Lock, About::All, &[Key::ctrl('l')]),
    row(Action::Suspend, About::All, &[Key::ctrl('z')]),
    row(Action::Quit, About::All, &[Key::char('q'), Key::ctrl('q')]),
];

/// What a key does outside fields.
#[must_use]
pub fn action_of(key: Key) -> Option<Action> {
    KEYS.iter().find(|row| row.keys.contains(&key)).map(|row| row.action)
}

/// What a key does while a window or a field has the keys: only keys that are never typed.
#[must_use]
pub fn action_in_window(key: Key) -> Option<Action> {
    let action = action_of(key)?;
    let works = match action {
        Action::NewCall | Action::Quit | Action::Palette => key.ctrl,
        Action::Help => key.code == Code::F(1),
        Action::Silence => key.code == Code::F(2),
        Action::Reveal => key.code == Code::F(4),
        Action::Back | Action::Redraw | Action::Lock | Action::Suspend | Action::Save | Action::HideWords => {
            true
        }
        _ => false,
    };
    works.then_some(action)
}

/// The row of an action.
#[must_use]
pub fn row_of(action: Action) -> Option<&'static KeyRow> {
    KEYS.iter().find(|row| row.action == action)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs_shift_or_ctrl(key: &Key) -> bool {
        key.ctrl
            || match key.code {
                Code::Char(sign) => sign.is_uppercase() || "?:/*!\"#%&=;_".contains(sign),
                Code::BackTab => true,
                _ => false,
            }
    }

    #[test]
    fn no_key_has_two_meanings() {
        for (at, row) in KEYS.iter().enumerate() {
            for key in row.keys {
                let others = KEYS.iter().enumerate().filter(|(other, _)| *other != at);
                for (_, other) in others {
                    assert!(!other.keys.contains(key), "{key:?}: {:?} and {:?}", row.action, other.action);
                    assert_ne!(row.action, other.action, "one row an action");
                }
            }
        }
    }

    #[test]
    fn nothing_differs_only_by_capital_or_small_letter() {
        for key in KEYS.iter().flat_map(|row| row.keys) {
            if let Code::Char(sign) = key.code {
                assert!(
                    !sign.is_uppercase(),
                    "{sign} needs Shift and differs from its small letter by case only"
                );
            }
        }
    }

    /// Actions whose only keys need Shift or Ctrl, and how they are reached without.
    const EXCEPTED: [(Action, &str); 5] = [
        (Action::Redo, "stands in the palette"),
        (Action::Lock, "stands in the palette"),
        (Action::Suspend, "a habit of the shell; stands in the palette"),
        (Action::PreviousPane, "Tab goes round, so it reaches what Shift-Tab reaches"),
        (Action::Save, "in a form Enter at the last field saves too"),
    ];

    #[test]
    fn every_action_has_a_key_without_shift_and_ctrl_or_is_a_stated_exception() {
        for row in KEYS {
            let is_plain = row.keys.iter().any(|key| !needs_shift_or_ctrl(key));
            let is_excepted = EXCEPTED.iter().any(|(action, _)| *action == row.action);
            assert_ne!(is_plain, is_excepted, "{:?}", row.action);
        }
    }

    #[test]
    fn a_plain_letter_stands_first_so_that_it_is_the_one_that_is_shown() {
        for row in KEYS {
            let has_plain = row.keys.iter().any(|key| !needs_shift_or_ctrl(key));
            assert!(!has_plain || !needs_shift_or_ctrl(&row.keys[0]), "{:?}", row.action);
        }
    }

    #[test]
    fn the_keys_of_two_habits_stay_free() {
        assert_eq!(action_of(Key::char('c')), None);
        assert_eq!(action_of(Key::char('z')), None);
        for sign in ['h', 'j', 'k', 'l'] {
            assert_ne!(action_of(Key::char(sign)), Some(Action::Up), "{sign} does not move");
        }
    }

    #[test]
    fn no_letter_acts_in_a_window() {
        for row in KEYS {
            for key in row.keys {
                if key.typed().is_some() {
                    assert_eq!(action_in_window(*key), None, "{key:?}");
                }
            }
        }
    }
}
