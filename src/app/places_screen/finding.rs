//! Finding a unit in the list by a piece of its name or of its municipality's. Nothing is narrowed: the mark moves.

use crate::app::board_view::municipality;
use crate::app::model::Model;
use crate::domain::fold::fold;

use super::list::{Group, Row};
use super::{Mark, work_out};

/// Marks the first row whose unit or municipality begins with the text, else the first with the text in it. Nothing
/// moves when there is none.
pub fn find(model: &mut Model, text: &str) {
    let wanted = fold(text);
    if wanted.is_empty() {
        return;
    }
    let Some(row) = found(model, &wanted) else { return };
    if row.group == Group::Occupied && !model.places.is_occupied_open() {
        model.places.is_occupied_open = true;
        work_out(model);
    }
    model.places.set_mark(Some(Mark::Row(row.unit, row.group)));
}

fn found(model: &Model, wanted: &str) -> Option<Row> {
    let view = model.view.as_ref()?;
    let mut within = None;
    for row in &model.places.list.rows {
        let Some(unit) = view.board.unit(row.unit) else { continue };
        let place = municipality(&model.catalog, unit.municipality).map_or("", |found| &found.name);
        let names = [fold(&unit.name), fold(place)];
        if names.iter().any(|name| name.starts_with(wanted)) {
            return Some(*row);
        }
        if within.is_none() && names.iter().any(|name| name.contains(wanted)) {
            within = Some(*row);
        }
    }
    within
}
