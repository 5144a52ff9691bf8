-- A database that was restored from a backup says when.
ALTER TABLE meta ADD COLUMN restored_at INTEGER;

-- When the personal data and the free text of a call, its children, offers and answers were erased.
ALTER TABLE calls ADD COLUMN erased_at INTEGER;
