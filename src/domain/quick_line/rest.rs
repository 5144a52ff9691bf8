//! What no pass has understood: which of it was to be the municipality, and what each word may be instead.

use super::error::LineError;
use super::places::is_municipality;
use super::reader::Reader;
use super::words::Word;
use crate::domain::fold::fold;
use crate::domain::spelling::distance;

impl Reader<'_> {
    /// Takes every word that is left as an error.
    pub fn take_rest(&mut self) {
        let rest = self.free_words();
        let is_place =
            |error: Option<&LineError>| matches!(error, Some(LineError::UnknownMunicipality { .. }));
        let has_place = self.own_items().any(|content| is_municipality(content) || is_place(content.error()));
        let place = if has_place { None } else { self.meant_as_place(&rest) };
        for index in rest {
            let words = index..index + 1;
            if place == Some(index) {
                let error = self.unknown_place(words.clone());
                let names = self.near_names(words.clone());
                self.take_error(words, error, names);
                continue;
            }
            let word = self.written(words.clone()).to_owned();
            let mut guesses: Vec<String> = match word.as_str() {
                // A lone hyphen is most often a note begun with one dash too few.
                "-" => vec!["--".to_owned()],
                _ => self.near_words(index).into_iter().map(|(_, near)| near).collect(),
            };
            let nearest = guesses.first().cloned();
            if !has_place {
                guesses.extend(self.near_names(words.clone()));
            }
            self.take_error(words, LineError::UnknownWord { word, nearest }, guesses);
        }
    }

    /// The word that was to be the municipality: the first that is nearer to a name than to any keyword, else the
    /// first that is near to no keyword.
    fn meant_as_place(&self, rest: &[usize]) -> Option<usize> {
        let names: Vec<usize> =
            rest.iter().copied().filter(|index| self.words.get(*index).is_some_and(Word::is_name)).collect();
        let nearest_word = |index: usize| self.near_words(index).first().map(|(far, _)| *far);
        let nearest_name = |index: usize| {
            let written = self.written(index..index + 1);
            let nearest = self.tables.municipalities.nearest(written, self.own_region).first().copied()?;
            let names = std::iter::once(&nearest.name).chain(&nearest.other_names);
            names.map(|name| distance(&fold(written), &fold(name))).min()
        };
        let is_nearer_to_name = |index: &usize| {
            nearest_name(*index).is_some_and(|name| nearest_word(*index).is_none_or(|word| name < word))
        };
        let near_name = names.iter().copied().find(is_nearer_to_name);
        near_name.or_else(|| names.into_iter().find(|index| nearest_word(*index).is_none()))
    }
}
