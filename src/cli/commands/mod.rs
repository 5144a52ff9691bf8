//! The table of commands: what calls each, what it takes, and the forms it answers in.

mod about;
mod access;
mod adviser_add;
mod adviser_list;
mod adviser_remove;
mod alarm_list;
mod alarm_silence;
mod answer;
mod backup;
mod call_add;
mod call_back;
mod call_close;
mod call_edit;
mod call_find;
mod call_link;
mod call_list;
mod call_refer;
mod call_remark;
mod call_reveal;
mod call_show;
mod call_split;
mod call_stay_open;
mod capacity;
mod check;
mod checklist_answer;
mod checklist_show;
mod complete;
mod completions;
mod contact_list;
mod contact_set;
mod demo;
mod deviation_close;
mod deviation_draft;
mod deviation_edit;
mod deviation_list;
mod deviation_register;
mod deviation_show;
mod deviation_supervise;
mod enquiry_list;
mod enquiry_log;
mod export_call;
mod export_calls;
mod export_contacts;
mod export_journal;
mod export_places;
mod followup_assign;
mod followup_done;
mod followup_drop;
mod followup_list;
mod followup_move;
mod handover_list;
mod handover_point;
mod handover_receive;
mod handover_show;
mod handover_sign;
mod handover_watch;
mod hold;
mod import_contacts;
mod import_places;
mod init;
pub mod letter;
mod man;
mod measure_list;
mod measure_set;
mod meeting_set;
mod offer;
mod passphrase;
mod place_confirm;
mod place_expect;
mod place_extra;
mod place_history;
mod place_reveal;
mod place_set;
mod placement_arrive;
mod placement_end;
mod placement_evaluate;
mod placement_fall_through;
mod placement_list;
mod placement_plan;
mod places;
mod purge;
mod redo;
mod rekey;
mod release;
mod report;
mod restore;
pub mod screen;
mod setting_get;
mod setting_set;
mod shift_list;
mod shift_start;
mod shift_take;
mod step_done;
mod step_list;
mod step_skip;
mod undo;
mod unit_list;
mod unit_set;

use std::borrow::Cow;

use clap::{Arg, ArgMatches};

use super::batch;
use super::context::Context;
use super::failure::Failure;
use super::format::Format;
use super::reply::Reply;
use crate::text::Texts;

/// One command.
pub struct Entry {
    /// The words that call it.
    pub words: &'static [&'static str],
    /// Its help sentence.
    pub about: fn(&Texts) -> Cow<'_, str>,
    /// What it takes.
    pub arguments: fn(&Texts) -> Vec<Arg>,
    /// The forms it answers in.
    pub formats: &'static [Format],
    /// The words for the forms it answers people in.
    pub text_words: &'static [&'static str],
    /// Whether it answers in both written forms of Norwegian.
    pub has_both_forms: bool,
    /// Whether it may stand on a line of `batch`.
    pub in_batch: bool,
    /// Does it.
    pub run: fn(&mut Context<'_>, &ArgMatches) -> Result<Reply, Failure>,
}

/// A first word shared by several commands, with its help sentence.
type Group = (&'static str, fn(&Texts) -> Cow<'_, str>);

/// The groups.
pub const GROUPS: &[Group] = &[
    ("call", Texts::help_group_call),
    ("checklist", Texts::help_group_checklist),
    ("followup", Texts::help_group_followup),
    ("step", Texts::help_group_step),
    ("meeting", Texts::help_group_meeting),
    ("alarm", Texts::help_group_alarm),
    ("enquiry", Texts::help_group_enquiry),
    ("measure", Texts::help_group_measure),
    ("deviation", Texts::help_group_deviation),
    ("place", Texts::help_group_place),
    ("unit", Texts::help_group_unit),
    ("placement", Texts::help_group_placement),
    ("shift", Texts::help_group_shift),
    ("handover", Texts::help_group_handover),
    ("report", Texts::help_group_report),
    ("contact", Texts::help_group_contact),
    ("import", Texts::help_group_import),
    ("export", Texts::help_group_export),
    ("setting", Texts::help_group_setting),
    ("adviser", Texts::help_group_adviser),
];

/// The words for what a command answers people with: lines, or a page in the form that is wanted.
const TEXT_ONLY: &[&str] = &[Format::Text.word()];
const PAGE_WORDS: &[&str] = &[Format::Text.word(), Format::HTML, Format::MARKDOWN];

const fn no_arguments(_: &Texts) -> Vec<Arg> {
    Vec::new()
}

const fn entry(
    words: &'static [&'static str],
    about: fn(&Texts) -> Cow<'_, str>,
    arguments: fn(&Texts) -> Vec<Arg>,
    run: fn(&mut Context<'_>, &ArgMatches) -> Result<Reply, Failure>,
) -> Entry {
    let (formats, text_words) = (Format::SINGLE, TEXT_ONLY);
    Entry { words, about, arguments, formats, text_words, has_both_forms: false, in_batch: true, run }
}

impl Entry {
    const fn tabled(self) -> Self {
        Self { formats: Format::ALL, ..self }
    }

    const fn alone(self) -> Self {
        Self { in_batch: false, ..self }
    }

    const fn markdown(self) -> Self {
        Self { text_words: &[Format::MARKDOWN], ..self }
    }

    /// A page for people: plain, to be pasted, or to be printed.
    const fn paged(self) -> Self {
        Self { text_words: PAGE_WORDS, ..self }.in_both_forms()
    }

    const fn in_both_forms(self) -> Self {
        Self { has_both_forms: true, ..self }
    }

    /// The words for the forms it answers in.
    pub fn format_words(&self) -> Vec<&'static str> {
        let others =
            self.formats.iter().filter(|format| **format != Format::Text).map(|format| format.word());
        self.text_words.iter().copied().chain(others).collect()
    }
}

/// Every command.
pub const TABLE: &[Entry] = &[
    entry(&["call", "add"], Texts::help_call_add, call_add::arguments, call_add::run),
    entry(&["call", "list"], Texts::help_call_list, call_list::arguments, call_list::run).tabled(),
    entry(&["call", "find"], Texts::help_call_find, call_find::arguments, call_find::run).tabled(),
    entry(&["call", "show"], Texts::help_call_show, call_show::arguments, call_show::run),
    entry(&["call", "edit"], Texts::help_call_edit, call_edit::arguments, call_edit::run),
    entry(&["call", "refer"], Texts::help_call_refer, call_refer::arguments, call_refer::run),
    entry(&["call", "back"], Texts::help_call_back, call_back::arguments, call_back::run),
    entry(&["call", "link"], Texts::help_call_link, call_link::arguments, call_link::run),
    entry(&["call", "split"], Texts::help_call_split, call_split::arguments, call_split::run),
    entry(&["call", "stay-open"], Texts::help_call_stay_open, call_stay_open::arguments, call_stay_open::run),
    entry(&["call", "remark"], Texts::help_call_remark, call_remark::arguments, call_remark::run),
    entry(&["call", "reveal"], Texts::help_call_reveal, call_reveal::arguments, call_reveal::run),
    entry(&["call", "close"], Texts::help_call_close, call_close::arguments, call_close::run),
    entry(&["checklist", "show"], Texts::help_checklist_show, checklist_show::arguments, checklist_show::run)
        .tabled(),
    entry(
        &["checklist", "answer"],
        Texts::help_checklist_answer,
        checklist_answer::arguments,
        checklist_answer::run,
    ),
    entry(&["followup", "list"], Texts::help_followup_list, followup_list::arguments, followup_list::run)
        .tabled(),
    entry(&["followup", "done"], Texts::help_followup_done, followup_done::arguments, followup_done::run),
    entry(&["followup", "drop"], Texts::help_followup_drop, followup_drop::arguments, followup_drop::run),
    entry(&["followup", "move"], Texts::help_followup_move, followup_move::arguments, followup_move::run),
    entry(
        &["followup", "assign"],
        Texts::help_followup_assign,
        followup_assign::arguments,
        followup_assign::run,
    ),
    entry(&["step", "list"], Texts::help_step_list, step_list::arguments, step_list::run).tabled(),
    entry(&["step", "done"], Texts::help_step_done, step_done::arguments, step_done::run),
    entry(&["step", "skip"], Texts::help_step_skip, step_done::arguments, step_skip::run),
    entry(&["meeting", "set"], Texts::help_meeting_set, meeting_set::arguments, meeting_set::run),
    entry(&["alarm", "list"], Texts::help_alarm_list, no_arguments, alarm_list::run).tabled(),
    entry(&["alarm", "silence"], Texts::help_alarm_silence, alarm_silence::arguments, alarm_silence::run),
    entry(&["places"], Texts::help_places, places::arguments, places::run).tabled(),
    entry(&["place", "set"], Texts::help_place_set, place_set::arguments, place_set::run),
    entry(&["place", "confirm"], Texts::help_place_confirm, place_confirm::arguments, place_confirm::run),
    entry(&["place", "expect"], Texts::help_place_expect, place_expect::arguments, place_expect::run),
    entry(&["place", "extra"], Texts::help_place_extra, place_extra::arguments_of_open, place_extra::open),
    entry(&["place", "close"], Texts::help_place_close, place_extra::arguments_of_close, place_extra::close),
    entry(&["place", "history"], Texts::help_place_history, place_history::arguments, place_history::run)
        .tabled(),
    entry(&["place", "reveal"], Texts::help_place_reveal, place_reveal::arguments, place_reveal::run),
    entry(&["unit", "add"], Texts::help_unit_add, unit_set::arguments_of_add, unit_set::add),
    entry(&["unit", "edit"], Texts::help_unit_edit, unit_set::arguments_of_edit, unit_set::edit),
    entry(&["unit", "list"], Texts::help_unit_list, no_arguments, unit_list::list).tabled(),
    entry(&["unit", "show"], Texts::help_unit_show, unit_list::arguments_of_show, unit_list::show),
    entry(&["capacity"], Texts::help_capacity, capacity::arguments, capacity::run).tabled(),
    entry(&["hold"], Texts::help_hold, hold::arguments, hold::run),
    entry(&["release"], Texts::help_release, release::arguments, release::run),
    entry(&["offer"], Texts::help_offer, offer::arguments, offer::run),
    entry(&["complete"], Texts::help_complete, complete::arguments, complete::run),
    entry(&["answer"], Texts::help_answer, answer::arguments, answer::run),
    entry(&["placement", "list"], Texts::help_placement_list, placement_list::arguments, placement_list::run)
        .tabled(),
    entry(&["placement", "plan"], Texts::help_placement_plan, placement_plan::arguments, placement_plan::run),
    entry(
        &["placement", "arrive"],
        Texts::help_placement_arrive,
        placement_arrive::arguments,
        placement_arrive::run,
    ),
    entry(
        &["placement", "fall-through"],
        Texts::help_placement_fall_through,
        placement_fall_through::arguments,
        placement_fall_through::run,
    ),
    entry(&["placement", "end"], Texts::help_placement_end, placement_end::arguments, placement_end::run),
    entry(
        &["placement", "evaluate"],
        Texts::help_placement_evaluate,
        placement_evaluate::arguments,
        placement_evaluate::run,
    ),
    entry(&["enquiry", "log"], Texts::help_enquiry_log, enquiry_log::arguments, enquiry_log::run),
    entry(&["enquiry", "list"], Texts::help_enquiry_list, enquiry_list::arguments, enquiry_list::run)
        .tabled(),
    entry(&["measure", "set"], Texts::help_measure_set, measure_set::arguments, measure_set::run),
    entry(&["measure", "list"], Texts::help_measure_list, measure_list::arguments, measure_list::run)
        .tabled(),
    entry(
        &["deviation", "draft"],
        Texts::help_deviation_draft,
        deviation_draft::arguments,
        deviation_draft::run,
    ),
    entry(&["deviation", "edit"], Texts::help_deviation_edit, deviation_edit::arguments, deviation_edit::run),
    entry(
        &["deviation", "register"],
        Texts::help_deviation_register,
        deviation_register::arguments,
        deviation_register::run,
    ),
    entry(
        &["deviation", "close"],
        Texts::help_deviation_close,
        deviation_close::arguments,
        deviation_close::run,
    ),
    entry(
        &["deviation", "supervise"],
        Texts::help_deviation_supervise,
        deviation_supervise::arguments,
        deviation_supervise::run,
    ),
    entry(&["deviation", "list"], Texts::help_deviation_list, deviation_list::arguments, deviation_list::run)
        .tabled(),
    entry(&["deviation", "show"], Texts::help_deviation_show, deviation_show::arguments, deviation_show::run),
    entry(&["shift", "start"], Texts::help_shift_start, no_arguments, shift_start::run),
    entry(&["shift", "end"], Texts::help_shift_end, handover_sign::arguments, handover_sign::run),
    entry(&["shift", "list"], Texts::help_shift_list, shift_list::arguments, shift_list::run).tabled(),
    entry(&["shift", "take"], Texts::help_shift_take, shift_take::arguments, shift_take::run),
    entry(&["handover", "show"], Texts::help_handover_show, handover_show::arguments, handover_show::run)
        .paged(),
    entry(&["handover", "list"], Texts::help_handover_list, handover_list::arguments, handover_list::run)
        .tabled(),
    entry(&["handover", "watch"], Texts::help_handover_watch, handover_watch::arguments, handover_watch::run),
    entry(&["handover", "sign"], Texts::help_handover_sign, handover_sign::arguments, handover_sign::run),
    entry(&["handover", "point"], Texts::help_handover_point, handover_point::arguments, handover_point::run),
    entry(
        &["handover", "receive"],
        Texts::help_handover_receive,
        handover_receive::arguments,
        handover_receive::run,
    ),
    entry(
        &["handover", "export"],
        Texts::help_handover_export,
        handover_show::arguments_of_export,
        handover_show::export,
    )
    .paged(),
    entry(&["report", "morning"], Texts::help_report_morning, report::arguments_of_morning, report::morning)
        .paged(),
    entry(&["report", "week"], Texts::help_report_week, report::arguments_of_week, report::week).paged(),
    entry(&["undo"], Texts::help_undo, no_arguments, undo::run),
    entry(&["redo"], Texts::help_redo, no_arguments, redo::run),
    entry(&["import", "places"], Texts::help_import_places, import_places::arguments, import_places::run),
    entry(
        &["import", "contacts"],
        Texts::help_import_contacts,
        import_contacts::arguments,
        import_contacts::run,
    ),
    entry(&["contact", "list"], Texts::help_contact_list, contact_list::arguments, contact_list::run)
        .tabled(),
    entry(&["contact", "add"], Texts::help_contact_add, contact_set::arguments_of_add, contact_set::add),
    entry(&["contact", "edit"], Texts::help_contact_edit, contact_set::arguments_of_edit, contact_set::edit),
    entry(
        &["contact", "remove"],
        Texts::help_contact_remove,
        contact_set::arguments_of_remove,
        contact_set::remove,
    ),
    entry(&["export", "contacts"], Texts::help_export_contacts, no_arguments, export_contacts::run).tabled(),
    entry(&["export", "places"], Texts::help_export_places, no_arguments, export_places::run).tabled(),
    entry(&["export", "call"], Texts::help_export_call, export_call::arguments, export_call::run).markdown(),
    entry(&["export", "calls"], Texts::help_export_calls, no_arguments, export_calls::run).tabled(),
    entry(&["export", "journal"], Texts::help_export_journal, export_journal::arguments, export_journal::run)
        .tabled(),
    entry(&["letter"], Texts::help_letter, no_arguments, letter::run).markdown().in_both_forms(),
    entry(&["setting", "get"], Texts::help_setting_get, setting_get::arguments, setting_get::run).tabled(),
    entry(&["setting", "set"], Texts::help_setting_set, setting_set::arguments, setting_set::run),
    entry(&["adviser", "add"], Texts::help_adviser_add, adviser_add::arguments, adviser_add::run).alone(),
    entry(&["adviser", "list"], Texts::help_adviser_list, no_arguments, adviser_list::run).tabled(),
    entry(&["adviser", "remove"], Texts::help_adviser_remove, adviser_remove::arguments, adviser_remove::run)
        .alone(),
    entry(&["passphrase"], Texts::help_passphrase, no_arguments, passphrase::run).alone(),
    entry(&["rekey"], Texts::help_rekey, no_arguments, rekey::run).alone(),
    // Not on a line of `batch` either: a line with an id that is sent twice is done once.
    entry(&["backup"], Texts::help_backup, backup::arguments, backup::run).alone(),
    entry(&["restore"], Texts::help_restore, restore::arguments, restore::run).alone(),
    entry(&["access"], Texts::help_access, access::arguments, access::run).tabled(),
    entry(&["purge"], Texts::help_purge, purge::arguments, purge::run).alone(),
    entry(&["check"], Texts::help_check, no_arguments, check::run),
    entry(&["init"], Texts::help_init, init::arguments, init::run).alone(),
    entry(&["demo"], Texts::help_demo, demo::arguments, demo::run).alone(),
    entry(&["batch"], Texts::help_batch, no_arguments, batch::run).alone(),
    entry(&["completions"], Texts::help_completions, completions::arguments, completions::run).alone(),
    entry(&["man"], Texts::help_man, no_arguments, man::run).alone(),
    entry(&["about"], Texts::help_about, no_arguments, about::run),
];

/// The command these matches call, with its own matches; none when no command stands there.
pub fn find(matches: &ArgMatches) -> Option<(&'static Entry, &ArgMatches)> {
    let mut words = Vec::new();
    let mut own = matches;
    while let Some((word, inner)) = own.subcommand() {
        words.push(word);
        own = inner;
    }
    TABLE.iter().find(|entry| entry.words == words).map(|entry| (entry, own))
}
