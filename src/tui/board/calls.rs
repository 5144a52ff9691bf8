//! The pane of open calls beside the places: the most urgent clock in large digits, a few lines a call, what is
//! parked and what was closed.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::call_row::{CallRow, ChildRow, Standing};
use crate::app::marks::Pane;
use crate::app::next_change::HOLD_ENDS_SOON;
use crate::domain::call::{Call, CallKind, DecisionStatus};
use crate::domain::claim::ClaimKind;
use crate::domain::clocks::{PlacelessClock, ResponseClock};
use crate::domain::follow_up::FollowUpKind;

use super::child_rows::{child_words, part_offered};
use super::parked::parked;
use super::{has_focus, mark};
use crate::tui::digits::large;
use crate::tui::frame::pane;
use crate::tui::list::Scroll;
use crate::tui::pen::{Pen, cells};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// With this many open calls the large digits give way.
const LARGE_DIGITS_BELOW: usize = 5;
/// With this many, only the marked call has more than one line.
const ONE_LINE_FROM: usize = 12;
/// Columns before a line below the first: the mark and two blanks.
const INDENT: u16 = 3;
/// Rows the large digits take, with a blank row above and below.
const LARGE_ROWS: u16 = 5;

/// Draws the pane.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, scroll: &mut Scroll) {
    let Some(view) = scene.view() else { return };
    let focused = has_focus(scene, Pane::Calls);
    let inner = pane(pen, area, &title(scene, view), "", focused);
    if inner.height == 0 {
        return;
    }
    let tail = draw_tail(pen, inner, scene, view);
    let room = Rect { height: inner.height - tail, ..inner };
    if view.calls.is_empty() {
        return draw_nobody_waits(pen, room, scene, view, focused);
    }
    let digits = draw_large_digits(pen, room, scene, view);
    let room = Rect { y: room.y + digits, height: room.height - digits, ..room };
    draw_calls(pen, room, scene, view, scroll, focused);
}

/// `Åpne 8 · 1 OVER FRISTEN`.
pub fn title(scene: Scene<'_>, view: &BoardView) -> String {
    let over = view.calls.iter().filter(|row| row.is_over(scene.now())).count();
    match over {
        0 => scene.texts.calls_title(view.calls.len()),
        over => scene.texts.calls_title_over(view.calls.len(), over),
    }
}

/// What the adviser does or asks next about a call, in so many columns where it can be said shorter.
pub fn next_of(scene: Scene<'_>, row: &CallRow, call: &Call, width: u16) -> Option<String> {
    let texts = scene.texts;
    if let Standing::AwaitsAnswer { offer, .. } = row.standing {
        let due = scene.view()?.board.follow_ups.iter().find(|follow_up| {
            follow_up.kind == FollowUpKind::OfferAnswer && follow_up.offer == Some(offer)
        })?;
        let who = scene.caller_place(call);
        return Some(if due.due_at <= scene.now() {
            texts.call_do_answer_late(who)
        } else {
            texts.call_do_answer(texts.time(due.due_at), who)
        });
    }
    if matches!(row.standing, Standing::Accepted { .. }) {
        return Some(scene.journey(row, width));
    }
    if let Some(ends) = hold_that_ends(scene, call) {
        return Some(ends);
    }
    if let Some(unit) = row.lives_at.and_then(|unit| scene.view()?.board.unit(unit)) {
        return Some(texts.call_lives_at(unit.name.as_str()));
    }
    row.gaps.first().map(|gap| texts.call_ask(scene.gap(*gap)))
}

fn draw_calls(
    pen: &mut Pen<'_>,
    room: Rect,
    scene: Scene<'_>,
    view: &BoardView,
    scroll: &mut Scroll,
    focused: bool,
) {
    let marked = view.calls.iter().position(|row| Some(row.id) == scene.model.marks.call());
    let lines: Vec<Vec<CallLine>> = view
        .calls
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row, view.board.call(row.id)?)))
        .map(|(at, row, call)| {
            call_lines(scene, row, call, (marked == Some(at), view.calls.len(), room.width))
        })
        .collect();
    let heights: Vec<u16> = lines.iter().map(|lines| u16::try_from(lines.len()).unwrap_or(1)).collect();
    // Overdue calls stand first and never scroll out, as far as the marked one has room below them.
    let mut pinned = view.calls.iter().take_while(|row| row.is_over(scene.now())).count();
    pinned = pinned.min(marked.unwrap_or(lines.len())).min(lines.len() - 1);
    while pinned > 1 && heights[..pinned].iter().sum::<u16>() > room.height / 2 {
        pinned -= 1;
    }
    let pinned_height = heights[..pinned].iter().sum::<u16>();
    let rest = room.height.saturating_sub(pinned_height);
    let marked_in_rest = marked.and_then(|at| at.checked_sub(pinned));
    let mut seen = scroll.visible(&heights[pinned..], marked_in_rest, rest);
    let is_cut = seen.len() < heights.len() - pinned;
    if is_cut {
        seen = scroll.visible(&heights[pinned..], marked_in_rest, rest.saturating_sub(1));
    }
    let mut y = 0;
    let shown = (0..pinned).chain(seen.clone().map(|at| at + pinned));
    for at in shown {
        for (n, line) in lines[at].iter().enumerate() {
            let is_marked = marked == Some(at);
            draw_line(pen, room, y, line, is_marked, is_marked && focused && n == 0, focused);
            y += 1;
        }
    }
    if is_cut {
        let is_hidden = |at: &usize| *at >= pinned && !seen.contains(&(at - pinned));
        let hidden: Vec<&CallRow> = (0..heights.len()).filter(is_hidden).map(|at| &view.calls[at]).collect();
        pen.line(room, room.height.saturating_sub(1))
            .text("   ", Role::Text)
            .text(folded(scene, &hidden), Role::Text);
    }
}

/// The calls there is no room for, in one line: `4 til: neste 71 min · 1 venter på svar`.
pub fn folded(scene: Scene<'_>, hidden: &[&CallRow]) -> String {
    let texts = scene.texts;
    let next = hidden.iter().filter_map(|row| row.response.left(scene.now())).min();
    let awaits = hidden.iter().filter(|row| matches!(row.standing, Standing::AwaitsAnswer { .. })).count();
    let next = next.map(|left| {
        let is_over = left <= chrono::TimeDelta::zero();
        let time = if is_over { texts.call_over(texts.over(-left)) } else { scene.time_left(left) };
        texts.calls_folded_next(time)
    });
    let awaits = (awaits > 0).then(|| texts.calls_folded_awaits(awaits));
    let told: Vec<String> = next.into_iter().chain(awaits).collect();
    let count = texts.calls_folded(hidden.len());
    if told.is_empty() { count } else { format!("{count}: {}", told.join(" · ")) }
}

/// The place that came free for a call that looks for one.
pub fn freed(scene: Scene<'_>, row: &CallRow) -> Option<String> {
    let freed = row.freed.filter(|_| row.is_looked_for())?;
    let unit = scene.view()?.board.unit(freed.unit)?;
    Some(scene.texts.call_place_free(unit.name.as_str()))
}

/// Who was asked for a place and what they said: `spurt 5: 4 nei, Åsen svarer 05:00`.
pub fn asked(scene: Scene<'_>, row: &CallRow) -> Option<String> {
    let (texts, asked) = (scene.texts, row.asked);
    let mut said = Vec::new();
    said.extend((asked.no > 0).then(|| texts.call_asked_no(asked.no)));
    said.extend((asked.silent > 0).then(|| texts.call_asked_silent(asked.silent)));
    said.extend(asked.yes.and_then(|yes| Some(texts.call_asked_yes(scene.asked(yes)?))));
    said.extend(awaited(scene, row));
    said.extend((asked.awaited_besides > 0).then(|| texts.call_asked_besides(asked.awaited_besides)));
    let count = texts.ladder_asked(asked.count);
    match (asked.count, said.is_empty()) {
        (0, _) => None,
        (_, true) => Some(count),
        (_, false) => Some(format!("{count}: {}", said.join(", "))),
    }
    .filter(|_| row.is_looked_for())
}

/// Whose answer is awaited, and when it comes: `Åsen svarer 05:00`.
fn awaited(scene: Scene<'_>, row: &CallRow) -> Option<String> {
    let awaited = row.asked.awaited?;
    let enquiry = scene.view()?.board.enquiries.iter().find(|one| one.id == awaited)?;
    Some(format!("{} {}", scene.asked(awaited)?, scene.texts.enquiry_told(enquiry, scene.now())))
}

/// The same in short: whose answer comes, else what was said.
pub fn asked_short(scene: Scene<'_>, row: &CallRow) -> Option<String> {
    awaited(scene, row).filter(|_| row.is_looked_for()).or_else(|| asked(scene, row))
}

/// The hold of a call that ends soonest, while it is marked as ending.
fn hold_that_ends(scene: Scene<'_>, call: &Call) -> Option<String> {
    let view = scene.view()?;
    let places = view.board.places.iter();
    let ending = places.filter_map(|place| {
        let claim = place.live_claim(scene.now())?;
        let until = claim.until.filter(|until| *until - scene.now() <= HOLD_ENDS_SOON)?;
        (claim.call == call.id && claim.kind == ClaimKind::Hold).then_some((until, place.unit))
    });
    let (until, unit) = ending.min()?;
    Some(scene.texts.call_hold_ends(scene.texts.time(until), view.board.unit(unit)?.name.as_str()))
}

/// One line of a call.
struct CallLine {
    text: String,
    role: Role,
    right: Option<(String, Role)>,
    /// Tenths of the time that are used, for a bar before the right text.
    bar: Option<f64>,
}

impl CallLine {
    fn below(text: &str) -> Self {
        Self { text: format!("  {text}"), role: Role::Text, right: None, bar: None }
    }
}

fn call_lines(
    scene: Scene<'_>,
    row: &CallRow,
    call: &Call,
    (is_marked, count, width): (bool, usize, u16),
) -> Vec<CallLine> {
    let mut name = format!("{} {}", call.id, scene.caller_place(call));
    let clock = scene.clock(row);
    let fits_with = |text: &str, right: &str| cells(text) + cells(right) + 2 <= width;
    if let Some(caller) = call.caller {
        let with_caller = format!("{name} · {}", scene.caller_short(caller));
        // Who phones gives way before the municipality is cut.
        if fits_with(&with_caller, &clock.0) {
            name = with_caller;
        }
    }
    let role = if is_marked { Role::Strong } else { Role::Text };
    let mut lines = vec![CallLine { text: name, role, right: Some(clock), bar: None }];
    if count >= ONE_LINE_FROM && !is_marked {
        lines.extend(freed(scene, row).map(|text| CallLine { role: Role::Good, ..CallLine::below(&text) }));
        return lines;
    }
    // The right end is never cut: how many fit, or how soon an offer was given, matters most.
    let right = outcome(scene, row, call).map(|text| (text, Role::Text));
    let request = scene.request(call);
    let is_whole = fits_with(&format!("  {request}"), right.as_ref().map_or("", |(text, _)| text.as_str()));
    let request = if is_whole { request } else { request.replace(" · ", " ") };
    lines.push(CallLine { right, ..CallLine::below(&request) });
    lines.extend(freed(scene, row).map(|text| CallLine { role: Role::Good, ..CallLine::below(&text) }));
    if is_marked && call.may_be_known == Some(false) {
        let text = format!("! {}", scene.texts.call_not_to_be_known());
        lines.push(CallLine { role: Role::Alarm, ..CallLine::below(&text) });
    }
    if count >= LARGE_DIGITS_BELOW && !is_marked {
        return lines;
    }
    if let Some(used) = used(row, scene.now()) {
        let right = scene.placeless(row).map(|text| (text, Role::Faint));
        lines.push(CallLine { text: "  ".to_owned(), role: Role::Text, right, bar: Some(used) });
    } else if let (Some(placeless), true) = (scene.placeless(row), row.standing != Standing::NeedsPlace) {
        lines.push(CallLine::below(&placeless));
    }
    if is_marked {
        if call.decision == Some(DecisionStatus::AwaitsPlace) {
            lines.push(CallLine::below(&scene.texts.call_decision_awaits_long()));
        }
        lines.extend(row.children.iter().map(|child| child_line(scene, call, child, width)));
        lines.extend(asked(scene, row).as_deref().map(CallLine::below));
    }
    let next = next_of(scene, row, call, width.saturating_sub(INDENT));
    let is_under_way = matches!(row.standing, Standing::AwaitsAnswer { .. } | Standing::Accepted { .. });
    if is_marked || is_under_way || row.lives_at.is_some() {
        lines.extend(next.as_deref().map(CallLine::below));
    }
    lines
}

/// A child's own line; what its time is gives way before the unit is cut.
fn child_line(scene: Scene<'_>, call: &Call, child: &ChildRow, width: u16) -> CallLine {
    let words = child_words(scene, call, child);
    let is_whole = |right: &str| cells(&words.text) + cells(right) + 2 <= width;
    let right = if is_whole(&words.right) { words.right } else { words.time };
    CallLine { text: words.text, role: Role::Text, right: Some((right, Role::Faint)), bar: None }
}

/// How many places fit, or how soon the offer was given.
fn outcome(scene: Scene<'_>, row: &CallRow, call: &Call) -> Option<String> {
    match row.standing {
        Standing::NeedsPlace if row.children_offered > 0 => Some(part_offered(scene, row, call)),
        Standing::NeedsPlace => Some(scene.fits(row.fits, row.takes_part)),
        Standing::AwaitsAnswer { .. } | Standing::Accepted { .. } | Standing::StaysOpen => match row.response
        {
            ResponseClock::Stopped { took } => Some(scene.texts.call_offer_took(took.num_minutes())),
            ResponseClock::Running { .. } | ResponseClock::None => None,
        },
        Standing::Consultation => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "minutes of a night")]
fn used(row: &CallRow, now: chrono::DateTime<chrono::Utc>) -> Option<f64> {
    let ResponseClock::Running { since, deadline } = row.response else { return None };
    // By whole minutes, so that it moves with the figures beside it.
    let whole = (deadline - since).num_minutes().max(1) as f64;
    Some(((now - since).num_minutes() as f64 / whole).clamp(0.0, 1.0))
}

fn draw_line(
    pen: &mut Pen<'_>,
    room: Rect,
    y: u16,
    line: &CallLine,
    is_marked: bool,
    has_cursor: bool,
    focused: bool,
) {
    let (sign, sign_role) = mark(is_marked, focused);
    let mut out = pen.line(room, y);
    out.text(sign, sign_role);
    if has_cursor {
        out.cursor_here();
    }
    if let Some(used) = line.bar {
        out.text(&line.text, Role::Text);
        if let Some((text, role)) = &line.right {
            out.right(text, *role);
        }
        let width = out.room();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the width"
        )]
        let filled = (f64::from(width) * used).round() as usize;
        out.text("━".repeat(filled), Role::Strong).fill("─", Role::Faint);
        return;
    }
    if let Some((text, role)) = &line.right {
        out.right(text, *role);
    }
    out.text(&line.text, line.role);
}

/// The most urgent running clock, readable across the room; rows used.
fn draw_large_digits(pen: &mut Pen<'_>, room: Rect, scene: Scene<'_>, view: &BoardView) -> u16 {
    let needed = LARGE_ROWS + 4 * u16::try_from(view.calls.len()).unwrap_or(u16::MAX).min(4);
    let urgent = view.calls.iter().find_map(|row| Some((row, row.response.left(scene.now())?)));
    let Some((row, left)) = urgent.filter(|_| view.calls.len() < LARGE_DIGITS_BELOW && room.height >= needed)
    else {
        return 0;
    };
    let Some((call, deadline)) = view.board.call(row.id).zip(row.deadline) else { return 0 };
    let (_, role) = scene.clock(row);
    let is_over = left <= chrono::TimeDelta::zero();
    let minutes = crate::domain::clocks::minutes_left(left).abs();
    let sign = if is_over { "+" } else { "" };
    let rows = large(&format!("{sign}{}:{:02}", minutes / 60, minutes % 60));
    let width = cells(&rows[0]) + 4;
    for (y, text) in (1..).zip(&rows) {
        pen.line(room, y)
            .text("  ", Role::Text)
            .text(text, if role == Role::Text { Role::Strong } else { role });
    }
    let due = scene.texts.time(deadline);
    let due = if is_over { scene.texts.calls_deadline_was(due) } else { scene.texts.calls_deadline(due) };
    pen.line(room, 1).to(width).text(scene.texts.calls_most_urgent(call.id.0), Role::Strong);
    let who = format!("{}, {}", scene.caller_place(call), scene.children(call));
    pen.line(room, 2).to(width).text(who, Role::Text);
    pen.line(room, 3).to(width).text(due, Role::Text);
    LARGE_ROWS
}

fn draw_nobody_waits(pen: &mut Pen<'_>, room: Rect, scene: Scene<'_>, view: &BoardView, focused: bool) {
    let texts = scene.texts;
    let mut line = pen.line(room, 1);
    line.text(mark(true, focused).0, Role::Mark);
    if focused {
        line.cursor_here();
    }
    line.text("  ", Role::Text).text(texts.calls_nobody_waits(), Role::Strong);
    let rows = [
        texts.calls_when_it_rings().into_owned(),
        texts.calls_line_example().into_owned(),
        String::new(),
        texts.calls_free_in_all(view.free.free, view.free.stale),
    ];
    for (y, text) in (3..).zip(rows) {
        pen.line(room, y).text("   ", Role::Text).text(text, Role::Text);
    }
}

/// Parked lines and closed calls, at the bottom; rows used.
fn draw_tail(pen: &mut Pen<'_>, inner: Rect, scene: Scene<'_>, view: &BoardView) -> u16 {
    let texts = scene.texts;
    let share = inner.height / 4;
    let parked = parked(scene, view);
    let drafts = parked.len().min(usize::from(share.saturating_sub(1)).max(1));
    let closed = view.closed.len().min(usize::from(share.saturating_sub(1)));
    let rows = |count: usize| if count == 0 { 0 } else { u16::try_from(count + 1).unwrap_or(u16::MAX) };
    let height = (rows(drafts) + rows(closed)).min(inner.height);
    let tail = Rect { y: inner.bottom() - height, height, ..inner };
    let mut y = 0;
    if drafts > 0 {
        heading(pen, tail, y, &texts.calls_drafts());
        y += 1;
        for (text, how) in parked.iter().take(drafts) {
            let mut line = pen.line(tail, y);
            line.right(how, Role::Faint).text(" ", Role::Text).text(text, Role::Text);
            y += 1;
        }
    }
    if closed > 0 {
        heading(pen, tail, y, &texts.calls_closed());
        y += 1;
        for call in view.closed.iter().filter_map(|id| view.board.call(*id)).take(closed) {
            let mut line = pen.line(tail, y);
            line.right(came_of(scene, view, call), Role::Faint);
            line.text(format!(" {} {}", call.id, scene.caller_place(call)), Role::Text);
            y += 1;
        }
    }
    height
}

fn came_of(scene: Scene<'_>, view: &BoardView, call: &Call) -> String {
    let texts = scene.texts;
    let was_accepted = view.board.offers.iter().any(|offer| offer.call == call.id && offer.is_accepted());
    match (call.kind, ResponseClock::of(call, &view.board.offers)) {
        (CallKind::Consultation, _) => texts.calls_closed_consultation().into_owned(),
        (CallKind::Placement, ResponseClock::Stopped { took }) if was_accepted => {
            texts.calls_closed_placed(took.num_minutes())
        }
        _ if matches!(PlacelessClock::of(call, &view.board.offers), PlacelessClock::Stopped { .. }) => {
            texts.call_accepted().into_owned()
        }
        _ => texts.calls_closed_unplaced().into_owned(),
    }
}

/// A heading within a pane.
pub fn heading(pen: &mut Pen<'_>, area: Rect, y: u16, text: &str) {
    pen.line(area, y)
        .text("── ", Role::Border)
        .text(text, Role::Faint)
        .text(" ", Role::Border)
        .fill("─", Role::Border);
}
