//! The intake checklist: what the adviser must ask, as data, and the kinds of answer.
//!
//! Nothing in it is a wall: municipality and age are enough to search, and every item may be answered later.

use super::codes::coded;

coded! {
    /// An item of the checklist, in its order.
    pub enum ItemKey {
        /// 1: the child's name and national identity number.
        Identity = "identity",
        /// 2: legal basis, status of the decision, decided when and by whom.
        Basis = "basis",
        /// 3: where the child is now, with whom, how long it can hold.
        Whereabouts = "whereabouts",
        /// 4: the wished measure.
        Wished = "wished",
        /// 5: the situation and why this basis.
        Situation = "situation",
        /// 6: degree of protection; who may know the place.
        Protection = "protection",
        /// 7: danger to self or others, substances, running away.
        Danger = "danger",
        /// 8: whether help in the home could be used instead.
        HelpAtHome = "help_at_home",
        /// 9: physical and mental state.
        Condition = "condition",
        /// 10: allergies and special health problems.
        Health = "health",
        /// 11: nationality, language, interpreter.
        Language = "language",
        /// 12: what the child knows of what happens.
        ChildKnows = "child_knows",
        /// 13: doctor's check done or planned.
        Doctor = "doctor",
        /// 14: faith, anything to arrange.
        Faith = "faith",
        /// 15: network, anyone to be shielded from.
        Network = "network",
        /// 16: who accompanies the child.
        Escort = "escort",
        /// 17: the child's view.
        ChildView = "child_view",
        /// 18: the weight it got.
        ViewWeight = "view_weight",
        /// 19: the parents' view.
        ParentsView = "parents_view",
        /// 20: siblings together or apart.
        Siblings = "siblings",
    }
}

coded! {
    /// What an answer fills.
    pub enum Fills {
        /// Name and national identity number, kept apart from the call.
        ChildIdentity = "child_identity",
        /// Legal basis and status of the decision.
        BasisDecision = "basis_decision",
        /// Where the child is.
        Whereabouts = "whereabouts",
        /// Wished measures.
        Wished = "wished",
        /// Whether parents and network may know the place.
        MayBeKnown = "may_be_known",
        /// Needs that bear on where to place.
        Needs = "needs",
        /// How siblings are to be placed.
        Siblings = "siblings",
        /// No field: the answer is free text of its own.
        Text = "text",
    }
}

impl Fills {
    /// Whether the quick line can fill it, so that the item is answered when the call is registered.
    #[must_use]
    pub const fn is_in_quick_line(self) -> bool {
        match self {
            Self::BasisDecision | Self::Whereabouts | Self::Wished | Self::Needs | Self::Siblings => true,
            Self::ChildIdentity | Self::MayBeKnown | Self::Text => false,
        }
    }

    /// Whether the answer is free text, of which lists and board show only that it was given.
    #[must_use]
    pub const fn is_free_text(self) -> bool {
        matches!(self, Self::Text)
    }
}

coded! {
    /// How an answer is to be guarded.
    pub enum Sensitivity {
        /// A coded fact that the board may show.
        Fact = "fact",
        /// Told about the child or the family: read in the call only.
        Told = "told",
        /// About health, faith, origin or crime: read in the call only, and asked for only as far as it is needed.
        Special = "special",
        /// Names the child: hidden until revealed, and each reveal is journalled.
        Identity = "identity",
    }
}

coded! {
    /// Where an item stands for one call.
    pub enum AnswerState {
        /// Not asked yet.
        NotAsked = "not_asked",
        /// Answered.
        Answered = "answered",
        /// Asked; the municipality does not know.
        Unknown = "unknown",
        /// Not relevant.
        NotRelevant = "not_relevant",
        /// To be sent later: a follow-up.
        Later = "later",
    }
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistItem {
    /// Its number, from 1.
    pub number: u8,
    /// Which item.
    pub key: ItemKey,
    /// A short name for lists, at most [`ChecklistItem::LABEL_WIDTH`] characters.
    pub label: String,
    /// The question, to be read aloud.
    pub question: String,
    /// The same in nynorsk, for the letter to municipalities.
    pub question_nn: String,
    /// Why it is asked, in a few words.
    pub why: String,
    /// What the answer fills.
    pub fills: Fills,
    /// How the answer is to be guarded.
    pub sensitivity: Sensitivity,
    /// Asked only when the search is under way: an offer of help, never a condition for it.
    #[serde(default)]
    pub never_before_search: bool,
    /// Not brought up when ringing back with a place.
    #[serde(default)]
    pub not_at_call_back: bool,
}

impl ChecklistItem {
    /// The widest label that fits the narrowest list, in characters.
    pub const LABEL_WIDTH: usize = 28;
}
