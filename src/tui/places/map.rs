//! The map of the region: its outline in braille dots, the marked unit, the marked call, and the nearest units by
//! number. Made for a terminal: it never tells which municipality a point lies in, nor how long a journey takes.

use ratatui::layout::Rect;

use crate::app::board_view::{BoardView, point_of};
use crate::domain::distance::Coordinates;
use crate::domain::municipality::{Municipality, Region};
use crate::domain::outline::Outlines;

use crate::tui::board::split_columns;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const MARKED: &str = "◆";
const CALL: &str = "▪";
/// Dots of one cell.
const DOTS: (usize, usize) = (2, 4);

/// The outline as it was last drawn: only another region or another size makes it anew.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawn(Option<Raster>);

/// The outline of a region in an area of cells.
#[derive(Debug, Clone)]
struct Raster {
    region: Region,
    columns: usize,
    rows: usize,
    sheet: Sheet,
    /// One byte a cell: the bits of its braille sign.
    cells: Vec<u8>,
}

/// How a point on the globe comes to stand on the sheet.
#[derive(Debug, Clone, Copy)]
struct Sheet {
    north_west: Coordinates,
    /// Dots a degree of latitude.
    scale: f64,
    /// A degree of longitude is this much shorter here.
    narrowing: f64,
}

/// Draws the map, and beside it what its signs mean.
pub(super) fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, view: &BoardView, drawn: &mut Drawn) {
    let (left, right) = split_columns(area, area.width * 9 / 20);
    let (columns, rows) = (usize::from(left.width), usize::from(left.height));
    let region = view.board.region;
    let is_same = |raster: &Raster| (raster.region, raster.columns, raster.rows) == (region, columns, rows);
    if !drawn.0.as_ref().is_some_and(is_same) {
        drawn.0 = {
            let catalog = &scene.model.catalog;
            Raster::new(&catalog.outlines, &catalog.municipalities, region, columns, rows)
        };
    }
    let legend = Rect { x: right.x + 1, width: right.width.saturating_sub(1), ..right };
    match &drawn.0 {
        Some(raster) => {
            draw_outline(pen, left, raster);
            let numbers = numbers_with_room(scene, legend.height);
            draw_signs(pen, left, scene, view, raster, numbers);
        }
        None => {
            for (y, line) in (0..left.height).zip(wrap(&scene.texts.map_none(), left.width)) {
                pen.line(left, y).text(line, Role::Faint);
            }
        }
    }
    draw_legend(pen, legend, scene, view);
}

fn draw_outline(pen: &mut Pen<'_>, area: Rect, raster: &Raster) {
    for (y, cells) in (0..area.height).zip(raster.cells.chunks(raster.columns.max(1))) {
        let line: String = cells.iter().map(|bits| braille(*bits)).collect();
        pen.line(area, y).text(line, Role::Faint);
    }
}

fn braille(bits: u8) -> char {
    if bits == 0 { ' ' } else { char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' ') }
}

/// Units that are numbered on the map: only those whose number is explained beside it.
fn numbers_with_room(scene: Scene<'_>, rows: u16) -> usize {
    let places = &scene.model.places;
    let head = usize::from(places.marked_row().is_some()) + 2 * usize::from(places.list.from.is_some());
    usize::from(rows).saturating_sub(head)
}

/// The numbers from the last to the first, then the call, then the marked unit: what matters most lies on top.
fn draw_signs(
    pen: &mut Pen<'_>,
    area: Rect,
    scene: Scene<'_>,
    view: &BoardView,
    raster: &Raster,
    numbers: usize,
) {
    let places = &scene.model.places;
    let catalog = &scene.model.catalog;
    let point = |unit| view.board.unit(unit).and_then(|unit| point_of(catalog, unit.municipality));
    let mut put = |at: Option<Coordinates>, sign: &str, role: Role| {
        if let Some((column, row)) = at.and_then(|at| raster.cell(at)) {
            pen.line(area, row).to(column).text(sign, role);
        }
    };
    let numbered: Vec<(usize, _)> = (1..).zip(&places.list.numbered).take(numbers).collect();
    for (number, unit) in numbered.into_iter().rev() {
        put(point(*unit), &number.to_string(), Role::Text);
    }
    let call = places.list.from.and_then(|call| view.board.call(call));
    if let Some(call) = call.filter(|call| call.shield.is_none()) {
        put(point_of(catalog, call.municipality), CALL, Role::Strong);
    }
    if let Some(row) = places.marked_row() {
        put(point(row.unit), MARKED, Role::Mark);
    }
}

/// What the signs mean; the numbers that there is room for.
fn draw_legend(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, view: &BoardView) {
    let texts = scene.texts;
    let places = &scene.model.places;
    let mut y = 0;
    if let Some(row) = places.marked_row().and_then(|row| view.board.unit(row.unit)) {
        let place = scene.municipality(row.municipality);
        pen.line(area, y).text(MARKED, Role::Mark).text(" ", Role::Text).text(place, Role::Strong);
        y += 1;
    }
    if let Some(call) = places.list.from.and_then(|call| view.board.call(call)) {
        let mut line = pen.line(area, y);
        if call.shield.is_some() {
            line.text(texts.map_shielded(), Role::Faint);
        } else {
            let words = texts.map_call(call.id.0, scene.municipality(call.municipality));
            line.text(CALL, Role::Strong).text(" ", Role::Text).text(words, Role::Text);
        }
        y += 1;
        pen.line(area, y).right(texts.map_air_line(), Role::Faint);
        y += 1;
    }
    for (number, unit) in (1..).zip(&places.list.numbered) {
        if y >= area.height {
            return;
        }
        let Some(unit) = view.board.unit(*unit) else { continue };
        let km = places.list.rows.iter().find(|row| row.unit == unit.id).and_then(|row| row.km);
        let km = scene.distance_from(places.list.from.and_then(|call| view.board.call(call)), km);
        let mut line = pen.line(area, y);
        line.right(km.map(|km| km.to_string()).unwrap_or_default(), Role::Text);
        let number: usize = number;
        line.text(number.to_string(), Role::Text).text(" ", Role::Text).text(&unit.name, Role::Text);
        y += 1;
    }
}

impl Raster {
    /// None when there is no outline of the region, or no room.
    fn new(
        outlines: &Outlines,
        municipalities: &[Municipality],
        region: Region,
        columns: usize,
        rows: usize,
    ) -> Option<Self> {
        let is_of_region = |number: &str| {
            municipalities.iter().any(|municipality| {
                municipality.region == Some(region) && municipality.number.as_str().starts_with(number)
            })
        };
        let rings: Vec<&[Coordinates]> = outlines
            .counties
            .iter()
            .filter(|county| is_of_region(&county.number))
            .flat_map(|county| county.rings.iter().map(Vec::as_slice))
            .collect();
        let (width, height) = (columns * DOTS.0, rows * DOTS.1);
        let sheet = Sheet::around(&rings, width, height)?;
        let cells = vec![0; columns * rows];
        let mut raster = Self { region, columns, rows, sheet, cells };
        for ring in rings {
            for ends in ring.windows(2) {
                raster.line(ends[0], ends[1]);
            }
        }
        Some(raster)
    }

    /// Sets the dots from one point to another.
    fn line(&mut self, from: Coordinates, to: Coordinates) {
        let ((x0, y0), (x1, y1)) = (self.sheet.place(from), self.sheet.place(to));
        let steps = whole((x1 - x0).abs().max((y1 - y0).abs()).ceil()).max(1);
        for step in 0..=steps {
            let part = ratio(step, steps);
            self.dot(whole((x0 + (x1 - x0) * part).round()), whole((y0 + (y1 - y0) * part).round()));
        }
    }

    fn dot(&mut self, x: usize, y: usize) {
        // The order of the dots in a braille sign: two columns of three, then the fourth row.
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let (column, row) = (x / DOTS.0, y / DOTS.1);
        if column < self.columns
            && let Some(cell) = self.cells.get_mut(row * self.columns + column)
        {
            *cell |= BITS[y % DOTS.1][x % DOTS.0];
        }
    }

    /// The cell of a point; none outside the sheet.
    fn cell(&self, at: Coordinates) -> Option<(u16, u16)> {
        let (x, y) = self.sheet.place(at);
        if x < 0.0 || y < 0.0 {
            return None;
        }
        let (column, row) = (whole(x.round()) / DOTS.0, whole(y.round()) / DOTS.1);
        let is_inside = column < self.columns && row < self.rows;
        is_inside.then(|| Some((u16::try_from(column).ok()?, u16::try_from(row).ok()?)))?
    }
}

impl Sheet {
    /// The sheet on which all of the rings have room.
    fn around(rings: &[&[Coordinates]], width: usize, height: usize) -> Option<Self> {
        let points = || rings.iter().flat_map(|ring| ring.iter());
        points().next()?;
        if width < 2 || height < 2 {
            return None;
        }
        let least = |of: fn(&Coordinates) -> f64| points().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&Coordinates) -> f64| points().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (south, north) = (least(|point| point.lat), most(|point| point.lat));
        let (west, east) = (least(|point| point.lon), most(|point| point.lon));
        let narrowing = f64::midpoint(south, north).to_radians().cos();
        let across = ((east - west) * narrowing).max(f64::EPSILON);
        let down = (north - south).max(f64::EPSILON);
        let scale = (ratio(width - 1, 1) / across).min(ratio(height - 1, 1) / down);
        Some(Self { north_west: Coordinates { lat: north, lon: west }, scale, narrowing })
    }

    /// Dots from the left and from the top.
    fn place(&self, at: Coordinates) -> (f64, f64) {
        let x = (at.lon - self.north_west.lon) * self.narrowing * self.scale;
        let y = (self.north_west.lat - at.lat) * self.scale;
        (x, y)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "dots of a screen: far below the limits, and what lies outside comes to stand at its edge"
)]
fn whole(dots: f64) -> usize {
    dots as usize
}

#[expect(clippy::cast_precision_loss, reason = "dots of a screen are few")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::municipality::MunicipalityNumber;
    use crate::domain::outline::CountyOutline;

    /// A square county with one municipality in its middle.
    fn raster(region: Region, columns: usize, rows: usize) -> Option<Raster> {
        let corners = [(60.0, 10.0), (61.0, 10.0), (61.0, 12.0), (60.0, 12.0), (60.0, 10.0)];
        let ring = corners.iter().map(|(lat, lon)| Coordinates { lat: *lat, lon: *lon }).collect();
        let county = CountyOutline { number: "34".to_owned(), rings: vec![ring] };
        let municipality = Municipality {
            number: MunicipalityNumber::parse("3411").unwrap(),
            name: "Ringsaker".to_owned(),
            other_names: Vec::new(),
            county: "Innlandet".to_owned(),
            region: Some(Region::Ost),
            point: Coordinates { lat: 60.5, lon: 11.0 },
        };
        let outlines = Outlines { country: Vec::new(), counties: vec![county] };
        Raster::new(&outlines, &[municipality], region, columns, rows)
    }

    #[test]
    fn a_region_has_the_outline_of_its_counties_and_its_places_within_it() {
        let raster = raster(Region::Ost, 10, 5).unwrap();
        assert!(raster.cells.iter().filter(|cell| **cell != 0).count() >= 20);
        let (column, row) = raster.cell(Coordinates { lat: 60.5, lon: 11.0 }).unwrap();
        assert!((3..=6).contains(&column) && row == 2, "{column} {row}");
        assert_eq!(raster.cell(Coordinates { lat: 69.0, lon: 18.0 }), None);
    }

    #[test]
    fn no_outline_or_no_room_is_no_map() {
        assert!(raster(Region::Vest, 10, 5).is_none());
        assert!(raster(Region::Ost, 0, 12).is_none());
        assert!(raster(Region::Ost, 1, 0).is_none());
        assert!(raster(Region::Ost, 1, 1).is_some());
    }

    #[test]
    fn a_dot_is_the_dot_of_a_braille_sign() {
        let mut raster = raster(Region::Ost, 2, 1).unwrap();
        raster.cells.fill(0);
        raster.dot(0, 0);
        raster.dot(1, 3);
        raster.dot(9, 9);
        assert_eq!(braille(raster.cells[0]), '⢁');
    }
}
