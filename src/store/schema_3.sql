-- A database that was restored from a backup says when.
ALTER TABLE meta ADD COLUMN restored_at INTEGER;
