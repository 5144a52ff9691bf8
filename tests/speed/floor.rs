//! The smallest program to compare with: a list of 2,000 places in memory, drawn by ratatui, arrow keys, nothing
//! else. What it takes from key to repaint is what any program of this kind pays at least.

use std::io;

use crossterm::event::{self, Event, KeyCode, KeyEventKind};
use ratatui::layout::Constraint;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, Row, Table, TableState};

const PLACES: usize = 2000;

fn main() -> io::Result<()> {
    let places: Vec<[String; 5]> = (1..=PLACES)
        .map(|number| {
            let km = (number * 37) % 211;
            [
                format!("Plass {number:04}"),
                "BH stat".to_owned(),
                format!("{km} km"),
                format!("{}–{}", number % 7, 6 + number % 12),
                "ønsket type · klarert § 4-2".to_owned(),
            ]
        })
        .collect();
    let widths = [12, 10, 8, 8, 40].map(Constraint::Length);
    let mut terminal = ratatui::init();
    let (mut selected, mut top) = (0_usize, 0_usize);
    let result = loop {
        let drawn = terminal.draw(|frame| {
            let height = usize::from(frame.area().height.saturating_sub(2));
            top = top.clamp(selected.saturating_sub(height.saturating_sub(1)), selected);
            let visible = &places[top..PLACES.min(top + height)];
            let rows = visible.iter().map(|place| Row::new(place.iter().map(String::as_str)));
            let table = Table::new(rows, widths)
                .block(Block::bordered().title(format!("klar {}/{PLACES}", selected + 1)))
                .row_highlight_style(Style::new().add_modifier(Modifier::REVERSED));
            let mut state = TableState::new().with_selected(selected - top);
            frame.render_stateful_widget(table, frame.area(), &mut state);
        });
        if let Err(error) = drawn {
            break Err(error);
        }
        match event::read() {
            Ok(Event::Key(key)) if key.kind == KeyEventKind::Press => match key.code {
                KeyCode::Down => selected = (selected + 1).min(PLACES - 1),
                KeyCode::Up => selected = selected.saturating_sub(1),
                KeyCode::Char('q') => break Ok(()),
                _ => {}
            },
            Ok(_) => {}
            Err(error) => break Err(error),
        }
    };
    ratatui::restore();
    result
}
