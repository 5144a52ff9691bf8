//! What the preview says of a line that is understood.

use crate::domain::basis::BasisCode;
use crate::domain::measure::Wish;
use crate::domain::municipality_index::MunicipalityName;

/// Something the adviser should know; never in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A beginning was taken for the one in the own region; others in the country begin so too.
    AlsoBeginsSo {
        /// The one taken.
        taken: MunicipalityName,
        /// The others, by number.
        also: Vec<MunicipalityName>,
    },
    /// The basis is ordinarily planned: the call gets no response clock.
    Planned {
        /// The basis.
        basis: BasisCode,
    },
    /// The municipality has its own system and belongs to no region of Bufetat.
    OwnSystem {
        /// Which.
        municipality: MunicipalityName,
    },
    /// The municipality is served by another region, which has a duty phone of its own.
    OtherRegion {
        /// Which.
        municipality: MunicipalityName,
    },
    /// The basis names institutions, and a home is wished.
    BasisNamesInstitutions {
        /// The basis.
        basis: BasisCode,
        /// The wish.
        wish: Wish,
    },
}
