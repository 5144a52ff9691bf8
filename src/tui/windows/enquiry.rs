//! Draws one attempt of the search log.

use crate::app::enquiry_window::{EnquiryFault, EnquiryWindow, REASONS, SearchField};
use crate::app::form::FieldId;
use crate::domain::enquiry::{EnquiryResult, NoReason};
use crate::domain::ladder::{Rung, Whom};

use super::fields::{Spot, draw as draw_field, draw_in_rows, draw_pick};
use crate::tui::board::phone_of;
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 110;
const COLUMN: u16 = 13;
/// The border, who is asked, a blank row, and what was asked before.
const FIXED: u16 = 7;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, attempt: &EnquiryWindow) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let own = view.board.enquiries.iter().filter(|one| one.call == attempt.call).count();
    let title = texts.enquiry_title(attempt.call.0, own + 1);
    let goes_on = scene.model.marks.shows_ladder();
    let hint = if goes_on { texts.enquiry_hint_next() } else { texts.enquiry_hint() };
    let width = WIDTH.min(pen.area().width);
    let reasons: Vec<(char, String)> =
        REASONS.iter().map(|(letter, reason)| (*letter, reason_word(scene, *reason))).collect();
    let in_row = if width >= WIDTH { 6 } else { 4 };
    let reason_rows = u16::try_from(reasons.len().div_ceil(usize::from(in_row))).unwrap_or(1);
    let is_no = attempt.result() == Some(EnquiryResult::No);
    let rows: u16 = attempt
        .form
        .shown()
        .map(|(row, _)| match row.id {
            FieldId::Search(SearchField::Reason) if is_no => reason_rows,
            _ => 1,
        })
        .sum();
    let inner = window(pen, WIDTH, rows + FIXED, &title, &hint);
    draw_who(pen, inner, scene, attempt);
    let mut spot = Spot { area: inner, row: 1, column: COLUMN };
    let ids: Vec<FieldId> = attempt.form.shown().map(|(row, _)| row.id).collect();
    for id in ids {
        let form = &attempt.form;
        spot.row += match id {
            FieldId::Search(SearchField::Result) => {
                draw_pick(pen, spot, form, id, &texts.enquiry_answer(), &results(scene, attempt))
            }
            FieldId::Search(SearchField::Reason) => {
                draw_in_rows(pen, spot, form, id, &texts.enquiry_reason(), &reasons, in_row)
            }
            FieldId::Search(SearchField::Decision) => {
                draw_pick(pen, spot, form, id, &texts.enquiry_decision(), &decisions(scene))
            }
            _ => {
                let (label, hint) = label(scene, attempt, id);
                draw_field(pen, spot, form, id, &label, &hint, &[]);
                1
            }
        };
    }
    spot.row += 1;
    for (text, role) in below(scene, attempt) {
        for line in wrap(&text, inner.width.saturating_sub(2)) {
            pen.line(inner, spot.row).text(" ", Role::Text).text(line, role);
            spot.row += 1;
        }
    }
}

/// A reason as it stands in the list to pick from, where the room is narrow.
fn reason_word(scene: Scene<'_>, reason: NoReason) -> String {
    let texts = scene.texts;
    match reason {
        NoReason::TargetGroup => texts.no_pick_target_group(),
        NoReason::ChildrenInHome => texts.no_pick_children_in_home(),
        NoReason::Infection => texts.no_pick_infection(),
        NoReason::ExtraStaffing => texts.no_pick_extra_staffing(),
        other => texts.no_reason(other),
    }
    .into_owned()
}

fn draw_who(pen: &mut Pen<'_>, inner: ratatui::layout::Rect, scene: Scene<'_>, attempt: &EnquiryWindow) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let rung = (attempt.row.rung.number(), texts.rung(attempt.row.rung));
    let who = match attempt.row.whom {
        Whom::Rung => texts.enquiry_rung_alone(rung.0, rung.1),
        Whom::Region(region) => format!("{}  {}", region.code(), texts.enquiry_rung(rung.0, rung.1)),
        Whom::Unit(unit) => {
            let Some(found) = view.board.unit(unit) else { return };
            let km = view.unit_row(attempt.call, unit).and_then(|row| row.place.km);
            let km = scene.distance_from(view.board.call(attempt.call), km);
            let mut parts = vec![found.name.clone(), scene.kind_and_owner(found)];
            parts.extend(km.map(|km| texts.ladder_km(km)));
            parts.push(phone_of(scene, found, &texts.enquiry_phone_hidden()));
            format!("{}  {}", parts.join(" · "), texts.enquiry_rung(rung.0, rung.1))
        }
    };
    pen.line(inner, 0)
        .text(" ", Role::Text)
        .column(COLUMN - 1, texts.enquiry_who(), Role::Faint)
        .text(who, Role::Strong);
}

fn results(scene: Scene<'_>, attempt: &EnquiryWindow) -> Vec<(char, String)> {
    let texts = scene.texts;
    let word = |result| match result {
        EnquiryResult::Yes if attempt.row.rung == Rung::Leader => texts.enquiry_pick_answered(),
        EnquiryResult::Yes => texts.enquiry_pick_yes(),
        EnquiryResult::No => texts.enquiry_pick_no(),
        EnquiryResult::NoAnswer => texts.enquiry_pick_no_answer(),
        EnquiryResult::Asked => texts.enquiry_pick_asked(),
        EnquiryResult::NotRelevant => texts.enquiry_pick_not_relevant(),
        EnquiryResult::Held | EnquiryResult::Offered => texts.enquiry_result(result),
    };
    attempt.results().iter().map(|(letter, result)| (*letter, word(*result).into_owned())).collect()
}

fn decisions(scene: Scene<'_>) -> Vec<(char, String)> {
    let texts = scene.texts;
    let words = [
        texts.decision_pick_purchase(),
        texts.decision_pick_over(),
        texts.decision_pick_both(),
        texts.decision_pick_stop(),
        texts.decision_pick_nothing(),
    ];
    let letters = crate::app::enquiry_window::DECISIONS.iter().map(|(letter, _)| *letter);
    letters.zip(words.map(std::borrow::Cow::into_owned)).collect()
}

fn label(scene: Scene<'_>, attempt: &EnquiryWindow, id: FieldId) -> (String, String) {
    let texts = scene.texts;
    let (label, hint) = match id {
        FieldId::Note if attempt.reason() == Some(NoReason::Other) => {
            (texts.enquiry_note(), texts.enquiry_note_wanted())
        }
        FieldId::Note => (texts.enquiry_note(), texts.enquiry_note_hint()),
        FieldId::At => (texts.enquiry_rang(), texts.enquiry_rang_hint()),
        FieldId::Search(SearchField::Who) => (texts.enquiry_spoke_with(), texts.enquiry_spoke_with_hint()),
        _ if attempt.result() == Some(EnquiryResult::Asked) => {
            (texts.enquiry_answer_at(), texts.enquiry_ask_hint())
        }
        _ => (texts.enquiry_ask(), texts.enquiry_ask_hint()),
    };
    (label.into_owned(), hint.into_owned())
}

/// Why Enter did nothing, what a purchase brings with it, and who was asked before.
fn below(scene: Scene<'_>, attempt: &EnquiryWindow) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let now = scene.now();
    let mut lines = Vec::new();
    if let Some(fault) = &attempt.fault {
        let text = match fault {
            EnquiryFault::ResultMissing => texts.enquiry_fault_result().into_owned(),
            EnquiryFault::ReasonMissing => texts.enquiry_fault_reason().into_owned(),
            EnquiryFault::DecisionMissing => texts.enquiry_fault_decision().into_owned(),
            EnquiryFault::NoteMissing => texts.enquiry_fault_note().into_owned(),
            EnquiryFault::NotATime(text) => texts.enquiry_fault_time(text.as_str()),
            EnquiryFault::Passed(at) => texts.enquiry_fault_passed(texts.time_near(*at, now)),
            EnquiryFault::TalkedAt(error) => texts.line_error(error),
        };
        lines.push((format!("! {text}"), Role::Alarm));
    }
    if attempt.row.rung == Rung::SinglePurchase && attempt.result() == Some(EnquiryResult::Yes) {
        let papers = scene.model.catalog.purchase_papers.iter().map(|paper| texts.paper(paper.key));
        lines.push((texts.enquiry_papers(papers.collect::<Vec<_>>().join(", ")), Role::Strong));
    }
    let enquiries = scene.view().map_or(&[][..], |view| &view.board.enquiries);
    let told: Vec<String> = enquiries
        .iter()
        .rev()
        .filter(|one| one.call == attempt.call)
        .filter_map(|one| {
            let time = texts.time_or_day(one.at, now);
            Some(texts.enquiry_earlier_one(time, texts.enquiry_told(one, now), scene.asked(one.id)?))
        })
        .collect();
    lines.push(if told.is_empty() {
        (texts.enquiry_earlier_none().into_owned(), Role::Faint)
    } else {
        (texts.enquiry_earlier(told.join(" · ")), Role::Faint)
    });
    lines
}
