//! All places: what is shown of them, in which order, and which one is marked. The mark follows the unit, whichever
//! group its place comes to stand in; once a place is confirmed it goes on to the next that must be.

mod finding;
mod list;

use chrono::{DateTime, Utc};

use crate::domain::call::CallKind;
use crate::domain::command::Command;
use crate::domain::ids::{CallId, UnitId};
use crate::domain::place_history::HistoryLine;
use crate::domain::question::{JournalAbout, Question, Subject};
use crate::domain::siblings::children_to_place;
use crate::domain::unit::ConfirmedHow;

use super::availability::{WhyNot, marked_unit};
use super::effect::{Effect, Query};
use super::keymap::Action;
use super::model::{Model, Screen};
use super::placement_window::{self, PlacementsOf};
use super::{journal_screen, phones_window, state_window, stays, unit_window};

pub use finding::find;
use list::Wanted;
pub use list::{Group, Item, PlacesList, Row, Shown, Sorting};

/// From this many columns on, the details of the marked row stand beside the list.
pub const WIDE: u16 = 100;
/// Rows of a screenful.
const PAGE: isize = 10;

/// A pane of the screen that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlacesPane {
    /// The list.
    #[default]
    List,
    /// The history of the marked unit.
    History,
}

/// What is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The places of a unit in a group.
    Row(UnitId, Group),
    /// The heading of the occupied places, which opens and folds them.
    Occupied,
}

/// All places.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlacesScreen {
    /// The list.
    pub list: PlacesList,
    /// What is shown of it.
    pub shown: Shown,
    /// What it is sorted by.
    pub sorting: Sorting,
    /// The pane with the focus.
    pub pane: PlacesPane,
    /// Whether the details are open, on a screen with no room for them beside the list.
    pub are_details_open: bool,
    /// Lines of the history scrolled away.
    pub scroll: usize,
    is_occupied_open: bool,
    mark: Option<Mark>,
    /// Where the mark last stood among the lines, to go on from when it is gone.
    mark_at: usize,
    history: Option<UnitHistory>,
    confirming: Option<Confirming>,
    made_for: Option<MadeFor>,
}

/// The history of the marked unit.
#[derive(Debug, Clone, PartialEq)]
struct UnitHistory {
    unit: UnitId,
    query: Query,
    /// The last journal line when it was asked for.
    head: i64,
    lines: Option<Vec<HistoryLine>>,
}

/// A confirmation under way.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Confirming {
    unit: UnitId,
    /// Which of the rows to confirm it was: the next one comes to stand there.
    at: usize,
}

/// What the list was worked out for; as long as this holds, so does the list.
#[derive(Debug, Clone, Copy, PartialEq)]
struct MadeFor {
    board: Query,
    good_until: DateTime<Utc>,
    wanted: Wanted,
}

impl PlacesScreen {
    /// What is marked.
    #[must_use]
    pub const fn mark(&self) -> Option<Mark> {
        self.mark
    }

    /// The marked row.
    #[must_use]
    pub fn marked_row(&self) -> Option<&Row> {
        match self.mark {
            Some(Mark::Row(unit, group)) => self.list.row(unit, group),
            Some(Mark::Occupied) | None => None,
        }
    }

    /// What happened with the places of the marked unit, the newest first; none until it is read.
    #[must_use]
    pub fn history(&self) -> Option<&[HistoryLine]> {
        let unit = self.marked_row()?.unit;
        self.history.as_ref().filter(|history| history.unit == unit)?.lines.as_deref()
    }

    /// Whether the occupied places are open.
    #[must_use]
    pub fn is_occupied_open(&self) -> bool {
        self.is_occupied_open || self.shown == Shown::Only(Group::Occupied)
    }

    /// What the list is sorted by now: a distance needs a call to measure from.
    #[must_use]
    pub fn sorted_by(&self) -> Sorting {
        match self.sorting {
            Sorting::Distance if self.list.from.is_none() => Sorting::Name,
            other => other,
        }
    }

    fn item_mark(&self, item: Item) -> Option<Mark> {
        match item {
            Item::Heading(Group::Occupied) => Some(Mark::Occupied),
            Item::Heading(_) => None,
            Item::Row(at) => self.list.rows.get(at).map(|row| Mark::Row(row.unit, row.group)),
        }
    }

    /// Marks something that is there.
    fn set_mark(&mut self, mark: Option<Mark>) {
        if self.mark != mark {
            self.scroll = 0;
        }
        self.mark = mark;
        let at = self.list.items.iter().position(|item| mark.is_some() && self.item_mark(*item) == mark);
        if let Some(at) = at {
            self.mark_at = at;
        }
    }

    /// Marks the first row to confirm, else the first row.
    fn mark_first(&mut self) {
        let first = self.list.to_confirm().next().or(self.list.rows.first());
        let mark = first.map(|row| Mark::Row(row.unit, row.group));
        let is_there = |mark| self.list.items.iter().any(|item| self.item_mark(*item) == Some(mark));
        let first_line = || self.list.items.iter().find_map(|item| self.item_mark(*item));
        let mark = mark.filter(|mark| is_there(*mark)).or_else(first_line);
        self.set_mark(mark);
    }

    /// After a new list: the mark stands on the same unit, wherever that is now.
    fn follow(&mut self) {
        let Some(mark) = self.mark else { return };
        let items = &self.list.items;
        if items.iter().any(|item| self.item_mark(*item) == Some(mark)) {
            return self.set_mark(Some(mark));
        }
        let unit = match mark {
            Mark::Row(unit, _) => Some(unit),
            Mark::Occupied => None,
        };
        let of_unit = items.iter().filter_map(|item| self.item_mark(*item));
        let moved = of_unit.into_iter().find(|mark| matches!(mark, Mark::Row(row, _) if Some(*row) == unit));
        self.set_mark(moved);
    }
}

/// Opens the screen, everything shown, the first place to confirm marked.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    if model.screen != Screen::Places {
        model.screen = Screen::Places;
        model.places.shown = Shown::All;
        model.places.pane = PlacesPane::List;
    }
    work_out(model);
    let places = &mut model.places;
    if places.mark.is_none() || places.list.to_confirm().next().is_some() {
        places.mark_first();
    }
}

/// Why an action can do nothing on this screen now.
pub(super) fn why_not(model: &Model, action: Action) -> Option<WhyNot> {
    let places = &model.places;
    let no_row = || places.marked_row().is_none().then_some(WhyNot::NoPlace);
    match action {
        Action::Hold => no_row().or_else(|| cannot_hold(model)),
        Action::Confirm | Action::Edit | Action::Checklist | Action::Reveal | Action::ItemJournal => no_row(),
        Action::Placement => no_row().or_else(|| nobody_lives_there(model)),
        Action::Reasons => no_row().or_else(|| all_is_shown(model)),
        Action::Open => match places.mark {
            None => Some(WhyNot::NoPlace),
            Some(_) => all_is_shown(model),
        },
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last
        | Action::Find
        | Action::SwapOrder => places.list.items.is_empty().then_some(WhyNot::NoPlace),
        Action::NextPane | Action::PreviousPane => (!has_history_pane(model)).then_some(WhyNot::OtherScreen),
        _ => None,
    }
}

/// Nothing more can be opened of a row where everything stands beside the list already.
fn all_is_shown(model: &Model) -> Option<WhyNot> {
    let is_row = model.places.marked_row().is_some();
    (is_row && model.size.0 >= WIDE && !has_history_pane(model)).then_some(WhyNot::AllShown)
}

/// Nobody lives at the marked unit or is expected there.
fn nobody_lives_there(model: &Model) -> Option<WhyNot> {
    let (unit, view) = model.places.marked_row().map(|row| row.unit).zip(model.view.as_ref())?;
    stays::of_unit(&view.board, unit, model.now).is_empty().then_some(WhyNot::NotLivedIn)
}

/// Why nothing can be held for the marked call of the board.
fn cannot_hold(model: &Model) -> Option<WhyNot> {
    let call = model.marks.call().and_then(|call| model.view.as_ref()?.board.call(call));
    let Some(call) = call else { return Some(WhyNot::NoCall) };
    let offers = model.view.as_ref().map_or(&[][..], |view| &view.board.offers);
    if call.kind == CallKind::Consultation {
        Some(WhyNot::Consultation(call.id))
    } else {
        children_to_place(call, offers).is_empty().then_some(WhyNot::EveryChildHasOffer(call.id))
    }
}

/// Whether the history has a pane of its own, with something to scroll in it.
fn has_history_pane(model: &Model) -> bool {
    model.size.0 >= WIDE && model.places.history().is_some_and(|lines| lines.len() > 1)
}

/// Does what a key of this screen is for; the keys that work everywhere are done already.
pub(super) fn perform(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Up => step(model, -1),
        Action::Down => step(model, 1),
        Action::PageUp => step(model, -PAGE),
        Action::PageDown => step(model, PAGE),
        Action::First => step(model, isize::MIN),
        Action::Last => step(model, isize::MAX),
        Action::Left | Action::Right => show(model, action == Action::Right),
        Action::SwapOrder => swap_sorting(model),
        Action::NextPane | Action::PreviousPane => swap_pane(model),
        Action::Open | Action::Reasons => open_marked(model),
        Action::Back => back(model),
        Action::Confirm => confirm(model, effects),
        Action::Hold => hold(model, effects),
        Action::Reveal => reveal(model, effects),
        Action::Edit => {
            if let Some(place) = model.places.marked_row().map(|row| row.place) {
                state_window::open(model, place);
            }
        }
        Action::Checklist => {
            if let Some(unit) = model.places.marked_row().map(|row| row.unit) {
                unit_window::open(model, unit);
            }
        }
        Action::Placement => {
            if let Some(unit) = model.places.marked_row().map(|row| row.unit) {
                placement_window::open_of(model, PlacementsOf::Unit(unit), effects);
            }
        }
        Action::ItemJournal => {
            if let Some(unit) = model.places.marked_row().map(|row| row.unit) {
                journal_screen::open(model, JournalAbout::Unit(unit), effects);
            }
        }
        _ => {}
    }
}

/// After a fresh board: what is marked stays marked, by number; after a confirmation the next one to confirm is.
pub(super) fn settle(model: &mut Model, _: &mut Vec<Effect>) {
    work_out(model);
    // A board that is read while the confirmation is still under way says nothing of it.
    if model.awaiting.is_some() {
        return;
    }
    let places = &mut model.places;
    let Some(Confirming { unit, at }) = places.confirming.take() else { return };
    if places.list.row(unit, Group::ToConfirm).is_none() {
        let list = &places.list;
        let next = list.to_confirm().nth(at).or_else(|| list.to_confirm().next());
        if let Some(mark) = next.map(|row| Mark::Row(row.unit, row.group)) {
            places.set_mark(Some(mark));
        }
    }
}

/// The history of a unit's places was read.
pub(super) fn told(model: &mut Model, query: Query, lines: Vec<HistoryLine>) {
    if let Some(history) = model.places.history.as_mut().filter(|history| history.query == query) {
        history.lines = Some(lines);
    }
}

/// After every message: the list is of now, the history is of the marked unit, and what was revealed of another
/// one is hidden again.
pub(super) fn sync(model: &mut Model, effects: &mut Vec<Effect>) {
    let is_here = model.screen == Screen::Places;
    if is_here {
        work_out(model);
    }
    if !has_history_pane(model) {
        model.places.pane = PlacesPane::List;
    }
    let marked = model.places.marked_row().map(|row| row.unit).filter(|_| is_here);
    let shown = model.revealed.as_ref().map(|revealed| revealed.subject);
    if model.overlays.is_empty()
        && let Some(Subject::Unit(unit)) = shown
        && marked_unit(model) != Some(unit)
    {
        model.revealed = None;
    }
    let head = model.view.as_ref().map_or(0, |view| view.board.journal_head);
    let Some(unit) = marked else { return };
    let known = model.places.history.as_ref().filter(|history| history.unit == unit);
    if known.is_some_and(|history| history.head == head) {
        return;
    }
    let lines = known.and_then(|history| history.lines.clone());
    let (query, effect) = model.ask(Question::PlaceHistory(unit));
    model.places.history = Some(UnitHistory { unit, query, head, lines });
    effects.push(effect);
}

/// Works the list out anew if anything it was worked out for has changed.
fn work_out(model: &mut Model) {
    let Some(view) = &model.view else { return };
    let call: Option<CallId> = model.marks.call();
    let places = &mut model.places;
    let sorting = places.sorting;
    let wanted = Wanted { call, shown: places.shown, sorting, is_occupied_open: places.is_occupied_open };
    let made_for = MadeFor { board: model.board_query, good_until: view.good_until(), wanted };
    if places.made_for == Some(made_for) {
        return;
    }
    let was_empty = places.list.items.is_empty();
    places.list = PlacesList::new(view, &model.catalog, wanted, model.now);
    places.made_for = Some(made_for);
    // A child moved into the marked unit: the mark stays with it, so its group is opened.
    if let Some(Mark::Row(unit, _)) = places.mark
        && places.list.rows.iter().filter(|row| row.unit == unit).all(|row| row.group == Group::Occupied)
        && places.list.row(unit, Group::Occupied).is_some()
        && !places.is_occupied_open()
    {
        places.is_occupied_open = true;
        return work_out(model);
    }
    places.follow();
    if was_empty && places.mark.is_none() {
        places.mark_first();
    }
}

/// Moves the mark, or scrolls the history where that has the focus.
fn step(model: &mut Model, by: isize) {
    let places = &mut model.places;
    if places.pane == PlacesPane::History {
        let last = places.history().map_or(0, |lines| lines.len().saturating_sub(1));
        places.scroll = places.scroll.min(last).saturating_add_signed(by).min(last);
        return;
    }
    let marks: Vec<Mark> = places.list.items.iter().filter_map(|item| places.item_mark(*item)).collect();
    let Some(last) = marks.len().checked_sub(1) else { return };
    let to = match marks.iter().position(|mark| Some(*mark) == places.mark) {
        Some(at) => at.saturating_add_signed(by).min(last),
        None if by == isize::MIN => 0,
        None if by == isize::MAX => last,
        // From nothing marked it goes to where the mark last stood.
        None => {
            let before = &places.list.items[..places.mark_at.min(places.list.items.len())];
            before.iter().filter(|item| places.item_mark(**item).is_some()).count().min(last)
        }
    };
    places.set_mark(Some(marks[to]));
}

/// Goes on to the next choice of what is shown.
fn show(model: &mut Model, forward: bool) {
    model.places.shown = model.places.shown.step(forward);
    work_out(model);
    if model.places.mark.is_none() {
        model.places.mark_first();
    }
}

fn swap_sorting(model: &mut Model) {
    let places = &mut model.places;
    places.sorting = match places.sorted_by() {
        Sorting::Name => Sorting::Confirmed,
        Sorting::Confirmed if places.list.from.is_some() => Sorting::Distance,
        Sorting::Distance | Sorting::Confirmed => Sorting::Name,
    };
    work_out(model);
}

fn swap_pane(model: &mut Model) {
    model.places.pane = match model.places.pane {
        PlacesPane::List => PlacesPane::History,
        PlacesPane::History => PlacesPane::List,
    };
}

/// Opens or folds the occupied places, or the details of the marked row where they do not stand beside the list.
fn open_marked(model: &mut Model) {
    let is_wide = model.size.0 >= WIDE;
    match model.places.mark {
        Some(Mark::Occupied) => {
            model.places.is_occupied_open = !model.places.is_occupied_open;
            work_out(model);
        }
        Some(Mark::Row(..)) if !is_wide => model.places.are_details_open = !model.places.are_details_open,
        Some(Mark::Row(..)) if has_history_pane(model) => swap_pane(model),
        _ => {}
    }
}

fn back(model: &mut Model) {
    let is_wide = model.size.0 >= WIDE;
    let places = &mut model.places;
    if places.pane == PlacesPane::History {
        places.pane = PlacesPane::List;
    } else if places.are_details_open && !is_wide {
        places.are_details_open = false;
    } else {
        model.screen = Screen::Board;
    }
}

/// One phone call to a home tells of all its places.
fn confirm(model: &mut Model, effects: &mut Vec<Effect>) {
    let places = &mut model.places;
    let Some(row) = places.marked_row().copied() else { return };
    let at = places.list.to_confirm().position(|candidate| *candidate == row);
    places.confirming = at.map(|at| Confirming { unit: row.unit, at });
    let (place, how) = (row.place, ConfirmedHow::Phoned);
    effects.push(model.await_command(Command::ConfirmPlace { place, how, whole_unit: true }));
}

fn hold(model: &mut Model, effects: &mut Vec<Effect>) {
    let place = model.places.marked_row().map(|row| row.place);
    if let Some((call, place)) = model.marks.call().zip(place) {
        effects.push(model.await_command(Command::Hold { call, place }));
    }
}

/// Journals that what is hidden of the marked home is shown; again: it is hidden. Where there is no room beside the list
/// it gets a window.
fn reveal(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(unit) = model.places.marked_row().map(|row| row.unit) else { return };
    if model.size.0 < WIDE {
        return phones_window::open_home(model, unit, effects);
    }
    let subject = Subject::Unit(unit);
    if model.shown_of(subject).is_some() {
        model.revealed = None;
    } else {
        effects.push(model.await_command(Command::Reveal { subject }));
    }
}
