import { type KnownAction, parseActionPattern } from '../../lib/core/iam/action';
import { describeResource } from '../../lib/core/iam/arn';
import { factsByForm } from '../../lib/core/iam/forms';
import { listForSentence, namesOf, resourceFix } from '../../lib/core/iam/grant';
import { mayActOn } from '../../lib/core/iam/resource-match';
import type { Statement } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { defineRule, type Fact } from '../../lib/core/rule';
import { render } from '../../lib/core/template/symbolic';
import { ordersTable, ordersTableArn, rolePolicy } from '../example-resources';

type Message = 'noResource' | 'needsEverything';

/**
 * What CDK's grants name beside actions that suit the resource: the streams of a table, and lists of all there is. Step
 * Functions takes the ARN of a state machine for task tokens, as CDK writes it, although the reference does not say so.
 */
const WRITTEN_BY_GRANTS = new Set([
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
  'kinesis:DescribeStreamConsumer',
  'kinesis:ListStreams',
  'kinesis:SubscribeToShard',
  'logs:DescribeLogGroups',
  'ssm:DescribeParameters',
  'states:ListStateMachines',
]);
const TAKES_MORE = new Set(['dynamodb:ListStreams', 'states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess']);

/**
 * Lists of actions and resources of several kinds are normal: an action is only reported when no resource of its statement
 * suits it, and a pattern when none suits any of its actions. A Deny is left alone.
 */
export default defineRule<Message>({
  meta: {
    id: 'iam/no-mismatched-resource',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Every action of a statement has a resource that it can act on',
    rationale:
      'An action on resources of another kind allows nothing. The call fails, and the next change puts "*" where the right ARN was missing.',
    references: [
      'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
    ],
    catalogue: ['IAM-ACTION-RESOURCE-MISMATCH'],
    peers: ['parliament RESOURCE_MISMATCH', 'cfn-lint I3510', 'IAM Access Analyzer "Unsupported resource ARN in policy"'],
  },
  messages: {
    noResource: {
      what: '"{action}" allows nothing on {resources}, which is no resource of that action',
      fix: '{fix}',
    },
    needsEverything: {
      what: '"{action}" allows nothing on {resources}: the action cannot be limited to a resource',
      fix: 'put "{action}" into a statement of its own with "Resource": "*", or remove it',
    },
  },
  examples: {
    valid: [
      {
        title: 'a bucket and its objects, with actions on both',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: ['s3:ListBucket', 's3:GetObject'],
          Resource: ['arn:aws:s3:::media', 'arn:aws:s3:::media/*'],
        }),
      },
      {
        title: 'a table',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: ordersTableArn }) },
      },
    ],
    invalid: [
      {
        title: 'objects on the ARN of the bucket, and the bucket on the ARN of its objects',
        resources: rolePolicy(
          { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::media' },
          { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::media/*' },
        ),
        reports: ['noResource', 'noResource'],
      },
      {
        title: 'the ARN of another service',
        resources: { ...ordersTable, ...rolePolicy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: ordersTableArn }) },
        reports: ['noResource'],
      },
      {
        title: 'an action that takes no resource',
        resources: rolePolicy({
          Effect: 'Allow',
          Action: 'ecr:GetAuthorizationToken',
          Resource: 'arn:aws:ecr:eu-west-1:111122223333:repository/orders',
        }),
        reports: ['needsEverything'],
      },
    ],
  },
  check(model) {
    const documents = model.documents.filter(({ kind }) => kind === 'identity');
    return factsByForm(documents, ({ statements }) =>
      statements
        .filter(({ effect, resources }) => effect !== 'Deny' && resources.length > 0)
        .flatMap((statement) => [...mismatches(model, statement)]),
    );
  },
});

function* mismatches(model: Model, statement: Statement): Iterable<Fact<Message>> {
  const { resource } = statement.document;
  for (const { value, at } of statement.actions) {
    if (typeof value !== 'string' || hasResource(model, statement, value)) continue;
    const pattern = parseActionPattern(model.reference, value);
    if (isWrittenByGrant(model, statement, pattern.actions)) continue;
    const names = namesOf(model, statement, statement.resources);
    const needsEverything = pattern.actions.every(({ action }) => action.resourceTypes.length === 0);
    // What such an action is checked against is not documented, and a wide pattern may match it ("log-group:*").
    if (needsEverything && statement.resources.some((element) => describeResource(element.value).kind === 'service-wide')) continue;
    yield {
      message: needsEverything ? 'needsEverything' : 'noResource',
      resource,
      at,
      evidence: value,
      data: { action: value, resources: listForSentence(names), fix: resourceFix(model.reference, pattern.actions) },
      statement,
    };
  }
}

const answers = new WeakMap<Model, Map<string, boolean>>();

/** Whether some resource of the statement suits some action of the pattern. Remembered by the form of the resources: grants are alike. */
function hasResource(model: Model, { resources }: Statement, action: string): boolean {
  // A parameter that defaults to nothing is filled in at deployment.
  if (resources.some(({ value }) => value === '' || describeResource(value).kind === 'everything')) return true;
  const forms = resources.map(({ value }) => render(value, ({ resourceType }) => resourceType)).join(' ');
  const question = `${action} ${forms}`;
  let known = answers.get(model);
  if (known === undefined) {
    known = new Map();
    answers.set(model, known);
  }
  let answer = known.get(question);
  if (answer === undefined) {
    const { kind, actions } = parseActionPattern(model.reference, action);
    answer =
      kind === 'all' ||
      actions.length === 0 ||
      actions.some((candidate) => resources.some(({ value }) => mayActOn(model.reference, candidate, value)));
    known.set(question, answer);
  }
  return answer;
}

/** Whether CDK's grants write the action, beside others of the service that suit the resources. */
function isWrittenByGrant(model: Model, statement: Statement, actions: readonly KnownAction[]): boolean {
  if (actions.every(({ id }) => TAKES_MORE.has(id))) return true;
  if (!actions.every(({ id }) => WRITTEN_BY_GRANTS.has(id))) return false;
  if (isTableGrant(statement)) return true;
  const prefix = `${actions[0]?.service}:`;
  return statement.actions.some(
    ({ value }) => typeof value === 'string' && value.toLowerCase().startsWith(prefix) && hasResource(model, statement, value),
  );
}

/** A statement of these two, and of no third, is what a grant to read a table writes for the table itself. */
function isTableGrant({ actions }: Statement): boolean {
  return actions.length === 2 && actions.every(({ value }) => value === 'dynamodb:GetRecords' || value === 'dynamodb:GetShardIterator');
}
