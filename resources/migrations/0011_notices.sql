-- What staff are told off the desk: one durable text or mail per effect, as jobs are for callers.
CREATE TABLE staff_notices (
    id TEXT PRIMARY KEY,
    effect_key TEXT NOT NULL UNIQUE,
    staff TEXT NOT NULL,
    task_id TEXT REFERENCES callback_tasks (id),
    kind TEXT NOT NULL CHECK (kind IN ('assigned', 'escalated', 'unstaffed', 'claim_answer')),
    channel TEXT NOT NULL CHECK (channel IN ('text', 'email')),
    address TEXT NOT NULL, -- E.164, or an e-mail address
    connection TEXT NOT NULL,
    line TEXT NOT NULL, -- E.164 of what a text is sent from
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'dropped', 'unknown')),
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    true_until_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    lease_owner TEXT NOT NULL,
    lease_number BIGINT NOT NULL,
    lease_until_at BIGINT,
    provider_id TEXT NOT NULL,
    last_error TEXT NOT NULL,
    done_at BIGINT,
    CHECK ((state = 'running') = (lease_until_at IS NOT NULL))
)
;

CREATE INDEX staff_notices_waiting ON staff_notices (due_at, id) WHERE state = 'waiting'
;

CREATE INDEX staff_notices_running ON staff_notices (lease_until_at) WHERE state = 'running'
;

CREATE INDEX staff_notices_of ON staff_notices (staff, created_at)
;
