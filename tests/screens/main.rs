//! The screen from the outside: messages in, frames out, on a real store but without a terminal and without a clock.

#![cfg(test)]

mod agreement;
mod alarms;
mod backup_notice;
mod boards;
mod calls;
mod changes;
mod checklist;
mod clock_jumps;
mod clock_nights;
mod counts;
mod deviations;
mod double;
mod drafts;
mod export_note;
mod flows;
mod follow_ups;
mod form;
mod handover;
mod handover_file;
mod handover_page;
mod handover_received;
mod homes;
mod hostile;
mod journal;
mod keys;
mod ladder;
mod lock;
mod many_streams;
mod matrix;
mod maundy_thursday;
mod mended;
mod of_day;
mod offers;
mod phones;
mod place_states;
mod placements;
mod places;
mod places_many;
mod privacy;
mod resizes;
mod rig;
mod rig_store;
mod shift_over;
mod siblings_night;
mod signing;
mod small_windows;
mod snapshots_used;
mod steps;
mod story;
mod story_nothing_free;
mod stream_answers;
mod streams;
#[expect(dead_code, reason = "shared with the other test binaries")]
#[path = "../support/mod.rs"]
mod support;
mod timeline;
mod turns;
mod two_advisers;
mod two_nights;
mod typed_ahead;
mod units;
mod watch_window;
mod windows;
