-- What the calendars of the staff say, and the callbacks that are entered there.

-- How far each calendar is read: one engine at a time, under a lease.
CREATE TABLE calendar_reads (
    calendar TEXT PRIMARY KEY, -- the connection's id
    staff TEXT NOT NULL,
    cursor TEXT NOT NULL, -- the calendar's own
    due_at BIGINT NOT NULL,
    lease_owner TEXT NOT NULL,
    lease_until_at BIGINT,
    failures INTEGER NOT NULL, -- reads in a row that brought nothing but an error
    last_error TEXT NOT NULL,
    read_at BIGINT, -- the last read that went well
    known_from_at BIGINT, -- what busy_times has of it is whole between these
    known_to_at BIGINT
)
;

CREATE TABLE busy_times (
    calendar TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('busy', 'tentative', 'leave')),
    PRIMARY KEY (calendar, from_at, to_at, kind),
    CHECK (from_at < to_at)
)
;

CREATE INDEX busy_times_by_end ON busy_times (to_at)
;

-- How far the audit trail has been turned into entries for calendars.
CREATE TABLE calendar_feeds (
    calendar TEXT PRIMARY KEY,
    sequence BIGINT NOT NULL
)
;

-- A callback in its person's calendar: what should be there, and what is.
CREATE TABLE calendar_entries (
    task_id TEXT NOT NULL REFERENCES callback_tasks (id),
    calendar TEXT NOT NULL,
    uid TEXT NOT NULL UNIQUE,
    wanted SMALLINT NOT NULL CHECK (wanted IN (0, 1)), -- it should be there
    revision BIGINT NOT NULL, -- of what should be there
    written_revision BIGINT NOT NULL, -- of what is, or of what was asked for last, where nobody knows; 0 = nothing is there
    written TEXT NOT NULL, -- JSON of what was written last; empty = nothing, or not known
    asked TEXT NOT NULL, -- JSON of what the last request was to write; empty = to take it out, or there was none
    place TEXT NOT NULL, -- path or id, as the calendar told
    tag TEXT NOT NULL, -- its ETag
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'gone')), -- gone: somebody deleted it; it is not made again
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    lease_owner TEXT NOT NULL,
    lease_number BIGINT NOT NULL,
    lease_until_at BIGINT,
    last_error TEXT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (task_id, calendar),
    CHECK ((state = 'running') = (lease_until_at IS NOT NULL))
)
;

CREATE INDEX calendar_entries_wanted ON calendar_entries (calendar) WHERE wanted = 1
;

CREATE INDEX calendar_entries_failed ON calendar_entries (calendar) WHERE state = 'failed'
;

CREATE INDEX calendar_entries_waiting ON calendar_entries (calendar, due_at) WHERE state = 'waiting'
;

CREATE INDEX calendar_entries_running ON calendar_entries (lease_until_at) WHERE state = 'running'
;
