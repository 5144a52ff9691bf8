//! From a filled form to its command.

use std::sync::OnceLock;

use chrono::TimeDelta;

use super::*;
use crate::catalog::Catalog;
use crate::domain::basis::BasisCode;
use crate::domain::call::{CallKind, CallOwner, CallState, CallerRole, NeedEffect};
use crate::domain::child::{Age, Child, ChildFacts, Sex, SiblingRule};
use crate::domain::command::{CallEdit, Command};
use crate::domain::measure::Wish;
use crate::domain::municipality::{MunicipalityNumber, Region};
use crate::domain::quick_line::{Mode, parse};

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let catalog = Catalog::load().unwrap();
        Tables::new(catalog.municipalities, catalog.needs, catalog.legal_bases)
    })
}

fn night() -> DateTime<Utc> {
    "2026-11-21T01:37:42Z".parse().unwrap()
}

fn reading() -> Reading<'static> {
    Reading { now: night() + TimeDelta::minutes(4), region: Region::Ost, tables: tables() }
}

fn from_line(line: &str) -> CallForm {
    let parsed = parse(line, night(), Region::Ost, tables(), Mode::Screen { being_typed: false });
    CallForm::from_line(&parsed, tables(), night(), None, |words| format!("({})", words.join(" ")))
}

fn write(form: &mut CallForm, field: CallField, text: &str) {
    form.put_text(field, text);
}

fn registered(form: &CallForm) -> CallFacts {
    match form.complete(reading()) {
        Ok(Command::RegisterCall(facts)) => *facts,
        other => panic!("{other:?}"),
    }
}

fn call() -> Call {
    let child = |id, sex, age| Child { id: ChildId(id), facts: ChildFacts { sex, age } };
    Call {
        id: CallId(412),
        kind: CallKind::Placement,
        is_acute: true,
        state: CallState::Open,
        municipality: MunicipalityNumber::parse("3411").unwrap(),
        rung_from: None,
        caller: Some(CallerRole::OutOfHours),
        children: vec![child(1, Sex::Girl, Age::Years(9)), child(2, Sex::Boy, Age::Months(8))],
        siblings: Some(SiblingRule::Together),
        basis: Some(BasisCode::A4_2),
        decision: None,
        decided_by: None,
        decided_at: None,
        wished: vec![Wish::EmergencyHome, Wish::FosterHome, Wish::CrisisHome],
        needs: vec![crate::domain::call::Need {
            word: "allergi".to_owned(),
            detail: Some("hund".to_owned()),
            effect: NeedEffect::NoAnimals,
        }],
        whereabouts: None,
        holds_until: Some(night() + TimeDelta::hours(2)),
        may_be_known: None,
        shield: None,
        first_contact_at: night() - TimeDelta::minutes(20),
        received_at: Some(night() - TimeDelta::minutes(10)),
        deadline: None,
        routine_version: "1".to_owned(),
        registered_at: DateTime::UNIX_EPOCH,
        by: "Kari N.".to_owned(),
        owner: CallOwner::Adviser("Kari N.".to_owned()),
        meeting_at: None,
        meeting_set_at: None,
        stays_open: false,
        has_callback: true,
        has_note: false,
        has_names: true,
        answers: Vec::new(),
        closed_at: None,
        close_reason: None,
        version: 1,
    }
}

fn edited(form: &CallForm) -> CallEdit {
    match form.complete(reading()) {
        Ok(Command::EditCall(edit)) => *edit,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_line_goes_through_the_form_unchanged() {
    for line in [
        "ringsaker bvv j9 4-2 bh allergi",
        "hamar bvt fra moss j9+g8mnd b3uker sammen 4-2 bh/fh tlf 00000000 venter kode6 #rullestol -- mor ringte",
        "våler innlandet pol ufødt termin 24.12 4-2 fh nå sykehus",
        "bergen annen gx 4-4 inst",
        "hamar drøft 4-3 -- om flytteforbud",
    ] {
        let parsed = parse(line, night(), Region::Ost, tables(), Mode::Screen { being_typed: false });
        let straight = parsed.to_facts(night()).unwrap_or_else(|error| panic!("{line}: {error:?}"));
        assert_eq!(registered(&from_line(line)), straight, "{line}");
    }
}

#[test]
fn the_clock_of_a_new_call_runs_from_when_the_line_was_begun() {
    let facts = registered(&from_line("ringsaker j9"));
    assert_eq!((facts.first_contact_at, facts.received_at), (night(), Some(night())));
    let told = registered(&from_line("ringsaker j9 kl 0130"));
    assert_eq!(told.received_at.unwrap().to_rfc3339(), "2026-11-21T00:30:00+00:00");
    assert_eq!(told.first_contact_at, told.received_at.unwrap(), "no talk is later than its referral");
}

#[test]
fn only_the_municipality_is_required() {
    let mut form = CallForm::blank(night(), None);
    let fault = form.complete(reading()).unwrap_err();
    assert_eq!(fault, Fault::new(CallField::Municipality, LineError::NoMunicipality));
    write(&mut form, CallField::Municipality, "hamar");
    let facts = registered(&form);
    assert_eq!((facts.municipality.as_str(), facts.children.len()), ("3403", 0));
}

#[test]
fn what_cannot_be_read_names_its_field() {
    let child = CallField::Child(ChildRow::New(1), ChildPart::Age);
    for (field, text) in [
        (CallField::Municipality, "lilehamer"),
        (CallField::Municipality, "hamar j9"),
        (CallField::RungFrom, "xyz"),
        (CallField::Callback, "1234"),
        (CallField::Received, "2670"),
        (CallField::FirstContact, "0240 0250"),
        (CallField::DecidedAt, "i fjor"),
        (CallField::Basis, "4-3"),
        (CallField::HoldsUntil, "snart"),
        (CallField::Needs, "alergi"),
        (child, "44"),
        (child, "9 10"),
    ] {
        let mut form = from_line("hamar");
        write(&mut form, field, text);
        match form.complete(reading()) {
            Err(fault) => assert_eq!(fault.field, field, "{text}"),
            Ok(command) => panic!("{field:?} «{text}»: {command:?}"),
        }
        assert!(form.check(field, reading()).is_some(), "{field:?} «{text}»");
    }
}

#[test]
fn names_go_with_their_child() {
    let mut form = from_line("hamar j9+g6");
    write(&mut form, CallField::Child(ChildRow::New(2), ChildPart::Name), "Per Nordmann");
    let facts = registered(&form);
    let names: Vec<_> = facts.identities.iter().map(|identity| identity.name.as_deref()).collect();
    assert_eq!(names, [None, Some("Per Nordmann")]);
    assert!(!format!("{facts:?}").contains("Nordmann"));
}

#[test]
fn an_untouched_form_changes_nothing() {
    let form = CallForm::of_call(&call(), false, tables(), night());
    let edit = edited(&form);
    assert_eq!((edit.before, edit.after, form.typed_fields()), (call().facts(), call().facts(), Vec::new()));
    assert_eq!((edit.call, edit.children, edit.removed), (CallId(412), vec![ChildId(1), ChildId(2)], vec![]));
}

#[test]
fn only_what_was_typed_differs() {
    let mut form = CallForm::of_call(&call(), false, tables(), night());
    write(&mut form, CallField::Child(ChildRow::Known(ChildId(1)), ChildPart::Age), "11");
    write(&mut form, CallField::Child(ChildRow::Known(ChildId(2)), ChildPart::Mistake), "f");
    write(&mut form, CallField::Child(ChildRow::New(1), ChildPart::Age), "j4");
    write(&mut form, CallField::Callback, "00 00 00 00");
    write(&mut form, CallField::HoldsUntil, "");
    write(&mut form, CallField::Wished, "i");
    let edit = edited(&form);
    let child = |sex, age| ChildFacts { sex, age };
    let expected = CallFacts {
        children: vec![
            child(Sex::Girl, Age::Years(11)),
            child(Sex::Boy, Age::Months(8)),
            child(Sex::Girl, Age::Years(4)),
        ],
        callback: Some("00000000".to_owned()),
        holds_until: None,
        wished: vec![Wish::Institution, Wish::FosterHome, Wish::CrisisHome],
        ..call().facts()
    };
    assert_eq!((edit.after, edit.removed), (expected, vec![ChildId(2)]));
}

#[test]
fn a_protected_place_is_neither_shown_nor_changed() {
    let protected = Call { shield: Some(crate::domain::call::Shield::Code6), ..call() };
    let form = CallForm::of_call(&protected, true, tables(), night());
    assert_eq!(form.written(CallField::Municipality), "");
    assert_eq!(edited(&form).after, protected.facts());
}

#[test]
fn what_was_typed_comes_back_onto_newer_values() {
    let mut form = CallForm::of_call(&call(), false, tables(), night());
    write(&mut form, CallField::Decision, "f");
    write(&mut form, CallField::Child(ChildRow::New(1), ChildPart::Age), "4");
    let newer = Call { whereabouts: Some(crate::domain::call::Whereabouts::Home), ..call() };
    let mut again = CallForm::of_call(&newer, false, tables(), night());
    again.take_typed(&form.typed_fields());
    let edit = edited(&again);
    assert_eq!(edit.before, newer.facts());
    assert_eq!(edit.after.whereabouts, newer.whereabouts);
    assert_eq!(edit.after.decision, Some(crate::domain::call::DecisionStatus::Made));
    assert_eq!(edit.after.children.len(), 3);
    assert_eq!(again.typed_fields(), form.typed_fields());
}
