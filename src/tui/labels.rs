//! Keys and actions in words. Which keys there are is the key table's business.

use crate::app::availability::{WhyNot, marked_call, marked_unit};
use crate::app::follow_ups_screen::{Row, marked_line};
use crate::app::handover_screen::receivable;
use crate::app::help_window::NamedAction;
use crate::app::key::{Code, Key};
use crate::app::keymap::{Action, KEYS, KeyRow, row_of};
use crate::app::late_shift;
use crate::app::marks::Pane;
use crate::app::model::Screen;
use crate::domain::follow_up::FollowUpKind;
use crate::domain::ids::{CallId, UnitId};
use crate::domain::matching::Fact;
use crate::text::Texts;

use super::scene::Scene;

/// A key as it is named.
#[must_use]
pub fn key(texts: &Texts, key: Key) -> String {
    let name = match key.code {
        Code::Char(' ') => texts.key_space().into_owned(),
        Code::Char(sign) if key.ctrl => sign.to_uppercase().collect(),
        Code::Char(sign) => sign.to_string(),
        Code::F(number) => format!("F{number}"),
        Code::Enter => texts.key_enter().into_owned(),
        Code::Esc => texts.key_esc().into_owned(),
        Code::Tab => texts.key_tab().into_owned(),
        Code::BackTab => texts.key_shift_tab().into_owned(),
        Code::Backspace => texts.key_backspace().into_owned(),
        Code::Delete => texts.key_delete().into_owned(),
        Code::Up => texts.key_up().into_owned(),
        Code::Down => texts.key_down().into_owned(),
        Code::Left => texts.key_left().into_owned(),
        Code::Right => texts.key_right().into_owned(),
        Code::Home => texts.key_home().into_owned(),
        Code::End => texts.key_end().into_owned(),
        Code::PageUp => texts.key_page_up().into_owned(),
        Code::PageDown => texts.key_page_down().into_owned(),
    };
    if key.ctrl { format!("Ctrl-{name}") } else { name }
}

/// The key to show for an action.
#[must_use]
pub fn first_key(texts: &Texts, action: Action) -> String {
    row_of(action).and_then(|row| row.keys.first()).map(|first| key(texts, *first)).unwrap_or_default()
}

/// Every key of an action.
#[must_use]
pub fn all_keys(texts: &Texts, action: Action) -> String {
    let keys = row_of(action).map(|row| row.keys).unwrap_or_default();
    keys.iter().map(|one| key(texts, *one)).collect::<Vec<_>>().join(" ")
}

/// Every action by name, for finding it.
#[must_use]
pub fn named_actions(texts: &Texts) -> Vec<NamedAction> {
    let name = |row: &KeyRow| NamedAction {
        action: row.action,
        label: full(texts, row.action),
        keys: row.keys.iter().map(|one| key(texts, *one)).collect(),
    };
    KEYS.iter().map(name).collect()
}

/// What an action does, in full.
#[must_use]
pub fn full(texts: &Texts, action: Action) -> String {
    match action {
        Action::Offer => texts.label_offer(),
        Action::Hold => texts.label_hold(),
        Action::Enquiry => texts.label_enquiry(),
        Action::Answer => texts.label_answer(),
        Action::Reasons => texts.label_reasons(),
        Action::Confirm => texts.label_confirm(),
        Action::SwapOrder => texts.label_swap_order(),
        Action::NewCall => texts.label_new_call(),
        Action::Checklist => texts.label_checklist(),
        Action::Steps => texts.label_steps(),
        Action::Meanwhile => texts.label_meanwhile(),
        Action::Deviation => texts.label_deviation(),
        Action::Deviations => texts.label_deviations(),
        Action::Handover => texts.label_handover(),
        Action::SignHandover => texts.label_sign_handover(),
        Action::CallBack => texts.label_call_back(),
        Action::Refer => texts.label_refer(),
        Action::Turns => texts.label_turns(),
        Action::CloseCall => texts.label_close_call(),
        Action::Placement => texts.label_placement(),
        Action::Edit => texts.label_edit(),
        Action::Reveal => texts.label_reveal(),
        Action::ItemJournal => texts.label_item_journal(),
        Action::Export => texts.label_export(),
        Action::Phones => texts.label_phones(),
        Action::Changes => texts.label_changes(),
        Action::Redo => texts.label_redo(),
        Action::Palette => texts.label_palette(),
        Action::Find => texts.label_find(),
        Action::Save => texts.label_save(),
        Action::HideWords => texts.label_hide_words(),
        Action::Places => texts.label_places(),
        Action::Calls => texts.label_calls(),
        Action::FollowUps => texts.label_follow_ups(),
        Action::Journal => texts.label_journal(),
        Action::Left => texts.label_left(),
        Action::Right => texts.label_right(),
        Action::Undo => texts.label_undo(),
        Action::Help => texts.label_help(),
        Action::Board => texts.label_board(),
        Action::Up => texts.label_up(),
        Action::Down => texts.label_down(),
        Action::PageUp => texts.label_page_up(),
        Action::PageDown => texts.label_page_down(),
        Action::First => texts.label_first(),
        Action::Last => texts.label_last(),
        Action::NextPane => texts.label_next_pane(),
        Action::PreviousPane => texts.label_previous_pane(),
        Action::Open => texts.label_open(),
        Action::Back => texts.label_back(),
        Action::Redraw => texts.label_redraw(),
        Action::Silence => texts.label_silence(),
        Action::Lock => texts.label_lock(),
        Action::Suspend => texts.label_suspend(),
        Action::Quit => texts.label_quit(),
    }
    .into_owned()
}

/// What an action does, in a word or two, whatever it acts on.
#[must_use]
pub fn plain(texts: &Texts, action: Action) -> String {
    match action {
        Action::Hold => texts.label_hold_this(),
        Action::Enquiry => texts.label_enquiry_short(),
        Action::Checklist => texts.label_checklist_short(),
        Action::Steps => texts.label_steps_short(),
        Action::Meanwhile => texts.label_meanwhile_short(),
        Action::Deviation => texts.label_deviation_short(),
        Action::CallBack => texts.label_call_back_short(),
        Action::Refer => texts.label_refer_short(),
        Action::Turns => texts.label_turns_short(),
        Action::CloseCall => texts.label_close_call_short(),
        Action::Placement => texts.label_placement_short(),
        Action::Edit => texts.label_edit_short(),
        Action::Reveal => texts.label_reveal_short(),
        Action::ItemJournal => texts.label_item_journal_short(),
        Action::Export => texts.label_export_short(),
        Action::SignHandover => texts.label_sign_handover_short(),
        Action::Phones => texts.label_phones_short(),
        Action::Changes => texts.label_changes_short(),
        Action::Palette => texts.label_palette_short(),
        Action::Find => texts.label_find_short(),
        Action::Reasons => texts.label_reasons_short(),
        Action::Confirm => texts.label_confirm_short(),
        Action::SwapOrder => texts.label_swap_order_short(),
        Action::NewCall => texts.label_new_call_short(),
        Action::Undo => texts.label_undo_short(),
        Action::NextPane => texts.label_next_pane_short(),
        _ => return full(texts, action),
    }
    .into_owned()
}

/// What an action does here and now, in a word or two, naming what it acts on.
#[must_use]
pub fn short(scene: Scene<'_>, action: Action, marked: Option<(CallId, UnitId)>) -> String {
    let texts = scene.texts;
    let name = marked.and_then(|(call, unit)| Some((call, scene.view()?.board.unit(unit)?.name.clone())));
    if let Some(label) = naming(scene, action) {
        return label;
    }
    match (action, name) {
        (Action::Offer, Some((call, unit))) => texts.label_offer_this(call.0, unit),
        (Action::Hold, _) if is_own_hold(scene, marked) => texts.label_hold_more().into_owned(),
        _ => plain(texts, action),
    }
}

/// What an action does, naming the call or the place it acts on; none for what names nothing of its own.
fn naming(scene: Scene<'_>, action: Action) -> Option<String> {
    let (texts, model) = (scene.texts, scene.model);
    let view = scene.view()?;
    let call = marked_call(model);
    let unit = || Some(view.board.unit(marked_unit(model)?)?.name.as_str());
    if model.screen == Screen::FollowUps
        && let Some(label) = naming_follow_up(scene, action)
    {
        return Some(label);
    }
    if model.screen == Screen::Handover
        && let Some(label) = naming_handover(scene, action)
    {
        return Some(label);
    }
    let is_about_place = match model.screen {
        Screen::Board => model.marks.pane == Pane::Places,
        Screen::Places => true,
        Screen::Entry(_)
        | Screen::Calls
        | Screen::FollowUps
        | Screen::Deviations
        | Screen::Handover
        | Screen::Journal => false,
    };
    match action {
        Action::Offer => {
            let offer = view.to_fill_in(view.board.call(call?)?)?;
            Some(texts.label_fill_in(offer.id.0))
        }
        Action::Hold if model.screen == Screen::Places => Some(texts.label_hold_for(call?.0)),
        Action::Answer => Some(texts.label_answer_this(call?.0)),
        Action::Confirm => Some(texts.label_confirm_this(unit()?)),
        Action::Edit if is_about_place => Some(texts.label_edit_place(unit()?)),
        Action::Edit => Some(texts.label_edit_call(call?.0)),
        Action::CloseCall => Some(texts.label_close_this(call?.0)),
        Action::Placement if model.screen == Screen::Places => Some(texts.label_placement_unit(unit()?)),
        Action::Placement => Some(texts.label_placement_this(call?.0)),
        Action::Reveal if is_about_place => Some(texts.label_reveal_home(unit()?)),
        Action::Checklist if model.screen == Screen::Places => Some(texts.label_edit_unit().into_owned()),
        Action::ItemJournal if model.screen == Screen::Places => Some(texts.label_history().into_owned()),
        Action::Open if is_about_place && model.marks.shows_ladder() => {
            Some(texts.label_ring_and_log().into_owned())
        }
        Action::Left | Action::Right if model.screen == Screen::Board => {
            if model.marks.shows_ladder() {
                Some(texts.label_to_places().into_owned())
            } else if view.count_turns(call?) > 1 {
                None
            } else {
                Some(texts.label_to_ladder().into_owned())
            }
        }
        Action::Open if is_about_place => None,
        Action::Open => Some(texts.label_open_this(call?.0)),
        Action::Places if view.calls.is_empty() && view.free.stale > 0 => {
            Some(texts.label_places_confirm(view.free.stale))
        }
        _ => None,
    }
}

/// What an action does on the handover, for help.
#[must_use]
pub fn on_handover(scene: Scene<'_>, action: Action) -> String {
    let (texts, is_received) = (scene.texts, receivable(scene.model).is_some());
    match action {
        Action::Open if is_received => texts.help_here_through(),
        Action::Open | Action::Edit => texts.help_here_case(),
        Action::Left => texts.help_here_calmer(),
        Action::Right => texts.help_here_closer(),
        Action::SignHandover if is_received => texts.help_here_receive(),
        Action::SignHandover if late_shift::shown(scene.model).is_some() => texts.help_here_take(),
        Action::SignHandover => texts.help_here_give(),
        Action::PreviousPane => texts.help_here_previous(),
        Action::Export => texts.help_here_print(),
        _ => return naming_handover(scene, action).unwrap_or_else(|| full(texts, action)),
    }
    .into_owned()
}

/// What an action does on the handover.
fn naming_handover(scene: Scene<'_>, action: Action) -> Option<String> {
    let (texts, is_received) = (scene.texts, receivable(scene.model).is_some());
    let label = match action {
        Action::Open if is_received => texts.label_go_through(),
        Action::Open | Action::Edit => texts.label_case_window(),
        Action::Left | Action::Right => texts.label_closer(),
        Action::SignHandover if is_received => texts.label_receive_handover(),
        Action::SignHandover if late_shift::shown(scene.model).is_some() => texts.label_take_shift(),
        Action::SignHandover => texts.label_give_handover(),
        Action::NextPane | Action::PreviousPane => texts.label_next_page(),
        Action::Export => texts.label_print_page(),
        _ => return None,
    };
    Some(label.into_owned())
}

/// What an action does with the marked follow-up.
fn naming_follow_up(scene: Scene<'_>, action: Action) -> Option<String> {
    let (texts, model) = (scene.texts, scene.model);
    match (action, model.follow_ups.marked()?) {
        (Action::Open, Row::Later) if model.follow_ups.shows_later => {
            Some(texts.label_later_close().into_owned())
        }
        (Action::Open, Row::Later) => Some(texts.label_later_open().into_owned()),
        (Action::Open, Row::Line(_)) => {
            let line = marked_line(model)?;
            let call = line.first.call.0;
            Some(if line.first.kind == FollowUpKind::ItemLater {
                texts.label_item_this(call)
            } else if line.more.is_empty() {
                texts.label_done_this(call)
            } else {
                texts.label_done_which(call)
            })
        }
        (Action::Edit, _) => Some(texts.label_move().into_owned()),
        _ => None,
    }
}

fn is_own_hold(scene: Scene<'_>, marked: Option<(CallId, UnitId)>) -> bool {
    let row = marked.and_then(|(call, unit)| scene.view()?.unit_row(call, unit));
    row.is_some_and(|row| row.place.facts.iter().any(|fact| matches!(fact, Fact::HeldByThisCall { .. })))
}

/// Why an action can do nothing now.
#[must_use]
pub fn why_not(texts: &Texts, why: WhyNot) -> String {
    match why {
        WhyNot::NoCall => texts.not_no_call().into_owned(),
        WhyNot::NoPlace => texts.not_no_place().into_owned(),
        WhyNot::Consultation(call) => texts.not_consultation(call.0),
        WhyNot::EveryChildHasOffer(call) => texts.not_every_child(call.0),
        WhyNot::NoOffer(call) => texts.not_no_offer(call.0),
        WhyNot::NotAccepted(call) => texts.not_accepted(call.0),
        WhyNot::NotLivedIn => texts.not_lived_in().into_owned(),
        WhyNot::OtherScreen => texts.not_other_screen().into_owned(),
        WhyNot::HasReferral(call) => texts.not_has_referral(call.0),
        WhyNot::Together(call) => texts.not_together(call.0, first_key(texts, Action::Turns)),
        WhyNot::OneTurn(call) => texts.not_one_turn(call.0),
        WhyNot::Closed(call) => texts.not_closed(call.0),
        WhyNot::OnlyInFields => texts.not_only_in_fields().into_owned(),
        WhyNot::LineWithoutCall => texts.not_line_without_call().into_owned(),
        WhyNot::EmptyList => texts.not_empty_list().into_owned(),
        WhyNot::NoItem => texts.not_no_item().into_owned(),
        WhyNot::NoFollowUp => texts.not_no_follow_up().into_owned(),
        WhyNot::NoHandover => texts.not_no_handover().into_owned(),
        WhyNot::NothingToGoThrough => texts.not_nothing_to_go_through().into_owned(),
        WhyNot::GiverSetsLevel => texts.not_giver_sets_level().into_owned(),
        WhyNot::Received => texts.not_received().into_owned(),
        WhyNot::WaitsForReceiver => texts.not_waits_for_receiver().into_owned(),
        WhyNot::NotForgotten => texts.not_forgotten().into_owned(),
        WhyNot::CasesLeft(count) => texts.not_cases_left(count),
        WhyNot::OnePage => texts.not_one_page().into_owned(),
        WhyNot::NothingSounds => texts.not_nothing_sounds().into_owned(),
        WhyNot::AllShown => texts.not_all_shown().into_owned(),
        WhyNot::WindowOpen => texts.not_window_open().into_owned(),
        WhyNot::NoBoard => texts.not_no_board().into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const START: &str = "<!-- keys: made from the key table; a test compares -->\n";
    const END: &str = "<!-- /keys -->";

    fn table(texts: &Texts) -> String {
        let rows = KEYS.iter().map(|row| {
            let keys = row.keys.iter().map(|one| format!("`{}`", key(texts, *one))).collect::<Vec<_>>();
            format!("| {} | {} |\n", keys.join(" "), full(texts, row.action))
        });
        format!("| key | what it does |\n|---|---|\n{}", rows.collect::<String>())
    }

    /// `UPDATE_README=1 cargo test --lib readme` writes the table anew.
    #[test]
    fn the_readme_has_every_key_of_the_table() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        let readme = std::fs::read_to_string(&path).unwrap();
        let table = table(&Texts::load(Texts::DEFAULT).unwrap());
        let (before, rest) = readme.split_once(START).unwrap();
        let (written, after) = rest.split_once(END).unwrap();
        if std::env::var_os("UPDATE_README").is_some() {
            std::fs::write(&path, format!("{before}{START}{table}{END}{after}")).unwrap();
        } else {
            assert_eq!(written, table, "write it anew: UPDATE_README=1 cargo test --lib readme");
        }
    }
}
