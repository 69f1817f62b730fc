-- The design's words as tables. Times are UTC milliseconds, money is cents, ids are UUIDv7 text made by us.

CREATE TABLE contacts (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('new_lead', 'prior_customer', 'candidate', 'client')),
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    created_at BIGINT NOT NULL
)
;

-- By number, not by contact, and never deleted with one: an opt-out outlives everything. Its scope is the company.
CREATE TABLE opt_outs (
    number TEXT PRIMARY KEY,
    since_at BIGINT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('keyword', 'provider', 'staff', 'import')),
    by_whom TEXT NOT NULL
)
;

CREATE TABLE follow_ups (
    id TEXT PRIMARY KEY,
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    line TEXT NOT NULL,
    playbook_version BIGINT NOT NULL REFERENCES playbooks (version),
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    missed_calls INTEGER NOT NULL CHECK (missed_calls >= 0),
    opened_at BIGINT NOT NULL,
    last_call_at BIGINT NOT NULL,
    replied_at BIGINT,
    closed_at BIGINT,
    outcome TEXT NOT NULL,
    reasons TEXT NOT NULL, -- codes of its latest decision, joined by commas
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
)
;

CREATE UNIQUE INDEX follow_ups_one_open_per_contact ON follow_ups (contact_id) WHERE state = 'open'
;

CREATE INDEX follow_ups_by_contact ON follow_ups (contact_id, opened_at)
;

CREATE INDEX follow_ups_open ON follow_ups (last_call_at, id) WHERE state = 'open'
;

CREATE INDEX follow_ups_closed ON follow_ups (closed_at, id) WHERE state = 'closed'
;

CREATE TABLE calls (
    id TEXT PRIMARY KEY,
    connection TEXT NOT NULL,
    provider_call_id TEXT NOT NULL,
    caller TEXT NOT NULL, -- E.164, or empty
    caller_raw TEXT NOT NULL, -- what came in place of a number
    caller_name TEXT NOT NULL,
    line TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ringing_at BIGINT,
    ended_at BIGINT,
    ring_ms BIGINT,
    verdict TEXT NOT NULL CHECK (verdict IN ('pending', 'missed', 'answered', 'unclear')),
    settles_to TEXT NOT NULL CHECK (settles_to IN ('pending', 'missed', 'unclear')),
    settle_at BIGINT,
    provider_reason TEXT NOT NULL,
    attestation TEXT NOT NULL,
    listed_as_spam SMALLINT NOT NULL CHECK (listed_as_spam IN (0, 1)),
    listed_by TEXT NOT NULL,
    follow_up_id TEXT REFERENCES follow_ups (id),
    reasons TEXT NOT NULL,
    UNIQUE (connection, provider_call_id)
)
;

CREATE INDEX calls_settling ON calls (settle_at) WHERE settle_at IS NOT NULL
;

CREATE INDEX calls_by_follow_up ON calls (follow_up_id)
;

-- Calls that the board shows on their own: over, not answered, without a follow-up.
CREATE INDEX calls_alone ON calls (started_at, id) WHERE follow_up_id IS NULL AND verdict IN ('missed', 'unclear')
;

CREATE TABLE leads (
    id TEXT PRIMARY KEY,
    follow_up_id TEXT NOT NULL UNIQUE REFERENCES follow_ups (id),
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    tag TEXT NOT NULL,
    source TEXT NOT NULL,
    status TEXT NOT NULL,
    value_cents BIGINT,
    created_at BIGINT NOT NULL
)
;

CREATE TABLE callback_tasks (
    id TEXT PRIMARY KEY,
    follow_up_id TEXT NOT NULL REFERENCES follow_ups (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'done', 'cancelled')),
    team TEXT NOT NULL,
    assigned_to TEXT NOT NULL, -- staff id of the setup; empty = whoever is free
    priority SMALLINT NOT NULL CHECK (priority IN (0, 1)),
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_by TEXT NOT NULL,
    claimed_at BIGINT,
    completed_by TEXT NOT NULL,
    completed_at BIGINT,
    outcome TEXT NOT NULL,
    value_cents BIGINT,
    CHECK (state <> 'claimed' OR (claimed_by <> '' AND claimed_at IS NOT NULL)),
    CHECK (state <> 'done' OR (completed_by <> '' AND completed_at IS NOT NULL AND outcome <> ''))
)
;

CREATE UNIQUE INDEX callback_tasks_one_live_per_follow_up ON callback_tasks (follow_up_id) WHERE state IN ('open', 'claimed')
;

CREATE INDEX callback_tasks_by_follow_up ON callback_tasks (follow_up_id)
;

CREATE INDEX callback_tasks_live ON callback_tasks (due_at, id) WHERE state IN ('open', 'claimed')
;

CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    follow_up_id TEXT REFERENCES follow_ups (id),
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    line TEXT NOT NULL,
    peer TEXT NOT NULL,
    body TEXT NOT NULL,
    step TEXT NOT NULL,
    automated SMALLINT NOT NULL CHECK (automated IN (0, 1)),
    state TEXT NOT NULL,
    connection TEXT NOT NULL,
    provider_id TEXT, -- empty is NULL, so that the index below holds
    error_code TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    sent_at BIGINT,
    done_at BIGINT
)
;

CREATE UNIQUE INDEX messages_by_provider_id ON messages (connection, provider_id) WHERE provider_id IS NOT NULL
;

CREATE INDEX messages_by_peer ON messages (peer, direction, created_at)
;

CREATE INDEX messages_by_follow_up ON messages (follow_up_id, created_at)
;
