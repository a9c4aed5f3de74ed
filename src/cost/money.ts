/** Rounds to the cent, halves up: 16.425, which has no exact binary representation, becomes 16.43. */
export const cents = (dollars: number): number => Math.round(dollars * 100 + 1e-6) / 100;
