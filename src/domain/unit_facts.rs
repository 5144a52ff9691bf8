//! What a municipality asks about a home, in the words of whoever asked the home. A family's own facts: they are shown on
//! purpose only.

use super::codes::coded;
use super::unit_list::{MAX_SHORT_TEXT, MAX_TEXT};

/// Most characters of a fact that has no column in the list of units.
const MAX_FACT: usize = 200;
/// Most characters of what is told of a unit's group.
pub const MAX_GROUP_NOTE: usize = 500;

coded! {
    /// One thing that is asked about a home.
    pub enum UnitFact {
        /// Who the adults are.
        Adults = "adults",
        /// The home's own children.
        OwnChildren = "own_children",
        /// Children placed there.
        PlacedChildren = "placed_children",
        /// Which animals.
        WhichAnimals = "which_animals",
        /// Languages spoken there.
        Languages = "languages",
        /// Faith.
        Faith = "faith",
        /// Steps, and whether a wheelchair comes in.
        Access = "access",
        /// Equipment for a baby.
        BabyEquipment = "baby_equipment",
        /// The school nearby.
        School = "school",
        /// What the home can do well.
        Competence = "competence",
        /// Its number at night.
        OnCallPhone = "on_call_phone",
        /// What the adviser tells about it.
        Presentation = "presentation",
    }
}

impl UnitFact {
    /// Most characters it takes.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::Languages | Self::OnCallPhone => MAX_SHORT_TEXT,
            Self::Presentation => MAX_TEXT,
            _ => MAX_FACT,
        }
    }
}
