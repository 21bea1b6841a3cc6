CREATE TABLE "observed_value" (
	"source_id" text NOT NULL,
	"ref" text NOT NULL,
	"since" integer NOT NULL,
	"until" integer,
	"region_code" text NOT NULL,
	"measure" text NOT NULL,
	"value" double precision NOT NULL,
	"source" text NOT NULL,
	"date" date NOT NULL,
	CONSTRAINT "observed_value_source_id_ref_since_pk" PRIMARY KEY("source_id","ref","since")
);
