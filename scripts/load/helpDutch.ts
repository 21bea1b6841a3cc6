/** `npm run load -- --help` in Dutch. Commands, options and names of fields are the same in both languages. */
import type { LoadHelp } from "./help.ts";

export const HELP_DUTCH: LoadHelp = {
  general: `Zesminuten: bestanden in de database laden.

  npm run load -- <wat> <bestand>… [opties]
  npm run load -- <wat> --help          vormen, velden en opties van één soort, met een voorbeeld

wat
  aeds <bestand>…         AED's: CSV, GeoJSON, NDJSON, antwoord van Overpass of OpenAED, OpenStreetMap (.osm.pbf)
  responders <bestand>…   burgerhulpverleners: CSV, GeoJSON, NDJSON; geteld per cel en beschermd, nooit bewaard
  responders --synthetic  verzonnen hulpverleners, gemaakt uit de bevolking die geladen is
  population <csv>…       CBS-vierkanten van 100 m of 500 m, of postcode-4-punten met oppervlakte en leeftijden
  regions <geojson>…      gemeenten, wijken, buurten (CBS), of andere gebieden met code, naam en soort
  region-table <csv>      gemeenten met provincie, veiligheidsregio en GGD, voor een ander jaar dan 2024
  posts <geojson>…        ambulanceposten met hun beschikbaarheid
  police-fire-posts <bestand>…  politie en brandweer: OpenStreetMap (.osm.pbf) of GeoJSON
  streets <osm.pbf>…      straten voor voetgangers en fietsers, uit OpenStreetMap
  observed-values <csv>…  wat per gebied is waargenomen, in plaats van de eigen waarde van het model
  observed <csv>…         waargenomen reanimaties, om aan te toetsen; bewaard alleen als aantallen van tien en meer
  check <geojson>…        toets een bestand aan wat geldt, zonder iets te bewaren: rijgebieden van posten, middens
  live --gemeente GM0503  grenzen en vierkanten van CBS en AED's van OpenStreetMap, opgehaald; of --all
  demo                    het verzonnen Nederland, zoals de eerste npm start het laadt
  sources                 welke bronnen gelden, en welke golden
  imports                 wie wat wanneer veranderde, elk met zijn id
  undo <import-id>        een import terugdraaien: wat ervoor gold, geldt weer
  drop <source-id>        een bron buiten werking stellen; undo haalt haar terug (hulpverleners niet: die zijn gewist)
  apart <id> <id>…        AED's uit verschillende bronnen die voor één werden gehouden, en er twee zijn
  together <id> <id>…     hetzelfde terugnemen

Hoe het gaat
  Een bestand is de volledige uitgave van zijn bron: wat er niet meer in staat, vervalt; twee keer laden verandert
  niets. Meer bestanden in één opdracht zijn samen één bron. Echte gegevens vervangen verzonnen van dezelfde soort.
  Een import gaat in zijn geheel door, of helemaal niet; daarna worden de zones opnieuw berekend. Het verslag zegt
  (in het Engels) wat is opgenomen en wat niet, rij voor rij, en wat eraan te doen is. Wat een bestand is, blijkt uit
  de inhoud, niet uit de naam. Pak een zip eerst uit, en bewaar een rekenblad als CSV.`,

  options: `opties voor elke soort
  --source <id>           naam van de bron; anders gemaakt uit de naam van het eerste bestand, zonder datum (en met
                          de soort, bij straten en posten uit OpenStreetMap: stad-streets)
  --title <tekst>         hoe de bron getoond wordt; anders de naam van het eerste bestand
  --attribution <tekst>   wie de gegevens maakte, en de licentie; wordt erbij getoond
  --date JJJJ-MM-DD       de dag die de gegevens beschrijven; anders uit de naam van het bestand, als die er een heeft
  --synthetic             de gegevens zijn verzonnen
  --encoding utf-8        van een tekstbestand: utf-8, windows-1252 (zoals Excel "CSV" bewaart) of utf-16
  --data .data            map met gegevens, als bij npm start; een npm start die loopt wordt vanzelf gevonden
  --database-url <url>    een echte Postgres of Neon in plaats van de ingebouwde
  --no-recalculate        de zones laten zoals ze zijn; npm run recalculate berekent ze later
  --yes                   buiten werking stellen of terugdraaien zonder te vragen
  --lang nl|en            taal van deze tekst; anders die van de computer
  --help                  deze tekst`,

  kindOptions: {
    columns: `  --columns <map.json>    kolommen per veld waar de gewone namen niet passen, zoals
                          {"lng": "X-coord", "lat": "Y-coord", "openingHours": "Open"}`,
    extent: `  --extent w,z,o,n        de rechthoek in graden waarvoor het bestand volledig is; wat zijn bron elders heeft, blijft.
                          Anders de rechthoek die het bestand zelf noemt, anders overal`,
    anywhere: "  --anywhere              ook nemen wat verder dan 2,5 km over de grens ligt (straten: 25 km)",
    crs: "  --crs EPSG:28992        de coördinaten zijn meters van het Rijksdriehoeksstelsel (RD): reken ze om",
  },

  examples: `voorbeelden
  npm run load -- aeds duiven_aeds.csv --date 2025-03-01
  npm run load -- population grid_100m.csv --attribution "CBS, CC BY 4.0"
  npm run load -- regions gemeente_2024.geojson --source cbs-regions
  npm run load -- regions buurt_2024.geojson --source cbs-regions

docs/loading.md noemt elk veld, en wat er met de vreemde gebeurt (in het Engels).`,

  kinds: {
    aeds: `npm run load -- aeds <bestand>… [opties]

AED's van één bron: de lijst van een gemeente, de uitvoer van een app, OpenStreetMap. Laad elke bron met een eigen
opdracht: een AED die in twee ervan staat (binnen 25 m, en niets dat het tegenspreekt) telt één keer.

vormen
  CSV             een kopregel, dan één AED per rij; , ; tab of | tussen de velden, decimale komma of punt
  GeoJSON         punten
  Overpass API    het JSON-antwoord; vraag om "out center;"
  OpenAED API     het JSON-antwoord, of een andere lijst van JSON-records
  NDJSON          een record op elke regel
  OpenStreetMap   een uittreksel, .osm.pbf: emergency=defibrillator op punten, lijnen en relaties

velden, met Nederlandse of Engelse kop
  lat, lon        breedtegraad, lengtegraad: nodig. Graden, of --crs
  id, naam        een eigen nummer of code die blijft; zonder zijn het naam en plaats
  openingstijden  "Mo-Fr 08:00-18:00", "ma t/m vr 8-18 uur"; en 24/7, beschikbaarheid
  toegang         openbaar, klanten, privé …; van wat een eigenaar privé houdt, wordt alleen de omgeving getoond
  binnen/buiten, laatste controle, verdieping, serienummer, operator
  Telefoonnummers, personen en kastcodes worden nooit gelezen.

  npm run load -- aeds aed-lijst.csv --source gemeente --date 2025-03-01`,
    responders: `npm run load -- responders <bestand>… [opties]
npm run load -- responders --synthetic [--total <aantal>] [--seed 1]

Burgerhulpverleners. Elke rij wordt geteld in een cel van ongeveer 1,3 hectare en dan vergeten; wat anderen lezen is
beschermd (docs/privacy.md). Geen melding toont een coördinaat. Met --synthetic zijn ze verzonnen, naar de bevolking.

vormen
  CSV             een kopregel, dan één rij per hulpverlener, of per plaats met gewichten per dagdeel
  GeoJSON         punten
  NDJSON          een record op elke regel; of een lijst van JSON-records

velden
  lng, lat        nodig. Graden, of --crs
  count           voor hoeveel mensen de rij staat, 1 tot 1000; 1 waar het niet staat
  weekday, evening, night, weekend
                  het deel van het dagdeel dat zij bij die plaats zijn, 0 tot 1; alle vier of geen. Een rij per plaats:
                  de helft van de nachten of meer is thuis, andere tellen alleen als verblijf (docs/loading.md)

  --total <aantal>        verzonnen: hoeveel (236715 voor het hele land)
  --seed 1                verzonnen: hetzelfde getal maakt dezelfde hulpverleners

  npm run load -- responders hulpverleners.csv --source hartslagnu`,
    population: `npm run load -- population <csv>… [opties]

Inwoners en woningen. Waar meer bronnen gelden, wint de fijnste; alleen wat een grovere méér heeft, wordt over de rest
van haar grond verdeeld: niets telt dubbel.

vormen
  CSV             CBS-vierkanten van 100 m of 500 m (vierkantstatistieken)
  CSV             punten van postcodes met lon, lat, km2 en inwoners_<jaar>; en in dezelfde opdracht een bestand met
                  hun leeftijden (a_0-4, a_5-9 …)

velden
  crs28992res100m of iets dergelijks: de code van het vierkant, zoals E0974N4514
  aantal_inwoners, aantal_woningen, inwoners naar leeftijd. Leeg of -99997 is door het CBS geheim gehouden, nooit 0

  --square 100|500        zijde van de vierkanten in meters, waar het bestand het niet zegt

  npm run load -- population grid_100m.csv --attribution "CBS, CC BY 4.0"`,
    regions: `npm run load -- regions <geojson>… [opties]

Gebieden die eigen cijfers krijgen. Provincies, veiligheidsregio's en GGD-regio's worden uit de gemeenten
samengesteld.

vormen
  GeoJSON         vlakken, zoals de gemeenten, wijken en buurten van het CBS; lng vóór lat

velden
  gemeentecode, wijkcode of buurtcode met de naam, zoals het CBS ze schrijft; of code, name en kind
  aantal_inwoners ter controle; water = JA wordt weggelaten

  --kind <soort>          wat de gebieden zijn, waar het bestand het niet zegt: gemeente, wijk, buurt, place, …

  npm run load -- regions gemeente_2024.geojson --source cbs-regions`,
    "region-table": `npm run load -- region-table <csv> [opties]

Welke gemeenten samen een provincie, veiligheidsregio en GGD-regio vormen. De tabel van 2024 is ingebouwd; laad een
andere bij de grenzen van een ander jaar.

vormen
  CSV             één rij per gemeente

velden
  code en naam van de gemeente; codes of namen van haar provincie, veiligheidsregio en GGD

  npm run load -- region-table gebieden-2025.csv`,
    posts: `npm run load -- posts <geojson>… [opties]

Ambulanceposten.

vormen
  GeoJSON         punten

velden
  standplaats, of naam; postcode en huisnummer, waaraan de post herkend wordt
  beschikbaarheid: "24 uur", "Dag/avond", "Nacht", "DAM/VWS", "Opkomst"; bij een andere tekst zijn de uren onbekend

  npm run load -- posts ambulance_posts.geojson --attribution RIVM`,
    "police-fire-posts": `npm run load -- police-fire-posts <bestand>… [opties]

Posten van politie en brandweer, van waar hun eerste hulpverleners komen.

vormen
  OpenStreetMap   een uittreksel, .osm.pbf: amenity=police en amenity=fire_station
  GeoJSON         punten of omtrekken

velden
  id, name, en wat het is: amenity, kind, soort of dienst (police, politie, fire_station, brandweer)

  --kind police|fire      wat de posten van een GeoJSON-bestand zijn, waar het dat niet zegt

  npm run load -- police-fire-posts netherlands-latest.osm.pbf`,
    streets: `npm run load -- streets <osm.pbf>… [opties]

Straten en paden die open zijn voor voetgangers of fietsers. Alle uittreksels in één opdracht: samen zijn ze het hele
net.

vormen
  OpenStreetMap   uittreksels, .osm.pbf

  --area w,z,o,n          de rechthoek in graden waarbinnen alle straten bekend zijn, waar het bestand die niet noemt

  npm run load -- streets netherlands-latest.osm.pbf`,
    "observed-values": `npm run load -- observed-values <csv>… [opties]

Wat iemand in een gebied heeft waargenomen: het komt in de plaats van de eigen waarde van het model. npm run load --
sources toont welk gebied wat gebruikt.

vormen
  CSV             één waarde per rij

velden
  gebied          GM0503, VR17, of NL voor het hele land
  grootheid       aandeel_met_burgerhulpverlener, ambulance_gemiddeld, ambulance_p95, aandeel_politie_brandweer,
                  politie_brandweer_aankomst, verwachte_aeds
  waarde, eenheid een getal, met %, min, s; mm:ss; aantallen zonder punten
  bron, datum     wie het waarnam, en van welke dag

  npm run load -- observed-values sectorkompas.csv`,
    observed: `npm run load -- observed <csv>… [opties]

Waargenomen reanimaties, om het model aan te toetsen. Elke rij wordt gelezen, geteld en vergeten: bewaard worden
aantallen en kwantielen van ten minste tien per gebied en dagdeel. Niets toont ze, en geen melding haalt het bestand
aan.

vormen
  CSV             één reanimatie per rij

velden, uit het Utstein-model (docs/loading.md noemt ze alle)
  gemeente, moment (nodig), leeftijd, thuis, getuige, schokbaar, reanimatie_door_omstander, responstijd, rosc,
  overleefd, cpc, …

  npm run load -- observed reanimaties-2023.csv --source register`,
    check: `npm run load -- check <geojson>… [--crs EPSG:28992]

Toetst bestanden waar geen cijfer van komt aan wat geldt, en bewaart niets. Wat een bestand is, blijkt uit de inhoud:

  rijgebieden     vlakken die een ambulance in een bepaalde tijd bereikt, met de postcode en het huisnummer van de post:
                  hoeveel inwoners erin wonen, of de posten bekend zijn en in hun eigen gebied staan
  middens         punten met de code van een vierkant van CBS van 100 m of 500 m (crs28992res100m): hoe ver elk ligt van
                  waar RD-meters heen worden omgerekend, en of er mensen wonen

Eindigt met 1 als iets moest wegvallen, of als een midden meer dan 1 m afwijkt.

  npm run load -- check ambulance_reach_15min.geojson`,
    live: `npm run load -- live --gemeente GM0503
npm run load -- live --all

Haalt bij de openbare diensten op, en laadt daarna: grenzen (gemeente, wijk, buurt) en vierkanten van 100 m van CBS, en
de AED's van OpenStreetMap. Eén vraag tegelijk, met geduld waar een dienst het druk heeft. Breekt het af, geef de
opdracht dan opnieuw: wat opgehaald is, wordt binnen een dag niet nog eens gevraagd. Tot alles er is, blijft gelden wat
gold. OpenStreetMap kent ongeveer een tiende van de Nederlandse AED's.

  --overpass <url>, --boundaries <url>, --squares <url>
                          andere diensten dan de openbare; of ZESMINUTEN_OVERPASS_URL, ZESMINUTEN_BOUNDARIES_URL,
                          ZESMINUTEN_SQUARES_URL (docs/imports.md)`,
    demo: `npm run load -- demo

Laadt het verzonnen Nederland, zoals de eerste npm start doet: verzonnen mensen, AED's, hulpverleners en posten.`,
    sources: `npm run load -- sources

Noemt de bronnen die gelden, en die golden; en welk gebied welke waargenomen waarden gebruikt.`,
    imports: `npm run load -- imports

Noemt de veranderingen, de nieuwste eerst: wanneer, wie, wat, en het id dat undo vraagt.`,
    undo: `npm run load -- undo <import-id> [--yes]

Draait een import terug: wat ervoor gold, geldt weer, rij voor rij. npm run load -- imports noemt de id's. Het wordt
geweigerd waar latere imports erop staan; draai die eerst terug. Hulpverleners worden gewist als andere hun plaats
innemen: laad het eerdere bestand opnieuw, dat brengt de cijfers van toen terug.`,
    drop: `npm run load -- drop <source-id> [--yes]

Stelt een bron buiten werking, met alles wat eruit volgde. npm run load -- sources noemt de id's. Undo haalt haar terug,
maar hulpverleners en waargenomen reanimaties niet: die worden gewist.`,
    apart: `npm run load -- apart <id> <id>…

Zegt dat AED's uit verschillende bronnen, die voor één werden gehouden, er twee zijn; de id's zijn die de API onder
sources toont, zoals osm:node/5. Het blijft onthouden als de bestanden opnieuw geladen worden.`,
    together: `npm run load -- together <id> <id>…

Neemt terug wat apart zei.`,
  },
};
