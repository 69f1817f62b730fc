-- What has come in and what is to be done: both survive any crash.

-- Every event a provider was told we have. The key makes the same event twice one event.
CREATE TABLE inbox (
    id TEXT PRIMARY KEY,
    connection TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('voice', 'message', 'message_status')),
    event_key TEXT NOT NULL,
    payload TEXT NOT NULL, -- as it came
    received_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL, -- later than received_at when it has to wait: a receipt may overtake the answer it belongs to
    state TEXT NOT NULL CHECK (state IN ('new', 'done', 'failed')),
    processed_at BIGINT,
    error TEXT NOT NULL,
    UNIQUE (connection, event_key)
)
;

CREATE INDEX inbox_new ON inbox (due_at, id) WHERE state = 'new'
;

-- One durable outside effect. `in_doubt` is set in the transaction that comes before the request and cleared by a clear answer: a crash
-- anywhere between leaves it set, and whoever takes the job next asks the provider before it sends again.
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    effect_key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('send_text')),
    message_id TEXT NOT NULL REFERENCES messages (id),
    connection TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'dropped', 'needs_review')),
    due_at BIGINT NOT NULL,
    true_until_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    in_doubt SMALLINT NOT NULL CHECK (in_doubt IN (0, 1)),
    in_doubt_since_at BIGINT,
    looks INTEGER NOT NULL, -- how often the provider has been asked about the attempt in doubt
    lease_owner TEXT NOT NULL,
    lease_until_at BIGINT,
    last_error TEXT NOT NULL,
    CHECK ((state = 'running') = (lease_until_at IS NOT NULL))
)
;

CREATE INDEX jobs_waiting ON jobs (due_at, id) WHERE state = 'waiting'
;

CREATE INDEX jobs_running ON jobs (lease_until_at) WHERE state = 'running'
;

CREATE INDEX jobs_by_message ON jobs (message_id)
;

CREATE INDEX jobs_to_review ON jobs (id) WHERE state = 'needs_review'
;

-- What each attempt did, append only.
CREATE TABLE attempts (
    job_id TEXT NOT NULL REFERENCES jobs (id),
    number INTEGER NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('started', 'sent', 'refused', 'unknown', 'found', 'not_found')),
    at BIGINT NOT NULL,
    engine TEXT NOT NULL,
    code TEXT NOT NULL
)
;

CREATE INDEX attempts_by_job ON attempts (job_id, at)
;

-- How each connection is doing; what the status bar reads.
CREATE TABLE connection_pulses (
    connection TEXT PRIMARY KEY,
    last_event_at BIGINT,
    last_success_at BIGINT,
    last_failure_at BIGINT,
    last_failure TEXT NOT NULL,
    refused_signatures BIGINT NOT NULL,
    last_refused_at BIGINT,
    secret_missing SMALLINT NOT NULL CHECK (secret_missing IN (0, 1))
)
;

-- The engines at work, by their last sign of life.
CREATE TABLE engines (
    id TEXT PRIMARY KEY,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    listening_on TEXT NOT NULL
)
;
