//! Passphrases: never shown, never in a debug print, wiped when dropped.

use zeroize::Zeroizing;

use super::key::{Code, Key};

/// A passphrase as typed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Room for any passphrase a person types, so that growing does not leave copies in memory.
    const ROOM: usize = 512;

    /// An empty passphrase to type into.
    #[must_use]
    pub fn new() -> Self {
        Self(Zeroizing::new(String::with_capacity(Self::ROOM)))
    }

    /// What was typed.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// How many signs were typed: all that a screen may show of it.
    #[must_use]
    pub fn signs(&self) -> usize {
        self.0.chars().count()
    }

    /// Takes a key; false when it means nothing to a passphrase.
    pub fn press(&mut self, key: Key) -> bool {
        match key {
            Key { code: Code::Backspace, .. } => {
                self.0.pop();
                true
            }
            Key { code: Code::Char('u'), ctrl: true } => {
                *self = Self::new();
                true
            }
            _ => match key.typed() {
                Some(sign) => {
                    self.push(sign);
                    true
                }
                None => false,
            },
        }
    }

    /// Takes pasted text up to its first line end.
    pub fn paste(&mut self, text: &str) {
        text.lines().next().unwrap_or_default().chars().for_each(|sign| self.push(sign));
    }

    fn push(&mut self, sign: char) {
        if self.0.len() + sign.len_utf8() <= Self::ROOM {
            self.0.push(sign);
        }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
