-- Who made a version of the rules, as the audit trail names them (empty = it was not noted), and what they said of it.
ALTER TABLE playbooks ADD COLUMN saved_by TEXT NOT NULL DEFAULT ''
;

ALTER TABLE playbooks ADD COLUMN note TEXT NOT NULL DEFAULT ''
;

-- What somebody is working on and has not made live: one for each person.
CREATE TABLE playbook_drafts (
    staff TEXT PRIMARY KEY,
    base_version BIGINT NOT NULL REFERENCES playbooks (version), -- the version that their form was opened with
    document TEXT NOT NULL, -- half typed: it may break every rule that a playbook has
    saved_at BIGINT NOT NULL
)
;
