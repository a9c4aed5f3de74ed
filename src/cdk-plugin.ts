/**
 * `websocket-alb/cdk`: the rules of `websocket-alb check` in every `cdk synth`.
 *
 * ```ts
 * import { App, Validations } from 'aws-cdk-lib';
 * import { WebSocketAlbValidation } from 'websocket-alb/cdk';
 * const app = new App();
 * Validations.of(app).addPlugins(new WebSocketAlbValidation());
 * ```
 *
 * Nothing of aws-cdk-lib is imported: its interfaces are met by shape.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { rulesWithout, type CheckTemplateOptions } from './check/library.ts';
import { policyReport, type PolicyReport } from './check/policy-report.ts';
import type { CheckRule } from './check/rule.ts';
import { VERSION } from './common/version.ts';

export type { PolicyReport, PolicyViolatingResource, PolicyViolation } from './check/policy-report.ts';

/** `ignore`: codes of rules that are not judged anywhere. To accept a single finding, acknowledge it at its construct. */
export type WebSocketAlbValidationOptions = CheckTemplateOptions;

/** As much of CDK's context as is read; the stable and the beta interface both give it. */
export interface ValidationContext {
  readonly templatePaths: readonly string[];
  readonly appConstruct?: { readonly node: { findAll(): readonly unknown[] } };
}

/**
 * A validation plugin for aws-cdk-lib: `Validations.of(app).addPlugins(…)`, or `policyValidationBeta1` of an App in releases
 * before that. Errors fail the synthesis; warnings and info are shown. `Validations.of(construct).acknowledge({ id:
 * 'websocket-alb::<code>', reason })` accepts a finding at a construct and below it.
 */
export class WebSocketAlbValidation {
  /** The namespace of acknowledgements. */
  readonly name = 'websocket-alb';
  readonly version = VERSION;
  readonly ruleIds: string[];
  readonly #rules: readonly CheckRule[];

  /** @throws {TypeError} for an option or a code that there is not. */
  constructor(options: WebSocketAlbValidationOptions = {}) {
    this.#rules = rulesWithout(options, 'WebSocketAlbValidation');
    this.ruleIds = this.#rules.map(({ code }) => code);
  }

  /** Called by CDK. It reads the templates and writes nothing. */
  validate(context: ValidationContext): PolicyReport {
    const paths = context.templatePaths.map((path) => resolve(path));
    const all = [...new Set([...paths, ...nestedTemplates(context, paths)])];
    return policyReport(
      all.map((path) => ({ path, text: read(path) })),
      this.#rules,
      VERSION,
    );
  }
}

/** CDK gives no templates of nested stacks; the constructs say their names, and they are beside the others. */
function nestedTemplates({ appConstruct }: ValidationContext, paths: readonly string[]): string[] {
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  const constructs = (appConstruct?.node.findAll() ?? []) as readonly {
    readonly nestedStackResource?: unknown;
    readonly templateFile?: unknown;
  }[];
  return constructs.flatMap(({ nestedStackResource, templateFile }) =>
    nestedStackResource === undefined || typeof templateFile !== 'string'
      ? []
      : folders.map((folder) => join(folder, templateFile)).filter((path) => existsSync(path)),
  );
}

/** A plugin that throws fails the synthesis. */
function read(path: string): string | { readonly reason: string } {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
