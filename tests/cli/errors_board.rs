//! Each error code the commands for a call, its checklist, its offers and advisers can give is provoked.

use std::fs;

use serde_json::Value;

use crate::program::{ADVISER, Home};

fn message(error: &Value) -> &str {
    error["message"].as_str().unwrap()
}

#[test]
fn usage() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker j9 4-2 bh"]);
    for arguments in [
        &["call", "edit", "1"][..],
        &["call", "edit", "1", "--child", "1"],
        &["call", "edit", "1", "ringsaker", "j9"],
        &["call", "edit", "1", "--decided_by=court"],
        &["call", "edit", "1", "vedtak", "--nope"],
        &["checklist", "answer", "1", "language", "--unknwon"],
        &["call", "edit", "1", "--child", "x", "--name", "Liv"],
        &["call", "close", "1"],
        &["call", "back", "1"],
        &["call", "link", "1"],
        &["call", "reveal"],
        &["checklist"],
        &["checklist", "answer", "1"],
        &["checklist", "answer", "1", "language", "--unknown", "--later"],
        &["complete", "1"],
        &["place", "history"],
        &["adviser", "add"],
        &["redo", "1"],
        &["call", "list", "--number", "x"],
        &["export", "journal", "--call", "x"],
        &["adviser", "add", "Per S.", "--new-key-fd", "3"],
    ] {
        home.refused(arguments, "usage", 2);
    }
}

#[test]
fn an_answer_comes_only_in_the_forms_there_are() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker j9 4-2 bh"]);
    for arguments in [
        &["call", "edit", "1", "vedtak", "--format", "csv"][..],
        &["call", "reveal", "1", "--format", "csv"],
        &["checklist", "show", "1", "--format", "html"],
        &["place", "history", "1", "--format", "md"],
        &["adviser", "list", "--format", "yaml"],
    ] {
        let run = home.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.starts_with("Denne kommandoen svarer ikke som "), "{}", run.err);
    }
    assert!(!home.done(&["export", "journal"]).contains(",reveal,"));
}

#[test]
fn a_line_with_a_word_that_is_not_understood_corrects_nothing() {
    let home = Home::empty();
    home.done(&["call", "add", "ringsaker j9+g3 4-2 bh"]);
    for (line, code, named) in [
        ("btv vedtak", "bad_line", "«btv» kjenner jeg ikke. Mente du bvt?"),
        ("j44+g3", "bad_line", "Alder 44 går ikke"),
        ("4-3", "bad_line", "gir ingen plassering"),
        ("j10", "bad_line", "Linjen sier 1 barn, henvendelsen har 2."),
        ("lilehamer", "unknown_municipality", "Nærmest: Lillehammer."),
        ("våler", "ambiguous_municipality", "Østfold"),
        ("kl 2670", "bad_time", "2670"),
    ] {
        let error = home.refused(&["call", "edit", "1", line], code, 2);
        assert!(message(&error).contains(named), "{line}: {error}");
    }
    home.refused(&["call", "list", "--municipality", "lilehamer"], "unknown_municipality", 2);
}

#[test]
fn unknown_call_place_and_offer() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker j9 4-2 bh"]);
    for arguments in [
        &["call", "edit", "7", "vedtak"][..],
        &["call", "close", "7", "--reason", "withdrawn"],
        &["call", "refer", "7"],
        &["call", "link", "1", "7"],
        &["call", "link", "7", "1"],
        &["call", "back", "7", "--at", "04:20"],
        &["call", "reveal", "7"],
        &["checklist", "show", "7"],
        &["checklist", "answer", "7", "language", "samisk"],
        &["export", "journal", "--call", "7"],
    ] {
        let error = home.refused(arguments, "unknown_call", 1);
        assert_eq!(message(&error), "Det finnes ingen henvendelse 7.");
    }
    for arguments in [&["place", "reveal", "77"][..], &["place", "history", "77"]] {
        home.refused(arguments, "unknown_place", 1);
    }
    home.refused(&["complete", "7", "--reason", "nær"], "unknown_offer", 1);
}

#[test]
fn unknown_adviser() {
    let home = Home::empty();
    home.refused(&["adviser", "list", "--as", "Ola"], "unknown_adviser", 1);
}

#[test]
fn closed() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker j9 4-2 bh"]);
    home.done(&["call", "close", "1", "--reason", "withdrawn"]);
    for arguments in [
        &["call", "edit", "1", "vedtak"][..],
        &["call", "refer", "1"],
        &["call", "close", "1", "--reason", "withdrawn"],
        &["call", "back", "1", "--at", "04:20"],
        &["checklist", "answer", "1", "language", "samisk"],
    ] {
        home.refused(arguments, "closed", 1);
    }
}

#[test]
fn stale() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker j9 4-2 bh'", "offer 1 1"]);
    for (arguments, named) in [
        (&["call", "refer", "1"][..], "har allerede en henvisning"),
        (&["call", "close", "1", "--reason", "withdrawn"], "tilbud"),
        (&["call", "edit", "1", "drøft"], "kan ikke bli en drøfting"),
        (&["call", "edit", "1", "--remove-child", "1"], "kan ikke fjernes"),
        (&["redo"], "ingenting å gjøre om igjen"),
    ] {
        let error = home.refused(arguments, "stale", 1);
        assert!(message(&error).contains(named), "{arguments:?}: {error}");
    }
}

#[test]
fn bad_time() {
    let home = Home::with_places();
    home.batch(&["call add 'hamar drøft j9'", "call add 'ringsaker j9 4-2 bh'", "offer 2 1"]);
    // In ten minutes: the day must be told, lest it becomes yesterday.
    let soon =
        akuttvakt::domain::local_time::in_norway(crate::program::now() + chrono::TimeDelta::minutes(10));
    let soon = soon.format("%H:%M").to_string();
    for (arguments, named) in [
        (&["call", "refer", "1", "--at", &soon][..], "Skriv dagen også"),
        (&["call", "refer", "1", "--at", "i går"], "«i går» er ikke et tidspunkt."),
        (&["call", "refer", "1", "--at", "2036-01-02 03:04"], "er ikke kommet ennå"),
        (&["call", "refer", "1", "--at", "2025-01-02 03:04"], "mer enn sju dager siden"),
        (&["call", "back", "1", "--at", "2025-01-02 03:04"], "er passert"),
        (&["call", "back", "1", "--at", "2046-01-02 03:04"], "for langt fram"),
        (&["call", "back", "1", "--at", "25:00"], "«25:00»"),
        (&["call", "edit", "2", "--decided-at", "2027-03-28 02:30"], "er ikke et tidspunkt"),
        (&["call", "edit", "2", "--decided-at", "2046-01-02 03:04"], "er ikke kommet ennå"),
        (&["call", "edit", "2", "--holds-until", "snart"], "«snart»"),
        (&["offer", "2", "3", "--cleared-at", "x"], "«x»"),
        (&["complete", "1", "--cleared-at", "x"], "«x»"),
    ] {
        let error = home.refused(arguments, "bad_time", 2);
        assert!(message(&error).contains(named), "{arguments:?}: {error}");
    }
}

#[test]
fn bad_value() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker j9+g3 4-2 bh'", "call add 'hamar drøft'", "call add 'hamar j9 4-2'"]);
    let long = "x".repeat(5000);
    for (arguments, named) in [
        (&["call", "edit", "1", "--decided-by", "me"][..], "court, municipality"),
        (&["call", "edit", "1", "--may-be-known", "maybe"], "yes, no, unclear"),
        (&["call", "edit", "1", "--child", "77", "--name", "Liv"], "77"),
        (&["call", "edit", "1", "--remove-child", "77"], "77"),
        (&["call", "edit", "1", "--name", "Liv"], "flere barn (1, 2). Si hvilket med --child."),
        (&["call", "edit", "1", "--child", "1", "--name", &long], "lengre enn"),
        (&["call", "close", "1", "--reason", "placed"], "consultation_done, withdrawn"),
        (&["call", "link", "1", "3"], "Si hvilket med --child."),
        (&["call", "link", "3", "1"], "Si hvilket med --other-child."),
        (&["call", "link", "3", "2"], "har ikke noe barn ennå"),
        (&["call", "link", "3", "3"], "hører til samme sak"),
        (&["call", "link", "1", "3", "--child", "3"], "3"),
        (&["checklist", "answer", "1", "weather", "fint"], "identity, basis"),
        (&["checklist", "answer", "1", "21", "fint"], "«21»"),
        (&["checklist", "answer", "1", "language"], "Det er ikke et svar."),
        (&["checklist", "answer", "1", "language", "  "], "Det er ikke et svar."),
        (&["checklist", "answer", "3", "identity", "Liv L. 01010112345, Ola L."], "flere navn"),
        (&["checklist", "answer", "1", "language", &long], "lengre enn"),
        (&["offer", "1", "1", "--may-be-known", "unclear"], "yes, no"),
        (&["offer", "1", "1", "--child", "77"], "77"),
        (&["adviser", "add", "  "], "Navnet er tomt."),
    ] {
        let error = home.refused(arguments, "bad_value", 1);
        assert!(message(&error).contains(named), "{arguments:?}: {error}");
    }
}

#[test]
fn an_adviser_cannot_be_added_twice_nor_without_a_passphrase() {
    let home = Home::empty();
    home.write("empty", "\n");
    home.write("other", "et annet passord\n");
    let before = fs::read(home.path("vakt.db.keys")).unwrap();
    for (name, key, named) in [
        (ADVISER, "other", "er registrert fra før"),
        ("Per S.", "empty", "Passordet er tomt."),
        (&*"x".repeat(200), "other", "lengre enn"),
    ] {
        let ran = home.add_adviser(name, key, &["--format", "json"]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
        let error = crate::program::error_of(&ran);
        assert_eq!(error["code"], "bad_value");
        assert!(message(&error).contains(named), "{error}");
    }
    assert_eq!(fs::read(home.path("vakt.db.keys")).unwrap(), before);
    let run = home.run_detached(&["--db", home.db.to_str().unwrap(), "adviser", "add", "Per S."]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "no terminal to ask at: {run:?}");
}
