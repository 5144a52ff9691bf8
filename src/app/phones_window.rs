//! Phone numbers: the marked call's first, then the marked place's, then the directory; and what is hidden of a call,
//! once revealed. Nothing hidden is shown before it is journalled that it is.

use crate::domain::command::Command;
use crate::domain::directory::{Contact, WantedFor, in_order};
use crate::domain::ids::{CallId, ContactId, UnitId};
use crate::domain::placement::Placement;
use crate::domain::question::{Question, Subject};

use super::availability::{marked_call, marked_unit};
use super::board_view::municipality;
use super::effect::{Effect, Query};
use super::key::{Code, Key};
use super::keymap::{Action, action_of};
use super::marks::Step;
use super::model::{Model, Overlay};
use super::row_mark::RowMark;
use super::text_field::TextField;
use super::{acts, call_form, unit_window};

/// Phone numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct PhonesWindow {
    /// What it shows.
    pub shows: Shows,
    /// The call.
    pub call: Option<CallId>,
    /// The unit.
    pub unit: Option<UnitId>,
    /// The directory.
    pub list: PhoneList,
}

/// The directory, as far as it was read and looked through.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PhoneList {
    /// What is looked for.
    pub find: TextField,
    /// Whether letters go into what is looked for.
    pub is_finding: bool,
    /// Whether the ladder's numbers come first: nothing fits the call.
    pub nothing_fits: bool,
    contacts: Option<Vec<Contact>>,
    found: Vec<usize>,
    mark: RowMark<ContactId>,
    asked: Option<Query>,
}

impl PhoneList {
    /// Whether it is still being read.
    #[must_use]
    pub const fn is_reading(&self) -> bool {
        self.contacts.is_none()
    }

    /// What is found, the likeliest first.
    pub fn rows(&self) -> impl Iterator<Item = &Contact> {
        self.found.iter().filter_map(|at| self.contacts.as_ref()?.get(*at))
    }

    /// The marked row.
    #[must_use]
    pub fn marked(&self) -> Option<ContactId> {
        self.mark.id()
    }
}

/// What the window shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Whom to phone.
    Phones,
    /// Everything hidden of the call.
    Names,
    /// What a municipality asks about the home.
    Home,
}

/// Opens it for what is marked. That the call's number is shown is journalled first.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let call = marked_call(model);
    let unit = marked_unit(model);
    let (query, effect) = model.ask(Question::Contacts);
    effects.push(effect);
    let list = PhoneList { asked: Some(query), ..PhoneList::default() };
    model.overlays.push(Overlay::Phones(Box::new(PhonesWindow { shows: Shows::Phones, call, unit, list })));
    if let Some(subject) = number_of(model, call) {
        reveal(model, subject, effects);
    }
}

/// Opens what a municipality asks about a home, over what is there. That it is shown is journalled first.
pub(super) fn open_home(model: &mut Model, unit: UnitId, effects: &mut Vec<Effect>) {
    let call = marked_call(model);
    let window = PhonesWindow { shows: Shows::Home, call, unit: Some(unit), list: PhoneList::default() };
    model.overlays.push(Overlay::Phones(Box::new(window)));
    reveal(model, Subject::Unit(unit), effects);
}

/// Whose number to ring back on, or for the night, is hidden; none where none is registered.
fn number_of(model: &Model, call: Option<CallId>) -> Option<Subject> {
    let board = &model.view.as_ref()?.board;
    let found = board.known_call(call?)?;
    let is_of_call = |placement: &&Placement| placement.call == found.id;
    let mut placements = board.placements.iter().filter(is_of_call);
    let has_number = found.has_callback || placements.any(|placement| placement.has_night_number);
    has_number.then_some(Subject::Call(found.id))
}

/// Opens it with everything hidden of a call: it is journalled and read.
pub(super) fn open_names(model: &mut Model, call: CallId) {
    let list = PhoneList::default();
    let window = PhonesWindow { shows: Shows::Names, call: Some(call), unit: None, list };
    model.overlays.push(Overlay::Phones(Box::new(window)));
}

/// The directory was read.
pub(super) fn told(model: &mut Model, query: Query, contacts: Vec<Contact>) {
    let asked = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Phones(window) => window.list.asked.take_if(|asked| *asked == query).map(|_| window),
        _ => None,
    });
    if let Some(window) = asked {
        window.list.contacts = Some(contacts);
        look(model);
    }
}

/// What is found, and in which order, for the call as it stands.
pub(super) fn arrange(model: &mut Model) {
    let Some(view) = &model.view else { return };
    let catalog = &model.catalog;
    let opened = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Phones(window) => Some(window),
        _ => None,
    });
    let Some(window) = opened else { return };
    let call = window.call.and_then(|call| view.board.call(call));
    let found = call.and_then(|call| view.found(call.id));
    let wanted = WantedFor {
        region: view.board.region,
        // Which service comes first would tell where a protected address is.
        municipality: call.filter(|call| call.shield.is_none()).map(|call| call.municipality),
        nothing_fits: found.is_some_and(|found| found.fits.is_empty()),
    };
    let list = &mut window.list;
    let contacts = list.contacts.as_deref().unwrap_or_default();
    let name_of = |number| municipality(catalog, number).map(|found| found.name.clone());
    list.found = in_order(contacts, wanted, list.find.text(), name_of);
    list.nothing_fits = wanted.nothing_fits;
    let rows: Vec<ContactId> = list.found.iter().map(|at| contacts[*at].id).collect();
    list.mark.settle(rows.iter().copied());
}

/// Whether letters go into what is looked for.
pub(super) fn is_finding(overlay: &Overlay) -> bool {
    matches!(overlay, Overlay::Phones(window) if window.list.is_finding)
}

/// Ends looking: everything is shown again.
pub(super) fn end_finding(model: &mut Model) {
    if let Some(Overlay::Phones(window)) = model.overlays.last_mut() {
        window.list.find = TextField::default();
        window.list.is_finding = false;
    }
    arrange(model);
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Phones(window)) = model.overlays.last_mut().filter(|top| is_finding(top)) {
        window.list.find.paste(text);
        look(model);
    }
}

/// What is found is another than before: the likeliest is marked.
fn look(model: &mut Model) {
    arrange(model);
    step(model, Step::First);
}

fn step(model: &mut Model, step: Step) {
    if let Some(Overlay::Phones(window)) = model.overlays.last_mut() {
        let rows: Vec<ContactId> = window.list.rows().map(|contact| contact.id).collect();
        window.list.mark.step(&rows, step);
    }
}

/// Takes a key. No letter acts while something is looked for.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::Phones(window)) = model.overlays.last_mut() else { return };
    if window.list.is_finding {
        let before = window.list.find.text().to_owned();
        match key.code {
            Code::Up => step(model, Step::Rows(-1)),
            Code::Down => step(model, Step::Rows(1)),
            Code::Enter => window.list.is_finding = false,
            _ => {
                if window.list.find.press(key) && window.list.find.text() != before {
                    look(model);
                }
            }
        }
        return;
    }
    let (shows, call, unit) = (window.shows, window.call, window.unit);
    match (action_of(key), shows) {
        (Some(Action::Find), Shows::Phones) => window.list.is_finding = true,
        (Some(Action::Up), Shows::Phones) => step(model, Step::Rows(-1)),
        (Some(Action::Down), Shows::Phones) => step(model, Step::Rows(1)),
        (Some(Action::PageUp), Shows::Phones) => step(model, Step::Rows(-acts::PAGE)),
        (Some(Action::PageDown), Shows::Phones) => step(model, Step::Rows(acts::PAGE)),
        (Some(Action::First), Shows::Phones) => step(model, Step::First),
        (Some(Action::Last), Shows::Phones) => step(model, Step::Last),
        (Some(Action::Reveal), Shows::Phones) => {
            // First the call's number, where it is hidden again; then the home's at night.
            let hidden = number_of(model, call).into_iter().chain(unit.map(Subject::Unit));
            let next = hidden.into_iter().find(|subject| model.shown_of(*subject).is_none());
            if let Some(subject) = next {
                reveal(model, subject, effects);
            }
        }
        (Some(Action::Reveal), Shows::Names | Shows::Home) | (Some(Action::Phones), Shows::Phones) => {
            close(model);
        }
        (Some(Action::HideWords), Shows::Home) => model.hides_words = !model.hides_words,
        // While the home is on the phone: what is not known is typed in. What is shown stays shown.
        (Some(Action::Checklist), Shows::Home) => {
            if let Some(unit) = unit {
                unit_window::open(model, unit);
            }
        }
        // The form shows what is revealed, so it stays revealed.
        (Some(Action::Edit), Shows::Names) => {
            model.overlays.retain(|overlay| !matches!(overlay, Overlay::Phones(_)));
            call_form::open(model, effects);
        }
        _ if key.code == Code::Enter => close(model),
        _ => {}
    }
}

/// The window goes, and what was revealed with it.
pub(super) fn close(model: &mut Model) {
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Phones(_)));
    model.hide();
}

fn reveal(model: &mut Model, subject: Subject, effects: &mut Vec<Effect>) {
    if model.shown_of(subject).is_none() {
        effects.push(model.await_command(Command::Reveal { subject }));
    }
}
