import { rangesOf } from './matcher.ts';
import type { IntegerSpec, StringSpec, ValueSpec } from './values.ts';

// Ranges and naming rules that are not attributes. Each gives its source.

/** When the tables of attributes, policies and metrics in this folder were last compared with AWS's pages. */
export const TABLES_OF = 'November 2026';

const seconds = (min: number, max: number): IntegerSpec => ({ kind: 'integer', min, max, unit: 'seconds' });
const count = (min: number, max: number): IntegerSpec => ({ kind: 'integer', min, max });

/** elbv2 API, CreateListener and CreateTargetGroup. */
export const PORT = count(1, 65535);

/** elbv2 API, CreateTargetGroup: the ranges for targets of type instance and ip. */
export const HEALTH_CHECK = {
  interval: seconds(5, 300),
  timeout: seconds(2, 120),
  healthyThreshold: { ...count(2, 10), unit: 'checks' },
  unhealthyThreshold: { ...count(2, 10), unit: 'checks' },
} as const satisfies Record<string, IntegerSpec>;

/**
 * elbv2 API, CreateTargetGroup: a path starts with "/" and has at most 1024 characters. They are limited to those of
 * RFC 3986, so nothing in a path can be read as a CloudFormation variable.
 */
export const HEALTH_CHECK_PATH = {
  kind: 'string',
  pattern: /^\/[A-Za-z0-9\-._~%!$&'()*+,;=:@/?]*$/,
  maxLength: 1024,
  words: 'a path that starts with "/", at most 1024 URI characters (percent-encode all others)',
} as const satisfies StringSpec;

const HTTP_CODE = '[2-4][0-9]{2}';
/** elbv2 API, Matcher: 200–499, as values, lists and ranges. */
export const MATCHER = {
  kind: 'string',
  pattern: new RegExp(`^${HTTP_CODE}(-${HTTP_CODE})?(,${HTTP_CODE}(-${HTTP_CODE})?)*$`),
  valid: (text) => rangesOf(text).every(([from, to]) => from <= to),
  words: 'status codes 200–499 as values, lists or ranges: "200", "200,204", "200-299"',
} as const satisfies StringSpec;

/** elbv2 API, Matcher: gRPC status codes, 0–99. */
export const GRPC_MATCHER = {
  kind: 'string',
  pattern: /^[0-9]{1,2}(-[0-9]{1,2})?(,[0-9]{1,2}(-[0-9]{1,2})?)*$/,
  valid: (text) => rangesOf(text).every(([from, to]) => from <= to),
  words: 'status codes of gRPC 0–99 as values, lists or ranges: "0", "0,12", "0-99"',
} as const satisfies StringSpec;

/**
 * elbv2 API, Tag; tag keys beginning with "aws:" are reserved. ELB allows an empty value but CloudWatch does not, and
 * the same tags go to both.
 */
export const TAG_KEY = {
  kind: 'string',
  pattern: /^(?!aws:)(?=.*\S)[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/iu,
  maxLength: 128,
  words: 'tag keys of 1–128 letters, digits, spaces and _ . : / = + - @, not beginning with "aws:"',
} as const satisfies StringSpec;
export const TAG_VALUE = {
  kind: 'string',
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u,
  maxLength: 256,
  words: '1–256 letters, digits, spaces and _ . : / = + - @',
} as const satisfies StringSpec;

/** An ELB resource takes 50 tags, and one of them is the Name tag that we add. */
export const MAX_TAGS = 49;

/** ACM limits the first name of a certificate to 64 characters. */
export const MAX_CERTIFICATE_NAME = 64;

/** Amazon S3 naming rules for general purpose buckets. */
export const BUCKET_NAME = {
  kind: 'string',
  pattern: /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  words: 'an S3 bucket name: 3–63 lower-case letters, digits, dots and hyphens',
} as const satisfies StringSpec;

/**
 * "The prefix must not contain the string AWSLogs" (enable-access-logging). No leading or trailing slash: ELB adds the
 * one that it needs.
 */
export const LOG_PREFIX = {
  kind: 'string',
  pattern: /^(?!.*AWSLogs)(?!.*\/\/)[A-Za-z0-9_.-][A-Za-z0-9_./-]*(?<!\/)$/,
  maxLength: 256,
  words:
    'letters, digits and _ . - with single slashes inside, at most 256 characters, not containing "AWSLogs"',
} as const satisfies StringSpec;

/** CloudFormation quota, in bytes: a template passed inline, as `aws cloudformation deploy` does without a bucket. */
export const MAX_INLINE_TEMPLATE_BYTES = 51_200;

/** elbv2 API: `LoadBalancerAttributes` has at most 20 members; the same limit applies to the CloudFormation property. */
export const MAX_ATTRIBUTES = 20;

/** An Application Load Balancer needs subnets in at least two Availability Zones (application-load-balancers). */
export const MIN_SUBNETS = 2;

/** Same page: each subnet must be a /27 or larger, with eight free addresses. AWS accepts smaller ones all the same. */
export const SMALLEST_SUBNET_PREFIX = 27;

/** CloudWatch API, PutMetricAlarm: an alarm with periods below one hour covers at most one day. */
export const MAX_ALARM_WINDOW_SECONDS = 86_400;

/** Rules per security group, direction and address family, unless AWS has raised the quota. Commonly reported. */
export const SECURITY_GROUP_RULE_QUOTA = 60;

/** elbv2 API, CreateRule: unique per listener; the lowest is evaluated first. */
export const PRIORITY = count(1, 50_000);

/** elbv2 API, TargetGroupTuple. */
export const WEIGHT = count(0, 999);

/** load-balancer-limits: target groups per action; cannot be raised. */
export const MAX_ACTION_TARGET_GROUPS = 5;

/** load-balancer-limits: values over all conditions of a rule, and wildcards in them; neither limit can be raised. */
export const MAX_CONDITION_VALUES = 5;
export const MAX_CONDITION_WILDCARDS = 6;

/** elbv2 API, RuleCondition: maximum length of a value, and of a header name or method. */
export const MAX_CONDITION_LENGTH = 128;
export const MAX_CONDITION_NAME_LENGTH = 40;

/** rule-condition-types: characters of a path pattern, which is matched against the path only, never the query. */
export const PATH_PATTERN = {
  kind: 'string',
  pattern: /^[/*?][A-Za-z0-9_\-.$/~"'@:+&*?]*$/,
  maxLength: MAX_CONDITION_LENGTH,
  words:
    'path patterns of at most 128 characters that begin with "/" or a wildcard: letters, digits, _ - . $ / ~ " \' @ : + & and the wildcards * and ?; the query is not part of a path',
} as const satisfies StringSpec;

/** Same page: a name with a dot, and only letters after the last dot. */
export const HOST_PATTERN = {
  kind: 'string',
  pattern: /^[A-Za-z0-9\-.*?]*\.[A-Za-z]+$/,
  maxLength: MAX_CONDITION_LENGTH,
  words:
    'host names of at most 128 characters such as ws.example.com or *.example.com, without a port: letters, digits, - . and the wildcards * and ?, with letters alone after the last dot',
} as const satisfies StringSpec;

/** Same page. */
export const METHOD = {
  kind: 'string',
  pattern: /^[A-Z_-]{1,40}$/,
  words: 'methods of 1–40 capital letters, - and _, such as GET',
} as const satisfies StringSpec;

/** Same page and RFC 7230: a token, without wildcards. */
export const HEADER_NAME = {
  kind: 'string',
  pattern: /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,40}$/,
  words: 'a header name of at most 40 characters',
} as const satisfies StringSpec;

/** Same page: printable ASCII, case-insensitive. */
export const CONDITION_TEXT = {
  kind: 'string',
  pattern: /^[ -~]{1,128}$/,
  words: '1–128 characters of printable ASCII, with the wildcards * and ?',
} as const satisfies StringSpec;

/** load-balancer-limits: rules per load balancer, not counting default rules, unless AWS has raised the quota. */
export const RULE_QUOTA = 100;

/** Targets per load balancer. Source: user guide, load-balancer-limits; AWS raises it on request. */
export const TARGET_QUOTA = 1000;

/** elbv2 API, FixedResponseActionConfig. */
export const FIXED_RESPONSE = {
  statusCode: {
    kind: 'string',
    pattern: /^[245]\d\d$/,
    words: 'a status 2XX, 4XX or 5XX',
  },
  body: { kind: 'string', maxLength: 1024, words: 'at most 1024 characters' },
  contentType: {
    kind: 'enum',
    values: ['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'],
  },
} as const satisfies Record<string, ValueSpec>;
