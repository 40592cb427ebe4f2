-- Whose check run it is, and whether it is green or may be: what its pull request leaves behind must not be.
ALTER TABLE check_runs ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE check_runs ADD COLUMN green INTEGER NOT NULL DEFAULT 0;
CREATE INDEX check_runs_green ON check_runs (repository, number) WHERE green = 1;
