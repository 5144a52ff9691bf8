//! Finding a municipality by what an adviser types: number, name, the beginning of a name, a near spelling.
//!
//! A name counts when it is exact (as written, then folded), or when it is a beginning that is alone within its
//! reach. A near spelling is a suggestion only. Two names are used twice (Herøy, Våler): a county tells them apart.

use super::fold::fold;
use super::municipality::{Municipality, MunicipalityNumber, Region};
use super::spelling::near_distance;

/// The fewest letters of a name that count as its beginning.
pub const SHORTEST_PREFIX: usize = 3;

/// How many near spellings are suggested at most.
const SUGGESTIONS: usize = 5;

/// All municipalities, ready to be looked up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Municipalities {
    all: Vec<Municipality>,
    /// Every name, in the order of its folded form, so that a beginning is found by halving.
    names: Vec<FoldedName>,
    counties: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq)]
struct FoldedName {
    folded: String,
    index: usize,
}

/// What tells a municipality to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MunicipalityName {
    /// Its number.
    pub number: MunicipalityNumber,
    /// Its Norwegian name.
    pub name: String,
    /// Its county.
    pub county: String,
    /// Its region; none for Oslo.
    pub region: Option<Region>,
}

impl From<&Municipality> for MunicipalityName {
    fn from(municipality: &Municipality) -> Self {
        Self {
            number: municipality.number,
            name: municipality.name.clone(),
            county: municipality.county.clone(),
            region: municipality.region,
        }
    }
}

/// Where the beginning of a name must be alone to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// In the own region: on the screen, where the preview shows what was taken.
    Region(Region),
    /// In the whole country: in commands, where nobody looks.
    Country,
}

/// What a name gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'a> {
    /// One municipality.
    One {
        /// Which.
        municipality: &'a Municipality,
        /// Whether only the beginning of its name was given.
        by_prefix: bool,
        /// Others in the country whose names begin so too, by number.
        also: Vec<&'a Municipality>,
    },
    /// Several with the same name: a county must follow.
    SameName(Vec<&'a Municipality>),
    /// Several whose names begin so, or one outside the reach: the adviser must say which.
    Several(Vec<&'a Municipality>),
    /// None.
    Nothing,
}

impl Municipalities {
    /// Makes the index.
    #[must_use]
    pub fn new(mut all: Vec<Municipality>) -> Self {
        all.sort_by_key(|municipality| municipality.number);
        let mut names = Vec::new();
        let mut counties: Vec<(String, String)> = Vec::new();
        for (index, municipality) in all.iter().enumerate() {
            for name in std::iter::once(&municipality.name).chain(&municipality.other_names) {
                names.push(FoldedName { folded: fold(name), index });
            }
            if !counties.iter().any(|(county, _)| *county == municipality.county) {
                counties.push((municipality.county.clone(), fold(&municipality.county)));
            }
        }
        names.sort_by(|a, b| a.folded.cmp(&b.folded));
        Self { all, names, counties }
    }

    /// All, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Municipality> {
        self.all.iter()
    }

    /// The municipality with this number.
    #[must_use]
    pub fn by_number(&self, number: MunicipalityNumber) -> Option<&Municipality> {
        let index = self.all.binary_search_by_key(&number, |municipality| municipality.number).ok()?;
        self.all.get(index)
    }

    /// Those with exactly this name, as written or else folded; Sámi and Kven names count too. By number.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<&Municipality> {
        let folded = fold(name);
        let found = self.with_names(&folded, |candidate| candidate == folded);
        let is_written =
            |m: &&Municipality| m.name == name || m.other_names.iter().any(|other| other == name);
        let as_written: Vec<_> = found.iter().copied().filter(is_written).collect();
        if as_written.is_empty() { found } else { as_written }
    }

    /// Those whose name begins so, folded; none for fewer than [`SHORTEST_PREFIX`] letters. By number.
    #[must_use]
    pub fn starting_with(&self, beginning: &str) -> Vec<&Municipality> {
        let folded = fold(beginning);
        if folded.chars().count() < SHORTEST_PREFIX {
            return Vec::new();
        }
        self.with_names(&folded, |candidate| candidate.starts_with(&folded))
    }

    /// What a name without a county gives.
    #[must_use]
    pub fn find(&self, name: &str, reach: Reach) -> Found<'_> {
        let exact = self.named(name);
        if exact.is_empty() { Self::among(self.starting_with(name), reach) } else { Self::exactly(exact) }
    }

    /// What a name gives when a county may follow it (`våler innlandet`).
    #[must_use]
    pub fn find_with_county(&self, text: &str, reach: Reach) -> Found<'_> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let whole = self.find(&words.join(" "), reach);
        if matches!(whole, Found::One { .. }) {
            return whole;
        }
        for split in (1..words.len()).rev() {
            let (name, county) = (words[..split].join(" "), words[split..].join(" "));
            let mut hits = self.named(&name);
            hits.retain(|municipality| fold(&municipality.county) == fold(&county));
            if let Found::One { municipality, .. } = Self::exactly(hits) {
                return Found::One { municipality, by_prefix: false, also: Vec::new() };
            }
        }
        whole
    }

    /// What municipalities with one exact name come to.
    #[must_use]
    pub fn exactly(hits: Vec<&Municipality>) -> Found<'_> {
        match hits.as_slice() {
            [] => Found::Nothing,
            [municipality] => Found::One { municipality, by_prefix: false, also: Vec::new() },
            _ => Found::SameName(hits),
        }
    }

    /// What municipalities whose names begin alike come to.
    #[must_use]
    pub fn among(hits: Vec<&Municipality>, reach: Reach) -> Found<'_> {
        let near: Vec<&Municipality> = match reach {
            Reach::Country => hits.clone(),
            Reach::Region(region) => hits.iter().copied().filter(|m| m.region == Some(region)).collect(),
        };
        match near.as_slice() {
            [] if hits.is_empty() => Found::Nothing,
            [] => Found::Several(hits),
            [municipality] => {
                let also = hits.iter().copied().filter(|other| other.number != municipality.number).collect();
                Found::One { municipality, by_prefix: true, also }
            }
            [first, rest @ ..] if rest.iter().all(|m| m.name == first.name) => Found::SameName(near),
            _ => Found::Several(near),
        }
    }

    /// Near spellings, the nearest first, the own region's before others. Suggestions only.
    #[must_use]
    pub fn nearest(&self, name: &str, own_region: Region) -> Vec<&Municipality> {
        let folded = fold(name);
        let mut near: Vec<(u32, bool, usize)> = Vec::new();
        for candidate in &self.names {
            if let Some(far) = near_distance(&folded, &candidate.folded)
                && far > 0
            {
                let is_elsewhere = self.all.get(candidate.index).is_none_or(|m| m.region != Some(own_region));
                near.push((far, is_elsewhere, candidate.index));
            }
        }
        near.sort_unstable();
        let mut found: Vec<&Municipality> = Vec::new();
        for (_, _, index) in near {
            if let Some(municipality) = self.all.get(index)
                && !found.iter().any(|m| m.number == municipality.number)
            {
                found.push(municipality);
            }
        }
        found.truncate(SUGGESTIONS);
        found
    }

    /// The county with this name, folded, as it is written.
    #[must_use]
    pub fn county(&self, name: &str) -> Option<&str> {
        let folded = fold(name);
        self.counties.iter().find(|(_, county)| *county == folded).map(|(county, _)| county.as_str())
    }

    /// Those with a folded name that is a hit; all hits begin with `beginning`. By number.
    fn with_names(&self, beginning: &str, is_hit: impl Fn(&str) -> bool) -> Vec<&Municipality> {
        let from = self.names.partition_point(|name| name.folded.as_str() < beginning);
        let hits = self.names.iter().skip(from).take_while(|name| name.folded.starts_with(beginning));
        let mut indices: Vec<usize> =
            hits.filter(|name| is_hit(&name.folded)).map(|name| name.index).collect();
        indices.sort_unstable();
        indices.dedup();
        indices.into_iter().filter_map(|index| self.all.get(index)).collect()
    }
}
