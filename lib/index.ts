export { Access } from './cdk/access';
export { AccessPointAccess, DirectoryBucketAccess } from './cdk/access-point-access';
export { type Acknowledgement, Acknowledgements } from './cdk/acknowledgements';
export { ApiAccess, type ApiMethod, WebSocketApiAccess } from './cdk/api-access';
export { AppConfigAccess } from './cdk/app-config-access';
export { BedrockAccess } from './cdk/bedrock-access';
export { BucketAccess } from './cdk/bucket-access';
export { CacheAccess } from './cdk/cache-access';
export { DataApiAccess, DatabaseAccess } from './cdk/database-access';
export { DeclaredAccess } from './cdk/declared-access';
export { DeliveryStreamAccess } from './cdk/delivery-stream-access';
export { DistributionAccess, KeyValueStoreAccess } from './cdk/distribution-access';
export { DsqlClusterAccess } from './cdk/dsql-access';
export { EmailIdentityAccess, type MailSelection } from './cdk/email-identity-access';
export { EnvironmentValue } from './cdk/environment-value';
export { EventApiAccess } from './cdk/event-api-access';
export { EventBusAccess, type EventSelection } from './cdk/event-bus-access';
export { FileSystemAccess } from './cdk/file-system-access';
export { FunctionAccess } from './cdk/function-access';
export type { SecureFunctionOptions } from './cdk/function-options';
export { GraphqlApiAccess } from './cdk/graphql-access';
export { IdentityPoolAccess } from './cdk/identity-pool-access';
export { IotThingAccess, IotTopicAccess } from './cdk/iot-topic-access';
export { BatchJobAccess, BuildProjectAccess, GlueJobAccess, ModelEndpointAccess } from './cdk/job-access';
export { KeyAccess } from './cdk/key-access';
export { LeastPrivilege } from './cdk/least-privilege';
export {
  GrantWildcards,
  LeastPrivilegeChecks,
  type LeastPrivilegeChecksProps,
  Pack,
  ReportFormat,
  type ReportOutput,
  type RuleOverride,
  RuleSeverity,
} from './cdk/least-privilege-checks';
export { LocationAccess } from './cdk/location-access';
export { LogGroupAccess } from './cdk/log-group-access';
export type { ListSelection, ObjectSelection } from './cdk/object-access';
export { ParameterAccess, ParameterPathAccess, type ParameterPathOptions } from './cdk/parameter-access';
export { QueueAccess } from './cdk/queue-access';
export {
  ComprehendAccess,
  PollyAccess,
  RekognitionAccess,
  TextractAccess,
  TranscribeAccess,
  TranslateAccess,
} from './cdk/recognition-access';
export { type AssumeOptions, RoleAccess } from './cdk/role-access';
export { ScheduleGroupAccess } from './cdk/schedule-group-access';
export { SearchCollectionAccess } from './cdk/search-collection-access';
export { SearchDomainAccess } from './cdk/search-domain-access';
export { SecretAccess } from './cdk/secret-access';
export { SecureDockerImageFunction, type SecureDockerImageFunctionProps } from './cdk/secure-docker-image-function';
export { SecureFunction, type SecureFunctionProps } from './cdk/secure-function';
export { SecureNodejsFunction, type SecureNodejsFunctionProps } from './cdk/secure-nodejs-function';
export { ActivityAccess, StateMachineAccess } from './cdk/state-machine-access';
export { StreamAccess } from './cdk/stream-access';
export { TableAccess } from './cdk/table-access';
export { TaskAccess } from './cdk/task-access';
export { MetricsAccess, TracingAccess } from './cdk/telemetry-access';
export { TextMessageAccess } from './cdk/text-message-access';
export { PlatformApplicationAccess, TopicAccess } from './cdk/topic-access';
export { UserPoolAccess } from './cdk/user-pool-access';
export { type TableQuery, WorkgroupAccess } from './cdk/workgroup-access';
