import type { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Access that a function declares: which operations, on which resources. Made by the builders of {@link Access}; extend it
 * to name access of your own.
 */
export abstract class DeclaredAccess {
  /**
   * The statements that the role needs, and nothing more. They are merged with those of the other declarations, and refused
   * when they hold a wildcard.
   *
   * @param scope the function that declares the access
   */
  public abstract bind(scope: Construct): iam.PolicyStatement[];
}
