-- Digest of the summary comment as GitHub answered that it shows it; empty where that is not known.
ALTER TABLE summaries ADD COLUMN shown TEXT NOT NULL DEFAULT '';
