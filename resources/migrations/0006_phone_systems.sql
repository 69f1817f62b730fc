-- Phone systems of every kind: what they push, what their lists hold, what callers left behind, and numbers that nobody answers.

-- An event may come in ways that say themselves what they are, or from a provider's list.
CREATE TABLE inbox_anew (
    id TEXT PRIMARY KEY,
    connection TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('voice', 'message', 'message_status', 'event', 'call_log', 'message_log')),
    event_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'done', 'failed')),
    processed_at BIGINT,
    error TEXT NOT NULL,
    UNIQUE (connection, event_key)
)
;

INSERT INTO inbox_anew SELECT id, connection, kind, event_key, payload, received_at, due_at, state, processed_at, error FROM inbox
;

DROP TABLE inbox
;

ALTER TABLE inbox_anew RENAME TO inbox
;

CREATE INDEX inbox_new ON inbox (due_at, id) WHERE state = 'new'
;

-- The phones that rang for it, as JSON; empty where the provider does not tell.
ALTER TABLE calls ADD COLUMN legs TEXT NOT NULL DEFAULT ''
;

-- How we came to know of it: pushed, or found in the provider's list after nothing had been pushed.
ALTER TABLE calls ADD COLUMN reported_by TEXT NOT NULL DEFAULT 'event' CHECK (reported_by IN ('event', 'log'))
;

CREATE INDEX calls_recovered ON calls (started_at) WHERE reported_by = 'log'
;

CREATE TABLE voicemails (
    call_id TEXT PRIMARY KEY REFERENCES calls (id),
    url TEXT NOT NULL,
    length_ms BIGINT,
    transcript TEXT NOT NULL,
    received_at BIGINT NOT NULL
)
;

-- How far a connection's lists have been read, and by whom they are read now.
CREATE TABLE event_sources (
    connection TEXT PRIMARY KEY,
    cursor TEXT NOT NULL, -- the provider's own
    since_at BIGINT NOT NULL, -- calls that ended before are none of ours
    read_until_at BIGINT NOT NULL, -- what happened before has been seen
    due_at BIGINT NOT NULL,
    lease_owner TEXT NOT NULL,
    lease_until_at BIGINT,
    failures INTEGER NOT NULL -- reads in a row that brought nothing but an error
)
;

-- When events that are pushed to us end unless something is done.
ALTER TABLE connection_pulses ADD COLUMN stream_until_at BIGINT
;

-- The last time its lists were read.
ALTER TABLE connection_pulses ADD COLUMN log_read_at BIGINT
;

-- Requests that the provider still allows in its window, where it says.
ALTER TABLE connection_pulses ADD COLUMN rate_left BIGINT
;

-- What a click changed at the provider, for putting it back: a JSON document of the connector's.
CREATE TABLE wirings (
    connection TEXT PRIMARY KEY,
    undo TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL
)
;

-- What is held against a number. A person's word stands apart from what files say: no import changes it.
CREATE TABLE blocked_numbers (
    number TEXT PRIMARY KEY,
    mark TEXT NOT NULL CHECK (mark IN ('', 'blocked', 'allowed')), -- a person's word; '' = nobody has said one
    mark_before TEXT NOT NULL CHECK (mark_before IN ('', 'blocked', 'allowed')), -- what taking the mark back restores
    mark_reason TEXT NOT NULL,
    marked_by TEXT NOT NULL,
    marked_at BIGINT,
    list TEXT NOT NULL, -- the newest imported list that names it; '' = none does
    list_reason TEXT NOT NULL, -- as the list said it; for people
    listed_at BIGINT, -- since when the first did
    complaints INTEGER NOT NULL, -- how many public complaint files count
    first_complaint_at BIGINT,
    last_complaint_at BIGINT,
    counted_at BIGINT, -- when the first of them was imported
    changed_at BIGINT NOT NULL
)
;

-- Each complaint once, whatever files it comes in and in what order: how many name the number at that second.
CREATE TABLE number_complaints (
    number TEXT NOT NULL,
    filed_at BIGINT NOT NULL,
    filed INTEGER NOT NULL CHECK (filed > 0),
    PRIMARY KEY (number, filed_at)
)
;
