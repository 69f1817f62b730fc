-- Callers whom somebody of ours is ringing: a second person is told so and stopped.
CREATE TABLE dials (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL, -- E.164 of the caller
    follow_up_id TEXT REFERENCES follow_ups (id),
    task_id TEXT REFERENCES callback_tasks (id),
    staff TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('link', 'provider')), -- the person's own dialler, or the phone system rings both
    connection TEXT NOT NULL, -- empty for a link
    line TEXT NOT NULL, -- E.164 of what the caller sees; empty for a link
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'ringing', 'over', 'refused', 'unknown')),
    began_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL, -- nobody else is stopped after that
    lease_owner TEXT NOT NULL,
    lease_until_at BIGINT,
    provider_call_id TEXT NOT NULL,
    error_code TEXT NOT NULL,
    ended_at BIGINT,
    CHECK ((state = 'running') = (lease_until_at IS NOT NULL))
)
;

CREATE UNIQUE INDEX dials_one_at_a_time ON dials (number) WHERE ended_at IS NULL
;

CREATE INDEX dials_waiting ON dials (began_at) WHERE state = 'waiting'
;

CREATE INDEX dials_running ON dials (lease_until_at) WHERE state = 'running'
;

CREATE INDEX dials_by_case ON dials (follow_up_id, began_at)
;
