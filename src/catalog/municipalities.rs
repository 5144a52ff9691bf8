//! The municipalities of Norway, from `assets/data/kommuner.csv`.
//!
//! Numbers, names, counties and polygons: © Kartverket (CC BY 4.0), as of 2024-01-17. Points: `GeoNames` (CC BY 4.0).

use super::reading::{CatalogError, csv_rows, fault};
use crate::domain::distance::Coordinates;
use crate::domain::municipality::{Municipality, MunicipalityNumber, Region};

const ASSET: &str = "data/kommuner.csv";
const TEXT: &str = include_str!("../../assets/data/kommuner.csv");

/// A row as the file has it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kommunenummer: String,
    kommune: String,
    fylkesnummer: String,
    fylke: String,
    lat: f64,
    lon: f64,
    bufetat_region: String,
    #[serde(rename = "punkt")]
    _point_name: String,
    andre_navn: String,
}

/// All municipalities, by number.
pub(super) fn read() -> Result<Vec<Municipality>, CatalogError> {
    parse(TEXT)
}

fn parse(text: &str) -> Result<Vec<Municipality>, CatalogError> {
    let mut all =
        csv_rows(ASSET, text)?.into_iter().map(municipality).collect::<Result<Vec<Municipality>, _>>()?;
    all.sort_by_key(|municipality| municipality.number);
    if let Some(twice) = all.windows(2).find(|pair| pair[0].number == pair[1].number) {
        return Err(fault(ASSET, twice[0].number.as_str(), "the number is there twice"));
    }
    Ok(all)
}

fn municipality(row: Row) -> Result<Municipality, CatalogError> {
    let number = MunicipalityNumber::parse(&row.kommunenummer)
        .ok_or_else(|| fault(ASSET, &row.kommunenummer, "a municipality number has four digits"))?;
    if !row.kommunenummer.starts_with(&row.fylkesnummer) || row.fylkesnummer.len() != 2 {
        return Err(fault(ASSET, row.kommunenummer, "the number does not begin with its county's"));
    }
    if row.kommune.is_empty() || row.fylke.is_empty() {
        return Err(fault(ASSET, row.kommunenummer, "a name is missing"));
    }
    let region = match row.bufetat_region.as_str() {
        "" => None,
        code => Some(
            Region::from_code(code)
                .ok_or_else(|| fault(ASSET, &row.kommunenummer, "the region is not one of the five"))?,
        ),
    };
    let other_names =
        row.andre_navn.split(" / ").filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect();
    Ok(Municipality {
        number,
        name: row.kommune,
        other_names,
        county: row.fylke,
        region,
        point: Coordinates { lat: row.lat, lon: row.lon },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "kommunenummer,kommune,fylkesnummer,fylke,lat,lon,bufetat_region,punkt,andre_navn\n";

    fn parse_row(row: &str) -> Result<Vec<Municipality>, CatalogError> {
        parse(&format!("{HEADER}{row}\n"))
    }

    #[test]
    fn a_row_keeps_leading_zeros_and_splits_other_names() {
        let rows = parse_row("5540,Kåfjord,55,Troms,69.4,20.9,Nord,Olderdalen,Gáivuotna / Kaivuono")
            .expect("good row");
        assert_eq!(rows[0].number.as_str(), "5540");
        assert_eq!(rows[0].other_names, ["Gáivuotna", "Kaivuono"]);
        assert_eq!(rows[0].region, Some(Region::Nord));
        let oslo = parse_row("0301,Oslo,03,Oslo,59.9127,10.7461,,Oslo,").expect("good row");
        assert_eq!((oslo[0].number.as_str(), oslo[0].region), ("0301", None));
        assert!(oslo[0].other_names.is_empty());
    }

    #[test]
    fn rows_that_cannot_be_true_are_refused() {
        for row in [
            "301,Oslo,03,Oslo,59.9,10.7,,Oslo,",
            "3411,Ringsaker,33,Innlandet,60.9,10.7,Øst,Brumunddal,",
            "3411,,34,Innlandet,60.9,10.7,Øst,Brumunddal,",
            "3411,Ringsaker,34,Innlandet,60.9,10.7,Viken,Brumunddal,",
            "3411,Ringsaker,34,Innlandet,nord,10.7,Øst,Brumunddal,",
            "3411,Ringsaker,34,Innlandet,60.9,10.7,Øst,B,\n3411,Hamar,34,Innlandet,60.8,11.1,Øst,H,",
        ] {
            assert!(parse_row(row).is_err(), "{row}");
        }
    }
}
