//! What is not known when a place is offered, honestly and in at most two lines: what was not asked, what the
//! municipality does not know, what is sent later. None of it stands in the way.

use crate::app::board_view::BoardView;
use crate::app::call_row::CallRow;
use crate::domain::call::Call;
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::checklist_standing::{ItemStanding, may_ask_for_help, to_ask};
use crate::domain::gaps::Gap;

use crate::tui::pen::wrap;
use crate::tui::scene::Scene;

/// The sentences, which take no more than two lines of `room` columns; none where everything is known.
pub fn open_items(scene: Scene<'_>, view: &BoardView, call: &Call, row: &CallRow, room: u16) -> Vec<String> {
    let texts = scene.texts;
    // Of the basis and its decision only what is not known.
    let label = |item: ItemKey| match item {
        ItemKey::Basis if call.basis.is_some() => scene.gap(Gap::Decision).into_owned(),
        ItemKey::Basis if call.decision.is_some() => scene.gap(Gap::Basis).into_owned(),
        _ => scene.item_label(item).to_lowercase(),
    };
    let gap = |gap: Gap| row.gaps.contains(&gap).then(|| scene.gap(gap).into_owned());
    let with_help = may_ask_for_help(&view.board, call, scene.now());
    let not_asked: Vec<String> = [gap(Gap::Callback), gap(Gap::Age)]
        .into_iter()
        .flatten()
        .chain(to_ask(call, with_help).into_iter().map(label))
        .chain(gap(Gap::Caller))
        .collect();
    let standing = |state: AnswerState| -> Vec<String> {
        let is_so = |item: &&ItemKey| ItemStanding::of(call, **item).state == state;
        ItemKey::ALL.iter().filter(is_so).map(|item| label(*item)).collect()
    };
    let unknown = standing(AnswerState::Unknown);
    let later = standing(AnswerState::Later);
    let mut lines = Vec::new();
    let is_alone = unknown.is_empty() && later.is_empty();
    if !not_asked.is_empty() {
        let most = if is_alone { 2 } else { 1 };
        lines.push(shortened(scene, &not_asked, (room, most), |named| texts.offer_not_asked(named)));
    }
    let both = |named: String| match (unknown.is_empty(), later.is_empty()) {
        (false, false) => {
            let later = shortened(scene, &later, (room / 2, 1), |named| texts.offer_later(named));
            format!("{} {later}", texts.offer_unknown(named))
        }
        (false, true) => texts.offer_unknown(named),
        (true, _) => texts.offer_later(named),
    };
    let second = if unknown.is_empty() { &later } else { &unknown };
    if !second.is_empty() {
        lines.push(shortened(scene, second, (room, 1), both));
    }
    lines
}

/// As many as have room in so many lines, and how many there are besides.
fn shortened(
    scene: Scene<'_>,
    named: &[String],
    (room, most): (u16, usize),
    sentence: impl Fn(String) -> String,
) -> String {
    let with = |count: usize| {
        let shown = named[..count].join(" · ");
        match named.len() - count {
            0 => sentence(shown),
            more => sentence(scene.texts.offer_and_more(more, shown)),
        }
    };
    let fits = |count: &usize| wrap(&with(*count), room).len() <= most;
    with((1..=named.len()).rev().find(fits).unwrap_or(1))
}
