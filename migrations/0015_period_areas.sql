CREATE TABLE "exact"."drawn_period_area" (
	"unit" char(15) PRIMARY KEY NOT NULL,
	"resolution" integer NOT NULL,
	"counts" jsonb NOT NULL,
	"protected_counts" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "protected_unit" ADD COLUMN "weekday" double precision;--> statement-breakpoint
ALTER TABLE "protected_unit" ADD COLUMN "evening" double precision;--> statement-breakpoint
ALTER TABLE "protected_unit" ADD COLUMN "night" double precision;--> statement-breakpoint
ALTER TABLE "protected_unit" ADD COLUMN "weekend" double precision;