//! Every stored drawing belongs to a test: one that no test names is out of date and fails here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names that a source gives its drawings, each with its module in front. What is filled in is `{…}`.
fn names_in(module: &str, source: &str) -> Vec<String> {
    let calls = source.split("assert_snapshot!(").skip(1);
    let named = calls.filter_map(|call| {
        let call = call.trim_start();
        let literal = call.strip_prefix("format!(").unwrap_or(call).trim_start().strip_prefix('"')?;
        literal.split('"').next()
    });
    named.map(|name| format!("screens__{module}__{name}")).collect()
}

/// Whether a name is of this form: what stands between the filled-in parts must come in this order.
fn is_of_form(name: &str, form: &str) -> bool {
    let mut fixed = form.split('{').enumerate().map(|(at, part)| match at {
        0 => part,
        _ => part.split_once('}').map_or(part, |(_, after)| after),
    });
    let Some(mut rest) = fixed.next().and_then(|start| name.strip_prefix(start)) else { return false };
    let mut fixed = fixed.peekable();
    while let Some(part) = fixed.next() {
        let after = if fixed.peek().is_none() {
            rest.strip_suffix(part).map(|_| "")
        } else {
            rest.split_once(part).map(|(_, after)| after)
        };
        let Some(after) = after else { return false };
        rest = after;
    }
    rest.is_empty()
}

#[test]
fn every_stored_drawing_is_named_by_a_test_and_every_named_one_is_stored() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens");
    let mut forms = BTreeSet::new();
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("snapshots_used.rs")
        {
            let module = path.file_stem().unwrap().to_string_lossy().into_owned();
            let source = fs::read_to_string(&path).unwrap();
            let calls = source.matches("assert_snapshot!(").count();
            let names = names_in(&module, &source);
            assert_eq!(names.len(), calls, "{module} has a drawing whose name this test cannot read");
            forms.extend(names);
        }
    }
    let files = fs::read_dir(folder.join("snapshots")).unwrap();
    let files: Vec<String> =
        files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect();
    let stored: Vec<&str> = files.iter().filter_map(|file| file.strip_suffix(".snap")).collect();
    let strangers: Vec<_> = files.iter().filter(|file| file.strip_suffix(".snap").is_none()).collect();
    assert!(strangers.is_empty(), "not accepted yet, or not a drawing: {strangers:?}");
    let unnamed: Vec<_> =
        stored.iter().filter(|name| !forms.iter().any(|form| is_of_form(name, form))).collect();
    assert!(unnamed.is_empty(), "no test draws these: {unnamed:?}");
    let missing: Vec<_> =
        forms.iter().filter(|form| !stored.iter().any(|name| is_of_form(name, form))).collect();
    assert!(missing.is_empty(), "these are drawn and not stored: {missing:?}");
}

#[test]
fn names_are_read_as_they_are_written() {
    let source = "assert_snapshot!(\"one\", x); assert_snapshot!(\n  format!(\"n_{count}_80x24\"), y)";
    assert_eq!(names_in("boards", source), ["screens__boards__one", "screens__boards__n_{count}_80x24"]);
    assert!(is_of_form("a_12_80x24", "a_{count}_80x24") && is_of_form("one", "one"));
    assert!(is_of_form("a_80x24", "a_{width}x{height}"));
    for (name, form) in [("one_more", "one"), ("a_12_80x25", "a_{count}_80x24"), ("b_80x24", "a_{size}")] {
        assert!(!is_of_form(name, form), "{name} {form}");
    }
}
