//! Norway's municipalities as the domain knows them: number, names, county, region, one point.

use super::codes::coded;
use super::distance::Coordinates;

coded! {
    /// A region of Bufetat.
    pub enum Region {
        /// North.
        Nord = "Nord",
        /// Middle.
        Midt = "Midt",
        /// West.
        Vest = "Vest",
        /// South.
        Sor = "Sør",
        /// East.
        Ost = "Øst",
    }
}

impl Region {
    /// The region a person means: any case, `ø` or `o`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "nord" => Some(Self::Nord),
            "midt" => Some(Self::Midt),
            "vest" => Some(Self::Vest),
            "sør" | "sor" => Some(Self::Sor),
            "øst" | "ost" => Some(Self::Ost),
            _ => None,
        }
    }
}

/// A four-digit municipality number; text, because of leading zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MunicipalityNumber([u8; 4]);

impl MunicipalityNumber {
    /// The number, if the text is exactly four digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: [u8; 4] = text.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The four digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII digits are ever stored, so this cannot fail.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Display for MunicipalityNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for MunicipalityNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for MunicipalityNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("a municipality number has four digits"))
    }
}

/// One municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct Municipality {
    /// Its number.
    pub number: MunicipalityNumber,
    /// Its Norwegian name.
    pub name: String,
    /// Its Sámi and Kven names.
    pub other_names: Vec<String>,
    /// Its county.
    pub county: String,
    /// Bufetat's region; none for Oslo, which has its own system.
    pub region: Option<Region>,
    /// The point distances are measured from: where people live, not the middle of the area.
    pub point: Coordinates,
}
