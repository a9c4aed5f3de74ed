import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import { settingsModule } from '../../src/snippets/server-code.ts';

it('templates/snippets/settings.ts is what the default config says (regenerate with `npm run generate`)', async () => {
  await expect(settingsModule(parseConfig({}))).toMatchFileSnapshot('../../templates/snippets/settings.ts');
});
