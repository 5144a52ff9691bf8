//! Municipalities: all of them by their names, beginnings that ask, and slips that never change one silently.

use std::collections::HashSet;

use akuttvakt::domain::fold::fold;
use akuttvakt::domain::municipality::{Municipality, MunicipalityNumber, Region};
use akuttvakt::domain::municipality_index::{Found, Reach};
use akuttvakt::domain::quick_line::{LineError, Mode, Notice, all_keywords, parse};

use super::{ENTERED, TABLES, entered, error, facts, night, number, read};

fn all() -> impl Iterator<Item = &'static Municipality> {
    TABLES.municipalities.iter()
}

fn names(municipality: &Municipality) -> impl Iterator<Item = &String> {
    std::iter::once(&municipality.name).chain(&municipality.other_names)
}

fn is_used_twice(municipality: &Municipality) -> bool {
    matches!(municipality.name.as_str(), "Herøy" | "Våler")
}

/// The ways an adviser may write a name.
fn spellings(name: &str) -> Vec<String> {
    let plain = name.replace(['å', 'Å'], "aa").replace(['ø', 'Ø'], "oe").replace(['æ', 'Æ'], "ae");
    vec![
        name.to_owned(),
        name.to_lowercase(),
        name.to_uppercase(),
        fold(name),
        plain,
        name.replace('-', " "),
        name.replace([' ', '-'], ""),
        name.replace(' ', "-"),
    ]
}

#[test]
fn each_municipality_by_its_name_is_itself() {
    assert_eq!(all().count(), 357);
    for municipality in all() {
        assert_eq!(facts(&format!("knr {}", municipality.number)).municipality, municipality.number);
        for name in names(municipality) {
            for spelling in spellings(name) {
                let line = if is_used_twice(municipality) {
                    format!("{spelling} {}", municipality.county)
                } else {
                    spelling
                };
                for mode in [ENTERED, Mode::Command] {
                    for line in [line.clone(), format!("bvv {line} j9 4-2 bh")] {
                        let found = read(&line, mode).to_facts(night()).map(|facts| facts.municipality);
                        assert_eq!(found, Ok(municipality.number), "{line}");
                    }
                }
            }
        }
    }
}

#[test]
fn each_municipality_may_be_where_the_call_comes_from() {
    for municipality in all().filter(|municipality| !is_used_twice(municipality)) {
        let facts = facts(&format!("fra {} oslo bvt", municipality.name));
        assert_eq!(
            facts.rung_from.unwrap_or(facts.municipality),
            municipality.number,
            "{}",
            municipality.name
        );
        assert_eq!(facts.municipality, number("0301"));
    }
}

#[test]
fn no_beginning_silently_gives_another() {
    let folded_names: Vec<(String, &Municipality)> = all()
        .flat_map(|municipality| names(municipality).map(move |name| (fold(name), municipality)))
        .collect();
    let beginning_so = |folded: &str, region: Option<Region>| -> HashSet<MunicipalityNumber> {
        let hits = folded_names.iter().filter(|(name, _)| name.starts_with(folded)).map(|(_, hit)| hit);
        hits.filter(|hit| region.is_none() || hit.region == region).map(|hit| hit.number).collect()
    };
    for municipality in all() {
        let letters: Vec<char> = municipality.name.chars().collect();
        for length in 1..letters.len() {
            let beginning: String = letters[..length].iter().collect();
            let folded = fold(&beginning);
            if folded_names.iter().any(|(name, _)| *name == folded) {
                continue;
            }
            for region in Region::ALL {
                let screen = parse(&beginning, night(), *region, &TABLES, ENTERED);
                let Some(taken) = screen.draft.municipality else { continue };
                assert!(folded.chars().count() >= 3, "«{beginning}» is too short");
                assert_eq!(
                    beginning_so(&folded, Some(*region)),
                    HashSet::from([taken]),
                    "«{beginning}» in {region:?}"
                );
                let others = beginning_so(&folded, None).len() - 1;
                let is_told = |notice: &Notice| matches!(notice, Notice::AlsoBeginsSo { also, .. } if also.len() == others);
                assert!(others == 0 || screen.notices.iter().any(is_told), "«{beginning}» in {region:?}");
            }
            let command = parse(&beginning, night(), Region::Ost, &TABLES, Mode::Command);
            if let Some(taken) = command.draft.municipality {
                assert_eq!(beginning_so(&folded, None), HashSet::from([taken]), "«{beginning}» in a command");
            }
        }
    }
}

#[test]
fn beginnings_of_the_rule() {
    let line = entered("ringe");
    assert_eq!(line.draft.municipality, Some(number("3439")));
    let [Notice::AlsoBeginsSo { taken, also }] = line.notices.as_slice() else {
        panic!("{:?}", line.notices)
    };
    assert_eq!((taken.name.as_str(), also.len(), also[0].name.as_str()), ("Ringebu", 1, "Ringerike"));
    assert_eq!(also[0].region, Some(Region::Sor));
    assert!(matches!(error("ri"), LineError::UnknownWord { .. } | LineError::UnknownMunicipality { .. }));
    assert_eq!(facts("hamar").municipality, number("3403"));
    assert_eq!(facts("nordre f").municipality, number("3207"));
    let exact =
        ["Os", "Ås", "Bø", "Ål", "Hol", "Nes", "Sel", "Gran", "Hamar", "Lier", "Sande", "Strand", "Etne"];
    for name in exact {
        let found = all().find(|municipality| municipality.name == name).expect(name);
        assert_eq!(facts(name).municipality, found.number, "{name}");
        assert!(
            all().any(|other| other.name != name && fold(&other.name).starts_with(&fold(name))),
            "{name}"
        );
    }
}

#[test]
fn counties_tell_two_of_a_name_apart() {
    for (line, municipality) in [
        ("våler innlandet", "3419"),
        ("Våler Østfold", "3114"),
        ("valer ostfold j9", "3114"),
        ("våler innl bvv", "3419"),
        ("herøy nordland", "1818"),
        ("herøy møre og romsdal", "1515"),
        ("hamar innlandet", "3403"),
    ] {
        assert_eq!(facts(line).municipality, number(municipality), "{line}");
    }
    assert!(matches!(error("våler oslo"), LineError::SameName { .. } | LineError::TwoMunicipalities { .. }));
    let find = |text, reach| TABLES.municipalities.find_with_county(text, reach);
    let Found::One { municipality, .. } = find("herøy møre og romsdal", Reach::Country) else {
        panic!("one")
    };
    assert_eq!(municipality.number, number("1515"));
    assert!(matches!(find("herøy", Reach::Country), Found::SameName(_)));
    assert!(matches!(find("indre østfold", Reach::Country), Found::One { by_prefix: false, .. }));
    assert!(matches!(find("lilehamer", Reach::Country), Found::Nothing));
}

#[test]
fn a_near_spelling_is_suggested_and_never_taken() {
    for municipality in all() {
        for slip in slips(&municipality.name.to_lowercase()) {
            let Found::One { municipality: taken, .. } = TABLES.municipalities.find(&slip, Reach::Country)
            else {
                continue;
            };
            assert!(
                names(taken).any(|name| fold(name).starts_with(&fold(&slip))),
                "«{slip}» gave {}",
                taken.name
            );
        }
    }
    let nearest = TABLES.municipalities.nearest("lilehamer", Region::Ost);
    assert_eq!(nearest.first().map(|hit| hit.name.as_str()), Some("Lillehammer"));
}

/// Every word one slip from this one: a letter gone, swapped, replaced, put in.
fn slips(word: &str) -> Vec<String> {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzæøå0123456789-";
    let signs: Vec<char> = word.chars().collect();
    let mut slips = HashSet::new();
    for at in 0..=signs.len() {
        for letter in LETTERS.chars() {
            let mut more = signs.clone();
            more.insert(at, letter);
            slips.insert(more.into_iter().collect::<String>());
            if at < signs.len() {
                let mut other = signs.clone();
                other[at] = letter;
                slips.insert(other.into_iter().collect());
            }
        }
        if at < signs.len() {
            let mut fewer = signs.clone();
            fewer.remove(at);
            slips.insert(fewer.into_iter().collect());
        }
        if at + 1 < signs.len() {
            let mut swapped = signs.clone();
            swapped.swap(at, at + 1);
            slips.insert(swapped.into_iter().collect());
        }
    }
    slips.remove(word);
    slips.into_iter().collect()
}

#[test]
fn no_slip_in_a_keyword_silently_changes_the_municipality() {
    for keyword in all_keywords() {
        for slip in slips(keyword) {
            for line in [format!("ringsaker {slip} j9 4-2"), format!("{slip} j9 4-2 ringsaker")] {
                // What a second Enter registers is at least what the first one does.
                let registered = entered(&line).to_facts_with_rest(night(), |words| words.join(" "));
                let commanded = read(&line, Mode::Command).to_facts(night());
                for facts in registered.into_iter().chain(commanded) {
                    assert_eq!(facts.municipality, number("3411"), "{line}");
                }
            }
        }
    }
}

#[test]
fn no_slip_in_a_keyword_joins_a_name_into_another() {
    let slips: HashSet<String> = all_keywords().flat_map(slips).map(|slip| fold(&slip)).collect();
    for municipality in all() {
        for other in all() {
            let (name, longer) = (fold(&municipality.name), fold(&other.name));
            for (slip, is_after) in
                [(longer.strip_prefix(name.as_str()), true), (longer.strip_suffix(name.as_str()), false)]
            {
                let Some(slip) = slip.filter(|slip| slips.contains(*slip)) else { continue };
                let line = if is_after { format!("{name} {slip}") } else { format!("{slip} {name}") };
                let taken = entered(&line).draft.municipality;
                assert!(
                    taken.is_none() || taken == Some(municipality.number),
                    "«{line}» gives {}",
                    other.name
                );
            }
        }
    }
}

#[test]
fn an_exact_keyword_is_never_a_name() {
    for keyword in all_keywords() {
        for region in Region::ALL {
            let line = parse(keyword, night(), *region, &TABLES, ENTERED);
            assert_eq!(line.draft.municipality, None, "{keyword}");
            assert!(!line.problems().any(|(_, error)| matches!(
                error,
                LineError::AmbiguousMunicipality { .. } | LineError::UnknownMunicipality { .. } if keyword != "knr"
            )));
        }
    }
}
