-- What the office told us about itself, and the rules it follows. Both are documents: read whole, replaced whole, never edited in
-- place, so that every decision can name the version it was made under.

CREATE TABLE office (
    id SMALLINT PRIMARY KEY CHECK (id = 1),
    practice SMALLINT NOT NULL CHECK (practice IN (0, 1)), -- everything in this database is made up
    created_at BIGINT NOT NULL
)
;

CREATE TABLE setups (
    version BIGINT PRIMARY KEY,
    document TEXT NOT NULL,
    created_at BIGINT NOT NULL
)
;

CREATE TABLE playbooks (
    version BIGINT PRIMARY KEY,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    created_at BIGINT NOT NULL
)
;
