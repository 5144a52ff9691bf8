//! Every sentence a person reads, from the Fluent files of `assets/locales`, and the forms of dates and numbers.
//!
//! The build script makes one function a message with its arguments, so a missing text or variable does not
//! compile. Only the chosen language is parsed. Must not know the store or the screens' state.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub mod acts;
mod alarms;
pub mod capacity;
pub mod coded;
pub mod directory;
pub mod facts;
pub mod fields;
pub mod forms;
mod handover;
pub mod items;
mod legal;
pub mod line_errors;
pub mod line_notices;
pub mod nothing_free;
mod outcomes;
pub mod refusals;
pub mod routine;
pub mod shift;
pub mod story;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// The texts of one language.
pub struct Texts {
    language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

/// Why texts could not be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// There are no texts in that language.
    #[error("no texts in «{0}»")]
    UnknownLanguage(String),
    /// A built-in text does not parse; the build script has read them all, so this is a fault of the program.
    #[error("texts in «{0}» cannot be read")]
    Unreadable(&'static str),
}

/// The languages there are texts for.
pub fn languages() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().map(|(language, _)| *language)
}

impl Texts {
    /// The language used when none is chosen.
    pub const DEFAULT: &'static str = "nb";

    /// Parses the texts of a language.
    ///
    /// # Errors
    /// [`TextError::UnknownLanguage`] when there is no folder for it.
    pub fn load(language: &str) -> Result<Self, TextError> {
        let (language, sources) = SOURCES
            .iter()
            .find(|(name, _)| *name == language)
            .ok_or_else(|| TextError::UnknownLanguage(language.to_owned()))?;
        let id: LanguageIdentifier = language.parse().map_err(|_| TextError::Unreadable(language))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks are bidi characters: they would end up in cells and exports.
        bundle.set_use_isolating(false);
        for source in *sources {
            let resource =
                FluentResource::try_new((*source).to_owned()).map_err(|_| TextError::Unreadable(language))?;
            bundle.add_resource(resource).map_err(|_| TextError::Unreadable(language))?;
        }
        Ok(Self { language, bundle })
    }

    /// The language of these texts.
    #[must_use]
    pub const fn language(&self) -> &'static str {
        self.language
    }

    fn plain(&self, id: &'static str) -> Cow<'_, str> {
        match self.bundle.get_message(id).and_then(|message| message.value()) {
            Some(pattern) => self.bundle.format_pattern(pattern, None, &mut Vec::new()),
            None => Cow::Borrowed(id),
        }
    }

    fn filled<const N: usize>(
        &self,
        id: &'static str,
        arguments: [(&'static str, FluentValue<'_>); N],
    ) -> String {
        let mut args = FluentArgs::with_capacity(N);
        for (name, value) in arguments {
            args.set(name, value);
        }
        match self.bundle.get_message(id).and_then(|message| message.value()) {
            Some(pattern) => self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned(),
            None => id.to_owned(),
        }
    }
}
