/** Every figure that the model is held against: published value, tolerance and source (`docs/validation.md`). */
import type { Check, CheckKind, ToleranceSource } from "./checks.ts";

const check = (
  id: string,
  kind: CheckKind,
  figure: string,
  published: string,
  unit: Check["unit"],
  range: readonly [target: number | null, low: number | null, high: number | null],
  tolerance: ToleranceSource,
  source: string,
): Check => {
  const [target, low, high] = range;
  return { id, kind, figure, published, unit, target, low, high, tolerance, source };
};
const around = (target: number, half: number) => [target, target - half, target + half] as const;
const NONE = [null, null, null] as const;
const INF = Number.POSITIVE_INFINITY;

const STIEGLIS_2020 = "Stieglis et al. 2020";
const STIEGLIS_2022 = "Stieglis et al. 2022";
const ZIJLSTRA = "Zijlstra et al. 2014";
const NVR = "epidemiology of resuscitation in the Netherlands, 2025";
const HARTSLAGNU = "HartslagNu 2022–24";

export const CHECKS: readonly Check[] = [
  check("1", "unit", "Larsen at 4, 8, 10 min", "0.280", "", around(0.28, 0.0005), "exact", "Larsen et al. 1993"),
  check("2", "unit", "De Maio at 8 min", "0.0587", "", around(0.0587, 0.0005), "exact", "De Maio et al. 2003"),
  check("3", "unit", "Waalewijn at 4 and 8.5 min", "0.1335", "", around(0.1335, 0.0005), "exact", "Waalewijn et al. 2001"),
  check("4", "unit", "nearest of 16 per km² beyond 200 m", "0.1339", "", around(0.1339, 0.005), "exact", "closed form"),
  check("5", "unit", "first arrival in an even field: greatest distance to the closed form", "< 0.02", "", [0, -INF, 0.02], "exact", "van den Berg et al. 2025"),
  check("25", "unit", "6 % a minute: one minute later", "0.94", "ratio", around(0.94, 0.001), "exact", "Stieglis et al. 2025"),
  check("27", "unit", "survival after 15 minutes without CPR, not drowned", "0", "", [0, 0, 0], "exact", "regional working agreement (NRR)"),
  check("6", "calibration", "ambulance, mean", "8:35", "s", around(515, 15), "ours", "Ambulancezorg Nederland 2024"),
  check("6a", "calibration", "ambulance, 95th percentile", "14:00", "s", around(840, 45), "ours", "Ambulancezorg Nederland 2024"),
  check("6b", "prediction", "ambulance within 15 minutes", "95–97 %", "%", [96, 95, 97], "published", "NIVEL, RIVM"),
  check("7", "prediction", "ambulance, A1 mean", "10:13", "s", NONE, "ours", "NIVEL, RIVM 2024"),
  check("8", "prediction", "residents whose mean ambulance is within 15 minutes", "≥ 97 %", "%", [97, 95, 100], "published", "RIVM framework"),
  check("9", "prediction", "alerted per incident", "80–88", "count", [84, 70, 100], "ours", HARTSLAGNU),
  check("10", "calibration", "somebody goes, nation", "87.5 %", "%", around(87.5, 4), "ours", HARTSLAGNU),
  check("10b", "calibration", "somebody goes, Amsterdam, Rotterdam, Den Haag", "64, 71, 71 %", "%", NONE, "ours", HARTSLAGNU),
  check("10c", "prediction", "somebody goes, Limburg (held out)", "> 90 %", "%", NONE, "ours", HARTSLAGNU),
  check("11", "prediction", "lead over the ambulance where a responder is first, mean", "2:30", "s", around(150, 45), "ours", NVR),
  check("12", "calibration", "volunteer's AED first (2010): median", "8:00", "s", around(480, 45), "ours", ZIJLSTRA),
  check("12a", "hand", "the same: first quartile", "6:35", "s", around(395, 60), "ours", ZIJLSTRA),
  check("12b", "hand", "the same: third quartile", "9:49", "s", around(589, 60), "ours", ZIJLSTRA),
  check("12c", "prediction", "no responder alerted (2010)", "4.8 %", "%", around(4.8, 2), "ours", ZIJLSTRA),
  check("13", "calibration", "ambulance's AED first (2010): median", "10:39", "s", around(639, 60), "ours", ZIJLSTRA),
  check("13a", "hand", "the same: first quartile", "8:18", "s", around(498, 60), "ours", ZIJLSTRA),
  check("13b", "hand", "the same: third quartile", "13:23", "s", around(803, 60), "ours", ZIJLSTRA),
  check("14", "hand", "volunteer's AED first (2010): within six minutes", "10.5 %", "%", [10.5, 5, 16], "ours", ZIJLSTRA),
  check("15", "hand", "volunteer's AED first, per activation (2010)", "20.6 %", "%", around(20.6, 6), "ours", ZIJLSTRA),
  check("15b", "hand", "the same, per arrest at home", "16–17 %", "%", around(16.5, 6), "ours", `${STIEGLIS_2020}, 2022`),
  check("15c", "calibration", "first by police and fire per first by ambulance", "40 : 39", "ratio", around(1.03, 0.2), "ours", STIEGLIS_2022),
  check("16", "prediction", "median AED ready, fewest AEDs → most (2010)", "−2:42", "s", [-162, -210, -120], "ours", STIEGLIS_2020),
  check("17", "calibration", "AED ready with the system, median (2010)", "9:18", "s", around(558, 60), "ours", STIEGLIS_2022),
  check("17a", "prediction", "AED ready without the system, median", "11:42", "s", around(702, 60), "ours", STIEGLIS_2022),
  check("17b", "hand", "system on − off, mean", "−2.6 min (−3.5 to −1.6)", "s", [-156, -210, -96], "published", STIEGLIS_2022),
  check("17c", "hand", "no CPR before the ambulance, with the system", "9 %", "%", around(9, 4), "ours", STIEGLIS_2022),
  check("17d", "hand", "survival with ÷ without the system", "1.5 (1.03–2.0)", "ratio", [1.5, 1.03, 2], "published", STIEGLIS_2022),
  check("18", "prediction", "residents with an AED within 500 m", "88 % (addresses)", "%", around(88, 4), "ours", "skipr, Aug 2024"),
  check("19", "prediction", "AEDs with 60 responders or more within 2 km", "81 %", "%", around(81, 6), "ours", HARTSLAGNU),
  check("20", "prediction", "effective speed from the alert, median", "2.3 m/s (1.4–4.0)", "m/s", around(2.3, 0.4), "ours", "Jonsson et al. 2020"),
  check("20a", "hand", "turn-out by night ÷ by day", "1.39", "ratio", [1.39, 1.2, 1.6], "ours", "Resuscitation 2025"),
  check("21", "prediction", "along streets ÷ straight", "1.4–1.6", "ratio", NONE, "ours", "Karlsson et al. 2021"),
  check("22", "prediction", "AED ready within six minutes lost by closed AEDs, night − weekday", "> 0", "pp", [null, 0, INF], "published", "Sun et al. 2016, Hansen et al. 2013"),
  check("23", "prediction", "gain by advice on AEDs", "36 → 49 %", "%", NONE, "ours", "Buter et al. 2024"),
  check("24", "prediction", "survival by a better alert rule (not shifted)", "+1.8 pp", "pp", [1.8, 0.5, 4], "ours", "Slaa 2020"),
  check("26", "prediction", "CPR before the ambulance", "±85 %", "%", around(85, 4), "ours", NVR),
  check("26b", "hand", "AED before the ambulance", "60–65 %", "%", [62.5, 60, 65], "published", NVR),
  check("26f", "prediction", "Utstein comparator group: survival", "40–45 % (Europe: 30 %)", "%", [42.5, 40, 45], "published", NVR),
  check("26g", "calibration", "survival of attempts, shifted", "±20 %", "%", around(20, 5), "ours", NVR),
]; // biome-ignore format: a table
