-- A database that was restored from a backup says when.
ALTER TABLE meta ADD COLUMN restored_at INTEGER;

-- When the personal data and the free text of a call, its children, offers and answers were erased.
ALTER TABLE calls ADD COLUMN erased_at INTEGER;

-- When an adviser's passphrase and the database's key were changed last.
ALTER TABLE advisers ADD COLUMN passphrase_at INTEGER;
ALTER TABLE meta ADD COLUMN rekeyed_at INTEGER;
