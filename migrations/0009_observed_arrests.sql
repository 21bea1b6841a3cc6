CREATE TABLE "exact"."observed_arrests" (
	"source_id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"is_synthetic" boolean NOT NULL,
	"attribution" text,
	"data_date" date,
	"imported_at" timestamp with time zone NOT NULL,
	"aggregate" jsonb NOT NULL
);
