CREATE TABLE "gemeente_table" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"provincie" text,
	"veiligheidsregio" text,
	"ggd" text
);
