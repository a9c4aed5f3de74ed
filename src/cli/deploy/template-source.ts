// The template to deploy: built from a config, or read from standard input.
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
  /** The name that the user set in the config; undefined without a config, or if the name is a preset's or not set. */
  readonly chosenName: string | undefined;
  /** What a deployment does to the sockets; undefined unless a config says how many there are. */
  readonly summary?: string | undefined;
}

/**
 * From the config options if there are any, else from a pipe, else from the config in the current folder.
 *
 * @param hasBucket there is a bucket for a template that is too large to send inline.
 * @throws {KnownError} when it is not a template, or too large.
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

/** The text, or the same template as compact JSON if only that is small enough to send. */
function fitting(text: string, smaller: () => string | undefined): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_INLINE_TEMPLATE_BYTES) return text;
  const json = smaller();
  const asJson = json === undefined ? undefined : Buffer.byteLength(json);
  if (json !== undefined && asJson !== undefined && asJson <= MAX_INLINE_TEMPLATE_BYTES) {
    printToStderr(
      `The template has ${count(bytes)} bytes, and ${count(asJson)} as compact JSON, which is deployed instead.`,
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

/** JSON input only: YAML has short forms and types that would have to be translated. */
function compact(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}
