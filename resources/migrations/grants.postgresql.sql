-- PostgreSQL only, where the roles of roles.postgresql.sql are there: what each may touch. The audit trail is appended to by all and changed by nobody;
-- setups, playbooks and sign-ins are written by admins; what cases earned (lead_wins) is read by owners, but not what people enter when they complete a
-- callback (callback_tasks, leads), which their consoles must read to write and undo it. Running it again changes nothing.
GRANT USAGE ON SCHEMA public TO ringback_rep, ringback_engine
;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO ringback_rep, ringback_engine
;

-- What callbacks, texts and clicks write.
GRANT INSERT, UPDATE ON contacts, follow_ups, leads, callback_tasks, messages, jobs, attempts, storms, blocked_numbers, lead_links, lead_writes
TO ringback_rep
;

GRANT INSERT, UPDATE, DELETE ON opt_outs, presences, routing_turns, dials, sign_in_failures, drafts, viewers TO ringback_rep
;

-- What was written stays as it was written.
GRANT INSERT ON replies, case_notes TO ringback_rep
;

GRANT UPDATE ON calls TO ringback_rep
;

GRANT INSERT ON audit TO ringback_rep, ringback_engine
;

GRANT UPDATE ON audit_head TO ringback_rep, ringback_engine
;

-- Money is the owners'.
REVOKE SELECT ON lead_wins FROM ringback_rep
;

GRANT INSERT ON setups, playbooks TO ringback_admin
;

GRANT UPDATE (created_at) ON setups TO ringback_admin -- holds the setup while it is changed; the document stays
;

GRANT INSERT, UPDATE, DELETE ON credentials, playbook_drafts TO ringback_admin
;

-- A login that is called as a person's id in the setup sets that person's sign-in again, and nobody else's. Who may read them at all reads all rows: a
-- console that saw none would let everybody in.
GRANT UPDATE (kind, hash, set_at, set_by, must_change) ON credentials TO ringback_rep
;

ALTER TABLE credentials ENABLE ROW LEVEL SECURITY
;

DROP POLICY IF EXISTS all_are_read ON credentials
;

CREATE POLICY all_are_read ON credentials FOR SELECT USING (true)
;

DROP POLICY IF EXISTS their_own ON credentials
;

CREATE POLICY their_own ON credentials FOR UPDATE TO ringback_rep USING (staff = current_user) WITH CHECK (staff = current_user)
;

DROP POLICY IF EXISTS admins_write ON credentials
;

CREATE POLICY admins_write ON credentials TO ringback_admin USING (true) WITH CHECK (true)
;

GRANT INSERT, UPDATE ON number_complaints TO ringback_admin
;

GRANT SELECT ON lead_wins TO ringback_owner
;

GRANT INSERT, UPDATE, DELETE ON wirings TO ringback_owner
;

GRANT UPDATE ON lead_reads TO ringback_owner
;

GRANT DELETE ON lead_records, lead_record_numbers, lead_record_emails, lead_reads, lead_feeds TO ringback_owner
;

-- The engine does the office's work, and knows no sign-ins.
GRANT INSERT, UPDATE, DELETE ON contacts, opt_outs, follow_ups, calls, leads, callback_tasks, messages, inbox, jobs, attempts, connection_pulses, engines,
line_paces, storms, upkeep, voicemails, event_sources, blocked_numbers, number_complaints, lead_records, lead_record_numbers, lead_record_emails, lead_reads,
lead_feeds, lead_links, lead_writes, lead_wins, presences, routing_turns, unstaffed_queues, calendar_reads, busy_times, calendar_feeds, calendar_entries,
staff_notices, dials, bookings, replies, case_notes, drafts, viewers TO ringback_engine
;

REVOKE ALL ON credentials, sign_in_failures FROM ringback_engine
;
