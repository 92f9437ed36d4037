export { Access } from './cdk/access';
export { BucketAccess, type ObjectSelection } from './cdk/bucket-access';
export { DeclaredAccess } from './cdk/declared-access';
export { FunctionAccess } from './cdk/function-access';
export {
  GrantWildcards,
  LeastPrivilegeChecks,
  type LeastPrivilegeChecksProps,
  Pack,
  type RuleOverride,
  RuleSeverity,
} from './cdk/least-privilege-checks';
export { QueueAccess } from './cdk/queue-access';
export { SecretAccess } from './cdk/secret-access';
export { SecureFunction, type SecureFunctionProps } from './cdk/secure-function';
export { TableAccess } from './cdk/table-access';
export { TopicAccess } from './cdk/topic-access';
