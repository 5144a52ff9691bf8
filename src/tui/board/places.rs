//! The pane of places for the marked call: those that fit, then those that do not fit now with their reasons,
//! never hidden; places where a child lives are a count.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::marks::Pane;
use crate::domain::ids::CallId;
use crate::domain::matching::{Order, UnitMatch, UnitMatches};

use super::place_rows::{Columns, PlaceRow, draw as draw_row, draw_head, opened};
use super::{BoardScrolls, has_focus};
use crate::tui::frame::pane;
use crate::tui::list::Scroll;
use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// From this width on the title tells for whom.
const WIDE: u16 = 72;

/// Draws the pane.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, scrolls: &mut BoardScrolls) {
    let Some(view) = scene.view() else { return };
    let texts = scene.texts;
    let focused = has_focus(scene, Pane::Places);
    let marked = scene.model.marks.call().and_then(|id| Some((view.board.call(id)?, view.found(id)?)));
    let Some((call, found)) = marked else {
        let inner = pane(pen, area, &texts.places_title_none(), "", focused);
        pen.line(inner, 0).text("  ", Role::Text).text(texts.not_no_call(), Role::Faint);
        return;
    };
    let fits = scene.fits(found.count_whole(), found.count_parts());
    let looked_for = view.looked_for(call.id).unwrap_or_default();
    let some = (looked_for.len() < call.children.len()).then(|| scene.some_children(call, looked_for));
    let title = match (some, area.width >= WIDE && area.height >= 12) {
        (None, true) => texts.places_title(call.id.0, fits, scene.request(call)),
        (None, false) => texts.places_title_narrow(call.id.0, fits, found.out.len()),
        (Some(who), true) => texts.places_title_some(call.id.0, fits, scene.request_for(call, who)),
        (Some(who), false) => texts.places_title_some_narrow(call.id.0, fits, found.out.len(), who),
    };
    let order = match scene.model.order {
        Order::OwnerFirst => texts.places_order_owner(),
        Order::DistanceFirst => texts.places_order_distance(),
    };
    let hint = match view.count_turns(call.id) {
        2.. => texts.places_other_child(order),
        _ => order.into_owned(),
    };
    let mut inner = pane(pen, area, &title, &hint, focused);
    if call.may_be_known == Some(false) && inner.height > 2 {
        pen.line(inner, 0).text("! ", Role::Alarm).text(texts.places_not_to_be_known(), Role::Alarm);
        inner = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    }
    if found.fits.is_empty() && found.out.is_empty() {
        pen.line(inner, 0).text("  ", Role::Text).text(texts.places_none(), Role::Faint);
        return;
    }
    draw_lists(pen, inner, scene, view, scrolls, call.id, found, focused);
}

#[expect(clippy::too_many_arguments, reason = "two lists of one pane share everything")]
fn draw_lists(
    pen: &mut Pen<'_>,
    inner: Rect,
    scene: Scene<'_>,
    view: &BoardView,
    scrolls: &mut BoardScrolls,
    call: CallId,
    found: &UnitMatches,
    focused: bool,
) {
    let texts = scene.texts;
    let columns = Columns::of(inner.width);
    let head = u16::from(inner.height >= 10);
    if head > 0 {
        draw_head(pen, inner, scene, columns);
    }
    let body = Rect { y: inner.y + head, height: inner.height.saturating_sub(head), ..inner };
    let marked = scene.model.marks.unit();
    let at = |rows: &[UnitMatch]| marked.and_then(|unit| rows.iter().position(|row| row.unit == unit));
    let (marked_fit, marked_out) = (at(&found.fits), at(&found.out));
    let marked_row =
        marked_fit.map(|at| (&found.fits[at], true)).or(marked_out.map(|at| (&found.out[at], false)));
    let mut opened = marked_row.map_or_else(Vec::new, |(found, fits)| {
        let row = PlaceRow { call, found, fits, is_marked: true, focused, opened: &[] };
        opened(scene, view, &row, columns, inner.width)
    });
    // Neighbours are seen too, where it is low.
    opened.truncate(usize::from((body.height / 2).saturating_sub(1)));
    let more = u16::try_from(opened.len()).unwrap_or(u16::MAX);
    let wants = |rows: &[UnitMatch], marked: Option<usize>| {
        let opened = if marked.is_some() { more } else { 0 };
        u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(opened)
    };
    // Where nothing fits, that is said in its own row.
    let want_fits = wants(&found.fits, marked_fit).max(1);
    let want_out = wants(&found.out, marked_out);
    let room = body.height.saturating_sub(1);
    let fits_rows = share(room, want_fits, want_out, marked_out.is_some());
    let top = Rect { height: fits_rows, ..body };
    let divider = Rect { y: body.y + fits_rows, height: 1.min(body.height), ..body };
    let below = Rect { y: divider.bottom(), height: body.height.saturating_sub(fits_rows + 1), ..body };
    let mut list =
        |area: Rect, rows: &[UnitMatch], fits: bool, marked: Option<usize>, scroll: &mut Scroll| {
            let heights: Vec<u16> = (0..rows.len())
                .map(|at| if marked == Some(at) { (1 + more).min(area.height) } else { 1 })
                .collect();
            let mut seen = scroll.visible(&heights, marked, area.height);
            let is_cut = seen.end < rows.len();
            if is_cut && area.height > more + 1 {
                seen = scroll.visible(&heights, marked, area.height - 1);
            }
            let mut y = 0;
            for (at, found) in rows.iter().enumerate().take(seen.end).skip(seen.start) {
                let row =
                    PlaceRow { call, found, fits, is_marked: marked == Some(at), focused, opened: &opened };
                draw_row(pen, area, y, scene, view, columns, &row);
                y += heights[at];
            }
            let hidden = rows.len() - seen.end;
            if hidden > 0 && y < area.height {
                let more = if fits { texts.places_more_fit(hidden) } else { texts.places_more_out(hidden) };
                pen.line(area, y).text("    ", Role::Text).text(more, Role::Faint);
            }
        };
    list(top, &found.fits, true, marked_fit, &mut scrolls.fits);
    list(below, &found.out, false, marked_out, &mut scrolls.out);
    if found.fits.is_empty() {
        pen.line(top, 0).text("  ", Role::Text).text(texts.places_none_fits(), Role::Strong);
    }
    let words = texts.places_out(found.occupied_places, found.out.len());
    super::calls::heading(pen, divider, 0, &words);
}

/// Rows for the places that fit: all of them where both lists have room, else three of four for the list with the mark.
fn share(room: u16, fits: u16, out: u16, is_out_marked: bool) -> u16 {
    if fits.saturating_add(out) <= room {
        return fits;
    }
    let less = (room / 4).max(2).min(room);
    if is_out_marked {
        fits.min(less.max(room.saturating_sub(out)))
    } else {
        fits.min((room - less).max(room.saturating_sub(out)))
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn both_lists_are_always_seen_and_the_marked_one_gets_most() {
        assert_eq!(share(20, 5, 10, false), 5);
        assert_eq!(share(20, 30, 3, false), 17);
        assert_eq!(share(20, 30, 30, false), 15);
        assert_eq!(share(20, 30, 30, true), 5);
        assert_eq!(share(7, 5, 7, false), 5);
        assert_eq!(share(7, 5, 9, true), 2);
        assert_eq!(share(1, 5, 9, false), 0);
        assert_eq!(share(20, 2, 300, false), 2);
        assert_eq!(share(0, 2, 3, true), 0);
    }
}
