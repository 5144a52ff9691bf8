//! The journal: one line a change, chained by hash, without names, numbers or free text.
//!
//! For a sensitive field a line holds a commitment, `sha256(salt‖value)`; salt and value lie in tables that can
//! be erased. After erasure the chain still verifies, and the line says that its value is gone.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::codes::coded;
use super::command::CommandId;

coded! {
    /// What was done.
    pub enum Act {
        /// The database was made.
        Init = "init",
        /// An adviser signed on at the screen.
        SignOn = "sign_on",
        /// A call was registered.
        Call = "call",
        /// A place's state was set.
        Place = "place",
        /// A place was confirmed.
        Confirm = "confirm",
        /// A place was held, or a hold renewed.
        Hold = "hold",
        /// A hold was given back.
        Release = "release",
        /// A place was offered.
        Offer = "offer",
        /// An offer was answered.
        Answer = "answer",
        /// Children arrived at their place.
        Arrive = "arrive",
        /// A call was closed.
        Close = "close",
        /// A call was corrected.
        Edit = "edit",
        /// A referral was received.
        Refer = "refer",
        /// An item of the checklist was answered.
        Checklist = "checklist",
        /// It was promised to ring back.
        CallBack = "call_back",
        /// A follow-up was ended.
        FollowUp = "follow_up",
        /// A follow-up was moved, with its reason.
        Move = "move",
        /// A follow-up was given to someone else.
        Assign = "assign",
        /// A step of the routine was settled.
        Step = "step",
        /// The clarification meeting got its time.
        Meeting = "meeting",
        /// A journey and an arrival were agreed.
        Plan = "plan",
        /// An accepted offer came to nothing before the child arrived.
        FallThrough = "fall_through",
        /// A stay ended.
        EndStay = "end_stay",
        /// What child and parents say of a stay was written down.
        Evaluate = "evaluate",
        /// Siblings are placed apart, with who said so and why.
        Split = "split",
        /// Something was recorded as a fact.
        Remark = "remark",
        /// The request stays open though its children have a place, or does no longer.
        StayOpen = "stay_open",
        /// An attempt to find a place was logged.
        Enquiry = "enquiry",
        /// Where a compensating measure stands was recorded.
        Compensation = "compensation",
        /// A deviation was drafted, corrected, registered or ended.
        Deviation = "deviation",
        /// A place above capacity was opened or closed.
        ExtraPlace = "extra_place",
        /// When a place is expected to be free was recorded.
        ExpectFree = "expect_free",
        /// A unit was added or corrected.
        Unit = "unit",
        /// The directory was changed.
        Contact = "contact",
        /// Alarms were silenced for all.
        Silence = "silence",
        /// A call was exported with names.
        Export = "export",
        /// An offer was filled in further.
        Complete = "complete",
        /// A child was linked with the same child of another call.
        Link = "link",
        /// Something hidden was shown.
        Reveal = "reveal",
        /// An adviser was added.
        Adviser = "adviser",
        /// An adviser was removed.
        AdviserLeft = "adviser_left",
        /// An act was taken back.
        Undo = "undo",
        /// Units were imported.
        Import = "import",
        /// A shared rule was set.
        Setting = "setting",
        /// A shift began.
        ShiftStart = "shift_start",
        /// How closely an open case is followed, and what is to be done, was recorded.
        Watch = "watch",
        /// A shift was handed over and signed.
        Handover = "handover",
        /// A point of a handover was gone through by who receives it.
        GoThrough = "go_through",
        /// A handover was received and repeated.
        Receive = "receive",
        /// What an adviser had who is not on any more was taken over.
        TakeShift = "take_shift",
        /// A passphrase was changed.
        Passphrase = "passphrase",
        /// The database got a new key.
        Rekey = "rekey",
        /// Personal data and free text were erased.
        Purge = "purge",
        /// The database was restored from a backup.
        Restore = "restore",
    }
}

/// A 32-byte hash.
pub type Hash = [u8; 32];

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the order; order comes from here, not from times.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: the adviser's number; none for the program itself.
    pub adviser: Option<i64>,
    /// The command it belongs to.
    pub command: CommandId,
    /// What was done.
    pub act: Act,
    /// The table it is about.
    pub subject: String,
    /// The number in that table.
    pub number: i64,
    /// The call it concerns.
    pub call: Option<i64>,
    /// The field that changed.
    pub field: String,
    /// Its old value, or the commitment to it.
    pub old: Option<String>,
    /// Its new value, or the commitment to it.
    pub new: Option<String>,
}

/// A line with its hash and its adviser's name, as shown and exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine {
    /// The line.
    pub entry: Entry,
    /// The adviser's name, while there is one.
    pub adviser: Option<String>,
    /// Its hash.
    pub hash: Hash,
    /// Whether the values it holds commitments to were erased with their call.
    pub is_erased: bool,
    /// Whether it tells where someone with a protected address lives: shown nowhere.
    pub hides_place: bool,
}

impl Entry {
    /// The line's hash, chained to the one before it.
    #[must_use]
    pub fn hash(&self, previous: &Hash) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(previous);
        let mut part = |bytes: Option<&[u8]>| match bytes {
            // A length before each part, so that no two lines share a spelling.
            Some(bytes) => {
                hasher.update([1]);
                hasher.update((bytes.len() as u64).to_be_bytes());
                hasher.update(bytes);
            }
            None => hasher.update([0]),
        };
        part(Some(&self.seq.to_be_bytes()));
        part(Some(&self.at.timestamp_millis().to_be_bytes()));
        part(self.adviser.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
        part(Some(self.command.0.as_bytes()));
        part(Some(self.act.code().as_bytes()));
        part(Some(self.subject.as_bytes()));
        part(Some(&self.number.to_be_bytes()));
        part(self.call.map(i64::to_be_bytes).as_ref().map(<[u8; 8]>::as_slice));
        part(Some(self.field.as_bytes()));
        part(self.old.as_deref().map(str::as_bytes));
        part(self.new.as_deref().map(str::as_bytes));
        hasher.finalize().into()
    }
}

/// The hash before the first line of a database.
#[must_use]
pub fn chain_start(database: uuid::Uuid) -> Hash {
    Sha256::new().chain_update(b"akuttvakt journal 1").chain_update(database.as_bytes()).finalize().into()
}

/// The commitment that stands in the journal for a sensitive value: `sha256:` and 64 hex digits.
#[must_use]
pub fn commitment(salt: &[u8], value: &str) -> String {
    let hash: Hash = Sha256::new().chain_update(salt).chain_update(value.as_bytes()).finalize().into();
    let mut text = String::with_capacity(7 + 64);
    text.push_str("sha256:");
    for byte in hash {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
    }
    text
}
