CREATE SCHEMA "exact";
--> statement-breakpoint
CREATE TABLE "aed" (
	"source_id" text NOT NULL,
	"ref" text NOT NULL,
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
	CONSTRAINT "aed_source_id_ref_since_pk" PRIMARY KEY("source_id","ref","since")
);
--> statement-breakpoint
CREATE TABLE "ambulance_post" (
	"source_id" text NOT NULL,
	"ref" text NOT NULL,
	"since" integer NOT NULL,
	"until" integer,
	"lng" double precision NOT NULL,
	"lat" double precision NOT NULL,
	"name" text NOT NULL,
	"availability" text,
	"open_hours" char(168) NOT NULL,
	CONSTRAINT "ambulance_post_source_id_ref_since_pk" PRIMARY KEY("source_id","ref","since")
);
--> statement-breakpoint
CREATE TABLE "exact"."drawn_unit" (
	"unit" char(15) PRIMARY KEY NOT NULL,
	"resolution" integer NOT NULL,
	"count" integer NOT NULL,
	"protected_count" integer NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gemeente_table" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"provincie" text,
	"veiligheidsregio" text,
	"ggd" text
);
--> statement-breakpoint
CREATE TABLE "import_log" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"source_id" text NOT NULL,
	"file_names" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"edition" integer NOT NULL,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "input_edition" (
	"kind" text PRIMARY KEY NOT NULL,
	"edition" integer NOT NULL,
	"nature" text NOT NULL,
	"data_date" date,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "national_level" (
	"run_id" uuid NOT NULL,
	"resolution" integer NOT NULL,
	"layer" text NOT NULL,
	"columns" "bytea" NOT NULL,
	"shards" jsonb NOT NULL,
	CONSTRAINT "national_level_run_id_resolution_layer_pk" PRIMARY KEY("run_id","resolution","layer")
);
--> statement-breakpoint
CREATE TABLE "population_shard" (
	"edition" integer NOT NULL,
	"shard" char(15) NOT NULL,
	"cells" "bytea" NOT NULL,
	"content_hash" text NOT NULL,
	"residents" double precision NOT NULL,
	CONSTRAINT "population_shard_edition_shard_pk" PRIMARY KEY("edition","shard")
);
--> statement-breakpoint
CREATE TABLE "population_source" (
	"source_id" text NOT NULL,
	"edition" integer NOT NULL,
	"part" integer NOT NULL,
	"units" "bytea" NOT NULL,
	CONSTRAINT "population_source_source_id_edition_part_pk" PRIMARY KEY("source_id","edition","part")
);
--> statement-breakpoint
CREATE TABLE "protected_unit" (
	"edition" integer NOT NULL,
	"unit" char(15) NOT NULL,
	"resolution" integer NOT NULL,
	"protected_count" integer NOT NULL,
	"cell_count" integer NOT NULL,
	"residents" double precision NOT NULL,
	CONSTRAINT "protected_unit_edition_unit_pk" PRIMARY KEY("edition","unit")
);
--> statement-breakpoint
CREATE TABLE "exact"."protection_key" (
	"id" integer PRIMARY KEY NOT NULL,
	"secret" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "published" (
	"id" integer PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"previous_run_id" uuid,
	"moved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sequence" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "region" (
	"edition" integer NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"parent_code" text,
	"source_id" text NOT NULL,
	"stated_residents" double precision,
	"west" double precision NOT NULL,
	"south" double precision NOT NULL,
	"east" double precision NOT NULL,
	"north" double precision NOT NULL,
	"outline" jsonb NOT NULL,
	CONSTRAINT "region_edition_code_pk" PRIMARY KEY("edition","code")
);
--> statement-breakpoint
CREATE TABLE "region_member" (
	"edition" integer NOT NULL,
	"parent_code" text NOT NULL,
	"child_code" text NOT NULL,
	CONSTRAINT "region_member_edition_parent_code_child_code_pk" PRIMARY KEY("edition","parent_code","child_code")
);
--> statement-breakpoint
CREATE TABLE "region_result" (
	"run_id" uuid NOT NULL,
	"code" text NOT NULL,
	"figures" jsonb NOT NULL,
	CONSTRAINT "region_result_run_id_code_pk" PRIMARY KEY("run_id","code")
);
--> statement-breakpoint
CREATE TABLE "region_shard" (
	"edition" integer NOT NULL,
	"shard" char(15) NOT NULL,
	"cells" "bytea" NOT NULL,
	"content_hash" text NOT NULL,
	CONSTRAINT "region_shard_edition_shard_pk" PRIMARY KEY("edition","shard")
);
--> statement-breakpoint
CREATE TABLE "exact"."responder_shard" (
	"source_id" text NOT NULL,
	"edition" integer NOT NULL,
	"shard" char(15) NOT NULL,
	"cells" "bytea" NOT NULL,
	CONSTRAINT "responder_shard_source_id_edition_shard_pk" PRIMARY KEY("source_id","edition","shard")
);
--> statement-breakpoint
CREATE TABLE "run" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"status" text NOT NULL,
	"trigger" text NOT NULL,
	"editions" jsonb NOT NULL,
	"inputs" jsonb NOT NULL,
	"scenario" jsonb NOT NULL,
	"code_version" text NOT NULL,
	"shard_count" integer NOT NULL,
	"data_date" date,
	"planned_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "run_shard" (
	"run_id" uuid NOT NULL,
	"shard" char(15) NOT NULL,
	"status" text NOT NULL,
	"result_key" text,
	"is_carried_over" boolean,
	"attempts" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"finished_at" timestamp with time zone,
	CONSTRAINT "run_shard_run_id_shard_pk" PRIMARY KEY("run_id","shard")
);
--> statement-breakpoint
CREATE TABLE "shard_result" (
	"key" text NOT NULL,
	"layer" text NOT NULL,
	"shard" char(15) NOT NULL,
	"level10" "bytea" NOT NULL,
	"coarse" "bytea" NOT NULL,
	"region_sums" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "shard_result_key_layer_pk" PRIMARY KEY("key","layer")
);
--> statement-breakpoint
CREATE TABLE "source" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"is_synthetic" boolean NOT NULL,
	"attribution" text,
	"data_date" date,
	"content_hash" text,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "aed_shard" ON "aed" USING btree ("shard","since");--> statement-breakpoint
CREATE INDEX "aed_position" ON "aed" USING btree ("lng","lat");--> statement-breakpoint
CREATE UNIQUE INDEX "published_one" ON "published" USING btree ("id");--> statement-breakpoint
CREATE INDEX "region_kind" ON "region" USING btree ("edition","kind");--> statement-breakpoint
CREATE INDEX "run_shard_status" ON "run_shard" USING btree ("run_id","status");--> statement-breakpoint
CREATE INDEX "shard_result_shard" ON "shard_result" USING btree ("shard");