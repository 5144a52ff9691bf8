//! What the app wants done: orders as values, executed by the runner and, for the terminal, by the loop.

use std::collections::BTreeMap;

use crate::domain::board::Board;
use crate::domain::call_details::CallDetails;
use crate::domain::command::Command;
use crate::domain::draft::{Draft, DraftId};
use crate::domain::handover::HandoverTold;
use crate::domain::ids::PlaceId;
use crate::domain::letter::LetterLanguage;
use crate::domain::municipality::Region;
use crate::domain::question::{PersonalData, Question};
use crate::domain::settings::Rules;

use super::entry::BegunAnew;
use super::secret::Secret;

/// The number of a question to the store; its reply carries it, so a stale reply is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Query(pub u64);

/// A case note to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteOrder {
    /// The file's name as typed; none for the one that is proposed.
    pub file: Option<String>,
    /// The call.
    pub details: CallDetails,
    /// Names and numbers, where it is to have them.
    pub named: Option<PersonalData>,
    /// The name of the unit of each place.
    pub places: BTreeMap<PlaceId, String>,
    /// Shared rules.
    pub rules: Rules,
    /// The region.
    pub region: Region,
}

/// The page of a handover to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct HandoverOrder {
    /// The form of Norwegian.
    pub language: LetterLanguage,
    /// The handover, or what would be handed over.
    pub told: HandoverTold,
    /// The board it is shown on.
    pub board: Board,
}

/// A summary of a shift to be made in words.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryOrder {
    /// The board.
    pub board: Board,
    /// What would be handed over.
    pub told: HandoverTold,
}

/// Something to be done outside the app.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read the board.
    ReadBoard {
        /// The number the reply carries.
        query: Query,
    },
    /// Execute a command and read the board after it.
    Execute {
        /// The number the reply carries.
        query: Query,
        /// The command.
        command: Box<Command>,
        /// The half-written work it was made of: gone once the command is done.
        finishes: Option<DraftId>,
    },
    /// Read something for a screen or a window.
    Ask {
        /// The number the reply carries.
        query: Query,
        /// What.
        question: Question,
    },
    /// Write a case note into a new file of the owner's alone.
    WriteNote {
        /// The number the reply carries.
        query: Query,
        /// What it is made from.
        order: Box<NoteOrder>,
    },
    /// Write the page of a handover to a new file.
    WriteHandover {
        /// The number the reply carries.
        query: Query,
        /// What it is made from.
        order: Box<HandoverOrder>,
    },
    /// Put a shift into words.
    Summarise {
        /// The number the reply carries.
        query: Query,
        /// What it is made from.
        order: Box<SummaryOrder>,
    },
    /// Keep half-written work.
    SaveDraft {
        /// The work.
        draft: Box<Draft>,
    },
    /// Throw half-written work away.
    DropDraft {
        /// Which.
        draft: DraftId,
    },
    /// Open the database as an adviser.
    SignOn {
        /// The number the reply carries.
        query: Query,
        /// Who.
        adviser: String,
        /// The passphrase.
        passphrase: Secret,
    },
    /// Check the passphrase of the adviser who is on; the database stays open.
    Unlock {
        /// The number the reply carries.
        query: Query,
        /// Who is on.
        adviser: String,
        /// The passphrase.
        passphrase: Secret,
    },
    /// Read who can sign on.
    ListAdvisers {
        /// The number the reply carries.
        query: Query,
    },
    /// Make the database.
    Create {
        /// The number the reply carries.
        query: Query,
        /// The first adviser.
        adviser: String,
        /// The region.
        region: Region,
        /// The passphrase.
        passphrase: Secret,
    },
    /// Begin the program anew, at the sign-on form: nothing of this run stays in memory.
    BeginAnew {
        /// Whether the shell has the terminal first, until the program is resumed.
        suspends: bool,
        /// Why, where that is told at the sign-on form.
        why: Option<BegunAnew>,
    },
    /// Ring the terminal's bell.
    Bell,
    /// Draw every cell anew.
    Redraw,
    /// Give the terminal back to the shell until the program is resumed.
    Suspend,
    /// End the program.
    Quit,
}
