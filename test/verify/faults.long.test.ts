// Faults that take seconds, or need other programs.
import { FAULTS } from './faults.ts';
import { MORE_FAULTS } from './more-faults.ts';
import { runTogether } from './table.ts';

runTogether([...FAULTS, ...MORE_FAULTS].filter(({ isLong }) => isLong));
