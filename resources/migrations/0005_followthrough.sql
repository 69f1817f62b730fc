-- What comes after the first text: later steps and e-mail, escalation and claims that lapse, our own calls, storms, what people undo.
-- (Comments stand above ADD COLUMN: behind it, SQLite takes them into the table's text and then cannot read it.)

-- `likely`: the caller wrote something that may mean it. It holds texts like the others, until a person has read it.
CREATE TABLE opt_outs_new (
    number TEXT PRIMARY KEY,
    since_at BIGINT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('keyword', 'provider', 'staff', 'import', 'likely')),
    by_whom TEXT NOT NULL
)
;

INSERT INTO opt_outs_new (number, since_at, source, by_whom) SELECT number, since_at, source, by_whom FROM opt_outs
;

DROP TABLE opt_outs
;

ALTER TABLE opt_outs_new RENAME TO opt_outs
;

CREATE INDEX opt_outs_to_read ON opt_outs (since_at) WHERE source = 'likely'
;

CREATE INDEX opt_outs_by_time ON opt_outs (since_at DESC, number)
;

-- Calls we make are kept too: who is called back by us is not missed, and may be returning our call. `caller` is always the other side.
ALTER TABLE calls ADD COLUMN direction TEXT NOT NULL DEFAULT 'in' CHECK (direction IN ('in', 'out'))
;

-- Who of ours spoke or dialled, where it is known.
ALTER TABLE calls ADD COLUMN staff TEXT NOT NULL DEFAULT ''
;

CREATE INDEX calls_we_made ON calls (caller, started_at) WHERE direction = 'out'
;

-- Screened calls by their caller: three short ones in an hour are somebody in need.
CREATE INDEX calls_screened ON calls (caller, started_at) WHERE follow_up_id IS NULL AND direction = 'in' AND verdict = 'missed'
;

-- How many were missed lately: a storm.
CREATE INDEX calls_missed ON calls (started_at) WHERE direction = 'in' AND verdict = 'missed'
;

-- Somebody of ours has spoken with the caller.
ALTER TABLE follow_ups ADD COLUMN reached_at BIGINT
;

-- Of the playbook, to be decided about at next_step_at.
ALTER TABLE follow_ups ADD COLUMN next_step TEXT NOT NULL DEFAULT ''
;

ALTER TABLE follow_ups ADD COLUMN next_step_at BIGINT
;

CREATE INDEX follow_ups_next_step ON follow_ups (next_step_at, id) WHERE next_step_at IS NOT NULL
;

-- 2 = the second try.
ALTER TABLE callback_tasks ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1
;

-- Later than now: it waits for its time; NULL = since it was made.
ALTER TABLE callback_tasks ADD COLUMN ready_at BIGINT
;

-- How many of the playbook's steps have been taken.
ALTER TABLE callback_tasks ADD COLUMN escalations INTEGER NOT NULL DEFAULT 0
;

ALTER TABLE callback_tasks ADD COLUMN escalated_to TEXT NOT NULL DEFAULT ''
;

-- When a claim lapses or the next escalation is due, whichever is first.
ALTER TABLE callback_tasks ADD COLUMN check_at BIGINT
;

-- Whose claim lapsed.
ALTER TABLE callback_tasks ADD COLUMN returned_from TEXT NOT NULL DEFAULT ''
;

-- What the outcome asked for.
ALTER TABLE callback_tasks ADD COLUMN appointment_at BIGINT
;

-- What undoing a completion puts back.
ALTER TABLE callback_tasks ADD COLUMN lead_status_before TEXT NOT NULL DEFAULT ''
;

ALTER TABLE callback_tasks ADD COLUMN lead_value_before BIGINT
;

CREATE INDEX callback_tasks_to_check ON callback_tasks (check_at, id) WHERE check_at IS NOT NULL
;

ALTER TABLE messages ADD COLUMN channel TEXT NOT NULL DEFAULT 'text' CHECK (channel IN ('text', 'email'))
;

-- The address an e-mail goes to.
ALTER TABLE messages ADD COLUMN email TEXT NOT NULL DEFAULT ''
;

ALTER TABLE messages ADD COLUMN subject TEXT NOT NULL DEFAULT ''
;

-- Jobs anew: a lease is one claim, not one engine (an engine that slept past its lease and claims the job again is not who it was), and a job
-- knows its line, whose pace it keeps.
CREATE TABLE jobs_new (
    id TEXT PRIMARY KEY,
    effect_key TEXT NOT NULL UNIQUE,
    message_id TEXT NOT NULL REFERENCES messages (id),
    connection TEXT NOT NULL,
    line TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'dropped', 'needs_review')),
    due_at BIGINT NOT NULL,
    true_until_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    in_doubt SMALLINT NOT NULL CHECK (in_doubt IN (0, 1)),
    in_doubt_since_at BIGINT,
    looks INTEGER NOT NULL, -- how often the provider has been asked about the attempt in doubt
    lease_owner TEXT NOT NULL,
    lease_number BIGINT NOT NULL, -- counts the claims of this job
    lease_until_at BIGINT,
    last_error TEXT NOT NULL,
    CHECK ((state = 'running') = (lease_until_at IS NOT NULL))
)
;

INSERT INTO jobs_new (id, effect_key, message_id, connection, line, state, due_at, true_until_at, attempts, in_doubt, in_doubt_since_at,
    looks, lease_owner, lease_number, lease_until_at, last_error)
SELECT jobs.id, effect_key, message_id, jobs.connection, messages.line, jobs.state, jobs.due_at, true_until_at, attempts, in_doubt,
    in_doubt_since_at, looks, lease_owner, 0, lease_until_at, last_error
FROM jobs JOIN messages ON messages.id = jobs.message_id
;

-- `not_left`: the lease was over before the request could leave.
CREATE TABLE attempts_new (
    job_id TEXT NOT NULL REFERENCES jobs_new (id),
    number INTEGER NOT NULL,
    event TEXT NOT NULL
        CHECK (event IN ('started', 'sent', 'refused', 'unknown', 'found', 'not_found', 'not_left', 'send_again', 'was_sent', 'dropped')),
    at BIGINT NOT NULL,
    engine TEXT NOT NULL, -- or the person who decided
    code TEXT NOT NULL
)
;

INSERT INTO attempts_new (job_id, number, event, at, engine, code) SELECT job_id, number, event, at, engine, code FROM attempts
;

DROP TABLE attempts
;

DROP TABLE jobs
;

ALTER TABLE jobs_new RENAME TO jobs
;

ALTER TABLE attempts_new RENAME TO attempts
;

CREATE INDEX jobs_waiting ON jobs (due_at, id) WHERE state = 'waiting'
;

CREATE INDEX jobs_running ON jobs (lease_until_at) WHERE state = 'running'
;

CREATE INDEX jobs_by_message ON jobs (message_id)
;

CREATE INDEX jobs_to_review ON jobs (id) WHERE state = 'needs_review'
;

CREATE INDEX attempts_by_job ON attempts (job_id, at)
;

-- When each line may send its next text: shared, because several engines share a line.
CREATE TABLE line_paces (
    line TEXT PRIMARY KEY,
    next_at BIGINT NOT NULL
)
;

-- Until when a connection that keeps failing is left alone.
ALTER TABLE connection_pulses ADD COLUMN paused_until_at BIGINT
;

CREATE TABLE storms (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('on', 'over')),
    began_at BIGINT NOT NULL,
    begun_by TEXT NOT NULL, -- `engine`, or who switched it on
    until_at BIGINT, -- as the switch was set; NULL = until the misses grow few
    ended_at BIGINT,
    ended_by TEXT NOT NULL,
    CHECK ((state = 'over') = (ended_at IS NOT NULL))
)
;

CREATE UNIQUE INDEX storms_one_at_a_time ON storms (state) WHERE state = 'on'
;

-- When the office's data was last looked after, and how that went: `backup`, `integrity`.
CREATE TABLE upkeep (
    what TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    detail TEXT NOT NULL
)
;
