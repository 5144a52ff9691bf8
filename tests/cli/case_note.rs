//! One call as a case note, and the letter to municipalities.

use crate::program::Home;

/// A placed girl, with something in every field.
fn night() -> Home {
    let home = Home::with_places();
    let answers = home.batch(&[
        "call add 'ringsaker bvv j9 4-2 bh vedtak tlf 99887766 allergi nå hjemme -- mor ringte selv'",
        "call edit 1 --child 1 --name 'Ida Hansen' --national-id 01010112345",
        "checklist answer 1 child_view 'vil være nær skolen'",
        "checklist answer 1 view_weight 'lagt vekt på'",
        "checklist answer 1 escort --later",
        "checklist answer 1 language --unknown",
        "offer 1 1 --reason 'kjenner skolen' --child-view 'vil være nær skolen' --travel-time '40 min' --cleared-with 'Anne Fostermor'",
        "answer 1 accepted --by 'Nina Vakt'",
    ]);
    assert!(answers.iter().all(|answer| answer.get("error").is_none()), "{answers:?}");
    home
}

#[test]
fn show() {
    let home = night();
    println!("{}", home.done(&["export", "call", "1"]));
    println!("{}", home.done(&["export", "call", "1", "--named", "--reason", "til BIRK"]));
    println!("{}", home.done(&["export", "call", "1", "--format", "json"]));
    println!("{}", home.run_bare(&["letter"]).out);
    let nn = home.run_bare(&["letter", "--lang", "nn"]);
    println!("{} {}", nn.out, nn.err);
}
