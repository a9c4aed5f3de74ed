/**
 * The library behind the command: config in, template out.
 *
 * ```ts
 * import { buildTemplate, parseConfig, renderYaml } from 'websocket-alb';
 * const yaml = renderYaml(buildTemplate(parseConfig({ loadBalancer: { idleTimeout: 600 } })));
 * ```
 */
export { stackCode } from './cdk/stack.ts';
export type { CheckFinding, CheckResult, LeftOut } from './check/check.ts';
export {
  checkRules,
  checkTemplate,
  explainFinding,
  type CheckTemplateOptions,
  type ExplainedFinding,
  type RuleDescription,
} from './check/library.ts';
export type { Finding, Severity, Words } from './alb/finding.ts';
export { jsonSchema } from './config/json-schema.ts';
export type { Config, ConfigInput } from './config/schema/index.ts';
export { ConfigError, parseConfig, validateConfig, type Validated } from './config/validate.ts';
export { wordFinding } from './config/words.ts';
export { buildTemplate, templateObject } from './template/build.ts';
export { renderJson, renderYaml } from './template/render.ts';
export type { BuiltTemplate, Section, TemplateObject } from './template/types.ts';
