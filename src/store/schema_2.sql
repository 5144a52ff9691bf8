-- The checklist, corrections of calls, reveals, and half-written work.

ALTER TABLE calls ADD COLUMN decided_by TEXT;
ALTER TABLE calls ADD COLUMN decided_at INTEGER;
ALTER TABLE calls ADD COLUMN holds_until INTEGER;
ALTER TABLE calls ADD COLUMN may_be_known INTEGER CHECK (may_be_known IN (0, 1));

-- A child told by mistake stays as a row, and is no child of the call any more.
ALTER TABLE children ADD COLUMN removed_at INTEGER;

ALTER TABLE offers ADD COLUMN cleared_at INTEGER;

ALTER TABLE follow_ups ADD COLUMN item TEXT;

-- A later answer ends the one before it: nothing that was told is overwritten.
CREATE TABLE checklist_answers (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES calls (number),
    item TEXT NOT NULL,
    state TEXT NOT NULL,
    adviser INTEGER REFERENCES advisers (number),
    from_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX checklist_answers_now ON checklist_answers (call, item) WHERE ended_at IS NULL;

-- Who saw whose hidden data, and when; written before it is shown.
CREATE TABLE reveals (
    number INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    call INTEGER REFERENCES calls (number),
    unit INTEGER REFERENCES units (number),
    at INTEGER NOT NULL,
    CHECK ((call IS NULL) <> (unit IS NULL))
) STRICT;

-- Half-written work of an adviser: no record yet, so not journalled. `fields` is JSON.
CREATE TABLE drafts (
    sitting TEXT NOT NULL,
    count INTEGER NOT NULL,
    adviser INTEGER NOT NULL REFERENCES advisers (number),
    kind TEXT NOT NULL,
    call INTEGER REFERENCES calls (number),
    about INTEGER,
    begun_at INTEGER NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (sitting, count)
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_of_adviser ON drafts (adviser, begun_at);

-- What happened with one row: the history of a place, the log of a unit.
CREATE INDEX journal_of_row ON journal (subject, number);
