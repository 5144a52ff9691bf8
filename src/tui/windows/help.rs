//! Help, made from the key table: what works here and now, and why the rest does not.

use crate::app::availability::{marked_place, why_not};
use crate::app::help_window::HelpWindow;
use crate::app::keymap::{About, KEYS};

use crate::tui::board::heading;
use crate::tui::frame;
use crate::tui::labels;
use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 78;

/// A line of the help.
enum HelpLine {
    Heading(String),
    Key { keys: String, text: String },
}

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, window: &HelpWindow) {
    let lines = lines(scene);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let inner = frame::window(pen, WIDTH, height, &scene.texts.help_title(), &scene.texts.help_hint());
    let most = lines.len().saturating_sub(usize::from(inner.height));
    for (y, line) in (0..inner.height).zip(lines.iter().skip(window.scroll.min(most))) {
        match line {
            HelpLine::Heading(text) => heading(pen, inner, y, text),
            HelpLine::Key { keys, text } => {
                pen.line(inner, y).text(" ", Role::Text).column(18, keys, Role::Key).text(text, Role::Text);
            }
        }
    }
}

fn lines(scene: Scene<'_>) -> Vec<HelpLine> {
    let texts = scene.texts;
    let mut lines = Vec::new();
    let mut not_now = Vec::new();
    let heading_of = |about: About| match (about, marked_place(scene.model), scene.model.marks.call()) {
        (About::Place, Some((call, unit)), _) => {
            let unit = scene.view().and_then(|view| view.board.unit(unit));
            texts.help_works_place(call.0, unit.map(|unit| unit.name.clone()).unwrap_or_default())
        }
        (About::Call | About::Place, _, Some(call)) => texts.help_works_call(call.0),
        (About::List, ..) => texts.help_works_list().into_owned(),
        _ => texts.help_works_always().into_owned(),
    };
    for about in [About::Place, About::Call, About::All, About::List, About::Field] {
        let mut is_first = true;
        for row in KEYS.iter().filter(|row| row.about == about) {
            let keys = labels::all_keys(texts, row.action);
            let label = labels::full(texts, row.action);
            match why_not(scene.model, row.action) {
                None => {
                    if std::mem::take(&mut is_first) {
                        lines.push(HelpLine::Heading(heading_of(about)));
                    }
                    lines.push(HelpLine::Key { keys, text: label });
                }
                Some(why) => {
                    let why = labels::why_not(texts, why);
                    not_now.push(HelpLine::Key { keys, text: format!("{label}: {why}") });
                }
            }
        }
    }
    if !not_now.is_empty() {
        lines.push(HelpLine::Heading(texts.help_not_now().into_owned()));
        lines.extend(not_now);
    }
    let key = |keys: String, text: std::borrow::Cow<'_, str>| HelpLine::Key { keys, text: text.into_owned() };
    lines.push(HelpLine::Heading(texts.help_line().into_owned()));
    lines.push(key(texts.key_up().into_owned(), texts.help_line_fetch()));
    lines.push(key(texts.key_tab().into_owned(), texts.help_line_guess()));
    lines.push(key(texts.key_down().into_owned(), texts.help_line_choose()));
    lines.push(key(texts.key_enter().into_owned(), texts.help_line_enter()));
    lines.push(HelpLine::Heading(texts.help_fields().into_owned()));
    lines.push(key(texts.key_tab().into_owned(), texts.help_fields_next()));
    lines.push(key("a–ø".to_owned(), texts.help_fields_pick()));
    lines.push(key(texts.key_enter().into_owned(), texts.help_fields_save()));
    lines
}
