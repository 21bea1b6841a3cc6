-- Results of earlier versions are in another format and are computed again. Until then nothing is published, and says
-- so: a run whose cells cannot be read would look like ground without coverage.
DELETE FROM "published";--> statement-breakpoint
DELETE FROM "run";--> statement-breakpoint
DELETE FROM "run_shard";--> statement-breakpoint
DELETE FROM "region_result";--> statement-breakpoint
DELETE FROM "national_level";--> statement-breakpoint
DELETE FROM "shard_result";--> statement-breakpoint
ALTER TABLE "shard_result" ADD COLUMN "parts" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "shard_result" ADD COLUMN "ends" integer[] NOT NULL;--> statement-breakpoint
ALTER TABLE "shard_result" DROP COLUMN "level10";--> statement-breakpoint
ALTER TABLE "shard_result" DROP COLUMN "coarse";--> statement-breakpoint
-- bytes that are deflated already: stored as they are, so that a part can be read without the others
ALTER TABLE "shard_result" ALTER COLUMN "parts" SET STORAGE EXTERNAL;
