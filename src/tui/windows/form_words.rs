//! The words of the full form: what each field is called, what can be picked, what it takes and what was read.

use crate::app::board_view::municipality;
use crate::app::call_form::{
    CALLERS, CallField, CallForm, ChildPart, ChildRow, DECISIONS, KINDS, MAKERS, PLACES, Picks, Reading,
    SEXES, SHIELDS, SIBLINGS, WISHES, YES_NO, child_rows,
};
use crate::app::text_field::TextField;
use crate::domain::call::{CallKind, Shield};
use crate::domain::local_time::day_in_norway;
use crate::domain::question::Subject;

use crate::tui::scene::Scene;

/// What a field is called.
pub fn label(scene: Scene<'_>, form: &CallForm, field: CallField) -> String {
    use CallField as F;
    let texts = scene.texts;
    match field {
        F::Municipality => texts.form_municipality(),
        F::Caller => texts.form_caller(),
        F::RungFrom => texts.form_from(),
        F::Callback => texts.form_callback(),
        F::FirstContact => texts.form_first(),
        F::Received => texts.form_received(),
        F::Kind => texts.form_kind(),
        F::Decision => texts.form_decision(),
        F::DecidedBy => texts.form_decided_by(),
        F::DecidedAt => texts.form_decided_at(),
        F::Basis => texts.form_basis(),
        F::Wished => texts.form_wished(),
        F::WishedElse => texts.form_wished_else(),
        F::Shield => texts.form_shield(),
        F::MayBeKnown => texts.form_known(),
        F::Whereabouts => texts.form_where(),
        F::HoldsUntil => texts.form_until(),
        F::AddChild => texts.form_add(),
        F::Siblings => texts.form_siblings(),
        F::Needs => texts.form_needs(),
        F::Note => texts.form_note(),
        F::Child(row, ChildPart::Sex) => {
            let at = child_rows(&form.form).position(|known| known == row).unwrap_or_default();
            return (at + 1).to_string();
        }
        F::Child(_, ChildPart::Age) => texts.form_age(),
        F::Child(_, ChildPart::Name) => texts.form_name(),
        F::Child(_, ChildPart::NationalId) => texts.form_national_id(),
        F::Child(_, ChildPart::Mistake) => return String::new(),
    }
    .into_owned()
}

/// What can be picked in a field, each with its letter; nothing where text is typed.
pub fn options(scene: Scene<'_>, field: CallField) -> Vec<(char, String)> {
    use CallField as F;
    let texts = scene.texts;
    match field {
        F::Caller => list(&CALLERS, |caller| texts.caller(caller).into_owned()),
        F::Kind => list(&KINDS, |kind| {
            match kind {
                CallKind::Placement => texts.form_kind_placement(),
                CallKind::Consultation => texts.form_kind_consultation(),
            }
            .into_owned()
        }),
        F::Decision => list(&DECISIONS, |status| texts.decision(status).into_owned()),
        F::DecidedBy => list(&MAKERS, |maker| texts.decision_maker(maker).into_owned()),
        F::Wished | F::WishedElse => list(&WISHES, |wish| texts.wish(wish).into_owned()),
        F::Shield => list(&SHIELDS, |shield| {
            match shield {
                Shield::Code6 => texts.form_shield_code6(),
                Shield::Code7 => texts.form_shield_code7(),
                Shield::Shielded => texts.form_shield_shielded(),
            }
            .into_owned()
        }),
        F::MayBeKnown => {
            list(&YES_NO, |yes| if yes { texts.form_yes() } else { texts.form_no() }.into_owned())
        }
        F::Whereabouts => list(&PLACES, |place| texts.whereabouts(place).into_owned()),
        F::Siblings => list(&SIBLINGS, |rule| texts.sibling_rule(rule).into_owned()),
        F::Child(_, ChildPart::Sex) => list(&SEXES, |sex| texts.sex(sex)),
        _ => Vec::new(),
    }
}

fn list<T: Copy + PartialEq>(picks: &Picks<T>, word: impl Fn(T) -> String) -> Vec<(char, String)> {
    picks.letters.iter().copied().zip(picks.values.iter().map(|value| word(*value))).collect()
}

/// The word of what is picked.
pub fn word(scene: Scene<'_>, form: &CallForm, field: CallField) -> String {
    let texts = scene.texts;
    let picked = form.picked(field);
    match (field, picked) {
        (CallField::Child(_, ChildPart::Mistake), Some(_)) => return texts.form_mistake().into_owned(),
        (CallField::Child(_, ChildPart::Mistake), None) => return texts.form_not_mistake().into_owned(),
        (CallField::Shield, None) => return texts.form_not_shielded().into_owned(),
        _ => {}
    }
    let found = picked.and_then(|at| options(scene, field).into_iter().nth(at));
    found.map_or_else(|| texts.form_not_picked().into_owned(), |(_, word)| word)
}

/// What stands behind what is typed: what it was read as, or what an empty field stands for.
pub fn hint(scene: Scene<'_>, form: &CallForm, field: CallField, reading: Reading<'_>) -> String {
    use CallField as F;
    let texts = scene.texts;
    let known = form.known.as_deref();
    match field {
        F::Municipality => match form.municipality(reading).ok() {
            _ if form.typed(field).is_none() && known.is_some_and(|known| known.hides_place) => {
                texts.form_shielded_place().into_owned()
            }
            Some(number) => match municipality(&scene.model.catalog, number) {
                Some(found) => {
                    let region = match found.region {
                        Some(region) => region.code().to_owned(),
                        None => texts.quick_without_region().into_owned(),
                    };
                    let read = texts.form_place_read(found.county.as_str(), number.as_str(), region);
                    let typed = form.typed(field).unwrap_or_default();
                    if typed == found.name || typed.is_empty() {
                        read
                    } else {
                        format!("{} · {read}", found.name)
                    }
                }
                None => String::new(),
            },
            None if form.typed(field).is_none() => texts.form_first_only().into_owned(),
            None => String::new(),
        },
        F::Callback if known.is_some_and(|known| known.has_callback) && form.typed(field).is_none() => {
            let shown = form.call.and_then(|call| scene.model.shown_of(Subject::Call(call)));
            let number = shown.and_then(|data| data.callback.clone());
            number.unwrap_or_else(|| texts.form_given().into_owned())
        }
        F::Received => {
            let deadline =
                form.deadline(reading, scene.view().map_or(120, |view| view.board.rules.response_minutes));
            match deadline {
                Some(at) => texts.form_deadline(texts.time_near(at, scene.now())),
                None => String::new(),
            }
        }
        F::Basis => form
            .told(field, reading)
            .and_then(|draft| scene.model.catalog.legal_basis(draft.basis?))
            .map(|row| row.name.clone())
            .unwrap_or_default(),
        F::Child(ChildRow::Known(child), part @ (ChildPart::Name | ChildPart::NationalId))
            if form.typed(field).is_none() =>
        {
            let shown = form.call.and_then(|call| scene.model.shown_of(Subject::Call(call)));
            let identity = shown.and_then(|data| data.children.iter().find(|(id, _)| *id == child));
            match (identity, part) {
                (Some((_, identity)), ChildPart::Name) => identity.name.clone().unwrap_or_default(),
                (Some((_, identity)), _) => identity.national_id.clone().unwrap_or_default(),
                (None, ChildPart::Name) if known.is_some_and(|known| known.has_names) => {
                    texts.form_hidden().into_owned()
                }
                (None, _) => String::new(),
            }
        }
        _ => String::new(),
    }
}

/// What the field takes, for the line below the form.
pub fn help(scene: Scene<'_>, form: &CallForm, field: CallField, reading: Reading<'_>) -> String {
    use CallField as F;
    let texts = scene.texts;
    let known = form.known.as_deref();
    match field {
        F::Municipality => texts.form_help_municipality().into_owned(),
        F::RungFrom => texts.form_help_from().into_owned(),
        F::Callback if known.is_some_and(|known| known.has_callback) => {
            texts.form_help_callback_given().into_owned()
        }
        F::Callback => texts.form_help_callback().into_owned(),
        F::Received if known.is_none() => match form.referral(reading) {
            Some(at) if form.typed(field).is_none() => {
                texts.form_help_received_new(texts.time_near(at, scene.now()))
            }
            None => texts.form_help_received_none().into_owned(),
            Some(_) => texts.form_help_past().into_owned(),
        },
        F::FirstContact | F::Received | F::DecidedAt => texts.form_help_past().into_owned(),
        F::Basis => {
            let codes: Vec<&str> =
                reading.tables.bases_on(day_in_norway(reading.now)).map(|row| row.code.code()).collect();
            texts.form_help_basis(codes.join(", "))
        }
        F::HoldsUntil => texts.form_help_until().into_owned(),
        F::AddChild => texts.form_help_add().into_owned(),
        F::Needs => texts.form_help_needs().into_owned(),
        F::Note => texts.form_note_count(form.written(field).chars().count(), TextField::LIMIT),
        F::Child(_, ChildPart::Age) => texts.form_help_age().into_owned(),
        F::Child(_, ChildPart::Mistake) => texts.form_help_mistake().into_owned(),
        F::Child(ChildRow::Known(_), ChildPart::Name | ChildPart::NationalId) => {
            texts.form_help_hidden_kept().into_owned()
        }
        F::Child(_, ChildPart::Name | ChildPart::NationalId) => texts.form_help_hidden().into_owned(),
        _ => String::new(),
    }
}
