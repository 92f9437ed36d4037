import { type aws_iam as iam, Resource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { compileAccess, compileWithoutResource, type Target } from '../access/compile';
import { keyConditions, keyOperations, serviceOf } from '../access/key-operations';
import { arnServicesOf } from '../access/resource-type';
import { type Conditions, joinConditions, sidOf } from '../access/statement';
import { loadReference } from '../reference';
import { isManagedByAws, keyArn } from './reference-access';
import { isKey } from './resource-keys';
import { toPolicyStatement } from './statements';
import { resourceIn } from './token-text';

/** What Lambda itself calls with the role of a function, on one resource. */
export interface ServiceCall {
  /** The resource as Lambda knows it: an ARN that CDK's own grant names, too. */
  readonly arn: string;
  readonly actions: readonly string[];
  readonly targets: readonly Target[];
  /** Actions that AWS takes on `*` only. */
  readonly onEvery?: readonly string[];
}

/**
 * Only requests of the function's code carry `lambda:SourceFunctionArn`. What Lambda calls outside of the code does not, such as
 * polling an event source and managing network interfaces: so the permissions of Lambda are none of the code.
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
export const NOT_FROM_CODE: Conditions = { Null: { 'lambda:SourceFunctionArn': ['true'] } };

/** The statements of a call, without those about keys. */
export function callStatements({ actions, targets, onEvery = [] }: ServiceCall): readonly iam.PolicyStatement[] {
  const reference = loadReference();
  return [
    ...(actions.length === 0 ? [] : compileAccess(reference, { actions, targets, conditions: NOT_FROM_CODE })).map(toPolicyStatement),
    ...(onEvery.length === 0 ? [] : everywhere(onEvery)),
  ];
}

/** Statements on `*`, each with an id that says why it is there. */
export function everywhere(actions: readonly string[]): readonly iam.PolicyStatement[] {
  return compileWithoutResource(loadReference(), actions, NOT_FROM_CODE).map((one) => {
    const statement = toPolicyStatement(one);
    statement.sid = sidOf(one);
    return statement;
  });
}

/** The service that an ARN names, as far as it is known. */
export type ServiceOf = (arn: string) => string | undefined;

/** The service that an ARN names; undefined when it is known only at deployment, and not of a resource of the app. */
export function serviceOfArn(arn: string): string | undefined {
  if (arn.startsWith('arn:')) return arn.split(':')[2];
  const resource = resourceIn(arn);
  return resource === undefined ? undefined : arnServicesOf(resource.cfnResourceType)[0];
}

/** The customer managed key of the resource that a call works on, when the app makes the resource. */
export function knownKey({ arn }: ServiceCall): string | undefined {
  const resource = resourceIn(arn);
  const owner = resource?.node.id === 'Resource' ? resource.node.scope : undefined;
  if (owner === undefined || !Resource.isResource(owner)) return undefined;
  const property = KEY_PROPERTIES.find((name) => isKey(Reflect.get(owner, name)));
  const key: unknown = property === undefined ? undefined : Reflect.get(owner, property);
  return isKey(key) && !isManagedByAws(key) ? keyArn(key) : undefined;
}

const KEY_PROPERTIES = ['encryptionKey', 'encryptionMasterKey', 'masterKey'] as const;

/** What the services of the calls call on a key, each through itself only. */
export function keyStatements(scope: IConstruct, arn: string, calls: readonly ServiceCall[]): readonly iam.PolicyStatement[] {
  return calls.flatMap((call) => {
    const [first] = call.actions;
    const operations = keyOperations(call.actions);
    if (first === undefined || operations.length === 0) return [];
    const conditions = keyConditions(serviceOf(first), regionOf(scope, call.arn), contextOf(serviceOf(first), call));
    return compileAccess(loadReference(), {
      actions: operations,
      targets: [{ type: 'key', arn }],
      conditions: joinConditions(conditions, NOT_FROM_CODE),
    }).map(toPolicyStatement);
  });
}

/** The region from which the service calls KMS. */
function regionOf(scope: IConstruct, arn: string): string {
  const resource = resourceIn(arn);
  if (resource !== undefined) return Stack.of(resource).region;
  return (arn.startsWith('arn:') ? arn.split(':')[3] : undefined) || Stack.of(scope).region;
}

/** What the service puts into the encryption context: that of a secret needs its whole ARN. */
function contextOf(service: string, { arn }: ServiceCall): readonly string[] {
  if (service === 's3') return [arn, `${arn}/*`];
  if (service === 'sqs' || service === 'sns') return [arn];
  const isWhole = Token.isUnresolved(arn) ? resourceIn(arn) !== undefined : /-[A-Za-z0-9]{6}$/.test(arn);
  return service === 'secretsmanager' && isWhole ? [arn] : [];
}
