-- Private AEDs were kept under the ref of their source (node/123), which leads to their exact place. From here on it is
-- an HMAC-SHA-256 (RFC 2104) with a key of schema exact, as src/load/privateRef.ts makes it.
INSERT INTO "exact"."protection_key" ("id", "secret")
SELECT 3, encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex')
WHERE EXISTS (SELECT FROM "aed" WHERE "coarsened")
ON CONFLICT ("id") DO NOTHING;--> statement-breakpoint
CREATE TEMP TABLE "private_pads" ON COMMIT DROP AS
SELECT string_agg(set_byte('\x00'::bytea, 0, get_byte("key", "n") # 54), ''::bytea ORDER BY "n") AS "inner_pad",
  string_agg(set_byte('\x00'::bytea, 0, get_byte("key", "n") # 92), ''::bytea ORDER BY "n") AS "outer_pad"
FROM (SELECT decode("secret" || repeat('00', 32), 'hex') AS "key" FROM "exact"."protection_key" WHERE "id" = 3) AS "held",
  generate_series(0, 63) AS "n";--> statement-breakpoint
CREATE TEMP TABLE "private_refs" ON COMMIT DROP AS
SELECT "source_id", "ref", 'private/' || left(encode(sha256("outer_pad" || sha256("inner_pad" || convert_to(
  E'zesminuten private aed v1\n' || CASE WHEN "ref" ~ '^(node|way|relation)/[0-9]+$' THEN "ref" ELSE "source_id" || ':' || "ref" END,
  'UTF8'))), 'hex'), 32) AS "opaque"
FROM (
  SELECT "source_id", "ref" FROM "aed" WHERE "coarsened"
  UNION
  SELECT "origin"->>'sourceId', "origin"->>'ref' FROM "merged_aed", json_array_elements("sources") AS "origin" WHERE "coarsened"
) AS "hidden", "private_pads";--> statement-breakpoint
-- the text of sources is what JSON.stringify writes: imports compare it
UPDATE "merged_aed" SET
  "id" = split_part("id", ':', 1) || ':' || (SELECT "opaque" FROM "private_refs" WHERE "source_id" || ':' || "ref" = "id"),
  "sources" = (
    SELECT ('[' || string_agg('{"sourceId":' || ("origin"->'sourceId')::text || ',"ref":"' || "opaque" || '","checkedDate":'
      || ("origin"->'checkedDate')::text || '}', ',' ORDER BY "n") || ']')::json
    FROM json_array_elements("sources") WITH ORDINALITY AS "told"("origin", "n")
    JOIN "private_refs" ON "source_id" = "origin"->>'sourceId' AND "ref" = "origin"->>'ref')
WHERE "coarsened";--> statement-breakpoint
-- what a person took apart, unless the source tells of the AED openly as well
CREATE TEMP TABLE "private_ids" ON COMMIT DROP AS
SELECT "source_id" || ':' || "ref" AS "plain", "source_id" || ':' || "opaque" AS "opaque" FROM "private_refs"
WHERE NOT EXISTS (SELECT FROM "aed" WHERE "aed"."source_id" = "private_refs"."source_id"
  AND "aed"."ref" = "private_refs"."ref" AND NOT "coarsened");--> statement-breakpoint
UPDATE "aed_apart" SET
  "one" = least("now_one" COLLATE "C", "now_other" COLLATE "C"),
  "other" = greatest("now_one" COLLATE "C", "now_other" COLLATE "C")
FROM (
  SELECT "one" AS "was_one", "other" AS "was_other",
    coalesce("p"."opaque", "one") AS "now_one", coalesce("q"."opaque", "other") AS "now_other"
  FROM "aed_apart" LEFT JOIN "private_ids" AS "p" ON "p"."plain" = "one" LEFT JOIN "private_ids" AS "q" ON "q"."plain" = "other"
) AS "renamed"
WHERE "one" = "was_one" AND "other" = "was_other" AND ("now_one" <> "was_one" OR "now_other" <> "was_other");--> statement-breakpoint
UPDATE "import_log" SET "before" = jsonb_set("before", '{apart}', (
  SELECT jsonb_agg("pair" || jsonb_build_object(
    'one', least(coalesce("p"."opaque", "pair"->>'one') COLLATE "C", coalesce("q"."opaque", "pair"->>'other') COLLATE "C"),
    'other', greatest(coalesce("p"."opaque", "pair"->>'one') COLLATE "C", coalesce("q"."opaque", "pair"->>'other') COLLATE "C")))
  FROM jsonb_array_elements("before"->'apart') AS "pair"
  LEFT JOIN "private_ids" AS "p" ON "p"."plain" = "pair"->>'one'
  LEFT JOIN "private_ids" AS "q" ON "q"."plain" = "pair"->>'other'))
WHERE "kind" = 'aeds' AND jsonb_array_length("before"->'apart') > 0;--> statement-breakpoint
UPDATE "aed" SET "ref" = "opaque" FROM "private_refs"
WHERE "coarsened" AND "aed"."source_id" = "private_refs"."source_id" AND "aed"."ref" = "private_refs"."ref";
