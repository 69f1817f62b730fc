-- The proof of every step: append only, each row's hash covers the row and the hash before it.
CREATE TABLE audit (
    sequence BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    case_id TEXT NOT NULL, -- the follow-up, or the call that opened none; empty for the office itself
    subject TEXT NOT NULL, -- `task:…`, `message:…`
    detail TEXT NOT NULL, -- JSON
    hash TEXT NOT NULL
)
;

CREATE INDEX audit_by_case ON audit (case_id, sequence)
;

-- The end of the chain. Updating this row first makes writers take turns on PostgreSQL too; that a row was cut off the end shows here.
CREATE TABLE audit_head (
    id SMALLINT PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL
)
;

INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '')
;
