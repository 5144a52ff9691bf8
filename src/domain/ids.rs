//! Numbers people say aloud. Each counts from 1 in its database and is never used again.

macro_rules! number {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number!(
    /// A contact (*henvendelse*).
    CallId
);
number!(
    /// A child of a call.
    ChildId
);
number!(
    /// A unit: one home, or one department of an institution.
    UnitId
);
number!(
    /// One place in a unit.
    PlaceId
);
number!(
    /// A live or ended claim on a place.
    ClaimId
);
number!(
    /// An offer of a place to a municipality.
    OfferId
);
number!(
    /// An adviser of this database.
    AdviserId
);
number!(
    /// Something to be done at a time.
    FollowUpId
);
number!(
    /// A child's placement.
    PlacementId
);
number!(
    /// An attempt in the search log.
    EnquiryId
);
number!(
    /// A deviation.
    DeviationId
);
number!(
    /// An entry of the directory.
    ContactId
);
number!(
    /// A shift of an adviser.
    ShiftId
);
number!(
    /// A handover from one shift to the next.
    HandoverId
);
number!(
    /// One thing of a handover that was open when it was signed.
    PointId
);
