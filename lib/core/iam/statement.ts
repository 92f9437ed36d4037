import type { Path } from '../path';
import type { Element, World } from '../template/resolver';
import type { Resource } from '../template/template';

export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | '*' | 'other';

/** One principal of a statement: `{ "AWS": "arn:…" }` is one of type AWS; a bare `"*"` has type `*`. */
export interface Principal extends Element {
  readonly type: PrincipalType;
}

/** One condition operator on one key, e.g. `ForAnyValue:StringLike`, `aws:PrincipalOrgPaths`. */
export interface ConditionTest {
  /** As written, e.g. `ForAllValues:StringEqualsIfExists`. */
  readonly operator: string;
  /** As written; compare case-insensitively. */
  readonly key: string;
  readonly values: readonly Element[];
  readonly at: Path | undefined;
}

/** A piece of a policy that could not be read and might matter. */
export interface Unresolved {
  /** Statement element (`Action`, `Principal`, `Condition`, `Effect`, `Statement`, `PolicyDocument`). */
  readonly element: string;
  readonly reason: string;
  readonly at: Path | undefined;
}

/** One IAM statement in normal form: lists instead of scalars, one world of CloudFormation conditions. */
export interface Statement {
  readonly document: PolicyDocument;
  readonly at: Path | undefined;
  readonly sid?: string;
  /** `unknown` when the effect is a hole or neither word; rules treat it as Allow. */
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  readonly actions: readonly Element[];
  readonly notActions: readonly Element[];
  readonly resources: readonly Element[];
  readonly notResources: readonly Element[];
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly conditions: readonly ConditionTest[];
  readonly unresolved: readonly Unresolved[];
  /** The choice of CloudFormation conditions under which it reads like this; empty when it always does. */
  readonly world: World;
  /** True when the statement is absent in some feasible world: a Deny that may be absent protects nothing. */
  readonly optional: boolean;
}

/** A construct of CDK itself whose role the user cannot edit. */
export interface CdkProvider {
  /** Short name for messages: `LogRetention`, `BucketDeployment`. */
  readonly name: string;
  /** What a user can do about it: a prop, a feature flag, an alternative. */
  readonly advice: string;
}

/** What a policy document was made from that is not itself one: a policy template of SAM. */
export interface DocumentOrigin {
  /** For messages: `policy template "S3CrudPolicy"`. */
  readonly name: string;
  /** What can be written instead, before the fix of the rule: `write an inline statement in place of the policy template`. */
  readonly fix: string;
  /** Where the author chose the resources too wide, if so, and what to write there. */
  readonly choiceAt: Path | undefined;
  readonly choiceFix: string;
  /** Caps the severity of what is not the author's choice. */
  readonly atMost?: 'warning' | 'info';
}

/** What a policy document does: grants to an identity, says who may assume, guards a resource, or only caps. */
export type DocumentKind = 'identity' | 'trust' | 'resource' | 'boundary';

/** One policy document of a template. */
export interface PolicyDocument {
  readonly kind: DocumentKind;
  /** The CloudFormation resource it is written in. */
  readonly resource: Resource;
  /** Where the document is. */
  readonly at: Path | undefined;
  /** Statements in order of the document; in normal form. Read when asked for. */
  readonly statements: readonly Statement[];
  /** How many there are, without reading those of a harmless document. */
  readonly statementCount: number;
  /**
   * Whether it allows nothing but actions that are written out, on resources or to services that it names (see
   * `isHarmless`). Rules about wildcards, strangers and unreadable values leave such documents out.
   */
  readonly harmless: boolean;
  /** The same object for all harmless documents that differ only in which resource of a type they name; see `factsByForm`. */
  readonly form?: object;
  /** Whether some action of it may belong to the service of this prefix (`iam`). A harmless document tells without being read. */
  mayName(service: string): boolean;
  /** `Version`: IAM takes `2008-10-17`, which knows no policy variables, when none is written. Absent when it is not known. */
  readonly version?: string;
  /** Pieces above statement level that could not be read. */
  readonly unresolved: readonly Unresolved[];
  /** resource: the CloudFormation type it guards, e.g. `AWS::S3::Bucket` (for the rules of "public" that differ by service). */
  readonly guards?: string;
  /** What it was made from, when the template holds no such document. */
  readonly origin?: DocumentOrigin;
}
