// A CloudFormation template as plain data.

export interface Ref {
  readonly Ref: string;
}
/** Always the list form: yaml-cfn cannot write the string form. */
export interface GetAtt {
  readonly 'Fn::GetAtt': readonly [string, string];
}
export interface Sub {
  readonly 'Fn::Sub': string | readonly [string, Readonly<Record<string, unknown>>];
}
export interface Select {
  readonly 'Fn::Select': readonly [number, unknown];
}
export interface Join {
  readonly 'Fn::Join': readonly [string, readonly unknown[]];
}
export interface FindInMap {
  readonly 'Fn::FindInMap': readonly [string, unknown, string];
}
export interface If {
  readonly 'Fn::If': readonly [string, unknown, unknown];
}

/** A literal value, or one known at deploy time. */
export type Value = string | number | boolean | Ref | GetAtt | Sub | Select | If | Join | FindInMap;

export interface Parameter {
  readonly Type: string;
  readonly Description: string;
  readonly Default?: string;
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
}

export interface Resource {
  readonly Type: string;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: 'Delete' | 'Retain';
  readonly UpdateReplacePolicy?: 'Delete' | 'Retain';
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Output {
  readonly Description: string;
  readonly Value: Value;
  readonly Export?: { readonly Name: Value };
}

/** One part of the template, with what a reader should know about it. */
export interface Section {
  readonly title: string;
  /** The explanation: comment lines above its resources. */
  readonly why: readonly string[];
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly mappings?: Readonly<Record<string, unknown>>;
  readonly conditions?: Readonly<Record<string, unknown>>;
  readonly resources?: Readonly<Record<string, Resource>>;
  readonly outputs?: Readonly<Record<string, Output>>;
}

/** The sections of a template in reading order. */
export interface BuiltTemplate {
  readonly description: string;
  readonly sections: readonly Section[];
}

/** The template as CloudFormation sees it. */
export interface TemplateObject {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Metadata: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, Parameter>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}
