//! Who saw whose hidden data, and when: read from the journal, for whoever answers for it. Holds no name of a child,
//! no number and no text; only who looked.

use chrono::{DateTime, Utc};

use super::ids::{CallId, ChildId, PlaceId, UnitId};

/// Which lines of the report. Every part that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccessQuery {
    /// Only looks at this call.
    pub call: Option<CallId>,
    /// Only from this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Only before this moment.
    pub to: Option<DateTime<Utc>>,
    /// Only of the adviser with this name.
    pub adviser: Option<String>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessLine {
    /// The journal line it begins at.
    pub line: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none where the name was removed.
    pub adviser: Option<String>,
    /// What.
    pub what: Access,
}

/// What an adviser did that lets them see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Signed on at the screen.
    SignedOn,
    /// Had the names and numbers of a call shown.
    SawCall {
        /// The call.
        call: CallId,
        /// Its children, by number.
        children: Vec<ChildId>,
    },
    /// Had a call written as a case note with names and numbers.
    ExportedCall {
        /// The call.
        call: CallId,
        /// Its children, by number.
        children: Vec<ChildId>,
    },
    /// Had the numbers of a home, and what is told of it, shown.
    SawUnit {
        /// The unit.
        unit: UnitId,
        /// Its places, by number.
        places: Vec<PlaceId>,
    },
}
