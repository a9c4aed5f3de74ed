// The wizard's respondent on a terminal.
import { MIN_SUBNETS } from '../../alb/limits.ts';
import type { SubnetChoice } from '../../aws/lookup.ts';
import type { LookupKind, Option } from '../../wizard/question.ts';
import { BACK, type Respondent } from '../../wizard/session.ts';
import { printToStderr } from '../io/output.ts';
import { ask } from '../io/prompts.ts';
import { paint } from '../io/style.ts';
import type { Account } from './account.ts';

const CLEAR = '-';
const GO_BACK = '<';

/** What the keys do, printed once. */
export const KEYS_HELP = `Enter takes the value shown; ${CLEAR} leaves the key out, so that its default applies; ${GO_BACK} goes back to the previous question.`;

/** Asks on the terminal; choices come from the AWS account if it can be read. */
export function terminalRespondent(account: Account): Respondent {
  // Zone of each subnet offered, by its ID.
  const zones = new Map<string, string>();
  const lookup = async (kind: LookupKind, from: string | undefined): Promise<readonly Option[]> => {
    const found = await account.list(kind, from);
    return kind === 'subnets' ? offered(found as readonly SubnetChoice[]) : found;
  };
  const offered = (found: readonly SubnetChoice[]) => {
    for (const { value, zone } of found) zones.set(value, zone);
    return found;
  };
  /** Beyond the schema, which accepts any two subnets: they must be in different zones. */
  const inTwoZones = (selected: readonly string[]): true | string => {
    const chosen = new Set(selected.map((id) => zones.get(id)));
    if (selected.length < MIN_SUBNETS || chosen.has(undefined) || chosen.size >= MIN_SUBNETS) return true;
    return `These are all in ${[...chosen].join()}: choose subnets in at least ${MIN_SUBNETS} Availability Zones.`;
  };
  return {
    lookup,
    text: async (message, initial, validate) => {
      // Enter accepts the value shown, so clearing it needs a sign of its own.
      const meant = (answer: string) => {
        const sign = answer.trim();
        return sign === CLEAR ? '' : sign === GO_BACK ? BACK : answer;
      };
      const answer = await ask<string>({
        type: 'input',
        message,
        default: initial,
        validate: (typed: string) => meant(typed) === BACK || validate(meant(typed)),
      });
      return meant(answer);
    },
    choice: (message, options, initial) =>
      ask({
        type: 'select',
        message,
        default: initial,
        choices: [...choices(options), { name: `${GO_BACK} back`, value: BACK, checked: false }],
      }),
    several: async (message, options, initial, validate) => {
      // The key that selects all items selects this one too, which then does not count.
      const isBack = (ids: readonly string[]) => ids.includes(BACK) && ids.length <= options.length;
      const answers = await ask<string[]>({
        type: 'checkbox',
        message,
        choices: [...choices(options, initial), { name: `${GO_BACK} back`, value: BACK, checked: false }],
        validate: (selected: readonly (string | { readonly value: string })[]) => {
          const ids = selected.map((item) => (typeof item === 'string' ? item : item.value));
          if (isBack(ids)) return true;
          const chosen = ids.filter((id) => id !== BACK);
          const valid = validate(chosen.join(','));
          return valid === true ? inTwoZones(chosen) : valid;
        },
      });
      return isBack(answers) ? BACK : answers.filter((id) => id !== BACK).join(',');
    },
    refuse: (reason) => printToStderr(paint('red', `> ${reason}`)),
  };
}

const choices = (options: readonly Option[], checked: readonly string[] = []) =>
  options.map(({ label, value }) => ({ name: label, value, checked: checked.includes(value) }));
