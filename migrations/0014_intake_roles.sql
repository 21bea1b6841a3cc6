-- What comes in by the API is for the loader alone; it may look keys up and note the day, never make one.
GRANT USAGE ON SCHEMA intake TO zesminuten_load;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON intake.import_request, intake.import_body TO zesminuten_load;
--> statement-breakpoint
GRANT SELECT, UPDATE (last_used_date) ON intake.api_key TO zesminuten_load;
