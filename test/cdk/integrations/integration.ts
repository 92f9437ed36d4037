import type { aws_lambda as lambda, Stack } from 'aws-cdk-lib';

/** One way to connect a function with a service, as the constructs of CDK offer it. */
export interface Integration {
  /** Its row in the guide. */
  readonly name: string;
  /** Where AWS says what the service needs. */
  readonly source: string;
  readonly attach: (stack: Stack, fn: lambda.Function) => void;
  /** What the role of a `lambda.Function` holds for it, and that of a `SecureFunction` does not: `action on resource`. */
  readonly surplus?: readonly string[];
  /** Rules that have something to say of other resources than the function, its role and its permissions. */
  readonly elsewhere?: readonly string[];
}
