/** The help of `npm run simulate`, in Dutch and English. */

const ENGLISH = `Zesminuten: play arrests at a place, or try other alert rules in a region, on the data of the published run.

  npm run simulate -- place --lng <degrees> --lat <degrees> [options]
  npm run simulate -- sweep --region <code> [options]

place    the exact law at this place, and beside it arrests played event by event, with 95 % intervals
sweep    radius 250 to 2,500 m × at most 30, 60, 100 or all, in every period: what each rule brings and asks

options
  --period <name>      week, weekday, evening, night or weekend (week)
  --scenario <file>    other assumptions, as JSON: {"alert": "sms2010"}, {"doorSeconds": 60}; npm run assumptions
  --json               JSON lines
  --data .data         data folder, as of npm start; a running npm start is found by itself
  --database-url <url> a real Postgres or Neon instead of the embedded one
  --lang nl            this text in Dutch

of place
  --seed <n>           the same seed plays the same arrests (1)
  --precision <share>  stop when both intervals are this narrow on either side (0.002); 0 = play all
  --arrests <n>        at most so many arrests (200000)
  --called-off         responders on the way turn back when the ambulance is there; the law knows no such thing
  --utstein <file>     single arrests as CSV in Utstein terms; what is not simulated says so
  --rows <n>           so many of them (1000)

of sweep
  --detours            instead: share sent by an AED × longest detour that is asked

All of it is a model: no measurement, and no basis for help in an emergency.`;

const DUTCH = `Zesminuten: speel hartstilstanden op een plek na, of probeer andere alarmregels in een gebied, met de gegevens van de gepubliceerde berekening.

  npm run simulate -- place --lng <graden> --lat <graden> [opties]
  npm run simulate -- sweep --region <code> [opties]

place    de exacte wet op deze plek, en daarnaast hartstilstanden stap voor stap gespeeld, met 95%-intervallen
sweep    straal 250 tot 2.500 m × hoogstens 30, 60, 100 of alle, in elke periode: wat elke regel brengt en vraagt

opties
  --period <naam>      week, weekday, evening, night of weekend (week)
  --scenario <bestand> andere aannamen, als JSON: {"alert": "sms2010"}, {"doorSeconds": 60}; npm run assumptions
  --json               regels JSON
  --data .data         gegevensmap, zoals bij npm start; een lopende npm start wordt vanzelf gevonden
  --database-url <url> een echte Postgres of Neon in plaats van de ingebouwde
  --lang en            deze tekst in het Engels

bij place
  --seed <n>           hetzelfde getal speelt dezelfde hartstilstanden (1)
  --precision <deel>   stop zodra beide intervallen aan elke kant zo smal zijn (0.002); 0 = speel alles
  --arrests <n>        hoogstens zoveel hartstilstanden (200000)
  --called-off         burgerhulpverleners onderweg keren om als de ambulance er is; de wet kent dat niet
  --utstein <bestand>  losse hartstilstanden als CSV volgens Utstein; wat niet wordt nagespeeld staat erbij
  --rows <n>           zoveel daarvan (1000)

bij sweep
  --detours            in plaats daarvan: deel dat via een AED gaat × langste omweg die wordt gevraagd

Dit alles is een model: geen meting, en geen grond voor hulp in nood.`;

type Environment = Readonly<Record<string, string | undefined>>;

/** `lang`, else as the machine is set (POSIX: the first of these that is set decides). */
export function simulateHelp(lang: string | undefined, { LC_ALL, LC_MESSAGES, LANG }: Environment): string {
  const isDutch = (lang ?? (/^nl/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "nl" : "en")) === "nl";
  return isDutch ? DUTCH : ENGLISH;
}
