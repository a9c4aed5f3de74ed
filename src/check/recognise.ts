// Recognizes the format of a text by its content, cheaply: most texts are templates, and parsing them decides the rest.

export type Written = 'template' | 'terraform' | 'kubernetes';

/** How much of a text to look at. */
const BEGINNING = 4096;

/** The JSON of a plan or state begins with its format; Terragrunt's log lines may precede it. */
const TERRAFORM = /^\s*\{\s*"(?:format_version|terraform_version|version)"\s*:/m;
const TERRAFORM_KEYS = /"(?:format_version|lineage|terraform_version)"\s*:/;

function showsTerraform(text: string): boolean {
  const beginning = text.slice(0, BEGINNING);
  return TERRAFORM.test(beginning) && TERRAFORM_KEYS.test(beginning);
}

const API_VERSION = /^\uFEFF?(?:---\s*)?["']?apiVersion["']?\s*:/m;
const KIND = /^["']?kind["']?\s*:/m;
const TEMPLATE = /^["']?(?:Resources|AWSTemplateFormatVersion)["']?\s*:/m;

/**
 * Whether it contains a Kubernetes object; as JSON, only one whose top level says so, which {@link writtenAs} cannot
 * see.
 */
const showsKubernetes = (text: string): boolean =>
  text.includes('apiVersion') &&
  !TEMPLATE.test(text) &&
  (isJsonObject(text) || (API_VERSION.test(text) && KIND.test(text)));

/** A JSON manifest: the top-level object has both keys. */
function isJsonObject(text: string): boolean {
  if (!/^\uFEFF?\s*\{/.test(text)) return false;
  if (!/"apiVersion"\s*:/.test(text) || !/"kind"\s*:/.test(text)) return false;
  try {
    const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof root === 'object' && root !== null && 'apiVersion' in root && 'kind' in root;
  } catch {
    return false;
  }
}

/** Kinds that affect a load balancer, or that others refer to. */
const KINDS =
  /^\s*(?:- )?["']?kind["']?\s*:\s*["']?(?:Ingress|IngressClassParams|LoadBalancerConfiguration|TargetGroupConfiguration|ListenerRuleConfiguration|Gateway|HTTPRoute|GRPCRoute|(?:Ingress)?List)["']?\s*,?\s*$/m;

/** Whether manifests deserve a report of their own; a Service alone is only read for objects that refer to it. */
export const speaksOfLoadBalancers = (text: string): boolean =>
  KINDS.test(text) || text.includes('alb.ingress.kubernetes.io/') || /"kind"\s*:\s*"Ingress/.test(text);

const EXPRESSION = /\{\{-?\s*[.$a-z"(/]/;

/** A file of a Helm chart, which is a template for YAML, not YAML. */
export const isUnrendered = (text: string): boolean =>
  EXPRESSION.test(text) && (KIND.test(text) || /\.Values\b|\binclude\s+"/.test(text)) && !TEMPLATE.test(text);

export function writtenAs(text: string): Written {
  if (showsTerraform(text)) return 'terraform';
  return showsKubernetes(text) ? 'kubernetes' : 'template';
}

/** A file format that check does not read, and how to convert it. */
export interface NotRead {
  readonly reason: string;
  readonly remedy: string;
}

const MAKE_JSON = 'terraform plan -out plan.bin && terraform show -json plan.bin > plan.json';
const HCL =
  /^\s*(?:(?:resource|data)\s+"[^"\n]+"\s+"[^"\n]+"|(?:module|provider|variable|output)\s+"[^"\n]+"|terraform|locals)\s*\{/m;

/** The message for a text that is not a template but comes from Terraform or Helm and needs one more step. */
export function wordsForSource(text: string): NotRead | undefined {
  const beginning = text.slice(0, BEGINNING);
  if (beginning.startsWith('PK\u0003\u0004') && beginning.includes('tfplan'))
    return {
      reason: 'This is a Terraform plan in its binary form.',
      remedy: 'Make its JSON, and check that: terraform show -json PLAN > plan.json.',
    };
  if (/^\s*\{\s*"@level"/.test(beginning))
    return {
      reason: 'This is the log of terraform plan -json, which does not hold the plan.',
      remedy: `Make the JSON of the plan: ${MAKE_JSON}.`,
    };
  if (isUnrendered(text))
    return {
      reason: 'This is the source of a Helm chart, not a manifest.',
      remedy: 'Render it first: helm template . | npx websocket-alb check.',
    };
  if (HCL.test(text) || (/^\s*\{/.test(text) && /^\s*"(?:resource|terraform)"\s*:\s*\{/m.test(text)))
    return {
      reason:
        'This is the source of a Terraform configuration, and check reads plans, in which every value is known.',
      remedy: `Make the JSON of a plan, and check that: ${MAKE_JSON}.`,
    };
  return undefined;
}
