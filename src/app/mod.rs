//! The app: state and rules of the screen, without a screen. [`update()`] takes a message and gives orders;
//! drawing, the terminal, the clock and the store are elsewhere.
//!
//! It uses the domain and the catalog, and the input library in one file. It knows no sentences.

mod acts;
pub mod answer_window;
pub mod availability;
pub mod board_view;
pub mod call_row;
pub mod effect;
pub mod entry;
pub mod form;
pub mod key;
pub mod keymap;
pub mod marks;
pub mod message;
pub mod model;
pub mod next_change;
pub mod notice;
pub mod offer_window;
pub mod quick_line;
mod replies;
pub mod secret;
pub mod text_field;
mod update;
mod windows;

pub use effect::Effect;
pub use message::Msg;
pub use model::Model;
pub use next_change::next_change;
pub use update::update;
