-- What is written to lead systems and read from them. One durable write per effect, as jobs are for messages; the people they know, so that a caller is
-- recognised without asking anybody; and what was earned.

CREATE TABLE lead_records (
    connection TEXT NOT NULL,
    record_id TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL, -- the first one
    kind TEXT NOT NULL CHECK (kind IN ('', 'new_lead', 'prior_customer', 'candidate', 'client')),
    language TEXT NOT NULL,
    owner TEXT NOT NULL, -- the system's id of the user
    url TEXT NOT NULL,
    is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
    changed_at BIGINT, -- as the system says
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (connection, record_id)
)
;

CREATE TABLE lead_record_numbers (
    number TEXT NOT NULL, -- E.164
    connection TEXT NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY (number, connection, record_id)
)
;

CREATE INDEX lead_record_numbers_of ON lead_record_numbers (connection, record_id)
;

CREATE TABLE lead_record_emails (
    email TEXT NOT NULL, -- lower case
    connection TEXT NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY (email, connection, record_id)
)
;

CREATE INDEX lead_record_emails_of ON lead_record_emails (connection, record_id)
;

-- What is read from a lead system, and how far: one engine at a time, under a lease.
CREATE TABLE lead_reads (
    connection TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('records', 'tasks', 'wins')),
    cursor TEXT NOT NULL, -- the system's own
    due_at BIGINT NOT NULL,
    lease_owner TEXT NOT NULL,
    lease_until_at BIGINT,
    failures INTEGER NOT NULL, -- reads in a row that brought nothing but an error
    last_error TEXT NOT NULL,
    seen BIGINT NOT NULL, -- records read in the first pass
    total BIGINT, -- how many there are, where the system says
    whole_at BIGINT, -- when the first pass ended; until then "not found" is "not known"
    paused SMALLINT NOT NULL CHECK (paused IN (0, 1)), -- by a person
    PRIMARY KEY (connection, what)
)
;

-- How far the audit trail has been turned into writes for a lead system.
CREATE TABLE lead_feeds (
    connection TEXT PRIMARY KEY,
    sequence BIGINT NOT NULL
)
;

CREATE TABLE lead_links (
    follow_up_id TEXT NOT NULL REFERENCES follow_ups (id),
    connection TEXT NOT NULL,
    record_id TEXT NOT NULL, -- empty = none yet
    lead_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    task TEXT NOT NULL, -- our id of the callback that it stands for
    url TEXT NOT NULL,
    is_ours SMALLINT NOT NULL CHECK (is_ours IN (0, 1)),
    may_be_double SMALLINT NOT NULL CHECK (may_be_double IN (0, 1)), -- made while "not found" was "not known"
    chosen_by TEXT NOT NULL, -- who picked it from several; empty = nobody had to
    candidates TEXT NOT NULL, -- JSON: the records to choose from, while nobody has
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (follow_up_id, connection)
)
;

CREATE INDEX lead_links_by_record ON lead_links (connection, record_id)
;

CREATE INDEX lead_links_by_task ON lead_links (connection, task_id) WHERE task_id <> ''
;

CREATE TABLE lead_writes (
    id TEXT PRIMARY KEY,
    effect_key TEXT NOT NULL UNIQUE,
    connection TEXT NOT NULL,
    follow_up_id TEXT NOT NULL REFERENCES follow_ups (id),
    kind TEXT NOT NULL CHECK (kind IN ('lead', 'note', 'status', 'task', 'task_closed')),
    note TEXT NOT NULL, -- what a note tells of; empty for others
    subject TEXT NOT NULL, -- `message:…`, `task:…`, `call:…`: what it is about
    ordinal BIGINT NOT NULL, -- of the audit row that asked for it: writes of a case leave in this order
    happened_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'needs_choice', 'dropped')),
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    in_doubt SMALLINT NOT NULL CHECK (in_doubt IN (0, 1)),
    in_doubt_since_at BIGINT,
    looks INTEGER NOT NULL,
    lease_owner TEXT NOT NULL,
    lease_number BIGINT NOT NULL,
    lease_until_at BIGINT,
    error_kind TEXT NOT NULL CHECK (error_kind IN ('', 'for_now', 'write', 'account', 'gone', 'unable', 'unknown')),
    error_code TEXT NOT NULL,
    error_message TEXT NOT NULL, -- the system's words, for people
    done_at BIGINT,
    CHECK ((state = 'running') = (lease_until_at IS NOT NULL))
)
;

CREATE INDEX lead_writes_waiting ON lead_writes (connection, due_at, ordinal) WHERE state = 'waiting'
;

CREATE INDEX lead_writes_running ON lead_writes (lease_until_at) WHERE state = 'running'
;

CREATE INDEX lead_writes_by_case ON lead_writes (follow_up_id, connection, ordinal)
;

CREATE INDEX lead_writes_stuck ON lead_writes (connection, state) WHERE state IN ('failed', 'needs_choice')
;

CREATE TABLE lead_wins (
    connection TEXT NOT NULL,
    win_id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    follow_up_id TEXT REFERENCES follow_ups (id), -- the newest case of the record that was open or over when it was won
    what TEXT NOT NULL,
    title TEXT NOT NULL,
    amount_cents BIGINT,
    won_at BIGINT NOT NULL,
    url TEXT NOT NULL,
    taken_back SMALLINT NOT NULL CHECK (taken_back IN (0, 1)),
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (connection, win_id)
)
;

CREATE INDEX lead_wins_by_case ON lead_wins (follow_up_id)
;

CREATE INDEX lead_wins_by_time ON lead_wins (won_at)
;

-- A text that waits for the lead: when it may leave as soon as that is written. Its due_at is when it leaves in any case.
ALTER TABLE jobs ADD COLUMN after_lead_at BIGINT
;

CREATE INDEX jobs_after_lead ON jobs (message_id) WHERE after_lead_at IS NOT NULL
;

-- Which lead system's record a contact's name, address and language came from; empty = from people.
ALTER TABLE contacts ADD COLUMN filled_by TEXT NOT NULL DEFAULT ''
;
