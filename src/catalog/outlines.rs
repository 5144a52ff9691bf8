//! Outlines for maps in the terminal, from `assets/data/norge_omriss.csv` and `assets/data/fylker_omriss.csv`.
//!
//! © Kartverket (CC BY 4.0), simplified.

use super::reading::{CatalogError, csv_rows, fault};
use crate::domain::distance::Coordinates;
use crate::domain::outline::{CountyOutline, Outlines, Ring};

const COUNTRY: &str = "data/norge_omriss.csv";
const COUNTRY_TEXT: &str = include_str!("../../assets/data/norge_omriss.csv");
const COUNTIES: &str = "data/fylker_omriss.csv";
const COUNTIES_TEXT: &str = include_str!("../../assets/data/fylker_omriss.csv");

/// A point of the country's outline: part, number within the part, degrees.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryPoint {
    del: usize,
    nr: usize,
    lat: f64,
    lon: f64,
}

/// A point of a county's outline.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CountyPoint {
    fylkesnummer: String,
    del: usize,
    nr: usize,
    lat: f64,
    lon: f64,
}

/// The country and its counties.
pub(super) fn read() -> Result<Outlines, CatalogError> {
    Ok(Outlines { country: parse_country(COUNTRY_TEXT)?, counties: parse_counties(COUNTIES_TEXT)? })
}

fn parse_country(text: &str) -> Result<Vec<Ring>, CatalogError> {
    let mut rings = Vec::new();
    for point in csv_rows::<CountryPoint>(COUNTRY, text)? {
        add(
            COUNTRY,
            "Norge",
            &mut rings,
            (point.del, point.nr),
            Coordinates { lat: point.lat, lon: point.lon },
        )?;
    }
    check_closed(COUNTRY, "Norge", &rings)?;
    Ok(rings)
}

fn parse_counties(text: &str) -> Result<Vec<CountyOutline>, CatalogError> {
    let mut counties: Vec<CountyOutline> = Vec::new();
    for point in csv_rows::<CountyPoint>(COUNTIES, text)? {
        let known = counties.iter().position(|county| county.number == point.fylkesnummer);
        let at = known.unwrap_or(counties.len());
        if known.is_none() {
            counties.push(CountyOutline { number: point.fylkesnummer.clone(), rings: Vec::new() });
        }
        let position = Coordinates { lat: point.lat, lon: point.lon };
        add(COUNTIES, &point.fylkesnummer, &mut counties[at].rings, (point.del, point.nr), position)?;
    }
    for county in &counties {
        check_closed(COUNTIES, &county.number, &county.rings)?;
    }
    counties.sort_by(|a, b| a.number.cmp(&b.number));
    Ok(counties)
}

/// Adds point `nr` to part `del`; both count from 0 without gaps.
fn add(
    asset: &'static str,
    subject: &str,
    rings: &mut Vec<Ring>,
    (part, number): (usize, usize),
    point: Coordinates,
) -> Result<(), CatalogError> {
    if part == rings.len() && number == 0 {
        rings.push(Vec::new());
    }
    match rings.get_mut(part) {
        Some(ring) if ring.len() == number => {
            ring.push(point);
            Ok(())
        }
        _ => Err(fault(asset, subject, "a point of the outline is missing or out of order")),
    }
}

fn check_closed(asset: &'static str, subject: &str, rings: &[Ring]) -> Result<(), CatalogError> {
    // Three corners and the first once more is the least that encloses anything.
    let is_closed = |ring: &Ring| ring.len() >= 4 && ring.first() == ring.last();
    if !rings.is_empty() && rings.iter().all(is_closed) {
        Ok(())
    } else {
        Err(fault(asset, subject, "the outline is not closed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_and_broken_rings_are_refused() {
        let closed = "del,nr,lat,lon\n0,0,60,10\n0,1,61,10\n0,2,61,11\n0,3,60,10\n";
        assert_eq!(parse_country(closed).expect("closed").len(), 1);
        for (from, to) in [("0,3,60,10", "0,3,60,12"), ("0,2,61,11", "0,5,61,11"), ("0,2,61,11\n", "")] {
            assert!(parse_country(&closed.replace(from, to)).is_err(), "{to}");
        }
        assert!(parse_country("del,nr,lat,lon\n").is_err());
    }

    #[test]
    fn counties_come_by_number_whatever_the_order_of_the_file() {
        let ring = |county: &str| {
            format!("{county},0,0,60,10\n{county},0,1,61,10\n{county},0,2,61,11\n{county},0,3,60,10\n")
        };
        let text = format!("fylkesnummer,del,nr,lat,lon\n{}{}", ring("34"), ring("03"));
        let numbers: Vec<String> =
            parse_counties(&text).expect("two counties").into_iter().map(|county| county.number).collect();
        assert_eq!(numbers, ["03", "34"]);
    }
}
