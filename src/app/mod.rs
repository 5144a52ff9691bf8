//! The app: state and rules of the screen, without a screen. [`update()`] takes a message and gives orders;
//! drawing, the terminal, the clock and the store are elsewhere.
//!
//! It uses the domain and the catalog, and the input library in one file. It knows no sentences.

mod acts;
pub mod answer_window;
pub mod attempts;
pub mod availability;
pub mod board_view;
pub mod call_back_window;
pub mod call_form;
pub mod call_row;
pub mod calls_screen;
pub mod checklist_window;
mod clock_jump;
pub mod close_window;
pub mod deviation_window;
pub mod deviations_screen;
pub mod drafts;
pub mod effect;
pub mod enquiry_window;
pub mod entry;
pub mod find_line;
pub mod form;
pub mod help_window;
pub mod journal_screen;
pub mod key;
pub mod keymap;
pub mod lock;
pub mod marks;
pub mod measures_window;
pub mod message;
pub mod model;
pub mod next_change;
pub mod notice;
pub mod offer_window;
pub mod phones_window;
pub mod places_screen;
pub mod quick_line;
pub mod refer_window;
mod replies;
pub mod revealed;
pub mod row_mark;
pub mod secret;
pub mod state_window;
pub mod text_field;
pub mod timeline_window;
mod told;
mod update;
mod windows;

pub use effect::Effect;
pub use message::Msg;
pub use model::Model;
pub use next_change::next_change;
pub use update::update;
