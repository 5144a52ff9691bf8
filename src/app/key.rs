//! Keys as the app knows them: what was pressed, without the terminal library's own types.

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A sign, as it is typed (Shift is part of the sign).
    Char(char),
    /// A function key.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// One key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Ctrl was held.
    pub ctrl: bool,
}

impl Key {
    /// A key without Ctrl.
    #[must_use]
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false }
    }

    /// A sign.
    #[must_use]
    pub const fn char(sign: char) -> Self {
        Self::plain(Code::Char(sign))
    }

    /// A sign with Ctrl.
    #[must_use]
    pub const fn ctrl(sign: char) -> Self {
        Self { code: Code::Char(sign), ctrl: true }
    }

    /// The sign that would be typed into a field; none for every other key.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        match self {
            Self { code: Code::Char(sign), ctrl: false } => Some(sign),
            _ => None,
        }
    }
}
