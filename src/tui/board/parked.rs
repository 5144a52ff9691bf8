//! Half-written work that waits, in words.

use crate::app::board_view::BoardView;
use crate::app::enquiry_window::{self, RowAbout};
use crate::domain::draft::DraftKind;
use crate::tui::scene::Scene;

/// Half-written work with its age, and how it is fetched: lines, the newest first, then offers and answers.
pub fn parked(scene: Scene<'_>, view: &BoardView) -> Vec<(String, String)> {
    let (texts, model) = (scene.texts, scene.model);
    let age = |since| texts.age_of(since, scene.now());
    let lines = model.parked_lines.iter().rev().map(|line| {
        let (age, text) = (age(line.opened_at), without_note(&line.text));
        let text = match line.form {
            Some(_) => texts.calls_draft_form(age, text),
            None => texts.calls_draft(age, text),
        };
        (text, texts.calls_draft_how().into_owned())
    });
    let offers = model.parked_offers.iter().map(|(call, offer)| {
        let unit = view.board.unit(offer.unit).map(|unit| unit.name.as_str()).unwrap_or_default();
        let text = texts.calls_draft_offer(age(offer.begun_at), call.0, unit);
        (text, texts.calls_draft_offer_how().into_owned())
    });
    let windows = model.drafts.parked().iter().rev().filter_map(|part| {
        let (age, call) = (part.begun_at.map(age).unwrap_or_default(), part.call?.0);
        match part.kind {
            DraftKind::Answer => {
                Some((texts.calls_draft_answer(age, call), texts.calls_draft_answer_how().into_owned()))
            }
            DraftKind::EditCall => {
                Some((texts.calls_draft_edit(age, call), texts.calls_draft_edit_how().into_owned()))
            }
            DraftKind::Enquiry => {
                let who = asked(scene, view, enquiry_window::row_of(part.about?)?);
                Some((
                    texts.calls_draft_enquiry(age, call, who),
                    texts.calls_draft_enquiry_how().into_owned(),
                ))
            }
            DraftKind::Deviation => {
                Some((texts.calls_draft_deviation(age, call), texts.calls_draft_deviation_how().into_owned()))
            }
            _ => None,
        }
    });
    // One that was only just left has no age yet.
    let windows = windows.map(|(text, how): (String, String)| (text.trim_start().to_owned(), how));
    lines.chain(offers).chain(windows).collect()
}

/// Whom a half-written attempt asks.
fn asked(scene: Scene<'_>, view: &BoardView, whom: RowAbout) -> String {
    match whom {
        RowAbout::Unit(unit) => view.board.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default(),
        RowAbout::Region(region) => region.code().to_owned(),
        RowAbout::Rung(rung) => scene.texts.rung_short(rung).into_owned(),
    }
}

/// A line up to its note and its phone number: neither is for the board.
fn without_note(line: &str) -> String {
    let is_note = |word: &&str| matches!(*word, "--" | "–" | "—" | "tlf");
    line.split_whitespace().take_while(|word| !is_note(word)).collect::<Vec<_>>().join(" ")
}
