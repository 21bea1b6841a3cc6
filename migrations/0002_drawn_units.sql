CREATE TABLE "exact"."drawn_unit" (
	"unit" char(15) PRIMARY KEY NOT NULL,
	"resolution" integer NOT NULL,
	"count" integer NOT NULL,
	"protected_count" integer NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "region_member" (
	"edition" integer NOT NULL,
	"parent_code" text NOT NULL,
	"child_code" text NOT NULL,
	CONSTRAINT "region_member_edition_parent_code_child_code_pk" PRIMARY KEY("edition","parent_code","child_code")
);
--> statement-breakpoint
ALTER TABLE "population_shard" ADD COLUMN "residents" double precision NOT NULL;