CREATE TABLE "exact"."drawn_before" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"drawn" jsonb NOT NULL
);
