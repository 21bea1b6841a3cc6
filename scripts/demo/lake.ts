/**
 * Open water inside the land outline: IJsselmeer and Markermeer, drawn by hand to about a kilometre (assumption).
 * It only keeps invented people and AEDs out of the water; the cells stay in the domain, as the outline has them.
 */

/** Closed rings, lng lat. */
export const LAKES: [number, number][][] = [
  [
    // IJsselmeer, from Den Oever along the Afsluitdijk, Frisian coast, Noordoostpolder, Flevoland, Houtribdijk
    [5.04, 52.94],
    [5.2, 53.02],
    [5.37, 53.09],
    [5.39, 53.05],
    [5.41, 52.97],
    [5.38, 52.94],
    [5.34, 52.89],
    [5.38, 52.85],
    [5.46, 52.845],
    [5.55, 52.835],
    [5.69, 52.835],
    [5.62, 52.77],
    [5.58, 52.67],
    [5.63, 52.61],
    [5.57, 52.59],
    [5.44, 52.53],
    [5.42, 52.53],
    [5.31, 52.7],
    [5.26, 52.745],
    [5.2, 52.76],
    [5.12, 52.775],
    [5.08, 52.82],
    [5.06, 52.9],
    [5.04, 52.94],
  ],
  [
    // Markermeer, from Enkhuizen along the Houtribdijk, Flevoland's south-west dyke, Muiden, Waterland, Hoorn
    [5.3, 52.69],
    [5.42, 52.52],
    [5.38, 52.48],
    [5.24, 52.42],
    [5.12, 52.38],
    [5.12, 52.34],
    [5.05, 52.36],
    [5.09, 52.42],
    [5.13, 52.45],
    [5.11, 52.48],
    [5.09, 52.49],
    [5.08, 52.52],
    [5.05, 52.58],
    [5.07, 52.63],
    [5.13, 52.62],
    [5.2, 52.63],
    [5.25, 52.67],
    [5.3, 52.69],
  ],
];
