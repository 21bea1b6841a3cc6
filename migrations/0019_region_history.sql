CREATE TABLE "publication" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"moved_at" timestamp with time zone NOT NULL,
	"trigger" text NOT NULL,
	"inputs" jsonb NOT NULL,
	"code_version" text NOT NULL,
	"data_date" date
);
--> statement-breakpoint
CREATE TABLE "region_history" (
	"code" text NOT NULL,
	"layer" text NOT NULL,
	"date" date NOT NULL,
	"run_id" uuid NOT NULL,
	"figures" jsonb NOT NULL,
	CONSTRAINT "region_history_code_layer_date_pk" PRIMARY KEY("code","layer","date")
);
