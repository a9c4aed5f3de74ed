// Faults that show immediately.
import { FAULTS } from './faults.ts';
import { MORE_FAULTS } from './more-faults.ts';
import { runTable } from './table.ts';

runTable([...FAULTS, ...MORE_FAULTS].filter(({ isLong }) => !isLong));
