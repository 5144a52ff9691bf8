//! The hard hours in the story of a call: whom was asked and what they said, what was offered meanwhile, and each turn of a
//! deviation, also what came with an offer and was taken back; hidden where it must be.

use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::{Command, OfferDraft, UndoScope};
use akuttvakt::domain::compensation::{CompensationKind, CompensationState};
use akuttvakt::domain::deviation::{
    DeviationFacts, DeviationOutcome, Meanwhile, Missing, Supervision, SupervisionBy, SupervisionResult,
};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult, NoReason};
use akuttvakt::domain::ids::{CallId, DeviationId, PlaceId, UnitId};
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::municipality::Region;
use chrono::TimeDelta;

use crate::rig::{Rig, night};
use crate::two_nights::told;

const ONE: DeviationId = DeviationId(1);

fn edited(rig: &mut Rig, minutes: i64, change: impl Fn(&mut DeviationFacts), note: Option<&str>) {
    let mut facts = rig.store.as_mut().unwrap().deviation(ONE).unwrap().0.facts;
    change(&mut facts);
    let note = note.map(str::to_owned);
    rig.then(minutes, &Command::EditDeviation { deviation: ONE, facts: Box::new(facts), note });
}

fn asked(rig: &mut Rig, minutes: i64, draft: EnquiryDraft) {
    rig.then(minutes, &Command::LogEnquiry(Box::new(draft)));
}

/// A night with each of them.
fn hard_hours(line: &str) -> (Rig, CallId) {
    let mut rig = Rig::with_places();
    let call = rig.register(line, night());
    let attempt = |rung, result| EnquiryDraft::new(call, rung, result);
    let note = Some("prøver igjen når nattevakten er der".to_owned());
    let ask_at = Some(night() + TimeDelta::minutes(60));
    let (no, reason) = (EnquiryResult::No, Some(NoReason::Staffing));
    let draft = EnquiryDraft { unit: Some(UnitId(2)), reason, note, ask_at, ..attempt(Rung::OwnAcute, no) };
    asked(&mut rig, 1, draft);
    let south = Some(Region::Sor);
    asked(
        &mut rig,
        2,
        EnquiryDraft { region: south, ..attempt(Rung::OtherRegions, EnquiryResult::NoAnswer) },
    );
    let (kind, note) = (CompensationKind::Mst, Some("ringer familien".to_owned()));
    rig.then(3, &Command::SetCompensation { call, kind, state: CompensationState::Offered, note });
    rig.then(4, &Command::SetCompensation { call, kind, state: CompensationState::Declined, note: None });
    rig.then(5, &Command::DraftDeviation { call, child: None });
    edited(&mut rig, 6, |facts| facts.severity = Some(3), Some("mor vil ha svar"));
    edited(&mut rig, 7, |facts| facts.missing = Some(Missing::TooFar), Some("mor har fått svar"));
    edited(&mut rig, 8, |facts| facts.meanwhile = Meanwhile::StaffOrNetwork, None);
    rig.then(9, &Command::RegisterDeviation { deviation: ONE });
    let why = Some("ledig i natt".to_owned());
    let offer = OfferDraft { why, ..OfferDraft::new(call, PlaceId(1)) };
    rig.then(10, &Command::Offer(Box::new(offer)));
    rig.then(11, &Command::Undo { scope: UndoScope::ThisProcess });
    let outcome = DeviationOutcome::BecamePlanned;
    rig.then(12, &Command::CloseDeviation { deviation: ONE, outcome });
    let by = SupervisionBy::Municipality;
    for (minutes, result) in [(13, SupervisionResult::Open), (14, SupervisionResult::Breach)] {
        let at = night() + TimeDelta::minutes(13);
        let supervision = Supervision { by, at, result };
        rig.then(minutes, &Command::Supervise { deviation: ONE, supervision });
    }
    (rig, call)
}

#[test]
fn each_act_says_what_it_came_to() {
    let (mut rig, call) = hard_hours("ringsaker bvv j9 4-2 bh -10m nå hjemme");
    let story = told(&mut rig, call);
    let own: Vec<&str> = story.iter().skip(2).map(String::as_str).collect();
    assert_eq!(
        own,
        [
            "21.11.2026 02:38 spurt Solbakken: nei: bemanning, spør igjen 03:37",
            "  Notat: prøver igjen når nattevakten er der",
            "21.11.2026 02:39 spurt Sør: ikke svar",
            "21.11.2026 02:40 imens, MST: tilbudt",
            "  Notat: ringer familien",
            "21.11.2026 02:41 imens, MST: takket nei",
            "21.11.2026 02:42 utkast til avvik 1: ikke tilbud, imens hjemme",
            "21.11.2026 02:43 avvik 1 endret: alvorsgrad moderat",
            "21.11.2026 02:44 avvik 1 endret: tilbudet var for langt unna",
            "  Notat: mor har fått svar",
            "21.11.2026 02:45 avvik 1 endret: imens ansatte eller nettverk",
            "21.11.2026 02:46 avvik 1 registrert som mulig brudd: moderat",
            "21.11.2026 02:47 tilbud Furuly, 20 min etter henvisning. (angret 02:48)",
            "21.11.2026 02:47 avvik 1 avsluttet: fikk tilbud (angret 02:48)",
            "21.11.2026 02:48 angret: tilbudet om Furuly",
            "21.11.2026 02:49 avvik 1 avsluttet: ble planlagt",
            "21.11.2026 02:50 avvik 1: tilsyn 02:50 av kommunen: åpent",
            "21.11.2026 02:51 avvik 1: tilsyn 02:50 av kommunen: brudd",
        ],
        "\n{}",
        story.join("\n")
    );
}

#[test]
fn a_place_above_capacity_and_what_is_asked_again_are_named() {
    let mut rig = Rig::with_places();
    let call = rig.register("ringsaker bvv j9 4-2 bh -10m", night());
    let ask_at = Some(night() + TimeDelta::minutes(30));
    let attempt = EnquiryDraft::new(call, Rung::OtherRegions, EnquiryResult::NoAnswer);
    asked(&mut rig, 1, EnquiryDraft { region: Some(Region::Vest), ask_at, ..attempt });
    rig.refresh();
    let task = rig.model.view.as_ref().unwrap().board.follow_ups[0].id;
    let end = akuttvakt::domain::follow_up::FollowUpEnd::Done;
    rig.then(20, &Command::EndFollowUp { follow_up: task, end });
    rig.then(22, &Command::RepeatCallBack { call, due_at: night() + TimeDelta::minutes(60), minutes: 45 });
    rig.then(25, &Command::OpenExtraPlace { place: PlaceId(1), reason: "leder sa ja".to_owned() });
    let story = told(&mut rig, call);
    assert_eq!(
        story[2..],
        [
            "21.11.2026 02:38 spurt Vest: ikke svar, spør igjen 03:07",
            "21.11.2026 02:57 gjort: spør igjen (Vest)",
            "21.11.2026 02:59 lovet å ringe tilbake 03:37, og så hvert 45. minutt til barnet har plass",
            "21.11.2026 03:02 ekstra plass åpnet som passer: Furuly",
        ],
        "\n{}",
        story.join("\n")
    );
}

/// The case note of a call by the list of all calls, where it is marked.
fn note(rig: &mut Rig, call: CallId) -> String {
    rig.refresh();
    rig.keys("3x\r");
    std::fs::read_to_string(format!("{}/henvendelse-{call}.md", rig.folder_name())).unwrap()
}

const WORDS: [&str; 3] = ["nattevakten", "familien", "fått svar"];

#[test]
fn of_a_protected_address_the_note_names_neither_whom_was_asked_nor_what_was_said() {
    let (mut rig, call) = hard_hours("ringsaker bvv j9 4-2 bh -10m nå hjemme kode6");
    let note = note(&mut rig, call);
    assert!(note.contains("spurt (skjult): nei: bemanning"), "{note}");
    assert!(note.contains("avvik 1 registrert som mulig brudd: moderat"), "{note}");
    for hidden in WORDS.iter().chain(&["Solbakken", "Furuly", "Ringsaker"]) {
        assert!(!note.contains(hidden), "{hidden}\n{note}");
    }
}

#[test]
fn after_erasure_the_acts_stay_and_the_words_are_said_to_be_gone() {
    let (mut rig, call) = hard_hours("ringsaker bvv j9 4-2 bh -10m nå hjemme");
    let reason = CloseReason::Withdrawn;
    rig.then(20, &Command::CloseCall { call, reason, note: None });
    for (key, value) in [("purge.days", "30"), ("purge.on", "on")] {
        rig.then(21, &Command::SetSetting { key: key.to_owned(), value: value.to_owned() });
    }
    rig.then(60 * 24 * 60, &Command::Purge { dry_run: false });
    let story = told(&mut rig, call).join("\n");
    assert!(story.contains("spurt Solbakken: nei: bemanning"), "{story}");
    assert!(story.contains("imens, MST: tilbudt\n  Notat: (slettet)"), "{story}");
    assert_eq!(story.matches("Notat: (slettet)").count(), 3, "{story}");
    for gone in WORDS {
        assert!(!story.contains(gone), "{story}");
    }
}
