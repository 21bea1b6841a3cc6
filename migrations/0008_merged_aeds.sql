CREATE TABLE "aed_apart" (
	"one" text NOT NULL,
	"other" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "aed_apart_one_other_pk" PRIMARY KEY("one","other")
);
--> statement-breakpoint
CREATE TABLE "merged_aed" (
	"id" text NOT NULL,
	"since" integer NOT NULL,
	"until" integer,
	"shard" char(15) NOT NULL,
	"lng" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"name" text,
	"opening_hours" text,
	"open_hours" char(168) NOT NULL,
	"always_open" boolean,
	"indoor" boolean,
	"access" text NOT NULL,
	"checked_date" date,
	"coarsened" boolean NOT NULL,
	"sources" json NOT NULL,
	CONSTRAINT "merged_aed_id_since_pk" PRIMARY KEY("id","since")
);
--> statement-breakpoint
DROP INDEX "aed_shard";--> statement-breakpoint
DROP INDEX "aed_position";--> statement-breakpoint
ALTER TABLE "aed" ADD COLUMN "known_since" integer;--> statement-breakpoint
UPDATE "aed" SET "known_since" = "since";--> statement-breakpoint
ALTER TABLE "aed" ALTER COLUMN "known_since" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "aed" ADD COLUMN "operator" text;--> statement-breakpoint
ALTER TABLE "aed" ADD COLUMN "level" text;--> statement-breakpoint
ALTER TABLE "aed" ADD COLUMN "serial" text;--> statement-breakpoint
CREATE INDEX "merged_aed_position" ON "merged_aed" USING btree ("lng","lat");--> statement-breakpoint
-- every AED is made of one row until the next import merges what several sources tell
INSERT INTO "merged_aed" ("id", "since", "until", "shard", "lng", "lat", "name", "opening_hours", "open_hours", "always_open", "indoor", "access", "checked_date", "coarsened", "sources")
SELECT "source_id" || ':' || "ref", "since", "until", "shard", "lng", "lat", "name", "opening_hours", "open_hours", "always_open", "indoor", "access", "checked_date", "coarsened",
  ('[{"sourceId":' || to_json("source_id") || ',"ref":' || to_json("ref") || ',"checkedDate":' || coalesce('"' || "checked_date" || '"', 'null') || '}]')::json FROM "aed";--> statement-breakpoint
ALTER TABLE "aed" DROP COLUMN "shard";