//! The file format `places` as a function: every list comes back, and no file brings it down.

use akuttvakt::catalog::Catalog;
use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::measure::{MeasureKind, Ownership, TargetGroup};
use akuttvakt::domain::municipality::{MunicipalityNumber, Region};
use akuttvakt::domain::municipality_index::Municipalities;
use akuttvakt::domain::unit_list::{MAX_SHORT_TEXT, MAX_TEXT, UnitRow};
use akuttvakt::report::places_csv::{COLUMNS, Lists, read, template, write};
use akuttvakt::report::problems::{Fault, Problem};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::program::UNITS;

const BASES: [BasisCode; 4] = [BasisCode::A4_1, BasisCode::A4_2, BasisCode::A4_4, BasisCode::A4_5];

fn municipalities() -> Municipalities {
    Municipalities::new(Catalog::load().unwrap().municipalities)
}

fn read_text(text: &str) -> Result<Vec<UnitRow>, Vec<Problem>> {
    read_bytes(text.as_bytes())
}

fn read_bytes(bytes: &[u8]) -> Result<Vec<UnitRow>, Vec<Problem>> {
    let municipalities = municipalities();
    read(bytes, Lists { municipalities: &municipalities, bases: &BASES })
}

/// A text as the store keeps one: cleaned, trimmed, not empty. With everything CSV and spreadsheets stumble on.
fn text(longest: usize) -> impl Strategy<Value = String> {
    let words = select(vec![
        "=1+1",
        "+47",
        "-",
        "@a",
        "'",
        "''=",
        "\"",
        ",",
        ";",
        "æøå",
        "Kárášjohka",
        " ",
        "x",
        "#",
    ]);
    vec(words, 1..6)
        .prop_map(|words| words.concat().trim().to_owned())
        .prop_filter("not empty", move |text| !text.is_empty() && text.chars().count() <= longest)
}

fn time() -> impl Strategy<Value = String> {
    (0..24_u8, 0..60_u8).prop_map(|(hour, minute)| format!("{hour:02}:{minute:02}"))
}

prop_compose! {
    fn unit()(
        unit in text(MAX_SHORT_TEXT),
        kind in select(MeasureKind::ALL),
        ownership in select(Ownership::ALL),
        region in select(Region::ALL),
        municipality in select(vec!["3411", "0301", "3407", "5501"]),
        bases in subsequence(BASES.to_vec(), 0..=4),
        ages in (0..=17_u8, 0..=17_u8),
        (places, max_siblings) in (1..=50_u8).prop_flat_map(|places| (Just(places), 1..=places)),
        flags in (any::<Option<bool>>(), any::<Option<bool>>()),
        numbers in (option::of(text(MAX_SHORT_TEXT)), option::of(text(MAX_SHORT_TEXT))),
        texts in (option::of(text(MAX_TEXT)), option::of(text(MAX_TEXT)), option::of(text(MAX_SHORT_TEXT))),
        groups in subsequence(TargetGroup::ALL.to_vec(), 0..=3),
        times in (option::of(time()), option::of(time())),
        department in option::of(text(MAX_SHORT_TEXT)),
    ) -> UnitRow {
        UnitRow {
            unit,
            kind,
            ownership,
            region,
            municipality: MunicipalityNumber::parse(municipality).unwrap(),
            phone: numbers.0,
            legal_bases: bases,
            age_min: ages.0.min(ages.1),
            age_max: ages.0.max(ages.1),
            max_siblings,
            other_children: flags.0,
            animals: flags.1,
            places,
            note: texts.0,
            target_groups: groups,
            presentation: texts.1,
            languages: texts.2,
            receives_from: times.0,
            receives_to: times.1,
            on_call_phone: numbers.1,
            department,
        }
    }
}

fn different(mut units: Vec<UnitRow>) -> Vec<UnitRow> {
    let mut seen = std::collections::HashSet::new();
    units.retain(|unit| seen.insert((unit.region, unit.unit.clone())));
    units
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn every_list_comes_back_as_it_was(units in vec(unit(), 1..8).prop_map(different)) {
        let file = write(&units);
        let back = read_text(&file).map_err(|problems| TestCaseError::fail(format!("{problems:?}\n{file}")))?;
        prop_assert_eq!(&back, &units);
        prop_assert_eq!(write(&back), file);
    }

    #[test]
    fn no_cell_of_an_export_is_run_by_a_spreadsheet(units in vec(unit(), 1..8)) {
        let file = write(&units);
        for record in csv::Reader::from_reader(file.as_bytes()).records() {
            for cell in &record.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", cell);
            }
        }
    }

    #[test]
    fn a_damaged_file_gives_units_or_problems_with_their_lines(
        cuts in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = UNITS.as_bytes().to_vec();
        for (at, byte) in cuts {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        match read_bytes(&bytes) {
            Ok(units) => prop_assert!(!units.is_empty()),
            Err(problems) => {
                let lines = bytes.split(|byte| *byte == b'\n').count() as u64;
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.iter().all(|problem| (1..=lines + 4).contains(&problem.line)), "{:?}", problems);
            }
        }
    }

    #[test]
    fn rubbish_is_never_a_list(bytes in vec(any::<u8>(), 0..400)) {
        prop_assert!(read_bytes(&bytes).is_err());
    }
}

#[test]
fn columns_may_stand_in_any_order_and_optional_ones_may_be_missing() {
    let turned: String =
        UNITS.lines().map(|line| line.split(',').rev().collect::<Vec<_>>().join(",") + "\n").collect();
    assert_eq!(read_text(&turned), read_text(UNITS));
    let with_all = write(&read_text(UNITS).unwrap());
    assert_eq!(with_all.lines().next().unwrap(), COLUMNS.join(","));
    assert_eq!(read_text(&format!("\u{feff}{}", with_all.replace('\n', "\r\n"))), read_text(UNITS));
}

#[test]
fn an_empty_largest_group_means_as_many_as_there_are_places() {
    let units = read_text(UNITS).unwrap();
    assert_eq!((units[0].max_siblings, units[1].max_siblings), (2, 1));
    assert_eq!((units[1].other_children, units[2].other_children), (None, Some(true)));
}

#[test]
fn the_largest_group_is_at_most_the_places() {
    let with = |max_siblings: &str| {
        read_text(&UNITS.replacen("6,12,2,no,no,2", &format!("6,12,{max_siblings},no,no,2"), 1))
    };
    assert_eq!(with("").unwrap()[0].max_siblings, 2);
    assert_eq!(with("2").unwrap()[0].max_siblings, 2);
    let too_large = Fault::GroupTooLarge { max_siblings: 3, places: 2 };
    assert_eq!(with("3").unwrap_err(), [Problem { line: 2, column: Some("max_siblings"), fault: too_large }]);
    assert!(with("0").is_err());
}

#[test]
fn a_municipality_is_a_number_or_a_name_nobody_else_has() {
    let with = |place: &str| read_text(&UNITS.replacen("Hamar", place, 1));
    for (written, number) in [
        ("Hamar", "3403"),
        ("hamar", "3403"),
        ("våler innlandet", "3419"),
        ("3403", "3403"),
        ("Kárášjohka", "5610"),
    ] {
        assert_eq!(with(written).unwrap()[3].municipality.as_str(), number, "{written}");
    }
    // The beginning of a name is not the name.
    assert_eq!(with("Ringsak").unwrap_err()[0].fault, Fault::UnknownMunicipality("Ringsak".to_owned()));
    assert!(matches!(with("Herøy").unwrap_err()[0].fault, Fault::AmbiguousMunicipality { .. }));
}

#[test]
fn cells_have_a_longest_length() {
    let longest = "x".repeat(MAX_TEXT);
    assert!(read_text(&UNITS.replacen("Ring først etter 23", &longest, 1)).is_ok());
    let problems = read_text(&UNITS.replacen("Ring først etter 23", &format!("{longest}x"), 1)).unwrap_err();
    assert_eq!(
        problems,
        [Problem { line: 2, column: Some("note"), fault: Fault::TooLong { limit: MAX_TEXT } }]
    );
}

#[test]
fn the_template_reads_back() {
    let units = read_text(&template()).unwrap();
    assert_eq!(write(&units), template());
}
