//! Names of units, from `assets/demo/names.toml`: each given once.

use super::random::Random;
use crate::catalog::CatalogError;

const ASSET: &str = "demo/names.toml";
const TEXT: &str = include_str!("../../../assets/demo/names.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    beginnings: Vec<String>,
    endings: Vec<String>,
}

/// Every name there is, in random order; when they are used up they come again with a number.
pub(super) struct Names {
    names: Vec<String>,
    given: usize,
}

impl Names {
    pub(super) fn read(random: &mut Random) -> Result<Self, CatalogError> {
        let file: File = toml::from_str(TEXT)
            .map_err(|source| CatalogError::Toml { asset: ASSET, source: Box::new(source) })?;
        let with_endings = |beginning: &String| {
            file.endings.iter().map(move |ending| format!("{beginning}{ending}")).collect()
        };
        let mut names: Vec<String> = file.beginnings.iter().flat_map::<Vec<_>, _>(with_endings).collect();
        random.shuffle(&mut names);
        Ok(Self { names, given: 0 })
    }

    /// A name not given before.
    pub(super) fn next(&mut self) -> String {
        let round = self.given / self.names.len().max(1);
        let name = self.names.get(self.given % self.names.len().max(1)).map_or("Heimen", String::as_str);
        self.given += 1;
        if round == 0 { name.to_owned() } else { format!("{name} {}", round + 1) }
    }
}
