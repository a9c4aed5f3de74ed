/** Default number of minutes for which both versions run after a shift. */
export const USUAL_BAKE = 15;
