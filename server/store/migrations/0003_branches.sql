-- The commit of each gated base branch that was looked over last.
CREATE TABLE branches (
    repository  TEXT NOT NULL,
    branch      TEXT NOT NULL,
    tip         TEXT NOT NULL,
    PRIMARY KEY (repository, branch)
) WITHOUT ROWID;
CREATE INDEX decisions_tree ON decisions (repository, base, merge_tree, base_sha, id);
