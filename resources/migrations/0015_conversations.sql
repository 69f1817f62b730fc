-- What people write in a conversation, and who is at it.

-- A text that a person wrote, beside its row in messages.
CREATE TABLE replies (
    message_id TEXT PRIMARY KEY REFERENCES messages (id),
    staff TEXT NOT NULL,
    planned_at BIGINT NOT NULL, -- when it is to leave; messages.due_at moves on where it is tried again
    anyway SMALLINT NOT NULL CHECK (anyway IN (0, 1)) -- it may leave in the caller's quiet hours: who wrote it said so
)
;

-- For the staff alone: no row of this ever leaves for a caller.
CREATE TABLE case_notes (
    id TEXT PRIMARY KEY,
    follow_up_id TEXT NOT NULL REFERENCES follow_ups (id),
    staff TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
)
;

CREATE INDEX case_notes_by_case ON case_notes (follow_up_id, id)
;

-- Half-typed texts: one for each person and case.
CREATE TABLE drafts (
    staff TEXT NOT NULL,
    follow_up_id TEXT NOT NULL REFERENCES follow_ups (id),
    body TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (staff, follow_up_id)
)
;

-- Who has a case before them. Says nothing any more after until_at.
CREATE TABLE viewers (
    follow_up_id TEXT NOT NULL REFERENCES follow_ups (id),
    staff TEXT NOT NULL,
    typing SMALLINT NOT NULL CHECK (typing IN (0, 1)),
    since_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (follow_up_id, staff)
)
;

CREATE INDEX viewers_by_staff ON viewers (staff)
;
