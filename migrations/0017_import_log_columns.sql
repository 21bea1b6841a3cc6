-- What serves needs the age of the sources only; a report may quote a line of a file, and `before` what it replaced.
REVOKE SELECT ON import_log FROM zesminuten_serve;
--> statement-breakpoint
GRANT SELECT (id, kind, source_id, imported_at, undoes) ON import_log TO zesminuten_serve;
