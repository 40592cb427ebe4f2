-- What the head of a pull request comes to when it is merged, and since when, by GitHub's clock: an
-- approval from before was given for other content. 0 means since the head was first seen.
CREATE TABLE contents (
    repository  TEXT NOT NULL,
    number      INTEGER NOT NULL,
    head        TEXT NOT NULL,
    content     TEXT NOT NULL, -- digest of its meaning, and its tree
    since       INTEGER NOT NULL,
    PRIMARY KEY (repository, number, head)
) WITHOUT ROWID;
