import { type KnownAction, needsEveryResource, parseActionPattern } from '../../lib/core/iam/action';
import { parseArn, type ResourceScope } from '../../lib/core/iam/arn';
import {
  type Grant,
  type GrantedResource,
  grantsOf,
  isOutOfReachOfCode,
  listForEvidence,
  listForSentence,
  namesAnyRole,
  namesOf,
  resourcePin,
} from '../../lib/core/iam/grant';
import { hasWildcard } from '../../lib/core/iam/pattern';
import { resourceReplacement } from '../../lib/core/iam/replacement';
import type { Statement } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { defineRule } from '../../lib/core/rule';
import { partsOf } from '../../lib/core/template/symbolic';
import type { ActionResourceType, Reference } from '../../lib/reference/reference';
import { ordersTable, ordersTableArn, rolePolicy } from '../example-resources';

/** `*` as a whole is left to `iam/no-wildcard-resource`, `iam:PassRole` on every role to `iam/no-pass-any-role`. */
export default defineRule({
  meta: {
    id: 'iam/no-wildcard-resource-arn',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'ARNs in Allow statements name one resource',
    rationale:
      'A wildcard in an ARN takes in resources that other teams and later releases create, in other accounts and regions where it stands in those fields.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
    ],
    catalogue: ['IAM-WILDCARD-RESOURCE-ARN'],
    peers: ['cdk-nag AwsSolutions-IAM5', 'parliament RESOURCE_EFFECTIVELY_STAR'],
  },
  messages: {
    everyResourceOfKind: {
      what: 'statement allows {actions} on all resources that "{resource}" matches, whatever their name',
      fix: '{replacement}',
    },
    everyAccount: {
      what: 'statement allows {actions} on "{resource}" in every account',
      fix: 'write the account, "${AWS::AccountId}" for the stack\'s own (in CDK "Stack.of(this).account"), or {replacement}',
    },
    namePattern: {
      what: 'statement allows {actions} on every resource whose name matches "{resource}"',
      fix: '{replacement}',
    },
    everyRegion: {
      what: 'statement allows {actions} on "{resource}" in every {field}',
      fix: "write the {field}, {own} for the stack's own",
    },
    patternUnderCondition: {
      what: 'statement allows {actions} on all resources that "{resource}" matches, narrowed only by the condition on "{key}"',
      fix: 'keep the condition, and {replacement}',
    },
  },
  examples: {
    valid: [
      {
        title: 'one table and its indexes',
        resources: {
          ...ordersTable,
          ...rolePolicy({
            Effect: 'Allow',
            Action: 'dynamodb:Query',
            Resource: [ordersTableArn, { 'Fn::Join': ['', [ordersTableArn, '/index/*']] }],
          }),
        },
      },
      {
        title: 'what lies below one named resource',
        resources: {
          Receipts: { Type: 'AWS::S3::Bucket' },
          ...rolePolicy(
            { Effect: 'Allow', Action: 's3:GetObject', Resource: [{ 'Fn::Sub': '${Receipts.Arn}/*' }, 'arn:aws:s3:::invoices/2026/*'] },
            {
              Effect: 'Allow',
              Action: 'logs:PutLogEvents',
              Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/orders:*' },
            },
            {
              Effect: 'Allow',
              Action: 'lambda:InvokeFunction',
              Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:orders:*' },
            },
          ),
        },
      },
      { title: 'a Deny', resources: rolePolicy({ Effect: 'Deny', Action: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' }) },
      {
        title: 'a new resource whose id AWS chooses',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'ec2:CreateNetworkInterface',
          Resource: [
            'arn:aws:ec2:eu-central-1:111122223333:network-interface/*',
            'arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0a1b2c3d4e5f60718',
          ],
        }),
      },
      {
        title: 'the role that AWS itself makes for one of its services',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'iam:CreateServiceLinkedRole',
          Resource: 'arn:aws:iam::*:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS*',
        }),
      },
    ],
    invalid: [
      {
        title: 'every bucket, and every object',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: ['s3:ListBucket', 's3:GetObject'],
          Resource: ['arn:aws:s3:::*', 'arn:aws:s3:::*/*'],
        }),
        reports: ['everyResourceOfKind', 'everyResourceOfKind'],
      },
      {
        title: 'every table of the account',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'dynamodb:GetItem',
          Resource: { 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*' },
        }),
        reports: ['everyResourceOfKind'],
      },
      {
        title: 'a queue of this name in any account',
        resources: rolePolicy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-central-1:*:orders' }),
        reports: ['everyAccount'],
      },
      {
        title: 'a prefix',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'dynamodb:GetItem',
          Resource: { 'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-*' },
        }),
        reports: ['namePattern'],
      },
      {
        title: 'one table in any region',
        resources: rolePolicy({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:111122223333:table/orders' }),
        reports: ['everyRegion'],
      },
      {
        title: 'every instance with a tag',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'ec2:StopInstances',
          Resource: 'arn:aws:ec2:eu-central-1:111122223333:instance/*',
          Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } },
        }),
        reports: ['patternUnderCondition'],
      },
    ],
  },
  *check(model) {
    const { reference } = model;
    for (const grant of grantsOf(model)) {
      const { statement, administrative } = grant;
      if (administrative) continue;
      for (const element of grant.resources) {
        const message = messageOf(element.scope);
        if (message === undefined) continue;
        const actions = actionsOn(model, grant, element);
        if (actions.length === 0) continue;
        const pin = resourcePin(reference, statement);
        const resource = model.show(element, statement.document.resource);
        const names = actions.map(({ name }) => name);
        const field = element.scope.wildcards.includes('region') ? 'region' : 'partition';
        yield {
          message: pin === undefined ? message : 'patternUnderCondition',
          resource: statement.document.resource,
          at: element.at,
          evidence: `${listForEvidence(names)} on ${resource}`,
          data: {
            actions: inWords(model, statement, names),
            resource,
            field,
            own:
              field === 'region'
                ? '"${AWS::Region}" (in CDK "Stack.of(this).region")'
                : '"${AWS::Partition}" (in CDK "Stack.of(this).partition")',
            key: pin?.key ?? '',
            replacement: resourceReplacement(
              reference,
              actions.flatMap(({ known }) => known.filter((action) => !needsEveryResource(action))),
            ),
          },
          statement,
          ...(pin === undefined ? {} : { atMost: 'warning' }),
        };
      }
    }
  },
});

function inWords(model: Model, statement: Statement, names: readonly string[]): string {
  if (statement.notActions.length === 0) return listForSentence(names);
  return `every action but ${listForSentence(namesOf(model, statement, statement.notActions))}`;
}

type PatternMessage = 'everyResourceOfKind' | 'everyAccount' | 'namePattern' | 'everyRegion';

function messageOf(scope: ResourceScope): PatternMessage | undefined {
  // A hole that holds a plain name leaves the rest of the pattern as it is.
  switch (scope.otherwise ?? scope.kind) {
    case 'service-wide':
      return scope.wildcards.includes('account') && !scope.wildcards.includes('resource') ? 'everyAccount' : 'everyResourceOfKind';
    case 'prefix':
      return 'namePattern';
    case 'wildcard-region':
      return 'everyRegion';
    default:
      return undefined;
  }
}

interface NamedAction {
  /** As a finding names it: AWS's spelling of an action, a pattern as written. */
  readonly name: string;
  readonly known: readonly KnownAction[];
}

/** The actions of the statement that apply to what this ARN names, or all of them when none does. */
function actionsOn(model: Model, grant: Grant, element: GrantedResource): readonly NamedAction[] {
  const { reference } = model;
  const all = namedActions(model, grant);
  const fitting = all.flatMap((action) => fittedTo(reference, action, element) ?? []);
  const judged = fitting.length > 0 ? fitting : all;
  return judged.filter(
    (action) => !isPassRole(action, element) && !needsEvery(action) && !isNarrowest(reference, action, element, grant.statement),
  );
}

/** An action without resource-level permissions gains nothing by any ARN, however wide. */
function needsEvery({ known }: NamedAction): boolean {
  return known.length > 0 && known.every(needsEveryResource);
}

function namedActions(model: Model, { statement, actions }: Grant): readonly NamedAction[] {
  if (statement.notActions.length > 0) {
    return [{ name: `all but ${listForEvidence(namesOf(model, statement, statement.notActions))}`, known: [] }];
  }
  const named = new Map<string, NamedAction>();
  for (const { value } of actions) {
    const pattern = parseActionPattern(model.reference, value);
    const [first] = pattern.actions;
    const name = hasWildcard(value) || first === undefined ? value : first.id;
    named.set(name, { name, known: pattern.actions });
  }
  return [...named.values()];
}

/** The action with those of its resource types alone that the ARN may name; `undefined` when it names none of them. */
function fittedTo(reference: Reference, named: NamedAction, { value, scope }: GrantedResource): NamedAction | undefined {
  // What is no known action, and "*", may be about anything.
  if (named.known.length === 0 || scope.service === undefined) return named;
  const resource = parseArn(value)?.resource;
  const [start] = resource === undefined ? [] : partsOf(resource);
  const prefix = typeof start === 'string' ? beforeWildcard(start) : '';
  const known = named.known.flatMap((action): KnownAction[] => {
    const resourceTypes = action.action.resourceTypes.filter(({ name }) => {
      const formats = reference.service(action.service)?.resourceTypes.get(name)?.arnFormats ?? [];
      return formats.some((format) => isFormatOf(format, scope.service ?? '', prefix));
    });
    return resourceTypes.length === 0 ? [] : [withTypes(action, resourceTypes)];
  });
  return known.length === 0 ? undefined : { name: named.name, known };
}

function withTypes({ service, id, action }: KnownAction, resourceTypes: readonly ActionResourceType[]): KnownAction {
  const { name, accessLevels, conditionKeys, dependentActions } = action;
  return { service, id, action: { name, accessLevels, resourceTypes, conditionKeys, dependentActions } };
}

/** Whether an ARN of this service whose resource starts so may have this format. */
function isFormatOf(format: string, service: string, prefix: string): boolean {
  const fields = format.split(':');
  if (fields[2] !== service) return false;
  const type = fields.slice(5).join(':').split('${')[0] ?? '';
  return type.startsWith(prefix) || prefix.startsWith(type);
}

function beforeWildcard(text: string): string {
  return text.split(/[*?]/)[0] ?? '';
}

function isPassRole({ name }: NamedAction, element: GrantedResource): boolean {
  return name === 'iam:PassRole' && namesAnyRole(element);
}

/**
 * Whether `type/*` in one account and region is the narrowest ARN there is, since AWS chooses the id of the resource only
 * when it makes it: for the action that makes it, and for what Lambda does with the interfaces that it makes for a function.
 */
function isNarrowest(reference: Reference, { name, known }: NamedAction, { value, scope }: GrantedResource, statement: Statement): boolean {
  const [only] = known;
  const resource = parseArn(value)?.resource;
  if (only === undefined || hasWildcard(name) || typeof resource !== 'string' || scope.wildcards.some((field) => field !== 'resource'))
    return false;
  const type = /^([\w-]+)[/:]\*$/.exec(resource)?.[1];
  if (type === undefined || !(isOutOfReachOfCode(statement) || makes(only.action.name, type))) return false;
  const formats = only.action.resourceTypes.flatMap(
    ({ name: typeName }) => reference.service(only.service)?.resourceTypes.get(typeName)?.arnFormats ?? [],
  );
  return formats.some((format) => new RegExp(`:${type}[/:]\\$\\{\\w*I[dD]\\}$`).test(format));
}

/** Whether an action makes resources of a type, by their names: `CreateNetworkInterface`, `RunInstances`. */
function makes(action: string, type: string): boolean {
  const made = /^(?:Allocate|Create|Import|Launch|Register|Request|Run|Start)(\w+?)s?$/.exec(action)?.[1];
  return made?.toLowerCase() === type.replaceAll('-', '');
}
