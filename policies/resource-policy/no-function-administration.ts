import { type KnownAction, parseActionPattern } from '../../lib/core/iam/action';
import type { Statement } from '../../lib/core/iam/statement';
import type { JsonObject } from '../../lib/core/json';
import { invokedFunctionOf } from '../../lib/core/model/lambda';
import type { Model } from '../../lib/core/model/model';
import { factAt, listed, resourceFacts } from '../../lib/core/model/resource-grants';
import { defineRule, type Fact } from '../../lib/core/rule';

type Message = 'everyAction' | 'administration' | 'undecidedAction';

/** Levels of access that change nothing. */
const READS: ReadonlySet<string> = new Set(['Read', 'List']);

/** What a permission is for; Lambda's own level of these is Write. */
const INVOKES: ReadonlySet<string> = new Set(['lambda:invokefunction', 'lambda:invokefunctionurl', 'lambda:invokeasync']);

const permission = (action: JsonObject[string]): JsonObject => ({
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: action, FunctionName: 'orders', Principal: '111122223333' },
  },
});

export default defineRule<Message>({
  meta: {
    id: 'resource-policy/no-function-administration',
    severity: { recommended: 'error', strict: 'error', critical: 'off' },
    title: 'Function policies allow invoking, and nothing else',
    rationale:
      'A permission other than to invoke lets its principal change or delete the function: new code runs with the role of the function. Deployments have roles of their own for that.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
      'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html',
    ],
    catalogue: ['RP-LAMBDA-PERMISSION-ACTION', 'RP-WILDCARD-ACTION'],
    peers: ['cfn_nag W24', 'guard LAMBDA_PERMISSION_INVOKE_FUNCTION_ACTION'],
  },
  messages: {
    everyAction: {
      what: 'policy of function "{function}" lets {who} call every action through "{action}": replace its code, and hand out further rights',
      fix: 'set Action ("action") to "lambda:InvokeFunction"',
    },
    administration: {
      what: 'policy of function "{function}" lets {who} call "{action}", which changes the function or what it is allowed',
      fix: 'set Action ("action") to "lambda:InvokeFunction", and give "{action}" to the role that deploys, in its own policy',
    },
    undecidedAction: {
      what: 'whether the policy of function "{function}" lets {who} only invoke it cannot be decided: the action is "{action}"',
      fix: 'write Action ("action") out: "lambda:InvokeFunction"',
    },
  },
  examples: {
    valid: [
      { title: 'invoking', resources: permission('lambda:InvokeFunction') },
      { title: 'invoking through the URL of the function', resources: permission('lambda:InvokeFunctionUrl') },
      { title: 'reading', resources: permission('lambda:GetFunction') },
    ],
    invalid: [
      { title: 'every action', resources: permission('lambda:*'), reports: ['everyAction'] },
      { title: 'new code', resources: permission('lambda:UpdateFunctionCode'), reports: ['administration'] },
      {
        title: 'an action that whoever deploys chooses',
        template: { Parameters: { Action: { Type: 'String' } }, Resources: permission({ Ref: 'Action' }) },
        reports: ['undecidedAction'],
      },
    ],
  },
  check(model) {
    return resourceFacts(model, (statement) => factsIn(model, statement));
  },
});

function* factsIn(model: Model, statement: Statement): Iterable<Fact<Message>> {
  const { document, actions, principals } = statement;
  if (document.guards !== 'AWS::Lambda::Function') return;
  for (const element of actions) {
    const { value, at } = element;
    if (typeof value === 'string' && INVOKES.has(value.toLowerCase())) continue;
    const pattern = typeof value === 'string' ? parseActionPattern(model.reference, value) : undefined;
    if (pattern?.kind === 'exact' && pattern.actions.length > 0 && pattern.actions.every(isRead)) continue;
    const who = listed(model, statement, principals);
    const action = model.show(element, document.resource);
    const common = {
      ...factAt(model, statement, at, `${action} for ${who}`),
      data: { function: invokedFunctionOf(model, document).name, who, action },
    };
    if (pattern === undefined) yield { ...common, message: 'undecidedAction', atMost: 'warning' };
    else if (pattern.kind === 'all' || pattern.kind === 'service-wide') yield { ...common, message: 'everyAction' };
    else yield { ...common, message: 'administration', atMost: 'warning' };
  }
}

function isRead({ action }: KnownAction): boolean {
  return action.accessLevels.every((level) => READS.has(level));
}
