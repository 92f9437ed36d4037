import { nearestAction, parseActionPattern } from '../../lib/core/iam/action';
import { factsByForm } from '../../lib/core/iam/forms';
import { authorizedBy } from '../../lib/core/iam/operation-names';
import type { PolicyDocument } from '../../lib/core/iam/statement';
import type { Model } from '../../lib/core/model/model';
import { sdkCallsOf } from '../../lib/core/model/sdk-calls';
import { defineRule, type Fact } from '../../lib/core/rule';
import type { Resource } from '../../lib/core/template/template';
import { ordersTable, ordersTableArn, rolePolicy } from '../example-resources';

type Message = 'unknownAction' | 'misspelledAction' | 'sdkCall' | 'unknownService' | 'matchesNothing' | 'malformed' | 'spaces';

/** Actions that AWS itself writes into policies although its reference does not list them. */
const UNLISTED = new Set(['sns:receive']);

/**
 * A Deny is judged as well: one with a misspelled action denies nothing. IAM takes actions in any case of letters.
 * Patterns that are only known at deployment belong to `iam/require-resolvable-policy`.
 */
export default defineRule<Message>({
  meta: {
    id: 'iam/no-unknown-action',
    severity: { recommended: 'warning', strict: 'error', critical: 'off' },
    title: 'Statements name actions that exist',
    rationale:
      'IAM accepts any action name. One that does not exist allows nothing and denies nothing, and the next wildcard is written because the call still fails.',
    references: [
      'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    ],
    catalogue: ['IAM-UNKNOWN-ACTION'],
    peers: [
      'cfn-lint W3037',
      'parliament UNKNOWN_ACTION',
      'parliament UNKNOWN_PREFIX',
      'IAM Access Analyzer "Invalid action"',
      'IAM Access Analyzer "Invalid service in action"',
    ],
  },
  messages: {
    unknownAction: {
      what: 'action "{action}" does not exist in the reference of {date}',
      fix: 'look the action up in the Service Authorization Reference of {service}: API operations are often authorized by an action of another name',
    },
    misspelledAction: {
      what: 'action "{action}" does not exist in the reference of {date}; "{nearest}" does',
      fix: 'write "{nearest}" instead of "{action}", if that is the call the code makes; a grant method of the resource writes the right names',
    },
    sdkCall: {
      what: 'action "{action}" of an AwsCustomResource does not exist in the reference of {date}: "{nearest}" authorizes the call',
      fix: 'write the statement in place of "fromSdkCalls": AwsCustomResourcePolicy.fromStatements([new PolicyStatement({ actions: ["{nearest}"], resources: [...] })])',
    },
    unknownService: {
      what: 'the reference of {date} knows no service "{service}", so action "{action}" could not be checked',
      fix: 'check the prefix in the Service Authorization Reference; a service that is younger than the reference may be right',
    },
    matchesNothing: {
      what: 'pattern "{action}" matches no action in the reference of {date}',
      fix: 'name the actions that the code calls in full; a grant method of the resource writes the right names',
    },
    malformed: {
      what: '"{action}" is no action: an action is a service prefix, one colon and a name',
      fix: 'write it as "service:Action", for example "s3:GetObject"',
    },
    spaces: {
      what: 'action "{action}" has spaces around it, so that it matches nothing',
      fix: 'write "{trimmed}" without spaces',
    },
  },
  examples: {
    valid: [
      {
        title: 'actions in any case of letters',
        resources: {
          ...ordersTable,
          ...rolePolicy({ Effect: 'Allow', Action: ['dynamodb:GetItem', 'DynamoDB:putitem'], Resource: ordersTableArn }),
        },
      },
    ],
    invalid: [
      {
        title: 'the name of the API operation instead of the action',
        resources: rolePolicy({ Effect: 'Allow', Action: ['s3:ListObjectsV2', 's3:DropEverything'], Resource: 'arn:aws:s3:::media' }),
        reports: ['misspelledAction', 'unknownAction'],
      },
      {
        title: 'an action that CDK made of the name of an SDK call',
        resources: {
          ListCustomResourcePolicy: {
            Type: 'AWS::IAM::Policy',
            Properties: {
              PolicyName: 'list',
              Roles: ['provider'],
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Action: 's3:ListObjectsV2', Resource: 'arn:aws:s3:::media' }],
              },
            },
          },
          List: {
            Type: 'Custom::AWS',
            Properties: {
              ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:provider',
              Create: '{"service":"S3","action":"listObjectsV2","parameters":{"Bucket":"media"}}',
            },
          },
        },
        reports: ['sdkCall'],
      },
      {
        title: 'a service that is not known',
        resources: rolePolicy({ Effect: 'Allow', Action: 'quantumteleport:SendAtoms', Resource: '*' }),
        reports: ['unknownService'],
      },
      {
        title: 'a pattern that matches nothing',
        resources: rolePolicy({ Effect: 'Allow', Action: 's3:Fetch*', Resource: 'arn:aws:s3:::media/*' }),
        reports: ['matchesNothing'],
      },
      {
        title: 'a full stop in place of the colon, and a space',
        resources: rolePolicy({ Effect: 'Allow', Action: ['s3.GetObject', 's3:GetObject '], Resource: 'arn:aws:s3:::media/*' }),
        reports: ['malformed', 'spaces'],
      },
    ],
  },
  *check(model) {
    const calls = new Set(sdkCallsOf(model).map(({ resource, action }) => callKey(resource, action)));
    for (const fact of factsByForm(model.documents, (document) => factsIn(model, document))) {
      yield calls.size > 0 && isOfSdkCall(fact, calls) ? { ...fact, message: 'sdkCall' } : fact;
    }
  },
});

/** CDK writes the policy of a call, `fromSdkCalls`, into a resource of this name, with the operation for the action. */
const CALL_POLICY = /CustomResourcePolicy(?:[0-9A-F]{8})?$/;

function isOfSdkCall({ message, resource, evidence }: Fact<Message>, calls: ReadonlySet<string>): boolean {
  if (message !== 'misspelledAction' || !CALL_POLICY.test(resource.logicalId) || !authorizedBy.has(evidence.toLowerCase())) return false;
  return calls.has(callKey(resource, evidence.slice(evidence.indexOf(':') + 1).toLowerCase()));
}

function callKey({ template }: Resource, action: string): string {
  return `${template.name}\n${action}`;
}

function* factsIn(model: Model, { resource, statements }: PolicyDocument): Iterable<Fact<Message>> {
  for (const statement of statements) {
    for (const { value, at } of [...statement.actions, ...statement.notActions]) {
      if (typeof value !== 'string') continue;
      const verdict = verdictOn(model, value);
      if (verdict !== undefined) yield { ...verdict, resource, at, evidence: value, statement };
    }
  }
}

type Verdict = Pick<Fact<Message>, 'message' | 'data'>;

const verdicts = new WeakMap<Model, Map<string, Verdict | undefined>>();

/** Remembered: an app names the same few actions in hundreds of statements. */
function verdictOn(model: Model, action: string): Verdict | undefined {
  let known = verdicts.get(model);
  if (known === undefined) {
    known = new Map();
    verdicts.set(model, known);
  }
  if (known.has(action)) return known.get(action);
  const verdict = judge(model, action);
  known.set(action, verdict);
  return verdict;
}

function judge({ reference }: Model, action: string): Verdict | undefined {
  const trimmed = action.trim();
  const pattern = parseActionPattern(reference, action);
  const { date } = reference;
  if (pattern.kind === 'all' || pattern.kind === 'service-wide') {
    return pattern.services.length > 0 ? undefined : { message: 'unknownService', data: { action, date, service: serviceOf(action) } };
  }
  if (pattern.kind === 'malformed') {
    if (trimmed !== action && parseActionPattern(reference, trimmed).kind !== 'malformed')
      return { message: 'spaces', data: { action, trimmed } };
    return { message: 'malformed', data: { action } };
  }
  if (pattern.actions.length > 0 || UNLISTED.has(action.toLowerCase())) return undefined;
  const service = serviceOf(action);
  if (pattern.kind === 'partial') {
    const isKnown = pattern.services.length > 0;
    return { message: isKnown ? 'matchesNothing' : 'unknownService', data: { action, date, service } };
  }
  const nearest = nearestAction(reference, action);
  if (nearest !== undefined) return { message: 'misspelledAction', data: { action, date, nearest } };
  return { message: pattern.services.length > 0 ? 'unknownAction' : 'unknownService', data: { action, date, service } };
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
