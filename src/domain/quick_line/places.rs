//! Municipalities in the line: exact names of one to four words, a county after them, and beginnings of names.

use std::ops::Range;

use super::error::LineError;
use super::notice::Notice;
use super::reader::Reader;
use super::token::{Content, Value};
use crate::domain::fold::fold;
use crate::domain::municipality::{Municipality, MunicipalityNumber};
use crate::domain::municipality_index::{Found, Municipalities, MunicipalityName, Reach, SHORTEST_PREFIX};

/// The most words of a municipality's name, and of a county's.
const LONGEST_NAME: usize = 4;
const LONGEST_COUNTY: usize = 3;

/// A place found in the line.
pub(super) struct PlaceHit<'a> {
    /// The word after it.
    pub end: usize,
    /// What its name gave; nothing when a county follows that it does not lie in.
    pub found: Found<'a>,
}

impl<'a> Reader<'a> {
    /// Takes exact names.
    pub fn take_exact_places(&mut self) {
        let mut index = 0;
        while index < self.words.len() {
            if let Some(hit) = self.exact_place(index) {
                let words = index..hit.end;
                index = hit.end;
                self.take_place(words.clone(), words, hit.found, Value::Municipality);
            } else {
                // `indre øs` is on its way to Indre Østfold, not some word and then Os.
                index = self.end_of_parted_beginning(index).unwrap_or(index + 1);
            }
        }
    }

    /// Takes beginnings of names. Beside an exact name they only count when they could be one and nothing else:
    /// then there are two municipalities, which is an error.
    pub fn take_place_beginnings(&mut self) {
        let has_exact = self.own_items().any(is_municipality);
        let mut settled: Vec<(usize, PlaceHit<'a>)> = Vec::new();
        let mut open: Option<(usize, PlaceHit<'a>)> = None;
        let mut index = 0;
        while index < self.words.len() {
            let Some(hit) = self.place_beginning(index) else {
                index += 1;
                continue;
            };
            let end = hit.end;
            if matches!(hit.found, Found::One { .. }) {
                if !has_exact || self.near_words(index).is_empty() {
                    settled.push((index, hit));
                }
            } else if open.is_none() {
                open = Some((index, hit));
            }
            index = end;
        }
        if settled.is_empty() && !has_exact {
            settled.extend(open);
        }
        for (start, hit) in settled {
            self.take_place(start..hit.end, start..hit.end, hit.found, Value::Municipality);
        }
    }

    /// An exact name or the beginning of one at this word.
    pub fn place_at(&self, index: usize) -> Option<PlaceHit<'a>> {
        self.exact_place(index).or_else(|| self.place_beginning(index))
    }

    /// Takes words as what a place gave. The name is the part a guess would stand for.
    pub fn take_place(
        &mut self,
        words: Range<usize>,
        name: Range<usize>,
        found: Found<'a>,
        value: fn(MunicipalityNumber) -> Value,
    ) {
        let written = self.written(name.clone()).to_owned();
        let (content, names, is_exact) = match found {
            Found::One { municipality, by_prefix, also } => {
                let mut others: Vec<&Municipality> = also;
                if by_prefix {
                    if !others.is_empty() {
                        let also = others.iter().map(|other| MunicipalityName::from(*other)).collect();
                        self.notices.push(Notice::AlsoBeginsSo { taken: municipality.into(), also });
                    }
                    others.insert(0, municipality);
                } else {
                    others = self.tables.municipalities.starting_with(&municipality.name);
                    others.retain(|other| {
                        other.number != municipality.number && other.name != municipality.name
                    });
                }
                (Content::Value(value(municipality.number)), others, !by_prefix)
            }
            Found::SameName(hits) => {
                let candidates = hits.iter().map(|hit| MunicipalityName::from(*hit)).collect();
                (Content::Error(LineError::SameName { candidates }), hits, false)
            }
            Found::Several(hits) => {
                if let Some((end, nearest)) = self.longer_spelling(&name) {
                    let word = self.written(name.start..end).to_owned();
                    let guesses = vec![self.guess(name.start..end, nearest.name.clone())];
                    let error = LineError::UnknownMunicipality { word, nearest: Some(nearest.into()) };
                    self.take(words.start..end, Content::Error(error), guesses, false);
                    return;
                }
                let candidates = hits.iter().map(|hit| MunicipalityName::from(*hit)).collect();
                (Content::Error(LineError::AmbiguousMunicipality { word: written, candidates }), hits, false)
            }
            Found::Nothing => {
                let hits = self.exact_names_at(name.start);
                let nearest = hits.first().map(|hit| MunicipalityName::from(*hit));
                let error = LineError::UnknownMunicipality { word: written, nearest };
                (Content::Error(error), hits, false)
            }
        };
        let guesses = names.iter().map(|hit| self.guess(name.clone(), self.told_apart(hit))).collect();
        self.take(words, content, guesses, is_exact);
    }

    /// The error for words that were to be a municipality.
    pub fn unknown_place(&self, words: Range<usize>) -> LineError {
        let word = self.written(words).to_owned();
        let nearest =
            self.tables.municipalities.nearest(&word, self.own_region).first().map(|hit| (*hit).into());
        LineError::UnknownMunicipality { word, nearest }
    }

    /// Names near to what stands there, the nearest first.
    pub fn near_names(&self, words: Range<usize>) -> Vec<String> {
        let near = self.tables.municipalities.nearest(self.written(words), self.own_region);
        near.into_iter().map(|hit| self.told_apart(hit)).collect()
    }

    /// The name, with its county where the name alone would ask.
    pub fn told_apart(&self, municipality: &Municipality) -> String {
        self.tables.typed_name(municipality)
    }

    fn exact_place(&self, index: usize) -> Option<PlaceHit<'a>> {
        for count in (1..=LONGEST_NAME).rev() {
            let words = index..index + count;
            if !self.is_place_run(words.clone()) {
                continue;
            }
            let hits = self.tables.municipalities.named(self.written(words.clone()));
            if hits.is_empty() || !self.is_one_name(words.clone(), &hits) {
                continue;
            }
            return Some(match self.county_after(words.end, &hits) {
                Some((end, of_county)) => PlaceHit { end, found: Municipalities::exactly(of_county) },
                None => PlaceHit { end: words.end, found: Municipalities::exactly(hits) },
            });
        }
        None
    }

    fn place_beginning(&self, index: usize) -> Option<PlaceHit<'a>> {
        for count in (1..=LONGEST_NAME).rev() {
            let words = index..index + count;
            if !self.is_place_run(words.clone()) {
                continue;
            }
            let hits = self.tables.municipalities.starting_with(self.written(words.clone()));
            if hits.is_empty() {
                continue;
            }
            // A county after the beginning of a name settles it only when it is whole.
            if let Some((end, of_county)) = self.whole_county_after(words.end, &hits)
                && !of_county.is_empty()
            {
                return Some(PlaceHit { end, found: Municipalities::among(of_county, Reach::Country) });
            }
            return Some(PlaceHit { end: words.end, found: Municipalities::among(hits, self.reach()) });
        }
        None
    }

    fn exact_names_at(&self, index: usize) -> Vec<&'a Municipality> {
        (1..=LONGEST_NAME)
            .rev()
            .filter(|count| self.is_place_run(index..index + count))
            .map(|count| self.tables.municipalities.named(self.written(index..index + count)))
            .find(|hits| !hits.is_empty())
            .unwrap_or_default()
    }

    /// A near spelling of what stands here and the words after it together (`nordre folo`).
    fn longer_spelling(&self, words: &Range<usize>) -> Option<(usize, &'a Municipality)> {
        (words.end + 1..=words.start + LONGEST_NAME).rev().find_map(|end| {
            let longer = words.start..end;
            let near = self.is_place_run(longer.clone()).then(|| {
                self.tables.municipalities.nearest(self.written(longer), self.own_region).first().copied()
            });
            near.flatten().map(|municipality| (end, municipality))
        })
    }

    fn county_after(&self, at: usize, hits: &[&'a Municipality]) -> Option<(usize, Vec<&'a Municipality>)> {
        self.whole_county_after(at, hits).or_else(|| {
            let words = at..at + 1;
            let is_alone = self.is_place_run(words.clone())
                && self.tables.municipalities.named(self.written(words.clone())).is_empty();
            let folded = is_alone.then(|| self.folded(words))?;
            let of_county: Vec<_> = hits
                .iter()
                .copied()
                .filter(|hit| {
                    folded.chars().count() >= SHORTEST_PREFIX && fold(&hit.county).starts_with(&folded)
                })
                .collect();
            (!of_county.is_empty()).then_some((at + 1, of_county))
        })
    }

    fn whole_county_after(
        &self,
        at: usize,
        hits: &[&'a Municipality],
    ) -> Option<(usize, Vec<&'a Municipality>)> {
        (1..=LONGEST_COUNTY).rev().find_map(|count| {
            let words = at..at + count;
            let county = self
                .is_place_run(words.clone())
                .then(|| self.tables.municipalities.county(self.written(words.clone())))??;
            let of_county: Vec<_> = hits.iter().copied().filter(|hit| hit.county == county).collect();
            // Oslo is a municipality too: after another name it is a second one, not a county.
            let is_municipality = !self.tables.municipalities.named(county).is_empty();
            (!is_municipality).then_some((words.end, of_county))
        })
    }

    fn is_place_run(&self, words: Range<usize>) -> bool {
        self.is_run(words.clone())
            && self.words.get(words).is_some_and(|words| words.iter().all(super::words::Word::is_name))
    }

    /// The word after two or more that begin a name of as many parts.
    fn end_of_parted_beginning(&self, index: usize) -> Option<usize> {
        (2..=LONGEST_NAME).rev().find_map(|count| {
            let words = index..index + count;
            let is_beginning = self.is_place_run(words.clone()) && {
                let hits = self.tables.municipalities.starting_with(self.written(words.clone()));
                hits.iter().any(|hit| parts(&hit.name) >= count)
            };
            is_beginning.then_some(words.end)
        })
    }

    /// Whether these words can be one name. A name with blanks or hyphens may be written with either or none; one
    /// without may be parted by a blank only where no part is a name by itself: `ås nes` is not Åsnes, `strand å` not
    /// Stranda.
    fn is_one_name(&self, words: Range<usize>, hits: &[&Municipality]) -> bool {
        let has_parts = |name: &String| parts(name) >= words.len();
        let is_parted = hits.iter().any(|hit| has_parts(&hit.name) || hit.other_names.iter().any(has_parts));
        is_parted
            || words
                .clone()
                .all(|index| self.tables.municipalities.named(self.written(index..index + 1)).is_empty())
    }
}

/// How many parts a name is written in.
fn parts(name: &str) -> usize {
    name.split([' ', '-']).count()
}

/// Whether the line's municipality is settled or asked about by this.
pub(super) fn is_municipality(content: &Content) -> bool {
    matches!(
        content,
        Content::Value(Value::Municipality(_))
            | Content::Error(LineError::SameName { .. } | LineError::AmbiguousMunicipality { .. })
    )
}
