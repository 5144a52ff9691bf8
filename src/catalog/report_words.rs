//! The words of the reports, from `assets/report_words.toml`.

use super::reading::{CatalogError, fault, toml_value};
use crate::domain::report_words::ReportWords;

const ASSET: &str = "report_words.toml";
const TEXT: &str = include_str!("../../assets/report_words.toml");

/// The words, each in both forms.
pub(super) fn read() -> Result<ReportWords, CatalogError> {
    parse(TEXT)
}

fn parse(text: &str) -> Result<ReportWords, CatalogError> {
    let words: ReportWords = toml_value(ASSET, text)?;
    match words.wrong() {
        Some(word) => Err(fault(ASSET, word, "a word is missing, empty, or one too many")),
        None => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::domain::letter::LetterLanguage;

    /// The names of the gaps of a phrase.
    fn gaps(phrase: &str) -> BTreeSet<&str> {
        phrase.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    /// The phrases that the reports ask for.
    fn asked_for() -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
        let files = fs::read_dir(folder.join("pages")).expect("the folder of the pages");
        let mut asked = BTreeSet::new();
        for file in files {
            let source = fs::read_to_string(file.expect("a file").path()).expect("a source");
            for call in [".say(\"", ".fill(\""] {
                let phrases = source.split(call).skip(1).filter_map(|part| part.split_once('"'));
                asked.extend(phrases.map(|(name, _)| name.to_owned()));
            }
        }
        asked
    }

    #[test]
    fn no_phrase_is_missing_or_unused_and_both_forms_have_the_same_gaps() {
        let words = read().expect("the words");
        let there: BTreeSet<String> = words.phrases().map(|(name, _)| name.to_owned()).collect();
        assert_eq!(there, asked_for());
        for (name, [nb, nn]) in words.phrases() {
            assert_eq!(gaps(nb), gaps(nn), "{name}");
        }
    }

    #[test]
    fn an_item_is_called_as_in_the_checklist() {
        let words = read().expect("the words");
        let checklist = super::super::checklist::read().expect("the checklist");
        for item in &checklist {
            assert_eq!(words.in_language(LetterLanguage::Bokmal).code("item", item.key.code()), item.label);
        }
    }

    #[test]
    fn a_word_that_is_missing_empty_or_too_many_is_refused() {
        for (from, to) in [
            ("critical = [\"KRITISK\", \"KRITISK\"]\n", ""),
            ("calm = [\"rolig\", \"roleg\"]", "calm = [\"rolig\", \"\"]"),
            ("calm = [\"rolig\", \"roleg\"]", "calm = [\"rolig\"]"),
            ("[level]", "[level]\nurgent = [\"a\", \"b\"]"),
            ("[level]", "[levels]"),
            ("no_words = [\"Ikke skrevet.\", \"Ikkje skrive.\"]", "no_words = [\"\", \"\"]"),
        ] {
            assert!(TEXT.contains(from), "{from}");
            assert!(parse(&TEXT.replace(from, to)).is_err(), "{from} -> {to}");
        }
    }
}
