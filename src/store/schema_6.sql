-- Shifts and handovers: who is on and who has which case, how closely it is followed, what was given over and repeated.

-- A shift that was signed on to before has no planned end: it was only a signing on.
ALTER TABLE shifts ADD COLUMN planned_until INTEGER;
ALTER TABLE shifts ADD COLUMN signed_on_at INTEGER;
-- The journal's last line when the shift ended: what comes after it is new to the adviser.
ALTER TABLE shifts ADD COLUMN ended_seq INTEGER;
CREATE UNIQUE INDEX shifts_running ON shifts (adviser) WHERE ended_at IS NULL AND planned_until IS NOT NULL;
CREATE INDEX shifts_on ON shifts (number) WHERE ended_at IS NULL AND planned_until IS NOT NULL;
CREATE INDEX shifts_of_adviser ON shifts (adviser, started_at);

-- Who has the call; whoever registered it where nothing is said.
ALTER TABLE calls ADD COLUMN owner_kind TEXT;
ALTER TABLE calls ADD COLUMN owner INTEGER REFERENCES advisers (number);
CREATE INDEX follow_ups_of_adviser ON follow_ups (adviser) WHERE ended_at IS NULL;
CREATE INDEX calls_registered_at ON calls (registered_at);

-- How closely an open case is followed, and what is to be done by when; a later word ends the one before it.
CREATE TABLE case_watches (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    level TEXT NOT NULL,
    action_at INTEGER,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX case_watches_now ON case_watches (call) WHERE ended_at IS NULL;

CREATE TABLE handovers (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    shift INTEGER NOT NULL REFERENCES shifts (number),
    giver INTEGER NOT NULL REFERENCES advisers (number),
    -- Whom it is for; nobody: the intake unit.
    receiver INTEGER REFERENCES advisers (number),
    begun_at INTEGER NOT NULL,
    signed_at INTEGER NOT NULL,
    head_seq INTEGER NOT NULL,
    head_hash TEXT NOT NULL,
    -- What its page said when it was signed.
    searched_in_vain INTEGER NOT NULL,
    median_minutes INTEGER,
    to_confirm INTEGER NOT NULL,
    received_by INTEGER REFERENCES advisers (number),
    received_at INTEGER,
    erased_at INTEGER,
    CHECK ((received_by IS NULL) = (received_at IS NULL))
) STRICT;
CREATE INDEX handovers_open ON handovers (number) WHERE received_at IS NULL AND erased_at IS NULL;
CREATE INDEX handovers_erased ON handovers (number) WHERE erased_at IS NOT NULL;
CREATE INDEX handovers_of_shift ON handovers (shift);
CREATE INDEX handovers_received ON handovers (received_by, received_at) WHERE received_at IS NOT NULL;

-- What was open when it was signed, each once.
CREATE TABLE handover_points (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    handover INTEGER NOT NULL REFERENCES handovers (number),
    section TEXT NOT NULL,
    kind TEXT NOT NULL,
    matter INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    level TEXT,
    -- It was the giver's, and went to the receiver with the handover.
    given INTEGER NOT NULL,
    gone_through_by INTEGER REFERENCES advisers (number),
    gone_through_at INTEGER,
    UNIQUE (handover, kind, matter)
) STRICT;

-- What was done in the shift, as it was signed: each call that was registered in it or is from before and got a place in
-- it, and each declined offer.
CREATE TABLE handover_sums (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    handover INTEGER NOT NULL REFERENCES handovers (number),
    list TEXT NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    -- Why it was declined.
    reason TEXT
) STRICT;
CREATE INDEX handover_sums_of ON handover_sums (handover);

-- What was free by group when the shift began and when it was signed.
CREATE TABLE handover_capacity (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    handover INTEGER NOT NULL REFERENCES handovers (number),
    of_group TEXT NOT NULL,
    free_then INTEGER NOT NULL,
    free_now INTEGER NOT NULL,
    UNIQUE (handover, of_group)
) STRICT;

-- Finding in a long journal: who, what, and the first line since a moment. The number of the line is in each.
CREATE INDEX journal_of_adviser ON journal (adviser);
CREATE INDEX journal_of_act ON journal (act);
CREATE INDEX journal_at ON journal (at);

-- Finding what was done, and what there was, since a shift began.
CREATE INDEX offers_at ON offers (at);
CREATE INDEX offers_answered_at ON offers (answered_at);
CREATE INDEX place_states_ended ON place_states (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX claims_ended ON claims (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX journal_of_units ON journal (number, field) WHERE subject = 'units';
