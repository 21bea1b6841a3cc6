CREATE TABLE "intake"."import_body" (
	"request_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "import_body_request_id_part_pk" PRIMARY KEY("request_id","part")
);
--> statement-breakpoint
CREATE TABLE "intake"."import_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"task" jsonb NOT NULL,
	"status" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"lease_until" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"report" jsonb,
	"problem" text,
	"run_id" uuid
);
--> statement-breakpoint
CREATE INDEX "import_request_status" ON "intake"."import_request" USING btree ("status");