// The one list of what `npm run generate` writes; test/generated.test.ts and test/generated.long.test.ts hold it against the repository.
import { examples } from './examples.ts';
import type { GeneratedFile } from './file.ts';
import { goldens } from './goldens.ts';
import { recording } from './recording.ts';
import { references } from './references.ts';
import { replacements } from './replacements.ts';
import { version } from '../version.mjs';

export { GOLDEN_FOLDER } from './goldens.ts';

/** Made from the source; some are part of what is built. */
export const fromSource = (): GeneratedFile[] => [
  version,
  replacements(),
  ...references(),
  ...goldens(),
  recording(),
];

/** Made by running the built command. */
export const fromCommand = (): GeneratedFile[] => examples();
