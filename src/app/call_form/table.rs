//! The fields of the full form, in the order of the quick line, as one table; the children's rows are added to it.

use crate::app::form::{FieldId, FieldKind, FieldRow, Form};
use crate::domain::call::{CallKind, CallerRole, DecisionMaker, DecisionStatus, Shield, Whereabouts};
use crate::domain::child::{Sex, SiblingRule};
use crate::domain::ids::ChildId;
use crate::domain::measure::Wish;

/// A field of the full form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallField {
    /// The municipality the call is for.
    Municipality,
    /// Who phones.
    Caller,
    /// The municipality that rings for it.
    RungFrom,
    /// The number to ring back on.
    Callback,
    /// The first talk.
    FirstContact,
    /// The referral.
    Received,
    /// Placement request or consultation.
    Kind,
    /// Status of the decision.
    Decision,
    /// Who made it.
    DecidedBy,
    /// When it was made.
    DecidedAt,
    /// Legal basis.
    Basis,
    /// The wished measure.
    Wished,
    /// The one wished for else.
    WishedElse,
    /// Protected address.
    Shield,
    /// Whether the family may know the place.
    MayBeKnown,
    /// Where the child is now.
    Whereabouts,
    /// Until when it can stay there.
    HoldsUntil,
    /// Something of a child.
    Child(ChildRow, ChildPart),
    /// Another child.
    AddChild,
    /// How siblings are to be placed.
    Siblings,
    /// Needs.
    Needs,
    /// The note.
    Note,
}

/// Whose row it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChildRow {
    /// A child the call has.
    Known(ChildId),
    /// One told now, counted from 1.
    New(u8),
}

/// What of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChildPart {
    /// Its sex.
    Sex,
    /// Its age.
    Age,
    /// Its name.
    Name,
    /// Its national identity number.
    NationalId,
    /// Whether it was told by mistake.
    Mistake,
}

/// The most children a form takes.
pub const MOST_CHILDREN: u8 = 9;

/// Letters and what they pick, in the order of the lists.
pub const CALLERS: Picks<CallerRole> = Picks { letters: &['t', 'v', 'p', 'a'], values: CallerRole::ALL };
/// Kinds of call.
pub const KINDS: Picks<CallKind> = Picks { letters: &['p', 'd'], values: CallKind::ALL };
/// Standings of the decision.
pub const DECISIONS: Picks<DecisionStatus> = Picks { letters: &['f', 'v', 'n'], values: DecisionStatus::ALL };
/// Who decides.
pub const MAKERS: Picks<DecisionMaker> =
    Picks { letters: &['d', 'k', 'n', 'p', 'u'], values: DecisionMaker::ALL };
/// Wished measures.
pub const WISHES: Picks<Wish> =
    Picks { letters: &['b', 'i', 'f', 'o', 't', 'l', 'h', 'r', 'k', 's'], values: Wish::ALL };
/// Protected addresses; the first letter says that the address is not protected.
pub const SHIELDS: Picks<Shield> = Picks { letters: &['6', '7', 's'], values: Shield::ALL };
/// Where the child may be.
pub const PLACES: Picks<Whereabouts> =
    Picks { letters: &['h', 'i', 'f', 's', 'k', 'p', 'y', 'a', 'u', 'x'], values: Whereabouts::ALL };
/// How siblings are placed.
pub const SIBLINGS: Picks<SiblingRule> = Picks { letters: &['s', 'k', 'd', 'i'], values: SiblingRule::ALL };
/// Sexes.
pub const SEXES: Picks<Sex> = Picks { letters: &['j', 'g', 'b'], values: Sex::ALL };
/// Yes and no.
pub const YES_NO: Picks<bool> = Picks { letters: &['j', 'n'], values: &[true, false] };
const MISTAKE: &[char] = &['f'];
const ADD: &[char] = &['+'];

/// A list of what can be picked: a letter a value.
#[derive(Debug, Clone, Copy)]
pub struct Picks<T: 'static> {
    /// The letters.
    pub letters: &'static [char],
    /// What they stand for.
    pub values: &'static [T],
}

impl<T: Copy + PartialEq> Picks<T> {
    /// What is picked.
    #[must_use]
    pub fn value(&self, picked: Option<usize>) -> Option<T> {
        picked.and_then(|at| self.values.get(at)).copied()
    }

    /// The letter of a value; nothing for none.
    #[must_use]
    pub fn letter(&self, value: Option<T>) -> String {
        let at = value.and_then(|value| self.values.iter().position(|known| *known == value));
        at.and_then(|at| self.letters.get(at)).map(ToString::to_string).unwrap_or_default()
    }
}

const fn field(id: CallField, kind: FieldKind) -> FieldRow {
    FieldRow::always(FieldId::Call(id), kind)
}

/// The fields, without those of children.
pub(super) const ROWS: &[FieldRow] = &[
    field(CallField::Municipality, FieldKind::Text),
    field(CallField::Caller, FieldKind::Pick(CALLERS.letters)),
    field(CallField::RungFrom, FieldKind::Text),
    field(CallField::Callback, FieldKind::Text),
    field(CallField::FirstContact, FieldKind::Text),
    field(CallField::Received, FieldKind::Text),
    field(CallField::Kind, FieldKind::Pick(KINDS.letters)),
    field(CallField::Decision, FieldKind::Pick(DECISIONS.letters)),
    field(CallField::DecidedBy, FieldKind::Pick(MAKERS.letters)),
    field(CallField::DecidedAt, FieldKind::Text),
    field(CallField::Basis, FieldKind::Text),
    field(CallField::Wished, FieldKind::Pick(WISHES.letters)),
    field(CallField::WishedElse, FieldKind::Pick(WISHES.letters)),
    field(CallField::Shield, FieldKind::Pick(SHIELDS.letters)),
    field(CallField::MayBeKnown, FieldKind::Pick(YES_NO.letters)),
    field(CallField::Whereabouts, FieldKind::Pick(PLACES.letters)),
    field(CallField::HoldsUntil, FieldKind::Text),
    field(CallField::AddChild, FieldKind::Pick(ADD)),
    FieldRow {
        id: FieldId::Call(CallField::Siblings),
        kind: FieldKind::Pick(SIBLINGS.letters),
        is_shown: |form| child_rows(form).count() > 1,
    },
    field(CallField::Needs, FieldKind::Text),
    field(CallField::Note, FieldKind::Text),
];

/// The children's rows, in their order.
pub fn child_rows(form: &Form) -> impl Iterator<Item = ChildRow> {
    form.ids().filter_map(|id| match id {
        FieldId::Call(CallField::Child(row, ChildPart::Sex)) => Some(row),
        _ => None,
    })
}

/// Adds a child's row after those there are.
pub(super) fn add_child(form: &mut Form, row: ChildRow) {
    let part = |part, kind| field(CallField::Child(row, part), kind);
    let mut rows = vec![
        part(ChildPart::Sex, FieldKind::Pick(SEXES.letters)),
        part(ChildPart::Age, FieldKind::Text),
        part(ChildPart::Name, FieldKind::Hidden),
        part(ChildPart::NationalId, FieldKind::Hidden),
    ];
    if matches!(row, ChildRow::Known(_)) {
        rows.push(part(ChildPart::Mistake, FieldKind::Pick(MISTAKE)));
    }
    form.insert_before(FieldId::Call(CallField::AddChild), &rows);
}

const NAMES: &[(CallField, &str)] = &[
    (CallField::Municipality, "municipality"),
    (CallField::Caller, "caller"),
    (CallField::RungFrom, "rung_from"),
    (CallField::Callback, "callback"),
    (CallField::FirstContact, "first_contact"),
    (CallField::Received, "received"),
    (CallField::Kind, "kind"),
    (CallField::Decision, "decision"),
    (CallField::DecidedBy, "decided_by"),
    (CallField::DecidedAt, "decided_at"),
    (CallField::Basis, "basis"),
    (CallField::Wished, "wished"),
    (CallField::WishedElse, "wished_else"),
    (CallField::Shield, "shield"),
    (CallField::MayBeKnown, "may_be_known"),
    (CallField::Whereabouts, "whereabouts"),
    (CallField::HoldsUntil, "holds_until"),
    (CallField::Siblings, "siblings"),
    (CallField::Needs, "needs"),
    (CallField::Note, "note"),
];

const PARTS: &[(ChildPart, &str)] = &[
    (ChildPart::Sex, "sex"),
    (ChildPart::Age, "age"),
    (ChildPart::Name, "name"),
    (ChildPart::NationalId, "national_id"),
    (ChildPart::Mistake, "mistake"),
];

impl CallField {
    /// Its name in half-written work; none for what holds nothing.
    #[must_use]
    pub fn name(self) -> Option<String> {
        if let Self::Child(row, part) = self {
            let (_, part) = PARTS.iter().find(|(known, _)| *known == part)?;
            return Some(match row {
                ChildRow::Known(child) => format!("child.{}.{part}", child.0),
                ChildRow::New(count) => format!("new.{count}.{part}"),
            });
        }
        NAMES.iter().find(|(known, _)| *known == self).map(|(_, name)| (*name).to_owned())
    }

    /// The field with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut parts = name.split('.');
        let row = match (parts.next(), parts.next()) {
            (Some("child"), Some(number)) => ChildRow::Known(ChildId(number.parse().ok()?)),
            (Some("new"), Some(count)) => ChildRow::New(count.parse().ok()?),
            _ => return NAMES.iter().find(|(_, known)| *known == name).map(|(field, _)| *field),
        };
        let part = parts.next()?;
        let (part, _) = PARTS.iter().find(|(_, known)| *known == part)?;
        Some(Self::Child(row, *part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_holds_something_has_a_name_of_its_own() {
        let mut form = Form::new(ROWS);
        add_child(&mut form, ChildRow::Known(ChildId(12)));
        add_child(&mut form, ChildRow::New(1));
        for id in form.ids() {
            let FieldId::Call(field) = id else { panic!("{id:?}") };
            match field.name() {
                Some(name) => assert_eq!(CallField::named(&name), Some(field)),
                None => assert_eq!(field, CallField::AddChild),
            }
        }
    }

    #[test]
    fn every_list_has_a_letter_for_each_value_and_each_letter_once() {
        fn check<T>(picks: &Picks<T>) {
            let mut letters = picks.letters.to_vec();
            letters.sort_unstable();
            letters.dedup();
            assert_eq!((letters.len(), picks.letters.len()), (picks.values.len(), picks.values.len()));
        }
        check(&CALLERS);
        check(&KINDS);
        check(&DECISIONS);
        check(&MAKERS);
        check(&WISHES);
        check(&SHIELDS);
        check(&PLACES);
        check(&SIBLINGS);
        check(&SEXES);
        check(&YES_NO);
    }
}
