//! What an answer to the checklist fills, and what stays words.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::{DecisionMaker, DecisionStatus, Whereabouts};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{ChildIdentity, SiblingRule};
use akuttvakt::domain::command::ItemFields;
use akuttvakt::domain::ids::ChildId;
use akuttvakt::domain::item_reading::{self, count_names};
use akuttvakt::domain::measure::Wish;
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::quick_line::time_ahead;

use super::fixtures::call;
use super::quick_line::{TABLES, night, norway};

fn read(item: ItemKey, text: &str) -> ItemFields {
    item_reading::read(item, text, &call(None), night(), Region::Ost, &TABLES)
}

fn needs(text: &str) -> Vec<String> {
    read(ItemKey::Health, text).needs.into_iter().map(|need| need.word).collect()
}

#[test]
fn the_basis_is_read_with_its_decision() {
    let told = ItemFields {
        basis: BasisCode::from_code("4-2"),
        decision: Some(DecisionStatus::Made),
        decided_by: Some(DecisionMaker::PoliceOrOutOfHours),
        decided_at: Some(norway("2026-11-21 02:10")),
        ..ItemFields::default()
    };
    assert!(told.basis.is_some());
    for text in [
        "4-2 vedtak kl 0210 bvv",
        "§ 4-2, fattet 02:10 av barnevernsvakta",
        "Vedtak fattet kl. 02:10 av politiet, hjemmel 4-2",
    ] {
        assert_eq!(read(ItemKey::Basis, text), told, "{text}");
    }
    let decision = |text| read(ItemKey::Basis, text).decision;
    assert_eq!(decision("4-2 venter"), Some(DecisionStatus::AwaitsPlace));
    assert_eq!(decision("venter på nemnda"), Some(DecisionStatus::AwaitsTribunal));
    assert_eq!(decision("vedtaket er ikke fattet ennå"), None);
    let tribunal = read(ItemKey::Basis, "vedtak i nemnda igår 1400");
    assert_eq!(
        (tribunal.decision, tribunal.decided_by),
        (Some(DecisionStatus::Made), Some(DecisionMaker::Tribunal))
    );
    let yesterday = read(ItemKey::Basis, "fattet kl i går 1400").decided_at;
    assert_eq!(yesterday, Some(norway("2026-11-20 14:00")));
}

#[test]
fn what_is_in_doubt_fills_nothing() {
    assert_eq!(read(ItemKey::Basis, "4-2 eller 4-4").basis, None);
    assert_eq!(read(ItemKey::Basis, "fattet av kommunen eller politiet").decided_by, None);
    assert_eq!(read(ItemKey::Siblings, "sammen, eller delt"), ItemFields::default());
    assert_eq!(read(ItemKey::Situation, "4-2 vedtak bh hjemme til 05 sammen nei"), ItemFields::default());
    assert_eq!(read(ItemKey::Basis, ""), ItemFields::default());
}

#[test]
fn where_the_child_is_and_how_long_it_holds() {
    let told = |text| {
        let fields = read(ItemKey::Whereabouts, text);
        (fields.whereabouts, fields.holds_until)
    };
    let five = Some(norway("2026-11-21 05:00"));
    assert_eq!(told("hjemme hos mor, til 05"), (Some(Whereabouts::Home), five));
    assert_eq!(told("sykehuset til kl 5"), (Some(Whereabouts::Hospital), five));
    assert_eq!(told("hos bestemor til 0530."), (Some(Whereabouts::Kin), Some(norway("2026-11-21 05:30"))));
    assert_eq!(told("ikke hjemme, på legevakta til i morgen kl 8").0, Some(Whereabouts::Hospital));
    assert_eq!(told("arrest til i morgen kl 8").1, Some(norway("2026-11-22 08:00")));
    assert_eq!(told("arrest til 0230").1, Some(norway("2026-11-22 02:30")), "the next such moment");
    assert_eq!(told("vil til mor"), (None, None));
}

#[test]
fn wishes_keep_their_order() {
    let told = |text| read(ItemKey::Wished, text).wished;
    assert_eq!(told("bh/inst"), Some(vec![Wish::EmergencyHome, Wish::Institution]));
    assert_eq!(
        told("helst institusjon, ellers beredskapshjem"),
        Some(vec![Wish::Institution, Wish::EmergencyHome])
    );
    assert_eq!(told("ikke institusjon, bh"), Some(vec![Wish::EmergencyHome]));
    assert_eq!(told("vet ikke helt"), None);
}

#[test]
fn needs_are_read_and_what_is_denied_is_not_one() {
    assert_eq!(needs("allergi mot hund, bruker inhalator"), ["allergi", "astma"]);
    assert_eq!(needs("ingen allergi"), [""; 0]);
    assert_eq!(needs("ingen kjent allergi, men epilepsi"), ["epilepsi"]);
    assert_eq!(needs("ingen, epilepsi"), ["epilepsi"], "a mark ends what is denied");
    assert_eq!(needs("#krykker"), ["krykker"]);
}

#[test]
fn yes_and_no_to_who_may_know_the_place() {
    let told = |text| read(ItemKey::Protection, text).may_be_known;
    assert_eq!(told("ja"), Some(true));
    assert_eq!(told("Nei, far truer"), Some(false));
    assert_eq!(told("far vet ikke"), None);
    let state = |text| {
        let call = call(None);
        item_reading::answer(ItemKey::Protection, text, &call, night(), Region::Ost, &TABLES).state
    };
    assert_eq!((state("uavklart"), state("nei")), (AnswerState::Unknown, AnswerState::Answered));
}

#[test]
fn siblings_together_or_apart() {
    let told = |text| read(ItemKey::Siblings, text).siblings;
    assert_eq!(told("bør være sammen"), Some(SiblingRule::Together));
    assert_eq!(told("ikke sammen"), None);
    assert_eq!(told("hver for seg"), Some(SiblingRule::Apart));
    assert_eq!(told("kandeles"), Some(SiblingRule::MaySplit));
}

#[test]
fn names_and_numbers_go_to_the_children_in_their_order_and_never_into_the_words() {
    let identity = |name: Option<&str>, id: Option<&str>| ChildIdentity {
        name: name.map(ToOwned::to_owned),
        national_id: id.map(ToOwned::to_owned),
    };
    let told = |text| read(ItemKey::Identity, text).identities;
    assert_eq!(
        told("Ola Ås 00000000000 Kari Ås 000000 00001, Per"),
        [
            (ChildId(1), identity(Some("Ola Ås"), Some("00000000000"))),
            (ChildId(2), identity(Some("Kari Ås"), Some("00000000001"))),
            (ChildId(3), identity(Some("Per"), None)),
        ]
    );
    assert_eq!(
        told("000000"),
        [(ChildId(1), identity(None, Some("000000")))],
        "a date of birth is a beginning"
    );
    assert_eq!(count_names("A, B, C, D"), 4);
    let call = call(None);
    let answer = item_reading::answer(ItemKey::Identity, "Ola", &call, night(), Region::Ost, &TABLES);
    assert_eq!(answer.text, None);
}

#[test]
fn a_time_ahead_is_the_next_such_moment() {
    let at = |text: &str| time_ahead(text, night());
    for text in ["0500", "5", "05:00", "5.00", "kl 5", "kl0500", "klokka 05", "+143", "+2t23"] {
        assert_eq!(at(text), Some(norway("2026-11-21 05:00")), "{text}");
    }
    assert_eq!(at("0237"), Some(norway("2026-11-22 02:37")), "now is not ahead");
    assert_eq!(at("23.11 0800"), Some(norway("2026-11-23 08:00")));
    assert_eq!(at("i morgen 8"), Some(norway("2026-11-22 08:00")));
    for text in ["", "2570", "snart", "5 6", "+", "i morgen", "-10m"] {
        assert_eq!(at(text), None, "{text}");
    }
    // The hour that is skipped on the night the clocks go forward is no one's.
    assert_eq!(time_ahead("28.3.2027 0230", night()), None);
}
