-- When nothing is free: the search log, what is offered meanwhile, deviations, the directory; and places as they are.

CREATE TABLE enquiries (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    rung TEXT NOT NULL,
    unit INTEGER REFERENCES units (number),
    region TEXT,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    at INTEGER NOT NULL,
    result TEXT NOT NULL,
    reason TEXT,
    ask_at INTEGER,
    decisions TEXT NOT NULL
) STRICT;
CREATE INDEX enquiries_of_call ON enquiries (call);

-- A later word on a measure ends the one before it.
CREATE TABLE compensations (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX compensations_of_call ON compensations (call);
CREATE UNIQUE INDEX compensations_now ON compensations (call, kind) WHERE ended_at IS NULL;

CREATE TABLE deviations (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    child INTEGER NOT NULL REFERENCES children (number),
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    state TEXT NOT NULL,
    is_acute INTEGER NOT NULL CHECK (is_acute IN (0, 1)),
    area TEXT,
    basis TEXT,
    wished TEXT NOT NULL,
    missing TEXT,
    first_request_at INTEGER NOT NULL,
    meanwhile TEXT NOT NULL,
    substance INTEGER CHECK (substance IN (0, 1)),
    crime INTEGER CHECK (crime IN (0, 1)),
    scheme TEXT NOT NULL,
    severity INTEGER CHECK (severity BETWEEN 1 AND 5),
    opened_at INTEGER NOT NULL,
    registered_at INTEGER,
    offered_at INTEGER,
    outcome TEXT,
    closed_at INTEGER,
    supervision_by TEXT,
    supervision_at INTEGER,
    supervision_result TEXT,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((outcome IS NULL) = (closed_at IS NULL))
) STRICT;
CREATE INDEX deviations_of_call ON deviations (call);
CREATE UNIQUE INDEX deviations_open ON deviations (child) WHERE closed_at IS NULL;
CREATE INDEX deviations_closed_at ON deviations (closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE contacts (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    region TEXT,
    municipality TEXT,
    added_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;

-- The agreed next call repeats until the child is placed.
ALTER TABLE follow_ups ADD COLUMN repeat_minutes INTEGER;
ALTER TABLE follow_ups ADD COLUMN enquiry INTEGER REFERENCES enquiries (number);
-- A paper of a single purchase, and for which child; none where it is about the provider.
ALTER TABLE follow_ups ADD COLUMN paper TEXT;
ALTER TABLE follow_ups ADD COLUMN child INTEGER REFERENCES children (number);
CREATE INDEX follow_ups_of_enquiry ON follow_ups (enquiry) WHERE enquiry IS NOT NULL;
CREATE INDEX follow_ups_of_offer ON follow_ups (offer) WHERE ended_at IS NULL;
CREATE INDEX follow_ups_place_free ON follow_ups (number) WHERE kind = 'place_free' AND ended_at IS NULL;

-- Care places that may take acute children: approved for it, or by the region's emergency plan.
ALTER TABLE units ADD COLUMN acute TEXT;
-- A unit that was set up for a time.
ALTER TABLE units ADD COLUMN closes_at INTEGER;

ALTER TABLE places ADD COLUMN expected_free_at INTEGER;
-- A place above the unit's capacity: made by an act, closed again by an act.
ALTER TABLE places ADD COLUMN is_extra INTEGER CHECK (is_extra IN (0, 1));
ALTER TABLE places ADD COLUMN closed_at INTEGER;
CREATE INDEX places_there ON places (unit, ordinal) WHERE closed_at IS NULL;

-- A child that takes two places.
ALTER TABLE offers ADD COLUMN counts_double INTEGER CHECK (counts_double IN (0, 1));

-- The free texts of calls by their words. Nothing here is a record; `secure-delete` leaves nothing of what is deleted.
CREATE VIRTUAL TABLE call_words USING fts5 (
    call,
    source,
    words,
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO call_words (call_words, rank) VALUES ('secure-delete', 1);

-- What is looked for in every call or line that is shown, however many years there are.
CREATE INDEX calls_shielded ON calls (number) WHERE shield IS NOT NULL;
CREATE INDEX calls_erased ON calls (number) WHERE erased_at IS NOT NULL;
CREATE INDEX named_exports_of_call ON named_exports (call);
