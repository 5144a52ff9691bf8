//! What has a time: the deadline of an offer, follow-ups, holds that lapse. First the marked call's, then others'.

use chrono::{DateTime, TimeDelta, Utc};
use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::call_row::{CallRow, Standing};
use crate::app::next_change::HOLD_ENDS_SOON;
use crate::domain::call::Call;
use crate::domain::claim::ClaimKind;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use crate::domain::ids::CallId;

use super::calls::heading;
use crate::tui::frame::pane;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// Something with a time.
pub struct Step {
    /// When, as shown.
    pub when: String,
    /// What.
    pub what: String,
    due_at: DateTime<Utc>,
    /// How long before its time it is marked.
    marked_before: TimeDelta,
}

/// Draws the pane; a question that is to be asked now stands below.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, question: Option<String>) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let marked = scene.model.marks.call();
    let own = marked.and_then(|id| Some(of_call(scene, view, view.board.call(id)?, view.call_row(id)?)));
    let title = match marked {
        Some(call) => texts.steps_title(call.0),
        None => texts.steps_title_empty().into_owned(),
    };
    let whole = pane(pen, area, &title, "", false);
    let asked = question.map_or_else(Vec::new, |text| wrap(&text, whole.width.saturating_sub(2)));
    let below = u16::try_from(asked.len()).unwrap_or(0).min(whole.height / 2);
    for (y, text) in (whole.height - below..).zip(&asked) {
        pen.line(whole, y).text(" ", Role::Text).text(text, Role::Strong);
    }
    let inner = Rect { height: whole.height - below, ..whole };
    let own = own.unwrap_or_default();
    let others = of_others(scene, view, marked);
    let mut rows: Vec<Row<'_>> = own.iter().map(Row::Step).collect();
    if own.is_empty() {
        rows.push(Row::None);
    }
    if !others.is_empty() {
        rows.push(Row::Blank);
        rows.push(Row::Others);
        rows.extend(others.iter().map(Row::Step));
    }
    let room = usize::from(inner.height);
    let shown = if rows.len() > room { room.saturating_sub(1) } else { rows.len() };
    for (y, row) in (0..).zip(rows.iter().take(shown)) {
        match row {
            Row::Step(step) => draw_step(pen, inner, y, scene, step),
            Row::None => {
                pen.line(inner, y).text(" ", Role::Text).text(texts.steps_none(), Role::Faint);
            }
            Row::Others => heading(pen, inner, y, &texts.steps_others()),
            Row::Blank => {}
        }
    }
    let left = rows.iter().skip(shown).filter(|row| matches!(row, Row::Step(_))).count();
    if left > 0 {
        let last = inner.height.saturating_sub(1);
        pen.line(inner, last).text(" ", Role::Text).text(texts.steps_more(left), Role::Faint);
    }
}

/// A row of the pane.
enum Row<'a> {
    Step(&'a Step),
    None,
    Blank,
    Others,
}

/// What other calls are to get by a follow-up, the soonest first: what is late stands above.
fn of_others(scene: Scene<'_>, view: &BoardView, marked: Option<CallId>) -> Vec<Step> {
    let others = view.board.follow_ups.iter().filter(|follow_up| Some(follow_up.call) != marked);
    let mut steps: Vec<Step> = others
        .filter_map(|follow_up| {
            let call = view.board.call(follow_up.call)?;
            let mut step = of_follow_up(scene, view, call, follow_up)?;
            step.what = scene.texts.step_of_call(call.id.0, step.what);
            Some(step)
        })
        .collect();
    steps.sort_by_key(|step| step.due_at);
    steps
}

/// What the marked call is to get, the soonest first.
pub fn of_call(scene: Scene<'_>, view: &BoardView, call: &Call, row: &CallRow) -> Vec<Step> {
    let texts = scene.texts;
    let step = |due_at, what| Step {
        when: texts.time_or_day(due_at, scene.now()),
        what,
        due_at,
        marked_before: TimeDelta::zero(),
    };
    let mut steps: Vec<Step> = view
        .board
        .follow_ups
        .iter()
        .filter(|follow_up| follow_up.call == call.id)
        .filter_map(|follow_up| of_follow_up(scene, view, call, follow_up))
        .collect();
    let holds = view.board.places.iter().filter_map(|place| {
        let claim = place.live_claim(scene.now())?;
        (claim.call == call.id && claim.kind == ClaimKind::Hold).then_some((place.unit, claim.until?))
    });
    steps.extend(holds.filter_map(|(unit, until)| {
        let name = view.board.unit(unit)?.name.as_str();
        Some(Step { marked_before: HOLD_ENDS_SOON, ..step(until, texts.steps_hold_ends(name)) })
    }));
    if let (Standing::NeedsPlace, Some(_), Some(deadline)) =
        (row.standing, row.response.left(scene.now()), row.deadline)
    {
        steps.push(step(deadline, texts.steps_offer_due().into_owned()));
    }
    steps.sort_by_key(|step| step.due_at);
    steps
}

fn of_follow_up(scene: Scene<'_>, view: &BoardView, call: &Call, follow_up: &FollowUp) -> Option<Step> {
    let texts = scene.texts;
    let unit = || {
        let offer = view.board.offers.iter().find(|offer| Some(offer.id) == follow_up.offer)?;
        view.unit_of_place(offer.place).map(|unit| unit.name.as_str())
    };
    let what = match follow_up.kind {
        FollowUpKind::OfferAnswer => texts.step_offer_answer(scene.caller_place(call)),
        FollowUpKind::OfferReason => texts.step_offer_reason().into_owned(),
        FollowUpKind::CallBack => texts.step_call_back(scene.caller_place(call)),
        FollowUpKind::ItemLater => {
            texts.step_item_later(follow_up.item.map_or("", |item| scene.item_label(item)))
        }
        FollowUpKind::ConfirmPlace => texts.step_confirm_place(unit()?),
        FollowUpKind::Step => {
            let owner = match follow_up.owner {
                Owner::Department => scene.department_of(call),
                Owner::Adviser => follow_up.by.clone(),
            };
            texts.step_task(owner, texts.step_name(follow_up.step?))
        }
        FollowUpKind::Arrival => texts.step_arrival(unit()?),
        FollowUpKind::PlaceFree => texts.step_place_free(view.unit_of_place(follow_up.place?)?.name.as_str()),
        FollowUpKind::AskAgain => texts.step_ask_again(scene.asked(follow_up.enquiry?)?),
        FollowUpKind::ClearWithMeasure => texts.step_clear_with_measure(unit()?),
    };
    Some(Step {
        when: texts.time_or_day(follow_up.due_at, scene.now()),
        what,
        due_at: follow_up.due_at,
        marked_before: TimeDelta::zero(),
    })
}

fn draw_step(pen: &mut Pen<'_>, area: Rect, y: u16, scene: Scene<'_>, step: &Step) {
    let is_marked = step.due_at - step.marked_before <= scene.now();
    let (sign, role) = if is_marked { ("!", Role::Warning) } else { (" ", Role::Text) };
    pen.line(area, y).text(sign, role).column(7, &step.when, role).text(&step.what, role);
}
