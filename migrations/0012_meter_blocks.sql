CREATE TABLE "meter_block" (
	"shard" char(15) NOT NULL,
	"streets_hash" text NOT NULL,
	"mode" text NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"block" text NOT NULL,
	"sources" "bytea" NOT NULL,
	"meters" "bytea" NOT NULL,
	CONSTRAINT "meter_block_shard_streets_hash_mode_kind_version_block_pk" PRIMARY KEY("shard","streets_hash","mode","kind","version","block")
);
