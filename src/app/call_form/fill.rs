//! What is known of a call as the text of fields: from a quick line, or from the call there is. Every text is written
//! as it could be typed, so that it is read back as what it was.

use chrono::{DateTime, Utc};

use super::table::{
    CALLERS, CallField, ChildPart, ChildRow, DECISIONS, KINDS, MAKERS, PLACES, SEXES, SHIELDS, SIBLINGS,
    WISHES, YES_NO,
};
use crate::domain::call::{Call, CallKind, Need};
use crate::domain::child::{Age, Sex};
use crate::domain::local_time::{in_norway, season_letter};
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::quick_line::{Draft, Parsed, Tables};

/// A field and its text.
pub(super) type Filled = (CallField, String);

/// What a line was read as; the words it was not understood in go to the note as `mark` writes them.
pub(super) fn of_line(parsed: &Parsed, tables: &Tables, mark: impl FnOnce(&[&str]) -> String) -> Vec<Filled> {
    let rows: Vec<ChildRow> = (1..).take(parsed.draft.children.len()).map(ChildRow::New).collect();
    let mut filled = of_draft(&parsed.draft, &rows, tables);
    let rest = parsed.not_understood();
    let marked = (!rest.is_empty()).then(|| mark(&rest));
    let note: Vec<String> = parsed.draft.note.clone().into_iter().chain(marked).collect();
    filled.push((CallField::Note, note.join(" ")));
    filled
}

/// What is known of a call. Where its place is protected, the municipality is left out unless it was revealed.
pub(super) fn of_call(call: &Call, hides_place: bool, tables: &Tables) -> Vec<Filled> {
    let shown = |number: MunicipalityNumber| (!hides_place).then_some(number);
    let draft = Draft {
        municipality: shown(call.municipality),
        rung_from: call.rung_from.and_then(shown),
        caller: call.caller,
        children: call.children.iter().map(|child| child.facts).collect(),
        siblings: call.siblings,
        basis: call.basis,
        decision: call.decision,
        wished: call.wished.clone(),
        is_consultation: call.kind == CallKind::Consultation,
        whereabouts: call.whereabouts,
        shield: call.shield,
        needs: call.needs.clone(),
        received_at: call.received_at,
        ..Draft::default()
    };
    let rows: Vec<ChildRow> = call.children.iter().map(|child| ChildRow::Known(child.id)).collect();
    let mut filled = of_draft(&draft, &rows, tables);
    filled.extend([
        (CallField::FirstContact, moment(call.first_contact_at)),
        (CallField::DecidedBy, MAKERS.letter(call.decided_by)),
        (CallField::DecidedAt, call.decided_at.map(moment).unwrap_or_default()),
        (CallField::HoldsUntil, call.holds_until.map(moment).unwrap_or_default()),
        (CallField::MayBeKnown, YES_NO.letter(call.may_be_known)),
    ]);
    filled
}

fn of_draft(draft: &Draft, rows: &[ChildRow], tables: &Tables) -> Vec<Filled> {
    let kind = if draft.is_consultation { CallKind::Consultation } else { CallKind::Placement };
    let mut filled = vec![
        (CallField::Municipality, draft.municipality.map(|number| name(number, tables)).unwrap_or_default()),
        (CallField::Caller, CALLERS.letter(draft.caller)),
        (CallField::RungFrom, draft.rung_from.map(|number| name(number, tables)).unwrap_or_default()),
        (CallField::Callback, draft.callback.clone().unwrap_or_default()),
        (CallField::Received, draft.received_at.map(moment).unwrap_or_default()),
        (CallField::Kind, KINDS.letter(Some(kind))),
        (CallField::Decision, DECISIONS.letter(draft.decision)),
        (CallField::Basis, draft.basis.map(|basis| basis.code().to_owned()).unwrap_or_default()),
        (CallField::Wished, WISHES.letter(draft.wished.first().copied())),
        (CallField::WishedElse, WISHES.letter(draft.wished.get(1).copied())),
        (CallField::Shield, SHIELDS.letter(draft.shield)),
        (CallField::Whereabouts, PLACES.letter(draft.whereabouts)),
        (CallField::Siblings, SIBLINGS.letter(draft.siblings)),
        (CallField::Needs, draft.needs.iter().map(|need| word(need, tables)).collect::<Vec<_>>().join(" ")),
    ];
    for (row, child) in rows.iter().zip(&draft.children) {
        let sex = Some(child.sex).filter(|sex| *sex != Sex::Unspecified || matches!(row, ChildRow::Known(_)));
        filled.push((CallField::Child(*row, ChildPart::Sex), SEXES.letter(sex)));
        filled.push((CallField::Child(*row, ChildPart::Age), age(child.age)));
    }
    filled
}

/// A moment as it is typed: read again at any later moment it is the same one.
pub(super) fn moment(at: DateTime<Utc>) -> String {
    let typed = in_norway(at).format("%-d.%-m %H:%M");
    season_letter(at).map_or_else(|| typed.to_string(), |letter| format!("{typed}{letter}"))
}

fn name(number: MunicipalityNumber, tables: &Tables) -> String {
    let known = tables.municipalities.by_number(number);
    known.map_or_else(|| format!("knr {number}"), |known| tables.typed_name(known))
}

fn age(age: Age) -> String {
    match age {
        Age::Years(years) => years.to_string(),
        Age::Months(months) => format!("{months} mnd"),
        Age::Weeks(weeks) => format!("{weeks} uker"),
        Age::Unborn(None) => "ufødt".to_owned(),
        Age::Unborn(Some(day)) => format!("ufødt termin {}", day.format("%-d.%-m.%Y")),
        Age::Unknown => "x".to_owned(),
    }
}

fn word(need: &Need, tables: &Tables) -> String {
    let is_known = tables.need(&crate::domain::fold::fold(&need.word)).is_some();
    match &need.detail {
        Some(detail) => format!("#{}:{detail}", need.word),
        None if is_known => need.word.clone(),
        None => format!("#{}", need.word),
    }
}
