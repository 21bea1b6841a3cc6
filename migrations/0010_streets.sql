CREATE TABLE "street_shard" (
	"edition" integer NOT NULL,
	"shard" char(15) NOT NULL,
	"network" "bytea" NOT NULL,
	"content_hash" text NOT NULL,
	"edge_count" integer NOT NULL,
	CONSTRAINT "street_shard_edition_shard_pk" PRIMARY KEY("edition","shard")
);
