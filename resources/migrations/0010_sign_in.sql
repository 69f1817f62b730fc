-- How the staff sign in to consoles. The secret itself is nowhere: an Argon2id hash with its parameters and salt.

CREATE TABLE credentials (
    staff TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('password', 'pin')),
    hash TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    set_by TEXT NOT NULL, -- as the audit trail names them
    must_change SMALLINT NOT NULL CHECK (must_change IN (0, 1)) -- somebody else chose it: to be replaced at the next sign-in
)
;

-- Failed attempts in a row, so that guessing becomes slow: by person.
CREATE TABLE sign_in_failures (
    staff TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at BIGINT NOT NULL,
    locked_until_at BIGINT
)
;
