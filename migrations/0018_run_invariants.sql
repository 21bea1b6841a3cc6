ALTER TABLE "run" ADD COLUMN "accepted_by" text;--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "accepted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "run_shard" ADD COLUMN "input_hashes" jsonb;