//! `batch`: one answer a line, in order, after its commit; commands with an id are done once.

use std::fs;

use serde_json::json;

use crate::program::{Home, PASSPHRASE};

#[test]
fn every_line_gets_one_answer_in_order() {
    let home = Home::with_places();
    let answers = home.batch(&[
        "call add \"ringsaker bvv j9 4-2 bh\"",
        "",
        "  ",
        "hold 1 1",
        "hold 1 'to",
        "nothing at all",
        "hold 1 99",
        "# a comment is a blank line",
        "call list",
        "undo",
        "hold 1 1 --format csv",
        "hold 1 1 --db elsewhere",
        "places --free --format json",
    ]);
    let code = |at: usize| answers[at]["error"]["code"].as_str().unwrap_or("ok").to_owned();
    let codes: Vec<_> = (0..answers.len()).map(code).collect();
    assert_eq!(
        codes,
        [
            "ok",
            "usage",
            "usage",
            "ok",
            "usage",
            "usage",
            "unknown_place",
            "usage",
            "ok",
            "ok",
            "usage",
            "usage",
            "ok"
        ]
    );
    assert_eq!(answers[8]["calls"][0]["call"], 1);
    assert_eq!(answers[9], json!({"ok": true, "undone": "hold", "number": 1}));
}

#[test]
fn what_needs_a_process_of_its_own_is_refused() {
    let home = Home::empty();
    for line in ["batch", "demo", "init --adviser Per --region Vest", "completions bash", "man"] {
        let answer = home.batch(&[line]).remove(0);
        assert_eq!(answer["error"]["code"], "usage", "{line}");
        let name = line.split(' ').next().unwrap();
        assert!(answer["error"]["message"].as_str().unwrap().contains(&format!("«{name}»")), "{answer}");
    }
}

#[test]
fn a_command_sent_twice_is_done_once_and_answered_alike() {
    let home = Home::with_places();
    let id = |number: u32| format!("id=0199b2b2-0000-7000-8000-{number:012}");
    let lines = [
        format!("{} call add 'ringsaker bvv j9 4-2 bh -10m'", id(1)),
        format!("{} hold 1 1", id(2)),
        format!("{} offer 1 1 --reason 'kjent fra før'", id(3)),
        format!("{} answer 1 accepted", id(4)),
        format!("{} place set 3 staffing", id(5)),
        format!("{} setting set hold.seconds 600", id(6)),
    ];
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let once = home.batch_text(&lines);
    assert!(once.lines().all(|line| line.starts_with("{\"ok\":true,")), "{once}");
    let head = home.journal_head();
    // In another process, one after the other and twice in a row.
    assert_eq!(home.batch_text(&lines), once);
    let twice: Vec<_> = lines.iter().flat_map(|line| [*line, *line]).collect();
    let expected: String = once.lines().flat_map(|line| [line, "\n", line, "\n"]).collect();
    assert_eq!(home.batch_text(&twice), expected);
    assert_eq!(home.journal_head(), head);
}

#[test]
fn an_id_answers_even_when_its_line_can_no_longer_be_read() {
    let home = Home::empty();
    let first = home.batch(&["id=0199b2b2-0000-7000-8000-000000000001 call add 'hamar j9'"]).remove(0);
    // Whatever stands behind the id: it was done, and is not done again.
    let again =
        home.batch(&["id=0199b2b2-0000-7000-8000-000000000001 call add 'hamar j9 kl 9999'"]).remove(0);
    assert_eq!(first, again);
    assert_eq!(home.batch(&["id=nope call list"])[0]["error"]["code"], "usage");
    assert_eq!(home.batch(&["id=0199b2b2-0000-7000-8000-000000000001"])[0]["error"]["code"], "usage");
}

#[test]
fn each_answer_comes_after_its_commit_and_before_the_next_line() {
    let home = Home::with_places();
    let mut batch = home.conversation();
    for number in 1..=3 {
        let answer = batch.say("call add 'ringsaker bvv j9 4-2 bh'");
        assert_eq!(answer["call"], number);
        // Another process sees it already, while this one waits for its next line.
        assert_eq!(home.json(&["call", "list"])["calls"].as_array().unwrap().len(), number);
    }
    // Another process's change is seen by the open one.
    home.done(&["hold", "1", "1"]);
    assert_eq!(batch.say("hold 2 1")["error"]["code"], "taken");
    assert_eq!(batch.end(), 0);
}

#[test]
fn undo_takes_back_only_what_this_batch_did() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker bvv j9 4-2 bh'", "hold 1 1"]);
    assert_eq!(home.batch(&["undo"])[0]["error"]["code"], "stale");
    let answers = home.batch(&["hold 1 2", "undo", "undo"]);
    assert_eq!(answers[1], json!({"ok": true, "undone": "hold", "number": 2}));
    assert_eq!(answers[2]["error"]["code"], "stale");
    assert_eq!(home.json(&["undo"]), json!({"ok": true, "undone": "hold", "number": 1}));
}

#[test]
fn odd_lines_are_answered_like_any_other() {
    let home = Home::empty();
    let mut input = b"call list\r\n".to_vec();
    input.extend_from_slice(b"call add 'hamar \xff j9'\n");
    input.extend(std::iter::repeat_n(b'x', 200_000));
    input.extend_from_slice(b"\ncall add 'atlantis \x1b[31m j9'\ncall list");
    let ran = home.batch_bytes(&input);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 5, "{}", ran.out);
    assert_eq!(lines[0], json!({"calls": []}));
    assert_eq!(lines[1]["error"]["code"], "usage");
    assert_eq!(lines[2]["error"]["code"], "usage");
    assert_eq!(lines[4], json!({"calls": []}), "the last line has no ending");
    assert!(!ran.out.contains('\u{1b}'));
}

#[test]
fn a_wrong_key_is_told_once_and_no_line_is_read() {
    let home = Home::empty();
    fs::write(home.path("key"), "feil\n").unwrap();
    let ran = home.batch_bytes(b"call list\ncall list\n");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(ran.err.lines().count(), 1);
}

#[test]
fn the_passphrase_may_be_the_first_line_of_the_input() {
    let home = Home::empty();
    let mut command = home.command(&["--db", home.db.to_str().unwrap(), "--key-fd", "0", "batch"]);
    let input = home.write("input", format!("{PASSPHRASE}\ncall list\n"));
    let output = command.stdin(fs::File::open(input).unwrap()).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "{\"calls\":[]}\n");
}

#[test]
fn nothing_secret_stands_in_arguments_or_environment() {
    let home = Home::empty();
    let mut batch = home.conversation();
    batch.say("call list");
    for part in ["cmdline", "environ"] {
        let bytes = fs::read(format!("/proc/{}/{part}", batch.process())).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.len() > 10 && !text.contains(PASSPHRASE), "{part}");
    }
    assert_eq!(batch.end(), 0);
}
