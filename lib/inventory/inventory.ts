import type { Authentication, EntryPointKind } from '../core/model/model';
import type { Invocation } from '../core/model/triggers';
import type { Tool } from '../core/result';

/**
 * What an app holds: its functions, what starts them, who can reach that, and what each may do to what. Plain data, sorted,
 * the same bytes for the same input. Things refer to each other by {@link Thing.id}.
 */
export interface Inventory {
  readonly schemaVersion: 1;
  readonly tool: Tool;
  readonly apps: readonly InventoryApp[];
  readonly functions: readonly InventoryFunction[];
  readonly entryPoints: readonly InventoryEntryPoint[];
  readonly apis: readonly InventoryApi[];
  /** Tables, buckets, queues, topics, streams, secrets, databases, buses, state machines: what functions and roles may use. */
  readonly stores: readonly InventoryStore[];
  /** Roles, users, groups and permission sets of the input that are not the role of a function, with what they may do. */
  readonly holders: readonly InventoryHolder[];
  /** What every function and every other holder may do. */
  readonly permissions: readonly InventoryPermission[];
  /** What hands messages on without code of the app: subscriptions, rules, pipes, dead letters, state machines. */
  readonly flows: readonly InventoryFlow[];
  readonly outbound: readonly InventoryOutbound[];
  /** What could not be read, in words: it is missing above. */
  readonly unread: readonly string[];
}

/** Something of the input. */
export interface Thing {
  /**
   * Stable across refactoring that leaves the construct tree alone: the construct path without CDK's own last part
   * (`Orders/PlaceOrder`), else `<template>#<logical id>`. Unique in an inventory.
   */
  readonly id: string;
  /** As a person calls it: `PlaceOrder`. Not unique. */
  readonly name: string;
  /** Stack path or template name. */
  readonly stack: string;
  /** CloudFormation type. */
  readonly type: string;
  readonly template: string;
  readonly logicalId: string;
  /** `lib/orders-stack.ts:42:7`, when known. */
  readonly source: string | null;
}

/** A stack of the input, and where it is deployed. */
export interface InventoryApp {
  /** Stack path or template name. */
  readonly id: string;
  readonly template: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly resources: number;
}

/**
 * Who can reach something, the widest first.
 * - `anyone`: everybody on the internet; an API key is no authentication
 * - `any-account`: everybody with an AWS account
 * - `signed-in`: whoever signed in with the app's own users, or a token that an authorizer accepts
 * - `other-account`: named AWS accounts, or callers from networks that a policy names
 * - `organization`: the accounts of an AWS organization
 * - `account`: identities of the account itself, or callers within its VPCs
 * - `app`: nothing but the app itself
 * - `unknown`: not known; it may be anyone, and is treated so wherever exposures are compared
 */
export type Exposure = 'anyone' | 'any-account' | 'signed-in' | 'other-account' | 'organization' | 'account' | 'app' | 'unknown';

/** How much harm a function can do when its code is taken over, from what it may do to what. */
export type BlastRadius = 'none' | 'low' | 'medium' | 'high' | 'critical';

export interface InventoryFunction extends Thing {
  readonly runtime: string | null;
  /** A function that CDK's own constructs make, which the user cannot edit. */
  readonly provided: boolean;
  /** Id of the holder of its permissions: its role, or itself. */
  readonly role: string | null;
  /** Functions that share the role. */
  readonly sharesRoleWith: readonly string[];
  /** The widest exposure of what starts it, directly or through other functions and stores. */
  readonly exposure: Exposure;
  /** The widest exposure of what starts it directly. */
  readonly directExposure: Exposure;
  /** How its exposure comes about: ids of the entry point, and of the functions and stores that lead from there to it. Empty for `app`. */
  readonly exposedThrough: readonly string[];
  readonly blastRadius: BlastRadius;
  /** Why, in words: `may delete every object of Receipts`. */
  readonly blastReasons: readonly string[];
  /** Whether asynchronous failures go somewhere; null when it has no asynchronous source. */
  readonly deadLetter: boolean | null;
  /** What happens to failures, in words: `dead-letter queue Failed`, `2 retries`, `batches that fail go to Failed`. Sorted. */
  readonly errorHandling: readonly string[];
  readonly logGroup: boolean;
  readonly tracing: boolean;
  readonly vpc: boolean;
  /** Null when nothing limits it. */
  readonly reservedConcurrency: number | string | null;
}

/** What starts a function or another target, and who can use it. */
export interface InventoryEntryPoint {
  readonly id: string;
  readonly kind: EntryPointKind | 'trigger';
  /** How it calls the function. */
  readonly invocation: Invocation;
  /** As people call the service: `API Gateway`, `Lambda URL`, `SQS`, `EventBridge`, `Cognito`, `Application Load Balancer`. */
  readonly service: string;
  /** `GET /orders/{id}`, `rate(5 minutes)`, the name of the queue. */
  readonly label: string;
  /** Who can use it directly; what reaches it through other functions of the app is in {@link InventoryFunction.exposure}. */
  readonly exposure: Exposure;
  /** All feasible ones; empty for what is not called by people. */
  readonly authentication: readonly Authentication[];
  /** Who may use it, in words: `anyone on the internet`, `users of the pool Customers`, `account 111122223333`. */
  readonly who: string;
  /** Whether plain HTTP is refused: `yes` also where the service knows nothing else. */
  readonly tls: 'yes' | 'no' | 'unknown';
  /** Id of the function that it starts, where it starts one. */
  readonly function: string | null;
  /** Id of the store that it leads to without a function: a queue or a table behind an API, a state machine. */
  readonly store: string | null;
  /** What it lets people do to the store, where that is known: `read`. Absent where it passes on what they send. Sorted. */
  readonly effects?: readonly Effect[];
  /** Id of the API, or of the store or function that it comes from. */
  readonly from: string | null;
  readonly stack: string;
  readonly template: string;
  readonly logicalId: string;
}

/** An API with what the API-security checklist asks. */
export interface InventoryApi extends Thing {
  readonly protocol: 'REST' | 'HTTP' | 'WebSocket' | 'GraphQL' | 'Load balancer';
  /** Whether an API definition (OpenAPI, GraphQL schema) is in the template. */
  readonly definition: boolean;
  readonly authentication: readonly Authentication[];
  readonly tls: 'yes' | 'no' | 'unknown';
  readonly accessLogs: boolean;
  readonly throttling: boolean;
  readonly validation: boolean;
  readonly webAcl: boolean;
  /** Consumers: usage plans, API keys, authorizers' user pools, named accounts, in words. */
  readonly consumers: readonly string[];
  readonly entryPoints: readonly string[];
}

export interface InventoryStore extends Thing {
  /** As people call the service: `DynamoDB table`, `S3 bucket`. */
  readonly kind: string;
  /** Holds data at rest (rather than passing it on). */
  readonly data: boolean;
  readonly encrypted: 'customer-key' | 'aws-key' | 'none' | 'unknown';
  /** The widest exposure that its own policy gives it. */
  readonly exposure: Exposure;
  /** Why, in words: `anyone may use s3:GetObject`; empty for `app`. Sorted. */
  readonly exposedBy: readonly string[];
  /** Id of the holder that it acts with, of what acts on its own: a state machine. */
  readonly role: string | null;
}

/** Messages that go from one thing to another without code of the app. */
export interface InventoryFlow {
  /** Id of a store or function. */
  readonly from: string;
  /** Id of a store. */
  readonly to: string;
  /** In words: `delivers to`, `sends failures to`, `copies changes to`. */
  readonly how: string;
}

export interface InventoryHolder extends Thing {
  /** Who may take it on, in words: `lambda.amazonaws.com`, `account 111122223333`, `anyone`. */
  readonly trusts: readonly string[];
}

/** What people call what an action does, from the access level of the service authorization reference. */
export type Effect = 'list' | 'read' | 'write' | 'delete' | 'permissions' | 'tag';

/** One holder, the actions it may use on one resource, and under which conditions. */
export interface InventoryPermission {
  /** Id of a function's role, of another holder, or of a SAM function. */
  readonly holder: string;
  /** Id of a store, function or other resource of the input; null for what is outside of it. */
  readonly store: string | null;
  /** The resource as a person would write it: `<Receipts.Arn>/*`, `*`, `arn:aws:s3:::archive/*`. */
  readonly resource: string;
  /** Actions as written, lower- and upper-case of the reference where it is exact: `s3:GetObject`, `s3:Get*`. Sorted. */
  readonly actions: readonly string[];
  /** What the actions come to. Sorted. */
  readonly effects: readonly Effect[];
  /** Conditions in words, sorted; empty for none. */
  readonly conditions: readonly string[];
  /** Every resource, or every resource of a kind. */
  readonly wildcard: boolean;
  /**
   * What a pattern takes in of the input when it names no single store: a CloudFormation type for all of its stores
   * (`AWS::DynamoDB::Table`), or ids. Sorted. `storesOf` gives the ids for both.
   */
  readonly covers: readonly string[];
  /** `NotAction`, values that are not known, AWS managed policies whose text is not in the input: in words, else null. */
  readonly note: string | null;
}

/** Something that may leave the account. */
export interface InventoryOutbound {
  /** Id of what leads out. */
  readonly from: string;
  /** `account 444455556666`, `https://hooks.example.com`, `alice@example.com`, `anyone`. */
  readonly to: string;
  /** In words: `may be read by`, `sends messages to`, `role may be taken on by`. */
  readonly how: string;
}
