//! `import places` and `export places` through the program: good files, bad files, and back again.

use std::fs;

use serde_json::json;

use crate::program::{Home, UNITS};

#[test]
fn import_export_import_gives_the_same() {
    let home = Home::with_places();
    let first = home.done(&["export", "places"]);
    let again = home.write("again.csv", &first);
    let report = home.json(&["import", "places", &again]);
    assert_eq!((&report["added"], &report["unchanged"]), (&json!(0), &json!(4)));
    assert_eq!(report["updated"], json!([]));
    assert_eq!(home.done(&["export", "places"]), first);
    // Into an empty database too.
    let other = Home::empty();
    assert_eq!(other.json(&["import", "places", &again])["places_added"], 6);
    assert_eq!(other.done(&["export", "places"]), first);
}

#[test]
fn importing_what_is_there_already_changes_nothing() {
    let home = Home::with_places();
    let head = home.journal_head();
    home.done(&["import", "places", &home.write("units.csv", UNITS)]);
    assert_eq!(home.journal_head(), head);
}

#[test]
fn a_later_list_updates_by_region_and_name_and_leaves_the_rest_alone() {
    let home = Home::with_places();
    let changed = UNITS.replace(
        "Furuly,emergency_home,state,Øst,3411,00 00 00 00,4-1;4-2,6,12,2,no,no,2",
        "Furuly,emergency_home,state,Øst,3411,00 00 00 00,4-1;4-2,6,12,2,no,no,3",
    );
    let mut changed: Vec<_> = changed.lines().filter(|line| !line.starts_with("Åsen")).collect();
    changed.push("");
    let changed = changed.join("\n");
    let path = home.write("changed.csv", changed);
    let head = home.journal_head();
    let dry = home.json(&["import", "places", &path, "--dry-run"]);
    assert_eq!((&dry["dry_run"], &dry["places_added"]), (&json!(true), &json!(1)));
    assert_eq!(home.journal_head(), head, "a dry run changes nothing");
    let said = home.done(&["import", "places", &path]);
    assert!(said.contains("0 nye tiltak, 1 endret, 2 som før, 1 nye plasser"), "{said}");
    assert!(said.contains("latt i fred: Åsen"), "{said}");
    assert_eq!(home.json(&["places"])["places"].as_array().unwrap().len(), 7);
}

#[test]
fn every_bad_row_is_told_with_line_column_and_reason_and_nothing_is_stored() {
    let home = Home::empty();
    let bad = UNITS
        .replace("Solbakken,emergency_home", "Solbakken,emergency_house")
        .replace("Gjøvik", "Gjøvikk")
        .replace("5,14,1,yes,yes,1", "14,5,4,yes,perhaps,1");
    let path = home.write("bad.csv", bad);
    for arguments in [&["import", "places", &path][..], &["import", "places", &path, "--dry-run"]] {
        let error = home.refused(arguments, "bad_file", 1);
        let problems = error["problems"].as_array().unwrap();
        let told: Vec<_> =
            problems.iter().map(|problem| (problem["line"].clone(), problem["column"].clone())).collect();
        assert_eq!(
            told,
            [
                (json!(3), json!("kind")),
                (json!(3), json!("municipality")),
                (json!(4), json!("animals")),
                (json!(4), json!("age_min")),
                (json!(4), json!("max_siblings")),
            ]
        );
        let plain = home.run(arguments).err;
        let lines: Vec<_> = plain.lines().collect();
        assert_eq!(lines.len(), 6, "{plain}");
        assert!(lines[0].contains("5 feil"), "{plain}");
        assert!(lines[1].starts_with("Linje 3, kolonne kind: «emergency_house» går ikke."), "{plain}");
    }
    assert_eq!(home.done(&["places"]), "Ingen plasser.\n");
}

#[test]
fn files_that_are_not_a_list_of_units_are_refused() {
    let home = Home::empty();
    let latin1: Vec<u8> =
        UNITS.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(UNITS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (content, told) in [
        (b"".to_vec(), "tom"),
        (UNITS.lines().next().unwrap().as_bytes().to_vec(), "ingen rader"),
        (latin1, "Linje 2: tegnene er ikke UTF-8"),
        (utf16, "UTF-16"),
        (UNITS.replace(',', ";").into_bytes(), "semikolon"),
        (UNITS.replacen("municipality", "kommune", 1).into_bytes(), "ukjente kolonner: kommune"),
        (UNITS.replacen("municipality", "kommune", 1).into_bytes(), "kolonnene mangler: municipality"),
        (UNITS.replacen(",note\n", ",note,note\n", 1).into_bytes(), "note står to ganger"),
        (
            UNITS.replacen("Ring først etter 23", "\"Ring\nførst\"", 1).into_bytes(),
            "Linje 2, kolonne note: linjeskift",
        ),
        (
            UNITS.replacen("Ring først etter 23", "\"Ring først", 1).into_bytes(),
            "Linje 2, kolonne note: linjeskift",
        ),
        (UNITS.replacen("Solbakken,", "Solbakken", 1).into_bytes(), "Linje 3: raden har 13 celler"),
        (UNITS.replacen("Lillehagen", "Furuly", 1).into_bytes(), "«Furuly» i Øst står også på linje 2"),
        (
            UNITS.replacen("Hamar", "Våler", 1).into_bytes(),
            "Linje 5, kolonne municipality: «Våler» kan være flere",
        ),
        (UNITS.replacen("Hamar", "9999", 1).into_bytes(), "ingen kommune «9999»"),
        (UNITS.replacen("4-1;4-2", "4-1;4-9", 1).into_bytes(), "kolonne legal_bases: «4-9» går ikke"),
        (
            UNITS.replacen("2,Ring", "51,Ring", 1).into_bytes(),
            "kolonne places: «51» må være et helt tall 1–50",
        ),
        (UNITS.replacen("Furuly", "", 1).into_bytes(), "kolonne unit: cellen er tom"),
    ] {
        let path = home.write("file.csv", &content);
        let error = home.refused(&["import", "places", &path], "bad_file", 1);
        let plain = home.run(&["import", "places", &path]).err;
        assert!(plain.contains(told), "{told}: {plain}");
        assert!(error["problems"].as_array().is_some_and(|problems| !problems.is_empty()));
    }
}

#[test]
fn a_cell_is_cleaned_and_a_formula_stays_text() {
    let home = Home::empty();
    let list = UNITS
        .replacen("Ring først etter 23", "\"=HYPERLINK(\"\"http://x\"\")\"", 1)
        .replacen("00 00 00 00", "+47 00 00 00 00", 1)
        .replacen("Solbakken", "Sol\u{202e}bak\u{200b}ken", 1);
    home.done(&["import", "places", &home.write("list.csv", list)]);
    let exported = home.done(&["export", "places"]);
    assert!(exported.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{exported}");
    assert!(exported.contains(",'+47 00 00 00 00,"), "{exported}");
    assert!(exported.contains("\nSolbakken,"), "{exported}");
    assert_eq!(home.json(&["export", "places"])["places"][0]["phone"], "+47 00 00 00 00");
    home.done(&["import", "places", &home.write("again.csv", &exported)]);
    assert_eq!(home.done(&["export", "places"]), exported);
}

#[test]
fn the_template_is_a_list_that_can_be_read() {
    let home = Home::empty();
    let template = home.run_bare(&["import", "places", "--template"]);
    assert_eq!((template.code, template.err.as_str()), (0, ""));
    assert_eq!(template.out.lines().count(), 2);
    fs::write(home.path("template.csv"), &template.out).unwrap();
    let report = home.json(&["import", "places", home.path("template.csv").to_str().unwrap()]);
    assert_eq!((&report["added"], &report["places_added"]), (&json!(1), &json!(2)));
    assert_eq!(home.done(&["export", "places"]), template.out);
}
