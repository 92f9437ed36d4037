import type { JsonObject } from '../json';

/** One CloudFormation template, parsed. The core never reads files: `lib/read` makes these. */
export interface Template {
  /** What findings call it: the path as the user gave it, relative to the working folder. Unique within one input. */
  readonly name: string;
  /** Display name of the stack (`Orders/OrdersStack`), where an assembly says it. */
  readonly stack?: string;
  /** What CloudFormation calls the stack, where an assembly says it. */
  readonly stackName?: string;
  /** Account and region of the stack, where the assembly pins them (not `unknown-account`). */
  readonly account?: string;
  readonly region?: string;
  /** The parsed document. */
  readonly body: JsonObject;
  /** Every resource by logical id, in the order of the document. `Fn::ForEach` is expanded where it can be. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** The nested-stack resource that deploys this template, where the input holds it. */
  readonly parent?: NestedStack;
  /** Every nested-stack resource that deploys this template; the first is `parent`. */
  readonly parents?: readonly NestedStack[];
}

/** An `AWS::CloudFormation::Stack` resource of the input. */
export interface NestedStack {
  readonly template: Template;
  readonly logicalId: string;
}

/** One resource of a template. Properties stay raw JSON: ask a `Resolver` for their values. */
export interface Resource {
  readonly template: Template;
  readonly logicalId: string;
  /** `AWS::S3::Bucket`, `Custom::…`. */
  readonly type: string;
  /** `{}` when the resource has none, or when they are not an object. */
  readonly properties: JsonObject;
  /** `Metadata["aws:cdk:path"]`, or the path from the assembly's tree; absent for hand-written templates. */
  readonly constructPath?: string;
  /** `lib/orders-stack.ts:42:7`: where the construct was made, when the assembly says it. */
  readonly source?: string;
  /** The CloudFormation condition under which it is created. */
  readonly condition?: string;
}

/** A part of the input that could not be read. It becomes an error finding; everything else still runs. */
export interface InputProblem {
  /** Template or file the problem is in, as the user gave it. */
  readonly template: string;
  /** JSON pointer inside it, or '' for the whole file. */
  readonly location: string;
  /** What is wrong, lower-case start, no final period: `not valid JSON: unexpected end of input at line 12, column 3`. */
  readonly message: string;
  /** What to do about it, where that is not to correct the template. */
  readonly fix?: string;
  /** A resource the problem belongs to. */
  readonly logicalId?: string;
}
