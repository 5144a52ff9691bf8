//! What is recorded of a call as a fact, without grading anyone and without changing anything.

use super::codes::coded;

coded! {
    /// What a remark is about.
    pub enum RemarkKind {
        /// Adviser and municipality saw the type of measure differently: the municipality decides it.
        Disagreement = "disagreement",
        /// Anything else worth keeping.
        Note = "note",
    }
}
