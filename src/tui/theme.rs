//! Looks by role: what a piece of text is, not which colour it has. Every role can be told apart without colour.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// What matters less: labels, hints, what does not fit now.
    Faint,
    /// What the eye should find first.
    Strong,
    /// The border of a pane or window.
    Border,
    /// The title of a pane without the focus.
    Title,
    /// The title of the pane or window with the focus.
    FocusedTitle,
    /// The mark beside the marked row of the focused pane.
    Mark,
    /// At most an hour left.
    Hour,
    /// At most half an hour left, or something is low or stale.
    Warning,
    /// Over the deadline, an error, nothing left.
    Alarm,
    /// Done, known.
    Good,
    /// A key in the footer or a border.
    Key,
    /// Text in a field.
    Field,
    /// A part of the line that is not understood.
    Misread,
    /// The marking of a demo.
    Invented,
}

/// How roles look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours may be used (`NO_COLOR` says not).
    pub has_colour: bool,
}

impl Theme {
    /// The look of a role. The terminal's own sixteen colours, so that light and dark both work.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let (modifier, colour) = match role {
            Role::Text | Role::Border | Role::Title | Role::Field => (Modifier::empty(), None),
            Role::Faint => (Modifier::DIM, None),
            Role::Strong | Role::FocusedTitle | Role::Hour => (Modifier::BOLD, None),
            Role::Mark | Role::Key => (Modifier::BOLD, Some(Color::Cyan)),
            Role::Warning => (Modifier::BOLD, Some(Color::Yellow)),
            Role::Alarm => (Modifier::BOLD, Some(Color::Red)),
            Role::Good => (Modifier::empty(), Some(Color::Green)),
            Role::Misread => (Modifier::UNDERLINED.union(Modifier::BOLD), Some(Color::Red)),
            Role::Invented => (Modifier::REVERSED, None),
        };
        let style = Style::new().add_modifier(modifier);
        match colour.filter(|_| self.has_colour) {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }
}
