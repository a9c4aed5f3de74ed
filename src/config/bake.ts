/** Minutes for which both versions run after a shift when the config does not say. */
export const USUAL_BAKE = 15;
