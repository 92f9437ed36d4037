import type { Reference } from '../../reference/reference';
import type { Answer } from '../answer';
import type { CdkProvider, PolicyDocument, Statement } from '../iam/statement';
import type { Settings } from '../options';
import type { Path } from '../path';
import type { Element, Resolver } from '../template/resolver';
import type { ResourceHole } from '../template/symbolic';
import type { InputProblem, Resource, Template } from '../template/template';
import type { NagRecord } from './nag';
import type { Reading } from './reading';

/** A managed policy attached by ARN: `ManagedPolicyArns`, permission-set `ManagedPolicies`, SAM `Policies` that are names. */
export interface ManagedPolicyAttachment {
  /** The role, user, group, permission set or SAM function that carries it. */
  readonly resource: Resource;
  readonly arn: Element;
}

/** A Lambda function, or a SAM function, as the rules see it. */
export interface LambdaFunction {
  readonly resource: Resource;
  /** The execution role, when it is a resource of the input. */
  readonly role: Resource | undefined;
  /** The role's value as written, resolved: a hole on a role, or a literal ARN. Empty for SAM functions with a generated role. */
  readonly roleValues: readonly Element[];
}

/** How a caller of an entry point is authenticated. `api-key` and `none` are not authentication. */
export type Authentication = 'none' | 'iam' | 'jwt' | 'cognito' | 'custom' | 'api-key' | 'other' | 'unknown';

export type EntryPointKind =
  | 'function-url'
  | 'web-function-endpoint'
  | 'rest-method'
  | 'http-route'
  | 'http-quick-create'
  | 'websocket-connect'
  | 'openapi-operation'
  | 'sam-event';

/** What can start a function or reach a resource from outside the app. */
export interface EntryPoint {
  readonly kind: EntryPointKind;
  /** The resource that opens it. */
  readonly resource: Resource;
  /** The property that decides its authentication; the resource's `Properties` when that property is absent. */
  readonly at: Path | undefined;
  /** As a client calls it: `GET /orders/{id}`, `$connect`, the function's name for a URL. */
  readonly route: string;
  /** All feasible authentications. */
  readonly authentication: readonly FeasibleAuthentication[];
  /** Whether a resource policy keeps everybody out but callers with fixed addresses, networks or accounts; also a private API. */
  readonly restrictedNetwork: Answer;
  /** True when it only gives back a fixed answer (a `MOCK` integration) and reaches nothing. */
  readonly mock?: boolean;
  /** The function it starts, where that is known. */
  readonly function?: Resource;
  /** The API it belongs to, where the input holds it. */
  readonly api?: Resource;
}

/** One way in which callers of an entry point may be authenticated. */
export interface FeasibleAuthentication {
  readonly value: Authentication;
  readonly at: Path | undefined;
  /** The value as written: `NONE`, `${AuthType}`; empty when the property is absent. */
  readonly written: string;
  /** Why something that looks like authentication is none, in words for a finding. */
  readonly ignored?: string;
}

/**
 * Everything the rules may ask. Rules see only this, never raw templates.
 */
export interface Model {
  readonly templates: readonly Template[];
  /** What could not be read, so far: resolving a value may meet more, so ask once the rules have run. */
  readonly problems: readonly InputProblem[];
  readonly reference: Reference;
  /** What the app's owners said about their own world. */
  readonly settings: Settings;
  /** All policy documents of all kinds, in template order. */
  readonly documents: readonly PolicyDocument[];
  readonly attachments: readonly ManagedPolicyAttachment[];
  readonly functions: readonly LambdaFunction[];
  readonly entryPoints: readonly EntryPoint[];
  /** What cdk-nag says of a resource, for the rules that leave the judgement to it. */
  readonly nag: NagRecord;
  /**
   * Who holds a policy document: the roles, users and groups (or permission set) of the input that an identity document
   * applies to, attached from either side; for any other document the resource that carries it.
   */
  holdersOf(document: PolicyDocument): readonly Resource[];
  /** The provider of CDK's own that wrote exactly this statement (path and shape both match): findings on it are information. */
  providerOf(statement: Statement): CdkProvider | undefined;
  /** Whether a construct of CDK's own made the resource, so that the user cannot edit it. */
  isProvided(resource: Resource): boolean;
  /** Resources of one CloudFormation type, in all templates. */
  resourcesOfType(type: string): readonly Resource[];
  resolverOf(template: Template): Resolver;
  /**
   * The feasible strings of a scalar property below `Properties`, by path: `values(db, 'PubliclyAccessible')`.
   * A list step `'*'` visits every member. Empty when absent.
   */
  values(resource: Resource, ...path: readonly string[]): readonly Element[];
  /**
   * The properties of a resource, once for each world of the conditions below it (nearly always once): what rules about
   * properties read. See {@link Reading}.
   */
  readingsOf(resource: Resource): readonly Reading[];
  /** The name a person gave the resource: the construct id that is not CDK's own (`Receipts`), else the logical id. */
  nameOf(resource: Resource | ResourceHole): string;
  /** A value as a person would write it: `<Receipts.Arn>/*`. `from` is the resource it is written in: resources of other stacks are named with theirs. */
  show(element: Element, from: Resource): string;
  /** Place of the resource's properties (`/Resources/X/Properties`). */
  propertiesOf(resource: Resource): Path;
}
