ALTER TABLE "import_log" ADD COLUMN "sequence" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "import_log_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "import_log" ADD COLUMN "actor" text DEFAULT 'command line' NOT NULL;--> statement-breakpoint
ALTER TABLE "import_log" ADD COLUMN "undoes" uuid;--> statement-breakpoint
ALTER TABLE "import_log" ADD COLUMN "before" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "import_log_undoes" ON "import_log" USING btree ("undoes");