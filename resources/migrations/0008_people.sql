-- Who is here, and whose turn it is.

-- When assigned_to got it; NULL = nobody has it, or it was before this was kept.
ALTER TABLE callback_tasks ADD COLUMN assigned_at BIGINT
;

CREATE INDEX callback_tasks_assigned ON callback_tasks (assigned_at, assigned_to) WHERE assigned_at IS NOT NULL
;

-- Of the open ones: what nobody has, and what somebody has who is not there.
CREATE INDEX callback_tasks_open ON callback_tasks (assigned_to, team, ready_at) WHERE state = 'open'
;

-- What was said of each person's being there: by themselves, and by a console that they are signed in to.
CREATE TABLE presences (
    staff TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('person', 'console')),
    word TEXT NOT NULL CHECK (word IN ('here', 'busy', 'away')),
    since_at BIGINT NOT NULL,
    until_at BIGINT, -- it says nothing any more from then on
    PRIMARY KEY (staff, source),
    CHECK (source <> 'console' OR until_at IS NOT NULL)
)
;

-- The round-robin of each team (policy/routing.h): whose turn comes when. `staff` empty = where the team itself is.
CREATE TABLE routing_turns (
    team TEXT NOT NULL,
    staff TEXT NOT NULL,
    turn BIGINT NOT NULL,
    PRIMARY KEY (team, staff)
)
;

-- Queues in which callbacks wait and that nobody watches; `told_at`: when the alarm went off.
CREATE TABLE unstaffed_queues (
    team TEXT PRIMARY KEY, -- empty = callbacks of no team
    since_at BIGINT NOT NULL,
    told_at BIGINT
)
;
