-- The inbox: every webhook delivery that was accepted, by GitHub's own id.
CREATE TABLE deliveries (
    id           TEXT PRIMARY KEY NOT NULL,
    event        TEXT NOT NULL,
    action       TEXT NOT NULL,
    repository   TEXT NOT NULL,
    received_at  INTEGER NOT NULL -- unix milliseconds, as everywhere in this schema
) WITHOUT ROWID;

-- What there is to evaluate. wanted is raised by every delivery, done follows when an evaluation
-- that began at that generation has ended well.
CREATE TABLE targets (
    key         TEXT PRIMARY KEY NOT NULL,
    body        BLOB NOT NULL,
    wanted      INTEGER NOT NULL,
    done        INTEGER NOT NULL DEFAULT 0,
    tried       INTEGER NOT NULL DEFAULT 0, -- the last generation that failed
    last_error  TEXT NOT NULL DEFAULT '',
    updated_at  INTEGER NOT NULL
) WITHOUT ROWID;

-- A delivery is finished when each of its targets is done up to the generation it asked for.
CREATE TABLE delivery_targets (
    delivery    TEXT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    target      TEXT NOT NULL,
    generation  INTEGER NOT NULL,
    PRIMARY KEY (delivery, target)
) WITHOUT ROWID;

-- Judgements of single files, by a key that covers everything they depend on.
CREATE TABLE judgements (
    key         TEXT PRIMARY KEY NOT NULL,
    body        BLOB NOT NULL,
    created_at  INTEGER NOT NULL
) WITHOUT ROWID;

-- Git objects, which never change: blobs, trees, commits. The repository is part of the key, so
-- that what one tenant may read is never shown to another.
CREATE TABLE objects (
    repository  TEXT NOT NULL,
    kind        TEXT NOT NULL,
    sha         TEXT NOT NULL,
    body        BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (repository, kind, sha)
);

-- The record of every evaluation that came to an answer.
CREATE TABLE decisions (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    repository    TEXT NOT NULL,
    number        INTEGER NOT NULL, -- pull request; 0 for a merge group
    base          TEXT NOT NULL,
    base_sha      TEXT NOT NULL,
    head          TEXT NOT NULL,
    merge_tree    TEXT NOT NULL,
    policy        TEXT NOT NULL,
    digest        TEXT NOT NULL,
    verdict       TEXT NOT NULL,
    conclusion    TEXT NOT NULL,
    reason        TEXT NOT NULL,
    body          BLOB NOT NULL,
    evaluated_at  INTEGER NOT NULL
);
CREATE INDEX decisions_pull_request ON decisions (repository, number, id);
CREATE INDEX decisions_head ON decisions (repository, head, base, id);

-- What was published, so that it is compared before it is written again.
CREATE TABLE check_runs (
    repository   TEXT NOT NULL,
    head         TEXT NOT NULL,
    name         TEXT NOT NULL,
    id           INTEGER NOT NULL,
    completed    INTEGER NOT NULL,
    digest       TEXT NOT NULL, -- of everything the check run says
    annotations  TEXT NOT NULL, -- digest of its annotations alone
    PRIMARY KEY (repository, head, name)
) WITHOUT ROWID;

CREATE TABLE inline_comments (
    repository  TEXT NOT NULL,
    number      INTEGER NOT NULL,
    identity    TEXT NOT NULL, -- of the finding, independent of lines
    open        INTEGER NOT NULL,
    PRIMARY KEY (repository, number, identity)
) WITHOUT ROWID;

CREATE TABLE summaries (
    repository  TEXT NOT NULL,
    number      INTEGER NOT NULL,
    comment     INTEGER NOT NULL,
    digest      TEXT NOT NULL,
    PRIMARY KEY (repository, number)
) WITHOUT ROWID;

-- Since when a pull request has had its base branch, by GitHub's clock: an approval from before was
-- given for another base.
CREATE TABLE bases (
    repository  TEXT NOT NULL,
    number      INTEGER NOT NULL,
    base        TEXT NOT NULL,
    since       INTEGER NOT NULL,
    PRIMARY KEY (repository, number)
) WITHOUT ROWID;

-- What the last finished evaluation of a pull request had seen, for the sweep that looks for
-- changes whose webhook never came.
CREATE TABLE pulls (
    repository    TEXT NOT NULL,
    number        INTEGER NOT NULL,
    seen          TEXT NOT NULL,
    evaluated_at  INTEGER NOT NULL,
    PRIMARY KEY (repository, number)
) WITHOUT ROWID;
