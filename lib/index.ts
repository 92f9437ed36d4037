export { Access } from './cdk/access';
export { BucketAccess, type ObjectSelection } from './cdk/bucket-access';
export { DeclaredAccess } from './cdk/declared-access';
export { DeliveryStreamAccess } from './cdk/delivery-stream-access';
export { EmailIdentityAccess, type MailSelection } from './cdk/email-identity-access';
export { EventBusAccess, type EventSelection } from './cdk/event-bus-access';
export { FunctionAccess } from './cdk/function-access';
export { IdentityPoolAccess } from './cdk/identity-pool-access';
export { KeyAccess } from './cdk/key-access';
export {
  GrantWildcards,
  LeastPrivilegeChecks,
  type LeastPrivilegeChecksProps,
  Pack,
  type RuleOverride,
  RuleSeverity,
} from './cdk/least-privilege-checks';
export { ParameterAccess, ParameterPathAccess, type ParameterPathOptions } from './cdk/parameter-access';
export { QueueAccess } from './cdk/queue-access';
export { type AssumeOptions, RoleAccess } from './cdk/role-access';
export { ScheduleGroupAccess } from './cdk/schedule-group-access';
export { SecretAccess } from './cdk/secret-access';
export { SecureFunction, type SecureFunctionProps } from './cdk/secure-function';
export { StateMachineAccess } from './cdk/state-machine-access';
export { StreamAccess } from './cdk/stream-access';
export { TableAccess } from './cdk/table-access';
export { MetricsAccess, TracingAccess } from './cdk/telemetry-access';
export { TopicAccess } from './cdk/topic-access';
export { UserPoolAccess } from './cdk/user-pool-access';
