//! Corrections of a call: its fields, its referral, and which child is the same as another call's.

use chrono::{DateTime, Utc};

use super::children;
use super::error::StoreError;
use super::limits::{self, MAX_NAME, MAX_TEXT};
use super::list::{self, CallFilter};
use super::read::{joined, sensitive};
use super::table::Table;
use super::write::{Field, Write, int, moment, text};
use super::{checklist, freed, settings};
use crate::domain::basis::BasisCode;
use crate::domain::call::{
    Call, CallFacts, CallKind, CallerRole, DecisionMaker, DecisionStatus, Shield, Whereabouts,
};
use crate::domain::checklist::ItemKey;
use crate::domain::child::{ChildFacts, ChildIdentity, SiblingRule};
use crate::domain::clocks::deadline_of;
use crate::domain::command::{CallEdit, Outcome};
use crate::domain::ids::{CallId, ChildId};
use crate::domain::measure::Wish;
use crate::domain::refusal::{Refusal, Stale};

/// A field as the adviser saw it, as corrected, and as it is now.
struct Correction<'f, T> {
    before: &'f T,
    after: &'f T,
    now: &'f T,
}

impl<T: PartialEq + Clone> Correction<'_, T> {
    /// The new value; none when the adviser left the field alone. Stale when someone else changed it.
    fn value(&self) -> Result<Option<T>, StoreError> {
        if self.before == self.after {
            return Ok(None);
        }
        if self.before != self.now {
            return Err(Refusal::Stale(Stale::Changed).into());
        }
        Ok(Some(self.after.clone()))
    }
}

/// Corrects a call: only what differs from what the adviser saw is written.
pub(super) fn edit(write: &mut Write<'_>, edit: &CallEdit) -> Result<Outcome, StoreError> {
    let call = list::open_call(&write.tx, edit.call)?;
    write.about_call(Some(call.id));
    let now = call.facts();
    let (fields, mut facts) = corrected(&now, edit)?;
    if facts.received_at != now.received_at {
        limits::check_referral(facts.received_at, write.at)?;
    }
    if facts.decided_at != now.decided_at {
        limits::check_past(facts.decided_at, write.at)?;
    }
    if facts.first_contact_at != now.first_contact_at {
        limits::check_past(Some(facts.first_contact_at), write.at)?;
    }
    if facts.holds_until != now.holds_until {
        limits::check_near(facts.holds_until, write.at)?;
    }
    let mut fields = fields;
    if now.kind == CallKind::Placement && facts.kind == CallKind::Consultation {
        if list::offers(&write.tx, CallFilter::One(call.id))?.iter().any(|offer| !offer.is_void()) {
            return Err(Refusal::Stale(Stale::CallHasOffer(call.id)).into());
        }
        facts.received_at = None;
        fields.retain(|(field, _)| *field != "received_at");
        fields.push(("received_at", moment(None)));
    }
    let is_clock_touched = facts.kind != now.kind
        || facts.is_acute != now.is_acute
        || facts.decision != now.decision
        || facts.received_at != now.received_at;
    let mut deadline = call.deadline;
    if is_clock_touched {
        deadline = deadline_of(&facts, &settings::rules(&write.tx)?);
        fields.push(("deadline", moment(deadline)));
    }
    if !fields.is_empty() {
        write.update(Table::Calls, call.id.0, &fields)?;
    }
    words(write, &call, edit)?;
    needs(write, &now, edit)?;
    let added = correct_children(write, &call, edit, facts.kind)?;
    freed::forget_call(write, call.id)?;
    Ok(Outcome::Edited { call: call.id, deadline, added })
}

/// The columns that change, and the facts as they will be.
fn corrected(now: &CallFacts, edit: &CallEdit) -> Result<(Vec<Field>, CallFacts), StoreError> {
    let mut fields: Vec<Field> = Vec::new();
    let mut facts = now.clone();
    // One line a field: its name, and how its value is written to the column of that name.
    macro_rules! correct {
        ($($field:ident => $column:expr),+ $(,)?) => {$(
            let correction =
                Correction { before: &edit.before.$field, after: &edit.after.$field, now: &now.$field };
            if let Some(value) = correction.value()? {
                facts.$field.clone_from(&value);
                let column = $column;
                fields.push((stringify!($field), column(value)));
            }
        )+};
    }
    correct! {
        kind => |kind: CallKind| text(Some(kind.code())),
        is_acute => |is_acute| int(Some(is_acute)),
        municipality => |municipality: crate::domain::municipality::MunicipalityNumber| {
            text(Some(municipality.to_string()))
        },
        rung_from => |from: Option<crate::domain::municipality::MunicipalityNumber>| {
            text(from.map(|from| from.to_string()))
        },
        caller => |caller: Option<CallerRole>| text(caller.map(CallerRole::code)),
        siblings => |siblings: Option<SiblingRule>| text(siblings.map(SiblingRule::code)),
        basis => |basis: Option<BasisCode>| text(basis.map(BasisCode::code)),
        decision => |decision: Option<DecisionStatus>| text(decision.map(DecisionStatus::code)),
        decided_by => |maker: Option<DecisionMaker>| text(maker.map(DecisionMaker::code)),
        decided_at => moment,
        wished => |wished: Vec<Wish>| text(Some(joined(&wished, Wish::code))),
        whereabouts => |place: Option<Whereabouts>| text(place.map(Whereabouts::code)),
        holds_until => moment,
        may_be_known => |may: Option<bool>| int(may),
        shield => |shield: Option<Shield>| text(shield.map(Shield::code)),
        first_contact_at => |at| moment(Some(at)),
        received_at => moment,
    }
    Ok((fields, facts))
}

/// The number to ring back on and the note.
fn words(write: &mut Write<'_>, call: &Call, edit: &CallEdit) -> Result<(), StoreError> {
    let (before, after) = (&edit.before, &edit.after);
    let fields = [
        ("callback", &before.callback, &after.callback, MAX_NAME),
        ("note", &before.note, &after.note, MAX_TEXT),
    ];
    for (field, before, after, limit) in fields {
        replace(write, (Table::Calls, call.id.0, field), before.as_deref(), after.as_deref(), limit)?;
    }
    Ok(())
}

/// Replaces a hidden value. Where the form did not know it, what is given replaces it; empty removes it.
fn replace(
    write: &mut Write<'_>,
    (table, number, field): (Table, i64, &'static str),
    before: Option<&str>,
    after: Option<&str>,
    limit: usize,
) -> Result<(), StoreError> {
    if before == after {
        return Ok(());
    }
    let value = limits::kept(field, after, limit)?;
    if before.is_some() && sensitive(&write.tx, table, number, field)?.as_deref() != before {
        return Err(Refusal::Stale(Stale::Changed).into());
    }
    write.set_sensitive(table, number, field, value)
}

/// The needs of a call are those of its row and those told on health; a correction leaves them in the row.
fn needs(write: &mut Write<'_>, now: &CallFacts, edit: &CallEdit) -> Result<(), StoreError> {
    let correction = Correction { before: &edit.before.needs, after: &edit.after.needs, now: &now.needs };
    let Some(needs) = correction.value()? else { return Ok(()) };
    let kept = limits::kept_needs(&needs)?;
    write.set_sensitive(Table::Calls, edit.call.0, "needs", kept.as_deref())?;
    if let Some(answer) = checklist::in_force(write, edit.call, ItemKey::Health)? {
        write.set_sensitive(Table::ChecklistAnswers, answer, "needs", None)?;
    }
    Ok(())
}

/// Corrects the children there are, takes out those told by mistake, and adds those told besides.
fn correct_children(
    write: &mut Write<'_>,
    call: &Call,
    edit: &CallEdit,
    kind: CallKind,
) -> Result<Vec<ChildId>, StoreError> {
    for child in edit.children.iter().chain(&edit.removed) {
        children::check_of_call(write, call, *child)?;
    }
    let identity_at = |facts: &CallFacts, at: usize| facts.identities.get(at).cloned().unwrap_or_default();
    let told = edit.before.children.iter().zip(&edit.after.children);
    for (at, (child, (before, after))) in edit.children.iter().zip(told).enumerate() {
        if edit.removed.contains(child) {
            continue;
        }
        let now = call.children.iter().find(|known| known.id == *child).map(|known| known.facts);
        correct_child(write, *child, (*before, *after), now)?;
        let (before, after) = (identity_at(&edit.before, at), identity_at(&edit.after, at));
        rename(write, *child, &before, &after)?;
    }
    for child in &edit.removed {
        children::remove(write, *child)?;
    }
    let mut added = Vec::new();
    for (at, facts) in edit.after.children.iter().enumerate().skip(edit.children.len()) {
        let child = children::add(write, call.id, *facts)?;
        children::name(write, child, &identity_at(&edit.after, at))?;
        added.push(child);
    }
    let is_left = call.children.iter().any(|child| !edit.removed.contains(&child.id));
    if kind == CallKind::Placement && !is_left && added.is_empty() {
        added.push(children::add(write, call.id, children::UNKNOWN)?);
    }
    Ok(added)
}

fn correct_child(
    write: &mut Write<'_>,
    child: ChildId,
    (before, after): (ChildFacts, ChildFacts),
    now: Option<ChildFacts>,
) -> Result<(), StoreError> {
    let now = now.ok_or(children::unknown(child))?;
    let mut fields: Vec<Field> = Vec::new();
    if let Some(sex) = (Correction { before: &before.sex, after: &after.sex, now: &now.sex }).value()? {
        fields.push(("sex", text(Some(sex.code()))));
    }
    if let Some(age) = (Correction { before: &before.age, after: &after.age, now: &now.age }).value()? {
        fields.push(("age", text(Some(age.code()))));
    }
    if fields.is_empty() { Ok(()) } else { write.update(Table::Children, child.0, &fields) }
}

fn rename(
    write: &mut Write<'_>,
    child: ChildId,
    before: &ChildIdentity,
    after: &ChildIdentity,
) -> Result<(), StoreError> {
    let fields =
        [("name", &before.name, &after.name), ("national_id", &before.national_id, &after.national_id)];
    for (field, before, after) in fields {
        let row = (Table::Children, child.0, field);
        replace(write, row, before.as_deref(), after.as_deref(), MAX_NAME)?;
    }
    Ok(())
}

/// Records the referral: the clock starts.
pub(super) fn refer(write: &mut Write<'_>, call: CallId, at: DateTime<Utc>) -> Result<Outcome, StoreError> {
    let found = list::open_call(&write.tx, call)?;
    if found.kind == CallKind::Placement && found.received_at.is_some() {
        return Err(Refusal::Stale(Stale::HasReferral(call)).into());
    }
    limits::check_referral(Some(at), write.at)?;
    write.about_call(Some(call));
    let facts = CallFacts { kind: CallKind::Placement, received_at: Some(at), ..found.facts() };
    let deadline = deadline_of(&facts, &settings::rules(&write.tx)?);
    write.update(
        Table::Calls,
        call.0,
        &[
            ("kind", text(Some(CallKind::Placement.code()))),
            ("received_at", moment(Some(at))),
            ("deadline", moment(deadline)),
        ],
    )?;
    if found.children.is_empty() {
        children::add(write, call, children::UNKNOWN)?;
    }
    Ok(Outcome::Referred { call, received_at: at, deadline })
}

/// Links a child with the same child of another call.
pub(super) fn link(write: &mut Write<'_>, child: ChildId, other: ChildId) -> Result<Outcome, StoreError> {
    let call = children::link(write, child, other)?;
    Ok(Outcome::Linked { child, other, call })
}
