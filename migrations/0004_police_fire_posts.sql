CREATE TABLE "police_fire_post" (
	"source_id" text NOT NULL,
	"ref" text NOT NULL,
	"since" integer NOT NULL,
	"until" integer,
	"kind" text NOT NULL,
	"name" text,
	"lng" double precision NOT NULL,
	"lat" double precision NOT NULL,
	CONSTRAINT "police_fire_post_source_id_ref_since_pk" PRIMARY KEY("source_id","ref","since")
);
