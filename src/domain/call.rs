//! A contact (*henvendelse*): a placement request or a consultation, its coded facts and its state.

use chrono::{DateTime, Utc};

use super::basis::BasisCode;
use super::checklist::{AnswerState, ItemKey};
use super::child::{Child, ChildFacts, ChildIdentity, SiblingRule};
use super::codes::coded;
use super::ids::CallId;
use super::measure::Wish;
use super::municipality::MunicipalityNumber;

coded! {
    /// What the contact is.
    pub enum CallKind {
        /// *Plassering*: a request for a place; has a response clock from the referral.
        Placement = "placement",
        /// *Drøfting*: a consultation; has no response clock.
        Consultation = "consultation",
    }
}

coded! {
    /// Who phones.
    pub enum CallerRole {
        /// *Barnevernstjeneste* (`bvt`).
        Municipality = "municipality",
        /// *Barnevernsvakt* (`bvv`).
        OutOfHours = "out_of_hours",
        /// *Påtalemyndighet* (`pol`).
        Prosecutor = "prosecutor",
        /// Anyone else (`annen`).
        Other = "other",
    }
}

coded! {
    /// Status of the decision (exchange format: 1 made, 2 made when a measure is there, 3 awaits the tribunal).
    pub enum DecisionStatus {
        /// `vedtak`: made.
        Made = "made",
        /// `venter`: to be made when there is a place.
        AwaitsPlace = "awaits_place",
        /// `nemnd`: awaits the tribunal.
        AwaitsTribunal = "awaits_tribunal",
    }
}

coded! {
    /// Who made the decision (exchange format).
    pub enum DecisionMaker {
        /// A court.
        Court = "court",
        /// The municipality.
        Municipality = "municipality",
        /// The child welfare and health tribunal.
        Tribunal = "tribunal",
        /// The prosecuting authority or the out-of-hours service.
        PoliceOrOutOfHours = "police_or_out_of_hours",
        /// The immigration authorities.
        Immigration = "immigration",
    }
}

coded! {
    /// Where the child is now (checklist item 3).
    pub enum Whereabouts {
        /// At home.
        Home = "home",
        /// In an institution.
        Institution = "institution",
        /// In a foster home.
        FosterHome = "foster_home",
        /// With kin or network.
        Kin = "kin",
        /// In the municipality's own solution.
        MunicipalitySolution = "municipality_solution",
        /// With staff.
        Staff = "staff",
        /// In hospital.
        Hospital = "hospital",
        /// In custody.
        Custody = "custody",
        /// Missing or unknown.
        Unknown = "unknown",
        /// Elsewhere.
        Other = "other",
    }
}

coded! {
    /// Protected address: place and address are hidden wherever they need not be shown.
    pub enum Shield {
        /// Strictly confidential (`kode6`).
        Code6 = "code6",
        /// Confidential (`kode7`).
        Code7 = "code7",
        /// Shielded without a code known (`skjermet`).
        Shielded = "shielded",
    }
}

coded! {
    /// Whether a call still asks for anything.
    pub enum CallState {
        /// Work is left.
        Open = "open",
        /// Finished; nothing can be offered to it.
        Closed = "closed",
    }
}

coded! {
    /// Why a call was closed.
    pub enum CloseReason {
        /// Every child has arrived at its place.
        Placed = "placed",
        /// The talk is finished and no place was asked for.
        ConsultationDone = "consultation_done",
        /// The municipality withdrew the request.
        Withdrawn = "withdrawn",
        /// Solved outside Bufetat.
        SolvedOutside = "solved_outside",
        /// Goes on as a planned request.
        BecamePlanned = "became_planned",
    }
}

coded! {
    /// What a caller's need asks of a home; other words are kept as notes.
    pub enum NeedEffect {
        /// Animals in the home are out; unknown must be asked.
        NoAnimals = "no_animals",
        /// Other children in the home are out; unknown must be asked.
        NoOtherChildren = "no_other_children",
        /// Shown, never decides.
        Note = "note",
    }
}

/// One row of the needs table: the words a caller may use for it, and what it asks of a home.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedRow {
    /// The key, itself one of the words.
    pub key: String,
    /// Other words for it.
    #[serde(default)]
    pub words: Vec<String>,
    /// What it asks of a home.
    pub effect: NeedEffect,
}

/// A need from the needs table, or a word the adviser marked with `#`, with its detail.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Need {
    /// Key in the needs table, or the adviser's own word.
    pub word: String,
    /// What follows a colon (`#allergi:hund`).
    pub detail: Option<String>,
    /// What it asks of a home.
    pub effect: NeedEffect,
}

/// The facts of a call as told, before it has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallFacts {
    /// Placement request or consultation.
    pub kind: CallKind,
    /// A field of the call, not a result of the legal basis: acute calls have the response clock.
    pub is_acute: bool,
    /// The municipality the call is for.
    pub municipality: MunicipalityNumber,
    /// The municipality that rings for it (`fra`), where another does.
    pub rung_from: Option<MunicipalityNumber>,
    /// Who phones.
    pub caller: Option<CallerRole>,
    /// The children, in the order told.
    pub children: Vec<ChildFacts>,
    /// How siblings are to be placed.
    pub siblings: Option<SiblingRule>,
    /// Legal basis.
    pub basis: Option<BasisCode>,
    /// Status of the decision.
    pub decision: Option<DecisionStatus>,
    /// Who made the decision.
    pub decided_by: Option<DecisionMaker>,
    /// When the decision was made.
    pub decided_at: Option<DateTime<Utc>>,
    /// Wished measures: any of them will do, the first is preferred.
    pub wished: Vec<Wish>,
    /// Needs that bear on where to place.
    pub needs: Vec<Need>,
    /// Where the child is now.
    pub whereabouts: Option<Whereabouts>,
    /// Until when the child can stay there.
    pub holds_until: Option<DateTime<Utc>>,
    /// Whether parents and network may know the place; none when not clarified (checklist item 6).
    pub may_be_known: Option<bool>,
    /// Protected address.
    pub shield: Option<Shield>,
    /// The first talk.
    pub first_contact_at: DateTime<Utc>,
    /// The referral: starts the response clock. None for consultations and unborn children without a time.
    pub received_at: Option<DateTime<Utc>>,
    /// Names and numbers of the children, in their order; may be shorter than `children`. Personal data.
    pub identities: Vec<ChildIdentity>,
    /// Number to ring back on; personal data.
    pub callback: Option<String>,
    /// The adviser's note; free text.
    pub note: Option<String>,
}

impl CallFacts {
    /// Facts of which nothing is known but the municipality and when the talk began.
    #[must_use]
    pub const fn new(
        kind: CallKind,
        municipality: MunicipalityNumber,
        first_contact_at: DateTime<Utc>,
    ) -> Self {
        Self {
            kind,
            is_acute: true,
            municipality,
            rung_from: None,
            caller: None,
            children: Vec::new(),
            siblings: None,
            basis: None,
            decision: None,
            decided_by: None,
            decided_at: None,
            wished: Vec::new(),
            needs: Vec::new(),
            whereabouts: None,
            holds_until: None,
            may_be_known: None,
            shield: None,
            first_contact_at,
            received_at: None,
            identities: Vec::new(),
            callback: None,
            note: None,
        }
    }

    /// Whether an open call may be the same contact: the same municipality, and a child of the same sex and
    /// age, both told. A warning, never a refusal.
    #[must_use]
    pub fn may_be_same_as(&self, call: &Call) -> bool {
        call.state == CallState::Open
            && call.municipality == self.municipality
            && self.children.iter().any(|child| {
                child.age.years().is_some() && call.children.iter().any(|other| other.facts == *child)
            })
    }
}

/// Who has an open call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallOwner {
    /// An adviser, by name.
    Adviser(String),
    /// The intake unit: nobody was on when it was handed over.
    IntakeUnit,
}

/// An open or recently closed call as the board needs it: coded facts only, no names and no free text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told without the words")]
pub struct Call {
    /// Its number.
    pub id: CallId,
    /// Placement request or consultation.
    pub kind: CallKind,
    /// Whether it is acute.
    pub is_acute: bool,
    /// Open or closed.
    pub state: CallState,
    /// The municipality the call is for.
    pub municipality: MunicipalityNumber,
    /// The municipality that rings for it, where another does.
    pub rung_from: Option<MunicipalityNumber>,
    /// Who phones.
    pub caller: Option<CallerRole>,
    /// Its children.
    pub children: Vec<Child>,
    /// How siblings are to be placed.
    pub siblings: Option<SiblingRule>,
    /// Legal basis.
    pub basis: Option<BasisCode>,
    /// Status of the decision.
    pub decision: Option<DecisionStatus>,
    /// Who made the decision.
    pub decided_by: Option<DecisionMaker>,
    /// When the decision was made.
    pub decided_at: Option<DateTime<Utc>>,
    /// Wished measures, the first preferred.
    pub wished: Vec<Wish>,
    /// Needs that bear on where to place: those of the call, and those told as the answer to the item on health.
    pub needs: Vec<Need>,
    /// Where the child is now.
    pub whereabouts: Option<Whereabouts>,
    /// Until when the child can stay there.
    pub holds_until: Option<DateTime<Utc>>,
    /// Whether parents and network may know the place; none when not clarified (checklist item 6).
    pub may_be_known: Option<bool>,
    /// Protected address.
    pub shield: Option<Shield>,
    /// The first talk.
    pub first_contact_at: DateTime<Utc>,
    /// The referral.
    pub received_at: Option<DateTime<Utc>>,
    /// When an offer is due: the referral and the response limit of the routine the call was opened with.
    pub deadline: Option<DateTime<Utc>>,
    /// The version of the routine it was opened with.
    pub routine_version: String,
    /// When it was registered, and by whom.
    pub registered_at: DateTime<Utc>,
    /// The adviser who registered it.
    pub by: String,
    /// Who has it.
    pub owner: CallOwner,
    /// When the clarification meeting is (routine step 12).
    pub meeting_at: Option<DateTime<Utc>>,
    /// When all parties were called to it.
    pub meeting_set_at: Option<DateTime<Utc>>,
    /// Whether the request stays open though its children have a place: it was found on another basis.
    pub stays_open: bool,
    /// Whether a number to ring back on is known.
    pub has_callback: bool,
    /// Whether a note is known.
    pub has_note: bool,
    /// Whether the name of every child is known.
    pub has_names: bool,
    /// Answers of the checklist in force, by item. What a field of the call tells needs no answer here.
    pub answers: Vec<ItemAnswered>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Why it was closed.
    pub close_reason: Option<CloseReason>,
    /// Row version: a change made against an older one is refused as stale.
    pub version: i64,
}

/// That an item of the checklist was answered: never what was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemAnswered {
    /// The item.
    pub item: ItemKey,
    /// How.
    pub state: AnswerState,
    /// When.
    pub at: DateTime<Utc>,
    /// The adviser's name.
    pub by: String,
    /// Whether something was told in words.
    pub has_text: bool,
}

impl Call {
    /// Whether the routine goes on: the call is open, or a child has its place.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.state == CallState::Open || self.close_reason == Some(CloseReason::Placed)
    }

    /// What is known of the call as facts. What the board does not hold (names, number, note) is left out.
    #[must_use]
    pub fn facts(&self) -> CallFacts {
        CallFacts {
            is_acute: self.is_acute,
            rung_from: self.rung_from,
            caller: self.caller,
            children: self.children.iter().map(|child| child.facts).collect(),
            siblings: self.siblings,
            basis: self.basis,
            decision: self.decision,
            decided_by: self.decided_by,
            decided_at: self.decided_at,
            wished: self.wished.clone(),
            needs: self.needs.clone(),
            whereabouts: self.whereabouts,
            holds_until: self.holds_until,
            may_be_known: self.may_be_known,
            shield: self.shield,
            received_at: self.received_at,
            ..CallFacts::new(self.kind, self.municipality, self.first_contact_at)
        }
    }
}
