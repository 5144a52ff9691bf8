-- The routine from the first ring to the last follow-up: placements, steps, who has which task, what was silenced.

-- When a call was registered; for one from before this table it is when the first talk was.
ALTER TABLE calls ADD COLUMN registered_at INTEGER;
ALTER TABLE calls ADD COLUMN meeting_at INTEGER;
ALTER TABLE calls ADD COLUMN meeting_set_at INTEGER;
ALTER TABLE calls ADD COLUMN stays_open INTEGER CHECK (stays_open IN (0, 1));

ALTER TABLE follow_ups ADD COLUMN step TEXT;
-- None is an adviser's.
ALTER TABLE follow_ups ADD COLUMN owner TEXT;
ALTER TABLE follow_ups ADD COLUMN moved_at INTEGER;

-- A child on its way to a place, living there, or moved out. What figures count stands as it was at placement.
CREATE TABLE placements (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    child INTEGER NOT NULL REFERENCES children (number),
    place INTEGER NOT NULL REFERENCES places (number),
    offer INTEGER NOT NULL REFERENCES offers (number),
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    basis TEXT,
    decision TEXT,
    measure TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    leaves_at INTEGER,
    expected_at INTEGER,
    unit_told_at INTEGER,
    arrived_at INTEGER,
    ended_at INTEGER,
    end_kind TEXT,
    cancelled_at INTEGER,
    -- Its acceptance was taken back: as if it had not been.
    voided_at INTEGER,
    CHECK ((ended_at IS NULL) = (end_kind IS NULL)),
    CHECK (ended_at IS NULL OR arrived_at IS NOT NULL),
    CHECK (arrived_at IS NULL OR cancelled_at IS NULL AND voided_at IS NULL)
) STRICT;
CREATE UNIQUE INDEX placements_now ON placements (child) WHERE arrived_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX placements_live ON placements (number) WHERE ended_at IS NULL AND cancelled_at IS NULL AND voided_at IS NULL;
CREATE INDEX placements_of_call ON placements (call);
CREATE INDEX placements_of_offer ON placements (offer);

-- A step of the routine that was settled by a key; one that was taken back has ended.
CREATE TABLE routine_steps (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX routine_steps_now ON routine_steps (call, step) WHERE ended_at IS NULL;

-- What the municipality said of siblings who are placed apart.
CREATE TABLE sibling_splits (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    agreed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sibling_splits_of_call ON sibling_splits (call);

CREATE TABLE remarks (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    kind TEXT NOT NULL,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX remarks_of_call ON remarks (call);

-- Alarms that someone silenced for all.
CREATE TABLE silences (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    since_at INTEGER NOT NULL,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    at INTEGER NOT NULL,
    UNIQUE (call, kind, since_at)
) STRICT;

-- Calls that left the house with names, and why.
CREATE TABLE named_exports (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    at INTEGER NOT NULL
) STRICT;

-- The same child in several calls.
CREATE INDEX children_of_reference ON children (reference);
