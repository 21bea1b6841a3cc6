-- Who may touch what. `exact` holds personal data: only the loader reads or writes it.
-- zesminuten_serve reads public; zesminuten_run reads and writes public; zesminuten_load also reads and writes exact.
-- Roles belong to the whole server, so they may exist already; the person who migrates may act as each of them.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['zesminuten_serve', 'zesminuten_run', 'zesminuten_load'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
    EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
  END LOOP;
END
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO zesminuten_serve, zesminuten_run, zesminuten_load;
--> statement-breakpoint
GRANT SELECT ON ALL TABLES IN SCHEMA public TO zesminuten_serve;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO zesminuten_run, zesminuten_load;
--> statement-breakpoint
REVOKE ALL ON SCHEMA exact FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA exact TO zesminuten_load;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA exact TO zesminuten_load;
--> statement-breakpoint
-- tables of later migrations are granted alike
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO zesminuten_serve;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO zesminuten_run, zesminuten_load;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA exact GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO zesminuten_load;
