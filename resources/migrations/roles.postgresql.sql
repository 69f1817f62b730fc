-- PostgreSQL only, after the migrations: one database role for each right, for offices whose people sign in to the database as themselves. They cannot sign in
-- by themselves (NOLOGIN); `CREATE ROLE dana LOGIN PASSWORD '…' IN ROLE ringback_rep` makes somebody a rep. Roles belong to the whole server: another
-- database, or another program at this moment, may have made them.
DO $$
DECLARE
    role_name TEXT;
    pair TEXT[];
BEGIN
    IF NOT (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) THEN
        RETURN; -- `doctor` says so, and what to do
    END IF;
    FOREACH role_name IN ARRAY ARRAY['ringback_rep', 'ringback_admin', 'ringback_owner', 'ringback_engine'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- somebody was faster
            END;
        END IF;
    END LOOP;
    -- Who may more may all that others may.
    FOREACH pair SLICE 1 IN ARRAY ARRAY[['ringback_rep', 'ringback_admin'], ['ringback_admin', 'ringback_owner']] LOOP
        IF NOT pg_has_role(pair[2], pair[1], 'MEMBER') THEN
            BEGIN
                EXECUTE format('GRANT %I TO %I', pair[1], pair[2]);
            EXCEPTION WHEN duplicate_object OR unique_violation OR internal_error THEN NULL; -- the same
            END;
        END IF;
    END LOOP;
END $$
;
