// The template that a deployment sends: built from a config, or read from standard input.
import { MAX_INLINE_TEMPLATE_BYTES } from '../../alb/limits.ts';
import { deploymentSummary } from '../../rollout/summary.ts';
import { buildTemplate, templateObject } from '../../template/build.ts';
import { KnownError } from '../../common/known-error.ts';
import { count } from '../../common/numbers.ts';
import { printToStderr } from '../io/output.ts';
import { loadNamedConfig } from '../shared/config.ts';
import type { ConfigOptions } from '../shared/config-options.ts';
import { isPiped, readPiped } from './standard-input.ts';

export interface TemplateSource {
  readonly text: string;
  /** The name that the user gave to the config; undefined without a config, and when a preset or nobody names it. */
  readonly chosenName: string | undefined;
  /** What a deployment does to the sockets; undefined without a config that says how many there are. */
  readonly summary?: string | undefined;
}

/**
 * From the config options if there are any, else from a pipe, else from the config of the folder.
 *
 * @param hasBucket there is a bucket for a template that is too large to be sent.
 * @throws {KnownError} for what is not a template, and one that is too large.
 */
export async function templateSource(options: ConfigOptions, hasBucket: boolean): Promise<TemplateSource> {
  const hasConfig = options.config !== undefined || options.preset !== undefined || options.set !== undefined;
  if (!hasConfig && isPiped()) {
    const text = await readPiped();
    return { text: hasBucket ? text : fitting(text, () => compact(text)), chosenName: undefined };
  }
  const { config, chosenName } = await loadNamedConfig(options);
  const built = buildTemplate(config);
  const { renderYaml } = await import('../../template/render.ts');
  const text = renderYaml(built);
  return {
    text: hasBucket ? text : fitting(text, () => JSON.stringify(templateObject(built))),
    chosenName,
    summary: deploymentSummary(config),
  };
}

/** The text, or the same template as compact JSON where only that can be sent. */
function fitting(text: string, smaller: () => string | undefined): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_INLINE_TEMPLATE_BYTES) return text;
  const json = smaller();
  const asJson = json === undefined ? undefined : Buffer.byteLength(json);
  if (json !== undefined && asJson !== undefined && asJson <= MAX_INLINE_TEMPLATE_BYTES) {
    printToStderr(
      `The template has ${count(bytes)} bytes, and ${count(asJson)} as compact JSON, in which it is deployed.`,
    );
    return json;
  }
  const without = asJson === undefined ? '' : `, and ${count(asJson)} as compact JSON`;
  throw new KnownError(`The template has ${count(bytes)} bytes${without}.`, {
    where: 'websocket-alb deploy',
    allowed: `at most ${count(MAX_INLINE_TEMPLATE_BYTES)} bytes, unless the AWS CLI can put the template into a bucket`,
    remedy:
      'Add `-- --s3-bucket NAME` with a bucket in the same Region.' +
      (asJson === undefined ? ' Or pipe it as JSON, which is made compact.' : ''),
  });
}

/** Only JSON: YAML has short forms and types that JSON would have to say otherwise. */
function compact(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}
