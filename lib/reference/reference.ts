/**
 * The service authorization reference: which actions, resource types, ARN formats, condition keys and dependent actions
 * exist (https://docs.aws.amazon.com/service-authorization/latest/reference/).
 */
export interface Reference {
  /** Date of the data, `YYYY-MM-DD`. */
  readonly date: string;
  /** Prefixes of all services, lower-case, sorted: `a4b`, `s3`, … */
  readonly services: readonly string[];
  /** A service by its IAM prefix (any case), read on first use; `undefined` when there is none. */
  service(prefix: string): Service | undefined;
}

export type AccessLevel = 'List' | 'Read' | 'Write' | 'Permissions management' | 'Tagging';

export interface Service {
  /** IAM prefix, lower-case: `s3`. */
  readonly prefix: string;
  /** `Amazon S3`. */
  readonly name: string;
  /** Actions by lower-case name. */
  readonly actions: ReadonlyMap<string, Action>;
  /** Resource types by name: `bucket`, `object`. */
  readonly resourceTypes: ReadonlyMap<string, ResourceType>;
  /** Condition keys of the service with their types. */
  readonly conditionKeys: ReadonlyMap<string, ConditionKey>;
}

export interface Action {
  /** In AWS's spelling, without the prefix: `GetObject`. */
  readonly name: string;
  /** One or two levels. */
  readonly accessLevels: readonly AccessLevel[];
  /** Empty: the action supports no resource-level permissions and needs `Resource: "*"`. */
  readonly resourceTypes: readonly ActionResourceType[];
  /** Condition keys that the action supports whatever the resource type. */
  readonly conditionKeys: readonly string[];
  /** Further actions it needs, `service:Action`. */
  readonly dependentActions: readonly string[];
}

export interface ActionResourceType {
  readonly name: string;
  /** Whether a call always names one. */
  readonly required: boolean;
  readonly conditionKeys: readonly string[];
}

export interface ResourceType {
  readonly name: string;
  /** `arn:${Partition}:s3:::${BucketName}/${ObjectName}`; some types have several. */
  readonly arnFormats: readonly string[];
  readonly conditionKeys: readonly string[];
}

export interface ConditionKey {
  /** `s3:prefix`, `aws:ResourceTag/${TagKey}`. */
  readonly name: string;
  /** `String`, `ARN`, `Bool`, `ArrayOfString`, … */
  readonly type: string;
}
