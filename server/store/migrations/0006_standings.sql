-- Who stands behind the green check of a commit: each pull request, or merge group, that has it for its head and was
-- let through. What they leave behind must not be green, and what one of them leaves may be green for another.
CREATE TABLE standings (
    repository  TEXT NOT NULL,
    head        TEXT NOT NULL,
    name        TEXT NOT NULL,    -- of the check
    number      INTEGER NOT NULL, -- pull request; 0 for a merge group
    basis       TEXT NOT NULL,    -- what was judged, and by what
    head_ref    TEXT NOT NULL,    -- the merge group's branch; empty when the group landed
    PRIMARY KEY (repository, head, name, number)
) WITHOUT ROWID;
CREATE INDEX standings_pull_request ON standings (repository, number);
INSERT INTO standings (repository, head, name, number, basis, head_ref)
    SELECT repository, head, name, number, '', CASE number WHEN 0 THEN '?' ELSE '' END FROM check_runs WHERE green = 1;
DROP INDEX check_runs_green;
ALTER TABLE check_runs DROP COLUMN green;
