-- Times are UTC milliseconds. `number` is the number people say aloud, from 1, never used again; `uuid` is the
-- key between machines. `version` is the journal line that last touched the row: it moves with every change.
-- Names, numbers of people and free text stand only in personal_data and free_texts, so that they can go.

CREATE TABLE counters (
    kind TEXT NOT NULL PRIMARY KEY,
    next INTEGER NOT NULL CHECK (next >= 1)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number = 1),
    uuid TEXT NOT NULL,
    version INTEGER NOT NULL,
    region TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE advisers (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;

CREATE TABLE shifts (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    started_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

CREATE TABLE settings (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE units (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    ownership TEXT NOT NULL,
    municipality TEXT NOT NULL,
    legal_bases TEXT NOT NULL,
    target_groups TEXT NOT NULL,
    age_min INTEGER NOT NULL CHECK (age_min >= 0),
    age_max INTEGER NOT NULL CHECK (age_max >= age_min),
    places INTEGER NOT NULL CHECK (places >= 1),
    max_siblings INTEGER NOT NULL CHECK (max_siblings BETWEEN 1 AND places),
    other_children INTEGER CHECK (other_children IN (0, 1)),
    animals INTEGER CHECK (animals IN (0, 1)),
    receives_from TEXT,
    receives_to TEXT,
    department TEXT
) STRICT;

CREATE TABLE places (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    unit INTEGER NOT NULL REFERENCES units (number),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
    confirmed_at INTEGER,
    confirmed_by INTEGER REFERENCES advisers (number),
    confirmed_how TEXT,
    UNIQUE (unit, ordinal)
) STRICT;

-- The one source of a place's state, now and at any past minute; what claims say comes on top.
CREATE TABLE place_states (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    place INTEGER NOT NULL REFERENCES places (number),
    state TEXT NOT NULL,
    adviser INTEGER REFERENCES advisers (number),
    from_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX place_states_now ON place_states (place) WHERE ended_at IS NULL;
CREATE INDEX place_states_of_place ON place_states (place, from_at);

CREATE TABLE calls (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    is_acute INTEGER NOT NULL CHECK (is_acute IN (0, 1)),
    state TEXT NOT NULL,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    municipality TEXT NOT NULL,
    rung_from TEXT,
    caller TEXT,
    siblings TEXT,
    basis TEXT,
    decision TEXT,
    wished TEXT NOT NULL,
    whereabouts TEXT,
    shield TEXT,
    first_contact_at INTEGER NOT NULL,
    received_at INTEGER,
    deadline INTEGER,
    routine_version TEXT NOT NULL,
    closed_at INTEGER,
    close_reason TEXT,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((closed_at IS NULL) = (close_reason IS NULL))
) STRICT;
CREATE INDEX calls_open ON calls (number) WHERE state = 'open';
CREATE INDEX calls_closed_at ON calls (closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE children (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    sex TEXT NOT NULL,
    age TEXT NOT NULL,
    -- Random; links the same child across calls, says nothing else, and survives erasure.
    reference TEXT NOT NULL
) STRICT;
CREATE INDEX children_of_call ON children (call);

CREATE TABLE offers (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    place INTEGER NOT NULL REFERENCES places (number),
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    at INTEGER NOT NULL,
    km INTEGER,
    clearance TEXT NOT NULL,
    may_be_known INTEGER CHECK (may_be_known IN (0, 1)),
    answer TEXT,
    answer_reason TEXT,
    answered_at INTEGER,
    voided_at INTEGER
) STRICT;
CREATE INDEX offers_of_call ON offers (call);

-- Hold, offer and placement are one row that grows. The index is what keeps a place from being given twice.
CREATE TABLE claims (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    place INTEGER NOT NULL REFERENCES places (number),
    kind TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    child INTEGER REFERENCES children (number),
    offer INTEGER REFERENCES offers (number),
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    from_at INTEGER NOT NULL,
    until_at INTEGER,
    ended_at INTEGER,
    end_reason TEXT,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
CREATE UNIQUE INDEX claims_live ON claims (place) WHERE ended_at IS NULL;
CREATE INDEX claims_of_place ON claims (place, from_at);
CREATE INDEX claims_of_call ON claims (call);
CREATE INDEX claims_of_offer ON claims (offer) WHERE offer IS NOT NULL;

CREATE TABLE follow_ups (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    offer INTEGER REFERENCES offers (number),
    place INTEGER REFERENCES places (number),
    adviser INTEGER REFERENCES advisers (number),
    due_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_kind TEXT
) STRICT;
CREATE INDEX follow_ups_open ON follow_ups (due_at) WHERE ended_at IS NULL;
CREATE INDEX follow_ups_of_call ON follow_ups (call);

-- The two erasable tables: salt and value of each sensitive field; the journal holds only commitments.
CREATE TABLE personal_data (
    subject TEXT NOT NULL,
    number INTEGER NOT NULL,
    field TEXT NOT NULL,
    salt BLOB NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (subject, number, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE free_texts (
    subject TEXT NOT NULL,
    number INTEGER NOT NULL,
    field TEXT NOT NULL,
    salt BLOB NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (subject, number, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    seq INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    adviser INTEGER,
    command TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    number INTEGER NOT NULL,
    call INTEGER,
    field TEXT NOT NULL,
    old TEXT,
    new TEXT,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX journal_of_call ON journal (call) WHERE call IS NOT NULL;

-- Commands done, with their answers: the same command sent twice is done once.
CREATE TABLE commands (
    id TEXT NOT NULL PRIMARY KEY,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    act TEXT NOT NULL,
    first_seq INTEGER NOT NULL UNIQUE,
    last_seq INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    undone_by TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX commands_of_adviser ON commands (adviser, first_seq);
