/** `npm run load -- --help` in English. */
import type { LoadHelp } from "./help.ts";

export const HELP_ENGLISH: LoadHelp = {
  general: `Zesminuten: take files into the database.

  npm run load -- <what> <file>… [options]
  npm run load -- <what> --help         formats, fields and options of one kind, with an example

what
  aeds <file>…            AEDs: CSV, GeoJSON, NDJSON, answers of Overpass or OpenAED, OpenStreetMap extract (.osm.pbf)
  responders <file>…      citizen responders: CSV, GeoJSON, NDJSON; counted into cells and protected, never kept
  responders --synthetic  invented responders, made from the population in force
  population <csv>…       CBS squares of 100 m or 500 m, or postcode-4 points with their area and ages
  regions <geojson>…      gemeenten, wijken, buurten (CBS), or any areas with code, name and kind
  region-table <csv>      gemeenten with their provincie, veiligheidsregio and GGD, for another year than 2024
  posts <geojson>…        ambulance posts with their availability
  police-fire-posts <file>…  police and fire stations: OpenStreetMap extract (.osm.pbf) or GeoJSON
  streets <osm.pbf>…      streets for people on foot and by bicycle, from OpenStreetMap extracts
  observed-values <csv>…  what was observed per region, in the place of the model's own value
  observed <csv>…         arrests that were observed, for validation; kept as counts of ten and more only
  check <geojson>…        hold a file against what is in force, store nothing: areas that posts reach, centres
  live --gemeente GM0503  boundaries and squares of CBS and AEDs of OpenStreetMap, fetched; or --all
  demo                    the synthetic Netherlands, as the first npm start loads it
  sources                 what is in force, and what was
  imports                 who changed what, and when; each with its id
  undo <import-id>        take an import back: what was in force before it is in force again
  drop <source-id>        take a source out of force; undo has it back (not responders: those are erased)
  apart <id> <id>…        AEDs of different sources that were taken for one, and are two
  together <id> <id>…     the same taken back

How it goes
  A file is the full edition of its source: what is not in it any more is retired, and loading it twice changes
  nothing. Several files in one command are one source together. Real data replace synthetic data of the same kind.
  An import goes through as a whole or not at all; then the zones are calculated again. The report tells what was
  taken in and what was left out, row by row, with what to do about it. What a file is, is told by its content, not
  by its name. A zip or a spreadsheet has to be unpacked or saved as CSV first.`,

  options: `options for every kind
  --source <id>           name of the source; else made from the name of the first file, without its date (and with
                          the kind, for streets and posts of an OpenStreetMap extract: town-streets)
  --title <text>          how the source is shown; else the name of the first file
  --attribution <text>    who made the data, and the licence; shown with them
  --date YYYY-MM-DD       the day that the data describe; else taken from the name of the file, if it has one
  --synthetic             the data are invented
  --encoding utf-8        of a text file: utf-8, windows-1252 (as Excel saves "CSV") or utf-16
  --data .data            data folder, as of npm start; a running npm start is found by itself
  --database-url <url>    a real Postgres or Neon instead of the embedded one
  --no-recalculate        leave the zones as they are; npm run recalculate makes them later
  --yes                   drop or undo without asking
  --lang nl|en            language of this text; else that of the machine
  --help                  this text`,

  kindOptions: {
    columns: `  --columns <map.json>    headers by field where the usual names do not fit, such as
                          {"lng": "X-coord", "lat": "Y-coord", "openingHours": "Open"}`,
    extent: `  --extent w,s,e,n        the box in degrees for which the file is complete; what its source holds elsewhere stays.
                          Else the box that the file itself declares, else everywhere`,
    anywhere: "  --anywhere              take what lies farther than 2.5 km abroad too (streets: 25 km)",
    crs: "  --crs EPSG:28992        the coordinates are metres of the Dutch grid (RD): convert them",
  },

  examples: `examples
  npm run load -- aeds duiven_aeds.csv --date 2025-03-01
  npm run load -- population grid_100m.csv --attribution "CBS, CC BY 4.0"
  npm run load -- regions gemeente_2024.geojson --source cbs-regions
  npm run load -- regions buurt_2024.geojson --source cbs-regions

docs/loading.md tells every field, and what happens to the odd ones.`,

  kinds: {
    aeds: `npm run load -- aeds <file>… [options]

AEDs of one source: a municipality's list, the export of an app, OpenStreetMap. Load each source by its own command:
an AED that two of them tell of (within 25 m, nothing that contradicts it) counts once.

formats
  CSV             a header line, then one AED a row; , ; tab or | between fields, decimal comma or point
  GeoJSON         points
  Overpass API    its JSON answer; ask it for "out center;"
  OpenAED API     its JSON answer, or any list of JSON records
  NDJSON          a record on every line
  OpenStreetMap   an extract, .osm.pbf: emergency=defibrillator on nodes, ways and relations

fields, by Dutch or English header
  lat, lon        breedtegraad, lengtegraad: needed. Degrees, or --crs
  id, naam        a number or code of its own that stays; without one, name and place are it
  openingstijden  "Mo-Fr 08:00-18:00", "ma t/m vr 8-18 uur"; and 24/7, beschikbaarheid
  toegang         public, customers, private …; what an owner keeps private is shown by its neighbourhood only
  binnen/buiten, laatste controle, verdieping, serienummer, operator
  Telephones, persons and codes of cabinets are never read.

  npm run load -- aeds aed-lijst.csv --source gemeente --date 2025-03-01`,
    responders: `npm run load -- responders <file>… [options]
npm run load -- responders --synthetic [--total <count>] [--seed 1]

Citizen responders. Each row is counted into a cell of about 1.3 hectares and dropped; what others read is protected
(docs/privacy.md). No message shows a coordinate. With --synthetic they are invented, as many as live there by chance.

formats
  CSV             a header line, then one row per responder, or per place with weights per period
  GeoJSON         points
  NDJSON          a record on every line; or a list of JSON records

fields
  lng, lat        needed. Degrees, or --crs
  count           how many people the row stands for, 1 to 1000; 1 where it is not told
  weekday, evening, night, weekend
                  the share of the period that they are near that place, 0 to 1; all four or none. A row for each place:
                  half of the nights or more makes it a home, others count as whereabouts only (docs/loading.md)

  --total <count>         synthetic: how many (236715 for the whole country)
  --seed 1                synthetic: the same seed makes the same responders

  npm run load -- responders responders.csv --source hartslagnu`,
    population: `npm run load -- population <csv>… [options]

Residents and dwellings. Where several sources are in force the finest wins, and only what a coarser one holds more
is spread over the rest of its ground: nothing is counted twice.

formats
  CSV             CBS squares of 100 m or 500 m (vierkantstatistieken)
  CSV             points of postcodes with lon, lat, km2 and inwoners_<year>; and, in the same command, a file of
                  their ages (a_0-4, a_5-9 …)

fields
  crs28992res100m, or the like: the code of the square, such as E0974N4514
  aantal_inwoners, aantal_woningen, residents by age. Empty or -99997 is withheld by CBS, never 0

  --square 100|500        side of the squares in metres, where the file does not say it

  npm run load -- population grid_100m.csv --attribution "CBS, CC BY 4.0"`,
    regions: `npm run load -- regions <geojson>… [options]

Areas that get figures of their own. Provincies, veiligheidsregio's and GGD-regio's are put together from the
gemeenten.

formats
  GeoJSON         polygons, such as the gemeenten, wijken and buurten of CBS; lng before lat

fields
  gemeentecode, wijkcode or buurtcode with its name, as CBS writes them; or code, name and kind
  aantal_inwoners to check by; water = JA is left out

  --kind <kind>           what the regions are, where the file does not say: gemeente, wijk, buurt, place, …

  npm run load -- regions gemeente_2024.geojson --source cbs-regions`,
    "region-table": `npm run load -- region-table <csv> [options]

Which gemeenten make up which provincie, veiligheidsregio and GGD-regio. The table of 2024 is built in; load another
for the boundaries of another year.

formats
  CSV             one row per gemeente

fields
  the code and name of the gemeente; codes or names of its provincie, veiligheidsregio and GGD

  npm run load -- region-table gebieden-2025.csv`,
    posts: `npm run load -- posts <geojson>… [options]

Ambulance posts.

formats
  GeoJSON         points

fields
  standplaats, or naam; postcode and huisnummer, which name the post
  beschikbaarheid: "24 uur", "Dag/avond", "Nacht", "DAM/VWS", "Opkomst"; another text means unknown hours

  npm run load -- posts ambulance_posts.geojson --attribution RIVM`,
    "police-fire-posts": `npm run load -- police-fire-posts <file>… [options]

Police and fire stations, from which the first responders of those services come.

formats
  OpenStreetMap   an extract, .osm.pbf: amenity=police and amenity=fire_station
  GeoJSON         points or outlines

fields
  id, name, and what it is: amenity, kind, soort or dienst (police, politie, fire_station, brandweer)

  --kind police|fire      what the posts of a GeoJSON file are, where it does not say

  npm run load -- police-fire-posts netherlands-latest.osm.pbf`,
    streets: `npm run load -- streets <osm.pbf>… [options]

Streets and paths that are open to people on foot or by bicycle. All extracts in one command: they are the whole
network together.

formats
  OpenStreetMap   extracts, .osm.pbf

  --area w,s,e,n          the box in degrees within which all streets are known, where the file does not say it

  npm run load -- streets netherlands-latest.osm.pbf`,
    "observed-values": `npm run load -- observed-values <csv>… [options]

What somebody observed in a region: it takes the place of the model's own value. npm run load -- sources shows which
region uses what.

formats
  CSV             one value a row

fields
  gebied          GM0503, VR17, or NL for the country
  grootheid       respondersGoShare, ambulanceMeanSeconds, ambulanceP95Seconds, policeFireDispatchShare,
                  policeFireArrivalSeconds, aedsExpected, or the Dutch names in docs/loading.md
  waarde, eenheid a number, with %, min, s; mm:ss; counts without points
  bron, datum     who observed it, and of which day

  npm run load -- observed-values sectorkompas.csv`,
    observed: `npm run load -- observed <csv>… [options]

Arrests that were observed, to hold the model against. Each row is read, counted and dropped: kept are counts and
quantiles of at least ten per region and period. Nothing serves them, and no message quotes the file.

formats
  CSV             one arrest a row

fields, of the Utstein template (docs/loading.md has all of them)
  gemeente, moment (needed), leeftijd, thuis, getuige, schokbaar, reanimatie_door_omstander, responstijd, rosc,
  survived, cpc, …

  npm run load -- observed arrests-2023.csv --source arrest-register`,
    check: `npm run load -- check <geojson>… [--crs EPSG:28992]

Holds files that no figure is made of against what is in force, and stores nothing. What a file is, is told by its
content:

  areas of posts  polygons that an ambulance reaches in some time, with the postcode and huisnummer of the post: how
                  many residents live in them, whether the posts are known and stand in their own area
  centres         points with the code of a CBS square of 100 m or 500 m (crs28992res100m): how far each lies from where
                  metres of the Dutch grid are converted to, and whether people live there

It ends with 1 where something had to be left out, or a centre is more than 1 m off.

  npm run load -- check ambulance_reach_15min.geojson`,
    live: `npm run load -- live --gemeente GM0503
npm run load -- live --all

Fetches from the public services, and loads then: boundaries (gemeente, wijk, buurt) and squares of 100 m of CBS, and
the AEDs of OpenStreetMap. One question at a time, with patience where a service is busy. Where it breaks off, give
the command again: what was fetched is not asked for again within a day. Until all is there, what was in force stays.
OpenStreetMap knows about a tenth of the Dutch AEDs.

  --overpass <url>, --boundaries <url>, --squares <url>
                          other services than the public ones; or ZESMINUTEN_OVERPASS_URL, ZESMINUTEN_BOUNDARIES_URL,
                          ZESMINUTEN_SQUARES_URL (docs/imports.md)`,
    demo: `npm run load -- demo

Loads the synthetic Netherlands, as the first npm start does: invented people, AEDs, responders and posts.`,
    sources: `npm run load -- sources

Lists the sources that are in force, and those that were; and which region uses which observed values.`,
    imports: `npm run load -- imports

Lists the changes of what is in force, newest first: when, who, what, and the id that undo takes.`,
    undo: `npm run load -- undo <import-id> [--yes]

Takes an import back: what was in force before it is in force again, row for row. npm run load -- imports lists the
ids. It is refused where later imports stand on it; take those back first. Responders are erased when others take their
place: load the earlier file again, which brings the figures of before back.`,
    drop: `npm run load -- drop <source-id> [--yes]

Takes a source out of force, with everything that followed from it. npm run load -- sources lists the ids. Undo has it
back, but not responders and observed arrests: those are erased.`,
    apart: `npm run load -- apart <id> <id>…

Says that AEDs of different sources, which were taken for one, are two; the ids are as the API shows them under
sources, such as osm:node/5. It is remembered when the files are loaded again.`,
    together: `npm run load -- together <id> <id>…

Takes back what apart said.`,
  },
};
